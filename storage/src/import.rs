//! Brings the tree, the departments and the staff in line with an org file, in one transaction.

use crate::org::AreaKind;
use crate::org_file::{AreaLine, DepartmentLine, OrgFile, StaffLine};
use crate::row::to_json;
use crate::toml_lines::Problem;
use crate::{Error, Tx, ids};
use std::collections::{HashMap, HashSet};

/// What an import did, counted over areas, departments and staff.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// New, or back after having been removed.
    pub added: usize,
    /// Known, and different now.
    pub changed: usize,
    /// Known, and as it was.
    pub left: usize,
    /// Not in the file any more. Their rows stay, for what happened there.
    pub removed: usize,
}

/// Why an import changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file does not fit what is stored.
    #[error("the org file does not fit what is stored")]
    Problems(Vec<Problem>),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

struct Stored {
    id: i64,
    kind: AreaKind,
    parent: Option<i64>,
    code: String,
    name: String,
    place: i64,
    settings: String,
    removed: bool,
}

const AREAS: &str = "SELECT id, kind, parent_id, code, name, place, settings, removed FROM area";
const ADD_AREA: &str =
    "INSERT INTO area (id, parent_id, kind, code, name, place, settings) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const CHANGE_AREA: &str = "UPDATE area SET parent_id = $1, code = $2, name = $3, place = $4, settings = $5, removed = 0 WHERE id = $6";
const IN_USE: &str = "SELECT area_id FROM chat WHERE state = 'bound' AND area_id IS NOT NULL UNION \
    SELECT area_id FROM cases WHERE status IN ('open', 'claimed', 'done') UNION \
    SELECT community_id FROM cases WHERE status IN ('open', 'claimed', 'done')";

impl Tx {
    /// Makes areas, departments and staff what `file` says. The same file again changes nothing. An area that
    /// a bound chat or a live case uses is not removed: the import is refused, names it and changes nothing.
    pub async fn import_org(&mut self, file: &OrgFile) -> Result<Imported, ImportError> {
        self.savepoint().await?;
        let outcome = self.import_all(file).await;
        match outcome {
            Ok(_) => self.keep_savepoint().await?,
            Err(_) => self.undo_savepoint().await?,
        }
        outcome
    }

    async fn import_all(&mut self, file: &OrgFile) -> Result<Imported, ImportError> {
        let mut done = Imported::default();
        let ids = self.import_areas(&file.areas, &mut done).await?;
        self.import_departments(&file.departments, &ids, &mut done).await?;
        self.import_staff(&file.staff, &ids, &mut done).await?;
        if done.added + done.changed + done.removed > 0 {
            let version = self.org_version().await? + 1;
            self.set_meta("org_version", &version.to_string()).await?;
        }
        Ok(done)
    }

    /// The areas; the row of each code, in capitals.
    async fn import_areas(
        &mut self,
        areas: &[AreaLine],
        done: &mut Imported,
    ) -> Result<HashMap<String, i64>, ImportError> {
        let mut stored = self.stored_areas().await?;
        let mut ids: HashMap<String, i64> = HashMap::with_capacity(areas.len());
        let mut places: HashMap<Option<i64>, i64> = HashMap::new();
        let mut problems = Vec::new();
        for area in areas {
            let code = area.code.text.to_uppercase();
            let parent = area.parent.as_ref().and_then(|up| ids.get(&up.text.to_uppercase()).copied());
            let place = places.entry(parent).and_modify(|place| *place += 1).or_insert(0);
            let settings = to_json("area.settings", &area.own)?;
            let Some(known) = stored.remove(&code) else {
                let id = ids::next();
                self.add_area(id, area, parent, *place, settings).await?;
                ids.insert(code, id);
                done.added += 1;
                continue;
            };
            ids.insert(code, known.id);
            if known.kind != area.kind {
                let (was, is) = (known.kind.as_str(), area.kind.as_str());
                let what = format!("{} is a {was}, not a {is}: give the {is} another code", area.code.text);
                problems.push(Problem { line: Some(area.code.line), what });
                continue;
            }
            let same = known.parent == parent
                && known.name == area.name
                && known.code == area.code.text
                && known.settings == settings;
            match (known.removed, same) {
                (true, _) => done.added += 1,
                (false, true) => done.left += 1,
                (false, false) => done.changed += 1,
            }
            if known.removed || !same || known.place != *place {
                let args = [
                    parent.into(),
                    (&area.code.text).into(),
                    (&area.name).into(),
                    (*place).into(),
                    settings.into(),
                    known.id.into(),
                ];
                self.execute(CHANGE_AREA, &args).await?;
            }
        }
        self.remove_areas(stored, &mut problems, done).await?;
        if problems.is_empty() { Ok(ids) } else { Err(ImportError::Problems(problems)) }
    }

    async fn stored_areas(&mut self) -> crate::Result<HashMap<String, Stored>> {
        let mut stored = HashMap::new();
        for row in self.fetch_all(AREAS, &[]).await? {
            let area = Stored {
                id: row.int("id")?,
                kind: row.word("kind", AreaKind::parse)?,
                parent: row.opt_int("parent_id")?,
                code: row.text("code")?,
                name: row.text("name")?,
                place: row.int("place")?,
                settings: row.text("settings")?,
                removed: row.truth("removed")?,
            };
            stored.insert(area.code.to_uppercase(), area);
        }
        Ok(stored)
    }

