//! Reporting: what residents say becomes a ticket with one card. Plain words in a group, and `/report` in all its
//! forms; private chats, photos, joining and questions have their own files.

use super::hear::{self, SURE};
use super::{
    Call, Desk, Outcome, Reply, Trouble, approve, emergency, flood, joins, no, photos, places, private,
    questions, same, shadow, wishes,
};
use crate::incoming::{Message, Speaker};
use crate::verbs;
use crate::words::Phrase;
use storage::{Case, CaseKind, Chat, Lane, NewCase, NewEntry, Person, Place, Purpose, Taken};
use understand::{Category, Kind, Understanding};

/// The longest words kept, characters: one message of Telegram's.
const LONGEST: usize = 4096;
/// The largest file that can be fetched through the Bot API, bytes: 20 MB.
const LARGEST: i64 = 20 * 1024 * 1024;

/// A report, before its case.
pub struct Report<'r> {
    /// Who reports it.
    pub person: &'r Person,
    /// Where it was said.
    pub chat: &'r Chat,
    /// The grid it is for.
    pub area: i64,
    /// The message it was said in, with the words of the report as its text.
    pub source: &'r Message,
    /// A photo that came with the command rather than with the words.
    pub extra: Option<&'r str>,
    /// Something was asked already, so nothing more is.
    pub asked: bool,
}

/// Makes a report a case: its log, its originals, its cards, the number to ring, the one question. A message that
/// has a case already gives that one, unchanged.
pub async fn take(desk: &mut Desk<'_>, report: Report<'_>) -> Result<Taken, Trouble> {
    let (chat, source) = (report.chat, report.source);
    if let Some(case) = desk.tx.case_of_source(chat.id, source.id).await? {
        return Ok(Taken::Already(Box::new(case)));
    }
    let originals = photos::originals(desk, &report).await?;
    if source.text.is_empty() && originals.is_empty() {
        return no("report-empty");
    }
    let read = hear::read_request(desk, report.area, source);
    let case = match open(desk, &report, &read).await? {
        Taken::New(case) => *case,
        already => return Ok(already),
    };
    photos::attach(desk, &case, report.person.id, chat, &originals).await?;
    show(desk, &case, chat).await?;
    if emergency::is_one(&case) {
        emergency::raise(desk, &case, chat, source.id).await?;
    }
    let asked = report.asked || questions::what_is_missing(desk, &case, chat, source.id).await?;
    if !asked && chat.purpose == Some(Purpose::Residents) {
        same::ask(desk, &case).await?;
    }
    Ok(Taken::New(Box::new(case)))
}

async fn open(desk: &mut Desk<'_>, report: &Report<'_>, read: &Understanding) -> Result<Taken, Trouble> {
    let (area, place) = places::settle(&desk.org, report.area, place_of(read));
    let Some(community) = desk.org.community_of(area) else { return no("report-no-community") };
    let category = read.category.unwrap_or(Category::Other).as_str().to_owned();
    let urgency = read.urgency.map_or("normal", |urgency| urgency.as_str()).to_owned();
    let (claim_band, done_band) = desk.org.settings(area).deadlines.due(&urgency, &category);
    let new = NewCase {
        kind: CaseKind::Ticket,
        community,
        area,
        bot: desk.office.me.id,
        category,
        urgency,
        department: read.department.map(|department| department.as_str().to_owned()),
        private: report.chat.is_private(),
        reporter: report.person.id,
        words: kept(&report.source.text),
        shown: kept(&read.masked),
        place,
        source: Some((report.chat.id, report.source.id)),
        claim_band,
        done_band,
    };
    let taken = desk.tx.case_open(new, desk.now).await?;
    if let Taken::New(case) = &taken {
        let entry = NewEntry {
            person: Some(report.person.id),
            what: "report",
            to: Some(case.status),
            ..NewEntry::default()
        };
        desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    }
    Ok(taken)
}

/// Queues the first cards of a case: where it was said; for a private one also where staff see it.
async fn show(desk: &mut Desk<'_>, case: &Case, chat: &Chat) -> storage::Result<()> {
    let lane = if emergency::is_one(case) { Lane::Emergency } else { Lane::Normal };
    desk.tx.outbox_card(case.bot, case.id, chat.id, lane, 0, desk.wire).await?;
    if case.private {
        return private::show_staff(desk, case, lane).await;
    }
    super::budget::note(desk, chat).await
}

