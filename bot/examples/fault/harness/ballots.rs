//! Ballots as people see them: a secretary calls them in waves that end together, neighbours vote in public or in
//! secret, and read the result.

use super::chance::Chance;
use super::hands::Hands;
use super::paper::Paper;
use super::standin::Row;
use super::town::Town;
use super::traffic::BUSY;
use super::words::{self, OPTIONS};
use super::{Fallible, Plan};
use gridbell::telegram::wire;
use std::collections::HashMap;
use std::ops::Range;

/// How long after it was called a wave ends, ms of story time: nobody moves time before it was published, so that
/// a program that is away most of the time publishes it in time too.
const OPEN: i64 = 13 * MINUTE;
const MINUTE: i64 = 60_000;
/// How long before the end the last votes are given, ms: the program's clock starts a little late.
const LAST: i64 = 300;
/// Time is moved to at most so long before the end, ms.
const SHORTLY: i64 = 4_000;
/// Once everything is published, people are waited for no longer than this, ms of wire time.
const HURRY: i64 = 10_000;
/// Votes, changed ones and retractions in a public ballot.
const VOTES: usize = 14;
/// Voters in a secret one.
const VOTERS: usize = 5;

/// A ballot.
#[derive(Debug)]
pub struct Ballot {
    /// The place of its group in the town.
    group: usize,
    /// The group.
    pub chat: i64,
    /// Nobody learns who chose what.
    pub secret: bool,
    /// Several options may be chosen.
    several: bool,
    /// The story time at which it ends.
    pub closes: i64,
    /// The message that called it.
    asked: i64,
    /// The draft, and its button to publish.
    draft: Option<(i64, String)>,
    published: bool,
    /// The messages with its native poll: more than one if it was sent twice.
    polls: Vec<i64>,
    /// The payload of the link to its paper.
    link: Option<String>,
    /// Votes that are still to be given.
    left: usize,
    /// By voter and message the options that are chosen there, and a number that grows with each vote.
    votes: HashMap<(i64, i64), (usize, Vec<usize>)>,
    /// The papers of a secret ballot.
    pub papers: Vec<Paper>,
    /// The results that were posted.
    pub results: Vec<Row>,
}

impl Ballot {
    /// What it must come out as: votes by option, and voters.
    pub fn outcome(&self) -> (Vec<i64>, i64) {
        let mut last: HashMap<i64, &(usize, Vec<usize>)> = HashMap::new();
        for ((voter, _), vote) in &self.votes {
            let known = last.entry(*voter).or_insert(vote);
            *known = if vote.0 > known.0 { vote } else { *known };
        }
        let open = last.values().map(|(_, chosen)| chosen);
        let secret = self.papers.iter().filter(|paper| paper.cast).map(|paper| &paper.choice);
        let (mut counts, mut voters) = (vec![0; OPTIONS.len()], 0);
        for chosen in open.chain(secret) {
            voters += 1;
            chosen.iter().for_each(|place| counts[*place] += 1);
        }
        (counts, voters)
    }

    fn is_put(&self) -> bool {
        !self.polls.is_empty() || self.link.is_some()
    }
}

/// All of them.
#[derive(Debug)]
pub struct Ballots {
    /// In the order they were called.
    pub list: Vec<Ballot>,
    /// How many are to be called.
    pub all: usize,
    /// How many at a time.
    size: usize,
    /// Story time minus wire time, ms.
    pub ahead: i64,
    /// Since when, wire time, every ballot of the wave is put to its group.
    put_at: Option<i64>,
    numbered: usize,
}

impl Ballots {
    /// None yet.
    pub fn new(plan: &Plan) -> Ballots {
        let all = 8 + plan.tickets / 25;
        let size = all.div_ceil(2 + plan.kills / 12).max(1);
        Ballots { list: Vec::new(), all, size, ahead: 0, put_at: None, numbered: 0 }
    }

    /// Story time now, as the stand-in has it.
    pub fn now(&self) -> i64 {
        wire::now_ms() + self.ahead
    }

    /// The ballots of the last wave.
    fn wave(&self) -> Range<usize> {
        self.list.len().saturating_sub(1) / self.size * self.size..self.list.len()
    }

    fn wave_is_called(&self) -> bool {
        self.wave().len() == self.size || self.list.len() == self.all
    }

    /// Somebody reads a message of the bot's.
    pub fn learn(&mut self, row: &Row) {
        let Some(place) = words::ballot(row.text()) else { return };
        let Some(ballot) = self.list.get_mut(place) else { return };
        let (Some(chat), Some(message)) = (row.chat, row.message_id) else { return };
        if chat != ballot.chat {
            let voter = ballot.papers.iter_mut().find(|paper| paper.who == chat);
            return voter.map_or((), |paper| paper.learn(message, row));
        }
        if row.reply_to() == Some(ballot.asked) {
            let publish = row.buttons().into_iter().find(|data| data.starts_with("pgo."));
            ballot.draft = publish.map(|data| (message, data.to_owned())).or(ballot.draft.take());
        } else if row.method == "sendPoll" {
            ballot.polls.push(message);
        } else if row.makes() && row.text().contains("投票结果") {
            ballot.results.push(row.clone());
        } else if let Some(link) = row.payload() {
            ballot.link = Some(link.to_owned());
        }
        if self.put_at.is_none() && self.wave_is_called() && self.list[self.wave()].iter().all(Ballot::is_put)
        {
            self.put_at = Some(wire::now_ms());
        }
    }

