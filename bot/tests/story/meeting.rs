//! Meetings: a secretary calls one, neighbours say whether they come, are reminded, and read what was decided.

use crate::said::Said;
use crate::town::{GRID, GRID_2, STAFF, Town};

plays!(
    a_meeting_from_its_draft_to_its_minutes,
    a_meeting_for_all_groups_is_called_off,
    a_meeting_that_has_begun_may_still_be_called_off,
    what_cannot_be_called_is_said,
    who_may_do_what,
    words_are_a_command_only_when_they_fit,
    a_meeting_called_late_is_reminded_of_once,
    a_reminder_that_waits_for_the_morning_goes_with_its_meeting,
    of_a_notice_that_came_twice_either_works,
    the_polls_of_a_meeting_are_named_in_it,
    how_many_came_is_told_when_their_names_are_gone,
    the_evening_names_it_and_whoever_is_forgotten_does_not_come,
);

const LIFT: &str = "/meet 周五晚7点半 居民活动室 | 要不要加装电梯";

async fn called(town: &Town, words: &str) -> Said {
    town.says("周慧兰", GRID, words).await;
    let draft = town.waits_for("周慧兰", "会议预览").await;
    town.taps("周慧兰", &draft, "发布").await;
    town.waits_for(GRID, "请大家来开会").await
}

async fn a_meeting_from_its_draft_to_its_minutes(town: &Town) {
    town.says("周慧兰", GRID, LIFT).await;
    town.waits_for(GRID, "预览发到你的私聊里了").await;
    let draft = town.waits_for("周慧兰", "会议预览").await;
    assert!(draft.text.contains("3月6日（周五）19:30"), "{}", draft.text);
    town.taps("周慧兰", &draft, "发布").await;
    town.waits_for("周慧兰", "通知发出去了").await;
    let notice = town.waits_for(GRID, "请大家来开会").await;
    let file = town.waits_until(GRID, "a file", |said| said.with == Some("document")).await;
    assert_eq!(file.reply_to, Some(notice.id));
    let answer = town.taps("李奶奶", &notice, "我参加（0）").await;
    assert_eq!((answer.alert, answer.text.as_str()), (false, "记下了，到时候见。"));
    town.waits_until(GRID, "one comes", |said| said.has_button("我参加（1）")).await;
    town.taps("张明", &notice, "我参加（0）").await;
    town.waits_until(GRID, "two come", |said| said.has_button("我参加（2）")).await;
    town.taps("张明", &notice, "去不了").await;
    let notice = town.waits_until(GRID, "one comes", |said| said.has_button("我参加（1）")).await;
    town.says("周慧兰", "周慧兰", "/meetings").await;
    let list = town.waits_for("周慧兰", "要开的会").await;
    town.taps("周慧兰", &list, "谁来 3月6日（周五）19:30").await;
    let who = town.waits_for("周慧兰", "参加：李奶奶").await;
    assert!(who.text.contains("去不了：张明"), "{}", who.text);
    assert!(!town.transcript(GRID).await.contains("参加：李奶奶"), "no names in the group");

    town.story_to("2026-03-05T19:30:10+08:00").await;
    let reminder = town.waits_for(GRID, "提醒一下：明天 19:30").await;
    assert_eq!(reminder.reply_to, Some(notice.id));
    town.story_to("2026-03-06T18:30:10+08:00").await;
    town.waits_for(GRID, "提醒一下：今天 19:30").await;
    town.story_to("2026-03-06T19:30:10+08:00").await;
    town.waits_for(GRID, "时间到了").await;
    let late = town.forges("Emily Carter", &notice, notice.button("去不了")).await;
    assert!(late.alert && late.text.contains("已经到了"), "{}", late.text);

    town.replies("周慧兰", &reminder, "/minutes 装一部，费用按楼层分担").await;
    town.waits_for(GRID, "会上定了：要不要加装电梯").await;
    town.waits_for(GRID, "决定 装一部").await;
    town.replies("周慧兰", &notice, "/minutes 装一部，五月动工").await;
    town.waits_for(GRID, "会议决定有更正").await;
    town.waits_for(GRID, "决定 装一部，五月动工").await;
    town.says("李奶奶", GRID, "/meetings").await;
    town.waits_for(GRID, "开过的会").await;
    town.shows(GRID, "meeting").await;
    town.shows("周慧兰", "meeting_secretary").await;
}

