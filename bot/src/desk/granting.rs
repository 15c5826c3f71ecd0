//! A wish on the wall: claimed by one neighbour, kept for a while, handed over through its keeper, confirmed, thanked
//! for. Who wished and who grants hear of each other only through the bot and the keeper.

use super::claims::{self, advance, photo_of, words_of};
use super::news::{self, News, bare};
use super::{Call, Desk, Outcome, Reply, Trouble, board, finish, hear, no, private, wishes};
use crate::outgoing::{Post, Said};
use crate::views;
use crate::views::wish::{self as view, Asks, WishView};
use crate::words::{At, Phrase};
use storage::{Case, Chat, Move, NewEntry, Person, RESERVATION_REMINDER, Role, Status, Who};

/// The word before the wish's row in the link that tells how to hand it over: `?start=wish_…`.
pub const HOW: &str = "wish_";
/// The longest thanks, characters.
const MOST_THANKS: usize = 300;

/// What a verb does with a wish.
pub async fn run(desk: &mut Desk<'_>, verb: &str, call: Call) -> Outcome {
    match verb {
        "approve" => wishes::approve(desk, call).await,
        "rewrite" => wishes::rewrite(desk, call).await,
        "refuse" => wishes::refuse(desk, call).await,
        "look" => wishes::look(desk, call).await,
        "claim" => claim(desk, call).await,
        "claim-wish" => board::claim(desk, call).await,
        "release" => release(desk, call).await,
        "done" => done(desk, call).await,
        "confirm" => confirm(desk, call).await,
        "missing" => missing(desk, call).await,
        "thank" => thank(desk, call).await,
        "withdraw" => withdraw(desk, call).await,
        "status" => status(desk, call).await,
        _ => Err(Trouble::No(Phrase::plain("wish-no-verb").with("number", call.case()?.number))),
    }
}

fn numbered(key: &'static str, case: &Case) -> Phrase {
    Phrase::plain(key).with("number", case.number)
}

fn until(desk: &Desk<'_>, case: &Case) -> At {
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

async fn tell_holder(
    desk: &mut Desk<'_>,
    case: &Case,
    holder: Option<i64>,
    news: &News,
) -> storage::Result<()> {
    news::tell_people(desk, case, holder.as_slice(), news).await
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
    tell_holder(desk, case, held, &News::plain(numbered(key, case))).await?;
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
    tell_holder(desk, &after, holder, &News::plain(numbered("wish-told-granted", &after))).await?;
    let ask = News { phrase: numbered("wish-ask-thanks", &after), buttons: no_thanks, emergency: false };
    if after.reporter == Some(call.person.id) && call.chat.is_private() {
        return finish::answer(desk, &call, &after, ask.phrase, no_thanks).await;
    }
    tell_wisher(desk, &after, &ask).await?;
    finish::answer(desk, &call, &after, numbered("wish-granted-noted", &after), bare).await
}

fn no_thanks(locale: crate::words::Locale, case: &Case) -> Vec<Vec<crate::outgoing::Button>> {
    view::prompt(locale, Asks::Thanks, case).keyboard
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
            tell_holder(desk, &after, Some(holder.id), &told).await?;
        }
        // Whoever had it was forgotten: the next neighbour may have it.
        None => drop(advance(desk, None, &after, Move::Expire, "", None).await?),
    }
    finish::answer(desk, &call, &after, numbered("wish-missing-noted", &after), bare).await
}

/// `/thank N words`; the button leaves it at that.
async fn thank(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    if call.tap.is_none() {
        return thanked(desk, &call.person, case, words_of(&call)?).await;
    }
    if case.reporter != Some(call.person.id) {
        return no("wish-thank-whose");
    }
    finish::answer(desk, &call, case, Phrase::plain("wish-no-thanks"), bare).await
}

