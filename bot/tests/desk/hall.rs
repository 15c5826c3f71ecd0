//! A hall where the made-up district meets: updates go in as intake hands them over, and what the outbox would
//! send comes out.

use gridbell::desk::{Desk, Me, Office, Plan, cards, plan, work};
use gridbell::example;
use gridbell::incoming::{ChatSeen, Incoming, Message, Speaker, Tap, What};
use gridbell::outgoing::{Button, Does, Post};
use std::collections::HashMap;
use storage::{Case, Chat, Key, Org, Person, Tx};

/// The residents' group of grid 1.
pub const GRID: i64 = -1_001_000_000_001;
/// The community's staff.
pub const STAFF: i64 = -1_001_000_000_003;
/// A resident who can be written to; her private chat too.
pub const LI: i64 = 101;
/// A resident who never opened the bot.
pub const ZHANG: i64 = 102;
/// A worker of grid 1.
pub const JIANGUO: i64 = 201;
/// The other worker of grid 1.
pub const WANG: i64 = 202;
/// The worker of grid 2.
pub const CHEN: i64 = 203;
/// The secretary.
pub const ZHOU: i64 = 301;

/// 2026-03-02 09:00 in China.
pub const MONDAY: i64 = 1_772_413_200_000;
/// Milliseconds.
pub const MINUTE: i64 = 60_000;
/// Milliseconds.
pub const DAY: i64 = 86_400_000;

/// Something the bot said.
#[derive(Debug, Clone)]
pub struct Out {
    /// The Telegram id of its chat.
    pub chat: i64,
    /// The message it made or changed.
    pub message: i64,
    /// The word of the outbox: `text`, `photo`, `edit`, `answer`, `card`, …
    pub kind: String,
    /// What it says.
    pub text: String,
    /// Its buttons: what they say, and their data.
    pub buttons: Vec<(String, String)>,
}

/// The hall.
pub struct Hall {
    /// The bot's office.
    pub office: Office,
    /// Story time.
    pub now: i64,
    next: i64,
    names: HashMap<i64, String>,
    _folder: tempfile::TempDir,
}

