//! Cases from earlier: a past for the database, made through storage itself. One in twenty still waits.

use crate::stage::Stage;
use crate::town::MORNING;
use crate::{Fallible, words};
use storage::{About, Card, Case, Lane, Move, NewCase, NewEntry, Org, Place, Taken, Tx};

const HOUR: i64 = 3_600_000;
/// How many cases a transaction makes.
const AT_ONCE: usize = 500;

/// Makes so many cases, the oldest first, spread over all groups.
pub async fn cases(stage: &Stage, n: usize) -> Fallible<()> {
    let db = stage.base.open().await?;
    let org = Org::load(&mut db.read().await?).await?;
    let mut done = 0;
    while done < n {
        let mut tx = db.begin().await?;
        for i in done..n.min(done + AT_ONCE) {
            let at = MORNING - (n - i) as i64 * 20_000 - HOUR;
            one(&mut tx, stage, &org, i, at, i % 20 == 0).await?;
        }
        tx.commit().await?;
        done += AT_ONCE;
    }
    db.close().await;
    Ok(())
}

/// One open case of each group, so that every evening digest has something to say.
pub async fn one_a_group(stage: &Stage) -> Fallible<()> {
    let db = stage.base.open().await?;
    let mut tx = db.begin().await?;
    let org = Org::load(&mut tx).await?;
    for i in 0..stage.town.groups.len() {
        one(&mut tx, stage, &org, i, MORNING, true).await?;
    }
    tx.commit().await?;
    db.close().await;
    Ok(())
}

async fn one(tx: &mut Tx, stage: &Stage, org: &Org, i: usize, at: i64, open: bool) -> Fallible<()> {
    let group = &stage.town.groups[i % stage.town.groups.len()];
    let area = org.by_code(&group.code).ok_or("a grid")?.id;
    let resident = group.residents[i % group.residents.len()];
    let about = About { tg: resident, name: format!("住户{resident}"), username: None };
    let reporter = tx.person_seen(&about, at).await?.id;
    let words = words::request(i);
    let new = NewCase {
        kind: storage::CaseKind::Ticket,
        community: org.community_of(area).ok_or("a community")?,
        area,
        bot: stage.bot,
        category: "lighting".to_owned(),
        urgency: "normal".to_owned(),
        department: None,
        private: false,
        reporter,
        shown: words.clone(),
        words: words.clone(),
        place: Place { building: Some(format!("{}号楼", i % 10 + 1)), ..Place::default() },
        source: Some((stage.rows[&group.chat], -1 - i as i64)),
        claim_band: 24 * HOUR,
        done_band: 24 * 7 * HOUR,
    };
    let Taken::New(mut case) = tx.case_open(new, at).await? else { return Err("a message twice".into()) };
    let report =
        NewEntry { person: Some(reporter), what: "report", words: Some(&words), ..NewEntry::default() };
    tx.entry_add(case.id, area, report, at).await?;
    let steps: &[Move] = if open { &[] } else { &[Move::Claim, Move::Done, Move::Confirm] };
    for step in steps {
        *case = tx.case_move(&case, *step, at).await?.ok_or("a move")?;
        let entry = NewEntry {
            person: Some(reporter),
            what: step.as_str(),
            to: Some(case.status),
            ..NewEntry::default()
        };
        tx.entry_add(case.id, area, entry, at).await?;
    }
    if !open {
        tx.claim_take(case.id, reporter, at).await?;
        tx.claim_end(case.id, "finished", at).await?;
    }
    card(tx, stage, &case, stage.rows[&group.chat], -1 - i as i64).await
}

/// Its card, as sent long ago.
async fn card(tx: &mut Tx, stage: &Stage, case: &Case, chat: i64, message: i64) -> Fallible<()> {
    tx.outbox_card(stage.bot, case.id, chat, Lane::Normal, 0, 0).await?;
    let queued = tx.outbox_after(stage.bot, 0, 1).await?;
    let row = queued.first().ok_or("a queued card")?;
    let card = Card { case: case.id, chat, message: Some(message), shown: case.version };
    tx.card_shown(row.id, &card).await?;
    Ok(())
}
