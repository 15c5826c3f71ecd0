//! How people become members: a secretary's one-time links and codes, and naming somebody by a reply.

use super::{Call, Desk, Outcome, Reply, Trouble, no};
use crate::incoming::Message;
use crate::views::invite as view;
use crate::words::Phrase;
use storage::{Area, InviteFor, Member, Role};

/// How long a link or code holds, ms: seven days.
const HOLDS: i64 = 7 * 86_400_000;

/// `/invite ROLE [AREA]`: a one-time link, in private only.
pub async fn invite(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let mut words = call.rest.split_whitespace();
    if secretary_of(desk, &call).await?.is_empty() {
        return no("no-right-invite");
    }
    if !call.chat.is_private() {
        return no("invite-private");
    }
    let Some(role) = words.next().and_then(role_named) else { return no("invite-role") };
    let area = area_for(desk, &call, words.next(), "invite").await?;
    let ends = desk.now + HOLDS;
    let by = Some(call.person.id);
    let code = desk.tx.invitation_make(area.id, role, None, InviteFor::Member, by, desk.now, ends).await?;
    let link = format!("https://t.me/{}?start={}{code}", desk.office.me.username, super::start::JOIN);
    let locale = desk.locale(&call.chat, Some(&call.person));
    Ok(Reply::Said(view::link(locale, role, &desk.org.path_name(area.id), &link)))
}

/// `/code [AREA]`: a one-time code that binds a group, in private only.
pub async fn code(desk: &mut Desk<'_>, call: Call) -> Outcome {
    if secretary_of(desk, &call).await?.is_empty() {
        return no("no-right-invite");
    }
    if !call.chat.is_private() {
        return no("invite-private");
    }
    let area = area_for(desk, &call, call.rest.split_whitespace().next(), "code").await?;
    let (ends, by) = (desk.now + HOLDS, Some(call.person.id));
    let code = desk
        .tx
        .invitation_make(area.id, Role::Secretary, None, InviteFor::Binding, by, desk.now, ends)
        .await?;
    let locale = desk.locale(&call.chat, Some(&call.person));
    Ok(Reply::Said(view::code(locale, &area, &desk.org.path_name(area.id), &code)))
}

/// `/member ROLE` as a reply: the secretary names somebody a member of the chat's area; `/member none` ends it.
pub async fn member(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let Some(area) = call.chat.bound() else {
        return no(if call.chat.is_private() { "member-group" } else { "report-unbound" });
    };
    if !desk.roles_at(call.person.id, area).await?.contains(&Role::Secretary) {
        return no("no-right-member");
    }
    let to = call.message.as_ref().and_then(|message| message.reply_to.as_deref());
    let Some(Message { from: Some(whom), as_chat: None, .. }) = to else { return no("member-reply") };
    if whom.is_bot {
        return no("member-reply");
    }
    let word = call.rest.split_whitespace().next().unwrap_or_default();
    let is_end = matches!(word.to_lowercase().as_str(), "none" | "无" | "無" | "取消");
    let Some(role) = role_named(word).map(Some).or(is_end.then_some(None)) else {
        return no("member-role");
    };
    let person = desk.person(whom).await?;
    let name = desk.org.path_name(area);
    let Some(role) = role else {
        let held = end_all(desk, person.id, area).await?;
        let phrase = Phrase::plain(if held > 0 { "member-ended-holding" } else { "member-ended" });
        let phrase = phrase.with("name", person.name()).with("area", name).with("n", held);
        return Ok(Reply::Note(phrase));
    };
    if desk.roles_at(person.id, area).await?.contains(&role) {
        return Err(Trouble::No(Phrase::plain("member-already").with("name", person.name())));
    }
    desk.tx.member_add(person.id, area, role, &[], None, Some(call.person.id), desk.now).await?;
    let locale = desk.locale(&call.chat, None);
    Ok(Reply::Said(view::named(locale, person.name(), role, &name)))
}

/// Ends what a person is within an area; how many cases they still hold.
async fn end_all(desk: &mut Desk<'_>, person: i64, area: i64) -> Result<i64, Trouble> {
    let members = desk.tx.members_of(person).await?;
    let within: Vec<Member> = members.into_iter().filter(|m| desk.org.is_within(m.area, area)).collect();
    if within.is_empty() {
        return no("member-none");
    }
    for member in &within {
        if member.role == Role::Secretary {
            let above = desk.org.ancestors(member.area);
            let secretaries = desk.tx.members_at(&above, &[Role::Secretary]).await?;
            if secretaries.iter().all(|other| other.person == person) {
                return no("member-last-secretary");
            }
        }
        desk.tx.member_end(member.id, desk.now).await?;
    }
    let held = desk.tx.cases_held(person, 100).await?;
    Ok(held.iter().filter(|case| desk.org.is_within(case.area, area)).count() as i64)
}

/// The areas that a person is secretary of.
async fn secretary_of(desk: &mut Desk<'_>, call: &Call) -> storage::Result<Vec<i64>> {
    let members = desk.tx.members_of(call.person.id).await?;
    Ok(members.iter().filter(|m| m.role == Role::Secretary).map(|m| m.area).collect())
}

/// The area that was named by its code, else the only one the person is secretary of.
async fn area_for(
    desk: &mut Desk<'_>,
    call: &Call,
    code: Option<&str>,
    verb: &'static str,
) -> Result<Area, Trouble> {
    let own = secretary_of(desk, call).await?;
    let org = desk.org.clone();
    let Some(code) = code else {
        if let [only] = own[..]
            && let Some(area) = org.area(only)
        {
            return Ok(area.clone());
        }
        let codes: Vec<&str> =
            own.iter().filter_map(|id| org.area(*id)).map(|area| area.code.as_str()).collect();
        let phrase = Phrase::plain("invite-which-area").with("codes", codes.join(", "));
        return Err(Trouble::No(phrase.with("verb", verb)));
    };
    let Some(area) = org.by_code(code) else {
        return Err(Trouble::No(Phrase::plain("setup-no-area").with("code", code)));
    };
    if !own.iter().any(|own| org.is_within(area.id, *own)) {
        return Err(Trouble::No(Phrase::plain("invite-not-yours").with("area", org.path_name(area.id))));
    }
    Ok(area.clone())
}

/// A role as people write it. Residents need no invitation.
fn role_named(word: &str) -> Option<Role> {
    Some(match word.to_lowercase().as_str() {
        "volunteer" | "志愿者" | "志願者" | "志工" | "义工" | "義工" => Role::Volunteer,
        "chief" | "网格长" | "楼栋长" | "单元长" | "楼长" | "網格長" | "樓棟長" | "單元長" | "樓長" => {
            Role::Chief
        }
        "worker" | "网格员" | "網格員" | "工作人员" | "工作人員" => Role::Worker,
        "department" | "部门" | "部門" => Role::Department,
        "secretary" | "书记" | "書記" => Role::Secretary,
        _ => return None,
    })
}
