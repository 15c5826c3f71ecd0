//! Plain sentences put together from building blocks, so that the shortest forms are known beside the colourful ones.

use std::collections::HashMap;

use super::Lesson;
use crate::classes::{Category, Kind, Urgency};

/// How much each counts.
const WEIGHT: f32 = 0.4;

/// All of `training/drills.txt`.
pub(super) fn drills(text: &str) -> Vec<Lesson> {
    let mut blocks = Blocks::default();
    let mut out = Vec::new();
    let mut head: Option<(&str, usize)> = None;
    let mut patterns: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        let (block, next) = (line.split_once(" = "), line.strip_prefix('@'));
        if block.is_none() && next.is_none() {
            patterns.push(line);
            continue;
        }
        out.extend(section(&mut blocks, head.take(), &patterns));
        patterns.clear();
        if let Some((name, alternatives)) = block {
            let alternatives = alternatives.split('/').map(|a| a.trim().to_owned()).collect();
            blocks.0.insert(name.to_owned(), (alternatives, 0));
        }
        head = next
            .and_then(|n| n.rsplit_once(' '))
            .and_then(|(labels, count)| Some((labels, count.parse().ok()?)));
    }
    out.extend(section(&mut blocks, head, &patterns));
    out
}

fn section(blocks: &mut Blocks, head: Option<(&str, usize)>, patterns: &[&str]) -> Vec<Lesson> {
    let Some((labels, count)) = head.filter(|_| !patterns.is_empty()) else { return Vec::new() };
    let labels: Vec<&str> = labels.split(' ').collect();
    let kind = Kind::parse(labels[0]);
    let category = labels.get(1).and_then(|l| Category::parse(l)).filter(|_| kind == Some(Kind::Request));
    let urgency = labels.get(2).and_then(|l| Urgency::parse(l));
    let mut out = Vec::new();
    for turn in 0..count {
        let drawn = blocks.fill(patterns[turn % patterns.len()]);
        let (context, text) = match drawn.split_once(" > ") {
            Some((context, text)) => (Some(context.to_owned()), text.to_owned()),
            None => (None, drawn),
        };
        out.push(Lesson { text, context, kind, category, urgency, weight: WEIGHT });
    }
    out
}

/// Named alternatives, each with how often it was drawn from.
#[derive(Default)]
struct Blocks(HashMap<String, (Vec<String>, usize)>);

impl Blocks {
    fn fill(&mut self, pattern: &str) -> String {
        let Some((before, rest)) = pattern.split_once('{') else { return pattern.to_owned() };
        let Some((name, after)) = rest.split_once('}') else { return pattern.to_owned() };
        let drawn = self.draw(name);
        format!("{before}{}{}", self.fill(&drawn), self.fill(after))
    }

    fn draw(&mut self, name: &str) -> String {
        let Some((alternatives, turn)) = self.0.get_mut(name) else { return String::new() };
        // Steps of seven visit all of a list whose length seven does not divide, in another order than the lists
        // beside it.
        *turn += 7;
        alternatives[(*turn + *turn / (7 * alternatives.len())) % alternatives.len()].clone()
    }
}
