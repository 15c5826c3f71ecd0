//! On Mondays, what is stuck in a community: one list for the secretary.

use super::daily::Duty;
use crate::desk::{Desk, news};
use crate::outgoing::Post;
use crate::views::stuck::{self as view, StuckView};
use storage::{Lane, Role};

/// How many cases the list names.
const NAMED: i64 = 20;

/// The list of a community, to its secretaries in private; to the staff chat if none can be written to.
pub async fn community(desk: &mut Desk<'_>, duty: &Duty) -> storage::Result<()> {
    let cases = desk.tx.cases_stuck(duty.area, desk.now, NAMED).await?;
    if cases.is_empty() {
        return Ok(());
    }
    let org = desk.org.clone();
    let mut view = StuckView { now: desk.now, zone: org.settings(duty.area).time_zone, lines: Vec::new() };
    for case in cases {
        let area = org.area(case.area).map_or("", |area| area.name.as_str()).to_owned();
        let holder = if case.status == storage::Status::Open {
            String::new()
        } else {
            desk.holder_name(&case).await?
        };
        view.lines.push((case, area, holder));
    }
    let mut told = false;
    for id in news::on_duty(desk, duty.area, &[Role::Secretary]).await? {
        let Some(person) = desk.tx.person(id).await? else { continue };
        if let Some(chat) = desk.private_chat(&person).await? {
            let said = view::list(desk.locale(&chat, Some(&person)), &view);
            let post = Post::Text { said, reply_to: None, silent: false };
            desk.post_at(chat.id, &post, None, Lane::Normal, 0).await?;
            told = true;
        }
    }
    if !told {
        for chat in news::staff_chats(desk, duty.area).await? {
            let said = view::list(desk.locale(&chat, None), &view);
            desk.tell(&chat, said, None, None).await?;
        }
    }
    Ok(())
}
