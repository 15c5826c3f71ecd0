//! The recount of ballots and wishes: what the database holds and what was posted, against what was accepted.

use super::Fallible;
use super::ballots::Ballot;
use super::recount::Recount;
use super::wishes::Wish;
use super::words::{self, OPTIONS};
use std::collections::{BTreeMap, HashMap, HashSet};
use storage::{BallotState, Case, Db, Status, Tx};

/// What is wrong with ballots and wishes, counted.
#[derive(Debug, Default)]
pub struct Civic {
    /// Ballots in the database.
    pub ballots: usize,
    /// Votes that were accepted: in public the last choice of each voter, in secret those that were told so.
    pub accepted: i64,
    /// Votes that were counted.
    pub counted: i64,
    /// Ballots whose votes, tally or posted result differ from what was accepted.
    pub differ: usize,
    /// Ballots without exactly one close and one result.
    pub not_once: usize,
    /// Some of both, for whoever looks into it.
    pub examples: Vec<String>,
}

/// Holds the ballots in the database against those that people called. `beyond` are the messages that were made once
/// too often, by chat and message.
pub async fn ballots(db: &Db, called: &[Ballot], beyond: &HashSet<(i64, i64)>) -> Fallible<Civic> {
    let mut found = Civic::default();
    let mut tx = db.read().await?;
    let mut known: HashMap<usize, Vec<storage::Ballot>> = HashMap::new();
    let mut after = 0;
    loop {
        let page = tx.ballots_page(after, 100).await?;
        let Some(last) = page.last() else { break };
        after = last.id;
        for ballot in page {
            found.ballots += 1;
            let place = words::ballot(&ballot.paper.subject).ok_or("a ballot of ours")?;
            known.entry(place).or_default().push(ballot);
        }
    }
    for (place, ballot) in called.iter().enumerate() {
        let (counts, voters) = ballot.outcome();
        found.accepted += voters;
        let Some([record]) = known.get(&place).map(Vec::as_slice) else {
            found.note(place, "is not there once");
            found.not_once += 1;
            continue;
        };
        let result = record.result.clone().unwrap_or_default();
        found.counted += result.voters;
        let recounted = if ballot.secret { None } else { Some(recount(&mut tx, record.id).await?) };
        let posted = ballot.results.iter().all(|row| posted(row.text()) == counts);
        let tallied = result.counts == counts && result.voters == voters && result.told.is_none();
        if !tallied || !posted || recounted.as_ref().is_some_and(|recounted| *recounted != counts) {
            let texts: Vec<&str> = ballot.results.iter().map(|row| row.text()).collect();
            found.note(place, &format!("{counts:?} of {voters}, not {result:?}, {recounted:?}, {texts:?}"));
            found.differ += 1;
        }
        let again = ballot.results.iter().filter_map(|row| row.chat.zip(row.message_id));
        let beyond = again.filter(|message| beyond.contains(message)).count();
        if record.state != BallotState::Closed || ballot.results.is_empty() || beyond > 0 {
            let state = record.state.as_str();
            found.note(
                place,
                &format!("is {state}, with {} results, {beyond} too many", ballot.results.len()),
            );
            found.not_once += 1;
        }
    }
    Ok(found)
}

impl Civic {
    fn note(&mut self, place: usize, what: &str) {
        if self.examples.len() < 8 {
            self.examples.push(format!("ballot {place} {what}"));
        }
    }
}

/// Counts the answers to a public ballot once more: of each voter the last one.
async fn recount(tx: &mut Tx, ballot: i64) -> Fallible<Vec<i64>> {
    let mut last = BTreeMap::new();
    for (_, answer) in tx.votes(ballot).await? {
        last.insert(answer.tg, answer.options);
    }
    let mut counts = vec![0; OPTIONS.len()];
    for place in last.into_values().flatten() {
        *counts.get_mut(place as usize).ok_or("an option of ours")? += 1;
    }
    Ok(counts)
}

/// The votes by option that a result tells.
fn posted(text: &str) -> Vec<i64> {
    let votes = |option: &&str| {
        let (_, rest) = text.split_once(&format!("{option}："))?;
        rest.split_once(" 票")?.0.parse().ok()
    };
    OPTIONS.iter().filter_map(votes).collect()
}

/// Holds a wish in the database against what people did about it.
pub async fn wish(
    found: &mut Recount,
    tx: &mut Tx,
    wish: &Wish,
    case: &Case,
    log: &[String],
) -> Fallible<()> {
    let claims = tx.claims(case.id).await?;
    let claimer = match claims.first().and_then(|claim| claim.person) {
        Some(person) => tx.person(person).await?.and_then(|person| person.about).map(|about| about.tg),
        None => None,
    };
    let one = claims.len() == 1 && claimer == wish.claimed.first().copied();
    found.not_one_claimer += usize::from(!one);
    let made = [("approve", true), ("claim", true), ("done", wish.done), ("confirm", wish.confirmed)];
    for (what, times) in made.map(|(what, made)| (what, usize::from(made))) {
        let logged = log.iter().filter(|entry| *entry == what).count();
        found.moves_lost += times.saturating_sub(logged);
        found.moves_twice += logged.saturating_sub(times);
    }
    let status = match wish {
        Wish { confirmed: true, .. } => Status::Closed,
        Wish { done: true, .. } => Status::Done,
        _ => Status::Claimed,
    };
    found.moves_lost += usize::from(case.status != status);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_read() {
        let text = "<b>投票结果：议题第1号</b>\nA. 赞成：3 票（60%）\n<b>B. 反对：12 票（40%）</b>\nC. 弃权：0 票（0%）";
        assert_eq!(posted(text), [3, 12, 0]);
    }
}
