//! The fitted weights as a file, and what they say of a text.

use super::fit::ALWAYS;
use super::grams::Gram;

/// Number of classes a model tells apart.
pub const CLASSES: usize = 7;

/// What a file begins with.
const MAGIC: &[u8; 8] = b"grid-lm1";
/// After the magic: number of features, step of rarity, steps of both machines' weights, two sharpnesses, weights of the
/// feature that every text has; each 4 bytes, little end first.
const HEAD: usize = MAGIC.len() + 4 * (6 + CLASSES);
/// Bytes a feature: its number, its rarity, a weight for each machine and class.
const FEATURE: usize = 4 + 1 + MACHINES * CLASSES;
/// One machine for counts, one for damped counts.
const MACHINES: usize = 2;
/// Numbers of features are looked up by their top bits first.
const TOP_BITS: u32 = 13;

/// A fitted model.
#[derive(Debug, Clone)]
pub struct Model {
    /// The file as it is.
    bytes: std::borrow::Cow<'static, [u8]>,
    head: Head,
    /// For each value of the top bits, where its features begin.
    starts: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Head {
    features: usize,
    rarity_step: f32,
    weight_steps: [f32; MACHINES],
    /// How sure a score makes: of a short text, of a long one.
    sharpness: [f32; 2],
    always: [f32; CLASSES],
}

/// What a model says of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guess {
    /// The likeliest class.
    pub class: usize,
    /// How likely each class is; they add up to one.
    pub chances: [f32; CLASSES],
}

/// Why bytes are no model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadModel;

impl std::fmt::Display for BadModel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a model of this version")
    }
}

impl std::error::Error for BadModel {}

impl Model {
    /// Texts of fewer characters than this are short: a topic line, a message in a chat.
    pub const SHORT: usize = 40;

