//! The key: made once, asked for ever after.

use crate::machine::Machine;

#[cfg(unix)]
#[test]
fn the_key_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let mode = Machine::with_org().key().metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_missing_key_is_asked_for_and_not_made_anew() {
    let machine = Machine::with_org();
    std::fs::rename(machine.key(), machine.path("elsewhere.key")).unwrap();
    for args in [&["org", "show"][..], &["org", "import", "org.toml"]] {
        let refused = machine.run(args).refused();
        assert!(refused.contains("gridbell.key is missing"), "{refused}");
        assert!(refused.contains("put the file back"), "{refused}");
        assert!(!machine.key().exists());
    }
    let elsewhere = machine.path("elsewhere.key");
    machine.run_with(&["org", "show"], &[("GRIDBELL_KEY_FILE", elsewhere.to_str().unwrap())]).good();
    let key = std::fs::read_to_string(elsewhere).unwrap();
    machine.run_with(&["org", "show"], &[("GRIDBELL_KEY", key.trim())]).good();
}

#[test]
fn a_wrong_key_changes_nothing() {
    let machine = Machine::with_org();
    let other = Machine::with_org();
    let right = std::fs::read_to_string(machine.key()).unwrap();
    std::fs::copy(other.key(), machine.key()).unwrap();
    let refused = machine.run(&["org", "import", "org.toml"]).refused();
    assert!(refused.contains("the key does not fit this database"), "{refused}");
    machine.file("data/gridbell/gridbell.key", "no key at all");
    assert!(machine.run(&["org", "show"]).refused().contains("holds no key"));
    machine.file("data/gridbell/gridbell.key", &right);
    machine.run(&["org", "show"]).good();
    let refused = machine.run_with(&["org", "show"], &[("GRIDBELL_KEY", "hunter2hunter2")]).refused();
    assert!(refused.contains("GRIDBELL_KEY is no key") && !refused.contains("hunter2"), "{refused}");
}
