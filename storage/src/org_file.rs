//! The org file: one TOML file with the tree of areas, the departments and the staff.
//!
//! Read as a whole: any mistake refuses all of it, and all mistakes are told at once.

use crate::life::Role;
use crate::org::AreaKind;
use crate::settings::{Band, LOCALES, Own, Quiet, duration, minute_of_day};
use crate::toml_lines::{Lines, Problem, Said, Table, whole};
use chrono_tz::Tz;
use std::collections::{HashMap, HashSet};

/// The longest code: it must fit a button.
const LONGEST_CODE: usize = 24;
/// More buildings than any grid has.
const MOST_BUILDINGS: i64 = 500;

const AREA_KEYS: &[&str] = &[
    "code",
    "name",
    "kind",
    "parent",
    "buildings",
    "time_zone",
    "locale",
    "quiet",
    "digest_at",
    "morning_at",
    "duty_phone",
    "deadlines",
    "households",
    "budget",
    "learn",
    "estates",
    "spots",
];

/// An org file without mistakes, ready for [`crate::Tx::import_org`].
#[derive(Debug)]
pub struct OrgFile {
    /// Parents before children.
    pub(crate) areas: Vec<AreaLine>,
    pub(crate) departments: Vec<DepartmentLine>,
    pub(crate) staff: Vec<StaffLine>,
}

#[derive(Debug)]
pub(crate) struct AreaLine {
    pub code: Said,
    pub name: String,
    pub kind: AreaKind,
    pub parent: Option<Said>,
    pub own: Own,
}

#[derive(Debug)]
pub(crate) struct DepartmentLine {
    pub code: Said,
    pub name: String,
    pub area: Said,
    pub own: Own,
}

#[derive(Debug)]
pub(crate) struct StaffLine {
    pub name: Said,
    pub role: Role,
    pub area: Said,
    pub skills: Vec<String>,
}

impl OrgFile {
    /// Reads the text of an org file; every mistake in it, by line, if there is any.
    pub fn parse(text: &str) -> Result<OrgFile, Vec<Problem>> {
        let mut lines = Lines::new(text);
        let mut file = OrgFile { areas: Vec::new(), departments: Vec::new(), staff: Vec::new() };
        for (key, value) in lines.document(text).iter().flatten() {
            let name: &str = key.get_ref();
            match name {
                "area" => {
                    for table in lines.tables(name, value) {
                        file.read_area(&mut lines, table);
                    }
                }
                "department" => {
                    let tables = lines.tables(name, value);
                    file.departments = tables.into_iter().filter_map(|t| department(&mut lines, t)).collect();
                }
                "staff" => {
                    let tables = lines.tables(name, value);
                    file.staff = tables.into_iter().filter_map(|t| staff(&mut lines, t)).collect();
                }
                _ => {
                    let line = lines.line(key.span().start);
                    lines.problem(line, format!("unknown key {name:?}; known are area, department, staff"));
                }
            }
        }
        file.check(&mut lines);
        if lines.problems.is_empty() {
            file.areas.sort_by_key(|area| area.kind);
            Ok(file)
        } else {
            lines.problems.sort_by_key(|problem| problem.line);
            Err(lines.problems)
        }
    }

    /// How many areas, departments and staff it names.
    pub fn counts(&self) -> (usize, usize, usize) {
        (self.areas.len(), self.departments.len(), self.staff.len())
    }

    fn read_area(&mut self, lines: &mut Lines, table: Table<'_, '_>) {
        lines.only(table, "an area", AREA_KEYS);
        let own = settings(lines, table);
        let code = code(lines, table, "an area");
        let name = lines.needed(table, "an area", "name");
        let kinds = AreaKind::ALL.map(AreaKind::as_str).join(", ");
        if !table.keys.contains_key("kind") {
            lines.problem(table.line, "an area without kind");
        }
        let kind = lines.read(table, "kind", AreaKind::parse, &format!("one of {kinds}"));
        let parent = lines.text(table, "parent");
        let (Some(code), Some(name), Some(kind)) = (code, name, kind) else { return };
        if parent.is_none() && kind >= AreaKind::Grid && !table.keys.contains_key("parent") {
            let what = format!("a {} must name its parent, as parent = \"WT\"", kind.as_str());
            lines.problem(table.line, what);
        }
        let buildings = buildings(lines, table, kind);
        let inside = code.clone();
        self.areas.push(AreaLine { code, name: name.text, kind, parent, own });
        for (line, suffix, name) in buildings {
            let text = format!("{}-{suffix}", inside.text);
            let parent = Some(Said { line, text: inside.text.clone() });
            let code = Said { line, text };
            self.areas.push(AreaLine { code, name, kind: AreaKind::Building, parent, own: Own::default() });
        }
    }

