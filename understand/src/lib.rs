//! From a resident's words to what they mean: kind, category, urgency, department, place, time; and a masked text.
//! One pure function: no database, no network, no clock but its argument.

mod classes;
mod cues;
pub mod danger;
mod department;
mod estate;
mod fold;
mod grams;
mod judge;
pub mod learn;
mod lexicon;
pub mod linear;
mod mask;
mod model;
mod names;
mod numerals;
mod order;
mod parts;
mod place;
pub mod same;
mod scan;
mod signals;
mod spot;
mod topic;
pub mod topics;
pub mod training;
pub mod when;

use chrono::DateTime;
use chrono_tz::Tz;
use regex::Regex;
use serde::Serialize;
use std::ops::Range;
use std::sync::LazyLock;

use model::Model;

pub use classes::{Category, Department, Kind, Urgency};
pub use place::{Place, building_key};
pub use when::When;

/// What is asked of [`understand`].
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The message.
    pub text: &'a str,
    /// The message it replies to.
    pub context: Option<&'a str>,
    /// Local time, against which 明天 is read.
    pub now: DateTime<Tz>,
    /// The area's own place names.
    pub names: &'a Names,
}

/// Place names of the area, from the org file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Housing estates.
    pub estates: Vec<String>,
    /// Named spots: gates, squares, roads.
    pub spots: Vec<String>,
}

/// What was read out of a message.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Understanding {
    /// What the message is.
    pub kind: Kind,
    /// How sure that is, 0 to 1. A request is carded from 0.8 and asked about from 0.5.
    pub confidence: f32,
    /// What a request (or, nearest, a wish) is about.
    pub category: Option<Category>,
    /// How soon a request must be dealt with.
    pub urgency: Option<Urgency>,
    /// Whom a request might be handed to.
    pub department: Option<Department>,
    /// Where.
    pub place: Place,
    /// The time spoken of.
    pub when: Option<When>,
    /// The text as it may be shown in public.
    pub masked: String,
}

/// Reads a message.
#[must_use]
pub fn understand(ask: &Ask<'_>) -> Understanding {
    read(&MODELS, ask, false)
}

/// Reads a message that is a request for sure, because its writer said so: what is it about, whatever it reads like?
#[must_use]
pub fn understand_request(ask: &Ask<'_>) -> Understanding {
    read(&MODELS, ask, true)
}

fn read(models: &Models, ask: &Ask<'_>, surely_request: bool) -> Understanding {
    let mut folded = fold::fold(ask.text);
    let private = mask::private_spans(&folded.text);
    let covered = mask::cover(&folded.text, &private, true);
    let found = place::read_place(ask.text, &folded, &covered, ask.names);

    let context = ask.context.map(|c| fold::fold(c).text);
    let verdict = judge::judge(models, &covered, context.as_deref(), &found.place);
    let (kind, confidence) = match surely_request {
        true => (Kind::Request, 1.0),
        false => (verdict.kind, verdict.confidence),
    };
    let is_request = kind == Kind::Request;
    // Only of a request: everyday talk must cost little.
    let topic = is_request
        .then(|| topic::Topic::read(models, &covered, context.as_deref(), &verdict.hits, &verdict.parts));
    let category = match kind {
        Kind::Request => topic.as_ref().map(|t| t.category),
        Kind::Wish => Some(Category::Care),
        _ => None,
    };

    let masked = cover_private(ask.text, &folded, private, found.rooms);
    if !found.numbered.is_empty() {
        // The 8号 of 荷香小区8号 is no day.
        folded.text = mask::cover(&folded.text, &found.numbered, true);
    }
    Understanding {
        kind,
        confidence: (confidence * 100.0).round() / 100.0,
        category,
        urgency: topic.as_ref().map(|t| t.urgency),
        department: topic.as_ref().map(|t| t.department),
        place: found.place,
        when: when::read_folded(ask.text, &folded, ask.now),
        masked,
    }
}

/// The text as it may be shown in public, and nothing else of it.
#[must_use]
pub fn masked(text: &str) -> String {
    let folded = fold::fold(text);
    let private = mask::private_spans(&folded.text);
    let covered = mask::cover(&folded.text, &private, true);
    let rooms = place::read_place(text, &folded, &covered, &Names::default()).rooms;
    cover_private(text, &folded, private, rooms)
}

/// Covers in `text` what was found private in its folded form.
fn cover_private(
    text: &str,
    folded: &fold::Folded,
    private: Vec<Range<usize>>,
    rooms: Vec<Range<usize>>,
) -> String {
    let spans = private.into_iter().chain(rooms).map(|span| folded.original(span)).collect();
    mask::cover(text, &mask::merged(spans), false)
}

/// Loads word lists and patterns now rather than with the first message.
pub fn warm() {
    let names = Names::default();
    let now = DateTime::from_timestamp(0, 0).unwrap_or_default().with_timezone(&chrono_tz::UTC);
    let _ = understand(&Ask { text: "3号楼路灯坏了", context: Some("停水"), now, names: &names });
}

/// The models: whether a message can be anything but talk; and of kinds, categories and urgencies.
#[derive(Default)]
struct Models {
    gate: Model,
    kinds: Model,
    categories: Model,
    urgencies: Model,
}

/// The trained numbers of the repository. A file that is no model reads as one that knows nothing; the tests would
/// show it.
static MODELS: LazyLock<Models> = LazyLock::new(|| Models {
    gate: Model::read(include_bytes!("../model/gate.bin")).unwrap_or_default(),
    kinds: Model::read(include_bytes!("../model/kinds.bin")).unwrap_or_default(),
    categories: Model::read(include_bytes!("../model/categories.bin")).unwrap_or_default(),
    urgencies: Model::read(include_bytes!("../model/urgencies.bin")).unwrap_or_default(),
});

/// Compiles a pattern of this module. All of them are fixed, so one that fails is a slip that any test run shows.
fn pattern(text: &str) -> Option<Regex> {
    let compiled = Regex::new(text);
    debug_assert!(compiled.is_ok(), "{compiled:?}");
    compiled.ok()
}

#[cfg(test)]
mod tests;
