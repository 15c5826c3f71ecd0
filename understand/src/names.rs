//! Names that people give themselves: 我叫李秀英, 我是李阿姨, 本人姓王, my name is John Smith.
//! A name begins with a surname and ends where the sentence goes on; what is only a role (我是业主) is none.

use std::ops::Range;

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘\
    杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季\
    俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙伏岑习胥保和蔺";
const DOUBLE: &[&str] = &[
    "欧阳", "司马", "诸葛", "上官", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "端木",
    "南宫", "西门", "独孤",
];
/// Words that begin with a surname's character and are no names.
const NOT_NAMES: &[&str] = &[
    "高兴", "安全", "安保", "安装", "常常", "常客", "方便", "成都", "成年", "全家", "明天", "明年", "应该",
    "时候", "时常", "文明", "文盲", "强烈", "来自", "来租", "来问", "来帮", "和气", "金牌", "高层", "高龄",
    "高中", "江边", "广州", "武汉", "路过", "路人", "单身", "单位", "单元", "向来", "花了", "白天", "马上",
    "商户", "商家", "商铺", "房东", "房主", "房客", "车主", "车队", "文员", "司机", "管理", "管家", "党员",
    "党支", "厨师", "老师", "连续", "温州", "解释", "计划", "计生", "台湾", "高度", "万一", "原来", "原住",
    "原告", "古楼", "乐意", "华人", "卫生", "桂林", "海南", "宁波", "宁愿", "苏州", "石家", "湖南", "都是",
    "都要", "都没", "全职", "全部", "单亲", "官方", "沙发", "简单", "冷静", "明白", "包工", "保安", "保洁",
    "保姆", "边上", "易怒", "关心", "关注", "车位", "强迫", "和平", "金融", "成心", "齐全", "时刻", "常年",
    "常住", "曾经", "应聘", "任何", "左边", "沿街", "古城", "银行", "木工", "电工", "水工", "花农", "米饭",
    "和他", "和她", "和你", "和我", "于是", "于去", "于今", "白领", "学生", "家长", "计算", "冷得", "冷死",
    "温和", "田里", "方才", "何必", "何时", "施工", "项目", "路灯", "位于", "席位", "查了", "查水", "盖楼",
    "舒服", "甘愿", "强制", "解决", "谈好", "衣服", "穆斯", "谢谢", "江苏", "江西", "浙江", "云南", "安徽",
    "陕西", "毛病", "康复", "严重", "严格", "钱多", "钱少", "雷人", "马路", "牛人", "白痴", "胡说", "胡扯",
    "余下", "万万", "易过", "金卡", "段子", "周末", "周一", "周二", "周三", "周四", "周五", "周六", "周日",
    "文化", "严谨", "游戏", "揭阳", "全班", "时差", "冷冻", "于最", "于近", "于本", "于上", "于昨", "来夸",
    "来领", "来看", "来找", "来送", "来修", "来拿", "来取", "来办", "来交", "来接",
];
/// Second characters of what people are or do: 房客, 管家, 员工.
const ROLES: &str = "家员工客东主户长管友民贩方人者手";
/// After these a name is over; only from its third character on, because 李想 and 来福 are names.
const AFTER_NAME: &str = "住家在的想要找来请问有反看说就今昨明从刚我你他她这那是也都不没被把对给因和跟楼单号栋门电水上下前后左右一二三四五六七八九十两,现正负租帮能会可已啊呀哦嗯呢吧哈嘛";
const TITLES: &[&str] = &[
    "阿姨", "叔叔", "大爷", "大妈", "大叔", "大姐", "大哥", "奶奶", "爷爷", "老师", "师傅", "先生", "女士",
    "小姐", "太太", "医生", "大夫", "经理", "主任", "书记", "婶婶", "伯伯", "嫂子", "姐姐", "哥哥", "妈妈",
    "爸爸", "姨", "叔", "婶", "伯", "哥", "姐", "嫂", "工", "总", "妈", "爸", "爷", "奶",
];
/// First characters after 我叫 that call somebody or something else: 我叫了师傅, 我叫外卖.
const CALLED_OTHERS: &str = "了过他她它你您咱人来车的不个外滴开什啥救代物保电快师醒着大孩妈爸儿女朋同隔邻工修送跑拖搬家警网顺美饿闪一两三几这那";

