//! The way to Telegram and back: updates are fetched and confirmed here, messages are sent here.
//! Nothing in this room knows what a message means.

pub mod carry;
pub mod caught;
pub mod intake;
pub mod lease;
pub mod limits;
pub mod outbox;
pub mod prepare;
pub mod queue;
pub mod read;
pub mod record;
pub mod station;
pub mod wire;
