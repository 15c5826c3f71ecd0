//! `gridbell train`: teaches the models, and says how good they are.
//! Needs no network, database or configuration; the same data give the same bytes.

mod department;
mod reading;

use super::{Done, Refused, say};
use std::path::{Path, PathBuf};

/// Teach the models from labelled messages: whom a request is for, and how messages are read.
///
/// `department` reads department_raw.jsonl and department_segmented.tsv in the data folder, checks what is learned on
/// messages that were not taught (cross-validation, near-duplicates kept together), and writes the model and its card.
/// `reading` (kind, category, urgency) learns from the messages in the training folder and in the data folder; --figures
/// prints how well messages are read that were not taught. Each takes some seconds, --figures a minute. The models are
/// built into the program: build it anew to use them.
///
/// With corrections from use (as `gridbell export corrections` writes them, or JSON Lines with "text" and "department"),
/// the figures before and after are printed, and a model that became worse is refused. What was no request and what
/// belongs to another category teaches reading; a category with one usual department teaches the department too; names
/// of places that were not known are listed for the org file.
///
/// Examples:
///   gridbell train
///   gridbell train department --data ../shared/data --out understand/model
///   gridbell train reading --figures
///   gridbell export corrections > corrections.jsonl && gridbell train --with-corrections corrections.jsonl
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Which model; default: both
    #[arg(value_enum)]
    what: Option<What>,
    /// Folder of the labelled messages
    #[arg(long, value_name = "FOLDER", default_value = "../shared/data")]
    data: PathBuf,
    /// Folder of the project's own messages
    #[arg(long, value_name = "FOLDER", default_value = "understand/training")]
    training: PathBuf,
    /// Folder for the models
    #[arg(long, value_name = "FOLDER", default_value = "understand/model")]
    out: PathBuf,
    /// Corrections by staff, JSON Lines
    #[arg(long, value_name = "FILE")]
    with_corrections: Option<PathBuf>,
    /// Say how well messages are read that were not taught
    #[arg(long)]
    figures: bool,
}

/// What is taught.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// Whom a request is for
    Department,
    /// Kind, category and urgency of a message
    Reading,
}

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or written, a line is no example, or the corrections make a model worse.
pub fn run(args: &Args) -> Done {
    if args.what != Some(What::Reading) {
        department::run(args)?;
    }
    if args.what != Some(What::Department) {
        reading::run(args)?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, Refused> {
    std::fs::read_to_string(path).map_err(|error| {
        Refused(format!(
            "Cannot read {}: {error}. Say where the data is with --data, and the project's messages with --training.",
            path.display()
        ))
    })
}
