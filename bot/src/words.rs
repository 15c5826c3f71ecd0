//! Every word the bot says: Fluent files, three locales, embedded. A practice has one file in each.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// A language the bot speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Locale {
    /// 简体中文.
    ZhCn,
    /// 繁體中文.
    ZhTw,
    /// English.
    En,
}

/// Something said with arguments, before its language is known: a key of the locale files.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    /// The key.
    pub key: &'static str,
    /// Its arguments.
    pub args: Vec<(&'static str, Arg)>,
}

/// An argument of a phrase.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// A number.
    Number(i64),
    /// Text, already fit for where it goes.
    Text(String),
    /// The words of another key, in the same language.
    Key(String),
    /// Another phrase, in the same language.
    Phrase(Phrase),
    /// A local time, worded as [`time`] words it.
    Time(At),
}

/// An instant, seen from another in a time zone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct At {
    /// The instant, ms UTC.
    pub ms: i64,
    /// Story time, ms UTC.
    pub now: i64,
    /// Where the clock hangs.
    pub zone: chrono_tz::Tz,
}

/// Which files there are: name, then the text in each locale.
const FILES: &[(&str, [&str; 3])] = &[
    file(
        "card",
        include_str!("../../locales/zh-CN/card.ftl"),
        include_str!("../../locales/zh-TW/card.ftl"),
        include_str!("../../locales/en/card.ftl"),
    ),
    file(
        "report",
        include_str!("../../locales/zh-CN/report.ftl"),
        include_str!("../../locales/zh-TW/report.ftl"),
        include_str!("../../locales/en/report.ftl"),
    ),
    file(
        "same",
        include_str!("../../locales/zh-CN/same.ftl"),
        include_str!("../../locales/zh-TW/same.ftl"),
        include_str!("../../locales/en/same.ftl"),
    ),
    file(
        "claim",
        include_str!("../../locales/zh-CN/claim.ftl"),
        include_str!("../../locales/zh-TW/claim.ftl"),
        include_str!("../../locales/en/claim.ftl"),
    ),
    file(
        "progress",
        include_str!("../../locales/zh-CN/progress.ftl"),
        include_str!("../../locales/zh-TW/progress.ftl"),
        include_str!("../../locales/en/progress.ftl"),
    ),
    file(
        "finish",
        include_str!("../../locales/zh-CN/finish.ftl"),
        include_str!("../../locales/zh-TW/finish.ftl"),
        include_str!("../../locales/en/finish.ftl"),
    ),
    file(
        "wish",
        include_str!("../../locales/zh-CN/wish.ftl"),
        include_str!("../../locales/zh-TW/wish.ftl"),
        include_str!("../../locales/en/wish.ftl"),
    ),
    file(
        "lists",
        include_str!("../../locales/zh-CN/lists.ftl"),
        include_str!("../../locales/zh-TW/lists.ftl"),
        include_str!("../../locales/en/lists.ftl"),
    ),
    file(
        "status",
        include_str!("../../locales/zh-CN/status.ftl"),
        include_str!("../../locales/zh-TW/status.ftl"),
        include_str!("../../locales/en/status.ftl"),
    ),
    file(
        "away",
        include_str!("../../locales/zh-CN/away.ftl"),
        include_str!("../../locales/zh-TW/away.ftl"),
        include_str!("../../locales/en/away.ftl"),
    ),
    file(
        "routine",
        include_str!("../../locales/zh-CN/routine.ftl"),
        include_str!("../../locales/zh-TW/routine.ftl"),
        include_str!("../../locales/en/routine.ftl"),
    ),
    file(
        "topics",
        include_str!("../../locales/zh-CN/topics.ftl"),
        include_str!("../../locales/zh-TW/topics.ftl"),
        include_str!("../../locales/en/topics.ftl"),
    ),
    file(
        "poll",
        include_str!("../../locales/zh-CN/poll.ftl"),
        include_str!("../../locales/zh-TW/poll.ftl"),
        include_str!("../../locales/en/poll.ftl"),
    ),
    file(
        "meeting",
        include_str!("../../locales/zh-CN/meeting.ftl"),
        include_str!("../../locales/zh-TW/meeting.ftl"),
        include_str!("../../locales/en/meeting.ftl"),
    ),
    file(
        "shadow",
        include_str!("../../locales/zh-CN/shadow.ftl"),
        include_str!("../../locales/zh-TW/shadow.ftl"),
        include_str!("../../locales/en/shadow.ftl"),
    ),
    file(
        "verb",
        include_str!("../../locales/zh-CN/verb.ftl"),
        include_str!("../../locales/zh-TW/verb.ftl"),
        include_str!("../../locales/en/verb.ftl"),
    ),
    file(
        "standing",
        include_str!("../../locales/zh-CN/standing.ftl"),
        include_str!("../../locales/zh-TW/standing.ftl"),
        include_str!("../../locales/en/standing.ftl"),
    ),
    file(
        "setup",
        include_str!("../../locales/zh-CN/setup.ftl"),
        include_str!("../../locales/zh-TW/setup.ftl"),
        include_str!("../../locales/en/setup.ftl"),
    ),
    file(
        "start",
        include_str!("../../locales/zh-CN/start.ftl"),
        include_str!("../../locales/zh-TW/start.ftl"),
        include_str!("../../locales/en/start.ftl"),
    ),
    file(
        "invite",
        include_str!("../../locales/zh-CN/invite.ftl"),
        include_str!("../../locales/zh-TW/invite.ftl"),
        include_str!("../../locales/en/invite.ftl"),
    ),
    file(
        "privacy",
        include_str!("../../locales/zh-CN/privacy.ftl"),
        include_str!("../../locales/zh-TW/privacy.ftl"),
        include_str!("../../locales/en/privacy.ftl"),
    ),
    file(
        "help",
        include_str!("../../locales/zh-CN/help.ftl"),
        include_str!("../../locales/zh-TW/help.ftl"),
        include_str!("../../locales/en/help.ftl"),
    ),
];

