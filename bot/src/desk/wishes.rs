//! Wishes until they are on the wall: said in a group or in private, looked at by a keeper, put into words by which
//! nobody is recognised, posted without the person. From then on see `granting.rs`.

use super::claims::{self, words_of};
use super::news::{self, News};
use super::reports::{self, kept, place_of};
use super::{Call, Desk, Outcome, Reply, Trouble, flood, granting, hear, no, places, private, questions};
use crate::incoming::{Message, Speaker};
use crate::outgoing::{Post, Said};
use crate::routines::daily::grids;
use crate::understand::{Category, Understanding};
use crate::views::wish::{self as view, Asks};
use crate::words::Phrase;
use storage::{
    APPROVAL, AreaKind, Case, Chat, Draft, Lane, Move, NewCase, NewEntry, Person, Purpose, QUESTION,
};
use storage::{CaseKind, RESERVATION, Role, Status, Taken, Who};

/// The longest wish, characters.
const MOST: usize = 500;
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
    tell_keepers(desk, &case).await?;
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
    let read = hear::read(source, desk.now);
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

/// Asks those who may approve a wish to look at it: in the staff chat, else the workers on duty, else the secretary.
/// Nobody is asked about their own.
pub async fn tell_keepers(desk: &mut Desk<'_>, case: &Case) -> storage::Result<()> {
    let mut chats = news::staff_chats(desk, case.area).await?;
    for role in [Role::Worker, Role::Secretary] {
        if !chats.is_empty() {
            break;
        }
        for id in news::on_duty(desk, case.area, &[role]).await? {
            let person = desk.tx.person(id).await?.filter(|_| case.reporter != Some(id));
            if let Some(person) = person {
                chats.extend(desk.private_chat(&person).await?);
            }
        }
    }
    for chat in &chats {
        ask(desk, chat, case, false).await?;
    }
    Ok(())
}

/// Shows a wish as it would be posted, with what can be done about it.
async fn ask(desk: &mut Desk<'_>, chat: &Chat, case: &Case, reworded: bool) -> storage::Result<()> {
    let said = view::news(desk.locale(chat, None), case, &desk.org.path_name(case.area), reworded);
    let post = Post::Text { said, reply_to: None, silent: false };
    // Who is at it just now goes on, whatever the hour.
    let due = if reworded { 0 } else { desk.quiet_until(case.area) };
    desk.post_at(chat.id, &post, Some(case.id), Lane::Normal, due).await
}

/// Shows it once more to a keeper who asks for it.
pub async fn look(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    desk.must(&call.person, case, Move::Approve).await?;
    ask(desk, &call.chat, case, false).await?;
    Ok(Reply::Nothing)
}

/// `/approve N [words]`, or the button: the wish is posted, in other words if there are any.
pub async fn approve(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    desk.must(&call.person, case, Move::Approve).await?;
    if call.tap.is_some() && call.version != case.version {
        return no("wish-changed");
    }
    let case = match words_of(&call)? {
        "" => case.clone(),
        words => reword(desk, &call.person, case, words).await?,
    };
    let after = claims::step(desk, &call.person, &case, Move::Approve, "", None).await?;
    for chat in walls(desk, after.area).await? {
        let due = desk.quiet_until(after.area);
        desk.tx.outbox_card(after.bot, after.id, chat.id, Lane::Normal, due, desk.wire).await?;
        super::budget::note(desk, &chat).await?;
    }
    let posted = Phrase::plain("wish-told-posted")
        .with("number", after.number)
        .with("words", after.shown.clone().unwrap_or_default());
    news::tell_people(desk, &after, after.reporter.as_slice(), &News::plain(posted)).await?;
    granting::bring_together(desk, &after, &call.person).await?;
    let noted = Phrase::plain("wish-posted").with("number", after.number);
    super::finish::answer(desk, &call, &after, noted, news::bare).await
}

/// The residents' groups in which the wishes of an area are posted: its own, of a whole community all there are.
pub async fn walls(desk: &mut Desk<'_>, area: i64) -> storage::Result<Vec<Chat>> {
    let org = desk.org.clone();
    let mut areas: Vec<i64> = grids(&org, area).iter().map(|grid| grid.id).collect();
    areas.extend(org.ancestors(area));
    areas.sort_unstable();
    areas.dedup();
    let mut chats = Vec::new();
    for area in areas {
        let mut here = desk.tx.chats_of(area, Purpose::Residents).await?;
        here.retain(|chat| chat.bot == desk.office.me.id);
        chats.append(&mut here);
    }
    Ok(chats)
}

