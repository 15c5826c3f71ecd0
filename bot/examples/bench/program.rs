//! The program as a child process, and what the system knows of it.

use crate::Fallible;
use crate::base::Base;
use crate::town::MORNING;
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use tokio::process::{Child, Command};

/// The program at run; killed when dropped.
pub struct Program {
    child: Child,
    /// Its story control.
    pub story: String,
}

impl Program {
    /// Starts `gridbell run` on a database and a stand-in.
    pub fn start(binary: &Path, base: &Base, api: &str, token: &str, limits: &str) -> Fallible<Program> {
        let log = std::fs::File::create(base.log())?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new(binary);
        command.env_clear().envs(base.environment());
        command.env("TELOXIDE_TOKEN", token).env("TELOXIDE_API_URL", api).env("RUST_LOG", "warn");
        command.args(["run", "--limits", limits, "--story-listen", &format!("127.0.0.1:{port}")]);
        command.arg("--story-start").arg(MORNING.to_string());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).kill_on_drop(true);
        Ok(Program { child: command.spawn()?, story: format!("http://127.0.0.1:{port}/story") })
    }

    /// An error if it ended by itself.
    pub fn must_run(&mut self) -> Fallible<()> {
        match self.child.try_wait()? {
            Some(status) => Err(format!("the program ended by itself: {status}").into()),
            None => Ok(()),
        }
    }

    fn proc(&self, file: &str) -> Fallible<String> {
        let id = self.child.id().ok_or("the program has ended")?;
        Ok(std::fs::read_to_string(format!("/proc/{id}/{file}"))?)
    }

    /// CPU time so far, of the program and of the system for it, ms.
    pub fn cpu_ms(&self) -> Fallible<u64> {
        let stat = self.proc("stat")?;
        // The name of the command, in brackets, may contain anything: count from behind it.
        let (_, rest) = stat.rsplit_once(')').ok_or("/proc/PID/stat")?;
        let ticks: u64 = rest.split_whitespace().skip(11).take(2).map(|n| n.parse().unwrap_or(0u64)).sum();
        Ok(ticks * 10) // USER_HZ is 100 on every Linux
    }

    /// The most memory it ever had, MiB.
    pub fn peak_mib(&self) -> Fallible<u64> {
        let status = self.proc("status")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("VmHWM")?;
        let kib: u64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kib / 1024)
    }
}
