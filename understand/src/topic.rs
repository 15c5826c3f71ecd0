//! What a request is about and how soon it must be dealt with, from the words that were found.
//! A category is the one most spoken for; a word near what is wrong speaks louder.

use regex::Regex;
use std::sync::LazyLock;

use super::Models;
use super::classes::{Category, Department, Urgency};
use super::department::department;
use super::grams::grams;
use super::lexicon::{Hit, Role, scan};
use super::model::Model;
use super::pattern;

/// Category, urgency and department of a request.
pub(super) struct Topic {
    pub(super) category: Category,
    pub(super) urgency: Urgency,
    pub(super) department: Department,
}

impl Topic {
    /// Reads them from the words and characters of the message; a reply is also about what the message before it told.
    pub(super) fn read(
        models: &Models,
        text: &str,
        context: Option<&str>,
        hits: &[Hit],
        parts: &[u32],
    ) -> Self {
        let (signals, all) = category_features(text, context, hits, parts);
        let category = best(&models.categories, &signals, &all, Category::ALL).unwrap_or(Category::Other);
        let signals = urgency_features(text, context, hits, &signals);
        let urgency = best(&models.urgencies, &signals, &all, Urgency::ALL).unwrap_or(Urgency::Normal);
        Self { category, urgency, department: department(text, category) }
    }
}

fn best<T: Copy>(model: &Model, signals: &[f32], parts: &[u32], of: &[T]) -> Option<T> {
    let scores = model.score(signals, parts);
    let best = (0..model.classes).max_by(|a, b| scores[*a].total_cmp(&scores[*b]))?;
    of.get(best).copied()
}

/// How strongly the words speak for each category, which phrases occur; and the characters of both messages.
pub(super) fn category_features(
    text: &str,
    context: Option<&str>,
    hits: &[Hit],
    parts: &[u32],
) -> (Vec<f32>, Vec<u32>) {
    let mut weight = [0.0_f32; Category::ALL.len()];
    let mut phrases = [0.0_f32; PHRASES];
    let mut all = parts.to_vec();
    spoken_for(text, hits, &mut weight, &mut phrases);
    if let Some(context) = context {
        spoken_for(context, &scan(context), &mut weight, &mut phrases);
        let mut more = Vec::new();
        grams(context, &mut more);
        all.extend(more);
    }
    // The third word for a category says less than the first.
    let mut signals: Vec<f32> = weight.iter().map(|w| w / (w + 4.0)).collect();
    signals.extend(phrases);
    (signals, all)
}

/// What speaks for haste: signs of danger and of outages, the parts that occur, and what it is about (the category
/// signals).
pub(super) fn urgency_features(text: &str, context: Option<&str>, hits: &[Hit], about: &[f32]) -> Vec<f32> {
    let is =
        |pattern: &LazyLock<Option<Regex>>, text: &str| pattern.as_ref().is_some_and(|p| p.is_match(text));
    let count = |role: Role| hits.iter().filter(|h| h.role == role).count();
    let emergency = is(&EMERGENCY, text);
    let not_now = is(&NOT_NOW, text) || count(Role::Away) > 0;
    let urgent = is(&URGENT, text);
    let later = is(&NOT_URGENT, text);
    // 还在往外冒!! speaks of what the message before told.
    let before = context.map(|c| (is(&EMERGENCY, c), is(&URGENT, c))).unwrap_or_default();
    let signs = [
        emergency,
        emergency && !not_now,
        not_now,
        urgent,
        urgent && !later,
        later,
        before.0,
        before.1,
        text.contains('!'),
        text.contains('快') || text.contains('救'),
        count(Role::Danger) > 0 && !not_now,
        count(Role::Danger) > 1 && !not_now,
        count(Role::Pressing) > 1,
    ];
    let parts = (0..Role::COUNT).map(|role| hits.iter().any(|h| h.role as usize == role));
    let mut out: Vec<f32> = signs.into_iter().chain(parts).map(|on| f32::from(u8::from(on))).collect();
    out.extend(about.iter().take(Category::ALL.len()));
    out
}

