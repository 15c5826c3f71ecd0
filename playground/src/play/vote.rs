//! Votes in native polls.
use super::PlayError;
use crate::{bots::At, world::World};
use axum::Json;
use serde::Deserialize;
use serde_json::Value;

/// A vote.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    #[serde(rename = "as")]
    who: i64,
    chat: i64,
    message: i64,
    options: Vec<usize>,
    #[serde(default)]
    as_chat: bool,
}

/// `POST vote`: places of options from 0, none to take the vote back; `as_chat` as an anonymous administrator.
/// Answers the message.
pub async fn vote(At(app): At, Json(vote): Json<Vote>) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        world.admit(vote.who, vote.chat)?;
        if vote.as_chat {
            world.may_hide(vote.who, vote.chat)?;
        }
        world.close_due_polls();
        let voter = if vote.as_chat { vote.chat } else { vote.who };
        let choice = choice(world, &vote, voter)?;
        world.cast(vote.chat, vote.message, voter, choice);
        Ok(Json(world.show(vote.chat, vote.message).unwrap_or_default()))
    })
}

/// A poll to close.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    #[serde(rename = "as")]
    who: i64,
    chat: i64,
    message: i64,
}

/// `POST stop`: closes one's own poll.
pub async fn stop(At(app): At, Json(stop): Json<Stop>) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        world.admit(stop.who, stop.chat)?;
        let asked =
            world.message(stop.chat, stop.message).filter(|message| message.body.contains_key("poll"));
        let own = asked.is_some_and(|message| message.body["from"]["id"] == stop.who);
        if !own {
            return Err(PlayError::bad("that is not this person's poll"));
        }
        if world.poll(stop.chat, stop.message).is_some_and(|poll| poll["is_closed"] == true) {
            return Err(PlayError::bad("this poll is closed"));
        }
        world.close_poll(stop.chat, stop.message);
        Ok(Json(world.show(stop.chat, stop.message).unwrap_or_default()))
    })
}

/// The chosen options in ascending order, if the poll takes them.
fn choice(world: &World, vote: &Vote, voter: i64) -> Result<Vec<usize>, PlayError> {
    if world.message(vote.chat, vote.message).is_none() {
        return Err(PlayError::missing("no such message"));
    }
    let poll = world.poll(vote.chat, vote.message);
    let poll = poll.ok_or_else(|| PlayError::missing("there is no poll in that message"))?;
    if poll["is_closed"] == true {
        return Err(PlayError::bad("this poll is closed"));
    }
    let mut options = vote.options.clone();
    options.sort_unstable();
    options.dedup();
    if options.iter().any(|place| poll["options"].get(*place).is_none()) {
        return Err(PlayError::bad("no such option in this poll"));
    }
    if options.len() > 1 && poll["allows_multiple_answers"] == false {
        return Err(PlayError::bad("this poll takes one choice only"));
    }
    if !world.vote_of(vote.chat, vote.message, voter).is_empty() && poll["allows_revoting"] == false {
        return Err(PlayError::bad("a vote in this poll cannot be changed"));
    }
    Ok(options)
}
