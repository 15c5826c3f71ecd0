//! The same trouble told twice: the card of a new report asks its author whether it is one that is open already. It
//! is a ticket meanwhile, so silence loses nothing; one tap merges it into the earlier one.

use super::claims::step;
use super::news::{self, News};
use super::{Call, Desk, Outcome, Reply, Trouble, alike, emergency, finish, joins, no};
use crate::views::card::SameView;
use crate::words::Phrase;
use storage::{Case, Move, NewEntry, Person, SameState, Status, Who};
use understand::same::ENOUGH;

/// How many cases are looked at for one to ask about: other grids may have the same trouble, each its own.
const LOOKED_AT: usize = 12;
/// How many mergers of mergers are followed.
const LINKS: usize = 8;

/// Has a case's card ask whether it is an earlier one, if one is like it. In danger nothing is asked.
pub async fn ask(desk: &mut Desk<'_>, case: &Case) -> storage::Result<()> {
    if emergency::is_one(case) || !alike::may_be_meant(case) {
        return Ok(());
    }
    let office = desk.office;
    for like in office.alike.find(desk.tx, case, LOOKED_AT).await? {
        if like.score < ENOUGH {
            break;
        }
        // The index may not know yet what another process did.
        let Some(other) = desk.tx.case(like.id).await?.filter(alike::may_be_meant) else { continue };
        if desk.org.is_within(case.area, other.area) || desk.org.is_within(other.area, case.area) {
            return desk.tx.same_ask(case.id, other.id, desk.now).await;
        }
    }
    Ok(())
}

/// Asks anew if it was asked and not answered: the words or the place are others now. Nothing that was not asked
/// before is asked.
pub async fn ask_again(desk: &mut Desk<'_>, case: &Case) -> storage::Result<()> {
    let asked = desk.tx.same_of(case.id).await?;
    if asked.is_some_and(|same| same.state == SameState::Asked) {
        desk.tx.same_unask(case.id).await?;
        ask(desk, case).await?;
    }
    Ok(())
}

/// A case was moved on: if it is finished or gone, nobody is asked about it any more.
pub async fn moved(desk: &mut Desk<'_>, other: &Case) -> storage::Result<()> {
    if alike::may_be_meant(other) {
        return Ok(());
    }
    for id in desk.tx.same_asked(other.id).await? {
        let Some(case) = desk.tx.case(id).await? else { continue };
        ask_again(desk, &case).await?;
        refresh(desk, &case).await?;
    }
    Ok(())
}

/// What a card shows of it: the question, or what it was merged into.
pub async fn shown(desk: &mut Desk<'_>, case: &Case) -> storage::Result<Option<SameView>> {
    let Some(same) = desk.tx.same_of(case.id).await? else { return Ok(None) };
    let other = match same.state {
        SameState::Asked if alike::may_be_meant(case) => desk.tx.case(same.other).await?,
        SameState::Same if case.status == Status::Merged => return Ok(Some(seen(&whole(desk, case).await?))),
        _ => None,
    };
    Ok(other.filter(alike::may_be_meant).as_ref().map(seen))
}

fn seen(other: &Case) -> SameView {
    SameView { number: other.number, category: other.category.clone(), place: other.place.clone() }
}

/// The case that a merged one goes on with; any other case itself.
pub async fn whole(desk: &mut Desk<'_>, case: &Case) -> storage::Result<Case> {
    let mut case = case.clone();
    for _ in 0..LINKS {
        if case.status != Status::Merged {
            break;
        }
        let Some(same) = desk.tx.same_of(case.id).await? else { break };
        let Some(other) = desk.tx.case(same.other).await? else { break };
        case = other;
    }
    Ok(case)
}

/// "It is the same": the case is merged into the earlier one, and its author joins that.
pub async fn yes(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?.clone();
    let other = asked(desk, &call.person, &case).await?;
    let held = desk.tx.claim_held(case.id).await?.and_then(|claim| claim.person);
    let after = step(desk, &call.person, &case, Move::Merge, "", None).await?;
    desk.tx.same_answer(case.id, SameState::Same).await?;
    desk.tx.claim_end(case.id, "released", desk.now).await?;
    bring(desk, &case, &other).await?;
    let about = |key| Phrase::plain(key).with("number", after.number).with("other", other.number);
    if let Some(held) = held.filter(|held| *held != call.person.id) {
        news::tell_worker(desk, &after, held, &News::plain(about("same-news"))).await?;
    }
    let own = |person| case.reporter == Some(person);
    let noted = match (own(call.person.id), other.reporter.is_some_and(own)) {
        (true, true) => Phrase::plain("join-own").with("number", other.number),
        (true, false) => Phrase::plain("join-noted").with("number", other.number),
        (false, _) => about("same-noted"),
    };
    Ok(Reply::Note(noted))
}

/// Brings who is waiting for a case and its originals to another.
async fn bring(desk: &mut Desk<'_>, case: &Case, other: &Case) -> storage::Result<()> {
    let there = desk.tx.entries(other.id).await?;
    let mut new = desk.tx.entries(case.id).await?;
    new.retain(|entry| matches!(entry.what.as_str(), "photo" | "voice"));
    new.retain(|entry| there.iter().all(|one| one.photo != entry.photo));
    for entry in &new {
        let (what, photo) = (entry.what.as_str(), entry.photo.as_deref());
        let entry = NewEntry { person: entry.person, what, photo, ..NewEntry::default() };
        desk.tx.entry_add(other.id, other.area, entry, desk.now).await?;
    }
    let joined = desk.tx.followers(case.id).await?;
    for person in case.reporter.into_iter().chain(joined) {
        joins::add(desk, person, other).await?;
    }
    refresh(desk, other).await
}

/// "It is another one": the ticket stays, and its card asks no more.
pub async fn another(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?.clone();
    asked(desk, &call.person, &case).await?;
    desk.tx.same_answer(case.id, SameState::Another).await?;
    refresh(desk, &case).await?;
    Ok(Reply::Note(Phrase::plain("same-another").with("number", case.number)))
}

/// The case that a card asks about, if this person may answer.
async fn asked(desk: &mut Desk<'_>, person: &Person, case: &Case) -> Result<Case, Trouble> {
    let same = desk.tx.same_of(case.id).await?;
    let Some(same) = same.filter(|same| same.state != SameState::Another) else { return no("tap-old") };
    desk.must(person, case, Move::Merge).await?;
    match desk.tx.case(same.other).await?.filter(alike::may_be_meant) {
        Some(other) => Ok(other),
        None => no("tap-old"),
    }
}

/// "They are not the same after all": the case is open again, and its author leaves the other.
pub async fn split(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    let late = case.ended_at.is_some_and(|ended| desk.now - ended > finish::REOPEN_WITHIN);
    if late && !desk.who(call.person.id, case).await?.contains(&Who::Secretary) {
        desk.must(&call.person, case, Move::Split).await?;
        return Err(Trouble::No(Phrase::plain("reopen-late").with("number", case.number)));
    }
    let other = whole(desk, case).await?;
    let after = step(desk, &call.person, case, Move::Split, "", None).await?;
    desk.tx.same_answer(case.id, SameState::Another).await?;
    if let Some(reporter) = case.reporter {
        joins::leave(desk, reporter, &other).await?;
    }
    Ok(Reply::Note(Phrase::plain("same-another").with("number", after.number)))
}

async fn refresh(desk: &mut Desk<'_>, case: &Case) -> storage::Result<()> {
    desk.tx.case_touch(case.id).await?;
    desk.refresh_cards(case).await
}