/// Puts a wish into other words: they are what everybody will read, and the wish's own stay sealed.
async fn reword(desk: &mut Desk<'_>, person: &Person, case: &Case, words: &str) -> Result<Case, Trouble> {
    if words.chars().count() > MOST {
        return Err(Trouble::No(Phrase::plain("wish-long").with("most", MOST as i64)));
    }
    let shown = Some(hear::masked(words, desk.now));
    let after = Case { shown, version: case.version + 1, ..case.clone() };
    desk.tx.case_rewrite(&after).await?;
    let entry = NewEntry { person: Some(person.id), what: "rewrite", ..NewEntry::default() };
    desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    Ok(after)
}

/// The button that asks for other words.
pub async fn rewrite(desk: &mut Desk<'_>, call: Call) -> Outcome {
    desk.must(&call.person, call.case()?, Move::Approve).await?;
    prompt(desk, &call, Asks::Words).await
}

/// `/refuse N reason`, or the button that asks for the reason: who wished hears it in private.
pub async fn refuse(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    desk.must(&call.person, case, Move::Refuse).await?;
    match words_of(&call)? {
        "" if call.tap.is_some() => prompt(desk, &call, Asks::Reason).await,
        "" => Err(Trouble::No(Phrase::plain("wish-refuse-why").with("number", case.number))),
        reason => turn_down(desk, &call.person, case, reason).await,
    }
}

async fn prompt(desk: &mut Desk<'_>, call: &Call, asks: Asks) -> Outcome {
    let case = call.case()?;
    let said = view::prompt(desk.locale(&call.chat, Some(&call.person)), asks, case);
    desk.tell(&call.chat, said, None, Some(case.id)).await?;
    Ok(Reply::Nothing)
}

async fn turn_down(desk: &mut Desk<'_>, person: &Person, case: &Case, reason: &str) -> Outcome {
    let after = claims::step(desk, person, case, Move::Refuse, reason, None).await?;
    let told = Phrase::plain("wish-told-refused").with("number", case.number).with("reason", reason);
    news::tell_people(desk, &after, after.reporter.as_slice(), &News::plain(told)).await?;
    Ok(Reply::Note(Phrase::plain("wish-refused-noted").with("number", case.number)))
}

/// A reply to what was asked about a wish, or by its keeper to the wish itself before it is posted. `None`: it was
/// nothing of the kind.
pub async fn replied(
    desk: &mut Desk<'_>,
    chat: &Chat,
    speaker: &Speaker,
    message: &Message,
) -> Result<Option<Reply>, Trouble> {
    let Some(to) = message.reply_to.as_deref().filter(|_| !message.text.is_empty()) else { return Ok(None) };
    if !hear::replies_to(message, desk.office.me.id) {
        return Ok(None);
    }
    let Some(case) = hear::case_of_message(desk, chat, to.id).await?.filter(Case::is_wish) else {
        return Ok(None);
    };
    let Some(person) = desk.tx.person_known(speaker.tg).await? else { return Ok(None) };
    match view::asked(&to.text, case.number) {
        Some(Asks::Thanks) => granting::thanked(desk, &person, &case, &message.text).await.map(Some),
        Some(Asks::Reason) => {
            desk.must(&person, &case, Move::Refuse).await?;
            turn_down(desk, &person, &case, &message.text).await.map(Some)
        }
        Some(Asks::Words) => {
            desk.must(&person, &case, Move::Approve).await?;
            reworded(desk, chat, &person, &case, &message.text).await.map(Some)
        }
        None => {
            let keeper = desk.who(person.id, &case).await?.contains(&Who::Keeper);
            if case.status != Status::Proposed || !keeper {
                return Ok(None);
            }
            reworded(desk, chat, &person, &case, &message.text).await.map(Some)
        }
    }
}

async fn reworded(desk: &mut Desk<'_>, chat: &Chat, person: &Person, case: &Case, words: &str) -> Outcome {
    let after = reword(desk, person, case, words).await?;
    ask(desk, chat, &after, true).await?;
    Ok(Reply::Nothing)
}

/// Its author edited the message of a wish: while nobody approved it, that is the wish, and its keepers look again.
pub async fn edited(desk: &mut Desk<'_>, mut case: Case, message: &Message) -> storage::Result<()> {
    if case.status != Status::Proposed || check(message).is_err() {
        return Ok(());
    }
    case.words = Some(kept(&message.text));
    case.shown = Some(kept(&hear::masked(&message.text, desk.now)));
    case.version += 1;
    desk.tx.case_rewrite(&case).await?;
    let entry = NewEntry { person: case.reporter, what: "edit", ..NewEntry::default() };
    desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    tell_keepers(desk, &case).await
}

/// A verb of wishes for what is none.
pub async fn no_wish(_: &mut Desk<'_>, call: Call) -> Outcome {
    Err(Trouble::No(Phrase::plain("wish-is-none").with("number", call.case()?.number)))
}
