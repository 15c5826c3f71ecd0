//! Voting in secret, only in a private chat: the paper, a confirm step, then final.
//!
//! The choice travels in button data and stays in the booth, in memory, until it is confirmed; everything queued and
//! sent is the same for everybody, whatever they choose. So nothing stored tells who chose what.

use super::booth::Slip;
use super::{Call, Desk, Outcome, Reply, Trouble, admins, ballots, hooks, no};
use crate::outgoing::{Post, Then};
use crate::views::{self, paper as view};
use crate::words::Phrase;
use storage::{Ballot, BallotState, Cast};

/// The word before the ballot's row in a link to its paper: `?start=vote_…`.
pub const VOTE: &str = "vote_";

/// Somebody opened the link of a ballot: asks Telegram whether they belong to its group.
pub async fn enter(desk: &mut Desk<'_>, call: &Call, ballot: &str) -> Outcome {
    let ballot = ballot.parse().ok();
    let ballot = match ballot {
        Some(id) => desk.tx.ballot(id).await?,
        None => None,
    };
    let Some(ballot) = ballot else { return no("vote-unknown") };
    open(desk, &ballot, call.speaker.tg).await?;
    let Some(chat) = ballot.chat else { return no("vote-unknown") };
    let Some(group) = desk.tx.chat(chat).await? else { return no("vote-unknown") };
    let then = Then {
        verb: hooks::MEMBER.to_owned(),
        person: call.person.id,
        message: call.message_id(),
        query: None,
        words: String::new(),
        id: ballot.id,
        version: 0,
    };
    desk.post(call.chat.id, &Post::Member { of: group.tg, tg: call.speaker.tg, then }).await?;
    Ok(Reply::Later)
}

/// Refuses unless a ballot is secret, open, and this person has not voted.
async fn open(desk: &mut Desk<'_>, ballot: &Ballot, tg: i64) -> Result<(), Trouble> {
    if !ballot.secret || ballot.bot != desk.office.me.id {
        return no("vote-unknown");
    }
    if ballot.state != BallotState::Open || desk.now >= ballot.closes_at {
        return no("vote-closed");
    }
    if desk.tx.has_voted(ballot.id, tg).await? { no("vote-already") } else { Ok(()) }
}

/// Telegram told whether they belong to the group, or would not: then who is on record here may vote.
pub async fn checked(
    desk: &mut Desk<'_>,
    chat: i64,
    then: &Then,
    is_member: Option<bool>,
) -> storage::Result<()> {
    let (Some(chat), Some(person)) = (desk.tx.chat(chat).await?, desk.tx.person(then.person).await?) else {
        return Ok(());
    };
    let done = paper(desk, &person, then.id, is_member).await;
    admins::answer(desk, &chat, &person, then, done).await
}

async fn paper(
    desk: &mut Desk<'_>,
    person: &storage::Person,
    ballot: i64,
    is_member: Option<bool>,
) -> Outcome {
    let (Some(ballot), Some(about)) = (desk.tx.ballot(ballot).await?, &person.about) else {
        return no("vote-unknown");
    };
    open(desk, &ballot, about.tg).await?;
    let known = desk.tx.members_of(person.id).await?.iter().any(|member| {
        desk.org.is_within(member.area, ballot.area) || desk.org.is_within(ballot.area, member.area)
    });
    match is_member {
        Some(false) => return no("vote-not-member"),
        None if !known => return no("vote-not-sure"),
        _ => {}
    }
    if !ballots::may_vote(desk, about.tg, ballot.area).await? {
        return no("vote-elsewhere");
    }
    desk.office.booth.put(ballot.id, about.tg, Slip::default(), desk.now);
    let locale = person.locale.as_deref().and_then(crate::words::Locale::parse);
    let locale = locale.unwrap_or_else(|| desk.office.locale_of(ballot.area));
    Ok(Reply::Said(view::first(locale, &ballots::view(desk, &ballot))))
}

