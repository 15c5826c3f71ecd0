//! A machine of its own for each test: folders, environment, and the real program.

use std::path::PathBuf;
use std::process::{Command, Output};
use storage::{Db, Key};
use tempfile::TempDir;

/// A token that no test may ever see in an answer.
pub const TOKEN: &str = "123456:SECRET-secret_0123456789";

/// A machine on which nothing was installed yet: empty home, empty environment.
pub struct Machine {
    folder: TempDir,
}

/// What a command gave.
pub struct Said {
    /// Exit status.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Said {
    /// Standard output of a command that went well.
    pub fn good(self) -> String {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self.out
    }

    /// Standard error of a command that was refused.
    pub fn refused(self) -> String {
        assert_eq!(self.code, Some(1), "{}{}", self.out, self.err);
        self.err
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Said {
        Said {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Machine {
    /// An empty machine.
    pub fn new() -> Machine {
        Machine { folder: tempfile::tempdir().unwrap() }
    }

    /// A machine with the example org imported.
    pub fn with_org() -> Machine {
        let machine = Machine::new();
        machine.file("org.toml", &machine.run(&["org", "example"]).good());
        machine.run(&["org", "import", "org.toml"]).good();
        machine
    }

    /// A path on it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where the key is by default.
    pub fn key(&self) -> PathBuf {
        self.path("data/gridbell/gridbell.key")
    }

    /// Writes a file.
    pub fn file(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// The program, to be started here.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gridbell"));
        command.args(args).current_dir(self.folder.path()).env_clear();
        command.env("HOME", self.folder.path());
        command.env("XDG_DATA_HOME", self.path("data")).env("XDG_CONFIG_HOME", self.path("config"));
        command
    }

    /// Runs the program.
    pub fn run(&self, args: &[&str]) -> Said {
        self.command(args).output().unwrap().into()
    }

    /// Runs the program with more in its environment.
    pub fn run_with(&self, args: &[&str], env: &[(&str, &str)]) -> Said {
        self.command(args).envs(env.iter().copied()).output().unwrap().into()
    }

    /// The database as the program left it, for a test to put something in. Close it before the next command.
    pub async fn database(&self) -> Db {
        let key = Key::parse(&std::fs::read_to_string(self.key()).unwrap()).unwrap();
        let url = format!("sqlite:{}", self.path("data/gridbell/gridbell.db").display());
        storage::open(&url, &key).await.unwrap()
    }
}
