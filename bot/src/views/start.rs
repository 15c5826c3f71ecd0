//! Greetings: to somebody new, to a member, to whoever just became one.

use super::{html, line};
use crate::outgoing::Said;
use crate::words::{Locale, Phrase, say};
use storage::Role;

/// The name of a role.
pub fn role(locale: Locale, role: Role) -> String {
    say(locale, &format!("role-{}", role.as_str()), &[])
}

/// To a person who opens the bot: what they are here, and what they can do.
pub fn greeting(locale: Locale, name: &str, roles: &[(Role, String)]) -> Said {
    if roles.is_empty() {
        return line(&Phrase::plain("start-hello").with("name", name), locale);
    }
    let mut lines = vec![html(&Phrase::plain("start-member").with("name", name), locale)];
    lines.extend(roles.iter().map(|(as_what, area)| {
        let phrase = Phrase::plain("start-role").with("role", role(locale, *as_what));
        html(&phrase.with("area", area.as_str()), locale)
    }));
    lines.push(say(locale, "start-next", &[]));
    Said { html: lines.join("\n"), keyboard: Vec::new() }
}

/// To a new member: thanks, and the first things to know.
pub fn welcome(locale: Locale, name: &str, as_what: Role, area: &str) -> Said {
    let phrase = Phrase::plain("welcome").with("name", name).with("area", area);
    let first = html(&phrase.with("role", role(locale, as_what)), locale);
    let then = say(locale, &format!("welcome-{}", as_what.as_str()), &[]);
    Said { html: format!("{first}\n{then}"), keyboard: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_greeted_by_what_they_are() {
        let roles = [(Role::Worker, "梧桐里社区 第1网格".to_owned()), (Role::Chief, "1号楼".to_owned())];
        let all = Locale::ALL.map(|locale| {
            let mut all = vec![greeting(locale, "陈静", &[]).html, greeting(locale, "李<强>", &roles).html];
            all.extend(Role::ALL.map(|role| welcome(locale, "李强", role, "梧桐里社区").html));
            all.join("\n\n")
        });
        insta::assert_snapshot!("start", all.join("\n\n———\n\n"));
    }
}
