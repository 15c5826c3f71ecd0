//! What people do, over HTTP: the page and the story tests call this. Errors are `{"error": "…"}`.
pub mod act;
pub mod groups;
pub mod marks;
pub mod members;
pub mod pass;
pub mod speak;
pub mod taps;
pub mod things;
pub mod vote;
pub mod watch;

use crate::{bots::Bots, scene::ChatType, world::World};
use axum::{
    Json, Router,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::json;
use std::sync::Arc;

/// Everything under `/play` except story time.
pub fn routes() -> Router<Arc<Bots>> {
    Router::new()
        .route("/scene", get(watch::scene))
        .route("/events", get(watch::events))
        .route("/messages", get(watch::messages))
        .route("/search", get(watch::search))
        .route("/commands", get(watch::commands))
        .route("/bots", get(watch::bots))
        .route("/file", get(watch::file))
        .route("/say", post(speak::handle))
        .route("/edit", post(act::edit))
        .route("/delete", post(act::delete))
        .route("/react", post(act::react))
        .route("/pin", post(marks::pin))
        .route("/read", post(marks::read))
        .route("/typing", post(marks::typing))
        .route("/forward", post(pass::forward))
        .route("/vote", post(vote::vote))
        .route("/stop", post(vote::stop))
        .route("/start", post(act::start))
        .route("/block", post(act::block))
        .route("/people", post(act::arrive))
        .route("/tap", get(taps::look).post(taps::tap))
        .route("/chats", post(groups::create))
        .route("/join", post(members::join))
        .route("/chats/{id}/bot", post(groups::bot))
        .route("/chats/{id}/lose", post(groups::lose))
        .route("/chats/{id}/forum", post(groups::forum))
        .route("/chats/{id}/topics", post(pass::topic))
        .route("/chats/{id}/upgrade", post(groups::upgrade))
        .route("/chats/{id}/members", post(members::members))
        .route("/chats/{id}/admins", post(members::admins))
}

/// Why something a person wanted did not happen.
#[derive(Debug, PartialEq, Eq)]
pub struct PlayError {
    status: u16,
    text: String,
}

impl PlayError {
    /// 400: it cannot be done.
    pub fn bad(text: impl Into<String>) -> Self {
        Self { status: 400, text: text.into() }
    }

    /// 404: there is no such thing.
    pub fn missing(text: impl Into<String>) -> Self {
        Self { status: 404, text: text.into() }
    }

    /// 504: the bot did not do its part.
    pub fn away(text: String) -> Self {
        Self { status: 504, text }
    }
}

impl IntoResponse for PlayError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        (status, Json(json!({"error": self.text}))).into_response()
    }
}

impl World {
    /// That this person may write in this chat; in private, writing first counts as pressing Start.
    fn admit(&mut self, who: i64, chat: i64) -> Result<(), PlayError> {
        let Some(person) = self.people.get_mut(&who) else {
            return Err(PlayError::missing("no such person"));
        };
        let Some(place) = self.chats.get(&chat) else { return Err(PlayError::missing("no such chat")) };
        if place.is.kind == ChatType::Private {
            if who != chat {
                return Err(PlayError::bad("that is somebody else's private chat"));
            }
            if person.blocked {
                return Err(PlayError::bad("this person has blocked the bot"));
            }
            person.started = true;
        } else if !place.is.members.contains(&who) {
            return Err(PlayError::bad("this person is not in that chat"));
        }
        if let Some(to) = place.migrated_to {
            return Err(PlayError::bad(format!("this group has become the supergroup {to}")));
        }
        Ok(())
    }

    /// That this person may act in the group's name.
    fn may_hide(&self, who: i64, chat: i64) -> Result<(), PlayError> {
        let place = self.chats.get(&chat).filter(|c| c.is.kind != ChatType::Private);
        if place.is_some_and(|c| c.is.admins.contains(&who)) {
            return Ok(());
        }
        Err(PlayError::bad("only administrators of a group can be anonymous"))
    }
}
