//! Settings of an area: what the org file gave this node alone, and what it comes to once inherited.

use crate::row::from_json;
use crate::{Error, Result};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// The languages the bot speaks.
pub const LOCALES: [&str; 3] = ["zh-CN", "zh-TW", "en"];

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// What holds at an area: its own settings, else those of the nearest area above, else the defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// For every local time here.
    pub time_zone: Tz,
    /// The language of its chats: one of [`LOCALES`].
    pub locale: String,
    /// From and until which minute of the day nothing sounds; may run over midnight. `None`: never quiet.
    pub quiet: Option<(u32, u32)>,
    /// The minute of the day of the evening digest.
    pub digest_at: u32,
    /// The minute of the day of a worker's morning list.
    pub morning_at: u32,
    /// The number to ring when it cannot wait.
    pub duty_phone: Option<String>,
    /// By when work must be claimed and done.
    pub deadlines: Deadlines,
    /// How many messages an hour the bot may say in a group on its own account; emergencies do not count.
    pub budget: i64,
    /// Whether corrections are kept here, of reporters who agreed, to read better.
    pub learn: bool,
    /// Names of the housing estates here, as people say them; those of the areas above come after.
    pub estates: Vec<String>,
    /// Names of spots here: gates, squares, roads; those of the areas above come after.
    pub spots: Vec<String>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            time_zone: chrono_tz::Asia::Shanghai,
            locale: LOCALES[0].to_owned(),
            quiet: Some((22 * 60, 7 * 60)),
            digest_at: 18 * 60,
            morning_at: 8 * 60 + 30,
            duty_phone: None,
            deadlines: Deadlines::default(),
            budget: 30,
            learn: false,
            estates: Vec::new(),
            spots: Vec::new(),
        }
    }
}

impl Settings {
    /// Whether this minute of the local day is quiet.
    pub fn is_quiet(&self, minute: u32) -> bool {
        self.quiet.is_some_and(|(from, until)| {
            if from <= until { (from..until).contains(&minute) } else { minute >= from || minute < until }
        })
    }
}

/// How long until a case must be claimed and until it must be done, from its making; milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// Until somebody has it.
    pub claim: i64,
    /// Until it is done.
    pub done: i64,
}

/// The deadlines of each urgency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadlines {
    /// Life or health in danger now.
    pub emergency: Band,
    /// A day is too long.
    pub urgent: Band,
    /// The rest.
    pub normal: Band,
    /// Of the rest, the categories that need an authority or patience.
    pub long: Band,
    /// Which categories those are.
    pub long_categories: Vec<String>,
}

impl Default for Deadlines {
    fn default() -> Deadlines {
        Deadlines {
            emergency: Band { claim: 15 * MINUTE, done: 2 * HOUR },
            urgent: Band { claim: 2 * HOUR, done: DAY },
            normal: Band { claim: DAY, done: 7 * DAY },
            long: Band { claim: DAY, done: 15 * DAY },
            long_categories: ["illegal_build", "dispute", "public_service"].map(str::to_owned).to_vec(),
        }
    }
}

impl Deadlines {
    /// How long to the claim and to the end for a case of this urgency and category, in milliseconds.
    /// An unknown urgency counts as normal.
    pub fn due(&self, urgency: &str, category: &str) -> (i64, i64) {
        let band = match urgency {
            "emergency" => self.emergency,
            "urgent" => self.urgent,
            _ if self.long_categories.iter().any(|long| long == category) => self.long,
            _ => self.normal,
        };
        (band.claim, band.done)
    }
}

/// What the org file gave one area alone, as kept in `area.settings`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Own {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet: Option<Quiet>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest_at: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub morning_at: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duty_phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emergency: Option<Band>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgent: Option<Band>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub normal: Option<Band>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub long: Option<Band>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub long_categories: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub households: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learn: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub estates: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spots: Vec<String>,
}

/// Quiet hours as given: a span of the day, or none at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Quiet {
    Never,
    Span(u32, u32),
}

impl Own {
    /// Reads the column; most areas give nothing, so that costs nothing.
    pub(crate) fn read(json: &str) -> Result<Own> {
        if json == "{}" { Ok(Own::default()) } else { from_json("area.settings", json) }
    }

