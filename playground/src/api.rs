//! The Bot API over HTTP: who calls, what the contract says to it, which fault befalls it, what came of it.
//! Every call is checked against the table, done, checked again and written to the journal in one step.
use crate::{
    App, admin,
    check::{Fault, Violation},
    clock,
    contract::{CONTRACT, Method},
    error::ApiError,
    faults::Fate,
    files::{File, LARGEST_DOWNLOAD},
    journal::{Delivery, Row},
    methods,
    params::Params,
    play, story, updates, web,
    wire::Line,
    world::World,
};
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, DefaultBodyLimit, Path, Request, State},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};

const LARGEST_BODY: usize = 64 * 1024 * 1024;

/// Everything that is served.
pub fn routes(app: Arc<App>) -> Router {
    Router::new()
        .merge(web::routes())
        .nest("/play", play::routes().merge(story::routes()))
        .nest("/admin", admin::routes())
        .route("/file/{bot}/{*path}", get(download))
        .route("/{bot}/{method}", any(handle))
        .fallback(|| async { answer(&Err(ApiError::new(404, "Not Found"))) })
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(app)
}

async fn handle(
    State(app): State<Arc<App>>,
    ConnectInfo(line): ConnectInfo<Line>,
    Path((bot, name)): Path<(String, String)>,
    request: Request,
) -> Response {
    line.request();
    let Some(token) = bot.strip_prefix("bot") else { return answer(&Err(ApiError::new(404, "Not Found"))) };
    if app.read(|world| world.token != token) {
        return answer(&Err(ApiError::new(401, "Unauthorized")));
    }
    let Some(method) = CONTRACT.method(&name) else {
        app.with(|world| world.violations.push(format!("bot: {name}: unknown method")));
        return answer(&Err(ApiError::new(404, "Not Found")));
    };
    let mut params = match Params::read(request).await {
        Ok(params) => params,
        Err(error) => return answer(&Err(error)),
    };
    params.normalise(method);
    let delivery = Arc::new(Delivery::default());
    let (response, doomed) = if method.name == "getUpdates" {
        poll(&app, method, &params, &delivery).await
    } else {
        app.with(|world| serve(world, method, &params, &delivery))
    };
    if let Some(hold) = doomed {
        tokio::time::sleep(Duration::from_millis(hold)).await;
        line.cut();
    } else {
        line.answer(delivery);
    }
    response
}

/// One call, start to end; also how long to hold the connection if it is to be cut.
fn serve(
    world: &mut World,
    method: &Method,
    params: &Params,
    delivery: &Arc<Delivery>,
) -> (Response, Option<u64>) {
    let found = examine(world, method, params);
    let chat = chat_of(params);
    let fate = world.faults.draw(chat, clock::wire_ms());
    let result = match fate {
        None | Some(Fate::After) => match found.iter().find_map(refusal) {
            Some(refused) => Err(refused),
            None => methods::call(world, method, params),
        },
        Some(Fate::TooMany(seconds)) => Err(ApiError::too_many(seconds)),
        Some(Fate::Server(_) | Fate::Before) => Err(ApiError::new(500, "Internal Server Error")),
    };
    match &result {
        Ok(value) => {
            for violation in CONTRACT.check_answer(method, value) {
                world.violations.push(format!("stand-in: {violation}"));
            }
        }
        Err(error) if error.code == 501 => world.violations.push(format!("bot: {}", error.description)),
        Err(_) => {}
    }
    let message_id = match &result {
        Ok(Value::Array(list)) => list.first().and_then(|m| m["message_id"].as_i64()),
        Ok(value) => value["message_id"].as_i64().or_else(|| params.int("message_id")),
        Err(_) => params.int("message_id"),
    };
    let row = row(method, params, &result, fate, message_id, delivery);
    world.journal.add(row);
    respond(&result, fate, world.faults.hold())
}

/// `getUpdates`: faults only if asked for, and in the journal only when it goes wrong.
async fn poll(
    app: &App,
    method: &Method,
    params: &Params,
    delivery: &Arc<Delivery>,
) -> (Response, Option<u64>) {
    let (fate, hold) = app.with(|world| {
        examine(world, method, params);
        let fate = if world.faults.polls { world.faults.draw(None, clock::wire_ms()) } else { None };
        (fate, world.faults.hold())
    });
    let result = match fate {
        None | Some(Fate::After) => match updates::poll(app, params).await {
            Ok(batch) if fate.is_none() => {
                let body = format!("{{\"ok\":true,\"result\":{batch}}}");
                return (([(CONTENT_TYPE, "application/json")], body).into_response(), None);
            }
            Ok(_) => Ok(Value::Null),
            Err(error) => Err(error),
        },
        Some(Fate::TooMany(seconds)) => Err(ApiError::too_many(seconds)),
        Some(_) => Err(ApiError::new(500, "Internal Server Error")),
    };
    app.with(|world| world.journal.add(row(method, params, &result, fate, None, delivery)));
    respond(&result, fate, hold)
}

/// Holds the request against the contract and records what departs from it.
fn examine(world: &mut World, method: &Method, params: &Params) -> Vec<Violation> {
    let found = CONTRACT.check_request(method, &params.values);
    world.violations.extend(found.iter().map(|violation| format!("bot: {violation}")));
    for part in params.unused_files() {
        world.violations.push(format!("bot: {}: part {part} is referred to by nothing", method.name));
    }
    found
}

