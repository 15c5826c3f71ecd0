//! The polling booth: what somebody is just choosing in a secret ballot. In memory only, for ten minutes: it is in no
//! table, no queue and no log, and who comes back later begins anew.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How long a paper lies in the booth, ms of story time.
const WHILE: i64 = 10 * 60_000;

/// A paper being filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slip {
    /// The options chosen so far, by place.
    pub chosen: Vec<usize>,
    /// How many options were gone through, when several may be chosen.
    pub asked: usize,
}

/// The booth of one bot.
#[derive(Debug, Default)]
pub struct Booth {
    slips: Mutex<HashMap<(i64, i64), (Slip, i64)>>,
}

impl Booth {
    /// The paper of a person (Telegram id) in a ballot; `None` if they hold none.
    pub fn slip(&self, ballot: i64, tg: i64, now: i64) -> Option<Slip> {
        let slips = self.slips.lock().unwrap_or_else(PoisonError::into_inner);
        let (slip, at) = slips.get(&(ballot, tg))?;
        (now - at <= WHILE).then(|| slip.clone())
    }

    /// Lays a paper down, and throws away those left behind.
    pub fn put(&self, ballot: i64, tg: i64, slip: Slip, now: i64) {
        let mut slips = self.slips.lock().unwrap_or_else(PoisonError::into_inner);
        slips.retain(|_, (_, at)| now - *at <= WHILE);
        slips.insert((ballot, tg), (slip, now));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_is_forgotten_after_a_while() {
        let booth = Booth::default();
        let slip = Slip { chosen: vec![2], asked: 0 };
        booth.put(1, 7, slip.clone(), 1_000);
        assert_eq!(booth.slip(1, 7, 1_000 + WHILE), Some(slip));
        assert_eq!(booth.slip(1, 7, 1_001 + WHILE), None);
        assert_eq!((booth.slip(2, 7, 1_000), booth.slip(1, 8, 1_000)), (None, None));
        booth.put(2, 7, Slip::default(), 1_001 + WHILE);
        assert_eq!(booth.slips.lock().unwrap().len(), 1);
    }
}
