//! The fault test in full: `cargo run --release -p gridbell --example fault -- --kills 100 --tickets 2000`.
//! Builds the program, kills it at random under load, and says at the end what was lost, doubled or too fast.

mod harness;

use clap::{Parser, ValueEnum};
use harness::{Fallible, Plan, base};
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use storage::Engine;

/// Kill the real program at random moments under load, and count what is lost.
///
/// Every count comes from the stand-in's journal and a recount of the database. PostgreSQL is made anew at
/// postgres://root@127.0.0.1:5432/test, or where GRIDBELL_TEST_POSTGRES says.
#[derive(Debug, Parser)]
struct Args {
    /// Kills with work unhandled or unsent at that moment
    #[arg(long, default_value_t = 100)]
    kills: usize,
    /// Requests that people make
    #[arg(long, default_value_t = 2000)]
    tickets: usize,
    /// Groups that they are made in
    #[arg(long, default_value_t = 240)]
    groups: usize,
    /// The engine; without it one after the other
    #[arg(long)]
    engine: Option<On>,
    /// Where chance starts; the same seed gives the same people and faults, though never the same instants
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum On {
    Sqlite,
    Postgres,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Args::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("the fault test could not be run: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: Args) -> Fallible<bool> {
    let binary = build()?;
    let engines = match args.engine {
        Some(On::Sqlite) => vec![Engine::Sqlite],
        Some(On::Postgres) => vec![Engine::Postgres],
        None => vec![Engine::Sqlite, Engine::Postgres],
    };
    let mut good = true;
    for engine in engines {
        if let (Engine::Postgres, Some(why)) = (engine, base::out_of_reach().await) {
            return Err(format!("PostgreSQL is out of reach: {why}").into());
        }
        let plan = Plan {
            engine,
            kills: args.kills,
            tickets: args.tickets,
            groups: args.groups.max(8),
            busy: 12,
            seed: args.seed,
            binary: binary.clone(),
        };
        let report = harness::run(&plan).await?;
        println!("{report}");
        good &= report.broken().is_empty();
    }
    Ok(good)
}

/// Builds the program beside this example, in the same profile; where it is.
fn build() -> Fallible<PathBuf> {
    let here = std::env::current_exe()?;
    let folder = here.parent().and_then(std::path::Path::parent).ok_or("a folder above examples/")?;
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // Named together with this example it shares what is built already: examples may use more of a dependency.
    cargo.args(["build", "--quiet", "-p", "gridbell", "--bin", "gridbell", "--example", "fault"]);
    if folder.ends_with("release") {
        cargo.arg("--release");
    }
    // What `cargo run` told this process of its own package would have build scripts of others run again.
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_of_package(name)) {
        cargo.env_remove(name);
    }
    if !cargo.current_dir(env!("CARGO_MANIFEST_DIR")).status()?.success() {
        return Err("the program does not build".into());
    }
    Ok(folder.join("gridbell"))
}

fn is_of_package(name: &std::ffi::OsStr) -> bool {
    let name = name.to_string_lossy();
    ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_CRATE_", "CARGO_BIN_", "CARGO_PRIMARY_"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
}