/// How many phrases may decide.
const PHRASES: usize = 32;
/// Whole phrases that decide: what drips from a roof is a building's trouble, not the water supply's.
static DECIDES: LazyLock<Vec<(Regex, Category)>> = LazyLock::new(|| {
    [
        (r"(?:楼顶|屋顶|房顶|屋面|天花板|外墙|墙体|墙面|阳台|窗).{0,10}(?:漏|渗)", Category::Building),
        (r"(?:装|加装|安装|建|修建|更换).{0,6}电梯|电梯.{0,8}(?:安装|加装)", Category::Lift),
        (r"(?:消防|生命)(?:通道|栓|设施)|消火栓|灭火器|堆.{0,8}(?:过道|走廊|楼道|楼梯)|(?:过道|走廊|楼道|楼梯口?).{0,10}堆", Category::FireSafety),
        (r"(?:电动车|电瓶车|e-?bikes?).{0,12}(?:楼|充电|走廊|过道|电梯|hall|corridor|lift)|(?:楼道|走廊|过道|楼梯).{0,12}(?:电动车|电瓶车)", Category::FireSafety),
        (r"(?:捆绑|强制|必须)?.{0,6}(?:卖|买|销售|出售)(?:地下)?车位|车位.{0,4}(?:捆绑|销售|出售|只售不租)", Category::Property),
        (r"安装?路灯|装(?:个|盏|上)?路灯|没有?路灯|路灯|(?:hallway|corridor|stair(?:well|case|s)?|street) ?(?:lamp|light)|pitch (?:dark|black)", Category::Lighting),
        (r"开发商.{0,16}(?:不|没|违|拖|欺|强|乱|虚|私)", Category::Property),
        (r"(?:工地|施工).{0,20}(?:扰民|吵|噪|睡|休息|凌晨|半夜|深夜|通宵)|(?:凌晨|半夜|深夜|通宵|夜间).{0,14}(?:施工|作业|装修|开工)", Category::Noise),
        (r"(?:内?河|河道|水沟|河水|河流).{0,16}(?:臭|黑|脏|污|垃圾|味)", Category::Sanitation),
        (r"着火|起火|冒火|火苗|冒烟|焦糊|烧焦|(?-u:\b)(?:on fire|smoke|flames?)(?-u:\b)", Category::FireSafety),
        (r"(?:煤气|燃气|天然气|瓦斯|臭鸡蛋).{0,4}(?:味|漏|泄)|smell.{0,4}gas|gas (?:leak|smell)", Category::GasHeat),
        (r"(?:污水|下水|排水|雨水)水?管|下水道|化粪池", Category::Drainage),
        (r"(?:绿地|绿化带?|草坪).{0,8}(?:变|改|成)", Category::Greening),
        (r"公交|地铁站|bus (?:stop|line|route)", Category::PublicService),
        (r"停车?.{0,8}收.{0,4}(?:费|块|元)|违停|乱停", Category::Parking),
        (r"光污染|刺眼|晃眼|led屏", Category::Noise),
        (r"(?:躺|倒|晕|昏|摔).{0,6}(?:地上|叫不应|叫不醒|不动|没反应|起不来)|叫不应|叫不醒|unconscious|not breathing", Category::Care),
        (r"(?:树枝?|绿化|草坪|花坛).{0,10}(?:挡|垂|断|倒|枯|砍|毁|破坏|占)", Category::Greening),
    ]
    .into_iter()
    .filter_map(|(text, category)| Some((pattern(text)?, category)))
    .collect()
});

/// How near what is wrong must begin, in bytes: ten characters.
const FAULT_NEAR: usize = 30;

