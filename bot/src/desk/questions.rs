//! Questions with buttons: is this a report, which building, what kind. At most one a report, answered with one
//! tap, then gone. Words that are only likely a report are not stored: the answer's message still carries them.

use super::reports::{self, Report};
use super::{Call, Desk, Outcome, Reply, Trouble, budget, edits, flood, hear, no, places, private};
use crate::incoming::{Message, Speaker};
use crate::outgoing::{Post, Said};
use crate::views::{self, report as words};
use crate::words::{Phrase, say};
use storage::{Case, Chat, Draft, Lane, NewEntry, Person, Place, QUESTION, Status};
use understand::{Category, Understanding};

/// How long a question waits for its answer, ms.
const PATIENCE: i64 = 24 * 3_600_000;
/// How many questions of the last minute may wait in a chat before likely words are passed over.
const MOST: i64 = 3;
const MINUTE: i64 = 60_000;

/// Asks something, if the chat's budget still allows it.
pub async fn ask(
    desk: &mut Desk<'_>,
    chat: &Chat,
    reply_to: i64,
    said: Said,
    case: Option<i64>,
) -> storage::Result<()> {
    if !budget::spend(desk, chat).await? {
        return Ok(());
    }
    let post = Post::Text { said, reply_to: Some(reply_to), silent: desk.is_quiet(chat) };
    let payload = serde_json::to_string(&post).unwrap_or_default();
    let draft = Draft { chat: chat.id, lane: Lane::Normal, kind: QUESTION, payload, case, due: desk.now };
    desk.tx.outbox_queue(desk.office.me.id, draft, desk.wire).await.map(drop)
}

/// Asks the author of a message whether it is a report.
pub async fn ask_whether(desk: &mut Desk<'_>, chat: &Chat, source: i64) -> storage::Result<()> {
    let said = words::whether(desk.locale(chat, None), source);
    ask_author(desk, chat, source, said).await
}

/// Asks the author of words that are not stored, unless others were asked just now: so a flood of likely words does
/// not become a flood of questions.
pub async fn ask_author(desk: &mut Desk<'_>, chat: &Chat, source: i64, said: Said) -> storage::Result<()> {
    let waiting = desk.tx.questions_waiting(desk.office.me.id, chat.id, desk.now - MINUTE).await?;
    if waiting >= MOST {
        return Ok(());
    }
    ask(desk, chat, source, said, None).await
}

/// Asks the one thing a new case lacks: what kind it is when it has no words, else its building. Whether it lacks one.
pub async fn what_is_missing(
    desk: &mut Desk<'_>,
    case: &Case,
    chat: &Chat,
    source: i64,
) -> storage::Result<bool> {
    let locale = desk.locale(chat, None);
    if case.words.as_deref() == Some("") {
        let likely = likely(desk, case.area).await?;
        ask(desk, chat, source, words::categories(locale, case, &likely), Some(case.id)).await?;
        return Ok(true);
    }
    let org = desk.org.clone();
    let buildings = places::missing(&org, case);
    if !buildings.is_empty() {
        ask(desk, chat, source, words::buildings(locale, case, &buildings), Some(case.id)).await?;
    }
    Ok(!buildings.is_empty())
}

/// The categories most often open in an area, filled up with the commonest ones.
pub async fn likely(desk: &mut Desk<'_>, area: i64) -> storage::Result<Vec<Category>> {
    let open = desk.tx.cases_of_area(area, Status::Open, 50).await?;
    let count = |category: &Category| open.iter().filter(|case| case.category == category.as_str()).count();
    let known = |category: &&Category| **category != Category::Other && count(category) > 0;
    let mut all: Vec<Category> = Category::ALL.iter().filter(known).copied().collect();
    all.sort_by_key(|category| std::cmp::Reverse(count(category)));
    for common in [Category::Water, Category::Lighting, Category::Sanitation] {
        if !all.contains(&common) {
            all.push(common);
        }
    }
    all.truncate(3);
    Ok(all)
}

