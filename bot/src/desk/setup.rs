//! `/setup`: which area a group belongs to. An administrator of the group chooses, by buttons or by code; a
//! secretary of the area confirms, by button or with a one-time code.

use super::admins::{self, Asker};
use super::{Call, Desk, Outcome, Reply, Trouble, no, standing};
use crate::outgoing::{Post, Said};
use crate::views::{self, setup as view};
use crate::words::Phrase;
use storage::{Area, AreaKind, Chat, ChatState, InviteFor, Org, Person, Purpose, Refused, Role};

/// `/setup [AREA [staff]] [ONE-TIME CODE]`.
pub async fn setup(desk: &mut Desk<'_>, call: Call) -> Outcome {
    if call.chat.is_private() {
        return no("setup-private");
    }
    admins::only(desk, &call, "set").await
}

/// A button of the tree.
pub async fn choose(desk: &mut Desk<'_>, call: Call) -> Outcome {
    if call.chat.is_private() {
        return no("tap-elsewhere");
    }
    admins::only(desk, &call, "are").await
}

/// What an administrator typed after `/setup`.
pub async fn typed(desk: &mut Desk<'_>, asker: &Asker<'_>, words: &str) -> Outcome {
    let mut words = words.split_whitespace().peekable();
    let Some(first) = words.next() else {
        let own = desk.tx.bots().await?.into_iter().find(|bot| bot.id == desk.office.me.id);
        return step(desk, asker, own.and_then(|bot| bot.area)).await;
    };
    let Some(area) = desk.org.by_code(first).cloned() else {
        return Err(Trouble::No(Phrase::plain("setup-no-area").with("code", first)));
    };
    let purpose = words.next_if(|word| purpose_named(word).is_some()).and_then(purpose_named);
    let code = words.next();
    match (purpose, area.kind) {
        (_, AreaKind::Building | AreaKind::Unit) => {
            let grid = desk.org.enclosing(area.id, AreaKind::Grid).and_then(|grid| desk.org.area(grid));
            let code = grid.map(|grid| grid.code.clone()).unwrap_or_default();
            Err(Trouble::No(Phrase::plain("setup-too-small").with("code", code)))
        }
        (Some(Purpose::Residents), kind) if kind != AreaKind::Grid => no("setup-residents-grid"),
        (None, kind) if kind != AreaKind::Grid && code.is_some() => {
            Err(Trouble::No(Phrase::plain("setup-how").with("code", area.code)))
        }
        (None, kind) if kind != AreaKind::Grid => step(desk, asker, Some(area.id)).await,
        (purpose, _) => propose(desk, asker, &area, purpose.unwrap_or(Purpose::Residents), code).await,
    }
}

/// What an administrator tapped: an area to look into, or the area and what the chat is to be for it.
pub async fn chosen(desk: &mut Desk<'_>, asker: &Asker<'_>, area: i64, choice: i64) -> Outcome {
    let Some(area) = desk.org.area(area).cloned() else { return no("tap-old") };
    match view::purpose(choice) {
        None => step(desk, asker, Some(area.id)).await,
        Some(Purpose::Residents) if area.kind != AreaKind::Grid => no("tap-old"),
        Some(_) if area.kind > AreaKind::Grid => no("tap-old"),
        Some(purpose) => propose(desk, asker, &area, purpose, None).await,
    }
}

/// A secretary's tap: confirms or refuses what was asked for a chat.
pub async fn confirm(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let (Some(chat), Some(message)) = (desk.tx.chat(call.id).await?, admins::tapped(&call)) else {
        return no("tap-old");
    };
    if !call.chat.is_private() && call.chat.id != chat.id {
        return no("tap-elsewhere");
    }
    let Some((area, purpose)) = chat.asked else { return no("setup-answered") };
    let agreed = call.version == view::check(area, purpose, true);
    if !agreed && call.version != view::check(area, purpose, false) {
        return no("setup-answered");
    }
    let name = desk.org.path_name(area);
    if !is_secretary(desk, call.person.id, area).await? {
        return Err(Trouble::No(Phrase::plain("setup-secretary-only").with("area", name)));
    }
    let said =
        if agreed { bind(desk, &chat, area, purpose).await? } else { refuse(desk, &chat, area).await? };
    if call.chat.id == chat.id {
        desk.post(chat.id, &Post::Edit { message, said }).await?;
        return Ok(Reply::Nothing);
    }
    desk.tell(&chat, said, None, None).await?;
    let key = if agreed { "setup-you-confirmed" } else { "setup-you-refused" };
    let said =
        views::line(&Phrase::plain(key).with("area", name), desk.locale(&call.chat, Some(&call.person)));
    desk.post(call.chat.id, &Post::Edit { message, said }).await?;
    Ok(Reply::Nothing)
}

/// Shows the buttons of one area of the tree; `None`: of all there is. Areas with nothing to choose are passed by.
async fn step(desk: &mut Desk<'_>, asker: &Asker<'_>, area: Option<i64>) -> Outcome {
    let org = desk.org.clone();
    if org.is_empty() {
        return no("setup-no-org");
    }
    let mut at = area;
    while let [only] = below(&org, at)[..]
        && at.and_then(|at| org.area(at)).is_none_or(|at| at.kind < AreaKind::Community)
    {
        at = Some(only.id);
    }
    let here = at.and_then(|at| org.area(at));
    let up = here.and_then(|here| here.parent).filter(|up| below(&org, Some(*up)).len() > 1);
    let now = asker.chat.bound().map(|area| org.path_name(area));
    let locale = desk.locale(asker.chat, None);
    let said = view::question(locale, here, &below(&org, at), up, now.as_deref());
    show(desk, asker, said).await
}

