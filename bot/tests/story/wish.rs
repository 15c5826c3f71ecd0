//! Wishes: said in a group or in private, looked at, posted without the person, claimed, handed over, thanked for.

use crate::said::Said;
use crate::town::{GRID, GRID_2, STAFF, Town};

plays!(
    a_wish_is_granted,
    a_wish_is_reworded_so_that_nobody_is_recognised,
    a_wish_is_refused_kindly,
    a_reservation_runs_out,
    whoever_may_not_is_told_why,
    a_wish_that_is_not_for_sure_is_asked_about,
    the_board_has_pages,
    whoever_wished_takes_it_back_or_is_forgotten,
    a_wish_has_not_arrived,
    wishes_are_not_tickets,
);

/// Somebody wishes in private, once their grid is known.
async fn wished(town: &Town, who: &str, words: &str) {
    town.says(who, who, words).await;
    let question = town.waits_for(who, "哪个网格").await;
    town.taps(who, &question, "梧桐里社区 第1网格").await;
    town.waits_for(who, "记下了").await;
}

/// A worker of grid 1 lets it be posted; its card.
async fn posted(town: &Town, number: i64) -> Said {
    let news = town.waits_for(STAFF, &format!("#{number} 微心愿")).await;
    town.taps("李建国", &news, "就这样贴").await;
    town.card(GRID, number).await
}

async fn a_wish_is_granted(town: &Town) {
    let said = town.says("李奶奶", GRID, "独居老人想要一台收音机听戏").await;
    let noted = town.waits_for(GRID, "心愿记下了").await;
    assert!(noted.reply_to == Some(said.id) && !noted.text.contains("收音机"), "{}", noted.text);
    let news = town.waits_for(STAFF, "#1 微心愿").await;
    assert!(!news.text.contains("李奶奶"), "who asked stays sealed: {}", news.text);

    town.taps("李建国", &news, "就这样贴").await;
    let card = town.card(GRID, 1).await;
    assert!(card.text.contains("收音机") && !card.text.contains("李奶奶"), "{}", card.text);
    assert_eq!(card.reply_to, None, "a reply would point to who asked");
    town.waits_for("李奶奶", "贴到心愿墙了").await;
    let kept = town.waits_for("李建国", "请不要转到群里").await;
    assert!(kept.text.contains("李奶奶"), "the worker brings them together: {}", kept.text);

    // 张明 never opened the bot: how to hand over waits behind a link that names nothing.
    town.taps("张明", &card, "我来认领").await;
    town.card_says(GRID, 1, "张明 认领了").await;
    let open = town.waits_for(GRID, "请打开我点“开始”").await;
    let link = &open.buttons[0][0].1;
    let payload = link.split_once("start=").unwrap().1;
    town.starts("张明", Some(payload)).await;
    let how = town.waits_for("张明", "谢谢你认领 #1").await;
    assert!(how.text.contains("lijianguo") && !how.text.contains("李奶奶"), "{}", how.text);
    town.waits_for("李奶奶", "有人认领了").await;
    town.waits_for("李建国", "#1 张明 认领了").await;

    town.taps("张明", &how, "送到了").await;
    town.card_says(GRID, 1, "张明 说送到了").await;
    let ask = town.waits_for("李奶奶", "收到了吗").await;
    town.taps("李奶奶", &ask, "收到了").await;
    town.card_says(GRID, 1, "圆了").await;
    town.waits_for("张明", "#1 圆了").await;

    let thanks = town.waits_for("李奶奶", "想跟送来的邻居说句谢谢吗").await;
    town.replies("李奶奶", &thanks, "戏听上了，谢谢好心人，我电话13812345678").await;
    let told = town.waits_for("张明", "有句话给你").await;
    assert!(told.text.contains("谢谢好心人") && !told.text.contains("13812345678"), "{}", told.text);
    let public = town.waits_for(GRID, "许愿的邻居说").await;
    assert_eq!(public.reply_to, Some(card.id));
    town.replies("李奶奶", &thanks, "再谢一次").await;
    town.waits_for("李奶奶", "已经谢过了").await;

    town.story_to("18:00").await;
    let digest = town.waits_for(GRID, "今天的网格").await;
    assert!(digest.text.contains("心愿墙：新贴 1 个，认领 1 个，圆了 1 个"), "{}", digest.text);
    assert!(!digest.text.contains("新报"), "no ticket was reported: {}", digest.text);
    town.shows(GRID, "wish_group").await;
    town.shows("李奶奶", "wish_wisher").await;
    town.shows("李建国", "wish_worker").await;
}

