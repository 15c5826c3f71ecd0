//! A small linear model of texts: characters, alone and in pairs, weighed for each class.
//!
//! What a text is: the counts of its characters and pairs, times how rare each is, scaled to length one.
//! A class's score is the sum of its weights over these. [`fit`] finds the weights, [`Model`] keeps and applies them.

mod fit;
mod grams;
mod model;
mod svm;

pub use fit::{Fitting, Instance, fit};
pub use grams::{Gram, grams, plain};
pub use model::{BadModel, CLASSES, Guess, Model};
