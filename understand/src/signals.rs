//! What the words of a message say together, as numbers: which parts occur, which stand near each other.
//! The judge weighs them; nothing here decides.

use regex::Regex;
use std::sync::LazyLock;

use super::lexicon::{Hit, Role};
use super::pattern;
use super::place::Place;

/// Signals beyond the count of each role.
const EXTRA: usize = 23;
/// How many signals there are.
pub(super) const COUNT: usize = Role::COUNT + EXTRA;

/// Names of the extra signals, in order; the first ones are the roles.
#[derive(Debug, Clone, Copy)]
#[repr(usize)]
pub(super) enum Signal {
    /// A thing of the neighbourhood near what is wrong.
    ThingFault = Role::COUNT,
    /// A thing of the neighbourhood near a general complaint.
    ThingSoft,
    /// A thing that may be anybody's, near what is wrong.
    HomeFault,
    /// A trouble near a place of the neighbourhood or its bodies.
    TroubleHere,
    /// A plea or question of help, near a thing, trouble or body.
    PleaSubject,
    /// As above, with the weaker ask.
    AskSubject,
    /// Nobody comes, collects, mends.
    Neglect,
    /// How long it has lasted, in numbers.
    Since,
    /// Building, unit, floor or room.
    InBuilding,
    /// Estate.
    Estate,
    /// Spot.
    Spot,
    /// Begins with 投诉, 请求, 反映, 举报, 建议, 希望.
    Petition,
    /// Begins with 咨询 or 请问.
    Asking,
    /// A link, a hotline, brackets of a sender: sent by a machine or a shop.
    Machine,
    /// Ends in a question.
    Question,
    /// Longer than sixty characters.
    Long,
    /// Shorter than eight characters.
    Short,
    /// Speaks to one person: 你, you.
    You,
    /// A wanted thing is counted: 想要一台.
    WantCounted,
    /// A wish and for whom.
    WantNeed,
    /// A wish and of what.
    WantGift,
    /// None of the subjects of a neighbourhood occur.
    NoSubject,
    /// What it does to people: cannot sleep, cook, get in or out; dare not go down.
    Harm,
}

static NEGLECT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:没|无|不见|没有)(?:一个)?人(?:来|去|能|会|给)?.{0,6}?(?:管|收|修|清|扫|处理|理|清理|清扫|维护|负责|拖|搬|动|接|换|检修)|(?:一直|还|都|也|就是|总)(?:没|不|未)(?:有)?.{0,3}?(?:管|收|修|清|处理|解决|回应|动静|答复|拆|通|来)|(?:小区|社区|这边|咱们?|村里|附近|路口).{0,4}?(?:没有?|连个|缺个?|缺少).{1,8}?(?:室|场|站|所|处|灯|柜|桩|椅|厕|栏|位|坡|梯|亭)|无人(?:问津|管|处理|维修|清)|不给(?:修|办|解决|处理|退|开)|(?-u:\b)(?:no ?one|nobody)(?-u:\b)",
    )
});
static SINCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:\d+|[一二三四五六七八九十两几半好多]+)(?:个)?(?:多)?(?:天|周|星期|礼拜|月|年|小时|回|次|晚上)(?:多)?(?:了|没|都|不|还|，|,|。|$)|since |for (?:\d+|a|two|three|several) (?:day|week|month|hour)",
    )
});
static HARM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:老人|孩子|小孩|娃|老太太|大爷|我们|全家|居民|行人|业主|大家|邻居).{0,8}(?:不敢|没法|没办法|无法|摸黑|难受|遭罪|爬不动|上不去|下不来|下不了|摔|绊|滑倒|咬|吓|睡不)|(?:实在|根本|完全|都|一直|整晚|没|又|每晚|天天).{0,6}(?:睡不着|睡不了|睡不好|没法睡|进不去|出不去|过不去|洗不了澡|做不了饭|开不了窗|开不了门|停不了)|(?:没法|没办法|无法|不能)(?:睡|休息|做饭|洗澡|开窗|出门|进门|通行|走路|写|学习|用水|正常|晾)|(?:绊|滑|摔|砸|划|扎)(?:倒|伤|到)(?:了|人|过|小|老)|(?:进|出)(?:不了|不去)(?:门|车|楼)|(?-u:\b)can(?:'t|not) (?:sleep|get (?:in|out)|cook|shower|open|use|even)(?-u:\b)",
    )
});
static PETITION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:关于)?(?:投诉|请求|反映|举报|建议.{2}|希望.{0,12}(?:部门|政府|物业|社区|局|尽快|能)|望.{0,8}(?:部门|政府|尽快|解决|处理)|恳请|申请|呼吁|要求.{0,10}(?:部门|政府|物业|开发商|社区)|强烈(?:要求|建议|反对)|再次(?:投诉|反映)|关于.{2,20}的(?:问题|建议|投诉|反映))",
    )
});
static ASKING: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^(?:您好|你好|大家好)?[, ]*(?:咨询|请问|想咨询|想问|问一下|打听)|咨询$"));
static MACHINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"https?:|www\.|[【\[].{2,12}[】\]]|(?:400|800)[- ]?\d{3,4}|回复[a-z0-9]{1,4}|\.(?:com|cn)|尾号\d|退订|验证码",
    )
});
static YOU: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"你(?:[^们好]|$)|(?-u:\b)you(?-u:\b)|(?-u:\b)u(?-u:\b)"));
static WANT_COUNTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:想要|想求|想找|想换|想借|想有|求|缺|需要|要|想给.{1,8}?(?:买|添|换|送))(?:一|两|几|点|些|个|套|把)?(?:台|个|套|把|副|条|辆|双|盒|本|件|床|只|箱|盏|支|点|些|组|块|张|人|位|刀|盆|根|瓶|部)",
    )
});

