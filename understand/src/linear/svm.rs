//! A linear support vector machine with squared hinge loss, by dual coordinate descent
//! (Hsieh and others, "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008, algorithm 1).

/// The features of one text: number and value.
pub(super) type Row = Vec<(u32, f32)>;

/// At most so many rounds over all texts; most fits are done in half of them.
const ROUNDS: usize = 20;
/// Done when no text's dual variable would move by more than this.
const ENOUGH: f32 = 0.05;

/// Weights of `features` features that part the rows that are `of_class` from the others.
/// `cost` is what a mistake on each row costs. The same input gives the same weights, to the last bit.
pub(super) fn separate(
    rows: &[Row],
    features: usize,
    of_class: impl Fn(usize) -> bool,
    cost: &[f32],
) -> Vec<f32> {
    let mut weights = vec![0.0_f32; features];
    let mut dual = vec![0.0_f32; rows.len()];
    let slack: Vec<f32> = cost.iter().map(|c| 0.5 / c).collect();
    let curvature: Vec<f32> =
        rows.iter().zip(&slack).map(|(row, s)| row.iter().map(|(_, v)| v * v).sum::<f32>() + s).collect();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut shuffled = Shuffle(12345);
    for _ in 0..ROUNDS {
        shuffled.shuffle(&mut order);
        let mut largest = 0.0_f32;
        for &i in &order {
            let sign = if of_class(i) { 1.0 } else { -1.0 };
            let score: f32 = rows[i].iter().map(|(f, v)| weights[*f as usize] * v).sum();
            let slope = sign * score - 1.0 + dual[i] * slack[i];
            let step = if dual[i] == 0.0 { slope.min(0.0) } else { slope };
            largest = largest.max(step.abs());
            if step.abs() > 1e-7 {
                let before = dual[i];
                dual[i] = (before - slope / curvature[i]).max(0.0);
                let change = (dual[i] - before) * sign;
                for (f, v) in &rows[i] {
                    weights[*f as usize] += change * v;
                }
            }
        }
        if largest < ENOUGH {
            break;
        }
    }
    weights
}

/// A fixed series of shuffles: a fresh order each round helps, but must be the same in each run.
struct Shuffle(u64);

impl Shuffle {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for i in (1..order.len()).rev() {
            let j = self.below(i + 1);
            order.swap(i, j);
        }
    }
}