/// The areas to choose among right below an area: communities and what leads to them, or a community's grids.
fn below(org: &Org, area: Option<i64>) -> Vec<&Area> {
    let Some(at) = area else { return org.roots().collect() };
    org.children(at).filter(|child| child.kind <= AreaKind::Grid).collect()
}

/// Asks for a binding, or binds at once where a secretary's word is already given.
async fn propose(
    desk: &mut Desk<'_>,
    asker: &Asker<'_>,
    area: &Area,
    purpose: Purpose,
    code: Option<&str>,
) -> Outcome {
    let chat = asker.chat;
    let name = desk.org.path_name(area.id);
    if chat.bound() == Some(area.id) && chat.purpose == Some(purpose) {
        return Err(Trouble::No(Phrase::plain("setup-already").with("area", name)));
    }
    let own = desk.tx.bots().await?.into_iter().find(|bot| bot.id == chat.bot).and_then(|bot| bot.area);
    if own.is_some_and(|own| !desk.org.is_within(area.id, own)) {
        return Err(Trouble::No(Phrase::plain("setup-other-bot").with("area", name)));
    }
    let sure = match code {
        Some(code) => {
            use_code(desk, asker.person, area, code).await?;
            true
        }
        None => !asker.anonymous && is_secretary(desk, asker.person.id, area.id).await?,
    };
    if sure {
        let said = bind(desk, chat, area.id, purpose).await?;
        return show(desk, asker, said).await;
    }
    let state = if chat.bound().is_some() { ChatState::Bound } else { ChatState::Asked };
    desk.tx.chat_save(&Chat { asked: Some((area.id, purpose)), state, ..chat.clone() }).await?;
    let who = asker.person.about.as_ref().filter(|_| !asker.anonymous);
    let asked = view::Asked { chat: chat.id, area: area.id, code: &area.code, name: &name, purpose, who };
    let known = ask_secretaries(desk, &asked).await?;
    let said = view::asked(desk.locale(chat, None), &asked, known);
    show(desk, asker, said).await
}

/// Asks the nearest secretaries of an area in private, as far as they can be written to; whether there is any.
async fn ask_secretaries(desk: &mut Desk<'_>, asked: &view::Asked<'_>) -> storage::Result<bool> {
    for above in desk.org.ancestors(asked.area) {
        let secretaries = desk.tx.members_at(&[above], &[Role::Secretary]).await?;
        for secretary in &secretaries {
            let Some(person) = desk.tx.person(secretary.person).await? else { continue };
            let Some(private) = desk.private_chat(&person).await? else { continue };
            let said = view::ask_secretary(desk.locale(&private, Some(&person)), asked);
            desk.tell(&private, said, None, None).await?;
        }
        if !secretaries.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Uses a secretary's one-time code up.
async fn use_code(desk: &mut Desk<'_>, person: &Person, area: &Area, code: &str) -> Result<(), Trouble> {
    let Some(found) = desk.tx.invitation(code).await? else { return no("setup-code-unknown") };
    if found.purpose != InviteFor::Binding {
        return no("setup-code-member");
    }
    if !desk.org.is_within(area.id, found.area) {
        return no("setup-code-elsewhere");
    }
    match desk.tx.invitation_use(code, person.id, desk.now).await? {
        Ok(_) => Ok(()),
        Err(Refused::Used) => no("setup-code-used"),
        Err(Refused::Ended) => no("setup-code-ended"),
        Err(Refused::Unknown) => no("setup-code-unknown"),
    }
}

/// Binds a chat; what it is told.
async fn bind(desk: &mut Desk<'_>, chat: &Chat, area: i64, purpose: Purpose) -> storage::Result<Said> {
    let bound = Chat {
        area: Some(area),
        purpose: Some(purpose),
        asked: None,
        state: if chat.state == ChatState::Left { ChatState::Left } else { ChatState::Bound },
        ..chat.clone()
    };
    desk.tx.chat_save(&bound).await?;
    desk.office.set_next_daily(0);
    let name = desk.org.path_name(area);
    let can = standing::abilities(desk, &bound);
    Ok(view::bound(desk.locale(&bound, None), &name, purpose, can))
}

/// Puts what was asked aside; what the chat is told.
async fn refuse(desk: &mut Desk<'_>, chat: &Chat, area: i64) -> storage::Result<Said> {
    let state = if chat.state == ChatState::Asked { ChatState::New } else { chat.state };
    desk.tx.chat_save(&Chat { asked: None, state, ..chat.clone() }).await?;
    let line = Phrase::plain("setup-refused").with("area", desk.org.path_name(area));
    Ok(views::line(&line, desk.locale(chat, None)))
}

async fn is_secretary(desk: &mut Desk<'_>, person: i64, area: i64) -> storage::Result<bool> {
    Ok(desk.roles_at(person, area).await?.contains(&Role::Secretary))
}

/// Puts the next step in the place of the buttons that were tapped, or says it as a reply.
async fn show(desk: &mut Desk<'_>, asker: &Asker<'_>, said: Said) -> Outcome {
    let Some(message) = asker.tapped else { return Ok(Reply::Said(said)) };
    desk.post(asker.chat.id, &Post::Edit { message, said }).await?;
    Ok(Reply::Nothing)
}

/// What a chat is to be for, as people write it.
fn purpose_named(word: &str) -> Option<Purpose> {
    match word.to_lowercase().as_str() {
        "residents" | "居民" | "居民群" | "居民群組" => Some(Purpose::Residents),
        "staff" | "工作群" | "工作群組" | "工作人员" | "工作人員" => Some(Purpose::Staff),
        "department" | "部门" | "部門" | "部门群" | "部門群組" => Some(Purpose::Department),
        _ => None,
    }
}
