//! Ballots in words: the preview, the card of a secret one, the reminder, the result.

use super::{escape, html, tap};
use crate::outgoing::{Button, Does, Said};
use crate::verbs::data;
use crate::words::{At, Locale, Phrase, say};
use storage::{Ballot, BallotResult, Decision, Majority, Quorum};

/// Numbers of the buttons that set the rule; 1, 3 and 7 are days.
pub const SECRET: i64 = 11;
/// One choice or several.
pub const SEVERAL: i64 = 12;
/// The next of the usual quorums.
pub const QUORUM: i64 = 13;
/// More than half, or two thirds.
pub const MAJORITY: i64 = 14;
/// The options for, against, abstain.
pub const AGREE: i64 = 21;
/// The options yes and no.
pub const YES_NO: i64 = 22;

/// A ballot and what belongs to it.
#[derive(Debug, Clone)]
pub struct BallotView {
    /// The ballot.
    pub ballot: Ballot,
    /// When it ends.
    pub closes: At,
    /// The link to the paper of a secret one.
    pub link: String,
}

/// The options with their letters, a line each, as HTML.
pub fn lettered(options: &[String]) -> String {
    let lines = ('A'..='L').zip(options).map(|(letter, option)| format!("{letter}. {}", escape(option)));
    lines.collect::<Vec<_>>().join("\n")
}

/// The rule in one or two lines, plain text.
pub fn rule(locale: Locale, view: &BallotView) -> String {
    let ballot = &view.ballot;
    let word = |key: &str| say(locale, key, &[]);
    let mut parts = vec![
        word(if ballot.secret { "poll-secret" } else { "poll-public" }),
        word(if ballot.several { "poll-several" } else { "poll-one" }),
        word(match ballot.majority {
            Majority::Simple => "poll-simple",
            Majority::TwoThirds => "poll-two-thirds",
        }),
    ];
    let needed = ballot.quorum.needs(ballot.households);
    match ballot.quorum {
        Quorum::None => {}
        Quorum::Count(_) => parts.push(say(locale, "poll-needs", &[("n", needed.into())])),
        Quorum::Percent(percent) => {
            let args =
                [("n", needed.into()), ("percent", percent.into()), ("households", ballot.households.into())];
            parts.push(say(locale, "poll-needs-percent", &args));
        }
    }
    let until = Phrase::plain("poll-until").with("until", view.closes).say(locale);
    format!("{}\n{until}", parts.join(" · "))
}

/// What stands under the question of a public one, plain text; `again` if people may have voted in another before.
pub fn about(locale: Locale, view: &BallotView, again: bool) -> String {
    let again = again.then(|| say(locale, "poll-again", &[]));
    [rule(locale, view)].into_iter().chain(again).collect::<Vec<_>>().join("\n")
}

/// The draft, as only who wrote it sees it. `chats`: the groups it may go to, by row and name.
pub fn preview(locale: Locale, view: &BallotView, chosen: Option<i64>, chats: &[(i64, String)]) -> Said {
    let ballot = &view.ballot;
    let mut lines = vec![
        say(locale, "poll-preview", &[]),
        html(&Phrase::plain("poll-subject").with("subject", ballot.paper.subject.as_str()), locale),
    ];
    lines.push(match ballot.paper.options.as_slice() {
        [] => say(locale, "poll-no-options", &[]),
        options => lettered(options),
    });
    lines.push(escape(&rule(locale, view)));
    if let Some((_, name)) = chats.iter().find(|(id, _)| Some(*id) == chosen) {
        lines.push(html(&Phrase::plain("poll-goes-to").with("chat", name.as_str()), locale));
    }
    let button =
        |key: &str, code: &str, number: i64| tap(&say(locale, key, &[]), &data(code, ballot.id, number));
    let set = |key: &str, number: i64| button(key, "pst", number);
    let mut keyboard = Vec::new();
    if ballot.paper.options.is_empty() {
        keyboard.push(vec![set("poll-button-agree", AGREE), set("poll-button-yes-no", YES_NO)]);
    }
    keyboard.push(vec![
        set(if ballot.secret { "poll-button-public" } else { "poll-button-secret" }, SECRET),
        set(if ballot.several { "poll-button-one" } else { "poll-button-several" }, SEVERAL),
    ]);
    let majority = match ballot.majority {
        Majority::Simple => "poll-button-two-thirds",
        Majority::TwoThirds => "poll-button-simple",
    };
    keyboard.push(vec![set("poll-button-quorum", QUORUM), set(majority, MAJORITY)]);
    keyboard.push(vec![set("poll-button-1", 1), set("poll-button-3", 3), set("poll-button-7", 7)]);
    if chosen.is_none() {
        keyboard.extend(chats.iter().map(|(id, name)| vec![tap(name, &data("pch", ballot.id, *id))]));
    }
    keyboard.push(vec![button("poll-button-publish", "pgo", 0), button("poll-button-discard", "pdr", 0)]);
    Said { html: lines.join("\n"), keyboard }
}

