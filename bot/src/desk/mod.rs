//! The desk decides: who speaks, where, what was understood and what is stored → which records change and what
//! is to be said. One file a practice; here is what they share.

pub mod admins;
pub mod alike;
pub mod approve;
pub mod assign;
pub mod away;
pub mod ballots;
pub mod board;
pub mod booth;
pub mod budget;
pub mod cards;
pub mod claims;
pub mod corrections;
pub mod edits;
pub mod emergency;
pub mod finish;
pub mod flood;
pub mod forget;
pub mod gathering;
pub mod granting;
pub mod hear;
pub mod help;
pub mod hooks;
pub mod invite;
pub mod joins;
pub mod lang;
pub mod lists;
pub mod meeting_list;
pub mod meeting_words;
pub mod meetings;
pub mod minutes;
pub mod news;
pub mod office;
pub mod photos;
pub mod places;
pub mod poll_words;
pub mod polls;
pub mod privacy;
pub mod private;
pub mod progress;
pub mod questions;
pub mod reports;
pub mod resolutions;
pub mod results;
pub mod rights;
pub mod same;
pub mod secret;
pub mod setup;
pub mod shadow;
pub mod standing;
pub mod start;
pub mod status;
pub mod taps;
pub mod thank;
pub mod topics;
pub mod undo;
pub mod wishes;

pub use hear::{Plan, Work, plan, work};
pub use office::{Me, Office};

use crate::incoming::{Message, Speaker, Tap};
use crate::outgoing::{Post, Said};
use crate::verbs::Verb;
use crate::words::{Locale, Phrase};
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use storage::{About, Case, Chat, ChatState, Draft, Lane, Org, Person, Tx};

/// The desk at work on one transaction.
pub struct Desk<'a> {
    /// The transaction.
    pub tx: &'a mut Tx,
    /// The bot's office.
    pub office: &'a Office,
    /// The org as of this transaction.
    pub org: Arc<Org>,
    /// Story time, ms UTC.
    pub now: i64,
    /// Wire time, ms UTC: only for what Telegram makes stale.
    pub wire: i64,
}

/// One use of a verb: by command, words, reply or button.
#[derive(Debug)]
pub struct Call {
    /// Who.
    pub person: Person,
    /// Who, as the update names them.
    pub speaker: Speaker,
    /// Where.
    pub chat: Chat,
    /// The message that said it; `None` for a tap.
    pub message: Option<Box<Message>>,
    /// The tap that said it.
    pub tap: Option<Tap>,
    /// The case it is about, when the verb needs one.
    pub case: Option<Case>,
    /// The words after the verb and the number; for a tap empty.
    pub rest: String,
    /// The id in the button's data, when the verb needs no case.
    pub id: i64,
    /// The version in the button's data.
    pub version: i64,
}

/// What is said back to whoever used a verb.
#[derive(Debug)]
pub enum Reply {
    /// Nothing: the card says it.
    Nothing,
    /// Nothing yet: a question is under way, and its answer will say it.
    Later,
    /// A line: over the chat for a tap, a reply otherwise.
    Note(Phrase),
    /// A message with buttons, in the same chat.
    Said(Said),
}

/// Why a verb did nothing.
#[derive(Debug)]
pub enum Trouble {
    /// A mistake of the person's: answered kindly, and nothing changes.
    No(Phrase),
    /// It is not clear which thing is meant: asked with buttons, and nothing else changes.
    Ask(Said),
    /// A fault of ours: logged, and the update becomes a dead letter.
    Fault(storage::Error),
}

impl From<storage::Error> for Trouble {
    fn from(error: storage::Error) -> Trouble {
        Trouble::Fault(error)
    }
}

/// What the function of a verb gives.
pub type Outcome = Result<Reply, Trouble>;

/// A verb's function at work.
pub type Doing<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// Runs a verb. What it does with a wish is a matter of its own, so that it need not be asked for in every practice.
pub async fn run(desk: &mut Desk<'_>, verb: &Verb, call: Call) -> Outcome {
    match call.case.as_ref().is_some_and(Case::is_wish) {
        true => granting::run(desk, verb.name, call).await,
        false => (verb.run)(desk, call).await,
    }
}

/// A kind refusal.
pub fn no<T>(key: &'static str) -> Result<T, Trouble> {
    Err(Trouble::No(Phrase::plain(key)))
}

impl Call {
    /// The case of a verb that needs one.
    pub fn case(&self) -> Result<&Case, Trouble> {
        self.case.as_ref().ok_or(Trouble::No(Phrase::plain("case-which")))
    }

    /// The message whose button was tapped.
    pub fn tapped(&self) -> Option<i64> {
        self.tap.as_ref()?.message.as_ref().map(|message| message.id)
    }

    /// The message id that an answer replies to.
    pub fn message_id(&self) -> Option<i64> {
        self.message.as_ref().map(|message| message.id)
    }
}