async fn a_wish_is_reworded_so_that_nobody_is_recognised(town: &Town) {
    wished(town, "李奶奶", "许愿 我是3号楼301的李奶奶，想要一把轮椅，电话13812345678").await;
    let news = town.waits_for(STAFF, "#1 微心愿").await;
    assert!(!news.text.contains("301") && !news.text.contains("13812345678"), "{}", news.text);
    town.taps("王芳", &news, "改写").await;
    let prompt = town.waits_for(STAFF, "请回复这条消息").await;
    town.replies("王芳", &prompt, "一位腿脚不便的邻居想要一把轮椅，二手的也行").await;
    let preview = town.waits_for(STAFF, "二手的也行").await;
    let stale = town.taps("李建国", &news, "就这样贴").await;
    assert!(stale.alert && stale.text.contains("刚刚改过"), "{}", stale.text);
    town.replies("李建国", &preview, "一位邻居想要一把轮椅，二手的也行").await;
    let preview = town.waits_for(STAFF, "一位邻居想要").await;
    town.taps("李建国", &preview, "就这样贴").await;
    let card = town.card(GRID, 1).await;
    assert!(card.text.contains("一位邻居想要一把轮椅") && !card.text.contains("3号楼"), "{}", card.text);

    // A worker wishes for somebody, and another one rewords and approves it in one line.
    town.says("王芳", STAFF, "/wish 替5号楼的王大爷求一副老花镜").await;
    town.waits_for(STAFF, "#2 微心愿").await;
    let own = town.says("王芳", STAFF, "/approve 2").await;
    let refused = town.waits_until(STAFF, "own", |said| said.reply_to == Some(own.id)).await;
    assert!(refused.text.contains("自己许的愿"), "{}", refused.text);
    town.says("周慧兰", STAFF, "/approve 2 一位老人想要一副老花镜").await;
    town.card_says(GRID, 2, "一位老人想要一副老花镜").await;
    town.waits_for("王芳", "你的心愿 #2 贴到心愿墙了").await;
    town.shows(STAFF, "wish_staff").await;
}

async fn a_wish_is_refused_kindly(town: &Town) {
    wished(town, "李奶奶", "我有个心愿，想要一部最新的手机").await;
    let news = town.waits_for(STAFF, "#1 微心愿").await;
    town.taps("李建国", &news, "婉拒").await;
    let prompt = town.waits_for(STAFF, "写一句").await;
    town.replies("李建国", &prompt, "手机比较贵，社区有爱心旧手机可以领，周一来找我").await;
    let told = town.waits_for("李奶奶", "这次没有贴出来").await;
    assert!(told.text.contains("周一来找我"), "{}", told.text);
    town.settles().await;
    assert!(town.bot_said(GRID).await.is_empty(), "{}", town.transcript(GRID).await);
    for (who, data, answer) in [("李建国", "就这样贴", "没有贴出来"), ("王芳", "婉拒", "没有贴出来")]
    {
        let late = town.taps(who, &news, data).await;
        assert!(late.alert && late.text.contains(answer), "{}", late.text);
    }
    town.says("李奶奶", "李奶奶", "/my").await;
    town.waits_for("李奶奶", "你许的愿").await;
    town.shows("李奶奶", "wish_refused").await;
}

