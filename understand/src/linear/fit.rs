//! From labelled texts to a [`Model`].

use std::collections::HashMap;

use super::grams::Gram;
use super::model::{CLASSES, Model, damped};
use super::svm::{Row, separate};

/// A labelled text.
#[derive(Debug, Clone)]
pub struct Instance<'a> {
    /// Its [`super::grams`].
    pub grams: &'a [Gram],
    /// Its class, below [`CLASSES`].
    pub class: usize,
    /// How much it counts; 1 for an ordinary one.
    pub weight: f32,
}

/// How to fit.
#[derive(Debug, Clone, Copy)]
pub struct Fitting {
    /// At most so many characters and pairs are kept, the most telling ones. 19 bytes of the model each.
    pub features: usize,
    /// What a mistake costs the plain machine.
    pub cost: f32,
    /// What a mistake costs the machine whose features are scaled by how much they speak for the class.
    pub scaled_cost: f32,
}

impl Default for Fitting {
    fn default() -> Self {
        Self { features: 52_000, cost: 0.5, scaled_cost: 0.3 }
    }
}

/// Value of the feature that every text has.
pub(super) const ALWAYS: f32 = 0.3;

/// What is known of a character or pair.
struct Known {
    /// Weight of the texts of each class that have it.
    of: [f32; CLASSES],
    texts: u32,
}

impl Known {
    fn all(&self) -> f32 {
        self.of.iter().sum()
    }
}

/// Fits a model: two machines for each class against the rest, whose scores are added. One sees the counts; one sees
/// damped counts, scaled by their log-count ratio (Wang and Manning, "Baselines and Bigrams", ACL 2012). They err on
/// different texts. A mistake on a rare class costs as much in all as one on a large.
///
/// Single thread, fixed order: the same instances give the same bytes.
#[must_use]
pub fn fit(instances: &[Instance<'_>], how: &Fitting) -> Model {
    let mut size = [0.0_f32; CLASSES];
    for i in instances {
        size[i.class] += i.weight;
    }
    let total: f32 = size.iter().sum();
    let (keys, known) = select(instances, &size, how.features);
    let rarity: Vec<f32> = known.iter().map(|k| ((total + 1.0) / (k.all() + 0.5)).ln()).collect();
    let rows = |count: fn(f32) -> f32| -> Vec<Row> {
        instances.iter().map(|i| row(i.grams, &keys, &rarity, count)).collect()
    };
    let (plain_rows, damped_rows) = (rows(|count| count), rows(damped));

    let mut weights = vec![[[0.0_f32; CLASSES]; 2]; keys.len() + 1];
    for class in 0..CLASSES {
        let of_class = |i: usize| instances[i].class == class;
        let fair = total / CLASSES as f32 / size[class].max(1.0);
        let cost = |c: f32| -> Vec<f32> {
            let fairly = |i: &Instance<'_>| c * i.weight * if i.class == class { fair } else { 1.0 };
            instances.iter().map(fairly).collect()
        };
        let mut scale: Vec<f32> =
            known.iter().map(|k| speaks_for(k, class, size[class], total).abs()).collect();
        scale.push(1.0);
        let scaled_rows: Vec<Row> = damped_rows.iter().map(|row| scaled(row, &scale)).collect();
        let plain = separate(&plain_rows, keys.len() + 1, of_class, &cost(how.cost));
        let by_scale = separate(&scaled_rows, keys.len() + 1, of_class, &cost(how.scaled_cost));
        for (f, weight) in weights.iter_mut().enumerate() {
            weight[0][class] = plain[f];
            weight[1][class] = by_scale[f] * scale[f];
        }
    }
    Model::new(&keys, &rarity, &weights)
}

fn scaled(row: &Row, scale: &[f32]) -> Row {
    row.iter().map(|(f, v)| (*f, v * scale[*f as usize])).collect()
}

/// Logarithm of how much more often texts of `class` have it than others do.
fn speaks_for(known: &Known, class: usize, size: f32, total: f32) -> f32 {
    let in_class = (known.of[class] + 1.0) / (size + 2.0);
    let outside = (known.all() - known.of[class] + 1.0) / (total - size + 2.0);
    (in_class / outside).ln()
}

/// The characters and pairs that tell the classes apart best (largest chi-square of any class), in order of number.
fn select(instances: &[Instance<'_>], size: &[f32; CLASSES], most: usize) -> (Vec<u32>, Vec<Known>) {
    let mut all: HashMap<u32, Known> = HashMap::new();
    for i in instances {
        for (key, _) in i.grams {
            let known = all.entry(*key).or_insert(Known { of: [0.0; CLASSES], texts: 0 });
            known.of[i.class] += i.weight;
            known.texts += 1;
        }
    }
    let mut ranked: Vec<(f32, u32, Known)> = all
        .into_iter()
        .filter(|(_, known)| known.texts > 1)
        .map(|(key, known)| (chi_square(&known, size), key, known))
        .collect();
    ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    ranked.truncate(most);
    ranked.sort_unstable_by_key(|(_, key, _)| *key);
    ranked.into_iter().map(|(_, key, known)| (key, known)).unzip()
}

fn chi_square(known: &Known, size: &[f32; CLASSES]) -> f32 {
    let (total, has): (f32, f32) = (size.iter().sum(), known.all());
    let of = |class: usize| {
        let (with, others_with) = (known.of[class], has - known.of[class]);
        let (without, others_without) = (size[class] - with, total - size[class] - others_with);
        let off = with * others_without - others_with * without;
        let margins = has * (without + others_without) * size[class] * (total - size[class]);
        total * off * off / (margins + 1e-3)
    };
    (0..CLASSES).map(of).fold(0.0, f32::max)
}

/// The features of a text, scaled to length one, and the one that every text has.
fn row(grams: &[Gram], keys: &[u32], rarity: &[f32], counted: fn(f32) -> f32) -> Row {
    let known = grams.iter().filter_map(|(key, count)| Some((keys.binary_search(key).ok()?, *count)));
    let mut row: Row = known.map(|(f, count)| (f as u32, counted(count) * rarity[f])).collect();
    let length = row.iter().map(|(_, v)| v * v).sum::<f32>().sqrt().max(1e-6);
    row.iter_mut().for_each(|(_, v)| *v /= length);
    row.push((keys.len() as u32, ALWAYS));
    row
}
