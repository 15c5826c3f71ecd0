//! Weights of the signals, fitted by logistic regression to hand-labelled messages and everyday talk.
//! One line a signal, roles of the lexicon first; a positive weight speaks for the kind.

use super::signals::COUNT;

/// A linear rule over the signals.
pub(super) struct Weights {
    /// Without any signal.
    pub(super) bias: f32,
    /// Signal by signal.
    pub(super) of: [f32; COUNT],
}

/// Speaks for a request.
pub(super) const REQUEST: Weights = Weights {
    bias: -3.70,
    of: [
        1.71,  // Thing
        0.54,  // Home
        1.43,  // Fault
        -0.80, // Soft
        3.11,  // Trouble
        -0.22, // Hint
        3.79,  // Plea
        2.41,  // Ask
        0.88,  // Body
        0.90,  // Here
        1.28,  // Lasting
        0.48,  // Danger
        2.62,  // Pressing
        -1.11, // Away
        -1.49, // Mine
        -1.32, // Plain
        -2.25, // Advert
        -2.25, // Notice
        -2.33, // Thanks
        -3.20, // Past
        -0.95, // Want
        -0.34, // Need
        -0.32, // Gift
        -1.73, // Offer
        -2.24, // Same
        -3.74, // Discuss
        -1.33, // Wonder
        -0.71, // Service
        1.22,  // ThingFault
        0.49,  // ThingSoft
        0.23,  // HomeFault
        1.01,  // TroubleHere
        0.97,  // PleaSubject
        -0.07, // AskSubject
        1.88,  // Neglect
        -0.99, // Since
        2.01,  // InBuilding
        2.12,  // Estate
        2.66,  // Spot
        2.75,  // Petition
        -1.35, // Asking
        -2.03, // Machine
        0.27,  // Question
        0.50,  // Long
        -1.28, // Short
        -2.60, // You
        0.17,  // WantCounted
        -1.92, // WantNeed
        -1.86, // WantGift
        -1.53, // NoSubject
        1.20,  // Harm
    ],
};

/// Speaks for a wish.
pub(super) const WISH: Weights = Weights {
    bias: -5.66,
    of: [
        -0.71, // Thing
        -0.34, // Home
        0.02,  // Fault
        -1.03, // Soft
        -0.55, // Trouble
        -1.48, // Hint
        -0.31, // Plea
        -0.39, // Ask
        -1.75, // Body
        -1.25, // Here
        -0.89, // Lasting
        -0.36, // Danger
        -0.68, // Pressing
        -0.85, // Away
        -0.58, // Mine
        -0.99, // Plain
        -2.17, // Advert
        -1.37, // Notice
        -0.89, // Thanks
        -0.49, // Past
        1.97,  // Want
        2.14,  // Need
        2.32,  // Gift
        -1.28, // Offer
        -2.51, // Same
        -0.99, // Discuss
        -0.82, // Wonder
        -1.11, // Service
        -0.48, // ThingFault
        -0.19, // ThingSoft
        0.20,  // HomeFault
        -0.25, // TroubleHere
        -0.20, // PleaSubject
        -0.25, // AskSubject
        -0.36, // Neglect
        -0.52, // Since
        -1.21, // InBuilding
        -0.24, // Estate
        -0.28, // Spot
        -0.48, // Petition
        -0.72, // Asking
        -0.86, // Machine
        -0.33, // Question
        -0.76, // Long
        -0.91, // Short
        -1.58, // You
        1.63,  // WantCounted
        2.49,  // WantNeed
        2.42,  // WantGift
        -1.14, // NoSubject
        -0.81, // Harm
    ],
};
