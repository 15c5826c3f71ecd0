//! Lists of cases in words: the queue, and what is mine.

use super::wish::WishView;
use super::{board, escape, html, place, plain, tap, time};
use crate::outgoing::{Button, Does, Said};
use crate::verbs::data;
use crate::words::{Locale, Phrase, say};
use storage::{Case, Status};

/// A page of a list.
#[derive(Debug, Clone)]
pub struct ListView {
    /// The key of its heading.
    pub head: &'static str,
    /// The key said when there is nothing.
    pub empty: &'static str,
    /// The button code that turns its pages.
    pub code: &'static str,
    /// How many cases there are in all.
    pub total: i64,
    /// Which page this is, from 0.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// Story time.
    pub now: i64,
    /// The time zone of who reads it.
    pub zone: chrono_tz::Tz,
    /// The cases of this page.
    pub rows: Vec<Row>,
    /// What the reader reported.
    pub reported: Vec<Row>,
    /// What the reader wished, and why it was refused.
    pub wished: Vec<(WishView, Option<String>)>,
    /// The wishes the reader claimed.
    pub claimed: Vec<WishView>,
    /// How many private ones are not listed here.
    pub hidden: i64,
    /// What the last tap did.
    pub notice: Option<Phrase>,
    /// The button that takes that back.
    pub undo: Option<Button>,
}

/// A case in a list.
#[derive(Debug, Clone)]
pub struct Row {
    /// The case.
    pub case: Case,
    /// The name of its grid, where that is not plain.
    pub area: String,
    /// Who has it; empty if nobody or unknown.
    pub holder: String,
    /// The code of its button.
    pub code: &'static str,
}

/// The longest part of a case's words in a list, characters.
const WORDS: usize = 40;

/// The message.
pub fn list(locale: Locale, view: &ListView) -> Said {
    let mut lines = Vec::new();
    if let Some(notice) = &view.notice {
        lines.push(html(notice, locale));
        lines.push(String::new());
    }
    let (wishes, _) = board::mine(locale, &view.wished, &view.claimed);
    if view.rows.is_empty() && view.reported.is_empty() && wishes.is_empty() {
        lines.push(say(locale, view.empty, &[]));
    }
    if !view.rows.is_empty() {
        lines.push(say(locale, view.head, &[("n", view.total.into())]));
    }
    for row in &view.rows {
        lines.push(line(locale, view, row));
    }
    if !view.reported.is_empty() {
        if !view.rows.is_empty() {
            lines.push(String::new());
        }
        lines.push(say(locale, "my-reported", &[]));
        lines.extend(view.reported.iter().map(|row| reported(locale, row)));
    }
    if !wishes.is_empty() {
        if !(view.rows.is_empty() && view.reported.is_empty()) {
            lines.push(String::new());
        }
        lines.extend(wishes);
    }
    if view.hidden > 0 {
        lines.push(say(locale, "queue-hidden", &[("n", view.hidden.into())]));
    }
    Said { html: lines.join("\n"), keyboard: keyboard(locale, view) }
}

/// A hint that something waits in private, with the button that opens it.
pub fn open_me(locale: Locale, key: &'static str, link: &str) -> Said {
    let button = Button { text: say(locale, "button-open-me", &[]), does: Does::Link(link.to_owned()) };
    Said { html: say(locale, key, &[]), keyboard: vec![vec![button]] }
}

fn line(locale: Locale, view: &ListView, row: &Row) -> String {
    let case = &row.case;
    let at = |ms| time(ms, view.now, view.zone, locale);
    let when = match case.status {
        Status::Open => Phrase::plain("list-since").with("time", at(case.made_at)),
        _ if case.done_due < view.now => Phrase::plain("list-overdue").with("time", at(case.done_due)),
        _ => Phrase::plain("list-until").with("time", at(case.done_due)),
    };
    let area = Some(row.area.clone()).filter(|area| !area.is_empty());
    let parts = [area, Some(place(&case.place)).filter(|place| !place.is_empty()), Some(when.say(locale))];
    let parts: Vec<String> = parts.into_iter().flatten().map(|part| escape(&part)).collect();
    format!("{} · {}{}", head(locale, case), parts.join(" · "), words(case))
}

fn reported(locale: Locale, row: &Row) -> String {
    let case = &row.case;
    let key = match (case.status, case.outcome.as_deref()) {
        (Status::Open, _) => "list-open",
        (Status::Claimed, _) if row.holder.is_empty() => "list-taken",
        (Status::Claimed, _) => "list-claimed",
        (Status::Done, _) => "list-done",
        (Status::Closed, Some("confirmed")) => "list-confirmed",
        (Status::Closed, _) => "list-unconfirmed",
        (Status::Merged, _) => "list-merged",
        _ => "list-withdrawn",
    };
    let state = html(&Phrase::plain(key).with("holder", row.holder.as_str()), locale);
    format!("{} · {state}{}", head(locale, case), words(case))
}

