//! The evening digest, in words.

use super::meeting::{self, MeetingView};
use super::poll::{self, BallotView};
use super::topics::{self, CommonView};
use super::{brief, time};
use crate::outgoing::Said;
use crate::words::{Arg, Locale, say};
use storage::{Case, Decision};

/// What happened in a grid, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GridRow {
    /// The grid's name.
    pub name: String,
    /// Opened, and not taken back.
    pub new: i64,
    /// Taken or assigned.
    pub taken: i64,
    /// Said to be done.
    pub done: i64,
    /// Confirmed by who reported it.
    pub confirmed: i64,
    /// Closed after silence.
    pub unconfirmed: i64,
    /// Reopened.
    pub reopened: i64,
    /// Waiting for somebody now.
    pub open: i64,
    /// Wishes posted.
    pub wishes: i64,
    /// Wishes claimed.
    pub wishes_claimed: i64,
    /// Wishes granted.
    pub wishes_granted: i64,
    /// Polls that people can vote in now.
    pub polls_open: i64,
    /// Polls that got their result.
    pub polls_closed: i64,
}

impl GridRow {
    /// Whether anything happened.
    pub fn happened(&self) -> bool {
        self.worked() || self.wished() || self.polls_closed > 0
    }

    /// Whether there is anything to say of polls.
    fn polled(&self) -> bool {
        self.polls_open + self.polls_closed > 0
    }

    /// Whether anything happened to tickets.
    fn worked(&self) -> bool {
        self.new + self.taken + self.done + self.confirmed + self.unconfirmed + self.reopened > 0
    }

    /// Whether anything happened to wishes.
    fn wished(&self) -> bool {
        self.wishes + self.wishes_claimed + self.wishes_granted > 0
    }

    fn args(&self) -> Vec<(&'static str, Arg)> {
        vec![
            ("grid", super::escape(&self.name).into()),
            ("new", self.new.into()),
            ("taken", self.taken.into()),
            ("done", self.done.into()),
            ("confirmed", self.confirmed.into()),
            ("unconfirmed", self.unconfirmed.into()),
            ("reopened", self.reopened.into()),
            ("open", self.open.into()),
            ("wishes", self.wishes.into()),
            ("claimed", self.wishes_claimed.into()),
            ("granted", self.wishes_granted.into()),
            ("polls", self.polls_open.into()),
            ("results", self.polls_closed.into()),
        ]
    }
}

/// A grid's digest.
#[derive(Debug, Clone)]
pub struct DigestView {
    /// Story time.
    pub now: i64,
    /// The grid's zone.
    pub zone: chrono_tz::Tz,
    /// The numbers.
    pub row: GridRow,
    /// New cases that may be named.
    pub new: Vec<Case>,
    /// Finished ones.
    pub finished: Vec<Case>,
    /// Those that wait the longest.
    pub waiting: Vec<Case>,
    /// What several reported, and somebody again today.
    pub common: CommonView,
    /// Polls that are open or got their result.
    pub polls: Vec<(BallotView, Option<Decision>)>,
    /// Meetings of the next days, of the group that reads this.
    pub meetings: Vec<MeetingView>,
}

impl Default for DigestView {
    fn default() -> DigestView {
        let row = GridRow::default();
        DigestView {
            now: 0,
            zone: chrono_tz::UTC,
            row,
            new: Vec::new(),
            finished: Vec::new(),
            waiting: Vec::new(),
            common: CommonView::default(),
            polls: Vec::new(),
            meetings: Vec::new(),
        }
    }
}

