//! What the bot would have done in a group in which it does not speak, in words for the secretary.

use super::{escape, time};
use crate::outgoing::Said;
use crate::words::{Locale, say};
use storage::Shadow;

/// A day in a group.
#[derive(Debug, Clone)]
pub struct ShadowView {
    /// Where the group belongs.
    pub area: String,
    /// Story time.
    pub now: i64,
    /// The area's zone.
    pub zone: chrono_tz::Tz,
    /// The group's Telegram id; a supergroup's messages have links.
    pub chat: i64,
    /// Message, what, when; in the order it was said.
    pub seen: Vec<(i64, Shadow, i64)>,
}

/// How many messages the report names.
const NAMED: usize = 30;

/// The report.
pub fn report(locale: Locale, view: &ShadowView) -> Said {
    let area = ("area", escape(&view.area).into());
    let mut lines = vec![say(locale, "shadow-head", &[area])];
    if view.seen.is_empty() {
        lines.push(say(locale, "shadow-nothing", &[]));
    }
    for what in Shadow::ALL {
        let n = view.seen.iter().filter(|(_, seen, _)| *seen == what).count() as i64;
        if n > 0 {
            lines.push(say(locale, &format!("shadow-would-{}", what.as_str()), &[("n", n.into())]));
            let named = view.seen.iter().filter(|(_, seen, _)| *seen == what).take(NAMED);
            let places: Vec<String> =
                named.map(|(message, _, at)| place(locale, view, *message, *at)).collect();
            lines.push(format!("　{}", places.join(" · ")));
        }
    }
    lines.push(say(locale, "shadow-foot", &[]));
    Said { html: lines.join("\n"), keyboard: Vec::new() }
}

/// When a message was said, with a link to it where Telegram has one.
fn place(locale: Locale, view: &ShadowView, message: i64, at: i64) -> String {
    let clock = time(at, view.now, view.zone, locale);
    // https://core.telegram.org/api/links#message-links: a supergroup's id without its mark of -100.
    match view.chat.to_string().strip_prefix("-100") {
        Some(id) => format!("<a href=\"https://t.me/c/{id}/{message}\">{clock}</a>"),
        None => clock,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::samples;

    #[test]
    fn the_report_as_it_reads() {
        let seen = vec![
            (41, Shadow::Card, samples::NOW - 7_200_000),
            (45, Shadow::Emergency, samples::NOW - 3_600_000),
            (47, Shadow::Card, samples::NOW - 1_800_000),
            (52, Shadow::Question, samples::NOW - 60_000),
            (53, Shadow::Wish, samples::NOW),
        ];
        let area = "梧桐里社区 第1网格".to_owned();
        let (now, zone) = (samples::NOW, samples::ZONE);
        let all = Locale::ALL.map(|locale| {
            let full = ShadowView { area: area.clone(), now, zone, chat: -1001234567890, seen: seen.clone() };
            let quiet = ShadowView { seen: Vec::new(), ..full.clone() };
            [report(locale, &full).html, report(locale, &quiet).html].join("\n\n")
        });
        insta::assert_snapshot!("shadow", all.join("\n\n———\n\n"));
    }

    #[test]
    fn a_plain_groups_messages_have_no_links() {
        let seen = vec![(41, Shadow::Card, samples::NOW)];
        let view =
            ShadowView { area: String::new(), now: samples::NOW, zone: samples::ZONE, chat: -4567, seen };
        assert!(!report(Locale::ZhCn, &view).html.contains("t.me"));
    }
}
