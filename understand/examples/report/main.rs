//! Prints how well messages are read: by register, with how many there were and a 95 % interval.
//!
//! `cargo run --release -p understand --example report` (add `--errors` to see what was read wrong)

mod data;
mod figures;
#[path = "../train/files.rs"]
mod files;

use data::Measured;
use figures::{Share, line, score};
use understand::learn::{Group, cross, kept_for_measuring, plain_title};
use understand::{Category, Kind, Urgency};

fn main() {
    let errors = std::env::args().any(|a| a == "--errors");
    println!("Shares in percent with 95 % bootstrap intervals; n is how many there were.\n");
    let [kept, harder] = data::own();
    about("our own messages, kept apart", &kept, errors);
    about("harder ones, written by others", &harder, errors);
    let Some(folder) = data::folder() else {
        println!("SKIPPED: no labelled messages in ../shared/data");
        return;
    };
    formal(&folder, errors);
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    match files::lessons(here) {
        Err(error) => println!("SKIPPED: what is learned from cannot be read: {error}"),
        Ok(lessons) => {
            println!("The rest by five folds, each read by models that never saw it: this takes a minute.\n");
            let figures = cross(&lessons, false);
            about("labelled group-chat messages", &data::dev(&folder, &figures.chat), errors);
            everyday(&figures.talk, errors);
        }
    }
}

fn about(name: &str, all: &[Measured], errors: bool) {
    println!("== {name}");
    let mut registers: Vec<&str> = all.iter().map(|m| m.register.as_str()).collect();
    registers.sort_unstable();
    registers.dedup();
    let mut groups = vec![("all", all.iter().collect::<Vec<_>>())];
    for register in registers {
        groups.push((register, all.iter().filter(|m| m.register == register).collect()));
    }
    for (register, group) in &groups {
        kinds(register, group);
    }
    for (register, group) in &groups {
        topics(register, group);
    }
    reliability(all);
    for m in all.iter().filter(|m| errors && m.read.kind.as_str() != m.kind) {
        println!("  {} read as {} ({:.2}): {}", m.kind, m.read.kind, m.read.confidence, m.text);
    }
    for m in all.iter().filter(|m| errors && m.kind == "request" && m.read.kind == Kind::Request) {
        let category = m.read.category.map(Category::as_str);
        if category != m.category.as_deref() {
            println!("  {:?} read as {:?}: {}", m.category, category, m.text);
        }
        let urgency = m.read.urgency.map(Urgency::as_str);
        if urgency != m.urgency.as_deref() {
            println!("  {:?} read as {:?}: {}", m.urgency, urgency, m.text);
        }
    }
    println!();
}

fn kinds(register: &str, group: &[&Measured]) {
    println!("-- {register}");
    println!(
        "{}",
        line("kind right", &Share::of(group, |_: &Measured| true, |m| m.read.kind.as_str() == m.kind))
    );
    for kind in Kind::ALL {
        if group.iter().any(|m| m.kind == kind.as_str()) {
            println!(
                "{}",
                score(kind.as_str(), group, |m| m.kind == kind.as_str(), |m| m.read.kind == *kind)
            );
        }
    }
    let alarm = |m: &Measured| matches!(m.read.kind, Kind::Request | Kind::Wish);
    println!("{}", line("false alarms on none", &Share::of(group, |m| m.kind == "none", alarm)));
}

/// Category and urgency of what is a request, as far as it was read as one.
fn topics(register: &str, group: &[&Measured]) {
    let request = |m: &Measured| m.kind == "request" && m.read.kind == Kind::Request;
    if !group.iter().any(|m| request(m)) {
        return;
    }
    println!("-- {register}: of requests found");
    let category = |m: &Measured| m.read.category.map(Category::as_str) == m.category.as_deref();
    let urgency = |m: &Measured| m.read.urgency.map(Urgency::as_str) == m.urgency.as_deref();
    println!("{}", line("category right", &Share::of(group, request, category)));
    println!("{}", line("urgency right", &Share::of(group, request, urgency)));
    for level in [Urgency::Emergency, Urgency::Urgent] {
        let is = |m: &Measured| m.urgency.as_deref() == Some(level.as_str());
        if group.iter().any(|m| is(m)) {
            println!("{}", score(level.as_str(), group, is, |m| m.read.urgency == Some(level)));
        }
    }
}

