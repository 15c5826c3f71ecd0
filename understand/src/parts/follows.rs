//! What stands after a number, as far as it tells what the number is: a place of which something is said, a day, an
//! amount, a thing with a number of its own.

use crate::scan::Scan;

/// What is said right behind a place: what it has and what is wrong there.
const TROUBLE: &[&str] = &[
    "门口",
    "漏水",
    "没水",
    "没电",
    "没气",
    "没热水",
    "没有热水",
    "没有水",
    "没有电",
    "没暖气",
    "停水",
    "停电",
    "水管",
    "水压",
    "下水",
    "暖气",
    "跳闸",
    "电梯",
    "楼道",
    "楼梯",
    "楼上",
    "楼下",
    "家里",
    "厨房",
    "卫生间",
    "厕所",
    "马桶",
    "阳台",
    "太吵",
    "很吵",
    "太臭",
    "什么时候",
    "有人",
    "有股",
    "有味",
    "有水",
    "有老人",
    "有孩子",
    "单元门",
    "门禁",
    "防盗门",
    "天花板",
    "屋顶",
    "外墙",
    "窗户",
    "对面",
    "旁边",
    "附近",
    "前面",
    "后面",
    "这边",
    "这里",
    "这儿",
    "那边",
    "网络",
    "宽带",
    "断网",
    "没网",
    "煤气",
    "燃气",
    "停气",
    "断电",
    "漏电",
    "漏气",
    "漏雨",
    "渗水",
    "返水",
    "堵了",
    "爆了",
    "路灯",
    "声控灯",
    "太冷",
    "不热",
    "发霉",
    "噪音",
    "装修",
    "垃圾",
    "井盖",
    "修",
    "换",
    "昨天",
    "昨晚",
    "今天",
    "今早",
    "现在",
    "刚才",
    "一直",
];

/// 停电了, 停水好几天: what happened at a place; 停电检修 is announced for a day.
pub(super) fn happened(rest: &str) -> bool {
    let stopped =
        ["停水", "停电", "停暖气", "停气", "停暖", "停热"].iter().find_map(|w| rest.strip_prefix(w));
    stopped.is_some_and(|rest| ["了", "很久", "好", "到现在", "半天"].iter().any(|w| rest.starts_with(w)))
}

/// True where a sentence stops or goes on about what was named: 的灯, 漏水, 门口.
pub(super) fn goes_on(rest: &str) -> bool {
    rest.is_empty()
        || rest.starts_with([',', '。', '!', '?', ';', '\n', '的'])
        || TROUBLE.iter().any(|w| rest.trim_start_matches(' ').starts_with(w))
}

/// The 楼 of 401楼道 and 346号楼上: what is meant is in or at the house, the number is none of a 号楼 or a storey.
pub(super) fn about_the_house(rest: &str) -> bool {
    const WORDS: &[&str] = &["楼道", "楼梯", "楼上", "楼下", "楼顶"];
    // 87号楼下水道 is about the drain of 87号楼.
    !rest.starts_with("楼下水") && WORDS.iter().any(|w| rest.starts_with(w))
}

/// The 门 of 41弄9号门禁: it is the house's door, and the number is none of a gate.
pub(super) fn about_the_door(rest: &str) -> bool {
    ["门口", "门禁", "门铃", "门锁", "门前", "门外", "单元门"].iter().any(|w| rest.starts_with(w))
}

/// True when one of `signs` follows and makes the number that of a thing or another house; 楼道 and 门禁 do not.
pub(super) fn thing_follows(s: &Scan<'_>, signs: &str) -> bool {
    s.sees(signs) && !about_the_house(s.rest()) && !about_the_door(s.rest())
}

/// What after a number shows that it counts or measures something.
const COUNTED: &[&str] = &[
    "元", "块", "人", "户", "年", "个", "米", "平", "瓦", "万", "多", "天", "次", "名", "度", "分", "点",
    "岁", "吨", "斤", "辆", "路公", "路车", "线", "班", "条", "种", "%", "*", ".", ":", "/", "栋", "幢",
    "月", "周", "小时", "秒", "余", "来", "千", "k", "㎡", "m", "只", "间", "棵", "台", "部", "级", "页",
    "份", "盏", "处", "把", "伏", "升", "层", "套", "车", "亩", "方", "店", "家", "标", "字", "位", "期",
    "项", "街", "园",
];

/// True when `rest` counts or measures what stands before it; 502天天吵 does not.
pub(super) fn counts(rest: &str) -> bool {
    let twice = ["天天", "人家", "点点", "次次"].iter().any(|w| rest.starts_with(w));
    !twice && COUNTED.iter().any(|w| rest.starts_with(w))
}

/// 5号停水, 8号上午: a day of the month.
pub(super) fn said_of_a_day(rest: &str) -> bool {
    let words = [
        "上午",
        "下午",
        "中午",
        "晚",
        "早",
        "前",
        "后",
        "到",
        "至",
        "开",
        "起",
        "停",
        "来",
        "检修",
        "维修",
        "换",
        "之",
        "交",
        "收",
        "举",
        "组织",
        "召",
        "办",
        "发",
        "放",
        "去",
        "又",
        "再",
        "还",
        "就",
        "才",
        "已",
        "将",
        "要",
        "会来",
        "会停",
        "会有",
        "会开",
        "会恢",
        "可以",
        "能",
        "(",
        "凌晨",
        "夜",
        "傍",
        "白天",
        "左右",
        "那天",
        "当天",
        "这天",
        "以",
        "有活",
        "有会",
        "有演",
        "的会",
        "的活",
        "的时",
        "的投",
        "的早",
        "的晚",
        "的上",
        "的下午",
        "通",
        "恢复",
        "施工",
        "动工",
        "完",
        "做核",
        "星期",
        "周",
    ];
    words.iter().any(|w| rest.starts_with(w))
}