const fn file(
    name: &'static str,
    zh_cn: &'static str,
    zh_tw: &'static str,
    en: &'static str,
) -> (&'static str, [&'static str; 3]) {
    (name, [zh_cn, zh_tw, en])
}

static BUNDLES: LazyLock<Vec<FluentBundle<FluentResource>>> =
    LazyLock::new(|| Locale::ALL.into_iter().map(bundle).collect());

fn bundle(locale: Locale) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = locale.as_str().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    for (name, texts) in FILES {
        let resource =
            FluentResource::try_new(texts[locale as usize].to_owned()).unwrap_or_else(|(half, errors)| {
                tracing::error!(file = name, locale = locale.as_str(), ?errors, "a locale file has errors");
                half
            });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(file = name, locale = locale.as_str(), ?errors, "a key stands twice");
        }
    }
    bundle
}

/// Says `key` in `locale`. A key that is missing (a test forbids it) is said as its name.
pub fn say(locale: Locale, key: &str, args: &[(&'static str, Arg)]) -> String {
    let bundle = &BUNDLES[locale as usize];
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        tracing::error!(key, locale = locale.as_str(), "no such words");
        return key.to_owned();
    };
    let mut fluent = FluentArgs::new();
    for (name, value) in args {
        match value {
            Arg::Number(n) => fluent.set(*name, FluentValue::from(*n)),
            Arg::Text(text) => fluent.set(*name, FluentValue::from(text.as_str())),
            Arg::Key(key) => fluent.set(*name, FluentValue::from(say(locale, key, &[]))),
            Arg::Phrase(phrase) => fluent.set(*name, FluentValue::from(phrase.say(locale))),
            Arg::Time(at) => fluent.set(*name, FluentValue::from(time(at.ms, at.now, at.zone, locale))),
        }
    }
    let mut errors = Vec::new();
    let said = bundle.format_pattern(pattern, Some(&fluent), &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::error!(key, locale = locale.as_str(), ?errors, "words could not be filled in");
    }
    said
}

/// A local time: the clock today, the date and clock otherwise.
pub fn time(ms: i64, now: i64, zone: chrono_tz::Tz, locale: Locale) -> String {
    let local = |ms| chrono::DateTime::from_timestamp_millis(ms).unwrap_or_default().with_timezone(&zone);
    let (then, now) = (local(ms), local(now));
    let days = (then.date_naive() - now.date_naive()).num_days();
    let clock = then.format("%H:%M").to_string();
    let named = match days {
        0 => "time-today",
        1 => "time-tomorrow",
        -1 => "time-yesterday",
        _ => "time-date",
    };
    let date = match locale {
        Locale::En => then.format("%-d %b").to_string(),
        _ => then.format("%-m月%-d日").to_string(),
    };
    say(locale, named, &[("clock", clock.into()), ("date", date.into())])
}

impl Phrase {
    /// A phrase without arguments.
    pub fn plain(key: &'static str) -> Phrase {
        Phrase { key, args: Vec::new() }
    }

    /// The same with one argument more.
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Phrase {
        self.args.push((name, value.into()));
        self
    }

    /// Says it.
    pub fn say(&self, locale: Locale) -> String {
        say(locale, self.key, &self.args)
    }
}

impl From<i64> for Arg {
    fn from(value: i64) -> Arg {
        Arg::Number(value)
    }
}

impl From<Phrase> for Arg {
    fn from(value: Phrase) -> Arg {
        Arg::Phrase(value)
    }
}

impl From<At> for Arg {
    fn from(value: At) -> Arg {
        Arg::Time(value)
    }
}

impl From<&str> for Arg {
    fn from(value: &str) -> Arg {
        Arg::Text(value.to_owned())
    }
}

impl From<String> for Arg {
    fn from(value: String) -> Arg {
        Arg::Text(value)
    }
}

impl Locale {
    /// All of them, in the order of the files.
    pub const ALL: [Locale; 3] = [Locale::ZhCn, Locale::ZhTw, Locale::En];

    /// `zh-CN`, `zh-TW` or `en`.
    pub fn as_str(self) -> &'static str {
        match self {
            Locale::ZhCn => "zh-CN",
            Locale::ZhTw => "zh-TW",
            Locale::En => "en",
        }
    }

    /// Reads that name.
    pub fn parse(name: &str) -> Option<Locale> {
        Locale::ALL.into_iter().find(|locale| locale.as_str().eq_ignore_ascii_case(name))
    }

    /// The nearest to what a Telegram app says of its language (`zh-hans`, `zh-hant`, `zh-TW`, `en-GB`, …), if any is near.
    pub fn near(tag: &str) -> Option<Locale> {
        let tag = tag.to_lowercase();
        if tag.starts_with("zh") {
            let traditional = ["hant", "tw", "hk", "mo"].iter().any(|part| tag.contains(part));
            return Some(if traditional { Locale::ZhTw } else { Locale::ZhCn });
        }
        tag.starts_with("en").then_some(Locale::En)
    }
}