    /// What can only be seen of the whole: doubled codes, missing parents, cycles, areas that are not there.
    fn check(&self, lines: &mut Lines) {
        let mut areas: HashMap<String, &AreaLine> = HashMap::new();
        for area in &self.areas {
            if let Some(first) = areas.get(&area.code.text.to_uppercase()) {
                let what = format!("code {} is already used in line {}", area.code.text, first.code.line);
                lines.problem(area.code.line, what);
            } else {
                areas.insert(area.code.text.to_uppercase(), area);
            }
        }
        let mut in_cycles = HashSet::new();
        for area in &self.areas {
            self.check_parent(lines, area, &areas, &mut in_cycles);
        }
        let mut departments: HashMap<String, usize> = HashMap::new();
        for department in &self.departments {
            known_area(lines, &department.area, &areas);
            let code = &department.code;
            if let Some(first) = departments.insert(code.text.to_uppercase(), code.line) {
                lines.problem(code.line, format!("code {} is already used in line {first}", code.text));
            }
        }
        let mut named = HashMap::new();
        for person in &self.staff {
            known_area(lines, &person.area, &areas);
            let key = (person.name.text.clone(), person.role, person.area.text.to_uppercase());
            if let Some(first) = named.insert(key, person.name.line) {
                let what = format!("this person is already named for this area in line {first}");
                lines.problem(person.name.line, what);
            }
        }
    }

    fn check_parent(
        &self,
        lines: &mut Lines,
        area: &AreaLine,
        areas: &HashMap<String, &AreaLine>,
        in_cycles: &mut HashSet<String>,
    ) {
        let Some(parent) = &area.parent else { return };
        let Some(above) = areas.get(&parent.text.to_uppercase()) else {
            return lines.problem(parent.line, format!("parent {:?} is no area of this file", parent.text));
        };
        if in_cycles.contains(&area.code.text.to_uppercase()) {
            return;
        }
        let mut way = vec![area.code.text.to_uppercase()];
        let mut next = Some(*above);
        while let Some(at) = next.filter(|at| !way.contains(&at.code.text.to_uppercase())) {
            way.push(at.code.text.to_uppercase());
            next = at.parent.as_ref().and_then(|up| areas.get(&up.text.to_uppercase()).copied());
        }
        if next.is_some_and(|at| at.code.text.to_uppercase() == way[0]) {
            let what = format!("{} lies in itself: {} → {}", area.code.text, way.join(" → "), way[0]);
            lines.problem(parent.line, what);
            in_cycles.extend(way);
        } else if above.kind >= area.kind {
            let (kind, wider) = (area.kind.as_str(), above.kind.as_str());
            let what = format!("a {kind} cannot lie in a {wider} ({})", above.code.text);
            lines.problem(parent.line, what);
        }
    }
}

fn known_area(lines: &mut Lines, said: &Said, areas: &HashMap<String, &AreaLine>) {
    if !areas.contains_key(&said.text.to_uppercase()) {
        lines.problem(said.line, format!("area {:?} is not in this file", said.text));
    }
}

/// A code: a letter, then letters, digits and hyphens.
fn code(lines: &mut Lines, table: Table<'_, '_>, what: &str) -> Option<Said> {
    let said = lines.needed(table, what, "code")?;
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let good = said.text.starts_with(|c: char| c.is_ascii_alphabetic())
        && said.text.chars().all(fits)
        && said.text.len() <= LONGEST_CODE;
    if !good {
        let what = format!(
            "code {:?}: a letter first, then letters, digits and hyphens, at most {LONGEST_CODE}",
            said.text
        );
        lines.problem(said.line, what);
    }
    Some(said)
}

/// `buildings = 10` or `buildings = ["1号楼", …]` of a grid: line, end of the code, and name of each.
fn buildings(lines: &mut Lines, table: Table<'_, '_>, kind: AreaKind) -> Vec<(usize, String, String)> {
    let Some((line, value)) = lines.value(table, "buildings") else { return Vec::new() };
    if kind != AreaKind::Grid {
        lines.problem(line, "only a grid has buildings");
        return Vec::new();
    }
    let names: Vec<String> = match whole(value) {
        Some(count) if (1..=MOST_BUILDINGS).contains(&count) => {
            (1..=count).map(|n| format!("{n}号楼")).collect()
        }
        Some(_) => {
            lines.problem(line, format!("buildings must be from 1 to {MOST_BUILDINGS}"));
            return Vec::new();
        }
        None => lines.list(table, "buildings").unwrap_or_default(),
    };
    let suffix = |(at, name): (usize, String)| {
        let given: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
        let suffix = if given.is_empty() { format!("n{}", at + 1) } else { given };
        (line, suffix, name)
    };
    names.into_iter().enumerate().map(suffix).collect()
}

