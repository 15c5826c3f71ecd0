//! How a ballot came out: told to its group, or to whoever called it; and what passed, offered to be carried out.

use super::ballots::{self, decision, open_chat};
use super::{Desk, news};
use crate::outgoing::Post;
use crate::views::{chart, poll as view};
use crate::words::Locale;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use storage::{Ballot, BallotResult, Chat, Decision, Lane};

/// Posts the result: words and a picture in the group; the next step to whoever called it, if something passed. If the
/// group cannot be written to any more, whoever called it reads the result.
pub async fn tell(desk: &mut Desk<'_>, ballot: &Ballot) -> storage::Result<()> {
    let result = ballot.result.clone().unwrap_or_default();
    let Some(decision) = decision(ballot) else { return Ok(()) };
    match open_chat(desk, ballot).await? {
        Some(chat) => to_group(desk, ballot, &chat, &result, &decision).await?,
        None => not_told(desk, ballot.id).await?,
    }
    if decision.passed.is_empty() { Ok(()) } else { offer_task(desk, ballot, &decision).await }
}

async fn to_group(
    desk: &mut Desk<'_>,
    ballot: &Ballot,
    chat: &Chat,
    result: &BallotResult,
    decision: &Decision,
) -> storage::Result<()> {
    let (locale, shown) = (desk.locale(chat, None), ballots::view(desk, ballot));
    let due = desk.quiet_until(ballot.area);
    if let Some(message) = ballot.message.filter(|_| ballot.secret) {
        let said = view::secret_closed(locale, &shown);
        desk.post(chat.id, &Post::Edit { message, said }).await?;
    }
    let said = view::result(locale, &shown, result, decision);
    let post = Post::BallotResult { ballot: ballot.id, said, reply_to: ballot.message };
    desk.post_at(chat.id, &post, None, Lane::Normal, due).await?;
    let picture = chart::bars(&result.counts, &decision.passed).filter(|_| result.voters > 0);
    let Some(picture) = picture else { return Ok(()) };
    let post = Post::Upload {
        picture: true,
        name: "result.png".to_owned(),
        data: BASE64_STANDARD.encode(picture),
        caption: view::chart_caption(locale, &shown),
        reply_to: ballot.message,
        silent: true,
    };
    desk.post_at(chat.id, &post, None, Lane::Normal, due).await
}

/// The group could not be told: whoever called the ballot is.
pub async fn not_told(desk: &mut Desk<'_>, ballot: i64) -> storage::Result<()> {
    let Some(ballot) = desk.tx.ballot(ballot).await? else { return Ok(()) };
    let (Some(result), Some(decision)) = (&ballot.result, decision(&ballot)) else { return Ok(()) };
    let shown = ballots::view(desk, &ballot);
    for (chat, locale) in callers(desk, &ballot).await? {
        let said = view::result_in_private(locale, &shown, result, &decision);
        desk.tell(&chat, said, None, None).await?;
    }
    Ok(())
}

/// A resolution that passed is offered to whoever called it, to be made a case by one tap.
async fn offer_task(desk: &mut Desk<'_>, ballot: &Ballot, decision: &Decision) -> storage::Result<()> {
    let shown = ballots::view(desk, ballot);
    for (chat, locale) in callers(desk, ballot).await? {
        let said = view::offer_task(locale, &shown, decision);
        desk.tell(&chat, said, None, None).await?;
    }
    Ok(())
}

/// Where whoever called a ballot reads of it, and in which language: in private; in the staff chat if they cannot be
/// written to.
async fn callers(desk: &mut Desk<'_>, ballot: &Ballot) -> storage::Result<Vec<(Chat, Locale)>> {
    let person = desk.tx.person(ballot.made_by).await?;
    if let Some(person) = &person
        && let Some(private) = desk.private_chat(person).await?
    {
        let locale = desk.locale(&private, Some(person));
        return Ok(vec![(private, locale)]);
    }
    let staff = news::staff_chats(desk, ballot.area).await?;
    let with_locale = |chat: Chat| {
        let locale = desk.locale(&chat, None);
        (chat, locale)
    };
    Ok(staff.into_iter().map(with_locale).collect())
}
