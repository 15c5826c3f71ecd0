//! What people do with their hands, and what must be remembered of it.

use super::Fallible;
use super::standin::StandIn;

/// A typed command, which must get an answer.
#[derive(Debug)]
pub struct Command {
    /// The group.
    pub chat: i64,
    /// The message.
    pub message: i64,
}

/// Everybody's hands.
#[derive(Debug)]
pub struct Hands {
    /// Where they write and tap.
    pub standin: StandIn,
    /// The commands that were typed.
    pub commands: Vec<Command>,
    /// The taps.
    pub taps: Vec<String>,
}

impl Hands {
    /// Nobody did anything yet.
    pub fn new(standin: StandIn) -> Hands {
        Hands { standin, commands: Vec::new(), taps: Vec::new() }
    }

    /// Somebody taps; `false` if that button is no longer there.
    pub async fn tap(&mut self, who: i64, chat: i64, message: i64, data: &str) -> Fallible<bool> {
        let query = self.standin.tap(who, chat, message, data).await?;
        let tapped = query.is_some();
        self.taps.extend(query);
        Ok(tapped)
    }

    /// Somebody types a command in a group; its message.
    pub async fn command(&mut self, who: i64, chat: i64, text: &str) -> Fallible<i64> {
        let message = self.standin.say(who, chat, text).await?;
        self.commands.push(Command { chat, message });
        Ok(message)
    }
}
