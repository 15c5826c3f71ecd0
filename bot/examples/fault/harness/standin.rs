//! The stand-in for the Bot API as this test uses it: what people do, what the stand-in saw.

use super::Fallible;
use serde::Deserialize;
use serde_json::{Value, json};

/// The way to the stand-in.
#[derive(Debug, Clone)]
pub struct StandIn {
    url: String,
    http: reqwest::Client,
}

/// The stream of updates, in figures.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Updates {
    /// Not confirmed by a later offset.
    pub pending: u64,
    /// Confirmed: accepted by the bot.
    pub confirmed: u64,
    /// The last id given.
    pub last_id: i64,
}

impl Updates {
    /// The last id that is confirmed.
    pub fn last_confirmed(&self) -> i64 {
        self.last_id - self.pending as i64
    }
}

/// A call that the bot made, from the journal.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    /// Its place, from 1.
    pub seq: usize,
    /// Wire time of its arrival, ms.
    pub at: i64,
    /// The method.
    pub method: String,
    /// The chat.
    pub chat: Option<i64>,
    /// The parameters.
    pub params: Value,
    /// Whether what it asked for happened.
    pub effect: bool,
    /// Whether the whole answer was handed to the socket.
    pub delivered: bool,
    /// The fault put into it.
    pub fault: Option<String>,
    /// The message made or changed.
    pub message_id: Option<i64>,
    /// How long after its answer the connection ended without another request, ms.
    pub closed_after_ms: Option<i64>,
}

impl Row {
    /// Whether it makes a message.
    pub fn makes(&self) -> bool {
        self.method.starts_with("send") && self.method != "sendChatAction"
    }

    /// Whether it makes or changes one: these are what Telegram's limits count.
    pub fn counts(&self) -> bool {
        self.makes() || self.method.starts_with("edit")
    }

    /// The message that it replies to.
    pub fn reply_to(&self) -> Option<i64> {
        self.params["reply_parameters"]["message_id"].as_i64()
    }

    /// Its words: text, caption or question.
    pub fn text(&self) -> &str {
        ["text", "caption", "question"].iter().find_map(|key| self.params[*key].as_str()).unwrap_or_default()
    }

    /// The payload of the link to the bot under it.
    pub fn payload(&self) -> Option<&str> {
        let url = self.params["reply_markup"]["inline_keyboard"][0][0]["url"].as_str()?;
        Some(url.split_once("start=")?.1)
    }

    /// The data of its buttons.
    pub fn buttons(&self) -> Vec<&str> {
        let rows = self.params["reply_markup"]["inline_keyboard"].as_array();
        let buttons = rows.into_iter().flatten().filter_map(Value::as_array).flatten();
        buttons.filter_map(|button| button["callback_data"].as_str()).collect()
    }
}

impl StandIn {
    /// The way to the stand-in at `url`.
    pub fn new(url: &str) -> Fallible<StandIn> {
        let http = reqwest::Client::builder().no_proxy().build()?;
        Ok(StandIn { url: url.to_owned(), http })
    }

    async fn get(&self, path: &str) -> Fallible<Value> {
        Ok(self.http.get(format!("{}{path}", self.url)).send().await?.error_for_status()?.json().await?)
    }

    /// Posts; the inner error is the stand-in's refusal.
    async fn post(&self, path: &str, body: Value) -> Fallible<Result<Value, String>> {
        let answer = self.http.post(format!("{}{path}", self.url)).json(&body).send().await?;
        let refused = !answer.status().is_success();
        let value: Value = answer.json().await?;
        Ok(if refused { Err(value["error"].to_string()) } else { Ok(value) })
    }

    /// Answers one call in ten with 429, 500 or a cut connection, before or after the effect.
    pub async fn ten_percent_faults(&self, seed: u64) -> Fallible<()> {
        let faults = json!({
            "seed": seed, "p429": 0.025, "p500": 0.025, "p_timeout_before": 0.025, "p_timeout_after": 0.025,
            "retry_after": 1, "hold_ms": 700, "polls": true,
        });
        self.post("/admin/faults", faults).await??;
        Ok(())
    }

    /// Somebody writes; the message's id.
    pub async fn say(&self, who: i64, chat: i64, text: &str) -> Fallible<i64> {
        let made = self.post("/play/say", json!({"as": who, "chat": chat, "text": text})).await??;
        made[0]["message_id"].as_i64().ok_or_else(|| "no message was made".into())
    }

    /// Somebody taps; the query, or `None` if that button is no longer there.
    pub async fn tap(&self, who: i64, chat: i64, message: i64, data: &str) -> Fallible<Option<String>> {
        let body = json!({"as": who, "chat": chat, "message": message, "data": data});
        Ok(self.post("/play/tap", body).await?.ok().and_then(|made| made["id"].as_str().map(str::to_owned)))
    }

    /// Somebody presses Start, with the payload of a link.
    pub async fn start(&self, who: i64, payload: &str) -> Fallible<()> {
        self.post("/play/start", json!({"as": who, "payload": payload})).await??;
        Ok(())
    }

    /// Somebody votes in a native poll, with no options takes the vote back; `false` if the poll is closed.
    pub async fn vote(&self, who: i64, chat: i64, message: i64, options: &[usize]) -> Fallible<bool> {
        let body = json!({"as": who, "chat": chat, "message": message, "options": options});
        Ok(self.post("/play/vote", body).await?.is_ok())
    }

    /// Story time, ms.
    pub async fn story(&self) -> Fallible<i64> {
        self.get("/play/story").await?["now"].as_i64().ok_or_else(|| "no story time".into())
    }

    /// Moves story time forward, unless it went by meanwhile. The program must be dead: nobody asks it.
    pub async fn move_story(&self, to: i64) -> Fallible<()> {
        if self.story().await? >= to {
            return Ok(());
        }
        self.post("/play/story", json!({"to": to})).await??;
        Ok(())
    }

    /// Whether a tap was answered.
    pub async fn answered(&self, query: &str) -> Fallible<bool> {
        Ok(self.get(&format!("/play/tap?id={query}")).await?["answered"] == true)
    }

    /// How far the updates are.
    pub async fn updates(&self) -> Fallible<Updates> {
        Ok(serde_json::from_value(self.get("/admin/updates").await?)?)
    }

    /// What departed from the Bot API's contract.
    pub async fn violations(&self) -> Fallible<Vec<String>> {
        Ok(serde_json::from_value(self.get("/admin/violations").await?)?)
    }

    /// The journal after a row.
    pub async fn journal(&self, after: usize) -> Fallible<Vec<Row>> {
        let mut all: Vec<Row> = Vec::new();
        loop {
            let last = all.last().map_or(after, |row| row.seq);
            let page: Vec<Row> =
                serde_json::from_value(self.get(&format!("/admin/journal?after={last}")).await?)?;
            if page.is_empty() {
                return Ok(all);
            }
            all.extend(page);
        }
    }
}
