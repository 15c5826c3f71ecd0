//! Files by file id: photos in two sizes, and media with what Telegram tells of each sort; size rules of the Bot API.
use crate::world::World;
use axum::body::Bytes;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// A bot can download at most this.
pub const LARGEST_DOWNLOAD: u64 = 20 * 1024 * 1024;

/// One file.
#[derive(Clone, Serialize, Deserialize)]
pub struct File {
    /// Its file id for this bot.
    pub id: String,
    /// The id that is the same for every bot.
    pub unique: String,
    /// Its path for downloading.
    pub path: String,
    /// Its size; the content may be shorter where only the size matters.
    pub size: u64,
    /// Its content.
    #[serde(skip)]
    pub bytes: Bytes,
    /// The JSON object of its type (`PhotoSize`, `Voice`, `Video`, …).
    pub view: Value,
    /// The field of a message that holds it: `photo`, `voice`, `video_note`, …
    pub sort: String,
    /// All sizes of the picture this is one of.
    pub sizes: Vec<Value>,
}

impl File {
    /// Its content; zeros where only its size was ever given.
    pub fn content(&self) -> Bytes {
        if self.bytes.is_empty() {
            return vec![0; usize::try_from(self.size).unwrap_or_default()].into();
        }
        self.bytes.clone()
    }

    /// Its content type, for the page.
    pub fn kind(&self) -> &str {
        match self.sort.as_str() {
            "photo" if self.bytes.starts_with(b"\x89PNG") => "image/png",
            "photo" => "image/jpeg",
            _ => self.view["mime_type"].as_str().unwrap_or("application/octet-stream"),
        }
    }
}

struct Sort {
    name: &'static str,
    prefix: &'static str,
    folder: &'static str,
}

static PHOTO: Sort = Sort { name: "photo", prefix: "AgACAgUA", folder: "photos" };
static DOCUMENT: Sort = Sort { name: "document", prefix: "BQACAgUA", folder: "documents" };
static MEDIA: [Sort; 6] = [
    Sort { name: "voice", prefix: "AwACAgUA", folder: "voice" },
    Sort { name: "sticker", prefix: "CAACAgUA", folder: "stickers" },
    Sort { name: "video", prefix: "BAACAgUA", folder: "videos" },
    Sort { name: "audio", prefix: "CQACAgUA", folder: "music" },
    Sort { name: "animation", prefix: "CgACAgUA", folder: "animations" },
    Sort { name: "video_note", prefix: "DQACAgUA", folder: "video_notes" },
];

/// A file that is not a photo, and what was told of it.
pub struct Media<'a> {
    /// The field of a message that holds it.
    pub sort: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its declared type, which counts only where the name tells nothing.
    pub mime: Option<&'a str>,
    /// Its size; it may be more than its content.
    pub size: u64,
    /// `duration`, `width` and the like as the call gave them.
    pub told: &'a Map<String, Value>,
}

/// Files by id and by path.
#[derive(Default, Serialize, Deserialize)]
pub struct Files {
    by_id: HashMap<String, File>,
    by_path: HashMap<String, String>,
    count: u64,
}

impl Files {
    /// Every file.
    pub fn all(&self) -> impl Iterator<Item = &File> {
        self.by_id.values()
    }

    /// Every file, to be changed.
    pub fn all_mut(&mut self) -> impl Iterator<Item = &mut File> {
        self.by_id.values_mut()
    }

    /// By file id.
    pub fn get(&self, id: &str) -> Option<&File> {
        self.by_id.get(id)
    }

    /// By download path.
    pub fn at(&self, path: &str) -> Option<&File> {
        self.by_id.get(self.by_path.get(path)?)
    }
}

impl World {
    /// Stores a picture and answers its sizes, the largest last.
    pub fn add_photo(&mut self, bytes: Bytes) -> Value {
        let (width, height) = picture_size(&bytes).unwrap_or((1280, 960));
        let scale = |n: u32| (n * 320 / width.max(height).max(1)).max(1);
        let small = (scale(width).min(width), scale(height).min(height));
        let mut sizes = Vec::new();
        let mut ids = Vec::new();
        for (w, h) in [small, (width, height)] {
            let view = json!({"width": w, "height": h});
            let size = bytes.len() as u64;
            let view = self.add_file(&PHOTO, "jpg", bytes.clone(), size, view);
            ids.push(view["file_id"].as_str().unwrap_or_default().to_owned());
            sizes.push(view);
        }
        for id in ids {
            if let Some(file) = self.files.by_id.get_mut(&id) {
                file.sizes = sizes.clone();
            }
        }
        Value::Array(sizes)
    }