/// The card of a secret ballot in its group; `again` if there was another before.
pub fn secret_card(locale: Locale, view: &BallotView, again: bool) -> Said {
    let lines = [
        html(&Phrase::plain("poll-secret-head").with("subject", view.ballot.paper.subject.as_str()), locale),
        lettered(&view.ballot.paper.options),
        escape(&about(locale, view, again)),
        say(locale, "poll-secret-how", &[]),
    ];
    Said { html: lines.join("\n"), keyboard: vec![vec![go_vote(locale, view)]] }
}

fn go_vote(locale: Locale, view: &BallotView) -> Button {
    Button { text: say(locale, "poll-button-vote", &[]), does: Does::Link(view.link.clone()) }
}

/// The same once it is over.
pub fn secret_closed(locale: Locale, view: &BallotView) -> Said {
    let lines = [
        html(&Phrase::plain("poll-secret-head").with("subject", view.ballot.paper.subject.as_str()), locale),
        lettered(&view.ballot.paper.options),
        say(locale, "poll-over", &[]),
    ];
    Said { html: lines.join("\n"), keyboard: Vec::new() }
}

/// The one reminder.
pub fn reminder(locale: Locale, view: &BallotView, voters: i64) -> Said {
    let needed = view.ballot.quorum.needs(view.ballot.households);
    let key = match needed {
        n if n > voters => "poll-remind-needs",
        _ => "poll-remind",
    };
    let phrase = Phrase::plain(key)
        .with("subject", view.ballot.paper.subject.as_str())
        .with("until", view.closes)
        .with("voters", voters)
        .with("needed", needed);
    let keyboard = if view.ballot.secret { vec![vec![go_vote(locale, view)]] } else { Vec::new() };
    Said { html: html(&phrase, locale), keyboard }
}

/// The result.
pub fn result(locale: Locale, view: &BallotView, result: &BallotResult, decision: &Decision) -> Said {
    let ballot = &view.ballot;
    let mut lines =
        vec![html(&Phrase::plain("poll-result").with("subject", ballot.paper.subject.as_str()), locale)];
    for (place, (letter, option)) in ('A'..='L').zip(&ballot.paper.options).enumerate() {
        let votes = result.counts.get(place).copied().unwrap_or_default();
        let percent = if result.voters > 0 { (votes * 200 / result.voters + 1) / 2 } else { 0 };
        let key = if decision.passed.contains(&place) { "poll-result-passed" } else { "poll-result-option" };
        let phrase = Phrase::plain(key).with("option", format!("{letter}. {option}"));
        lines.push(html(&phrase.with("votes", votes).with("percent", percent), locale));
    }
    lines.push(turn_out(locale, view, result));
    lines.push(outcome(locale, view, result, decision));
    if result.without_right > 0 {
        lines.push(say(locale, "poll-without-right", &[("n", result.without_right.into())]));
    }
    if let Some(told) = &result.told {
        let counts: Vec<String> = ('A'..='L').zip(told).map(|(letter, n)| format!("{letter} {n}")).collect();
        lines.push(say(locale, "poll-told", &[("counts", counts.join(" · ").into())]));
    }
    Said { html: lines.join("\n"), keyboard: Vec::new() }
}

