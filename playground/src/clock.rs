//! Wire time: the real clock, which rules limits, the age of callback queries and how long updates are kept.
//! Story time (dates of messages) lives in the world and moves only when asked to.
use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds UTC by the real clock.
#[expect(clippy::disallowed_methods, reason = "the one place of this crate that reads wire time")]
pub fn wire_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
