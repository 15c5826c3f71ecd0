//! How good a model is, on messages that neither it nor a near-duplicate of theirs was taught.

use super::{Prepared, Source, teach};
use crate::linear::{CLASSES, Guess, Model};

/// Folds of the cross-validation.
pub const FOLDS: usize = 10;

/// One kind of texts, asked and answered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measure {
    asked: Vec<Asked>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Asked {
    class: usize,
    scores: [f32; CLASSES],
}

impl Measure {
    /// Number of texts.
    #[must_use]
    pub fn n(&self) -> usize {
        self.asked.len()
    }

    /// Share of right answers.
    #[must_use]
    pub fn right(&self) -> f64 {
        let right = self.asked.iter().filter(|a| a.guess(1.0).class == a.class).count();
        right as f64 / self.n().max(1) as f64
    }

    /// The mean F1 of the classes.
    #[must_use]
    pub fn macro_f1(&self) -> f64 {
        (0..CLASSES).map(|class| self.f1(class)).sum::<f64>() / CLASSES as f64
    }

    /// F1 of a class: the harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(&self, class: usize) -> f64 {
        let (mut both, mut either) = (0, 0);
        for a in &self.asked {
            let said = a.guess(1.0).class == class;
            both += usize::from(said && a.class == class);
            either += usize::from(said) + usize::from(a.class == class);
        }
        2.0 * both as f64 / either.max(1) as f64
    }

    /// For tenths of confidence from 0.3 on: mean confidence, share of right answers, number of texts.
    #[must_use]
    pub fn reliability(&self, sharpness: f32) -> Vec<(f64, f64, usize)> {
        let mut bins = [(0.0, 0_usize, 0_usize); 10];
        for a in &self.asked {
            let guess = a.guess(sharpness);
            let bin = &mut bins[((guess.confidence() * 10.0) as usize).min(9)];
            *bin = (
                bin.0 + f64::from(guess.confidence()),
                bin.1 + usize::from(guess.class == a.class),
                bin.2 + 1,
            );
        }
        let filled = bins.iter().filter(|bin| bin.2 > 0);
        filled.map(|(sum, right, n)| (sum / *n as f64, *right as f64 / *n as f64, *n)).collect()
    }

    /// The mean gap between confidence and share of right answers, weighed by number of texts.
    #[must_use]
    pub fn calibration_error(&self, sharpness: f32) -> f64 {
        let bins = self.reliability(sharpness);
        bins.iter().map(|(said, was, n)| (said - was).abs() * *n as f64).sum::<f64>() / self.n().max(1) as f64
    }

    /// The sharpness that makes the right answers likeliest.
    fn sharpness(&self) -> f32 {
        let likelihood = |sharpness: f32| -> f64 {
            self.asked.iter().map(|a| f64::from(a.guess(sharpness).chances[a.class].max(1e-9).ln())).sum()
        };
        let tried = (2..=80).map(|i| i as f32 / 8.0);
        tried.map(|s| (likelihood(s), s)).max_by(|a, b| a.0.total_cmp(&b.0)).map_or(1.0, |(_, s)| s)
    }
}

impl Asked {
    fn guess(&self, sharpness: f32) -> Guess {
        Guess::of(&self.scores, sharpness)
    }
}

/// What cross-validation measured.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// Whole messages as they were written.
    pub raw: Measure,
    /// Whole messages, segmented.
    pub segmented: Measure,
    /// Topic lines alone.
    pub titles: Measure,
    /// Those of them that stand in the file, not found by comparing rows.
    pub given_titles: Measure,
    /// Corrections by staff.
    pub corrections: Measure,
    /// Whole messages of fewer than [`Model::SHORT`] characters, and topic lines: short texts, for calibration.
    pub short: Measure,
    /// The other whole messages.
    pub long: Measure,
}

/// Cross-validates: each group of the first `folds` of [`FOLDS`] folds is asked once, by a model that was taught the
/// groups of all other folds. `with_corrections`: whether corrections are taught too; they are asked either way.
#[must_use]
pub fn check(prepared: &[Prepared], groups: &[usize], folds: usize, with_corrections: bool) -> Figures {
    let fold_of: Vec<usize> = groups.iter().map(|group| dealt(*group)).collect();
    let fold_of = &fold_of;
    let asked_of = &|fold: usize| -> Vec<(usize, [f32; CLASSES], Option<[f32; CLASSES]>)> {
        let taught =
            |i: usize| fold_of[i] != fold && (with_corrections || prepared[i].source != Source::Correction);
        let model = teach(prepared, taught);
        let held_out = prepared.iter().enumerate().filter(|(i, _)| fold_of[*i] == fold);
        let ask = |(i, p): (usize, &Prepared)| {
            (i, model.scores(&p.whole), p.title.as_ref().map(|grams| model.scores(grams)))
        };
        held_out.map(ask).collect()
    };
    let of_folds: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..folds.min(FOLDS)).map(|fold| scope.spawn(move || asked_of(fold))).collect();
        running.into_iter().filter_map(|fold| fold.join().ok()).collect()
    });
    let mut figures = Figures::default();
    for (i, whole, title) in of_folds.into_iter().flatten() {
        figures.put(&prepared[i], whole, title);
    }
    figures
}

impl Figures {
    /// Whole messages of both files.
    #[must_use]
    pub fn whole(&self) -> Measure {
        Measure { asked: [&self.segmented.asked[..], &self.raw.asked].concat() }
    }

    fn put(&mut self, p: &Prepared, whole: [f32; CLASSES], title: Option<[f32; CLASSES]>) {
        let asked = |scores| Asked { class: p.class, scores };
        let of_source = match p.source {
            Source::Raw => &mut self.raw,
            Source::Segmented => &mut self.segmented,
            Source::Correction => &mut self.corrections,
        };
        of_source.asked.push(asked(whole));
        let by_length = if p.whole_length < Model::SHORT { &mut self.short } else { &mut self.long };
        by_length.asked.push(asked(whole));
        // A segmented row that has a raw twin has the same title; it is asked once.
        if let (Some(scores), Source::Raw) = (title, p.source) {
            self.titles.asked.push(asked(scores));
            self.short.asked.push(asked(scores));
            if p.title_given {
                self.given_titles.asked.push(asked(scores));
            }
        }
    }
}

/// How sure the scores of short and of long texts make, so that of those given 0.9, nine in ten are right.
#[must_use]
pub fn sharpness(figures: &Figures) -> [f32; 2] {
    [figures.short.sharpness(), figures.long.sharpness()]
}

/// The fold of a group.
fn dealt(group: usize) -> usize {
    let mixed = (group as u64 + 77).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed >> 32) as usize % FOLDS
}
