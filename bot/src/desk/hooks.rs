//! What goes on once a post was carried out: in the transaction that records it, the sender comes back here.

use super::{Desk, admins, ballots, gathering, results, secret, standing};
use crate::outgoing::{Got, Hook, Post};

/// What came of sending something to a chat.
#[derive(Debug)]
pub enum News<'a> {
    /// It was carried out; `None` if Telegram refused it for good.
    Answer(&'a Hook, Option<&'a Got>),
    /// The group lives on as a supergroup; its record is brought in line already.
    Moved,
    /// The chat cannot be written to any more; its record says so already.
    Gone,
}

/// Goes on with what came of sending something to a chat (its row).
pub async fn hear(desk: &mut Desk<'_>, chat: i64, news: News<'_>) -> storage::Result<()> {
    match news {
        News::Answer(hook, got) => told(desk, chat, hook, got).await,
        News::Moved => match desk.tx.chat(chat).await? {
            Some(chat) => standing::settle_in(desk, &chat).await,
            None => Ok(()),
        },
        News::Gone => given_up(desk, chat).await,
    }
}

/// What waits to be said in a chat will not be said: whoever called a meeting or a poll there is told. The rows
/// themselves are the caller's to drop.
pub async fn given_up(desk: &mut Desk<'_>, chat: i64) -> storage::Result<()> {
    for hook in waiting(desk, chat).await? {
        match hook {
            Hook::Opened(ballot) => ballots::not_put(desk, ballot).await?,
            Hook::Resulted(ballot) => results::not_told(desk, ballot).await?,
            Hook::Announced(meeting) => gathering::not_posted(desk, chat, meeting).await?,
            Hook::Then(_) | Hook::Stopped(_) => {}
        }
    }
    Ok(())
}

/// The verb whose use waits for whether its person belongs to a chat.
pub const MEMBER: &str = "vot";

/// What is to be done with the answers to what still waits to be said in a chat.
pub async fn waiting(desk: &mut Desk<'_>, chat: i64) -> storage::Result<Vec<Hook>> {
    let unsaid = desk.tx.outbox_unsaid(desk.office.me.id, chat).await?;
    let posts = unsaid.iter().filter_map(|payload| serde_json::from_str::<Post>(payload).ok());
    Ok(posts.filter_map(|post| post.hook()).collect())
}

/// Goes on with the answer to a post in a chat (its row); `None` if Telegram refused it for good.
async fn told(desk: &mut Desk<'_>, chat: i64, hook: &Hook, got: Option<&Got>) -> storage::Result<()> {
    match (hook, got) {
        (Hook::Then(then), _) if then.verb == MEMBER => {
            secret::checked(desk, chat, then, got.and_then(|got| got.is_member)).await
        }
        (Hook::Then(then), Some(got)) => admins::told(desk, chat, then, &got.members).await,
        (Hook::Then(_), None) => Ok(()),
        (Hook::Opened(ballot), Some(got)) => ballots::put(desk, *ballot, got).await,
        (Hook::Opened(ballot), None) => ballots::not_put(desk, *ballot).await,
        (Hook::Resulted(_), Some(_)) => Ok(()),
        (Hook::Resulted(ballot), None) => results::not_told(desk, *ballot).await,
        (Hook::Announced(meeting), Some(got)) => gathering::posted(desk, chat, *meeting, got).await,
        (Hook::Announced(meeting), None) => gathering::not_posted(desk, chat, *meeting).await,
        (Hook::Stopped(ballot), _) => ballots::stopped(desk, *ballot, got).await,
    }
}