/// Of those given a confidence, how many were right.
fn reliability(all: &[Measured]) {
    println!("-- reliability: confidence given, share right");
    for (low, high) in [(0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)]
    {
        let group: Vec<_> = all.iter().filter(|m| (low..high).contains(&m.read.confidence)).collect();
        if group.is_empty() {
            continue;
        }
        let mean = group.iter().map(|m| f64::from(m.read.confidence)).sum::<f64>() / group.len() as f64;
        let right = Share::of(&group, |_: &Measured| true, |m| m.read.kind.as_str() == m.kind);
        println!("{}", line(&format!("given {mean:.2}"), &right));
    }
}

fn everyday(talk: &[Group; 2], errors: bool) {
    println!("== everyday talk: request or wish though it is none");
    for (name, talk) in ["weibo", "short messages"].into_iter().zip(talk) {
        let group: Vec<_> = talk.each().map(|(lesson, read)| (&lesson.text, read)).collect();
        let group: Vec<_> = group.iter().collect();
        let alarm = |m: &Talk<'_>| matches!(m.1.kind, Kind::Request | Kind::Wish);
        println!("{}", line(name, &Share::of(&group, |_| true, alarm)));
        let sure = |m: &Talk<'_>| alarm(m) && m.1.confidence >= 0.8;
        println!("{}", line("  of these sure (0.8)", &Share::of(&group, |_| true, sure)));
        for (text, read) in group.iter().copied().filter(|m| errors && alarm(m)) {
            println!("  {} ({:.2}): {text}", read.kind, read.confidence);
        }
    }
    println!();
}

/// A piece of talk and as what it was read.
type Talk<'a> = (&'a String, &'a understand::Understanding);

fn formal(folder: &std::path::Path, errors: bool) {
    println!(
        "== requests to offices; even rows and every fifth labelled topic line, which nothing was trained on"
    );
    let orders = data::lines(folder, "hotline_orders.jsonl");
    let orders: Vec<_> = orders.iter().step_by(2).filter(|l| l["type"] != "咨询").collect();
    for (name, spoken) in [("hotline orders", false), ("hotline orders by telephone", true)] {
        let group: Vec<_> = orders.iter().copied().filter(|l| !spoken || l["channel"] == "电话").collect();
        let found = |l: &serde_json::Value| {
            data::read(l["content"].as_str().unwrap_or_default(), None).kind == Kind::Request
        };
        println!("{}", line(name, &Share::of(&group, |_| true, found)));
    }
    // Labelled topic lines that were kept from training.
    let labels: std::collections::HashMap<Columns<'_>, Columns<'_>> =
        include_str!("../../training/labels.tsv").lines().filter_map(label).collect();
    let mut titles: Vec<Title> = Vec::new();
    for file in ["requests", "department"] {
        let name = if file == "requests" { "requests_with_replies.jsonl" } else { "department_raw.jsonl" };
        for line in data::lines(folder, name) {
            let (Some(id), Some(topic)) = (line["id"].as_str(), line["topic"].as_str()) else { continue };
            let Some((kind, category)) = labels.get(&(file, id)).filter(|_| kept_for_measuring(id)) else {
                continue;
            };
            let text = plain_title(topic);
            titles.push(((*kind).to_owned(), (*category).to_owned(), data::read(&text, None), text));
        }
    }
    let group: Vec<_> = titles.iter().collect();
    let request = |t: &Title| t.0 == "request";
    let (found, asked) = (|t: &Title| t.2.kind == Kind::Request, |t: &Title| t.2.kind == Kind::Inquiry);
    println!("{}", line("topic lines: request found", &Share::of(&group, request, found)));
    println!("{}", line("topic lines: inquiry found", &Share::of(&group, |t| t.0 == "inquiry", asked)));
    let category = |t: &Title| t.2.category.is_some_and(|c| c.as_str() == t.1);
    let named = |t: &Title| request(t) && found(t);
    println!("{}", line("topic lines: category right", &Share::of(&group, named, category)));
    for t in titles.iter().filter(|t| errors && (t.0 != t.2.kind.as_str() || (named(t) && !category(t)))) {
        println!("  {} {} read as {} {:?}: {}", t.0, t.1, t.2.kind, t.2.category, t.3);
    }
}

/// A labelled topic line: kind, category, as what it was read, its text.
type Title = (String, String, understand::Understanding, String);

/// Two columns of a line of labels.
type Columns<'a> = (&'a str, &'a str);

/// File and id, kind and category of a line of labels.
fn label(line: &str) -> Option<(Columns<'_>, Columns<'_>)> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [file, id, kind, category, _] = columns[..] else { return None };
    Some(((file, id), (kind, category)))
}
