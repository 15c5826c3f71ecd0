//! Meeting polls in the open: a secretary calls one, neighbours vote, it closes on time and says how it came out.

use crate::said::Said;
use crate::town::{GRID, GRID_2, STAFF, Town};
use serde_json::json;

plays!(
    a_poll_from_its_draft_to_its_result,
    a_draft_is_set_by_buttons,
    of_who_may_not_vote_nothing_counts,
    votes_change_until_the_close_and_not_after,
    what_cannot_be_called_is_said,
    a_poll_sent_twice_counts_each_voter_once,
    the_same_question_in_two_groups_is_counted_apart,
    the_result_reaches_the_secretary_when_the_group_is_gone,
    a_result_that_waits_for_the_morning_is_not_lost_with_the_group,
    a_group_that_turns_out_to_be_gone_at_the_close,
    a_poll_that_never_got_into_the_group,
);

const LIFT: &str = "/poll 要不要加装电梯 | 赞成 | 反对 | 弃权 | 至少 2 人 | until 周四晚8点";

async fn called(town: &Town, words: &str) -> Said {
    town.says("周慧兰", GRID, words).await;
    let draft = town.waits_for("周慧兰", "投票预览").await;
    town.taps("周慧兰", &draft, "发布").await;
    town.waits_until(GRID, "a poll", |said| said.with == Some("poll")).await
}

async fn a_poll_from_its_draft_to_its_result(town: &Town) {
    town.says("周慧兰", GRID, LIFT).await;
    town.waits_for(GRID, "预览发到你的私聊里了").await;
    let draft = town.waits_for("周慧兰", "投票预览").await;
    assert!(draft.text.contains("3月5日 20:00") && draft.text.contains("满 2 人"), "{}", draft.text);
    town.taps("周慧兰", &draft, "发布").await;
    town.waits_for("周慧兰", "发出去了").await;
    let poll = town.waits_until(GRID, "a poll", |said| said.with == Some("poll")).await;
    town.votes("李奶奶", &poll, &[0]).await;
    town.votes("张明", &poll, &[0]).await;
    town.votes("Emily Carter", &poll, &[1]).await;
    for _ in 0..9 {
        town.story_to("due").await; // digests and lists of three days, the reminder, the close
    }
    town.waits_for(GRID, "投票结果").await;
    town.waits_until(GRID, "a picture", |said| said.with == Some("photo")).await;
    let offer = town.waits_for("周慧兰", "通过了：赞成").await;
    town.taps("周慧兰", &offer, "转成待办").await;
    town.waits_for("周慧兰", "成了 #1，由 周慧兰 负责").await;
    town.card_says(GRID, 1, "周慧兰 接了").await;
    let again = town.forges("周慧兰", &offer, offer.button("转成待办")).await;
    assert!(again.alert && again.text.contains("已经是 #1"), "{}", again.text);
    let resident = town.forges("李奶奶", &poll, offer.button("转成待办")).await;
    assert!(resident.alert && resident.text.contains("请找社区书记"), "{}", resident.text);
    town.shows(GRID, "poll").await;
    town.says("周慧兰", GRID, "/assign 1 @lijianguo").await;
    town.card_says(GRID, 1, "李建国 接了").await;
}

async fn a_draft_is_set_by_buttons(town: &Town) {
    town.says("周慧兰", STAFF, "/poll 东门要不要换门禁").await;
    let draft = town.waits_for(STAFF, "选项还没有").await;
    town.taps("周慧兰", &draft, "要 / 不要").await;
    let draft = town.waits_for(STAFF, "A. 要").await;
    for (button, says) in [
        ("改成无记名", "无记名"),
        ("改成记名", "记名 ·"),
        ("改成多选", "可以选几项"),
        ("改成单选", "每人选一项"),
        ("改成三分之二", "三分之二通过"),
        ("换个人数要求", "30%"),
        ("七天后止", "截止 3月9日 20:00"),
    ] {
        let draft = town.waits_for(STAFF, "投票预览").await;
        town.taps("周慧兰", &draft, button).await;
        town.waits_for(STAFF, says).await;
    }
    let answer = town.taps("李建国", &draft, "发布").await;
    assert!(answer.alert && answer.text.contains("别人写的草稿"), "{}", answer.text);
    let answer = town.taps("周慧兰", &draft, "发布").await;
    assert!(answer.alert && answer.text.contains("先选发到哪个群"), "{}", answer.text);
    let draft = town.waits_for(STAFF, "投票预览").await;
    let (to, _) = draft.buttons.iter().flatten().find(|(text, _)| text.contains("第2网格")).unwrap();
    town.taps("周慧兰", &draft, to).await;
    let draft = town.waits_for(STAFF, "发到：").await;
    assert!(draft.text.contains("318 户的 30%，满 96 人"), "{}", draft.text);
    town.taps("周慧兰", &draft, "发布").await;
    town.waits_until(GRID_2, "a poll", |said| said.with == Some("poll")).await;
    let answer = town.forges("周慧兰", &draft, draft.button("发布")).await;
    assert!(answer.alert && answer.text.contains("已经发出去了"), "{}", answer.text);
    town.says("周慧兰", STAFF, "/poll 不发了").await;
    let draft = town.waits_for(STAFF, "不发了").await;
    town.taps("周慧兰", &draft, "丢掉").await;
    town.waits_for(STAFF, "没有发出去").await;
    let answer = town.forges("周慧兰", &draft, draft.button("发布")).await;
    assert!(answer.alert && answer.text.contains("已经不在了"), "{}", answer.text);
}

