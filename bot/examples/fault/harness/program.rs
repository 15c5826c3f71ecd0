//! The real program as a child process, and its sudden end.

use super::Fallible;
use super::base::Base;
use std::fs::OpenOptions;
use std::path::Path;
use std::process::Stdio;
use tokio::process::{Child, Command};

/// The program at run.
pub struct Program {
    child: Child,
}

impl Program {
    /// Starts `gridbell run` at this story time: its database knows none, since nobody asks the program to move it.
    pub fn start(binary: &Path, base: &Base, api: &str, token: &str, story: i64) -> Fallible<Program> {
        let log = OpenOptions::new().create(true).append(true).open(base.log())?;
        let mut command = Command::new(binary);
        command.env_clear().envs(base.environment());
        command.env("TELOXIDE_TOKEN", token).env("TELOXIDE_API_URL", api).env("RUST_LOG", "warn");
        command.args(["run", "--lease-ms", "2000", "--story-listen", "127.0.0.1:0"]);
        command.arg("--story-start").arg(story.to_string());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).kill_on_drop(true);
        Ok(Program { child: command.spawn()? })
    }

    /// An error if it ended by itself.
    pub fn must_run(&mut self) -> Fallible<()> {
        match self.child.try_wait()? {
            Some(status) => Err(format!("the program ended by itself: {status}").into()),
            None => Ok(()),
        }
    }

    /// Ends it with SIGKILL; wire time of that, ms.
    pub async fn kill(mut self) -> Fallible<i64> {
        self.must_run()?;
        let at = gridbell::telegram::wire::now_ms();
        self.child.kill().await?;
        Ok(at)
    }
}
