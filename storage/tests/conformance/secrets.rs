//! What is stored tells nothing without the key: planted words, names and ids are looked for in the raw bytes.

use crate::world::{self, BOT, NOW};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, Row};
use std::path::Path;
use std::str::FromStr;
use storage::{About, ChatState, Db, Draft, InviteFor, Key, Lane, NewEntry, Place, Role, Taken};

/// Ids of a person and of a chat, too large to be anything else.
const TG: i64 = 7_345_678_912;
const GROUP: i64 = -1_002_345_678_912;

/// Everything personal that [`tell`] gives to storage.
const PLANTED: [&str; 14] = [
    "阳台漏水泡坏了地板",
    "(阳台漏水)",
    "桂兰阿姨",
    "guilan_of_wutong",
    "30277",
    "我昨晚去看过了",
    "AgACAgUAAxk-planted-photo",
    "明早八点来修",
    "/done 12 planted",
    "7345678912",
    "1002345678912",
    "张敏",
    "李强",
    "燕子窝下面",
];

/// Gives storage something personal through every function that takes it; the one-time code, the person and the case.
async fn tell(db: &Db) -> (String, i64, i64) {
    let street = world::street(db).await;
    let mut tx = db.begin().await.unwrap();
    let about =
        About { tg: TG, name: "桂兰阿姨".to_owned(), username: Some("guilan_of_wutong".to_owned()) };
    let person = tx.person_seen(&about, NOW).await.unwrap().id;
    tx.chat_seen(BOT, GROUP, "supergroup", ChatState::New, NOW).await.unwrap();
    tx.chat_seen(BOT, TG, "private", ChatState::New, NOW).await.unwrap();
    let mut new = street.ticket(1);
    new.reporter = person;
    new.words = "阳台漏水泡坏了地板".to_owned();
    new.shown = "(阳台漏水)".to_owned();
    new.place = Place { room: Some("30277".to_owned()), ..Place::default() };
    let Taken::New(mut case) = tx.case_open(new, NOW).await.unwrap() else { panic!("it is new") };
    case.place.spot = Some("燕子窝下面".to_owned());
    tx.case_rewrite(&case).await.unwrap();
    let entry = NewEntry {
        person: Some(person),
        what: "progress",
        words: Some("我昨晚去看过了"),
        photo: Some("AgACAgUAAxk-planted-photo"),
        ..NewEntry::default()
    };
    tx.entry_add(case.id, street.grid, entry, NOW).await.unwrap();
    let draft = Draft {
        chat: street.chat,
        lane: Lane::Normal,
        kind: "text",
        payload: "明早八点来修".to_owned(),
        case: None,
        due: 0,
    };
    tx.outbox_queue(BOT, draft, NOW).await.unwrap();
    tx.dead_letter_add(BOT, 1, None, "a column was null", Some("/done 12 planted"), NOW).await.unwrap();
    let code = tx
        .invitation_make(street.grid, Role::Worker, None, InviteFor::Member, Some(person), NOW, NOW + 1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    (code, person, case.id)
}

fn has(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

/// The database file and its write-ahead log.
fn raw(folder: &Path) -> Vec<u8> {
    ["gridbell.db", "gridbell.db-wal"]
        .iter()
        .flat_map(|name| std::fs::read(folder.join(name)).unwrap_or_default())
        .collect()
}

#[tokio::test]
async fn a_sqlite_file_and_its_log_hold_nothing_personal() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("gridbell.db").display());
    let db = storage::open(&url, &Key::random().unwrap()).await.unwrap();
    let (code, ..) = tell(&db).await;
    let bytes = raw(folder.path());
    assert!(has(&bytes, "梧桐里社区".as_bytes()), "what is public is found, so the search works");
    for text in PLANTED.into_iter().chain([code.as_str()]) {
        assert!(!has(&bytes, text.as_bytes()), "{text} is readable in the file");
    }
    for id in [TG, GROUP] {
        // As SQLite keeps whole numbers: big-endian, six or eight bytes.
        assert!(!has(&bytes, &id.to_be_bytes()[2..]), "the id {id} is in the file");
    }
}

#[tokio::test]
async fn a_postgres_database_holds_nothing_personal() {
    crate::engines::at_postgres(|url| async move {
        let db = storage::open(&url, &Key::random().unwrap()).await.unwrap();
        let (code, ..) = tell(&db).await;
        let mut connection = PgConnection::connect(&url).await.unwrap();
        let tables = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
        let mut all = String::new();
        for table in sqlx::query(tables).fetch_all(&mut connection).await.unwrap() {
            let sql = format!("SELECT t::text FROM {} t", table.get::<String, _>(0));
            for row in sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap() {
                all += &row.get::<String, _>(0);
            }
        }
        assert!(all.contains("梧桐里社区"), "what is public is found, so the search works");
        for text in PLANTED.into_iter().chain([code.as_str()]) {
            assert!(!all.contains(text), "{text} is readable in a table");
        }
    })
    .await;
}

/// The sealed values of a person's line in the log, and its commitment.
const LINE: &str = "SELECT words, photo, salt, commitment FROM entry WHERE person_id = $1";

async fn line(connection: &mut SqliteConnection, person: i64) -> [Option<String>; 4] {
    let row = sqlx::query(LINE).bind(person).fetch_one(connection).await.unwrap();
    [0, 1, 2, 3].map(|column| row.get(column))
}

#[tokio::test]
async fn forgetting_leaves_facts_and_a_commitment_and_no_sealed_rest() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("gridbell.db").display());
    let db = storage::open(&url, &Key::random().unwrap()).await.unwrap();
    let (_, person, case) = tell(&db).await;
    let mut connection = SqliteConnectOptions::from_str(&url).unwrap().connect().await.unwrap();
    let before = line(&mut connection, person).await;
    let words: String =
        sqlx::query("SELECT words FROM cases").fetch_one(&mut connection).await.unwrap().get(0);
    let gone = [&before[..3], &[Some(words)]].concat().into_iter().map(Option::unwrap);
    let gone: Vec<String> = gone.collect();
    assert!(gone.iter().all(|sealed| has(&raw(folder.path()), sealed.as_bytes())));

    let mut tx = db.begin().await.unwrap();
    let case = tx.case(case).await.unwrap().unwrap();
    tx.case_forget(&case).await.unwrap();
    tx.entries_forget(person).await.unwrap();
    tx.person_forget(person).await.unwrap();
    tx.commit().await.unwrap();
    let after = line(&mut connection, person).await;
    assert_eq!(after, [None, None, None, before[3].clone()], "only the commitment stays");

    connection.close().await.unwrap();
    db.close().await;
    let bytes = raw(folder.path());
    for sealed in gone {
        assert!(!has(&bytes, sealed.as_bytes()), "a sealed value is left in freed space");
    }
}
