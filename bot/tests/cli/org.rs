//! `org` and `invite`.

use crate::machine::Machine;
use std::io::Read;
use std::process::Stdio;

#[test]
fn the_example_org_is_good_and_imports_twice() {
    let machine = Machine::new();
    machine.file("org.toml", &machine.run(&["org", "example"]).good());
    let checked = machine.run(&["org", "check", "org.toml"]).good();
    assert_eq!(checked, "org.toml is good: 27 areas, 4 departments, 6 staff\n");
    assert!(!machine.path("data").exists(), "checking makes nothing");
    let first = machine.run(&["org", "import", "org.toml"]).good();
    assert!(first.contains("gridbell.key") && first.contains("keep a copy"), "{first}");
    assert!(first.contains("37 added, 0 changed, 0 left as they were, 0 removed"), "{first}");
    let again = machine.run(&["org", "import", "org.toml"]).good();
    assert!(!again.contains("key"), "{again}");
    assert!(again.contains("0 added, 0 changed, 37 left as they were, 0 removed"), "{again}");
    let shown = machine.run(&["org", "show"]).good();
    assert!(shown.contains("\n    WT 梧桐里社区 (community) · staff: 0 of 2 joined"), "{shown}");
    let grid = machine.run(&["org", "show", "wt-1"]).good();
    assert_eq!(grid, "WT-1 第1网格 (grid) · 6 buildings · 342 households · staff: 0 of 2 joined\n");
    assert!(machine.run(&["org", "show", "XX"]).refused().contains("no area XX"));
}

#[test]
fn a_bad_org_file_is_refused_whole_with_every_line() {
    let machine = Machine::with_org();
    let good = std::fs::read_to_string(machine.path("org.toml")).unwrap();
    let circle = "[[area]]\ncode = \"A\"\nname = \"甲\"\nkind = \"grid\"\nparent = \"B\"\n\
                  [[area]]\ncode = \"B\"\nname = \"乙\"\nkind = \"grid\"\nparent = \"A\"\ncolour = \"red\"\n";
    machine.file("bad.toml", &format!("{circle}{good}"));
    for command in ["check", "import"] {
        let refused = machine.run(&["org", command, "bad.toml"]).refused();
        assert_eq!(refused.lines().count(), 3, "{refused}");
        assert!(refused.contains("bad.toml:5: A lies in itself: A → B → A"), "{refused}");
        assert!(refused.contains("bad.toml:11: unknown key \"colour\""), "{refused}");
        assert!(refused.ends_with("2 mistakes; nothing was imported\n"), "{refused}");
    }
    assert!(machine.run(&["org", "show", "A"]).refused().contains("no area A"));
    assert!(machine.run(&["org", "check", "none.toml"]).refused().contains("cannot read none.toml"));
}

#[test]
fn without_a_database_it_says_how_to_begin() {
    let machine = Machine::new();
    for args in [&["org", "show"][..], &["invite", "WT", "worker"], &["export", "tickets"]] {
        let refused = machine.run(args).refused();
        assert!(refused.contains("there is no database yet") && refused.contains("gridbell org import FILE"));
    }
    assert!(!machine.path("data").exists(), "nothing was made");
}

#[test]
fn an_invitation_is_shown_once() {
    let machine = Machine::with_org();
    let link = machine.run(&["invite", "WT", "secretary", "--name", "周慧兰"]).good();
    assert!(link.contains("梧桐里社区") && link.contains("/start join_"), "{link}");
    let code = link.split("join_").nth(1).unwrap().lines().next().unwrap();
    assert!(code.len() >= 16 && code.len() + "join_".len() <= 64);
    // Both: a process may end before what it wrote is taken over from the log.
    let files = ["gridbell.db", "gridbell.db-wal"].map(|name| machine.path("data/gridbell").join(name));
    let bytes: Vec<u8> = files.iter().flat_map(|file| std::fs::read(file).unwrap_or_default()).collect();
    assert!(contains(&bytes, "梧桐里社区".as_bytes()), "names of areas are public");
    assert!(!contains(&bytes, code.as_bytes()), "only its hash is stored");
    assert!(!contains(&bytes, "周慧兰".as_bytes()), "names of staff are sealed");
    let binding = machine.run(&["invite", "WT", "secretary", "--binding"]).good();
    assert!(binding.contains("/setup "), "{binding}");
    assert!(machine.run(&["invite", "WT", "worker", "--binding"]).refused().contains("write secretary"));
    assert!(machine.run(&["invite", "NO", "worker"]).refused().contains("no area NO"));
    let nobody = machine.run(&["invite", "WT-1", "worker", "--name", "谁"]).refused();
    assert!(nobody.contains("李建国, 王芳"), "{nobody}");
}

fn contains(all: &[u8], part: &[u8]) -> bool {
    all.windows(part.len()).any(|window| window == part)
}

#[test]
fn whoever_stops_reading_is_not_shouted_at() {
    let machine = Machine::with_org();
    let mut child = machine.command(&["org", "show"]);
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    child.wait().unwrap();
    assert_eq!(err, "");
}
