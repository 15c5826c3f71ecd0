//! `gridbell`: the program. The only place, with the wire, that reads a clock.

use clap::Parser;
use gridbell::cli::{Cli, Refused};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let usual = if cli.stays() { "info" } else { "warn" };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(usual));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match cli.execute(clock()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(Refused(why)) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the command line's own clock")]
fn clock() -> i64 {
    chrono::Utc::now().timestamp_millis()
}
