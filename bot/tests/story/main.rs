//! Plays: people talk over HTTP with the real program, one file a practice. Each play runs on SQLite and, where
//! it is at hand, on PostgreSQL; every request and answer of a play is checked against the Bot API's contract.
#![cfg(test)]

#[macro_use]
mod stage;
mod rows;
mod said;
mod town;

mod assign;
mod away;
mod chatter;
mod claim;
mod clock;
mod control;
mod correct;
mod finish;
mod invite;
mod join;
mod lamp;
mod lists;
mod meeting;
mod photos;
mod poll;
mod privacy;
mod private;
mod report;
mod road;
mod same;
mod secrecy;
mod secret;
mod setup;
mod shadow;
mod standing;
mod status;
mod topics;
mod wish;
