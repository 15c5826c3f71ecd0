//! From `gridbell demo` to its page, and how large the program is.

use crate::{Fallible, Line};
use std::path::Path;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;
use tokio::time::Instant;

/// Starts the demo five times.
pub async fn measure(binary: &Path) -> Fallible<Vec<Line>> {
    let mut took = Vec::new();
    for _ in 0..5 {
        took.push(once(binary).await?);
    }
    took.sort_unstable();
    let size = std::fs::metadata(binary)?.len();
    Ok(vec![
        ("from `demo` to the page answering, median of 5".to_owned(), format!("{} ms", took[2])),
        ("the program's size".to_owned(), format!("{:.1} MiB", size as f64 / 1_048_576.0)),
    ])
}

async fn once(binary: &Path) -> Fallible<u128> {
    let from = Instant::now();
    let mut demo = Command::new(binary)
        .args(["demo", "--no-open", "--port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let out = demo.stdout.take().ok_or("the demo's output")?;
    let url = BufReader::new(out).lines().next_line().await?.ok_or("the demo prints no address")?;
    let http = reqwest::Client::builder().no_proxy().build()?;
    http.get(url).send().await?.error_for_status()?.text().await?;
    Ok(from.elapsed().as_millis())
}
