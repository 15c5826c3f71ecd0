//! Wishes by the clock: what nobody looked at is brought up again, what is kept for somebody is not kept for ever, and
//! silence after it was handed over is a yes.

use crate::desk::claims::advance;
use crate::desk::granting::{numbered, put_back, tell_holder, until};
use crate::desk::news::{self, News};
use crate::desk::{Desk, approve};
use crate::views::wish as view;
use storage::{Case, Move, NewEntry, RESERVATION_REMINDER, Role, Status};

/// The clock looks at a wish: it waits too long for its keepers, or for whoever claimed it, or for a word.
pub async fn due(desk: &mut Desk<'_>, case: &Case) -> storage::Result<()> {
    let holder = desk.tx.claim_last(case.id).await?.and_then(|claim| claim.person);
    match case.status {
        Status::Proposed if case.reminded == 0 => {
            approve::tell_keepers(desk, case).await?;
            reminded(desk, case, 1, Some(desk.now + case.claim_band)).await
        }
        Status::Proposed => {
            let late = numbered("wish-waits", case).with("area", desk.org.path_name(case.area));
            for person in news::on_duty(desk, case.area, &[Role::Secretary]).await? {
                if case.reporter != Some(person) {
                    news::tell_worker(desk, case, person, &News::plain(late.clone())).await?;
                }
            }
            reminded(desk, case, 2, None).await
        }
        Status::Claimed if case.reminded == 0 => {
            let phrase = numbered("wish-remind", case).with("until", until(desk, case));
            let told = News { phrase, buttons: view::holders, emergency: false };
            tell_holder(desk, case, holder, &told, true).await?;
            // After a standstill the reminder comes late, and still leaves some time.
            let next = case.done_due.max(desk.now + RESERVATION_REMINDER / 2);
            reminded(desk, case, 1, Some(next)).await
        }
        Status::Claimed => {
            let Some(after) = advance(desk, None, case, Move::Expire, "", None).await? else { return Ok(()) };
            put_back(desk, &after, holder, "wish-told-expired").await
        }
        Status::Done => {
            let Some(after) = advance(desk, None, case, Move::Lapse, "", None).await? else { return Ok(()) };
            tell_holder(desk, &after, holder, &News::plain(numbered("wish-told-lapsed", &after)), false).await
        }
        _ => desk.tx.case_reminded(case.id, case.reminded, None).await,
    }
}

async fn reminded(desk: &mut Desk<'_>, case: &Case, level: i64, next: Option<i64>) -> storage::Result<()> {
    let entry = NewEntry { what: if level > 1 { "escalate" } else { "remind" }, ..NewEntry::default() };
    desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    desk.tx.case_reminded(case.id, level, next).await
}