fn department(lines: &mut Lines, table: Table<'_, '_>) -> Option<DepartmentLine> {
    lines.only(table, "a department", &["code", "name", "area", "phone"]);
    let code = code(lines, table, "a department");
    let name = lines.needed(table, "a department", "name");
    let area = lines.needed(table, "a department", "area");
    let own = Own { duty_phone: lines.text(table, "phone").map(|said| said.text), ..Own::default() };
    Some(DepartmentLine { code: code?, name: name?.text, area: area?, own })
}

fn staff(lines: &mut Lines, table: Table<'_, '_>) -> Option<StaffLine> {
    lines.only(table, "staff", &["name", "role", "area", "skills"]);
    let name = lines.needed(table, "staff", "name");
    let area = lines.needed(table, "staff", "area");
    if !table.keys.contains_key("role") {
        lines.problem(table.line, "staff without role");
    }
    let read = |word: &str| Role::parse(word).filter(|role| *role != Role::Resident);
    let roles = "one of volunteer, chief, worker, department, secretary";
    let role = lines.read(table, "role", read, roles);
    let skills = lines.list(table, "skills").unwrap_or_default();
    Some(StaffLine { name: name?, role: role?, area: area?, skills })
}

fn settings(lines: &mut Lines, table: Table<'_, '_>) -> Own {
    let zone = |name: &str| name.parse::<Tz>().ok().map(|zone| zone.name().to_owned());
    let locale = |word: &str| LOCALES.contains(&word).then(|| word.to_owned());
    let mut own = Own {
        time_zone: lines.read(table, "time_zone", zone, "one as \"Asia/Shanghai\""),
        locale: lines.read(table, "locale", locale, &format!("one of {}", LOCALES.join(", "))),
        quiet: lines.read(table, "quiet", quiet, "\"22:00-07:00\" or \"never\""),
        digest_at: lines.read(table, "digest_at", minute_of_day, "a time as \"18:00\""),
        morning_at: lines.read(table, "morning_at", minute_of_day, "a time as \"08:30\""),
        duty_phone: lines.text(table, "duty_phone").map(|said| said.text),
        households: lines.number(table, "households", 100_000_000),
        budget: lines.number(table, "budget", 1000),
        learn: lines.flag(table, "learn"),
        estates: lines.list(table, "estates").unwrap_or_default(),
        spots: lines.list(table, "spots").unwrap_or_default(),
        ..Own::default()
    };
    let Some((line, value)) = lines.value(table, "deadlines") else { return own };
    let Some(keys) = value.as_table() else {
        lines.problem(
            line,
            "deadlines must be a table, as deadlines.urgent = { claim = \"2h\", done = \"24h\" }",
        );
        return own;
    };
    let deadlines = Table { line, keys };
    lines.only(deadlines, "deadlines", &["emergency", "urgent", "normal", "long", "long_categories"]);
    own.emergency = band(lines, deadlines, "emergency");
    own.urgent = band(lines, deadlines, "urgent");
    own.normal = band(lines, deadlines, "normal");
    own.long = band(lines, deadlines, "long");
    own.long_categories = lines.list(deadlines, "long_categories");
    own
}

fn quiet(text: &str) -> Option<Quiet> {
    if text == "never" {
        return Some(Quiet::Never);
    }
    let (from, until) = text.split_once('-')?;
    let (from, until) = (minute_of_day(from.trim())?, minute_of_day(until.trim())?);
    (from != until).then_some(Quiet::Span(from, until))
}

fn band(lines: &mut Lines, deadlines: Table<'_, '_>, key: &str) -> Option<Band> {
    let (line, value) = lines.value(deadlines, key)?;
    let Some(keys) = value.as_table() else {
        lines.problem(line, format!("{key} must be a table, as {{ claim = \"2h\", done = \"24h\" }}"));
        return None;
    };
    let table = Table { line, keys };
    lines.only(table, key, &["claim", "done"]);
    for need in ["claim", "done"].into_iter().filter(|need| !keys.contains_key(*need)) {
        lines.problem(line, format!("{key} without {need}"));
    }
    let example = "a time as \"15m\", \"2h\" or \"7d\"";
    let claim = lines.read(table, "claim", duration, example);
    let done = lines.read(table, "done", duration, example);
    let band = Band { claim: claim?, done: done? };
    if band.done < band.claim {
        lines.problem(line, format!("{key}: done must not come before claim"));
    }
    Some(band)
}
