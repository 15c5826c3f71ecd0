//! Decides the kind of a message and how sure that is: a linear model over the signals of the word list and the
//! characters of the text.

use super::Models;
use super::classes::Kind;
use super::cues::cues;
use super::grams::grams;
use super::lexicon::{Hit, Role, scan, scan_forms};
use super::model::{Model, Scores, softmax};
use super::order::order;
use super::place::Place;
use super::signals::{Signal, signals};
use super::topic::is_emergency;

/// A decision.
pub(super) struct Verdict {
    pub(super) kind: Kind,
    pub(super) confidence: f32,
    /// The likeliest kind, before it gives way to talk: what a reply stands under.
    pub(super) likeliest: Kind,
    /// The words it rests on.
    pub(super) hits: Vec<Hit>,
    /// The hashed characters of the text.
    pub(super) parts: Vec<u32>,
}

/// What the model weighs.
pub(super) struct Features {
    pub(super) signals: Vec<f32>,
    pub(super) parts: Vec<u32>,
    /// How many of the parts are characters; the order of words follows.
    characters: usize,
    pub(super) hits: Vec<Hit>,
}

impl Features {
    /// What category and urgency are read from: the words, and the characters without their order, which speaks of the kind
    /// alone.
    pub(super) fn into_topic(mut self) -> (Vec<Hit>, Vec<u32>) {
        self.parts.truncate(self.characters);
        (self.hits, self.parts)
    }
}

/// Characters of replies weigh differently, so they are counted once more under another name.
const IN_REPLY: u32 = 0x5bd1_e995;

/// What is cheap to find: words and characters. The gate decides by these whether the rest is worth finding.
pub(super) fn cheap(text: &str) -> Features {
    let hits = scan(text);
    let mut parts = Vec::with_capacity(128);
    grams(text, &mut parts);
    let mut signals = vec![0.0; Role::COUNT];
    for hit in &hits {
        let slot = &mut signals[hit.role as usize];
        *slot = if *slot < 0.5 { 1.0 } else { 1.5 };
    }
    Features { signals, characters: parts.len(), parts, hits }
}

/// All features of a message, from the cheap ones; `before` is the kind of the message it replies to.
pub(super) fn features(cheap: Features, text: &str, place: &Place, before: Option<Kind>) -> Features {
    let Features { mut parts, characters, mut hits, .. } = cheap;
    scan_forms(text, &mut hits);
    let s = signals(text, &hits, place);
    order(text, &hits, &mut parts);
    if before.is_some() {
        for at in 0..parts.len() {
            parts.push(parts[at].wrapping_mul(IN_REPLY) ^ IN_REPLY);
        }
    }
    let mut all = s.to_vec();
    cues(text, &hits, &s, before, &mut all);
    Features { signals: all, parts, characters, hits }
}

/// So sure must the gate be that a message is nothing, for it to be looked at no further. At 0.9 talk costs three times as
/// much and no more requests are found.
const SHUT: f32 = 0.7;

pub(super) fn judge(models: &Models, text: &str, context: Option<&str>, place: &Place) -> Verdict {
    let found = cheap(text);
    // A reply may be as short as +1, so it is always read in full.
    if context.is_none() {
        let nothing = probabilities(&models.gate, &found.signals, &found.parts)[0];
        if nothing >= SHUT {
            let (hits, parts) = found.into_topic();
            let none = Kind::None;
            return Verdict { kind: none, confidence: nothing.min(0.99), likeliest: none, hits, parts };
        }
    }
    // A reply is read under the kind of the message before it, which is judged by itself.
    let before = context.map(|c| judge(models, c, None, &Place::default()).likeliest);
    let found = features(found, text, place, before);
    let (signals, hits) = (&found.signals, &found.hits);
    let scores = probabilities(&models.kinds, signals, &found.parts);
    let best = Kind::ALL.iter().copied().zip(scores).max_by(|a, b| a.1.total_cmp(&b.1));
    let (likeliest, mut confidence) = best.unwrap_or((Kind::None, 0.0));
    let mut kind = likeliest;
    let nothing = scores[Kind::None as usize];
    let danger = kind == Kind::Request && is_emergency(text, hits);
    let plain = danger || kind == Kind::Request && says_what_is_wrong(signals);
    let mostly = match kind {
        Kind::Request if danger => IN_DANGER,
        Kind::Request if plain => IN_PLAIN_WORDS,
        Kind::Request if context.is_some() => IN_REPLY_TO,
        Kind::Request => CALLS,
        Kind::Wish => WISHED,
        _ => 1.0,
    };
    if nothing > mostly {
        (kind, confidence) = (Kind::None, nothing);
    }
    if kind == Kind::Request && plain && has(signals, Signal::InBuilding as usize) {
        confidence = confidence.max(PLAIN);
    }
    let (hits, parts) = found.into_topic();
    Verdict { kind, confidence: confidence.min(0.99), likeliest, hits, parts }
}

/// A request that is nothing with this likelihood is read as nothing: what calls on nobody is far more in a group, and a
/// card too many costs more trust than a question to a neighbour too few.
const CALLS: f32 = 0.25;

/// The same where plain words say what is wrong with what.
const IN_PLAIN_WORDS: f32 = 0.4;

/// The same of a reply: whoever answers in a group speaks of what is told there.
const IN_REPLY_TO: f32 = 0.35;

/// The same where life or health is in danger: then a question too many costs less than silence.
const IN_DANGER: f32 = 0.5;

/// The same of a wish.
const WISHED: f32 = 0.3;

/// So sure is a request that says in plain words what is wrong with which thing of which building, or what danger is in it
/// (5号楼电梯坏了, 2单元燃气泄漏): of such, labelled by hand, nearly all are requests.
const PLAIN: f32 = 0.85;

/// Whether a thing and what is wrong with it are named, and nothing speaks of elsewhere, of the past, of thanks or of a
/// notice.
fn says_what_is_wrong(signals: &[f32]) -> bool {
    let other = [
        Role::Away,
        Role::Mine,
        Role::Advert,
        Role::Notice,
        Role::Thanks,
        Role::Past,
        Role::Offer,
        Role::Same,
    ];
    (has(signals, Signal::ThingFault as usize) || has(signals, Role::Trouble as usize))
        && !other.iter().any(|role| has(signals, *role as usize))
}

fn has(signals: &[f32], signal: usize) -> bool {
    signals.get(signal).is_some_and(|weight| *weight > 0.0)
}

/// How likely each class is.
pub(super) fn probabilities(model: &Model, signals: &[f32], parts: &[u32]) -> Scores {
    let mut scores = model.score(signals, parts);
    softmax(&mut scores[..model.classes]);
    scores
}
