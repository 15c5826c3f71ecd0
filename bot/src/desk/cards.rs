//! A case's card, put together from the database at the moment of sending, so that it never says what the
//! database does not.

use super::{Desk, Office};
use crate::outgoing::Rendered;
use crate::views::card::{CardView, card};
use storage::{Case, Chat, Status, Tx};

/// Renders the card of a case for a chat; `None` if either is gone.
pub async fn render(
    tx: &mut Tx,
    office: &Office,
    case: i64,
    chat: i64,
    now: i64,
) -> storage::Result<Option<Rendered>> {
    let mut desk = Desk::new(tx, office, now, 0);
    let (Some(case), Some(chat)) = (desk.tx.case(case).await?, desk.tx.chat(chat).await?) else {
        return Ok(None);
    };
    if case.is_wish() {
        let view = super::granting::shown(&mut desk, &case, &chat).await?;
        let said = crate::views::wish::card(desk.locale(&chat, None), &view);
        // A reply to the words of who wished would say who it was.
        let silent = desk.is_quiet(&chat);
        return Ok(Some(Rendered { said, version: case.version, reply_to: None, silent }));
    }
    let view = view(&mut desk, &case, &chat).await?;
    let reporter = match case.reporter {
        Some(id) if chat.is_private() => desk.tx.person(id).await?,
        _ => None,
    };
    let said = card(desk.locale(&chat, reporter.as_ref()), &view);
    let reply_to = case.source.filter(|(source, _)| *source == chat.id).map(|(_, message)| message);
    let silent = desk.is_quiet(&chat) && case.urgency != "emergency";
    Ok(Some(Rendered { said, version: case.version, reply_to, silent }))
}

/// What a card shows of a case in a chat.
pub async fn view(desk: &mut Desk<'_>, case: &Case, chat: &Chat) -> storage::Result<CardView> {
    let settings = desk.org.settings(case.area).clone();
    let entries = desk.tx.entries(case.id).await?;
    // What somebody wrote after a verb may name a phone or a room.
    let words = |what: &[&str]| {
        let last = entries.iter().rev().find(|entry| what.contains(&entry.what.as_str()));
        last.and_then(|entry| entry.words.as_deref()).map(understand::masked)
    };
    Ok(CardView {
        id: case.id,
        version: case.version,
        number: case.number,
        status: case.status,
        category: case.category.clone(),
        urgency: case.urgency.clone(),
        private: case.private,
        task: case.kind == storage::CaseKind::Task,
        area: desk.org.area(case.area).map(|area| area.name.clone()).unwrap_or_default(),
        show_area: chat.bound() != Some(case.area),
        place: case.place.clone(),
        words: case.shown.clone(),
        holder: desk.holder_name(case).await?,
        claim_due: case.claim_due,
        done_due: case.done_due,
        zone: settings.time_zone,
        now: desk.now,
        duty_phone: settings.duty_phone,
        joined: desk.tx.followers(case.id).await?.len() as i64,
        photos: entries.iter().filter(|entry| entry.photo.is_some() && entry.what != "voice").count() as i64,
        reopened: case.reopened,
        progress: words(&["progress"]),
        result: words(&["done"]).filter(|_| case.status != Status::Open),
        wanting: words(&["reopen", "note"]).filter(|_| case.reopened > 0),
        outcome: case.outcome.clone(),
        rating: case.rating.clone(),
        same: super::same::shown(desk, case).await?,
        for_reporter: chat.is_private(),
    })
}
