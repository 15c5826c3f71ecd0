//! Choosing the area of a group, and asking its secretary.

use super::{choices, escape, mention, tap};
use crate::outgoing::{Button, Said};
use crate::verbs::data;
use crate::views::standing::Abilities;
use crate::words::{Arg, Locale, Phrase, say};
use storage::{About, Area, AreaKind, Purpose};

/// The most areas shown as buttons; Telegram takes 100 buttons.
const MOST: usize = 90;

/// A binding that waits for a secretary.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The chat's row.
    pub chat: i64,
    /// The area.
    pub area: i64,
    /// The area's code.
    pub code: &'a str,
    /// The area's name.
    pub name: &'a str,
    /// What the chat is to be for it.
    pub purpose: Purpose,
    /// Who asked; `None`: an administrator who speaks as the group.
    pub who: Option<&'a About>,
}

/// The number of a purpose in button data; 0 opens an area.
fn number(purpose: Purpose) -> i64 {
    match purpose {
        Purpose::Residents => 1,
        Purpose::Staff => 2,
        Purpose::Department => 3,
    }
}

/// The purpose with that number.
pub fn purpose(choice: i64) -> Option<Purpose> {
    [Purpose::Residents, Purpose::Staff, Purpose::Department].into_iter().find(|p| number(*p) == choice)
}

/// What the buttons of a secretary carry beside the chat, so that one that stands under an older question than
/// the chat's last is known to be old.
pub fn check(area: i64, purpose: Purpose, agreed: bool) -> i64 {
    area % 1_000_000_000 * 10 + number(purpose) * 2 + i64::from(agreed)
}

/// The areas to choose among: `below` the area `here`, which lies in `up` if there is a way back. `bound`: where the chat belongs now.
pub fn question(
    locale: Locale,
    here: Option<&Area>,
    below: &[&Area],
    up: Option<i64>,
    bound: Option<&str>,
) -> Said {
    let one = |key| say(locale, key, &[]);
    let open = |id| data("are", id, 0);
    let mut buttons: Vec<(String, String)> = below
        .iter()
        .take(MOST)
        .map(|area| {
            let is_grid = area.kind == AreaKind::Grid;
            let bind = data("are", area.id, number(Purpose::Residents));
            (area.name.clone(), if is_grid { bind } else { open(area.id) })
        })
        .collect();
    if let Some(here) = here.filter(|here| here.kind <= AreaKind::Community) {
        for (key, purpose) in [("setup-staff", Purpose::Staff), ("setup-department", Purpose::Department)] {
            buttons.push((one(key), data("are", here.id, number(purpose))));
        }
    }
    if let Some(up) = up {
        buttons.push((one("setup-up"), open(up)));
    }
    let phrase = match here {
        Some(here) => Phrase::plain("setup-which-in").with("area", here.name.as_str()),
        None => Phrase::plain("setup-which"),
    };
    let mut said = choices(&phrase, &buttons, locale);
    if let Some(bound) = bound {
        let now = say(locale, "setup-bound-now", &[("area", Arg::Text(escape(bound)))]);
        said.html = format!("{now}\n{}", said.html);
    }
    said
}

/// The card in the group while a secretary's word is awaited. `known`: there is a secretary on record.
pub fn asked(locale: Locale, asked: &Asked<'_>, known: bool) -> Said {
    let mut html = filled(locale, "setup-asked", asked);
    if !known {
        let code = Arg::Text(escape(asked.code));
        html = format!("{html}\n{}", say(locale, "setup-no-secretary", &[("code", code)]));
    }
    Said { html, keyboard: vec![answers(locale, asked)] }
}

/// The same question to a secretary in private.
pub fn ask_secretary(locale: Locale, asked: &Asked<'_>) -> Said {
    Said { html: filled(locale, "setup-ask-secretary", asked), keyboard: vec![answers(locale, asked)] }
}

