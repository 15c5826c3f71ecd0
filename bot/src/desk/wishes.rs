//! `/wish …`: a wish is made, said in a group or in private. Then `approve.rs` looks at it, `board.rs` shows it, and
//! `granting.rs` sees it granted.

use super::reports::{self, kept, place_of};
use super::{Call, Desk, Outcome, Reply, Trouble, approve, flood, hear, no, places, private, questions};
use crate::incoming::{Message, Speaker};
use crate::outgoing::{Post, Said};
use crate::views::wish as view;
use crate::words::Phrase;
use storage::{APPROVAL, AreaKind, Case, CaseKind, Chat, Draft, Lane, NewCase, NewEntry, Person, Purpose};
use storage::{QUESTION, RESERVATION, Status, Taken};
use understand::{Category, Understanding};

/// The longest wish, characters.
pub const MOST: usize = 500;
/// In a button that says it is a wish: its id is the area the wish is for.
const AREA: i64 = 1;

/// `/wish …`: the words become a wish; a tap on a question says that the words it is about are one.
pub async fn wish(desk: &mut Desk<'_>, call: Call) -> Outcome {
    if call.tap.is_some() {
        return answered(desk, &call).await;
    }
    let Some(message) = call.message.as_deref() else { return no("tap-old") };
    if !call.chat.is_private() && call.chat.bound().is_none() {
        return no("report-unbound");
    }
    let words = call.rest.trim_start_matches(['：', ':', '，', ',', ' ']);
    let mut source = Message { text: words.to_owned(), ..message.clone() };
    // A worker makes somebody's words a wish with a bare `/wish` in reply to them.
    let others = message.reply_to.as_deref().filter(|_| !hear::replies_to(message, desk.office.me.id));
    if let Some(to) = others.filter(|_| source.text.is_empty()) {
        source.text.clone_from(&to.text);
    }
    check(&source)?;
    if let Some(reply) = flood::check(desk, &call.person, message.date).await? {
        return Ok(reply);
    }
    let area = match area_for(desk, &call).await? {
        private::Home::Grid(area) => area,
        private::Home::OneOf(areas) => {
            return private::ask_grid(desk, &call.chat, message.id, &areas, ("wsh", AREA)).await;
        }
    };
    make(desk, &call.person, &call.chat, area, &source).await
}

/// The area a wish is for: the chat's; among staff and in private the speaker's own grid.
async fn area_for(desk: &mut Desk<'_>, call: &Call) -> storage::Result<private::Home> {
    let Some(bound) = call.chat.bound() else { return private::home(desk, &call.person).await };
    if call.chat.purpose != Some(Purpose::Residents)
        && let private::Home::Grid(own) = private::home(desk, &call.person).await?
        && desk.org.is_within(own, bound)
    {
        return Ok(private::Home::Grid(own));
    }
    Ok(private::Home::Grid(bound))
}

/// Refuses words that are no wish to keep.
fn check(source: &Message) -> Result<(), Trouble> {
    if source.text.trim().is_empty() {
        return no("wish-empty");
    }
    if source.text.chars().count() > MOST {
        return Err(Trouble::No(Phrase::plain("wish-long").with("most", MOST as i64)));
    }
    Ok(())
}

/// Plain words in a residents' group that read like a wish. Unsure ones are asked about in private: a question in
/// the group would point at who needs something.
pub async fn said(
    desk: &mut Desk<'_>,
    chat: &Chat,
    area: i64,
    speaker: &Speaker,
    message: &Message,
    read: &Understanding,
) -> Outcome {
    // An anonymous administrator is nobody to grant a wish to.
    if message.as_chat.is_some() || message.text.chars().count() > MOST {
        return Ok(Reply::Nothing);
    }
    if read.confidence < hear::SURE {
        if let Some(private) = desk.tx.chat_known(desk.office.me.id, speaker.tg).await? {
            let said = view::whether_said(desk.locale(&private, None), area, &message.text);
            ask_aside(desk, &private, said).await?;
        }
        return Ok(Reply::Nothing);
    }
    let person = desk.person(speaker).await?;
    if let Some(reply) = flood::check(desk, &person, message.date).await? {
        return Ok(reply);
    }
    make(desk, &person, chat, area, message).await
}

/// Asks in a private chat; taken away after a day like every question.
async fn ask_aside(desk: &mut Desk<'_>, chat: &Chat, said: Said) -> storage::Result<()> {
    let post = Post::Text { said, reply_to: None, silent: true };
    let payload = serde_json::to_string(&post).unwrap_or_default();
    let draft =
        Draft { chat: chat.id, lane: Lane::Normal, kind: QUESTION, payload, case: None, due: desk.now };
    desk.tx.outbox_queue(desk.office.me.id, draft, desk.wire).await.map(drop)
}