async fn of_who_may_not_vote_nothing_counts(town: &Town) {
    let poll = called(town, "/poll 要不要加装电梯 | 赞成 | 反对 | until 明晚8点").await;
    town.votes("李奶奶", &poll, &[1]).await;
    // The worker of the other grid was let into the group.
    let body = json!({"as": town.person("周慧兰"), "add": [town.person("陈立")]});
    town.post(&format!("play/chats/{}/members", poll.chat), body).await;
    town.votes("陈立", &poll, &[0]).await;
    town.story_to("day").await;
    town.story_to("day").await;
    let result = town.waits_for(GRID, "投票结果").await;
    assert!(
        result.text.contains("A. 赞成：0 票") && result.text.contains("B. 反对：1 票"),
        "{}",
        result.text
    );
    assert!(result.text.contains("另有 1 票不是本网格邻居投的"), "{}", result.text);
}

async fn votes_change_until_the_close_and_not_after(town: &Town) {
    let poll = called(town, "/poll 要不要加装电梯 | 赞成 | 反对 | until 明晚8点").await;
    town.votes("李奶奶", &poll, &[0]).await;
    town.votes("李奶奶", &poll, &[1]).await;
    town.votes("张明", &poll, &[1]).await;
    town.votes("张明", &poll, &[]).await;
    town.story_to("day").await;
    town.story_to("day").await;
    let result = town.waits_for(GRID, "投票结果").await;
    assert!(
        result.text.contains("A. 赞成：0 票") && result.text.contains("B. 反对：1 票"),
        "{}",
        result.text
    );
    assert!(!result.text.contains("Telegram 数出来"), "{}", result.text);
    let closed = town.messages(GRID).await.into_iter().find(|said| said.id == poll.id).unwrap();
    assert!(closed.text.contains('■'), "{}", closed.text);
}

async fn what_cannot_be_called_is_said(town: &Town) {
    let long = format!("/poll {} | 是 | 否", "长".repeat(301));
    let option = format!("/poll 议题 | {} | 否", "长".repeat(101));
    let many = format!("/poll 议题 {}", (0..13).map(|n| format!("| {n} ")).collect::<String>());
    for (who, words, answer) in [
        ("李奶奶", LIFT, "发起投票请找社区书记"),
        ("李建国", LIFT, "发起投票请找社区书记"),
        ("周慧兰", "/poll", "发一条这样的就行"),
        ("周慧兰", "/poll 议题 | 一个", "至少要有两个选项"),
        ("周慧兰", "/poll 议题 | 同意 | 同意", "写了两次"),
        ("周慧兰", "/poll 议题 | 是 | 否 | until 昨天", "已经过了"),
        ("周慧兰", "/poll 议题 | 是 | 否 | until 5月1日", "最长 30 天"),
        ("周慧兰", "/poll 议题 | 是 | 否 | until 以后", "没看懂"),
        ("周慧兰", long.as_str(), "议题太长了"),
        ("周慧兰", option.as_str(), "这个选项太长了"),
        ("周慧兰", many.as_str(), "选项太多了"),
    ] {
        town.says(who, GRID, words).await;
        town.waits_for(GRID, answer).await;
    }
    town.settles().await;
    assert!(!town.messages(GRID).await.iter().any(|said| said.with == Some("poll")));
    assert!(!town.messages("周慧兰").await.iter().any(|said| said.text.contains("投票预览")));
}

async fn a_poll_sent_twice_counts_each_voter_once(town: &Town) {
    town.says("周慧兰", GRID, "/poll 要不要加装电梯 | 赞成 | 反对 | until 明晚8点").await;
    let draft = town.waits_for("周慧兰", "投票预览").await;
    // The first send is carried out and its answer gets lost: the same poll stands in the group twice.
    town.loses_an_answer_to("sendPoll").await;
    town.taps("周慧兰", &draft, "发布").await;
    let first = town.waits_until(GRID, "a poll", |said| said.with == Some("poll")).await;
    town.votes("李奶奶", &first, &[0]).await; // before its id is known
    let second = town
        .waits_until(GRID, "the poll again", |said| said.with == Some("poll") && said.id != first.id)
        .await;
    town.votes("李奶奶", &second, &[1]).await;
    town.votes("张明", &first, &[1]).await;
    town.story_to("day").await;
    town.story_to("day").await;
    let result = town.waits_for(GRID, "投票结果").await;
    assert!(
        result.text.contains("A. 赞成：0 票") && result.text.contains("B. 反对：2 票"),
        "{}",
        result.text
    );
    assert!(!result.text.contains("Telegram 数出来"), "{}", result.text);
}

