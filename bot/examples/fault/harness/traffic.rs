//! People at it: they report, claim, say that it is done, confirm and chat, vote and wish, all the time, whether the
//! bot runs or not.

use super::Fallible;
use super::ballots::Ballots;
use super::chance::Chance;
use super::hands::Hands;
use super::standin::StandIn;
use super::ticket::{Finder, Ticket};
use super::town::Town;
use super::wishes::Wishes;
use super::{Plan, words};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::sleep;

/// What people have done so far.
pub struct Traffic {
    /// Their hands.
    pub hands: Hands,
    town: Town,
    chance: Chance,
    busy: usize,
    all: usize,
    /// The requests.
    pub tickets: Vec<Ticket>,
    /// The ballots.
    pub ballots: Ballots,
    /// The wishes.
    pub wishes: Wishes,
    finder: Finder,
    /// Tickets with a card that nobody wants yet.
    fresh: Vec<usize>,
    /// Tickets that one worker claimed.
    claimed: Vec<usize>,
    /// Tickets said to be done.
    done: Vec<usize>,
}

/// How many groups are busy: they come to the limit of a minute.
pub const BUSY: usize = 4;

impl Traffic {
    /// Nobody said anything yet.
    pub fn new(standin: StandIn, town: Town, plan: &Plan) -> Traffic {
        Traffic {
            hands: Hands::new(standin),
            town,
            chance: Chance::new(plan.seed),
            busy: plan.busy,
            all: plan.tickets,
            tickets: Vec::new(),
            ballots: Ballots::new(plan),
            wishes: Wishes::new(plan),
            finder: Finder::default(),
            fresh: Vec::new(),
            claimed: Vec::new(),
            done: Vec::new(),
        }
    }

    /// People read what the bot wrote.
    pub async fn look(&mut self) -> Fallible<()> {
        for row in self.hands.standin.journal(self.finder.read).await? {
            if row.effect && row.counts() {
                self.ballots.learn(&row);
                self.wishes.learn(&row);
            }
            let shown = self.finder.learn(&row, &mut self.tickets);
            // Of ten tickets seven find somebody who wants them.
            if let Some(place) = shown.filter(|_| self.chance.percent(70)) {
                self.fresh.push(place);
            }
        }
        Ok(())
    }

    /// How many calls were seen that carry what was queued.
    pub fn carried(&self) -> usize {
        self.finder.carried
    }

    /// Somebody does something; `most` is how many requests there may be by now.
    pub async fn step(&mut self, most: usize) -> Fallible<()> {
        match self.chance.below(100) {
            0..30 => self.ballots.step(&mut self.hands, &self.town, &mut self.chance).await?,
            30..42 => self.wishes.step(&mut self.hands, &self.town, &mut self.chance).await?,
            _ => {}
        }
        let more = self.tickets.len() < most;
        match self.chance.below(100) {
            0..45 if more => self.report().await?,
            45..65 if !self.fresh.is_empty() => self.claim().await?,
            65..80 if !self.claimed.is_empty() => self.finish().await?,
            80..88 if !self.done.is_empty() => self.confirm().await?,
            88.. if more => self.chat().await?,
            _ => {}
        }
        Ok(())
    }

    /// What people still want to do or to see; nothing once all is over.
    pub fn wanted(&self) -> Vec<String> {
        let mut wanted = self.ballots.wanted();
        wanted.extend(self.wishes.wanted());
        for (what, n) in [
            ("requests to be made", self.all - self.tickets.len()),
            ("tickets to be claimed", self.fresh.len()),
            ("tickets to be done", self.claimed.len()),
        ] {
            if n > 0 {
                wanted.push(format!("{n} {what}"));
            }
        }
        wanted
    }

    fn take(chance: &mut Chance, from: &mut Vec<usize>) -> Option<usize> {
        let at = chance.below(from.len());
        (at < from.len()).then(|| from.swap_remove(at))
    }

    fn group(&mut self) -> usize {
        let busy = self.chance.percent(self.busy);
        self.chance.below(if busy { BUSY } else { self.town.groups.len() })
    }

