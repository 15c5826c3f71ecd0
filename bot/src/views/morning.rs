//! A worker's morning list, in words.

use super::{brief, case_button, time};
use crate::outgoing::Said;
use crate::words::{Locale, say};
use storage::{Case, Status};

/// The list of one worker.
#[derive(Debug, Clone)]
pub struct MorningView {
    /// Story time.
    pub now: i64,
    /// The worker's zone.
    pub zone: chrono_tz::Tz,
    /// Held, and its time has passed.
    pub overdue: Vec<Case>,
    /// Held, and due today.
    pub today: Vec<Case>,
    /// Open nearby.
    pub nearby: Vec<Case>,
}

impl Default for MorningView {
    fn default() -> MorningView {
        MorningView {
            now: 0,
            zone: chrono_tz::UTC,
            overdue: Vec::new(),
            today: Vec::new(),
            nearby: Vec::new(),
        }
    }
}

impl MorningView {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.overdue.is_empty() && self.today.is_empty() && self.nearby.is_empty()
    }
}

/// The message: three parts, and a button a case, two in a row.
pub fn list(locale: Locale, view: &MorningView) -> Said {
    let mut lines = vec![say(locale, "morning-head", &[])];
    let mut buttons = Vec::new();
    for (key, cases) in
        [("morning-overdue", &view.overdue), ("morning-today", &view.today), ("morning-nearby", &view.nearby)]
    {
        if cases.is_empty() {
            continue;
        }
        lines.push(String::new());
        lines.push(say(locale, key, &[]));
        for case in cases {
            let due = if case.status == Status::Open { case.claim_due } else { case.done_due };
            let due = time(due, view.now, view.zone, locale);
            let due = say(locale, "morning-due", &[("due", due.into())]);
            lines.push(format!("{}{due}", brief(locale, case)));
            buttons.extend(case_button(locale, case));
        }
    }
    let keyboard = buttons.chunks(2).map(<[_]>::to_vec).collect();
    Said { html: lines.join("\n"), keyboard }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::samples;

    #[test]
    fn the_list_as_it_reads() {
        let mut held = samples::case(9, "water", "水管漏了");
        (held.status, held.done_due) = (Status::Claimed, samples::NOW - 3_600_000);
        let today = Case { number: 10, done_due: samples::NOW + 3_600_000, ..held.clone() };
        let mut view = MorningView { now: samples::NOW, zone: samples::ZONE, ..MorningView::default() };
        (view.overdue, view.today) = (vec![held], vec![today]);
        view.nearby = vec![samples::case(12, "lighting", "3号楼2单元楼道灯坏了")];
        let all: Vec<String> =
            Locale::ALL.into_iter().map(|locale| samples::seen(&list(locale, &view))).collect();
        insta::assert_snapshot!("morning", all.join("\n\n———\n\n"));
    }
}
