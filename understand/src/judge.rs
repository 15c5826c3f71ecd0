//! Decides the kind of a message and how sure that is, from the signals.
//! Requests and wishes are weighed by a linear rule; the small kinds follow from few clear signs.

use regex::Regex;
use std::sync::LazyLock;

use super::classes::Kind;
use super::lexicon::{Hit, Role, scan};
use super::pattern;
use super::place::Place;
use super::signals::{COUNT, Signal, signals};
use super::topic::is_emergency;
use super::weights::{REQUEST, WISH, Weights};

/// A decision.
pub(super) struct Verdict {
    pub(super) kind: Kind,
    pub(super) confidence: f32,
    /// The words it rests on.
    pub(super) hits: Vec<Hit>,
}

/// What the message replies to, as far as it matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    /// Somebody told a trouble.
    Trouble,
    /// Something of the community's services.
    Service,
    /// Somebody told a wish, or anything else.
    Other,
}

/// Has it too, said in reply.
static SAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:\+ ?1|加[1一]|\+10086|同[问求感上楼病]|一样|附议|顶|俺也)|(?:我|咱|俺)(?:们|家|这|楼|屋|栋|层|单元|在)?.{0,10}(?:也|都这|都一)|(?:我们|我家|咱).{0,6}都(?:是|这)|(?-u:\b)(?:same here|me too|us too|same problem|same issue|ours too|mine too)(?-u:\b)|\+1$",
    )
});
/// The same without a message before: only what cannot be daily talk.
static SAME_ALONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:我家也是|我们家也是|我们(?:这层|这栋|单元|楼)也.{1,8}|同楼.{0,6}|同楼同问|我家也(?:没水|停电|漏|没电|不热|堵).{0,4})[!。,~]*$",
    )
});
/// Takes something on, whoever asked.
static TAKES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^算我一个|交给我|我报名|搭把手|count me in|(?:这|那)(?:个|条|单|件|事|活|份|位|忙)?.{0,4}我(?:来|接|修|领|认|包|弄|处理|跑|揽|办)|(?:愿望|心愿|任务|工单|单子|单).{0,10}(?:认领|领了|接了|认了|来实现|我来|我包|交给我)|我(?:认领|来认领|认了|领了|接了|包圆|来圆)|(?:我们店|本店|我店|公司).{0,6}(?:赞助|捐|送)|我.{0,6}(?:赞助|捐)(?:一|这|了|个|台)|我.{0,12}(?:给|帮)(?:老人家?|他|她|奶奶|爷爷|大爷|阿姨|孩子)(?:送|带|买|修|装|跑)|(?-u:\b)i(?:'ll| will| can) (?:take|fix|bring|do|grant|sponsor) (?:this|that|it|one|the)(?-u:\b)",
    )
});
/// Asks for a decision in common.
static PROPOSES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:大家|各位|咱们?|我们|业主|邻居们?).{0,14}(?:商量|讨论|表决|投票|投个票|议一|意见|一起定|举手|同意|接龙|共同决定|拿主意|开个会)|(?:商量|讨论|表决|投票|投个票|议一|征求|听听|收集).{0,12}(?:大家|各位|业主|意见|邻居)|同不?同意.{0,4}|要不要.{0,16}(?:大家|意见|投票|表决|业主)|议事会|业主大会|公约|接龙|众筹|(?:建议|提议|要不|不如).{0,10}开个?.{0,6}会|提议.{0,16}(?:每家|每户|一户)|(?:每户|一户|每家).{0,14}(?:同意|表决|定了|大家|怎么样)|(?:成立|组建|建立)个?.{0,8}(?:小组|互助|队|委员会)|(?-u:\b)(?:vote|poll|decide together|should we|hold a meeting|residents should)(?-u:\b)",
    )
});
/// Says itself that it is a wish, or turns to whoever is kind.
static WISHES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:^|[,。!:; ]|我|老人|孩子|娃|大爷|奶奶|爷爷)(?:们|家)?(?:有|的|许)?(?:一)?(?:个|下)?(?:小小的?|小)?微?(?:心愿|愿望)(?:是|就是|[,:]|想|,?要)|(?:想|来|我)许(?:个|一个)愿|好心人.{0,6}(?:送|给|陪|帮|借|匀)",
    )
});
/// Has asked somebody about it: information, not work.
static ASKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"咨询|请问|问一下|问下|打听|(?:谁|哪位).{0,4}(?:知道|有.{1,8}(?:电话|微信))|(?:什么时候|啥时候|截止|需要多少|要多少)|怎么(?:联系|办理|申请|交|缴|弄|预约|办|走|报名)|(?:几点|哪天|几号|多久(?:一次|能|可以)|多少钱|在哪|要带|去哪|搬哪|到哪|哪里|哪儿|是哪位|需要什么|带什么材料|要带|要不要预约|上班吗|开门吗|能办吗|可以办吗|本人到场|代办|还是要)|(?:是否|有没有|还有|会不会|能不能|可以|也会).{0,20}(?:吗|么|\?)?$|(?:吗|么|呢)[?。!]*$|(?-u:\b)(?:where|when|how|what time|is there|is the|are the|does the|do i|can i|which)(?-u:\b)",
    )
});

pub(super) fn judge(text: &str, context: Option<&str>, place: &Place) -> Verdict {
    let hits = scan(text);
    let s = signals(text, &hits, place);
    let before = context.map_or(Before::Nothing, before);
    let (kind, confidence) = decide(text, &hits, &s, before);
    Verdict { kind, confidence, hits }
}

