//! Ids made by the program, growing: milliseconds of wire time and a counter in the low bits.
//!
//! They exist before their row does, so a sealed column can be bound to its row, and the
//! outbox can be sent in their order. A new lease holder starts above every id it finds.

use std::sync::atomic::{AtomicI64, Ordering};

static LAST: AtomicI64 = AtomicI64::new(0);

/// The next id: larger than every id made or [`raise`]d to in this process.
pub(crate) fn next() -> i64 {
    let floor = wire_ms() << 16;
    let before = LAST.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(floor.max(last + 1)));
    before.map_or(floor, |last| floor.max(last + 1))
}

/// Makes every later id larger than `seen`, which another process made.
pub(crate) fn raise(seen: i64) {
    LAST.fetch_max(seen, Ordering::SeqCst);
}

/// 1 January 2026 in milliseconds since 1970. Counted from here an id has at most 17 digits until 2074, so that two
/// of them fit into the data of a button.
const START: i64 = 1_767_225_600_000;

/// Wire time, milliseconds since [`START`]: only for ids, never for what people see.
fn wire_ms() -> i64 {
    std::time::UNIX_EPOCH.elapsed().map_or(0, |d| (d.as_millis() as i64 - START).max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_even_when_another_clock_was_ahead() {
        let ahead = next() + (1 << 40);
        raise(ahead);
        let first = next();
        assert!(first > ahead);
        assert!(next() > first);
    }
}