/// The question that was tapped, and the message it was asked about, which must be the tapper's own.
pub async fn asked(desk: &mut Desk<'_>, call: &Call) -> Result<(i64, Option<Message>), Trouble> {
    let Some(question) = call.tap.as_ref().and_then(|tap| tap.message.as_deref()) else {
        return no("tap-old");
    };
    let known = desk.tx.question_at(call.chat.id, question.id).await?.is_some();
    let other = hear::case_of_message(desk, &call.chat, question.id).await?.is_some();
    let ours = question.from.as_ref().is_none_or(|from| from.tg == desk.office.me.id);
    if !known && (other || !ours) {
        return no("tap-old");
    }
    let Some(source) = question.reply_to.as_deref() else { return Ok((question.id, None)) };
    if source.from.as_ref().map(|from| from.tg) != Some(call.speaker.tg) {
        return no("question-not-yours");
    }
    Ok((question.id, Some(source.clone())))
}

/// "Note it": the words become a case.
pub async fn yes(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let (question, source) = asked(desk, &call).await?;
    let Some(source) = source else {
        over(desk, &call.chat, question).await?;
        return Ok(Reply::Note(Phrase::plain("question-gone")));
    };
    let area = match call.chat.bound() {
        Some(area) => area,
        None if !call.chat.is_private() => return no("report-unbound"),
        None => match private::home(desk, &call.person).await? {
            private::Home::Grid(area) => area,
            private::Home::OneOf(areas) => {
                return private::ask_instead(desk, &call, question, &areas, ("grd", 0)).await;
            }
        },
    };
    note(desk, &call, area, question, source).await
}

/// Makes the message that a question was about a case, and takes the question away.
pub async fn note(desk: &mut Desk<'_>, call: &Call, area: i64, question: i64, source: Message) -> Outcome {
    if let Some(reply) = flood::check(desk, &call.person, desk.now).await? {
        return Ok(reply);
    }
    let source = reports::stripped(&desk.office.me.username, source);
    let (person, chat) = (&call.person, &call.chat);
    let report = Report { person, chat, area, source: &source, extra: None, asked: true };
    reports::take(desk, report).await?;
    over(desk, chat, question).await?;
    Ok(Reply::Nothing)
}

/// "No need": the question goes, and nothing was stored.
pub async fn nop(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let (question, _) = asked(desk, &call).await?;
    over(desk, &call.chat, question).await?;
    Ok(Reply::Nothing)
}

/// The answer to which building: its place in the list, or 0 for none of them.
pub async fn building(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = answerable(desk, &call).await?;
    let org = desk.org.clone();
    let buildings = places::missing(&org, &case);
    if call.version == 0 || buildings.is_empty() {
        end_of(desk, case.id).await?;
        return Ok(Reply::Nothing);
    }
    let chosen = usize::try_from(call.version - 1).ok().and_then(|index| buildings.get(index));
    let Some(chosen) = chosen else { return no("tap-old") };
    put_building(desk, case, &call.person, chosen.name.clone()).await?;
    Ok(Reply::Note(Phrase::plain("question-thanks")))
}

/// The answer to what kind it is: its place among the categories; [`words::MORE`] shows all of them.
pub async fn category(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = answerable(desk, &call).await?;
    if call.version == words::MORE {
        let Some(message) = call.tap.as_ref().and_then(|tap| tap.message.as_ref()) else {
            return no("tap-old");
        };
        let said = words::categories(desk.locale(&call.chat, Some(&call.person)), &case, Category::ALL);
        desk.post_about(call.chat.id, &Post::Edit { message: message.id, said }, case.id).await?;
        return Ok(Reply::Nothing);
    }
    let chosen = usize::try_from(call.version).ok().and_then(|index| Category::ALL.get(index));
    let Some(chosen) = chosen else { return no("tap-old") };
    let id = case.id;
    super::corrections::set_category(desk, case, *chosen, call.person.id).await?;
    end_of(desk, id).await?;
    Ok(Reply::Note(Phrase::plain("question-thanks")))
}

