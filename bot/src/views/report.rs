//! Words around a report: its one question, the number to ring, and what whoever takes a private one gets.

use super::{choices, escape, html, mention, place, plain, tap};
use crate::outgoing::{Button, Said};
use crate::verbs::data;
use crate::words::{Locale, Phrase, say};
use storage::{About, Area, Case};
use understand::Category;
use understand::danger::Help;

/// In a button of the category question: show all of them.
pub const MORE: i64 = 99;

/// How many buildings fit under a question; with more the building is written.
const MOST_BUILDINGS: usize = 60;

/// Is this a report? For the author of the message `source`.
pub fn whether(locale: Locale, source: i64) -> Said {
    let button = |key: &str, code: &str| tap(&say(locale, key, &[]), &data(code, source, 0));
    Said {
        html: say(locale, "question-whether", &[]),
        keyboard: vec![vec![button("button-note", "yes"), button("button-no-need", "nop")]],
    }
}

/// Which building? Their places in the list, counted from 1, are the answers; 0 is none of them.
pub fn buildings(locale: Locale, case: &Case, buildings: &[&Area]) -> Said {
    let question = Phrase::plain("question-building").with("number", case.number);
    if buildings.len() > MOST_BUILDINGS {
        return super::line(&question, locale);
    }
    let named = buildings.iter().zip(1..);
    let mut answers: Vec<(String, String)> =
        named.map(|(area, index)| (plain(&area.name, 20), data("bld", case.id, index))).collect();
    answers.push((say(locale, "button-no-building", &[]), data("bld", case.id, 0)));
    choices(&question, &answers, locale)
}

/// What kind of trouble is it? Few of the categories, with a way to see all.
pub fn categories(locale: Locale, case: &Case, offered: &[Category]) -> Said {
    let question = Phrase::plain("question-category").with("number", case.number);
    choices(&question, &category_answers(locale, case, offered), locale)
}

fn category_answers(locale: Locale, case: &Case, offered: &[Category]) -> Vec<(String, String)> {
    let answer = |category: &Category| {
        let index = Category::ALL.iter().position(|one| one == category).unwrap_or_default() as i64;
        (super::category(locale, category.as_str()), data("cat", case.id, index))
    };
    let mut answers: Vec<(String, String)> = offered.iter().map(answer).collect();
    if offered.len() < Category::ALL.len() {
        answers.push((say(locale, "button-more", &[]), data("cat", case.id, MORE)));
    }
    answers
}

/// Which grid is it for? Areas by row and name; the code of the buttons and the version in them.
pub fn grids(locale: Locale, areas: &[(i64, String)], (code, version): (&str, i64)) -> Said {
    let mut answers: Vec<(String, String)> =
        areas.iter().map(|(area, name)| (plain(name, 40), data(code, *area, version))).collect();
    answers.push((say(locale, "button-no-need", &[]), data("nop", 0, 0)));
    choices(&Phrase::plain("question-grid"), &answers, locale)
}

/// Whom to ring, at once. Without a duty telephone the fire brigade, which also opens lifts and shuts off gas.
pub fn ring(locale: Locale, help: Help, phone: Option<&str>) -> Said {
    let key = match (help, phone) {
        (Help::Fire, _) => "ring-fire",
        (Help::Medical, _) => "ring-medical",
        (Help::Police, _) => "ring-police",
        (Help::Gas, Some(_)) => "ring-gas",
        (Help::Gas, None) => "ring-gas-119",
        (Help::Lift, Some(_)) => "ring-lift",
        (Help::Lift, None) => "ring-lift-119",
        (Help::Duty, Some(_)) => "ring-duty",
        (Help::Duty, None) => "ring-duty-110",
    };
    let mut text = say(locale, key, &[("phone", escape(phone.unwrap_or_default()).into())]);
    if let (Help::Fire | Help::Medical | Help::Police, Some(phone)) = (help, phone) {
        text.push('\n');
        text.push_str(&say(locale, "card-duty", &[("phone", escape(phone).into())]));
    }
    Said { html: text, keyboard: Vec::new() }
}

