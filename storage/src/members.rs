//! Members: a person's role at an area; it holds below that area. And the staff an org file names.

use crate::row::{Row, from_json, to_json};
use crate::{Result, Role, Tx, ids};

/// A role that a person has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its row.
    pub id: i64,
    /// Who.
    pub person: i64,
    /// Where; it holds in every area below.
    pub area: i64,
    /// As what.
    pub role: Role,
    /// What this person can do, in the words of the org file.
    pub skills: Vec<String>,
    /// Story time until which this person is away.
    pub away_until: Option<i64>,
    /// Who stands in meanwhile.
    pub stand_in: Option<i64>,
}

impl Member {
    /// Whether this person is away now.
    pub fn is_away(&self, now: i64) -> bool {
        self.away_until.is_some_and(|until| now < until)
    }
}

/// Someone an org file names, who becomes a member through a one-time link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Its row.
    pub id: i64,
    /// Where.
    pub area: i64,
    /// As what.
    pub role: Role,
    /// The name in the org file.
    pub name: String,
    /// What this person can do.
    pub skills: Vec<String>,
    /// The person who came through the link.
    pub person: Option<i64>,
}

const OF_PERSON: &str = "SELECT id, person_id, area_id, role, skills, away_until, stand_in_id FROM member \
    WHERE person_id = $1 AND ended_at IS NULL ORDER BY id";
const AT_AREA: &str = "SELECT id, person_id, area_id, role, skills, away_until, stand_in_id FROM member \
    WHERE area_id = $1 AND ended_at IS NULL ORDER BY id";
const ADD: &str = "INSERT INTO member (id, person_id, area_id, role, skills, staff_id, added_by, made_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
    ON CONFLICT (person_id, area_id, role) DO UPDATE SET skills = excluded.skills, staff_id = excluded.staff_id, \
    added_by = excluded.added_by, ended_at = NULL \
    RETURNING id, person_id, area_id, role, skills, away_until, stand_in_id";
const STAFF: &str = "SELECT s.id, s.area_id, s.role, s.name, s.skills, m.person_id FROM staff s \
    LEFT JOIN member m ON m.staff_id = s.id AND m.ended_at IS NULL \
    WHERE s.area_id = $1 AND s.removed = 0 ORDER BY s.id";

impl Tx {
    /// The roles a person has now.
    pub async fn members_of(&mut self, person: i64) -> Result<Vec<Member>> {
        self.fetch_all(OF_PERSON, &[person.into()]).await?.iter().map(read_member).collect()
    }

    /// Who has one of `roles` at one of `areas`. Pass an area's ancestors for all whose role holds there; the
    /// nearest come first.
    pub async fn members_at(&mut self, areas: &[i64], roles: &[Role]) -> Result<Vec<Member>> {
        let mut found = Vec::new();
        for area in areas {
            for row in self.fetch_all(AT_AREA, &[(*area).into()]).await? {
                found.push(read_member(&row)?);
            }
        }
        found.retain(|member| roles.contains(&member.role));
        Ok(found)
    }

    /// Gives a person a role, or gives an ended one back. `staff`: whom of the org file this is.
    #[expect(clippy::too_many_arguments, reason = "the columns of a member, each with its own meaning")]
    pub async fn member_add(
        &mut self,
        person: i64,
        area: i64,
        role: Role,
        skills: &[String],
        staff: Option<i64>,
        added_by: Option<i64>,
        now: i64,
    ) -> Result<Member> {
        let args = [
            ids::next().into(),
            person.into(),
            area.into(),
            role.as_str().into(),
            to_json("member.skills", &skills)?.into(),
            staff.into(),
            added_by.into(),
            now.into(),
        ];
        read_member(&self.fetch_one(ADD, &args).await?)
    }

    /// Ends a membership; whether it was still on.
    pub async fn member_end(&mut self, id: i64, now: i64) -> Result<bool> {
        let sql = "UPDATE member SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL";
        Ok(self.execute(sql, &[now.into(), id.into()]).await? > 0)
    }

    /// A person is away in every role until `until`; `stand_in` takes new work meanwhile.
    pub async fn member_away(&mut self, person: i64, until: i64, stand_in: Option<i64>) -> Result<()> {
        let sql =
            "UPDATE member SET away_until = $1, stand_in_id = $2 WHERE person_id = $3 AND ended_at IS NULL";
        self.execute(sql, &[until.into(), stand_in.into(), person.into()]).await.map(drop)
    }

    /// A person is back.
    pub async fn member_back(&mut self, person: i64) -> Result<()> {
        let sql = "UPDATE member SET away_until = NULL, stand_in_id = NULL WHERE person_id = $1";
        self.execute(sql, &[person.into()]).await.map(drop)
    }

    /// Whom the org file names at an area itself, and who of them has joined.
    pub async fn staff_of(&mut self, area: i64) -> Result<Vec<Staff>> {
        let rows = self.fetch_all(STAFF, &[area.into()]).await?;
        rows.iter().map(|row| self.read_staff(row)).collect()
    }

    fn read_staff(&self, row: &Row) -> Result<Staff> {
        let id = row.int("id")?;
        Ok(Staff {
            id,
            area: row.int("area_id")?,
            role: row.word("role", Role::parse)?,
            name: self.sealer.open("staff.name", id, &row.text("name")?)?,
            skills: from_json("staff.skills", &row.text("skills")?)?,
            person: row.opt_int("person_id")?,
        })
    }
}

fn read_member(row: &Row) -> Result<Member> {
    Ok(Member {
        id: row.int("id")?,
        person: row.int("person_id")?,
        area: row.int("area_id")?,
        role: row.word("role", Role::parse)?,
        skills: row.json("skills")?,
        away_until: row.opt_int("away_until")?,
        stand_in: row.opt_int("stand_in_id")?,
    })
}
