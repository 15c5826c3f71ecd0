//! The recount: what the database holds, read through `storage` while the program is dead.

use super::ticket::Ticket;
use super::wishes::Wish;
use super::{Fallible, civic};
use std::collections::{HashMap, HashSet};
use storage::{Case, Db, Status};

/// What is wrong in the database, counted; and what the judgement of the journal needs from it.
#[derive(Debug, Default)]
pub struct Recount {
    /// Tickets in the database.
    pub tickets: usize,
    /// Wishes in the database.
    pub wishes: usize,
    /// Wishes that are not held by exactly one person, whose claim came first.
    pub not_one_claimer: usize,
    /// Accepted requests and wishes without a ticket or wish.
    pub lost: usize,
    /// Accepted claims, dones, confirmations and approvals without their line in the log.
    pub moves_lost: usize,
    /// Tickets and wishes beyond one a request.
    pub twice: usize,
    /// Moves that were logged more often than they were made.
    pub moves_twice: usize,
    /// Numbers of a community that are missing or double.
    pub numbers: usize,
    /// Rows of the outbox that still wait.
    pub queued: usize,
    /// Tickets and wishes whose card was never sent, or shows an older state than the ticket has.
    pub cards: usize,
    /// Updates that could not be handled.
    pub dead_letters: i64,
    /// Group and message of the requests that are emergencies: their cards take another lane.
    pub emergencies: HashSet<(i64, i64)>,
    /// The message that is the recorded card, and the version it shows, by group.
    pub shown: HashMap<(i64, i64), i64>,
}

/// How many messages wait in the outbox.
pub async fn queued(db: &Db, bot: i64) -> Fallible<usize> {
    Ok(db.read().await?.outbox_waiting(bot, 100_000).await? as usize)
}

/// How many of these requests, all of them accepted, have no ticket. `rows` are the rows of the groups.
pub async fn without_ticket(db: &Db, tickets: &[Ticket], rows: &HashMap<i64, i64>) -> Fallible<usize> {
    let mut tx = db.read().await?;
    let mut lost = 0;
    for ticket in tickets {
        let row = *rows.get(&ticket.chat).ok_or("a group's row")?;
        lost += usize::from(tx.case_of_source(row, ticket.message).await?.is_none());
    }
    Ok(lost)
}

/// Counts everything, once nothing waits any more: then every update was accepted.
pub async fn recount(
    db: &Db,
    bot: i64,
    tickets: &[Ticket],
    wishes: &[Wish],
    rows: &HashMap<i64, i64>,
) -> Fallible<Recount> {
    let mut found = Recount { queued: queued(db, bot).await?, ..Recount::default() };
    let by_source: HashMap<(i64, i64), &Ticket> =
        tickets.iter().filter_map(|t| Some(((*rows.get(&t.chat)?, t.message), t))).collect();
    let wishes: HashMap<(i64, i64), &Wish> =
        wishes.iter().filter_map(|wish| Some(((*rows.get(&wish.chat)?, wish.message), wish))).collect();
    let mut seen: HashSet<(i64, i64)> = HashSet::new();
    let mut numbers: HashMap<i64, Vec<i64>> = HashMap::new();
    let mut tx = db.read().await?;
    found.dead_letters = tx.dead_letters(0).await?;
    let mut after = 0;
    loop {
        let page = tx.cases_page(after, 500).await?;
        let Some(last) = page.last() else { break };
        after = last.id;
        for case in &page {
            numbers.entry(case.community).or_default().push(case.number);
            let log: Vec<String> = tx.entries(case.id).await?.into_iter().map(|entry| entry.what).collect();
            let wish = case.source.and_then(|source| wishes.get(&source)).filter(|_| case.is_wish());
            let ticket = case.source.and_then(|source| by_source.get(&source)).filter(|_| !case.is_wish());
            let ticket = ticket.filter(|ticket| case.words.as_deref() == Some(ticket.text.as_str()));
            found.tickets += usize::from(!case.is_wish());
            found.wishes += usize::from(case.is_wish());
            let (chat, message) = match (ticket, wish) {
                (Some(ticket), _) => (ticket.chat, ticket.message),
                (None, Some(wish)) => (wish.chat, wish.message),
                (None, None) => {
                    found.twice += 1;
                    continue;
                }
            };
            found.twice += usize::from(!seen.insert((chat, message)));
            if let Some(ticket) = ticket {
                moves(&mut found, ticket, case, &log);
            }
            if let Some(wish) = wish {
                civic::wish(&mut found, &mut tx, wish, case, &log).await?;
            }
            if case.urgency == "emergency" {
                found.emergencies.insert((chat, message));
            }
            let card = match case.source {
                Some((row, _)) => tx.card(case.id, row).await?,
                None => None,
            };
            match card.and_then(|card| card.message.filter(|_| card.shown == case.version)) {
                Some(message) => {
                    found.shown.insert((chat, message), case.version);
                }
                None => found.cards += 1,
            }
        }
    }
    let said =
        tickets.iter().map(|t| (t.chat, t.message)).chain(wishes.values().map(|w| (w.chat, w.message)));
    found.lost = said.filter(|said| !seen.contains(said)).count();
    for mut own in numbers.into_values() {
        own.sort_unstable();
        found.numbers += own.iter().zip(1..).filter(|(number, place)| *number != place).count();
    }
    Ok(found)
}

/// Holds a ticket's log and state against what people did about it.
fn moves(found: &mut Recount, ticket: &Ticket, case: &Case, log: &[String]) {
    let made = [("claim", ticket.claims > 0), ("done", ticket.done), ("confirm", ticket.confirmed)];
    for (what, wanted) in made {
        let logged = log.iter().filter(|entry| *entry == what).count();
        found.moves_lost += usize::from(wanted && logged == 0);
        found.moves_twice += logged.saturating_sub(usize::from(wanted));
    }
    let status = match ticket {
        Ticket { confirmed: true, .. } => Status::Closed,
        Ticket { done: true, .. } => Status::Done,
        Ticket { claims: 1.., .. } => Status::Claimed,
        _ => Status::Open,
    };
    found.moves_lost += usize::from(case.status != status);
}