async fn a_meeting_for_all_groups_is_called_off(town: &Town) {
    town.says("周慧兰", STAFF, "/meet 3月8日下午2点到4点 社区礼堂 | 停车 | 充电").await;
    let draft = town.waits_for(STAFF, "会议预览").await;
    let answer = town.taps("周慧兰", &draft, "发布").await;
    assert!(answer.alert && answer.text.contains("先选通知哪个群"), "{}", answer.text);
    let answer = town.taps("李建国", &draft, "发布").await;
    assert!(answer.alert && answer.text.contains("别人写的草稿"), "{}", answer.text);
    town.taps("周慧兰", &draft, "全部").await;
    let draft = town.waits_for(STAFF, "通知：").await;
    town.taps("周慧兰", &draft, "发布").await;
    for grid in [GRID, GRID_2] {
        let notice = town.waits_for(grid, "请大家来开会").await;
        assert!(notice.text.contains("3月8日（周日）14:00–16:00"), "{}", notice.text);
    }
    let notice = town.waits_for(GRID, "请大家来开会").await;
    town.waits_until(GRID, "a file", |said| said.with == Some("document")).await;
    let file = town.newest_file(GRID).await;
    let uid = file.lines().find(|line| line.starts_with("UID:")).unwrap();
    assert!(file.contains("\r\nDESCRIPTION:停车\\n充电\r\n"), "{file}");
    let answer = town.forges("周慧兰", &draft, draft.button("发布")).await;
    assert!(answer.alert && answer.text.contains("已经通知出去了"), "{}", answer.text);
    let out = town.waits_for(STAFF, "通知发出去了").await;
    let resident = town.forges("李建国", &out, out.button("取消会议")).await;
    assert!(resident.alert && resident.text.contains("请找社区书记"), "{}", resident.text);
    town.taps("周慧兰", &out, "取消会议").await;
    let sure = town.waits_for(STAFF, "要取消").await;
    town.taps("周慧兰", &sure, "照常开").await;
    town.waits_for(STAFF, "照常开").await;
    town.taps("周慧兰", &out, "取消会议").await;
    let sure = town.waits_for(STAFF, "要取消").await;
    town.taps("周慧兰", &sure, "取消会议").await;
    for grid in [GRID, GRID_2] {
        town.waits_for(grid, "的会取消了").await;
        town.waits_for(grid, "这个会取消了").await;
        town.waits_for(grid, "点开这个就能去掉").await;
        let file = town.newest_file(grid).await;
        assert!(file.contains("\r\nSTATUS:CANCELLED\r\n") && file.contains(uid), "{file}");
    }
    let answer = town.forges("李奶奶", &notice, notice.button("去不了")).await;
    assert!(answer.alert && answer.text.contains("取消了"), "{}", answer.text);
    let answer = town.forges("周慧兰", &sure, sure.button("取消会议")).await;
    assert!(answer.alert && answer.text.contains("取消了"), "{}", answer.text);
    town.replies("周慧兰", &notice, "/minutes 装").await;
    town.waits_for(GRID, "没有决定可写").await;
    town.story_to("2026-03-08T13:00:10+08:00").await;
    town.settles().await;
    assert!(!town.transcript(GRID).await.contains("提醒一下"), "nobody is reminded of what is off");
    town.shows(GRID_2, "meeting_off").await;
}

