//! `/help`: what this person can do here, read from the table of verbs.

use super::{Call, Desk, Outcome, Reply};
use crate::verbs::{self, For};
use crate::views;
use storage::Role;

/// `/help`.
pub async fn help(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let audience = audience(desk, &call).await?;
    let locale = desk.locale(&call.chat, Some(&call.person));
    let mut verbs = verbs::commands(locale, &audience);
    verbs.retain(|(name, _)| verbs::fits(name, !call.chat.is_private()));
    let area = call.chat.bound().map(|area| desk.org.path_name(area));
    Ok(Reply::Said(views::help::help(locale, &verbs, call.chat.is_private(), area.as_deref())))
}

/// Whose verbs a person is shown: by their roles at the chat's area, in private by all their roles.
async fn audience(desk: &mut Desk<'_>, call: &Call) -> storage::Result<Vec<For>> {
    let roles = match call.chat.bound() {
        Some(area) => desk.roles_at(call.person.id, area).await?,
        None => desk.tx.members_of(call.person.id).await?.iter().map(|member| member.role).collect(),
    };
    let mut audience = vec![For::All];
    if !call.chat.is_private() {
        audience.push(For::Admins);
    }
    if roles.iter().any(|role| role.who().is_some()) {
        audience.push(For::Staff);
    }
    if roles.iter().any(|role| matches!(role, Role::Worker | Role::Secretary)) {
        audience.push(For::Keepers);
    }
    if roles.iter().any(|role| matches!(role, Role::Chief | Role::Secretary)) {
        audience.push(For::Leads);
    }
    if roles.contains(&Role::Secretary) {
        audience.push(For::Secretary);
    }
    Ok(audience)
}
