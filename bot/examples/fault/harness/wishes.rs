//! Wishes as people see them: said in a group, looked at by a worker, claimed by two neighbours at once, handed over,
//! confirmed.

use super::chance::Chance;
use super::hands::Hands;
use super::standin::Row;
use super::ticket::{Card, number};
use super::town::Town;
use super::{Fallible, Plan, words};
use std::collections::HashMap;

/// A wish.
#[derive(Debug)]
pub struct Wish {
    /// The place of its group in the town.
    group: usize,
    /// The group.
    pub chat: i64,
    /// The message.
    pub message: i64,
    /// Who wished.
    wisher: i64,
    /// The worker's message about it, and its button to post it.
    news: Option<(i64, String)>,
    approved: bool,
    /// Its card, once seen.
    card: Option<Card>,
    /// Who claimed it, the first first.
    pub claimed: Vec<i64>,
    /// Whether whoever has it will say that it was handed over, and the worker confirm that.
    granted: bool,
    /// It was said to be handed over.
    pub done: bool,
    /// The worker confirmed.
    pub confirmed: bool,
}

/// All of them.
#[derive(Debug)]
pub struct Wishes {
    /// In the order they were made.
    pub list: Vec<Wish>,
    /// How many are to be made.
    pub all: usize,
    by_words: HashMap<String, usize>,
    by_card: HashMap<(i64, i64), usize>,
}

impl Wishes {
    /// None yet.
    pub fn new(plan: &Plan) -> Wishes {
        let all = 6 + plan.tickets / 16;
        Wishes { list: Vec::new(), all, by_words: HashMap::new(), by_card: HashMap::new() }
    }

    /// Somebody reads a message of the bot's.
    pub fn learn(&mut self, row: &Row) {
        let (Some(chat), Some(message)) = (row.chat, row.message_id) else { return };
        let buttons = || row.buttons().into_iter().map(str::to_owned).collect();
        if let Some(place) = self.by_card.get(&(chat, message)) {
            if let Some(card) = self.list[*place].card.as_mut().filter(|card| card.message == message) {
                card.buttons = buttons();
            }
            return;
        }
        // A card and what its keeper is asked have the wish's words on a line of their own.
        let lines = row
            .text()
            .lines()
            .map(|line| line.trim_start_matches("<blockquote>").trim_end_matches("</blockquote>"));
        let Some(place) = lines.into_iter().find_map(|line| self.by_words.get(line)) else { return };
        let wish = &mut self.list[*place];
        let card = Card { message, number: number(row.text()).unwrap_or_default(), buttons: buttons() };
        if chat == wish.chat {
            self.by_card.insert((chat, message), *place);
            wish.card = Some(card);
        } else if let Some(data) = card.button("apv") {
            wish.news = Some((message, data.to_owned()));
        }
    }

    /// Somebody wishes, or does something about a wish.
    pub async fn step(&mut self, hands: &mut Hands, town: &Town, chance: &mut Chance) -> Fallible<()> {
        if self.list.len() < self.all && chance.percent(50) {
            return self.make(hands, town, chance).await;
        }
        let place = chance.below(self.list.len());
        let Some(wish) = self.list.get_mut(place) else { return Ok(()) };
        let (group, chat) = (&town.groups[wish.group], wish.chat);
        if let Some((message, data)) = wish.news.clone().filter(|_| !wish.approved) {
            wish.approved = hands.tap(group.workers[0], group.workers[0], message, &data).await?;
        }
        let Some(card) = wish.card.clone() else { return Ok(()) };
        if wish.claimed.is_empty() {
            let Some(data) = card.button("clm") else { return Ok(()) };
            let others: Vec<i64> =
                group.residents.iter().copied().filter(|who| *who != wish.wisher).collect();
            let first = chance.below(others.len());
            for who in [others[first], others[(first + 1) % others.len()]] {
                let taps = chance.percent(50);
                if !taps || !hands.tap(who, chat, card.message, data).await? {
                    let verb = *chance.pick(&["/claim ", "认领"]).ok_or("a verb")?;
                    hands.command(who, chat, &format!("{verb}{}", card.number)).await?;
                }
                wish.claimed.push(who);
            }
        } else if let Some(data) = card.button("don").filter(|_| wish.granted && !wish.done) {
            if !chance.percent(50) || !hands.tap(wish.claimed[0], chat, card.message, data).await? {
                hands.command(wish.claimed[0], chat, &format!("/done {}", card.number)).await?;
            }
            wish.done = true;
        } else if let Some(data) = card.button("cfm").filter(|_| wish.done && !wish.confirmed) {
            wish.confirmed = hands.tap(group.workers[0], chat, card.message, data).await?;
        }
        Ok(())
    }

    async fn make(&mut self, hands: &mut Hands, town: &Town, chance: &mut Chance) -> Fallible<()> {
        let (place, group) = (self.list.len(), chance.below(town.groups.len()));
        let chat = town.groups[group].chat;
        let residents: Vec<i64> = town.groups[group].residents.iter().copied().collect();
        let wisher = *chance.pick(&residents).ok_or("a resident")?;
        if !self.list.iter().any(|wish| wish.group == group) {
            // So that the worker can be asked in private.
            hands.standin.start(town.groups[group].workers[0], "").await?;
        }
        let words = words::wish(place);
        let message = hands.command(wisher, chat, &format!("/wish {words}")).await?;
        self.by_words.insert(words, place);
        let granted = chance.percent(70);
        self.list.push(Wish {
            group,
            chat,
            message,
            wisher,
            news: None,
            approved: false,
            card: None,
            claimed: Vec::new(),
            granted,
            done: false,
            confirmed: false,
        });
        Ok(())
    }

    /// What is still wanted of them.
    pub fn wanted(&self) -> Vec<String> {
        let missing = |is: fn(&Wish) -> bool| self.list.iter().filter(|wish| !is(wish)).count();
        let mut wanted = Vec::new();
        for (what, n) in [
            ("wishes to be made", self.all - self.list.len()),
            ("wishes to be approved", missing(|wish| wish.approved)),
            ("wishes to be claimed", missing(|wish| !wish.claimed.is_empty())),
            ("wishes to be granted", missing(|wish| wish.confirmed || !wish.granted)),
        ] {
            if n > 0 {
                wanted.push(format!("{n} {what}"));
            }
        }
        wanted
    }
}
