//! The table at the end: each line with what was counted and what may be.

use super::civic::Civic;
use super::recount::Recount;
use super::verdict::Verdict;
use std::fmt;
use std::time::Duration;

/// How a run went.
#[derive(Debug)]
pub struct Report {
    /// The engine's name.
    pub engine: &'static str,
    /// What the seed was.
    pub seed: u64,
    /// Kills with work unhandled or unsent at that moment, and how many were asked for.
    pub kills: (usize, usize),
    /// Kills without such work.
    pub idle_kills: usize,
    /// Requests made, and how many were asked for.
    pub requests: (usize, usize),
    /// Wishes made, and how many were asked for.
    pub wishes: (usize, usize),
    /// Ballots called, and how many were asked for.
    pub ballots: (usize, usize),
    /// What was still wanted when time was up.
    pub wanted: Vec<String>,
    /// Updates that the stand-in made, and those that it saw confirmed.
    pub updates: (u64, u64),
    /// Requests confirmed before a kill that had no ticket at that kill.
    pub lost_at_kill: usize,
    /// Taps, and those that were answered.
    pub taps: (usize, usize),
    /// From the database.
    pub recount: Recount,
    /// Ballots, from the database and what was posted.
    pub civic: Civic,
    /// From the journal.
    pub verdict: Verdict,
    /// Departures from the contract.
    pub violations: Vec<String>,
    /// How long it took.
    pub took: Duration,
}

/// One line: what, how many, the least and the most that may be.
type Line = (&'static str, u64, u64, u64);

impl Report {
    fn lines(&self) -> Vec<Line> {
        let (found, civic, seen) = (&self.recount, &self.civic, &self.verdict);
        let none = |what, n: usize| (what, n as u64, 0, 0);
        let exactly = |what, n: u64, is: u64| (what, n, is, is);
        let at_least = |what, (n, least): (usize, usize)| (what, n as u64, least as u64, u64::MAX);
        let most = |what, n: usize, most: usize| (what, n as u64, 0, most as u64);
        vec![
            at_least("kills with work unhandled or unsent", self.kills),
            at_least("requests", self.requests),
            at_least("wishes", self.wishes),
            at_least("ballots", self.ballots),
            none("still wanted when time was up", self.wanted.len()),
            exactly("tickets in the database", found.tickets as u64, self.requests.0 as u64),
            exactly("wishes in the database", found.wishes as u64, self.wishes.0 as u64),
            exactly("ballots in the database", civic.ballots as u64, self.ballots.0 as u64),
            exactly("updates confirmed by a later offset", self.updates.1, self.updates.0),
            exactly("votes counted (as many as accepted)", civic.counted as u64, civic.accepted as u64),
            none("tallies that differ from what was accepted", civic.differ),
            none("ballots not closed once, or without one result", civic.not_once),
            none("wishes without one claimer who came first", found.not_one_claimer),
            none("accepted requests lost", found.lost + self.lost_at_kill),
            none("accepted claims, dones, confirmations lost", found.moves_lost),
            none("duplicate tickets and wishes", found.twice),
            none("duplicate claims, dones, confirmations", found.moves_twice),
            none("numbers missing or double", found.numbers),
            none("order errors within a chat and lane", seen.disorder),
            none("never sent: rows still queued", found.queued),
            none("never sent: cards missing or out of date", found.cards + seen.stale),
            none("never sent: commands without an answer", seen.unanswered),
            most("duplicate sends (at most: ambiguous attempts)", seen.duplicates, seen.ambiguous),
            none("duplicate sends that nothing explains", seen.unexplained.len()),
            most("messages and edits in any second", seen.second, 30),
            most("messages and edits in any minute of a group", seen.minute, 20),
            none("updates that could not be handled", found.dead_letters as usize),
            none("departures from the Bot API's contract", self.violations.len()),
        ]
    }

    /// The lines that are broken.
    pub fn broken(&self) -> Vec<String> {
        let lines = self.lines().into_iter().filter(|(_, n, least, most)| n < least || n > most);
        lines.map(|(what, n, ..)| format!("{what}: {n}")).collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n{}, seed {}, {} s", self.engine, self.seed, self.took.as_secs())?;
        for (what, n, least, most) in self.lines() {
            let may = match (least, most) {
                (least, u64::MAX) => format!("≥ {least}"),
                (0, most) if most > 0 => format!("≤ {most}"),
                (least, _) => format!("= {least}"),
            };
            let mark = if n < least || n > most { "BROKEN" } else { "ok" };
            writeln!(f, "  {what:<50} {n:>7}  {may:<8} {mark}")?;
        }
        let seen = &self.verdict;
        writeln!(
            f,
            "  for the record: {} calls, {} with a fault, {} messages made",
            seen.calls, seen.faults, seen.made
        )?;
        writeln!(
            f,
            "  kills without work, not counted: {}; taps answered: {} of {} (an answer of a killed process is dropped;\n  answers to taps are a pool of their own and not in the windows)",
            self.idle_kills, self.taps.1, self.taps.0
        )?;
        let examples = seen.examples.iter().chain(&self.civic.examples).chain(&self.wanted);
        for line in self.violations.iter().take(5).chain(examples) {
            writeln!(f, "  {line}")?;
        }
        Ok(())
    }
}
