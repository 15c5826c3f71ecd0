//! The Bot API over HTTP: who calls, what the contract says to it, which fault befalls it, what came of it.
//! Every call is checked against the table, done, checked again and written to the journal in one step.
use crate::{
    App, admin,
    bots::{At, Bots},
    check::Violation,
    clock,
    contract::{CONTRACT, Method},
    error::ApiError,
    faults::Fate,
    files::{File, LARGEST_DOWNLOAD},
    journal::{Delivery, Row},
    methods,
    params::Params,
    play, polling,
    refusal::refusal,
    story, web,
    wire::Line,
    world::World,
};
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, DefaultBodyLimit, Path, Request},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};

const LARGEST_BODY: usize = 64 * 1024 * 1024;

/// Everything that is served.
pub fn routes(bots: Arc<Bots>) -> Router {
    Router::new()
        .merge(web::routes())
        .nest("/play", play::routes().merge(story::routes()))
        .nest("/admin", admin::routes())
        .route("/file/{bot}/{*path}", get(download))
        .route("/{bot}/{method}", any(handle))
        .fallback(|| async { answer(&Err(ApiError::new(404, "Not Found"))) })
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(bots)
}

async fn handle(
    At(app): At,
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
    let (response, leave) = if method.name == "getUpdates" {
        poll(&app, method, &params, &delivery).await
    } else {
        app.with(|world| serve(world, method, &params, &delivery))
    };
    match leave {
        Leave::Whole(0) => line.answer(delivery),
        Leave::Whole(late) => {
            tokio::time::sleep(Duration::from_millis(late)).await;
            line.answer(delivery);
        }
        Leave::Cut(hold) => {
            tokio::time::sleep(Duration::from_millis(hold)).await;
            line.cut();
        }
        Leave::Reset => line.reset(),
    }
    response
}

/// How an answer leaves.
enum Leave {
    /// As it is, late by so many ms.
    Whole(u64),
    /// Not at all: the connection closes after so many ms.
    Cut(u64),
    /// Not at all: the connection is reset.
    Reset,
}

/// One call, start to end.
fn serve(world: &mut World, method: &Method, params: &Params, delivery: &Arc<Delivery>) -> (Response, Leave) {
    let found = examine(world, method, params);
    let chat = chat_of(params);
    let fate = world.faults.draw(method.name, chat, clock::wire_ms());
    let result = match fate {
        None | Some(Fate::After | Fate::Slow(_) | Fate::Reset) => match found.iter().find_map(refusal) {
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
    let remark = world.remark.take();
    respond(&result, remark, fate, world.faults.hold())
}

/// A call that a webhook's answer holds (`method` among its parameters); nobody is told what came of it.
pub async fn call_in_reply(app: &App, request: Request) {
    let Ok(mut params) = Params::read(request).await else { return };
    let Some(Value::String(name)) = params.values.remove("method") else { return };
    let name = name.to_ascii_lowercase();
    let unheard = matches!(name.as_str(), "setwebhook" | "deletewebhook" | "close" | "logout");
    let Some(method) = CONTRACT.method(&name).filter(|_| !unheard && !name.starts_with("get")) else {
        return;
    };
    params.normalise(method);
    app.with(|world| serve(world, method, &params, &Arc::default()));
}

/// `getUpdates`: faults only if asked for, and in the journal only when it goes wrong.
async fn poll(app: &App, method: &Method, params: &Params, delivery: &Arc<Delivery>) -> (Response, Leave) {
    let (fate, hold) = app.with(|world| {
        examine(world, method, params);
        let fate =
            if world.faults.polls { world.faults.draw(method.name, None, clock::wire_ms()) } else { None };
        (fate, world.faults.hold())
    });
    let result = match fate {
        None | Some(Fate::After | Fate::Slow(_) | Fate::Reset) => match polling::poll(app, params).await {
            Ok(batch) if matches!(fate, None | Some(Fate::Slow(_))) => {
                let body = format!("{{\"ok\":true,\"result\":{batch}}}");
                let late = if let Some(Fate::Slow(ms)) = fate { ms } else { 0 };
                return (([(CONTENT_TYPE, "application/json")], body).into_response(), Leave::Whole(late));
            }
            Ok(_) => Ok(Value::Null),
            Err(error) => Err(error),
        },
        Some(Fate::TooMany(seconds)) => Err(ApiError::too_many(seconds)),
        Some(_) => Err(ApiError::new(500, "Internal Server Error")),
    };
    app.with(|world| world.journal.add(row(method, params, &result, fate, None, delivery)));
    respond(&result, None, fate, hold)
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
    let cut = matches!(fate, Some(Fate::Before | Fate::After | Fate::Reset));
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

fn respond(
    result: &Result<Value, ApiError>,
    remark: Option<&str>,
    fate: Option<Fate>,
    hold: u64,
) -> (Response, Leave) {
    match fate {
        Some(Fate::Before | Fate::After) => (Response::new(Body::empty()), Leave::Cut(hold)),
        Some(Fate::Reset) => (Response::new(Body::empty()), Leave::Reset),
        Some(Fate::Slow(ms)) => (answer_with(result, remark), Leave::Whole(ms)),
        Some(Fate::Server(true)) => {
            let page = "<html><head><title>500 Internal Server Error</title></head></html>";
            (
                (StatusCode::INTERNAL_SERVER_ERROR, [(CONTENT_TYPE, "text/html")], page).into_response(),
                Leave::Whole(0),
            )
        }
        _ => (answer_with(result, remark), Leave::Whole(0)),
    }
}

/// An answer in the Bot API's form.
fn answer(result: &Result<Value, ApiError>) -> Response {
    answer_with(result, None)
}

fn answer_with(result: &Result<Value, ApiError>, remark: Option<&str>) -> Response {
    let (code, body) = match (result, remark) {
        (Ok(value), None) => (200, json!({"ok": true, "result": value})),
        (Ok(value), Some(remark)) => (200, json!({"ok": true, "result": value, "description": remark})),
        (Err(error), _) => (error.code, error.body()),
    };
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

async fn download(At(app): At, Path((bot, path)): Path<(String, String)>) -> Response {
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