    /// Whether everything that is inherited comes from above.
    pub(crate) fn inherits_all(&self) -> bool {
        Own { households: None, ..self.clone() } == Own::default()
    }

    /// These settings over those of the area above.
    pub(crate) fn over(&self, above: &Settings) -> Result<Settings> {
        let mut all = above.clone();
        if let Some(name) = &self.time_zone {
            all.time_zone = name.parse().map_err(|_| Error::Unreadable {
                column: "area.settings",
                what: "an unknown time zone".to_owned(),
            })?;
        }
        if let Some(quiet) = self.quiet {
            all.quiet = match quiet {
                Quiet::Never => None,
                Quiet::Span(from, until) => Some((from, until)),
            };
        }
        put(&mut all.locale, &self.locale);
        put(&mut all.digest_at, &self.digest_at);
        put(&mut all.morning_at, &self.morning_at);
        put(&mut all.budget, &self.budget);
        put(&mut all.learn, &self.learn);
        put(&mut all.deadlines.emergency, &self.emergency);
        put(&mut all.deadlines.urgent, &self.urgent);
        put(&mut all.deadlines.normal, &self.normal);
        put(&mut all.deadlines.long, &self.long);
        put(&mut all.deadlines.long_categories, &self.long_categories);
        all.estates.splice(0..0, self.estates.iter().cloned());
        all.spots.splice(0..0, self.spots.iter().cloned());
        if self.duty_phone.is_some() {
            all.duty_phone.clone_from(&self.duty_phone);
        }
        Ok(all)
    }
}

fn put<T: Clone>(into: &mut T, own: &Option<T>) {
    if let Some(value) = own {
        into.clone_from(value);
    }
}

/// Reads `15m`, `2h` or `7d` as milliseconds.
pub(crate) fn duration(text: &str) -> Option<i64> {
    let unit = match text.chars().last()? {
        'm' => MINUTE,
        'h' => HOUR,
        'd' => DAY,
        _ => return None,
    };
    let count: u32 = text[..text.len() - 1].parse().ok()?;
    (1..=100_000).contains(&count).then(|| i64::from(count) * unit)
}

/// Reads `18:30` as the minute of the day.
pub(crate) fn minute_of_day(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    if hour.is_empty() || hour.len() > 2 || minute.len() != 2 {
        return None;
    }
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_run_over_midnight() {
        let night = Settings::default();
        assert!(night.is_quiet(22 * 60) && night.is_quiet(0) && night.is_quiet(7 * 60 - 1));
        assert!(!night.is_quiet(7 * 60) && !night.is_quiet(21 * 60 + 59));
        let noon = Settings { quiet: Some((720, 840)), ..Settings::default() };
        assert!(noon.is_quiet(720) && !noon.is_quiet(840));
        assert!(!Settings { quiet: None, ..Settings::default() }.is_quiet(0));
    }

    #[test]
    fn a_long_category_stretches_only_what_is_not_urgent() {
        let deadlines = Deadlines::default();
        assert_eq!(deadlines.due("normal", "lighting"), (DAY, 7 * DAY));
        assert_eq!(deadlines.due("normal", "dispute"), (DAY, 15 * DAY));
        assert_eq!(deadlines.due("urgent", "dispute"), (2 * HOUR, DAY));
        assert_eq!(deadlines.due("emergency", "gas_heat"), (15 * MINUTE, 2 * HOUR));
    }

    #[test]
    fn times_are_read_strictly() {
        assert_eq!(duration("90m"), Some(90 * MINUTE));
        assert_eq!(duration("7d"), Some(7 * DAY));
        for wrong in ["", "m", "0h", "-2h", "2", "2 h", "2w", "999999d", "二h", "2小"] {
            assert_eq!(duration(wrong), None, "{wrong}");
        }
        assert_eq!(minute_of_day("8:30"), Some(510));
        assert_eq!(minute_of_day("00:00"), Some(0));
        for wrong in ["24:00", "8", "8:3", "8:60", "-1:00", ":30", "+8:30x"] {
            assert_eq!(minute_of_day(wrong), None, "{wrong}");
        }
    }
}
