//! `/privacy`, `/forget`, `/help` and `/lang`.

use crate::said::Said;
use crate::town::{GRID, Town};

plays!(
    what_is_stored_is_told,
    a_resident_is_forgotten,
    a_worker_is_forgotten_and_the_work_goes_on,
    help_shows_what_one_can_use_here,
    everybody_has_their_language,
);

async fn answer(town: &Town, who: &str, chat: &str, text: &str) -> Said {
    let said = town.says(who, chat, text).await;
    town.waits_until(chat, text, |answer| answer.reply_to == Some(said.id)).await
}

async fn what_is_stored_is_told(town: &Town) {
    let told = answer(town, "李奶奶", GRID, "/privacy").await;
    assert!(told.text.contains("一句也不存") && told.text.contains("/forget"), "{}", told.text);
    let told = answer(town, "Emily Carter", "Emily Carter", "/privacy").await;
    assert!(told.text.contains("一句也不存"), "a private chat speaks Chinese until /lang: {}", told.text);
}

async fn a_resident_is_forgotten(town: &Town) {
    town.says("张明", GRID, "3号楼2单元201门口楼道灯坏了").await;
    let card = town.card(GRID, 1).await;
    assert!(card.text.contains("楼道灯坏了"), "{}", card.text);
    town.says("李奶奶", GRID, "5号楼3单元电梯坏了").await;
    let other = town.card(GRID, 2).await;
    town.taps("张明", &other, "我家也是").await;
    town.card_says(GRID, 2, "1 户也遇到了").await;

    let question = answer(town, "张明", GRID, "/forget").await;
    let not_yours = town.taps("李奶奶", &question, "忘记我").await;
    assert!(not_yours.alert, "{}", not_yours.text);
    town.taps("张明", &question, "先不").await;
    town.waits_for(GRID, "什么都没有动").await;

    let question = answer(town, "张明", GRID, "/forget").await;
    town.taps("张明", &question, "忘记我").await;
    let card = town.card_says(GRID, 1, "原话已应本人要求删除").await;
    assert!(!card.text.contains("楼道灯坏了") && card.text.contains("3号楼"), "{}", card.text);
    town.settles().await;
    let other = town.card(GRID, 2).await;
    assert!(!other.text.contains("户也遇到了"), "{}", other.text);
    town.taps("李建国", &card, "我来").await;
    town.card_says(GRID, 1, "李建国 接了").await;
    town.shows(GRID, "forget").await;
}

async fn a_worker_is_forgotten_and_the_work_goes_on(town: &Town) {
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    let card = town.card(GRID, 1).await;
    town.taps("李建国", &card, "我来").await;
    town.card_says(GRID, 1, "李建国 接了").await;

    let question = answer(town, "李建国", "李建国", "/forget").await;
    assert!(question.text.contains("手上的 1 件事退回去"), "{}", question.text);
    let done = town.taps("李建国", &question, "忘记我").await;
    assert!(done.text.contains("都忘记了"), "{}", done.text);
    let card = town.card_says(GRID, 1, "还没有人接").await;
    assert!(!card.text.contains("李建国"), "{}", card.text);
    let refused = town.taps("李建国", &card, "我来").await;
    assert!(
        refused.alert && refused.text.contains("本网格的工作人员"),
        "no worker any more: {}",
        refused.text
    );
    town.story_to("day").await;
    town.settles().await;
    town.starts("李建国", None).await;
    town.waits_for("李建国", "你好，李建国。家里或楼里有事").await;
}

async fn help_shows_what_one_can_use_here(town: &Town) {
    let resident = answer(town, "李奶奶", "李奶奶", "/help").await;
    assert!(resident.text.contains("/report") && !resident.text.contains("/claim"), "{}", resident.text);
    assert!(!resident.text.contains("/setup") && !resident.text.contains("/invite"), "{}", resident.text);
    let worker = answer(town, "李建国", "李建国", "/help").await;
    assert!(worker.text.contains("/claim") && !worker.text.contains("/invite"), "{}", worker.text);
    let secretary = answer(town, "周慧兰", GRID, "/help").await;
    assert!(secretary.text.contains("/member") && secretary.text.contains("/setup"), "{}", secretary.text);
    assert!(!secretary.text.contains("/invite"), "an invitation is asked for in private: {}", secretary.text);
}

async fn everybody_has_their_language(town: &Town) {
    let question = answer(town, "Emily Carter", "Emily Carter", "/lang").await;
    town.taps("Emily Carter", &question, "English").await;
    town.waits_for("Emily Carter", "English from now on").await;
    let help = answer(town, "Emily Carter", "Emily Carter", "/help").await;
    assert!(help.text.contains("Only the community's staff see"), "{}", help.text);
    let unknown = answer(town, "Emily Carter", "Emily Carter", "/lang klingon").await;
    assert!(unknown.text.contains("please choose one"), "{}", unknown.text);

    let question = answer(town, "张明", GRID, "/lang").await;
    let refused = town.taps("张明", &question, "繁體中文").await;
    assert!(refused.alert && refused.text.contains("群管理员"), "{}", refused.text);
    town.taps("周慧兰", &question, "繁體中文").await;
    town.waits_for(GRID, "以後用繁體中文").await;
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    town.card_says(GRID, 1, "還沒有人接").await;
}
