//! Estates and spots: the area's own names first, then the ways such names end.
//! A name is cut at what cannot belong to it: a verb, a district, punctuation.

use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

use super::fold::fold;
use super::{Names, pattern};

/// How estates end. A longer ending stands before one that it ends with.
const ESTATE_ENDS: &str = "小区|花园|家园|嘉园|佳园|雅苑|公寓|新村|新城|山庄|华庭|豪庭|名苑|名邸|公馆|苑小区|花苑|雅居|丽园|家属院|宿舍|大院";
/// What may follow an estate's name and belongs to it: 二期, B区.
static ESTATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"[\p{{Han}}]{{2,12}}?(?:{ESTATE_ENDS})(?:小区)?(?:[一二三四五六七八九十\d]期|[a-z]区)?"
    ))
});
static PHASE: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\p{Han}{2,6}[一二三四五六七八九\d]期"));
/// Words after which a name begins.
const BEFORE_NAMES: &[&str] = &[
    "街道",
    "社区",
    "投诉",
    "举报",
    "反映",
    "请求",
    "咨询",
    "关于",
    "希望",
    "建议",
    "申请",
    "我们",
    "咱们",
    "我家",
    "住在",
    "位于",
    "严厉",
    "查处",
    "督促",
    "解决",
    "要求",
    "呼吁",
    "恳请",
    "为了",
    "经过",
    "请问",
    "是不是",
    "附近",
    "大道",
    "大街",
    "政府",
    "市",
    "区",
    "县",
    "镇",
    "乡",
    "路",
    "村",
    "在",
    "把",
    "对",
    "给",
    "是",
    "的",
    "为",
    "请",
    "住",
    "让",
    "和",
    "与",
    "到",
    "从",
    "开",
    "擅自",
    "个",
];
const NO_ESTATES: &[&str] = &[
    "本小区",
    "我们小区",
    "这个小区",
    "咱们小区",
    "咱小区",
    "整个小区",
    "各小区",
    "个小区",
    "我小区",
    "该小区",
    "老旧小区",
    "隔壁小区",
    "所有小区",
    "附近小区",
    "旁边小区",
    "一个小区",
    "全小区",
    "我们新村",
    "中心花园",
    "老小区",
    "新小区",
    "员工宿舍",
    "我们宿舍",
    "学生宿舍",
];

/// Spots inside an estate, longest first where one contains another.
static INNER_SPOT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:[东南西北前后正侧][\d一二三]?门(?:门口|外|口)?|地下(?:车库|停车场|室)|负[一二]层?车库|车库(?:入口|出口)?|(?:电动车|充电|自行|单)?车?棚|楼梯(?:口|间)|楼道口?|过道|走廊|电梯(?:口|厅|间)|大厅|大堂|门厅|单元门口?|楼顶|屋顶|天台|天井|消防通道|弱电[井间]|强电[井间]|配电[房间]|水泵房|垃圾[站房点亭]|儿童乐园|游乐场|健身(?:区|广场|角)|活动(?:室|中心)|文化广场|中心花园|中央花园|篮球场|凉亭|池塘|人工湖|快递柜|岗亭|门卫|幼儿园(?:门口)?|菜市场|农贸市场|便利店门口|超市门口|后街墙角|绿化带|小广场|停车场(?:入口|出口)?)",
    )
});
/// Named spots outside: 滨河路, 木莲路与圭香路, 三汊矶大桥, 红旺市场.
static OUTER_SPOT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\p{Han}{1,5}(?:大道|[路街巷](?:\d{1,4}号)?|大桥|立交桥|公园|广场|市场|地铁站|公交站|公交首末站|路口)(?:门口|路口|入口|出口|旁边|附近|对面|楼顶)?",
    )
});
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

/// The estate named in `text` (folded).
#[must_use]
pub fn estate(text: &str, names: &Names) -> Option<Range<usize>> {
    if let Some(own) = own_name(text, &names.estates) {
        return Some(own);
    }
    let named = ESTATE.as_ref()?.find_iter(text).find_map(|m| trimmed(text, m.range(), NO_ESTATES, 4));
    named.or_else(|| PHASE.as_ref()?.find_iter(text).find_map(|m| trimmed(text, m.range(), &[], 4)))
}

/// The spot named in `text` (folded).
#[must_use]
pub fn spot(text: &str, names: &Names) -> Option<Range<usize>> {
    if let Some(own) = own_name(text, &names.spots) {
        return Some(own);
    }
    let inner = INNER_SPOT.as_ref()?.find(text).map(|m| m.range());
    inner.or_else(|| OUTER_SPOT.as_ref()?.find_iter(text).find_map(|m| trimmed(text, m.range(), NO_SPOTS, 3)))
}

/// The longest of the area's own names that stands in `text`.
fn own_name(text: &str, names: &[String]) -> Option<Range<usize>> {
    let mut best: Option<Range<usize>> = None;
    for name in names {
        let name = fold(name).text;
        if name.chars().count() < 2 {
            continue;
        }
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
fn trimmed(text: &str, range: Range<usize>, refused: &[&str], least: usize) -> Option<Range<usize>> {
    let found = &text[range.clone()];
    let last = found.chars().next_back().map_or(1, char::len_utf8);
    let ending = found.len() - last;
    // Of all such words inside, the name begins after the last one that leaves enough.
    let enough = |start: usize| found[start..].chars().count() >= least;
    let cut = BEFORE_NAMES
        .iter()
        .flat_map(|w| found.match_indices(w).map(move |(at, w)| at + w.len()))
        .filter(|start| *start < ending && enough(*start))
        .max()
        .unwrap_or(0);
    let name = &found[cut..];
    let no_name =
        refused.contains(&name) || refused.iter().any(|r| r.chars().count() > 2 && name.ends_with(r));
    (enough(cut) && !no_name).then_some(range.start + cut..range.end)
}
