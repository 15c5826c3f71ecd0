//! What the stand-in's journal says of order, duplicates and limits. Pure.

use super::hands::Command;
use super::standin::Row;
use std::collections::{HashMap, HashSet, VecDeque};

/// An answer that went out so shortly before a kill, ms, may not have been read.
const KILLED_AFTER: i64 = 500;
/// What came of a call is written down within this time, ms, also on a busy machine: it is meant to be 20.
const WRITTEN_WITHIN: i64 = 3_000;
/// A call that arrived so shortly after a kill, ms, is one of the dead program: the next waits for its lease.
const LEFT_BEFORE: i64 = 1_000;
/// A connection that ended so soon after its answer, ms, at a kill: the answer may not have been read.
const CUT_AFTER: i64 = 100;

/// What the journal says.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Calls that arrived.
    pub calls: usize,
    /// Of them, with a fault put into them.
    pub faults: usize,
    /// Messages made.
    pub made: usize,
    /// Attempts to make a message that the stand-in received and whose answer did not arrive whole, or was not written
    /// down before a kill, as the same message after the kill shows.
    pub ambiguous: usize,
    /// Messages made beyond the first of each.
    pub duplicates: usize,
    /// Of them, by chat and message, those that neither an ambiguous attempt of the same message nor a kill explains.
    pub unexplained: HashSet<(i64, i64)>,
    /// Some of these, for whoever looks into it.
    pub examples: Vec<String>,
    /// First sends that came after one that was queued later, in the same group and lane.
    pub disorder: usize,
    /// Commands without an answer.
    pub unanswered: usize,
    /// The most messages and edits in any second.
    pub second: usize,
    /// The most of them in any minute of one group.
    pub minute: usize,
    /// Recorded cards whose last content in the stand-in is of another version than recorded.
    pub stale: usize,
}

/// What else is known.
pub struct Known<'a> {
    /// When the program was killed.
    pub kills: &'a [i64],
    /// The commands that people typed.
    pub commands: &'a [Command],
    /// Group and message of requests that are emergencies.
    pub emergencies: &'a HashSet<(i64, i64)>,
    /// Group and message of requests and commands: answers to these have an order.
    pub said: &'a HashSet<(i64, i64)>,
    /// The recorded cards and the version each shows.
    pub shown: &'a HashMap<(i64, i64), i64>,
}

/// Reads the journal.
pub fn judge(journal: &[Row], known: &Known<'_>) -> Verdict {
    let mut verdict = Verdict {
        calls: journal.len(),
        faults: journal.iter().filter(|row| row.fault.is_some()).count(),
        second: densest(journal.iter().filter(|row| row.counts()).map(|row| row.at), 1_000),
        minute: minute(journal),
        disorder: disorder(journal, known),
        stale: stale(journal, known),
        ..Verdict::default()
    };
    let answered: HashSet<_> = sends(journal).filter_map(|row| Some((row.chat?, row.reply_to()?))).collect();
    let unanswered = |command: &&Command| !answered.contains(&(command.chat, command.message));
    verdict.unanswered = known.commands.iter().filter(unanswered).count();
    verdict.ambiguous = journal.iter().filter(|row| row.makes() && is_ambiguous(row, known.kills)).count();
    duplicates(journal, known, &mut verdict);
    verdict
}

/// Messages made.
fn sends(journal: &[Row]) -> impl Iterator<Item = &Row> {
    journal.iter().filter(|row| row.makes() && row.effect)
}

/// Whether the program got no complete answer: it was cut, or the program was killed at that instant.
fn is_ambiguous(row: &Row, kills: &[i64]) -> bool {
    let dead = kills.iter().any(|kill| (1..=LEFT_BEFORE).contains(&(row.at - kill)));
    let cut = at_a_kill(row, kills) && row.closed_after_ms.is_some_and(|ms| ms <= CUT_AFTER);
    !row.delivered || dead || cut
}

fn at_a_kill(row: &Row, kills: &[i64]) -> bool {
    kills.iter().any(|kill| (0..=KILLED_AFTER).contains(&(kill - row.at)))
}

