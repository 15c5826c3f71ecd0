//! Spots: the area's own names first, then the ways such names end.
//! A name is cut at what cannot belong to it: a verb, a district, punctuation.

use aho_corasick::AhoCorasick;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

use super::fold::{fold, plain};
use super::{Names, pattern};

/// Words after which a name begins.
const BEFORE_NAMES: &str = "街道 社区 投诉 举报 反映 请求 咨询 关于 希望 建议 申请 我们 咱们 我家 住在 位于 严厉 查处 督促 解决 要求 呼吁 恳请 为了 经过 请问 是不是 附近 大道 大街 政府 市 区 县 镇 乡 路 村 在 把 对 给 是 的 为 请 住 让 和 与 到 从 擅自 个 出售 优惠 修复 原来 现在 号 月 年 日";
/// All of them, found in one go.
static NAMES_BEGIN: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(BEFORE_NAMES.split(' ')).ok());
/// Spots inside an estate, longest first where one contains another.
static INNER_SPOT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:楼[下前后]的?)?(?:(?:\d{1,2}|[一二三四五六七八九十])号(?:门|岗亭?|出口|入口|垃圾[站房点亭]|车库|电梯)|[东南西北前后正侧][\d一二三]?门(?:外|口)?|地下(?:车库|停车场|室)|负[一二]层?车库|车库(?:入口|出口)?|(?:电动车|充电|自行|单)?车?棚|楼梯(?:口|间)|楼道口?|过道|走廊|电梯(?:口|厅|间)|大厅|大堂|门厅|单元门口?|楼顶|屋顶|天台|天井|消防通道|弱电[井间]|强电[井间]|配电[房间]|水泵房|垃圾[站房点亭]|儿童乐园|游乐场|健身(?:区|广场|角)|活动(?:室|中心)|文化广场|中心花园|中央花园|篮球场|凉亭|池塘|人工湖|老?(?:浴池|澡堂|锅炉房|传达室|收发室|小卖部|水塔|洗衣房|游泳池|公厕)(?:楼|门口|门前)?|快递柜|岗亭|门卫|幼儿园(?:门口)?|菜市场|农贸市场|便利店门口|超市门口|后街墙角|绿化带|小广场|停车场(?:入口|出口)?)",
    )
});
/// Named spots outside: 滨河路, 木莲路与圭香路, 三汊矶大桥, 红旺市场.
static OUTER_SPOT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(\p{Han}{1,6}?(?:大道|[路街巷](?:\d{1,4}号)?|大桥|立交桥|公园|广场|市场|地铁站|公交站|公交首末站|路口|小学|中学|夜市))(?:门口|路口|入口|出口|旁边|旁|附近|对面|楼顶|段)?",
    )
});
/// A road without a name, if nothing else says where.
static ANY_ROAD: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern("人行道|主干道|马路(?:上|边|中间|对面)?|路中间|路边|路面|到路上"));
const NO_SPOTS: &[&str] = &[
    "马路",
    "公路",
    "一路",
    "这条路",
    "条路",
    "道路",
    "走路",
    "上路",
    "线路",
    "电路",
    "铁路",
    "逛街",
    "上街",
    "半路",
    "迷路",
    "网路",
    "问路",
    "出路",
    "思路",
    "套路",
    "的路",
    "高速路",
    "小路",
    "水路",
    "管路",
    "让路",
    "修路",
    "主路",
    "土路",
    "让开路",
    "街",
    "路",
];

/// Characters that no name of a street or a square has.
const NOT_IN_NAMES: &str = "我你他她它这那的是不没在个们么怎谁哪吗呢请要让把被给与或但都也就还又很太真啊了着过去说问找叫走回修到从有才能会条上下栋幢";
/// After these a 路, 街 or 站 is part of another word: 路灯, 街道, 公交站台.
const OTHER_WORDS: &str = "灯面过牌费线由人况程基边障标道台长好子";
/// What may stand between a name and a spot inside, and ends the name: 修垃圾站, 小区北门.
const BEFORE_SPOTS: &str = "区苑园城庄院寓楼栋幢座号层室元县市镇乡道天年月日户处建盖弄清扫堵占停放堆往进出见看向里外边用来可为关于开反映点成变为将由因其及建议咨询投诉希望求";

