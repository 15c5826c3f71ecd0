//! Housing estates: the area's own names first, then the ways such names end, then a name that stands before what
//! only an estate has (物业, 电梯, 3栋).

use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

use super::spot::{own_name, trimmed};
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
/// Where a name may begin: at the start, or after a district, a mark or a verb that leads to it.
const BOUNDARY: &str =
    r"(?:街道|社区|投诉|反映|我们|咱们|现在|请问|经过|住在|请求|建议|希望|关于|[区县市镇乡,。!?;: ]|^)";
/// 春晓苑, 蓝湾, 佳郡: endings that other words have too.
static RARE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"{BOUNDARY}(\p{{Han}}{{2,6}}?[苑郡湾坊墅轩园城庭府邸](?:[a-z]区|[一二三四五六\d]期)?)(?:物业|电梯|业主|开发商|小区|公积金|外墙|内|外|门|又|低|高|顶|楼|停|这|那|我们|装|精|前|后|里|的|漏|\d|[一二三四五六七八九十]+[栋号幢]|,|$)"
    ))
});
/// 天麓尚层物业, 北京御园10栋
static BEFORE_ITS_OWN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"{BOUNDARY}(\p{{Han}}{{3,7}}?(?:[a-z]区)?)(?:物业|电梯|业主|业委会|开发商|顶楼|\d{{1,3}}(?:栋|号楼|幢)|[一二三四五六七八九十]{{1,3}}(?:栋|号楼|幢))"
    ))
});
/// Characters that no estate's name has.
const NOT_IN_NAMES: &str = "我你他她它这那的是不没有在个们么怎谁哪吗呢请希求要让把被给和与或但都也就还又很太真啊了着过到上下去说哈呵嘿问找叫修坏换装停楼层户栋号每天月年日今明昨晚早多少为什各位所该本全部先后前隔邻旁边另其某路街站";
/// Those of them that end what was said before a name.
const SPOKEN: &str = "我你他她它这那的是不没们么怎谁吗呢请让把被给着了";
/// What ends like an estate and is something else.
const OTHERS: &[&str] = &[
    "公园",
    "校园",
    "儿园",
    "果园",
    "菜园",
    "业园",
    "技园",
    "意园",
    "物园",
    "流园",
    "陵园",
    "乐园",
    "茶园",
    "进城",
    "县城",
    "全城",
    "商城",
    "长城",
    "省城",
    "老城",
    "古城",
    "出城",
    "回城",
    "京城",
    "作坊",
    "街坊",
    "牌坊",
    "政府",
    "首府",
    "学府",
    "别墅",
    "家庭",
    "法庭",
    "台湾",
    "海湾",
    "市政府",
    "物业",
    "电梯",
    "开发商",
    "小区",
    "街道",
    "社区",
    "车城",
    "材城",
    "货城",
    "游城",
    "书城",
    "影城",
    "电影城",
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
    "公司宿舍",
    "家属院",
    "你宿舍",
    "他宿舍",
    "我宿舍",
];

/// What is said of an estate and belongs to no name.
const VERBS: &[&str] = &["住在", "物业", "变更", "进不了", "消防队", "下次", "公司宿舍", "垃圾", "电梯"];

/// The estate named in `text` (folded).
#[must_use]
pub fn estate(text: &str, names: &Names) -> Option<Range<usize>> {
    if let Some(own) = own_name(text, &names.estates) {
        return Some(own);
    }
    let no_verb =
        |r: &Range<usize>| !VERBS.iter().any(|w| text.get(r.clone()).is_some_and(|n| n.contains(w)));
    let by_ending = |p: &LazyLock<Option<Regex>>, refused: &[&str]| {
        p.as_ref()?.find_iter(text).find_map(|m| {
            let said = m.as_str();
            let last = said
                .char_indices()
                .filter(|(_, c)| SPOKEN.contains(*c))
                .map(|(i, c)| i + c.len_utf8())
                .next_back();
            trimmed(text, m.start() + last.unwrap_or(0)..m.end(), refused, 4).filter(no_verb)
        })
    };
    // Most messages have none of the characters without which these patterns cannot match.
    let has = |signs: &str| text.contains(|c| signs.contains(c));
    by_ending(&ESTATE, NO_ESTATES)
        .or_else(|| by_ending(&PHASE, &[]))
        .or_else(|| has("苑郡湾坊墅轩园城庭府邸").then(|| by_place(&RARE, text, true))?)
        .or_else(|| has("业栋幢楼梯商").then(|| by_place(&BEFORE_ITS_OWN, text, false))?)
}

/// A name by what stands around it, if nothing in it speaks against one.
fn by_place(pattern: &LazyLock<Option<Regex>>, text: &str, ending: bool) -> Option<Range<usize>> {
    let pattern = pattern.as_ref()?;
    let mut at = 0;
    while let Some(captures) = pattern.captures_at(text, at) {
        let (whole, name) = (captures.get(0)?, captures.get(1)?);
        let said = name.as_str();
        let plain = !said.contains(|c| NOT_IN_NAMES.contains(c)) && !OTHERS.iter().any(|w| said.ends_with(w));
        let inner = ["区", "县", "市", "镇"]
            .iter()
            .any(|w| said.trim_end_matches(|c: char| !c.is_alphabetic()).contains(w) && !said.ends_with(w));
        if plain && !inner && (ending || !VERBS.iter().any(|w| said.contains(w))) {
            return Some(name.range());
        }
        at = whole.start() + text.get(whole.start()..)?.chars().next().map_or(1, char::len_utf8);
        if at >= text.len() {
            return None;
        }
    }
    None
}
