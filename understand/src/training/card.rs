//! The model's card: what it was taught, what it must not be used for, and how good it is, as markdown.

use std::fmt::Write;

use super::{Example, Figures, Measure, Source};
use crate::classes::Department;
use crate::linear::Model;

impl Figures {
    /// The figures as lines of a table, for a card or a terminal.
    #[must_use]
    pub fn table(&self) -> String {
        let mut table = String::from("| texts | n | macro-F1 | right |\n| --- | --- | --- | --- |\n");
        for (what, measure) in [
            ("whole messages of both files", &self.whole()),
            ("whole messages, segmented, topic line included", &self.segmented),
            ("whole messages as written (most have lost their topic line)", &self.raw),
            ("topic line alone", &self.titles),
            ("topic line alone, only those that the file has", &self.given_titles),
            ("corrections by staff", &self.corrections),
        ] {
            if measure.n() > 0 {
                let (f1, right) = (measure.macro_f1(), measure.right());
                let _ = writeln!(table, "| {what} | {} | {f1:.3} | {right:.3} |", measure.n());
            }
        }
        table
    }
}

/// The card of a `model` that was taught `examples` and measured with these `figures`.
#[must_use]
pub fn card(examples: &[Example], figures: &Figures, sharpness: [f32; 2], model: &Model) -> String {
    let of = |source: Source| examples.iter().filter(|e| e.source == source).count();
    let mut card = format!(
        "# Model card: department.bin\n\n\
         Suggests which of seven departments a resident's request is for. Written by `gridbell train`; the same data give \
         the same bytes.\n\n\
         ## Data\n\n\
         - {} citizens' messages as written and {} segmented ones of the 2020 citizens'-message task (TipDM Cup, problem C), \
         each with the department that answered it.\n\
         - {} corrections by staff: masked text of cases, only where community and reporter agreed.\n\n\
         Stand-ins for places and all digits are taken out. No sentence is kept: the file holds numbers only (hashes of \
         single characters and pairs, their rarity, their weights). {} bytes.\n\n\
         ## How\n\n\
         Characters and pairs, TF-IDF, the {} most telling by chi-square; for each class two linear support vector machines \
         (counts; damped counts scaled by log-count ratio), by dual coordinate descent; a byte a weight. Topic lines are taught \
         as texts of their own beside the whole messages.\n\n\
         ## Figures\n\n\
         Ten-fold cross-validation. Near-duplicates (two texts of which the shorter shares 65 % of its pairs of characters with \
         the other) are in one fold.\n\n{}\n",
        of(Source::Raw),
        of(Source::Segmented),
        of(Source::Correction),
        model.bytes().len(),
        model.features(),
        figures.table(),
    );
    card.push_str("| department | F1, segmented | F1, topic line |\n| --- | --- | --- |\n");
    for (class, department) in Department::ALL.iter().enumerate() {
        let (whole, title) = (figures.segmented.f1(class), figures.titles.f1(class));
        let _ = writeln!(card, "| {department} | {whole:.3} | {title:.3} |");
    }
    card.push_str("\n### How sure it is\n\n");
    for (what, measure, sharpness) in
        [("Short texts", &figures.short, sharpness[0]), ("Long texts", &figures.long, sharpness[1])]
    {
        card.push_str(&reliability(what, measure, sharpness));
    }
    card.push_str(
        "\n## Not to be used for\n\n\
         - deciding anything about a person, or whether a request is justified: it only suggests whom to whistle, and a person \
         confirms;\n\
         - telling requests from everyday talk: it has never seen talk, and gives every text some department;\n\
         - other divisions of departments than this one, or other places' duties: the labels follow one province's practice, \
         and many could as well be another: a lift is commerce, its shaft is construction;\n\
         - spoken messages without a look at the category: it was taught written petitions. The program weighs it against the \
         category's usual department.\n",
    );
    card
}

fn reliability(what: &str, measure: &Measure, sharpness: f32) -> String {
    let gap = measure.calibration_error(sharpness);
    let mut lines = format!(
        "{what} (n {}; mean gap {gap:.3}):\n\n| said | was right | n |\n| --- | --- | --- |\n",
        measure.n()
    );
    for (said, was, n) in measure.reliability(sharpness) {
        let _ = writeln!(lines, "| {said:.2} | {was:.2} | {n} |");
    }
    lines.push('\n');
    lines
}