/// What the group is told once it is bound.
pub fn bound(locale: Locale, name: &str, purpose: Purpose, can: Abilities) -> Said {
    let area = Arg::Text(escape(name));
    let html = match purpose {
        Purpose::Residents if can.words => say(locale, "setup-bound-residents", &[("area", area)]),
        Purpose::Residents => say(locale, "setup-bound-commands", &[("area", area)]),
        Purpose::Staff => say(locale, "setup-bound-staff", &[("area", area)]),
        Purpose::Department => say(locale, "setup-bound-department", &[("area", area)]),
    };
    Said { html, keyboard: Vec::new() }
}

fn answers(locale: Locale, asked: &Asked<'_>) -> Vec<Button> {
    let button = |key, agreed| {
        tap(&say(locale, key, &[]), &data("bnd", asked.chat, check(asked.area, asked.purpose, agreed)))
    };
    vec![button("setup-confirm", true), button("setup-refuse", false)]
}

/// A line with who asked, the area and what for. The mention is HTML of ours, so this is filled in here.
fn filled(locale: Locale, key: &str, asked: &Asked<'_>) -> String {
    let who = asked.who.map_or_else(|| say(locale, "setup-an-administrator", &[]), mention);
    let purpose = match asked.purpose {
        Purpose::Residents => say(locale, "purpose-residents", &[]),
        Purpose::Staff => say(locale, "purpose-staff", &[]),
        Purpose::Department => say(locale, "purpose-department", &[]),
    };
    let args =
        [("who", Arg::Text(who)), ("area", Arg::Text(escape(asked.name))), ("purpose", Arg::Text(purpose))];
    say(locale, key, &args)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outgoing::Does;

    fn area(id: i64, kind: AreaKind, name: &str) -> Area {
        Area { id, parent: Some(1), kind, code: format!("WT-{id}"), name: name.to_owned(), households: 0 }
    }

    /// Words and buttons as they look, and what the buttons carry.
    fn seen(said: &Said) -> String {
        let row = |row: &Vec<Button>| row.iter().map(button).collect::<Vec<_>>().join(" ");
        let rows: Vec<String> = said.keyboard.iter().map(row).collect();
        format!("{}\n{}", said.html, rows.join("\n"))
    }

    fn button(button: &Button) -> String {
        match &button.does {
            Does::Tap(data) => format!("[{} → {data}]", button.text),
            Does::Link(link) => format!("[{} → {link}]", button.text),
        }
    }

    #[test]
    fn the_tree_the_card_and_the_word_to_the_secretary() {
        let here = area(7, AreaKind::Community, "梧桐里社区");
        let (one, two) = (area(8, AreaKind::Grid, "第1网格"), area(9, AreaKind::Grid, "第2网格"));
        let about = About { tg: 5, name: "陈<静>".to_owned(), username: None };
        let who = Some(&about);
        let waiting =
            Asked { chat: 3, area: 8, code: "WT-1", name: "第1网格", purpose: Purpose::Residents, who };
        let can = Abilities { words: true, reactions: false };
        let all = Locale::ALL.map(|locale| {
            let all = [
                seen(&question(locale, Some(&here), &[&one, &two], Some(1), Some("清水桥社区 第1网格"))),
                seen(&question(locale, None, &[&here], None, None)),
                seen(&asked(locale, &waiting, false)),
                seen(&ask_secretary(locale, &Asked { who: None, purpose: Purpose::Staff, ..waiting })),
                bound(locale, "第1网格", Purpose::Residents, can).html,
                bound(locale, "第1网格", Purpose::Residents, Abilities { words: false, ..can }).html,
                bound(locale, "梧桐里社区", Purpose::Staff, can).html,
                bound(locale, "梧桐里社区", Purpose::Department, can).html,
            ];
            all.join("\n\n")
        });
        insta::assert_snapshot!("setup", all.join("\n\n———\n\n"));
    }

    #[test]
    fn buttons_stay_short_and_differ_by_what_was_asked() {
        let most = i64::MAX;
        assert!(data("bnd", most, check(most, Purpose::Department, true)).len() <= 40);
        assert_ne!(check(7, Purpose::Staff, true), check(7, Purpose::Staff, false));
        assert_ne!(check(7, Purpose::Staff, false), check(8, Purpose::Residents, true));
        assert_eq!(purpose(2), Some(Purpose::Staff));
        assert_eq!(purpose(0), None);
    }
}
