//! Common demands in words: what several homes report, the hottest first; and one line of them for summaries.

use super::{category, escape, plain};
use crate::outgoing::Said;
use crate::words::{Arg, Locale, say};

/// A trouble that several reported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TopicView {
    /// Telling words from masked reports, the most telling first; empty if there are none.
    pub words: Vec<String>,
    /// What most of them are about: a category's word in the database.
    pub category: String,
    /// The numbers of the cases, as they are written here, the newest first.
    pub numbers: Vec<String>,
    /// How many cases nobody has finished.
    pub open: i64,
    /// How many neighbours joined them.
    pub joined: i64,
    /// Buildings and spots, the most often named first.
    pub places: Vec<String>,
    /// When the first was reported, ms UTC.
    pub from: i64,
    /// When the last was reported, ms UTC.
    pub to: i64,
    /// The masked words of the newest; empty if they are forgotten.
    pub latest: String,
}

/// The answer to `/topics`.
#[derive(Debug, Clone)]
pub struct TopicsView {
    /// How many days were looked back.
    pub days: i64,
    /// Where the clock hangs.
    pub zone: chrono_tz::Tz,
    /// The hottest first.
    pub topics: Vec<TopicView>,
    /// Whoever asked may call a meeting and a poll.
    pub may_call: bool,
}

/// The common demands of a summary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommonView {
    /// How many days were looked back.
    pub days: i64,
    /// The hottest first.
    pub topics: Vec<TopicView>,
}

/// At most so many words name a topic.
const WORDS: usize = 2;
/// At most so many places and numbers are named.
const PLACES: usize = 4;
const NUMBERS: usize = 8;
/// The longest part of the newest report's words, characters.
const LATEST: usize = 30;

/// The message.
pub fn list(locale: Locale, view: &TopicsView) -> Said {
    let days = [("days", view.days.into())];
    if view.topics.is_empty() {
        return Said { html: say(locale, "topics-none", &days), keyboard: Vec::new() };
    }
    let mut lines = vec![say(locale, "topics-head", &days)];
    for (topic, n) in view.topics.iter().zip(1..) {
        lines.push(String::new());
        lines.push(first_line(locale, topic, n));
        lines.push(where_and_when(locale, topic, view.zone));
        if !topic.latest.is_empty() {
            let words = escape(&plain(&topic.latest, LATEST));
            lines.push(say(locale, "topics-latest", &[("words", words.into())]));
        }
        let key = if topic.numbers.len() > NUMBERS { "topics-numbers-more" } else { "topics-numbers" };
        let numbers: Vec<&str> = topic.numbers.iter().take(NUMBERS).map(String::as_str).collect();
        lines.push(say(locale, key, &[("numbers", numbers.join(" ").into())]));
    }
    if view.may_call {
        lines.push(String::new());
        lines.push(say(locale, "topics-foot", &[]));
    }
    Said { html: lines.join("\n"), keyboard: Vec::new() }
}

/// One line for a summary, if there is anything to say. `more`: its readers can ask for more.
pub fn line(locale: Locale, common: &CommonView, more: bool) -> Option<String> {
    let one = |topic: &TopicView| {
        let args = [
            ("words", name(locale, topic).into()),
            ("days", common.days.into()),
            ("told", (topic.numbers.len() as i64 + topic.joined).into()),
            ("open", topic.open.into()),
        ];
        say(locale, if topic.open == 0 { "common-done" } else { "common-open" }, &args)
    };
    let list: Vec<String> = common.topics.iter().map(one).collect();
    let list = list.join(&say(locale, "common-and", &[]));
    let key = if more { "common-more" } else { "common-line" };
    (!common.topics.is_empty()).then(|| say(locale, key, &[("list", list.into())]))
}

fn first_line(locale: Locale, topic: &TopicView, n: i64) -> String {
    let cases = topic.numbers.len() as i64;
    let key = match (topic.open, cases) {
        (0, _) => "topics-done",
        (1, 1) => "topics-lone",
        (open, cases) if open == cases => "topics-waiting",
        _ => "topics-open",
    };
    let joined = match topic.joined {
        0 => String::new(),
        joined => say(locale, "topics-joined", &[("joined", joined.into())]),
    };
    let args: [(&str, Arg); 5] = [
        ("n", n.into()),
        ("words", name(locale, topic).into()),
        ("cases", cases.into()),
        ("open", topic.open.into()),
        ("joined", joined.into()),
    ];
    say(locale, key, &args)
}

