//! Training of the small models of kind, category and urgency: softmax regression over named signals and hashed
//! characters, in one thread and without chance, so that the same lessons make the same bytes.

mod check;
mod corrections;
mod drills;
mod fit;
mod lessons;

pub use check::{Figures, Group, cross};
pub use corrections::{corrections, unknown_names};
pub use lessons::{Files, Lessons, kept_for_measuring, plain_title};

use super::classes::{Category, Kind, Urgency};
use super::judge::{Features, cheap, features, judge, probabilities};
use super::model::Model;
use super::place::Place;
use super::topic::{category_features, urgency_features};
use super::{Ask, Models, Names, Understanding, fold, mask, place};
use fit::{Plan, Row, fit};

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

/// Trains all models.
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
    bits: 17,
    rounds: 16,
    pull_signals: 2e-4,
    pull_parts: 3e-4,
    diagonal: 0.0,
    smoothing: 0.02,
};
const CATEGORIES: Plan = Plan {
    classes: Category::ALL.len(),
    bits: 15,
    rounds: 20,
    pull_signals: 5e-4,
    pull_parts: 3e-4,
    diagonal: 4.0,
    smoothing: 0.05,
};
const URGENCIES: Plan = Plan {
    classes: Urgency::ALL.len(),
    bits: 15,
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
        let before = lesson.context.as_deref().zip(first).map(|(context, models)| {
            judge(models, &fold::fold(context).text, None, &Place::default()).likeliest
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
/// Our own messages speak of haste more often than people do, so that each counts less.
const HASTE: f32 = 0.6;
/// Messages that count less than this were labelled by where they come from.
const BY_HAND: f32 = 0.5;

fn topic_rows(lessons: &[Lesson]) -> (Vec<Row>, Vec<Row>) {
    let (mut categories, mut urgencies) = (Vec::new(), Vec::new());
    for lesson in lessons.iter().filter(|l| l.category.is_some() || l.urgency.is_some()) {
        let (text, place) = seen(&lesson.text);
        let context = lesson.context.as_deref().map(|c| fold::fold(c).text);
        let (hits, parts) = features(cheap(&text), &text, &place, None).into_topic();
        let (signals, all) = category_features(&text, context.as_deref(), &hits, &parts);
        if let Some(urgency) = lesson.urgency {
            let signals = urgency_features(&text, context.as_deref(), &hits, &signals);
            let label = urgency as usize;
            let weight = if urgency == Urgency::Normal { lesson.weight } else { HASTE * lesson.weight };
            urgencies.push(Row { signals, parts: all.clone(), label, weight });
        }
        if let Some(category) = lesson.category {
            categories.push(Row { signals, parts: all, label: category as usize, weight: lesson.weight });
        }
    }
    (categories, urgencies)
}
