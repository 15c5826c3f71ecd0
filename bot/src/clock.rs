//! Story time: real time and an offset that only grows. The playground moves it; everything else of the
//! program is told it as `now`.

use std::sync::atomic::{AtomicI64, Ordering};

/// The story's clock.
#[derive(Debug, Default)]
pub struct Clock {
    offset: AtomicI64,
}

impl Clock {
    /// A clock that shows `start` (ms UTC) now, or real time.
    pub fn new(start: Option<i64>, wire: i64) -> Clock {
        Clock { offset: AtomicI64::new(start.map_or(0, |start| start - wire)) }
    }

    /// Story time at wire time `wire`, both ms UTC.
    pub fn at(&self, wire: i64) -> i64 {
        wire + self.offset.load(Ordering::SeqCst)
    }

    /// Story time now.
    pub fn now(&self) -> i64 {
        self.at(crate::telegram::wire::now_ms())
    }

    /// Moves the clock forward to `to`; it never goes back. How far it is ahead of wire time then, ms.
    pub fn move_to(&self, to: i64, wire: i64) -> i64 {
        self.offset.fetch_max(to - wire, Ordering::SeqCst).max(to - wire)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_forward_only() {
        let clock = Clock::new(Some(5_000), 1_000);
        assert_eq!(clock.at(1_000), 5_000);
        assert_eq!(clock.move_to(9_000, 1_000), 8_000);
        assert_eq!(clock.move_to(2_000, 1_000), 8_000);
        assert_eq!(clock.at(1_500), 9_500);
    }
}
