//! No public storage function without a story: reads both sources and compares names.

use std::path::Path;

/// All Rust sources below `folder`, joined.
fn sources(folder: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut all = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            all += &std::fs::read_to_string(path).unwrap();
        }
    }
    all
}

#[test]
fn every_public_asynchronous_function_has_a_story() {
    let stories = sources("tests/conformance");
    let storage = sources("src");
    let mut seen = 0;
    let mut missing = Vec::new();
    for after in storage.split("pub async fn ").skip(1) {
        let name: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        seen += 1;
        if !stories.contains(&format!(".{name}(")) && !stories.contains(&format!("::{name}(")) {
            missing.push(name);
        }
    }
    assert!(seen > 10, "the sources were not found");
    assert!(missing.is_empty(), "no story in storage/tests/conformance calls: {}", missing.join(", "));
}