/// What it is called: by its words, or by what it is about.
fn name(locale: Locale, topic: &TopicView) -> String {
    let words: Vec<&str> = topic.words.iter().take(WORDS).map(String::as_str).collect();
    if words.is_empty() {
        return category(locale, &topic.category);
    }
    escape(&words.join(&say(locale, "topics-and", &[])))
}

fn where_and_when(locale: Locale, topic: &TopicView, zone: chrono_tz::Tz) -> String {
    let (from, to) = (day(locale, topic.from, zone), day(locale, topic.to, zone));
    let when = match from == to {
        true => from,
        false => say(locale, "topics-span", &[("from", from.into()), ("to", to.into())]),
    };
    let places: Vec<String> = topic.places.iter().take(PLACES).map(|place| escape(place)).collect();
    let places = places.join(&say(locale, "topics-and", &[]));
    let key = match topic.places.len() {
        0 => "topics-when",
        1..=PLACES => "topics-where",
        _ => "topics-where-more",
    };
    let args = [("places", Arg::from(places)), ("when", when.into())];
    let told = if topic.places.is_empty() { &args[1..] } else { &args[..] };
    say(locale, key, told)
}

fn day(locale: Locale, ms: i64, zone: chrono_tz::Tz) -> String {
    let then = chrono::DateTime::from_timestamp_millis(ms).unwrap_or_default().with_timezone(&zone);
    let form = if locale == Locale::En { "%-d %b" } else { "%-m月%-d日" };
    then.format(form).to_string()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::views::samples;

    /// Common demands: one with everything, one done in a day and without words, the same waiting, one that a neighbour
    /// joined.
    pub fn samples() -> Vec<TopicView> {
        const DAY: i64 = 86_400_000;
        let text = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let lamps = TopicView {
            words: text(&["楼道灯", "<b>黑"]),
            category: "lighting".to_owned(),
            numbers: (3..=12).rev().map(|n| format!("#{n}")).collect(),
            open: 6,
            joined: 3,
            places: text(&["3号楼", "5号楼", "1号楼", "东门", "2号楼"]),
            from: samples::NOW - 20 * DAY,
            to: samples::NOW - DAY,
            latest: "3号楼2单元楼道灯坏了，老人晚上下楼看不见，上个星期就说过，一直没有人来".to_owned(),
        };
        let lifts = TopicView {
            words: Vec::new(),
            category: "lift".to_owned(),
            numbers: text(&["#2", "#1"]),
            open: 0,
            joined: 0,
            places: Vec::new(),
            from: samples::NOW,
            to: samples::NOW,
            latest: String::new(),
        };
        let waiting = TopicView { open: 2, places: text(&["5号楼"]), ..lifts.clone() };
        let alone = TopicView {
            words: text(&["停水"]),
            category: "water".to_owned(),
            numbers: text(&["WT-14"]),
            open: 1,
            joined: 1,
            places: text(&["8号楼"]),
            ..lifts.clone()
        };
        vec![lamps, lifts, waiting, alone]
    }

    #[test]
    fn common_demands_as_they_read() {
        let mut all = Vec::new();
        for locale in Locale::ALL {
            let zone = samples::ZONE;
            let view = TopicsView { days: 30, zone, topics: samples(), may_call: true };
            all.push(list(locale, &view).html);
            all.push(list(locale, &TopicsView { topics: Vec::new(), ..view }).html);
            let common = CommonView { days: 30, topics: samples()[..2].to_vec() };
            all.extend(line(locale, &common, false));
            all.extend(line(locale, &CommonView { days: 7, ..common }, true));
        }
        insta::assert_snapshot!("topics", all.join("\n\n———\n\n"));
        assert_eq!(line(Locale::En, &CommonView::default(), true), None);
    }
}
