//! Lists: what waits to be taken, and what is mine. One tap takes a case or says that it is done.

use super::{Call, Desk, Outcome, Reply, Trouble, board, claims, finish, no, undo};
use crate::outgoing::{Post, Said};
use crate::views;
use crate::views::lists::{ListView, Row};
use crate::words::Phrase;
use std::collections::BTreeSet;
use storage::{AreaKind, Case, Purpose, Status};

/// Cases on a page.
const PAGE: usize = 6;
/// How many open cases of a community are looked at; more than anybody pages through.
const MOST: i64 = 500;
/// How far back `/my` looks for what one reported, ms: 90 days.
const MINE: i64 = 90 * 86_400_000;

/// What a tap on a list just did, shown on top of it with the button that takes it back.
pub struct Notice<'c> {
    /// What was done.
    pub phrase: Phrase,
    /// The case after it.
    pub case: &'c Case,
}

/// `/queue`: open cases of the chat's area, in private of the speaker's areas; urgent and old ones first.
pub async fn queue(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let said = queue_page(desk, &call, call.id, None).await?;
    show(desk, &call, said).await
}

/// A tap on a case in that list.
pub async fn take(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let after = claims::take(desk, &call.person, call.case()?).await?;
    let noted = Phrase::plain("claim-taken").with("number", after.number);
    // A list in a group has many readers: it names who took the case.
    let phrase = match call.chat.is_private() {
        true => noted.clone(),
        false => {
            Phrase::plain("list-taken-by").with("number", after.number).with("holder", call.person.name())
        }
    };
    again(desk, &call, false, call.version, Some(Notice { phrase, case: &after })).await?;
    Ok(Reply::Note(noted))
}

/// A tap on a case in the list of what one holds.
pub async fn finished(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let after = finish::finish(desk, &call).await?;
    let phrase = Phrase::plain("done-noted").with("number", after.number);
    again(desk, &call, true, call.version, Some(Notice { phrase: phrase.clone(), case: &after })).await?;
    Ok(Reply::Note(phrase))
}

/// `/my`: what the speaker holds and what they reported, in private only.
pub async fn my(desk: &mut Desk<'_>, call: Call) -> Outcome {
    if call.chat.is_private() {
        let said = my_page(desk, &call, call.id, None).await?;
        return show(desk, &call, said).await;
    }
    let Some(private) = desk.private_chat(&call.person).await? else {
        let locale = desk.locale(&call.chat, None);
        let link = format!("https://t.me/{}?start=my", desk.office.me.username);
        return Ok(Reply::Said(views::lists::open_me(locale, "my-start", &link)));
    };
    let inside = Call { chat: private.clone(), tap: None, message: None, ..call };
    let said = my_page(desk, &inside, 0, None).await?;
    desk.tell(&private, said, None, None).await?;
    Ok(Reply::Note(Phrase::plain("my-sent")))
}

/// Writes the list anew that a tap came from: `mine` for the list of what one holds, else the queue.
pub async fn again(
    desk: &mut Desk<'_>,
    call: &Call,
    mine: bool,
    page: i64,
    notice: Option<Notice<'_>>,
) -> Result<(), Trouble> {
    let Some(message) = call.tapped() else { return Ok(()) };
    let said = if mine {
        my_page(desk, call, page, notice).await?
    } else {
        queue_page(desk, call, page, notice).await?
    };
    desk.post(call.chat.id, &Post::Edit { message, said }).await?;
    Ok(())
}

/// A typed list is a new message; a tap turns the page in place.
pub async fn show(desk: &mut Desk<'_>, call: &Call, said: Said) -> Outcome {
    let Some(message) = call.tapped() else { return Ok(Reply::Said(said)) };
    desk.post(call.chat.id, &Post::Edit { message, said }).await?;
    Ok(Reply::Nothing)
}

async fn queue_page(
    desk: &mut Desk<'_>,
    call: &Call,
    page: i64,
    notice: Option<Notice<'_>>,
) -> Result<Said, Trouble> {
    let open = open_cases(desk, call).await?;
    let staff_chat = call.chat.bound().is_some() && call.chat.purpose == Some(Purpose::Staff);
    let (hidden, shown): (Vec<Case>, Vec<Case>) =
        open.into_iter().partition(|case| case.private && !call.chat.is_private());
    let mut view = view(desk, call, "queue-head", "queue-empty", "que", shown.len(), page);
    view.hidden = if staff_chat { hidden.len() as i64 } else { 0 };
    let shared = shown.iter().any(|case| case.area != shown[0].area);
    for case in shown.iter().skip(view.page * PAGE).take(PAGE) {
        view.rows.push(row(desk, case, "tke", shared).await?);
    }
    Ok(finished_view(desk, call, view, notice))
}