/// How near two words must stand, in bytes: twelve characters.
const NEAR: usize = 36;

/// All signals of a message.
pub(super) fn signals(text: &str, hits: &[Hit], place: &Place) -> [f32; COUNT] {
    let mut out = [0.0_f32; COUNT];
    for hit in hits {
        // The first counts whole, the second half; more say nothing new.
        let slot = &mut out[hit.role as usize];
        *slot = if *slot < 0.5 { 1.0 } else { 1.5 };
    }
    let near = |a: &[Role], b: &[Role]| near(text, hits, a, b);
    let is = |pattern: &LazyLock<Option<Regex>>| pattern.as_ref().is_some_and(|p| p.is_match(text));
    let mut set = |signal: Signal, on: bool| out[signal as usize] = f32::from(u8::from(on));
    let subject = [Role::Thing, Role::Trouble, Role::Hint, Role::Body, Role::Home];
    let has = |role: Role| hits.iter().any(|h| h.role == role);
    set(Signal::ThingFault, near(&[Role::Thing], &[Role::Fault]));
    set(Signal::ThingSoft, near(&[Role::Thing], &[Role::Soft, Role::Lasting]));
    set(Signal::HomeFault, near(&[Role::Home], &[Role::Fault]));
    set(Signal::TroubleHere, near(&[Role::Trouble, Role::Hint], &[Role::Here, Role::Body, Role::Thing]));
    set(Signal::PleaSubject, near(&[Role::Plea], &subject));
    set(Signal::AskSubject, near(&[Role::Ask], &subject));
    set(Signal::Neglect, is(&NEGLECT));
    set(Signal::Since, is(&SINCE));
    set(Signal::InBuilding, place.is_in_building());
    set(Signal::Estate, place.estate.is_some());
    set(Signal::Spot, place.spot.is_some());
    set(Signal::Petition, is(&PETITION));
    set(Signal::Asking, is(&ASKING));
    set(Signal::Machine, is(&MACHINE));
    set(Signal::Question, text.trim_end().ends_with(['?', '吗', '么', '呢']));
    let length = text.chars().count();
    set(Signal::Long, length > 60);
    set(Signal::Short, length < 8);
    set(Signal::You, is(&YOU));
    set(Signal::WantCounted, is(&WANT_COUNTED));
    set(Signal::WantNeed, has(Role::Want) && has(Role::Need));
    set(Signal::WantGift, has(Role::Want) && has(Role::Gift));
    set(Signal::NoSubject, !subject.iter().any(|r| has(*r)) && !has(Role::Here) && !has(Role::Danger));
    set(
        Signal::Harm,
        is(&HARM)
            && hits.iter().any(|h| matches!(h.role, Role::Thing | Role::Trouble | Role::Hint | Role::Here)),
    );
    out
}

/// True when a word of one part stands within [`NEAR`] of another's, in one sentence. `hits` are in order of their
/// starts, so that only the few that begin soon after each are looked at.
fn near(text: &str, hits: &[Hit], one: &[Role], other: &[Role]) -> bool {
    let parts = |hit: &Hit| (one.contains(&hit.role), other.contains(&hit.role));
    hits.iter().enumerate().any(|(at, left)| {
        let (is_one, is_other) = parts(left);
        let reach = left.end + NEAR;
        (is_one || is_other)
            && hits[at + 1..].iter().take_while(|right| right.start <= reach).any(|right| {
                let (one, other) = parts(right);
                let gap = text.get(left.end.min(right.start)..right.start).unwrap_or_default();
                right.start != left.start
                    && ((is_one && other) || (is_other && one))
                    && !gap.contains(['。', '!', '?', '\n'])
            })
    })
}
