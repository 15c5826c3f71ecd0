//! Teaching the department model: from the given messages to a model file, with figures that were not taught.

mod alike;
mod card;
mod check;
mod examples;
mod titles;

pub use alike::alike;
pub use card::card;
pub use check::{FOLDS, Figures, Measure, check, sharpness};
pub use examples::{BadData, Example, Source, corrections, examples};

use crate::fold::fold;
use crate::linear::{Fitting, Gram, Instance, Model, fit, grams, plain};

/// How much a title counts as a text of its own, beside the whole message.
const TITLE_WEIGHT: f32 = 0.4;
/// How much a segmented row counts whose message is among the raw ones too.
const TWIN_WEIGHT: f32 = 0.5;

/// An example as the machine sees it.
#[derive(Debug)]
pub struct Prepared {
    whole: Vec<Gram>,
    whole_length: usize,
    title: Option<Vec<Gram>>,
    title_given: bool,
    class: usize,
    weight: f32,
    source: Source,
}

/// Counts the characters and pairs of every example. `groups` are those of [`alike`].
#[must_use]
pub fn prepared(examples: &[Example], groups: &[usize]) -> Vec<Prepared> {
    let raw_groups: std::collections::HashSet<usize> =
        examples.iter().zip(groups).filter(|(e, _)| e.source == Source::Raw).map(|(_, g)| *g).collect();
    let prepare = |(example, group): (&Example, &usize)| {
        let whole = plain(&fold(&format!("{}\u{3002}{}", example.title, example.text)).text);
        let title = plain(&fold(example.known_title()).text);
        let twin = example.source == Source::Segmented && raw_groups.contains(group);
        Prepared {
            whole: grams(&whole),
            whole_length: whole.len(),
            title: (!title.is_empty()).then(|| grams(&title)),
            title_given: !example.title.is_empty(),
            class: example.department as usize,
            weight: if twin { TWIN_WEIGHT } else { 1.0 },
            source: example.source,
        }
    };
    examples.iter().zip(groups).map(prepare).collect()
}

/// Fits a model to the examples that are `wanted`.
#[must_use]
pub fn teach(prepared: &[Prepared], wanted: impl Fn(usize) -> bool) -> Model {
    let mut instances = Vec::new();
    for (_, p) in prepared.iter().enumerate().filter(|(i, _)| wanted(*i)) {
        instances.push(Instance { grams: &p.whole, class: p.class, weight: p.weight });
        if let Some(grams) = &p.title {
            instances.push(Instance { grams, class: p.class, weight: p.weight * TITLE_WEIGHT });
        }
    }
    fit(&instances, &Fitting::default())
}
