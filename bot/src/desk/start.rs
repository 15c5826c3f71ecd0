//! `/start`: a short greeting by what a person is here; with a one-time code, a new member.

use super::{Call, Desk, Outcome, Reply, Trouble, granting, no};
use crate::views::start as view;
use crate::words::Phrase;
use storage::{InviteFor, Member, Person, Refused};

/// The word before the code in a link of an invitation: `?start=join_…`.
pub const JOIN: &str = "join_";

/// `/start [CODE]`.
pub async fn start(desk: &mut Desk<'_>, call: Call) -> Outcome {
    if !call.chat.is_private() {
        return Ok(Reply::Note(Phrase::plain("start-group")));
    }
    if let Some(code) = call.rest.strip_prefix(JOIN) {
        let member = join(desk, &call.person, code).await?;
        let area = desk.org.path_name(member.area);
        let locale = desk.locale(&call.chat, Some(&call.person));
        return Ok(Reply::Said(view::welcome(locale, call.person.name(), member.role, &area)));
    }
    if let Some(ballot) = call.rest.strip_prefix(super::secret::VOTE) {
        return super::secret::enter(desk, &call, ballot).await;
    }
    if let Some(wish) = call.rest.strip_prefix(granting::HOW)
        && let Some(said) = granting::opened(desk, &call, wish).await?
    {
        return Ok(Reply::Said(said));
    }
    let members = desk.tx.members_of(call.person.id).await?;
    let roles: Vec<_> = members.iter().map(|m| (m.role, desk.org.path_name(m.area))).collect();
    let locale = desk.locale(&call.chat, Some(&call.person));
    Ok(Reply::Said(view::greeting(locale, call.person.name(), &roles)))
}

/// Makes the bearer of a code a member.
async fn join(desk: &mut Desk<'_>, person: &Person, code: &str) -> Result<Member, Trouble> {
    let Some(found) = desk.tx.invitation(code).await? else { return no("start-unknown") };
    if found.purpose != InviteFor::Member {
        return no("start-binding");
    }
    let held = desk.tx.members_of(person.id).await?;
    if held.iter().any(|m| m.role == found.role && desk.org.is_within(found.area, m.area)) {
        let area = desk.org.path_name(found.area);
        return Err(Trouble::No(Phrase::plain("start-already").with("area", area)));
    }
    let found = match desk.tx.invitation_use(code, person.id, desk.now).await? {
        Ok(found) => found,
        Err(Refused::Used) => return no("start-used"),
        Err(Refused::Ended) => return no("start-ended"),
        Err(Refused::Unknown) => return no("start-unknown"),
    };
    let named = desk.tx.staff_of(found.area).await?.into_iter().find(|staff| Some(staff.id) == found.staff);
    let skills = named.map(|staff| staff.skills).unwrap_or_default();
    let by = found.made_by;
    Ok(desk.tx.member_add(person.id, found.area, found.role, &skills, found.staff, by, desk.now).await?)
}
