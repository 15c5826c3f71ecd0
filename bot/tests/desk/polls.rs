//! Polls at the desk.

use crate::hall::{DAY, GRID, Hall, ZHOU};
use gridbell::desk::ballots;

#[tokio::test]
async fn nobody_is_asked_to_vote_in_what_is_over() {
    let mut hall = Hall::opens().await;
    let said = hall.says(ZHOU, GRID, "/poll 要不要加装电梯 | 赞成 | 反对 | until 明晚8点").await;
    let go = |(_, data): &&(String, String)| data.starts_with("pgo.");
    let draft = said.iter().find(|out| out.buttons.iter().any(|button| go(&button))).unwrap();
    let (_, publish) = draft.buttons.iter().find(go).unwrap();
    hall.taps(ZHOU, draft, publish).await;
    let ballot: i64 = publish.split('.').nth(1).unwrap().parse().unwrap();
    let reminder = hall.works(async |desk| ballots::reminder(desk, ballot).await.unwrap()).await;
    assert!(reminder.is_some());
    hall.now += 2 * DAY; // it waited that long, and the close is still to be done
    let reminder = hall.works(async |desk| ballots::reminder(desk, ballot).await.unwrap()).await;
    assert_eq!(reminder, None);
}
