//! Trains the models of kind, category and urgency and writes their files, as `gridbell train reading` does, but builds
//! in seconds: for work on the word lists and training messages.
//!
//! `cargo run --release -p understand --example train` (`--cross` measures by five-fold cross-validation instead;
//! `--errors` prints what was read wrong too)

mod files;

use std::path::Path;
use understand::learn::{cross, train};

fn main() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lessons = match files::lessons(here) {
        Ok(lessons) => lessons,
        Err(error) => {
            println!(
                "SKIPPED: the training messages, or the data in ../shared/data, cannot be read: {error}"
            );
            return;
        }
    };
    let (own, chat) = (lessons.own.len(), lessons.chat.len());
    println!("{own} messages of our own, {chat} labelled by hand, {} in all", lessons.all().len());
    let is_set = |name: &str| std::env::args().any(|a| a == name);
    if is_set("--cross") {
        let figures = cross(&lessons, false);
        print!("{}", figures.table());
        if is_set("--errors") {
            figures.errors().iter().for_each(|line| println!("{line}"));
        }
        return;
    }
    for (name, bytes) in train(&lessons.all()).files {
        match std::fs::write(here.join("model").join(name), &bytes) {
            Ok(()) => println!("{name}: {} KB", bytes.len() / 1024),
            Err(error) => println!("{name} could not be written: {error}"),
        }
    }
}
