//! Native polls and quizzes: sending and stopping them. What belongs to channels is not here.
use super::{
    keyboard,
    send::{post, rich, target},
};
use crate::{
    check::{Fault, Violation},
    clock,
    entities::Rich,
    error::ApiError,
    messages::Body,
    params::Params,
    polls::Votes,
    world::World,
};
use serde_json::{Value, json};

/// How long a poll may be open, seconds.
const OPEN_PERIOD: std::ops::RangeInclusive<i64> = 5..=2_628_000;

/// Parameters that change what a poll does and have no code here: refused rather than silently forgotten.
const WITHOUT_CODE: [&str; 7] = [
    "shuffle_options",
    "allow_adding_options",
    "hide_results_until_closes",
    "members_only",
    "country_codes",
    "media",
    "explanation_media",
];

/// `sendPoll`.
pub fn send(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let question = words(params.text("question"), params.text("question_parse_mode"))?;
    let options = options(world, params)?;
    let quiz = quiz(world, params, options.len())?;
    let closed = params.flag("is_closed");
    let closing = closing(world, params)?.filter(|_| !closed);
    let target = target(world, params, 1)?;
    let mut poll = json!({
        "id": (world.scatter() >> 1).to_string(), "question": question, "options": options,
        "total_voter_count": 0, "is_closed": closed, "is_anonymous": flag(params, "is_anonymous", true),
        "type": "regular", "allows_multiple_answers": params.flag("allows_multiple_answers"),
        "allows_revoting": flag(params, "allows_revoting", quiz.is_none()), "members_only": false,
    });
    if let (Some(poll), Some(quiz)) = (poll.as_object_mut(), quiz) {
        poll.extend(quiz);
    }
    let about = params.text("description").unwrap_or_default();
    let about =
        rich(world, about, params.text("description_parse_mode"), params.get("description_entities"))?;
    if !about.text.is_empty() {
        poll["description"] = json!(about.text);
        if !about.entities.is_empty() {
            poll["description_entities"] = json!(about.entities);
        }
    }
    if let Some((period, date)) = closing {
        poll["open_period"] = json!(period);
        poll["close_date"] = json!(date);
    }
    let body = Body::from_iter([("poll".to_owned(), poll)]);
    let message = post(world, &target, body, params)?;
    let id = message["message_id"].as_i64().unwrap_or_default();
    let votes = Votes { closes_at: closing.map(|(_, date)| date * 1000), ..Votes::default() };
    world.polls.insert((target.chat, id), votes);
    Ok(message)
}

fn flag(params: &Params, name: &str, default: bool) -> bool {
    params.get(name).and_then(Value::as_bool).unwrap_or(default)
}

/// Words of a question or an option: formatting is read and dropped, since only custom emoji may stay.
fn words(text: Option<&str>, mode: Option<&str>) -> Result<String, ApiError> {
    let rich = Rich::of_bot(text.unwrap_or_default(), mode, None)?;
    if rich.text.is_empty() { Err(ApiError::bad("text must be non-empty")) } else { Ok(rich.text) }
}

fn options(world: &mut World, params: &Params) -> Result<Vec<Value>, ApiError> {
    let mut options = Vec::new();
    for option in params.value("options").as_array().into_iter().flatten() {
        if option.get("media").is_some() {
            return Err(without_code("media of an option"));
        }
        let text = words(option["text"].as_str(), option["text_parse_mode"].as_str())?;
        // Its place is no lasting id, so the lasting id must not look like one.
        let lasting = format!("{:016x}", world.scatter());
        options.push(json!({"persistent_id": lasting, "text": text, "voter_count": 0}));
    }
    Ok(options)
}

/// What a quiz has that a regular poll has not; none for a regular one.
fn quiz(world: &World, params: &Params, options: usize) -> Result<Option<Body>, ApiError> {
    let nothing = [json!(false), json!(""), json!([])];
    let asked = |name: &&str| params.get(name).is_some_and(|value| !nothing.contains(value));
    let sort = params.text("type").unwrap_or_default();
    if !matches!(sort, "" | "regular" | "quiz") {
        return Err(ApiError::bad("unsupported poll type specified"));
    }
    if let Some(name) = WITHOUT_CODE.into_iter().find(asked) {
        return Err(without_code(name));
    }
    if sort != "quiz" {
        return Ok(None);
    }
    let mut right: Vec<i64> = params
        .value("correct_option_ids")
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_i64)
        .collect();
    right.sort_unstable();
    right.dedup();
    let there = |place: &i64| usize::try_from(*place).is_ok_and(|place| place < options);
    if right.is_empty() || !right.iter().all(there) {
        return Err(ApiError::bad("wrong correct option ID specified"));
    }
    let mut quiz = Body::from_iter([
        ("type".to_owned(), json!("quiz")),
        ("correct_option_ids".to_owned(), json!(right)),
    ]);
    let words = params.text("explanation").unwrap_or_default();
    let mode = params.text("explanation_parse_mode");
    let words = rich(world, words, mode, params.get("explanation_entities"))?;
    if !words.text.is_empty() {
        quiz.insert("explanation".into(), json!(words.text));
        quiz.insert("explanation_entities".into(), json!(words.entities));
    }
    Ok(Some(quiz))
}

fn without_code(what: &str) -> ApiError {
    ApiError::new(501, format!("Not Implemented: the stand-in's polls know no {what}"))
}

/// For how many seconds the poll is open and when it closes (Unix time), both by story time.
/// The table has no limit for `close_date`, so a departure is recorded here.
fn closing(world: &mut World, params: &Params) -> Result<Option<(i64, i64)>, ApiError> {
    let now = world.now() / 1000;
    let (period, date, note) = match (params.int("open_period"), params.int("close_date")) {
        (None, None) => return Ok(None),
        (Some(period), None) => (period, now + period, None),
        (None, Some(date)) => (date - now, date, None),
        (Some(period), Some(date)) => (period, date, Some("together with open_period".to_owned())),
    };
    let beyond =
        (!OPEN_PERIOD.contains(&period)).then(|| format!("{period} seconds ahead, allowed 5-2628000"));
    let Some(note) = note.or(beyond) else { return Ok(Some((period, date))) };
    let violation = Violation {
        place: "sendPoll.close_date".into(),
        field: "close_date".into(),
        fault: Fault::Limit,
        note,
    };
    world.violations.push(format!("bot: {violation}"));
    Err(ApiError::bad("parameter \"close_date\" is invalid"))
}

/// `stopPoll`: an edit of the message, so its keyboard is replaced or goes.
pub fn stop(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let markup = keyboard::inline(params.get("reply_markup"))?;
    let chat = world.reach(params.value("chat_id"), true)?;
    let Some(id) = params.int("message_id") else {
        return Err(ApiError::bad("message identifier is not specified"));
    };
    world.close_due_polls();
    if world.message(chat, id).is_none() {
        return Err(ApiError::bad("message with poll to stop not found"));
    }
    let poll = world.poll(chat, id).ok_or_else(|| ApiError::bad("message is not a poll"))?;
    if poll["is_closed"] == true {
        return Err(ApiError::bad("poll has already been closed"));
    }
    world.windows.admit(chat, 1, clock::wire_ms()).map_err(ApiError::too_many)?;
    world.set_markup(chat, id, markup);
    world.close_poll(chat, id).ok_or_else(|| ApiError::new(500, "Internal Server Error"))
}