impl Hall {
    /// Opens it on a new SQLite file.
    pub async fn opens() -> Hall {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("hall.db").display());
        let db = storage::open(&url, &Key::random().unwrap()).await.unwrap();
        assert!(example::fill(&db, MONDAY).await.unwrap());
        let scene = example::scene(MONDAY, 0);
        let me = Me { id: scene.bot.id, username: scene.bot.username, sees_all: true };
        let names = scene.people.into_iter().map(|person| (person.id, person.name)).collect();
        let office = Office::open(db, me).await.unwrap();
        Hall { office, now: MONDAY, next: 1, names, _folder: folder }
    }

    /// Somebody says something; what the bot says to it.
    pub async fn says(&mut self, who: i64, chat: i64, text: &str) -> Vec<Out> {
        let message = self.message(who, chat, text);
        self.hears(What::Message(message)).await
    }

    /// Somebody taps a button, or forges its data.
    pub async fn taps(&mut self, who: i64, on: &Out, data: &str) -> Vec<Out> {
        let mut message = self.message(who, on.chat, "");
        message.id = on.message;
        message.from = None;
        let from = self.speaker(who);
        let tap =
            Tap { query: "q".to_owned(), from, message: Some(Box::new(message)), data: data.to_owned() };
        self.hears(What::Tap(tap)).await
    }

    /// An update goes its way: one savepoint of one transaction, then the outbox.
    pub async fn hears(&mut self, what: What) -> Vec<Out> {
        let incoming = Incoming { update: self.next, what };
        if let Plan::Work(todo) = plan(&self.office, incoming, self.now) {
            let mut tx = self.office.db.begin().await.unwrap();
            tx.savepoint().await.unwrap();
            work(&mut Desk::new(&mut tx, &self.office, self.now, 0), *todo).await.unwrap();
            tx.keep_savepoint().await.unwrap();
            tx.commit().await.unwrap();
        }
        self.sends().await
    }

    /// Works at the desk itself, as routines do.
    pub async fn works<T>(&mut self, what: impl AsyncFnOnce(&mut Desk<'_>) -> T) -> T {
        let mut tx = self.office.db.begin().await.unwrap();
        let done = what(&mut Desk::new(&mut tx, &self.office, self.now, 0)).await;
        tx.commit().await.unwrap();
        done
    }

    /// Everything queued goes out, as if Telegram took it at once.
    pub async fn sends(&mut self) -> Vec<Out> {
        let mut said = Vec::new();
        let mut tx = self.office.db.begin().await.unwrap();
        for row in tx.outbox_after(self.office.me.id, 0, 1000).await.unwrap() {
            let chat = tx.chat(row.chat).await.unwrap().unwrap();
            self.next += 1;
            let mut out = Out {
                chat: chat.tg,
                message: self.next,
                kind: row.kind.clone(),
                text: String::new(),
                buttons: Vec::new(),
            };
            if row.kind == "card" {
                self.card(&mut tx, row.case.unwrap(), &chat, row.id, &mut out).await;
            } else {
                let payload = tx.outbox_payload(row.id).await.unwrap().unwrap();
                read(&serde_json::from_str(&payload).unwrap(), &mut out);
                tx.outbox_sent(row.id, Some(out.message)).await.unwrap();
            }
            said.push(out);
        }
        tx.commit().await.unwrap();
        said
    }

    async fn card(&self, tx: &mut Tx, case: i64, chat: &Chat, row: i64, out: &mut Out) {
        let mut card = tx.card(case, chat.id).await.unwrap().unwrap();
        let shown = cards::render(tx, &self.office, case, chat.id, self.now).await.unwrap().unwrap();
        out.message = card.message.unwrap_or(out.message);
        (card.message, card.shown) = (Some(out.message), shown.version);
        assert!(tx.card_shown(row, &card).await.unwrap());
        (out.text, out.buttons) = (shown.said.html, flat(shown.said.keyboard));
    }

    /// The record of somebody who said something.
    pub async fn person(&mut self, tg: i64) -> Person {
        let speaker = self.speaker(tg);
        self.works(async |desk| desk.person(&speaker).await.unwrap()).await
    }

    /// The case with this number in the community of the example.
    pub async fn case(&mut self, number: i64) -> Case {
        let community = self.org().by_code("WT").unwrap().id;
        let mut tx = self.office.db.read().await.unwrap();
        tx.case_numbered(storage::CaseRef { community, number }).await.unwrap().unwrap()
    }

    /// The tree.
    pub fn org(&self) -> std::sync::Arc<Org> {
        self.office.org()
    }

    /// Opens a case as reporting would, with a card in `chat`, and sends the card.
    pub async fn opened(&mut self, who: i64, code: &str, private: bool, chat: Option<i64>) -> Case {
        let reporter = self.person(who).await.id;
        let area = self.org().by_code(code).unwrap().id;
        let (community, bot) = (self.org().community_of(area).unwrap(), self.office.me.id);
        let now = self.now;
        let new = storage::NewCase {
            kind: storage::CaseKind::Ticket,
            community,
            area,
            bot,
            category: "lighting".to_owned(),
            urgency: "normal".to_owned(),
            department: None,
            private,
            reporter,
            words: "灯坏了，我住301".to_owned(),
            shown: "灯坏了".to_owned(),
            place: storage::Place { building: Some("3号楼".to_owned()), ..storage::Place::default() },
            source: None,
            claim_band: DAY,
            done_band: 7 * DAY,
        };
        let case = self
            .works(async |desk| {
                let storage::Taken::New(case) = desk.tx.case_open(new, now).await.unwrap() else {
                    panic!("known")
                };
                let entry =
                    storage::NewEntry { person: Some(reporter), what: "report", ..Default::default() };
                desk.tx.entry_add(case.id, case.area, entry, now).await.unwrap();
                if let Some(chat) = chat {
                    let chat = desk.tx.chat_known(bot, chat).await.unwrap().unwrap();
                    desk.tx.outbox_card(bot, case.id, chat.id, storage::Lane::Normal, 0, 0).await.unwrap();
                }
                *case
            })
            .await;
        self.sends().await;
        case
    }

    fn speaker(&self, who: i64) -> Speaker {
        let username = match who {
            JIANGUO => Some("lijianguo"),
            WANG => Some("wangfang"),
            CHEN => Some("chenli"),
            ZHOU => Some("zhouhuilan"),
            _ => None,
        };
        let name = self.names[&who].clone();
        let username = username.map(str::to_owned);
        Speaker { tg: who, name, username, is_bot: false, language: None }
    }

    /// A message that somebody writes.
    pub fn message(&mut self, who: i64, chat: i64, text: &str) -> Message {
        self.next += 1;
        let kind = if chat > 0 { "private" } else { "supergroup" };
        Message {
            chat: ChatSeen { tg: chat, kind: kind.to_owned() },
            id: self.next,
            from: Some(self.speaker(who)),
            as_chat: None,
            text: text.to_owned(),
            photo: None,
            voice: None,
            file: None,
            sticker: false,
            album: None,
            reply_to: None,
            forwarded: false,
            migrate_to: None,
            date: self.now,
        }
    }
}

fn read(post: &Post, out: &mut Out) {
    match post {
        Post::Text { said, .. } => (out.text, out.buttons) = (said.html.clone(), flat(said.keyboard.clone())),
        Post::Edit { message, said } => {
            (out.text, out.buttons) = (said.html.clone(), flat(said.keyboard.clone()));
            out.message = *message;
        }
        Post::Photo { caption, .. } | Post::Voice { caption, .. } => out.text.clone_from(caption),
        Post::Delete { or_says, .. } => out.text.clone_from(or_says),
        Post::Answer { text, .. } => out.text.clone_from(text),
        _ => {}
    }
}

fn flat(keyboard: Vec<Vec<Button>>) -> Vec<(String, String)> {
    let data = |button: Button| match button.does {
        Does::Tap(data) | Does::Link(data) => (button.text, data),
    };
    keyboard.into_iter().flatten().map(data).collect()
}
