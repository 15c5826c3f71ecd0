//! Trains the models of kind, category and urgency and writes their files, as `gridbell train reading` does, but builds
//! in seconds: for work on the word lists and training messages.
//!
//! `cargo run --release -p understand --example train` (`--cross` measures by five-fold cross-validation instead;
//! `--errors` prints what was read wrong too)

use std::path::Path;
use understand::learn::{Files, Lessons, cross, train};

fn main() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lessons = match files(here) {
        Ok(files) => Lessons::read(&files),
        Err(error) => {
            println!(
                "SKIPPED: the training messages, or the data in ../shared/data, cannot be read: {error}"
            );
            return;
        }
    };
    let (own, chat, others) = (lessons.own.len(), lessons.chat.len(), lessons.others.len());
    println!("{own} messages of our own, {chat} labelled by hand, {others} others");
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

fn files(here: &Path) -> std::io::Result<Files> {
    let read = |path: &Path| std::fs::read_to_string(path);
    let training = here.join("training");
    let messages = || -> std::io::Result<String> {
        let folder = std::fs::read_dir(training.join("messages"))?;
        let mut paths = folder.map(|e| Ok(e?.path())).collect::<std::io::Result<Vec<_>>>()?;
        paths.sort();
        paths.iter().map(|path| read(path)).collect()
    };
    let of_training = |name: &str| if name == "messages" { messages() } else { read(&training.join(name)) };
    Files::by_name(of_training, |name| read(&here.join("../../shared/data").join(name)))
}
