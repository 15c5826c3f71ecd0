//! A tap that was a slip: for five minutes a one-tap claim or done can be taken back.

use super::{Call, Desk, Outcome, Reply, claims, lists, no};
use crate::outgoing::{Button, Post};
use crate::verbs::data;
use crate::views;
use crate::words::{Locale, Phrase, say};
use storage::{Case, Move, Status};

/// How long a tap can be taken back, ms.
pub const WHILE: i64 = 5 * 60_000;

/// The button that takes the last step back.
pub fn button(locale: Locale, case: &Case) -> Button {
    views::tap(&say(locale, "button-undo", &[]), &data("und", case.id, case.version))
}

/// Says what a tap did, with a button that takes it back where there is no card to show it: in private, on
/// anything but the case's own card.
pub async fn offer(desk: &mut Desk<'_>, call: &Call, case: &Case, noted: Phrase) -> Outcome {
    let Some(tapped) = call.tap.as_ref().and_then(|tap| tap.message.as_ref()) else {
        return Ok(Reply::Note(noted));
    };
    let card = desk.tx.card(case.id, call.chat.id).await?.and_then(|card| card.message);
    if !call.chat.is_private() || card == Some(tapped.id) {
        return Ok(Reply::Note(noted));
    }
    let locale = desk.locale(&call.chat, Some(&call.person));
    let mut said = views::line(&noted, locale);
    said.keyboard.push(vec![button(locale, case)]);
    desk.tell(&call.chat, said, None, Some(case.id)).await?;
    Ok(Reply::Nothing)
}

/// Takes back what the same person tapped less than five minutes ago, if nothing happened to the case since.
pub async fn undo(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    if case.version != call.version {
        return no("undo-moved");
    }
    let (step, at) = match case.status {
        Status::Claimed => (Move::Release, case.claimed_at),
        Status::Done => (Move::Resume, case.done_at),
        _ => return no("undo-moved"),
    };
    if at.is_none_or(|at| desk.now - at > WHILE) {
        return no("undo-late");
    }
    // The last line of the log says whose step it was: nobody takes back another's.
    let last = desk.tx.entries(case.id).await?.pop();
    let own = ["claim", "done"];
    if last.is_none_or(|last| last.person != Some(call.person.id) || !own.contains(&last.what.as_str())) {
        return no("undo-moved");
    }
    let holder = desk.tx.claim_last(case.id).await?.and_then(|claim| claim.person);
    claims::step(desk, &call.person, case, step, "", None).await?;
    let key = if step == Move::Resume {
        if let Some(holder) = holder {
            desk.tx.claim_take(case.id, holder, desk.now).await?;
        }
        "undo-resumed"
    } else {
        desk.tx.claim_end(case.id, "released", desk.now).await?;
        "undo-released"
    };
    let noted = Phrase::plain(key).with("number", case.number);
    if let Some(message) = call.tapped() {
        if desk.tx.outbox_case(call.chat.id, message).await? == Some(case.id) {
            let said = views::line(&noted, desk.locale(&call.chat, Some(&call.person)));
            desk.post_about(call.chat.id, &Post::Edit { message, said }, case.id).await?;
        } else {
            lists::again(desk, &call, step == Move::Resume, 0, None).await?;
        }
    }
    Ok(Reply::Note(noted))
}
