//! How well building, unit and room are read, measured on labelled delivery addresses put into sentences.
//! The addresses are not part of the repository.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::path::Path;

use understand::{Ask, Names, Place, understand};

/// Sentences around an address, used in turn.
const CARRIERS: &[(&str, &str)] = &[
    ("", "的灯坏了"),
    ("我住", "，没水了"),
    ("你好，", "漏水，麻烦派人来看看"),
    ("请问", "什么时候能修好？"),
    ("地址：", "\n电梯停了两天"),
    ("投诉", "门口半夜还在装修"),
];

/// Other sentences, in each of which every address is read: what follows a number tells what it is.
const OTHERS: &[(&str, &str)] = &[
    ("", "楼道灯不亮"),
    ("我家在", "，一直没暖气"),
    ("", "楼下有人乱停车"),
    ("", "电梯坏了好几天了"),
    ("麻烦来一趟", "，马桶堵了"),
    ("", "有人高空抛物"),
    ("住在", "的老人摔倒了，谁能帮忙看看"),
    ("", "停电了"),
    ("昨天晚上", "漏水，到现在没人管"),
    ("@物业 ", "门禁坏了"),
    ("", "对面垃圾没人清"),
    ("我是", "的业主，家里没水"),
    ("", " 没电"),
    ("帮忙看一下", "的水表"),
    ("", "单元门坏了"),
    ("", "门口路灯不亮"),
    ("位置", "，消防通道被堵"),
    ("请派人到", "修水管"),
    ("", "有股煤气味"),
    ("", "这边井盖没了"),
];

/// A file of labelled data; says so if it is not here.
fn data(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(name);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        println!("SKIPPED: no {}; nothing was measured", path.display());
    }
    text
}

fn read(text: &str) -> Place {
    read_with(text, &Names::default())
}

fn read_with(text: &str, names: &Names) -> Place {
    let now = chrono::DateTime::parse_from_rfc3339("2026-11-25T10:00:00+08:00").unwrap();
    let ask = Ask { text, context: None, now: now.with_timezone(&chrono_tz::Asia::Shanghai), names };
    understand(&ask).place
}

/// One labelled address.
struct Row {
    text: String,
    building: Option<String>,
    unit: Option<String>,
    room: Option<String>,
    /// Why its labels are not those that a neighbour would give, if so.
    odd: Option<&'static str>,
}

fn parse(line: &str) -> Option<Row> {
    let (text, segments) = line.split_once('\t')?;
    let segments: Vec<(&str, &str)> = segments.split(" | ").filter_map(|s| s.split_once('=')).collect();
    let get = |key: &str| segments.iter().find(|(k, _)| *k == key).map(|(_, v)| (*v).to_owned());
    let (building, unit, room) = (get("houseno"), get("cellno"), get("roomno"));
    if building.is_none() && unit.is_none() && room.is_none() {
        return None;
    }
    let odd = odd(&segments);
    Some(Row { text: text.to_owned(), building, unit, room, odd })
}

