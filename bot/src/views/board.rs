//! The wall of wishes, and one's own wishes, in words.

use super::wish::{WishView, state};
use super::{escape, plain, tap, time};
use crate::outgoing::{Button, Said};
use crate::verbs::data;
use crate::words::{Locale, say};
use storage::{Case, Status};

/// A page of the wall.
#[derive(Debug, Clone)]
pub struct BoardView {
    /// The wishes of this page, in order.
    pub wishes: Vec<WishView>,
    /// How many wait to be claimed in all.
    pub open: i64,
    /// Which page this is, from 0.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// What waits for approval, for those who may give it.
    pub proposed: Vec<Case>,
}

/// The longest part of a wish in a list, characters.
const WORDS: usize = 80;

/// The message: open ones with a button each.
pub fn board(locale: Locale, view: &BoardView) -> Said {
    let mut lines = Vec::new();
    let (mut claims, mut approvals) = (Vec::new(), Vec::new());
    if !view.proposed.is_empty() {
        lines.push(say(locale, "board-proposed", &[]));
        for case in &view.proposed {
            lines.push(line(locale, case, ""));
            approvals.push(numbered(locale, "board-look", "luk", case, case.version));
        }
        lines.push(String::new());
    }
    if view.wishes.is_empty() {
        lines.push(say(locale, "board-empty", &[]));
    } else {
        lines.push(say(locale, "board-head", &[("n", view.open.into())]));
    }
    for wish in &view.wishes {
        let area = Some(&wish.area).filter(|area| !area.is_empty());
        let area = area.map(|area| format!(" · {}", escape(area))).unwrap_or_default();
        lines.push(String::new());
        lines.push(line(locale, &wish.case, &area));
        if wish.case.status == Status::Open {
            claims.push(numbered(locale, "board-claim", "wcl", &wish.case, view.page as i64));
        } else {
            lines.push(format!("    {}", state(locale, wish)));
        }
    }
    let turn = |key: &str, to: usize| tap(&say(locale, key, &[]), &data("wis", to as i64, 0));
    let mut pages = Vec::new();
    if view.page > 0 {
        pages.push(turn("board-before", view.page - 1));
    }
    if view.page + 1 < view.pages {
        pages.push(turn("board-after", view.page + 1));
    }
    let rows = approvals.chunks(3).chain(claims.chunks(3)).map(<[Button]>::to_vec);
    let keyboard = rows.chain(Some(pages).filter(|pages| !pages.is_empty())).collect();
    Said { html: lines.join("\n"), keyboard }
}

/// What somebody wished and what they claimed, with the reason a refused one was given: lines and buttons.
pub fn mine(
    locale: Locale,
    own: &[(WishView, Option<String>)],
    claimed: &[WishView],
) -> (Vec<String>, Vec<Vec<Button>>) {
    let (mut lines, mut buttons) = (Vec::new(), Vec::new());
    if !claimed.is_empty() {
        lines.push(say(locale, "my-wishes-claimed", &[]));
    }
    for wish in claimed {
        let case = &wish.case;
        let until = time(case.done_due, wish.now, wish.zone, locale);
        let until = say(locale, "board-kept", &[("until", until.into())]);
        lines.push(format!("{}\n    {until}", line(locale, case, "")));
        buttons.push(vec![
            numbered(locale, "board-done", "don", case, case.version),
            numbered(locale, "board-release", "rel", case, case.version),
        ]);
    }
    if !own.is_empty() {
        if !claimed.is_empty() {
            lines.push(String::new());
        }
        lines.push(say(locale, "my-wishes", &[]));
    }
    for (wish, reason) in own {
        let case = &wish.case;
        let reason = reason.as_deref().map(|reason| format!("\n    {}", escape(&plain(reason, WORDS))));
        let state = state(locale, wish);
        lines.push(format!("{}\n    {state}{}", line(locale, case, ""), reason.unwrap_or_default()));
        if case.status == Status::Done {
            buttons.push(vec![
                numbered(locale, "board-arrived", "cfm", case, case.version),
                numbered(locale, "board-missing", "mis", case, case.version),
            ]);
        }
    }
    (lines, buttons)
}

fn line(locale: Locale, case: &Case, area: &str) -> String {
    let words = match case.shown.as_deref() {
        Some(words) => escape(&plain(&words.replace('\n', " "), WORDS)),
        None => say(locale, "card-forgotten", &[]),
    };
    format!("<b>#{}</b>{area} {words}", case.number)
}

fn numbered(locale: Locale, key: &str, code: &str, case: &Case, version: i64) -> Button {
    tap(&say(locale, key, &[("number", case.number.into())]), &data(code, case.id, version))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::samples::{NOW, ZONE, seen, wish};

    fn view(number: i64, status: Status) -> WishView {
        let outcome = Some("confirmed".to_owned()).filter(|_| status == Status::Closed);
        let case = Case { status, outcome, ..wish(number, "想要<收音机>\n听戏") };
        WishView { case, area: String::new(), holder: "张明".to_owned(), now: NOW, zone: ZONE }
    }

    #[test]
    fn a_wall_and_ones_own() {
        let wishes = [Status::Open, Status::Open, Status::Claimed, Status::Done, Status::Closed];
        let mut wishes: Vec<WishView> = (21..).zip(wishes).map(|(n, status)| view(n, status)).collect();
        wishes[1].area = "第2网格".to_owned();
        let full = BoardView { wishes, open: 8, page: 1, pages: 3, proposed: Vec::new() };
        let proposed = vec![wish(31, "想要一把轮椅"), wish(32, "想要一盆花")];
        let waiting = BoardView { wishes: Vec::new(), open: 0, page: 0, pages: 1, proposed };
        let empty = BoardView { proposed: Vec::new(), ..waiting.clone() };
        let own = [Status::Proposed, Status::Done, Status::Closed].map(|status| (view(5, status), None));
        let refused = (view(6, Status::Refused), Some("社区可以直接帮忙，周一来找我".to_owned()));
        let own: Vec<_> = own.into_iter().chain([refused]).collect();
        let claimed = [view(7, Status::Claimed)];
        for locale in Locale::ALL {
            let mut all: Vec<String> =
                [&full, &waiting, &empty].map(|view| seen(&board(locale, view))).to_vec();
            for (own, claimed) in [(&own[..], &claimed[..]), (&own[..1], &[])] {
                let (lines, keyboard) = mine(locale, own, claimed);
                all.push(seen(&Said { html: lines.join("\n"), keyboard }));
            }
            insta::assert_snapshot!(format!("board_{}", locale.as_str()), all.join("\n\n———\n\n"));
        }
    }
}
