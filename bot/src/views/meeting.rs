//! Meetings in words: the preview, the announcement as it stands, the reminders, what was decided, the list.

use super::poll::{self, BallotView};
use super::{escape, html, plain, tap};
use crate::outgoing::{Button, Said};
use crate::routines::time::local;
use crate::verbs::data;
use crate::words::{At, Locale, Phrase, say};
use storage::{Decision, Meeting, MeetingState};

/// The most polls named under a meeting.
const MOST_POLLS: usize = 8;
/// The most room for the names of who comes, and as much again of who does not, characters of a message's 4,096.
const MOST_NAMES: usize = 1_700;
/// How much of a decision a list shows, characters.
const SHORT: usize = 80;
/// The number of the button that chooses all groups.
pub const ALL: i64 = 0;
/// The number of the button that says yes.
pub const YES: i64 = 1;
/// And of the one that says no.
pub const NO: i64 = 0;

/// A meeting and what belongs to it.
#[derive(Debug, Clone)]
pub struct MeetingView {
    /// The meeting.
    pub meeting: Meeting,
    /// Story time.
    pub now: i64,
    /// Its zone.
    pub zone: chrono_tz::Tz,
    /// How many come, or said so before it began.
    pub coming: i64,
    /// Its polls that were put to a vote, with how they came out.
    pub polls: Vec<(BallotView, Option<Decision>)>,
}

/// Day, weekday and clock. It stands for weeks, so it never says tomorrow.
pub fn when(locale: Locale, view: &MeetingView) -> String {
    let start = local(view.meeting.starts_at, view.zone);
    let from = day(locale, view.meeting.starts_at, view.zone);
    let Some(ends_at) = view.meeting.ends_at else { return from };
    let end = local(ends_at, view.zone);
    match start.date_naive() == end.date_naive() {
        true => format!("{from}–{}", end.format("%H:%M")),
        false => format!("{from} – {}", day(locale, ends_at, view.zone)),
    }
}

fn day(locale: Locale, ms: i64, zone: chrono_tz::Tz) -> String {
    let at = local(ms, zone);
    let weekdays = say(locale, "meeting-weekdays", &[]);
    let weekday = usize::try_from(chrono::Datelike::weekday(&at).num_days_from_monday()).unwrap_or_default();
    let weekday = weekdays.split('|').nth(weekday).unwrap_or_default().trim().to_owned();
    let date = match locale {
        Locale::En => at.format("%-d %b").to_string(),
        _ => at.format("%-m月%-d日").to_string(),
    };
    let args = [
        ("date", date.into()),
        ("weekday", weekday.into()),
        ("clock", at.format("%H:%M").to_string().into()),
    ];
    say(locale, "meeting-day", &args)
}

/// Time, place and topics, a line each.
fn facts(locale: Locale, view: &MeetingView) -> Vec<String> {
    let meeting = &view.meeting;
    let mut lines = vec![
        say(locale, "meeting-time", &[("when", when(locale, view).into())]),
        html(&Phrase::plain("meeting-place").with("place", meeting.place.as_str()), locale),
    ];
    match meeting.topics.as_slice() {
        [only] => lines.push(html(&Phrase::plain("meeting-topic").with("topic", only.as_str()), locale)),
        topics => {
            lines.push(say(locale, "meeting-topics", &[]));
            lines.extend((1..).zip(topics).map(|(n, topic)| format!("{n}. {}", escape(topic))));
        }
    }
    lines
}

fn polls(locale: Locale, view: &MeetingView) -> Vec<String> {
    let polls = view.polls.iter().take(MOST_POLLS);
    let lines = polls.map(|(ballot, decision)| {
        let poll = poll::brief(locale, ballot, decision.as_ref());
        say(locale, "meeting-poll", &[("poll", poll.into())])
    });
    lines.collect()
}

/// The draft, as only who wrote it sees it. `chats`: the groups it may go to, by row and name.
pub fn preview(locale: Locale, view: &MeetingView, chosen: &[i64], chats: &[(i64, String)]) -> Said {
    let id = view.meeting.id;
    let mut lines = vec![say(locale, "meeting-preview", &[])];
    lines.extend(facts(locale, view));
    let names: Vec<&str> =
        chats.iter().filter(|(id, _)| chosen.contains(id)).map(|(_, name)| name.as_str()).collect();
    let mut keyboard = Vec::new();
    if names.is_empty() {
        lines.push(say(locale, "meeting-choose", &[]));
        keyboard.extend(chats.iter().map(|(chat, name)| vec![tap(name, &data("mch", id, *chat))]));
        keyboard.push(vec![tap(&say(locale, "meeting-button-all", &[]), &data("mch", id, ALL))]);
    } else {
        let groups = names.join(&say(locale, "meeting-and", &[]));
        lines.push(html(&Phrase::plain("meeting-goes-to").with("chats", groups), locale));
    }
    let button = |key: &str, code: &str| tap(&say(locale, key, &[]), &data(code, id, 0));
    keyboard.push(vec![button("meeting-button-publish", "mgo"), button("meeting-button-discard", "mdr")]);
    Said { html: lines.join("\n"), keyboard }
}