    /// Somebody does something about a ballot.
    pub async fn step(&mut self, hands: &mut Hands, town: &Town, chance: &mut Chance) -> Fallible<()> {
        let now = self.now();
        let over = self.list.last().is_none_or(|last| last.closes <= now);
        if self.list.len() < self.all && (!self.wave_is_called() || over) {
            return self.call(hands, town, chance, now).await;
        }
        let wave = self.wave();
        let place = wave.start + chance.below(wave.len());
        let Some(ballot) = self.list.get_mut(place) else { return Ok(()) };
        if !ballot.published {
            let Some((message, data)) = ballot.draft.clone() else { return Ok(()) };
            let secretary = town.groups[ballot.group].secretary;
            ballot.published = hands.tap(secretary, ballot.chat, message, &data).await?;
            return Ok(());
        }
        if now >= ballot.closes - LAST {
            return Ok(());
        }
        match &ballot.link {
            Some(link) => {
                let place = chance.below(ballot.papers.len());
                ballot.papers[place].step(hands, link, chance).await
            }
            None if ballot.left > 0 && !ballot.polls.is_empty() => {
                self.numbered += 1;
                vote(ballot, self.numbered, hands, town, chance).await
            }
            None => Ok(()),
        }
    }

    /// A secretary calls a ballot.
    async fn call(&mut self, hands: &mut Hands, town: &Town, chance: &mut Chance, now: i64) -> Fallible<()> {
        let place = self.list.len();
        let closes = match self.list.last() {
            Some(last) if !self.wave_is_called() => last.closes,
            _ => (now + OPEN) / MINUTE * MINUTE,
        };
        self.put_at = None;
        let group = BUSY + chance.below(town.groups.len() - BUSY); // a busy one may be minutes behind
        let (chat, secretary) = (town.groups[group].chat, town.groups[group].secretary);
        let (secret, several) = (place % 3 == 2, chance.percent(30));
        let text = words::poll(place, secret, several, closes);
        let asked = hands.command(secretary, chat, &text).await?;
        let from = chance.below(town.groups[group].residents.len());
        let residents = town.groups[group].residents.iter().cycle().skip(from);
        let papers = residents.take(if secret { VOTERS } else { 0 });
        let papers = papers.map(|who| Paper::new(*who, options(chance, several))).collect();
        self.list.push(Ballot {
            group,
            chat,
            secret,
            several,
            closes,
            asked,
            draft: None,
            published: false,
            polls: Vec::new(),
            link: None,
            left: VOTES,
            votes: HashMap::new(),
            papers,
            results: Vec::new(),
        });
        Ok(())
    }
}

impl Ballots {
    /// The story time that time may be moved to while the program is dead: shortly before the end of the wave or
    /// after it, once it was published and people had time to vote.
    pub fn end(&self, chance: &mut Chance) -> Option<i64> {
        let closes = self.list.last()?.closes;
        let in_time = self.now() < closes - SHORTLY;
        let voted = |ballot: &Ballot| match ballot.secret {
            true => ballot.papers.iter().all(|paper| paper.cast),
            false => ballot.left == 0,
        };
        let waited = wire::now_ms() - self.put_at?;
        if !in_time || waited < HURRY && !self.list[self.wave()].iter().all(voted) {
            return None;
        }
        let to =
            if chance.percent(60) { closes - chance.below(SHORTLY as usize) as i64 } else { closes + 20_000 };
        Some(to.max(self.now()))
    }

    /// The story time at which the program waits no longer for Telegram's last word on a poll, if a result is
    /// missing for that.
    pub fn grace(&self) -> Option<i64> {
        let missing = |ballot: &&Ballot| ballot.results.is_empty() && ballot.closes <= self.now();
        self.list.iter().rfind(missing).map(|ballot| self.now().max(ballot.closes + 3 * MINUTE))
    }

    /// What is still wanted of them.
    pub fn wanted(&self) -> Vec<String> {
        let mut wanted = Vec::new();
        for (what, n) in [
            ("ballots to be called", self.all - self.list.len()),
            ("drafts to be shown", self.count(|ballot| ballot.draft.is_none())),
            ("ballots to be put to their groups", self.count(|ballot| !ballot.is_put())),
            ("results", self.count(|ballot| ballot.results.is_empty())),
        ] {
            if n > 0 {
                wanted.push(format!("{n} {what}"));
            }
        }
        wanted
    }

    fn count(&self, is: impl Fn(&Ballot) -> bool) -> usize {
        self.list.iter().filter(|ballot| is(ballot)).count()
    }
}

/// Somebody votes in public, votes otherwise, or takes the vote back.
async fn vote(
    ballot: &mut Ballot,
    number: usize,
    hands: &mut Hands,
    town: &Town,
    chance: &mut Chance,
) -> Fallible<()> {
    // So few that votes change.
    let group = &town.groups[ballot.group];
    let who = group.residents.iter().min().ok_or("a resident")? + chance.below(8) as i64;
    let message = *chance.pick(&ballot.polls).ok_or("a poll")?;
    let chosen = if chance.percent(20) { Vec::new() } else { options(chance, ballot.several) };
    ballot.left -= 1;
    let known = ballot.votes.get(&(who, message)).map_or(&[][..], |(_, known)| known);
    if known == chosen || !hands.standin.vote(who, ballot.chat, message, &chosen).await? {
        return Ok(());
    }
    if chosen.is_empty() {
        ballot.votes.remove(&(who, message));
    } else {
        ballot.votes.insert((who, message), (number, chosen));
    }
    Ok(())
}

/// What somebody chooses: one option, or one and all after it.
fn options(chance: &mut Chance, several: bool) -> Vec<usize> {
    let first = chance.below(OPTIONS.len());
    let most = if several && chance.percent(50) { OPTIONS.len() } else { first + 1 };
    (first..most).collect()
}
