//! A wish on the wall: claimed by one neighbour, kept for a while, handed over through its keeper, confirmed, thanked
//! for. Who wished and who grants hear of each other only through the bot and the keeper.

use super::claims::{self, advance, photo_of, words_of};
use super::news::{self, News, bare};
use super::{Call, Desk, Outcome, Reply, Trouble, approve, board, finish, hear, no, private, thank};
use crate::outgoing::{Post, Said};
use crate::views;
use crate::views::wish::{self as view, WishView};
use crate::words::{At, Phrase};
use storage::{Case, Chat, Move, Person, Status, Who};

/// The word before the wish's row in the link that tells how to hand it over: `?start=wish_…`.
pub const HOW: &str = "wish_";

/// What a verb does with a wish.
pub async fn run(desk: &mut Desk<'_>, verb: &str, call: Call) -> Outcome {
    match verb {
        "approve" => approve::approve(desk, call).await,
        "rewrite" => approve::rewrite(desk, call).await,
        "refuse" => approve::refuse(desk, call).await,
        "look" => approve::look(desk, call).await,
        "claim" => claim(desk, call).await,
        "claim-wish" => board::claim(desk, call).await,
        "release" => release(desk, call).await,
        "done" => done(desk, call).await,
        "confirm" => confirm(desk, call).await,
        "missing" => missing(desk, call).await,
        "thank" => thank::thank(desk, call).await,
        "withdraw" => withdraw(desk, call).await,
        "status" => status(desk, call).await,
        _ => Err(Trouble::No(Phrase::plain("wish-no-verb").with("number", call.case()?.number))),
    }
}

/// A phrase about a wish: its number.
pub fn numbered(key: &'static str, case: &Case) -> Phrase {
    Phrase::plain(key).with("number", case.number)
}

/// Until when a claimed wish is kept.
pub fn until(desk: &Desk<'_>, case: &Case) -> At {
    At { ms: case.done_due, now: desk.now, zone: desk.org.settings(case.area).time_zone }
}

/// What is shown of a wish.
pub async fn shown(desk: &mut Desk<'_>, case: &Case, chat: &Chat) -> storage::Result<WishView> {
    let elsewhere = chat.bound() != Some(case.area);
    let holder = match case.status {
        Status::Claimed | Status::Done | Status::Closed => desk.holder_name(case).await?,
        _ => String::new(),
    };
    Ok(WishView {
        case: case.clone(),
        area: desk
            .org
            .area(case.area)
            .filter(|_| elsewhere)
            .map(|area| area.name.clone())
            .unwrap_or_default(),
        holder,
        now: desk.now,
        zone: desk.org.settings(case.area).time_zone,
    })
}

/// Who approved a wish, and looks after it.
async fn keeper(desk: &mut Desk<'_>, case: &Case) -> storage::Result<Option<Person>> {
    let log = desk.tx.entries(case.id).await?;
    let approved = log.iter().rev().find(|entry| entry.what == Move::Approve.as_str());
    let Some(id) = approved.and_then(|entry| entry.person) else { return Ok(None) };
    let here = desk.works_at(id, case.area).await?;
    Ok(desk.tx.person(id).await?.filter(|_| here))
}

/// Tells a wish's keeper, unless that is who did it; the staff chat when nobody keeps it any more.
async fn tell_keeper(desk: &mut Desk<'_>, case: &Case, by: Option<i64>, news: &News) -> storage::Result<()> {
    match keeper(desk, case).await? {
        Some(keeper) if by == Some(keeper.id) => Ok(()),
        Some(keeper) => news::tell_worker(desk, case, keeper.id, news).await,
        None => news::tell_staff(desk, case, &[], news).await.map(drop),
    }
}

async fn tell_wisher(desk: &mut Desk<'_>, case: &Case, news: &News) -> storage::Result<()> {
    news::tell_people(desk, case, case.reporter.as_slice(), news).await
}

/// Tells whoever claimed a wish: in private, and what they must hear also with a mention below its card, which says
/// already that it is theirs.
pub async fn tell_holder(
    desk: &mut Desk<'_>,
    case: &Case,
    holder: Option<i64>,
    news: &News,
    must: bool,
) -> storage::Result<()> {
    // Without its source, since the message of who wished must not be pointed at.
    let shown = Case { private: !must, source: None, ..case.clone() };
    news::tell_people(desk, &shown, holder.as_slice(), news).await
}

/// Gives the keeper a wish's own words and who said them, in private, so that the two can be brought together.
pub async fn bring_together(desk: &mut Desk<'_>, case: &Case, keeper: &Person) -> storage::Result<()> {
    let Some(chat) = desk.private_chat(keeper).await? else {
        return private::open_me(desk, case, keeper).await;
    };
    let wisher = match case.reporter {
        Some(id) => desk.tx.person(id).await?.and_then(|person| person.about),
        None => None,
    };
    let said = view::kept(desk.locale(&chat, Some(keeper)), case, wisher.as_ref());
    desk.tell(&chat, said, None, Some(case.id)).await
}

