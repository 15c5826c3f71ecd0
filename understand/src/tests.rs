//! The whole of understanding on sentences of our own: each kind, the emergencies, lookalikes, places, masks.

use super::*;
use proptest::prelude::*;

fn read(text: &str, context: Option<&str>) -> Understanding {
    let now = DateTime::parse_from_rfc3339("2026-11-25T10:00:00+08:00")
        .unwrap()
        .with_timezone(&chrono_tz::Asia::Shanghai);
    understand(&Ask { text, context, now, names: &Names::default() })
}

/// Texts whose kind is not `kind`, for a readable failure.
fn strangers(kind: Kind, texts: &[&str]) -> Vec<String> {
    let wrong = |t: &&&str| read(t, None).kind != kind;
    texts.iter().filter(wrong).map(|t| format!("{t} -> {}", read(t, None).kind)).collect()
}

#[test]
fn requests() {
    let texts = [
        "4号楼1单元门口的灯坏了好几天，晚上进门全靠手机照",
        "地下车库又积水了，鞋都湿透",
        "八栋电梯按了没反应，老人爬不动楼",
        "家里水龙头放出来的水是黄的，谁家也这样",
        "垃圾桶旁边堆成山了，物业能不能叫人清一下",
        "楼上天天晚上十二点还在跳绳，实在睡不着",
        "有人把电瓶车推进6号楼楼道充电，太危险了",
        "小区东门的道闸坏了，车都堵在外面",
        "请问谁负责南门的路灯，三个月没亮过了",
        "化粪池满了，一楼院子里全是臭水",
        "顶楼漏雨，找了物业三次没人来",
        "我们单元门禁刷不开，快递都进不来",
        "廣場舞音響太大聲，小孩沒辦法寫功課",
        "The street light in front of Building 7 has been off for a week",
        "Water is leaking from the ceiling of the hallway on the 3rd floor",
        "物业收了费不给发票，这合理吗",
    ];
    assert!(strangers(Kind::Request, &texts).is_empty(), "{:#?}", strangers(Kind::Request, &texts));
}

#[test]
fn wishes() {
    let texts = [
        "赵奶奶一个人住，想要一个会说话的血压计",
        "我爸坐轮椅三年了，想有人推他去公园转转",
        "孩子想要一套旧的百科绘本，家里买不起",
        "隔壁的残疾大哥缺一副拐杖",
        "我有个心愿，周末有人陪我下下棋",
        "有没有好心人能送我一张旧书桌",
        "Grandpa Zhou would love a small radio, his old one broke",
    ];
    assert!(strangers(Kind::Wish, &texts).is_empty(), "{:#?}", strangers(Kind::Wish, &texts));
}

#[test]
fn proposals_and_inquiries() {
    let proposals = [
        "建议大家商量一下要不要装充电棚",
        "咱们投票决定要不要换物业吧",
        "Could we vote on the new parking rules?",
    ];
    assert!(strangers(Kind::Proposal, &proposals).is_empty(), "{:#?}", strangers(Kind::Proposal, &proposals));
    let inquiries = [
        "请问社区服务中心周六开门吗",
        "老年证在哪里办理，要带什么材料",
        "咨询一下居住证怎么办理",
        "What time does the community office open?",
    ];
    assert!(strangers(Kind::Inquiry, &inquiries).is_empty(), "{:#?}", strangers(Kind::Inquiry, &inquiries));
}

#[test]
fn replies() {
    let trouble = Some("3号楼又停水了");
    assert_eq!(read("我家也是", trouble).kind, Kind::Support);
    assert_eq!(read("+1", trouble).kind, Kind::Support);
    assert_eq!(read("Same here", trouble).kind, Kind::Support);
    assert_eq!(read("我们这栋也没水", trouble).kind, Kind::Support);
    let wish = Some("独居的王爷爷想要一把旧轮椅");
    assert_eq!(read("我家有一把，明天送过去", wish).kind, Kind::Claim);
    assert_eq!(read("交给我", wish).kind, Kind::Claim);
    assert_eq!(read("谢谢大家", wish).kind, Kind::None);
    let follows = read("还是没人来修！", Some("2栋污水井往外冒"));
    assert_eq!((follows.kind, follows.category), (Kind::Request, Some(Category::Drainage)));
}

