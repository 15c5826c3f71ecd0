//! Every word the bot says: the same keys with the same variables in each locale, each of them used, and none
//! missing that the sources use.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use gridbell::desk::resolutions::CATEGORY;
use gridbell::verbs::{For, VERBS};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use storage::{LOCALES, Role, Shadow};
use understand::Category;

/// Key → its variables.
type Words = BTreeMap<String, BTreeSet<String>>;

/// The keys that are put together at run time: the prefix, and every ending that it can have.
fn families() -> Vec<(&'static str, Vec<String>)> {
    let all = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let roles: Vec<String> = Role::ALL.iter().map(|role| role.as_str().to_owned()).collect();
    let shown = VERBS.iter().filter(|verb| !matches!(verb.shown, For::Buttons | For::Hidden));
    let categories = Category::ALL.iter().map(|category| category.as_str().replace('_', "-"));
    vec![
        ("category-", categories.chain([CATEGORY.to_owned()]).collect()),
        ("rating-", all(&["good", "fair", "poor"])),
        ("role-", roles.clone()),
        ("shadow-would-", Shadow::ALL.iter().map(|shadow| shadow.as_str().to_owned()).collect()),
        ("verb-", shown.map(|verb| verb.name.to_owned()).collect()),
        ("welcome-", roles),
    ]
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// All words of a locale; a key that stands twice fails.
fn words(locale: &str) -> Words {
    let (key, variable) =
        (Regex::new(r"^([a-zA-Z][\w-]*) *=").unwrap(), Regex::new(r"\{\s*\$(\w+)").unwrap());
    let mut words = Words::new();
    for file in std::fs::read_dir(root().join("locales").join(locale)).unwrap() {
        let path = file.unwrap().path();
        let mut current = String::new();
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            if let Some(found) = key.captures(line) {
                current = found[1].to_owned();
                let before = words.insert(current.clone(), BTreeSet::new());
                assert!(before.is_none(), "{current} stands twice in {locale}");
            }
            let names = variable.captures_iter(line).map(|found| found[1].to_owned());
            let names: Vec<String> = names.collect();
            if !names.is_empty() {
                words.get_mut(&current).unwrap().extend(names);
            }
        }
    }
    assert!(words.len() > 50, "the words of {locale} were not found");
    words
}

/// The sources of the program without their tests.
fn sources(folder: &Path) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all += &sources(&path);
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            all += text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        }
    }
    all
}

fn list(keys: &BTreeSet<String>) -> String {
    keys.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

#[test]
fn every_locale_has_the_same_keys_with_the_same_variables() {
    let [first, others @ ..] = LOCALES.map(|locale| (locale, words(locale)));
    for (locale, words) in others {
        for (key, variables) in &first.1 {
            let there = words.get(key);
            assert!(there.is_some(), "{locale} lacks {key}");
            assert_eq!(there, Some(variables), "{key} in {locale} has other variables than in {}", first.0);
        }
        let more: BTreeSet<String> =
            words.keys().filter(|key| !first.1.contains_key(*key)).cloned().collect();
        assert!(more.is_empty(), "{} lacks {}", first.0, list(&more));
    }
}

#[test]
fn every_key_is_used_and_every_key_that_is_used_exists() {
    let known: BTreeSet<String> = words(LOCALES[0]).into_keys().collect();
    let sources = sources(&root().join("bot/src"));
    let literal = Regex::new(r#""([a-z][a-z0-9]*(?:-[a-z0-9]+)*)""#).unwrap();
    let said =
        Regex::new(r#"(?:\bno|\bone|Phrase::plain)(?:::<[^>]*>)?\(\s*"([^"]+)"|\bsay\([^"()]*,\s*"([^"]+)""#);
    let heads: BTreeSet<&str> = known.iter().filter_map(|key| Some(key.split_once('-')?.0)).collect();

    let literals: BTreeSet<String> =
        literal.captures_iter(&sources).map(|found| found[1].to_owned()).collect();
    let mut needed: BTreeSet<String> = said
        .unwrap()
        .captures_iter(&sources)
        .filter_map(|found| found.get(1).or(found.get(2)).map(|key| key.as_str().to_owned()))
        .collect();
    assert!(needed.len() > 50, "the sources were not found");
    let like_keys =
        literals.iter().filter(|text| text.split_once('-').is_some_and(|(head, _)| heads.contains(head)));
    needed.extend(like_keys.filter(|text| !VERBS.iter().any(|verb| verb.name == **text)).cloned());

    let mut used: BTreeSet<String> = literals;
    for (prefix, endings) in families() {
        assert!(sources.contains(&format!("\"{prefix}{{")), "nothing puts keys with {prefix} together");
        let keys: Vec<String> = endings.iter().map(|ending| format!("{prefix}{ending}")).collect();
        needed.extend(keys.iter().cloned());
        used.extend(keys);
    }
    let put_together = Regex::new(r#"format!\(\s*"([a-z][a-z-]*-)\{[^"]*\}""#).unwrap();
    for found in put_together.captures_iter(&sources) {
        assert!(
            families().iter().any(|(prefix, _)| *prefix == &found[1]),
            "no family {} is declared",
            &found[1]
        );
    }

    let missing: BTreeSet<String> = needed.difference(&known).cloned().collect();
    assert!(missing.is_empty(), "the sources use, and no locale has: {}", list(&missing));
    let idle: BTreeSet<String> = known.difference(&used).cloned().collect();
    assert!(idle.is_empty(), "nothing says: {}", list(&idle));
}
