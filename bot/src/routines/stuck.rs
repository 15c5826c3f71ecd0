//! On Mondays, what is stuck in a community, what several homes report, and how many tickets were none: one list for
//! the secretary.

use super::daily::{Duty, grids};
use crate::desk::{Desk, news, topics};
use crate::views::stuck::{self as view, StuckView};

/// Over how many days it is told what several homes report.
const WEEK: i64 = 7;
/// How many cases the list names.
const NAMED: i64 = 20;
/// Over which time it is told how well messages were read, ms.
const MONTH: i64 = 30 * 86_400_000;

/// The list of a community, to its secretaries in private; to the staff chat if none can be written to.
pub async fn community(desk: &mut Desk<'_>, duty: &Duty) -> storage::Result<()> {
    let cases = desk.tx.cases_stuck(duty.area, desk.now, NAMED).await?;
    let read = read_in_use(desk, duty.area).await?;
    let common = topics::told_again(desk, duty.area, WEEK, 0).await?;
    if cases.is_empty() && read.1 == 0 && common.topics.is_empty() {
        return Ok(());
    }
    let org = desk.org.clone();
    let zone = org.settings(duty.area).time_zone;
    let mut view = StuckView { now: desk.now, zone, lines: Vec::new(), common, read };
    for case in cases {
        let area = org.area(case.area).map_or("", |area| area.name.as_str()).to_owned();
        let holder = if case.status == storage::Status::Open {
            String::new()
        } else {
            desk.holder_name(&case).await?
        };
        view.lines.push((case, area, holder));
    }
    news::tell_secretaries(desk, duty.area, |locale| view::list(locale, &view)).await
}

/// How many tickets a community's grids had in thirty days, and how many were taken back as no request.
async fn read_in_use(desk: &mut Desk<'_>, community: i64) -> storage::Result<(i64, i64)> {
    let (org, from) = (desk.org.clone(), desk.now - MONTH);
    let (mut made, mut back) = (0, 0);
    for grid in grids(&org, community) {
        let of_grid = desk.tx.cards_taken_back(grid.id, from, desk.now).await?;
        (made, back) = (made + of_grid.0, back + of_grid.1);
    }
    Ok((made, back))
}