    /// Packs weights: a byte each. `keys` in order; `weights` has one more, of the feature that every text has.
    pub(super) fn new(keys: &[u32], rarity: &[f32], weights: &[[[f32; CLASSES]; MACHINES]]) -> Self {
        let rarity_step = rarity.iter().copied().fold(1e-6, f32::max) / 255.0;
        let of_keys = &weights[..keys.len()];
        let largest = |m: usize| of_keys.iter().flat_map(|w| w[m]).map(f32::abs).fold(1e-6, f32::max);
        let weight_steps = std::array::from_fn(|machine| largest(machine) / 127.0);
        let always = weights.last().copied().unwrap_or_default();
        let always = std::array::from_fn(|class| always.iter().map(|machine| machine[class]).sum());
        let head = Head { features: keys.len(), rarity_step, weight_steps, sharpness: [1.0; 2], always };
        let mut bytes = head.bytes();
        bytes.extend(keys.iter().flat_map(|key| key.to_le_bytes()));
        bytes.extend(rarity.iter().map(|r| (r / rarity_step).round() as u8));
        for machines in of_keys {
            for (weights, step) in machines.iter().zip(weight_steps) {
                bytes.extend(weights.map(|w| ((w / step).round() as i8).to_le_bytes()[0]));
            }
        }
        let starts = starts(keys.iter().copied());
        Self { bytes: bytes.into(), head, starts }
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// When the bytes are not such a file.
    pub fn read(bytes: &'static [u8]) -> Result<Self, BadModel> {
        let head = Head::read(bytes).ok_or(BadModel)?;
        if Some(bytes.len()) != head.features.checked_mul(FEATURE).and_then(|n| n.checked_add(HEAD)) {
            return Err(BadModel);
        }
        let model = Self { bytes: bytes.into(), head, starts: Vec::new() };
        let starts = starts((0..head.features).map(|f| model.key(f)));
        Ok(Self { starts, ..model })
    }

    /// The model as a file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many characters and pairs it knows.
    #[must_use]
    pub fn features(&self) -> usize {
        self.head.features
    }

    /// The same model, as sure as `sharpness` says: of short texts, of long ones.
    #[must_use]
    pub fn sharpened(mut self, sharpness: [f32; 2]) -> Self {
        self.head.sharpness = sharpness;
        let mut bytes = std::mem::take(&mut self.bytes).into_owned();
        bytes.splice(..HEAD, self.head.bytes());
        self.bytes = bytes.into();
        self
    }

    /// How much each class is spoken for by a text.
    #[must_use]
    pub fn scores(&self, grams: &[Gram]) -> [f32; CLASSES] {
        let (mut sums, mut squares) = ([[0.0_f32; CLASSES]; MACHINES], [0.0_f32; MACHINES]);
        for (key, count) in grams {
            let Some(f) = self.find(*key) else { continue };
            let rarity = self.rarity_of(f);
            let at = HEAD + 5 * self.head.features + f * MACHINES * CLASSES;
            for (machine, count) in [*count, damped(*count)].into_iter().enumerate() {
                let value = count * rarity;
                squares[machine] += value * value;
                let weights = &self.bytes[at + machine * CLASSES..][..CLASSES];
                for (sum, weight) in sums[machine].iter_mut().zip(weights) {
                    *sum += value * f32::from(i8::from_le_bytes([*weight]));
                }
            }
        }
        let mut scores = self.head.always.map(|weight| weight * ALWAYS);
        for machine in 0..MACHINES {
            let step = self.head.weight_steps[machine] / squares[machine].sqrt().max(1e-6);
            for (score, sum) in scores.iter_mut().zip(sums[machine]) {
                *score += sum * step;
            }
        }
        scores
    }

    /// What the model says of a text of so many `characters` (see [`super::plain`]).
    #[must_use]
    pub fn guess(&self, grams: &[Gram], characters: usize) -> Guess {
        let scores = self.scores(grams);
        let sharpness = self.head.sharpness[usize::from(characters >= Self::SHORT)];
        Guess::of(&scores, sharpness)
    }

    /// How rare a character or pair is among what was taught; `None` when it is not of the model's.
    #[must_use]
    pub fn rarity(&self, gram: u32) -> Option<f32> {
        self.find(gram).map(|f| self.rarity_of(f))
    }

    fn rarity_of(&self, f: usize) -> f32 {
        f32::from(self.bytes[HEAD + 4 * self.head.features + f]) * self.head.rarity_step
    }

    fn key(&self, f: usize) -> u32 {
        let at = HEAD + 4 * f;
        u32::from_le_bytes(std::array::from_fn(|i| self.bytes[at + i]))
    }

    fn find(&self, key: u32) -> Option<usize> {
        let top = (key >> (32 - TOP_BITS)) as usize;
        let (mut low, mut high) = (self.starts[top] as usize, self.starts[top + 1] as usize);
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.key(middle).cmp(&key) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// A count that grows ever more slowly.
pub(super) fn damped(count: f32) -> f32 {
    if count > 1.0 { 1.0 + count.ln() } else { count }
}

impl Guess {
    /// Chances from scores.
    #[must_use]
    pub fn of(scores: &[f32; CLASSES], sharpness: f32) -> Self {
        let best = scores.iter().copied().fold(f32::MIN, f32::max);
        let raised = scores.map(|score| ((score - best) * sharpness).exp());
        let sum: f32 = raised.iter().sum();
        let class = scores.iter().position(|score| *score == best).unwrap_or(0);
        Self { class, chances: raised.map(|r| r / sum) }
    }

    /// How likely the likeliest class is.
    #[must_use]
    pub fn confidence(&self) -> f32 {
        self.chances[self.class]
    }
}

impl Head {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend((self.features as u32).to_le_bytes());
        let numbers = [&[self.rarity_step], &self.weight_steps[..], &self.sharpness].concat();
        bytes.extend(numbers.iter().chain(&self.always).flat_map(|n| n.to_le_bytes()));
        bytes
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?.get(..HEAD - MAGIC.len())?;
        let mut words = rest.as_chunks::<4>().0.iter().copied();
        let features = u32::from_le_bytes(words.next()?) as usize;
        let mut numbers = words.map(f32::from_le_bytes);
        let mut next = || numbers.next();
        let (rarity_step, weight_steps, sharpness) = (next()?, [next()?, next()?], [next()?, next()?]);
        let mut always = [0.0; CLASSES];
        for a in &mut always {
            *a = next()?;
        }
        Some(Self { features, rarity_step, weight_steps, sharpness, always })
    }
}

fn starts(keys: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut starts = vec![0_u32; (1 << TOP_BITS) + 1];
    for key in keys {
        starts[(key >> (32 - TOP_BITS)) as usize + 1] += 1;
    }
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::super::{Fitting, Instance, fit, grams, plain};
    use super::*;

    fn taught() -> Model {
        let texts = ["路灯不亮", "工资拖欠", "学校放假", "旅游退款", "河水发臭", "医院挂号", "公交不来"];
        let of: Vec<_> = texts.iter().map(|t| grams(&plain(t))).collect();
        let both = || of.iter().chain(&of).zip((0..CLASSES).cycle());
        let instances: Vec<_> = both().map(|(grams, class)| Instance { grams, class, weight: 1.0 }).collect();
        fit(&instances, &Fitting::default())
    }

    #[test]
    fn what_was_taught_is_told_apart() {
        let model = taught();
        for (text, class) in [("路灯又不亮了", 0), ("拖欠工资", 1), ("医院", 5), ("公交车", 6)]
        {
            let plain = plain(text);
            let guess = model.guess(&grams(&plain), plain.len());
            assert_eq!(guess.class, class, "{text}");
            assert!((guess.chances.iter().sum::<f32>() - 1.0).abs() < 1e-5);
            assert!(guess.confidence() > 1.0 / CLASSES as f32);
        }
    }

    #[test]
    fn the_same_texts_give_the_same_bytes_and_they_read_back() {
        let model = taught().sharpened([2.0, 3.0]);
        assert_eq!(model.bytes(), taught().sharpened([2.0, 3.0]).bytes());
        let bytes: &'static [u8] = model.bytes().to_vec().leak();
        let read = Model::read(bytes).unwrap();
        assert_eq!(read.head, model.head);
        let asked = grams(&plain("路灯不亮"));
        assert_eq!(read.scores(&asked), model.scores(&asked));
        assert_eq!(Model::read(&bytes[..bytes.len() - 1]).err(), Some(BadModel));
        assert_eq!(Model::read(b"grid-lm0").err(), Some(BadModel));
    }

    #[test]
    fn nothing_known_is_no_panic() {
        let guess = taught().guess(&grams(&plain("😀")), 0);
        assert!(guess.chances.iter().all(|c| c.is_finite()));
    }
}