fn before(context: &str) -> Before {
    let hits = scan(context);
    let s = signals(context, &hits, &Place::default());
    // Bare replies have little to go by, so a likely trouble before them is enough.
    if weigh(&REQUEST, &s) > -2.0 {
        Before::Trouble
    } else if hits.iter().any(|h| h.role == Role::Service) {
        Before::Service
    } else {
        Before::Other
    }
}

fn decide(text: &str, hits: &[Hit], s: &[f32; COUNT], before: Before) -> (Kind, f32) {
    let is = |pattern: &LazyLock<Option<Regex>>| pattern.as_ref().is_some_and(|p| p.is_match(text));
    let has = |role: Role| hits.iter().any(|h| h.role == role);
    let on = |signal: Signal| s[signal as usize] > 0.0;
    let short = text.chars().count() <= 40;

    if before != Before::Nothing {
        if is(&TAKES) || (has(Role::Offer) && short && !is(&SAME)) {
            return (Kind::Claim, 0.9);
        }
        if short && (is(&SAME) || has(Role::Same)) {
            return (Kind::Support, 0.9);
        }
    }
    let from_outside = (on(Signal::Machine) && has(Role::Advert)) || s[Role::Advert as usize] > 1.0;
    let told = has(Role::Trouble)
        || on(Signal::ThingFault)
        || has(Role::Plea)
        || on(Signal::Neglect)
        || has(Role::Danger);
    if !from_outside && !has(Role::Notice) && short {
        if is(&PROPOSES) && !has(Role::Away) {
            return (Kind::Proposal, 0.85);
        }
        if is(&SAME_ALONE) {
            return (Kind::Support, 0.7);
        }
        if is(&TAKES) && !told {
            return (Kind::Claim, 0.8);
        }
    }
    if !from_outside && !has(Role::Notice) && is(&PROPOSES) && has(Role::Discuss) && !told {
        return (Kind::Proposal, 0.75);
    }

    let mut wish = sigmoid(weigh(&WISH, s));
    if is(&WISHES) && !from_outside && !has(Role::Notice) && short {
        let of_what = has(Role::Want) || has(Role::Need) || has(Role::Gift);
        wish = wish.max(if of_what { 0.85 } else { 0.7 });
    }
    // A reply that goes on about a trouble told before is more likely a request than the same words alone.
    let follows =
        if before == Before::Trouble && (told || has(Role::Fault) || has(Role::Ask)) { 3.0 } else { 0.0 };
    // A plea about nothing of a neighbourhood, nowhere in it, is somebody else's business; all else leans a little
    // towards being asked about, since a question is deleted again and a missed report is not.
    let elsewhere =
        before == Before::Nothing && on(Signal::NoSubject) && !on(Signal::Spot) && !on(Signal::Estate);
    let leaning = if elsewhere { -1.5 } else { 0.3 };
    let request = sigmoid(weigh(&REQUEST, s) + follows + leaning + alarm(text, hits, s));
    let consults = (text.starts_with("咨询") || text.ends_with("咨询")) && !has(Role::Trouble);
    let about_us = has(Role::Service) || has(Role::Body) || has(Role::Here);
    if consults || (on(Signal::Asking) && about_us && !told_plainly(s, hits) && !from_outside) {
        return (Kind::Inquiry, 0.85);
    }
    if wish >= 0.5 && wish > request {
        return (Kind::Wish, wish);
    }
    let asks = (has(Role::Service) || has(Role::Body) || before == Before::Service)
        && is(&ASKS)
        && !on(Signal::You)
        && !from_outside;
    if asks && !told_plainly(s, hits) && !has(Role::Away) {
        let sure = if before == Before::Nothing && request > 0.3 { 0.65 } else { 0.75 };
        return (Kind::Inquiry, sure);
    }
    if request >= 0.5 {
        return (Kind::Request, request.min(0.99));
    }
    (Kind::None, 1.0 - request.max(wish))
}

/// What danger adds: much when it is here, or somebody is called to it; less when it may be talk.
fn alarm(text: &str, hits: &[Hit], s: &[f32; COUNT]) -> f32 {
    if !is_emergency(text, hits) {
        return 0.0;
    }
    let here = hits.iter().any(|h| matches!(h.role, Role::Here | Role::Thing | Role::Need))
        || [Signal::InBuilding, Signal::Spot, Signal::Estate].iter().any(|p| s[*p as usize] > 0.0);
    let calls = ["快", "救", "120", "119", "help", "call"].iter().any(|w| text.contains(w));
    if here && calls {
        7.0
    } else if here {
        4.0
    } else {
        1.5
    }
}

/// The trouble itself is told, so a question with it asks for work, not for information.
fn told_plainly(s: &[f32; COUNT], hits: &[Hit]) -> bool {
    let on = |signal: Signal| s[signal as usize] > 0.0;
    let has_role = |role: Role| hits.iter().any(|h| h.role == role);
    hits.iter().any(|h| matches!(h.role, Role::Trouble | Role::Danger))
        || on(Signal::ThingFault)
        || on(Signal::HomeFault)
        || (has_role(Role::Lasting) && has_role(Role::Pressing))
        || on(Signal::Neglect)
        || on(Signal::Since)
        || on(Signal::Petition)
        || (hits.iter().any(|h| h.role == Role::Plea) && !on(Signal::Asking))
}

fn weigh(weights: &Weights, s: &[f32; COUNT]) -> f32 {
    weights.bias + weights.of.iter().zip(s).map(|(w, v)| w * v).sum::<f32>()
}

fn sigmoid(z: f32) -> f32 {
    1.0 / (1.0 + (-z).exp())
}
