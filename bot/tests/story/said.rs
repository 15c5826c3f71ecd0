//! A message as people see it, and how a chat reads from top to bottom.

use serde_json::Value;
use std::fmt::Write;

/// A message in a chat.
#[derive(Debug, Clone)]
pub struct Said {
    /// Its chat.
    pub chat: i64,
    /// Its id.
    pub id: i64,
    /// Who said it.
    pub who: String,
    /// The bot said it.
    pub by_bot: bool,
    /// Text or caption.
    pub text: String,
    /// Buttons, row by row: what they say, and their data or link.
    pub buttons: Vec<Vec<(String, String)>>,
    /// The message it replies to.
    pub reply_to: Option<i64>,
    /// What else there is: `photo`, `voice`, …
    pub with: Option<&'static str>,
    /// It was taken away.
    pub deleted: bool,
}

impl Said {
    /// Reads a message of the stand-in.
    pub fn read(message: &Value) -> Said {
        let text = |key: &str| message[key].as_str().map(str::to_owned);
        let from = &message["from"];
        let buttons = message["reply_markup"]["inline_keyboard"].as_array().into_iter().flatten();
        let button = |button: &Value| {
            let does = button["callback_data"].as_str().or(button["url"].as_str()).unwrap_or_default();
            (button["text"].as_str().unwrap_or_default().to_owned(), does.to_owned())
        };
        let kinds = ["photo", "voice", "document", "sticker", "poll"];
        let poll = &message["poll"];
        let options = poll["options"].as_array().into_iter().flatten();
        let options = options
            .map(|one| format!("({}) {}", one["voter_count"], one["text"].as_str().unwrap_or_default()));
        let asked = poll["question"].as_str().map(|question| {
            let closed = if poll["is_closed"] == true { " ■" } else { "" };
            let about = poll["description"].as_str().unwrap_or_default();
            let lines = [format!("{question}{closed}"), about.to_owned()].into_iter().chain(options);
            lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
        });
        Said {
            chat: message["chat"]["id"].as_i64().unwrap(),
            id: message["message_id"].as_i64().unwrap(),
            who: from["first_name"].as_str().unwrap_or_default().to_owned(),
            by_bot: from["is_bot"] == true && from["username"] != "GroupAnonymousBot",
            text: text("text").or(text("caption")).or(asked).unwrap_or_default(),
            buttons: buttons.map(|row| row.as_array().unwrap().iter().map(button).collect()).collect(),
            reply_to: message["reply_to_message"]["message_id"].as_i64(),
            with: kinds.into_iter().find(|kind| !message[kind].is_null()),
            deleted: message["deleted"] == true,
        }
    }

    /// The data of the button that says `text`.
    pub fn button(&self, text: &str) -> &str {
        let found = self.buttons.iter().flatten().find(|(says, _)| says == text);
        let Some((_, data)) = found else { panic!("no button {text} under:\n{}", self.line()) };
        data
    }

    /// Whether there is a button that says `text`.
    pub fn has_button(&self, text: &str) -> bool {
        self.buttons.iter().flatten().any(|(says, _)| says == text)
    }

    /// As people read it: who, what, and the buttons.
    pub fn line(&self) -> String {
        let mut line = format!("{}:", self.who);
        let parts = [
            self.reply_to.map(|_| "↩".to_owned()),
            self.with.map(|with| format!("[{with}]")),
            Some(self.text.replace('\n', "\n    ")),
            self.deleted.then(|| "(taken away)".to_owned()),
        ];
        for part in parts.into_iter().flatten().filter(|part| !part.is_empty()) {
            write!(line, " {part}").unwrap();
        }
        for row in &self.buttons {
            let row: Vec<&str> = row.iter().map(|(text, _)| text.as_str()).collect();
            write!(line, "\n    [ {} ]", row.join(" | ")).unwrap();
        }
        line
    }
}

/// A chat from top to bottom.
pub fn transcript(messages: &[Said]) -> String {
    messages.iter().map(Said::line).collect::<Vec<_>>().join("\n")
}
