//! What goes on once a post was carried out: in the transaction that records it, the sender comes back here.

use super::{Desk, admins, ballots, gathering, secret};
use crate::outgoing::{Got, Hook};

/// The verb whose use waits for whether its person belongs to a chat.
pub const MEMBER: &str = "vot";

/// Goes on with the answer to a post in a chat (its row); `None` if Telegram refused it for good.
pub async fn told(desk: &mut Desk<'_>, chat: i64, hook: &Hook, got: Option<&Got>) -> storage::Result<()> {
    match (hook, got) {
        (Hook::Then(then), _) if then.verb == MEMBER => {
            secret::checked(desk, chat, then, got.and_then(|got| got.is_member)).await
        }
        (Hook::Then(then), Some(got)) => admins::told(desk, chat, then, &got.members).await,
        (Hook::Then(_), None) => Ok(()),
        (Hook::Opened(ballot), Some(got)) => ballots::put(desk, *ballot, got).await,
        (Hook::Opened(ballot), None) => ballots::not_put(desk, *ballot).await,
        (Hook::Announced(meeting), Some(got)) => gathering::posted(desk, chat, *meeting, got).await,
        (Hook::Announced(meeting), None) => gathering::not_posted(desk, chat, *meeting).await,
        (Hook::Stopped(ballot), _) => ballots::stopped(desk, *ballot, got).await,
    }
}
