//! `--help` of every command, and wrong usage.

use crate::machine::Machine;

#[test]
fn every_command_teaches_itself() {
    let machine = Machine::new();
    let top = machine.run(&["--help"]).good();
    for command in
        ["demo", "run", "org", "invite", "export", "understand", "topics", "train", "doctor", "playground"]
    {
        assert!(top.contains(command), "{command}");
        let help = machine.run(&[command, "--help"]).good();
        let examples = help.split("Usage:").next().unwrap();
        let example = format!("gridbell {command}");
        assert!(examples.matches(&example).count() >= 2, "{command} has two examples:\n{help}");
    }
    for command in ["check", "import", "show", "example"] {
        let help = machine.run(&["org", command, "--help"]).good();
        assert!(help.contains(&format!("gridbell org {command}")), "{help}");
    }
    assert_eq!(machine.run(&["dance"]).code, Some(2));
    assert_eq!(machine.run(&["invite", "WT", "boss"]).code, Some(2));
}

#[test]
fn a_token_that_is_none_is_not_repeated() {
    let refused = Machine::new().run(&["playground", "--port", "0", "--token", "s3cret_without_a_number"]);
    assert_ne!(refused.code, Some(0));
    assert!(refused.err.contains("123456:trying"), "{}", refused.err);
    assert!(!refused.err.contains("s3cret"), "{}", refused.err);
}
