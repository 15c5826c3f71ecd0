//! What is noted in a group in which the bot does not speak.

use crate::world::{self, NOW};
use storage::{Chat, Db, Shadow};

each_engine!(
    what_was_noted_is_taken_once_in_the_order_it_was_said,
    a_group_that_moves_or_is_erased_keeps_no_old_note,
    how_many_cards_were_taken_back,
);

async fn what_was_noted_is_taken_once_in_the_order_it_was_said(db: Db) {
    let mut tx = db.begin().await.unwrap();
    let (group, other) = (world::chat(&mut tx, -300).await, world::chat(&mut tx, -200).await);
    tx.shadow_note(group, 12, Shadow::Question, NOW + 2).await.unwrap();
    tx.shadow_note(group, 11, Shadow::Card, NOW + 1).await.unwrap();
    tx.shadow_note(group, 11, Shadow::Emergency, NOW + 3).await.unwrap();
    tx.shadow_note(other, 11, Shadow::Wish, NOW).await.unwrap();
    let noted = [(11, Shadow::Card, NOW + 1), (12, Shadow::Question, NOW + 2)];
    assert_eq!(tx.shadow_take(group).await.unwrap(), noted, "a message that comes again is noted once");
    assert!(tx.shadow_take(group).await.unwrap().is_empty());
    assert_eq!(tx.shadow_take(other).await.unwrap(), [(11, Shadow::Wish, NOW)]);
}

async fn a_group_that_moves_or_is_erased_keeps_no_old_note(db: Db) {
    let mut tx = db.begin().await.unwrap();
    let id = world::chat(&mut tx, -300).await;
    let chat = tx.chat(id).await.unwrap().unwrap();
    assert_eq!(chat.shadow, None);
    tx.chat_save(&Chat { shadow: Some(NOW), ..chat.clone() }).await.unwrap();
    let chat = tx.chat(id).await.unwrap().unwrap();
    assert_eq!(chat.shadow, Some(NOW));
    tx.shadow_note(id, 11, Shadow::Card, NOW).await.unwrap();
    let moved = tx.chat_became(&chat, -100_300).await.unwrap();
    assert_eq!(moved.shadow, Some(NOW), "the mode goes along");
    assert!(tx.shadow_take(id).await.unwrap().is_empty(), "the message has another number there");
}

async fn how_many_cards_were_taken_back(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    street.opened(&mut tx, 1, NOW).await;
    let case = street.opened(&mut tx, 2, NOW + 1).await;
    assert_eq!(tx.cards_taken_back(street.grid, NOW, NOW + 9).await.unwrap(), (2, 0));
    assert!(tx.case_move(&case, storage::Move::Withdraw, NOW + 2).await.unwrap().is_some());
    assert_eq!(tx.cards_taken_back(street.grid, NOW, NOW + 9).await.unwrap(), (2, 1));
    assert_eq!(tx.cards_taken_back(street.grid, NOW + 1, NOW + 9).await.unwrap(), (1, 1));
    assert_eq!(tx.cards_taken_back(street.grid, NOW + 2, NOW + 9).await.unwrap(), (0, 0));
}
