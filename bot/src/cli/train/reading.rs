//! The models that read kind, category and urgency.

use super::{Args, Done, Refused, read, say};

use understand::learn::{Figures, Files, Group, Lessons, corrections, cross, train, unknown_names};

/// Shares may lose so much to chance before a model counts as worse.
const CHANCE: f64 = 0.004;

/// The same of false alarms, which are few among much talk.
const FEW: f64 = 0.0005;

/// Teaches them and writes them.
///
/// # Errors
/// When a file cannot be read or written, a line is no correction, or the corrections make the models worse.
pub fn run(args: &Args) -> Done {
    let mut lessons = Lessons::read(&files(args)?);
    if let Some(path) = &args.with_corrections {
        let lines = read(path)?;
        let (taught, passed_over) =
            corrections(&lines).map_err(|bad| Refused(format!("No correction: {bad}")))?;
        say(&format!("reading: {} corrections; {passed_over} that teach it nothing\n", taught.len()))?;
        lessons.corrections = taught;
        for (name, times) in unknown_names(&lines) {
            say(&format!("not known as a place: {name} ({times}); give it to its area in the org file\n"))?;
        }
    }
    if !lessons.corrections.is_empty() {
        let (before, after) = (cross(&lessons, false), cross(&lessons, true));
        say(&format!("before:\n{}\nafter:\n{}", before.table(), after.table()))?;
        if let Some(worse) = worse(&before, &after) {
            return Err(Refused(format!(
                "With these corrections {worse} is read worse. Nothing was written; look through them."
            )));
        }
    } else if args.figures {
        say(&cross(&lessons, false).table())?;
    }
    let all = lessons.all();
    std::fs::create_dir_all(&args.out)?;
    for (name, bytes) in train(&all).files {
        let path = args.out.join(name);
        std::fs::write(&path, &bytes)?;
        say(&format!("{} bytes in {}\n", bytes.len(), path.display()))?;
    }
    say(&format!(
        "{} messages and {} corrections taught\n",
        all.len() - lessons.corrections.len(),
        lessons.corrections.len()
    ))
}

fn files(args: &Args) -> Result<Files, Refused> {
    let messages = || -> Result<String, Refused> {
        let folder = args.training.join("messages");
        let listed = std::fs::read_dir(&folder).and_then(|list| list.map(|e| Ok(e?.path())).collect());
        let mut paths: Vec<_> = listed.map_err(|error| {
            Refused(format!("Cannot read {}: {error}. Say where it is with --training.", folder.display()))
        })?;
        paths.sort();
        paths.iter().map(|path| read(path)).collect()
    };
    let training = |name: &str| if name == "messages" { messages() } else { read(&args.training.join(name)) };
    Files::by_name(training, |name| read(&args.data.join(name)))
}

/// What is read worse, if anything is.
fn worse(before: &Figures, after: &Figures) -> Option<&'static str> {
    let fell = |of: fn(&Group) -> f64| {
        [(&before.own, &after.own), (&before.chat, &after.chat)]
            .into_iter()
            .any(|(before, after)| of(after) < of(before) - CHANCE)
    };
    if fell(Group::kind_right) {
        Some("the kind of messages")
    } else if fell(Group::category_right) {
        Some("the category of requests")
    } else if fell(Group::urgency_right) {
        Some("the urgency of requests")
    } else if alarmed(before, after) {
        Some("everyday talk")
    } else if after.corrections.right() < before.corrections.right() {
        Some("what staff corrected")
    } else {
        None
    }
}

/// Whether more of everyday talk is taken for a request or wish.
fn alarmed(before: &Figures, after: &Figures) -> bool {
    before.talk.iter().zip(&after.talk).any(|(before, after)| after.alarms(0.0) > before.alarms(0.0) + FEW)
}