/// What stands in the place of the preview once it is out.
pub fn published(locale: Locale, view: &MeetingView, chats: &[String]) -> Said {
    let groups = chats.join(&say(locale, "meeting-and", &[]));
    let phrase = Phrase::plain("meeting-published").with("when", when(locale, view)).with("chats", groups);
    Said { html: html(&phrase, locale), keyboard: vec![vec![cancel(locale, view)]] }
}

fn cancel(locale: Locale, view: &MeetingView) -> Button {
    tap(&say(locale, "meeting-button-cancel", &[]), &data("mxx", view.meeting.id, 0))
}

/// The announcement as it stands: open for answers, begun, called off, or held.
pub fn card(locale: Locale, view: &MeetingView) -> Said {
    let id = view.meeting.id;
    let begun = view.now >= view.meeting.starts_at;
    let head = match view.meeting.state {
        MeetingState::Cancelled => "meeting-head-off",
        MeetingState::Held => "meeting-head-held",
        _ => "meeting-head",
    };
    let mut lines = vec![say(locale, head, &[])];
    lines.extend(facts(locale, view));
    lines.extend(polls(locale, view));
    if let Some(minutes) = view.meeting.minutes.as_deref() {
        lines.push(html(&Phrase::plain("meeting-decided").with("minutes", minutes), locale));
    }
    let open = view.meeting.state == MeetingState::Called && !begun;
    if view.meeting.state == MeetingState::Called && begun {
        lines.push(say(locale, "meeting-card-begun", &[]));
    }
    let keyboard = if open {
        let come = say(locale, "meeting-button-come", &[("n", view.coming.into())]);
        let stay = say(locale, "meeting-button-stay", &[]);
        vec![vec![tap(&come, &data("mat", id, YES)), tap(&stay, &data("mat", id, NO))]]
    } else {
        Vec::new()
    };
    Said { html: lines.join("\n"), keyboard }
}

/// A reminder, as it is read at the view's now.
pub fn reminder(locale: Locale, view: &MeetingView) -> Said {
    let begins = At { ms: view.meeting.starts_at, now: view.now, zone: view.zone };
    let key = if view.coming > 0 { "meeting-remind-coming" } else { "meeting-remind" };
    let phrase = Phrase::plain(key)
        .with("begins", begins)
        .with("place", view.meeting.place.as_str())
        .with("topics", topics(locale, view))
        .with("n", view.coming);
    Said { html: html(&phrase, locale), keyboard: Vec::new() }
}

/// All topics in one line, plain text.
pub fn topics(locale: Locale, view: &MeetingView) -> String {
    view.meeting.topics.join(&say(locale, "meeting-and", &[]))
}

/// The word to the group that it does not take place, or did not.
pub fn called_off(locale: Locale, view: &MeetingView) -> Said {
    let begun = view.now >= view.meeting.starts_at;
    let phrase = Phrase::plain(if begun { "meeting-off-begun" } else { "meeting-off" });
    let phrase = phrase.with("when", when(locale, view));
    Said { html: html(&phrase.with("topics", topics(locale, view)), locale), keyboard: Vec::new() }
}

/// What stands in the place of a notice that was sent twice.
pub fn twice(locale: Locale, view: &MeetingView) -> Said {
    let phrase = Phrase::plain("meeting-twice").with("when", when(locale, view));
    Said { html: html(&phrase.with("topics", topics(locale, view)), locale), keyboard: Vec::new() }
}

/// What was decided, for the group. `again`: it takes the place of what was said before.
pub fn minutes(locale: Locale, view: &MeetingView, again: bool) -> Said {
    let key = if again { "meeting-minutes-again" } else { "meeting-minutes" };
    let mut lines = vec![html(&Phrase::plain(key).with("topics", topics(locale, view)), locale)];
    lines.push(escape(view.meeting.minutes.as_deref().unwrap_or_default()));
    Said { html: lines.join("\n"), keyboard: Vec::new() }
}