async fn the_same_question_in_two_groups_is_counted_apart(town: &Town) {
    const ASKED: &str = "要不要换门禁 | 要 | 不要 | until 明晚8点";
    town.says("周慧兰", GRID, &format!("/poll {ASKED}")).await;
    let draft = town.waits_for("周慧兰", "投票预览").await;
    town.loses_an_answer_to("sendPoll").await;
    town.taps("周慧兰", &draft, "发布").await;
    let unknown = town.waits_until(GRID, "a poll", |said| said.with == Some("poll")).await;
    town.waits_until(GRID, "the poll again", |said| said.with == Some("poll") && said.id != unknown.id).await;
    town.settles().await;

    town.says("周慧兰", GRID_2, &format!("/poll {ASKED}")).await;
    let draft = town.waits_until("周慧兰", "the other", |said| said.text.contains("第2网格")).await;
    town.taps("周慧兰", &draft, "发布").await;
    let other = town.waits_until(GRID_2, "a poll", |said| said.with == Some("poll")).await;
    town.settles().await;
    town.votes("李奶奶", &unknown, &[0]).await; // in the first group, in a poll of which nothing is known yet
    town.votes("林雅雯", &other, &[1]).await;
    town.story_to("day").await;
    town.story_to("day").await;
    let result = town.waits_for(GRID, "投票结果").await;
    assert!(result.text.contains("A. 要：1 票") && result.text.contains("B. 不要：0 票"), "{}", result.text);
    let result = town.waits_for(GRID_2, "投票结果").await;
    assert!(result.text.contains("A. 要：0 票") && result.text.contains("B. 不要：1 票"), "{}", result.text);
}

/// The secretary takes the bot out of the group.
async fn removed(town: &Town) {
    town.settles().await;
    let path = format!("play/chats/{}/bot", town.chat(GRID));
    town.post(&path, json!({"as": town.person("周慧兰"), "status": "absent"})).await;
    town.settles().await;
}

async fn the_result_reaches_the_secretary_when_the_group_is_gone(town: &Town) {
    let poll = called(town, "/poll 要不要加装电梯 | 赞成 | 反对 | until 明晚8点").await;
    town.votes("李奶奶", &poll, &[0]).await;
    removed(town).await;
    let before = town.bot_said(GRID).await.len();
    town.story_to("2026-03-03T20:10:00+08:00").await;
    let result = town.waits_for("周慧兰", "投票结果：要不要加装电梯").await;
    assert!(result.text.contains("发不了消息") && result.text.contains("赞成：1 票"), "{}", result.text);
    town.waits_for("周慧兰", "通过了：赞成").await;
    town.settles().await;
    assert_eq!(town.bot_said(GRID).await.len(), before);
}

async fn a_result_that_waits_for_the_morning_is_not_lost_with_the_group(town: &Town) {
    called(town, "/poll 要不要加装电梯 | 赞成 | 反对 | until 今晚11点").await;
    town.story_to("2026-03-02T23:10:00+08:00").await;
    town.settles().await;
    let told = |said: Vec<Said>| said.iter().any(|said| said.text.contains("投票结果"));
    assert!(!told(town.bot_said(GRID).await), "the quiet hours");
    assert!(!told(town.bot_said("周慧兰").await));
    removed(town).await;
    let result = town.waits_for("周慧兰", "投票结果：要不要加装电梯").await;
    assert!(result.text.contains("没有人投票"), "{}", result.text);
}

async fn a_group_that_turns_out_to_be_gone_at_the_close(town: &Town) {
    town.says("周慧兰", GRID, "/poll 要不要加装电梯 | 赞成 | 反对 | 秘密 | until 今天下午5点").await;
    let draft = town.waits_for("周慧兰", "投票预览").await;
    town.taps("周慧兰", &draft, "发布").await;
    town.waits_for(GRID, "无记名投票").await;
    town.story_to("2026-03-02T16:00:00+08:00").await;
    town.settles().await;
    town.post(&format!("play/chats/{}/lose", town.chat(GRID)), json!({})).await;
    town.story_to("2026-03-02T17:01:00+08:00").await;
    let result = town.waits_for("周慧兰", "投票结果：要不要加装电梯").await;
    assert!(result.text.contains("发不了消息"), "{}", result.text);
    town.settles().await;
    let results = town.bot_said("周慧兰").await.into_iter().filter(|said| said.text.contains("投票结果"));
    assert_eq!(results.count(), 1);
}

async fn a_poll_that_never_got_into_the_group(town: &Town) {
    town.says("周慧兰", GRID, "/poll 要不要加装电梯 | 赞成 | 反对 | until 明晚8点").await;
    let draft = town.waits_for("周慧兰", "投票预览").await;
    town.settles().await;
    town.post(&format!("play/chats/{}/lose", town.chat(GRID)), json!({})).await;
    town.taps("周慧兰", &draft, "发布").await;
    town.waits_for("周慧兰", "“要不要加装电梯”没能发到群里").await;
    town.story_to("2026-03-03T20:10:00+08:00").await;
    town.settles().await;
    let said = town.transcript("周慧兰").await;
    assert!(!said.contains("投票结果"), "it ended then:\n{said}");
}
