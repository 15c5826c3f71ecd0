//! A town for a play: the program as anybody starts it, its stand-in, and people who talk, tap and wait.
//!
//! Chats go by their title; a person's own name is the private chat with the bot.

use crate::said::{Said, transcript};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The grid whose bot is an administrator.
pub const GRID: &str = "梧桐里一网格";
/// The grid whose bot is a plain member.
pub const GRID_2: &str = "梧桐里二网格";
/// The community's staff.
pub const STAFF: &str = "梧桐里社区工作群";
/// Where every play begins: Monday 2026-03-02, nine in the morning in China.
pub const MONDAY: i64 = 1_772_413_200_000;

/// How long anybody waits for anything: longer than any machine that works at all should need.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// How long the program takes its lease for.
const LEASE: Duration = Duration::from_secs(15);
/// How often they look.
const LOOK: Duration = Duration::from_millis(15);

/// What a tap was answered with.
#[derive(Debug)]
pub struct Answer {
    /// What was said over the chat; empty if nothing.
    pub text: String,
    /// As a window that has to be closed.
    pub alert: bool,
}

/// A running town.
pub struct Town {
    url: Mutex<String>,
    http: reqwest::Client,
    child: Mutex<Child>,
    folder: tempfile::TempDir,
    database: Option<String>,
    people: HashMap<String, i64>,
    chats: Mutex<HashMap<String, i64>>,
    /// What people said: none of it may be in the program's log.
    words: Mutex<Vec<String>>,
    /// Faults that the play provokes: their errors may be in the log.
    provoked: Mutex<Vec<&'static str>>,
}

impl Drop for Town {
    fn drop(&mut self) {
        let mut child = self.child.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let _ = child.kill(); // it has ended already when the play went well
        let _ = child.wait();
    }
}

impl Town {
    /// Starts the program on a new folder and, if given, this database.
    pub async fn opens(database: Option<&str>) -> Town {
        let folder = tempfile::tempdir().unwrap();
        let (child, url) = start(&folder, database);
        let mut town = Town {
            url: Mutex::new(url),
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            child: Mutex::new(child),
            folder,
            database: database.map(str::to_owned),
            people: HashMap::new(),
            chats: Mutex::new(HashMap::new()),
            words: Mutex::new(Vec::new()),
            provoked: Mutex::new(Vec::new()),
        };
        let scene = town.get("play/scene").await;
        let each = |list: &str| scene[list].as_array().unwrap().clone();
        for person in each("people") {
            let name = person["name"].as_str().unwrap().to_owned();
            town.people.insert(name, person["id"].as_i64().unwrap());
        }
        for chat in each("chats") {
            if let (Some(title), Some(id)) = (chat["title"].as_str(), chat["id"].as_i64()) {
                town.knows_chat(title, id);
            }
        }
        town
    }

    /// The program, and the chats with it, are killed in the middle of it and started again.
    pub async fn is_killed_and_starts_again(&self) {
        // The stand-in writes down what it keeps a moment later; the program has done so already.
        tokio::time::sleep(Duration::from_secs(1)).await;
        {
            let mut child = self.child.lock().unwrap();
            child.kill().unwrap();
            child.wait().unwrap();
            let (again, url) = start(&self.folder, self.database.as_deref());
            *child = again;
            *self.url.lock().unwrap() = url;
        }
        // The lease of what was killed has to run out first.
        tokio::time::sleep(LEASE).await;
    }

