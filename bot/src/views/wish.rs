//! A wish in words: its card, what its keepers are asked, and what whoever claims it is told. Who wished is named to
//! the keeper alone.

use super::{escape, html, mention, plain, tap, time};
use crate::outgoing::{Button, Does, Said};
use crate::verbs::data;
use crate::words::{Arg, Locale, Phrase, say};
use storage::{About, Case, Status};

/// What a wish's card shows.
#[derive(Debug, Clone)]
pub struct WishView {
    /// The wish; of its words only the approved ones are shown.
    pub case: Case,
    /// The name of its grid; empty where that is plain.
    pub area: String,
    /// Who claimed it; empty if nobody or unknown.
    pub holder: String,
    /// Story time.
    pub now: i64,
    /// The area's time zone.
    pub zone: chrono_tz::Tz,
}

/// The longest part of a wish that is shown, characters; a whole one fits.
const WORDS: usize = 500;

/// A message of ours that is answered by a reply to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// How to put a wish.
    Words,
    /// Why a wish is not posted.
    Reason,
    /// A word of thanks.
    Thanks,
}

impl Asks {
    fn key(self) -> &'static str {
        match self {
            Asks::Words => "wish-ask-words",
            Asks::Reason => "wish-ask-reason",
            Asks::Thanks => "wish-ask-thanks",
        }
    }
}

/// Asks for a reply.
pub fn prompt(locale: Locale, asks: Asks, case: &Case) -> Said {
    let html = say(locale, asks.key(), &[("number", case.number.into())]);
    let mut keyboard = Vec::new();
    if asks == Asks::Thanks {
        keyboard.push(vec![button(locale, "button-wish-no-thanks", "thk", case)]);
    }
    Said { html, keyboard }
}

/// What a message of ours asks about the wish with this number, by its own words: in whichever language it was asked.
pub fn asked(text: &str, number: i64) -> Option<Asks> {
    let all = [Asks::Words, Asks::Reason, Asks::Thanks];
    all.into_iter().find(|asks| {
        Locale::ALL.iter().any(|locale| say(*locale, asks.key(), &[("number", number.into())]) == text.trim())
    })
}

/// The card.
pub fn card(locale: Locale, view: &WishView) -> Said {
    let case = &view.case;
    let mut head = say(locale, "wish-head", &[("number", case.number.into())]);
    if !view.area.is_empty() {
        head = format!("{head} · {}", escape(&view.area));
    }
    let words = match case.shown.as_deref() {
        // What was taken back is not read any more.
        _ if case.status == Status::Withdrawn => None,
        Some(words) => Some(escape(&plain(words, WORDS))),
        None => Some(say(locale, "card-forgotten", &[])),
    };
    let lines: Vec<String> = [Some(head), words, Some(state(locale, view))].into_iter().flatten().collect();
    let keyboard = match case.status {
        Status::Open => vec![vec![button(locale, "button-wish-claim", "clm", case)]],
        Status::Claimed => holders(locale, case),
        Status::Done => vec![vec![button(locale, "button-wish-confirm", "cfm", case)]],
        Status::Proposed | Status::Closed | Status::Withdrawn | Status::Merged | Status::Refused => {
            Vec::new()
        }
    };
    Said { html: lines.join("\n"), keyboard }
}

/// Where a wish stands, as everybody may read it.
pub fn state(locale: Locale, view: &WishView) -> String {
    let case = &view.case;
    let phrase = match (case.status, case.outcome.as_deref()) {
        (Status::Proposed, _) => Phrase::plain("wish-proposed"),
        (Status::Open, _) => Phrase::plain("wish-open"),
        (Status::Claimed, _) => {
            Phrase::plain("wish-claimed").with("until", time(case.done_due, view.now, view.zone, locale))
        }
        (Status::Done, _) => Phrase::plain("wish-done"),
        (Status::Closed, Some("confirmed")) => Phrase::plain("wish-granted"),
        (Status::Closed, _) => Phrase::plain("wish-lapsed"),
        (Status::Withdrawn | Status::Merged, _) => Phrase::plain("wish-withdrawn"),
        (Status::Refused, _) => Phrase::plain("wish-refused"),
    };
    html(&phrase.with("holder", named(&view.holder)), locale)
}

