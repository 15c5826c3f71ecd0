//! The log of a case in words.

use super::{escape, html, place, plain, time};
use crate::outgoing::Said;
use crate::words::{Arg, Locale, Phrase, say};
use storage::{Case, Status};

/// A case and its log.
#[derive(Debug, Clone)]
pub struct StatusView {
    /// The case.
    pub case: Case,
    /// The name of its grid.
    pub area: String,
    /// Who has it or had it; empty if nobody or unknown.
    pub holder: String,
    /// Story time.
    pub now: i64,
    /// The area's time zone.
    pub zone: chrono_tz::Tz,
    /// How many earlier lines are left out.
    pub earlier: i64,
    /// The lines, oldest first.
    pub lines: Vec<Line>,
}

/// A line of the log.
#[derive(Debug, Clone)]
pub struct Line {
    /// When.
    pub at: i64,
    /// What was done: a word of the log.
    pub what: String,
    /// Who did it.
    pub who: Who,
    /// Whom the case was given to; empty if nobody or unknown.
    pub to: String,
    /// What was said with it, masked.
    pub words: Option<String>,
    /// A photo came with it.
    pub photo: bool,
}

/// Who did it, as others may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Who reported it: never named.
    Reporter,
    /// Who works here.
    Named(String),
    /// Anybody else: never named.
    Somebody,
    /// The clock.
    Clock,
}

/// The longest part of the words of a line, characters.
const WORDS: usize = 80;

/// The message.
pub fn status(locale: Locale, view: &StatusView) -> Said {
    let mut lines = vec![head(locale, view)];
    if let Some(words) = view.case.shown.as_deref().filter(|words| !words.is_empty()) {
        lines.push(escape(&plain(words, WORDS)));
    }
    if view.earlier > 0 {
        lines.push(say(locale, "status-earlier", &[("n", view.earlier.into())]));
    }
    lines.extend(view.lines.iter().filter_map(|line| told(locale, view, line)));
    Said { html: lines.join("\n"), keyboard: Vec::new() }
}

fn head(locale: Locale, view: &StatusView) -> String {
    let case = &view.case;
    let category = super::category_key(&case.category);
    let mut state = match (case.status, case.outcome.as_deref()) {
        (Status::Open, _) => "list-open",
        (Status::Claimed, _) if view.holder.is_empty() => "list-taken",
        (Status::Claimed, _) => "list-claimed",
        (Status::Done, _) => "list-done",
        (Status::Closed, Some("confirmed")) => "list-confirmed",
        (Status::Closed, _) => "list-unconfirmed",
        (Status::Merged, _) => "list-merged",
        _ => "list-withdrawn",
    };
    if case.status == Status::Open && case.reopened > 0 {
        state = "list-reopened";
    }
    let state = Phrase::plain(state).with("holder", view.holder.as_str()).with("n", case.reopened);
    let title = Phrase::plain("card-head").with("number", case.number).with("category", Arg::Key(category));
    let mut parts =
        vec![html(&title, locale), escape(&view.area), escape(&place(&case.place)), html(&state, locale)];
    if let Some(rating) = &case.rating {
        parts.push(say(locale, &format!("rating-{rating}"), &[]));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// A line, or nothing for a word of the log that says nothing to people.
fn told(locale: Locale, view: &StatusView, line: &Line) -> Option<String> {
    let key = match line.what.as_str() {
        "report" => "log-report",
        "join" => "log-join",
        "photo" => "log-photo",
        "place" => "log-place",
        "edit" => "log-edit",
        "rate" => "log-rate",
        "note" => "log-note",
        "remind" => "log-remind",
        "escalate" => "log-escalate",
        "forget" => "log-forget",
        "claim" => "log-claim",
        "assign" => "log-assign",
        "handover" => "log-handover",
        "release" => "log-release",
        "progress" => "log-progress",
        "done" => "log-done",
        "resume" => "log-resume",
        "confirm" => "log-confirm",
        "reopen" => "log-reopen",
        "lapse" => "log-lapse",
        "withdraw" => "log-withdraw",
        "merge" => "log-merge",
        "split" => "log-split",
        _ => return None,
    };
    let who = match &line.who {
        Who::Reporter => Arg::Key("log-reporter".to_owned()),
        Who::Named(name) => Arg::Text(name.clone()),
        Who::Somebody | Who::Clock => Arg::Key("somebody".to_owned()),
    };
    let to = match line.to.as_str() {
        "" => Arg::Key("somebody".to_owned()),
        to => Arg::Text(to.to_owned()),
    };
    let did = html(&Phrase::plain(key).with("who", who).with("to", to), locale);
    let mut text = format!("{} {did}", time(line.at, view.now, view.zone, locale));
    if let Some(words) = &line.words {
        let words = escape(&plain(&words.replace('\n', " "), WORDS));
        text = say(locale, "log-words", &[("line", text.into()), ("words", words.into())]);
    }
    if line.photo {
        text.push_str(&say(locale, "log-with-photo", &[]));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::samples::{NOW, ZONE, case, seen};
    use storage::Move;

    #[test]
    fn a_log_in_every_language() {
        let more =
            ["report", "join", "photo", "place", "edit", "rate", "note", "remind", "escalate", "forget"];
        let steps = Move::ALL.map(Move::as_str);
        let lines: Vec<Line> = (0i64..)
            .zip(more.iter().chain(&steps))
            .map(|(n, what)| Line {
                at: NOW - 86_400_000 + n * 3_600_000,
                what: (*what).to_owned(),
                who: match *what {
                    "note" | "confirm" | "reopen" => Who::Reporter,
                    "lapse" | "remind" | "escalate" => Who::Clock,
                    "withdraw" => Who::Somebody,
                    _ => Who::Named("李建国".into()),
                },
                to: if *what == "assign" { "王芳".into() } else { String::new() },
                words: (*what == "progress").then(|| "约了电工，\n<明天>来".to_owned()),
                photo: *what == "done",
            })
            .chain([Line {
                at: NOW,
                what: "a word of a later version".into(),
                who: Who::Clock,
                to: String::new(),
                words: None,
                photo: false,
            }])
            .collect();
        let mut open = case(12, "lighting", "楼道灯坏了");
        open.reopened = 1;
        let mut closed = Case { status: Status::Closed, rating: Some("poor".into()), ..open.clone() };
        closed.outcome = Some("unconfirmed".into());
        let view = |case: &Case, lines: &[Line], earlier| StatusView {
            case: case.clone(),
            area: "第1网格".into(),
            holder: "李建国".into(),
            now: NOW,
            zone: ZONE,
            earlier,
            lines: lines.to_vec(),
        };
        for locale in Locale::ALL {
            let all = [view(&open, &lines, 4), view(&closed, &lines[..1], 0)];
            let all: Vec<String> = all.iter().map(|view| seen(&status(locale, view))).collect();
            insta::assert_snapshot!(format!("status_{}", locale.as_str()), all.join("\n\n———\n\n"));
        }
    }
}
