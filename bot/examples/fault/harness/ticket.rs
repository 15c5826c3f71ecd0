//! A ticket as this test knows it: who said what, what was then wanted of it, and its card as the stand-in shows it.

use super::standin::Row;
use std::collections::HashMap;

/// A request that somebody made, and what people then did about it.
#[derive(Debug)]
pub struct Ticket {
    /// An update id that is not below its own.
    pub update: i64,
    /// The place of its group in the town.
    pub group: usize,
    /// The Telegram id of the group.
    pub chat: i64,
    /// Who said it.
    pub reporter: i64,
    /// The message.
    pub message: i64,
    /// What was said.
    pub text: String,
    /// Its card, once seen.
    pub card: Option<Card>,
    /// How many tried to claim it.
    pub claims: usize,
    /// The worker who tried, when it was only one.
    pub worker: Option<i64>,
    /// It was said to be done.
    pub done: bool,
    /// Its reporter confirmed.
    pub confirmed: bool,
}

/// A card as the stand-in shows it.
#[derive(Debug, Clone, Default)]
pub struct Card {
    /// Its message.
    pub message: i64,
    /// The ticket's number.
    pub number: i64,
    /// The data of its buttons.
    pub buttons: Vec<String>,
}

impl Card {
    /// The button of a verb's code.
    pub fn button(&self, code: &str) -> Option<&str> {
        self.buttons
            .iter()
            .map(String::as_str)
            .find(|data| data.starts_with(code) && data[code.len()..].starts_with('.'))
    }
}

/// Finds tickets by their group and message, and by their cards.
#[derive(Debug, Default)]
pub struct Finder {
    by_report: HashMap<(i64, i64), usize>,
    by_card: HashMap<(i64, i64), usize>,
    /// How far the journal was read.
    pub read: usize,
    /// How many calls were seen that carry what was queued.
    pub carried: usize,
}

impl Finder {
    /// Remembers a ticket.
    pub fn add(&mut self, ticket: &Ticket, place: usize) {
        self.by_report.insert((ticket.chat, ticket.message), place);
    }

    /// Learns what a call of the bot shows; the ticket whose card was seen for the first time.
    pub fn learn(&mut self, row: &Row, tickets: &mut [Ticket]) -> Option<usize> {
        self.read = row.seq;
        self.carried += usize::from(row.counts() || row.method == "answerCallbackQuery");
        let (Some(chat), Some(message), true) = (row.chat, row.message_id, row.effect && row.counts()) else {
            return None;
        };
        if let Some(place) = self.by_card.get(&(chat, message)) {
            let card = tickets.get_mut(*place)?.card.as_mut().filter(|card| card.message == message)?;
            card.buttons = row.buttons().into_iter().map(str::to_owned).collect();
            return None;
        }
        let place = *self.by_report.get(&(chat, row.reply_to()?))?;
        // A card has buttons for its case and its number in the first line; other answers are not of interest.
        let buttons: Vec<String> = row.buttons().into_iter().map(str::to_owned).collect();
        let number = number(row.text()).filter(|_| !buttons.is_empty())?;
        self.by_card.insert((chat, message), place);
        let ticket = tickets.get_mut(place)?;
        let first = ticket.card.is_none();
        ticket.card = Some(Card { message, number, buttons });
        first.then_some(place)
    }
}

/// The number in the first line of a card.
pub fn number(text: &str) -> Option<i64> {
    let line = text.lines().next()?;
    let digits = line[line.find('#')? + 1..].split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}
