//! Secret polls: in a private chat, one choice confirmed or several gone through, once and for all; nobody learns who
//! chose what.

use crate::said::Said;
use crate::town::{GRID, Town};

plays!(a_secret_poll_is_voted_in_private, several_choices_are_gone_through, whoever_may_not_vote_is_told_why,);

async fn called(town: &Town, words: &str) -> Said {
    town.says("周慧兰", GRID, words).await;
    let draft = town.waits_for("周慧兰", "投票预览").await;
    town.taps("周慧兰", &draft, "发布").await;
    town.waits_for(GRID, "无记名投票").await
}

/// The payload of the link under the card.
fn link(card: &Said) -> String {
    card.button("去投票").split_once("start=").unwrap().1.to_owned()
}

async fn a_secret_poll_is_voted_in_private(town: &Town) {
    let card = called(town, "/poll 要不要加装电梯 | 赞成 | 反对 | 秘密 | until 明晚8点").await;
    for (who, option) in [("李奶奶", "A. 赞成"), ("王芳", "B. 反对"), ("李建国", "A. 赞成")] {
        town.starts(who, Some(&link(&card))).await;
        let paper = town.waits_for(who, "请选一项").await;
        town.taps(who, &paper, option).await;
        let paper = town.waits_for(who, "请再点一次同一项").await;
        town.taps(who, &paper, option).await;
        town.waits_for(who, "的票投好了").await;
    }
    // Nothing that was said to her tells what she chose.
    let read = town.transcript("李奶奶").await;
    assert!(!read.contains("赞成") && !read.contains("反对"), "{read}");
    town.story_to("day").await;
    town.story_to("day").await;
    let result = town.waits_for(GRID, "投票结果").await;
    assert!(
        result.text.contains("A. 赞成：2 票") && result.text.contains("B. 反对：1 票"),
        "{}",
        result.text
    );
    town.shows(GRID, "secret").await;
}

async fn several_choices_are_gone_through(town: &Town) {
    let card = called(town, "/poll 先修哪里 | 东门 | 车棚 | 花园 | 秘密 | 多选 | until 明晚8点").await;
    town.starts("李奶奶", Some(&link(&card))).await;
    let paper = town.waits_for("李奶奶", "一项一项问你").await;
    town.taps("李奶奶", &paper, "开始").await;
    for (page, answer) in [("第 1 项", "选"), ("第 2 项", "不选"), ("第 3 项", "选")] {
        let paper = town.waits_for("李奶奶", page).await;
        town.taps("李奶奶", &paper, answer).await;
    }
    let paper = town.waits_for("李奶奶", "都看过了").await;
    town.taps("李奶奶", &paper, "投出去").await;
    town.waits_for("李奶奶", "的票投好了").await;
    town.story_to("day").await;
    town.story_to("day").await;
    let result = town.waits_for(GRID, "投票结果").await;
    for line in ["A. 东门：1 票", "B. 车棚：0 票", "C. 花园：1 票", "通过：A C"] {
        assert!(result.text.contains(line), "{line} in {}", result.text);
    }
}

async fn whoever_may_not_vote_is_told_why(town: &Town) {
    let card = called(town, "/poll 要不要加装电梯 | 赞成 | 反对 | 秘密 | until 明晚8点").await;
    let link = link(&card);
    town.starts("林雅雯", Some(&link)).await; // of the other grid
    town.waits_for("林雅雯", "你不在那个群里").await;
    town.starts("李奶奶", Some("vote_99")).await;
    town.waits_for("李奶奶", "没有找到这次投票").await;

    town.starts("李奶奶", Some(&link)).await;
    let paper = town.waits_for("李奶奶", "请选一项").await;
    let choose = paper.button("A. 赞成").to_owned();
    let (ballot, _) = choose.rsplit_once('.').unwrap();
    let confirm = format!("{ballot}.101");
    let answer = town.forges("李奶奶", &paper, &confirm).await;
    assert!(answer.text.contains("重新选一次"), "confirmed before anything was chosen: {}", answer.text);
    town.taps("李奶奶", &paper, "A. 赞成").await;
    town.waits_for("李奶奶", "请再点一次").await;
    let answer = town.forges("李奶奶", &paper, &confirm).await;
    assert!(answer.text.contains("两次点的不一样"), "{}", answer.text);
    // Somebody without a paper makes up a tap; the same in the group.
    town.starts("王芳", None).await;
    let greeting = town.waits_for("王芳", "王芳").await;
    let answer = town.forges("王芳", &greeting, &choose).await;
    assert!(answer.alert && answer.text.contains("去投票"), "{}", answer.text);
    let answer = town.forges("王芳", &card, &choose).await;
    assert!(answer.alert && answer.text.contains("不在这里办"), "{}", answer.text);

    let paper = town.waits_for("李奶奶", "请选一项").await;
    town.taps("李奶奶", &paper, "A. 赞成").await;
    let paper = town.waits_for("李奶奶", "请再点一次").await;
    town.taps("李奶奶", &paper, "A. 赞成").await;
    town.waits_for("李奶奶", "的票投好了").await;
    let answer = town.forges("李奶奶", &paper, &choose).await;
    assert!(answer.alert && answer.text.contains("已经投过了"), "{}", answer.text);
    town.starts("李奶奶", Some(&link)).await;
    town.waits_for("李奶奶", "已经投过了").await;
    town.story_to("day").await;
    town.story_to("day").await;
    let result = town.waits_for(GRID, "投票结果").await;
    assert!(
        result.text.contains("A. 赞成：1 票") && result.text.contains("B. 反对：0 票"),
        "{}",
        result.text
    );
    town.starts("李奶奶", Some(&link)).await;
    town.waits_for("李奶奶", "已经截止了").await;
}
