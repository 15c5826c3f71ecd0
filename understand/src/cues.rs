//! Signs of the small kinds: who has it too, takes it on, asks for a common decision, wishes or only wants to know;
//! and what a reply stands under. Like the signals, these are numbers for the model; nothing here decides.

use regex::Regex;
use std::sync::LazyLock;

use super::classes::Kind;
use super::lexicon::{Hit, Role};
use super::pattern;
use super::signals::{self, Signal};
use super::topic::is_emergency;

/// Has it too, said in reply.
static SAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:\+ ?1|加[1一我]|\+10086|同[问求感上楼病款样]|一样|附议|顶|俺也|是啊|确实|可不是|深有)|(?:我|咱|俺|本)(?:们|家|这|那|楼|屋|栋|层|单元|户|在|住)?.{0,10}(?:也|都这|都一|同样|一样)|(?:我们|我家|咱).{0,6}都(?:是|这)|也(?:是|一样|这样|有|没|不|被|停|坏|漏|堵|黑|听|闻|遇|碰|见)|(?-u:\b)(?:same|me too|us too|ours?(?: too| as well)?|mine(?: too)?|too|as well|either|agreed|yep)(?-u:\b)|\+ ?1",
    )
});
/// The same without a message before: only what cannot be daily talk.
static SAME_ALONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:我家|我们家|俺家|咱家|我们?这(?:边|层|栋|里)?|我们(?:层|栋|单元|楼)|俺们单元|隔壁单元|同楼|同上|[\dA-Za-z一二三四五六七八九十]+(?:号?楼|栋|座|单元|幢))(?:也|都|同|一样).{0,14}|同楼.{0,6}|我家也.{1,10}|附议.{0,8}|同问.{0,10})[!。,~]*$|\+1$|^same here",
    )
});
/// Takes something on, whoever asked.
static TAKES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:算|加)(?:我|上我)|交给我|包在我|归我|我报名|搭把手|count me in|leave it (?:to|with) me|(?:这|那)(?:个|条|单|件|事|活|份|位|忙)?.{0,4}(?:我|给我|归我|算我)(?:来|接|修|领|认|包|弄|处理|跑|揽|办|吧)?",
        r"|(?:愿望|心愿|任务|工单|单子|单|活儿?).{0,10}(?:认领|领了|领走|接了|接单|认了|来实现|我来|我包|我接|交给我|圆了)|我(?:认领|来认领|认了|领了|接了|接吧|包圆|来圆|捐|出|送)|(?:我们店|本店|我店|公司|我单位|本人|影楼).{0,8}(?:赞助|捐|送|愿意|愿|免费|可)",
        r"|我.{0,6}(?:赞助|捐)(?:一|这|了|个|台)|我.{0,12}(?:给|帮|陪|替)(?:老人家?|他|她|你|奶奶|爷爷|大爷|阿姨|孩子|婆婆)?(?:送|带|买|修|装|跑|搬|推|上)|(?:给|送)(?:你|您|她|他|老人|大爷|阿姨)(?:送|拿|搬|推)?(?:去|过去|下去|上去)|(?:来|去)?(?:拿去|搬走|拿走|随时来)|我(?:家|这儿?|这里|店里)?有(?:一|个|台|两|车|梯|多|把|辆|新|闲)|我(?:去|来)(?:吧|换|修|推|接|送|弄|喂|教|拧|铲|瞧|看看)",
        r"|(?-u:\b)i(?:'ll| will| can|'m free|'d be|'ve got)(?-u:\b)|you can have"
    ))
});
/// Asks for a decision in common.
static PROPOSES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:大家|大伙儿?|各位|咱们?|我们|业主|邻居们?|全体|各户|住户).{0,14}(?:商量|合计|讨论|表决|投票|投个?票|投一下|议|意见|一起定|举手|同意|接龙|共同|拿主意|开个?会|碰头|说说|怎么看|怎么想|表个?态|觉得|定个|立个|凑|摊|众筹|集资|轮流|轮着|抽签|联名|推选|推荐|选个)",
        r"|(?:商量|讨论|合计|表决|投票|投个票|议一|征求|征集|听听|收集|摸个底).{0,12}(?:大家|各位|业主|意见|邻居|住户|大伙)|同不?同意.{0,4}|要不要.{0,16}(?:大家|意见|投票|表决|业主)|议事会|业主大会|公约|接龙|众筹|投票|少数服从多数|(?:建议|提议|要不|不如|是不是该|是不是应该|干脆|还是).{0,10}开个?.{0,6}会|(?:^|,)(?:我)?提议|提个议|倡议|发起|座谈",
        r"|(?:每户|一户|每家|一家|各家|人均).{0,14}(?:同意|表决|定了|大家|怎么样|意见|摊|票|出)|(?:成立|组建|建立|选出?)个?.{0,8}(?:小组|互助|队|委员会|楼长|代表)|(?:赞成|同意|支持|愿意|没意见)的?.{0,6}(?:举|扣|回|报|签|接|选)|(?:选|扣|回)[a12]",
        r"|(?-u:\b)(?:vote|poll|decide together|should we|shall we|let's|hold a|residents should|i propose|i suggest|in favou?r|chip in|what do(?:es)? (?:you all|everyone) think|how about)(?-u:\b)"
    ))
});
/// Says itself that it is a wish, or turns to whoever is kind.
static WISHES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:心愿|愿望)(?:是|就是|人|[,:]|想|,?要|征集)|许(?:个|一个|愿)|好心人|(?:谁|哪位|哪家|有没有人?|谁家).{0,12}(?:闲置|不用的|多余|穿小|匀|借|捎|顺路|教|陪|会修|会做|会唱|愿意|肯)|(?:想|盼着?|就想|希望)(?:找|要|求|有|借|学|换|请|听|看|吃|去|再|坐|穿|摸|写|把|圆|收|给)|缺(?:个|一|双|条|台|辆)|(?-u:\b)(?:wish(?:es)?|would (?:love|like|really like)|looking for|could use|hopes|lend|spare)(?-u:\b)",
    )
});
/// Has asked somebody about it: information, not work.
static ASKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"咨询|请问|请教|想了解|问一下|问下|打听|(?:谁|哪位).{0,4}(?:知道|有.{1,8}(?:电话|微信))|(?:什么时候|啥时候|截止|需要多少|要多少)|怎么(?:联系|办理|申请|交|缴|弄|预约|办|走|报名|收费|扫|查|加入|领|补)|几点|哪天|几号|星期几|多久(?:一次|能|可以)|多少钱|在哪|要带|去哪|搬哪|到哪|哪里|哪儿|往哪|哪个|是哪位|需要什么|啥材料|带什么材料|要不要(?:预约|带|交)|上班(?:吗|没|不)|开门(?:吗|没|不)|能办(?:吗|不)|可以办|本人到场|代办|还是要|归哪|找谁|找哪|多大",
        r"|(?:是否|有没有|还有|会不会|能不能|可以|也会|能|收|免费|支持).{0,20}(?:吗|么|不|没|\?)?$|(?:吗|么|呢|来着|不|没|啊)[?。!]*$|(?-u:\b)(?:where|when|how|what|is there|is the|are the|does|do i|do you|can i|which|who)(?-u:\b)"
    ))
});

