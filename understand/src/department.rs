//! Whom a request might be handed to: one of the seven departments, from a taught model, its category
//! and a few telling words.

use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

use super::classes::{Category, Department};
use super::linear::{Model, grams, plain};

/// Words that speak for a department whatever the category.
const TELLING: &[(Department, &str)] = &[
    (
        Department::Labour,
        "社保 医保 工资 养老 低保 补贴 工伤 退休 失业 劳动 保险 就业 残疾 救助 编制 用工 欠薪 退伍 户口 公积金缴 职工 待遇 生育津贴 职称 劳动合同 职工 员工 加班 事业单位 仲裁 农民工 改制 公务员 报销 参保 缴费 下岗 社厅 社局",
    ),
    (
        Department::Education,
        "学校 幼儿园 学生 教师 老师 补课 入学 学位 教育 中学 小学 高考 中考 学区 培训班 辅导班 图书馆 体育 文化 教材 招生 家长 校长 班主任 开学 学费 学籍 高中 初中 文物 放假 上课 校园 师资 班级",
    ),
    (
        Department::Health,
        "医院 医生 卫生院 卫生站 诊所 药店 疫苗 计生 生育 独生子女 准生证 社会抚养费 手术 药品 医疗 血压计 护士 病人 医患 患者 二胎 二孩 计划生育 病历 看病 用药 结婚 抚养费 执业 卫生局 卫计 科室 门诊",
    ),
    (
        Department::Commerce,
        "电梯 旅游 消费者 假货 发票 传销 价格 物价 工商 商家 食品 景区 导游 退款 虚假宣传 网购 驿站 商品 市场监管 质量监督 营业执照 lift elevator 垄断 产品 特种设备 直销 猪肉 屠宰 检验 液化气 会员 投资 洗脑",
    ),
    (
        Department::Transport,
        "出租车 客运 公交 班车 高速 国道 省道 县道 车站 超载 的士 滴滴 驾校 交通运输 路政 航道 船 邮政 地铁口 汽车站 bus taxi 司机 打表 营运 物流 包裹 货车 快递 收费站 公路 路费",
    ),
    (
        Department::Environment,
        "污染 排污 偷排 噪音 噪声 粉尘 扬尘 废气 废水 工厂 养殖 异味 恶臭 环保 臭气 黑臭 焚烧 化工 油烟 气味 刺鼻 辐射 搅拌站 noise smoke stink smell 排放 环境污染 水源 废渣 采石场 养猪场 砖厂 生态 环评 空气 开采 厂 有毒 毒气",
    ),
];

/// All of them, found in one go, and for whom each speaks.
static TELLS: LazyLock<Option<(AhoCorasick, Vec<Department>)>> = LazyLock::new(|| {
    let words = TELLING.iter().flat_map(|(_, words)| words.split_whitespace());
    let whose = TELLING.iter().flat_map(|(d, words)| words.split_whitespace().map(|_| *d));
    Some((AhoCorasick::new(words).ok()?, whose.collect()))
});

/// The taught model, see `model/department.md`; `gridbell train` writes it.
static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| {
    let model = Model::read(include_bytes!("../model/department.bin"));
    debug_assert!(model.is_ok(), "{model:?}");
    model.ok()
});

/// How much likelier the rules make a department, against what the model says: of a short text, of a long one. (Best for
/// topic lines and petitions that were not taught: 1.6 and 1.3. A message in a chat is less like them.)
const RULES: [f32; 2] = [2.0, 1.3];

/// The department for a request of `category`, and how sure that is, 0 to 1 (0.5 where only rules speak); `text` is folded.
pub(super) fn suggest(text: &str, category: Category) -> (Department, f32) {
    let ruled = by_rules(text, category);
    let Some(model) = &*MODEL else { return (ruled, 0.5) };
    let plain = plain(text);
    // It was taught Chinese only.
    if plain.iter().all(char::is_ascii) {
        return (ruled, 0.5);
    }
    let mut chances = model.guess(&grams(&plain), plain.len()).chances;
    chances[ruled as usize] *= RULES[usize::from(plain.len() >= Model::SHORT)];
    let sum: f32 = chances.iter().sum();
    let likeliest = Department::ALL.iter().zip(chances).max_by(|a, b| a.1.total_cmp(&b.1));
    likeliest.map_or((ruled, 0.5), |(department, chance)| (*department, chance / sum))
}

/// How rare a character or pair is in the messages that were taught: the logarithm of how many to one that has it.
pub(super) fn usual_rarity(gram: u32) -> f32 {
    const NEVER_TAUGHT: f32 = 9.0;
    MODEL.as_ref().and_then(|model| model.rarity(gram)).unwrap_or(NEVER_TAUGHT)
}

/// The likeliest of them.
pub(super) fn department(text: &str, category: Category) -> Department {
    suggest(text, category).0
}

/// By telling words, else by what the category usually means.
pub(crate) fn by_rules(text: &str, category: Category) -> Department {
    let by_words = most_told_of(text);
    let usual = usual(category);
    match by_words {
        // One word is enough for a category that says nothing; a settled one needs two.
        Some((department, n)) if n >= 2 || (n == 1 && !settled(category)) => department,
        _ => usual,
    }
}

/// For which department most of the telling words speak, each counted once, and how many.
fn most_told_of(text: &str) -> Option<(Department, usize)> {
    let (words, whose) = TELLS.as_ref()?;
    let mut told: Vec<usize> =
        words.find_overlapping_iter(text).map(|word| word.pattern().as_usize()).collect();
    told.sort_unstable();
    told.dedup();
    let count = |d: Department| told.iter().filter(|word| whose.get(**word) == Some(&d)).count();
    TELLING.iter().map(|(d, _)| (*d, count(*d))).max_by_key(|(_, n)| *n)
}

pub(crate) fn settled(category: Category) -> bool {
    !matches!(
        category,
        Category::Other
            | Category::PublicService
            | Category::Care
            | Category::Noise
            | Category::Sanitation
            | Category::PublicOrder
    )
}

pub(crate) fn usual(category: Category) -> Department {
    match category {
        Category::Lift => Department::Commerce,
        Category::Noise => Department::Environment,
        Category::Care => Department::Labour,
        Category::PublicService => Department::Transport,
        _ => Department::Construction,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_categories() {
        let cases = [
            ("3号楼路灯不亮", Category::Lighting, Department::Construction),
            ("工厂半夜排污,粉尘很大", Category::Sanitation, Department::Environment),
            ("公司拖欠工资三个月", Category::Other, Department::Labour),
            ("卫生站的血压计坏了", Category::PublicService, Department::Health),
            ("电梯掉层", Category::Lift, Department::Commerce),
            // City buses are a matter of the city in the task's tree.
            ("公交半小时不来", Category::PublicService, Department::Construction),
            ("客运站班车乱涨价,司机不打表", Category::PublicService, Department::Transport),
        ];
        for (text, category, expected) in cases {
            assert_eq!(department(text, category), expected, "{text}");
        }
    }
}
