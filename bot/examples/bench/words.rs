//! What people say in the benchmark: chatter of a group, and requests that are surely requests.

const CHATTER: [&str; 40] = [
    "早上好",
    "大家早，今天降温了多穿点",
    "好的收到",
    "哈哈哈",
    "谢谢",
    "辛苦了",
    "周末一起去爬山吧",
    "有人一起团购苹果吗",
    "晚上包饺子，谁来",
    "这家店的豆浆不错",
    "我家猫又胖了",
    "孩子明天考试，祝我好运",
    "昨天的球赛太精彩了",
    "菜市场的西红柿三块五",
    "有没有多余的快递纸箱，想要两个",
    "祝王阿姨生日快乐",
    "合唱团今晚七点半老地方",
    "谁家的小狗真可爱",
    "同意",
    "明天下午去图书馆，有一起的吗",
    "转发：秋季养生小知识",
    "桂花开了，真香",
    "刚下高铁，到家了",
    "这个菜谱我试过，好吃",
    "电影票多一张，今晚八点",
    "恭喜恭喜",
    "我在楼下散步",
    "晚安各位",
    "新开的面馆有人去过吗",
    "我觉得可以",
    "不客气",
    "孙女会走路了",
    "太极拳班下周开始",
    "今天的月亮好圆",
    "Good morning everyone",
    "See you tonight",
    "听说地铁明年通车",
    "书法展在文化宫，免费",
    "老张你的象棋水平见长",
    "下雨了，记得收衣服",
];

const TROUBLES: [&str; 12] = [
    "楼道灯坏了",
    "水管漏水了",
    "电梯坏了",
    "门禁坏了",
    "声控灯不亮了",
    "下水道堵了",
    "楼道灯不亮了",
    "单元门锁坏了",
    "电梯按钮坏了",
    "楼道的窗户玻璃碎了",
    "消防栓漏水了",
    "楼道里堆满了垃圾",
];

/// Chatter.
pub fn chatter(n: usize) -> &'static str {
    CHATTER[n % CHATTER.len()]
}

/// The `n`th request; a group's requests are all unlike.
pub fn request(n: usize) -> String {
    let (building, unit, floor) = (n % 10 + 1, n / 10 % 4 + 1, n / 40 % 18 + 1);
    format!("{building}号楼{unit}单元{floor}楼{}", TROUBLES[(n + n / 720) % TROUBLES.len()])
}