/// A tap on a paper.
pub async fn vote(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let Some(ballot) = desk.tx.ballot(call.id).await? else { return no("vote-unknown") };
    let (tg, Some(message)) = (call.speaker.tg, call.tapped()) else { return no("tap-old") };
    if !call.chat.is_private() {
        return no("tap-elsewhere");
    }
    open(desk, &ballot, tg).await?;
    // Who holds no paper did not come through the group's link, or came long ago.
    let Some(slip) = desk.office.booth.slip(ballot.id, tg, desk.now) else { return no("vote-enter") };
    let step =
        if ballot.several { several(&ballot, slip, call.version) } else { one(&ballot, slip, call.version) };
    let (locale, shown) = (desk.locale(&call.chat, Some(&call.person)), ballots::view(desk, &ballot));
    let said = match step {
        Step::No(key) => {
            desk.office.booth.put(ballot.id, tg, Slip::default(), desk.now);
            let said = view::first(locale, &shown);
            desk.post(call.chat.id, &Post::Edit { message, said }).await?;
            return Ok(Reply::Note(Phrase::plain(key)));
        }
        Step::Old => return no("tap-old"),
        Step::Next(slip, page) => {
            desk.office.booth.put(ballot.id, tg, slip, desk.now);
            match page {
                Page::First => view::first(locale, &shown),
                Page::Confirm => view::confirm(locale, &shown),
                Page::Option(place) => view::option(locale, &shown, place),
                Page::Cast => view::cast(locale, &shown),
            }
        }
        Step::Cast(chosen) => match desk.tx.vote_in_secret(ballot.id, tg, &chosen).await? {
            Cast::Counted => {
                desk.office.booth.put(ballot.id, tg, Slip::default(), desk.now);
                views::line(
                    &Phrase::plain("vote-done").with("subject", ballot.paper.subject.as_str()),
                    locale,
                )
            }
            Cast::Already => return no("vote-already"),
            Cast::NotOpen => return no("vote-closed"),
        },
    };
    desk.post(call.chat.id, &Post::Edit { message, said }).await?;
    Ok(Reply::Nothing)
}

/// What a paper shows next: the same for everybody.
#[derive(Debug, PartialEq, Eq)]
enum Page {
    First,
    Confirm,
    Option(usize),
    Cast,
}

#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// On to a page.
    Next(Slip, Page),
    /// It is final.
    Cast(Vec<usize>),
    /// Begin anew, and why.
    No(&'static str),
    /// No such button.
    Old,
}

/// One option: tapped, then tapped again to confirm.
fn one(ballot: &Ballot, slip: Slip, button: i64) -> Step {
    let place = |from: i64| {
        let place = usize::try_from(button - from).ok();
        place.filter(|place| *place < ballot.paper.options.len())
    };
    if button == view::AGAIN {
        return Step::Next(Slip::default(), Page::First);
    }
    if let Some(place) = place(view::CONFIRM) {
        return match slip.chosen.as_slice() {
            [first] if *first == place => Step::Cast(slip.chosen),
            [] => Step::No("vote-again"),
            _ => Step::No("vote-differs"),
        };
    }
    match place(view::CHOOSE) {
        Some(place) => Step::Next(Slip { chosen: vec![place], asked: 0 }, Page::Confirm),
        None => Step::Old,
    }
}

/// Several options: gone through one by one, each yes or no, then confirmed.
fn several(ballot: &Ballot, mut slip: Slip, button: i64) -> Step {
    let options = ballot.paper.options.len();
    match button {
        view::AGAIN => Step::Next(Slip::default(), Page::First),
        view::BEGIN => Step::Next(Slip::default(), Page::Option(0)),
        view::CAST if slip.asked == options && slip.chosen.is_empty() => Step::No("vote-none"),
        view::CAST if slip.asked == options => Step::Cast(slip.chosen),
        view::CAST => Step::No("vote-again"),
        _ => {
            let Ok(answer) = usize::try_from(button - view::ANSWER) else { return Step::Old };
            let (place, yes) = (answer / 2, answer % 2 == 1);
            if place >= options {
                return Step::Old;
            }
            if place != slip.asked {
                return Step::No("vote-again");
            }
            if yes {
                slip.chosen.push(place);
            }
            slip.asked += 1;
            let page = if slip.asked == options { Page::Cast } else { Page::Option(slip.asked) };
            Step::Next(slip, page)
        }
    }
}