/// Named rules for rows whose labels say something else than building, unit and room do in a group chat.
fn odd(segments: &[(&str, &str)]) -> Option<&'static str> {
    let all: String = segments.iter().map(|(_, v)| *v).collect();
    let has = |text: &str, signs: &[&str]| signs.iter().any(|s| text.contains(s));
    let figures = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    for (at, (key, value)) in segments.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|i| segments.get(i)).map_or("", |(_, v)| *v);
        let after = segments.get(at + 1).map_or("", |(_, v)| *v);
        let joined = matches!(before, "-" | "--") || matches!(after, "-" | "--");
        match *key {
            "houseno" if !has(value, &["栋", "幢", "座", "楼"]) => {
                if value.ends_with('号') || value.ends_with('弄') {
                    // 路138-2号, 新村10号: the number of a house in a street.
                    return Some("house-number");
                }
                if !(figures(value) && joined || value.starts_with(|c: char| c.is_ascii_alphabetic())) {
                    return Some("bare-number-or-slip");
                }
                let short = |v: &str| v.bytes().filter(u8::is_ascii_digit).count() < 3;
                let room = segments[at..].iter().find(|(k, _)| *k == "roomno").map(|(_, v)| *v);
                let unit = segments[at..].iter().any(|(k, _)| *k == "cellno");
                if figures(value) && room.is_none() || joined && !unit && room.is_some_and(short) {
                    // 街4-5, 苑13-4: what of them is the building nothing shows.
                    return Some("pair-without-room");
                }
                if !figures(value) && !joined {
                    // A1435: a building A or a room A1435.
                    return Some("letter-and-room-in-one");
                }
            }
            // 33层, 11D, A: a floor, a flat or a building.
            "cellno"
                if !(value.ends_with(['元', '号', '街', '座', '区', '梯', '单'])
                    || figures(value) && joined) =>
            {
                return Some("unit-is-no-unit");
            }
            "roomno" => {
                let parts = segments[..at].iter().any(|(k, _)| ["houseno", "cellno", "floorno"].contains(k));
                if before.ends_with('号') {
                    // 12弄8号301室: the number is labelled as a building or as the road's.
                    return Some("lane-number");
                }
                if after.starts_with(['室', '房', '办']) {
                    return Some("label-without-its-sign");
                }
                if !parts && !value.ends_with(['室', '房']) {
                    // 鞋城6227: nothing shows that it is a room.
                    return Some("number-after-a-name");
                }
                let digits = value.bytes().filter(u8::is_ascii_digit).count();
                let plain = value.trim_end_matches(['室', '号', '房']);
                let rooms = plain.bytes().all(|b| b.is_ascii_alphanumeric());
                if !rooms || digits > 4 || digits == 0 {
                    return Some("shop-or-slip");
                }
                if digits < 3 && !joined && !value.ends_with(['室', '房']) {
                    return Some("short-room");
                }
            }
            _ => {}
        }
    }
    let twice =
        ["houseno", "roomno", "cellno"].iter().any(|k| segments.iter().filter(|(s, _)| s == k).count() > 1);
    (twice || all.contains('*')).then_some("labelled-twice")
}

#[derive(Default)]
struct Tally {
    all: usize,
    right: usize,
}

impl Tally {
    fn add(&mut self, right: bool) {
        self.all += 1;
        self.right += usize::from(right);
    }
    fn share(&self) -> f64 {
        self.right as f64 / self.all.max(1) as f64
    }
}

#[test]
fn labelled_addresses() {
    let Some(text) = data("address_dev.tsv") else { return };
    let mut parts: BTreeMap<&str, [Tally; 4]> = BTreeMap::new();
    let mut by_rule: BTreeMap<&str, Tally> = BTreeMap::new();
    let show = std::env::var_os("SHOW_WRONG").is_some();
    let rows = text.lines().enumerate().filter_map(|(line, text)| Some((line + 1, parse(text)?)));
    for (number, (line, row)) in rows.enumerate() {
        let (before, after) = CARRIERS[number % CARRIERS.len()];
        let text = &row.text;
        let place = read(&format!("{before}{text}{after}"));
        let building = place.building == row.building;
        let unit = place.unit == row.unit;
        let room = place.room == row.room;
        if let Some(rule) = row.odd {
            by_rule.entry(rule).or_default().add(building && unit && room);
        }
        let mut add = |name, right| {
            let [every, even, odd, plain] = parts.entry(name).or_default();
            every.add(right);
            if line % 2 == 0 {
                even.add(right)
            } else {
                odd.add(right)
            }
            if row.odd.is_none() {
                plain.add(right);
            }
        };
        // A part counts where it is labelled; the row only if nothing was read that is not labelled either.
        for (name, labelled, right) in [
            ("building", row.building.is_some(), building),
            ("unit", row.unit.is_some(), unit),
            ("room", row.room.is_some(), room),
            ("row", true, building && unit && room),
        ] {
            if labelled {
                add(name, right);
            }
        }
        if show && !(building && unit && room) {
            let row = (&row.building, &row.unit, &row.room);
            println!(
                "  {line} {}{after:?}: not {row:?}, {:?} {:?} {:?}",
                text, place.building, place.unit, place.room
            );
        }
    }
    for (name, [every, even, odd, plain]) in &parts {
        println!(
            "{name}: {:.3} exact of all {} rows that have one (lines with even numbers {:.3}, odd {:.3}); \
             without the rows under a rule {:.3} of {}",
            every.share(),
            every.all,
            even.share(),
            odd.share(),
            plain.share(),
            plain.all
        );
    }
    for (rule, tally) in &by_rule {
        println!("  under {rule}: {} of {} rows read as labelled", tally.right, tally.all);
    }
    for (name, floor, plain_floor) in
        [("building", 0.93, 0.98), ("unit", 0.945, 0.98), ("room", 0.915, 0.98), ("row", 0.875, 0.96)]
    {
        let [every, .., plain] = &parts[name];
        assert!(every.share() >= floor, "{name}");
        assert!(plain.share() >= plain_floor, "{name} without the rows under a rule");
    }
}