/// Adds up the words for each category (a word near what is wrong speaks louder) and marks the phrases.
fn spoken_for(
    text: &str,
    hits: &[Hit],
    weight: &mut [f32; Category::ALL.len()],
    phrases: &mut [f32; PHRASES],
) {
    let faults: Vec<usize> = hits.iter().filter(|h| h.role == Role::Fault).map(|h| h.start).collect();
    for hit in hits {
        let Some((category, strength)) = hit.category else { continue };
        let role = match hit.role {
            Role::Trouble => 1.4,
            Role::Hint => 1.0,
            Role::Thing => 0.8,
            _ => 0.4,
        };
        let next = faults.partition_point(|start| *start + FAULT_NEAR < hit.start);
        let wrong = faults.get(next).is_some_and(|start| *start <= hit.start + FAULT_NEAR);
        let near = if wrong && hit.role != Role::Trouble { 1.5 } else { 1.0 };
        weight[category as usize] += f32::from(strength) * role * near;
    }
    for ((phrase, category), slot) in DECIDES.iter().zip(phrases) {
        if phrase.is_match(text) {
            *slot = 1.0;
            weight[*category as usize] += 4.0;
        }
    }
}

/// Danger to life or health now, without the usual word too.
static EMERGENCY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:煤气|燃气|天然气|瓦斯|臭鸡蛋).{0,4}(?:味|泄漏|漏)|漏(?:煤气|燃气|天然气)|臭鸡蛋",
        r"|(?:着|起|冒|失)火(?:了|苗|花|光|!|,|。|$)|火苗|火花|冒.{0,2}烟|浓烟|烧起来|焦糊味|烧焦味|爆炸",
        r"|(?:困|卡|关|锁)在?.{0,6}(?:电梯|里面|屋里|轿厢).{0,8}(?:出不来|没人|救|怎么办|了|!|$)|电梯.{0,8}(?:困|卡|关)(?:着|住|了)?.{0,3}人|(?:困|卡)(?:了|着)?.{0,3}人",
        r"|(?:躺|倒|摔|晕|昏).{0,6}(?:叫不应|叫不醒|不动|没反应|起不来|地上)|叫不应|叫不醒|不省人事|没(?:有)?呼吸|晕倒|昏倒|抽搐|口吐白沫",
        r"|触电|被电(?:了|到|击|着)|电了一下|漏电|(?:电线|电缆|高压线).{0,6}(?:断|掉|垂|耷|落|裸|露)",
        r"|井盖.{0,8}(?:不见|没了|丢|偷|碎|掉|塌|没有|缺)|(?:没|无|缺)(?:有)?井盖|(?:配电箱|井).{0,4}没盖|没盖子的?(?:配电箱|井)|黑窟窿|井盖.{0,8}唔见|没(?:有)?盖的?(?:洞|坑|井)|洞口?敞|敞着.{0,3}(?:洞|口|井)|(?:线|电缆).{0,12}(?:蓝光|打火|放电)",
        r"|(?:路面?|地面?|墙|楼板|天花板|阳台|围墙|楼).{0,4}(?:坍塌|塌了|塌陷|要塌|快塌|塌下)|塌了个|陷落",
        r"|(?:窜|蹿|冒|喷)出?.{0,2}(?:火|黑烟)|火(?:星|势|光|还?没灭)|烧(?:着|起|到了?旁)|又着起来|(?:黑|全是|都是|满.{0,3}|好大)烟|烟雾报警|报火警|打119",
        r"|(?:燃气|煤气|天然气|液化气).{0,8}(?:挖断|挖破|破裂|泄露|外泄|报警器|关不上|中毒)|(?:嘶嘶|滋滋|嗞嗞|呼呼).{0,6}(?:响|气)",
        r"|(?:头|手|脚|腿|胳膊)指?.{0,6}(?:卡|夹).{0,12}(?:拔不|出不|抽不)|(?:被困|困住|困在|关在|困里)|(?:出不来|拍门|喊救命|哭).{0,6}(?:电梯|里面)|电梯.{0,20}(?:救命|哭|喘|被关|关了|出不来)",
        r"|(?:没|无|没有|失去)(?:意识|知觉|呼吸)|(?:叫|喊|人|老|她|他|家).{0,10}(?:没|无)(?:反应|回应|应答)|喊不(?:醒|应)|(?:怎么喊|叫他|叫她).{0,4}(?:没|不)|抽过去|噎|呛奶|喘不|心脏病|胸口疼|(?:流|出|都是|好多|满.{0,2})血|头破|救护车|急救|打120|昏(?:过去|迷)|中暑|半边身子|救命[!,。]",
        r"|(?:人|老人|大爷|奶奶|阿姨|孩子|小孩).{0,10}(?:倒下|倒在|躺在|摔倒|掉进|掉下|掉到|爬到窗|落水|跌)|(?:跌|掉|摔)(?:进|入|下).{0,6}(?:井|沟|坑|池|河|水|楼)",
        r"|带电|(?:麻|电)(?:手|得|了一下|死)|手.{0,2}麻|(?:线头|电线|电缆).{0,12}(?:火|水|断)|变压器.{0,4}炸",
        r"|井.{0,4}(?:没盖|无盖|敞|掀|飞)|(?:露|裂|塌).{0,4}(?:大洞|大口子|大坑)|(?:塌|砸|压|埋).{0,6}(?:人|我爸|我妈|孩子|老人)|倒塌|坍塌|还在.{0,3}塌",
        r"|动刀|带刀|砍刀|追人|捅|窗台外|往下跳|上吊|割腕|农药自|抢孩子|人贩子|(?:砸|撬|闯).{0,3}门.{0,6}进来|报警[!,。]|快报警",
        r"|(?-u:\b)(?:flames?|burning smell|smoke|(?:he|she|he's|she's|man|woman|person|him|her) .{0,16}not (?:responding|moving)|unresponsive|bleeding|fell into|knife|break(?:ing)? in(?:to)?|electric shock|power line|open manhole|ambulance|trapped)(?-u:\b)",
        r"|跳楼|轻生|要跳|溺水|落水|掉(?:进)?(?:水|河|池塘|井)里|砍人|持刀|拿刀|砸(?:到|伤|中)了?人",
        r"|(?-u:\b)(?:on fire|smell(?:s)? (?:of )?gas|gas leak|smell gas|smoke (?:coming|from|in)|trapped|gas smell|stuck (?:in|inside) the (?:lift|elevator)|collapsed|unconscious|not breathing|passed out|live wire|exposed wire|sparks?|sparking|manhole.{0,40}(?:missing|open|gone|no (?:cover|lid))|electrocuted|got a shock)(?-u:\b)"
    ))
});
/// Long ago, or asked and complained about in general: no danger now.
static NOT_NOW: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"演习|电影|新闻|通报|报道|据说|听说|梦见|游戏|小说|抖音|视频|消防知识|预防|提醒|提示|(?:19|20)\d{2}年|去年|上个?月|上周|前年|隐患|怕.{0,6}(?:着火|起火|爆炸)|万一|如果|要是|会不会|容易(?:着火|起火|引发)|可能(?:会)?(?:着火|起火|引发|引起)|引发|演练|宣传|焚烧|烧(?:垃圾|塑料|纸|秸秆|东西)|burning (?:trash|garbage|rubbish|leaves)|burnt toast|false alarm|井盖(?:裂|松|响|噪)|裂开|油烟|防火|冒烟报废|last (?:year|month)|(?:要|快|差点|气得|气|笑|吓|热|累|饿|美|帅|甜).{0,4}(?:晕|昏|倒)|(?:笑|气|饿|困|累|热)死|不会(?:着火|爆炸)",
    )
});

