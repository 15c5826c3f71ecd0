//! Trains the models of kind, category and urgency and writes their files.
//!
//! `cargo run --release -p understand --example train` (`--cross` measures by five-fold cross-validation instead)

mod drills;
mod lessons;

use std::path::Path;
use understand::learn::{Lesson, Trained, train};
use understand::{Ask, Kind, Names, Understanding, Urgency};

fn main() {
    let Some(folder) = lessons::folder() else {
        println!("SKIPPED: no labelled messages in ../shared/data");
        return;
    };
    let (own, dev) = (lessons::own(), lessons::dev(&folder));
    let mut rest = lessons::titles(&folder);
    rest.extend(lessons::orders(&folder));
    rest.extend(drills::drills());
    // Without everyday talk it takes seconds, enough to compare ways of telling categories apart.
    if !std::env::args().any(|a| a == "--quick") {
        rest.extend(lessons::chatter(&folder));
    }
    println!("{} messages of our own, {} labelled by hand, {} others", own.len(), dev.len(), rest.len());
    if std::env::args().any(|a| a == "--cross") {
        cross(&own, &dev, &rest);
        return;
    }
    let all: Vec<Lesson> = own.into_iter().chain(dev).chain(rest).collect();
    for (name, bytes) in train(&all).files {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(name);
        match std::fs::write(&path, &bytes) {
            Ok(()) => println!("{name}: {} KB", bytes.len() / 1024),
            Err(error) => println!("{name} could not be written: {error}"),
        }
    }
}

/// Each fifth of the messages labelled by hand is read by models that never saw it.
fn cross(own: &[Lesson], dev: &[Lesson], rest: &[Lesson]) {
    let mut read: Vec<(&str, Lesson, Understanding)> = Vec::new();
    for fold in 0..5 {
        let kept = |list: &[Lesson], inside: bool| -> Vec<Lesson> {
            list.iter()
                .enumerate()
                .filter(|(at, _)| (at % 5 == fold) == inside)
                .map(|(_, l)| l.clone())
                .collect()
        };
        let mut lessons = kept(own, false);
        lessons.extend(kept(dev, false));
        lessons.extend_from_slice(rest);
        let trained = train(&lessons);
        for (name, list) in [("own", own), ("dev", dev)] {
            for lesson in kept(list, true) {
                let understood = with(&trained, &lesson);
                read.push((name, lesson, understood));
            }
        }
    }
    for name in ["own", "dev"] {
        let of: Vec<_> = read.iter().filter(|r| r.0 == name).map(|r| (&r.1, &r.2)).collect();
        println!("== {name}: {}", of.len());
        figures(&of);
    }
    let all: Vec<_> = read.iter().map(|r| (&r.1, &r.2)).collect();
    println!("== reliability");
    for (low, high) in
        [(0.0, 0.4), (0.4, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.0)]
    {
        let group: Vec<_> = all.iter().filter(|(_, u)| (low..high).contains(&u.confidence)).collect();
        let right = group.iter().filter(|(l, u)| l.kind == Some(u.kind)).count();
        let mean = group.iter().map(|(_, u)| u.confidence).sum::<f32>() / group.len().max(1) as f32;
        println!(
            "  given {mean:.2}: {:.3} right, n {}",
            right as f32 / group.len().max(1) as f32,
            group.len()
        );
    }
    if std::env::args().any(|a| a == "--errors") {
        let topic = |l: &Lesson, u: &Understanding| {
            u.kind != Kind::Request || (l.category, l.urgency) == (u.category, u.urgency)
        };
        for (lesson, read) in all.iter().filter(|(l, u)| l.kind == Some(Kind::Request) && !topic(l, u)) {
            println!(
                "  {:?} {:?} read as {:?} {:?}: {} << {:?}",
                lesson.category, lesson.urgency, read.category, read.urgency, lesson.text, lesson.context
            );
        }
        for (lesson, read) in all.iter().filter(|(l, u)| l.kind != Some(u.kind)) {
            let kind = lesson.kind.map_or("?", Kind::as_str);
            println!(
                "  {kind} read as {} ({:.2}): {} << {:?}",
                read.kind, read.confidence, lesson.text, lesson.context
            );
        }
    }
}

fn figures(of: &[(&Lesson, &Understanding)]) {
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let right = of.iter().filter(|(l, u)| l.kind == Some(u.kind)).count();
    println!("  kind right {:.3}", share(right, of.len()));
    for kind in Kind::ALL {
        let are = of.iter().filter(|(l, _)| l.kind == Some(*kind)).count();
        let said = of.iter().filter(|(_, u)| u.kind == *kind).count();
        let both = of.iter().filter(|(l, u)| l.kind == Some(*kind) && u.kind == *kind).count();
        let (p, r) = (share(both, said), share(both, are));
        println!("  {kind}: precision {p:.3} recall {r:.3} F1 {:.3} n {are}", share(2 * both, are + said));
    }
    let requests: Vec<_> =
        of.iter().filter(|(l, u)| l.kind == Some(Kind::Request) && u.kind == Kind::Request).collect();
    let category = requests.iter().filter(|(l, u)| l.category == u.category).count();
    let urgency = requests.iter().filter(|(l, u)| l.urgency == u.urgency).count();
    println!(
        "  category {:.3} urgency {:.3} n {}",
        share(category, requests.len()),
        share(urgency, requests.len()),
        requests.len()
    );
    for level in [Urgency::Emergency, Urgency::Urgent] {
        let are = of.iter().filter(|(l, _)| l.urgency == Some(level)).count();
        let said = of.iter().filter(|(_, u)| u.urgency == Some(level)).count();
        let both = of.iter().filter(|(l, u)| l.urgency == Some(level) && u.urgency == Some(level)).count();
        println!("  {level}: precision {:.3} recall {:.3} n {are}", share(both, said), share(both, are));
    }
}

fn with(trained: &Trained, lesson: &Lesson) -> Understanding {
    let now = chrono::DateTime::from_timestamp(1_764_036_000, 0).unwrap_or_default();
    let now = now.with_timezone(&chrono_tz::Asia::Shanghai);
    let names = Names::default();
    trained.understand(&Ask { text: &lesson.text, context: lesson.context.as_deref(), now, names: &names })
}
