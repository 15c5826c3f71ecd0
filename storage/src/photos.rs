//! Photos that wait for their author's words, and albums whose later items look for their case: ten minutes
//! each, then gone. An author is a keyed hash here, of a space of its own, so that no person on record is named.

use crate::{Result, Tx, ids};

/// How long a photo waits for words and an album for its later items, ms.
pub const PHOTO_WAIT: i64 = 10 * 60_000;

/// How many photos of one author wait in one chat: an album's worth, twice.
const MOST: i64 = 20;

/// A photo that waited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingPhoto {
    /// The message it came in.
    pub message: i64,
    /// The album it belongs to.
    pub album: Option<String>,
    /// The Telegram file.
    pub file: String,
}

const ADOPT: &str = "DELETE FROM waiting_photo WHERE author_hash = $1 AND chat_id = $2 AND at > $3 \
    RETURNING id, message_id, album, file";

impl Tx {
    /// Keeps a photo without words for its author (a Telegram user id); how many of theirs wait in the chat
    /// then, 0 if there were too many for one more.
    pub async fn photo_wait(
        &mut self,
        chat: i64,
        author: i64,
        photo: &WaitingPhoto,
        now: i64,
    ) -> Result<i64> {
        let hash = self.author_hash(author);
        let sql =
            "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM waiting_photo WHERE author_hash = $1 AND chat_id = $2";
        let before = self.fetch_one(sql, &[hash.as_str().into(), chat.into()]).await?.int("n")?;
        if before >= MOST {
            return Ok(0);
        }
        let id = ids::next();
        let sql = "INSERT INTO waiting_photo (id, chat_id, author_hash, message_id, album, file, at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let args = [
            id.into(),
            chat.into(),
            hash.into(),
            photo.message.into(),
            photo.album.clone().into(),
            self.sealer.seal("waiting_photo.file", id, &photo.file)?.into(),
            now.into(),
        ];
        self.execute(sql, &args).await?;
        Ok(before + 1)
    }

    /// Takes the photos that wait for an author's words in a chat, in the order they came.
    pub async fn photos_adopt(&mut self, chat: i64, author: i64, now: i64) -> Result<Vec<WaitingPhoto>> {
        let args = [self.author_hash(author).into(), chat.into(), (now - PHOTO_WAIT).into()];
        let mut found = Vec::new();
        for row in self.fetch_all(ADOPT, &args).await? {
            let id = row.int("id")?;
            let file = self.sealer.open("waiting_photo.file", id, &row.text("file")?)?;
            found.push((
                id,
                WaitingPhoto { message: row.int("message_id")?, album: row.opt_text("album")?, file },
            ));
        }
        found.sort_by_key(|(id, _)| *id);
        Ok(found.into_iter().map(|(_, photo)| photo).collect())
    }

    /// Forgets what waits for an author, everywhere.
    pub async fn photos_forget(&mut self, author: i64) -> Result<u64> {
        let hash = self.author_hash(author);
        self.execute("DELETE FROM waiting_photo WHERE author_hash = $1", &[hash.into()]).await
    }

    /// Remembers which case an album belongs to, so that its later items find it.
    pub async fn album_keep(&mut self, chat: i64, album: &str, case: i64, now: i64) -> Result<()> {
        let sql = "INSERT INTO album (chat_id, album, case_id, at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (chat_id, album) DO NOTHING";
        self.execute(sql, &[chat.into(), album.into(), case.into(), now.into()]).await.map(drop)
    }

    /// The case of an album that began within the last ten minutes.
    pub async fn album_case(&mut self, chat: i64, album: &str, now: i64) -> Result<Option<i64>> {
        let sql = "SELECT case_id FROM album WHERE chat_id = $1 AND album = $2 AND at > $3";
        let row = self.fetch_optional(sql, &[chat.into(), album.into(), (now - PHOTO_WAIT).into()]).await?;
        row.map(|row| row.int("case_id")).transpose()
    }

    /// Deletes what waited for ten minutes; how many photos went.
    pub async fn photos_expire(&mut self, now: i64) -> Result<u64> {
        let before = now - PHOTO_WAIT;
        self.execute("DELETE FROM album WHERE at <= $1", &[before.into()]).await?;
        self.execute("DELETE FROM waiting_photo WHERE at <= $1", &[before.into()]).await
    }

    fn author_hash(&self, author: i64) -> String {
        self.sealer.hash("photo author", &author.to_string())
    }
}
