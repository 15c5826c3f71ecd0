//! What people send besides words and pictures: documents, places, dice, polls, stickers, and whom they mention.
use super::{
    PlayError,
    speak::{Say, decode},
};
use crate::{
    entities::Rich,
    files::Media,
    messages::Body,
    methods::things::{DICE, throw},
    polls::Votes,
    world::World,
};
use axum::body::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A document: with its content (base64), or with a size where only name and size matter.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Document {
    name: String,
    size: u64,
    content: Option<String>,
}

/// A sticker: `true` for any, or the emoji it stands for.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Sticker {
    /// One or none.
    Is(bool),
    /// One that stands for this emoji.
    Of(String),
}

impl Default for Sticker {
    fn default() -> Self {
        Self::Is(false)
    }
}

impl Sticker {
    /// Whether there is one.
    pub fn is_some(&self) -> bool {
        !matches!(self, Self::Is(false))
    }
}

/// A place.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Location {
    latitude: f64,
    longitude: f64,
    /// With a title it is a venue.
    title: Option<String>,
    address: String,
}

/// A native poll.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Poll {
    question: String,
    options: Vec<String>,
    public: bool,
    several: bool,
}

/// Somebody without a username who is mentioned by name: place and length of the name in UTF-16 units.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mention {
    offset: u64,
    length: u64,
    person: i64,
}

/// Words with their mentions.
pub fn words(world: &World, text: &str, mentions: &[Mention]) -> Rich {
    let known = mentions.iter().filter(|mention| world.people.contains_key(&mention.person));
    let entity = |mention: &Mention| {
        json!({"type": "text_mention", "offset": mention.offset, "length": mention.length,
            "user": world.user(mention.person)})
    };
    let entities: Value = known.map(entity).collect();
    Rich::of_bot(text, None, Some(&entities)).unwrap_or_else(|_| Rich::plain(text))
}

/// Stores a file of this sort with what is told of it (`duration`, `width`, …).
pub fn media(
    world: &mut World,
    sort: &str,
    content: &str,
    told: &Map<String, Value>,
) -> Result<Value, PlayError> {
    let bytes = decode(content)?;
    let size = bytes.len() as u64;
    Ok(world.add_media(&Media { sort, name: "", mime: None, size, told }, bytes))
}

/// Stores a document.
pub fn document(world: &mut World, document: &Document) -> Result<Value, PlayError> {
    let bytes = document.content.as_deref().map_or_else(|| Ok(Bytes::new()), decode)?;
    let size = document.size.max(bytes.len() as u64);
    let told = Map::new();
    let media = Media { sort: "document", name: &document.name, mime: None, size, told: &told };
    Ok(world.add_media(&media, bytes))
}

/// What holds neither words nor a file's content, if it is such a thing.
pub fn thing(world: &mut World, say: &Say) -> Result<Option<Body>, PlayError> {
    let pairs = if say.sticker.is_some() {
        vec![("sticker", sticker(world, &say.sticker))]
    } else if let Some(location) = &say.location {
        place(location)
    } else if say.contact {
        vec![("contact", contact(world, say.who))]
    } else if let Some(emoji) = &say.dice {
        let dice = throw(world, emoji).ok_or_else(|| {
            let known: Vec<&str> = DICE.iter().map(|(emoji, _)| *emoji).collect();
            PlayError::bad(format!("dice are {}", known.join(" ")))
        })?;
        vec![("dice", dice)]
    } else if let Some(asked) = &say.poll {
        vec![("poll", poll(world, asked)?)]
    } else {
        return Ok(None);
    };
    Ok(Some(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()))
}

fn sticker(world: &mut World, sticker: &Sticker) -> Value {
    let told = match sticker {
        Sticker::Of(emoji) => Map::from_iter([("emoji".to_owned(), json!(emoji))]),
        Sticker::Is(_) => Map::new(),
    };
    world.add_media(&Media { sort: "sticker", name: "", mime: None, size: 20_000, told: &told }, Bytes::new())
}

fn place(place: &Location) -> Vec<(&'static str, Value)> {
    let location = json!({"latitude": place.latitude, "longitude": place.longitude});
    match &place.title {
        Some(title) => {
            let venue = json!({"location": location, "title": title, "address": place.address});
            vec![("venue", venue), ("location", location)]
        }
        None => vec![("location", location)],
    }
}

fn contact(world: &World, who: i64) -> Value {
    let user = world.user(who);
    let phone = format!("+86138{:08}", who.rem_euclid(100_000_000));
    json!({"phone_number": phone, "first_name": user["first_name"], "user_id": who})
}

fn poll(world: &mut World, asked: &Poll) -> Result<Value, PlayError> {
    let question = asked.question.trim();
    let options: Vec<&str> =
        asked.options.iter().map(|option| option.trim()).filter(|o| !o.is_empty()).collect();
    if question.is_empty() || question.chars().count() > 300 {
        return Err(PlayError::bad("a question has 1 to 300 characters"));
    }
    if !(2..=12).contains(&options.len()) || options.iter().any(|option| option.chars().count() > 100) {
        return Err(PlayError::bad("a poll has 2 to 12 options of at most 100 characters"));
    }
    let mut rows = Vec::new();
    for text in options {
        let lasting = format!("{:016x}", world.scatter());
        rows.push(json!({"persistent_id": lasting, "text": text, "voter_count": 0}));
    }
    Ok(json!({
        "id": (world.scatter() >> 1).to_string(), "question": question, "options": rows, "total_voter_count": 0,
        "is_closed": false, "is_anonymous": !asked.public, "type": "regular",
        "allows_multiple_answers": asked.several, "allows_revoting": true, "members_only": false,
    }))
}

/// Begins the count of a person's poll.
pub fn open_poll(world: &mut World, chat: i64, id: i64) {
    world.polls.insert((chat, id), Votes::default());
}
