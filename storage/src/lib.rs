//! Gridbell's records, the pure rules of their lives, and all SQL.
//!
//! Everything goes through [`Db`]: open a [`Tx`], call its methods, commit. One SQL text serves
//! SQLite and PostgreSQL. Times are `i64` milliseconds UTC and always arguments.

mod attempts;
mod ballot_rule;
mod ballots;
mod cards;
mod cases;
mod chats;
mod claims;
mod db;
mod entries;
mod error;
mod fresh;
mod ids;
mod import;
mod invitations;
mod lease;
mod letters;
mod life;
mod lists;
mod meetings;
mod members;
mod open;
mod org;
mod org_file;
mod outbox;
mod people;
mod photos;
mod questions;
mod routines;
mod row;
mod seal;
mod settings;
mod toml_lines;
mod votes;
mod wishes;

pub use attempts::{Attempt, Outcome};
pub use ballot_rule::{Decision, Majority, Quorum, decide};
pub use ballots::{Ballot, BallotResult, BallotState, Paper};
pub use cards::Card;
pub use cases::{Case, CaseRef, NewCase, Place, SILENCE, Taken};
pub use chats::{Chat, ChatState, Purpose, Rights};
pub use claims::Claim;
pub use db::{Db, Engine, Tx};
pub use entries::{Entry, NewEntry};
pub use error::{Error, Result};
pub use fresh::sealed_with;
pub use import::{ImportError, Imported};
pub use invitations::{Invitation, InviteFor, Refused};
pub use lease::{BotName, BotRow};
pub use life::{CaseKind, Move, Role, Status, Who, allowed, lands};
pub use meetings::{Meeting, MeetingCard, MeetingState};
pub use members::{Member, Staff};
pub use open::{OpenError, open};
pub use org::{Area, AreaKind, Department, Org};
pub use org_file::OrgFile;
pub use outbox::{Draft, Lane, Queued};
pub use people::{About, Person};
pub use photos::{PHOTO_WAIT, WaitingPhoto};
pub use questions::{QUESTION, Question};
pub use seal::{Key, Sealer};
pub use settings::{Band, Deadlines, LOCALES, Settings};
pub use toml_lines::Problem;
pub use votes::{Answer, BallotPoll, Cast, MOST_OPTIONS};
pub use wishes::{APPROVAL, RESERVATION, RESERVATION_REMINDER};