/// The result for whoever called the ballot, since the group cannot be told.
pub fn result_in_private(
    locale: Locale,
    view: &BallotView,
    given: &BallotResult,
    decision: &Decision,
) -> Said {
    let said = result(locale, view, given, decision);
    Said { html: format!("{}\n{}", say(locale, "poll-result-private", &[]), said.html), ..said }
}

fn turn_out(locale: Locale, view: &BallotView, result: &BallotResult) -> String {
    let households = view.ballot.households;
    let args = [("voters", result.voters.into()), ("households", households.into())];
    say(locale, if households > 0 { "poll-turn-out-of" } else { "poll-turn-out" }, &args)
}

/// What follows from it, in one line.
pub fn outcome(locale: Locale, view: &BallotView, result: &BallotResult, decision: &Decision) -> String {
    if result.voters == 0 {
        return say(locale, "poll-nobody", &[]);
    }
    if !decision.quorate {
        return say(locale, "poll-not-quorate", &[("needed", decision.needed.into())]);
    }
    let letters: Vec<String> =
        decision.passed.iter().filter_map(|place| ('A'..='L').nth(*place)).map(String::from).collect();
    if !letters.is_empty() {
        return say(locale, "poll-passed", &[("letters", letters.join(" ").into())]);
    }
    say(
        locale,
        match view.ballot.majority {
            Majority::Simple => "poll-none-simple",
            Majority::TwoThirds => "poll-none-two-thirds",
        },
        &[],
    )
}

/// A ballot in one line: until when it runs, or how it came out.
pub fn brief(locale: Locale, view: &BallotView, decision: Option<&Decision>) -> String {
    let subject = super::plain(&view.ballot.paper.subject, 40);
    let phrase = |key| Phrase::plain(key).with("subject", subject.clone());
    let phrase = match decision {
        None => phrase("poll-brief-open").with("until", view.closes),
        Some(decision) if !decision.quorate => phrase("poll-brief-few"),
        Some(decision) if decision.passed.is_empty() => phrase("poll-brief-none"),
        Some(decision) => {
            let options = &view.ballot.paper.options;
            let passed = decision.passed.iter().filter_map(|place| options.get(*place));
            let passed: Vec<&str> = passed.map(String::as_str).collect();
            phrase("poll-brief-passed").with("passed", passed.join(" · "))
        }
    };
    html(&phrase, locale)
}

/// The line under the picture.
pub fn chart_caption(locale: Locale, view: &BallotView) -> String {
    let subject = super::plain(&view.ballot.paper.subject, 200);
    html(&Phrase::plain("poll-chart").with("subject", subject), locale)
}

