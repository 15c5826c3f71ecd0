//! What a call brings along: query, form, JSON or multipart, brought into one form by the contract's types.
//! Telegram takes numbers, booleans and nested JSON as text too; after reading they are what the table says.
use crate::{
    contract::{Field, Kind, Method},
    error::ApiError,
};
use axum::{
    Form,
    body::{Body, Bytes},
    extract::{FromRequest, Multipart, Query, Request},
    http::header::CONTENT_TYPE,
};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Largest body taken: Telegram lets a bot upload 50 MB.
const LARGEST: usize = 52 * 1024 * 1024;

/// A file that came with the call.
#[derive(Clone)]
pub struct Upload {
    /// Its name.
    pub name: Option<String>,
    /// Its declared type.
    pub mime: Option<String>,
    /// Its content.
    pub bytes: Bytes,
}

/// Parameters by name, files by the name of their part.
#[derive(Default)]
pub struct Params {
    /// Values.
    pub values: Map<String, Value>,
    /// Files.
    pub files: HashMap<String, Upload>,
}

impl Params {
    /// Reads a request.
    pub async fn read(request: Request<Body>) -> Result<Self, ApiError> {
        let mut params = Self::default();
        if let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(request.uri()) {
            params.values.extend(pairs.into_iter().map(|(k, v)| (k, Value::String(v))));
        }
        let kind = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let unreadable = |_| ApiError::bad("can't parse request body");
        if kind.starts_with("multipart/form-data") {
            params.read_multipart(request).await?;
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            if request.method() != axum::http::Method::GET {
                let form = Form::<Vec<(String, String)>>::from_request(request, &()).await;
                let Form(pairs) = form.map_err(|_| ApiError::bad("can't parse request body"))?;
                params.values.extend(pairs.into_iter().map(|(k, v)| (k, Value::String(v))));
            }
        } else if kind.starts_with("application/json") {
            let bytes = axum::body::to_bytes(request.into_body(), LARGEST).await.map_err(unreadable)?;
            if !bytes.is_empty() {
                let Ok(Value::Object(object)) = serde_json::from_slice(&bytes) else {
                    return Err(ApiError::bad("can't parse request JSON object"));
                };
                params.values.extend(object);
            }
        }
        params.values.retain(|_, value| !value.is_null());
        Ok(params)
    }

    async fn read_multipart(&mut self, request: Request<Body>) -> Result<(), ApiError> {
        let broken = || ApiError::bad("can't parse multipart form data");
        // To its end, beyond the last part: a connection with something unread in it could not be used again.
        let (parts, body) = request.into_parts();
        let too_large = |_| ApiError::new(413, "Request Entity Too Large");
        let whole = axum::body::to_bytes(body, LARGEST).await.map_err(too_large)?;
        let request = Request::from_parts(parts, Body::from(whole));
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
        while let Some(part) = parts.next_field().await.map_err(|_| broken())? {
            let key = part.name().unwrap_or_default().to_owned();
            let (name, mime) = (part.file_name().map(str::to_owned), part.content_type().map(str::to_owned));
            let bytes = part.bytes().await.map_err(|_| broken())?;
            if name.is_some() || mime.as_deref().is_some_and(|m| !m.starts_with("text/plain")) {
                self.files.insert(key, Upload { name, mime, bytes });
            } else {
                self.values.insert(key, Value::String(String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
        Ok(())
    }

    /// Brings every value to the type the table gives it where it was sent as text, and puts `attach://part`
    /// where a part itself is the parameter.
    pub fn normalise(&mut self, method: &Method) {
        for name in self.files.keys() {
            if method.fields.by_name.contains_key(name.as_str()) {
                self.values.insert(name.clone(), Value::String(format!("attach://{name}")));
            }
        }
        for (name, value) in &mut self.values {
            if let Some(field) = method.fields.by_name.get(name.as_str())
                && let Value::String(text) = value
                && let Some(better) = from_text(field, text)
            {
                *value = better;
            }
        }
    }

    /// Names of uploaded parts that nothing refers to.
    pub fn unused_files(&self) -> Vec<String> {
        if self.files.is_empty() {
            return Vec::new();
        }
        let all = Value::Object(self.values.clone()).to_string();
        self.files.keys().filter(|name| !all.contains(&format!("attach://{name}\""))).cloned().collect()
    }

    /// A value.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// A value, or null.
    pub fn value(&self, name: &str) -> &Value {
        self.values.get(name).unwrap_or(&Value::Null)
    }

    /// A whole number.
    pub fn int(&self, name: &str) -> Option<i64> {
        self.get(name)?.as_i64()
    }

    /// Text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// A flag, false when absent.
    pub fn flag(&self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool).unwrap_or(false)
    }
}

fn from_text(field: &Field, text: &str) -> Option<Value> {
    let has = |kind: Kind| field.kinds.contains(&kind);
    if has(Kind::Integer)
        && let Ok(number) = text.trim().parse::<i64>()
    {
        return Some(Value::from(number));
    }
    if has(Kind::String) || has(Kind::Named("InputFile")) {
        return None;
    }
    if has(Kind::Boolean) {
        return match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Some(Value::Bool(true)),
            "false" | "no" | "0" => Some(Value::Bool(false)),
            _ => None,
        };
    }
    serde_json::from_str(text).ok()
}
