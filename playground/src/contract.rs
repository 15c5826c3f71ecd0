//! The Bot API as a table: every method and type, their fields, which are required, and the stated limits.
//! `contract.txt` is made by `examples/contract.rs`; this file reads it, `check.rs` holds values against it.
use std::{collections::HashMap, sync::LazyLock};

/// One method.
pub struct Method {
    /// Name as documented, such as `sendMessage`.
    pub name: &'static str,
    /// What it answers.
    pub returns: Vec<Kind>,
    /// Its parameters.
    pub fields: Fields,
}

/// A type is an object with fields or one of several others.
pub enum Shape {
    /// Fields of an object.
    Object(Fields),
    /// One of these.
    Union(Vec<Kind>),
}

/// Fields by name, with the required ones listed again.
#[derive(Default)]
pub struct Fields {
    /// Every field.
    pub by_name: HashMap<&'static str, Field>,
    /// Names that must be present.
    pub required: Vec<&'static str>,
    /// Fields with a fixed value, by which members of a union are told apart.
    pub fixed: Vec<(&'static str, &'static str)>,
}

/// One field of a type or parameter of a method.
pub struct Field {
    /// What it may hold.
    pub kinds: Vec<Kind>,
    /// The stated limit, if any.
    pub limit: Option<Limit>,
}

/// What a value may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Float,
    /// `true` or `false`.
    Boolean,
    /// A type of the table.
    Named(&'static str),
    /// An array whose items are one of these.
    Array(Vec<Kind>),
}

/// A limit as the documentation states it.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// Always this value.
    Fixed(&'static str),
    /// A number in this range.
    Number(u64, u64),
    /// Length of text in UTF-16 units.
    Characters(u64, u64),
    /// Length after `parse_mode` was applied, so it is checked on raw text only without one.
    Rendered(u64, u64),
    /// Length in bytes of UTF-8.
    Bytes(u64, u64),
    /// Number of items of an array.
    Items(u64, u64),
}

/// The whole table.
pub struct Contract {
    /// Methods by lower-case name: Telegram takes them in any case.
    pub methods: HashMap<String, Method>,
    /// Types by name.
    pub types: HashMap<&'static str, Shape>,
}

/// The table this crate was built with.
pub static CONTRACT: LazyLock<Contract> = LazyLock::new(|| Contract::read(include_str!("../contract.txt")));

impl Contract {
    /// Reads the text form; lines it does not know are skipped.
    pub fn read(text: &'static str) -> Self {
        let mut contract = Self { methods: HashMap::new(), types: HashMap::new() };
        for line in text.lines() {
            let mut words = line.split(' ');
            let (Some(kind), Some(name)) = (words.next(), words.next()) else { continue };
            match kind {
                "method" => {
                    let returns = words.nth(1).map(read_kinds).unwrap_or_default();
                    let method = Method { name, returns, fields: read_fields(words) };
                    contract.methods.insert(name.to_ascii_lowercase(), method);
                }
                "type" => {
                    contract.types.insert(name, Shape::Object(read_fields(words)));
                }
                "union" => {
                    let members = words.nth(1).map(read_kinds).unwrap_or_default();
                    contract.types.insert(name, Shape::Union(members));
                }
                _ => {}
            }
        }
        contract
    }

    /// Whether an object type has such a field.
    pub fn is_field(&self, type_name: &str, field: &str) -> bool {
        matches!(self.types.get(type_name), Some(Shape::Object(fields)) if fields.by_name.contains_key(field))
    }

    /// A method by its name in any case.
    pub fn method(&self, name: &str) -> Option<&Method> {
        self.methods.get(&name.to_ascii_lowercase())
    }
}

fn read_fields(words: std::str::Split<'static, char>) -> Fields {
    let mut fields = Fields::default();
    for word in words {
        let Some((name, rest)) = word.split_once(':') else { continue };
        let (kinds, limit) = match rest.split_once('(') {
            Some((kinds, limit)) => (kinds, read_limit(limit.trim_end_matches(')'))),
            None => (rest, None),
        };
        let bare = name.trim_end_matches('?');
        if bare == name {
            fields.required.push(name);
        }
        if let Some(Limit::Fixed(value)) = limit {
            fields.fixed.push((bare, value));
        }
        fields.by_name.insert(bare, Field { kinds: read_kinds(kinds), limit });
    }
    fields
}

/// `A|[B]|[C]`: alternatives; several kinds of array are one array of several kinds.
fn read_kinds(text: &'static str) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    for word in text.split('|') {
        let kind = read_kind(word);
        let earlier =
            kinds.iter_mut().find_map(|k| if let Kind::Array(items) = k { Some(items) } else { None });
        match (kind, earlier) {
            (Kind::Array(more), Some(items)) => items.extend(more),
            (kind, _) => kinds.push(kind),
        }
    }
    kinds
}

fn read_kind(word: &'static str) -> Kind {
    if let Some(inner) = word.strip_prefix('[').and_then(|w| w.strip_suffix(']')) {
        return Kind::Array(vec![read_kind(inner)]);
    }
    match word {
        "String" => Kind::String,
        "Integer" => Kind::Integer,
        "Float" => Kind::Float,
        "Boolean" => Kind::Boolean,
        name => Kind::Named(name),
    }
}

fn read_limit(text: &'static str) -> Option<Limit> {
    if let Some(value) = text.strip_prefix('=') {
        return Some(Limit::Fixed(value));
    }
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
    let (low, high) = text.trim_end_matches(unit).split_once('-')?;
    let (low, high) = (low.parse().ok()?, high.parse().ok()?);
    Some(match unit {
        "c" => Limit::Characters(low, high),
        "e" => Limit::Rendered(low, high),
        "b" => Limit::Bytes(low, high),
        "n" => Limit::Items(low, high),
        _ => Limit::Number(low, high),
    })
}
