//! A small linear model: for each class a weight of every named signal and of every hashed part of the text.
//! Its numbers are a file of the repository, made by `gridbell train reading`.

/// Most classes a model may have.
pub(super) const MOST: usize = 32;

/// Scores by class; those beyond the model's classes are unused.
pub(super) type Scores = [f32; MOST];

/// A model, read from its file. The empty one knows no class.
#[derive(Default)]
pub(super) struct Model {
    pub(super) classes: usize,
    /// Row after row: bias first, then a row a signal, a weight a class.
    signals: Vec<f32>,
    /// Row after row for each hash.
    parts: Vec<i8>,
    mask: u32,
    /// What one step of `parts` is worth.
    step: f32,
}

impl Model {
    /// Reads a model file; `None` when it is not one.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (head, rest) = bytes.split_at_checked(12)?;
        let (classes, bits) = (usize::from(head[0]), u32::from(head[1]));
        let rows = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let step = f32::from_le_bytes([head[4], head[5], head[6], head[7]]);
        let (signals, parts) = rest.split_at_checked(rows * classes * 4)?;
        if classes == 0 || classes > MOST || bits > 20 || parts.len() != classes << bits {
            return None;
        }
        let signals = signals.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        let parts = parts.iter().map(|b| b.cast_signed()).collect();
        Some(Self { classes, signals, parts, mask: (1 << bits) - 1, step })
    }

    /// Scores of all classes. Signals that the file does not know are not weighed.
    pub(super) fn score(&self, signals: &[f32], parts: &[u32]) -> Scores {
        let n = self.classes;
        if n == 0 {
            return [0.0; MOST];
        }
        let mut sums = [0_i32; MOST];
        for part in parts {
            let at = (part & self.mask) as usize * n;
            for (sum, weight) in sums.iter_mut().zip(&self.parts[at..at + n]) {
                *sum += i32::from(*weight);
            }
        }
        let value = self.step * value_of(parts.len());
        let mut scores = [0.0; MOST];
        for (score, sum) in scores.iter_mut().zip(sums) {
            *score = sum as f32 * value;
        }
        let mut rows = self.signals.chunks_exact(n);
        if let Some(bias) = rows.next() {
            scores.iter_mut().zip(bias).for_each(|(score, weight)| *score += weight);
        }
        for (signal, row) in signals.iter().zip(rows) {
            if *signal != 0.0 {
                scores.iter_mut().zip(row).for_each(|(score, weight)| *score += signal * weight);
            }
        }
        scores
    }
}

/// How much each part counts among `n`, so that a long text does not shout.
pub(super) fn value_of(n: usize) -> f32 {
    1.0 / (n.max(8) as f32).sqrt()
}

/// From scores to probabilities of the first `classes`.
pub(super) fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - most).exp();
        sum += *score;
    }
    scores.iter_mut().for_each(|score| *score /= sum);
}