/// A day is too long.
static URGENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"停水|停电|断水|断电|停气|停暖|没暖气|不供暖|拉闸|(?:一直|又|还|都|到现在|从.{1,6})没(?:水|电|气)|一滴水都?没有|没法做饭",
        r"|整栋.{0,3}(?:黑|没电|没水)|整个小区.{0,4}(?:没电|没水|黑)|(?:全|整)(?:座|栋|幢|楼|个单元).{0,8}(?:停电|停水|没点|漆黑|黑漆|黑了)|总闸.{0,4}跳|整.{1,5}(?:没|停|断)了?(?:燃气|煤气|暖)|一滴都?没|全楼.{0,3}(?:没电|没水)",
        r"|(?:污水|粪水|脏水|下水).{0,8}(?:冒|溢|倒灌|漫|涌|返)|倒灌|往(?:上|外)冒|溢出来|冒粪|水(?:管|喉).{0,4}(?:爆|崩|暴|破裂|断)|往外翻|咕嘟.{0,4}(?:翻|冒)|漂起来|没过(?:轮|膝|脚|小腿)|像瀑布|爆管|喷水|水淹|被淹|淹了|漫(?:到|进)",
        r"|(?:唯一|两部|2部|所有|全部|都).{0,4}电梯.{0,6}(?:停|坏)|电梯.{0,10}(?:往下掉|掉层|下坠|急坠|蹲底|冲顶|全停|都停|都坏)|电梯.{0,12}(?:下不来|下不了楼|上不去)",
        r"|(?:外墙|瓷砖|磁砖|墙砖|墙皮|玻璃|广告牌).{0,12}(?:掉下|砸|脱落|剥落|松了|(?:往|爱)下.{0,2}(?:掉|跳)|坠|落了?一)|(?:大狗|恶犬|流浪狗|野狗).{0,12}(?:咬|扑)|见人就扑|咬(?:了|伤)人|威胁.{0,4}(?:要|我)",
        r"|(?:全|整|栋|楼|小区|单元|户|院).{0,6}(?:没|断|停)了?(?:水|电|气|暖|供)|(?:没|断|停)了?(?:水|电|气|暖气?).{0,8}(?:天|小时|到现在|一天|通知|从)|爆(?:了|裂|管)|(?:涌|喷|漫|溢|冒|倒灌|返|反).{0,6}(?:水|粪|污|屎)|(?:水|粪|污|屎).{0,6}(?:涌|喷|漫|溢|倒灌|返上|反上|往上|往外)|淹|成河",
        r"|电梯.{0,10}(?:全|都|俩|两部|两台|唯一|趴窝|停运|停了.{1,2}天|坏了.{1,2}天)|(?:俩|两部|两台|唯一).{0,4}电梯|(?:急|下|猛).{0,3}坠|掉了.{0,2}层|失控|透析|化疗|制氧机|呼吸机|吸氧|担架|孕妇|产妇|新生儿",
        r"|(?:零下|冻|冰窖|发烧|发抖|[一二三四五六七八九十\d]度).{0,12}|(?:暖气?|供暖).{0,6}(?:停|全|爆)|(?:随时|快|眼看|要|差点).{0,4}(?:掉|倒|塌|砸|断)|悬(?:着|在|空)|挂在|树.{0,8}(?:倒|压|断|歪).{0,10}(?:路|门|线|车|口)|(?:狗|犬).{0,10}(?:咬|追|扑)|马蜂|蜇|撬.{0,3}门|砸.{0,4}门|(?:锁|堵)死|弄死|打死|拉肚子",
        r"|(?-u:\b)(?:no (?:running )?(?:water|power|gas|heat)|heating.{0,14}(?:dead|broken|off)|lost (?:electricity|power)|(?:water|power|heating|gas)(?:'s| is| has)? (?:been )?(?:off|out|down)|both|only (?:lift|elevator)|overflowing|pouring|newborn|dialysis|pregnant|wheelchair|falling|whole (?:building|block|compound)|entire)(?-u:\b)",
        r"|自来水.{0,10}(?:黄泥|泥)|水.{0,4}(?:不能喝|没法用)",
        r"|(?-u:\b)(?:no (?:water|power|electricity|heating)|power (?:is|has been) out|water (?:is|has been) off|flood(?:ed|ing)|sewage|both (?:lifts|elevators)|burst)(?-u:\b)"
    ))
});
/// Outages that come and go, and works on the supply, can wait a day.
static NOT_URGENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:经常|常常|总是|老是|频繁|时常|偶尔|动不动).{0,6}(?:停水|停电|断水|断电|跳闸|没水)|通知.{0,10}停[水电]|计划停|(?:河|湖|塘|沟).{0,10}污水|污水.{0,6}(?:河|味|沟|污染)|污水(?:处理|管网)|排污",
    )
});

/// Tells of danger to life or health now.
pub(super) fn is_emergency(text: &str, hits: &[Hit]) -> bool {
    let is = |pattern: &LazyLock<Option<Regex>>| pattern.as_ref().is_some_and(|p| p.is_match(text));
    is(&EMERGENCY) && !is(&NOT_NOW) && !hits.iter().any(|h| h.role == Role::Away)
}
