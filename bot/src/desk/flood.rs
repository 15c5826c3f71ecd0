//! Too much from one person at once: twenty cases in a minute are taken, then one kind line, then silence until
//! the minute is over. What waited while the bot was away came over a longer time, and more of it is taken.

use super::{Desk, Reply};
use crate::words::Phrase;
use storage::{NewEntry, Person};

const MINUTE: i64 = 60_000;
/// Cases of one reporter in a minute.
const MOST: i64 = 20;
/// However long the bot was away, ms: a day, as long as Telegram keeps what was said.
const LONGEST: i64 = 86_400_000;

/// What a person who reports too fast hears instead of a case: a line once, then nothing. `None`: it is not too much.
/// That the line was said is noted in the log of their latest case.
/// `said`: when it was said, ms.
pub async fn check(desk: &mut Desk<'_>, person: &Person, said: i64) -> storage::Result<Option<Reply>> {
    let late = (desk.now - said).clamp(0, LONGEST);
    let most = MOST * (1 + late / MINUTE); // by whole minutes, so that it does not grow while a flood is answered
    let recent = desk.tx.cases_reported(person.id, desk.now - MINUTE, most).await?;
    let Some(latest) = recent.first().filter(|_| recent.len() as i64 >= most) else { return Ok(None) };
    let log = desk.tx.entries(latest.id).await?;
    if log.iter().any(|entry| entry.what == "flood") {
        return Ok(Some(Reply::Nothing));
    }
    let entry = NewEntry { person: Some(person.id), what: "flood", ..NewEntry::default() };
    desk.tx.entry_add(latest.id, latest.area, entry, desk.now).await?;
    Ok(Some(Reply::Note(Phrase::plain("report-flood"))))
}
