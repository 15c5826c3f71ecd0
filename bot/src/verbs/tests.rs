//! How verbs are found in what people type, and what buttons carry.

use super::*;

fn name(text: &str, to_us: bool) -> Option<(&'static str, String)> {
    find(text, "gridbell_bot", to_us).map(|found| (found.verb.name, found.rest.to_owned()))
}

#[test]
fn a_claim_is_read_in_every_form() {
    for text in ["/claim 12", "/claim@Gridbell_Bot 12", "抢单 12", "认领12", "我来 #12", "接单 12"] {
        let (verb, rest) = name(text, false).unwrap();
        assert_eq!(verb, "claim", "{text}");
        assert_eq!(number(&rest).unwrap().1, 12, "{text}");
    }
    assert_eq!(name("我来", true).unwrap().0, "claim");
}

#[test]
fn chatter_is_no_verb() {
    for text in ["我来", "我来说两句", "完成作业了吗", "/claim@other_bot 12", "抢单", "/nothing"]
    {
        assert!(name(text, false).is_none(), "{text}");
    }
    assert!(for_another("/claim@other_bot 12", "gridbell_bot"));
    assert!(!for_another("/claim 12", "gridbell_bot"));
}

#[test]
fn numbers_may_name_their_community() {
    assert_eq!(number("12 换了灯泡"), Some((None, 12, "换了灯泡")));
    assert_eq!(number("HX-12"), Some((Some("HX"), 12, "")));
    assert_eq!(number("换了灯泡"), None);
    assert_eq!(number("3号楼看看"), None);
    assert_eq!(number("12号"), Some((None, 12, "号")));
    assert_eq!(number("99999999999999999999"), None);
}

#[test]
fn a_buttons_data_is_short_and_reads_back() {
    let data = data("clm", i64::MAX, 9999);
    assert!(data.len() <= 40 && data.is_ascii());
    assert_eq!(
        read_data(&data).map(|(verb, id, version)| (verb.name, id, version)),
        Some(("claim", i64::MAX, 9999))
    );
    assert!(read_data("clm.1").is_none());
    assert!(read_data("zzz.1.1").is_none());
    assert!(read_data("clm.1.1.1").is_none());
}

#[test]
fn no_two_verbs_share_a_name_a_code_or_a_word() {
    for (i, a) in VERBS.iter().enumerate() {
        for b in &VERBS[i + 1..] {
            assert!(a.name != b.name && a.code != b.code, "{} and {}", a.name, b.name);
            assert!(!a.words.iter().any(|word| b.words.contains(word)), "{} and {}", a.name, b.name);
        }
    }
}

#[test]
fn words_that_a_group_may_say_without_us_are_loose() {
    let loose = |text: &str, to_us: bool| find(text, "gridbell_bot", to_us).map(|found| found.loose);
    for text in [
        "热点 今天看什么新闻",
        "开会",
        "开会，周五大家都来吧",
        "会议安排：周五晚上",
        "会议纪要：上次说的都办了",
        "帮助 别人",
    ] {
        assert_eq!(loose(text, false), Some(true), "{text}");
    }
    for text in [
        "热点",
        "热点 7",
        "共同訴求",
        "/topics 七",
        "开会 周五晚7点半 活动室 | 电梯",
        "/meet 周五",
        "/meetings 周五",
        "会议安排",
        "报修：灯坏了",
    ] {
        assert_eq!(loose(text, false), Some(false), "{text}");
    }
    assert_eq!(loose("会议纪要：装", true), Some(false));
}
