//! Reports in a private chat: never shown to a group. Its card is in the reporter's chat and, masked, in the staff
//! chat; whoever takes it gets the words and originals in private.

use super::news::{self, News};
use super::photos::Original;
use super::reports::{self, Report};
use super::{Call, Desk, Outcome, Reply, approve, edits, emergency, flood, no, photos, questions, wishes};
use crate::incoming::{Message, Speaker};
use crate::outgoing::{Button, Does, Post, Said};
use crate::views::{self, report as words};
use crate::words::{Phrase, say};
use storage::{AreaKind, Case, Chat, Lane, PHOTO_WAIT, Person, Purpose, Role, Status};
use understand::{Kind, Understanding};

/// From here on words said to the bot alone are a report without a question.
const LIKELY: f32 = 0.5;
/// How many grids are offered as buttons before their communities are.
const MOST_GRIDS: usize = 24;
const DAY: i64 = 86_400_000;

/// The grid that a person's private reports are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Home {
    /// This one.
    Grid(i64),
    /// To be asked.
    OneOf(Vec<i64>),
}

/// Finds the grid of a person: where they have a role, else where they reported in the last 90 days, else the only
/// one that this bot serves.
pub async fn home(desk: &mut Desk<'_>, person: &Person) -> storage::Result<Home> {
    let org = desk.org.clone();
    let mut own: Vec<i64> = desk.tx.members_of(person.id).await?.iter().map(|member| member.area).collect();
    if !own.iter().any(|area| org.enclosing(*area, AreaKind::Grid).is_some()) {
        let recent = desk.tx.cases_reported(person.id, desk.now - 90 * DAY, 20).await?;
        own.extend(recent.iter().map(|case| case.area));
    }
    let mut grids: Vec<i64> = own.iter().filter_map(|area| org.enclosing(*area, AreaKind::Grid)).collect();
    grids.sort_unstable();
    grids.dedup();
    if grids.is_empty() {
        grids = served(desk).await?;
    }
    Ok(match grids.as_slice() {
        [only] => Home::Grid(*only),
        _ => Home::OneOf(grids),
    })
}

/// The grids this bot serves: those of its bound groups, else all there are.
async fn served(desk: &mut Desk<'_>) -> storage::Result<Vec<i64>> {
    let org = desk.org.clone();
    let chats = desk.tx.chats_bound(desk.office.me.id).await?;
    let areas = chats.iter().filter(|chat| chat.purpose == Some(Purpose::Residents));
    let mut grids: Vec<i64> = Vec::new();
    for area in areas.filter_map(Chat::bound) {
        match org.enclosing(area, AreaKind::Grid) {
            Some(grid) => grids.push(grid),
            None => grids.extend(org.grids_of(area).iter().map(|grid| grid.id)),
        }
    }
    if grids.is_empty() {
        grids.extend(org.roots().flat_map(|root| org.grids_of(root.id)).map(|grid| grid.id));
    }
    grids.sort_unstable();
    grids.dedup();
    Ok(grids)
}

/// Asks which grid a report is for; many grids are asked for by community first.
/// `then` is the code of its buttons, and the version in them.
fn which_grid(desk: &Desk<'_>, chat: &Chat, areas: &[i64], then: (&str, i64)) -> Said {
    let mut areas = areas.to_vec();
    if areas.len() > MOST_GRIDS {
        areas = areas.iter().filter_map(|grid| desk.org.community_of(*grid)).collect();
        areas.sort_unstable();
        areas.dedup();
    }
    let named: Vec<(i64, String)> = areas.iter().map(|area| (*area, desk.org.path_name(*area))).collect();
    words::grids(desk.locale(chat, None), &named, then)
}

/// Asks which grid the message `source` is for. Nothing of it is stored until that is known.
pub async fn ask_grid(
    desk: &mut Desk<'_>,
    chat: &Chat,
    source: i64,
    areas: &[i64],
    then: (&str, i64),
) -> Outcome {
    if areas.is_empty() {
        return no("private-no-grid");
    }
    let said = which_grid(desk, chat, areas, then);
    questions::ask_author(desk, chat, source, said).await?;
    Ok(Reply::Nothing)
}

