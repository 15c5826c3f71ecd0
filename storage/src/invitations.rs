//! One-time links and codes: for a member to be, or to confirm a chat's binding. Only their hash is stored.

use crate::row::Row;
use crate::{Result, Role, Tx, ids};

/// Random bytes of a code: 22 characters, which fit a `?start=` link.
const BYTES: usize = 16;

/// What a code is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InviteFor {
    /// Its bearer becomes a member.
    Member,
    /// Its bearer confirms that a chat belongs to the area.
    Binding,
}

impl InviteFor {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            InviteFor::Member => "member",
            InviteFor::Binding => "binding",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<InviteFor> {
        [InviteFor::Member, InviteFor::Binding].into_iter().find(|purpose| purpose.as_str() == word)
    }
}

/// What a code gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its row.
    pub id: i64,
    /// What it is for.
    pub purpose: InviteFor,
    /// Where.
    pub area: i64,
    /// As what.
    pub role: Role,
    /// Whom of the org file it is for.
    pub staff: Option<i64>,
    /// Who made it; `None`: the command line.
    pub made_by: Option<i64>,
    /// Story time at which it ends.
    pub ends_at: i64,
    /// When it was used.
    pub used_at: Option<i64>,
}

/// Why a code gives nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// There is no such code.
    Unknown,
    /// Somebody used it already.
    Used,
    /// Its time is over.
    Ended,
}

const MAKE: &str = "INSERT INTO invitation (id, hash, purpose, area_id, role, staff_id, made_by, made_at, ends_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const FIND: &str =
    "SELECT id, purpose, area_id, role, staff_id, made_by, ends_at, used_at FROM invitation WHERE hash = $1";
const USE: &str = "UPDATE invitation SET used_by = $1, used_at = $2 \
    WHERE hash = $3 AND used_at IS NULL AND ends_at > $2 \
    RETURNING id, purpose, area_id, role, staff_id, made_by, ends_at, used_at";

impl Tx {
    /// Makes a code that works once, until `ends_at`. It is returned here and nowhere else.
    #[expect(clippy::too_many_arguments, reason = "the columns of an invitation, each with its own meaning")]
    pub async fn invitation_make(
        &mut self,
        area: i64,
        role: Role,
        staff: Option<i64>,
        purpose: InviteFor,
        made_by: Option<i64>,
        now: i64,
        ends_at: i64,
    ) -> Result<String> {
        let code = self.sealer.random_text(BYTES)?;
        let args = [
            ids::next().into(),
            self.code_hash(&code).into(),
            purpose.as_str().into(),
            area.into(),
            role.as_str().into(),
            staff.into(),
            made_by.into(),
            now.into(),
            ends_at.into(),
        ];
        self.execute(MAKE, &args).await?;
        Ok(code)
    }

    /// What a code would give, used or not; uses nothing up.
    pub async fn invitation(&mut self, code: &str) -> Result<Option<Invitation>> {
        let hash = self.code_hash(code);
        self.fetch_optional(FIND, &[hash.into()]).await?.as_ref().map(read).transpose()
    }

    /// Uses a code up. Of two people who use it at once, one gets it.
    pub async fn invitation_use(
        &mut self,
        code: &str,
        person: i64,
        now: i64,
    ) -> Result<std::result::Result<Invitation, Refused>> {
        let hash = self.code_hash(code);
        if let Some(row) = self.fetch_optional(USE, &[person.into(), now.into(), hash.into()]).await? {
            return Ok(Ok(read(&row)?));
        }
        Ok(Err(match self.invitation(code).await? {
            None => Refused::Unknown,
            Some(found) if found.used_at.is_some() => Refused::Used,
            Some(_) => Refused::Ended,
        }))
    }

    fn code_hash(&self, code: &str) -> String {
        self.sealer.hash("invitation", code.trim())
    }
}

fn read(row: &Row) -> Result<Invitation> {
    Ok(Invitation {
        id: row.int("id")?,
        purpose: row.word("purpose", InviteFor::parse)?,
        area: row.int("area_id")?,
        role: row.word("role", Role::parse)?,
        staff: row.opt_int("staff_id")?,
        made_by: row.opt_int("made_by")?,
        ends_at: row.int("ends_at")?,
        used_at: row.opt_int("used_at")?,
    })
}
