//! Calls of the Bot API, and wire time.
//!
//! teloxide's client and request types, but not its `send`: that one sleeps 10 s on every 5xx, folds a
//! complete error of the server and a cut connection into one, and drops the text of some messages
//! while parsing the answer. Here an answer is read only as far as it is needed.

use super::read::RawPoll;
use crate::outgoing::Got;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::sync::Arc;
use std::time::Duration;
use teloxide::requests::Payload;
use teloxide::{ApiError, Bot};

/// The updates that the bot asks for. Reactions come only where it is an administrator.
const ALLOWED: [&str; 7] = [
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "message_reaction",
    "poll_answer",
    "poll",
];
/// How long a call other than a poll may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long Telegram holds a poll that has nothing to say, s.
const POLL: u64 = 50;
/// The most updates in one answer.
pub const BATCH: u8 = 100;

/// Wire time: milliseconds since 1970 by the system's clock. For leases, limits and the age of things on
/// the wire; never for what people see.
#[expect(clippy::disallowed_methods, reason = "this is the wire's one reading of the clock")]
pub fn now_ms() -> i64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.as_millis() as i64)
}

/// One bot's way to the Bot API.
#[derive(Clone)]
pub struct Wire {
    bot: Bot,
}

/// The bot itself, as `getMe` tells it.
#[derive(Debug, Clone, Deserialize)]
pub struct Itself {
    /// Its user id.
    pub id: i64,
    /// Without the `@`.
    pub username: String,
    /// Whether privacy mode is off, so that plain words in groups reach it.
    #[serde(default)]
    pub can_read_all_group_messages: bool,
}

/// A call made ready: the method and its JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The method, as teloxide names it.
    pub method: &'static str,
    /// The parameters as JSON.
    pub body: String,
    /// The file that goes with it; the parameters name it [`ATTACHED`].
    pub file: Option<Attached>,
}

/// How parameters name the file that goes with them.
pub const ATTACHED: &str = "attach://file";

/// A file that goes with a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

impl Call {
    /// A call of one of teloxide's requests.
    pub fn of<P: Payload + Serialize>(payload: &P) -> Result<Call, serde_json::Error> {
        Ok(Call { method: P::NAME, body: serde_json::to_string(payload)?, file: None })
    }

    /// The same with parameters that teloxide does not know yet.
    pub fn with<P: Payload + Serialize>(
        payload: &P,
        more: &[(&str, &str)],
    ) -> Result<Call, serde_json::Error> {
        let mut body = serde_json::to_value(payload)?;
        for (name, value) in more {
            body[*name] = serde_json::Value::from(*value);
        }
        Ok(Call { method: P::NAME, body: body.to_string(), file: None })
    }
}

/// Why a call failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Telegram asks to wait.
    #[error("Telegram asks to wait {0} s")]
    Wait(u32),
    /// The group lives on as this supergroup.
    #[error("the group became a supergroup")]
    Moved(i64),
    /// Telegram refused, completely and for good.
    #[error("Telegram refused ({0}): {text}", text = quiet(.1))]
    Refused(u16, ApiError),
    /// It was certainly not done: nobody listened, or the server said that it failed.
    #[error("not done: {0}")]
    Trouble(String),
    /// No complete answer: it may have been done.
    #[error("no complete answer: {0}")]
    Unknown(String),
}

/// An error's text for the log: up to the first quotation, which may hold people's words.
fn quiet(error: &ApiError) -> String {
    let text = match error {
        ApiError::Unknown(text) => text.clone(),
        known => known.to_string(),
    };
    text.split(['"', '<', '\'']).next().unwrap_or_default().trim_end().to_owned()
}

#[derive(Deserialize)]
struct Answer<'a> {
    ok: bool,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    error_code: Option<u16>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u32>,
    migrate_to_chat_id: Option<i64>,
}

#[derive(Serialize)]
struct Poll {
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i64>,
    limit: u8,
    timeout: u64,
    allowed_updates: [&'static str; 7],
}

impl std::fmt::Debug for Wire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Wire({})", self.bot.api_url())
    }
}

