//! Words for people: a record and a locale → text and buttons. Pure, and every one has its snapshot.

pub mod board;
pub mod card;
pub mod chart;
pub mod digest;
pub mod help;
pub mod ics;
pub mod invite;
pub mod lang;
pub mod lists;
pub mod meeting;
pub mod morning;
pub mod paper;
pub mod poll;
pub mod privacy;
pub mod report;
#[cfg(test)]
pub mod samples;
pub mod setup;
pub mod shadow;
pub mod standing;
pub mod start;
pub mod status;
pub mod stuck;
pub mod topics;
pub mod wish;

use crate::outgoing::{Button, Does, Said};
use crate::verbs::data;
pub use crate::words::time;
use crate::words::{Arg, Locale, Phrase, say};
use storage::{Case, Place, Status};
use understand::Category;

/// Escapes text from people for Telegram's HTML.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out
}

/// Shortens to at most `most` characters, with an ellipsis where something was left out.
pub fn plain(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// One line without buttons. Arguments that are text are escaped here.
pub fn line(phrase: &Phrase, locale: Locale) -> Said {
    Said { html: html(phrase, locale), keyboard: Vec::new() }
}

/// A phrase as HTML, its text arguments escaped.
pub fn html(phrase: &Phrase, locale: Locale) -> String {
    let args: Vec<(&'static str, Arg)> = phrase
        .args
        .iter()
        .map(|(name, value)| match value {
            Arg::Text(text) => (*name, Arg::Text(escape(text))),
            Arg::Phrase(inner) => (*name, Arg::Text(html(inner, locale))),
            other => (*name, other.clone()),
        })
        .collect();
    say(locale, phrase.key, &args)
}

/// Where a case is, as others may read it: without the room.
pub fn place(place: &Place) -> String {
    let parts = [&place.estate, &place.building, &place.unit, &place.floor, &place.spot];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// A question with a button a choice: (what it says, its data), two in a row when they are short.
pub fn choices(question: &Phrase, choices: &[(String, String)], locale: Locale) -> Said {
    let short = choices.iter().all(|(text, _)| text.chars().count() <= 8);
    let rows = choices.chunks(if short { 3 } else { 1 });
    let keyboard = rows.map(|row| row.iter().map(|(text, data)| tap(text, data)).collect()).collect();
    Said { html: html(question, locale), keyboard }
}

/// A button that sends `data` back.
pub fn tap(text: &str, data: &str) -> Button {
    Button { text: text.to_owned(), does: Does::Tap(data.to_owned()) }
}

/// A mention that reaches the person: by username, else by a link to their id.
pub fn mention(about: &storage::About) -> String {
    match &about.username {
        Some(username) => format!("@{username}"),
        None => format!("<a href=\"tg://user?id={}\">{}</a>", about.tg, escape(&about.name)),
    }
}

/// The key of a category's name.
pub fn category_key(category: &str) -> String {
    format!("category-{}", category.replace('_', "-"))
}

/// A category's name.
pub fn category(locale: Locale, category: &str) -> String {
    say(locale, &category_key(category), &[])
}

/// The category that somebody wrote: its name in any language, or its word in the database.
pub fn category_named(words: &str) -> Option<Category> {
    let words = words.trim().to_lowercase();
    let is = |name: &str| name.to_lowercase() == words;
    let named = |one: &&Category| {
        is(one.as_str()) || Locale::ALL.iter().any(|locale| is(&category(*locale, one.as_str())))
    };
    Category::ALL.iter().find(named).copied()
}

/// The names of all categories, in one line.
pub fn categories(locale: Locale) -> String {
    let names: Vec<String> = Category::ALL.iter().map(|one| category(locale, one.as_str())).collect();
    names.join(" · ")
}

/// A case in one line: number, category, building and the start of its words.
pub fn brief(locale: Locale, case: &Case) -> String {
    let category = category(locale, &case.category);
    let place = case.place.building.as_deref().or(case.place.spot.as_deref()).unwrap_or_default();
    let words = plain(case.shown.as_deref().unwrap_or_default(), 24);
    let place = if words.contains(place) { String::new() } else { format!(" {}", escape(place)) };
    let args = [
        ("number", case.number.into()),
        ("category", category.into()),
        ("place", place.into()),
        ("words", escape(&words).into()),
    ];
    say(locale, if words.is_empty() { "brief-bare" } else { "brief" }, &args)
}

/// The one tap that a worker's list offers for a case: claim it, or say that it is done.
pub fn case_button(locale: Locale, case: &Case) -> Option<Button> {
    let (key, code) = match case.status {
        Status::Open => ("brief-claim", "clm"),
        Status::Claimed => ("brief-done", "don"),
        _ => return None,
    };
    let text = say(locale, key, &[("number", case.number.into())]);
    Some(tap(&text, &data(code, case.id, case.version)))
}

/// The same as a keyboard.
pub fn case_buttons(locale: Locale, case: &Case) -> Vec<Vec<Button>> {
    case_button(locale, case).map(|button| vec![vec![button]]).unwrap_or_default()
}
