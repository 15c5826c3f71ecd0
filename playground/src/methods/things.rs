//! Sending what needs no file: places, contacts and dice.
use super::{
    edit,
    send::{post, target},
};
use crate::{error::ApiError, messages::Body, params::Params, world::World};
use serde_json::{Value, json};

/// How long a live location lasts, seconds; the last number is "until it is stopped".
const LIVE: std::ops::RangeInclusive<i64> = 60..=86_400;
const LIVE_FOR_EVER: i64 = 0x7FFF_FFFF;

/// Dice and how many values each has.
pub const DICE: [(&str, u64); 6] = [("🎲", 6), ("🎯", 6), ("🎳", 6), ("🏀", 5), ("⚽", 5), ("🎰", 64)];

fn place(params: &Params) -> Result<Value, ApiError> {
    let (latitude, longitude) = (params.value("latitude").as_f64(), params.value("longitude").as_f64());
    let latitude = latitude.ok_or_else(|| ApiError::bad("latitude is empty"))?;
    let longitude = longitude.ok_or_else(|| ApiError::bad("longitude is empty"))?;
    if latitude.abs() > 90.0 || longitude.abs() > 180.0 {
        return Err(ApiError::bad("wrong location specified"));
    }
    let mut place = json!({"latitude": latitude, "longitude": longitude});
    for more in ["horizontal_accuracy", "heading", "proximity_alert_radius"] {
        if let Some(value) = params.get(more) {
            place[more] = value.clone();
        }
    }
    Ok(place)
}

/// `sendLocation`, live when `live_period` is given.
pub fn location(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let mut place = place(params)?;
    if let Some(period) = params.int("live_period").filter(|period| *period != 0) {
        if !LIVE.contains(&period) && period != LIVE_FOR_EVER {
            return Err(ApiError::bad("wrong live location period specified"));
        }
        place["live_period"] = json!(period);
    }
    send(world, params, vec![("location", place)])
}

/// `sendVenue`; the location stands beside it too.
pub fn venue(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let place = place(params)?;
    let mut venue =
        json!({"location": place, "title": params.text("title"), "address": params.text("address")});
    for more in ["foursquare_id", "foursquare_type", "google_place_id", "google_place_type"] {
        if let Some(value) = params.get(more) {
            venue[more] = value.clone();
        }
    }
    send(world, params, vec![("venue", venue), ("location", place)])
}

/// `sendContact`.
pub fn contact(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let mut contact = json!({});
    for (name, required) in
        [("phone_number", true), ("first_name", true), ("last_name", false), ("vcard", false)]
    {
        match params.text(name).filter(|text| !text.is_empty()) {
            Some(text) => contact[name] = json!(text),
            None if required => return Err(ApiError::bad(format!("parameter \"{name}\" is required"))),
            None => {}
        }
    }
    send(world, params, vec![("contact", contact)])
}

/// `sendDice`: thrown from the world's own numbers, so the same in every run.
pub fn dice(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let emoji = params.text("emoji").filter(|emoji| !emoji.is_empty()).unwrap_or("🎲");
    let dice = throw(world, emoji).ok_or_else(|| ApiError::bad("MEDIA_EMPTY"))?;
    send(world, params, vec![("dice", dice)])
}

/// A `Dice` of this emoji, if there is such a one.
pub fn throw(world: &mut World, emoji: &str) -> Option<Value> {
    let plain = emoji.trim_end_matches('\u{fe0f}');
    let (emoji, sides) = DICE.into_iter().find(|(known, _)| *known == plain)?;
    let value = world.scatter() % sides + 1;
    Some(json!({"emoji": emoji, "value": value}))
}

fn send(world: &mut World, params: &Params, content: Vec<(&str, Value)>) -> Result<Value, ApiError> {
    let target = target(world, params, 1)?;
    let body = Body::from_iter(content.into_iter().map(|(key, value)| (key.to_owned(), value)));
    post(world, &target, body, params)
}

/// `editMessageLiveLocation`.
pub fn move_live(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let place = place(params)?;
    edit::live_location(world, params, |live| {
        let period = live["live_period"].clone();
        *live = place;
        live["live_period"] = params.get("live_period").cloned().unwrap_or(period);
    })
}

/// `stopMessageLiveLocation`.
pub fn stop_live(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    edit::live_location(world, params, |live| {
        if let Some(live) = live.as_object_mut() {
            for gone in ["live_period", "heading", "proximity_alert_radius"] {
                live.remove(gone);
            }
        }
    })
}
