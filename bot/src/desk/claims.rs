//! Taking a case and giving it back; and how any move in a case's life is made.

use super::news::{self, News};
use super::{Call, Desk, Outcome, Reply, Trouble, no, same, undo};
use crate::views;
use crate::words::{Arg, Phrase};
use storage::{Case, Move, NewEntry, Person};

/// The longest words kept with a move, characters.
pub const MOST_WORDS: usize = 1000;

/// Makes a move for a person: checks the right, moves, logs, and makes the cards due. The case after it.
/// Whoever comes second is told who was first.
pub async fn step(
    desk: &mut Desk<'_>,
    person: &Person,
    case: &Case,
    step: Move,
    words: &str,
    photo: Option<&str>,
) -> Result<Case, Trouble> {
    let mut case = case.clone();
    // Another process may move the case between our reading and our move: then look again, so that the
    // refusal says who has it now.
    for _ in 0..3 {
        desk.must(person, &case, step).await?;
        if let Some(after) = advance(desk, Some(person.id), &case, step, words, photo).await? {
            return Ok(after);
        }
        let Some(now) = desk.tx.case(case.id).await? else { return no("tap-old") };
        case = now;
    }
    no("case-moved")
}

/// Makes a move whose right was checked, or the clock's: moves, logs, and makes the cards due. `None` if the case
/// is no longer in the state it was read in.
pub async fn advance(
    desk: &mut Desk<'_>,
    person: Option<i64>,
    case: &Case,
    step: Move,
    words: &str,
    photo: Option<&str>,
) -> storage::Result<Option<Case>> {
    let Some(after) = desk.tx.case_move(case, step, desk.now).await? else { return Ok(None) };
    let entry = NewEntry {
        person,
        what: step.as_str(),
        from: Some(case.status),
        to: Some(after.status),
        words: Some(words).filter(|words| !words.is_empty()),
        photo,
    };
    desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    desk.refresh_cards(&after).await?;
    same::moved(desk, &after).await?;
    Ok(Some(after))
}

/// The words after a verb and its number; refused kindly when they are too long to keep.
pub fn words_of(call: &Call) -> Result<&str, Trouble> {
    let words = call.rest.trim_start_matches([',', '，', ':', '：', '。', ' ']);
    if words.chars().count() > MOST_WORDS {
        return Err(Trouble::No(Phrase::plain("words-long").with("most", MOST_WORDS as i64)));
    }
    Ok(words)
}

/// The photo with a verb: in the same message, or in the speaker's own message that it replies to.
pub fn photo_of(call: &Call) -> Option<&str> {
    let message = call.message.as_ref()?;
    let own = message.reply_to.as_ref().filter(|to| {
        to.from.as_ref().is_some_and(|from| from.tg == call.speaker.tg) && to.as_chat == message.as_chat
    });
    message.photo.as_deref().or(own.and_then(|to| to.photo.as_deref()))
}

/// A phrase about a case: its number, category and, of a public one, its place without the room.
pub fn about(key: &'static str, case: &Case) -> Phrase {
    let category = views::category_key(&case.category);
    let place = if case.private { String::new() } else { views::place(&case.place) };
    let what = if place.is_empty() { "case-what" } else { "case-what-where" };
    let what = Phrase::plain(what).with("category", Arg::Key(category)).with("place", place);
    Phrase::plain(key).with("number", case.number).with("what", what)
}

/// Takes an open case for a person. Who reported in private hears who has it: they see no group card.
pub async fn take(desk: &mut Desk<'_>, person: &Person, case: &Case) -> Result<Case, Trouble> {
    let after = step(desk, person, case, Move::Claim, "", None).await?;
    desk.tx.claim_take(case.id, person.id, desk.now).await?;
    came_to(desk, person, &after).await?;
    Ok(after)
}

/// A case came to a new holder: who reported it in private is told who has it, and the holder gets its words.
pub async fn came_to(desk: &mut Desk<'_>, holder: &Person, case: &Case) -> storage::Result<()> {
    let reporter = case.reporter.filter(|reporter| case.private && *reporter != holder.id);
    let news = News::plain(about("claim-told", case).with("holder", desk.holder(case).await?));
    news::tell_people(desk, case, reporter.as_slice(), &news).await?;
    super::private::hand_over(desk, case, holder.id).await
}

/// `/claim N`: takes an open case.
pub async fn claim(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let after = take(desk, &call.person, call.case()?).await?;
    let noted = Phrase::plain("claim-taken").with("number", after.number);
    undo::offer(desk, &call, &after, noted).await
}

/// `/release N why`: gives a case back.
pub async fn release(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    let words = words_of(&call)?;
    let held = desk.tx.claim_held(case.id).await?.and_then(|claim| claim.person);
    let after = step(desk, &call.person, case, Move::Release, words, None).await?;
    desk.tx.claim_end(case.id, "released", desk.now).await?;
    if let Some(held) = held.filter(|held| *held != call.person.id) {
        news::tell_worker(desk, &after, held, &News::plain(about("release-told", &after))).await?;
    }
    Ok(Reply::Note(Phrase::plain("release-noted").with("number", case.number)))
}
