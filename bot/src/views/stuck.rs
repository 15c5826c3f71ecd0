//! The weekly list of what is stuck, in words.

use super::topics::{self, CommonView};
use super::{brief, escape, time};
use crate::outgoing::Said;
use crate::words::{Locale, say};
use storage::{Case, Status};

/// What is stuck in a community.
#[derive(Debug, Clone)]
pub struct StuckView {
    /// Story time.
    pub now: i64,
    /// The community's zone.
    pub zone: chrono_tz::Tz,
    /// Case, the name of its grid, who holds it (empty if nobody).
    pub lines: Vec<(Case, String, String)>,
    /// What several homes reported in the week.
    pub common: CommonView,
    /// How many tickets were made in thirty days, and how many of them taken back as no request.
    pub read: (i64, i64),
}

/// The message.
pub fn list(locale: Locale, view: &StuckView) -> Said {
    let mut lines = Vec::new();
    if !view.lines.is_empty() {
        lines.push(say(locale, "stuck-head", &[("n", (view.lines.len() as i64).into())]));
    }
    for (case, area, holder) in &view.lines {
        let due = if case.status == Status::Open { case.claim_due } else { case.done_due };
        let due = time(due, view.now, view.zone, locale);
        let key = if holder.is_empty() { "stuck-open" } else { "stuck-held" };
        let args = [("area", escape(area).into()), ("holder", escape(holder).into()), ("due", due.into())];
        lines.push(brief(locale, case));
        lines.push(say(locale, key, &args));
    }
    if let Some(line) = topics::line(locale, &view.common, true) {
        lines.extend((!lines.is_empty()).then(String::new));
        lines.push(line);
    }
    let (made, back) = view.read;
    if back > 0 {
        lines.push(say(locale, "stuck-read", &[("made", made.into()), ("back", back.into())]));
    }
    Said { html: lines.join("\n"), keyboard: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::samples;

    #[test]
    fn the_list_as_it_reads() {
        let open = samples::case(4, "road", "东门路灯杆歪了");
        let held = Case { status: Status::Claimed, ..samples::case(5, "lift", "电梯老是停在三楼") };
        let lines = vec![
            (open, "第1网格".to_owned(), String::new()),
            (held, "第2网格".to_owned(), "李建国".to_owned()),
        ];
        let common = CommonView { days: 7, topics: topics::tests::samples()[..1].to_vec() };
        let view = StuckView { now: samples::NOW, zone: samples::ZONE, lines, common, read: (120, 3) };
        let all: Vec<String> = Locale::ALL.into_iter().map(|locale| list(locale, &view).html).collect();
        insta::assert_snapshot!("stuck", all.join("\n\n———\n\n"));
    }
}
