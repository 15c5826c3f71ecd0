//! Transactions, savepoints, facts about the database, and the ways of not opening it.

use storage::{Db, Engine, Key, OpenError};

each_engine!(
    what_is_not_committed_is_not_there,
    one_update_of_a_batch_is_undone_alone,
    a_reader_waits_for_no_writer,
    it_closes
);

async fn what_is_not_committed_is_not_there(db: Db) {
    let mut tx = db.begin().await.unwrap();
    tx.set_meta("a", "1").await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    tx.set_meta("a", "2").await.unwrap();
    tx.rollback().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    tx.set_meta("a", "3").await.unwrap();
    drop(tx);
    assert_eq!(db.read().await.unwrap().meta("a").await.unwrap().as_deref(), Some("1"));
}

async fn one_update_of_a_batch_is_undone_alone(db: Db) {
    let mut tx = db.begin().await.unwrap();
    tx.savepoint().await.unwrap();
    tx.set_meta("kept", "1").await.unwrap();
    tx.keep_savepoint().await.unwrap();
    tx.savepoint().await.unwrap();
    tx.set_meta("undone", "1").await.unwrap();
    tx.undo_savepoint().await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.read().await.unwrap();
    assert_eq!(tx.meta("kept").await.unwrap().as_deref(), Some("1"));
    assert_eq!(tx.meta("undone").await.unwrap(), None);
}

async fn a_reader_waits_for_no_writer(db: Db) {
    let mut writer = db.begin().await.unwrap();
    writer.set_meta("a", "1").await.unwrap();
    assert_eq!(db.read().await.unwrap().meta("a").await.unwrap(), None);
    writer.commit().await.unwrap();
    assert_eq!(db.read().await.unwrap().meta("a").await.unwrap().as_deref(), Some("1"));
}

async fn it_closes(db: Db) {
    assert!(matches!(db.engine(), Engine::Sqlite | Engine::Postgres));
    let again = db.clone();
    db.close().await;
    assert!(again.begin().await.is_err());
}

#[tokio::test]
async fn a_second_process_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("gridbell.db").display());
    let key = Key::random().unwrap();
    let db = storage::open(&url, &key).await.unwrap();
    assert!(matches!(storage::open(&url, &key).await, Err(OpenError::InUse(_))));
    let clone = db.clone();
    db.close().await;
    storage::open(&url, &key).await.unwrap().close().await;
    assert!(clone.begin().await.is_err(), "it was closed for its clones too");
    assert!(matches!(storage::open("mysql://x/y", &key).await, Err(OpenError::Address)));
}

#[tokio::test]
async fn a_database_file_tells_which_key_sealed_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gridbell.db");
    let url = format!("sqlite:{}", file.display());
    assert_eq!(storage::sealed_with(&url).await.unwrap(), None);
    assert!(!file.exists(), "looking makes nothing");
    sealed_by_its_first_key(url).await;
    assert!(matches!(storage::sealed_with("mysql://x/y").await, Err(OpenError::Address)));
}

#[tokio::test]
async fn a_postgres_database_tells_which_key_sealed_it() {
    crate::engines::at_postgres(sealed_by_its_first_key).await;
}

async fn sealed_by_its_first_key(url: String) {
    assert_eq!(storage::sealed_with(&url).await.unwrap(), None);
    let key = Key::random().unwrap();
    let db = storage::open(&url, &key).await.unwrap();
    assert_eq!(storage::sealed_with(&url).await.unwrap(), Some(key.id()), "also while it is in use");
    db.close().await;
    let wrong = storage::open(&url, &Key::random().unwrap()).await;
    assert!(matches!(wrong, Err(OpenError::WrongKey { expected, .. }) if expected == key.id()));
    assert!(storage::open(&url, &key).await.is_ok(), "the refusal changed nothing");
}