/// The open cases the speaker may take here, emergencies first, then the oldest.
async fn open_cases(desk: &mut Desk<'_>, call: &Call) -> Result<Vec<Case>, Trouble> {
    let org = desk.org.clone();
    let here = match (call.chat.is_private(), call.chat.bound()) {
        (false, None) => return no("report-unbound"),
        (_, here) => here,
    };
    let mut members = desk.tx.members_of(call.person.id).await?;
    members.retain(|member| member.role.who().is_some());
    let near = |area: i64| members.iter().any(|m| org.is_within(area, m.area) || org.is_within(m.area, area));
    if members.is_empty() || here.is_some_and(|area| !near(area)) {
        return no("no-right-queue");
    }
    let areas: Vec<i64> = here.map_or_else(|| members.iter().map(|m| m.area).collect(), |area| vec![area]);
    let mut communities = BTreeSet::new();
    for area in areas {
        match org.community_of(area) {
            Some(community) => drop(communities.insert(community)),
            None => communities.extend(org.below(area, AreaKind::Community).iter().map(|area| area.id)),
        }
    }
    let mut open = Vec::new();
    for community in communities {
        open.extend(desk.tx.cases_of_community(community, Status::Open, MOST).await?);
    }
    open.retain(|case| match here {
        Some(area) => org.is_within(case.area, area),
        None => members.iter().any(|member| desk.reaches(member, case)),
    });
    let rank = |case: &Case| match case.urgency.as_str() {
        "emergency" => 0,
        "urgent" => 1,
        _ => 2,
    };
    open.sort_by_key(|case| (rank(case), case.made_at, case.id));
    Ok(open)
}

async fn my_page(
    desk: &mut Desk<'_>,
    call: &Call,
    page: i64,
    notice: Option<Notice<'_>>,
) -> Result<Said, Trouble> {
    let held = desk.tx.cases_held(call.person.id, MOST).await?;
    let mut view = view(desk, call, "my-head", "my-empty", "my", held.len(), page);
    for case in held.iter().skip(view.page * PAGE).take(PAGE) {
        view.rows.push(row(desk, case, "fin", true).await?);
    }
    if view.page == 0 {
        let since = desk.now - MINE;
        let reported = desk.tx.cases_reported(call.person.id, since, MOST).await?;
        for case in reported.iter().filter(|case| !case.is_wish()).take(PAGE) {
            let row = row(desk, case, "cfm", false).await?;
            view.reported.push(row);
        }
        (view.wished, view.claimed) = board::mine(desk, &call.person, &reported, call).await?;
    }
    Ok(finished_view(desk, call, view, notice))
}

fn view(
    desk: &Desk<'_>,
    call: &Call,
    head: &'static str,
    empty: &'static str,
    code: &'static str,
    total: usize,
    page: i64,
) -> ListView {
    let last = total.saturating_sub(1) / PAGE;
    let area = call.chat.bound().unwrap_or_default();
    ListView {
        head,
        empty,
        code,
        total: total as i64,
        page: usize::try_from(page).unwrap_or(0).min(last),
        pages: last + 1,
        now: desk.now,
        zone: desk.org.settings(area).time_zone,
        rows: Vec::new(),
        reported: Vec::new(),
        wished: Vec::new(),
        claimed: Vec::new(),
        hidden: 0,
        notice: None,
        undo: None,
    }
}

async fn row(desk: &mut Desk<'_>, case: &Case, code: &'static str, area: bool) -> storage::Result<Row> {
    let area = desk.org.area(case.area).filter(|_| area).map(|area| area.name.clone());
    let holder = if case.status == Status::Claimed || case.status == Status::Done {
        desk.holder_name(case).await?
    } else {
        String::new()
    };
    Ok(Row { case: case.clone(), area: area.unwrap_or_default(), holder, code })
}

fn finished_view(desk: &Desk<'_>, call: &Call, mut view: ListView, notice: Option<Notice<'_>>) -> Said {
    let locale = desk.locale(&call.chat, Some(&call.person));
    if let Some(notice) = notice {
        view.notice = Some(notice.phrase);
        view.undo = Some(undo::button(locale, notice.case));
    }
    views::lists::list(locale, &view)
}
