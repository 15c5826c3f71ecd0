//! The end of a case: done, the reporter's word on it, the rating, and silence.

use super::claims::{about, advance, photo_of, step, words_of};
use super::news::{self, News};
use super::{Call, Desk, Outcome, Reply, Trouble, no, undo};
use crate::outgoing::{Button, Post};
use crate::verbs::data;
use crate::views;
use crate::words::{Locale, Phrase, say};
use storage::{Case, Lane, Move, NewEntry, Person, Status, Who};

/// How long after its end the reporter may reopen a case, ms: 15 days. Later troubles are new ones.
pub const REOPEN_WITHIN: i64 = 15 * 86_400_000;

/// `/done N words or photo`: says that it is done. The reporter is asked.
pub async fn done(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let after = finish(desk, &call).await?;
    let noted = Phrase::plain("done-noted").with("number", after.number);
    undo::offer(desk, &call, &after, noted).await
}

/// The work of [`done`]: the case after it.
pub async fn finish(desk: &mut Desk<'_>, call: &Call) -> Result<Case, Trouble> {
    let case = call.case()?;
    let (words, photo) = (words_of(call)?, photo_of(call));
    let after = step(desk, &call.person, case, Move::Done, words, photo).await?;
    desk.tx.claim_end(case.id, "finished", desk.now).await?;
    if let Some(file) = photo {
        show_photo(desk, &after, file).await?;
    }
    let holder = desk.holder(&after).await?;
    let phrase = match words {
        "" => about("done-ask", &after),
        words => about("done-ask-words", &after).with("words", understand::masked(words)),
    };
    let news = News { phrase: phrase.with("holder", holder), buttons: ask_buttons, emergency: false };
    let reporter = case.reporter.filter(|reporter| *reporter != call.person.id);
    news::tell_people(desk, &after, reporter.as_slice(), &news).await?;
    Ok(after)
}

fn ask_buttons(locale: Locale, case: &Case) -> Vec<Vec<Button>> {
    let button = |key, code| views::tap(&say(locale, key, &[]), &data(code, case.id, case.version));
    vec![vec![button("button-confirm", "cfm"), button("button-reopen", "rop")]]
}

fn rate_buttons(locale: Locale, case: &Case) -> Vec<Vec<Button>> {
    let button = |key, code| views::tap(&say(locale, key, &[]), &data(code, case.id, case.version));
    vec![vec![button("button-good", "rgd"), button("button-fair", "rfr"), button("button-poor", "rpr")]]
}

/// A photo of the result follows as a reply to the card: in the group for a public case, to the reporter alone for
/// a private one.
async fn show_photo(desk: &mut Desk<'_>, case: &Case, file: &str) -> storage::Result<()> {
    for card in desk.tx.cards(case.id).await? {
        let Some(chat) = desk.tx.chat(card.chat).await? else { continue };
        if case.private && !chat.is_private() {
            continue;
        }
        let caption = views::html(&about("done-photo", case), desk.locale(&chat, None));
        let reply_to = card.message.or(case.source.filter(|(at, _)| *at == chat.id).map(|(_, id)| id));
        let post = Post::Photo { file: file.to_owned(), caption, reply_to, silent: true };
        desk.post_at(chat.id, &post, Some(case.id), Lane::Normal, 0).await?;
    }
    Ok(())
}

/// The reporter says that it is good. Whoever joined hears of the result; the reporter is asked for a rating.
pub async fn confirm(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let after = step(desk, &call.person, call.case()?, Move::Confirm, "", None).await?;
    tell_result(desk, &after, "result-confirmed").await?;
    let ask = Phrase::plain("confirm-rate").with("number", after.number);
    answer(desk, &call, &after, ask, rate_buttons).await
}

/// Nobody answered for 72 hours: the clock closes the case as unconfirmed, which is shown apart. Whether it did.
pub async fn lapse(desk: &mut Desk<'_>, case: &Case) -> storage::Result<bool> {
    let Some(after) = advance(desk, None, case, Move::Lapse, "", None).await? else { return Ok(false) };
    tell_result(desk, &after, "result-unconfirmed").await?;
    Ok(true)
}

/// Whoever joined hears of the result, once. The reporter heard when it was said to be done.
async fn tell_result(desk: &mut Desk<'_>, case: &Case, key: &'static str) -> storage::Result<()> {
    let mut people = desk.tx.followers_to_tell(case.id, desk.now).await?;
    people.retain(|person| case.reporter != Some(*person));
    let phrase = about(key, case).with("holder", desk.holder(case).await?);
    news::tell_people(desk, case, &people, &News::plain(phrase)).await
}