/// The message for a grid's group.
pub fn grid(locale: Locale, view: &DigestView) -> Said {
    let mut lines = vec![say(locale, "digest-head", &[])];
    if view.row.worked() {
        lines.push(say(locale, "digest-numbers", &view.row.args()));
    }
    if view.row.confirmed + view.row.unconfirmed > 0 {
        lines.push(say(locale, "digest-closed", &view.row.args()));
    }
    if view.row.wished() {
        lines.push(say(locale, "digest-wishes", &view.row.args()));
    }
    let mut section = |key: &str, cases: &[Case], with_since: bool| {
        if cases.is_empty() {
            return;
        }
        lines.push(String::new());
        lines.push(say(locale, key, &[]));
        for case in cases {
            let since = with_since.then(|| time(case.made_at, view.now, view.zone, locale));
            let since = since.map(|since| say(locale, "digest-since", &[("since", since.into())]));
            lines.push(format!("{}{}", brief(locale, case), since.unwrap_or_default()));
        }
    };
    section("digest-new", &view.new, false);
    section("digest-finished", &view.finished, false);
    section("digest-waiting", &view.waiting, true);
    if let Some(line) = topics::line(locale, &view.common, false) {
        lines.extend([String::new(), line]);
    }
    if !view.polls.is_empty() {
        lines.push(String::new());
        lines.push(say(locale, "digest-polls", &[]));
        lines.extend(
            view.polls.iter().map(|(ballot, decision)| poll::brief(locale, ballot, decision.as_ref())),
        );
    }
    if !view.meetings.is_empty() {
        lines.push(String::new());
        lines.push(say(locale, "digest-meetings", &[]));
        lines.extend(view.meetings.iter().map(|view| meeting::line(locale, view)));
    }
    Said { html: lines.join("\n"), keyboard: Vec::new() }
}

/// The message for a staff chat: a line a grid, and what several homes of all of them report.
pub fn staff(locale: Locale, rows: &[GridRow], common: &CommonView) -> Said {
    let mut lines = vec![say(locale, "digest-staff-head", &[])];
    for row in rows {
        lines.push(say(locale, "digest-staff-row", &row.args()));
        if row.confirmed + row.unconfirmed + row.reopened > 0 {
            lines.push(say(locale, "digest-staff-closed", &row.args()));
        }
        if row.wished() {
            lines.push(say(locale, "digest-staff-wishes", &row.args()));
        }
        if row.polled() {
            lines.push(say(locale, "digest-staff-polls", &row.args()));
        }
    }
    if let Some(line) = topics::line(locale, common, true) {
        lines.extend([String::new(), line]);
    }
    Said { html: lines.join("\n"), keyboard: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::samples;

    #[test]
    fn the_digests_as_they_read() {
        let row = GridRow {
            name: "第1网格".into(),
            new: 3,
            taken: 2,
            done: 2,
            confirmed: 1,
            unconfirmed: 1,
            reopened: 1,
            open: 1,
            wishes: 2,
            wishes_claimed: 1,
            wishes_granted: 1,
            polls_open: 1,
            polls_closed: 1,
        };
        let mut view =
            DigestView { now: samples::NOW, zone: samples::ZONE, row: row.clone(), ..DigestView::default() };
        view.new = vec![
            samples::case(12, "lighting", "3号楼2单元楼道灯坏了"),
            samples::case(13, "sanitation", "<b>垃圾</b>没人收"),
        ];
        view.finished = vec![samples::case(9, "water", "水管漏了")];
        view.waiting = vec![samples::case(4, "road", "东门路灯杆歪了，怕砸到人，说了好几次也没有人管")];
        let open = poll::tests::sample();
        let decision = storage::decide(open.ballot.quorum, open.ballot.majority, &[120, 20, 5], 145, 342);
        let few = storage::decide(open.ballot.quorum, open.ballot.majority, &[12, 2, 5], 19, 342);
        view.polls = vec![(open.clone(), None), (open.clone(), Some(decision)), (open, Some(few))];
        view.meetings = vec![meeting::tests::sample()];
        view.common = CommonView { days: 30, topics: topics::tests::samples()[..2].to_vec() };
        let mut wishes = view.clone();
        (wishes.polls, wishes.meetings) = (Vec::new(), Vec::new());
        wishes.common = CommonView::default();
        wishes.row = GridRow { wishes: 1, ..GridRow::default() };
        (wishes.new, wishes.finished, wishes.waiting) = (Vec::new(), Vec::new(), Vec::new());
        let quiet = GridRow { name: "第2网格".into(), open: 2, ..GridRow::default() };
        let all: Vec<String> = Locale::ALL
            .into_iter()
            .flat_map(|locale| {
                let rows = [row.clone(), quiet.clone()];
                [
                    grid(locale, &view).html,
                    grid(locale, &wishes).html,
                    staff(locale, &rows, &view.common).html,
                ]
            })
            .collect();
        insta::assert_snapshot!("digest", all.join("\n\n———\n\n"));
    }
}
