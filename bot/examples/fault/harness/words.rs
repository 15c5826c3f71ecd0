//! What people say: requests that are surely requests, no two alike, chatter between them, ballots and wishes.

use chrono::DateTime;
use chrono_tz::Asia::Shanghai;

const TROUBLES: [&str; 7] =
    ["楼道灯坏了", "水管漏水了", "电梯坏了", "门禁坏了", "声控灯不亮了", "下水道堵了", "楼道灯不亮了"];
const DANGER: &str = "燃气泄漏，味道很大";
const CHATTER: [&str; 7] = [
    "今天天气真好",
    "大家早上好",
    "周末一起去爬山吧",
    "好的收到",
    "哈哈哈",
    "有人一起团购苹果吗",
    "晚上一起包饺子吧",
];

/// The `n`th request, unlike all before it. One in forty tells of a danger.
pub fn request(n: usize) -> String {
    let (building, unit, floor) = (n % 28 + 1, n / 28 % 6 + 1, n / 168 % 18 + 1);
    let trouble = if n % 40 == 39 { DANGER } else { TROUBLES[(n + n / 3024) % TROUBLES.len()] };
    format!("{building}号楼{unit}单元{floor}楼{trouble}")
}

/// Chatter.
pub fn chatter(n: usize) -> &'static str {
    CHATTER[n % CHATTER.len()]
}

/// What can be chosen in every ballot.
pub const OPTIONS: [&str; 3] = ["赞成", "反对", "弃权"];

const THINGS: [&str; 12] = [
    "收音机",
    "老花镜",
    "保温杯",
    "毛毯",
    "台灯",
    "书包",
    "闹钟",
    "电饭煲",
    "雨伞",
    "棉鞋",
    "放大镜",
    "象棋",
];
const KINDS: [&str; 12] =
    ["红色", "蓝色", "绿色", "黑色", "白色", "黄色", "灰色", "紫色", "棕色", "粉色", "大号", "小号"];

/// The command that calls the ballot in this place, until a story time that is a full minute.
pub fn poll(place: usize, secret: bool, several: bool, closes: i64) -> String {
    let until = DateTime::from_timestamp_millis(closes).unwrap_or_default().with_timezone(&Shanghai);
    let (secret, several) = (if secret { "秘密" } else { "公开" }, if several { "多选" } else { "单选" });
    let options = OPTIONS.join(" | ");
    format!(
        "/poll 议题第{place}号 | {options} | {secret} | {several} | until {}",
        until.format("%-m月%-d日%H:%M")
    )
}

/// The place of the ballot that a text is about.
pub fn ballot(text: &str) -> Option<usize> {
    let (_, rest) = text.split_once("议题第")?;
    rest.split_once('号')?.0.parse().ok()
}

/// The `n`th wish, unlike the next few gross of them.
pub fn wish(n: usize) -> String {
    let others = ["", "和一样的备用的", "，旧的也行"][n / 144 % 3];
    format!("想要一个{}的{}{others}", KINDS[n % 12], THINGS[(n / 12 + n) % 12])
}

#[cfg(test)]
mod tests {
    use super::*;
    use understand::when::read_when;

    #[test]
    fn a_ballot_ends_when_it_says() {
        let closes = 1_772_418_420_000;
        let text = poll(17, true, false, closes);
        assert_eq!(ballot(&text), Some(17));
        let now = DateTime::from_timestamp_millis(closes - 700_000).unwrap().with_timezone(&Shanghai);
        let until = read_when(text.rsplit_once("until ").unwrap().1, now).unwrap();
        assert_eq!(until.until().timestamp_millis(), closes, "{text}");
    }

    #[test]
    fn no_two_requests_or_wishes_are_alike() {
        let all: std::collections::HashSet<String> = (0..6_000).map(request).collect();
        assert_eq!(all.len(), 6_000);
        let all: std::collections::HashSet<String> = (0..432).map(wish).collect();
        assert_eq!(all.len(), 432);
    }
}
