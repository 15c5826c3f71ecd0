//! People write: text, photos and albums, voice, stickers, documents, replies, forwards, anonymously.
use super::{
    PlayError,
    things::{self, Document, Location, Mention, Poll, Sticker},
};
use crate::{
    bots::At,
    check::utf16,
    entities::Rich,
    messages::{Author, Body},
    methods::send::{LONGEST_CAPTION, LONGEST_TEXT, put},
    topics::thread_fields,
    world::World,
};
use axum::{Json, body::Bytes};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// What somebody writes. Several photos make an album.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Say {
    /// Who.
    #[serde(rename = "as")]
    pub who: i64,
    /// Where; a private chat has its person's id.
    pub chat: i64,
    /// Words.
    pub text: Option<String>,
    /// Message replied to.
    pub reply_to: Option<i64>,
    /// Pictures, base64.
    pub photos: Vec<String>,
    /// A voice message, base64.
    pub voice: Option<String>,
    /// A sticker.
    pub sticker: Sticker,
    /// A document.
    pub document: Option<Document>,
    /// A video, base64.
    pub video: Option<String>,
    /// Where one is.
    pub location: Option<Location>,
    /// One's own contact.
    pub contact: bool,
    /// The emoji of a dice.
    pub dice: Option<String>,
    /// A native poll.
    pub poll: Option<Poll>,
    /// Of a voice message or a video what a program would read from the file: `duration` in seconds, `width`, `height`.
    pub told: Map<String, Value>,
    /// People without a username who are mentioned in the text.
    pub mentions: Vec<Mention>,
    /// A topic of a forum.
    pub thread: Option<i64>,
    /// Words under the first photo, the voice message, the video or the document.
    pub caption: Option<String>,
    /// As an anonymous administrator.
    pub anonymous: bool,
    /// Forwarded from: a person's id, a name, or `true` for somebody hidden.
    pub forward: Option<Value>,
    /// `media_group_id` of an album that these photos belong to.
    pub album: Option<String>,
}

/// `POST say`.
pub async fn handle(At(app): At, Json(say): Json<Say>) -> Result<Json<Vec<Value>>, PlayError> {
    app.with(|world| self::say(world, say)).map(Json)
}

/// Does it; answers the messages made.
pub fn say(world: &mut World, say: Say) -> Result<Vec<Value>, PlayError> {
    world.admit(say.who, say.chat)?;
    if let Some(reply) = say.reply_to
        && world.message(say.chat, reply).is_none()
    {
        return Err(PlayError::bad("the message replied to is not there"));
    }
    let author = author(world, &say)?;
    may_say(world, &say)?;
    let origin = say.forward.as_ref().map(|from| origin(world, from));
    let bodies = contents(world, &say)?;
    let mut made = Vec::new();
    for mut body in bodies {
        if let Some(origin) = &origin {
            body.insert("forward_origin".into(), origin.clone());
        }
        body.extend(thread_fields(say.thread));
        let id = world.post(say.chat, author, body, say.reply_to);
        if say.poll.is_some() {
            things::open_poll(world, say.chat, id);
        }
        world.mark_read(say.who, say.chat, id);
        world.deliver(say.chat, id, "message");
        made.extend(world.show(say.chat, id));
    }
    Ok(made)
}

/// Whether the group lets this person say such a thing there.
fn may_say(world: &World, say: &Say) -> Result<(), PlayError> {
    let needs = match say {
        Say { photos, .. } if !photos.is_empty() => "can_send_photos",
        Say { voice: Some(_), .. } => "can_send_voice_notes",
        Say { video: Some(_), .. } => "can_send_videos",
        Say { document: Some(_), .. } => "can_send_documents",
        Say { poll: Some(_), .. } => "can_send_polls",
        Say { sticker, dice, .. } if sticker.is_some() || dice.is_some() => "can_send_other_messages",
        _ => "can_send_messages",
    };
    if !world.permits(say.chat, say.who, needs) {
        return Err(PlayError::bad("this person may not send that here"));
    }
    let Some(thread) = say.thread else { return Ok(()) };
    let topics = world.chats.get(&say.chat).and_then(|chat| chat.topics.as_ref());
    let topic = topics.and_then(|topics| topics.by_id.get(&thread));
    let topic = topic.ok_or_else(|| PlayError::missing("no such topic"))?;
    if topic.closed && !world.permits(say.chat, say.who, "can_manage_topics") {
        return Err(PlayError::bad("this topic is closed"));
    }
    Ok(())
}