    async fn report(&mut self) -> Fallible<()> {
        let group = self.group();
        let (chat, place) = (self.town.groups[group].chat, self.tickets.len());
        // In turn, so that nobody says too much.
        let reporter = self.town.groups[group].residents.pop_front().ok_or("a resident")?;
        self.town.groups[group].residents.push_back(reporter);
        let text = words::request(place);
        let message = self.hands.standin.say(reporter, chat, &text).await?;
        // Others may have added an update since: then it counts as accepted a little later than it was.
        let update = self.hands.standin.updates().await?.last_id;
        let ticket = Ticket {
            update,
            group,
            chat,
            reporter,
            message,
            text,
            card: None,
            claims: 0,
            worker: None,
            done: false,
            confirmed: false,
        };
        self.finder.add(&ticket, place);
        self.tickets.push(ticket);
        Ok(())
    }

    async fn chat(&mut self) -> Fallible<()> {
        let group = self.group();
        let who = *self.town.groups[group].residents.front().ok_or("a resident")?;
        let text = words::chatter(self.chance.below(100));
        self.hands.standin.say(who, self.town.groups[group].chat, text).await.map(drop)
    }

    /// A worker claims by a tap or by a command; or both tap in the same instant.
    async fn claim(&mut self) -> Fallible<()> {
        let Some(place) = Self::take(&mut self.chance, &mut self.fresh) else { return Ok(()) };
        let ticket = &self.tickets[place];
        let (chat, card) = (ticket.chat, ticket.card.clone().unwrap_or_default());
        let workers = self.town.groups[ticket.group].workers;
        let one = workers[self.chance.below(2)];
        let race = self.chance.percent(20);
        let who: &[i64] = if race { &workers } else { &[one] };
        let mut claims = 0;
        if let Some(data) = card.button("clm").filter(|_| race || self.chance.percent(50)) {
            for worker in who {
                claims += usize::from(self.hands.tap(*worker, chat, card.message, data).await?);
            }
        } else {
            let verb = *self.chance.pick(&["/claim ", "抢单 ", "认领", "我来 #"]).ok_or("a verb")?;
            self.hands.command(one, chat, &format!("{verb}{}", card.number)).await?;
            claims = 1;
        }
        let ticket = &mut self.tickets[place];
        ticket.claims = claims;
        if claims == 1 && !race {
            ticket.worker = Some(one);
            if self.chance.percent(75) {
                self.claimed.push(place);
            }
        }
        Ok(())
    }

    /// Who claimed it says that it is done.
    async fn finish(&mut self) -> Fallible<()> {
        let Some(place) = Self::take(&mut self.chance, &mut self.claimed) else { return Ok(()) };
        let ticket = &self.tickets[place];
        let (chat, card) = (ticket.chat, ticket.card.clone().unwrap_or_default());
        let worker = ticket.worker.ok_or("a worker")?;
        let tapped = match card.button("don").filter(|_| self.chance.percent(50)) {
            Some(data) => self.hands.tap(worker, chat, card.message, data).await?,
            None => false,
        };
        if !tapped {
            let verb = *self.chance.pick(&["/done ", "办结 "]).ok_or("a verb")?;
            self.hands.command(worker, chat, &format!("{verb}{} 已经处理好了", card.number)).await?;
        }
        self.tickets[place].done = true;
        self.done.push(place);
        Ok(())
    }

    /// The reporter taps that it is good, once the card says that it is done.
    async fn confirm(&mut self) -> Fallible<()> {
        let Some(place) = Self::take(&mut self.chance, &mut self.done) else { return Ok(()) };
        let ticket = &self.tickets[place];
        let (who, chat) = (ticket.reporter, ticket.chat);
        let card = ticket.card.clone().unwrap_or_default();
        match card.button("cfm") {
            Some(data) => {
                self.tickets[place].confirmed = self.hands.tap(who, chat, card.message, data).await?;
            }
            None => self.done.push(place),
        }
        Ok(())
    }
}

/// Lets people do something every now and then, until they have done all they wanted to.
pub async fn people(traffic: Arc<Mutex<Traffic>>, allowed: Arc<AtomicUsize>, seed: u64) -> Fallible<()> {
    let mut chance = Chance::new(seed ^ 0x70_5A);
    loop {
        let mut traffic = traffic.lock().await;
        traffic.look().await?;
        if traffic.wanted().is_empty() {
            return Ok(());
        }
        // Now and then many at once.
        let many = if chance.percent(4) { 12 } else { 1 };
        for _ in 0..many {
            traffic.step(allowed.load(Ordering::Relaxed)).await?;
        }
        drop(traffic);
        sleep(Duration::from_millis(chance.below(90) as u64)).await;
    }
}