async fn a_meeting_that_has_begun_may_still_be_called_off(town: &Town) {
    called(town, "/meet 今天上午11点 居民活动室 | 停车").await;
    let out = town.waits_for("周慧兰", "通知发出去了").await;
    town.story_to("2026-03-02T11:20:00+08:00").await;
    town.says("周慧兰", "周慧兰", "/meetings").await;
    let list = town.waits_for("周慧兰", "（时间到了）").await;
    town.taps("周慧兰", &list, "取消 3月2日（周一）11:00").await;
    let sure = town.waits_for("周慧兰", "要取消").await;
    town.taps("周慧兰", &sure, "取消会议").await;
    town.waits_for(GRID, "11:00 的会没有开成（停车）").await;
    town.waits_for(GRID, "这个会取消了").await;
    let answer = town.forges("周慧兰", &out, out.button("取消会议")).await;
    assert!(answer.alert && answer.text.contains("取消了"), "{}", answer.text);

    for (topic, at, later, why) in [
        ("绿化", "今天下午2点", "2026-03-02T14:10:00+08:00", "决定也记下了"),
        ("门禁", "今天下午3点", "2026-03-04T15:10:00+08:00", "时间早过了"),
    ] {
        town.says("周慧兰", GRID, &format!("/meet {at} 东门 | {topic}")).await;
        let about = |said: &Said, button: &str| said.text.contains(topic) && said.has_button(button);
        let draft = town.waits_until("周慧兰", topic, |said| about(said, "发布")).await;
        town.taps("周慧兰", &draft, "发布").await;
        let notice = town.waits_until(GRID, topic, |said| about(said, "去不了")).await;
        let is_out = |said: &Said| said.id == draft.id && said.has_button("取消会议");
        let out = town.waits_until("周慧兰", "it is out", is_out).await;
        town.story_to(later).await;
        if topic == "绿化" {
            town.replies("周慧兰", &notice, "/minutes 补种").await;
            town.waits_for(GRID, "会上定了").await;
        }
        let answer = town.taps("周慧兰", &out, "取消会议").await;
        assert!(answer.alert && answer.text.contains(why), "{}", answer.text);
    }
}

async fn what_cannot_be_called_is_said(town: &Town) {
    let place = format!("/meet 周五晚8点 {} | 电梯", "长".repeat(61));
    let topic = format!("/meet 周五晚8点 活动室 | {}", "长".repeat(201));
    for (who, words, answer) in [
        ("李奶奶", LIFT, "召集会议请找社区书记"),
        ("李建国", LIFT, "召集会议请找社区书记"),
        ("周慧兰", "/meet", "发一条这样的就行"),
        ("周慧兰", "/meet 改天 活动室 | 电梯", "没看懂是什么时候"),
        ("周慧兰", "/meet 周五 活动室 | 电梯", "还差几点开始"),
        ("周慧兰", "/meet 昨天晚上8点 活动室 | 电梯", "已经过了"),
        ("周慧兰", "/meet 8月1日晚上8点 活动室 | 电梯", "60 天以上"),
        ("周慧兰", "/meet 周五晚8点 | 电梯", "还差地点"),
        ("周慧兰", "/meet 周五晚8点 活动室", "还差议题"),
        ("周慧兰", place.as_str(), "地点太长了"),
        ("周慧兰", topic.as_str(), "议题太长了"),
        ("周慧兰", "/minutes 装一部", "请回复那条会议通知"),
    ] {
        town.says(who, GRID, words).await;
        town.waits_for(GRID, answer).await;
    }
    town.settles().await;
    assert!(!town.messages("周慧兰").await.iter().any(|said| said.text.contains("会议预览")));
    town.says("周慧兰", GRID, LIFT).await;
    let draft = town.waits_for("周慧兰", "会议预览").await;
    town.taps("周慧兰", &draft, "取消").await;
    town.waits_for("周慧兰", "没有发出去").await;
    let answer = town.forges("周慧兰", &draft, draft.button("发布")).await;
    assert!(answer.alert && answer.text.contains("已经不在了"), "{}", answer.text);
    town.settles().await;
    assert!(!town.transcript(GRID).await.contains("请大家来开会"));
}

async fn who_may_do_what(town: &Town) {
    let notice = called(town, LIFT).await;
    town.replies("周慧兰", &notice, "/minutes 装").await;
    town.waits_for(GRID, "会还没开").await;
    town.starts("李奶奶", None).await;
    let elsewhere = town.waits_until("李奶奶", "a message", |_| true).await;
    let answer = town.forges("李奶奶", &elsewhere, notice.button("去不了")).await;
    assert!(answer.alert, "the button does not stand there: {}", answer.text);
    let data = notice.button("去不了").replace("mat", "mwh");
    let answer = town.forges("周慧兰", &notice, &data).await;
    assert!(answer.alert, "names are shown in private only: {}", answer.text);
    let answer = town.forges("李奶奶", &elsewhere, &data).await;
    assert!(answer.alert, "and to secretaries only: {}", answer.text);
    town.story_to("2026-03-06T21:00:10+08:00").await;
    town.waits_for(GRID, "时间到了").await;
    town.replies("李奶奶", &notice, "/minutes 不装").await;
    town.waits_for(GRID, "由召集会议的书记来写").await;
    town.replies("周慧兰", &notice, "/minutes").await;
    town.waits_for(GRID, "决定写在 /minutes 后面").await;
    town.replies("周慧兰", &notice, &format!("/minutes {}", "长".repeat(2001))).await;
    town.waits_for(GRID, "决定太长了").await;
    town.replies("周慧兰", &notice, &format!("/minutes {}", "长".repeat(2000))).await;
    town.waits_for(GRID, "会上定了").await;
}