/// The reporter says that it is not good: it is open again, counted, and whoever had it hears.
pub async fn reopen(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    let words = words_of(&call)?;
    let who = desk.who(call.person.id, case).await?;
    if case.status == Status::Open && case.reopened > 0 && who.contains(&Who::Reporter) && !words.is_empty() {
        return more(desk, &call.person, case, words).await;
    }
    let late = case.ended_at.is_some_and(|ended| desk.now - ended > REOPEN_WITHIN);
    if case.status == Status::Closed && late && !who.contains(&Who::Secretary) {
        desk.must(&call.person, case, Move::Reopen).await?;
        return Err(Trouble::No(Phrase::plain("reopen-late").with("number", case.number)));
    }
    let before = desk.tx.claim_last(case.id).await?.and_then(|claim| claim.person);
    let after = step(desk, &call.person, case, Move::Reopen, words, photo_of(&call)).await?;
    if let Some(before) = before.filter(|before| *before != call.person.id) {
        let phrase = match words {
            "" => about("reopen-told", &after),
            words => about("reopen-told-words", &after).with("words", understand::masked(words)),
        };
        let news = News { phrase, buttons: views::case_buttons, emergency: case.urgency == "emergency" };
        news::tell_worker(desk, &after, before, &news).await?;
    }
    let noted = Phrase::plain("reopen-noted").with("number", after.number);
    answer(desk, &call, &after, noted, news::bare).await
}

/// Words of the reporter on a case that is open again already.
async fn more(desk: &mut Desk<'_>, person: &Person, case: &Case, words: &str) -> Outcome {
    let entry = NewEntry { person: Some(person.id), what: "note", words: Some(words), ..NewEntry::default() };
    desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    desk.tx.case_touch(case.id).await?;
    desk.refresh_cards(case).await?;
    Ok(Reply::Note(Phrase::plain("reopen-more").with("number", case.number)))
}

/// 满意.
pub async fn good(desk: &mut Desk<'_>, call: Call) -> Outcome {
    rate(desk, call, "good").await
}

/// 基本满意.
pub async fn fair(desk: &mut Desk<'_>, call: Call) -> Outcome {
    rate(desk, call, "fair").await
}

/// 不满意.
pub async fn poor(desk: &mut Desk<'_>, call: Call) -> Outcome {
    rate(desk, call, "poor").await
}

/// The reporter's one word on how it went: once, after the end.
async fn rate(desk: &mut Desk<'_>, call: Call, rating: &'static str) -> Outcome {
    let case = call.case()?;
    if !desk.who(call.person.id, case).await?.contains(&Who::Reporter) {
        return no("no-right-reporter");
    }
    let refused = match case.status {
        Status::Closed if case.rating.is_some() => Some("rate-once"),
        Status::Closed => None,
        Status::Done => Some("rate-first"),
        Status::Open | Status::Claimed => Some("rate-early"),
        Status::Merged => Some("no-merged"),
        Status::Withdrawn | Status::Proposed | Status::Refused => Some("no-withdrawn"),
    };
    if let Some(key) = refused {
        return Err(Trouble::No(Phrase::plain(key).with("number", case.number)));
    }
    desk.tx.case_rate(case.id, rating).await?;
    let entry =
        NewEntry { person: Some(call.person.id), what: "rate", words: Some(rating), ..NewEntry::default() };
    desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    desk.refresh_cards(case).await?;
    let key = if rating == "poor" { "rate-thanks-poor" } else { "rate-thanks" };
    answer(desk, &call, case, Phrase::plain(key).with("number", case.number), news::bare).await
}

/// Answers the reporter. In private the message whose button was tapped becomes the answer; where a card shows it,
/// a passing line is enough.
pub async fn answer(
    desk: &mut Desk<'_>,
    call: &Call,
    case: &Case,
    noted: Phrase,
    buttons: fn(Locale, &Case) -> Vec<Vec<Button>>,
) -> Outcome {
    let locale = desk.locale(&call.chat, Some(&call.person));
    let said = || {
        let mut said = views::line(&noted, locale);
        said.keyboard = buttons(locale, case);
        said
    };
    let card = desk.tx.card(case.id, call.chat.id).await?;
    if let Some(message) = call.tapped()
        && card.as_ref().and_then(|card| card.message) != Some(message)
        && desk.tx.outbox_case(call.chat.id, message).await? == Some(case.id)
    {
        desk.post_about(call.chat.id, &Post::Edit { message, said: said() }, case.id).await?;
        return Ok(Reply::Nothing);
    }
    if call.chat.is_private() && card.is_none() {
        desk.tell(&call.chat, said(), call.message_id(), Some(case.id)).await?;
        return Ok(Reply::Nothing);
    }
    Ok(Reply::Note(noted))
}
