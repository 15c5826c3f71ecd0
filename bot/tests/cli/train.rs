//! `gridbell train reading`: from messages to models, and what staff put right.

use crate::machine::Machine;

const FILES: [&str; 4] = ["gate.bin", "kinds.bin", "categories.bin", "urgencies.bin"];

/// Everyday words in two kinds, enough for a model that tells them apart.
fn with_messages() -> Machine {
    let machine = Machine::new();
    let mut messages = String::from("# how, kind, category, urgency, replied to, text\n");
    for place in ["3号楼", "东门", "楼下", "二单元", "我们这栋"] {
        messages.push_str(&format!("spoken\trequest\tlighting\tnormal\t-\t{place}路灯坏了\n"));
        messages.push_str(&format!("spoken\trequest\tlift\turgent\t-\t{place}电梯停了两天\n"));
        messages.push_str(&format!("spoken\tnone\t-\t-\t-\t{place}今晚的月亮真圆\n"));
    }
    machine.file("training/messages/first.tsv", &messages);
    machine.file("training/drills.txt", "# none\n");
    machine.file("training/labels.tsv", "# none\n");
    for name in ["requests_with_replies", "department_raw", "hotline_orders", "chatter_weibo", "chatter_sms"]
    {
        machine.file(&format!("data/{name}.jsonl"), "");
    }
    let labelled =
        "{\"text\":\"小区路灯坏了\",\"kind\":\"request\",\"category\":\"lighting\",\"urgency\":\"normal\"}\n";
    machine.file("data/chat_dev.jsonl", labelled);
    machine
}

fn train(machine: &Machine, out: &str, more: &[&str]) -> crate::machine::Said {
    let args = ["train", "reading", "--data", "data", "--training", "training", "--out", out];
    machine.run(&[&args, more].concat())
}

#[test]
fn the_same_messages_make_the_same_models() {
    let machine = with_messages();
    let said = train(&machine, "one", &[]).good();
    assert!(said.contains("16 messages and 0 corrections taught"), "{said}");
    train(&machine, "two", &[]).good();
    for name in FILES {
        let bytes = |folder: &str| std::fs::read(machine.path(folder).join(name)).unwrap();
        assert!(bytes("one") == bytes("two") && !bytes("one").is_empty(), "{name}");
    }
}

#[test]
fn what_staff_put_right_is_taught_and_measured_before_and_after() {
    let machine = with_messages();
    let corrections = "{\"what\":\"kind\",\"text\":\"昨晚月亮坏了路灯似的\",\"was\":\"request\",\"is\":\"none\"}\n\
        {\"what\":\"place\",\"text\":\"老浴池路灯坏了\",\"was\":\"\",\"is\":\"老浴池\"}\n";
    machine.file("corrections.jsonl", corrections);
    let said = train(&machine, "out", &["--with-corrections", "corrections.jsonl"]);
    assert!(said.out.contains("1 corrections; 1 that teach it nothing"), "{}{}", said.out, said.err);
    assert!(said.out.contains("老浴池 (1)"), "{}", said.out);
    assert!(said.out.contains("before:") && said.out.contains("after:"), "{}", said.out);
    assert!(said.out.contains("corrections by staff: 1"), "{}", said.out);
}

#[test]
fn corrections_that_make_it_worse_are_refused_and_nothing_is_written() {
    let machine = with_messages();
    let wrong = "{\"what\":\"kind\",\"text\":\"路灯坏了\",\"was\":\"request\",\"is\":\"none\"}\n".repeat(60);
    machine.file("corrections.jsonl", &wrong);
    let refused = train(&machine, "out", &["--with-corrections", "corrections.jsonl"]).refused();
    assert!(refused.contains("read worse. Nothing was written"), "{refused}");
    assert!(FILES.iter().all(|name| !machine.path("out").join(name).exists()));
}

#[test]
fn a_line_or_folder_that_is_none_is_named() {
    let machine = with_messages();
    machine.file("corrections.jsonl", "{\"what\":\"kind\",\"text\":\"a\",\"is\":\"nonsense\"}\n");
    let refused = train(&machine, "out", &["--with-corrections", "corrections.jsonl"]).refused();
    assert!(refused.contains("line 1: no such kind: nonsense"), "{refused}");
    let refused = machine.run(&["train", "reading", "--training", "nowhere"]).refused();
    assert!(refused.contains("nowhere") && refused.contains("--training"), "{refused}");
}
