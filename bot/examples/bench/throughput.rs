//! Updates a second and what they cost, with the limits off: with few requests, with nothing but requests, and
//! with more and more in store.

use crate::stage::{GRIDS, Stage};
use crate::{Fallible, Line, fill};
use std::path::Path;
use tokio::time::Instant;

/// One run's figures.
struct Run {
    a_second: f64,
    cards_a_second: f64,
    cpu_a_thousand: f64,
    peak_mib: u64,
    others: usize,
}

/// Measures 2 % and 100 %.
pub async fn measure(binary: &Path) -> Fallible<Vec<Line>> {
    let mut lines = Vec::new();
    let mut peak = 0;
    for (n, percent) in [(30_000, 2), (4_000, 100)] {
        let run = once(binary, n, percent, 0).await?;
        let name = format!("{n} updates, {percent} % tickets");
        lines.push((format!("{name}: updates a second"), format!("{:.0}", run.a_second)));
        lines.push((
            format!("{name}: until every card is sent, a second"),
            format!("{:.0}", run.cards_a_second),
        ));
        lines.push((format!("{name}: CPU a 1,000 updates"), format!("{:.0} ms", run.cpu_a_thousand)));
        lines.push((format!("{name}: messages besides cards"), run.others.to_string()));
        peak = peak.max(run.peak_mib);
    }
    lines.push((format!("peak memory with {GRIDS} grids"), format!("{peak} MiB")));
    Ok(lines)
}

/// Measures the same messages with 100, 1,000 and 100,000 cases in store.
pub async fn growth(binary: &Path) -> Fallible<Vec<Line>> {
    let mut lines = Vec::new();
    for stored in [100, 1_000, 100_000] {
        let run = once(binary, 5_000, 20, stored).await?;
        let name = format!("5000 updates, 20 % tickets, {stored} in store");
        lines.push((format!("{name}: CPU a 1,000"), format!("{:.0} ms", run.cpu_a_thousand)));
        lines.push((format!("{name}: a second"), format!("{:.0}", run.cards_a_second)));
        lines.push((format!("{name}: peak memory"), format!("{} MiB", run.peak_mib)));
    }
    Ok(lines)
}

async fn once(binary: &Path, n: usize, percent: usize, stored: usize) -> Fallible<Run> {
    let stage = Stage::new(false).await?;
    fill::cases(&stage, stored).await?;
    let requests = stage.say_many(n, percent).await?;
    let mut program = stage.start(binary, "off")?;
    // The first batch is not counted: it holds the start of the program.
    stage.confirmed(&mut program, 1).await?;
    let first = stage.standin.updates().await?.confirmed;
    let (from, cpu) = (Instant::now(), program.cpu_ms()?);
    stage.confirmed(&mut program, n as u64).await?;
    let accepted = from.elapsed().as_secs_f64();
    stage.messages(&mut program, requests, |row| row.reply_to().is_some()).await?;
    let all = from.elapsed().as_secs_f64();
    let updates = (n as u64 - first) as f64;
    let made = stage.standin.journal(0).await?.iter().filter(|row| row.makes() && row.effect).count();
    let run = Run {
        a_second: updates / accepted,
        cards_a_second: updates / all,
        cpu_a_thousand: (program.cpu_ms()? - cpu) as f64 / updates * 1000.0,
        peak_mib: program.peak_mib()?,
        others: made - requests,
    };
    stage.end(program).await?;
    Ok(run)
}
