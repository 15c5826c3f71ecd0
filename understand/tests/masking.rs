//! Whatever is private is covered wherever it stands, and nothing else is touched: checked on made-up items in
//! made-up texts with odd characters.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use proptest::prelude::*;
use proptest::sample::select;
use understand::{Ask, Names, understand};

fn masked(text: &str) -> String {
    let now = chrono::DateTime::parse_from_rfc3339("2026-11-25T10:00:00+08:00").unwrap();
    let now = now.with_timezone(&chrono_tz::Asia::Shanghai);
    understand(&Ask { text, context: None, now, names: &Names::default() }).masked
}

/// Pieces of everyday messages with nothing private in them; each ends so that a number may follow.
const PIECES: &[&str] = &[
    "楼道灯坏了，",
    "麻烦物业看看。",
    "打119或者12345都行，",
    "客服400-123-4567说要等，",
    "一次80元，",
    "这房子120㎡，",
    "①先报修②再等，",
    "明天下午3点半来，",
    "２０２６年１２月１日前，",
    "工单G-2026-0017，",
    "😂😂，",
    "\u{200b}\u{202e}看\u{202c}这里\u{200d}：",
    "cafe\u{301} 门口，",
    "Please call ",
    "電梯又停了！",
    "（急）",
    "每平米1.5元；",
    "6月12-15号停水，",
    "第3次了\n",
    "",
];

fn carrier() -> impl Strategy<Value = String> {
    prop::collection::vec(select(PIECES), 0..4).prop_map(|pieces| pieces.concat())
}

fn digits(count: usize) -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(0..10_u32, count)
}

fn text_of(digits: &[u32]) -> String {
    digits.iter().filter_map(|d| char::from_digit(*d, 10)).collect()
}

/// As people write them: in one, in groups, with +86.
fn mobile() -> impl Strategy<Value = String> {
    (
        3..10_u32,
        digits(9),
        select(&["", "+86", "+86 ", "86-", "+86-", "0086 "][..]),
        select(&["", " ", "-", ".", " - "][..]),
    )
        .prop_map(|(second, rest, prefix, gap)| {
            let number = format!("1{second}{}", text_of(&rest));
            format!("{prefix}{}{gap}{}{gap}{}", &number[..3], &number[3..7], &number[7..])
        })
}

fn landline() -> impl Strategy<Value = String> {
    let area = select(&["010", "021", "0731", "0571", "(0755)", "0592"][..]);
    (area, 2..9_u32, digits(7), select(&["", "-", " "][..]))
        .prop_map(|(area, first, rest, gap)| format!("{area}{gap}{first}{}", text_of(&rest)))
}

fn identity() -> impl Strategy<Value = String> {
    let born = (1930..2015_u32, 1..13_u32, 1..29_u32).prop_map(|(y, m, d)| format!("{y}{m:02}{d:02}"));
    (select(&["110105", "430102", "330106", "510104"][..]), born, digits(3), any::<bool>()).prop_map(
        |(area, born, order, small)| {
            let body = format!("{area}{born}{}", text_of(&order));
            let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
            let sum: u32 = body.chars().zip(weights).map(|(c, w)| c.to_digit(10).unwrap() * w).sum();
            let check = "10X98765432".chars().nth((sum % 11) as usize).unwrap();
            format!("{body}{}", if small { check.to_ascii_lowercase() } else { check })
        },
    )
}

fn card() -> impl Strategy<Value = String> {
    (select(&["6222", "6217", "4392", "5187"][..]), prop_oneof![digits(11), digits(14)], any::<bool>())
        .prop_map(|(first, rest, spaced)| {
            let body = format!("{first}{}", text_of(&rest));
            let sum: u32 = body
                .chars()
                .rev()
                .enumerate()
                .map(|(i, c)| {
                    let d = c.to_digit(10).unwrap();
                    if i % 2 == 0 { d * 2 / 10 + d * 2 % 10 } else { d }
                })
                .sum();
            let number = format!("{body}{}", (10 - sum % 10) % 10);
            if !spaced {
                return number;
            }
            number.as_bytes().chunks(4).map(|c| std::str::from_utf8(c).unwrap()).collect::<Vec<_>>().join(" ")
        })
}

fn plate() -> impl Strategy<Value = String> {
    let letters = "ABCDEFGHJKLMNPQRSTUVWXYZ".chars().collect::<Vec<_>>();
    let province =
        select("京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵粤川琼".chars().collect::<Vec<_>>());
    (
        province,
        select(letters.clone()),
        select(letters),
        digits(5),
        any::<bool>(),
        select(&["", "·", " ", "-"][..]),
    )
        .prop_map(|(province, city, first, rest, green, gap)| {
            let number = if green { format!("{first}{}", text_of(&rest)) } else { text_of(&rest) };
            format!("{province}{city}{gap}{number}")
        })
}

