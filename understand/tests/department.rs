//! How well the department is told, by cross-validation on messages that are not part of the repository.

use std::path::Path;

use understand::linear::Model;
use understand::training::{FOLDS, Measure, alike, check, examples, prepared, sharpness};

fn files() -> Option<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).ok();
    let files = read("department_raw.jsonl").zip(read("department_segmented.tsv"));
    if files.is_none() {
        println!("SKIPPED: no department files at {}; nothing was measured", folder.display());
    }
    files
}

fn say(what: &str, measure: &Measure) {
    println!("{what}: macro-F1 {:.4}, right {:.4}, n {}", measure.macro_f1(), measure.right(), measure.n());
}

#[test]
fn department_of_messages_that_were_not_taught() {
    let Some((raw, segmented)) = files() else { return };
    let mut examples = examples(&raw, &segmented).unwrap();
    let groups = alike(&mut examples);
    let prepared = prepared(&examples, &groups);
    // One fold of ten keeps the test quick; `gridbell train` runs and prints all.
    let folds = std::env::var("FOLDS").map_or(1, |n| n.parse().unwrap());
    assert!(folds <= FOLDS);
    let figures = check(&prepared, &groups, folds, false);
    say("whole messages of both files", &figures.whole());
    say("whole messages, segmented", &figures.segmented);
    say("whole messages as written", &figures.raw);
    say("topic lines", &figures.titles);
    say("topic lines that the file has", &figures.given_titles);
    let [short, long] = sharpness(&figures);
    let gaps = [figures.short.calibration_error(short), figures.long.calibration_error(long)];
    println!("mean gap between confidence and truth: short {:.3}, long {:.3}", gaps[0], gaps[1]);
    // A fold alone swings by two points; the floors are below that.
    assert!(figures.segmented.macro_f1() >= 0.90 && figures.titles.macro_f1() >= 0.86);
    assert!(gaps.iter().all(|gap| *gap <= 0.06));
}

#[test]
fn the_model_in_the_repository_is_small_and_its_card_is_of_it() {
    let bytes = include_bytes!("../model/department.bin");
    assert!(bytes.len() <= 1_000_000, "{}", bytes.len());
    let model = Model::read(bytes).unwrap();
    let card = include_str!("../model/department.md");
    assert!(card.contains(&format!("{} bytes", bytes.len())));
    assert!(card.contains(&format!("the {} most telling", model.features())));
}