/// A neighbour by name, or a neighbour.
pub fn named(name: &str) -> Arg {
    match name {
        "" => Arg::Key("wish-somebody".to_owned()),
        name => Arg::Text(name.to_owned()),
    }
}

/// The buttons of whoever claimed a wish.
pub fn holders(locale: Locale, case: &Case) -> Vec<Vec<Button>> {
    vec![vec![
        button(locale, "button-wish-done", "don", case),
        button(locale, "button-wish-release", "rel", case),
    ]]
}

/// Did it arrive? For who wished, and for its keeper.
pub fn arrived(locale: Locale, case: &Case) -> Vec<Vec<Button>> {
    vec![vec![
        button(locale, "button-wish-arrived", "cfm", case),
        button(locale, "button-wish-missing", "mis", case),
    ]]
}

/// What its keepers look at before a wish is posted: the words as they would be, perhaps `reworded` by one of them.
pub fn news(locale: Locale, case: &Case, area: &str, reworded: bool) -> Said {
    let words = case.shown.as_deref().unwrap_or_default();
    let lines = [
        format!("{} · {}", say(locale, "wish-head", &[("number", case.number.into())]), escape(area)),
        say(locale, if reworded { "wish-reworded" } else { "wish-news" }, &[]),
        format!("<blockquote>{}</blockquote>", escape(&plain(words, WORDS))),
    ];
    let keyboard = vec![
        vec![button(locale, "button-wish-approve", "apv", case)],
        vec![
            button(locale, "button-wish-rewrite", "rwt", case),
            button(locale, "button-wish-refuse", "rfs", case),
        ],
    ];
    Said { html: lines.join("\n"), keyboard }
}

/// To who wished in private: it is noted, and can be taken back.
pub fn noted(locale: Locale, case: &Case) -> Said {
    let html = say(locale, "wish-noted", &[("number", case.number.into())]);
    Said { html, keyboard: vec![vec![button(locale, "button-wish-withdraw", "wdr", case)]] }
}

/// To who wished in a group, without a word of what was wished; `link` opens the bot for who never did.
pub fn noted_in_group(locale: Locale, link: Option<&str>) -> Said {
    match link {
        None => Said { html: say(locale, "wish-noted-group", &[]), keyboard: Vec::new() },
        Some(link) => Said { html: say(locale, "wish-noted-start", &[]), keyboard: open(locale, link) },
    }
}

fn open(locale: Locale, link: &str) -> Vec<Vec<Button>> {
    vec![vec![Button { text: say(locale, "button-open-me", &[]), does: Does::Link(link.to_owned()) }]]
}

/// To the keeper who approved it: the words as they were said, and by whom.
pub fn kept(locale: Locale, case: &Case, wisher: Option<&About>) -> Said {
    let mut lines = vec![say(locale, "wish-kept", &[("number", case.number.into())])];
    lines.extend(case.words.as_deref().map(|words| escape(&plain(words, 3000))));
    lines.extend(wisher.map(|about| format!("{} {}", say(locale, "wish-wisher", &[]), mention(about))));
    Said { html: lines.join("\n"), keyboard: Vec::new() }
}

/// To whoever claimed it: until when it is theirs, and through whom to hand over.
pub fn how(locale: Locale, view: &WishView, keeper: Option<&About>) -> Said {
    let case = &view.case;
    let until = time(case.done_due, view.now, view.zone, locale);
    let keeper = keeper.map_or_else(|| say(locale, "wish-some-keeper", &[]), mention);
    let words = plain(case.shown.as_deref().unwrap_or_default(), WORDS);
    let args = [
        ("number", case.number.into()),
        ("words", escape(&words).into()),
        ("until", until.into()),
        ("keeper", keeper.into()),
    ];
    Said { html: say(locale, "wish-how", &args), keyboard: holders(locale, case) }
}

/// The same for who cannot be written to: it waits behind a link.
pub fn how_waits(locale: Locale, case: &Case, who: &str, link: &str) -> Said {
    let line = say(locale, "wish-how-start", &[("number", case.number.into())]);
    Said { html: format!("{who} {line}"), keyboard: open(locale, link) }
}

