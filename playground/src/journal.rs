//! The journal: every call the bot made (an idle poll excepted), what came of it and whether the answer got out.
//! All counts of the fault tests come from here, never from the bot.
use serde_json::{Value, json};
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicI64, Ordering},
};

/// What is known about the way of one answer; written by the connection.
#[derive(Debug, Default)]
pub struct Delivery {
    delivered: AtomicBool,
    at: AtomicI64,
    closed_after: AtomicI64,
}

impl Delivery {
    /// The whole answer was handed to the socket.
    pub fn done(&self, now: i64) {
        self.at.store(now, Ordering::Relaxed);
        self.closed_after.store(-1, Ordering::Relaxed);
        self.delivered.store(true, Ordering::Release);
    }

    /// The connection ended and this was its last answer.
    pub fn closed(&self, now: i64) {
        if self.delivered.load(Ordering::Acquire) {
            self.closed_after.store(now - self.at.load(Ordering::Relaxed), Ordering::Relaxed);
        }
    }
}

/// One call.
pub struct Row {
    /// Wire time, ms.
    pub at: i64,
    /// Method as documented.
    pub method: String,
    /// Its chat, if it has one.
    pub chat: Option<i64>,
    /// Its parameters.
    pub params: Value,
    /// HTTP status, 0 if the connection was cut without an answer.
    pub status: u16,
    /// The error's description.
    pub error: Option<String>,
    /// The fault injected.
    pub fault: Option<&'static str>,
    /// Whether what was asked for happened.
    pub effect: bool,
    /// The message made or changed (the first of an album).
    pub message_id: Option<i64>,
    /// The answer's way.
    pub delivery: Arc<Delivery>,
}

/// All rows; a row's number is its place, from 1.
#[derive(Default)]
pub struct Journal {
    rows: Vec<Row>,
}

impl Journal {
    /// Adds a row.
    pub fn add(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// The rows after `after`, at most 5,000 at a time.
    pub fn after(&self, after: usize) -> Vec<Value> {
        let rest = self.rows.iter().enumerate().skip(after).take(5000);
        rest.map(|(place, row)| row.view(place + 1)).collect()
    }
}

impl Row {
    fn view(&self, seq: usize) -> Value {
        let closed = self.delivery.closed_after.load(Ordering::Relaxed);
        let delivered = self.delivery.delivered.load(Ordering::Acquire);
        let mut view = json!({
            "seq": seq, "at": self.at, "method": self.method, "chat": self.chat, "params": self.params,
            "status": self.status, "ok": self.status == 200, "effect": self.effect, "delivered": delivered,
        });
        let mut set = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                view[key] = value;
            }
        };
        set("error", self.error.as_deref().map(Value::from));
        set("fault", self.fault.map(Value::from));
        set("message_id", self.message_id.map(Value::from));
        set("closed_after_ms", (delivered && closed >= 0).then(|| Value::from(closed)));
        view
    }
}