/// Makes a question that stands already ask for the grid.
pub async fn ask_instead(
    desk: &mut Desk<'_>,
    call: &Call,
    question: i64,
    areas: &[i64],
    then: (&str, i64),
) -> Outcome {
    if areas.is_empty() {
        return no("private-no-grid");
    }
    let said = which_grid(desk, &call.chat, areas, then);
    desk.post(call.chat.id, &Post::Edit { message: question, said }).await?;
    Ok(Reply::Nothing)
}

/// The answer to which grid: a grid makes the case, a community shows its grids.
pub async fn grid(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let (question, source) = questions::asked(desk, &call).await?;
    let known = desk.org.area(call.id).map(|area| area.kind).filter(|_| call.chat.is_private());
    let area = match known {
        Some(AreaKind::Grid) => call.id,
        Some(AreaKind::Community) => {
            let grids: Vec<i64> = desk.org.grids_of(call.id).iter().map(|grid| grid.id).collect();
            return ask_instead(desk, &call, question, &grids, ("grd", 0)).await;
        }
        _ => return no("tap-old"),
    };
    let Some(source) = source else {
        questions::over(desk, &call.chat, question).await?;
        return Ok(Reply::Note(Phrase::plain("question-gone")));
    };
    questions::note(desk, &call, area, question, source).await
}

/// Anything said to the bot in private that is no command.
pub async fn words(
    desk: &mut Desk<'_>,
    chat: &Chat,
    speaker: &Speaker,
    message: &Message,
    read: &Understanding,
) -> Outcome {
    if message.sticker {
        return no("report-sticker");
    }
    if reports::too_big(message) {
        return no("report-file-big");
    }
    if message.file.is_some() {
        return no("report-file-kind");
    }
    if let Some(done) = approve::replied(desk, chat, speaker, message).await? {
        return Ok(done);
    }
    if let Some(done) = photos::seen(desk, chat, speaker, message).await? {
        return Ok(done);
    }
    if let Some(done) = questions::replied(desk, chat, speaker, message, read).await? {
        return Ok(done);
    }
    let alone = message.text.is_empty();
    if message.text.starts_with('/') || (alone && message.photo.is_none() && message.voice.is_none()) {
        return no("private-hint");
    }
    let person = desk.person(speaker).await?;
    if let Some(case) = wordless(desk, &person).await?.filter(|_| !alone && !message.forwarded) {
        edits::rewrite(desk, case.clone(), chat, message).await?;
        questions::end_of(desk, case.id).await?;
        return Ok(Reply::Nothing);
    }
    let wish = read.kind == Kind::Wish && read.confidence >= LIKELY;
    if wish && !alone && !message.forwarded {
        return wishes::said_alone(desk, chat, &person, message, read).await;
    }
    let area = match home(desk, &person).await? {
        Home::Grid(area) => area,
        Home::OneOf(areas) => {
            let first = photos::hold(desk, chat, speaker, message).await?;
            return if first {
                ask_grid(desk, chat, message.id, &areas, ("grd", 0)).await
            } else {
                Ok(Reply::Nothing)
            };
        }
    };
    let sure = read.kind == Kind::Request && read.confidence >= LIKELY;
    if !alone && (!sure || message.forwarded) {
        questions::ask_whether(desk, chat, message.id).await?;
        return Ok(Reply::Nothing);
    }
    if let Some(reply) = flood::check(desk, &person, message.date).await? {
        return Ok(reply);
    }
    let report = Report { person: &person, chat, area, source: message, extra: None, asked: false };
    reports::take(desk, report).await?;
    Ok(Reply::Nothing)
}

/// The case a person opened with a lone photo or voice message a moment ago, which still lacks its words.
async fn wordless(desk: &mut Desk<'_>, person: &Person) -> storage::Result<Option<Case>> {
    let latest = desk.tx.cases_reported(person.id, desk.now - PHOTO_WAIT, 1).await?;
    Ok(latest
        .into_iter()
        .find(|case| case.private && case.status == Status::Open && case.words.as_deref() == Some("")))
}