fn author(world: &World, say: &Say) -> Result<Author, PlayError> {
    if !say.anonymous {
        return Ok(Author::Person(say.who));
    }
    world.may_hide(say.who, say.chat).map(|()| Author::Anonymous)
}

fn origin(world: &World, from: &Value) -> Value {
    let date = world.now() / 1000;
    match from {
        Value::Number(id) => {
            json!({"type": "user", "date": date, "sender_user": world.user(id.as_i64().unwrap_or_default())})
        }
        Value::String(name) => json!({"type": "hidden_user", "date": date, "sender_user_name": name}),
        _ => json!({"type": "hidden_user", "date": date, "sender_user_name": "?"}),
    }
}

fn contents(world: &mut World, say: &Say) -> Result<Vec<Body>, PlayError> {
    let caption = Rich::plain(say.caption.as_deref().unwrap_or_default());
    if caption.length() > LONGEST_CAPTION {
        return Err(PlayError::bad("the caption is longer than 1024 characters"));
    }
    let single = |key: &str, content: Value| {
        let mut body = Body::new();
        body.insert(key.into(), content);
        body
    };
    if !say.photos.is_empty() {
        return album(world, say, caption);
    }
    if let Some(thing) = things::thing(world, say)? {
        return Ok(vec![thing]);
    }
    let mut body = if let Some(voice) = &say.voice {
        single("voice", things::media(world, "voice", voice, &say.told)?)
    } else if let Some(document) = &say.document {
        single("document", things::document(world, document)?)
    } else if let Some(video) = &say.video {
        single("video", things::media(world, "video", video, &say.told)?)
    } else {
        let text = say.text.as_deref().unwrap_or_default();
        if utf16(text) > LONGEST_TEXT {
            return Err(PlayError::bad("the text is longer than 4096 characters"));
        }
        let rich = things::words(world, text, &say.mentions);
        if rich.text.is_empty() {
            return Err(PlayError::bad("nothing to say"));
        }
        let mut body = Body::new();
        put(&mut body, "text", rich);
        return Ok(vec![body]);
    };
    put(&mut body, "caption", caption);
    Ok(vec![body])
}

fn album(world: &mut World, say: &Say, caption: Rich) -> Result<Vec<Body>, PlayError> {
    if say.photos.len() > 10 {
        return Err(PlayError::bad("an album holds at most 10 photos"));
    }
    let group = match &say.album {
        Some(id) => Some(id.clone()),
        None if say.photos.len() > 1 => Some((world.scatter() >> 1).to_string()),
        None => None,
    };
    let mut bodies = Vec::new();
    let mut caption = Some(caption);
    for photo in &say.photos {
        let mut body = Body::new();
        let bytes = decode(photo)?;
        body.insert("photo".into(), world.add_photo(bytes));
        if let Some(group) = &group {
            body.insert("media_group_id".into(), json!(group));
        }
        put(&mut body, "caption", caption.take().unwrap_or_default());
        bodies.push(body);
    }
    Ok(bodies)
}

/// Base64, with or without the head of a data URL.
pub fn decode(text: &str) -> Result<Bytes, PlayError> {
    let text = text.split_once(";base64,").map_or(text, |(_, data)| data);
    STANDARD.decode(text).map(Bytes::from).map_err(|_| PlayError::bad("that is not base64"))
}
