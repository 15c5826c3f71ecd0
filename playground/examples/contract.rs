//! Makes `contract.txt` from a description of the Bot API:
//! `cargo run -p playground --example contract -- BOTAPI.json > playground/contract.txt`. Facts only, one item a line.
use regex::Regex;
use serde_json::Value;
use std::{error::Error, fmt::Write as _, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: contract BOTAPI.json > playground/contract.txt")?;
    let api: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let facts = Facts::new()?;
    let mut out = String::new();
    writeln!(
        out,
        "# {}: every method and type. `name?` optional, `[T]` array, `A|B` either; after the type in",
        text(&api, "version")
    )?;
    writeln!(
        out,
        "# brackets `=word` fixed value, `a-b` number, `c` characters, `e` characters after entities, `b` bytes, `n` items."
    )?;
    for (kind, list) in [("method", "methods"), ("type", "types")] {
        for (name, item) in api[list].as_object().ok_or("no list of methods or types")? {
            let head = match (kind, item["subtypes"].as_array()) {
                ("method", _) => format!("method {name} > {}", types(&item["returns"])),
                (_, Some(_)) => format!("union {name} = {}", types(&item["subtypes"])),
                _ => format!("type {name}"),
            };
            out.push_str(&head);
            for field in item["fields"].as_array().into_iter().flatten() {
                let mark = if field["required"] == Value::Bool(true) { "" } else { "?" };
                let kinds = types(&field["types"]);
                let limit = facts.limit(&kinds, text(field, "description"), kind == "type");
                write!(out, " {}{mark}:{kinds}{limit}", text(field, "name"))?;
            }
            out.push('\n');
        }
    }
    print!("{out}");
    Ok(())
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// `["Array of A", "B"]` becomes `[A]|B`.
fn types(list: &Value) -> String {
    let short = |t: &str| {
        let depth = t.matches("Array of ").count();
        format!("{}{}{}", "[".repeat(depth), t.replace("Array of ", ""), "]".repeat(depth))
    };
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(short).collect::<Vec<_>>().join("|")
}

/// The few ways in which a limit is stated.
struct Facts {
    fixed: Regex,
    characters: Regex,
    bytes: Regex,
    items: Regex,
    number: Regex,
}

impl Facts {
    fn new() -> Result<Self, regex::Error> {
        Ok(Self {
            fixed: Regex::new(r#"(?i)(?:always ["“](\w+)["”]|always (\d+)|must be ([a-z0-9_]+)\.?$)"#)?,
            characters: Regex::new(r"(?:(\d+)-|[Uu]p to )(\d+) characters( after entities parsing)?")?,
            bytes: Regex::new(r"(?i)(\d+)-(\d+) bytes")?,
            items: Regex::new(r"(?:list of |include )(\d+)-(\d+) |[Uu]p to (\d+) items")?,
            number: Regex::new(r"(?:^|[^0-9a-z])(\d+)-(\d+)(?:$|[^0-9a-z-])|between (\d+) and (\d+)")?,
        })
    }

    fn limit(&self, kinds: &str, said: &str, in_type: bool) -> String {
        let said = said.trim();
        let range = |found: regex::Captures<'_>, unit: &str| {
            let mut numbers =
                found.iter().skip(1).flatten().map(|m| m.as_str()).filter(|s| s.parse::<u64>().is_ok());
            match (numbers.next(), numbers.next()) {
                (Some(low), Some(high)) => format!("({low}-{high}{unit})"),
                (Some(high), None) => format!("(0-{high}{unit})"),
                _ => String::new(),
            }
        };
        if in_type
            && matches!(kinds, "String" | "Integer")
            && let Some(found) = self.fixed.captures(said)
        {
            let word = found.iter().skip(1).flatten().next().map_or("", |m| m.as_str());
            return format!("(={word})");
        }
        match kinds {
            "String" => match self.characters.captures(said) {
                Some(found) if found.get(3).is_some() => range(found, "e"),
                Some(found) => range(found, "c"),
                None => self.bytes.captures(said).map(|found| range(found, "b")).unwrap_or_default(),
            },
            "Integer" | "Float" if !said.contains("0x7FFFFFFF") => {
                widest(&self.number, said).map(|(low, high)| format!("({low}-{high})")).unwrap_or_default()
            }
            _ if kinds.starts_with('[') => {
                self.items.captures(said).map(|found| range(found, "n")).unwrap_or_default()
            }
            _ => String::new(),
        }
    }
}

/// The widest of the ranges that are stated, for a field that has another with each emoji.
fn widest(number: &Regex, said: &str) -> Option<(u64, u64)> {
    let numbers = |found: regex::Captures<'_>| {
        let mut list = found.iter().skip(1).flatten().filter_map(|m| m.as_str().parse::<u64>().ok());
        Some((list.next()?, list.next()?))
    };
    let ranges = number.captures_iter(said).filter_map(numbers);
    ranges.reduce(|(low, high), (lower, higher)| (low.min(lower), high.max(higher)))
}
