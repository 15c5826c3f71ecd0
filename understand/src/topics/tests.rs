use super::*;

/// Several streets about one mixing plant; one estate about tied parking sales; one about its night market.
const PLANT: &[&str] = &[
    "望月新城附近建搅拌站，噪音扰民，灰尘满天飞",
    "柳岸街道旁边的混凝土搅拌站夜里施工，噪音吵得睡不着",
    "投诉望月新城小区门口的搅拌站污染环境，灰尘太大",
    "望月新城三期的业主反映搅拌站粉尘和噪音，孩子天天咳嗽",
    "青松路居民：搅拌站的大车半夜进出，灰尘噪音没人管",
    "搅拌站离我们望月新城不到一百米，粉尘污染严重，请求搬走",
];
const TIED: &[&str] = &[
    "滨河雅苑捆绑销售车位，不买车位不给选房",
    "开发商要求购房必须捆绑购买车位，滨河雅苑的做法合法吗",
    "投诉滨河雅苑项目强制捆绑车位出售",
    "关于滨河雅苑捆绑车位销售的维权投诉",
    "滨河雅苑的房子和车位捆绑销售，十八万一个车位逼着买",
];
const ALONE: &[&str] = &[
    "图书馆周末几点开门",
    "城东公交站台没有遮雨棚",
    "幼儿园学费涨得太多",
    "养老金什么时候调整",
    "河边步道的栏杆断了一截",
    "车位不够，晚上回来没地方停车",
    "望月新城配套的小学和幼儿园今年九月开始招生吗，学位够不够，要带哪些材料报名",
];

fn all() -> Vec<Written> {
    let of = |name: &'static str, texts: &'static [&'static str], day: i64| {
        texts.iter().zip(0..).map(move |(text, i)| Written {
            id: format!("{name}{i}"),
            text: (*text).to_owned(),
            at: Some((day + i) * DAY),
            category: None,
        })
    };
    of("plant", PLANT, 0).chain(of("tied", TIED, 300)).chain(of("alone", ALONE, 100)).collect()
}

#[test]
fn one_trouble_is_one_topic_and_two_are_two() {
    let topics = topics(&all(), &Names::default(), 2);
    let ids = |name: &str, n: usize| (0..n).map(|i| format!("{name}{i}")).collect::<Vec<_>>();
    assert_eq!(topics.len(), 2, "{topics:#?}");
    assert_eq!(topics[0].ids, ids("tied", TIED.len()));
    assert_eq!(topics[1].ids, ids("plant", PLANT.len()));
    assert!(topics[0].topic.concat().contains("车位"), "{:?}", topics[0].topic);
    assert!(topics[1].topic.concat().contains("搅拌站"), "{:?}", topics[1].topic);
    assert_eq!((topics[1].from, topics[1].to), (Some(0), Some(5 * DAY)));
}

#[test]
fn heat_is_the_busiest_month_and_cools() {
    let last = Some(365 * DAY);
    assert_eq!(heat(3, &[365 * DAY, 365 * DAY, 365 * DAY], last), 3.0);
    assert_eq!(heat(3, &[0, 0, 0], last), 0.75);
    assert_eq!(heat(3, &[0, 40 * DAY, 365 * DAY], last), 1.0);
    assert_eq!(heat(3, &[], None), 3.0);
}

#[test]
fn nothing_and_little_are_no_topics() {
    assert!(topics(&[], &Names::default(), 2).is_empty());
    let empty = vec![Written { id: String::new(), text: String::new(), at: None, category: None }; 40];
    assert!(topics(&empty, &Names::default(), 2).is_empty());
    assert!(topics(&all(), &Names::default(), 7).is_empty());
}

fn told(texts: &[(&str, Option<Category>)]) -> Vec<Written> {
    let one = |(i, (text, category)): (usize, &(&str, Option<Category>))| Written {
        id: i.to_string(),
        text: (*text).to_owned(),
        at: None,
        category: *category,
    };
    texts.iter().enumerate().map(one).collect()
}