    async fn add_area(
        &mut self,
        id: i64,
        area: &AreaLine,
        parent: Option<i64>,
        place: i64,
        settings: String,
    ) -> crate::Result<()> {
        let args = [
            id.into(),
            parent.into(),
            area.kind.as_str().into(),
            (&area.code.text).into(),
            (&area.name).into(),
            place.into(),
            settings.into(),
        ];
        self.execute(ADD_AREA, &args).await.map(drop)
    }

    /// Marks what the file no longer names, unless it is still in use.
    async fn remove_areas(
        &mut self,
        gone: HashMap<String, Stored>,
        problems: &mut Vec<Problem>,
        done: &mut Imported,
    ) -> crate::Result<()> {
        let mut gone: Vec<Stored> = gone.into_values().filter(|area| !area.removed).collect();
        if gone.is_empty() {
            return Ok(());
        }
        gone.sort_by(|a, b| a.code.cmp(&b.code));
        let rows = self.fetch_all(IN_USE, &[]).await?;
        let in_use = rows.iter().map(|row| row.int("area_id")).collect::<crate::Result<HashSet<_>>>()?;
        for area in gone {
            if in_use.contains(&area.id) {
                let what = format!(
                    "{} ({}) is missing from the file, but a bound chat or a live ticket uses it: \
                     keep it, or unbind the chat and finish the tickets first",
                    area.code, area.name
                );
                problems.push(Problem { line: None, what });
                continue;
            }
            self.execute("UPDATE area SET removed = 1 WHERE id = $1", &[area.id.into()]).await?;
            done.removed += 1;
        }
        Ok(())
    }

    async fn import_departments(
        &mut self,
        departments: &[DepartmentLine],
        areas: &HashMap<String, i64>,
        done: &mut Imported,
    ) -> crate::Result<()> {
        let mut stored = HashMap::new();
        let sql = "SELECT id, area_id, code, name, settings, removed FROM department";
        for row in self.fetch_all(sql, &[]).await? {
            let is = (row.int("area_id")?, row.text("name")?, row.text("settings")?);
            stored.insert(row.text("code")?.to_uppercase(), (row.int("id")?, is, row.truth("removed")?));
        }
        for department in departments {
            let Some(area) = areas.get(&department.area.text.to_uppercase()) else { continue };
            let is = (*area, department.name.clone(), to_json("department.settings", &department.own)?);
            let known = stored.remove(&department.code.text.to_uppercase());
            let id = known.as_ref().map_or_else(ids::next, |(id, ..)| *id);
            match known {
                Some((_, was, false)) if was == is => {
                    done.left += 1;
                    continue;
                }
                Some((_, _, false)) => done.changed += 1,
                Some((_, _, true)) | None => done.added += 1,
            }
            let sql = "INSERT INTO department (id, area_id, code, name, settings) VALUES ($1, $2, $3, $4, $5) \
                ON CONFLICT (id) DO UPDATE SET area_id = excluded.area_id, code = excluded.code, \
                name = excluded.name, settings = excluded.settings, removed = 0";
            let code = (&department.code.text).into();
            self.execute(sql, &[id.into(), is.0.into(), code, is.1.into(), is.2.into()]).await?;
        }
        for (id, _, _) in stored.into_values().filter(|(_, _, removed)| !removed) {
            self.execute("UPDATE department SET removed = 1 WHERE id = $1", &[id.into()]).await?;
            done.removed += 1;
        }
        Ok(())
    }

    async fn import_staff(
        &mut self,
        staff: &[StaffLine],
        areas: &HashMap<String, i64>,
        done: &mut Imported,
    ) -> crate::Result<()> {
        let mut stored = HashMap::new();
        for row in
            self.fetch_all("SELECT id, area_id, role, name_hash, skills, removed FROM staff", &[]).await?
        {
            let who = (row.int("area_id")?, row.text("role")?, row.text("name_hash")?);
            stored.insert(who, (row.int("id")?, row.text("skills")?, row.truth("removed")?));
        }
        for person in staff {
            let Some(area) = areas.get(&person.area.text.to_uppercase()) else { continue };
            let hash = self.sealer.hash("staff name", &person.name.text);
            let skills = to_json("staff.skills", &person.skills)?;
            let who = (*area, person.role.as_str().to_owned(), hash);
            match stored.remove(&who) {
                Some((_, was, false)) if was == skills => done.left += 1,
                Some((id, _, removed)) => {
                    let sql = "UPDATE staff SET skills = $1, removed = 0 WHERE id = $2";
                    self.execute(sql, &[skills.into(), id.into()]).await?;
                    if removed { done.added += 1 } else { done.changed += 1 }
                }
                None => {
                    let id = ids::next();
                    let name = self.sealer.seal("staff.name", id, &person.name.text)?;
                    let sql = "INSERT INTO staff (id, area_id, role, name, name_hash, skills) VALUES ($1, $2, $3, $4, $5, $6)";
                    let (area, role, hash) = who;
                    let args = [id.into(), area.into(), role.into(), name.into(), hash.into(), skills.into()];
                    self.execute(sql, &args).await?;
                    done.added += 1;
                }
            }
        }
        for (id, _, _) in stored.into_values().filter(|(_, _, removed)| !removed) {
            self.execute("UPDATE staff SET removed = 1 WHERE id = $1", &[id.into()]).await?;
            done.removed += 1;
        }
        Ok(())
    }
}
