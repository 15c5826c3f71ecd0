//! What an org file may say, and how each mistake is named with its line.

use crate::world::SMALL;
use storage::OrgFile;

/// The problems of a file, each as it is shown.
fn problems(text: &str) -> Vec<String> {
    OrgFile::parse(text).unwrap_err().iter().map(ToString::to_string).collect()
}

/// The one problem of a file.
fn problem(text: &str) -> String {
    let all = problems(text);
    assert_eq!(all.len(), 1, "{all:?}");
    all[0].clone()
}

/// A file with a good community in lines 1 to 4 and `more` from line 5 on.
fn with(more: &str) -> String {
    format!("[[area]]\ncode = \"WT\"\nname = \"梧桐里\"\nkind = \"community\"\n{more}")
}

#[test]
fn a_good_file_is_read() {
    assert_eq!(OrgFile::parse(SMALL).unwrap().counts(), (10, 2, 2));
    assert_eq!(OrgFile::parse("").unwrap().counts(), (0, 0, 0));
}

#[test]
fn every_mistake_is_named_at_once() {
    let text = with(
        "time_zone = \"Asia/Pekin\"\nlocale = \"fr\"\n[[staff]]\nname = \"张敏\"\nrole = \"boss\"\narea = \"WT\"\n[[x]]\n",
    );
    assert_eq!(
        problems(&text),
        [
            "line 5: time_zone \"Asia/Pekin\" is none: write one as \"Asia/Shanghai\"",
            "line 6: locale \"fr\" is none: write one of zh-CN, zh-TW, en",
            "line 9: role \"boss\" is none: write one of volunteer, chief, worker, department, secretary",
            "line 11: unknown key \"x\"; known are area, department, staff",
        ]
    );
}

#[test]
fn broken_toml_is_named_with_its_line() {
    assert!(problems("[[area]]\ncode = WT\n")[0].starts_with("line 2: "));
    assert!(problems(&with("code = \"AGAIN\"\n"))[0].starts_with("line 5: "));
}

#[test]
fn an_unknown_key_is_named_with_the_known_ones() {
    assert!(
        problem(&with("colour = 1\n"))
            .starts_with("line 5: unknown key \"colour\" of an area; known are code, ")
    );
    let deadline = problem(&with("deadlines.soon = { claim = \"1h\", done = \"2h\" }\n"));
    assert!(deadline.starts_with("line 5: unknown key \"soon\" of deadlines"), "{deadline}");
}

#[test]
fn what_is_missing_is_named() {
    assert_eq!(problem(&with("[[area]]\nname = \"x\"\nkind = \"street\"\n")), "line 5: an area without code");
    assert_eq!(problem(&with("[[staff]]\nname = \"x\"\narea = \"WT\"\n")), "line 5: staff without role");
    let grid = "[[area]]\ncode = \"G\"\nname = \"x\"\nkind = \"grid\"\n";
    assert_eq!(problem(&with(grid)), "line 5: a grid must name its parent, as parent = \"WT\"");
    let lost = problem(&with(&format!("{grid}parent = \"XX\"\n")));
    assert_eq!(lost, "line 9: parent \"XX\" is no area of this file");
    let staff = problem(&with("[[staff]]\nname = \"x\"\nrole = \"worker\"\narea = \"YY\"\n"));
    assert_eq!(staff, "line 8: area \"YY\" is not in this file");
}

#[test]
fn a_cycle_is_named_once() {
    let area = |code: &str, parent: &str| {
        format!("[[area]]\ncode = \"{code}\"\nname = \"x\"\nkind = \"grid\"\nparent = \"{parent}\"\n")
    };
    let text = [area("A", "B"), area("B", "C"), area("C", "A")].concat();
    assert_eq!(problem(&text), "line 5: A lies in itself: A → B → C → A");
    assert_eq!(problem(&area("A", "a")), "line 5: A lies in itself: A → A");
}

#[test]
fn a_code_is_used_once_and_fits_a_button() {
    let again = "[[area]]\ncode = \"wt\"\nname = \"x\"\nkind = \"street\"\n";
    assert_eq!(problem(&with(again)), "line 6: code wt is already used in line 2");
    for bad in ["1号", "9", "A B", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"] {
        let text = again.replace("wt", bad);
        assert!(problem(&with(&text)).starts_with("line 6: code "), "{bad}");
    }
    let buildings = "[[area]]\ncode = \"G\"\nname = \"x\"\nkind = \"grid\"\nparent = \"WT\"\nbuildings = [\"1号楼\", \"1栋\"]\n";
    assert_eq!(problem(&with(buildings)), "line 10: code G-1 is already used in line 10");
}

#[test]
fn an_area_lies_in_a_wider_one() {
    let street = "[[area]]\ncode = \"S\"\nname = \"x\"\nkind = \"street\"\nparent = \"WT\"\n";
    assert_eq!(problem(&with(street)), "line 9: a street cannot lie in a community (WT)");
    assert_eq!(problem(&with("buildings = 3\n")), "line 5: only a grid has buildings");
}

#[test]
fn values_are_read_strictly() {
    for (line, says) in [
        ("digest_at = \"25:00\"", "digest_at \"25:00\" is none: write a time as \"18:00\""),
        ("quiet = \"22:00\"", "quiet \"22:00\" is none: write \"22:00-07:00\" or \"never\""),
        ("quiet = 22", "quiet must be text in quotes"),
        ("households = -1", "households must be a whole number from 0 to 100000000"),
        ("learn = \"yes\"", "learn must be true or false"),
        ("spots = \"东门\"", "spots must be a list of texts, as [\"a\", \"b\"]"),
        ("budget = \"12\"", "budget must be a whole number from 0 to 1000"),
        (
            "deadlines = \"2h\"",
            "deadlines must be a table, as deadlines.urgent = { claim = \"2h\", done = \"24h\" }",
        ),
        ("deadlines.urgent = { claim = \"2h\" }", "urgent without done"),
        ("deadlines.urgent = { claim = \"2h\", done = \"1h\" }", "urgent: done must not come before claim"),
        (
            "deadlines.normal = { claim = \"2 days\", done = \"7d\" }",
            "claim \"2 days\" is none: write a time as \"15m\", \"2h\" or \"7d\"",
        ),
        (
            "deadlines.long_categories = \"dispute\"",
            "long_categories must be a list of texts, as [\"a\", \"b\"]",
        ),
    ] {
        assert_eq!(problem(&with(line)), format!("line 5: {says}"));
    }
}