/// Asks once more before a meeting is called off.
pub fn ask_cancel(locale: Locale, view: &MeetingView) -> Said {
    let phrase = Phrase::plain("meeting-cancel-sure").with("when", when(locale, view));
    let button = |key: &str, n: i64| tap(&say(locale, key, &[]), &data("mxx", view.meeting.id, n));
    let keyboard =
        vec![vec![button("meeting-button-cancel-yes", YES), button("meeting-button-cancel-no", 2)]];
    Said { html: html(&phrase.with("topics", topics(locale, view)), locale), keyboard }
}

/// Who comes and who cannot, for whoever called it.
pub fn who(locale: Locale, view: &MeetingView, coming: &[String], not: &[String]) -> Said {
    let head = Phrase::plain("meeting-who").with("when", when(locale, view));
    let mut lines = vec![html(&head.with("topics", topics(locale, view)), locale)];
    let listed = |key: &'static str, names: &[String]| {
        html(&Phrase::plain(key).with("names", some_of(locale, names)), locale)
    };
    if coming.is_empty() && not.is_empty() {
        lines.push(say(locale, "meeting-who-none", &[]));
    }
    if !coming.is_empty() {
        lines.push(listed("meeting-who-coming", coming));
    }
    if !not.is_empty() {
        lines.push(listed("meeting-who-not", not));
    }
    Said { html: lines.join("\n"), keyboard: Vec::new() }
}

/// As many names as fit into a message, and how many more there are.
fn some_of(locale: Locale, names: &[String]) -> String {
    let and = say(locale, "meeting-and", &[]);
    let length = |text: &str| text.encode_utf16().count(); // as Telegram counts
    let mut left = MOST_NAMES;
    let fits = |name: &&String| {
        let takes = length(name) + length(&and);
        let fits = takes <= left;
        left = left.saturating_sub(takes);
        fits
    };
    let shown: Vec<&str> = names.iter().take_while(fits).map(String::as_str).collect();
    let (more, shown) = (names.len() - shown.len(), shown.join(&and));
    match more {
        0 => shown,
        n => say(locale, "meeting-who-more", &[("names", shown.into()), ("n", (n as i64).into())]),
    }
}

/// A meeting in the list, and whether the reader looks after it where others do not read along.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The meeting.
    pub view: MeetingView,
    /// With the buttons of whoever called it.
    pub mine: bool,
}

/// Meetings that come, and those held last.
pub fn list(locale: Locale, coming: &[Listed], held: &[Listed]) -> Said {
    let (mut lines, mut keyboard) = (Vec::new(), Vec::new());
    if coming.is_empty() {
        lines.push(say(locale, "meeting-list-none", &[]));
    } else {
        lines.push(say(locale, "meeting-list", &[]));
    }
    for Listed { view, mine } in coming {
        lines.push(line(locale, view));
        lines.extend(polls(locale, view));
        if *mine {
            let args = [("when", day(locale, view.meeting.starts_at, view.zone).into())];
            let button =
                |key: &str, code: &str| tap(&say(locale, key, &args), &data(code, view.meeting.id, 0));
            keyboard
                .push(vec![button("meeting-button-who", "mwh"), button("meeting-button-cancel-of", "mxx")]);
        }
    }
    if !held.is_empty() {
        lines.push(String::new());
        lines.push(say(locale, "meeting-list-held", &[]));
    }
    for Listed { view, .. } in held {
        let decided = plain(view.meeting.minutes.as_deref().unwrap_or_default(), SHORT).replace('\n', " ");
        let key = if view.coming > 0 { "meeting-line-held-came" } else { "meeting-line-held" };
        let phrase = Phrase::plain(key)
            .with("n", view.coming)
            .with("when", day(locale, view.meeting.starts_at, view.zone))
            .with("topics", topics(locale, view))
            .with("decided", decided);
        lines.push(html(&phrase, locale));
        lines.extend(polls(locale, view));
    }
    Said { html: lines.join("\n"), keyboard }
}

/// A meeting that comes, in one line, as HTML.
pub fn line(locale: Locale, view: &MeetingView) -> String {
    let begun = view.now >= view.meeting.starts_at;
    let key = match view.coming {
        _ if begun => "meeting-line-begun",
        0 => "meeting-line",
        _ => "meeting-line-coming",
    };
    let phrase = Phrase::plain(key)
        .with("when", when(locale, view))
        .with("place", view.meeting.place.as_str())
        .with("topics", topics(locale, view))
        .with("n", view.coming);
    html(&phrase, locale)
}

#[cfg(test)]
pub(super) mod tests;