/// Is it a wish? For the author of words said in private: they stand in the message `source`.
pub fn whether(locale: Locale, source: i64) -> Said {
    let button = |key: &str, code: &str| tap(&say(locale, key, &[]), &data(code, source, 0));
    Said {
        html: say(locale, "wish-whether", &[]),
        keyboard: vec![
            vec![button("button-wish-yes", "wsh"), button("button-wish-report", "yes")],
            vec![button("button-no-need", "nop")],
        ],
    }
}

/// The same about words said in the group of `area`. The question repeats them, since it is where they are kept.
pub fn whether_said(locale: Locale, area: i64, words: &str) -> Said {
    Said {
        html: format!("{}\n{}", say(locale, "wish-whether-said", &[]), escape(words)),
        keyboard: vec![vec![
            tap(&say(locale, "button-wish-yes", &[]), &data("wsh", area, 1)),
            tap(&say(locale, "button-no-need", &[]), &data("nop", area, 0)),
        ]],
    }
}

/// The words that such a question repeats.
pub fn repeated(question: &str) -> Option<&str> {
    question.split_once('\n').map(|(_, words)| words.trim()).filter(|words| !words.is_empty())
}

fn button(locale: Locale, key: &str, code: &str, case: &Case) -> Button {
    tap(&say(locale, key, &[]), &data(code, case.id, case.version))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::samples::{NOW, ZONE, seen, wish};

    fn view(status: Status) -> WishView {
        let case = Case { status, outcome: None, ..wish(12, "一位邻居想要<收音机>") };
        let holder = if status == Status::Open { String::new() } else { "张明".to_owned() };
        WishView { case, area: String::new(), holder, now: NOW, zone: ZONE }
    }

    #[test]
    fn a_wish_in_every_state() {
        let mut views: Vec<WishView> = Status::ALL.into_iter().map(view).collect();
        let mut granted = view(Status::Closed);
        (granted.case.outcome, granted.area) = (Some("confirmed".to_owned()), "第1网格".to_owned());
        let mut forgotten = view(Status::Claimed);
        (forgotten.case.shown, forgotten.holder) = (None, String::new());
        views.extend([granted, forgotten]);
        for locale in Locale::ALL {
            let all: Vec<String> = views.iter().map(|view| seen(&card(locale, view))).collect();
            insta::assert_snapshot!(format!("wish_card_{}", locale.as_str()), all.join("\n\n———\n\n"));
        }
    }

    #[test]
    fn what_is_said_around_a_wish() {
        let about = |name: &str| About { tg: 7, name: name.to_owned(), username: None };
        let (case, link) = (wish(12, "想要收音机"), "https://t.me/gridbell_bot?start=wish_7");
        for locale in Locale::ALL {
            let all = [
                noted(locale, &case),
                noted_in_group(locale, None),
                noted_in_group(locale, Some(link)),
                news(locale, &case, "第1网格", false),
                news(locale, &case, "第1网格", true),
                prompt(locale, Asks::Words, &case),
                prompt(locale, Asks::Reason, &case),
                kept(locale, &case, Some(&about("李奶奶"))),
                how(locale, &view(Status::Claimed), Some(&about("李建国"))),
                how(locale, &view(Status::Claimed), None),
                how_waits(locale, &case, "张明", link),
                Said { html: "…".to_owned(), keyboard: arrived(locale, &case) },
                prompt(locale, Asks::Thanks, &case),
                whether(locale, 5),
                whether_said(locale, 3, "要是有人<陪我>就好了"),
            ];
            let all: Vec<String> = all.iter().map(seen).collect();
            insta::assert_snapshot!(format!("wish_{}", locale.as_str()), all.join("\n\n———\n\n"));
        }
    }

    #[test]
    fn a_prompt_is_known_by_its_own_words() {
        for locale in Locale::ALL {
            for asks in [Asks::Words, Asks::Reason, Asks::Thanks] {
                let said = prompt(locale, asks, &wish(12, "想要收音机"));
                assert!(!said.html.contains(['<', '&']), "as people read it: {}", said.html);
                assert_eq!(asked(&said.html, 12), Some(asks));
                assert_eq!(asked(&said.html, 13), None);
            }
        }
        assert_eq!(repeated("问一句\n想要花"), Some("想要花"));
        assert_eq!(repeated("问一句"), None);
    }
}
