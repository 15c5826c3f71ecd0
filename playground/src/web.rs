//! The page people play on, served from memory.
//! Plain files without a build step; nothing in them is fetched from anywhere else.

use axum::{
    Router,
    http::header::{
        CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    },
    response::IntoResponse,
    routing::get,
};

/// Only our own scripts, styles and pictures; `blob:` shows a photo that is chosen but not yet sent.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
                      media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const PICTURE: &str = "image/svg+xml";

/// Address, content type and text of every file of the page.
const FILES: &[(&str, &str, &str)] = &[
    ("/", HTML, include_str!("../web/index.html")),
    ("/icon.svg", PICTURE, include_str!("../web/icon.svg")),
    ("/page.css", CSS, include_str!("../web/page.css")),
    ("/chat.css", CSS, include_str!("../web/chat.css")),
    ("/media.css", CSS, include_str!("../web/media.css")),
    ("/write.css", CSS, include_str!("../web/write.css")),
    ("/day.css", CSS, include_str!("../web/day.css")),
    ("/day.js", SCRIPT, include_str!("../web/day.js")),
    ("/day-photo.js", SCRIPT, include_str!("../web/day-photo.js")),
    ("/day-steps.js", SCRIPT, include_str!("../web/day-steps.js")),
    ("/day-town.js", SCRIPT, include_str!("../web/day-town.js")),
    ("/day-words.js", SCRIPT, include_str!("../web/day-words.js")),
    ("/day-words-en.js", SCRIPT, include_str!("../web/day-words-en.js")),
    ("/day-words-tw.js", SCRIPT, include_str!("../web/day-words-tw.js")),
    ("/day-words-zh.js", SCRIPT, include_str!("../web/day-words-zh.js")),
    ("/due.js", SCRIPT, include_str!("../web/due.js")),
    ("/panel.js", SCRIPT, include_str!("../web/panel.js")),
    ("/page.js", SCRIPT, include_str!("../web/page.js")),
    ("/server.js", SCRIPT, include_str!("../web/server.js")),
    ("/words.js", SCRIPT, include_str!("../web/words.js")),
    ("/words-zh.js", SCRIPT, include_str!("../web/words-zh.js")),
    ("/words-tw.js", SCRIPT, include_str!("../web/words-tw.js")),
    ("/words-en.js", SCRIPT, include_str!("../web/words-en.js")),
    ("/state.js", SCRIPT, include_str!("../web/state.js")),
    ("/dom.js", SCRIPT, include_str!("../web/dom.js")),
    ("/around.js", SCRIPT, include_str!("../web/around.js")),
    ("/when.js", SCRIPT, include_str!("../web/when.js")),
    ("/chatinfo.js", SCRIPT, include_str!("../web/chatinfo.js")),
    ("/thread.js", SCRIPT, include_str!("../web/thread.js")),
    ("/bubble.js", SCRIPT, include_str!("../web/bubble.js")),
    ("/poll.js", SCRIPT, include_str!("../web/poll.js")),
    ("/rich.js", SCRIPT, include_str!("../web/rich.js")),
    ("/compose.js", SCRIPT, include_str!("../web/compose.js")),
    ("/acts.js", SCRIPT, include_str!("../web/acts.js")),
    ("/attach.js", SCRIPT, include_str!("../web/attach.js")),
    ("/bars.js", SCRIPT, include_str!("../web/bars.js")),
    ("/emoji.js", SCRIPT, include_str!("../web/emoji.js")),
    ("/icons.js", SCRIPT, include_str!("../web/icons.js")),
    ("/links.js", SCRIPT, include_str!("../web/links.js")),
    ("/media.js", SCRIPT, include_str!("../web/media.js")),
    ("/replykeys.js", SCRIPT, include_str!("../web/replykeys.js")),
    ("/search.js", SCRIPT, include_str!("../web/search.js")),
    ("/settings.js", SCRIPT, include_str!("../web/settings.js")),
    ("/store.js", SCRIPT, include_str!("../web/store.js")),
    ("/suggest.js", SCRIPT, include_str!("../web/suggest.js")),
    ("/voice.js", SCRIPT, include_str!("../web/voice.js")),
    ("/samples.js", SCRIPT, include_str!("../web/samples.js")),
];

/// The page's addresses, to be merged into the stand-in's router.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    FILES.iter().fold(Router::new(), |router, &(path, kind, text)| {
        router.route(path, get(move || async move { answer(kind, text) }))
    })
}

