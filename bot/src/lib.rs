//! Gridbell, the library behind the program. `telegram` brings updates in and carries messages out, the crate
//! `understand` reads text, `desk` decides, `views` words it, `routines` come due by the clock.

pub mod cli;
pub mod clock;
pub mod config;
pub mod desk;
pub mod example;
pub mod incoming;
pub mod keys;
pub mod outgoing;
pub mod program;
pub mod routines;
pub mod stored;
pub mod story;
pub mod telegram;
pub mod ticker;
pub mod token;
pub mod verbs;
pub mod views;
pub mod words;