/// Half-width figures as full-width ones, or with an invisible character inside.
fn disguised(text: &str, how: u8) -> String {
    match how {
        1 => text
            .chars()
            .map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c })
            .collect(),
        2 => text
            .chars()
            .flat_map(|c| [c, '\u{200b}'])
            .collect::<String>()
            .trim_end_matches('\u{200b}')
            .to_owned(),
        _ => text.to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn numbers_and_plates_are_covered_and_nothing_else(
        before in carrier(),
        item in prop_oneof![mobile(), landline(), identity(), card(), plate()],
        after in carrier(),
        how in 0..3_u8,
    ) {
        let item = disguised(&item, how);
        let text = format!("{before}{item}，{after}");
        let covered = masked(&text);
        let stars = "*".repeat(item.chars().count());
        prop_assert_eq!(covered, format!("{before}{stars}，{after}"), "{}", text);
    }

    #[test]
    fn rooms_are_covered_and_nothing_else(
        before in carrier(),
        place in select(&["3号楼2单元", "六栋", "B座", "5楼", "12-2-", "３號樓２單元", "十四幢"][..]),
        floor in 1..33_u32,
        door in 1..9_u32,
        sign in select(&["", "室"][..]),
        after in carrier(),
        how in 0..2_u8,
    ) {
        prop_assume!(floor != 19 || door > 3);
        let room = disguised(&format!("{floor}0{door}"), how) + sign;
        let text = format!("{before}{place}{room}漏水，{after}");
        prop_assume!(!["110", "119", "120", "122"].contains(&format!("{floor}0{door}").as_str()));
        let stars = "*".repeat(room.chars().count());
        prop_assert_eq!(masked(&text), format!("{before}{place}{stars}漏水，{after}"), "{}", text);
    }

    #[test]
    fn names_are_covered_and_nothing_else(
        before in carrier(),
        lead in select(&["我叫", "我是", "姓名：", "联系人：", "我的名字叫"][..]),
        name in "[王李张刘陈杨赵黄周吴徐孙朱马郭何罗梁宋郑][秀建国芳明伟丽静强磊军洋勇艳杰娟涛超霞平刚桂]{1,2}",
        after in carrier(),
    ) {
        let text = format!("{before}{lead}{name}，{after}");
        let stars = "*".repeat(name.chars().count());
        prop_assert_eq!(masked(&text), format!("{before}{lead}{stars}，{after}"), "{}", text);
    }

    #[test]
    fn what_is_not_private_stays(text in carrier(), more in carrier()) {
        let text = format!("{text}{more}");
        prop_assert_eq!(masked(&text), text);
    }

    #[test]
    fn the_rest_of_any_text_stays(text in "\\PC{0,60}", tail in "[\\u{300}-\\u{36f}\\u{200b}-\\u{200f}①-⑳㎡Ａ-Ｚ０-９😀]{0,20}") {
        let text = format!("{text}{tail}");
        let covered = masked(&text);
        prop_assert_eq!(covered.chars().count(), text.chars().count());
        prop_assert!(covered.chars().zip(text.chars()).all(|(c, t)| c == t || c == '*'));
    }
}

/// Texts as long as Telegram lets them be, of one thing over and over.
#[test]
fn long_texts_are_no_trouble() {
    let pieces = [
        "1",
        "号楼",
        "😀",
        "\u{200b}",
        "\u{202e}",
        "12-",
        "1 ",
        "1.",
        "1:",
        "#1-",
        "我叫",
        "我是王",
        "本人姓",
        "name is ",
        "周五到",
        "晚上",
        "，晚上",
        "一",
        "三十",
        "年月日",
        "5月",
        "1月1日到",
        "下个",
        "前三",
        "12:00-",
        "一三八",
        "苏a",
        "3号楼2单元",
        "二零一八年",
        "上世纪",
        "in the next ",
        "monday ",
        "①",
        "第",
        "电话1",
        "花园",
        "街道社区",
        "100块",
        "还有",
        "差五分",
        "的",
        "路",
        "e\u{301}",
        "Ａ",
        "公园路",
    ];
    for piece in pieces {
        let text: String = piece.chars().cycle().take(4096).collect();
        assert_eq!(masked(&text).chars().count(), 4096, "{piece}");
    }
}
