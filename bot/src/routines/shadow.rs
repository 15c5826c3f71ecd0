//! Once a day, what the bot would have done in a group in which it does not speak, to the area's secretaries.

use super::daily::Duty;
use crate::desk::{Desk, news};
use crate::views::shadow::{self as view, ShadowView};

/// The report of an area's groups in shadow mode.
pub async fn area(desk: &mut Desk<'_>, duty: &Duty) -> storage::Result<()> {
    for chat in &duty.chats {
        let view = ShadowView {
            area: desk.org.path_name(duty.area),
            now: desk.now,
            zone: desk.org.settings(duty.area).time_zone,
            chat: chat.tg,
            seen: desk.tx.shadow_take(chat.id).await?,
        };
        news::tell_secretaries(desk, duty.area, |locale| view::report(locale, &view)).await?;
    }
    Ok(())
}
