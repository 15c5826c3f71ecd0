//! The files that are learned from.

use std::path::Path;
use understand::learn::{Files, Lessons};

/// Reads them; `here` is the folder of this crate.
pub fn lessons(here: &Path) -> std::io::Result<Lessons> {
    let read = |path: &Path| std::fs::read_to_string(path);
    let training = here.join("training");
    let messages = || -> std::io::Result<String> {
        let folder = std::fs::read_dir(training.join("messages"))?;
        let mut paths = folder.map(|e| Ok(e?.path())).collect::<std::io::Result<Vec<_>>>()?;
        paths.sort();
        paths.iter().map(|path| read(path)).collect()
    };
    let of_training = |name: &str| if name == "messages" { messages() } else { read(&training.join(name)) };
    let files = Files::by_name(of_training, |name| read(&here.join("../../shared/data").join(name)))?;
    Ok(Lessons::read(&files))
}
