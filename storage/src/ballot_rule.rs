//! What makes a ballot's outcome: quorum and majority. Pure.

/// How many must vote for the ballot to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quorum {
    /// Any number.
    None,
    /// At least so many people.
    Count(i64),
    /// At least so many percent of the area's households.
    Percent(i64),
}

/// How large a part of those who voted must have chosen an option for it to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Majority {
    /// More than half.
    Simple,
    /// Two thirds or more.
    TwoThirds,
}

/// How a ballot came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whether enough voted.
    pub quorate: bool,
    /// How many had to vote; 0 if any number would do.
    pub needed: i64,
    /// The options that passed, by place: none if too few voted.
    pub passed: Vec<usize>,
}

impl Quorum {
    /// How many must vote, in an area of so many households.
    pub fn needs(self, households: i64) -> i64 {
        match self {
            Quorum::None => 0,
            Quorum::Count(n) => n,
            Quorum::Percent(percent) => (households * percent + 99) / 100,
        }
    }

    /// The word and number in the database.
    pub(crate) fn parts(self) -> (&'static str, i64) {
        match self {
            Quorum::None => ("none", 0),
            Quorum::Count(n) => ("count", n),
            Quorum::Percent(n) => ("percent", n),
        }
    }

    /// Reads those.
    pub(crate) fn of(word: &str, n: i64) -> Option<Quorum> {
        Some(match word {
            "none" => Quorum::None,
            "count" => Quorum::Count(n),
            "percent" => Quorum::Percent(n),
            _ => return None,
        })
    }
}

impl Majority {
    /// The word in the database, exports and locale keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Majority::Simple => "simple",
            Majority::TwoThirds => "two_thirds",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Majority> {
        [Majority::Simple, Majority::TwoThirds].into_iter().find(|majority| majority.as_str() == word)
    }

    /// Whether `votes` of `voters` are enough.
    fn reached(self, votes: i64, voters: i64) -> bool {
        match self {
            Majority::Simple => votes * 2 > voters,
            Majority::TwoThirds => voters > 0 && votes * 3 >= voters * 2,
        }
    }
}

/// Decides a ballot: `counts` by option, `voters` people who voted, in an area of `households`.
pub fn decide(quorum: Quorum, majority: Majority, counts: &[i64], voters: i64, households: i64) -> Decision {
    let needed = quorum.needs(households);
    let quorate = voters >= needed && voters > 0;
    let reached = counts.iter().enumerate().filter(|(_, votes)| majority.reached(**votes, voters));
    let passed = if quorate { reached.map(|(place, _)| place).collect() } else { Vec::new() };
    Decision { quorate, needed, passed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn majorities_and_quorums_at_their_edges() {
        let passed =
            |majority, counts: &[i64], voters| decide(Quorum::None, majority, counts, voters, 300).passed;
        assert_eq!(passed(Majority::Simple, &[5, 5], 10), [0usize; 0], "half is not more than half");
        assert_eq!(passed(Majority::Simple, &[6, 4], 10), [0]);
        assert_eq!(passed(Majority::TwoThirds, &[6, 3], 9), [0], "two thirds exactly");
        assert_eq!(passed(Majority::TwoThirds, &[5, 3], 8), [0usize; 0]);
        assert_eq!(passed(Majority::Simple, &[7, 6, 2], 9), [0, 1], "with several choices several pass");
        assert_eq!(passed(Majority::TwoThirds, &[0, 0], 0), [0usize; 0], "nobody decides nothing");
        assert_eq!(Quorum::Percent(30).needs(342), 103, "rounded up");
        let few = decide(Quorum::Count(11), Majority::Simple, &[10, 0], 10, 0);
        assert_eq!((few.quorate, few.passed.len(), few.needed), (false, 0, 11));
    }

    proptest! {
        /// With one choice each, two options never both pass.
        #[test]
        fn with_one_choice_at_most_one_passes(counts in prop::collection::vec(0i64..200, 2..12)) {
            let voters = counts.iter().sum();
            for majority in [Majority::Simple, Majority::TwoThirds] {
                prop_assert!(decide(Quorum::None, majority, &counts, voters, 0).passed.len() <= 1);
            }
        }
    }
}