async fn a_reservation_runs_out(town: &Town) {
    wished(town, "李奶奶", "/wish 想要一台收音机").await;
    let card = posted(town, 1).await;
    town.taps("孙秀英", &card, "我来认领").await;
    town.card_says(GRID, 1, "孙秀英 认领了").await;
    for _ in 0..6 {
        town.story_to("day").await;
    }
    let reminder = town.waits_for("孙秀英", "还在路上吗").await;
    assert!(reminder.has_button("送到了") && reminder.has_button("放弃"), "{}", reminder.line());
    town.story_to("day").await;
    town.card_says(GRID, 1, "等人认领").await;
    town.waits_for("孙秀英", "放回心愿墙").await;
    town.waits_for("李奶奶", "等下一位").await;
    let late = town.taps("孙秀英", &reminder, "送到了").await;
    assert!(late.alert && late.text.contains("还没有人认领"), "{}", late.text);

    let card = town.card(GRID, 1).await;
    town.taps("Emily Carter", &card, "我来认领").await;
    let how = town.waits_for("Emily Carter", "谢谢你认领 #1").await;
    town.taps("Emily Carter", &how, "放弃").await;
    town.card_says(GRID, 1, "等人认领").await;
    town.shows("孙秀英", "wish_volunteer").await;

    // Who never opened the bot is reminded below the card, which says already that it is theirs.
    let card = town.card(GRID, 1).await;
    town.taps("张明", &card, "我来认领").await;
    for _ in 0..6 {
        town.story_to("day").await;
    }
    let reminder = town.waits_for(GRID, "还在路上吗").await;
    assert!(reminder.text.starts_with("张明") && reminder.reply_to == Some(card.id), "{}", reminder.line());
}

async fn whoever_may_not_is_told_why(town: &Town) {
    wished(town, "李奶奶", "/wish 想要一台收音机").await;
    for (who, words, answer) in [
        ("李奶奶", "/wish", "请把心愿写在后面"),
        ("李奶奶", &format!("/wish {}", "很".repeat(600)), "最多 500 个字"),
        ("李奶奶", "/approve 1", "自己许的愿"),
        ("李奶奶", "/claim 1", "这是你自己许的愿"),
        ("李奶奶", "确认 1", "还在等工作人员看"),
        ("李奶奶", "/thank 1 谢谢", "圆了以后再谢"),
        ("李奶奶", "/assign 1", "心愿不用这一步"),
        ("李建国", "/claim 1", "贴出来才能认领"),
        ("李建国", "/refuse 1", "请写一句缘由"),
        ("孙秀英", "/approve 1", "没有找到 #1"), // the chief of a building that it does not name
        ("张明", "/claim 1", "没有找到 #1"),
    ] {
        let chat = if who == "张明" { GRID } else { who };
        let said = town.says(who, chat, words).await;
        let answered = town.waits_until(chat, words, |answer| answer.reply_to == Some(said.id)).await;
        assert!(answered.text.contains(answer), "{words}: {}", answered.text);
    }
    let card = posted(town, 1).await;
    town.says("何伟", GRID_2, "8号楼门口路灯不亮了").await;
    let there = town.card(GRID_2, 2).await;
    let claim = card.button("我来认领").to_owned();
    for (who, chat, data, answer) in [
        ("何伟", &there, claim.as_str(), "这件事不在这里办"),
        ("李奶奶", &card, claim.as_str(), "这是你自己许的愿"),
        ("张明", &card, "clm.1.1", "这个按钮旧了"),
        ("张明", &card, claim.replace("clm", "apv").as_str(), "心愿由网格员或者书记来看"),
        ("张明", &card, claim.replace("clm", "don").as_str(), "还没有人认领"),
        ("张明", &card, claim.replace("clm", "und").as_str(), "心愿不用这一步"),
        ("张明", &card, claim.replace("clm", "cat").as_str(), "心愿不用这一步"),
        ("王芳", &card, claim.replace("clm", "apv").as_str(), "已经贴出来了"),
        ("周慧兰", &there, there.button("我来").replace("clm", "apv").as_str(), "#2 不是心愿"),
    ] {
        let given = town.forges(who, chat, data).await;
        assert!(given.alert && given.text.contains(answer), "{data}: {}", given.text);
    }
    town.card_says(GRID, 1, "等人认领").await;
    let (zhang, emily) =
        tokio::join!(town.taps("张明", &card, "我来认领"), town.taps("Emily Carter", &card, "我来认领"));
    assert_ne!(zhang.alert, emily.alert, "of two at once, one has it");
    let (holder, other) = if zhang.alert { ("Emily Carter", "张明") } else { ("张明", "Emily Carter") };
    let card = town.card_says(GRID, 1, &format!("{holder} 认领了")).await;
    for (who, data, answer) in [
        (other, claim.as_str(), format!("{holder} 已经认领了")),
        (holder, claim.as_str(), "已经归你了".to_owned()),
        (other, card.button("送到了"), "由认领的人来点".to_owned()),
        (other, card.button("放弃"), "由认领的人来点".to_owned()),
    ] {
        let given = town.forges(who, &card, data).await;
        assert!(given.alert && given.text.contains(&answer), "{data}: {}", given.text);
    }
    town.taps(holder, &card, "送到了").await;
    let card = town.card_says(GRID, 1, "说送到了").await;
    let refused = town.taps(other, &card, "确认收到").await;
    assert!(refused.alert && refused.text.contains("由许愿的邻居或者网格员来点"), "{}", refused.text);
    town.taps("李建国", &card, "确认收到").await;
    town.card_says(GRID, 1, "圆了").await;
    let late = town.forges(other, &card, &claim).await;
    assert!(late.alert && late.text.contains("已经圆了"), "{}", late.text);
    town.says(other, GRID, "/thank 1 谢谢").await;
    town.waits_for(GRID, "感谢由许愿的邻居来写").await;
}

