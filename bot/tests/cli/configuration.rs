//! The environment and `gridbell.toml`.

use crate::machine::{Machine, TOKEN};

#[test]
fn a_wrong_environment_is_named() {
    let machine = Machine::with_org();
    for (name, value) in [
        ("DATABASE_URL", "mysql://root:hunter2@x/y"),
        ("TELOXIDE_TOKEN", "hunter2"),
        ("TELOXIDE_API_URL", "hunter2 hunter2"),
    ] {
        let refused = machine.run_with(&["org", "show"], &[(name, value)]).refused();
        assert!(refused.starts_with(name), "{refused}");
        assert!(!refused.contains("hunter2"), "a value may be secret: {refused}");
    }
    let nobody = [("DATABASE_URL", "postgres://hunter2:hunter2@127.0.0.1:9/x")];
    let refused = machine.run_with(&["org", "show"], &nobody).refused();
    assert!(refused.starts_with("the database: ") && !refused.contains("hunter2"), "{refused}");
    machine.run_with(&["org", "show"], &[("DATABASE_URL", ""), ("TELOXIDE_TOKEN", "")]).good();
}

#[test]
fn mistakes_in_gridbell_toml_have_lines() {
    let machine = Machine::with_org();
    machine.file("bots/one.token", &format!("{TOKEN}\n"));
    machine.file("bad.token", "hunter2");
    let wrong = |text: &str, says: &str| {
        machine.file("wrong.toml", text);
        let refused = machine.run(&["org", "show", "--config", "wrong.toml"]).refused();
        assert!(refused.starts_with(says), "{refused}");
        assert!(!refused.contains("hunter2") && !refused.contains("SECRET"), "{refused}");
    };
    wrong("key_file = \"k\"\ntoken = \"hunter2\"\n", "wrong.toml:2: unknown field `token`");
    wrong("\nbot = \"hunter2\"\n", "wrong.toml:2: ");
    wrong("database_url = \"mysql:hunter2\"\n", "wrong.toml:1: database_url must start with sqlite: or");
    wrong("[[bot]]\narea = \"WT\"\n", "wrong.toml:1: missing field `token_file`");
    wrong("[[bot]]\ntoken_file = \"none\"\n", "wrong.toml:2: token_file none cannot be read");
    wrong("[[bot]]\ntoken_file = \"bad.token\"\n", "wrong.toml:2: token_file bad.token holds no bot token");
    let twice = "[[bot]]\ntoken_file = \"bots/one.token\"\n".repeat(2);
    wrong(&twice, "wrong.toml:4: this bot is named twice");
    wrong("[[bot]\n", "wrong.toml:1: ");
    let refused = machine.run(&["org", "show", "--config", "none.toml"]).refused();
    assert!(refused.starts_with("cannot read none.toml"), "{refused}");
}

#[test]
fn gridbell_toml_is_found_here_before_the_users() {
    let machine = Machine::with_org();
    let database = machine.path("other.db");
    let text = format!("database_url = \"sqlite:{}\"\nkey_file = \"other.key\"\n", database.display());
    machine.file("config/gridbell/gridbell.toml", &text);
    machine.run(&["org", "import", "org.toml"]).good();
    assert!(database.exists(), "the user's file is read");
    assert!(machine.path("config/gridbell/other.key").exists(), "its paths start from its folder");
    machine.file("gridbell.toml", "");
    std::fs::remove_file(&database).unwrap();
    machine.run(&["org", "show"]).good();
    assert!(!database.exists(), "the working folder's file comes first");
}
