//! The paper of a secret ballot, in a private chat. Every page reads the same for everybody, whatever they chose.

use super::poll::{BallotView, lettered, rule};
use super::{escape, html, tap};
use crate::outgoing::{Button, Said};
use crate::verbs::data;
use crate::words::{Locale, Phrase, say};

/// Button numbers: an option chosen, from here on.
pub const CHOOSE: i64 = 0;
/// An option chosen once more, from here on.
pub const CONFIRM: i64 = 100;
/// No and yes to each option, from here on.
pub const ANSWER: i64 = 200;
/// Begins to go through the options.
pub const BEGIN: i64 = 300;
/// Casts the vote.
pub const CAST: i64 = 301;
/// Begins anew.
pub const AGAIN: i64 = 302;

fn page(locale: Locale, view: &BallotView, key: &'static str, keyboard: Vec<Vec<Button>>) -> Said {
    let lines = [
        html(&Phrase::plain("vote-head").with("subject", view.ballot.paper.subject.as_str()), locale),
        lettered(&view.ballot.paper.options),
        escape(&rule(locale, view)),
        String::new(),
        say(locale, key, &[]),
    ];
    Said { html: lines.join("\n"), keyboard }
}

fn button(locale: Locale, view: &BallotView, key: &str, number: i64) -> Button {
    tap(&say(locale, key, &[]), &data("vot", view.ballot.id, number))
}

fn options(view: &BallotView, from: i64) -> Vec<Vec<Button>> {
    let letters = ('A'..='L').zip(&view.ballot.paper.options).zip(from..);
    letters
        .map(|((letter, option), number)| {
            vec![tap(&format!("{letter}. {option}"), &data("vot", view.ballot.id, number))]
        })
        .collect()
}

/// The first page: the options as buttons, or the way into them when several may be chosen.
pub fn first(locale: Locale, view: &BallotView) -> Said {
    if view.ballot.several {
        let begin = vec![vec![button(locale, view, "vote-begin", BEGIN)]];
        return page(locale, view, "vote-first-several", begin);
    }
    page(locale, view, "vote-first", options(view, CHOOSE))
}

/// The confirm step of one choice: the same option once more.
pub fn confirm(locale: Locale, view: &BallotView) -> Said {
    let mut keyboard = options(view, CONFIRM);
    keyboard.push(vec![button(locale, view, "vote-change", AGAIN)]);
    page(locale, view, "vote-confirm", keyboard)
}

/// One of several options, by place.
pub fn option(locale: Locale, view: &BallotView, place: usize) -> Said {
    let options = &view.ballot.paper.options;
    let phrase = Phrase::plain("vote-option")
        .with("n", place as i64 + 1)
        .with("of", options.len() as i64)
        .with("option", options.get(place).map_or("", String::as_str));
    let lines = [
        html(&Phrase::plain("vote-head").with("subject", view.ballot.paper.subject.as_str()), locale),
        html(&phrase, locale),
    ];
    let number = ANSWER + 2 * place as i64;
    let answers = vec![button(locale, view, "vote-yes", number + 1), button(locale, view, "vote-no", number)];
    Said { html: lines.join("\n"), keyboard: vec![answers] }
}

/// The confirm step of several choices.
pub fn cast(locale: Locale, view: &BallotView) -> Said {
    let keyboard =
        vec![vec![button(locale, view, "vote-cast", CAST), button(locale, view, "vote-change", AGAIN)]];
    page(locale, view, "vote-confirm-several", keyboard)
}