/// Brings a private case to those who may take it: its masked card in the staff chat, else news to who is on duty.
pub async fn show_staff(desk: &mut Desk<'_>, case: &Case, lane: Lane) -> storage::Result<()> {
    let chats = news::staff_chats(desk, case.area).await?;
    for chat in &chats {
        desk.tx.outbox_card(case.bot, case.id, chat.id, lane, 0, desk.wire).await?;
    }
    if !chats.is_empty() || emergency::is_one(case) {
        return Ok(());
    }
    let mut people = news::on_duty(desk, case.area, &[Role::Worker, Role::Chief]).await?;
    if people.is_empty() {
        people = news::on_duty(desk, case.area, &[Role::Secretary]).await?;
    }
    people.retain(|person| Some(*person) != case.reporter);
    let phrase = Phrase::plain("private-news")
        .with("number", case.number)
        .with("area", desk.org.path_name(case.area))
        .with("place", views::place(&case.place))
        .with("words", views::plain(case.shown.as_deref().unwrap_or_default(), 300));
    news::tell_people(desk, case, &people, &News { phrase, buttons: views::case_buttons, emergency: false })
        .await
}

/// Gives a private case to whoever took it: words, place and originals, in private. Who
/// cannot be written to is asked in the staff chat to open the bot; that names nothing of the case but its number.
pub async fn hand_over(desk: &mut Desk<'_>, case: &Case, person: i64) -> storage::Result<()> {
    let wordless = case.words.as_deref() == Some("");
    let Some(person) = desk.tx.person(person).await? else { return Ok(()) };
    if !case.private || case.reporter == Some(person.id) {
        return Ok(());
    }
    let Some(chat) = desk.private_chat(&person).await? else { return open_me(desk, case, &person).await };
    let reporter = match case.reporter {
        Some(reporter) => desk.tx.person(reporter).await?.and_then(|person| person.about),
        None => None,
    };
    let locale = desk.locale(&chat, Some(&person));
    let likely = match wordless && case.category == "other" {
        true => questions::likely(desk, case.area).await?,
        false => Vec::new(),
    };
    let said = words::handed(locale, case, reporter.as_ref(), &likely);
    desk.tell(&chat, said, None, Some(case.id)).await?;
    for entry in desk.tx.entries(case.id).await? {
        if let Some(file) = entry.photo.filter(|_| entry.what != "done" && entry.what != "progress") {
            show(desk, &chat, case, &entry.what, file).await?;
        }
    }
    Ok(())
}

/// Brings a late original of a private case to whoever has it.
pub async fn pass_on(desk: &mut Desk<'_>, case: &Case, original: &Original) -> storage::Result<()> {
    let holder = desk.tx.claim_held(case.id).await?.and_then(|claim| claim.person);
    let Some(holder) = holder.filter(|_| case.private) else { return Ok(()) };
    let Some(person) = desk.tx.person(holder).await? else { return Ok(()) };
    let Some(chat) = desk.private_chat(&person).await? else { return Ok(()) };
    show(desk, &chat, case, original.what, original.file.clone()).await
}

async fn show(
    desk: &mut Desk<'_>,
    chat: &Chat,
    case: &Case,
    what: &str,
    file: String,
) -> storage::Result<()> {
    let caption = format!("#{}", case.number);
    let post = match what {
        "voice" => Post::Voice { file, caption, reply_to: None },
        _ => Post::Photo { file, caption, reply_to: None, silent: false },
    };
    desk.post_about(chat.id, &post, case.id).await
}

/// Asks somebody in the staff chat to open the bot, for what is to be told in private.
pub async fn open_me(desk: &mut Desk<'_>, case: &Case, person: &Person) -> storage::Result<()> {
    let link = format!("https://t.me/{}?start=my", desk.office.me.username);
    for chat in news::staff_chats(desk, case.area).await? {
        let locale = desk.locale(&chat, None);
        let who = person.about.as_ref().map(views::mention).unwrap_or_default();
        let line = views::html(&Phrase::plain("private-open-me").with("number", case.number), locale);
        let open = Button { text: say(locale, "button-open-me", &[]), does: Does::Link(link.clone()) };
        let said = Said { html: format!("{who} {line}"), keyboard: vec![vec![open]] };
        desk.tell(&chat, said, None, Some(case.id)).await?;
    }
    Ok(())
}
