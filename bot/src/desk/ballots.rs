//! A ballot under way: votes in public, the one reminder, the close.

use super::{Desk, gathering, hooks, results};
use crate::incoming::{PollSeen, Vote};
use crate::outgoing::{Got, Hook, Post};
use crate::views::{self, poll as view};
use crate::words::{At, Phrase};
use std::collections::{BTreeMap, HashMap};
use storage::{Answer, Ballot, BallotResult, BallotState, Chat, Decision, Lane, Paper, decide};

/// How long Telegram's last word on a closed poll, and answers still on their way, are waited for, ms.
const GRACE: i64 = 2 * 60_000;
/// While Telegram is out of reach, answers given before the close wait there: how long they are waited for, ms. Telegram
/// keeps them for a day.
const UNHEARD: i64 = 24 * HOUR;
/// How often it is looked whether they were read, ms.
const LOOK: i64 = 10_000;
const HOUR: i64 = 3_600_000;

/// What is shown of a ballot.
pub fn view(desk: &Desk<'_>, ballot: &Ballot) -> view::BallotView {
    let households = match ballot.state {
        BallotState::Draft => desk.org.area(ballot.area).map_or(0, |area| area.households),
        _ => ballot.households,
    };
    view::BallotView {
        ballot: Ballot { households, ..ballot.clone() },
        closes: At { ms: ballot.closes_at, now: desk.now, zone: desk.org.settings(ballot.area).time_zone },
        link: format!("https://t.me/{}?start={}{}", desk.office.me.username, super::secret::VOTE, ballot.id),
    }
}

/// How a closed ballot came out; `None` before.
pub fn decision(ballot: &Ballot) -> Option<Decision> {
    let result = ballot.result.as_ref()?;
    Some(decide(ballot.quorum, ballot.majority, &result.counts, result.voters, ballot.households))
}

/// When people are reminded: a day before the close, or at half time of a short one.
fn remind_at(opened: i64, closes: i64) -> i64 {
    let half = opened + (closes - opened) / 2;
    if closes - opened >= 48 * HOUR { closes - 24 * HOUR } else { half }
}

/// Opens a draft and puts it to its chat; `false` if it is no draft any more.
pub async fn open(desk: &mut Desk<'_>, ballot: Ballot, chat: &Chat) -> storage::Result<bool> {
    let households = desk.org.area(ballot.area).map_or(0, |area| area.households);
    let next_due = Some(remind_at(desk.now, ballot.closes_at));
    let ballot = Ballot { next_due, households, ..ballot };
    if !desk.tx.ballot_open(&ballot, households, desk.now).await? {
        return Ok(false);
    }
    let ballot = Ballot { state: BallotState::Open, ..ballot };
    let post = paper(desk, &ballot, chat, false);
    desk.post(chat.id, &post).await?;
    show_in_meeting(desk, &ballot).await?;
    Ok(true)
}

/// The message by which people vote; `again` if they may have voted by one before.
fn paper(desk: &Desk<'_>, ballot: &Ballot, chat: &Chat, again: bool) -> Post {
    let (locale, silent) = (desk.locale(chat, None), desk.is_quiet(chat));
    let shown = view(desk, ballot);
    if ballot.secret {
        return Post::Notice { ballot: ballot.id, said: view::secret_card(locale, &shown, again), silent };
    }
    Post::Poll {
        ballot: ballot.id,
        question: ballot.paper.subject.clone(),
        options: ballot.paper.options.clone(),
        about: view::about(locale, &shown, again),
        several: ballot.several,
        closes: Some(ballot.closes_at / 1000),
        silent,
    }
}

/// Puts the ballots that are open in a chat to it once more, since their messages are gone. Votes stay.
pub async fn put_again(desk: &mut Desk<'_>, chat: &Chat) -> storage::Result<()> {
    if chat.bound().is_none() {
        return Ok(());
    }
    let waiting = hooks::waiting(desk, chat.id).await?;
    for ballot in desk.tx.ballots_open_in(chat.id).await? {
        if waiting.contains(&Hook::Opened(ballot.id)) {
            continue; // it was not sent yet
        }
        let post = paper(desk, &ballot, chat, true);
        desk.post(chat.id, &post).await?;
    }
    Ok(())
}

