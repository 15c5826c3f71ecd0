//! A resolution that passed becomes a case by one tap: with an owner, a deadline and a card in the group.

use super::{Call, Desk, Outcome, Reply, Trouble, admins, ballots, claims, no};
use crate::outgoing::Post;
use crate::views;
use crate::words::{At, Phrase, say};
use storage::{Ballot, Case, CaseKind, Lane, NewCase, NewEntry, Place, Role, Taken};

/// The category of a case that carries a resolution out.
pub const CATEGORY: &str = "resolution";

/// "Make it a task": whoever taps has it, and may hand it on.
pub async fn task(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let Some(ballot) = desk.tx.ballot(call.id).await? else { return no("tap-old") };
    if !desk.roles_at(call.person.id, ballot.area).await?.contains(&Role::Secretary) {
        return no("poll-secretary");
    }
    if let Some(case) = ballot.case {
        let number = desk.tx.case(case).await?.map_or(0, |case| case.number);
        return Err(Trouble::No(Phrase::plain("poll-task-there").with("number", number)));
    }
    let Some(words) = resolved(desk, &ballot) else { return no("poll-task-none") };
    let case = open(desk, &call, &ballot, words).await?;
    desk.tx.ballot_save(&Ballot { case: Some(case.id), ..ballot.clone() }).await?;
    if let Some(chat) = ballot.chat {
        desk.tx.outbox_card(case.bot, case.id, chat, Lane::Normal, 0, desk.wire).await?;
    }
    let case = claims::take(desk, &call.person, &case).await?;
    let Some(message) = admins::tapped(&call) else { return no("tap-old") };
    let until = At { ms: case.done_due, now: desk.now, zone: desk.org.settings(case.area).time_zone };
    let phrase = Phrase::plain("poll-task-made")
        .with("subject", ballot.paper.subject)
        .with("number", case.number)
        .with("holder", call.person.name())
        .with("until", until);
    let said = views::line(&phrase, desk.locale(&call.chat, Some(&call.person)));
    desk.post_about(call.chat.id, &Post::Edit { message, said }, case.id).await?;
    Ok(Reply::Nothing)
}

/// What was resolved, in one line; `None` if nothing was.
fn resolved(desk: &Desk<'_>, ballot: &Ballot) -> Option<String> {
    let decision = ballots::decision(ballot)?;
    let passed: Vec<&str> = decision
        .passed
        .iter()
        .filter_map(|place| ballot.paper.options.get(*place))
        .map(String::as_str)
        .collect();
    let args =
        [("subject", ballot.paper.subject.as_str().into()), ("passed", passed.join(" · ").as_str().into())];
    (!passed.is_empty()).then(|| say(desk.office.locale_of(ballot.area), "poll-task-words", &args))
}

async fn open(desk: &mut Desk<'_>, call: &Call, ballot: &Ballot, words: String) -> Result<Case, Trouble> {
    let Some(community) = desk.org.community_of(ballot.area) else { return no("report-no-community") };
    let (claim_band, done_band) = desk.org.settings(ballot.area).deadlines.due("normal", CATEGORY);
    let new = NewCase {
        kind: CaseKind::Task,
        community,
        area: ballot.area,
        bot: desk.office.me.id,
        category: CATEGORY.to_owned(),
        urgency: "normal".to_owned(),
        department: None,
        private: false,
        reporter: call.person.id,
        shown: understand::masked(&words),
        words,
        place: Place::default(),
        source: None,
        claim_band,
        done_band,
    };
    let (Taken::New(case) | Taken::Already(case)) = desk.tx.case_open(new, desk.now).await?;
    let entry = NewEntry {
        person: Some(call.person.id),
        what: "resolution",
        to: Some(case.status),
        ..NewEntry::default()
    };
    desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    Ok(*case)
}
