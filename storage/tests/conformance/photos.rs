//! Photos waiting for words, and albums whose later items find their case.

use crate::world::{self, NOW};
use storage::{Db, PHOTO_WAIT, WaitingPhoto};

each_engine!(
    a_photo_waits_for_its_authors_words_and_nobody_elses,
    a_photo_waits_ten_minutes,
    only_so_many_photos_of_one_author_wait,
    an_albums_later_items_find_its_case,
);

fn photo(message: i64) -> WaitingPhoto {
    WaitingPhoto { message, album: Some("A1".to_owned()), file: format!("file-{message}") }
}

async fn a_photo_waits_for_its_authors_words_and_nobody_elses(db: Db) {
    let mut tx = db.begin().await.unwrap();
    let (group, other) = (world::chat(&mut tx, -300).await, world::chat(&mut tx, -200).await);
    assert_eq!(tx.photo_wait(group, 1, &photo(10), NOW).await.unwrap(), 1);
    assert_eq!(tx.photo_wait(group, 1, &photo(11), NOW).await.unwrap(), 2);
    assert!(tx.photos_adopt(group, 2, NOW).await.unwrap().is_empty(), "another author");
    assert!(tx.photos_adopt(other, 1, NOW).await.unwrap().is_empty(), "another chat");
    assert_eq!(tx.photos_adopt(group, 1, NOW).await.unwrap(), [photo(10), photo(11)]);
    assert!(tx.photos_adopt(group, 1, NOW).await.unwrap().is_empty(), "taken once");
}

async fn a_photo_waits_ten_minutes(db: Db) {
    let mut tx = db.begin().await.unwrap();
    let group = world::chat(&mut tx, -300).await;
    tx.photo_wait(group, 1, &photo(10), NOW).await.unwrap();
    assert!(tx.photos_adopt(group, 1, NOW + PHOTO_WAIT).await.unwrap().is_empty());
    assert_eq!(tx.photos_expire(NOW + PHOTO_WAIT - 1).await.unwrap(), 0);
    assert_eq!(tx.photos_expire(NOW + PHOTO_WAIT).await.unwrap(), 1);
    tx.photo_wait(group, 1, &photo(11), NOW).await.unwrap();
    tx.photo_wait(group, 2, &photo(12), NOW).await.unwrap();
    assert_eq!(tx.photos_forget(1).await.unwrap(), 1);
    assert_eq!(tx.photos_adopt(group, 2, NOW).await.unwrap(), [photo(12)]);
}

async fn only_so_many_photos_of_one_author_wait(db: Db) {
    let mut tx = db.begin().await.unwrap();
    let group = world::chat(&mut tx, -300).await;
    for message in 0..20 {
        assert_eq!(tx.photo_wait(group, 1, &photo(message), NOW).await.unwrap(), message + 1);
    }
    assert_eq!(tx.photo_wait(group, 1, &photo(20), NOW).await.unwrap(), 0);
    assert_eq!(tx.photo_wait(group, 2, &photo(21), NOW).await.unwrap(), 1);
}

async fn an_albums_later_items_find_its_case(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let group = world::chat(&mut tx, -300).await;
    let first = street.opened(&mut tx, 1, NOW).await;
    let second = street.opened(&mut tx, 2, NOW).await;
    tx.album_keep(group, "A1", first.id, NOW).await.unwrap();
    tx.album_keep(group, "A1", second.id, NOW).await.unwrap();
    assert_eq!(tx.album_case(group, "A1", NOW).await.unwrap(), Some(first.id), "the first stays");
    assert_eq!(tx.album_case(group, "A2", NOW).await.unwrap(), None);
    assert_eq!(tx.album_case(group, "A1", NOW + PHOTO_WAIT).await.unwrap(), None);
    tx.photos_expire(NOW + PHOTO_WAIT).await.unwrap();
    assert_eq!(tx.album_case(group, "A1", NOW).await.unwrap(), None);
}