fn answer(kind: &'static str, text: &'static str) -> impl IntoResponse {
    let headers = [
        (CONTENT_TYPE, kind),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        // A newer program on the same port must not meet an older page.
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn file(path: &str) -> &'static str {
        FILES.iter().find(|f| f.0 == path).map(|f| f.2).expect("a file of the page")
    }

    /// Every `"…"` or `'…'` that follows `before` in `text`.
    fn quoted_after<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
        text.split(before)
            .skip(1)
            .filter_map(|rest| {
                let mark = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
                rest[1..].split(mark).next()
            })
            .collect()
    }

    #[tokio::test]
    async fn the_page_comes_with_its_type_and_a_strict_policy() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let server = tokio::spawn(async move { axum::serve(listener, routes::<()>()).await });
        for (path, kind, text) in FILES {
            let got = reqwest::get(format!("{url}{path}")).await.expect("an answer");
            assert_eq!(got.status(), 200, "{path}");
            assert_eq!(got.headers()["content-type"], *kind, "{path}");
            assert!(got.headers()["content-security-policy"].to_str().is_ok_and(|p| p.contains("'none'")));
            assert_eq!(got.text().await.expect("a body"), *text);
        }
        server.abort();
    }

    #[test]
    fn every_file_the_page_asks_for_is_served() {
        let served: BTreeSet<_> = FILES.iter().map(|f| f.0.trim_start_matches('/')).collect();
        let html = file("/");
        let mut asked: Vec<&str> = quoted_after(html, "src=");
        asked.extend(quoted_after(html, "href=").into_iter().filter(|link| !link.starts_with('#')));
        for (_, kind, text) in FILES {
            if *kind == SCRIPT {
                asked.extend(
                    quoted_after(text, " from ").into_iter().map(|name| name.trim_start_matches("./")),
                );
            }
        }
        assert!(asked.len() > 10, "the scan sees the page's imports");
        for name in asked {
            assert!(served.contains(name.trim_start_matches('/')), "{name} is asked for but not served");
        }
    }

    #[test]
    fn nothing_comes_from_the_network_or_inline() {
        for (path, kind, text) in FILES {
            for far in ["src=\"http", "src=\"//", "@import", "url(http", "url(//", "from \"http"] {
                assert!(!text.contains(far), "{path} has {far}");
            }
            if *kind == HTML {
                assert!(
                    !text.contains(" style=") && !text.contains(" onclick="),
                    "{path}: the policy forbids it"
                );
            }
        }
    }

    #[test]
    fn all_languages_have_the_same_words_and_each_is_used() {
        let keys = |path: &str| -> BTreeSet<String> {
            let lines = file(path).lines();
            lines
                .filter_map(|line| line.strip_prefix("  ")?.split_once(": ").map(|(key, _)| key.to_owned()))
                .collect()
        };
        let zh = keys("/words-zh.js");
        assert!(zh.len() > 30, "the scan sees the tables");
        assert_eq!(zh, keys("/words-en.js"));
        assert_eq!(zh, keys("/words-tw.js"));
        let code: Vec<_> = FILES.iter().filter(|f| !f.0.starts_with("/words")).map(|f| f.2).collect();
        for key in zh {
            let spoken = code.iter().any(|text| says(text, &key));
            assert!(spoken, "{key} is a word nobody says");
        }
    }

    #[test]
    fn the_day_is_told_in_three_languages() {
        // A table's keys, and those of the tables in it, stand at the beginning of a line or after a comma.
        let keys = |path: &str| -> BTreeSet<String> {
            let words = file(path).split_once("export const").expect("a table").1;
            let parts = words.split(['\n', '{']).flat_map(|line| line.split(", "));
            let key = |part: &str| Some(part.trim().split_once(": ")?.0.to_owned());
            parts
                .filter_map(key)
                .filter(|key| key.chars().all(|c| c.is_ascii_alphabetic() || c == '_'))
                .collect()
        };
        let zh = keys("/day-words-zh.js");
        assert!(zh.len() > 80, "the scan sees the tables: {zh:?}");
        assert_eq!(zh, keys("/day-words-tw.js"));
        assert_eq!(zh, keys("/day-words-en.js"));
        let steps = file("/day-steps.js").split("name: \"").skip(1).filter_map(|rest| rest.split('"').next());
        for step in steps {
            assert!(zh.contains(step), "the step {step} has no words");
        }
    }

    /// Whether `t.key` (whole) or `"key"` stands in a text.
    fn says(text: &str, key: &str) -> bool {
        let whole = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        text.contains(&format!("\"{key}\"")) || text.split(&format!("t.{key}")).skip(1).any(whole)
    }
}