    /// Stores a file of any sort but a photo. What the real server reads from the file is taken from the call: sizes and
    /// lengths; of a voice message about 2,000 bytes make a second.
    pub fn add_media(&mut self, media: &Media, bytes: Bytes) -> Value {
        let told =
            |name: &str, or: u64| media.told.get(name).filter(|n| n.is_u64()).cloned().unwrap_or(json!(or));
        let mime = type_of(media.name).or(media.mime);
        let mut view = match media.sort {
            "voice" => {
                json!({"duration": told("duration", media.size.div_ceil(2000).max(1)), "mime_type": "audio/ogg"})
            }
            "sticker" => {
                let emoji = media.told.get("emoji").cloned().unwrap_or(json!("👍"));
                json!({"type": "regular", "width": 512, "height": 512, "is_animated": false, "is_video": false, "emoji": emoji})
            }
            "video" | "animation" => json!({"width": told("width", 320), "height": told("height", 240),
                "duration": told("duration", 0), "mime_type": "video/mp4"}),
            "video_note" => json!({"length": told("length", 240), "duration": told("duration", 0)}),
            "audio" => json!({"duration": told("duration", 0), "mime_type": "audio/mpeg"}),
            _ => json!({"mime_type": mime.unwrap_or("application/octet-stream")}),
        };
        if !media.name.is_empty() && matches!(media.sort, "video" | "animation" | "audio" | "document") {
            view["file_name"] = json!(media.name);
        }
        for more in ["performer", "title"] {
            if let Some(text) = media.told.get(more).filter(|_| media.sort == "audio") {
                view[more] = text.clone();
            }
        }
        let sort = MEDIA.iter().find(|sort| sort.name == media.sort).unwrap_or(&DOCUMENT);
        let ending = match sort.name {
            "voice" => "oga",
            "sticker" => "webp",
            "document" => media.name.rsplit_once('.').map_or("bin", |(_, ending)| ending),
            "audio" => "mp3",
            _ => "mp4",
        };
        self.add_file(sort, ending, bytes, media.size, view)
    }

    fn add_file(&mut self, sort: &Sort, extension: &str, bytes: Bytes, size: u64, mut view: Value) -> Value {
        let mut tail = Vec::new();
        for _ in 0..5 {
            tail.extend(self.scatter().to_be_bytes());
        }
        let id = format!("{}{}", sort.prefix, URL_SAFE_NO_PAD.encode(&tail));
        let unique = format!("AQAD{}", URL_SAFE_NO_PAD.encode(&tail[..9]));
        let path = format!("{}/file_{}.{extension}", sort.folder, self.files.count);
        self.files.count += 1;
        view["file_id"] = json!(id);
        view["file_unique_id"] = json!(unique);
        view["file_size"] = json!(size);
        let file = File {
            id: id.clone(),
            unique,
            path: path.clone(),
            size,
            bytes,
            view: view.clone(),
            sort: sort.name.to_owned(),
            sizes: Vec::new(),
        };
        self.files.by_path.insert(path, id.clone());
        self.files.by_id.insert(id, file);
        view
    }
}

/// The type of a document by the end of its name; the usual ones of an office.
fn type_of(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending.to_ascii_lowercase().as_str() {
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "svg" => "image/svg+xml",
        "mp4" => "video/mp4",
        "txt" => "text/plain",
        "md" => "text/markdown",
        "csv" => "text/csv",
        "html" | "htm" => "text/html",
        "json" => "application/json",
        "zip" => "application/zip",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => return None,
    })
}

/// Width and height from the head of a PNG or JPEG.
fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let be = |at: usize, n: usize| {
        bytes.get(at..at + n).map(|part| part.iter().fold(0u32, |sum, byte| sum << 8 | u32::from(*byte)))
    };
    if bytes.starts_with(b"\x89PNG") {
        return Some((be(16, 4)?, be(20, 4)?))
            .filter(|(w, h)| *w > 0 && *h > 0 && *w < 20_000 && *h < 20_000);
    }
    if !bytes.starts_with(&[0xFF, 0xD8]) {
        return None;
    }
    let mut at = 2;
    while let (Some(marker), Some(length)) = (be(at, 2), be(at + 2, 2)) {
        let frame = matches!(marker, 0xFFC0..=0xFFCF) && !matches!(marker, 0xFFC4 | 0xFFC8 | 0xFFCC);
        if frame {
            return Some((be(at + 7, 2)?, be(at + 5, 2)?)).filter(|(w, h)| *w > 0 && *h > 0);
        }
        at += 2 + length as usize;
    }
    None
}
