//! Dispatching: a secretary gives a case to somebody who works near it.

use super::news::{self, News};
use super::{Call, Desk, Outcome, Reply, Trouble, claims, no};
use crate::outgoing::Post;
use crate::verbs::data;
use crate::views;
use crate::words::{At, Phrase};
use storage::{AreaKind, Case, Member, Move, Person, Role};

/// How many people the question names.
const NAMED: usize = 12;

/// `/assign N [@name]`: without a name, asks whom, with those who work near the case as buttons.
pub async fn assign(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    desk.must(&call.person, case, Move::Assign).await?;
    if call.tap.is_some() {
        return tapped(desk, &call, case).await;
    }
    let Some(name) = username(&call.rest) else {
        return if call.rest.is_empty() { ask(desk, &call, case).await } else { no("assign-name") };
    };
    let Some(person) = desk.tx.person_by_username(name).await? else {
        return Err(Trouble::No(Phrase::plain("assign-unknown").with("name", format!("@{name}"))));
    };
    give(desk, &call, case, &person).await
}

/// The first `@name` in some words, without the `@`.
pub fn username(words: &str) -> Option<&str> {
    let (_, after) = words.split_once('@')?;
    let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
    Some(&after[..end]).filter(|name| !name.is_empty())
}

/// Asks whom, nearest first.
async fn ask(desk: &mut Desk<'_>, call: &Call, case: &Case) -> Outcome {
    let mut choices = Vec::new();
    for member in near(desk, case).await? {
        let Some(person) = desk.tx.person(member.person).await? else { continue };
        choices.push((person.name().to_owned(), data("asg", case.id, member.id)));
    }
    if choices.is_empty() {
        return Err(Trouble::No(Phrase::plain("assign-nobody").with("number", case.number)));
    }
    let locale = desk.locale(&call.chat, Some(&call.person));
    let said = views::choices(&claims::about("assign-whom", case), &choices, locale);
    desk.tell(&call.chat, said, call.message_id(), Some(case.id)).await?;
    Ok(Reply::Nothing)
}

/// Who works near a case, is here and does not have it yet: of its building first, then its grid, then above.
async fn near(desk: &mut Desk<'_>, case: &Case) -> storage::Result<Vec<Member>> {
    let mut areas: Vec<i64> = [AreaKind::Unit, AreaKind::Building]
        .iter()
        .flat_map(|kind| desk.org.below(case.area, *kind))
        .map(|area| area.id)
        .collect();
    areas.extend(desk.org.ancestors(case.area));
    let held = desk.tx.claim_held(case.id).await?.and_then(|claim| claim.person);
    let roles = [Role::Chief, Role::Worker, Role::Volunteer];
    let mut found: Vec<Member> = Vec::new();
    for member in desk.tx.members_at(&areas, &roles).await? {
        let known = found.iter().any(|other| other.person == member.person);
        if !known && desk.reaches(&member, case) && !member.is_away(desk.now) && held != Some(member.person) {
            found.push(member);
        }
    }
    found.truncate(NAMED);
    Ok(found)
}

/// A tap on a name: the button says which membership; it must still be one that may have the case.
async fn tapped(desk: &mut Desk<'_>, call: &Call, case: &Case) -> Outcome {
    let member = near(desk, case).await?.into_iter().find(|member| member.id == call.version);
    let person = match member {
        Some(member) => desk.tx.person(member.person).await?,
        None => None,
    };
    let Some(person) = person else { return no("assign-gone") };
    give(desk, call, case, &person).await
}

/// Gives the case; tells who has it now, and who had it.
async fn give(desk: &mut Desk<'_>, call: &Call, case: &Case, person: &Person) -> Outcome {
    let said = |key| Trouble::No(Phrase::plain(key).with("name", person.name()).with("number", case.number));
    let members = desk.tx.members_of(person.id).await?;
    let mut near = members.iter().filter(|member| desk.reaches(member, case) && member.role.who().is_some());
    let Some(member) = near.next() else { return Err(said("assign-not-here")) };
    if member.is_away(desk.now) {
        return Err(said("assign-away"));
    }
    let before = desk.tx.claim_held(case.id).await?.and_then(|claim| claim.person);
    if before == Some(person.id) {
        return Err(said("assign-same"));
    }
    let after = claims::step(desk, &call.person, case, Move::Assign, "", None).await?;
    desk.tx.claim_take(case.id, person.id, desk.now).await?;
    let until = At { ms: after.done_due, now: desk.now, zone: desk.org.settings(case.area).time_zone };
    let news = News {
        phrase: claims::about("assign-told", &after).with("until", until),
        buttons: views::case_buttons,
        emergency: case.urgency == "emergency",
    };
    if person.id != call.person.id {
        news::tell_worker(desk, &after, person.id, &news).await?;
    }
    if let Some(before) = before.filter(|before| *before != call.person.id) {
        let phrase = claims::about("assign-told-before", &after).with("holder", person.name());
        news::tell_worker(desk, &after, before, &News::plain(phrase)).await?;
    }
    claims::came_to(desk, person, &after).await?;
    let noted = Phrase::plain("assign-noted").with("number", case.number).with("name", person.name());
    if let Some(message) = call.tapped() {
        let said = views::line(&noted, desk.locale(&call.chat, Some(&call.person)));
        desk.post_about(call.chat.id, &Post::Edit { message, said }, case.id).await?;
        return Ok(Reply::Nothing);
    }
    Ok(Reply::Note(noted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_wherever_it_stands() {
        assert_eq!(username("@li_qiang"), Some("li_qiang"));
        assert_eq!(username("给 @li_qiang，谢谢"), Some("li_qiang"));
        assert_eq!(username("给李强"), None);
        assert_eq!(username("@"), None);
    }
}