async fn words_are_a_command_only_when_they_fit(town: &Town) {
    for words in ["开会", "开会，周五大家都来吧", "会议安排：周五晚上", "会议纪要：上次说的都办了"]
    {
        town.says("李奶奶", GRID, words).await;
        town.says("周慧兰", GRID, words).await;
    }
    town.settles().await;
    assert!(town.bot_said(GRID).await.is_empty(), "{}", town.transcript(GRID).await);
    town.says("周慧兰", GRID, "开会 周五晚7点半 居民活动室 | 要不要加装电梯").await;
    town.waits_for("周慧兰", "会议预览").await;
    town.says("李奶奶", GRID, "会议安排").await;
    town.waits_for(GRID, "近期没有要开的会").await;
}

async fn a_meeting_called_late_is_reminded_of_once(town: &Town) {
    called(town, "/meet 今天上午11点 居民活动室 | 加装电梯").await;
    town.story_to("2026-03-02T10:00:10+08:00").await;
    town.waits_for(GRID, "提醒一下：今天 11:00").await;
    town.story_to("2026-03-02T11:00:10+08:00").await;
    town.waits_for(GRID, "时间到了").await;
    called(town, "/meet 明天上午9点 社区礼堂 | 停车").await;
    town.story_to("2026-03-03T09:30:00+08:00").await;
    town.waits_until(GRID, "it has begun", |said| {
        said.text.contains("停车") && said.text.contains("时间到了")
    })
    .await;
    // Each was called within a day of its start.
    let reminders = town.bot_said(GRID).await.into_iter().filter(|said| said.text.contains("提醒一下"));
    assert_eq!(reminders.count(), 2);
}

async fn a_reminder_that_waits_for_the_morning_goes_with_its_meeting(town: &Town) {
    called(town, "/meet 明晚11点 居民活动室 | 看流星").await;
    called(town, "/meet 明晚11点半 东门 | 数星星").await;
    let notice = town.waits_for(GRID, "数星星").await;
    town.story_to("2026-03-02T23:40:00+08:00").await; // both reminders wait for seven o'clock
    town.says("周慧兰", "周慧兰", "/meetings").await;
    let list = town.waits_for("周慧兰", "要开的会").await;
    town.taps("周慧兰", &list, "取消 3月3日（周二）23:00").await;
    let sure = town.waits_for("周慧兰", "要取消").await;
    town.taps("周慧兰", &sure, "取消会议").await;
    town.waits_for(GRID, "的会取消了").await;
    town.taps("李奶奶", &notice, "我参加（0）").await;
    town.story_to("2026-03-03T07:01:00+08:00").await;
    let reminder = town.waits_for(GRID, "提醒一下：今天 23:30").await;
    assert!(reminder.text.contains("已经有 1 位邻居要来"), "as it is in the morning: {}", reminder.text);
    assert_eq!(reminder.reply_to, Some(notice.id));
    town.settles().await;
    assert!(!town.transcript(GRID).await.contains("看流星。"), "nobody is reminded of what is off");
}