/// Signs, and after them what a reply stands under.
const SIGNS: usize = 12;
/// What the message before was, as far as it matters, and what a reply to it says.
const UNDER: usize = 4;
const REPLY: usize = 8;
/// How many numbers there are.
const COUNT: usize = SIGNS + UNDER * REPLY;

/// Writes the cues of a message behind its signals. `before` is the kind of the message it replies to.
pub(super) fn cues(
    text: &str,
    hits: &[Hit],
    s: &[f32; signals::COUNT],
    before: Option<Kind>,
    out: &mut Vec<f32>,
) {
    let is = |pattern: &LazyLock<Option<Regex>>| pattern.as_ref().is_some_and(|p| p.is_match(text));
    let has = |role: Role| hits.iter().any(|h| h.role == role);
    let on = |signal: Signal| s[signal as usize] > 0.0;
    out.reserve(COUNT);
    let (same, takes) = (is(&SAME), is(&TAKES));
    let told = has(Role::Trouble) || on(Signal::ThingFault) || on(Signal::Neglect) || has(Role::Danger);
    let danger = has(Role::Danger) || has(Role::Pressing) || before.is_some();
    let emergency = danger && is_emergency(text, hits);
    let here = hits.iter().any(|h| matches!(h.role, Role::Here | Role::Thing | Role::Need))
        || [Signal::InBuilding, Signal::Spot, Signal::Estate].iter().any(|p| on(*p));
    let calls = emergency && ["快", "救", "120", "119", "help", "call"].iter().any(|w| text.contains(w));
    let asks = is(&ASKS);
    let service = has(Role::Service) || has(Role::Body);
    let signs: [bool; SIGNS] = [
        same,
        takes,
        is(&PROPOSES),
        is(&WISHES),
        asks,
        asks && service,
        asks && told,
        before.is_none() && is(&SAME_ALONE),
        emergency,
        emergency && here,
        calls,
        before.is_some(),
    ];
    out.extend(signs.map(number));
    let under = before.map(|kind| match kind {
        Kind::Request | Kind::Support => 0,
        Kind::Wish => 1,
        Kind::Inquiry | Kind::Proposal => 2,
        Kind::Claim | Kind::None => 3,
    });
    let question = on(Signal::Question) || asks;
    let says: [bool; REPLY] =
        [true, same, takes, told, on(Signal::Short), question, has(Role::Offer), has(Role::Thanks)];
    for place in 0..UNDER {
        out.extend(says.map(|say| number(under == Some(place) && say)));
    }
}

fn number(on: bool) -> f32 {
    f32::from(u8::from(on))
}