/// It was put to its chat: its message is known now, and its poll.
pub async fn put(desk: &mut Desk<'_>, ballot: i64, got: &Got) -> storage::Result<()> {
    if let Some(poll) = &got.poll {
        desk.tx.ballot_poll_set(ballot, &poll.id).await?;
    }
    let Some(ballot) = desk.tx.ballot(ballot).await? else { return Ok(()) };
    let ballot = Ballot { message: got.message.or(ballot.message), ..ballot };
    desk.tx.ballot_save(&ballot).await?;
    if ballot.state != BallotState::Open {
        stop(desk, &ballot).await?; // it was sent late: nobody shall vote in vain
    }
    Ok(())
}

/// Telegram refused it: whoever called it is told, and it ends without a result. Unless it was put once before: then
/// it goes on with the votes it has.
pub async fn not_put(desk: &mut Desk<'_>, ballot: i64) -> storage::Result<()> {
    let Some(ballot) = desk.tx.ballot(ballot).await? else { return Ok(()) };
    if !desk.tx.ballot_polls(ballot.id).await?.is_empty() || desk.tx.voted_count(ballot.id).await? > 0 {
        return Ok(());
    }
    desk.tx.ballot_close(ballot.id, &BallotResult::default(), desk.now).await?;
    let Some(person) = desk.tx.person(ballot.made_by).await? else { return Ok(()) };
    let Some(private) = desk.private_chat(&person).await? else { return Ok(()) };
    let phrase = Phrase::plain("poll-not-put").with("subject", ballot.paper.subject);
    let said = views::line(&phrase, desk.locale(&private, Some(&person)));
    desk.tell(&private, said, None, None).await
}

/// Somebody answered a poll. The answer may come before the poll's own id is known (its send got no answer): then it
/// is kept sealed until it is, as long as any ballot is under way.
pub async fn voted(desk: &mut Desk<'_>, vote: &Vote) -> storage::Result<()> {
    let voter = vote.from.as_ref().map(|from| from.tg).or(vote.as_chat);
    let Some(voter) = voter.filter(|_| vote.from.as_ref().is_none_or(|from| !from.is_bot)) else {
        return Ok(());
    };
    let ballot = match desk.tx.ballot_of_poll(&vote.poll).await? {
        Some(ballot) => desk.tx.ballot(ballot).await?,
        None if desk.tx.ballots_next_due(desk.office.me.id).await?.is_none() => return Ok(()),
        None => None,
    };
    if ballot.as_ref().is_some_and(|ballot| ballot.state == BallotState::Closed) {
        return Ok(());
    }
    let answer = Answer { tg: vote.from.as_ref().map(|from| from.tg), options: vote.options.clone() };
    desk.tx.vote(&vote.poll, voter, &answer, desk.now).await?;
    match ballot {
        Some(ballot) if ballot.state == BallotState::Closing => finish(desk, ballot, false).await,
        _ => Ok(()),
    }
}

/// A poll of ours changed. One that is not known yet is known by its words: it is a second one of a ballot whose
/// first send got no answer.
pub async fn seen(desk: &mut Desk<'_>, poll: &PollSeen) -> storage::Result<()> {
    let paper = Paper { subject: poll.question.clone(), options: poll.options.clone() };
    let ballot = match desk.tx.ballot_of_poll(&poll.id).await? {
        Some(ballot) => desk.tx.ballot(ballot).await?,
        None => desk.tx.ballot_asking(desk.office.me.id, &paper).await?,
    };
    let Some(ballot) = ballot.filter(|ballot| ballot.state != BallotState::Closed) else { return Ok(()) };
    desk.tx.ballot_poll_add(ballot.id, &poll.id).await?;
    if !poll.closed {
        return Ok(());
    }
    desk.tx.ballot_poll_told(&poll.id, &poll.counts).await?;
    if ballot.state == BallotState::Closing { finish(desk, ballot, false).await } else { Ok(()) }
}