impl Wire {
    /// A way with `token`; `api` is another server than Telegram's own.
    pub fn new(token: &str, api: Option<reqwest::Url>) -> Result<Wire, reqwest::Error> {
        let client = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(5))
            .timeout(PATIENCE)
            .tcp_nodelay(true)
            .build()?;
        let bot = Bot::with_client(token, client);
        Ok(Wire { bot: api.into_iter().fold(bot, Bot::set_api_url) })
    }

    /// Who the bot is.
    pub async fn itself(&self) -> Result<Itself, Failure> {
        let text = self.post("getMe", "{}".to_owned(), PATIENCE).await?;
        serde_json::from_str(result_of(&text)?.get())
            .map_err(|_| Failure::Unknown("unreadable getMe".to_owned()))
    }

    /// The next updates, each as its own JSON; with `wait` after waiting for some at most [`POLL`] seconds. Everything
    /// below `offset` is thereby confirmed.
    pub async fn updates(&self, offset: Option<i64>, wait: bool) -> Result<Vec<Box<RawValue>>, Failure> {
        let timeout = if wait { POLL } else { 0 };
        let poll = Poll { offset, limit: BATCH, timeout, allowed_updates: ALLOWED };
        let body = serde_json::to_string(&poll).map_err(|e| Failure::Trouble(e.to_string()))?;
        let text = self.post("getUpdates", body, Duration::from_secs(POLL + 10)).await?;
        serde_json::from_str(result_of(&text)?.get())
            .map_err(|_| Failure::Unknown("unreadable updates".to_owned()))
    }

    /// Makes a call; of its result, what is of use.
    pub async fn call(&self, call: Call) -> Result<Got, Failure> {
        let text = match call.file {
            None => self.post(call.method, call.body, PATIENCE).await?,
            Some(file) => {
                let form = form(&call.body, &file).map_err(Failure::Trouble)?;
                let request = self.bot.client().post(self.address(call.method)).timeout(PATIENCE);
                answer_to(request.multipart(form)).await?
            }
        };
        Ok(got(result_of(&text)?.get()))
    }

    async fn post(&self, method: &str, body: String, patience: Duration) -> Result<String, Failure> {
        let request = self.bot.client().post(self.address(method)).timeout(patience);
        answer_to(request.header(reqwest::header::CONTENT_TYPE, "application/json").body(body)).await
    }

    /// The address of a method. It holds the token.
    fn address(&self, method: &str) -> reqwest::Url {
        let mut url = self.bot.api_url();
        if let Ok(mut path) = url.path_segments_mut() {
            let (first, rest) = method.split_at(1);
            let token = format!("bot{}", self.bot.token());
            path.pop_if_empty().push(&token).push(&format!("{}{rest}", first.to_lowercase()));
        }
        url
    }
}

/// The text of the answer to a request. The address holds the token: no error may carry it into a log.
async fn answer_to(request: reqwest::RequestBuilder) -> Result<String, Failure> {
    let response = request.send().await.map_err(|error| cut(error.without_url()))?;
    response.text().await.map_err(|error| cut(error.without_url()))
}

/// Parameters and a file as a form: text as it is, everything else as its JSON.
fn form(body: &str, file: &Attached) -> Result<reqwest::multipart::Form, String> {
    let parameters: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(body).map_err(|error| format!("parameters at column {}", error.column()))?;
    let part = reqwest::multipart::Part::bytes(file.bytes.to_vec()).file_name(file.name.clone());
    let form = reqwest::multipart::Form::new().part("file", part);
    Ok(parameters.into_iter().fold(form, |form, (name, value)| match value {
        serde_json::Value::String(text) => form.text(name, text),
        other => form.text(name, other.to_string()),
    }))
}

/// Reads a result as far as it is needed.
fn got(result: &str) -> Got {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Result {
        Message { message_id: i64, poll: Option<RawPoll> },
        Standing { status: String, is_member: Option<bool> },
        Poll(RawPoll),
        Members(Vec<Member>),
    }
    #[derive(Deserialize)]
    struct Member {
        user: User,
    }
    #[derive(Deserialize)]
    struct User {
        id: i64,
    }
    match serde_json::from_str(result) {
        Ok(Result::Message { message_id, poll }) => {
            Got { message: Some(message_id), poll: poll.map(RawPoll::plain), ..Got::default() }
        }
        Ok(Result::Standing { status, is_member }) => {
            let is_member = match status.as_str() {
                "left" | "kicked" => false,
                _ => is_member.unwrap_or(true),
            };
            Got { is_member: Some(is_member), ..Got::default() }
        }
        Ok(Result::Poll(poll)) => Got { poll: Some(poll.plain()), ..Got::default() },
        Ok(Result::Members(all)) => {
            Got { members: all.iter().map(|member| member.user.id).collect(), ..Got::default() }
        }
        Err(_) => Got::default(),
    }
}

