//! Links and codes to hand on, and the word that somebody is a member now.

use super::{escape, start::role};
use crate::outgoing::Said;
use crate::words::{Arg, Locale, say};
use storage::{Area, AreaKind, Role};

/// A link that makes its bearer a member.
pub fn link(locale: Locale, as_what: Role, area: &str, link: &str) -> Said {
    let args = [
        ("role", Arg::Text(role(locale, as_what))),
        ("area", Arg::Text(escape(area))),
        ("link", Arg::Text(escape(link))),
    ];
    Said { html: say(locale, "invite-link", &args), keyboard: Vec::new() }
}

/// A code that binds a group: the whole command, ready to be passed on.
pub fn code(locale: Locale, area: &Area, name: &str, code: &str) -> Said {
    let key = if area.kind == AreaKind::Grid { "code-grid" } else { "code-wider" };
    let args = [
        ("area", Arg::Text(escape(name))),
        ("short", Arg::Text(escape(&area.code))),
        ("code", Arg::Text(escape(code))),
    ];
    Said { html: say(locale, key, &args), keyboard: Vec::new() }
}

/// Somebody was named a member.
pub fn named(locale: Locale, name: &str, as_what: Role, area: &str) -> Said {
    let args = [
        ("name", Arg::Text(escape(name))),
        ("role", Arg::Text(role(locale, as_what))),
        ("area", Arg::Text(escape(area))),
    ];
    Said { html: say(locale, "member-named", &args), keyboard: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_secretary_hands_on() {
        let area = |kind, code: &str| Area {
            id: 1,
            parent: None,
            kind,
            code: code.to_owned(),
            name: "第1网格".to_owned(),
            households: 0,
        };
        let all = Locale::ALL.map(|locale| {
            let all = [
                link(locale, Role::Worker, "梧桐里社区 第1网格", "https://t.me/grid_bot?start=join_abc").html,
                code(locale, &area(AreaKind::Grid, "WT-1"), "第1网格", "AbCdEf0123456789AbCdEf").html,
                code(locale, &area(AreaKind::Community, "WT"), "梧桐里社区", "AbCdEf0123456789AbCdEf").html,
                named(locale, "李<强>", Role::Volunteer, "第1网格").html,
            ];
            all.join("\n\n")
        });
        insta::assert_snapshot!("invite", all.join("\n\n———\n\n"));
    }
}