/// The words as they are kept.
pub fn kept(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

/// The place as it was read, in the form in which it is kept.
pub fn place_of(read: &Understanding) -> Place {
    let place = read.place.clone();
    Place {
        estate: place.estate,
        building: place.building,
        unit: place.unit,
        floor: place.floor,
        room: place.room,
        spot: place.spot,
    }
}

/// A message without the `/report` or `/wish` it begins with: its words are the rest.
pub fn stripped(me: &str, message: Message) -> Message {
    let text = match verbs::find(&message.text, me, false) {
        Some(found) if matches!(found.verb.name, "report" | "wish") => found.rest.to_owned(),
        _ => return message,
    };
    Message { text, ..message }
}

/// Whether a message carries a file too large to be of use.
pub fn too_big(message: &Message) -> bool {
    [&message.voice, &message.file].into_iter().flatten().any(|file| file.size.is_some_and(|n| n > LARGEST))
}

/// `/report …`: a report for sure, whatever the words read like.
pub async fn report(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let Some(message) = call.message.as_deref() else { return no("tap-old") };
    if !call.chat.is_private() && call.chat.bound().is_none() {
        return no("report-unbound");
    }
    if let Some(to) = message.reply_to.as_deref().filter(|_| hear::replies_to(message, desk.office.me.id))
        && call.rest.is_empty()
        && let Some(case) = hear::case_of_message(desk, &call.chat, to.id).await?
    {
        return Ok(Reply::Note(Phrase::plain("report-noted").with("number", case.number)));
    }
    let source = source(&call, message, desk.office.me.id)?;
    if let Some(reply) = flood::check(desk, &call.person, message.date).await? {
        return Ok(reply);
    }
    let extra = message.photo.as_deref().filter(|_| source.id != message.id);
    let area = match call.chat.bound() {
        Some(area) => area,
        None => match private::home(desk, &call.person).await? {
            private::Home::Grid(area) => area,
            private::Home::OneOf(areas) => {
                return private::ask_grid(desk, &call.chat, source.id, &areas, ("grd", 0)).await;
            }
        },
    };
    let (person, chat) = (&call.person, &call.chat);
    match take(desk, Report { person, chat, area, source: &source, extra, asked: false }).await? {
        Taken::New(_) => Ok(Reply::Nothing),
        Taken::Already(case) => joins::join(desk, person, &case).await,
    }
}

/// The message that `/report` is about: the one it replies to, if somebody else said that; else itself.
fn source(call: &Call, message: &Message, me: i64) -> Result<Message, Trouble> {
    let others = message.reply_to.as_deref().filter(|_| !hear::replies_to(message, me));
    for seen in others.into_iter().chain([message]) {
        if seen.sticker {
            return no("report-sticker");
        }
        if too_big(seen) {
            return no("report-file-big");
        }
    }
    let Some(to) = others else { return Ok(Message { text: call.rest.clone(), ..message.clone() }) };
    let mut source = to.clone();
    if !call.rest.is_empty() {
        let parts = [source.text.as_str(), call.rest.as_str()];
        source.text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    }
    Ok(source)
}

/// Plain words: a sure request becomes a case, a likely one a question to its author; "me too" joins.
pub async fn words(
    desk: &mut Desk<'_>,
    chat: &Chat,
    speaker: &Speaker,
    message: Message,
    read: Option<Understanding>,
) -> Outcome {
    let Some(read) = read else { return Ok(Reply::Nothing) };
    if chat.is_private() {
        return private::words(desk, chat, speaker, &message, &read).await;
    }
    let Some(area) = chat.bound().filter(|_| chat.purpose != Some(Purpose::Department)) else {
        return Ok(Reply::Nothing);
    };
    if let Some(done) = approve::replied(desk, chat, speaker, &message).await? {
        return Ok(done);
    }
    if shadow::only_looks(desk, chat, &message).await? {
        if chat.purpose == Some(Purpose::Residents) {
            shadow::seen(desk, chat, &message, &read).await?;
        }
        return Ok(Reply::Nothing);
    }
    if let Some(done) = photos::seen(desk, chat, speaker, &message).await? {
        return Ok(done);
    }
    if let Some(to) = &message.reply_to {
        if read.kind == Kind::Support {
            return joins::said(desk, chat, speaker, to.id).await;
        }
        if let Some(done) = questions::replied(desk, chat, speaker, &message, &read).await? {
            return Ok(done);
        }
    }
    if read.kind == Kind::Wish && !message.text.is_empty() && chat.purpose == Some(Purpose::Residents) {
        return wishes::said(desk, chat, area, speaker, &message, &read).await;
    }
    // Staff speak of troubles all day: among them only `/report` reports.
    let spoken = read.kind == Kind::Request && !message.text.is_empty();
    if !spoken || chat.purpose != Some(Purpose::Residents) {
        return Ok(Reply::Nothing);
    }
    if read.confidence < SURE {
        // An anonymous administrator cannot be told apart from another, so nobody could answer.
        if message.as_chat.is_none() {
            questions::ask_whether(desk, chat, message.id).await?;
        }
        return Ok(Reply::Nothing);
    }
    let person = desk.person(speaker).await?;
    if let Some(reply) = flood::check(desk, &person, message.date).await? {
        return Ok(reply);
    }
    let report = Report { person: &person, chat, area, source: &message, extra: None, asked: false };
    take(desk, report).await?;
    Ok(Reply::Nothing)
}
