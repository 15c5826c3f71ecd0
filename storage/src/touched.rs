//! Which cases were changed, kept or not: so that what was read of them can be read anew.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The cases that ended transactions changed, until somebody asks. Of a transaction that was undone too: whoever
/// asks reads them anew, so one too many does no harm.
pub(crate) type Ended = Arc<Mutex<BTreeSet<i64>>>;

/// The cases that one transaction changed; it leaves them to the next when it ends, however it ends.
pub(crate) struct Touched {
    own: Vec<i64>,
    told: usize,
    ended: Ended,
}

impl Touched {
    pub(crate) fn new(ended: Ended) -> Touched {
        Touched { own: Vec::new(), told: 0, ended }
    }

    /// A case was changed.
    pub(crate) fn add(&mut self, case: i64) {
        self.own.push(case);
    }

    /// What was told may have been undone.
    pub(crate) fn tell_again(&mut self) {
        self.told = 0;
    }

    /// What was not told yet.
    pub(crate) fn take(&mut self) -> BTreeSet<i64> {
        let mut all = std::mem::take(&mut *self.ended.lock().unwrap_or_else(PoisonError::into_inner));
        all.extend(&self.own[self.told..]);
        self.told = self.own.len();
        all
    }
}

impl Drop for Touched {
    fn drop(&mut self) {
        self.ended.lock().unwrap_or_else(PoisonError::into_inner).extend(&self.own);
    }
}
