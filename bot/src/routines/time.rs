//! Local times of an area: quiet hours, dates, and the instants at which daily things come due.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Timelike};
use chrono_tz::Tz;
use storage::Settings;

/// The local time of `ms`.
pub fn local(ms: i64, zone: Tz) -> DateTime<Tz> {
    DateTime::from_timestamp_millis(ms).unwrap_or_default().with_timezone(&zone)
}

/// The local date as `2026-11-21`.
pub fn day(settings: &Settings, now: i64) -> String {
    local(now, settings.time_zone).format("%Y-%m-%d").to_string()
}

/// The instant at which `minute` of the day comes on `date`. In a gap of daylight saving the first instant
/// after it; where the hour comes twice, the first.
pub fn at(date: NaiveDate, minute: u32, zone: Tz) -> i64 {
    let time = NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).unwrap_or_default();
    let mut naive = date.and_time(time);
    for _ in 0..36 {
        if let Some(found) = zone.from_local_datetime(&naive).earliest() {
            return found.timestamp_millis();
        }
        naive += chrono::TimeDelta::minutes(5);
    }
    zone.from_utc_datetime(&naive).timestamp_millis()
}

/// When the quiet hours end, if `now` is within them; else 0.
pub fn quiet_until(settings: &Settings, now: i64) -> i64 {
    let Some((_, end)) = settings.quiet else { return 0 };
    let local = local(now, settings.time_zone);
    if !settings.is_quiet(local.hour() * 60 + local.minute()) {
        return 0;
    }
    let today = at(local.date_naive(), end, settings.time_zone);
    if today > now {
        return today;
    }
    let tomorrow = local.date_naive().checked_add_days(Days::new(1)).unwrap_or(local.date_naive());
    at(tomorrow, end, settings.time_zone)
}
