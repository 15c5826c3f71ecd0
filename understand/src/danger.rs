//! Whom to ring when it cannot wait: read from the words of an emergency, by the body that answers.

use super::Category;

/// Who helps in an emergency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Help {
    /// 119
    Fire,
    /// 120
    Medical,
    /// 110
    Police,
    /// Smell of gas: out first, then the telephone.
    Gas,
    /// Shut in a lift.
    Lift,
    /// Any other danger: who is on duty.
    Duty,
}

/// The order is the order of danger: fire before an injury before a crime.
const SIGNS: &[(Help, &[&str])] = &[
    (
        Help::Fire,
        &[
            "着火",
            "起火",
            "火灾",
            "失火",
            "冒烟",
            "浓烟",
            "明火",
            "烧起来",
            "爆炸",
            "著火",
            "火災",
            "濃煙",
            "燒起來",
            "on fire",
            "smoke",
            "explosion",
            "burning",
        ],
    ),
    (Help::Gas, &["煤气味", "燃气味", "煤气泄漏", "燃气泄漏", "天然气", "漏气", "瓦斯", "漏氣", "gas"]),
    (
        Help::Medical,
        &[
            "晕倒",
            "昏迷",
            "昏倒",
            "摔倒",
            "摔伤",
            "受伤",
            "流血",
            "出血",
            "心脏",
            "喘不上气",
            "没有呼吸",
            "中毒",
            "触电",
            "坠楼",
            "休克",
            "暈倒",
            "受傷",
            "觸電",
            "unconscious",
            "collapsed",
            "bleeding",
            "injured",
            "heart attack",
            "not breathing",
        ],
    ),
    (
        Help::Police,
        &[
            "打人", "持刀", "抢劫", "入室", "小偷", "打架", "跳楼", "轻生", "搶劫", "跳樓", "knife",
            "robbery", "fight", "break-in",
        ],
    ),
    (
        Help::Lift,
        &["困在电梯", "电梯困", "关在电梯", "困梯", "困在電梯", "電梯困", "stuck in the lift", "elevator"],
    ),
];

/// Who helps in the emergency that `text` tells of.
#[must_use]
pub fn help_for(text: &str, category: Category) -> Help {
    let text = text.to_lowercase();
    let said = SIGNS.iter().find(|(_, signs)| signs.iter().any(|sign| text.contains(sign)));
    said.map(|(help, _)| *help).unwrap_or(match category {
        Category::FireSafety => Help::Fire,
        Category::GasHeat => Help::Gas,
        Category::PublicOrder => Help::Police,
        Category::Care => Help::Medical,
        Category::Lift => Help::Lift,
        _ => Help::Duty,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_decide_before_the_category() {
        for (text, category, help) in [
            ("3号楼楼道电动车着火了", Category::FireSafety, Help::Fire),
            ("电梯里冒烟，有人困在里面", Category::Lift, Help::Fire),
            ("有老人在楼下晕倒了", Category::Other, Help::Medical),
            ("楼道里好大的煤气味", Category::Other, Help::Gas),
            ("有人困在电梯里", Category::Lift, Help::Lift),
            ("有人持刀", Category::Other, Help::Police),
            ("井盖没了，孩子差点掉下去", Category::Road, Help::Duty),
            ("飞线充电", Category::FireSafety, Help::Fire),
            ("Someone collapsed at the gate", Category::Other, Help::Medical),
        ] {
            assert_eq!(help_for(text, category), help, "{text}");
        }
    }
}
