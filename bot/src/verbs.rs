//! Every verb in one table: its slash name, its words, where it holds, its button code and its function.
//! The parser, `/help`, the command menu and the keyboards all read it.

use crate::desk;
use crate::words::{Locale, say};

mod kind;
mod read;
pub use kind::{For, Needs, Verb};
use kind::{button, on_case};
pub use read::{Found, data, find, for_another, number, read_data};

/// The table.
pub const VERBS: &[Verb] = &[
    Verb {
        name: "report",
        code: "rpt",
        words: &["报修", "上报", "報修"],
        needs: Needs::Words,
        shown: For::All,
        run: |d, c| Box::pin(desk::reports::report(d, c)),
    },
    Verb {
        name: "withdraw",
        code: "wdr",
        words: &["撤回", "这不是报修", "不是报修", "這不是報修", "不是報修"],
        needs: Needs::Case,
        shown: For::All,
        run: |d, c| Box::pin(desk::edits::withdraw(d, c)),
    },
    Verb {
        name: "join",
        code: "joi",
        words: &["我家也是", "我们家也是", "同问", "我們家也是", "同問"],
        needs: Needs::Case,
        shown: For::All,
        run: |d, c| Box::pin(desk::joins::verb(d, c)),
    },
    button("note", "yes", |d, c| Box::pin(desk::questions::yes(d, c))),
    button("no-need", "nop", |d, c| Box::pin(desk::questions::nop(d, c))),
    on_case("building", "bld", |d, c| Box::pin(desk::questions::building(d, c))),
    on_case("category", "cat", |d, c| Box::pin(desk::questions::category(d, c))),
    button("grid", "grd", |d, c| Box::pin(desk::private::grid(d, c))),
    Verb {
        name: "claim",
        code: "clm",
        words: &["抢单", "认领", "我认领", "我来", "接单", "搶單", "認領", "我認領", "我來", "接單"],
        needs: Needs::Case,
        shown: For::Staff,
        run: |d, c| Box::pin(desk::claims::claim(d, c)),
    },
    Verb {
        name: "done",
        code: "don",
        words: &["办结", "办好了", "修好了", "送到了", "完成", "辦結", "辦好了"],
        needs: Needs::Case,
        shown: For::Staff,
        run: |d, c| Box::pin(desk::finish::done(d, c)),
    },
    Verb {
        name: "confirm",
        code: "cfm",
        words: &["确认", "確認"],
        needs: Needs::Case,
        shown: For::Buttons,
        run: |d, c| Box::pin(desk::finish::confirm(d, c)),
    },
    Verb {
        name: "wish",
        code: "wsh",
        words: &["许愿", "我想许愿", "微心愿", "許願", "我想許願", "微心願"],
        needs: Needs::Words,
        shown: For::All,
        run: |d, c| Box::pin(desk::wishes::wish(d, c)),
    },
    Verb {
        name: "wishes",
        code: "wis",
        words: &["心愿墙", "心願牆"],
        needs: Needs::Nothing,
        shown: For::All,
        run: |d, c| Box::pin(desk::board::wishes(d, c)),
    },
    Verb {
        name: "approve",
        code: "apv",
        words: &["通过", "通過"],
        needs: Needs::Case,
        shown: For::Keepers,
        run: |d, c| Box::pin(desk::wishes::no_wish(d, c)),
    },
    Verb {
        name: "refuse",
        code: "rfs",
        words: &["婉拒"],
        needs: Needs::Case,
        shown: For::Keepers,
        run: |d, c| Box::pin(desk::wishes::no_wish(d, c)),
    },
    on_case("rewrite", "rwt", |d, c| Box::pin(desk::wishes::no_wish(d, c))),
    on_case("look", "luk", |d, c| Box::pin(desk::wishes::no_wish(d, c))),
    on_case("claim-wish", "wcl", |d, c| Box::pin(desk::wishes::no_wish(d, c))),
    on_case("missing", "mis", |d, c| Box::pin(desk::wishes::no_wish(d, c))),
    Verb {
        name: "thank",
        code: "thk",
        words: &[],
        needs: Needs::Case,
        shown: For::Hidden,
        run: |d, c| Box::pin(desk::wishes::no_wish(d, c)),
    },
    Verb {
        name: "queue",
        code: "que",
        words: &["待办", "工单", "待辦", "工單"],
        needs: Needs::Nothing,
        shown: For::Staff,
        run: |d, c| Box::pin(desk::lists::queue(d, c)),
    },
    Verb {
        name: "my",
        code: "my",
        words: &["我的工单", "我的工單"],
        needs: Needs::Nothing,
        shown: For::All,
        run: |d, c| Box::pin(desk::lists::my(d, c)),
    },
    Verb {
        name: "release",
        code: "rel",
        words: &["退单", "退單"],
        needs: Needs::Case,
        shown: For::Staff,
        run: |d, c| Box::pin(desk::claims::release(d, c)),
    },
    Verb {
        name: "assign",
        code: "asg",
        words: &["派单", "派單"],
        needs: Needs::Case,
        shown: For::Secretary,
        run: |d, c| Box::pin(desk::assign::assign(d, c)),
    },
    Verb {
        name: "progress",
        code: "prg",
        words: &["进展", "進展"],
        needs: Needs::Case,
        shown: For::Staff,
        run: |d, c| Box::pin(desk::progress::progress(d, c)),
    },
    Verb {
        name: "correct",
        code: "cor",
        words: &["更正"],
        needs: Needs::Case,
        shown: For::Staff,
        run: |d, c| Box::pin(desk::corrections::correct(d, c)),
    },
    Verb {
        name: "status",
        code: "sta",
        words: &["进度", "查询", "進度", "查詢"],
        needs: Needs::Case,
        shown: For::All,
        run: |d, c| Box::pin(desk::status::status(d, c)),
    },
    Verb {
        name: "away",
        code: "awy",
        words: &["离岗", "離崗"],
        needs: Needs::Words,
        shown: For::Staff,
        run: |d, c| Box::pin(desk::away::away(d, c)),
    },
    Verb {
        name: "reopen",
        code: "rop",
        words: &["没修好", "还没好", "沒修好", "還沒好"],
        needs: Needs::Case,
        shown: For::All,
        run: |d, c| Box::pin(desk::finish::reopen(d, c)),
    },
    Verb {
        name: "good",
        code: "rgd",
        words: &["满意", "滿意"],
        needs: Needs::Case,
        shown: For::Buttons,
        run: |d, c| Box::pin(desk::finish::good(d, c)),
    },
    Verb {
        name: "fair",
        code: "rfr",
        words: &["基本满意", "基本滿意"],
        needs: Needs::Case,
        shown: For::Buttons,
        run: |d, c| Box::pin(desk::finish::fair(d, c)),
    },
    Verb {
        name: "poor",
        code: "rpr",
        words: &["不满意", "不滿意"],
        needs: Needs::Case,
        shown: For::Buttons,
        run: |d, c| Box::pin(desk::finish::poor(d, c)),
    },
    on_case("undo", "und", |d, c| Box::pin(desk::undo::undo(d, c))),
    on_case("take", "tke", |d, c| Box::pin(desk::lists::take(d, c))),
    on_case("finish", "fin", |d, c| Box::pin(desk::lists::finished(d, c))),
    Verb {
        name: "poll",
        code: "pol",
        words: &["发起投票", "投票表决", "發起投票"],
        needs: Needs::Words,
        shown: For::Secretary,
        run: |d, c| Box::pin(desk::polls::poll(d, c)),
    },
    button("poll-set", "pst", |d, c| Box::pin(desk::polls::set(d, c))),
    button("poll-chat", "pch", |d, c| Box::pin(desk::polls::to_chat(d, c))),
    button("poll-publish", "pgo", |d, c| Box::pin(desk::polls::publish(d, c))),
    button("poll-discard", "pdr", |d, c| Box::pin(desk::polls::discard(d, c))),
    button("poll-task", "ptk", |d, c| Box::pin(desk::resolutions::task(d, c))),
    button("vote", "vot", |d, c| Box::pin(desk::secret::vote(d, c))),
    Verb {
        name: "meet",
        code: "mee",
        words: &["开会", "召集会议", "開會", "召集會議"],
        needs: Needs::Parts,
        shown: For::Secretary,
        run: |d, c| Box::pin(desk::meetings::meet(d, c)),
    },
    Verb {
        name: "meetings",
        code: "mts",
        words: &["会议安排", "會議安排"],
        needs: Needs::Nothing,
        shown: For::All,
        run: |d, c| Box::pin(desk::meeting_list::meetings(d, c)),
    },
    Verb {
        name: "minutes",
        code: "mnu",
        words: &["会议纪要", "會議紀要", "會議記錄"],
        needs: Needs::Reply,
        shown: For::Secretary,
        run: |d, c| Box::pin(desk::minutes::minutes(d, c)),
    },
    button("meeting-chat", "mch", |d, c| Box::pin(desk::meetings::to_chat(d, c))),
    button("meeting-publish", "mgo", |d, c| Box::pin(desk::meetings::publish(d, c))),
    button("meeting-discard", "mdr", |d, c| Box::pin(desk::meetings::discard(d, c))),
    button("meeting-attend", "mat", |d, c| Box::pin(desk::gathering::attend(d, c))),
    button("meeting-who", "mwh", |d, c| Box::pin(desk::minutes::who(d, c))),
    button("meeting-cancel", "mxx", |d, c| Box::pin(desk::minutes::cancel(d, c))),
    Verb {
        name: "start",
        code: "beg",
        words: &[],
        needs: Needs::Nothing,
        shown: For::Hidden,
        run: |d, c| Box::pin(desk::start::start(d, c)),
    },
    Verb {
        name: "setup",
        code: "set",
        words: &["绑定网格", "綁定網格"],
        needs: Needs::Words,
        shown: For::Admins,
        run: |d, c| Box::pin(desk::setup::setup(d, c)),
    },
    button("choose-area", "are", |d, c| Box::pin(desk::setup::choose(d, c))),
    button("confirm-area", "bnd", |d, c| Box::pin(desk::setup::confirm(d, c))),
    Verb {
        name: "invite",
        code: "inv",
        words: &["邀请成员", "邀請成員"],
        needs: Needs::Words,
        shown: For::Secretary,
        run: |d, c| Box::pin(desk::invite::invite(d, c)),
    },
    Verb {
        name: "member",
        code: "mem",
        words: &["登记成员", "登記成員"],
        needs: Needs::Words,
        shown: For::Secretary,
        run: |d, c| Box::pin(desk::invite::member(d, c)),
    },
    Verb {
        name: "code",
        code: "cod",
        words: &["绑定代码", "綁定代碼"],
        needs: Needs::Words,
        shown: For::Secretary,
        run: |d, c| Box::pin(desk::invite::code(d, c)),
    },
    Verb {
        name: "shadow",
        code: "shd",
        words: &["只看不说", "只看不說"],
        needs: Needs::Words,
        shown: For::Secretary,
        run: |d, c| Box::pin(desk::shadow::shadow(d, c)),
    },
    Verb {
        name: "privacy",
        code: "prv",
        words: &["隐私", "隱私"],
        needs: Needs::Nothing,
        shown: For::All,
        run: |d, c| Box::pin(desk::privacy::privacy(d, c)),
    },
    Verb {
        name: "learn",
        code: "lrn",
        words: &["一起改进", "一起改進"],
        needs: Needs::Words,
        shown: For::All,
        run: |d, c| Box::pin(desk::corrections::learn(d, c)),
    },
    Verb {
        name: "forget",
        code: "fgt",
        words: &["忘记我", "忘記我"],
        needs: Needs::Nothing,
        shown: For::All,
        run: |d, c| Box::pin(desk::forget::forget(d, c)),
    },
    Verb {
        name: "help",
        code: "hlp",
        words: &["帮助", "幫助"],
        needs: Needs::Nothing,
        shown: For::All,
        run: |d, c| Box::pin(desk::help::help(d, c)),
    },
    Verb {
        name: "lang",
        code: "lng",
        words: &["换语言", "換語言"],
        needs: Needs::Words,
        shown: For::All,
        run: |d, c| Box::pin(desk::lang::lang(d, c)),
    },
];

/// The verb of a button's code.
pub fn by_code(code: &str) -> Option<&'static Verb> {
    VERBS.iter().find(|verb| verb.code == code)
}

/// Whether a verb is of any use in a group, or in private.
pub fn fits(name: &str, group: bool) -> bool {
    match name {
        "setup" | "member" | "shadow" => group,
        "invite" | "code" => !group,
        _ => true,
    }
}

/// The command menu of an audience: name and help.
pub fn commands(locale: Locale, audience: &[For]) -> Vec<(&'static str, String)> {
    let shown = VERBS.iter().filter(|verb| audience.contains(&verb.shown));
    shown.map(|verb| (verb.name, say(locale, &format!("verb-{}", verb.name), &[]))).collect()
}

#[cfg(test)]
mod tests;
