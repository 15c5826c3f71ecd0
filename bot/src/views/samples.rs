//! What the snapshot tests of the views share: a case, and how a message is written down.

use crate::outgoing::{Does, Said};
use storage::{Case, CaseKind, Place, Status};

/// Monday, 2 March 2026, 9 in the morning in Shanghai.
pub const NOW: i64 = 1_772_413_200_000;
/// Where the samples are.
pub const ZONE: chrono_tz::Tz = chrono_tz::Asia::Shanghai;

/// An open case, made yesterday and due tomorrow.
pub fn case(number: i64, category: &str, words: &str) -> Case {
    const DAY: i64 = 86_400_000;
    Case {
        id: 7,
        kind: CaseKind::Ticket,
        community: 1,
        number,
        area: 1,
        bot: 1,
        status: Status::Open,
        category: category.to_owned(),
        urgency: "normal".to_owned(),
        department: None,
        private: false,
        reporter: Some(1),
        words: Some(words.to_owned()),
        shown: Some(words.to_owned()),
        place: Place { building: Some("3号楼".to_owned()), ..Place::default() },
        source: None,
        version: 1,
        reopened: 0,
        claim_band: DAY,
        done_band: 7 * DAY,
        claim_due: NOW + DAY,
        done_due: NOW + 7 * DAY,
        reminded: 0,
        next_due: None,
        made_at: NOW - DAY,
        claimed_at: None,
        done_at: None,
        ended_at: None,
        outcome: None,
        rating: None,
    }
}

/// A wish that waits for approval.
pub fn wish(number: i64, words: &str) -> Case {
    let ticket = case(number, "care", words);
    Case { kind: CaseKind::Wish, status: Status::Proposed, private: true, ..ticket }
}

/// A message with its buttons, as a snapshot shows it.
pub fn seen(said: &Said) -> String {
    let rows = said.keyboard.iter().map(|row| {
        let names = row.iter().map(|button| match &button.does {
            Does::Tap(data) => format!("[{} | {data}]", button.text),
            Does::Link(link) => format!("[{} → {link}]", button.text),
        });
        names.collect::<Vec<_>>().join(" ")
    });
    std::iter::once(said.html.clone()).chain(rows).collect::<Vec<_>>().join("\n")
}
