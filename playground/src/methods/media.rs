//! Sending what is in a file, by upload or by file id, alone or as an album, and `getFile`.
use super::send::{Target, caption_of, post, put, target};
use crate::{
    error::ApiError,
    files::{LARGEST_DOWNLOAD, Media},
    messages::Body,
    params::Params,
    world::World,
};
use serde_json::{Map, Value, json};

const LARGEST_PHOTO: usize = 10 * 1024 * 1024;
const LARGEST_UPLOAD: usize = 50 * 1024 * 1024;

/// `sendPhoto`, `sendVideo` and the others that send one file.
pub fn single(world: &mut World, params: &Params, sort: &'static str) -> Result<Value, ApiError> {
    let words = !matches!(sort, "sticker" | "video_note");
    let caption = if words { caption_of(world, &params.values)? } else { Default::default() };
    let body = body(world, params, sort, params.text(sort).unwrap_or_default(), &params.values)?;
    let target = target(world, params, 1)?;
    let mut body = body(world);
    put(&mut body, "caption", caption);
    post(world, &target, body, params)
}

/// Checks a file to send and gives what makes the message's body of it, once everything else was checked.
fn body<'a>(
    world: &World,
    params: &'a Params,
    sort: &'static str,
    source: &'a str,
    values: &'a Map<String, Value>,
) -> Result<impl FnOnce(&mut World) -> Body + use<'a>, ApiError> {
    check(world, params, sort, source)?;
    Ok(move |world: &mut World| {
        let view = resolve(world, params, sort, source, values);
        let mut body = Body::new();
        if sort == "animation" {
            let mut document = view.clone();
            if let Some(document) = document.as_object_mut() {
                document.retain(|key, _| !matches!(key.as_str(), "width" | "height" | "duration"));
            }
            body.insert("document".into(), document); // for programs older than animations
        }
        body.insert(sort.into(), view);
        for (name, field) in
            [("has_spoiler", "has_media_spoiler"), ("show_caption_above_media", "show_caption_above_media")]
        {
            if values.get(name) == Some(&json!(true)) {
                body.insert(field.into(), json!(true));
            }
        }
        body
    })
}

/// What an `InputMedia` is, if it is one that the stand-in sends.
fn sort_of(item: &Value) -> Result<&'static str, ApiError> {
    match item["type"].as_str() {
        Some("photo") => Ok("photo"),
        Some("video") => Ok("video"),
        Some("document") => Ok("document"),
        Some("audio") => Ok("audio"),
        Some("animation") => Ok("animation"),
        _ => Err(ApiError::new(501, "Not Implemented: the stand-in knows no media of this type")),
    }
}

/// `sendMediaGroup`: checked as a whole, then sent as a whole.
pub fn album(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let items = params.value("media").as_array().cloned().unwrap_or_default();
    match items.len() {
        0 => return Err(ApiError::bad("there are no messages to send")),
        1..=10 => {}
        _ => return Err(ApiError::bad("too many messages to send as an album")),
    }
    let nothing = Map::new();
    let mut bodies = Vec::new();
    let mut kinds = Vec::new();
    for item in &items {
        let sort = sort_of(item)?;
        if sort == "animation" {
            return Err(ApiError::bad("can't use the media of the specified type in the album"));
        }
        kinds.push(if sort == "video" { "photo" } else { sort });
        let values = item.as_object().unwrap_or(&nothing);
        let caption = caption_of(world, values)?;
        bodies
            .push((body(world, params, sort, item["media"].as_str().unwrap_or_default(), values)?, caption));
    }
    if let Some(odd) = kinds.iter().find(|kind| **kind != "photo" && kinds.iter().any(|other| other != *kind))
    {
        return Err(ApiError::bad(format!("{odd} can't be mixed with other media types")));
    }
    let target = target(world, params, items.len())?;
    let group = (world.scatter() >> 1).to_string();
    let mut sent = Vec::new();
    for (make, caption) in bodies {
        let mut body = make(world);
        if items.len() > 1 {
            body.insert("media_group_id".into(), json!(group));
        }
        put(&mut body, "caption", caption);
        let target = Target { markup: None, ..target };
        sent.push(post(world, &target, body, params)?);
    }
    Ok(Value::Array(sent))
}

