//! `gridbell doctor`: looks at everything a running bot needs and says what to mend.

use super::{Done, Refused, say};
use crate::config::{BotConfig, Config, KeyPlace};
use crate::keys::{self, KeyError};
use crate::token::Token;
use std::time::Duration;
use storage::{Chat, Db, OpenError, Org, Purpose};
use teloxide::prelude::Requester;
use teloxide::types::{ChatId, ChatMemberKind, UserId};
use teloxide::{ApiError, Bot, RequestError};

/// Look at configuration, key, database, token, privacy mode and rights in every bound chat; say what to mend.
///
/// Changes nothing. The exit status is 1 if there is something to mend. While the bot runs on SQLite its
/// database cannot be looked into: stop it first, or let it be.
///
/// Examples:
///   TELOXIDE_TOKEN=123456:ABC-DEF… gridbell doctor
///   gridbell doctor --config /etc/gridbell.toml
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {}

const WEEK: i64 = 7 * 86_400_000;

/// What was found so far.
#[derive(Default)]
struct Findings {
    text: String,
    mend: usize,
}

impl Findings {
    fn good(&mut self, what: &str) {
        self.text += &format!("ok    {what}\n");
    }

    fn note(&mut self, what: &str) {
        self.text += &format!("note  {what}\n");
    }

    fn mend(&mut self, what: &str, how: &str) {
        self.text += &format!("MEND  {what}\n      → {how}\n");
        self.mend += 1;
    }
}

/// Runs it.
pub async fn run(_args: &Args, config: &Config, now: i64) -> Done {
    let mut found = Findings::default();
    match &config.file {
        Some(path) => found.good(&format!("configuration: {} and the environment", path.display())),
        None => found.good("configuration: the environment and defaults"),
    }
    look_at_key(config, &mut found);
    let db = look_at_database(config, &mut found).await;
    let org = match &db {
        Some(db) => Some(Org::load(&mut db.read().await?).await?),
        None => None,
    };
    match &org {
        Some(org) if org.is_empty() => found.mend("org: nothing was imported", "gridbell org import FILE"),
        Some(org) => found.good(&format!("org: {} areas", org.len())),
        None => {}
    }
    if let Some(db) = &db {
        let failed = db.read().await?.dead_letters(now - WEEK).await?;
        if failed > 0 {
            let what = format!("updates: {failed} could not be handled in the last seven days");
            found.note(&format!("{what}; the program's log says why"));
        }
    }
    if config.bots.is_empty() {
        let how = "set TELOXIDE_TOKEN to the token from @BotFather, or name a [[bot]] in gridbell.toml";
        found.mend("bot: none", how);
    }
    for bot in &config.bots {
        look_at_bot(config, bot, db.as_ref().zip(org.as_ref()), &mut found).await?;
    }
    say(&found.text)?;
    match found.mend {
        0 => say("all is well\n"),
        1 => Err(Refused("1 thing to mend".to_owned())),
        n => Err(Refused(format!("{n} things to mend"))),
    }
}

fn look_at_key(config: &Config, found: &mut Findings) {
    let KeyPlace::File(path) = &config.key else {
        return found.good("key: from GRIDBELL_KEY");
    };
    let shown = path.display();
    match keys::find_key(config) {
        Ok(Ok(_)) if others_can_read(path) => {
            found.mend(&format!("key: {shown} can be read by others"), &format!("chmod 600 {shown}"));
        }
        Ok(Ok(_)) => found.good(&format!("key: {shown}")),
        Ok(Err(_)) => {
            found.note(&format!("key: {shown} is not there; it is made together with a new database"))
        }
        Err(error) => found.mend(&format!("key: {error}"), "put the file back as it was when it was made"),
    }
}