/// `/claim N`, or the button under its card.
async fn claim(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let after = take(desk, &call).await?;
    Ok(Reply::Note(numbered("wish-taken", &after)))
}

/// Claims a wish for whoever speaks: they are told how to hand it over, the others that somebody will.
pub async fn take(desk: &mut Desk<'_>, call: &Call) -> Result<Case, Trouble> {
    let case = call.case()?;
    if !near(desk, call, case).await? {
        return no("wish-elsewhere");
    }
    let after = claims::step(desk, &call.person, case, Move::Claim, "", None).await?;
    desk.tx.claim_take(case.id, call.person.id, desk.now).await?;
    tell_how(desk, call, &after).await?;
    tell_wisher(desk, &after, &News::plain(numbered("wish-told-claimed", &after))).await?;
    let told = numbered("wish-keeper-claimed", &after)
        .with("holder", view::named(call.person.name()))
        .with("until", until(desk, &after));
    tell_keeper(desk, &after, Some(call.person.id), &News::plain(told)).await?;
    Ok(after)
}

/// A neighbour is who speaks in a chat of the wish's community, or belongs there; in private also who belongs nowhere
/// as far as is known.
async fn near(desk: &mut Desk<'_>, call: &Call, case: &Case) -> storage::Result<bool> {
    let here = call.chat.bound().and_then(|area| desk.org.community_of(area));
    if here == Some(case.community) {
        return Ok(true);
    }
    let own = hear::own_communities(desk, &call.person).await?;
    Ok(own.is_empty() || own.contains(&case.community))
}

/// Tells whoever claimed a wish how to hand it over, in private. Who cannot be written to gets a link in the group.
async fn tell_how(desk: &mut Desk<'_>, call: &Call, case: &Case) -> storage::Result<()> {
    if let Some(chat) = desk.private_chat(&call.person).await? {
        let said = how(desk, case, &chat, &call.person).await?;
        return desk.tell(&chat, said, None, Some(case.id)).await;
    }
    let link = format!("https://t.me/{}?start={HOW}{}", desk.office.me.username, case.id);
    let who = call.person.about.as_ref().map(views::mention).unwrap_or_default();
    let said = view::how_waits(desk.locale(&call.chat, None), case, &who, &link);
    let post = Post::Text { said, reply_to: None, silent: true };
    desk.post_about(call.chat.id, &post, case.id).await
}

async fn how(desk: &mut Desk<'_>, case: &Case, chat: &Chat, person: &Person) -> storage::Result<Said> {
    let keeper = keeper(desk, case).await?.and_then(|keeper| keeper.about);
    let view = shown(desk, case, chat).await?;
    Ok(view::how(desk.locale(chat, Some(person)), &view, keeper.as_ref()))
}

/// Whoever claimed a wish opens the bot by that link. `None`: they have no such wish.
pub async fn opened(desk: &mut Desk<'_>, call: &Call, id: &str) -> storage::Result<Option<Said>> {
    let Ok(id) = id.parse() else { return Ok(None) };
    let Some(case) = desk.tx.case(id).await?.filter(Case::is_wish) else { return Ok(None) };
    let held = desk.tx.claim_held(case.id).await?.and_then(|claim| claim.person);
    if held != Some(call.person.id) {
        return Ok(None);
    }
    how(desk, &case, &call.chat, &call.person).await.map(Some)
}

/// `/release N`: somebody else may have it.
async fn release(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    let held = desk.tx.claim_held(case.id).await?.and_then(|claim| claim.person);
    let after = claims::step(desk, &call.person, case, Move::Release, words_of(&call)?, None).await?;
    put_back(desk, &after, held.filter(|held| *held != call.person.id), "wish-told-released").await?;
    finish::answer(desk, &call, &after, numbered("wish-released", &after), bare).await
}

/// A wish is on the wall again: whoever had it is told in the words of `key`, and who wished waits for the next.
pub async fn put_back(
    desk: &mut Desk<'_>,
    case: &Case,
    held: Option<i64>,
    key: &'static str,
) -> storage::Result<()> {
    desk.tx.claim_end(case.id, "released", desk.now).await?;
    tell_holder(desk, case, held, &News::plain(numbered(key, case)), true).await?;
    tell_wisher(desk, case, &News::plain(numbered("wish-told-back", case))).await
}

/// `/done N`: it was handed over. Who wished and its keeper are asked whether it arrived.
async fn done(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    let (words, photo) = (words_of(&call)?, photo_of(&call));
    let after = claims::step(desk, &call.person, case, Move::Done, words, photo).await?;
    desk.tx.claim_end(case.id, "finished", desk.now).await?;
    let holder = view::named(&desk.holder_name(&after).await?);
    let ask = |key| News {
        phrase: numbered(key, &after).with("holder", holder.clone()),
        buttons: view::arrived,
        emergency: false,
    };
    tell_wisher(desk, &after, &ask("wish-ask-arrived")).await?;
    tell_keeper(desk, &after, Some(call.person.id), &ask("wish-keeper-arrived")).await?;
    finish::answer(desk, &call, &after, numbered("wish-done-noted", &after), bare).await
}