/// What makes a message the same as another: chat, the message replied to and the words. A card that is sent again may
/// tell of a later state below its first line, which has its number.
fn sameness(row: &Row) -> (i64, i64, &str) {
    let first_line = row.text().lines().next().filter(|line| line.contains('#'));
    (row.chat.unwrap_or(0), row.reply_to().unwrap_or(0), first_line.unwrap_or(row.text()))
}

/// Whether what came of an attempt may not have been written down when the program was killed soon after: only then may
/// the same message be made once more, after the kill. Of a chat and lane one call is under way at a time, and the next leaves
/// once that is written down: so it was the last one there. Which lane it was is not known of what tells of an
/// emergency, nor in private.
fn is_lost_in_kill(row: &Row, again: &Row, there: &[&Row], known: &Known<'_>) -> bool {
    let soon = |kill: &&i64| (0..=WRITTEN_WITHIN).contains(&(**kill - row.at));
    let Some(kill) = known.kills.iter().find(soon) else { return false };
    let emergency =
        |row: &Row| row.chat.zip(row.reply_to()).is_some_and(|message| known.emergencies.contains(&message));
    let later = |other: &&&Row| other.seq > row.seq && other.at <= *kill && !emergency(other);
    let followers = there.iter().filter(later).count();
    again.at >= *kill && (emergency(row) || followers <= usize::from(row.chat > Some(0)))
}

fn duplicates(journal: &[Row], known: &Known<'_>, verdict: &mut Verdict) {
    let mut same: HashMap<(i64, i64, &str), Vec<&Row>> = HashMap::new();
    let mut by_chat: HashMap<Option<i64>, Vec<&Row>> = HashMap::new();
    for row in journal.iter().filter(|row| row.makes()) {
        by_chat.entry(row.chat).or_default().push(row);
    }
    for row in sends(journal) {
        verdict.made += 1;
        same.entry(sameness(row)).or_default().push(row);
    }
    for rows in same.values() {
        let mut strange = false;
        for pair in rows.windows(2) {
            verdict.duplicates += 1;
            if is_ambiguous(pair[0], known.kills) {
                continue;
            }
            if is_lost_in_kill(pair[0], pair[1], &by_chat[&pair[0].chat], known) {
                verdict.ambiguous += 1;
                continue;
            }
            strange = true;
            verdict.unexplained.extend(pair[1].chat.zip(pair[1].message_id));
        }
        if strange && verdict.examples.len() < 8 {
            let stories: Vec<String> = rows.iter().map(|row| story(row, known.kills)).collect();
            verdict.examples.push(stories.join("; "));
        }
    }
}

/// A call in a few words: when it came, how long before the next kill, and how it begins.
fn story(row: &Row, kills: &[i64]) -> String {
    let kill = kills.iter().find(|kill| **kill >= row.at).map_or(-1, |kill| kill - row.at);
    let beginning: String = row.text().chars().take(24).collect();
    format!("call {} at {} ({kill} ms before a kill) in {:?}: {beginning}", row.seq, row.at, row.chat)
}

/// Answers to requests and commands of a group are queued in the order of these, which is that of their ids.
fn disorder(journal: &[Row], known: &Known<'_>) -> usize {
    let mut first: HashSet<(i64, i64)> = HashSet::new();
    let mut last: HashMap<(i64, bool), i64> = HashMap::new();
    let mut wrong = 0;
    for row in sends(journal) {
        let (Some(chat), Some(to)) = (row.chat, row.reply_to()) else { continue };
        if !known.said.contains(&(chat, to)) || !first.insert((chat, to)) {
            continue;
        }
        let last = last.entry((chat, known.emergencies.contains(&(chat, to)))).or_default();
        wrong += usize::from(to < *last);
        *last = to.max(*last);
    }
    wrong
}

/// Holds the last content of each recorded card against the version that the database says it shows.
fn stale(journal: &[Row], known: &Known<'_>) -> usize {
    let mut content: HashMap<(i64, i64), &Row> = HashMap::new();
    for row in journal.iter().filter(|row| row.counts() && row.effect) {
        if let (Some(chat), Some(message)) = (row.chat, row.message_id) {
            content.insert((chat, message), row);
        }
    }
    let differs = |(card, version): &(&(i64, i64), &i64)| match content.get(*card) {
        None => true,
        Some(row) => {
            let ending = format!(".{version}");
            let buttons = row.buttons();
            !buttons.is_empty() && !buttons.iter().any(|data| data.ends_with(&ending))
        }
    };
    known.shown.iter().filter(differs).count()
}