async fn a_wish_that_is_not_for_sure_is_asked_about(town: &Town) {
    town.says("李奶奶", GRID, "想找人一起下棋").await;
    let question = town.waits_for("李奶奶", "是想许个微心愿吗").await;
    town.settles().await;
    assert!(town.bot_said(GRID).await.is_empty(), "{}", town.transcript(GRID).await);
    town.taps("李奶奶", &question, "许个愿").await;
    town.waits_for("李奶奶", "心愿 #1 记下了").await;
    let news = town.waits_for(STAFF, "#1 微心愿").await;
    assert!(news.text.contains("想找人一起下棋"), "{}", news.text);
}

async fn the_board_has_pages(town: &Town) {
    let empty = town.says("张明", GRID, "/wishes").await;
    let said = town.waits_for(GRID, "心愿墙现在是空的").await;
    assert_eq!(said.reply_to, Some(empty.id));
    wished(town, "李奶奶", "/wish 想要收音机").await;
    for n in 2..=6 {
        town.says("李奶奶", "李奶奶", &format!("/wish 第{n}个心愿，想要一盆花")).await;
        town.waits_for("李奶奶", &format!("心愿 #{n} 记下了")).await;
    }
    for n in 1..=6 {
        posted(town, n).await;
    }
    town.says("张明", GRID, "心愿墙").await;
    let board = town.waits_for(GRID, "等人认领的 6 个").await;
    assert!(board.has_button("认领 #1") && !board.has_button("认领 #6"), "{}", board.line());
    town.taps("张明", &board, "▶").await;
    let second = town.waits_until(GRID, "page 2", |said| said.has_button("认领 #6")).await;
    assert_eq!(second.id, board.id, "the page turns in place");
    town.taps("张明", &second, "认领 #6").await;
    town.card_says(GRID, 6, "张明 认领了").await;
    town.waits_for(GRID, "等人认领的 5 个").await;

    town.says("孙秀英", "孙秀英", "/wishes").await;
    let board = town.waits_for("孙秀英", "等人认领的 5 个").await;
    town.taps("孙秀英", &board, "认领 #2").await;
    town.waits_for("孙秀英", "谢谢你认领 #2").await;
    town.says("孙秀英", "孙秀英", "/my").await;
    town.waits_for("孙秀英", "你认领的心愿").await;

    town.says("李奶奶", "李奶奶", "/wish 第7个心愿，想要一盆花").await;
    town.says("周慧兰", STAFF, "/wishes").await;
    let board = town.waits_for(STAFF, "等人认领的 4 个").await;
    assert!(board.text.contains("等你们看") && board.text.contains("#7"), "{}", board.text);
    town.says("何伟", GRID_2, "/wishes").await;
    town.waits_for(GRID_2, "心愿墙现在是空的").await;
    town.shows("孙秀英", "wish_board").await;
    town.shows(STAFF, "wish_board_staff").await;
}

