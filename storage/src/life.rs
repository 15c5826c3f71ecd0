//! The life of a case: which role may make which move in which state, and where it lands. One table.

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// A wish that waits for approval.
    Proposed,
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
    /// The same trouble as another, with which it goes on.
    Merged,
    /// A wish that was not approved.
    Refused,
}

/// What sort of work a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaseKind {
    /// A resident's request.
    Ticket,
    /// A resident's wish, which a neighbour may grant.
    Wish,
    /// Work that nobody asked for: it lives like a ticket.
    Task,
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
    /// Says that it is the same trouble as another.
    Merge,
    /// Says that it is not, after all.
    Split,
    /// Lets a wish be posted.
    Approve,
    /// Does not let a wish be posted.
    Refuse,
    /// Puts a claimed wish back when its reservation ran out.
    Expire,
    /// Says that what was handed over has not arrived.
    Missing,
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
    /// Who looks after a wish: a worker or secretary at its area or above who neither made nor holds it.
    Keeper,
    /// Anybody else to whom a wish is shown.
    Neighbour,
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

/// The table: move, from, to, and who may. A ticket begins open, a wish proposed; only a wish has keepers and
/// neighbours.
const TABLE: &[(Move, Status, Status, &[Who])] = &[
    (Move::Approve, Status::Proposed, Status::Open, &[Who::Keeper]),
    (Move::Refuse, Status::Proposed, Status::Refused, &[Who::Keeper]),
    (Move::Withdraw, Status::Proposed, Status::Withdrawn, &[Who::Reporter, Who::Secretary]),
    (Move::Claim, Status::Open, Status::Claimed, &[Who::Helper, Who::Secretary, Who::Neighbour]),
    (Move::Assign, Status::Open, Status::Claimed, &[Who::Secretary]),
    (Move::Assign, Status::Claimed, Status::Claimed, &[Who::Secretary]),
    (Move::HandOver, Status::Claimed, Status::Claimed, &[Who::Holder]),
    (Move::Release, Status::Claimed, Status::Open, &[Who::Holder, Who::Secretary]),
    (Move::Progress, Status::Claimed, Status::Claimed, &[Who::Holder]),
    (Move::Done, Status::Claimed, Status::Done, &[Who::Holder, Who::Secretary]),
    (Move::Resume, Status::Done, Status::Claimed, &[Who::Holder, Who::Secretary]),
    (Move::Expire, Status::Claimed, Status::Open, &[Who::Clock]),
    (Move::Missing, Status::Done, Status::Claimed, &[Who::Reporter, Who::Keeper]),
    (Move::Confirm, Status::Done, Status::Closed, &[Who::Reporter, Who::Keeper]),
    (Move::Reopen, Status::Done, Status::Open, &[Who::Reporter, Who::Secretary]),
    (Move::Reopen, Status::Closed, Status::Open, &[Who::Reporter, Who::Secretary]),
    (Move::Lapse, Status::Done, Status::Closed, &[Who::Clock]),
    (Move::Withdraw, Status::Open, Status::Withdrawn, &[Who::Reporter, Who::Secretary]),
    (Move::Withdraw, Status::Claimed, Status::Withdrawn, &[Who::Reporter, Who::Secretary]),
    (Move::Merge, Status::Open, Status::Merged, &[Who::Reporter, Who::Helper, Who::Secretary]),
    (Move::Merge, Status::Claimed, Status::Merged, &[Who::Reporter, Who::Helper, Who::Secretary]),
    (Move::Split, Status::Merged, Status::Open, &[Who::Reporter, Who::Helper, Who::Secretary]),
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
    pub const ALL: [Status; 8] = [
        Status::Proposed,
        Status::Open,
        Status::Claimed,
        Status::Done,
        Status::Closed,
        Status::Withdrawn,
        Status::Merged,
        Status::Refused,
    ];

    /// The word in the database, exports and locale keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Proposed => "proposed",
            Status::Open => "open",
            Status::Claimed => "claimed",
            Status::Done => "done",
            Status::Closed => "closed",
            Status::Withdrawn => "withdrawn",
            Status::Merged => "merged",
            Status::Refused => "refused",
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

impl CaseKind {
    /// All of them.
    pub const ALL: [CaseKind; 3] = [CaseKind::Ticket, CaseKind::Wish, CaseKind::Task];

    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            CaseKind::Ticket => "ticket",
            CaseKind::Wish => "wish",
            CaseKind::Task => "task",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<CaseKind> {
        CaseKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Where a case of this kind begins.
    pub fn begins(self) -> Status {
        if self == CaseKind::Wish { Status::Proposed } else { Status::Open }
    }
}

impl Move {
    /// All of them.
    pub const ALL: [Move; 17] = [
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
        Move::Merge,
        Move::Split,
        Move::Approve,
        Move::Refuse,
        Move::Expire,
        Move::Missing,
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
            Move::Merge => "merge",
            Move::Split => "split",
            Move::Approve => "approve",
            Move::Refuse => "refuse",
            Move::Expire => "expire",
            Move::Missing => "missing",
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

    /// Everybody a ticket knows; the last two are to a wish alone.
    const EVERYONE: [Who; 7] =
        [Who::Reporter, Who::Holder, Who::Helper, Who::Secretary, Who::Clock, Who::Keeper, Who::Neighbour];

    proptest! {
        /// No sequence of moves by any role reaches a forbidden state: nothing leaves `withdrawn` or `refused`,
        /// only the reporter or the clock closes a ticket (and no neighbour anything), nothing is done that nobody
        /// held, and no wish is seen that a keeper did not approve.
        #[test]
        fn no_sequence_of_moves_reaches_a_forbidden_state(
            wish in any::<bool>(),
            steps in prop::collection::vec((0..Move::ALL.len(), 0..EVERYONE.len()), 0..60),
        ) {
            let kind = if wish { CaseKind::Wish } else { CaseKind::Ticket };
            let (mut status, mut held, mut approved) = (kind.begins(), false, false);
            for (step, who) in steps {
                let (step, who) = (Move::ALL[step], EVERYONE[who]);
                let strange = !wish && matches!(who, Who::Keeper | Who::Neighbour);
                if strange || !allowed(step, status, &[who]) {
                    continue;
                }
                prop_assert!(!matches!(status, Status::Withdrawn | Status::Refused));
                let to = lands(step, status).unwrap();
                if step == Move::Approve {
                    prop_assert_eq!((wish, who), (true, Who::Keeper));
                    approved = true;
                }
                prop_assert!(!wish || approved || matches!(to, Status::Withdrawn | Status::Refused));
                prop_assert!(wish || !matches!(to, Status::Proposed | Status::Refused));
                if to == Status::Closed {
                    prop_assert_eq!(status, Status::Done);
                    prop_assert!(matches!(who, Who::Reporter | Who::Clock | Who::Keeper));
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
        for kind in CaseKind::ALL {
            assert_eq!(CaseKind::parse(kind.as_str()), Some(kind));
        }
    }

    #[test]
    fn one_move_from_one_state_has_one_end() {
        for (i, a) in TABLE.iter().enumerate() {
            assert!(!TABLE[i + 1..].iter().any(|b| a.0 == b.0 && a.1 == b.1), "{:?} stands twice", a.0);
        }
    }
}