/// What passed, offered to be made a case.
pub fn offer_task(locale: Locale, view: &BallotView, decision: &Decision) -> Said {
    let options = &view.ballot.paper.options;
    let passed: Vec<&str> =
        decision.passed.iter().filter_map(|place| options.get(*place)).map(String::as_str).collect();
    let phrase = Phrase::plain("poll-offer")
        .with("subject", view.ballot.paper.subject.as_str())
        .with("passed", passed.join(" · "));
    let task = tap(&say(locale, "poll-button-task", &[]), &data("ptk", view.ballot.id, 0));
    Said { html: html(&phrase, locale), keyboard: vec![vec![task]] }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::views::paper;
    use crate::views::samples::{NOW, ZONE, seen};
    use storage::{BallotState, Paper, decide};

    pub fn sample() -> BallotView {
        let options = ["赞成", "反对 <这次>", "弃权"].map(str::to_owned).to_vec();
        let ballot = Ballot {
            id: 7,
            bot: 1,
            area: 1,
            chat: None,
            made_by: 1,
            meeting: None,
            state: BallotState::Open,
            paper: Paper { subject: "要不要加装电梯".to_owned(), options },
            secret: false,
            several: false,
            quorum: Quorum::Percent(30),
            majority: Majority::TwoThirds,
            households: 342,
            message: Some(5),
            closes_at: NOW + 3 * 86_400_000,
            opened_at: Some(NOW),
            closed_at: None,
            reminded: false,
            next_due: None,
            result: None,
            case: None,
            made_at: NOW,
        };
        let closes = At { ms: ballot.closes_at, now: NOW, zone: ZONE };
        BallotView { ballot, closes, link: "https://t.me/gridbell_bot?start=vote_7".to_owned() }
    }

    fn with(change: impl FnOnce(&mut Ballot)) -> BallotView {
        let mut view = sample();
        change(&mut view.ballot);
        view
    }

    fn came_out(locale: Locale, view: &BallotView, given: BallotResult) -> String {
        let ballot = &view.ballot;
        let decision = decide(ballot.quorum, ballot.majority, &given.counts, given.voters, ballot.households);
        seen(&result(locale, view, &given, &decision))
    }

    #[test]
    fn a_ballot_from_its_preview_to_its_result() {
        let groups = [(1, "梧桐里社区 第1网格".to_owned()), (2, "梧桐里社区 第2网格".to_owned())];
        let bare = with(|ballot| ballot.paper.options.clear());
        let secret =
            with(|ballot| (ballot.secret, ballot.several, ballot.quorum) = (true, true, Quorum::None));
        let simple = with(|ballot| (ballot.majority, ballot.quorum) = (Majority::Simple, Quorum::Count(5)));
        let counts = |counts: [i64; 3]| BallotResult {
            counts: counts.to_vec(),
            voters: counts.iter().sum(),
            ..BallotResult::default()
        };
        let differs = BallotResult { without_right: 2, told: Some(vec![81, 30, 2]), ..counts([80, 30, 2]) };
        let all = Locale::ALL.map(|locale| {
            let decision = decide(Quorum::None, Majority::Simple, &[3, 1, 0], 4, 0);
            [
                seen(&preview(locale, &bare, None, &groups)),
                seen(&preview(locale, &secret, Some(2), &groups)),
                about(locale, &simple, false),
                about(locale, &simple, true),
                seen(&secret_card(locale, &secret, false)),
                seen(&secret_closed(locale, &secret)),
                seen(&reminder(locale, &sample(), 40)),
                seen(&reminder(locale, &secret, 40)),
                came_out(locale, &sample(), counts([120, 20, 5])),
                came_out(locale, &sample(), differs.clone()),
                came_out(locale, &sample(), counts([60, 60, 0])),
                came_out(locale, &simple, counts([3, 3, 0])),
                came_out(locale, &simple, counts([0, 0, 0])),
                seen(&result_in_private(locale, &simple, &counts([3, 1, 0]), &decision)),
                chart_caption(locale, &sample()),
                seen(&offer_task(locale, &sample(), &decision)),
            ]
            .join("\n\n")
        });
        insta::assert_snapshot!("poll", all.join("\n\n———\n\n"));
    }

    #[test]
    fn a_secret_paper_page_by_page() {
        let one = with(|ballot| ballot.secret = true);
        let several = with(|ballot| (ballot.secret, ballot.several) = (true, true));
        let all = Locale::ALL.map(|locale| {
            [
                paper::first(locale, &one),
                paper::confirm(locale, &one),
                paper::first(locale, &several),
                paper::option(locale, &several, 1),
                paper::cast(locale, &several),
            ]
            .map(|said| seen(&said))
            .join("\n\n")
        });
        insta::assert_snapshot!("paper", all.join("\n\n———\n\n"));
    }
}
