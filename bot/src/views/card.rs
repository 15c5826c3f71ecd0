//! The card of a case: number, category, place, who has it, until when, the duty telephone.

use super::{escape, html, plain, tap, time};
use crate::outgoing::{Button, Said};
use crate::verbs::data;
use crate::words::{Arg, Locale, Phrase, say};
use storage::{Place, Status};

/// What a card shows.
#[derive(Debug, Clone)]
pub struct CardView {
    /// The case's row, for its buttons.
    pub id: i64,
    /// The case's version, for its buttons.
    pub version: i64,
    /// Its number.
    pub number: i64,
    /// Where it stands.
    pub status: Status,
    /// Its category.
    pub category: String,
    /// `emergency`, `urgent` or `normal`.
    pub urgency: String,
    /// Reported in private.
    pub private: bool,
    /// It carries a resolution out: nobody reported it.
    pub task: bool,
    /// The name of its grid.
    pub area: String,
    /// Whether the chat is for more than that grid.
    pub show_area: bool,
    /// Where; the room is never shown.
    pub place: Place,
    /// The masked words; `None` once forgotten.
    pub words: Option<String>,
    /// Who has it or had it; empty if nobody.
    pub holder: String,
    /// Until when somebody should have it.
    pub claim_due: i64,
    /// Until when it should be done.
    pub done_due: i64,
    /// The area's time zone.
    pub zone: chrono_tz::Tz,
    /// Story time.
    pub now: i64,
    /// The telephone of who is on duty.
    pub duty_phone: Option<String>,
    /// How many joined.
    pub joined: i64,
    /// How many photos are with it.
    pub photos: i64,
    /// How often it was reopened.
    pub reopened: i64,
    /// The last word on how it goes.
    pub progress: Option<String>,
    /// What was said when it was done.
    pub result: Option<String>,
    /// What was said when it was reopened.
    pub wanting: Option<String>,
    /// `confirmed` or `unconfirmed`.
    pub outcome: Option<String>,
    /// `good`, `fair` or `poor`.
    pub rating: Option<String>,
    /// What it may be the same trouble as, or was merged into.
    pub same: Option<SameView>,
    /// The card is in its reporter's private chat.
    pub for_reporter: bool,
}

/// Another case, as a card names it.
#[derive(Debug, Clone)]
pub struct SameView {
    /// Its number.
    pub number: i64,
    /// Its category.
    pub category: String,
    /// Where; the room is never shown.
    pub place: Place,
}

/// The longest part of the words a card repeats, characters.
const WORDS: usize = 160;

/// The codes of the buttons that cards carry.
pub const CODES: [&str; 13] =
    ["clm", "joi", "wdr", "don", "rel", "cfm", "rop", "rgd", "rfr", "rpr", "sam", "oth", "spl"];

/// Words and buttons of a card.
pub fn card(locale: Locale, view: &CardView) -> Said {
    let mut lines = vec![head(locale, view)];
    if view.status == Status::Merged {
        // The other card says it all.
        lines.extend(view.same.as_ref().map(|other| same(locale, "card-merged", other)));
        return Said { html: lines.join("\n"), keyboard: buttons(locale, view) };
    }
    let place = place(view);
    if !place.is_empty() {
        lines.push(html(&Phrase::plain("card-place").with("place", place), locale));
    }
    match &view.words {
        Some(words) if words.is_empty() => lines.push(say(locale, "card-wordless", &[])),
        Some(words) => lines.push(escape(&plain(words, WORDS))),
        None => lines.push(say(locale, "card-forgotten", &[])),
    }
    lines.push(state(locale, view));
    if matches!(view.status, Status::Open | Status::Claimed)
        && let Some(wanting) = &view.wanting
    {
        lines.push(html(&Phrase::plain("card-wanting").with("words", plain(wanting, WORDS)), locale));
    }
    if view.status == Status::Claimed
        && let Some(progress) = &view.progress
    {
        lines.push(html(&Phrase::plain("card-progress").with("words", plain(progress, WORDS)), locale));
    }
    if matches!(view.status, Status::Done | Status::Closed)
        && let Some(result) = &view.result
    {
        lines.push(html(&Phrase::plain("card-result").with("words", plain(result, WORDS)), locale));
    }
    let extras = extras(locale, view);
    if !extras.is_empty() {
        lines.push(extras.join(" · "));
    }
    lines.extend(view.same.as_ref().map(|other| same(locale, "card-same", other)));
    Said { html: lines.join("\n"), keyboard: buttons(locale, view) }
}