/// A connection that was never made did nothing; any later break leaves it open.
fn cut(error: reqwest::Error) -> Failure {
    if error.is_connect() || error.is_builder() {
        Failure::Trouble(error.to_string())
    } else {
        Failure::Unknown(error.to_string())
    }
}

/// The result in an answer's text.
fn result_of(text: &str) -> Result<&RawValue, Failure> {
    let unknown = || Failure::Unknown("the answer is not the Bot API's".to_owned());
    let answer: Answer<'_> = serde_json::from_str(text).map_err(|_| unknown())?;
    if answer.ok {
        return answer.result.ok_or_else(unknown);
    }
    let code = answer.error_code.ok_or_else(unknown)?;
    let description = answer.description.unwrap_or_default();
    let parameters = answer.parameters.unwrap_or(Parameters { retry_after: None, migrate_to_chat_id: None });
    Err(match (code, parameters) {
        (_, Parameters { migrate_to_chat_id: Some(to), .. }) => Failure::Moved(to),
        (_, Parameters { retry_after: Some(seconds), .. }) => Failure::Wait(seconds),
        (429, _) => Failure::Wait(1),
        (500.., _) => Failure::Trouble(format!("server error {code}")),
        _ => Failure::Refused(code, api_error(&description)),
    })
}

/// teloxide's kind for a description of the Bot API.
fn api_error(description: &str) -> ApiError {
    serde_json::from_value(serde_json::Value::from(description))
        .unwrap_or_else(|_| ApiError::Unknown(description.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(text: &str) -> Failure {
        result_of(text).expect_err("a failure")
    }

    #[test]
    fn a_result_is_read_as_far_as_it_is_needed() {
        assert_eq!(got(r#"{"message_id":7,"text":"x"}"#).message, Some(7));
        let members = r#"[{"status":"creator","user":{"id":5}},{"status":"administrator","user":{"id":9}}]"#;
        assert_eq!(got(members), Got { members: vec![5, 9], ..Got::default() });
        let standing = |text: &str| got(text).is_member;
        assert_eq!(standing(r#"{"status":"member","user":{"id":5}}"#), Some(true));
        assert_eq!(standing(r#"{"status":"restricted","is_member":false,"user":{"id":5}}"#), Some(false));
        assert_eq!(standing(r#"{"status":"left","user":{"id":5}}"#), Some(false));
        let poll = r#"{"id":"9","question":"q","options":[{"text":"a","voter_count":3}],"is_closed":true}"#;
        assert_eq!(got(poll).poll.unwrap().counts, [3]);
        let sent = got(&format!(r#"{{"message_id":7,"poll":{poll}}}"#));
        assert_eq!((sent.message, sent.poll.unwrap().id.as_str()), (Some(7), "9"));
        assert_eq!(got("true"), Got::default());
    }

    #[test]
    fn an_answer_is_told_from_a_refusal_and_from_no_answer() {
        assert_eq!(
            result_of(r#"{"ok":true,"result":{"message_id":7}}"#).unwrap().get(),
            r#"{"message_id":7}"#
        );
        let text = r#"{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":5}}"#;
        assert_eq!(failure(text), Failure::Wait(5));
        let text =
            r#"{"ok":false,"error_code":400,"description":"x","parameters":{"migrate_to_chat_id":-1009}}"#;
        assert_eq!(failure(text), Failure::Moved(-1009));
        let text = r#"{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}"#;
        assert_eq!(failure(text), Failure::Refused(403, ApiError::BotBlocked));
        let text = r#"{"ok":false,"error_code":500,"description":"Internal Server Error"}"#;
        assert!(matches!(failure(text), Failure::Trouble(_)));
        assert!(matches!(failure("<html>502 Bad Gateway</html>"), Failure::Unknown(_)));
        assert!(matches!(failure(r#"{"ok":true,"result":{"message"#), Failure::Unknown(_)));
    }

    #[test]
    fn what_people_said_stays_out_of_an_error_s_text() {
        let error =
            ApiError::Unknown("Bad Request: can't parse entities: Unsupported start tag \"李\"".to_owned());
        let text = Failure::Refused(400, error).to_string();
        assert!(text.contains("Bad Request: can") && !text.contains('李'), "{text}");
    }

    #[tokio::test]
    async fn the_token_is_in_no_error() {
        let wire = Wire::new("123:SECRET", Some("http://127.0.0.1:1/".parse().unwrap())).unwrap();
        let error = wire.itself().await.expect_err("nobody listens");
        assert!(matches!(error, Failure::Trouble(_)));
        assert!(!format!("{error} {error:?} {wire:?}").contains("SECRET"));
    }
}
