//! What the demo shows beside the chats: what the bot stored, as it lies in the database. Sealed text is given as it is
//! sealed; opened is only what the cards in the chats show anyway.

use crate::desk::Desk;
use crate::views;
use crate::words::Locale;
use serde::Serialize;
use storage::{BallotState, Case, Status, StoredCase};

/// How many cases are shown.
const SHOWN: i64 = 20;
/// How many people.
const PEOPLE: i64 = 100;

/// What is stored.
#[derive(Debug, Serialize)]
pub struct Stored {
    /// The name of the key that seals, the beginning of all that is sealed; the key itself is not in the database.
    pub key: String,
    /// How many messages in the groups were chatter: this number is all that is left of them.
    pub chatter: i64,
    /// The newest cases.
    pub cases: Vec<Shown>,
    /// Who is on record, each sealed: staff, and whoever asked the bot for something. `None`: was forgotten.
    pub people: Vec<Option<String>>,
    /// The newest polls.
    pub polls: Vec<Poll>,
}

/// One poll.
#[derive(Debug, Serialize)]
pub struct Poll {
    /// It has ended.
    over: bool,
    sealed: Vec<Sealed>,
}

/// One case with its log.
#[derive(Debug, Serialize)]
pub struct Shown {
    number: i64,
    kind: &'static str,
    status: &'static str,
    /// Its category, in the language of who looks.
    category: String,
    urgency: String,
    private: bool,
    /// The name of its grid.
    area: String,
    /// Where, as its card says it; empty for what the group is not shown.
    place: String,
    /// Who has it; empty if nobody.
    holder: String,
    /// How many joined.
    joined: usize,
    /// Columns that are sealed, as they lie there.
    sealed: Vec<Sealed>,
    log: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Sealed {
    column: &'static str,
    text: String,
}

/// A line of a log.
#[derive(Debug, Serialize)]
struct Line {
    at: i64,
    what: String,
    /// Who did it; `None` for the clock, empty where that is not for the group.
    who: Option<String>,
    /// What was said and shown with it, sealed.
    sealed: Vec<Sealed>,
}

/// Looks at what is stored; categories are named in `locale`.
pub async fn look(desk: &mut Desk<'_>, locale: Locale) -> storage::Result<Stored> {
    let mut cases = Vec::new();
    for lies in desk.tx.stored_cases(SHOWN).await? {
        if let Some(case) = desk.tx.case(lies.id).await? {
            cases.push(shown(desk, &case, lies, locale).await?);
        }
    }
    let chatter = desk.tx.stored_chatter(desk.office.me.id).await?;
    let people = desk.tx.stored_people(PEOPLE).await?;
    let mut polls = Vec::new();
    for lies in desk.tx.stored_ballots(SHOWN).await? {
        let over = lies.state == BallotState::Closed.as_str();
        polls.push(Poll { over, sealed: sealed([("paper", Some(lies.paper)), ("result", lies.result)]) });
    }
    Ok(Stored { key: desk.tx.sealer().key_id().to_owned(), chatter, cases, people, polls })
}

async fn shown(desk: &mut Desk<'_>, case: &Case, lies: StoredCase, locale: Locale) -> storage::Result<Shown> {
    let open = case.is_public() && !case.is_wish();
    let holder = match case.status {
        Status::Claimed | Status::Done | Status::Closed => desk.holder_name(case).await?,
        _ => String::new(),
    };
    Ok(Shown {
        number: case.number,
        kind: case.kind.as_str(),
        status: case.status.as_str(),
        category: crate::views::category(locale, &case.category),
        urgency: case.urgency.clone(),
        private: case.private,
        area: desk.org.area(case.area).map_or_else(String::new, |area| area.name.clone()),
        place: if open { views::place(&case.place) } else { String::new() },
        holder,
        joined: desk.tx.followers(case.id).await?.len(),
        sealed: sealed([("words", lies.words), ("shown", lies.shown), ("place", lies.place)]),
        log: log(desk, case).await?,
    })
}

async fn log(desk: &mut Desk<'_>, case: &Case) -> storage::Result<Vec<Line>> {
    let mut lines = Vec::new();
    for entry in desk.tx.stored_entries(case.id).await? {
        let who = match entry.person {
            // Who reported in private, or wished, is not for the group.
            Some(person) if case.private && case.reporter == Some(person) => Some(String::new()),
            Some(person) => {
                Some(desk.tx.person(person).await?.map_or_else(String::new, |one| one.name().to_owned()))
            }
            None => None,
        };
        let sealed = sealed([("words", entry.words), ("photo", entry.photo)]);
        lines.push(Line { at: entry.at, what: entry.what, who, sealed });
    }
    Ok(lines)
}

fn sealed<const N: usize>(columns: [(&'static str, Option<String>); N]) -> Vec<Sealed> {
    columns.into_iter().filter_map(|(column, text)| Some(Sealed { column, text: text? })).collect()
}
