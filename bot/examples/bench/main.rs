//! The benchmark: the real program as a child process against the stand-in, over HTTP, on SQLite.
//! `cargo run --release -p gridbell --example bench` builds the program and prints one table.

#[expect(dead_code, reason = "the fault test uses the rest of it")]
#[path = "../fault/harness/base.rs"]
mod base;
mod blocked;
mod digests;
mod fill;
mod program;
mod stage;
#[expect(dead_code, reason = "the fault test uses the rest of it")]
#[path = "../fault/harness/standin.rs"]
mod standin;
mod start;
mod throughput;
#[path = "../fault/harness/town.rs"]
mod town;
mod words;

use clap::{Parser, ValueEnum};
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// What can go wrong with the benchmark itself.
type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// One line of the table: what was measured, and its value with its unit.
type Line = (String, String);

/// Measure the program: how fast, how large, how even.
///
/// Everything is seen from outside: the stand-in's journal, /proc of the child, the clock. The stand-in runs in this
/// process and shares the machine with the program, so figures are best taken while nothing else runs.
#[derive(Debug, Parser)]
struct Args {
    /// Measure only these
    #[arg(long, value_delimiter = ',')]
    only: Vec<What>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// From `demo` to the page; the binary
    Start,
    /// Updates a second, CPU, memory
    Throughput,
    /// 588 digests at 28 a second
    Digests,
    /// The others while one group is blocked
    Blocked,
    /// The cost of a message with much in store
    Growth,
}

#[tokio::main]
async fn main() -> ExitCode {
    match measure(&Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the benchmark could not be run: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(args: &Args) -> Fallible<()> {
    let binary = build()?;
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let cores = std::thread::available_parallelism()?;
    println!("{cores} cores; load before: {}", load.split(' ').next().unwrap_or("unknown"));
    for what in [What::Start, What::Throughput, What::Digests, What::Blocked, What::Growth] {
        if !args.only.is_empty() && !args.only.contains(&what) {
            continue;
        }
        let lines = match what {
            What::Start => start::measure(&binary).await?,
            What::Throughput => throughput::measure(&binary).await?,
            What::Digests => digests::measure(&binary).await?,
            What::Blocked => blocked::measure(&binary).await?,
            What::Growth => throughput::growth(&binary).await?,
        };
        for (what, value) in lines {
            println!("{what:<66} {value:>16}");
        }
    }
    Ok(())
}

/// Builds the program beside this example, in the same profile; where it is.
fn build() -> Fallible<PathBuf> {
    let here = std::env::current_exe()?;
    let folder = here.parent().and_then(std::path::Path::parent).ok_or("a folder above examples/")?;
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "-p", "gridbell", "--bin", "gridbell"]);
    if folder.ends_with("release") {
        cargo.arg("--release");
    } else {
        println!("not built with --release: these figures mean little");
    }
    if !cargo.current_dir(env!("CARGO_MANIFEST_DIR")).status()?.success() {
        return Err("the program does not build".into());
    }
    Ok(folder.join("gridbell"))
}
