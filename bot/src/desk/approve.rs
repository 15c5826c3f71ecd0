//! `/approve N` and `/refuse N`: a wish is looked at by a worker or secretary who did not make it, put into words by
//! which nobody is recognised, and posted; or turned down with a reason.

use super::claims::{self, words_of};
use super::news::{self, News};
use super::{Call, Desk, Outcome, Reply, Trouble, finish, granting, hear, no, thank, wishes};
use crate::incoming::{Message, Speaker};
use crate::outgoing::Post;
use crate::routines::daily::grids;
use crate::views::wish::{self as view, Asks};
use crate::words::Phrase;
use storage::{Case, Chat, Lane, Move, NewEntry, Person, Purpose, Role, Status, Who};

/// Asks those who may approve a wish to look at it: in the staff chat, else the workers on duty, else the secretary.
/// Nobody is asked about their own.
pub async fn tell_keepers(desk: &mut Desk<'_>, case: &Case) -> storage::Result<()> {
    let mut chats = news::staff_chats(desk, case.area).await?;
    for role in [Role::Worker, Role::Secretary] {
        if !chats.is_empty() {
            break;
        }
        for id in news::on_duty(desk, case.area, &[role]).await? {
            let person = desk.tx.person(id).await?.filter(|_| case.reporter != Some(id));
            if let Some(person) = person {
                chats.extend(desk.private_chat(&person).await?);
            }
        }
    }
    for chat in &chats {
        ask(desk, chat, case, false).await?;
    }
    Ok(())
}

/// Shows a wish as it would be posted, with what can be done about it.
async fn ask(desk: &mut Desk<'_>, chat: &Chat, case: &Case, reworded: bool) -> storage::Result<()> {
    let said = view::news(desk.locale(chat, None), case, &desk.org.path_name(case.area), reworded);
    let post = Post::Text { said, reply_to: None, silent: false };
    // Who is at it just now goes on, whatever the hour.
    let due = if reworded { 0 } else { desk.quiet_until(case.area) };
    desk.post_at(chat.id, &post, Some(case.id), Lane::Normal, due).await
}

/// Shows it once more to a keeper who asks for it.
pub async fn look(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    desk.must(&call.person, case, Move::Approve).await?;
    ask(desk, &call.chat, case, false).await?;
    Ok(Reply::Nothing)
}

/// `/approve N [words]`, or the button: the wish is posted, in other words if there are any.
pub async fn approve(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    desk.must(&call.person, case, Move::Approve).await?;
    if call.tap.is_some() && call.version != case.version {
        return no("wish-changed");
    }
    let case = match words_of(&call)? {
        "" => case.clone(),
        words => reword(desk, &call.person, case, words).await?,
    };
    let after = claims::step(desk, &call.person, &case, Move::Approve, "", None).await?;
    for chat in walls(desk, after.area).await? {
        let due = desk.quiet_until(after.area);
        desk.tx.outbox_card(after.bot, after.id, chat.id, Lane::Normal, due, desk.wire).await?;
        super::budget::note(desk, &chat).await?;
    }
    let posted = Phrase::plain("wish-told-posted")
        .with("number", after.number)
        .with("words", after.shown.clone().unwrap_or_default());
    news::tell_people(desk, &after, after.reporter.as_slice(), &News::plain(posted)).await?;
    granting::bring_together(desk, &after, &call.person).await?;
    let noted = Phrase::plain("wish-posted").with("number", after.number);
    finish::answer(desk, &call, &after, noted, news::bare).await
}

/// The residents' groups in which the wishes of an area are posted: its own, of a whole community all there are.
pub async fn walls(desk: &mut Desk<'_>, area: i64) -> storage::Result<Vec<Chat>> {
    let org = desk.org.clone();
    let mut areas: Vec<i64> = grids(&org, area).iter().map(|grid| grid.id).collect();
    areas.extend(org.ancestors(area));
    areas.sort_unstable();
    areas.dedup();
    let mut chats = Vec::new();
    for area in areas {
        let mut here = desk.tx.chats_of(area, Purpose::Residents).await?;
        here.retain(|chat| chat.bot == desk.office.me.id);
        chats.append(&mut here);
    }
    Ok(chats)
}