/// Words after which a name may follow, and how what follows is read.
type Reader = fn(&str) -> Option<Range<usize>>;
const LEADS: &[(&str, Reader)] = &[
    ("我叫", called),
    ("我名叫", called),
    ("本人叫", called),
    ("我的名字叫", called),
    ("我的名字是", called),
    ("俺叫", called),
    ("姓名:", entered),
    ("姓名是", entered),
    ("联系人:", entered),
    ("联系人是", entered),
    ("联系人", entered),
    ("名字:", entered),
    ("我是", am),
    ("我系", am),
    ("本人是", am),
    ("俺是", am),
    ("本人姓", |rest| surname(rest).map(|n| 0..n)),
    ("我姓", |rest| surname(rest).map(|n| 0..n)),
    ("免贵姓", |rest| surname(rest).map(|n| 0..n)),
    ("俺姓", |rest| surname(rest).map(|n| 0..n)),
    ("本人", alone),
    ("my name is ", english),
    ("my name's ", english),
    ("name: ", english),
    ("name:", english),
    ("please call me ", english),
];

/// Ranges of the private names in `text` (folded).
#[must_use]
pub fn private_names(text: &str) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    let leads = |c: &char| matches!(c, '我' | '本' | '俺' | '姓' | '名' | '联' | '免' | 'm' | 'n' | 'p');
    for (at, _) in text.char_indices().filter(|(_, c)| leads(c)) {
        let Some(rest) = text.get(at..) else { continue };
        let found = LEADS.iter().find_map(|(lead, read)| {
            let rest = rest.strip_prefix(lead)?;
            let start = at + lead.len() + (rest.len() - rest.trim_start_matches(' ').len());
            read(rest.trim_start_matches(' ')).map(|r| start + r.start..start + r.end)
        });
        spans.extend(found);
    }
    spans
}