    /// Ends the play: the contract was kept, the log tells nothing personal, and the program stops when told.
    pub async fn closes(self) {
        let violations = self.get("admin/violations").await;
        assert_eq!(violations, json!([]), "the Bot API's contract was broken");
        let id = self.child.lock().unwrap().id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let until = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.lock().unwrap().try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < until, "the program does not stop: {}", self.log());
            tokio::time::sleep(LOOK).await;
        };
        let log = self.log();
        assert!(status.success(), "{log}");
        assert!(!log.contains("playground_stand_in"), "the token is in the log");
        for words in self.words.lock().unwrap().iter().chain(self.people.keys()) {
            assert!(words.chars().count() < 3 || !log.contains(words), "the log tells {words}:\n{log}");
        }
        let provoked = self.provoked.lock().unwrap();
        let errors = log.lines().filter(|line| line.contains("ERROR"));
        let unprovoked: Vec<_> =
            errors.filter(|line| !provoked.iter().any(|what| line.contains(what))).collect();
        assert!(unprovoked.is_empty(), "{unprovoked:#?}");
    }

    /// Somebody says something.
    pub async fn says(&self, who: &str, chat: &str, text: &str) -> Said {
        self.posts(who, chat, json!({"text": text})).await
    }

    /// Somebody replies to a message.
    pub async fn replies(&self, who: &str, to: &Said, text: &str) -> Said {
        self.listens().await;
        self.remembers(text);
        let body = json!({"as": self.person(who), "chat": to.chat, "reply_to": to.id, "text": text});
        Said::read(&self.post("play/say", body).await[0])
    }

    /// Somebody posts anything `say` takes: photos, a voice message, a caption; the first message made.
    pub async fn posts(&self, who: &str, chat: &str, what: Value) -> Said {
        self.listens().await;
        let mut body = json!({"as": self.person(who), "chat": self.chat(chat)});
        body.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
        for key in ["text", "caption"] {
            self.remembers(what[key].as_str().unwrap_or_default());
        }
        Said::read(&self.post("play/say", body).await[0])
    }

    /// Somebody changes what they said.
    pub async fn edits(&self, who: &str, message: &Said, text: &str) {
        self.listens().await;
        self.remembers(text);
        let body = json!({"as": self.person(who), "chat": message.chat, "message": message.id, "text": text});
        self.post("play/edit", body).await;
    }

    /// Somebody taps the button that says `button`, as they saw it in `message`, and waits for the answer.
    pub async fn taps(&self, who: &str, message: &Said, button: &str) -> Answer {
        self.forges(who, message, message.button(button)).await
    }

    /// Somebody sends a button's data that need not be under the message any more, or never was.
    pub async fn forges(&self, who: &str, message: &Said, data: &str) -> Answer {
        self.listens().await;
        let body = json!({"as": self.person(who), "chat": message.chat, "message": message.id, "data": data, "forged": true});
        let tap = self.post("play/tap", body).await;
        let look = format!("play/tap?id={}", tap["id"].as_str().unwrap());
        let until = Instant::now() + PATIENCE;
        loop {
            let seen = self.get(&look).await;
            if seen["answered"] == true {
                let text = seen["text"].as_str().unwrap_or_default().to_owned();
                return Answer { text, alert: seen["show_alert"] == true };
            }
            assert!(Instant::now() < until, "the tap {data} is not answered: {}", self.log());
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Somebody votes in a native poll: places of options, none to take the vote back.
    pub async fn votes(&self, who: &str, poll: &Said, options: &[usize]) {
        self.listens().await;
        let body = json!({"as": self.person(who), "chat": poll.chat, "message": poll.id, "options": options});
        self.post("play/vote", body).await;
    }

    /// Somebody takes a message away.
    pub async fn deletes(&self, who: &str, message: &Said) {
        self.listens().await;
        let body = json!({"as": self.person(who), "chat": message.chat, "message": message.id});
        self.post("play/delete", body).await;
    }

    /// The play provokes a fault: an error with `what` in it may be in the log.
    pub fn provokes(&self, what: &'static str) {
        self.provoked.lock().unwrap().push(what);
    }

    /// The next call of this method is carried out, its answer is held for a moment and gets lost; nothing that was said
    /// before is under way any more.
    pub async fn loses_an_answer_to(&self, method: &str) {
        self.settles().await;
        let once = json!({"p_timeout_after": 1.0, "hold_ms": 1500, "methods": [method], "times": 1});
        self.post("admin/faults", once).await;
    }

    /// Somebody reacts to a message; an empty emoji takes the reaction back.
    pub async fn reacts(&self, who: &str, message: &Said, emoji: &str) {
        self.listens().await;
        let body =
            json!({"as": self.person(who), "chat": message.chat, "message": message.id, "emoji": emoji});
        self.post("play/react", body).await;
    }

    /// Somebody presses Start, perhaps through a link.
    pub async fn starts(&self, who: &str, payload: Option<&str>) {
        self.listens().await;
        self.post("play/start", json!({"as": self.person(who), "payload": payload})).await;
    }

    /// Somebody blocks the bot, or no longer.
    pub async fn blocks(&self, who: &str, blocked: bool) {
        self.post("play/block", json!({"as": self.person(who), "blocked": blocked})).await;
    }

    /// Somebody makes a group; the bot is `absent`, `member` or `administrator` in it.
    pub async fn makes_group(&self, who: &str, title: &str, members: &[&str], bot: &str) -> i64 {
        let members: Vec<i64> = members.iter().map(|name| self.person(name)).collect();
        let body = json!({"title": title, "type": "group", "creator": self.person(who), "members": members, "bot": bot});
        let chat = self.post("play/chats", body).await;
        let id = chat["id"].as_i64().unwrap();
        self.knows_chat(title, id);
        id
    }

    /// Story time moves on: `hour`, `day`, `due`, `18:00`.
    pub async fn story_to(&self, to: &str) {
        self.post("play/story", json!({ "to": to })).await;
    }

    /// Waits until a message of the bot contains `text`; the newest such.
    pub async fn waits_for(&self, chat: &str, text: &str) -> Said {
        self.waits_until(chat, text, |said| said.text.contains(text)).await
    }

    /// Waits until a message of the bot is as wanted; the newest such. `what` says so in a failure.
    pub async fn waits_until(&self, chat: &str, what: &str, wanted: impl Fn(&Said) -> bool) -> Said {
        let until = Instant::now() + PATIENCE;
        loop {
            let mut all = self.messages(chat).await;
            all.retain(|said| said.by_bot && !said.deleted);
            if let Some(found) = all.into_iter().rfind(&wanted) {
                return found;
            }
            if Instant::now() > until {
                let all = transcript(&self.messages(chat).await);
                panic!("waited in vain for {what} in {chat}:\n{all}\n{}", self.log());
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Waits for the card of a case.
    pub async fn card(&self, chat: &str, number: i64) -> Said {
        let head = format!("#{number} ");
        self.waits_until(chat, &head, |said| said.text.starts_with(&head)).await
    }

    /// Waits until the card of a case contains `text`.
    pub async fn card_says(&self, chat: &str, number: i64, text: &str) -> Said {
        let head = format!("#{number} ");
        let wanted = |said: &Said| said.text.starts_with(&head) && said.text.contains(text);
        self.waits_until(chat, &format!("card {head}with {text}"), wanted).await
    }

    /// Waits until the bot has done all it was told and sent what follows from it.
    pub async fn settles(&self) {
        assert!(self.rests_within(PATIENCE).await, "the bot does not come to rest: {}", self.log());
    }

    /// Waits until nothing is unconfirmed and nothing unsent, so that whoever speaks next speaks after the bot.
    async fn rests_within(&self, patience: Duration) -> bool {
        let until = Instant::now() + patience;
        loop {
            // Confirmed means committed, so what follows from it is in the outbox by now.
            let idle = self.get("admin/updates").await["pending"] == 0
                && self.get("play/story").await["waiting"] == 0;
            if idle || Instant::now() > until {
                return idle;
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Everything in a chat, oldest first.
    pub async fn messages(&self, chat: &str) -> Vec<Said> {
        let messages = self.get(&format!("play/messages?chat={}&after=0", self.chat(chat))).await;
        messages.as_array().unwrap().iter().map(Said::read).collect()
    }

    /// What the bot said in a chat and did not take away.
    pub async fn bot_said(&self, chat: &str) -> Vec<Said> {
        let mut all = self.messages(chat).await;
        all.retain(|said| said.by_bot && !said.deleted);
        all
    }

    /// How a chat reads from top to bottom.
    pub async fn transcript(&self, chat: &str) -> String {
        transcript(&self.messages(chat).await)
    }

    /// Compares how a chat reads with the snapshot `name`, once the bot has come to rest.
    pub async fn shows(&self, chat: &str, name: &str) {
        self.settles().await;
        insta::assert_snapshot!(name, self.transcript(chat).await);
    }

    /// What is in the newest file in a chat.
    pub async fn newest_file(&self, chat: &str) -> String {
        let messages = self.get(&format!("play/messages?chat={}&after=0", self.chat(chat))).await;
        let mut files = messages.as_array().unwrap().iter().rev();
        let file = files.find_map(|message| message["document"]["file_id"].as_str()).expect("a file");
        let answer = self.http.get(format!("{}/play/file?id={file}", self.url())).send().await.unwrap();
        answer.text().await.unwrap()
    }

    /// Every call the bot made.
    pub async fn journal(&self) -> Vec<Value> {
        self.get("admin/journal?after=0").await.as_array().unwrap().clone()
    }

    /// The stand-in, for what has no words here.
    pub async fn get(&self, path: &str) -> Value {
        self.ask(self.http.get(format!("{}/{path}", self.url())), path).await
    }

    /// The same, to change something.
    pub async fn post(&self, path: &str, body: Value) -> Value {
        self.ask(self.http.post(format!("{}/{path}", self.url())).json(&body), path).await
    }

    async fn ask(&self, request: reqwest::RequestBuilder, path: &str) -> Value {
        let response = match request.send().await {
            Ok(response) => response,
            Err(error) => panic!("{path}: {error}\n{}", self.log()),
        };
        let good = response.status().is_success();
        let body: Value = response.json().await.unwrap_or_default();
        assert!(good, "{path}: {body}\n{}", self.log());
        body
    }

    fn url(&self) -> String {
        self.url.lock().unwrap().clone()
    }

    /// A person's user id.
    pub fn person(&self, name: &str) -> i64 {
        *self.people.get(name).unwrap_or_else(|| panic!("nobody is called {name}"))
    }

    /// A chat's id; a person's name is the private chat.
    pub fn chat(&self, title: &str) -> i64 {
        let known = self.chats.lock().unwrap().get(title).copied();
        known.unwrap_or_else(|| self.person(title))
    }

    /// Gives a chat a name to go by.
    pub fn knows_chat(&self, title: &str, id: i64) {
        self.chats.lock().unwrap().insert(title.to_owned(), id);
    }

    /// People speak when the bot has finished, so that a chat reads the same each time; a bot that is held
    /// back does not silence them for long.
    async fn listens(&self) {
        self.rests_within(Duration::from_secs(2)).await;
    }

    fn remembers(&self, words: &str) {
        self.words.lock().unwrap().push(words.to_owned());
    }

    /// Where the program keeps its key, its log and, on SQLite, its database.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The address of its database.
    pub fn database(&self) -> String {
        let file = || format!("sqlite:{}", self.folder.path().join("gridbell.db").display());
        self.database.clone().unwrap_or_else(file)
    }

    /// Everything the program logged so far.
    pub fn log(&self) -> String {
        log_of(&self.folder)
    }
}

/// Starts the program on a folder; its process, and where it is.
fn start(folder: &tempfile::TempDir, database: Option<&str>) -> (Child, String) {
    let log = std::fs::OpenOptions::new().create(true).append(true).open(folder.path().join("log")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_gridbell"));
    command.args(["demo", "--no-open", "--port", "0", "--limits", "off"]);
    command.args(["--story-start", &MONDAY.to_string(), "--keep"]).arg(folder.path());
    command.args(database.into_iter().flat_map(|url| ["--database", url]));
    command.env("RUST_LOG", "info,gridbell=debug").stdout(Stdio::piped()).stderr(log);
    let mut child = command.spawn().unwrap();
    let mut url = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
    assert!(url.starts_with("http://"), "the program did not start: {}", log_of(folder));
    (child, url.trim().to_owned())
}

fn log_of(folder: &tempfile::TempDir) -> String {
    std::fs::read_to_string(folder.path().join("log")).unwrap_or_default()
}
