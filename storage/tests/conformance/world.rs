//! What stories begin with: a small neighbourhood, people, a moment.

use storage::{APPROVAL, RESERVATION};
use storage::{
    About, Case, CaseKind, ChatState, Db, Imported, NewCase, Org, OrgFile, Place, Purpose, Taken, Tx,
};

/// 2026-11-21 10:00 in Shanghai.
pub const NOW: i64 = 1_795_226_400_000;
/// Milliseconds.
pub const HOUR: i64 = 3_600_000;

/// A street with two communities; Wutong Lane has two grids.
pub const SMALL: &str = r#"
[[area]]
code = "HX"
name = "和兴街道"
kind = "street"
duty_phone = "010-5550-0100"
deadlines.urgent = { claim = "1h", done = "12h" }

[[area]]
code = "WT"
name = "梧桐里社区"
kind = "community"
parent = "HX"
duty_phone = "010-5550-0123"
quiet = "21:30-06:30"

[[area]]
code = "WT-1"
name = "第1网格"
kind = "grid"
parent = "WT"
households = 210
buildings = ["1号楼", "2号楼", "A座"]

[[area]]
code = "WT-2"
name = "第2网格"
kind = "grid"
parent = "WT"
households = 190
buildings = 2
locale = "en"

[[area]]
code = "QS"
name = "清水桥社区"
kind = "community"
parent = "HX"
quiet = "never"

[[department]]
code = "WY"
name = "安居物业"
area = "WT"
phone = "010-5550-0200"

[[department]]
code = "GAS"
name = "燃气公司"
area = "HX"

[[staff]]
name = "张敏"
role = "secretary"
area = "WT"

[[staff]]
name = "李强"
role = "worker"
area = "WT-1"
skills = ["水电"]
"#;

/// Imports an org file in a transaction of its own.
pub async fn import(db: &Db, text: &str) -> Imported {
    let file = OrgFile::parse(text).unwrap();
    let mut tx = db.begin().await.unwrap();
    let done = tx.import_org(&file).await.unwrap();
    tx.commit().await.unwrap();
    done
}

/// The tree as it is stored.
pub async fn org(db: &Db) -> Org {
    Org::load(&mut db.read().await.unwrap()).await.unwrap()
}

/// Imports [`SMALL`] and returns its tree.
pub async fn small(db: &Db) -> Org {
    import(db, SMALL).await;
    org(db).await
}

/// A person on record, by Telegram id; their row.
pub async fn person(tx: &mut Tx, tg: i64) -> i64 {
    let about = About { tg, name: format!("住户{tg}"), username: Some(format!("user{tg}")) };
    tx.person_seen(&about, NOW).await.unwrap().id
}

/// A bot's row.
pub const BOT: i64 = 7_000_000_001;

/// The small neighbourhood at work: a bound group, somebody who reports, somebody who works.
#[derive(Debug, Clone, Copy)]
pub struct Street {
    /// WT.
    pub community: i64,
    /// WT-1.
    pub grid: i64,
    /// The row of the grid's group.
    pub chat: i64,
    /// Who reports.
    pub reporter: i64,
    /// Who works.
    pub worker: i64,
}

/// Makes it.
pub async fn street(db: &Db) -> Street {
    let org = small(db).await;
    let id = |code| org.by_code(code).unwrap().id;
    let mut tx = db.begin().await.unwrap();
    tx.bot_seen(BOT, "wutong_bot", None).await.unwrap();
    let mut chat = tx.chat_seen(BOT, -100, "supergroup", ChatState::New, NOW).await.unwrap();
    (chat.area, chat.purpose, chat.state) = (Some(id("WT-1")), Some(Purpose::Residents), ChatState::Bound);
    tx.chat_save(&chat).await.unwrap();
    let street = Street {
        community: id("WT"),
        grid: id("WT-1"),
        chat: chat.id,
        reporter: person(&mut tx, 1).await,
        worker: person(&mut tx, 2).await,
    };
    tx.commit().await.unwrap();
    street
}

impl Street {
    /// A ticket to be opened from a message of the group: an hour to claim it, a day to do it.
    pub fn ticket(&self, message: i64) -> NewCase {
        NewCase {
            kind: CaseKind::Ticket,
            community: self.community,
            area: self.grid,
            bot: BOT,
            category: "lighting".to_owned(),
            urgency: "normal".to_owned(),
            department: None,
            private: false,
            reporter: self.reporter,
            words: format!("3号楼1502的楼道灯坏了 {message}"),
            shown: format!("3号楼的楼道灯坏了 {message}"),
            place: Place { building: Some("3号楼".to_owned()), ..Place::default() },
            source: Some((self.chat, message)),
            claim_band: HOUR,
            done_band: 24 * HOUR,
        }
    }

    /// Opens a ticket from a message that has none yet.
    pub async fn opened(&self, tx: &mut Tx, message: i64, now: i64) -> Case {
        open(tx, self.ticket(message), now).await
    }

    /// Opens a wish from a message that has none yet: a day for approval, a week for who claims it.
    pub async fn wished(&self, tx: &mut Tx, message: i64, now: i64) -> Case {
        let ticket = self.ticket(message);
        let wish = NewCase {
            kind: CaseKind::Wish,
            private: true,
            category: "care".to_owned(),
            claim_band: APPROVAL,
            done_band: RESERVATION,
            ..ticket
        };
        open(tx, wish, now).await
    }
}

async fn open(tx: &mut Tx, new: NewCase, now: i64) -> Case {
    match tx.case_open(new, now).await.unwrap() {
        Taken::New(case) => *case,
        Taken::Already(case) => panic!("the message of case {} has one already", case.number),
    }
}

/// A chat on record, by Telegram id: private if that is a person's; its row.
pub async fn chat(tx: &mut Tx, tg: i64) -> i64 {
    tx.bot_seen(BOT, "wutong_bot", None).await.unwrap();
    let kind = if tg > 0 { "private" } else { "supergroup" };
    tx.chat_seen(BOT, tg, kind, ChatState::New, NOW).await.unwrap().id
}
