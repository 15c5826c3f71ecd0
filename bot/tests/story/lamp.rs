//! The main job, once through: a resident's words become a ticket, a worker takes and finishes it, the resident
//! confirms, and the group sees it in the evening.

use crate::town::{GRID, Town};

plays!(a_lamp_is_mended);

async fn a_lamp_is_mended(town: &Town) {
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    let card = town.card(GRID, 1).await;

    town.taps("李建国", &card, "我来").await;
    let card = town.card_says(GRID, 1, "李建国 接了").await;

    town.taps("李建国", &card, "办好了").await;
    let card = town.card_says(GRID, 1, "说办好了").await;

    town.taps("李奶奶", &card, "好了").await;
    town.card_says(GRID, 1, "反映的邻居也确认了").await;

    town.story_to("18:00").await;
    town.waits_for(GRID, "今天的网格").await;
    town.shows(GRID, "lamp").await;
}
