//! The others while one group is blocked by a 429 of a minute: from a message to its card, against normal.

use crate::stage::Stage;
use crate::{Fallible, Line, words};
use gridbell::telegram::wire::now_ms;
use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;
use tokio::time::{interval, sleep};

/// How many groups write.
const GROUPS: usize = 60;
/// How often somebody writes, ms: five times a second, each group five times a minute.
const EVERY: u64 = 200;
/// How many write in a minute.
const MINUTE: usize = 300;

/// Measures a normal minute, and one in which the first group is blocked.
pub async fn measure(binary: &Path) -> Fallible<Vec<Line>> {
    let stage = Stage::new(true).await?;
    let mut program = stage.start(binary, "on")?;
    stage.say_many(1, 0).await?;
    stage.confirmed(&mut program, 1).await?;
    let normal = minute(&stage, 0).await?;
    stage.block(stage.town.groups[0].chat).await?;
    let blocked = minute(&stage, MINUTE).await?;
    program.must_run()?;
    stage.end(program).await?;
    let ms = |took: &[i64], percent: usize| format!("{} ms", took[(took.len() - 1) * percent / 100]);
    let line = |what: &str, took: &[i64], percent| {
        (format!("from message to card, {what}, p{percent}"), ms(took, percent))
    };
    Ok(vec![
        line("normally", &normal, 50),
        line("normally", &normal, 99),
        line("one group blocked, the others", &blocked, 50),
        line("one group blocked, the others", &blocked, 99),
    ])
}

/// A minute of requests; how long each of the groups but the first waited for its card, sorted, ms.
async fn minute(stage: &Stage, from: usize) -> Fallible<Vec<i64>> {
    let mut said = HashMap::new();
    let mut tick = interval(Duration::from_millis(EVERY));
    for i in from..from + MINUTE {
        tick.tick().await;
        let group = &stage.town.groups[i % GROUPS];
        let at = now_ms();
        let who = group.residents[i / GROUPS % group.residents.len()];
        let message = stage.standin.say(who, group.chat, &words::request(i)).await?;
        said.insert((group.chat, message), at);
    }
    sleep(Duration::from_secs(5)).await;
    let first = stage.town.groups[0].chat;
    let mut cards = HashMap::new();
    for row in stage.standin.journal(0).await? {
        if let (true, true, Some(chat), Some(message)) = (row.makes(), row.effect, row.chat, row.reply_to()) {
            cards.entry((chat, message)).or_insert(row.at);
        }
    }
    let others = said.iter().filter(|((chat, _), _)| *chat != first);
    let took = others.map(|(key, at)| cards.get(key).map(|card| card - at).ok_or("a request without a card"));
    let mut took = took.collect::<Result<Vec<i64>, _>>()?;
    took.sort_unstable();
    Ok(took)
}
