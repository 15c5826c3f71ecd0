//! The commands as people type them: the real program, in folders of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod configuration;
mod doctor;
mod export;
mod help;
mod keys;
mod machine;
mod org;
mod train;
