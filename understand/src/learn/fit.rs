//! Softmax regression over named signals and hashed characters, by gradient steps in one thread and without chance.

use crate::model::{softmax, value_of};

/// One message as the trainer sees it.
pub(super) struct Row {
    pub(super) signals: Vec<f32>,
    pub(super) parts: Vec<u32>,
    pub(super) label: usize,
    pub(super) weight: f32,
}

/// How a model is fitted.
pub(super) struct Plan {
    pub(super) classes: usize,
    /// Bits of the hash.
    pub(super) bits: u32,
    pub(super) rounds: usize,
    /// Pull of the signals' weights towards what they start from.
    pub(super) pull_signals: f32,
    /// Pull of the characters' weights towards nothing: stronger, since each is seen seldom.
    pub(super) pull_parts: f32,
    /// Signal `i` starts out speaking this much for class `i`.
    pub(super) diagonal: f32,
    /// How much weight a mistake in the smallest classes may gain.
    pub(super) smoothing: f32,
}

/// Share of a text's characters that a step of training looks at.
const KEPT: f32 = 0.8;
/// Fits a model by gradient steps that shrink for weights moved often (AdaGrad), and writes it as a file.
pub(super) fn fit(rows: &[Row], plan: &Plan) -> Vec<u8> {
    let n = plan.classes;
    let width = rows.iter().map(|r| r.signals.len()).max().unwrap_or(0) + 1;
    let mask = (1_u32 << plan.bits) - 1;
    let mut start = vec![0.0_f32; width * n];
    for at in 0..n.min(width - 1) {
        start[(at + 1) * n + at] = plan.diagonal;
    }
    let mut signals = start.clone();
    let mut parts = vec![0.0_f32; n << plan.bits];
    let (mut moved_signals, mut moved_parts) = (vec![1e-2_f32; signals.len()], vec![1e-2_f32; parts.len()]);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    for round in 0..plan.rounds {
        chance.shuffle(&mut order);
        let rate = 0.25 / (1.0 + round as f32 * 0.35);
        for row in order.iter().map(|at| &rows[*at]) {
            // Some characters are left out each time, so that no single one is relied on.
            let kept: Vec<usize> = row
                .parts
                .iter()
                .filter(|_| (chance.next() % 1000) as f32 <= 1000.0 * KEPT)
                .map(|part| (part & mask) as usize * n)
                .collect();
            let value = value_of(row.parts.len()) / KEPT;
            let mut scores: Vec<f32> = signals[..n].to_vec();
            for (at, signal) in row.signals.iter().enumerate().filter(|(_, s)| **s != 0.0) {
                (0..n).for_each(|c| scores[c] += signal * signals[(at + 1) * n + c]);
            }
            for at in &kept {
                (0..n).for_each(|c| scores[c] += value * parts[at + c]);
            }
            softmax(&mut scores);
            for (class, score) in scores.iter().enumerate() {
                let target =
                    if class == row.label { 1.0 - plan.smoothing } else { plan.smoothing / (n - 1) as f32 };
                let wrong = (score - target) * row.weight;
                let mut step = |at: usize, value: f32| {
                    let slope = wrong * value + plan.pull_signals * (signals[at] - start[at]);
                    moved_signals[at] += slope * slope;
                    signals[at] -= rate * slope / moved_signals[at].sqrt();
                };
                step(class, 1.0);
                for (at, signal) in row.signals.iter().enumerate().filter(|(_, s)| **s != 0.0) {
                    step((at + 1) * n + class, *signal);
                }
                for at in kept.iter().map(|at| at + class) {
                    let slope = wrong * value + plan.pull_parts * parts[at];
                    moved_parts[at] += slope * slope;
                    parts[at] -= rate * slope / moved_parts[at].sqrt();
                }
            }
        }
    }
    write(&signals, &parts, plan, width)
}

/// The file: classes, bits, rows of signals, worth of a step; the signals' weights; the characters' in steps.
fn write(signals: &[f32], parts: &[f32], plan: &Plan, width: usize) -> Vec<u8> {
    let most = parts.iter().fold(1e-6_f32, |most, w| most.max(w.abs()));
    let step = most / 127.0;
    let mut out = vec![plan.classes as u8, plan.bits as u8];
    out.extend((width as u16).to_le_bytes());
    out.extend(step.to_le_bytes());
    out.extend([0; 4]);
    out.extend(signals.iter().flat_map(|w| w.to_le_bytes()));
    out.extend(parts.iter().map(|w| (w / step).round() as i8 as u8));
    out
}

/// Numbers that only look like chance.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for at in (1..order.len()).rev() {
            order.swap(at, self.next() as usize % (at + 1));
        }
    }
}
