//! The end of a run: the program lives until all is done, and is killed only to look.

use super::program::Program;
use super::{Fallible, Run};
use gridbell::telegram::wire;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How long nothing must happen before somebody looks.
const QUIET: Duration = Duration::from_secs(6);

impl Run<'_> {
    /// Lets the program run until nothing is pending, queued or wanted any more; then it is dead again. What is still
    /// wanted when time is up is reported.
    pub(super) async fn settle(&mut self) -> Fallible<()> {
        let (from, longest) = (Instant::now(), Duration::from_secs(150 + self.plan.tickets as u64 / 4));
        let mut patience = QUIET;
        loop {
            let mut program = self.start().await?;
            self.lives_on(&mut program, patience, from + longest).await?;
            self.kills.push(program.kill().await?);
            let moved = self.move_on().await? || self.wait_no_longer().await?;
            let queued = self.look().await?;
            let wanted = self.traffic.lock().await.wanted();
            println!("{}: settling, {queued} messages queued; wanted: {}", self.name(), wanted.join(", "));
            if queued == 0 && self.people.is_finished() {
                return Ok(());
            }
            if from.elapsed() >= longest {
                self.wanted = wanted;
                self.wanted.push(format!("{queued} messages to be sent"));
                self.people.abort();
                return Ok(());
            }
            if !moved {
                patience += Duration::from_secs(5);
            }
        }
    }

    /// Until nothing happens for so long, or ballots can end.
    async fn lives_on(&mut self, program: &mut Program, patience: Duration, until: Instant) -> Fallible<()> {
        let (mut calls, mut since) = (0, Instant::now());
        while since.elapsed() < patience && Instant::now() < until {
            sleep(Duration::from_millis(200)).await;
            program.must_run()?;
            let mut traffic = self.traffic.lock().await;
            traffic.look().await?;
            if traffic.ballots.end(&mut self.chance).is_some() {
                return Ok(());
            }
            let now = traffic.carried();
            if now > calls || self.standin.updates().await?.pending > 0 {
                (calls, since) = (now, Instant::now());
            }
        }
        Ok(())
    }

    /// When a result waits only for Telegram's last word on a poll, time goes on to the end of that. Whether it did.
    async fn wait_no_longer(&mut self) -> Fallible<bool> {
        let mut traffic = self.traffic.lock().await;
        let Some(to) = traffic.ballots.grace() else { return Ok(false) };
        self.standin.move_story(to).await?;
        traffic.ballots.ahead = self.standin.story().await? - wire::now_ms();
        Ok(true)
    }
}
