//! Holds values against the table of the Bot API: unknown field, missing field, wrong type, over a stated limit.
//! Used on every request the bot makes and on every answer and update the stand-in itself gives.
use crate::contract::{Contract, Field, Fields, Kind, Limit, Method, Shape};
use serde_json::{Map, Value};
use std::fmt;

/// How a value departs from the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A field the table does not know.
    Unknown,
    /// A required field is absent.
    Missing,
    /// Another type than the table allows.
    Type,
    /// Outside the stated limit.
    Limit,
}

/// One departure from the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where, such as `sendMessage.reply_markup.inline_keyboard[0][1].callback_data`.
    pub place: String,
    /// The outermost field it is in, which is what an answer names.
    pub field: String,
    /// How.
    pub fault: Fault,
    /// What was there and what was expected, without the value itself.
    pub note: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.fault {
            Fault::Unknown => "unknown field",
            Fault::Missing => "missing required field",
            Fault::Type => "wrong type",
            Fault::Limit => "over a stated limit",
        };
        write!(f, "{}: {what}", self.place)?;
        if self.note.is_empty() { Ok(()) } else { write!(f, " ({})", self.note) }
    }
}

impl Contract {
    /// The parameters of a call.
    pub fn check_request(&self, method: &Method, params: &Map<String, Value>) -> Vec<Violation> {
        let mut found = Vec::new();
        self.fields(&method.fields, params, method.name, &mut found);
        for violation in &mut found {
            let inner = &violation.place[method.name.len() + 1..];
            violation.field = inner.split(['.', '[']).next().unwrap_or(inner).to_owned();
        }
        found
    }

    /// What a call answers in `result`.
    pub fn check_answer(&self, method: &Method, result: &Value) -> Vec<Violation> {
        let mut found = Vec::new();
        self.value(&method.returns, result, &format!("{} answer", method.name), &mut found);
        found
    }

    /// A value against a type of the table, such as `Update`.
    pub fn check_type(&self, name: &'static str, value: &Value) -> Vec<Violation> {
        let mut found = Vec::new();
        self.value(&[Kind::Named(name)], value, name, &mut found);
        found
    }

    fn fields(&self, fields: &Fields, object: &Map<String, Value>, place: &str, found: &mut Vec<Violation>) {
        for name in &fields.required {
            if !object.contains_key(*name) {
                report(found, format!("{place}.{name}"), Fault::Missing, String::new());
            }
        }
        let parsed = object.keys().any(|key| key.ends_with("parse_mode"));
        for (name, value) in object {
            let Some(field) = fields.by_name.get(name.as_str()) else {
                report(found, format!("{place}.{name}"), Fault::Unknown, String::new());
                continue;
            };
            let place = format!("{place}.{name}");
            self.value(&field.kinds, value, &place, found);
            if let Some(note) = beyond(field, value, parsed) {
                report(found, place, Fault::Limit, note);
            }
        }
    }

    fn value(&self, kinds: &[Kind], value: &Value, place: &str, found: &mut Vec<Violation>) {
        if kinds.iter().any(|kind| is_plain(kind, value)) {
            return;
        }
        match value {
            Value::Array(items) => {
                for kind in kinds {
                    if let Kind::Array(inner) = kind {
                        for (i, item) in items.iter().enumerate() {
                            self.value(inner, item, &format!("{place}[{i}]"), found);
                        }
                        return;
                    }
                }
            }
            Value::Object(object) => {
                let mut names = Vec::new();
                self.members(kinds, &mut names);
                if let Some(problems) = self.best(&names, object, place) {
                    found.extend(problems);
                    return;
                }
            }
            _ => {}
        }
        report(found, place.to_owned(), Fault::Type, format!("{} instead of {kinds:?}", type_name(value)));
    }

    /// Every object type among `kinds`, unions opened.
    fn members<'a>(&'a self, kinds: &[Kind], names: &mut Vec<(&'static str, &'a Fields)>) {
        for kind in kinds {
            let Kind::Named(name) = kind else { continue };
            match self.types.get(name) {
                Some(Shape::Object(fields)) => names.push((name, fields)),
                Some(Shape::Union(inner)) => self.members(inner, names),
                None => {}
            }
        }
    }

    /// The problems of the member that fits best: by its fixed fields, else the one with fewest problems.
    fn best(
        &self,
        members: &[(&'static str, &Fields)],
        object: &Map<String, Value>,
        place: &str,
    ) -> Option<Vec<Violation>> {
        let named = |fields: &Fields| {
            !fields.fixed.is_empty()
                && fields
                    .fixed
                    .iter()
                    .all(|(name, value)| object.get(*name).is_some_and(|v| is_fixed(v, value)))
        };
        let by_name = members.iter().find(|(_, fields)| named(fields));
        let candidates = by_name.map_or(members, std::slice::from_ref);
        let mut best: Option<Vec<Violation>> = None;
        for (_, fields) in candidates {
            let mut found = Vec::new();
            self.fields(fields, object, place, &mut found);
            if best.as_ref().is_none_or(|b| found.len() < b.len()) {
                best = Some(found);
            }
        }
        best
    }
}

fn report(found: &mut Vec<Violation>, place: String, fault: Fault, note: String) {
    found.push(Violation { place, field: String::new(), fault, note });
}

fn is_plain(kind: &Kind, value: &Value) -> bool {
    match kind {
        Kind::String => value.is_string(),
        Kind::Integer => value.is_i64() || value.is_u64(),
        Kind::Float => value.is_number(),
        Kind::Boolean => value.is_boolean(),
        Kind::Named("InputFile") => value.is_string(), // `attach://…`, put there when the upload was read
        Kind::Named("KeyboardButton") => value.is_string(), // its text alone, as the documentation allows
        Kind::Named(_) | Kind::Array(_) => false,
    }
}

fn is_fixed(value: &Value, wanted: &str) -> bool {
    match value {
        Value::String(text) => text == wanted,
        Value::Number(number) => number.to_string() == wanted,
        _ => false,
    }
}

fn beyond(field: &Field, value: &Value, parsed: bool) -> Option<String> {
    let text_length = || value.as_str().map(utf16);
    let (size, low, high, unit) = match *field.limit.as_ref()? {
        Limit::Fixed(wanted) => return (!is_fixed(value, wanted)).then(|| format!("always {wanted}")),
        Limit::Rendered(_, _) if parsed => return None,
        Limit::Characters(low, high) | Limit::Rendered(low, high) => {
            (text_length()?, low, high, "characters")
        }
        Limit::Bytes(low, high) => (value.as_str()?.len() as u64, low, high, "bytes"),
        Limit::Items(low, high) => (value.as_array()?.len() as u64, low, high, "items"),
        Limit::Number(low, high) => {
            let number = value.as_f64()?;
            let inside = number >= low as f64 && number <= high as f64;
            return (!inside).then(|| format!("{number}, allowed {low}-{high}"));
        }
    };
    (size < low || size > high).then(|| format!("{size} {unit}, allowed {low}-{high}"))
}

/// Length as Telegram counts it, in UTF-16 units.
pub fn utf16(text: &str) -> u64 {
    text.encode_utf16().count() as u64
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