/// Its poll was to be closed: with the final counts, or refused, since it closed by itself.
pub async fn stopped(desk: &mut Desk<'_>, ballot: i64, got: Option<&Got>) -> storage::Result<()> {
    if let Some(poll) = got.and_then(|got| got.poll.as_ref()) {
        desk.tx.ballot_poll_set(ballot, &poll.id).await?;
        desk.tx.ballot_poll_told(&poll.id, &poll.counts).await?;
    }
    match desk.tx.ballot(ballot).await? {
        Some(ballot) if ballot.state == BallotState::Closing => finish(desk, ballot, false).await,
        _ => Ok(()),
    }
}

/// Does what is due of a ballot: the reminder, the close, the end of waiting for Telegram. For the clock.
pub async fn due(desk: &mut Desk<'_>, ballot: Ballot) -> storage::Result<()> {
    match ballot.state {
        BallotState::Open if desk.now < ballot.closes_at => remind(desk, ballot).await,
        BallotState::Open if ballot.secret => finish(desk, ballot, true).await,
        BallotState::Open => {
            desk.tx.ballot_closing(ballot.id, desk.now + GRACE).await?;
            stop(desk, &ballot).await
        }
        BallotState::Closing
            if desk.office.heard_until() < ballot.closes_at && desk.now < ballot.closes_at + UNHEARD =>
        {
            desk.tx.ballot_save(&Ballot { next_due: Some(desk.now + LOOK), ..ballot }).await
        }
        BallotState::Closing => finish(desk, ballot, true).await,
        BallotState::Draft | BallotState::Closed => Ok(()),
    }
}

async fn stop(desk: &mut Desk<'_>, ballot: &Ballot) -> storage::Result<()> {
    let (Some(chat), Some(message), false) = (ballot.chat, ballot.message, ballot.secret) else {
        return Ok(());
    };
    desk.post(chat, &Post::StopPoll { ballot: ballot.id, message }).await
}

async fn remind(desk: &mut Desk<'_>, ballot: Ballot) -> storage::Result<()> {
    let ballot = Ballot { reminded: true, next_due: Some(ballot.closes_at), ..ballot };
    desk.tx.ballot_save(&ballot).await?;
    let Some(chat) = open_chat(desk, &ballot).await? else { return Ok(()) };
    let due = Some(desk.quiet_until(ballot.area)).filter(|due| *due < ballot.closes_at).unwrap_or(0);
    desk.post_at(chat.id, &Post::PollReminder { ballot: ballot.id }, None, Lane::Normal, due).await
}

/// Writes the reminder at the moment of sending, which may be hours after its time: nobody is asked to vote in what is
/// over by then.
pub async fn reminder(desk: &mut Desk<'_>, ballot: i64) -> storage::Result<Option<Post>> {
    let Some(ballot) = desk.tx.ballot(ballot).await? else { return Ok(None) };
    if ballot.state != BallotState::Open || desk.now >= ballot.closes_at {
        return Ok(None);
    }
    let Some(chat) = open_chat(desk, &ballot).await? else { return Ok(None) };
    let voters = match ballot.secret {
        true => desk.tx.voted_count(ballot.id).await?,
        false => count(desk, &ballot).await?.voters,
    };
    let said = view::reminder(desk.locale(&chat, None), &view(desk, &ballot), voters);
    Ok(Some(Post::Text { said, reply_to: ballot.message, silent: false }))
}

/// The group of a ballot, while the bot can speak in it.
pub async fn open_chat(desk: &mut Desk<'_>, ballot: &Ballot) -> storage::Result<Option<Chat>> {
    let Some(chat) = ballot.chat else { return Ok(None) };
    Ok(desk.tx.chat(chat).await?.filter(|chat| chat.bound().is_some()))
}