/// The case of an answer, if it still can be answered and this person may: its reporter, or who works there.
async fn answerable(desk: &mut Desk<'_>, call: &Call) -> Result<Case, Trouble> {
    let case = call.case()?.clone();
    if desk.who(call.person.id, &case).await?.is_empty() {
        return no("question-not-yours");
    }
    match case.status {
        Status::Open | Status::Claimed => Ok(case),
        _ => Err(Trouble::No(Phrase::plain("question-late").with("number", case.number))),
    }
}

/// What is missing, said as a reply to the card, the question or the report by who may answer: the words of a case
/// that has none (its reporter), or the building. `None`: it was nothing of the kind.
pub async fn replied(
    desk: &mut Desk<'_>,
    chat: &Chat,
    speaker: &Speaker,
    message: &Message,
    read: &Understanding,
) -> Result<Option<Reply>, Trouble> {
    let Some(to) = message.reply_to.as_ref().filter(|_| !message.text.is_empty()) else { return Ok(None) };
    let Some(person) = desk.tx.person_known(speaker.tg).await? else { return Ok(None) };
    let Some(case) = hear::case_of_message(desk, chat, to.id).await? else { return Ok(None) };
    if case.is_wish() || !matches!(case.status, Status::Open | Status::Claimed) {
        return Ok(None);
    }
    if case.words.as_deref() == Some("") && case.reporter == Some(person.id) {
        edits::rewrite(desk, case.clone(), chat, message).await?;
        end_of(desk, case.id).await?;
        return Ok(Some(Reply::Nothing));
    }
    let Some(building) = read.place.building.clone() else { return Ok(None) };
    if case.place.building.is_some() || desk.who(person.id, &case).await?.is_empty() {
        return Ok(None);
    }
    put_building(desk, case, &person, building).await?;
    Ok(Some(Reply::Nothing))
}

async fn put_building(
    desk: &mut Desk<'_>,
    mut case: Case,
    person: &Person,
    building: String,
) -> Result<(), Trouble> {
    let place = Place { building: Some(building), ..case.place.clone() };
    (case.area, case.place) = places::settle(&desk.org, case.area, place);
    desk.tx.case_rewrite(&case).await?;
    super::same::ask_again(desk, &case).await?;
    let entry = NewEntry { person: Some(person.id), what: "place", ..NewEntry::default() };
    desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    end_of(desk, case.id).await?;
    Ok(desk.refresh_cards(&case).await?)
}

/// Takes a question away.
pub async fn over(desk: &mut Desk<'_>, chat: &Chat, message: i64) -> storage::Result<()> {
    if let Some(question) = desk.tx.question_at(chat.id, message).await? {
        desk.tx.question_end(question.id).await?;
    }
    let or_says = say(desk.locale(chat, None), "question-over", &[]);
    desk.post(chat.id, &Post::Delete { message, or_says }).await
}

/// Takes away whatever is still asked about a case.
pub async fn end_of(desk: &mut Desk<'_>, case: i64) -> storage::Result<()> {
    let questions = desk.tx.questions_of(case).await?;
    take_away(desk, &questions).await
}

/// Takes away questions that nobody answered for a day; whether there may be more. For the clock.
pub async fn expire(desk: &mut Desk<'_>) -> storage::Result<bool> {
    let old = desk.tx.questions_old(desk.office.me.id, desk.now - PATIENCE, 50).await?;
    take_away(desk, &old).await?;
    Ok(old.len() == 50)
}

async fn take_away(desk: &mut Desk<'_>, questions: &[storage::Question]) -> storage::Result<()> {
    for question in questions {
        desk.tx.question_end(question.id).await?;
        let Some(chat) = desk.tx.chat(question.chat).await? else { continue };
        if let Some(message) = question.message {
            let or_says = views::plain(&say(desk.locale(&chat, None), "question-over", &[]), 200);
            desk.post(chat.id, &Post::Delete { message, or_says }).await?;
        }
    }
    Ok(())
}
