//! How much the bot may say in a group in an hour on its own account. Cards and emergencies are always said and
//! only counted; questions are left out beyond it.

use super::Desk;
use crate::routines::time;
use storage::Chat;

/// Counts one message more; whether it still fits.
pub async fn spend(desk: &mut Desk<'_>, chat: &Chat) -> storage::Result<bool> {
    let (day, what, most) = key(desk, chat);
    if desk.tx.counted(chat.id, &day, &what).await? >= most {
        return Ok(false);
    }
    desk.tx.count(chat.id, &day, &what, 1).await?;
    Ok(true)
}

/// Counts one message that is said in any case.
pub async fn note(desk: &mut Desk<'_>, chat: &Chat) -> storage::Result<()> {
    let (day, what, _) = key(desk, chat);
    desk.tx.count(chat.id, &day, &what, 1).await
}

/// The day, the counter of this hour, and how much fits in it.
fn key(desk: &Desk<'_>, chat: &Chat) -> (String, String, i64) {
    let settings = desk.org.settings(chat.bound().unwrap_or_default());
    let hour = time::local(desk.now, settings.time_zone).format("said-%H").to_string();
    (time::day(settings, desk.now), hour, settings.budget)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::{Me, Office};
    use storage::{ChatState, Key, OrgFile, Purpose};

    #[tokio::test]
    async fn thirty_messages_fit_in_an_hour() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("gridbell.db").display());
        let db = storage::open(&url, &Key::random().unwrap()).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        tx.import_org(&OrgFile::parse(crate::cli::org::EXAMPLE).unwrap()).await.unwrap();
        tx.bot_seen(7, "gridbell_bot", None).await.unwrap();
        let mut chat = tx.chat_seen(7, -100, "supergroup", ChatState::New, 0).await.unwrap();
        tx.commit().await.unwrap();
        let office =
            Office::open(db.clone(), Me { id: 7, username: "gridbell_bot".to_owned(), sees_all: true });
        let office = office.await.unwrap();
        chat.area = office.org().by_code("WT-1").map(|area| area.id);
        (chat.purpose, chat.state) = (Some(Purpose::Residents), ChatState::Bound);
        let mut tx = db.begin().await.unwrap();
        let now = 1_772_413_200_000;
        let mut desk = Desk::new(&mut tx, &office, now, now);
        for _ in 0..15 {
            assert!(spend(&mut desk, &chat).await.unwrap());
            note(&mut desk, &chat).await.unwrap();
        }
        assert!(!spend(&mut desk, &chat).await.unwrap());
        desk.now += 3_600_000;
        assert!(spend(&mut desk, &chat).await.unwrap());
    }
}
