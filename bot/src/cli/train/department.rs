//! The model that tells whom a request is for.

use super::{Args, Done, Refused, read, say};

use understand::linear::Model;
use understand::training::{
    Example, FOLDS, Figures, Source, alike, card, check, corrections, examples, prepared, sharpness, teach,
};

/// A model may lose so much macro-F1 to chance before it counts as worse.
const CHANCE: f64 = 0.002;

/// Teaches it, prints figures and writes it with its card.
///
/// # Errors
/// When a file cannot be read or written, a line is no example, or the corrections make the model worse.
pub fn run(args: &Args) -> Done {
    let raw = read(&args.data.join("department_raw.jsonl"))?;
    let segmented = read(&args.data.join("department_segmented.tsv"))?;
    let mut taught = examples(&raw, &segmented).map_err(|bad| Refused(format!("No example: {bad}")))?;
    let corrected = match &args.with_corrections {
        None => 0,
        Some(path) => add_corrections(&mut taught, &read(path)?)?,
    };
    let groups = alike(&mut taught);
    let prepared = prepared(&taught, &groups);

    let figures = check(&prepared, &groups, FOLDS, true);
    if corrected == 0 {
        say(&figures.table())?;
    } else {
        let before = check(&prepared, &groups, FOLDS, false);
        say(&format!("before:\n{}\nafter:\n{}", before.table(), figures.table()))?;
        if let Some(worse) = worse(&before, &figures) {
            return Err(Refused(format!(
                "With these corrections the model gets worse at {worse}. Nothing was written; look through them."
            )));
        }
    }
    let sharpness = sharpness(&figures);
    let model = teach(&prepared, |_| true).sharpened(sharpness);
    write(args, &taught, &figures, sharpness, &model)
}

fn add_corrections(taught: &mut Vec<Example>, lines: &str) -> Result<usize, Refused> {
    let (read, passed_over) = corrections(lines).map_err(|bad| Refused(format!("No correction: {bad}")))?;
    say(&format!("department: {} corrections; {passed_over} that say nothing of it\n", read.len()))?;
    let count = read.len();
    taught.extend(read);
    Ok(count)
}

/// What got worse, if anything did.
fn worse(before: &Figures, after: &Figures) -> Option<&'static str> {
    let fell = |before: f64, after: f64| after < before - CHANCE;
    if fell(before.segmented.macro_f1(), after.segmented.macro_f1())
        || fell(before.raw.macro_f1(), after.raw.macro_f1())
    {
        Some("whole messages")
    } else if fell(before.titles.macro_f1(), after.titles.macro_f1()) {
        Some("topic lines")
    } else if after.corrections.right() < before.corrections.right() {
        Some("what staff corrected")
    } else {
        None
    }
}

fn write(args: &Args, taught: &[Example], figures: &Figures, sharpness: [f32; 2], model: &Model) -> Done {
    std::fs::create_dir_all(&args.out)?;
    let (file, page) = (args.out.join("department.bin"), args.out.join("department.md"));
    std::fs::write(&file, model.bytes())?;
    std::fs::write(&page, card(taught, figures, sharpness, model))?;
    let corrected = taught.iter().filter(|e| e.source == Source::Correction).count();
    say(&format!(
        "{} messages and {corrected} corrections taught; {} bytes in {}, its card in {}\n",
        taught.len() - corrected,
        model.bytes().len(),
        file.display(),
        page.display()
    ))
}