/// It arrived: whoever granted it hears so, and who wished may write a word of thanks.
async fn confirm(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let after = claims::step(desk, &call.person, call.case()?, Move::Confirm, "", None).await?;
    let holder = desk.tx.claim_last(after.id).await?.and_then(|claim| claim.person);
    tell_holder(desk, &after, holder, &News::plain(numbered("wish-told-granted", &after)), false).await?;
    let ask = News { phrase: numbered("wish-ask-thanks", &after), buttons: thank::leave, emergency: false };
    if after.reporter == Some(call.person.id) && call.chat.is_private() {
        return finish::answer(desk, &call, &after, ask.phrase, thank::leave).await;
    }
    tell_wisher(desk, &after, &ask).await?;
    finish::answer(desk, &call, &after, numbered("wish-granted-noted", &after), bare).await
}

/// It did not arrive: whoever said so has it again.
async fn missing(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let after = claims::step(desk, &call.person, call.case()?, Move::Missing, "", None).await?;
    let holder = desk.tx.claim_last(after.id).await?.and_then(|claim| claim.person);
    let holder = match holder {
        Some(id) => desk.tx.person(id).await?.filter(|person| person.about.is_some()),
        None => None,
    };
    match holder {
        Some(holder) => {
            desk.tx.claim_take(after.id, holder.id, desk.now).await?;
            let told = News {
                phrase: numbered("wish-told-missing", &after).with("until", until(desk, &after)),
                buttons: view::holders,
                emergency: false,
            };
            tell_holder(desk, &after, Some(holder.id), &told, true).await?;
        }
        // Whoever had it was forgotten: the next neighbour may have it.
        None => drop(advance(desk, None, &after, Move::Expire, "", None).await?),
    }
    finish::answer(desk, &call, &after, numbered("wish-missing-noted", &after), bare).await
}

/// `/withdraw N`: who wished takes it back, or a secretary takes it down.
async fn withdraw(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    let held = desk.tx.claim_held(case.id).await?.and_then(|claim| claim.person);
    let after = claims::step(desk, &call.person, case, Move::Withdraw, words_of(&call)?, None).await?;
    taken_back(desk, &after, held).await?;
    if after.reporter != Some(call.person.id) {
        tell_wisher(desk, &after, &News::plain(numbered("wish-told-down", &after))).await?;
    }
    finish::answer(desk, &call, &after, numbered("wish-withdrawn-noted", &after), bare).await
}

/// A wish is no more: whoever had claimed it need not go on.
pub async fn taken_back(desk: &mut Desk<'_>, case: &Case, held: Option<i64>) -> storage::Result<()> {
    desk.tx.claim_end(case.id, "released", desk.now).await?;
    tell_holder(desk, case, held, &News::plain(numbered("wish-told-withdrawn", case)), true).await
}

/// `/status N`: the wish and where it stands; before it is posted in private only.
async fn status(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    if !case.is_public() && !call.chat.is_private() {
        return no("wish-status-private");
    }
    let view = shown(desk, case, &call.chat).await?;
    let said = view::card(desk.locale(&call.chat, Some(&call.person)), &view);
    Ok(Reply::Said(Said { keyboard: Vec::new(), ..said }))
}

/// Why a step with a wish cannot be made: whose it is, or where the wish stands.
pub fn refusal(case: &Case, step: Move, who: &[Who]) -> &'static str {
    let (own, keeps) = (who.contains(&Who::Reporter), who.contains(&Who::Keeper));
    match step {
        Move::Claim if own => return "wish-claim-own",
        Move::Claim if who.contains(&Who::Holder) && case.status == Status::Claimed => return "wish-yours",
        Move::Approve | Move::Refuse if own && case.status == Status::Proposed => return "wish-approve-own",
        Move::Approve | Move::Refuse if !keeps => return "wish-no-keeper",
        Move::Confirm | Move::Missing if !own && !keeps => return "wish-no-confirm",
        Move::Withdraw if !own => return "wish-no-wisher",
        Move::Done | Move::Release if case.status == Status::Claimed => return "wish-no-holder",
        _ => {}
    }
    match case.status {
        Status::Proposed => "wish-is-proposed",
        Status::Open if matches!(step, Move::Approve | Move::Refuse) => "wish-is-posted",
        Status::Open => "wish-is-open",
        Status::Claimed if matches!(step, Move::Confirm | Move::Missing) => "wish-is-claimed",
        Status::Claimed => "wish-is-taken",
        Status::Done => "wish-is-done",
        Status::Closed => "wish-is-granted",
        Status::Withdrawn | Status::Merged => "wish-is-withdrawn",
        Status::Refused => "wish-is-refused",
    }
}