#[cfg(unix)]
fn others_can_read(path: &std::path::Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_can_read(_path: &std::path::Path) -> bool {
    false
}

async fn look_at_database(config: &Config, found: &mut Findings) -> Option<Db> {
    let name = config.database_name();
    match keys::open(config).await {
        Ok(db) => {
            found.good(&format!("database: {name}"));
            Some(db)
        }
        Err(KeyError::Open(OpenError::InUse(_))) => {
            found.note(&format!("database: {name} is in use by a running gridbell; stop it to look inside"));
            None
        }
        Err(KeyError::Nothing(_)) => {
            found.mend(&format!("database: none yet ({name})"), "gridbell org import FILE makes it");
            None
        }
        Err(error) => {
            found.mend(&format!("database: {name}"), &error.to_string());
            None
        }
    }
}

async fn look_at_bot(
    config: &Config,
    bot: &BotConfig,
    stored: Option<(&Db, &Org)>,
    found: &mut Findings,
) -> Result<(), Refused> {
    let id = bot.token.bot_id();
    if let (Some(code), Some((_, org))) = (&bot.area, stored)
        && org.by_code(code).is_none()
    {
        found.mend(&format!("bot {id}: there is no area {code}"), "gridbell org show lists the codes");
    }
    let client = reqwest::Client::builder().timeout(Duration::from_secs(10)).build();
    let client = client.map_err(|error| Refused(format!("cannot make a connection: {error}")))?;
    let mut api = Bot::with_client(bot.token.expose(), client);
    if let Some(url) = &config.api_url {
        api = api.set_api_url(url.clone());
    }
    let me = match api.get_me().await {
        Ok(me) => me,
        Err(error) => {
            let (what, how) = unreachable(&bot.token, &error);
            found.mend(&format!("bot {id}: {what}"), how);
            return Ok(());
        }
    };
    found.good(&format!("bot {id}: @{}", me.username()));
    if !me.can_join_groups {
        found.mend(&format!("bot {id}: it cannot be added to groups"), "@BotFather, /setjoingroups, Enable");
    }
    let sees_all = me.can_read_all_group_messages;
    if sees_all {
        found.good(&format!("bot {id}: privacy mode is off, it hears plain words"));
    }
    let mut deaf = stored.is_none();
    if let Some((db, org)) = stored {
        for chat in db.read().await?.chats_bound(id).await? {
            deaf |= !look_at_chat(&api, &bot.token, &chat, org, found).await;
        }
    }
    if !sees_all && deaf {
        let what = format!("bot {id}: privacy mode is on, so it hears only commands, replies and mentions");
        let how = "@BotFather, /setprivacy, Disable; then take the bot out of each group and add it again. \
                   Or make it an administrator there";
        found.mend(&what, how);
    } else if !sees_all {
        found.note(&format!("bot {id}: privacy mode is on; it hears plain words where it is administrator"));
    }
    Ok(())
}

/// What to say of a bot that cannot be asked who it is.
fn unreachable(token: &Token, error: &RequestError) -> (String, &'static str) {
    match error {
        RequestError::Api(ApiError::InvalidToken) => {
            ("Telegram does not know this token".to_owned(), "take the token from @BotFather, /token")
        }
        RequestError::Network(_) | RequestError::Io(_) => (
            format!("cannot reach the Bot API: {}", token.hide_in(&error.to_string())),
            "check the network, a proxy, and TELOXIDE_API_URL if it is set",
        ),
        _ => (token.hide_in(&error.to_string()), "try again later; if it stays, report this line"),
    }
}

/// Looks at the bot's standing in one chat; whether it is an administrator there.
async fn look_at_chat(api: &Bot, token: &Token, chat: &Chat, org: &Org, found: &mut Findings) -> bool {
    let purpose = chat.purpose.map_or("", Purpose::as_str);
    let name =
        format!("chat of {} ({purpose})", chat.area.map(|area| org.path_name(area)).unwrap_or_default());
    let user = UserId(token.bot_id().unsigned_abs());
    match api.get_chat_member(ChatId(chat.tg), user).await.map(|member| member.kind) {
        Ok(ChatMemberKind::Administrator(_) | ChatMemberKind::Owner(_)) => {
            found.good(&format!("{name}: administrator, it sees reactions too"));
            return true;
        }
        Ok(ChatMemberKind::Member(_)) => found.good(&format!("{name}: member")),
        Ok(ChatMemberKind::Restricted(rights)) if rights.can_send_messages => {
            found.good(&format!("{name}: member with some restrictions"));
        }
        Ok(ChatMemberKind::Restricted(_)) => {
            found.mend(
                &format!("{name}: it may not write"),
                "allow it to send messages in the group's settings",
            );
        }
        Ok(ChatMemberKind::Left | ChatMemberKind::Banned(_)) => {
            found.mend(
                &format!("{name}: the bot is no longer in it"),
                "add the bot again; the binding is kept",
            );
        }
        Err(error) => {
            let why = token.hide_in(&error.to_string());
            found.mend(&format!("{name}: cannot be looked at ({why})"), "add the bot to the group again");
        }
    }
    false
}
