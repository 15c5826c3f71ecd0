//! `/privacy`: what is stored, how long, who sees it. The words must stay true to the code.

use super::{Call, Desk, Outcome, Reply};
use crate::views;

/// `/privacy`.
pub async fn privacy(desk: &mut Desk<'_>, call: Call) -> Outcome {
    Ok(Reply::Said(views::privacy::privacy(desk.locale(&call.chat, Some(&call.person)))))
}
