//! People who gave the bot something to handle, known by a keyed hash; who they are is sealed.

use crate::row::{Row, from_json, to_json};
use crate::{Result, Tx, ids};
use serde::{Deserialize, Serialize};

/// Who a person is, as Telegram told it. Sealed at rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Telegram's user id; also the id of the private chat.
    pub tg: i64,
    /// First and last name as shown.
    pub name: String,
    /// Without the `@`.
    pub username: Option<String>,
}

/// A person on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Its row.
    pub id: i64,
    /// Who it is; `None` once forgotten.
    pub about: Option<About>,
    /// The language chosen with `/lang`.
    pub locale: Option<String>,
}

impl Person {
    /// The name to show where a name may be shown; empty once forgotten.
    pub fn name(&self) -> &str {
        self.about.as_ref().map_or("", |about| about.name.as_str())
    }
}

const COLUMNS: &str = "SELECT id, about, locale FROM person WHERE id = $1";
const BY_HASH: &str = "SELECT id, about, locale FROM person WHERE hash = $1";
const BY_USERNAME: &str = "SELECT id, about, locale FROM person WHERE username_hash = $1";

impl Tx {
    /// The person with this Telegram id, if on record.
    pub async fn person_known(&mut self, tg: i64) -> Result<Option<Person>> {
        let hash = self.sealer.hash("person", &tg.to_string());
        let row = self.fetch_optional(BY_HASH, &[hash.into()]).await?;
        row.map(|row| self.read_person(&row)).transpose()
    }

    /// The person on record, made if new, with name and username brought up to date.
    pub async fn person_seen(&mut self, about: &About, now: i64) -> Result<Person> {
        let person = match self.person_known(about.tg).await? {
            Some(person) => person,
            None => self.person_new(about, now).await?,
        };
        if person.about.as_ref() == Some(about) {
            return Ok(person);
        }
        let sql = "UPDATE person SET about = $1, username_hash = $2 WHERE id = $3";
        let (sealed, username) = self.seal_about(person.id, about)?;
        self.execute(sql, &[sealed.into(), username.into(), person.id.into()]).await?;
        Ok(Person { about: Some(about.clone()), ..person })
    }

    /// Makes the row of a person, unless the process of another bot made it in this instant.
    async fn person_new(&mut self, about: &About, now: i64) -> Result<Person> {
        let id = ids::next();
        let (sealed, username) = self.seal_about(id, about)?;
        let hash = self.sealer.hash("person", &about.tg.to_string());
        let sql = "INSERT INTO person (id, hash, username_hash, about, made_at) VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT (hash) DO NOTHING";
        self.execute(sql, &[id.into(), hash.as_str().into(), username.into(), sealed.into(), now.into()])
            .await?;
        let row = self.fetch_one(BY_HASH, &[hash.into()]).await?;
        self.read_person(&row)
    }

    /// The person in row `id`.
    pub async fn person(&mut self, id: i64) -> Result<Option<Person>> {
        let row = self.fetch_optional(COLUMNS, &[id.into()]).await?;
        row.map(|row| self.read_person(&row)).transpose()
    }

    /// The person last seen with this username (without `@`, any case).
    pub async fn person_by_username(&mut self, username: &str) -> Result<Option<Person>> {
        let hash = self.sealer.hash("username", &username.to_lowercase());
        let row = self.fetch_optional(BY_USERNAME, &[hash.into()]).await?;
        row.map(|row| self.read_person(&row)).transpose()
    }

    /// Remembers the language a person chose.
    pub async fn person_locale(&mut self, id: i64, locale: &str) -> Result<()> {
        self.execute("UPDATE person SET locale = $1 WHERE id = $2", &[locale.into(), id.into()])
            .await
            .map(drop)
    }

    /// Forgets who a person is. The row stays, so that the log keeps its facts; it can no longer be found
    /// by its Telegram id, and a later report of the same person makes a new row.
    pub async fn person_forget(&mut self, id: i64) -> Result<()> {
        self.person_learn(id, None).await?;
        let hash = format!("forgotten {id}");
        let sql =
            "UPDATE person SET about = NULL, username_hash = NULL, locale = NULL, hash = $1 WHERE id = $2";
        self.execute(sql, &[hash.into(), id.into()]).await.map(drop)
    }

    fn seal_about(&self, id: i64, about: &About) -> Result<(String, Option<String>)> {
        let json = to_json("person.about", about)?;
        let username = about.username.as_ref().map(|name| self.sealer.hash("username", &name.to_lowercase()));
        Ok((self.sealer.seal("person.about", id, &json)?, username))
    }

    fn read_person(&self, row: &Row) -> Result<Person> {
        let id = row.int("id")?;
        let about = self.open_opt("person.about", id, row.opt_text("about")?)?;
        let about = about.map(|json| from_json("person.about", &json)).transpose()?;
        Ok(Person { id, about, locale: row.opt_text("locale")? })
    }
}
