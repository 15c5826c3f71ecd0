//! `gridbell org`: checks, imports and shows the tree of areas, the departments and the staff.

use super::{Done, Refused, say};
use crate::config::{Config, ConfigError};
use crate::keys;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use storage::{AreaKind, ImportError, Org, OrgFile, Problem, Purpose, Tx};

/// A made-up district, small enough to read: what `demo` uses, and a file to begin one's own from.
pub const EXAMPLE: &str = include_str!("../../assets/example-org.toml");

/// The tree of areas, the departments and the staff, kept in one TOML file.
///
/// The file is the truth: edit it, check it, import it again. What did not change is left alone; an area that
/// is still in use is not removed.
///
/// Examples:
///   gridbell org example > org.toml     a made-up district with every setting explained
///   gridbell org import org.toml
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Reads a file and names every mistake with its line; changes nothing and needs no database.
    ///
    /// Examples:
    ///   gridbell org check org.toml
    ///   gridbell org check org.toml && gridbell org import org.toml
    #[command(verbatim_doc_comment)]
    Check {
        /// The org file
        file: PathBuf,
    },
    /// Makes the stored tree what the file says; any mistake refuses all of it.
    ///
    /// The first import makes the database, and the key file that seals personal text in it.
    ///
    /// Examples:
    ///   gridbell org import org.toml
    ///   DATABASE_URL=postgres://gridbell@db/gridbell gridbell org import org.toml
    #[command(verbatim_doc_comment)]
    Import {
        /// The org file
        file: PathBuf,
    },
    /// Shows the tree as it is stored: who has joined, which chats are bound.
    ///
    /// Examples:
    ///   gridbell org show
    ///   gridbell org show WT                one area and what lies in it
    #[command(verbatim_doc_comment)]
    Show {
        /// The code of an area; default: all
        area: Option<String>,
    },
    /// Prints the org file of a made-up district, to begin your own from.
    ///
    /// Examples:
    ///   gridbell org example > org.toml
    ///   gridbell org example | less
    #[command(verbatim_doc_comment)]
    Example,
}

/// Runs it.
pub async fn run(args: &Args, config: impl FnOnce() -> Result<Config, ConfigError>) -> Done {
    match &args.command {
        Command::Example => say(EXAMPLE),
        Command::Check { file } => {
            let (areas, departments, staff) = read(file)?.counts();
            let path = file.display();
            say(&format!("{path} is good: {areas} areas, {departments} departments, {staff} staff\n"))
        }
        Command::Import { file } => import(file, &config()?).await,
        Command::Show { area } => show(area.as_deref(), &config()?).await,
    }
}

fn read(path: &Path) -> Result<OrgFile, Refused> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Refused(format!("cannot read {}: {error}", path.display())))?;
    OrgFile::parse(&text).map_err(|problems| refused(path, &problems))
}

/// Every problem as `FILE:LINE: what`, and what became of the file.
fn refused(path: &Path, problems: &[Problem]) -> Refused {
    let mut text = String::new();
    for problem in problems {
        let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
        text += &format!("{}{line}: {}\n", path.display(), problem.what);
    }
    let mistakes =
        if problems.len() == 1 { "1 mistake".to_owned() } else { format!("{} mistakes", problems.len()) };
    Refused(format!("{text}{mistakes}; nothing was imported"))
}

async fn import(path: &Path, config: &Config) -> Done {
    let file = read(path)?;
    let opened = keys::open_or_make(config).await?;
    if let Some(key) = &opened.new_key {
        say(&format!(
            "made the key {}\nkeep a copy of it elsewhere: without it nothing personal in the database can be read\n",
            key.display()
        ))?;
    }
    let mut tx = opened.db.begin().await?;
    let done = match tx.import_org(&file).await {
        Ok(done) => done,
        Err(ImportError::Problems(problems)) => return Err(refused(path, &problems)),
        Err(ImportError::Storage(error)) => return Err(error.into()),
    };
    tx.commit().await?;
    say(&format!(
        "{}: {} added, {} changed, {} left as they were, {} removed\n",
        config.database_name(),
        done.added,
        done.changed,
        done.left,
        done.removed
    ))
}

async fn show(code: Option<&str>, config: &Config) -> Done {
    let db = keys::open(config).await?;
    let mut tx = db.read().await?;
    let org = Org::load(&mut tx).await?;
    let start = match code {
        Some(code) => vec![find(&org, code)?],
        None => org.roots().map(|area| area.id).collect(),
    };
    if start.is_empty() {
        return Err(Refused("no org was imported yet: gridbell org import FILE".to_owned()));
    }
    let mut text = String::new();
    let mut todo: Vec<(i64, usize)> = start.into_iter().rev().map(|id| (id, 0)).collect();
    while let Some((id, depth)) = todo.pop() {
        let _ = writeln!(text, "{:indent$}{}", "", line(&mut tx, &org, id).await?, indent = depth * 2);
        let children: Vec<i64> =
            org.children(id).filter(|a| a.kind < AreaKind::Building).map(|a| a.id).collect();
        todo.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
    }
    say(&text)
}

/// One area: code, name and kind, what is in it, who is there, which chats are bound.
async fn line(tx: &mut Tx, org: &Org, id: i64) -> Result<String, Refused> {
    let Some(area) = org.area(id) else { return Ok(String::new()) };
    let mut facts = Vec::new();
    if area.kind == AreaKind::Grid {
        facts.push(format!("{} buildings", org.buildings_of(id).len()));
        facts.push(format!("{} households", area.households));
    }
    let staff = tx.staff_of(id).await?;
    let joined = staff.iter().filter(|person| person.person.is_some()).count();
    if !staff.is_empty() {
        facts.push(format!("staff: {joined} of {} joined", staff.len()));
    }
    for purpose in [Purpose::Residents, Purpose::Staff, Purpose::Department] {
        match tx.chats_of(id, purpose).await?.len() {
            0 => {}
            1 => facts.push(format!("{} chat bound", purpose.as_str())),
            n => facts.push(format!("{n} {} chats bound", purpose.as_str())),
        }
    }
    let departments = org.departments(id).into_iter().filter(|department| department.area == id);
    let names: Vec<&str> = departments.map(|department| department.name.as_str()).collect();
    if !names.is_empty() {
        facts.push(format!("departments: {}", names.join(", ")));
    }
    let facts = if facts.is_empty() { String::new() } else { format!(" · {}", facts.join(" · ")) };
    Ok(format!("{} {} ({}){facts}", area.code, area.name, area.kind.as_str()))
}

/// The area with this code, or a refusal that helps.
pub(crate) fn find(org: &Org, code: &str) -> Result<i64, Refused> {
    let found = org.by_code(code).map(|area| area.id);
    found.ok_or_else(|| Refused(format!("there is no area {code}: gridbell org show lists the codes")))
}
