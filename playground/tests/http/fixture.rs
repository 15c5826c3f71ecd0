//! A running playground with a few people, and short ways to call it.
use playground::{
    Options, Running, Scene,
    scene::{Bot, BotStatus, ChatType},
};
use serde_json::{Value, json};

pub const LI: i64 = 101;
pub const WANG: i64 = 102;
pub const ZHAO: i64 = 103;
pub const GROUP: i64 = -4001;
pub const SUPER: i64 = -1001000000001;
/// A supergroup in which the bot is an administrator.
pub const STAFF: i64 = -1001000000002;
/// A group that the bot never was in.
pub const ELSEWHERE: i64 = -4002;

pub struct Play {
    pub running: Running,
    pub http: reqwest::Client,
}

pub fn scene() -> Scene {
    Scene::empty(Bot::default())
        .person(LI, "李芳")
        .person(WANG, "王伟")
        .person(ZHAO, "赵静")
        .chat(ChatType::Group, GROUP, "三号楼", &[LI, WANG])
        .chat(ChatType::Supergroup, SUPER, "花园里", &[LI, WANG])
        .chat(ChatType::Supergroup, STAFF, "工作群", &[WANG])
        .bot_as(BotStatus::Administrator)
        .chat(ChatType::Group, ELSEWHERE, "别处", &[LI])
        .bot_as(BotStatus::Absent)
}

impl Play {
    pub async fn new() -> Self {
        Self::with(scene(), false).await
    }

    pub async fn with(scene: Scene, enforce_limits: bool) -> Self {
        let addr = "127.0.0.1:0".parse().unwrap();
        let running = playground::start(Options { addr, scene, story: None, enforce_limits, keep: None })
            .await
            .unwrap();
        Self { running, http: reqwest::Client::builder().no_proxy().build().unwrap() }
    }

    pub fn method(&self, name: &str) -> String {
        format!("{}/bot{}/{name}", self.running.url, self.running.token)
    }

    /// A call of the bot; the whole answer.
    pub async fn bot(&self, method: &str, params: Value) -> Value {
        let response = self.http.post(self.method(method)).json(&params).send().await.unwrap();
        let status = response.status();
        let body: Value = response.json().await.unwrap();
        assert_eq!(body["ok"], status.is_success(), "{body}");
        body
    }

    /// A call that must succeed; its result.
    pub async fn ok(&self, method: &str, params: Value) -> Value {
        let mut body = self.bot(method, params).await;
        assert_eq!(body["ok"], true, "{method}: {body}");
        body["result"].take()
    }

    /// A call that must fail; `code description`.
    pub async fn error(&self, method: &str, params: Value) -> String {
        let body = self.bot(method, params).await;
        assert_eq!(body["ok"], false, "{method}: {body}");
        format!("{} {}", body["error_code"], body["description"].as_str().unwrap())
    }

    pub async fn get(&self, path: &str) -> Value {
        self.http.get(format!("{}{path}", self.running.url)).send().await.unwrap().json().await.unwrap()
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        let response =
            self.http.post(format!("{}{path}", self.running.url)).json(&body).send().await.unwrap();
        response.json().await.unwrap()
    }

    /// Somebody writes; the first message made.
    pub async fn say(&self, who: i64, chat: i64, text: &str) -> Value {
        let mut made = self.post("/play/say", json!({"as": who, "chat": chat, "text": text})).await;
        assert!(made.is_array(), "{made}");
        made[0].take()
    }

    /// All updates that wait, confirmed.
    pub async fn updates(&self) -> Vec<Value> {
        let list = self.ok("getUpdates", json!({"timeout": 0})).await;
        let list = list.as_array().unwrap().clone();
        if let Some(last) = list.last() {
            self.ok("getUpdates", json!({"offset": last["update_id"].as_i64().unwrap() + 1})).await;
        }
        list
    }

    /// What departed from the contract.
    pub async fn violations(&self) -> Vec<String> {
        serde_json::from_value(self.get("/admin/violations").await).unwrap()
    }

    /// Fails if anything did.
    pub async fn clean(&self) {
        assert_eq!(self.violations().await, Vec::<String>::new());
    }
}
