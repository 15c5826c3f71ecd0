//! Tickets and wishes, in the masked form that their cards show.

use super::{Format, Writer, local, no_formula};
use serde::Serialize;
use storage::{Case, CaseKind, Org, Tx};

/// One ticket as written. The order of the fields is the order of the columns.
#[derive(Serialize)]
struct Line<'a> {
    ticket: String,
    area: &'a str,
    area_name: String,
    status: &'static str,
    category: &'a str,
    urgency: &'a str,
    department: Option<&'a str>,
    private: bool,
    words: Option<String>,
    building: Option<&'a str>,
    unit: Option<&'a str>,
    spot: Option<&'a str>,
    made_at: Option<String>,
    claim_due: Option<String>,
    claimed_at: Option<String>,
    done_due: Option<String>,
    done_at: Option<String>,
    ended_at: Option<String>,
    outcome: Option<&'a str>,
    rating: Option<&'a str>,
    reopened: i64,
}

/// One wish as written.
#[derive(Serialize)]
struct WishLine<'a> {
    wish: String,
    area: &'a str,
    area_name: String,
    status: &'static str,
    words: Option<String>,
    made_at: Option<String>,
    claimed_at: Option<String>,
    kept_until: Option<String>,
    done_at: Option<String>,
    ended_at: Option<String>,
    outcome: Option<&'a str>,
}

/// Writes the cases of a kind, oldest first.
pub async fn write(tx: &mut Tx, org: &Org, kind: CaseKind, writer: &mut Writer) -> Result<(), super::Stop> {
    let format = writer.format();
    let mut after = 0;
    loop {
        let page = tx.cases_page(after, super::PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id;
        for case in page.iter().filter(|case| case.kind == kind) {
            match kind {
                CaseKind::Wish => writer.line(wish_line(org, case, format))?,
                CaseKind::Ticket | CaseKind::Task => writer.line(line(org, case, format))?,
            }
        }
    }
}

fn line<'a>(org: &'a Org, case: &'a Case, format: Format) -> Line<'a> {
    let zone = org.settings(case.area).time_zone;
    let at = |ms: Option<i64>| ms.and_then(|ms| local(ms, zone));
    let code = |id| org.area(id).map_or("", |area| area.code.as_str());
    let place = |said: &'a Option<String>| said.as_deref().filter(|_| !case.private);
    Line {
        ticket: format!("{}-{}", code(case.community), case.number),
        area: code(case.area),
        area_name: org.path_name(case.area),
        status: case.status.as_str(),
        category: &case.category,
        urgency: &case.urgency,
        department: case.department.as_deref(),
        private: case.private,
        words: words(case, format),
        building: place(&case.place.building),
        unit: place(&case.place.unit),
        spot: place(&case.place.spot),
        made_at: at(Some(case.made_at)),
        claim_due: at(Some(case.claim_due)),
        claimed_at: at(case.claimed_at),
        done_due: at(Some(case.done_due)),
        done_at: at(case.done_at),
        ended_at: at(case.ended_at),
        outcome: case.outcome.as_deref(),
        rating: case.rating.as_deref(),
        reopened: case.reopened,
    }
}

fn wish_line<'a>(org: &'a Org, case: &'a Case, format: Format) -> WishLine<'a> {
    let zone = org.settings(case.area).time_zone;
    let at = |ms: Option<i64>| ms.and_then(|ms| local(ms, zone));
    let code = |id| org.area(id).map_or("", |area| area.code.as_str());
    WishLine {
        wish: format!("{}-{}", code(case.community), case.number),
        area: code(case.area),
        area_name: org.path_name(case.area),
        status: case.status.as_str(),
        words: words(case, format),
        made_at: at(Some(case.made_at)),
        claimed_at: at(case.claimed_at),
        kept_until: at(case.claimed_at.map(|_| case.done_due)),
        done_at: at(case.done_at),
        ended_at: at(case.ended_at),
        outcome: case.outcome.as_deref(),
    }
}

/// The words that everybody may read.
fn words(case: &Case, format: Format) -> Option<String> {
    let words = case.shown.clone().filter(|_| case.is_public());
    match format {
        Format::Csv => words.map(no_formula),
        Format::Jsonl => words,
    }
}
