//! Taking a case and giving it back, in every form; and of two at once, one.

use crate::town::{GRID, GRID_2, Town};

plays!(
    a_case_is_taken_in_every_form,
    of_two_taps_at_once_one_has_it,
    whoever_may_not_is_told_why,
    a_button_from_elsewhere_does_nothing,
);

async fn a_case_is_taken_in_every_form(town: &Town) {
    for words in ["3号楼2单元楼道灯坏了", "5号楼门口下水道堵了", "1号楼电梯停在2楼不动了"]
    {
        town.says("李奶奶", GRID, words).await;
    }
    let third = town.card(GRID, 3).await;
    town.says("李建国", GRID, "抢单 1").await;
    town.card_says(GRID, 1, "李建国 接了").await;
    town.waits_for(GRID, "#1 归你了").await;
    town.says("王芳", GRID, "/claim #2").await;
    town.card_says(GRID, 2, "王芳 接了").await;
    town.waits_for(GRID, "#2 归你了").await;
    town.replies("李建国", &third, "我来").await;
    town.waits_for(GRID, "#3 归你了").await;
    let third = town.card_says(GRID, 3, "李建国 接了").await;

    town.taps("李建国", &third, "退回").await;
    town.card_says(GRID, 3, "还没有人接").await;
    town.says("孙秀英", GRID, "我来 3").await; // the chief of building 3 has no say in building 1
    town.waits_for(GRID, "接单的是本网格的工作人员和志愿者").await;
    town.says("周慧兰", GRID, "退单 2 先等物业").await;
    town.card_says(GRID, 2, "还没有人接").await;
    town.waits_for("王芳", "书记把 #2").await;
    town.waits_for(GRID, "#2 放回去了").await;
    town.says("孙秀英", GRID, "我来 1").await;
    town.waits_for(GRID, "#1 李建国 已经接了").await;
    town.shows(GRID, "claim").await;
}

async fn of_two_taps_at_once_one_has_it(town: &Town) {
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    let card = town.card(GRID, 1).await;
    let (li, wang) = tokio::join!(town.taps("李建国", &card, "我来"), town.taps("王芳", &card, "我来"));
    let (winner, loser) = if li.alert { (&wang, &li) } else { (&li, &wang) };
    let name = if li.alert { "王芳" } else { "李建国" };
    assert_eq!(winner.text, "#1 归你了，辛苦。");
    assert_eq!((loser.text.as_str(), loser.alert), (format!("#1 {name} 已经接了。").as_str(), true));
    town.card_says(GRID, 1, &format!("{name} 接了")).await;
}

async fn whoever_may_not_is_told_why(town: &Town) {
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    town.card(GRID, 1).await;
    let refusals = [
        ("张明", "/claim 1", "接单的是本网格的工作人员和志愿者"),
        ("李建国", "/claim 99", "没有找到 #99"),
        ("李建国", "/claim XX-1", "没有代号 XX 的社区"),
        ("李建国", "/claim", "请写上编号，例如 /claim 12"),
        ("李建国", "/done 1", "#1 现在没有人接，先接下来再说"),
        ("李建国", "/release 1", "#1 现在本来就没有人接"),
        ("王芳", "/assign 1", "派单请找社区书记"),
        ("张明", "确认 1", "这一步由反映的邻居自己来点"),
        ("李奶奶", "没修好 1", "#1 还在等人来接"),
    ];
    for (who, words, answer) in refusals {
        town.says(who, GRID, words).await;
        town.waits_for(GRID, answer).await;
    }
    town.says("陈立", "陈立", "/claim 1").await; // he works in the other grid
    town.waits_for("陈立", "接单的是本网格的工作人员和志愿者").await;
    town.says("李建国", GRID, "/claim 1").await;
    town.waits_for(GRID, "#1 归你了").await;
    let long = format!("/done 1 {}", "很".repeat(1500));
    let refusals = [
        ("李建国", "/claim 1", "#1 已经在你手上了"),
        ("王芳", "/done 1", "#1 在 李建国 手上，这一步由 李建国 来做"),
        ("李奶奶", "确认 1", "#1 李建国 正在办"),
        ("李奶奶", "满意 1", "#1 还没办完"),
        ("李建国", long.as_str(), "写得太长了，最多留 1000 个字"),
        ("李建国", "/progress 1", "请在后面写一句进展"),
    ];
    for (who, words, answer) in refusals {
        town.says(who, GRID, words).await;
        town.waits_for(GRID, answer).await;
    }
    town.card_says(GRID, 1, "李建国 接了").await;
    town.says("李建国", GRID, "/done 1").await;
    town.card_says(GRID, 1, "说办好了").await;
    town.says("李奶奶", GRID, "确认 1").await;
    town.card_says(GRID, 1, "也确认了").await;
    for (who, words, answer) in [
        ("王芳", "/claim 1", "#1 已经办结了"),
        ("李建国", "/done 1", "#1 已经办结了"),
        ("张明", "没修好 1", "这一步由反映的邻居自己来点"),
        ("张明", "满意 1", "这一步由反映的邻居自己来点"),
    ] {
        town.says(who, GRID, words).await;
        town.waits_for(GRID, answer).await;
    }
}

async fn a_button_from_elsewhere_does_nothing(town: &Town) {
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    town.says("何伟", GRID_2, "8号楼门口路灯不亮了").await;
    let (here, there) = (town.card(GRID, 1).await, town.card(GRID_2, 2).await);
    let claim = here.button("我来").to_owned();
    for (who, chat, data, answer) in [
        ("何伟", &there, claim.as_str(), "这件事不在这里办"),
        ("张明", &here, claim.as_str(), "接单的是本网格的工作人员和志愿者"),
        ("李建国", &here, "clm.1.1", "这个按钮旧了"),
        ("李建国", &here, "zzz.1.1", "这个按钮旧了"),
        ("李建国", &here, "clm", "这个按钮旧了"),
        ("李建国", &here, claim.replace("clm", "und").as_str(), "后来又有变化"),
        ("李建国", &here, claim.replace("clm", "asg").as_str(), "派单请找社区书记"),
    ] {
        let answer_given = town.forges(who, chat, data).await;
        assert!(answer_given.text.contains(answer) && answer_given.alert, "{data}: {}", answer_given.text);
    }
    town.taps("李建国", &here, "我来").await;
    let card = town.card_says(GRID, 1, "李建国 接了").await;
    let old = town.forges("李建国", &here, &claim).await; // the old card on a phone that slept
    assert_eq!((old.text.as_str(), old.alert), ("#1 已经在你手上了。", true));
    let answer = town.taps("张明", &card, "办好了").await;
    assert!(answer.alert && answer.text.contains("这一步由 李建国 来做"), "{}", answer.text);
}
