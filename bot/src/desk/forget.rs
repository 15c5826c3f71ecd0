//! `/forget`: after one confirming tap, what a person gave is deleted or loses its author. Work that is still
//! open goes on with a neutral text; the log keeps its facts.

use super::{Call, Desk, Outcome, Reply, claims, gathering, granting, no};
use crate::outgoing::Post;
use crate::views;
use crate::words::Phrase;
use std::collections::BTreeSet;
use storage::{Case, Chat, ChatState, Move, NewEntry, Person};

/// The most cases of one kind that one person can have to do with; far beyond what anybody reaches.
const ALL: i64 = 10_000;

/// `/forget`, and its buttons.
pub async fn forget(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let locale = desk.locale(&call.chat, Some(&call.person));
    let Some(message) = super::admins::tapped(&call) else {
        let roles = desk.tx.members_of(call.person.id).await?;
        let held = desk.tx.cases_held(call.person.id, ALL).await?;
        let wished = desk.tx.cases_reported(call.person.id, 0, ALL).await?.iter().any(Case::is_wish)
            || !desk.tx.wishes_held(call.person.id, 1).await?.is_empty();
        let loses =
            views::privacy::Loses { roles: !roles.is_empty(), held: held.len() as i64, wishes: wished };
        let said = views::privacy::ask_to_forget(locale, call.person.id, loses);
        return Ok(Reply::Said(said));
    };
    if call.id != call.person.id {
        return no("forget-not-yours");
    }
    let sure = call.version == 1;
    if sure {
        everything(desk, &call.person).await?;
    }
    let key = if sure { "forget-done" } else { "forget-kept" };
    let said = views::line(&Phrase::plain(key), locale);
    desk.post(call.chat.id, &Post::Edit { message, said }).await?;
    Ok(Reply::Note(Phrase::plain(key)))
}

/// Forgets a person.
async fn everything(desk: &mut Desk<'_>, person: &Person) -> storage::Result<()> {
    give_back(desk, person).await?;
    take_wishes_back(desk, person).await?;
    for member in desk.tx.members_of(person.id).await? {
        desk.tx.member_end(member.id, desk.now).await?;
    }
    if let Some(private) = desk.private_chat(person).await? {
        desk.tx.outbox_drop_chat(private.bot, private.id).await?;
        desk.tx.chat_save(&Chat { state: ChatState::Forgotten, ..private }).await?;
    }
    let reported = desk.tx.cases_reported(person.id, 0, ALL).await?;
    let mut touched: BTreeSet<i64> = reported.iter().map(|case| case.id).collect();
    touched.extend(desk.tx.entry_cases(person.id, ALL).await?);
    touched.extend(desk.tx.followed(person.id).await?);
    for case in &reported {
        desk.tx.case_forget(case).await?;
        let entry = NewEntry { what: "forget", ..NewEntry::default() };
        desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    }
    desk.tx.followers_forget(person.id).await?;
    desk.tx.entries_forget(person.id).await?;
    if let Some(about) = &person.about {
        desk.tx.photos_forget(about.tg).await?;
        desk.tx.votes_forget(about.tg).await?;
    }
    for meeting in desk.tx.attendance_forget(person.id, desk.now).await? {
        gathering::refresh(desk, meeting).await?;
    }
    desk.tx.person_forget(person.id).await?;
    for id in touched {
        desk.tx.case_touch(id).await?;
        if let Some(case) = desk.tx.case(id).await? {
            desk.refresh_cards(&case).await?;
        }
    }
    Ok(())
}

/// What they hold waits for somebody else again.
async fn give_back(desk: &mut Desk<'_>, person: &Person) -> storage::Result<()> {
    for case in desk.tx.cases_held(person.id, ALL).await? {
        let Some(after) = desk.tx.case_move(&case, Move::Release, desk.now).await? else { continue };
        desk.tx.claim_end(case.id, "released", desk.now).await?;
        desk.tx.entry_add(case.id, case.area, released(&case, &after, person), desk.now).await?;
    }
    Ok(())
}

/// Nobody grants the wish of somebody who is forgotten: what is not handed over yet ends. What they claimed waits for
/// the next.
async fn take_wishes_back(desk: &mut Desk<'_>, person: &Person) -> storage::Result<()> {
    for case in desk.tx.cases_reported(person.id, 0, ALL).await?.iter().filter(|case| case.is_wish()) {
        let held = desk.tx.claim_held(case.id).await?.and_then(|claim| claim.person);
        if let Some(after) = claims::advance(desk, Some(person.id), case, Move::Withdraw, "", None).await? {
            granting::taken_back(desk, &after, held).await?;
        }
    }
    for case in desk.tx.wishes_held(person.id, ALL).await? {
        if let Some(after) = claims::advance(desk, Some(person.id), &case, Move::Release, "", None).await? {
            granting::put_back(desk, &after, None, "wish-told-released").await?;
        }
    }
    Ok(())
}

fn released(before: &Case, after: &Case, person: &Person) -> NewEntry<'static> {
    NewEntry {
        person: Some(person.id),
        what: Move::Release.as_str(),
        from: Some(before.status),
        to: Some(after.status),
        ..NewEntry::default()
    }
}