/// What whoever took a private case gets: all of its words and place, and who reported it. `offered`: categories to
/// choose from when nobody named one yet.
pub fn handed(locale: Locale, case: &Case, reporter: Option<&About>, offered: &[Category]) -> Said {
    let mut lines = vec![html(&Phrase::plain("private-handed").with("number", case.number), locale)];
    let mut at = place(&case.place);
    if let Some(room) = &case.place.room {
        at = format!("{at} {room}");
    }
    if !at.trim().is_empty() {
        lines.push(html(&Phrase::plain("card-place").with("place", at.trim()), locale));
    }
    if let Some(words) = case.words.as_deref().filter(|words| !words.is_empty()) {
        lines.push(escape(&plain(words, 3000)));
    }
    if let Some(about) = reporter {
        lines.push(format!("{} {}", say(locale, "private-reporter", &[]), mention(about)));
    }
    let answers = category_answers(locale, case, offered);
    let row = |row: &[(String, String)]| row.iter().map(|(text, data)| tap(text, data)).collect();
    let keyboard: Vec<Vec<Button>> = match offered {
        [] => Vec::new(),
        _ => answers.chunks(2).map(row).collect(),
    };
    Said { html: lines.join("\n"), keyboard }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::samples::{case, seen};
    use storage::AreaKind;

    fn area(id: i64, name: &str) -> Area {
        let (kind, code) = (AreaKind::Building, format!("WT-1-{id}"));
        Area { id, parent: Some(1), kind, code, name: name.to_owned(), households: 0 }
    }

    fn each(one: impl Fn(Locale) -> Vec<Said>) -> String {
        let all = Locale::ALL.map(|locale| one(locale).iter().map(seen).collect::<Vec<_>>().join("\n\n"));
        all.join("\n\n———\n\n")
    }

    #[test]
    fn questions() {
        let about = case(12, "lighting", "楼道灯坏了");
        let (one, two) = (area(1, "1号楼"), area(2, "A<座>"));
        let likely = [Category::Water, Category::Lighting, Category::Sanitation];
        insta::assert_snapshot!(
            "report_questions",
            each(|locale| vec![
                whether(locale, 41),
                buildings(locale, &about, &[&one, &two]),
                categories(locale, &about, &likely),
                categories(locale, &about, Category::ALL),
                grids(
                    locale,
                    &[(1, "梧桐里社区 第1网格".to_owned()), (2, "梧桐里社区 第2网格".to_owned())],
                    ("grd", 0)
                ),
            ])
        );
    }

    #[test]
    fn too_many_buildings_are_written_instead() {
        let many: Vec<Area> = (1..=61).map(|n| area(n, &format!("{n}号楼"))).collect();
        let many: Vec<&Area> = many.iter().collect();
        assert!(buildings(Locale::ZhCn, &case(12, "lighting", ""), &many).keyboard.is_empty());
        assert!(!buildings(Locale::ZhCn, &case(12, "lighting", ""), &many[..60]).keyboard.is_empty());
    }

    #[test]
    fn numbers_to_ring() {
        let help = [Help::Fire, Help::Medical, Help::Police, Help::Gas, Help::Lift, Help::Duty];
        insta::assert_snapshot!(
            "report_ring",
            each(|locale| {
                let with = |phone| help.map(|help| ring(locale, help, phone));
                with(Some("010-5550-0123")).into_iter().chain(with(None)).collect()
            })
        );
    }

    #[test]
    fn whoever_takes_a_private_case_gets_all_of_it() {
        let mut about = case(12, "water", "3号楼301漏水，<急>");
        about.place.room = Some("301".to_owned());
        let mut voice = case(13, "other", "");
        voice.place = storage::Place::default();
        let reporter = About { tg: 5, name: "李<奶奶>".to_owned(), username: None };
        insta::assert_snapshot!(
            "report_handed",
            each(|locale| vec![
                handed(locale, &about, Some(&reporter), &[]),
                handed(locale, &voice, None, &[Category::Water, Category::Lift]),
            ])
        );
    }
}
