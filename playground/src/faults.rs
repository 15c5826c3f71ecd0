//! Faults on purpose: 429, 500, timeouts before or after the effect, slow answers and resets, by chance from a seed, or
//! 429 for one chat.
use serde::{Deserialize, Serialize};

/// What to inject; `POST /admin/faults` replaces it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// Where chance starts.
    pub seed: u64,
    /// Chance of a 429.
    pub p429: f64,
    /// Chance of a 500, half of them with a page instead of JSON.
    pub p500: f64,
    /// Chance that the connection is held and cut, nothing having happened.
    pub p_timeout_before: f64,
    /// Chance that it happens and the connection is then held and cut.
    pub p_timeout_after: f64,
    /// Chance that the answer comes late, though right.
    pub p_slow: f64,
    /// Chance that it happens and the connection is then reset.
    pub p_reset: f64,
    /// How late a slow answer is, ms; 0 means 2,000.
    pub slow_ms: u64,
    /// Methods that take part; none named means all.
    pub methods: Vec<String>,
    /// How many calls something befalls before it is over; absent means no end.
    pub times: Option<u64>,
    /// Seconds a 429 asks to wait; 0 means 1.
    pub retry_after: i64,
    /// How long a connection is held before it is cut, ms; absent means 1,000.
    pub hold_ms: Option<u64>,
    /// Whether `getUpdates` takes part.
    pub polls: bool,
    /// Chats that answer 429.
    pub chats: Vec<ChatFault>,
    #[serde(skip)]
    drawn: u64,
}

/// A chat that is flooded for a while.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChatFault {
    /// The chat.
    pub chat: i64,
    /// Seconds told; absent means what is left.
    #[serde(default)]
    pub retry_after: Option<i64>,
    /// Wire time at which it ends; below 10^11 it is counted from now.
    pub until_ms: i64,
}

/// What befalls one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// 429 with seconds.
    TooMany(i64),
    /// 500; true with a page as its body.
    Server(bool),
    /// Cut without effect.
    Before,
    /// Cut after the effect.
    After,
    /// Late by so many ms.
    Slow(u64),
    /// Reset after the effect.
    Reset,
}

impl Fate {
    /// Its name in the journal.
    pub fn name(self) -> &'static str {
        match self {
            Self::TooMany(_) => "429",
            Self::Server(_) => "500",
            Self::Before => "timeout_before",
            Self::After => "timeout_after",
            Self::Slow(_) => "slow",
            Self::Reset => "reset",
        }
    }
}

impl Faults {
    /// Makes times that were counted from now into wire times.
    pub fn settle(&mut self, now: i64) {
        for chat in &mut self.chats {
            if chat.until_ms < 100_000_000_000 {
                chat.until_ms += now;
            }
        }
    }

    /// What befalls a call of a method to this chat.
    pub fn draw(&mut self, method: &str, chat: Option<i64>, now: i64) -> Option<Fate> {
        let flooded = self.chats.iter().find(|c| Some(c.chat) == chat && c.until_ms > now);
        if let Some(fault) = flooded {
            let left = (fault.until_ms - now + 999) / 1000;
            return Some(Fate::TooMany(fault.retry_after.unwrap_or(left)));
        }
        let ladder =
            [self.p429, self.p500, self.p_timeout_before, self.p_timeout_after, self.p_slow, self.p_reset];
        let concerned = self.methods.is_empty() || self.methods.iter().any(|name| name == method);
        if !concerned || self.times == Some(0) || ladder.iter().all(|p| *p <= 0.0) {
            return None;
        }
        self.drawn += 1;
        let bits = mix(self.seed.wrapping_mul(0x9E37_79B9).wrapping_add(self.drawn));
        let mut chance = (bits >> 11) as f64 / (1u64 << 53) as f64;
        let slow = if self.slow_ms == 0 { 2000 } else { self.slow_ms };
        let fates = [
            Fate::TooMany(self.retry_after.max(1)),
            Fate::Server(bits & 1 == 0),
            Fate::Before,
            Fate::After,
            Fate::Slow(slow),
            Fate::Reset,
        ];
        for (p, fate) in ladder.into_iter().zip(fates) {
            if chance < p {
                self.times = self.times.map(|left| left - 1);
                return Some(fate);
            }
            chance -= p;
        }
        None
    }

    /// How long a doomed connection is held, ms.
    pub fn hold(&self) -> u64 {
        self.hold_ms.unwrap_or(1000)
    }
}

/// SplitMix64: spreads a counter over all 64 bits.
pub fn mix(n: u64) -> u64 {
    let mut z = n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