/// The spot named in `text` (folded): what the area calls its own, else the first that looks like one.
#[must_use]
pub fn spot(text: &str, names: &Names) -> Option<Range<usize>> {
    if let Some(own) = own_name(text, &names.spots) {
        return Some(own);
    }
    let inner = INNER_SPOT.as_ref()?.find(text).map(|m| with_name(text, m.range()));
    let outer = outer(text);
    let found = match (inner, outer) {
        // 7栋后街墙角 is no 后街.
        (Some(inner), Some(outer)) if outer.end <= inner.start => Some(outer),
        (inner, outer) => inner.or(outer),
    };
    found.or_else(|| {
        let road = ANY_ROAD.as_ref()?.find(text)?;
        // 掉到路上, but not 在路上堵车.
        let lead = if road.as_str().starts_with('到') { '到'.len_utf8() } else { 0 };
        Some(road.start() + lead..road.end())
    })
}

/// 工农桥菜市场, 保利广场楼顶: the name that stands right before a spot belongs to it.
fn with_name(text: &str, range: Range<usize>) -> Range<usize> {
    let before = text.get(..range.start).unwrap_or_default();
    let name: Vec<char> = before
        .chars()
        .rev()
        .take(7)
        .take_while(|c| {
            ('\u{4e00}'..='\u{9fff}').contains(c) && !NOT_IN_NAMES.contains(*c) && !BEFORE_SPOTS.contains(*c)
        })
        .collect();
    let length: usize = name.iter().map(|c| c.len_utf8()).sum();
    // The gate of an estate is named after a side.
    let gate = text
        .get(range.clone())
        .is_some_and(|s| s.contains('门') && s.starts_with(['东', '南', '西', '北', '前', '后', '正', '侧']));
    // A single character is none, and what goes on further back is a sentence.
    let whole = (2..=6).contains(&name.len()) && !gate;
    range.start - if whole { length } else { 0 }..range.end
}

fn outer(text: &str) -> Option<Range<usize>> {
    OUTER_SPOT.as_ref()?.captures_iter(text).find_map(|captures| {
        let (whole, name) = (captures.get(0)?, captures.get(1)?);
        let other = text.get(whole.end()..)?.starts_with(|c: char| OTHER_WORDS.contains(c));
        let said = name.as_str();
        let spoken = said
            .char_indices()
            .filter(|(_, c)| NOT_IN_NAMES.contains(*c))
            .map(|(i, c)| i + c.len_utf8())
            .next_back();
        // 夜市 alone is a place, 公园 is any.
        let least = if said.ends_with("夜市") { 2 } else { 3 };
        let name = trimmed(text, name.start() + spoken.unwrap_or(0)..name.end(), NO_SPOTS, least)?;
        (!other).then_some(name.start..whole.end())
    })
}

/// The longest of the area's own names that stands in `text`.
pub(super) fn own_name(text: &str, names: &[String]) -> Option<Range<usize>> {
    let mut best: Option<Range<usize>> = None;
    for name in names {
        // Most names are not spoken of, which their first character shows.
        let first = name.chars().next().map(plain);
        if name.chars().nth(1).is_none() || !first.is_some_and(|c| text.contains(c)) {
            continue;
        }
        let name = fold(name).text;
        if let Some(start) = text.find(&name) {
            let longer = best.as_ref().is_none_or(|b| b.len() < name.len());
            if longer {
                best = Some(start..start + name.len());
            }
        }
    }
    best
}

/// Cuts from the front what cannot belong to a name; `None` when too little is left or it is no name.
pub(super) fn trimmed(
    text: &str,
    range: Range<usize>,
    refused: &[&str],
    least: usize,
) -> Option<Range<usize>> {
    let found = &text[range.clone()];
    // 外环路91号 ends with its 路.
    let name = found.trim_end_matches('号').trim_end_matches(|c: char| c.is_ascii_digit());
    let last = name.chars().next_back().map_or(1, char::len_utf8);
    let ending = name.len() - last;
    // Of all such words inside, the name begins after the last one that leaves enough.
    let enough = |start: usize| found[start..].chars().count() >= least;
    let begins =
        NAMES_BEGIN.iter().flat_map(|words| words.find_overlapping_iter(found)).map(|word| word.end());
    let cut = begins.filter(|start| *start < ending && enough(*start)).max().unwrap_or(0);
    let name = &found[cut..];
    let no_name =
        refused.contains(&name) || refused.iter().any(|r| r.chars().count() > 2 && name.ends_with(r));
    (enough(cut) && !no_name).then_some(range.start + cut..range.end)
}
