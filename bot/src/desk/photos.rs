//! Photos and voices of a report: with its words, before them, in an album, as a reply, and late.

use super::reports::{self, Report};
use super::{Desk, Reply, Trouble, flood, hear, no, private, same};
use crate::incoming::{Message, Speaker};
use storage::{Case, Chat, NewEntry, WaitingPhoto};

/// A photo or voice message of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// `photo` or `voice`: the word in the log.
    pub what: &'static str,
    /// The Telegram file.
    pub file: String,
    /// The album it belongs to.
    pub album: Option<String>,
}

impl Original {
    fn photo(file: &str, album: Option<&String>) -> Original {
        Original { what: "photo", file: file.to_owned(), album: album.cloned() }
    }

    /// What a message carries itself.
    fn of(message: &Message) -> Option<Original> {
        let voice = message.voice.as_ref().map(|voice| Original {
            what: "voice",
            file: voice.id.clone(),
            album: None,
        });
        voice.or_else(|| Some(Original::photo(message.photo.as_ref()?, message.album.as_ref())))
    }
}

/// All originals of a report: those that waited for its author's words, its own, and what came with the command.
pub async fn originals(desk: &mut Desk<'_>, report: &Report<'_>) -> storage::Result<Vec<Original>> {
    let mut all = Vec::new();
    if let Some(author) = &report.source.from {
        let mut waited = desk.tx.photos_adopt(report.chat.id, author.tg, desk.now).await?;
        waited.retain(|photo| photo.message != report.source.id);
        all.extend(waited.iter().map(|photo| Original::photo(&photo.file, photo.album.as_ref())));
    }
    all.extend(Original::of(report.source));
    all.extend(report.extra.map(|file| Original::photo(file, None)));
    Ok(all)
}

/// Writes originals into a case's log; the later items of their albums will find the case.
pub async fn attach(
    desk: &mut Desk<'_>,
    case: &Case,
    person: i64,
    chat: &Chat,
    originals: &[Original],
) -> storage::Result<()> {
    for original in originals {
        let photo = Some(original.file.as_str());
        let entry = NewEntry { person: Some(person), what: original.what, photo, ..NewEntry::default() };
        desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
        if let Some(album) = &original.album {
            desk.tx.album_keep(chat.id, album, case.id, desk.now).await?;
        }
    }
    Ok(())
}

/// A message's photo or voice, as far as that alone says what to do with it: a later item of an album, a reply to
/// the bot, a photo before its words. `None`: look at the words.
pub async fn seen(
    desk: &mut Desk<'_>,
    chat: &Chat,
    speaker: &Speaker,
    message: &Message,
) -> Result<Option<Reply>, Trouble> {
    if let (Some(album), Some(original)) = (&message.album, Original::of(message))
        && let Some(id) = desk.tx.album_case(chat.id, album, desk.now).await?
        && let Some(case) = desk.tx.case(id).await?
    {
        add(desk, &case, case.reporter, chat, original).await?;
        return Ok(Some(Reply::Nothing));
    }
    if !message.text.is_empty() {
        return Ok(None);
    }
    let Some(original) = Original::of(message) else { return Ok(None) };
    let ours = hear::replies_to(message, desk.office.me.id);
    if let Some(to) = message.reply_to.as_deref().filter(|_| ours) {
        if let Some(case) = hear::case_of_message(desk, chat, to.id).await? {
            let person = desk.person(speaker).await?;
            add(desk, &case, Some(person.id), chat, original).await?;
            return Ok(Some(Reply::Nothing));
        }
        if !chat.is_private() {
            return alone(desk, chat, speaker, message).await.map(Some);
        }
    }
    if !chat.is_private() && original.what == "photo" {
        let photo = WaitingPhoto { message: message.id, album: original.album, file: original.file };
        desk.tx.photos_expire(desk.now).await?;
        desk.tx.photo_wait(chat.id, speaker.tg, &photo, desk.now).await?;
        return Ok(Some(Reply::Nothing));
    }
    Ok(None)
}

/// Keeps a photo of a private chat while its grid is asked for; whether it is the first, so that an album is asked
/// about once.
pub async fn hold(
    desk: &mut Desk<'_>,
    chat: &Chat,
    speaker: &Speaker,
    message: &Message,
) -> storage::Result<bool> {
    let Some(file) = message.photo.clone() else { return Ok(true) };
    let photo = WaitingPhoto { message: message.id, album: message.album.clone(), file };
    desk.tx.photos_expire(desk.now).await?;
    Ok(desk.tx.photo_wait(chat.id, speaker.tg, &photo, desk.now).await? == 1)
}

/// A lone photo or voice message said to the bot in a group: a case with the original attached.
async fn alone(
    desk: &mut Desk<'_>,
    chat: &Chat,
    speaker: &Speaker,
    message: &Message,
) -> Result<Reply, Trouble> {
    let Some(area) = chat.bound() else { return no("report-unbound") };
    if reports::too_big(message) {
        return no("report-file-big");
    }
    let person = desk.person(speaker).await?;
    if let Some(reply) = flood::check(desk, &person, message.date).await? {
        return Ok(reply);
    }
    let report = Report { person: &person, chat, area, source: message, extra: None, asked: false };
    reports::take(desk, report).await?;
    Ok(Reply::Nothing)
}

/// Adds a late photo or voice to a case that still lives.
async fn add(
    desk: &mut Desk<'_>,
    case: &Case,
    person: Option<i64>,
    chat: &Chat,
    original: Original,
) -> Result<(), Trouble> {
    let case = &same::whole(desk, case).await?;
    let may = match person {
        Some(person) => desk.may_see(person, case).await?,
        None => false,
    };
    // A photo could say whose wish it is.
    let Some(person) = person.filter(|_| may && case.status.is_live() && !case.is_wish()) else {
        return Ok(());
    };
    attach(desk, case, person, chat, std::slice::from_ref(&original)).await?;
    desk.tx.case_touch(case.id).await?;
    desk.refresh_cards(case).await?;
    private::pass_on(desk, case, &original).await?;
    Ok(())
}

/// Forgets photos and albums that waited for ten minutes. For the clock.
pub async fn expire(desk: &mut Desk<'_>) -> storage::Result<()> {
    desk.tx.photos_expire(desk.now).await.map(drop)
}