#[test]
fn plain_words_about_a_building_are_carded_without_a_question() {
    for text in
        ["12号楼1单元3楼燃气泄漏，味道很大", "5号楼电梯坏了", "3栋2单元着火了", "7号楼有人晕倒了，叫不应"]
    {
        let read = read(text, None);
        assert!(
            read.kind == Kind::Request && read.confidence >= 0.8,
            "{text}: {} {}",
            read.kind,
            read.confidence
        );
    }
}

#[test]
fn daily_talk_is_none() {
    let texts = [
        "今晚火锅走起",
        "我手机坏了，换个新的",
        "昨天看的那个电影里楼都塌了，特效绝了",
        "明天消防演练，听到警报别慌",
        "新闻说隔壁市煤气爆炸，吓人",
        "谢谢物业，路灯修好了",
        "通知：明天上午9点到11点停水检修，请提前储水",
        "专业疏通下水道，24小时上门，价格优惠",
        "哈哈哈你家狗太可爱了",
        "我想要那个头像的原图",
        "电脑没电了先下了",
        "救命这也太好笑了",
        "The movie last night was so loud",
        "happy birthday!!",
        "",
        "😂😂😂",
    ];
    assert!(strangers(Kind::None, &texts).is_empty(), "{:#?}", strangers(Kind::None, &texts));
}

#[test]
fn emergencies_also_without_their_usual_word() {
    for text in [
        "楼道里一股臭鸡蛋味，谁快来看看",
        "电梯停在五楼，有人卡在里面出不来！",
        "刘大爷躺地上叫不应，快打电话",
        "6栋二楼窗户往外冒黑烟",
        "小区门口井盖没了，天黑了要掉人的",
        "电线断了垂到路上，还冒火花",
        "Someone is trapped in the lift of building 3",
        "I smell gas on the second floor",
    ] {
        let read = read(text, None);
        assert_eq!((read.kind, read.urgency), (Kind::Request, Some(Urgency::Emergency)), "{text}");
    }
    for text in ["电影里着火那段太假了", "楼道堆纸箱有火灾隐患", "消防演练会放烟雾，别慌"]
    {
        assert_ne!(read(text, None).urgency, Some(Urgency::Emergency), "{text}");
    }
}

#[test]
fn categories() {
    for (text, category) in [
        ("楼道灯一直不亮", Category::Lighting),
        ("5号楼停水一天了", Category::Water),
        ("厨房下水道堵了，污水往上返", Category::Drainage),
        ("3单元跳闸没电了", Category::Power),
        ("暖气一点不热", Category::GasHeat),
        ("电梯老是卡在4楼不动", Category::Lift),
        ("外墙瓷砖掉下来了", Category::Building),
        ("人行道的砖翘起来绊倒人", Category::Road),
        ("垃圾三天没人收，臭死了", Category::Sanitation),
        ("楼下烧烤摊半夜还在吵", Category::Noise),
        ("有车乱停堵住单元门", Category::Parking),
        ("电动车推进楼道充电", Category::FireSafety),
        ("顶楼有人私自搭建阳光房", Category::IllegalBuild),
        ("邻居遛狗不牵绳还咬人", Category::Greening),
        ("物业乱收费不给发票", Category::Property),
        ("有骗子冒充社区骗老人钱，诈骗", Category::PublicOrder),
        ("公交车半小时不来一班，一直等不到车", Category::PublicService),
    ] {
        let read = read(text, None);
        assert_eq!((read.kind, read.category), (Kind::Request, Some(category)), "{text}");
    }
}