async fn whoever_wished_takes_it_back_or_is_forgotten(town: &Town) {
    wished(town, "李奶奶", "/wish 想要收音机").await;
    let noted = town.waits_for("李奶奶", "心愿 #1 记下了").await;
    town.taps("李奶奶", &noted, "收回").await;
    town.waits_for("李奶奶", "#1 收回了").await;
    for n in 2..=3 {
        town.says("李奶奶", "李奶奶", "/wish 想要一盆花").await;
        posted(town, n).await;
    }
    let card = town.card(GRID, 2).await;
    town.taps("孙秀英", &card, "我来认领").await;
    town.waits_for("孙秀英", "谢谢你认领 #2").await;
    let said = town.says("李奶奶", "李奶奶", "/forget").await;
    let question = town.waits_until("李奶奶", "forget", |answer| answer.reply_to == Some(said.id)).await;
    assert!(question.text.contains("许的愿"), "{}", question.text);
    town.taps("李奶奶", &question, "忘记我").await;
    for n in 2..=3 {
        let card = town.card_says(GRID, n, "收回了").await;
        assert!(!card.text.contains("花"), "{}", card.text);
    }
    town.waits_for("孙秀英", "#2 许愿的邻居收回了").await;

    town.says("王芳", "王芳", "/wish 替老人要一副老花镜").await;
    let card = posted(town, 4).await;
    town.taps("孙秀英", &card, "我来认领").await;
    town.card_says(GRID, 4, "孙秀英 认领了").await;
    town.says("孙秀英", "孙秀英", "/forget").await;
    let question = town.waits_for("孙秀英", "要我忘记你吗").await;
    town.taps("孙秀英", &question, "忘记我").await;
    let card = town.card_says(GRID, 4, "等人认领").await;
    assert!(!card.text.contains("孙秀英"), "{}", card.text);
}

async fn a_wish_has_not_arrived(town: &Town) {
    wished(town, "李奶奶", "/wish 想要收音机").await;
    let card = posted(town, 1).await;
    town.taps("孙秀英", &card, "我来认领").await;
    let how = town.waits_for("孙秀英", "谢谢你认领 #1").await;
    town.taps("孙秀英", &how, "送到了").await;
    let ask = town.waits_for("李奶奶", "收到了吗").await;
    town.taps("李奶奶", &ask, "还没收到").await;
    town.card_says(GRID, 1, "孙秀英 认领了").await;
    town.waits_for("孙秀英", "说还没收到").await;
    town.says("孙秀英", "孙秀英", "/done 1").await;
    town.card_says(GRID, 1, "说送到了").await;
    for _ in 0..3 {
        town.story_to("day").await;
    }
    town.card_says(GRID, 1, "圆了").await;
    town.waits_for("孙秀英", "三天没有回话").await;
}

async fn wishes_are_not_tickets(town: &Town) {
    wished(town, "李奶奶", "/wish 想要收音机").await;
    posted(town, 1).await;
    town.says("李建国", "李建国", "/queue").await;
    town.waits_for("李建国", "现在没有等人接的").await;
    town.says("李建国", GRID, "/status 1").await;
    town.waits_until(GRID, "state", |said| said.reply_to.is_some() && said.text.contains("等人认领")).await;
    town.says("张明", GRID, "8号楼路灯坏了").await;
    town.card_says(GRID, 2, "还没有人接").await;
    town.says("李建国", "李建国", "/queue").await;
    town.waits_for("李建国", "等人接的，1 件").await;
    town.story_to("day").await;
    town.settles().await;
    let morning = town.bot_said("李建国").await;
    assert!(morning.iter().all(|said| !said.text.contains("收音机") || said.text.contains("只给你看")));
}