/// Puts a wish into other words: they are what everybody will read, and the wish's own stay sealed.
async fn reword(desk: &mut Desk<'_>, person: &Person, case: &Case, words: &str) -> Result<Case, Trouble> {
    if words.chars().count() > wishes::MOST {
        return Err(Trouble::No(Phrase::plain("wish-long").with("most", wishes::MOST as i64)));
    }
    let shown = Some(understand::masked(words));
    let after = Case { shown, version: case.version + 1, ..case.clone() };
    desk.tx.case_rewrite(&after).await?;
    let entry = NewEntry { person: Some(person.id), what: "rewrite", ..NewEntry::default() };
    desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    Ok(after)
}

/// The button that asks for other words.
pub async fn rewrite(desk: &mut Desk<'_>, call: Call) -> Outcome {
    desk.must(&call.person, call.case()?, Move::Approve).await?;
    prompt(desk, &call, Asks::Words).await
}

/// `/refuse N reason`, or the button that asks for the reason: who wished hears it in private.
pub async fn refuse(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    desk.must(&call.person, case, Move::Refuse).await?;
    match words_of(&call)? {
        "" if call.tap.is_some() => prompt(desk, &call, Asks::Reason).await,
        "" => Err(Trouble::No(Phrase::plain("wish-refuse-why").with("number", case.number))),
        reason => turn_down(desk, &call.person, case, reason).await,
    }
}

async fn prompt(desk: &mut Desk<'_>, call: &Call, asks: Asks) -> Outcome {
    let case = call.case()?;
    let said = view::prompt(desk.locale(&call.chat, Some(&call.person)), asks, case);
    desk.tell(&call.chat, said, None, Some(case.id)).await?;
    Ok(Reply::Nothing)
}

async fn turn_down(desk: &mut Desk<'_>, person: &Person, case: &Case, reason: &str) -> Outcome {
    let after = claims::step(desk, person, case, Move::Refuse, reason, None).await?;
    let reason = reason.trim_end_matches(['。', '.', '！', '!']);
    let told = Phrase::plain("wish-told-refused").with("number", case.number).with("reason", reason);
    news::tell_people(desk, &after, after.reporter.as_slice(), &News::plain(told)).await?;
    Ok(Reply::Note(Phrase::plain("wish-refused-noted").with("number", case.number)))
}

/// A reply to what was asked about a wish, or by its keeper to the wish itself before it is posted. `None`: it was
/// nothing of the kind.
pub async fn replied(
    desk: &mut Desk<'_>,
    chat: &Chat,
    speaker: &Speaker,
    message: &Message,
) -> Result<Option<Reply>, Trouble> {
    let Some(to) = message.reply_to.as_deref().filter(|_| !message.text.is_empty()) else { return Ok(None) };
    if !hear::replies_to(message, desk.office.me.id) {
        return Ok(None);
    }
    let Some(case) = hear::case_of_message(desk, chat, to.id).await?.filter(Case::is_wish) else {
        return Ok(None);
    };
    let Some(person) = desk.tx.person_known(speaker.tg).await? else { return Ok(None) };
    match view::asked(&to.text, case.number) {
        Some(Asks::Thanks) => thank::thanked(desk, &person, &case, &message.text).await.map(Some),
        Some(Asks::Reason) => {
            desk.must(&person, &case, Move::Refuse).await?;
            turn_down(desk, &person, &case, &message.text).await.map(Some)
        }
        Some(Asks::Words) => {
            desk.must(&person, &case, Move::Approve).await?;
            reworded(desk, chat, &person, &case, &message.text).await.map(Some)
        }
        None => {
            let keeper = desk.who(person.id, &case).await?.contains(&Who::Keeper);
            if case.status != Status::Proposed || !keeper {
                return Ok(None);
            }
            reworded(desk, chat, &person, &case, &message.text).await.map(Some)
        }
    }
}

async fn reworded(desk: &mut Desk<'_>, chat: &Chat, person: &Person, case: &Case, words: &str) -> Outcome {
    let after = reword(desk, person, case, words).await?;
    ask(desk, chat, &after, true).await?;
    Ok(Reply::Nothing)
}