async fn of_a_notice_that_came_twice_either_works(town: &Town) {
    town.says("周慧兰", GRID, LIFT).await;
    let draft = town.waits_for("周慧兰", "会议预览").await;
    // The first send is carried out and its answer gets lost: the notice stands in the group twice.
    town.loses_an_answer_to("sendMessage").await;
    town.taps("周慧兰", &draft, "发布").await;
    let first = town.waits_for(GRID, "请大家来开会").await;
    let second = |said: &Said| said.text.contains("请大家来开会") && said.id != first.id;
    let second = town.waits_until(GRID, "the notice again", second).await;
    town.settles().await;
    let answer = town.taps("李奶奶", &first, "我参加（0）").await;
    assert!(!answer.alert, "{}", answer.text);
    let twice = town.waits_for(GRID, "这条通知发重了，请看另一条").await;
    assert_eq!(twice.id, first.id);
    let shown = town.waits_until(GRID, "one comes", |said| said.has_button("我参加（1）")).await;
    assert_eq!(shown.id, second.id);
    town.taps("张明", &shown, "我参加（1）").await;
    town.waits_until(GRID, "two come", |said| said.has_button("我参加（2）")).await;
    // From then on a reply to it finds the meeting as well.
    town.replies("周慧兰", &first, "/minutes 装").await;
    town.waits_for(GRID, "会还没开").await;
    // A button's data that somebody puts under another message changes nothing there.
    town.says("周慧兰", GRID, "/meetings").await;
    let list = town.waits_for(GRID, "要开的会").await;
    town.forges("李奶奶", &list, first.button("去不了")).await;
    town.waits_until(GRID, "one comes", |said| said.has_button("我参加（1）")).await;
    town.settles().await;
    assert!(town.bot_said(GRID).await.iter().any(|said| said.id == list.id && said.text == list.text));
}

async fn the_polls_of_a_meeting_are_named_in_it(town: &Town) {
    let notice = called(town, LIFT).await;
    town.replies("周慧兰", &notice, "/poll 装几部 | 一部 | 两部 | until 明晚8点").await;
    let draft = town.waits_for("周慧兰", "投票预览").await;
    assert!(!town.transcript(GRID).await.contains("投票 装几部"), "a draft is its author's alone");
    town.taps("周慧兰", &draft, "发布").await;
    let poll = town.waits_until(GRID, "a poll", |said| said.with == Some("poll")).await;
    town.waits_for(GRID, "投票 装几部：3月3日 20:00 截止").await;
    town.votes("李奶奶", &poll, &[0]).await;
    town.story_to("day").await;
    town.story_to("day").await;
    town.waits_for(GRID, "投票 装几部：通过 一部").await;
    town.says("李奶奶", GRID, "/meetings").await;
    let list = town.waits_for(GRID, "要开的会").await;
    assert!(list.text.contains("投票 装几部：通过 一部"), "{}", list.text);
}

async fn the_evening_names_it_and_whoever_is_forgotten_does_not_come(town: &Town) {
    let notice = called(town, "/meet 周三晚7点半 居民活动室 | 要不要加装电梯").await;
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    town.taps("李奶奶", &notice, "我参加（0）").await;
    town.taps("张明", &notice, "我参加（0）").await;
    town.waits_until(GRID, "two come", |said| said.has_button("我参加（2）")).await;
    town.starts("李奶奶", None).await;
    town.says("李奶奶", "李奶奶", "/forget").await;
    let sure = town.waits_for("李奶奶", "要我忘记你吗").await;
    town.taps("李奶奶", &sure, "忘记我").await;
    town.waits_until(GRID, "one comes", |said| said.has_button("我参加（1）")).await;
    town.story_to("18:00").await;
    let digest = town.waits_for(GRID, "今天的网格").await;
    assert!(digest.text.contains("3月4日（周三）19:30，居民活动室"), "{}", digest.text);
}

async fn how_many_came_is_told_when_their_names_are_gone(town: &Town) {
    let notice = called(town, "/meet 明天上午9点 居民活动室 | 停车").await;
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    for who in ["李奶奶", "张明"] {
        town.forges(who, &notice, notice.button("我参加（0）")).await;
    }
    town.waits_until(GRID, "two come", |said| said.has_button("我参加（2）")).await;
    town.story_to("2026-03-03T11:00:00+08:00").await;
    town.replies("周慧兰", &notice, "/minutes 东门画线").await;
    town.waits_for(GRID, "会上定了").await;
    town.starts("李奶奶", None).await;
    town.says("李奶奶", "李奶奶", "/forget").await;
    let sure = town.waits_for("李奶奶", "要我忘记你吗").await;
    town.taps("李奶奶", &sure, "忘记我").await;
    town.says("张明", GRID, "/meetings").await;
    town.waits_for(GRID, "停车（2 人报名）。决定：东门画线").await;
    town.story_to("2026-04-05T09:00:00+08:00").await;
    town.says("周慧兰", "周慧兰", "/meetings").await;
    town.waits_for("周慧兰", "停车（2 人报名）。决定：东门画线").await;
}
