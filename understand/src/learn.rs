//! Training of the small models of kind, category and urgency: softmax regression over named signals and hashed
//! characters, in one thread and without chance, so that the same lessons make the same bytes.

use super::classes::{Category, Kind, Urgency};
use super::judge::{Features, cheap, features, judge, probabilities};
use super::model::{Model, softmax, value_of};
use super::place::Place;
use super::topic::{category_features, urgency_features};
use super::{Ask, Models, Names, Understanding, fold, mask, place};

/// A message with what it is to be read as.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// The message.
    pub text: String,
    /// What it replies to.
    pub context: Option<String>,
    /// Its kind; `None` when only the rest is to be learned from it.
    pub kind: Option<Kind>,
    /// What a request is about.
    pub category: Option<Category>,
    /// How soon.
    pub urgency: Option<Urgency>,
    /// How much it counts; a message labelled by hand counts 1.
    pub weight: f32,
}

/// Models and the files they are kept in.
pub struct Trained {
    models: Models,
    /// Name and bytes of each file.
    pub files: Vec<(&'static str, Vec<u8>)>,
}

impl Trained {
    /// Reads a message with these models.
    #[must_use]
    pub fn understand(&self, ask: &Ask<'_>) -> Understanding {
        super::read(&self.models, ask, false)
    }
}

/// One message as the trainer sees it.
struct Row {
    signals: Vec<f32>,
    parts: Vec<u32>,
    label: usize,
    weight: f32,
}

/// How a model is fitted.
struct Plan {
    classes: usize,
    /// Bits of the hash.
    bits: u32,
    rounds: usize,
    /// Pull of the signals' weights towards what they start from.
    pull_signals: f32,
    /// Pull of the characters' weights towards nothing: stronger, since each is seen seldom.
    pull_parts: f32,
    /// Signal `i` starts out speaking this much for class `i`.
    diagonal: f32,
    /// How much weight a mistake in the smallest classes may gain.
    smoothing: f32,
}

/// Trains all three models.
#[must_use]
pub fn train(lessons: &[Lesson]) -> Trained {
    // What a reply stands under is the kind of the message before it, so that is learned first.
    let alone: Vec<_> = lessons.iter().filter(|l| l.context.is_none()).collect();
    let gate = fit(&gate_rows(&alone), &GATE);
    let first = fit(&kind_rows(&alone, None), &KINDS);
    let model = |bytes: &[u8]| Model::read(bytes).unwrap_or_default();
    let first = Models { gate: model(&gate), kinds: model(&first), ..Models::default() };
    let all: Vec<_> = lessons.iter().collect();
    let kinds = fit(&kind_rows(&all, Some(&first)), &KINDS);
    let (categories, urgencies) = topic_rows(lessons);
    let files = vec![
        ("gate.bin", gate),
        ("kinds.bin", kinds),
        ("categories.bin", fit(&categories, &CATEGORIES)),
        ("urgencies.bin", fit(&urgencies, &URGENCIES)),
    ];
    let read = |at: usize| model(&files[at].1);
    Trained {
        models: Models { gate: read(0), kinds: read(1), categories: read(2), urgencies: read(3) },
        files,
    }
}

const GATE: Plan = Plan {
    classes: 2,
    bits: 15,
    rounds: 8,
    pull_signals: 2e-4,
    pull_parts: 1e-3,
    diagonal: 0.0,
    smoothing: 0.0,
};
const KINDS: Plan = Plan {
    classes: Kind::ALL.len(),
    bits: 15,
    rounds: 12,
    pull_signals: 2e-4,
    pull_parts: 1e-3,
    diagonal: 0.0,
    smoothing: 0.02,
};
const CATEGORIES: Plan = Plan {
    classes: Category::ALL.len(),
    bits: 13,
    rounds: 20,
    pull_signals: 5e-4,
    pull_parts: 1e-3,
    diagonal: 4.0,
    smoothing: 0.05,
};
const URGENCIES: Plan = Plan {
    classes: Urgency::ALL.len(),
    bits: 13,
    rounds: 20,
    pull_signals: 5e-4,
    pull_parts: 1e-3,
    diagonal: 0.0,
    smoothing: 0.02,
};

/// The text as the judge sees it: folded and with private numbers covered; and its place.
fn seen(text: &str) -> (String, Place) {
    let folded = fold::fold(text);
    let private = mask::private_spans(&folded.text);
    let covered = mask::cover(&folded.text, &private, true);
    let found = place::read_place(text, &folded, &covered, &Names::default());
    (covered, found.place)
}

/// Nothing or anything else. What is something counts more, since what the gate shuts out is never looked at again.
fn gate_rows(lessons: &[&Lesson]) -> Vec<Row> {
    let row = |lesson: &&Lesson| {
        let something = lesson.kind? != Kind::None;
        let Features { signals, parts, .. } = cheap(&seen(&lesson.text).0);
        let weight = if something { 3.0 * lesson.weight } else { lesson.weight };
        Some(Row { signals, parts, label: usize::from(something), weight })
    };
    lessons.iter().filter_map(row).collect()
}

fn kind_rows(lessons: &[&Lesson], first: Option<&Models>) -> Vec<Row> {
    let row = |lesson: &&Lesson| {
        let label = lesson.kind? as usize;
        let (text, place) = seen(&lesson.text);
        let before =
            lesson.context.as_deref().zip(first).map(|(context, models)| {
                judge(models, &fold::fold(context).text, None, &Place::default()).kind
            });
        let Features { signals, parts, .. } = features(cheap(&text), &text, &place, before);
        // Everyday talk is plenty: what the first model takes for something else teaches more than the rest.
        let mistaken = |models: &Models| {
            lesson.weight < BY_HAND && probabilities(&models.kinds, &signals, &parts)[label] < 0.9
        };
        let weight = if first.is_some_and(mistaken) { lesson.weight * MISTAKEN } else { lesson.weight };
        Some(Row { signals, parts, label, weight })
    };
    lessons.iter().filter_map(row).collect()
}

/// How much more a piece of everyday talk counts that the first model mistook.
const MISTAKEN: f32 = 10.0;
/// Share of a text's characters that a step of training looks at.
const KEPT: f32 = 0.8;
/// Messages that count less than this were labelled by where they come from.
const BY_HAND: f32 = 0.5;

fn topic_rows(lessons: &[Lesson]) -> (Vec<Row>, Vec<Row>) {
    let (mut categories, mut urgencies) = (Vec::new(), Vec::new());
    for lesson in lessons.iter().filter(|l| l.category.is_some() || l.urgency.is_some()) {
        let (text, place) = seen(&lesson.text);
        let context = lesson.context.as_deref().map(|c| fold::fold(c).text);
        let Features { parts, hits, .. } = features(cheap(&text), &text, &place, None);
        let (signals, all) = category_features(&text, context.as_deref(), &hits, &parts);
        if let Some(urgency) = lesson.urgency {
            let signals = urgency_features(&text, context.as_deref(), &hits, &signals);
            let label = urgency as usize;
            urgencies.push(Row { signals, parts: all.clone(), label, weight: lesson.weight });
        }
        if let Some(category) = lesson.category {
            categories.push(Row { signals, parts: all, label: category as usize, weight: lesson.weight });
        }
    }
    (categories, urgencies)
}

/// Fits a model by gradient steps that shrink for weights moved often (AdaGrad), and writes it as a file.
fn fit(rows: &[Row], plan: &Plan) -> Vec<u8> {
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

/// A title of the department data without the tokens that stand for its places (A市, B9县, 西地省).
#[must_use]
pub fn plain_title(title: &str) -> String {
    let chars: Vec<char> = title.trim().chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < chars.len() {
        let mut end = at;
        while end < chars.len() && chars[end].is_ascii_uppercase() {
            end += 1;
        }
        let letters = end - at;
        while end < chars.len() && chars[end].is_ascii_digit() {
            end += 1;
        }
        let token = (letters == 1 || letters == 2) && end < chars.len() && "市区县".contains(chars[end]);
        if token {
            at = end + 1;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out.replace("西地省", "")
}