/// After 本人: only a name that stands for itself.
fn alone(text: &str) -> Option<Range<usize>> {
    let length = name(text)?;
    text.get(length..)?.chars().next().is_none_or(|c| !is_han(c)).then_some(0..length)
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn bytes(chars: &[char]) -> usize {
    chars.iter().map(|c| c.len_utf8()).sum()
}

/// Bytes of the surname that `text` begins with.
fn surname(text: &str) -> Option<usize> {
    if let Some(double) = DOUBLE.iter().find(|w| text.starts_with(*w)) {
        return Some(double.len());
    }
    text.chars().next().filter(|c| SURNAMES.contains(*c)).map(char::len_utf8)
}

/// The run of Chinese characters that `text` begins with, at most ten.
fn run(text: &str) -> Vec<char> {
    text.chars().take(10).take_while(|c| is_han(*c)).collect()
}

/// Bytes of the full name or surname with title that `text` begins with.
fn name(text: &str) -> Option<usize> {
    let first = surname(text)?;
    if NOT_NAMES.iter().any(|w| text.starts_with(w)) {
        return None;
    }
    if let Some(title) = text.get(first..).and_then(|rest| TITLES.iter().find(|t| rest.starts_with(*t))) {
        let end = first + title.len();
        let over = text
            .get(end..)
            .and_then(|r| r.chars().next())
            .is_none_or(|c| !is_han(c) || AFTER_NAME.contains(c));
        if over {
            return Some(end);
        }
    }
    let chars = run(text);
    let family = if first > '王'.len_utf8() { 2 } else { 1 };
    // Given names have one or two characters.
    let longest = family + 2;
    let over = |n: usize| chars.get(n).is_none_or(|c| AFTER_NAME.contains(*c));
    let count = [longest, family + 1].into_iter().find(|n| *n <= chars.len() && over(*n))?;
    // 张三想问: the third character already goes on, unless nothing follows it.
    let short = family + 1;
    let goes_on = count == longest && chars.len() > longest && goes_on(&chars[short..]);
    let particle = count == longest && "啊呀哦呢吧嘛哈嗯".contains(chars[short]);
    let count = if goes_on || particle { short } else { count };
    let role = count == 2 && chars.get(1).is_some_and(|c| ROLES.contains(*c));
    (!role).then(|| bytes(&chars[..count]))
}

/// 张三想问, 张三明天来: what follows a name of two characters; 王小明的 is one of three.
fn goes_on(rest: &[char]) -> bool {
    const VERBS: &str = "住在的想要找请问反看说是也都不没被把对给因和跟我你他她这那";
    const WORDS: &[&str] = &[
        "明天", "明早", "明晚", "今天", "今早", "今晚", "昨天", "昨晚", "家里", "家住", "家在", "家的",
        "有事", "有人", "有个", "有空", "来问", "来了", "来反", "来看", "刚才", "刚刚", "现在", "现住",
        "一直", "一栋", "可以", "可能", "能不", "会不", "就是", "就住", "上面", "前面", "从来", "从昨",
        "帮我", "帮忙",
    ];
    let text: String = rest.iter().take(2).collect();
    rest.first().is_some_and(|c| VERBS.contains(*c)) || WORDS.contains(&text.as_str())
}

/// After 我叫: a name, also one without a surname if it is short and then stops.
fn called(text: &str) -> Option<Range<usize>> {
    let chars = run(text);
    let first = *chars.first()?;
    if CALLED_OTHERS.contains(first) {
        return None;
    }
    if let Some(length) = name(text) {
        return Some(0..length);
    }
    let familiar = matches!(first, '小' | '老' | '阿');
    match chars.len() {
        2..=4 if !NOT_NAMES.iter().any(|w| text.starts_with(w)) => Some(0..bytes(&chars)),
        _ if familiar && chars.len() > 2 => Some(0..bytes(&chars[..2])),
        // 李秀英住在…: of a longer run three characters.
        5.. if surname(text).is_some() => Some(0..bytes(&chars[..3])),
        _ => None,
    }
}

/// After 姓名: in a form.
fn entered(text: &str) -> Option<Range<usize>> {
    let chars = run(text);
    let other =
        ["电话", "手机", "方式", "号码", "信息", "地址", "是", "为", "填", "不", "没", "请", "在", "变"];
    if other.iter().any(|w| text.starts_with(w)) {
        return None;
    }
    if let Some(length) = name(text) {
        return Some(0..length);
    }
    (2..=4).contains(&chars.len()).then(|| 0..bytes(&chars))
}

/// After 我是: a name and no more, 小王, or 3号楼的李建国.
fn am(text: &str) -> Option<Range<usize>> {
    if let Some(length) = name(text) {
        return Some(0..length);
    }
    if let Some(length) = familiar(text) {
        return Some(0..length);
    }
    // 我是网格员小李, 我是新来的物业王芳
    let mut rest = text.strip_prefix("新来的").unwrap_or(text);
    if let Some(role) = BEFORE_OWN_NAME.iter().find_map(|role| rest.strip_prefix(role)) {
        rest = role.strip_prefix('的').unwrap_or(role);
        let start = text.len() - rest.len();
        let ends = |length: usize| rest.get(length..).is_some_and(|r| !r.starts_with(is_han));
        let length = familiar(rest).or_else(|| name(rest)).filter(|length| ends(*length));
        if let Some(length) = length {
            return Some(start..start + length);
        }
    }
    // 我是3号楼的李建国
    let near: String =
        text.chars().take(12).take_while(|c| is_han(*c) || c.is_ascii_alphanumeric()).collect();
    let at = near.rfind('的')? + '的'.len_utf8();
    let rest = text.get(at..)?;
    let length = name(rest)?;
    let ends = rest.get(length..)?.chars().next().is_none_or(|c| !is_han(c));
    ends.then_some(at..at + length)
}

/// What people say they are before they say their name.
const BEFORE_OWN_NAME: &[&str] = &[
    "网格员",
    "社区网格员",
    "物业管家",
    "物业",
    "楼长",
    "楼栋长",
    "栋长",
    "社区",
    "居委会",
    "业委会",
    "志愿者",
    "保安",
    "保洁",
    "维修师傅",
    "维修",
    "管家",
    "邻居",
    "业主",
    "住户",
    "租客",
    "房东",
    "楼下",
    "楼上",
    "隔壁",
    "对门",
    "民警",
    "社区民警",
    "片警",
    "电工",
    "水电工",
    "组长",
    "义工",
    "社工",
];

/// Bytes of 小王 or 老李, if it stands for itself.
fn familiar(text: &str) -> Option<usize> {
    let chars = run(text);
    let named =
        matches!(chars.first(), Some('小' | '老')) && chars.get(1).is_some_and(|c| SURNAMES.contains(*c));
    (named && chars.get(2).is_none_or(|c| "住家在".contains(*c))).then(|| bytes(&chars[..2]))
}

/// Up to three words that are not the sentence going on.
fn english(text: &str) -> Option<Range<usize>> {
    const ON: &[&str] = &[
        "and", "i", "i'm", "from", "in", "of", "at", "but", "the", "on", "who", "here", "my", "we", "with",
        "for", "to", "is", "living", "live", "not", "on", "please", "your", "it", "a", "an", "can", "could",
        "there", "room", "unit", "block", "building", "speaking", "calling",
    ];
    let mut end = 0;
    for word in text.split_inclusive(' ').take(3) {
        let bare = word.trim_end();
        let letters = bare.trim_end_matches(['.', ',', '!', '?']);
        if letters.is_empty()
            || ON.contains(&letters)
            || !letters.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'')
        {
            break;
        }
        let start = text.len() - text.get(end..)?.len();
        let lead = text.get(start..)?.len() - text.get(start..)?.trim_start().len();
        end = start + lead + letters.len();
        if letters.len() < bare.len() || bare.len() == word.len() {
            break;
        }
    }
    (end > 0).then_some(0..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(text: &str) -> String {
        let spans = crate::mask::merged(private_names(text));
        crate::mask::cover(text, &spans, false)
    }

    #[test]
    fn names_are_covered_and_nothing_else() {
        for (text, expected) in [
            ("我叫李秀英,想问", "我叫***,想问"),
            ("我叫李秀英住在五栋想问个事", "我叫***住在五栋想问个事"),
            ("我叫阿黄,想问", "我叫**,想问"),
            ("我是陈建国,住六楼", "我是***,住六楼"),
            ("我是张三想问下停水", "我是**想问下停水"),
            ("我是李想", "我是**"),
            ("我叫王小明的朋友来修", "我叫***的朋友来修"),
            ("我是网格员小李,有事找我", "我是网格员**,有事找我"),
            ("我是楼长老刘", "我是楼长**"),
            ("我是新来的物业王芳", "我是新来的物业**"),
            ("我是陈诚啊,那个", "我是**啊,那个"),
            ("我是李阿姨,楼下的", "我是***,楼下的"),
            ("我是王师傅", "我是***"),
            ("我是小王,住3楼", "我是**,住3楼"),
            ("我是3号楼的李建国", "我是3号楼的***"),
            ("本人姓王,要反映", "本人姓*,要反映"),
            ("免贵姓欧阳", "免贵姓**"),
            ("我是欧阳娜娜", "我是****"),
            ("姓名: 赵六 电话", "姓名: ** 电话"),
            ("联系人:周女士", "联系人:***"),
            ("my name is john smith", "my name is **********"),
            ("my name is john and i live here", "my name is **** and i live here"),
            ("my name is anna, 3rd floor", "my name is ****, 3rd floor"),
        ] {
            assert_eq!(covered(text), expected);
        }
    }

    #[test]
    fn what_is_no_name_stays() {
        for text in [
            "我是业主",
            "我是3楼的",
            "我是说没人来",
            "我叫了师傅",
            "我叫师傅来看",
            "我叫外卖",
            "我叫他别吵",
            "我叫物业来人",
            "我是新搬来的",
            "我是楼上的",
            "我是路过的",
            "我是高兴坏了",
            "我是安保",
            "我是小区业主",
            "我是老党员",
            "我是老人",
            "我是和他一起的",
            "我是都不知道",
            "我是房东",
            "我是物业的",
            "我是社区工作人员",
            "我是楼上漏水的",
            "我是邻居家的",
            "我是这里的管家",
            "有条河名字叫化工河",
            "本人于近日反映",
            "本人要投诉",
            "姓名变更的咨询",
            "联系人电话没人接",
            "我姓什么你知道",
            "what is your name",
        ] {
            assert_eq!(covered(text), text);
        }
    }
}
