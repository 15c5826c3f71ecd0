//! The life of a case: which role may make which move in which state, and where it lands. One table.

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Nobody has it.
    Open,
    /// Somebody has it.
    Claimed,
    /// Whoever had it says it is done; the reporter has not said anything yet.
    Done,
    /// Ended: confirmed by the reporter, or unconfirmed after silence.
    Closed,
    /// Taken back by its author.
    Withdrawn,
}

/// A step in a case's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    /// Takes an open case.
    Claim,
    /// Gives a claimed case to somebody (again).
    Assign,
    /// Gives a case that one holds to a stand-in.
    HandOver,
    /// Puts a claimed case back.
    Release,
    /// Says how it goes.
    Progress,
    /// Says it is done.
    Done,
    /// Takes a `Done` back that was tapped by mistake.
    Resume,
    /// The reporter says that it is good.
    Confirm,
    /// The reporter says that it is not.
    Reopen,
    /// Closes after silence.
    Lapse,
    /// Takes the report back.
    Withdraw,
}

/// Who makes a move, seen from the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// Who reported it.
    Reporter,
    /// Who holds it.
    Holder,
    /// A worker, chief or volunteer at its area or above.
    Helper,
    /// A secretary at its area or above.
    Secretary,
    /// The clock.
    Clock,
}

/// A person's role at an area; it holds below that area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Lives here.
    Resident,
    /// Has skills and time.
    Volunteer,
    /// First eyes and hands of a building.
    Chief,
    /// Full- or part-time, one or more grids.
    Worker,
    /// Accepts what a grid cannot solve.
    Department,
    /// Runs the community.
    Secretary,
}

/// The table: move, from, to, and who may.
const TABLE: &[(Move, Status, Status, &[Who])] = &[
    (Move::Claim, Status::Open, Status::Claimed, &[Who::Helper, Who::Secretary]),
    (Move::Assign, Status::Open, Status::Claimed, &[Who::Secretary]),
    (Move::Assign, Status::Claimed, Status::Claimed, &[Who::Secretary]),
    (Move::HandOver, Status::Claimed, Status::Claimed, &[Who::Holder]),
    (Move::Release, Status::Claimed, Status::Open, &[Who::Holder, Who::Secretary]),
    (Move::Progress, Status::Claimed, Status::Claimed, &[Who::Holder]),
    (Move::Done, Status::Claimed, Status::Done, &[Who::Holder, Who::Secretary]),
    (Move::Resume, Status::Done, Status::Claimed, &[Who::Holder, Who::Secretary]),
    (Move::Confirm, Status::Done, Status::Closed, &[Who::Reporter]),
    (Move::Reopen, Status::Done, Status::Open, &[Who::Reporter, Who::Secretary]),
    (Move::Reopen, Status::Closed, Status::Open, &[Who::Reporter, Who::Secretary]),
    (Move::Lapse, Status::Done, Status::Closed, &[Who::Clock]),
    (Move::Withdraw, Status::Open, Status::Withdrawn, &[Who::Reporter, Who::Secretary]),
    (Move::Withdraw, Status::Claimed, Status::Withdrawn, &[Who::Reporter, Who::Secretary]),
];

/// Whether any of `who` may make `step` from `from`.
pub fn allowed(step: Move, from: Status, who: &[Who]) -> bool {
    TABLE.iter().any(|(m, f, _, may)| *m == step && *f == from && may.iter().any(|w| who.contains(w)))
}

/// Where `step` leads from `from`; `None` if there is no such step.
pub fn lands(step: Move, from: Status) -> Option<Status> {
    TABLE.iter().find(|(m, f, _, _)| *m == step && *f == from).map(|(_, _, to, _)| *to)
}

impl Status {
    /// All of them.
    pub const ALL: [Status; 5] =
        [Status::Open, Status::Claimed, Status::Done, Status::Closed, Status::Withdrawn];

    /// The word in the database, exports and locale keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Claimed => "claimed",
            Status::Done => "done",
            Status::Closed => "closed",
            Status::Withdrawn => "withdrawn",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// Whether work on it may still happen.
    pub fn is_live(self) -> bool {
        matches!(self, Status::Open | Status::Claimed | Status::Done)
    }
}

impl Move {
    /// All of them.
    pub const ALL: [Move; 11] = [
        Move::Claim,
        Move::Assign,
        Move::HandOver,
        Move::Release,
        Move::Progress,
        Move::Done,
        Move::Resume,
        Move::Confirm,
        Move::Reopen,
        Move::Lapse,
        Move::Withdraw,
    ];

    /// The word in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Move::Claim => "claim",
            Move::Assign => "assign",
            Move::HandOver => "handover",
            Move::Release => "release",
            Move::Progress => "progress",
            Move::Done => "done",
            Move::Resume => "resume",
            Move::Confirm => "confirm",
            Move::Reopen => "reopen",
            Move::Lapse => "lapse",
            Move::Withdraw => "withdraw",
        }
    }
}

impl Role {
    /// All of them, least rights first.
    pub const ALL: [Role; 6] =
        [Role::Resident, Role::Volunteer, Role::Chief, Role::Worker, Role::Department, Role::Secretary];

    /// The word in the database, the org file and locale keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Resident => "resident",
            Role::Volunteer => "volunteer",
            Role::Chief => "chief",
            Role::Worker => "worker",
            Role::Department => "department",
            Role::Secretary => "secretary",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// What the role makes a person to a case within its area.
    pub fn who(self) -> Option<Who> {
        match self {
            Role::Secretary => Some(Who::Secretary),
            Role::Worker | Role::Chief | Role::Volunteer => Some(Who::Helper),
            Role::Resident | Role::Department => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EVERYONE: [Who; 5] = [Who::Reporter, Who::Holder, Who::Helper, Who::Secretary, Who::Clock];

    proptest! {
        /// No sequence of moves by any role reaches a forbidden state: nothing leaves `withdrawn`,
        /// only the reporter or the clock closes, and nothing is done that nobody held.
        #[test]
        fn no_sequence_of_moves_reaches_a_forbidden_state(
            steps in prop::collection::vec((0..Move::ALL.len(), 0..EVERYONE.len()), 0..60),
        ) {
            let (mut status, mut held) = (Status::Open, false);
            for (step, who) in steps {
                let (step, who) = (Move::ALL[step], EVERYONE[who]);
                if !allowed(step, status, &[who]) {
                    continue;
                }
                prop_assert_ne!(status, Status::Withdrawn);
                let to = lands(step, status).unwrap();
                if to == Status::Closed {
                    prop_assert_eq!(status, Status::Done);
                    prop_assert!(matches!(who, Who::Reporter | Who::Clock));
                }
                if to == Status::Done {
                    prop_assert!(held);
                }
                held = matches!(to, Status::Claimed | Status::Done);
                status = to;
            }
        }
    }

    #[test]
    fn the_words_read_back() {
        for status in Status::ALL {
            assert_eq!(Status::parse(status.as_str()), Some(status));
        }
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
    }

    #[test]
    fn one_move_from_one_state_has_one_end() {
        for (i, a) in TABLE.iter().enumerate() {
            assert!(!TABLE[i + 1..].iter().any(|b| a.0 == b.0 && a.1 == b.1), "{:?} stands twice", a.0);
        }
    }
}