impl<'a> Desk<'a> {
    /// Sits down at a transaction.
    pub fn new(tx: &'a mut Tx, office: &'a Office, now: i64, wire: i64) -> Desk<'a> {
        Desk { tx, office, org: office.org(), now, wire }
    }

    /// Queues something to be said about no case, at once.
    pub async fn post(&mut self, chat: i64, post: &Post) -> storage::Result<()> {
        self.post_at(chat, post, None, Lane::Normal, 0).await
    }

    /// Queues something to be said about a case: a reply to it will find the case.
    pub async fn post_about(&mut self, chat: i64, post: &Post, case: i64) -> storage::Result<()> {
        self.post_at(chat, post, Some(case), Lane::Normal, 0).await
    }

    /// Queues something in a lane, held until `due` (story time; 0 for at once).
    pub async fn post_at(
        &mut self,
        chat: i64,
        post: &Post,
        case: Option<i64>,
        lane: Lane,
        due: i64,
    ) -> storage::Result<()> {
        let payload = serde_json::to_string(post).unwrap_or_default();
        let draft = Draft { chat, lane, kind: post.kind(), payload, case, due };
        self.tx.outbox_queue(self.office.me.id, draft, self.wire).await.map(drop)
    }

    /// Says something in a chat's own words.
    pub async fn tell(
        &mut self,
        chat: &Chat,
        said: Said,
        reply_to: Option<i64>,
        case: Option<i64>,
    ) -> storage::Result<()> {
        let post = Post::Text { said, reply_to, silent: self.is_quiet(chat) };
        self.post_at(chat.id, &post, case, Lane::Normal, 0).await
    }

    /// Makes every card of a case due for an edit.
    pub async fn refresh_cards(&mut self, case: &Case) -> storage::Result<()> {
        for card in self.tx.cards(case.id).await? {
            self.tx.outbox_card(case.bot, case.id, card.chat, Lane::Normal, 0, self.wire).await?;
        }
        Ok(())
    }

    /// The language of a chat: what `/lang` chose, else its area's, else what the person's app speaks.
    pub fn locale(&self, chat: &Chat, person: Option<&Person>) -> Locale {
        let own = person.filter(|_| chat.is_private()).and_then(|person| person.locale.as_deref());
        let chosen = own.or(chat.locale.as_deref()).and_then(Locale::parse);
        chosen.or(chat.area.map(|area| self.office.locale_of(area))).unwrap_or(Locale::ZhCn)
    }

    /// Whether it is quiet hours in a group now: what is said then makes no sound.
    pub fn is_quiet(&self, chat: &Chat) -> bool {
        chat.bound().is_some_and(|area| self.quiet_until(area) > 0)
    }

    /// When the quiet hours of an area end, if they are now; else 0. News is held until then.
    pub fn quiet_until(&self, area: i64) -> i64 {
        crate::routines::time::quiet_until(self.org.settings(area), self.now)
    }

    /// The private chat with a person, if they can be written to.
    pub async fn private_chat(&mut self, person: &Person) -> storage::Result<Option<Chat>> {
        let Some(about) = &person.about else { return Ok(None) };
        let chat = self.tx.chat_known(self.office.me.id, about.tg).await?;
        Ok(chat.filter(|chat| chat.state != ChatState::Left))
    }

    /// The record of whoever speaks.
    pub async fn person(&mut self, speaker: &Speaker) -> storage::Result<Person> {
        let about = About { tg: speaker.tg, name: speaker.name.clone(), username: speaker.username.clone() };
        self.tx.person_seen(&about, self.now).await
    }

    /// Answers a tap. Every tap is answered, so that the button stops spinning.
    pub async fn answer(&mut self, tap: &Tap, chat: i64, text: String, alert: bool) -> storage::Result<()> {
        let post = Post::Answer { query: tap.query.clone(), text, alert };
        self.post_at(chat, &post, None, Lane::Answer, 0).await
    }
}

/// Whether a button's data is a choice in a secret ballot, which is kept nowhere.
pub fn is_choice(data: &str) -> bool {
    data.starts_with("vot.")
}

/// Ends a batch: writes what chatter left, a count a chat and day. `seen` is by Telegram chat id.
pub async fn end_batch(desk: &mut Desk<'_>, seen: &HashMap<i64, i64>) -> storage::Result<()> {
    for (tg, n) in seen {
        if let Some(chat) = desk.tx.chat_known(desk.office.me.id, *tg).await?
            && let Some(area) = chat.bound()
        {
            let day = crate::routines::time::day(desk.org.settings(area), desk.now);
            desk.tx.count(chat.id, &day, "seen", *n).await?;
        }
    }
    Ok(())
}

/// Keeps an update whose handling failed: its id, chat and error; `payload` only of a command, a tap or a reply to
/// the bot. `error` must not repeat what was said.
pub async fn dead_letter(
    desk: &mut Desk<'_>,
    update: i64,
    chat_tg: Option<i64>,
    error: &str,
    payload: Option<&str>,
) -> storage::Result<()> {
    let bot = desk.office.me.id;
    let chat = match chat_tg {
        Some(tg) => desk.tx.chat_known(bot, tg).await?.map(|chat| chat.id),
        None => None,
    };
    desk.tx.dead_letter_add(bot, update, chat, error, payload, desk.now).await
}
