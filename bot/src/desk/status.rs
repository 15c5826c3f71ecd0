//! `/status N`: the log of a case in words. Names only of who works here; a private case only in private.

use super::{Call, Desk, Outcome, Reply};
use crate::views;
use crate::views::status::{Line, StatusView, Who};
use crate::words::Phrase;
use storage::{Case, Claim, Entry, Role, Status};

/// How many lines of the log are told; the last ones.
const LINES: usize = 20;
/// Steps that only somebody who works here makes: they are told with the name.
const WORK: [&str; 7] = ["claim", "assign", "handover", "release", "progress", "done", "resume"];

/// Tells how a case went.
pub async fn status(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    let locale = desk.locale(&call.chat, Some(&call.person));
    if !case.private || call.chat.is_private() {
        let view = view(desk, case).await?;
        let said = views::status::status(locale, &view);
        desk.tell(&call.chat, said, call.message_id(), Some(case.id)).await?;
        return Ok(Reply::Nothing);
    }
    let Some(private) = desk.private_chat(&call.person).await? else {
        let link = format!("https://t.me/{}?start=my", desk.office.me.username);
        return Ok(Reply::Said(views::lists::open_me(locale, "status-start", &link)));
    };
    let view = view(desk, case).await?;
    let said = views::status::status(desk.locale(&private, Some(&call.person)), &view);
    desk.tell(&private, said, None, Some(case.id)).await?;
    Ok(Reply::Note(Phrase::plain("status-sent")))
}

async fn view(desk: &mut Desk<'_>, case: &Case) -> storage::Result<StatusView> {
    let entries = desk.tx.entries(case.id).await?;
    let claims = desk.tx.claims(case.id).await?;
    let earlier = entries.len().saturating_sub(LINES);
    let mut lines = Vec::new();
    for entry in &entries[earlier..] {
        let to = match entry.what.as_str() {
            "assign" | "handover" => given_to(desk, &claims, entry).await?,
            _ => String::new(),
        };
        lines.push(Line {
            at: entry.at,
            what: entry.what.clone(),
            who: who(desk, case, entry).await?,
            to,
            words: words(entry),
            photo: entry.photo.is_some(),
        });
    }
    Ok(StatusView {
        case: case.clone(),
        area: desk.org.area(case.area).map(|area| area.name.clone()).unwrap_or_default(),
        holder: match case.status {
            Status::Claimed | Status::Done | Status::Closed => desk.holder_name(case).await?,
            _ => String::new(),
        },
        now: desk.now,
        zone: desk.org.settings(case.area).time_zone,
        earlier: earlier as i64,
        lines,
    })
}

/// Words said with a step, as others may read them. A rating is a word of ours and shown in the heading.
fn words(entry: &Entry) -> Option<String> {
    let told = WORK.contains(&entry.what.as_str()) || ["reopen", "note"].contains(&entry.what.as_str());
    entry.words.as_deref().filter(|_| told).map(understand::masked)
}

async fn who(desk: &mut Desk<'_>, case: &Case, entry: &Entry) -> storage::Result<Who> {
    let Some(id) = entry.person else { return Ok(Who::Clock) };
    let work = WORK.contains(&entry.what.as_str());
    if case.reporter == Some(id) && !work {
        return Ok(Who::Reporter);
    }
    let secretary = desk.roles_at(id, case.area).await?.contains(&Role::Secretary);
    let name = desk.tx.person(id).await?.map(|person| person.name().to_owned()).unwrap_or_default();
    Ok(if (work || secretary) && !name.is_empty() { Who::Named(name) } else { Who::Somebody })
}

/// Whom a case was given to: the claim that began with the step.
async fn given_to(desk: &mut Desk<'_>, claims: &[Claim], entry: &Entry) -> storage::Result<String> {
    let person = claims.iter().rev().find(|claim| claim.since == entry.at).and_then(|claim| claim.person);
    let Some(person) = person else { return Ok(String::new()) };
    Ok(desk.tx.person(person).await?.map(|person| person.name().to_owned()).unwrap_or_default())
}
