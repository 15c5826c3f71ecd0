//! Shares, precision, recall and F1 with bootstrap intervals that come out the same on every run.

/// How many of a group.
pub struct Share {
    hits: Vec<bool>,
}

impl Share {
    /// Of those in `whole`, which are in `part`.
    pub fn of<T>(group: &[&T], whole: impl Fn(&T) -> bool, part: impl Fn(&T) -> bool) -> Self {
        Self { hits: group.iter().copied().filter(|m| whole(m)).map(part).collect() }
    }
}

/// One line: name, share, interval, number.
pub fn line(name: &str, share: &Share) -> String {
    let n = share.hits.len();
    if n == 0 {
        return format!("  {name:<28} n 0");
    }
    let rate = |at: &[usize]| 100.0 * at.iter().filter(|i| share.hits[**i]).count() as f64 / n as f64;
    let (low, high) = interval(n, rate);
    let value = rate(&(0..n).collect::<Vec<_>>());
    format!("  {name:<28} {value:6.2} [{low:.2}, {high:.2}]  n {n}")
}

/// One line: name, precision, recall and F1 with its interval, number of those that are.
pub fn score<T>(name: &str, group: &[&T], is: impl Fn(&T) -> bool, said: impl Fn(&T) -> bool) -> String {
    let pairs: Vec<(bool, bool)> = group.iter().map(|m| (is(m), said(m))).collect();
    let count =
        |at: &[usize], f: fn((bool, bool)) -> bool| at.iter().filter(|i| f(pairs[**i])).count() as f64;
    let figures = |at: &[usize]| {
        let (both, are, say) = (count(at, |p| p.0 && p.1), count(at, |p| p.0), count(at, |p| p.1));
        (100.0 * both / say.max(1.0), 100.0 * both / are.max(1.0), 200.0 * both / (are + say).max(1.0))
    };
    let all: Vec<usize> = (0..pairs.len()).collect();
    let (precision, recall, f1) = figures(&all);
    let (low, high) = interval(pairs.len(), |at| figures(at).2);
    let n = pairs.iter().filter(|p| p.0).count();
    format!(
        "  {name:<28} precision {precision:6.2}  recall {recall:6.2}  F1 {f1:6.2} [{low:.2}, {high:.2}]  n {n}"
    )
}

/// The middle 95 % of a figure over samples drawn with replacement.
fn interval(n: usize, figure: impl Fn(&[usize]) -> f64) -> (f64, f64) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n.max(1)
    };
    let rounds = if n > 5_000 { 200 } else { 1_000 };
    let mut values: Vec<f64> = (0..rounds)
        .map(|_| {
            let sample: Vec<usize> = (0..n).map(|_| draw()).collect();
            figure(&sample)
        })
        .collect();
    values.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| values.get((share * rounds as f64) as usize).copied().unwrap_or(f64::NAN);
    (at(0.025), at(0.975))
}