fn minute(journal: &[Row]) -> usize {
    let mut groups: HashMap<i64, Vec<i64>> = HashMap::new();
    for row in journal.iter().filter(|row| row.counts()) {
        if let Some(chat) = row.chat.filter(|chat| *chat < 0) {
            groups.entry(chat).or_default().push(row.at);
        }
    }
    groups.into_values().map(|times| densest(times, 60_000)).max().unwrap_or(0)
}

/// The most of these times in any window of `span` ms.
fn densest(times: impl IntoIterator<Item = i64>, span: i64) -> usize {
    let mut window = VecDeque::new();
    let mut most = 0;
    for at in times {
        while window.front().is_some_and(|first| at - first >= span) {
            window.pop_front();
        }
        window.push_back(at);
        most = most.max(window.len());
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn send(seq: usize, at: i64, reply_to: i64) -> Row {
        Row {
            seq,
            at,
            method: "sendMessage".to_owned(),
            chat: Some(-1),
            params: json!({"text": format!("#{reply_to}\nopen"), "reply_parameters": {"message_id": reply_to}}),
            effect: true,
            delivered: true,
            fault: None,
            message_id: Some(100 + seq as i64),
            closed_after_ms: None,
        }
    }

    fn judged(journal: &[Row], kills: &[i64]) -> Verdict {
        let said = (1..100).map(|message| (-1, message)).collect();
        let (emergencies, shown) = (HashSet::new(), HashMap::from([((-1, 101), 1)]));
        let commands = [Command { chat: -1, message: 1 }];
        let known =
            Known { kills, commands: &commands, emergencies: &emergencies, said: &said, shown: &shown };
        judge(journal, &known)
    }

    #[test]
    fn a_duplicate_needs_an_ambiguous_attempt() {
        let counts = |journal: &[Row], kills: &[i64]| {
            let verdict = judged(journal, kills);
            (verdict.duplicates, verdict.unexplained.len(), verdict.ambiguous)
        };
        let again = [send(1, 1_000, 1), send(2, 9_000, 1)];
        assert_eq!(counts(&again, &[]), (1, 1, 0));
        let cut = [Row { delivered: false, ..send(1, 1_000, 1) }, send(2, 9_000, 1)];
        assert_eq!(counts(&cut, &[]), (1, 0, 1));
        assert_eq!(counts(&again, &[2_200]), (1, 0, 1), "killed before it was written down");
        assert_eq!(counts(&again, &[9_200]), (1, 1, 0), "made twice before it was killed");
        assert_eq!(counts(&again, &[5_200]), (1, 1, 0), "there was time to write it down");
        assert_eq!(counts(&again, &[-100]), (1, 1, 0), "killed before it was sent");
        assert_eq!(counts(&again, &[900]), (1, 0, 1), "it was on its way when the program died");
        let written = [send(1, 1_000, 1), send(2, 1_100, 2), send(3, 9_000, 1)];
        assert_eq!(counts(&written, &[1_200]), (1, 1, 0), "the next one left, so it was written down");
    }

    #[test]
    fn order_is_that_of_first_sends() {
        assert_eq!(judged(&[send(1, 0, 1), send(2, 1, 2), send(3, 2, 1)], &[]).disorder, 0);
        assert_eq!(judged(&[send(1, 0, 2), send(2, 1, 1)], &[]).disorder, 1);
    }

    #[test]
    fn windows_slide_and_silence_is_seen() {
        let every_100_ms: Vec<Row> = (0..40).map(|i| send(i, i as i64 * 100, 50 + i as i64)).collect();
        let verdict = judged(&every_100_ms, &[]);
        assert_eq!((verdict.second, verdict.minute, verdict.unanswered, verdict.stale), (10, 40, 1, 0));
        assert_eq!(judged(&[], &[]).stale, 1);
    }
}