/// Gives the result, once Telegram's counts agree with the answers on record, or when there is no more waiting.
async fn finish(desk: &mut Desk<'_>, ballot: Ballot, now: bool) -> storage::Result<()> {
    let result = match ballot.secret {
        true => tally(desk, &ballot).await?,
        false => count(desk, &ballot).await?,
    };
    if !now && (result.told.is_some() || !all_told(desk, &ballot).await?) {
        return Ok(());
    }
    if !desk.tx.ballot_close(ballot.id, &result, desk.now).await? {
        return Ok(());
    }
    let ballot =
        Ballot { state: BallotState::Closed, result: Some(result), closed_at: Some(desk.now), ..ballot };
    show_in_meeting(desk, &ballot).await?;
    results::tell(desk, &ballot).await
}

/// The announcement of a ballot's meeting names it, and how it stands.
async fn show_in_meeting(desk: &mut Desk<'_>, ballot: &Ballot) -> storage::Result<()> {
    match ballot.meeting {
        Some(meeting) => gathering::refresh(desk, meeting).await,
        None => Ok(()),
    }
}

async fn all_told(desk: &mut Desk<'_>, ballot: &Ballot) -> storage::Result<bool> {
    let polls = desk.tx.ballot_polls(ballot.id).await?;
    Ok(!polls.is_empty() && polls.iter().all(|poll| poll.told.is_some()))
}

/// A secret ballot's counts.
async fn tally(desk: &mut Desk<'_>, ballot: &Ballot) -> storage::Result<BallotResult> {
    let tally = desk.tx.tally(ballot.id).await?.unwrap_or_default();
    let counts = tally.iter().take(ballot.paper.options.len()).map(|n| i64::from(*n)).collect();
    let voters = desk.tx.voted_count(ballot.id).await?;
    Ok(BallotResult { counts, voters, ..BallotResult::default() })
}

/// A public ballot's counts from the answers on record: each voter's last one, of those who have a vote here.
async fn count(desk: &mut Desk<'_>, ballot: &Ballot) -> storage::Result<BallotResult> {
    let options = ballot.paper.options.len();
    let mut by_poll: HashMap<String, Vec<i64>> = HashMap::new();
    let mut last: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let mut without_right = 0;
    for (poll, answer) in desk.tx.votes(ballot.id).await? {
        add(by_poll.entry(poll).or_insert_with(|| vec![0; options]), &answer.options);
        match answer.tg {
            Some(tg) => drop(last.insert(tg, answer.options)),
            None => without_right += 1,
        }
    }
    let mut result = BallotResult { counts: vec![0; options], without_right, ..BallotResult::default() };
    for (tg, chosen) in last {
        if may_vote(desk, tg, ballot.area).await? {
            add(&mut result.counts, &chosen);
            result.voters += 1;
        } else {
            result.without_right += 1;
        }
    }
    let (mut told, mut differs) = (vec![0; options], false);
    for poll in desk.tx.ballot_polls(ballot.id).await? {
        let Some(counts) = poll.told else { continue };
        let own = by_poll.remove(&poll.hash).unwrap_or_else(|| vec![0; options]);
        differs |= own != counts;
        told.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
    }
    result.told = differs.then_some(told);
    Ok(result)
}

fn add(counts: &mut [i64], chosen: &[i64]) {
    for place in chosen {
        if let Some(count) = usize::try_from(*place).ok().and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
}

/// Whether a person (Telegram id) has a vote in an area: who is not on record is taken for the neighbour they seem;
/// who is known to live or work elsewhere, and not here, has none.
pub async fn may_vote(desk: &mut Desk<'_>, tg: i64, area: i64) -> storage::Result<bool> {
    let Some(person) = desk.tx.person_known(tg).await? else { return Ok(true) };
    let mut own: Vec<i64> = desk.tx.members_of(person.id).await?.iter().map(|member| member.area).collect();
    if own.is_empty() {
        let reported = desk.tx.cases_reported(person.id, desk.now - 90 * 24 * HOUR, 20).await?;
        own.extend(reported.iter().map(|case| case.area));
    }
    let near = |own: &i64| desk.org.is_within(*own, area) || desk.org.is_within(area, *own);
    Ok(own.is_empty() || own.iter().any(near))
}