fn chat_of(params: &Params) -> Option<i64> {
    match params.get("chat_id")? {
        Value::String(text) => text.parse().ok(),
        value => value.as_i64(),
    }
}

fn row(
    method: &Method,
    params: &Params,
    result: &Result<Value, ApiError>,
    fate: Option<Fate>,
    message_id: Option<i64>,
    delivery: &Arc<Delivery>,
) -> Row {
    let cut = matches!(fate, Some(Fate::Before | Fate::After));
    Row {
        at: clock::wire_ms(),
        method: method.name.to_owned(),
        chat: chat_of(params),
        params: Value::Object(params.values.clone()),
        status: if cut { 0 } else { result.as_ref().map_or_else(|error| error.code, |_| 200) },
        error: result.as_ref().err().filter(|_| fate != Some(Fate::Before)).map(|e| e.description.clone()),
        fault: fate.map(Fate::name),
        effect: result.is_ok(),
        message_id,
        delivery: delivery.clone(),
    }
}

fn respond(result: &Result<Value, ApiError>, fate: Option<Fate>, hold: u64) -> (Response, Option<u64>) {
    match fate {
        Some(Fate::Before | Fate::After) => (Response::new(Body::empty()), Some(hold)),
        Some(Fate::Server(true)) => {
            let page = "<html><head><title>500 Internal Server Error</title></head></html>";
            ((StatusCode::INTERNAL_SERVER_ERROR, [(CONTENT_TYPE, "text/html")], page).into_response(), None)
        }
        _ => (answer(result), None),
    }
}

/// An answer in the Bot API's form.
fn answer(result: &Result<Value, ApiError>) -> Response {
    let (code, body) = match result {
        Ok(value) => (200, json!({"ok": true, "result": value})),
        Err(error) => (error.code, error.body()),
    };
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// Telegram's words for a request that departs from the contract; an unknown parameter it ignores.
fn refusal(violation: &Violation) -> Option<ApiError> {
    if violation.fault == Fault::Unknown {
        return None;
    }
    let field = violation.field.as_str();
    let last = violation.place.rsplit('.').next().unwrap_or_default();
    let missing = violation.fault == Fault::Missing;
    let text = match (field, last) {
        (_, "callback_data") => "BUTTON_DATA_INVALID".to_owned(),
        ("commands", "command") => "BOT_COMMAND_INVALID".to_owned(),
        ("commands", "description") => "BOT_COMMAND_DESCRIPTION_INVALID".to_owned(),
        ("chat_id", _) => (if missing { "chat_id is empty" } else { "chat not found" }).to_owned(),
        ("text", _) if violation.place.starts_with("answerCallbackQuery") => "MESSAGE_TOO_LONG".to_owned(),
        ("text", _) if missing || violation.note.starts_with("0 ") => "message text is empty".to_owned(),
        ("text", _) if violation.fault == Fault::Limit => "message is too long".to_owned(),
        (_, "caption") => "message caption is too long".to_owned(),
        ("message_id", _) => "message identifier is not specified".to_owned(),
        ("user_id", _) => "invalid user_id specified".to_owned(),
        ("file_id", _) => "file_id not specified".to_owned(),
        ("callback_query_id", _) => {
            "query is too old and response timeout expired or query ID is invalid".to_owned()
        }
        ("photo" | "voice" | "document", _) if missing => format!("there is no {field} in the request"),
        ("media", "media") if missing || violation.note.starts_with("0 ") => {
            "there are no messages to send".to_owned()
        }
        ("media", "media") if violation.fault == Fault::Limit => {
            "too many messages to send as an album".to_owned()
        }
        ("question", _) if missing || violation.note.starts_with("0 ") => "text must be non-empty".to_owned(),
        ("question", _) if violation.fault == Fault::Limit => {
            "poll question length must not exceed 300".to_owned()
        }
        ("options", "options") if missing || violation.note.starts_with("0 ") => {
            "poll must have at least one answer option".to_owned()
        }
        ("options", "options") if violation.fault == Fault::Limit => {
            "poll can't have more than 12 options".to_owned()
        }
        ("options", "text") if missing => "can't find field \"text\"".to_owned(),
        ("options", "text") if violation.note.starts_with("0 ") => "text must be non-empty".to_owned(),
        ("options", "text") if violation.fault == Fault::Limit => {
            "poll options length must not exceed 100".to_owned()
        }
        ("action", _) => "wrong parameter action in request".to_owned(),
        ("reply_markup", "reply_markup") => "object expected as reply markup".to_owned(),
        ("reply_parameters", "reply_parameters") => "object expected as reply parameters".to_owned(),
        _ if missing => format!("parameter \"{field}\" is required"),
        _ => format!("parameter \"{field}\" is invalid"),
    };
    Some(ApiError::bad(text))
}

async fn download(State(app): State<Arc<App>>, Path((bot, path)): Path<(String, String)>) -> Response {
    let found = app.read(|world| {
        if bot.strip_prefix("bot") != Some(world.token.as_str()) {
            return Err(ApiError::new(401, "Unauthorized"));
        }
        let file = world.files.at(&path).filter(|file| file.size <= LARGEST_DOWNLOAD);
        file.map(File::content).ok_or_else(|| ApiError::new(404, "Not Found"))
    });
    match found {
        Ok(bytes) => ([(CONTENT_TYPE, "application/octet-stream")], bytes).into_response(),
        Err(error) => answer(&Err(error)),
    }
}
