//! Webhooks: updates are posted to the bot, in order within a chat, again and again until it takes them.
//! Delays and error texts are those of the public Bot API server.
use crate::{App, api, clock, updates::Letter, world::World};
use axum::{
    body::Body,
    extract::Request,
    http::header::{CONTENT_TYPE, RETRY_AFTER},
};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio::task::JoinSet;

/// How long the bot may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often the queue is looked at even if nothing moved.
const GLANCE: Duration = Duration::from_secs(5);

/// A webhook that is set.
pub struct Webhook {
    /// Where updates go.
    pub url: String,
    /// `X-Telegram-Bot-Api-Secret-Token`, empty for none.
    pub secret: String,
    /// How many updates may be under way at once.
    pub connections: usize,
    /// Whether a certificate was uploaded.
    pub certificate: bool,
    /// Its address, where it is known.
    pub ip: Option<String>,
    /// The last failure: when (Unix time) and why.
    pub error: Option<(i64, String)>,
    /// Tells answers to this one from answers to an earlier one.
    pub generation: u64,
}

impl World {
    /// `getWebhookInfo`.
    pub fn webhook_info(&self) -> Value {
        let mut info = json!({
            "url": "", "has_custom_certificate": false, "pending_update_count": self.updates.pending(),
        });
        if let Some(hook) = &self.webhook {
            info["url"] = json!(hook.url);
            info["has_custom_certificate"] = json!(hook.certificate);
            info["max_connections"] = json!(hook.connections);
            info["ip_address"] = json!(hook.ip.as_deref().unwrap_or("<unknown>"));
            if let Some((at, why)) = &hook.error {
                info["last_error_date"] = json!(at);
                info["last_error_message"] = json!(why);
            }
        }
        if let Some(kinds) = self.updates.allowed() {
            info["allowed_updates"] = json!(kinds);
        }
        info
    }
}

/// What has to stay in order with this update.
pub fn lane(kind: &str, content: &Value) -> String {
    match kind {
        "message" | "edited_message" => format!("chat {}", content["chat"]["id"]),
        "callback_query" => format!("tap {}", content["from"]["id"]),
        "poll" => format!("poll {}", content["id"]),
        "poll_answer" => format!("poll {}", content["poll_id"]),
        _ => format!("{kind} {}", content["chat"]["id"]),
    }
}

/// Posts updates while there is a webhook; never ends.
pub async fn deliver(app: Arc<App>) {
    let mut under_way = JoinSet::new();
    loop {
        let moved = app.updates_moved.notified();
        tokio::pin!(moved);
        moved.as_mut().enable();
        let letters = app.with(|world| {
            world.updates.expire(clock::wire_ms());
            let Some(hook) = &world.webhook else { return Vec::new() };
            let address = (hook.url.clone(), hook.secret.clone(), hook.generation);
            let due = world.updates.due(hook.connections, clock::wire_ms());
            due.into_iter().map(|letter| (address.clone(), letter)).collect::<Vec<_>>()
        });
        for ((url, secret, generation), letter) in letters {
            under_way.spawn(carry(app.clone(), url, secret, generation, letter));
        }
        let wait = app.read(|world| world.updates.wait(clock::wire_ms())).unwrap_or(GLANCE).min(GLANCE);
        tokio::select! {
            () = moved => {}
            Some(_) = under_way.join_next() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// One update to the bot and its answer back.
async fn carry(app: Arc<App>, url: String, secret: String, generation: u64, letter: Letter) {
    let mut post = app.http.post(&url).timeout(PATIENCE).header(CONTENT_TYPE, "application/json");
    if !secret.is_empty() {
        post = post.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    let id = letter.id;
    let outcome = match post.body(letter.json.into_string()).send().await {
        Err(error) => Err((0, why(&error), 0)),
        Ok(response) if response.status().is_success() => Ok(response),
        Ok(response) => {
            let status = response.status();
            let text = format!(
                "Wrong response from the webhook: {} {}",
                status.as_u16(),
                status.canonical_reason().unwrap_or_default()
            );
            let after = response.headers().get(RETRY_AFTER).and_then(|v| v.to_str().ok()?.parse().ok());
            Err((status.as_u16(), text, after.unwrap_or(0)))
        }
    };
    match outcome {
        Ok(response) => {
            let status = response.status().as_u16();
            let kind = response.headers().get(CONTENT_TYPE).cloned();
            let body = response.bytes().await.unwrap_or_default();
            let current = app.with(|world| {
                world.deliveries.push(json!({"at": clock::wire_ms(), "update_id": id, "status": status}));
                let current = world.webhook.as_ref().is_some_and(|hook| hook.generation == generation);
                if current {
                    world.updates.taken(id);
                }
                current
            });
            if let Some(kind) = kind.filter(|_| current && !body.is_empty())
                && let Ok(request) =
                    Request::builder().method("POST").header(CONTENT_TYPE, kind).body(Body::from(body))
            {
                api::call_in_reply(&app, request).await;
            }
        }
        Err((status, why, after)) => app.with(|world| {
            let now = clock::wire_ms();
            world.deliveries.push(json!({"at": now, "update_id": id, "status": status, "error": why}));
            if let Some(hook) = world.webhook.as_mut().filter(|hook| hook.generation == generation) {
                hook.error = Some((now / 1000, why));
                world.updates.refused(id, now, after);
            }
        }),
    }
}

fn why(error: &reqwest::Error) -> String {
    let text = if error.is_timeout() {
        "Read timeout expired"
    } else if error.is_connect() {
        "Connection refused"
    } else {
        "Webhook connection closed"
    };
    text.to_owned()
}