fn ids(texts: &[Written]) -> Vec<Vec<String>> {
    topics(texts, &Names::default(), 2).into_iter().map(|topic| topic.ids).collect()
}

#[test]
fn troubles_of_one_place_are_not_one() {
    let texts = told(&[
        ("建议青梅湖开办一个图书馆", None),
        ("青梅湖的地铁站出口没有遮雨棚，下雨淋得透湿", None),
        ("青梅湖夜里有人放鞭炮，吵醒孩子", None),
        ("青梅湖公交车等了四十分钟不来", None),
        ("青梅湖公交车间隔太长，早上挤不上去", None),
    ]);
    assert_eq!(ids(&texts), [["3", "4"]]);
}

#[test]
fn short_messages_are_of_one_trouble_by_what_they_are_about() {
    let lift = Some(Category::Lift);
    let texts = [("电梯又停了", lift), ("2号楼电梯卡在三楼", lift), ("电梯老是坏，能不能修修", lift)];
    let others = [("今天又停水", Some(Category::Water)), ("1号楼三楼声控灯坏了", Some(Category::Lighting))];
    assert_eq!(ids(&told(&[&texts[..], &others[..]].concat())), [["0", "1", "2"]]);
}

#[test]
fn words_are_as_people_wrote_them() {
    let words = |texts: &[&str]| words::telling(texts);
    assert_eq!(words(&["8號樓門口井蓋鬆了", "9號樓的井蓋又鬆了"])[0], "井蓋");
    assert_eq!(words(&["The lift is stuck again", "lift not working in building 2"]), ["lift"]);
    assert_eq!(words(&["楼下KTV半夜唱歌", "KTV太吵 https://example.com/a"])[0], "KTV");
    assert!(words(&["井盖松了，车过就响", "9号楼门口井盖松了，车一过就响"])[0].starts_with("井盖"));
    assert!(words(&["", "12345"]).is_empty());
}

#[test]
fn a_name_with_words_before_it_is_the_name() {
    let named = [("望月新城", 5), ("关停望月新城", 1), ("青松路", 2)];
    let named = named.into_iter().map(|(name, n)| (name.to_owned(), n)).collect();
    assert_eq!(by_their_ends(named), [("望月新城".to_owned(), 6), ("青松路".to_owned(), 2)]);
}

#[test]
fn what_half_of_them_say_still_counts() {
    let tails = ["，老人看不见", "，麻烦来看看", "，说了好几次", "，小孩差点摔倒", ""];
    let lamps = (1..=60).map(|n| format!("{n}号楼楼道灯坏了{}", tails[n % 5]));
    let bins = (1..=60).map(|n| format!("{n}号楼垃圾没人收{}", tails[n % 5]));
    let texts: Vec<String> = lamps.chain(bins).collect();
    let texts: Vec<_> = texts.iter().map(|text| (text.as_str(), None)).collect();
    let found = topics(&told(&texts), &Names::default(), 2);
    let words: Vec<&str> = found.iter().map(|topic| topic.topic[0].as_str()).collect();
    assert_eq!(words, ["楼道灯", "垃圾"], "{found:#?}");
    assert!(found.iter().all(|topic| topic.ids.len() == 60));
}

#[test]
fn one_spot_and_two_troubles_are_two_topics() {
    let (lamp, left) = (Some(Category::Lighting), Some(Category::FireSafety));
    let hall = [
        ("3号楼2单元楼道灯坏了", lamp),
        ("5号楼楼道堆满了杂物，过不去", left),
        ("楼道灯又不亮了，晚上看不见", lamp),
        ("5号楼三楼楼道里堆着纸箱", left),
    ];
    assert_eq!(ids(&told(&hall)), [["0", "2"], ["1", "3"]]);
    // One trouble in words of their own is still one.
    let noise = Some(Category::Noise);
    let above = [("楼上半夜吵死了", noise), ("楼上每天晚上拖椅子吵得睡不着", noise)];
    assert_eq!(ids(&told(&above)), [["0", "1"]]);
}