#[test]
fn labelled_addresses_in_other_sentences() {
    let Some(text) = data("address_dev.tsv") else { return };
    let [mut building, mut unit, mut room]: [Tally; 3] = Default::default();
    for row in text.lines().filter_map(parse) {
        for (before, after) in OTHERS {
            let place = read(&format!("{before}{}{after}", row.text));
            for (tally, labelled, found) in [
                (&mut building, &row.building, &place.building),
                (&mut unit, &row.unit, &place.unit),
                (&mut room, &row.room, &place.room),
            ] {
                if labelled.is_some() {
                    tally.add(labelled == found);
                }
            }
        }
    }
    for (name, tally, floor) in [("building", building, 0.93), ("unit", unit, 0.94), ("room", room, 0.915)] {
        println!("{name} in {} other sentences: {:.3} exact", OTHERS.len(), tally.share());
        assert!(tally.share() >= floor, "{name}");
    }
}

/// Our own cases, written without the addresses at hand.
#[test]
fn own() {
    let (mut right, mut all) = (0, 0);
    for line in include_str!("messages/places.tsv").lines().filter(|l| !l.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let place = read(fields[0]);
        let parts = [place.building, place.unit, place.floor, place.room].map(|p| p.unwrap_or("-".into()));
        all += 1;
        right += usize::from(parts == fields[1..]);
        if parts != fields[1..] {
            println!("  {line}: {parts:?}");
        }
    }
    println!("own places: {right} of {all}");
    assert!(right * 100 >= all * 97);
}

/// The places of labelled group-chat messages, as a community without an org file and with one would have them read.
#[test]
fn labelled_messages() {
    let Some(text) = data("chat_dev.jsonl") else { return };
    let lines: Vec<serde_json::Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let labels = |part: &str| {
        lines.iter().filter_map(|l| l["place"][part].as_str()).map(str::to_owned).collect::<Vec<_>>()
    };
    let own = Names { estates: labels("estate"), spots: labels("spot") };
    let parts = ["building", "unit", "floor", "room", "estate", "spot"];
    for (what, names, floors) in [
        ("without names", Names::default(), [0.97, 0.97, 0.8, 0.97, 0.86, 0.6]),
        ("with the area's own names", own, [0.97, 0.97, 0.8, 0.97, 0.97, 0.95]),
    ] {
        let read: Vec<serde_json::Value> = lines
            .iter()
            .map(|line| serde_json::to_value(read_with(line["text"].as_str().unwrap(), &names)).unwrap())
            .collect();
        for (part, floor) in parts.iter().zip(floors) {
            let mut exact = Tally::default();
            let mut unlabelled = 0;
            for (line, place) in lines.iter().zip(&read) {
                match line["place"][part].is_string() {
                    true => exact.add(line["place"][part] == place[part]),
                    false => unlabelled += usize::from(place[part].is_string()),
                }
            }
            println!(
                "messages, {part} {what}: {:.3} exact ({} of {}), read in {unlabelled} that have none",
                exact.share(),
                exact.right,
                exact.all
            );
            assert!(exact.share() >= floor, "{part} {what}");
        }
    }
}