/// The body of an edited message with this `InputMedia`, its caption in it.
pub fn replacement(world: &mut World, params: &Params) -> Result<Body, ApiError> {
    let item = params.value("media");
    let values = item.as_object().ok_or_else(|| ApiError::bad("input media is not specified"))?;
    let sort = sort_of(item)?;
    let caption = caption_of(world, values)?;
    let make = body(world, params, sort, item["media"].as_str().unwrap_or_default(), values)?;
    let mut body = make(world);
    put(&mut body, "caption", caption);
    Ok(body)
}

/// Whether this upload or file id can be sent as this sort.
fn check(world: &World, params: &Params, sort: &str, source: &str) -> Result<(), ApiError> {
    let missing = || ApiError::bad(format!("there is no {} in the request", sort.replace('_', " ")));
    if source.is_empty() {
        return Err(missing());
    }
    if let Some(part) = source.strip_prefix("attach://") {
        let size = params.files.get(part).ok_or_else(missing)?.bytes.len();
        if size == 0 {
            return Err(ApiError::bad("file must be non-empty"));
        }
        if sort == "photo" && size > LARGEST_PHOTO {
            return Err(ApiError::bad(format!(
                "file of size {size} bytes is too big for a photo; the maximum size is {LARGEST_PHOTO} bytes"
            )));
        }
        if size > LARGEST_UPLOAD {
            return Err(ApiError::new(413, "Request Entity Too Large"));
        }
        return Ok(());
    }
    if source.starts_with("http://") || source.starts_with("https://") {
        return Err(ApiError::bad("failed to get HTTP URL content"));
    }
    match world.files.get(source) {
        Some(file) if file.sort == sort || file.sort == "animation" && sort == "document" => Ok(()),
        Some(file) => {
            Err(ApiError::bad(format!("can't use file of type {} as {}", camel(&file.sort), camel(sort))))
        }
        None => Err(ApiError::bad("wrong file identifier/HTTP URL specified")),
    }
}

fn camel(name: &str) -> String {
    name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

/// The field of the message for a source that was checked; sizes and lengths are what the call says.
fn resolve(
    world: &mut World,
    params: &Params,
    sort: &str,
    source: &str,
    values: &Map<String, Value>,
) -> Value {
    if let Some(file) = world.files.get(source) {
        return if sort == "photo" { json!(file.sizes) } else { file.view.clone() };
    }
    let part = source.strip_prefix("attach://").unwrap_or_default();
    let Some(upload) = params.files.get(part).cloned() else { return Value::Null };
    if sort == "photo" {
        return world.add_photo(upload.bytes);
    }
    let size = upload.bytes.len() as u64;
    let name = upload.name.as_deref().unwrap_or("file").to_owned();
    let media = Media { sort, name: &name, mime: upload.mime.as_deref(), size, told: values };
    world.add_media(&media, upload.bytes.clone())
}

/// `getFile`.
pub fn get_file(world: &World, params: &Params) -> Result<Value, ApiError> {
    let id = params.text("file_id").filter(|id| !id.is_empty());
    let id = id.ok_or_else(|| ApiError::bad("file_id not specified"))?;
    let file = world.files.get(id);
    let file = file.ok_or_else(|| ApiError::bad("wrong file_id or the file is temporarily unavailable"))?;
    if file.size > LARGEST_DOWNLOAD {
        return Err(ApiError::bad("file is too big"));
    }
    Ok(
        json!({"file_id": file.id, "file_unique_id": file.unique, "file_size": file.size, "file_path": file.path}),
    )
}