#[test]
fn places_as_people_write_them() {
    let place = |text: &str| {
        let p = read(text, None).place;
        [p.building, p.unit, p.floor, p.room].map(Option::unwrap_or_default).join("/")
    };
    for (text, expected) in [
        ("3号楼2单元401漏水", "3号楼/2单元//401"),
        ("3#2单元灯坏了", "3#/2单元//"),
        ("三號樓沒水", "三號樓///"),
        ("12-2-1103没暖气", "12/2//1103"),
        ("六栋五楼过道堆满杂物", "六栋//五楼/"),
        ("B座1205空调滴水", "B座///1205"),
        ("十四幢门禁坏", "十四幢///"),
        ("Building 3 has no water", "Building 3///"),
        ("五楼502室太吵", "//五楼/502室"),
        ("5号下午来修", "///"),
        ("电话13812345678", "///"),
        ("12月3号停水", "///"),
        ("这可是28层", "///"),
    ] {
        assert_eq!(place(text), expected, "{text}");
    }
}

#[test]
fn own_names_come_first() {
    let now = DateTime::parse_from_rfc3339("2026-11-25T10:00:00+08:00")
        .unwrap()
        .with_timezone(&chrono_tz::Asia::Shanghai);
    let names = Names {
        estates: vec!["荷香里".into(), "荷香里二区".into()], spots: vec!["老槐树".into()]
    };
    let ask = Ask { text: "荷香里二區老槐樹那邊路燈不亮", context: None, now, names: &names };
    let place = understand(&ask).place;
    assert_eq!((place.estate.as_deref(), place.spot.as_deref()), (Some("荷香里二區"), Some("老槐樹")));
}

#[test]
fn building_keys() {
    for (name, key) in [
        ("三号楼", "3"),
        ("3#楼", "3"),
        ("3幢", "3"),
        ("Building 3", "3"),
        ("３號樓", "3"),
        ("03栋", "3"),
        ("3", "3"),
        ("B座", "B"),
        ("b座", "B"),
        ("A-3栋", "A3"),
        ("C05栋", "C5"),
        ("东楼", "东"),
        ("東座", "东"),
        ("十四幢", "14"),
    ] {
        assert_eq!(building_key(name), key, "{name}");
    }
}

#[test]
fn rooms_are_masked_and_the_rest_stays() {
    for (text, masked) in [
        ("3号楼2单元401漏水，打１３８１２３４５６７８", "3号楼2单元***漏水，打***********"),
        ("12-2-1103没暖气", "12-2-****没暖气"),
        ("我叫王小明，住5栋", "我叫***，住5栋"),
        ("打119或者12345，修一次80元", "打119或者12345，修一次80元"),
        ("room 1203 has brown water", "********* has brown water"),
    ] {
        assert_eq!(read(text, None).masked, masked);
    }
}

proptest! {
    #[test]
    fn no_planted_number_survives(before in "[\\PC]{0,12}", middle in "[3-9]", rest in "[0-9]{9}", after in "[^0-9\\pC]{0,12}", spaced in any::<bool>()) {
        // A digit or a dash right before would make it another number.
        prop_assume!(!before.ends_with(|c: char| c.is_numeric() || "+-. (".contains(c)) && !before.contains(|c: char| c.is_numeric()));
        let number = format!("1{middle}{rest}");
        let written = if spaced { format!("{} {} {}", &number[..3], &number[3..7], &number[7..]) } else { number.clone() };
        let masked = read(&format!("{before}{written}，{after}"), None).masked;
        prop_assert!(!masked.contains(&number) && !masked.contains(&number[3..7]), "{masked}");
    }

    #[test]
    fn odd_text_is_no_trouble(text in "[\\u{200b}\\u{202e}\\u{fe0f}😀0-9０-９①号號楼樓单元层#\\-年月日点半周到前后a-zA-Z:： ，。\\pC]{0,200}") {
        let read = read(&text, Some(&text));
        prop_assert!((0.0..=1.0).contains(&read.confidence));
        prop_assert!(read.masked.chars().count() == text.chars().count());
    }
}

#[test]
fn long_text_is_no_trouble() {
    for piece in ["1", "号楼", "😀", "\u{200b}", "12-", "我叫", "周五到", "没人", "a "] {
        let text: String = piece.chars().cycle().take(4096).collect();
        assert!(read(&text, None).confidence >= 0.0);
    }
}
