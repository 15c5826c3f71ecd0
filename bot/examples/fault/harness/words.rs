//! What people say: requests that are surely requests, no two alike, and chatter between them.

const TROUBLES: [&str; 7] =
    ["楼道灯坏了", "水管漏水了", "电梯坏了", "门禁坏了", "声控灯不亮了", "下水道堵了", "楼道灯不亮了"];
const DANGER: &str = "燃气泄漏，味道很大";
const CHATTER: [&str; 7] = [
    "今天天气真好",
    "大家早上好",
    "周末一起去爬山吧",
    "好的收到",
    "哈哈哈",
    "有人一起团购苹果吗",
    "晚上一起包饺子吧",
];

/// The `n`th request, unlike all before it. One in forty tells of a danger.
pub fn request(n: usize) -> String {
    let (building, unit, floor) = (n % 28 + 1, n / 28 % 6 + 1, n / 168 % 18 + 1);
    let trouble = if n % 40 == 39 { DANGER } else { TROUBLES[(n + n / 3024) % TROUBLES.len()] };
    format!("{building}号楼{unit}单元{floor}楼{trouble}")
}

/// Chatter.
pub fn chatter(n: usize) -> &'static str {
    CHATTER[n % CHATTER.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_requests_are_alike() {
        let all: std::collections::HashSet<String> = (0..6_000).map(request).collect();
        assert_eq!(all.len(), 6_000);
    }
}