fn head(locale: Locale, view: &CardView) -> String {
    let category = super::category(locale, &view.category);
    let key = match view.urgency.as_str() {
        "emergency" => "card-head-emergency",
        "urgent" => "card-head-urgent",
        _ => "card-head",
    };
    html(&Phrase::plain(key).with("number", view.number).with("category", category), locale)
}

/// Where the trouble is, as public cards say it: without the room.
fn place(view: &CardView) -> String {
    let area = Some(&view.area).filter(|area| view.show_area && !area.is_empty());
    let parts = [area.cloned(), Some(super::place(&view.place)).filter(|place| !place.is_empty())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// A line about another case: its number, category and place.
fn same(locale: Locale, key: &'static str, other: &SameView) -> String {
    let place = super::place(&other.place);
    let what = if place.is_empty() { "case-what" } else { "case-what-where" };
    let category = Arg::Key(super::category_key(&other.category));
    let what = Phrase::plain(what).with("category", category).with("place", place);
    html(&Phrase::plain(key).with("number", other.number).with("what", what), locale)
}

fn state(locale: Locale, view: &CardView) -> String {
    let at = |ms| time(ms, view.now, view.zone, locale);
    let phrase = match view.status {
        Status::Open if view.reopened > 0 => Phrase::plain("card-reopened").with("until", at(view.claim_due)),
        Status::Open => Phrase::plain("card-open").with("until", at(view.claim_due)),
        Status::Claimed => Phrase::plain("card-claimed").with("until", at(view.done_due)),
        Status::Done => Phrase::plain("card-done"),
        Status::Closed if view.outcome.as_deref() == Some("confirmed") => Phrase::plain("card-confirmed"),
        Status::Closed => Phrase::plain("card-unconfirmed"),
        Status::Withdrawn | Status::Merged | Status::Proposed | Status::Refused => {
            Phrase::plain("card-withdrawn")
        }
    };
    let holder = match view.holder.as_str() {
        "" => Arg::Key("somebody".to_owned()),
        name => Arg::Text(name.to_owned()),
    };
    html(&phrase.with("holder", holder), locale)
}

fn extras(locale: Locale, view: &CardView) -> Vec<String> {
    let mut extras = Vec::new();
    if view.joined > 0 {
        extras.push(say(locale, "card-joined", &[("n", view.joined.into())]));
    }
    if view.private {
        extras.push(say(locale, "card-private", &[]));
    }
    if view.photos > 0 {
        extras.push(say(locale, "card-photos", &[("n", view.photos.into())]));
    }
    if let Some(rating) = &view.rating {
        extras.push(say(locale, &format!("rating-{rating}"), &[]));
    }
    if view.status.is_live()
        && let Some(phone) = &view.duty_phone
    {
        extras.push(say(locale, "card-duty", &[("phone", escape(phone).into())]));
    }
    extras
}

fn buttons(locale: Locale, view: &CardView) -> Vec<Vec<Button>> {
    let button = |key: &str, code: &str| tap(&say(locale, key, &[]), &data(code, view.id, view.version));
    let mut rows = match view.status {
        Status::Open if view.for_reporter => vec![vec![button("button-withdraw", "wdr")]],
        Status::Open if view.private || view.task => vec![vec![button("button-claim", "clm")]],
        Status::Open => vec![
            vec![button("button-claim", "clm"), button("button-join", "joi")],
            vec![button("button-withdraw", "wdr")],
        ],
        Status::Claimed if view.for_reporter => vec![vec![button("button-withdraw", "wdr")]],
        Status::Claimed if view.private || view.task => {
            vec![vec![button("button-done", "don"), button("button-release", "rel")]]
        }
        Status::Claimed => vec![
            vec![button("button-done", "don"), button("button-release", "rel")],
            vec![button("button-join", "joi"), button("button-withdraw", "wdr")],
        ],
        Status::Done => vec![vec![button("button-confirm", "cfm"), button("button-reopen", "rop")]],
        Status::Closed if view.rating.is_none() => vec![
            vec![button("button-good", "rgd"), button("button-fair", "rfr"), button("button-poor", "rpr")],
            vec![button("button-reopen", "rop")],
        ],
        Status::Merged => vec![vec![button("button-split", "spl")]],
        _ => Vec::new(),
    };
    if view.same.is_some() && matches!(view.status, Status::Open | Status::Claimed) {
        // The answer to what the card asks comes first.
        rows.insert(0, vec![button("button-same", "sam"), button("button-another", "oth")]);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::samples::{NOW, ZONE, seen};

    fn view(status: Status) -> CardView {
        let place =
            Place { building: Some("3号楼".into()), unit: Some("2单元".into()), ..Place::default() };
        CardView {
            id: 7,
            version: 3,
            number: 12,
            status,
            category: "lighting".into(),
            urgency: "normal".into(),
            private: false,
            task: false,
            area: "第1网格".into(),
            show_area: false,
            place: Place { room: Some("301".into()), ..place },
            words: Some("楼道灯坏了 <两天>".into()),
            holder: if status == Status::Open { String::new() } else { "李建国".into() },
            claim_due: NOW + 86_400_000,
            done_due: NOW + 7 * 86_400_000,
            zone: ZONE,
            now: NOW,
            duty_phone: Some("010-5550-0123".into()),
            joined: 0,
            photos: 0,
            reopened: 0,
            progress: None,
            result: None,
            wanting: None,
            outcome: None,
            rating: None,
            same: None,
            for_reporter: false,
        }
    }

    #[test]
    fn a_card_in_every_state() {
        let urgent = |urgency: &str| CardView { urgency: urgency.into(), ..view(Status::Open) };
        let place = Place { building: Some("3号楼".into()), room: Some("301".into()), ..Place::default() };
        let other = || Some(SameView { number: 9, category: "lighting".into(), place: place.clone() });
        let closed = |outcome: &str| CardView { outcome: Some(outcome.into()), ..view(Status::Closed) };
        let views = [
            view(Status::Open),
            CardView { joined: 3, photos: 2, show_area: true, ..urgent("urgent") },
            CardView { for_reporter: true, words: None, ..urgent("emergency") },
            CardView { reopened: 1, wanting: Some("还是不亮".into()), joined: 1, ..view(Status::Open) },
            CardView { progress: Some("约了电工明天来".into()), photos: 1, ..view(Status::Claimed) },
            CardView { for_reporter: true, holder: String::new(), ..view(Status::Claimed) },
            CardView { result: Some("换了新灯泡".into()), ..view(Status::Done) },
            closed("confirmed"),
            CardView {
                rating: Some("fair".into()),
                result: Some("换了新灯泡".into()),
                ..closed("confirmed")
            },
            closed("unconfirmed"),
            view(Status::Withdrawn),
            CardView { same: other(), ..view(Status::Open) },
            CardView { same: other(), ..view(Status::Claimed) },
            CardView { same: other(), ..view(Status::Merged) },
        ];
        for locale in Locale::ALL {
            let all: Vec<String> = views.iter().map(|view| seen(&card(locale, view))).collect();
            assert!(all.iter().all(|text| !text.contains("301")), "the room is never shown");
            insta::assert_snapshot!(format!("card_{}", locale.as_str()), all.join("\n\n———\n\n"));
        }
    }
}