fn head(locale: Locale, case: &Case) -> String {
    let category = super::category(locale, &case.category);
    let key = match case.urgency.as_str() {
        "emergency" => "card-head-emergency",
        "urgent" => "card-head-urgent",
        _ => "card-head",
    };
    html(&Phrase::plain(key).with("number", case.number).with("category", category), locale)
}

fn words(case: &Case) -> String {
    match case.shown.as_deref().map(str::trim) {
        None | Some("") => String::new(),
        Some(words) => format!("\n    {}", escape(&plain(&words.replace('\n', " "), WORDS))),
    }
}

fn keyboard(locale: Locale, view: &ListView) -> Vec<Vec<Button>> {
    let mut rows: Vec<Vec<Button>> = view.undo.clone().map(|undo| vec![undo]).into_iter().collect();
    let numbered = |key: &str, code: &str, case: &Case, version: i64| {
        tap(&say(locale, key, &[("number", case.number.into())]), &data(code, case.id, version))
    };
    let page = view.page as i64;
    let own: Vec<Button> = view
        .rows
        .iter()
        .map(|row| {
            let key = if row.code == "tke" { "button-take" } else { "button-finish" };
            numbered(key, row.code, &row.case, page)
        })
        .collect();
    rows.extend(own.chunks(3).map(<[_]>::to_vec));
    for row in view.reported.iter().filter(|row| row.case.status == Status::Done) {
        let version = row.case.version;
        rows.push(vec![
            numbered("button-confirm-one", "cfm", &row.case, version),
            numbered("button-reopen-one", "rop", &row.case, version),
        ]);
    }
    rows.extend(board::mine(locale, &view.wished, &view.claimed).1);
    let turn = |key: &str, to: i64| tap(&say(locale, key, &[]), &data(view.code, to, 0));
    let mut pages = Vec::new();
    if page > 0 {
        pages.push(turn("button-before", page - 1));
    }
    if view.page + 1 < view.pages {
        pages.push(turn("button-after", page + 1));
    }
    if !pages.is_empty() {
        rows.push(pages);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::samples::{NOW, ZONE, case, seen};

    fn row(number: i64, status: Status, code: &'static str) -> Row {
        let case = Case { status, ..case(number, "lighting", "楼道灯坏了\n三天了") };
        Row { case, area: String::new(), holder: "李建国".into(), code }
    }

    fn queue() -> ListView {
        let mut urgent = row(31, Status::Open, "tke");
        urgent.case.urgency = "urgent".into();
        urgent.area = "第2网格".into();
        ListView {
            head: "queue-head",
            empty: "queue-empty",
            code: "que",
            total: 8,
            page: 1,
            pages: 3,
            now: NOW,
            zone: ZONE,
            rows: vec![urgent, row(12, Status::Open, "tke")],
            reported: Vec::new(),
            wished: Vec::new(),
            claimed: Vec::new(),
            hidden: 2,
            notice: Some(Phrase::plain("claim-taken").with("number", 9)),
            undo: Some(tap("undo", "und.7.2")),
        }
    }

    fn mine() -> ListView {
        let mut late = row(5, Status::Claimed, "fin");
        late.case.done_due = NOW - 3_600_000;
        let mut closed = row(2, Status::Closed, "cfm");
        closed.case.outcome = Some("confirmed".into());
        let lapsed = row(3, Status::Closed, "cfm");
        let forgotten = Row { holder: String::new(), ..row(4, Status::Claimed, "cfm") };
        let mut reported: Vec<Row> = [Status::Open, Status::Claimed, Status::Done, Status::Withdrawn]
            .into_iter()
            .map(|status| row(20, status, "cfm"))
            .collect();
        reported.extend([forgotten, closed, lapsed]);
        ListView {
            head: "my-head",
            empty: "my-empty",
            code: "my",
            total: 2,
            page: 0,
            pages: 1,
            rows: vec![late, row(6, Status::Claimed, "fin")],
            reported,
            hidden: 0,
            notice: None,
            undo: None,
            ..queue()
        }
    }

    #[test]
    fn lists_in_every_language() {
        let nothing = |view: ListView| ListView {
            rows: Vec::new(),
            reported: Vec::new(),
            page: 0,
            pages: 1,
            hidden: 0,
            notice: None,
            undo: None,
            ..view
        };
        for locale in Locale::ALL {
            let views = [queue(), mine(), nothing(queue()), nothing(mine())];
            let mut all: Vec<String> = views.iter().map(|view| seen(&list(locale, view))).collect();
            for key in ["my-start", "status-start"] {
                all.push(seen(&open_me(locale, key, "https://t.me/gridbell_bot?start=my")));
            }
            insta::assert_snapshot!(format!("lists_{}", locale.as_str()), all.join("\n\n———\n\n"));
        }
    }
}
