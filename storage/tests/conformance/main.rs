//! The conformance suite: every public storage function, the same story on both engines.
//!
//! One module a record. `each_engine!` turns a story into two tests, `…::sqlite` and `…::postgres`.
//! PostgreSQL is reached at `GRIDBELL_TEST_POSTGRES` (default: the local `test` database as root); out of
//! reach it is skipped and says so, or fails if `GRIDBELL_REQUIRE_POSTGRES=1`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[macro_use]
mod engines;
mod ballots;
mod cases;
mod corrections;
mod coverage;
mod indexes;
mod life;
mod log;
mod meetings;
mod members;
mod opening;
mod org;
mod org_file;
mod people;
mod photos;
mod questions;
mod races;
mod same;
mod secrets;
mod sending;
mod shadow;
mod stored;
mod wishes;
mod world;