/// The wisher's thanks, once: to whoever granted it, and without a name below the card.
pub async fn thanked(desk: &mut Desk<'_>, person: &Person, case: &Case, words: &str) -> Outcome {
    if case.reporter != Some(person.id) {
        return no("wish-thank-whose");
    }
    let log = desk.tx.entries(case.id).await?;
    let key = match case.status {
        Status::Closed if log.iter().any(|entry| entry.what == "thank") => Some("wish-thank-once"),
        Status::Closed if words.is_empty() => Some("wish-thank-empty"),
        Status::Closed => None,
        _ => Some("wish-thank-early"),
    };
    if let Some(key) = key {
        return Err(Trouble::No(numbered(key, case)));
    }
    if words.chars().count() > MOST_THANKS {
        return Err(Trouble::No(Phrase::plain("words-long").with("most", MOST_THANKS as i64)));
    }
    let entry =
        NewEntry { person: Some(person.id), what: "thank", words: Some(words), ..NewEntry::default() };
    desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    let words = hear::masked(words, desk.now);
    let holder = desk.tx.claim_last(case.id).await?.and_then(|claim| claim.person);
    let told = numbered("wish-told-thanks", case).with("words", words.as_str());
    tell_holder(desk, case, holder, &News::plain(told)).await?;
    for card in desk.tx.cards(case.id).await? {
        let Some(chat) = desk.tx.chat(card.chat).await? else { continue };
        let line = numbered("wish-thanks", case).with("words", words.as_str());
        let said = views::line(&line, desk.locale(&chat, None));
        let post = Post::Text { said, reply_to: card.message, silent: true };
        desk.post_about(chat.id, &post, case.id).await?;
    }
    Ok(Reply::Note(Phrase::plain("wish-thanked")))
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
    tell_holder(desk, case, held, &News::plain(numbered("wish-told-withdrawn", case))).await
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

/// The clock looks at a wish: it waits too long for its keepers, or for whoever claimed it, or for a word.
pub async fn due(desk: &mut Desk<'_>, case: &Case) -> storage::Result<()> {
    let holder = desk.tx.claim_last(case.id).await?.and_then(|claim| claim.person);
    match case.status {
        Status::Proposed if case.reminded == 0 => {
            wishes::tell_keepers(desk, case).await?;
            desk.tx.case_reminded(case.id, 1, Some(desk.now + case.claim_band)).await
        }
        Status::Proposed => {
            let people = news::on_duty(desk, case.area, &[Role::Secretary]).await?;
            let late = numbered("wish-waits", case).with("area", desk.org.path_name(case.area));
            let people: Vec<i64> = people.into_iter().filter(|id| case.reporter != Some(*id)).collect();
            news::tell_people(desk, case, &people, &News::plain(late)).await?;
            desk.tx.case_reminded(case.id, 2, None).await
        }
        Status::Claimed if case.reminded == 0 => {
            let phrase = numbered("wish-remind", case).with("until", until(desk, case));
            let told = News { phrase, buttons: view::holders, emergency: false };
            tell_holder(desk, case, holder, &told).await?;
            let entry = NewEntry { what: "remind", ..NewEntry::default() };
            desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
            // After a standstill the reminder comes late, and still leaves some time.
            let next = case.done_due.max(desk.now + RESERVATION_REMINDER / 2);
            desk.tx.case_reminded(case.id, 1, Some(next)).await
        }
        Status::Claimed => {
            let Some(after) = advance(desk, None, case, Move::Expire, "", None).await? else { return Ok(()) };
            put_back(desk, &after, holder, "wish-told-expired").await
        }
        Status::Done => {
            let Some(after) = advance(desk, None, case, Move::Lapse, "", None).await? else { return Ok(()) };
            tell_holder(desk, &after, holder, &News::plain(numbered("wish-told-lapsed", &after))).await
        }
        _ => desk.tx.case_reminded(case.id, case.reminded, None).await,
    }
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
        Status::Withdrawn => "wish-is-withdrawn",
        Status::Refused => "wish-is-refused",
    }
}