/// The same said to the bot alone.
pub async fn said_alone(
    desk: &mut Desk<'_>,
    chat: &Chat,
    person: &Person,
    message: &Message,
    read: &Understanding,
) -> Outcome {
    check(message)?;
    if read.confidence < hear::SURE {
        let said = view::whether(desk.locale(chat, Some(person)), message.id);
        questions::ask_author(desk, chat, message.id, said).await?;
        return Ok(Reply::Nothing);
    }
    if let Some(reply) = flood::check(desk, person, message.date).await? {
        return Ok(reply);
    }
    match private::home(desk, person).await? {
        private::Home::Grid(area) => make(desk, person, chat, area, message).await,
        private::Home::OneOf(areas) => private::ask_grid(desk, chat, message.id, &areas, ("wsh", AREA)).await,
    }
}

/// "It is a wish", or which grid it is for: the words are the asked-about message's, or stand in the question.
async fn answered(desk: &mut Desk<'_>, call: &Call) -> Outcome {
    let (question, source) = questions::asked(desk, call).await?;
    let own = call.tap.as_ref().and_then(|tap| tap.message.as_deref());
    let repeated = own.filter(|_| call.version == AREA && call.chat.is_private()).and_then(|own| {
        view::repeated(&own.text).map(|words| Message { text: words.to_owned(), ..own.clone() })
    });
    let Some(source) = source.or(repeated) else {
        questions::over(desk, &call.chat, question).await?;
        return Ok(Reply::Note(Phrase::plain("question-gone")));
    };
    let source = reports::stripped(&desk.office.me.username, source);
    check(&source)?;
    let home = match desk.org.area(call.id).filter(|_| call.version == AREA).map(|area| area.kind) {
        Some(AreaKind::Grid) => private::Home::Grid(call.id),
        Some(AreaKind::Community) => {
            private::Home::OneOf(desk.org.grids_of(call.id).iter().map(|grid| grid.id).collect())
        }
        _ if call.version == AREA => return no("tap-old"),
        _ => area_for(desk, call).await?,
    };
    let area = match home {
        private::Home::Grid(area) => area,
        private::Home::OneOf(areas) => {
            return private::ask_instead(desk, call, question, &areas, ("wsh", AREA)).await;
        }
    };
    if let Some(reply) = flood::check(desk, &call.person, desk.now).await? {
        return Ok(reply);
    }
    questions::over(desk, &call.chat, question).await?;
    make(desk, &call.person, &call.chat, area, &source).await
}

/// Makes a wish, brings it to its keepers and says so to who wished. A message that has one already makes no other.
async fn make(desk: &mut Desk<'_>, person: &Person, chat: &Chat, area: i64, source: &Message) -> Outcome {
    let case = match open(desk, person, chat, area, source).await? {
        Taken::New(case) => *case,
        Taken::Already(_) => return Ok(Reply::Nothing),
    };
    let entry =
        NewEntry { person: Some(person.id), what: "wish", to: Some(case.status), ..NewEntry::default() };
    desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    approve::tell_keepers(desk, &case).await?;
    let locale = desk.locale(chat, Some(person));
    if chat.is_private() {
        desk.tell(chat, view::noted(locale, &case), Some(source.id), Some(case.id)).await?;
        return Ok(Reply::Nothing);
    }
    let link = format!("https://t.me/{}?start=my", desk.office.me.username);
    let reachable = desk.private_chat(person).await?.is_some();
    let said = view::noted_in_group(locale, Some(link.as_str()).filter(|_| !reachable));
    // Not about the case: nobody's reply to this line may find it.
    let post = Post::Text { said, reply_to: Some(source.id), silent: true };
    desk.post(chat.id, &post).await?;
    super::budget::note(desk, chat).await?;
    Ok(Reply::Nothing)
}

async fn open(
    desk: &mut Desk<'_>,
    person: &Person,
    chat: &Chat,
    area: i64,
    source: &Message,
) -> Result<Taken, Trouble> {
    let read = hear::read_in(desk, area, source);
    let (area, place) = places::settle(&desk.org, area, place_of(&read));
    let Some(community) = desk.org.community_of(area) else { return no("report-no-community") };
    let new = NewCase {
        kind: CaseKind::Wish,
        community,
        area,
        bot: desk.office.me.id,
        category: read.category.unwrap_or(Category::Care).as_str().to_owned(),
        urgency: "normal".to_owned(),
        department: None,
        private: true,
        reporter: person.id,
        words: kept(&source.text),
        shown: kept(&read.masked),
        place,
        source: Some((chat.id, source.id)),
        claim_band: APPROVAL,
        done_band: RESERVATION,
    };
    Ok(desk.tx.case_open(new, desk.now).await?)
}

/// Its author edited the message of a wish: while nobody approved it, that is the wish, and its keepers look again.
pub async fn edited(desk: &mut Desk<'_>, mut case: Case, message: &Message) -> storage::Result<()> {
    if case.status != Status::Proposed || check(message).is_err() {
        return Ok(());
    }
    case.words = Some(kept(&message.text));
    case.shown = Some(kept(&understand::masked(&message.text)));
    case.version += 1;
    desk.tx.case_rewrite(&case).await?;
    let entry = NewEntry { person: case.reporter, what: "edit", ..NewEntry::default() };
    desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    approve::tell_keepers(desk, &case).await
}

/// A verb of wishes for what is none.
pub async fn no_wish(_: &mut Desk<'_>, call: Call) -> Outcome {
    Err(Trouble::No(Phrase::plain("wish-is-none").with("number", call.case()?.number)))
}
