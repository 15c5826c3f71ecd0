//! Sending photos, voice messages, documents and albums, by upload or by file id, and `getFile`.
use super::send::{Target, caption_of, post, put, target};
use crate::{error::ApiError, files::LARGEST_DOWNLOAD, messages::Body, params::Params, world::World};
use serde_json::{Value, json};

const LARGEST_PHOTO: usize = 10 * 1024 * 1024;
const LARGEST_UPLOAD: usize = 50 * 1024 * 1024;

/// `sendPhoto`.
pub fn photo(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    single(world, params, "photo")
}

/// `sendVoice`.
pub fn voice(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    single(world, params, "voice")
}

/// `sendDocument`.
pub fn document(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    single(world, params, "document")
}

fn single(world: &mut World, params: &Params, sort: &'static str) -> Result<Value, ApiError> {
    let caption = caption_of(world, &params.values)?;
    let source = params.text(sort).filter(|s| !s.is_empty());
    let source = source.ok_or_else(|| ApiError::bad(format!("there is no {sort} in the request")))?;
    check(world, params, sort, source)?;
    let target = target(world, params, 1)?;
    let mut body = Body::new();
    body.insert(sort.into(), resolve(world, params, sort, source));
    put(&mut body, "caption", caption);
    post(world, &target, body, params)
}

/// `sendMediaGroup`: checked as a whole, then sent as a whole.
pub fn album(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let items = params.value("media").as_array().cloned().unwrap_or_default();
    match items.len() {
        0 => return Err(ApiError::bad("there are no messages to send")),
        1..=10 => {}
        _ => return Err(ApiError::bad("too many messages to send as an album")),
    }
    let mut bodies = Vec::new();
    for item in &items {
        let sort = match item["type"].as_str() {
            Some("photo") => "photo",
            Some("document") => "document",
            _ => {
                return Err(ApiError::new(
                    501,
                    "Not Implemented: the stand-in's albums hold photos or documents",
                ));
            }
        };
        if items[0]["type"] != item["type"] {
            return Err(ApiError::bad("document can't be mixed with other media types"));
        }
        let source = item["media"].as_str().unwrap_or_default();
        check(world, params, sort, source)?;
        let caption = item.as_object().map(|item| caption_of(world, item)).transpose()?.unwrap_or_default();
        bodies.push((sort, source, caption));
    }
    let target = target(world, params, items.len())?;
    let group = (world.scatter() >> 1).to_string();
    let mut sent = Vec::new();
    for (sort, source, caption) in bodies {
        let mut body = Body::new();
        body.insert("media_group_id".into(), json!(group));
        body.insert(sort.into(), resolve(world, params, sort, source));
        put(&mut body, "caption", caption);
        let target = Target { markup: None, ..target };
        sent.push(post(world, &target, body, params)?);
    }
    Ok(Value::Array(sent))
}

/// Whether this upload or file id can be sent as this sort.
fn check(world: &World, params: &Params, sort: &str, source: &str) -> Result<(), ApiError> {
    if let Some(part) = source.strip_prefix("attach://") {
        let Some(upload) = params.files.get(part) else {
            return Err(ApiError::bad(format!("there is no {sort} in the request")));
        };
        let size = upload.bytes.len();
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
        Some(file) if file.sort == sort => Ok(()),
        Some(file) => {
            let name = |s: &str| s[..1].to_uppercase() + &s[1..];
            Err(ApiError::bad(format!("can't use file of type {} as {}", name(file.sort), name(sort))))
        }
        None => Err(ApiError::bad("wrong file identifier/HTTP URL specified")),
    }
}

/// The field of the message for a source that was checked.
fn resolve(world: &mut World, params: &Params, sort: &str, source: &str) -> Value {
    if let Some(file) = world.files.get(source) {
        return if sort == "photo" { json!(file.sizes) } else { file.view.clone() };
    }
    let part = source.strip_prefix("attach://").unwrap_or_default();
    let Some(upload) = params.files.get(part).cloned() else { return Value::Null };
    let size = upload.bytes.len() as u64;
    match sort {
        "photo" => world.add_photo(upload.bytes),
        "voice" => world.add_voice(upload.bytes),
        _ => {
            let name = upload.name.as_deref().unwrap_or("file");
            world.add_document(name, upload.mime.as_deref(), upload.bytes, size)
        }
    }
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
