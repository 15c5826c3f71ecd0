//! The evening: a digest for each of 588 groups, with the limits on, as the stand-in saw them arrive.

use crate::stage::{GRIDS, Stage};
use crate::town::MORNING;
use crate::{Fallible, Line, fill};
use std::path::Path;
use std::time::Duration;
use tokio::time::sleep;

/// From ten in the morning to six in the evening, ms.
const TO_EVENING: i64 = 8 * 3_600_000;

/// How long nothing happens afterwards.
const IDLE: Duration = Duration::from_secs(20);

/// Moves the story to six.
pub async fn measure(binary: &Path) -> Fallible<Vec<Line>> {
    let stage = Stage::new(true).await?;
    fill::one_a_group(&stage).await?;
    let mut program = stage.start(binary, "on")?;
    stage.say_many(1, 0).await?;
    stage.confirmed(&mut program, 1).await?;
    let asked = gridbell::telegram::wire::now_ms();
    stage.story_to(&program, MORNING + TO_EVENING).await?;
    let groups: std::collections::HashSet<i64> = stage.town.groups.iter().map(|group| group.chat).collect();
    let is_digest = |row: &crate::standin::Row| row.chat.is_some_and(|chat| groups.contains(&chat));
    let sent = stage.messages(&mut program, GRIDS, is_digest).await?;
    let first = sent.iter().map(|row| row.at).min().unwrap_or_default();
    let last = sent.iter().map(|row| row.at).max().unwrap_or_default();
    let refused = stage.standin.journal(0).await?.iter().filter(|row| row.makes() && !row.effect).count();
    let cpu = program.cpu_ms()?;
    sleep(IDLE).await;
    let idle = (program.cpu_ms()? - cpu) as f64 / IDLE.as_secs_f64();
    stage.end(program).await?;
    let seconds = |from: i64, to: i64| format!("{:.1} s", (to - from) as f64 / 1000.0);
    Ok(vec![
        (
            format!("{GRIDS} digests at 28 a second, first to last ({GRIDS} ÷ 28 = 21.0 s)"),
            seconds(first, last),
        ),
        (format!("{GRIDS} digests, from 18:00 to the last"), seconds(asked, last)),
        (format!("{GRIDS} digests: calls that the stand-in refused"), refused.to_string()),
        (format!("CPU a second while {GRIDS} grids are silent"), format!("{idle:.1} ms")),
    ])
}
