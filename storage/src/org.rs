//! The tree of areas as it stands, in memory: a cache, loaded again when its version grows.

use crate::settings::{Own, Settings};
use crate::{Result, Tx};
use std::collections::HashMap;
use std::sync::Arc;

/// What an area is; each lies inside one of an earlier kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AreaKind {
    /// 市
    City,
    /// 区 or 县
    District,
    /// 街道 or 镇
    Street,
    /// 社区 or 村: tickets are numbered here.
    Community,
    /// 网格
    Grid,
    /// 楼栋
    Building,
    /// 单元
    Unit,
}

impl AreaKind {
    /// All of them, the widest first.
    pub const ALL: [AreaKind; 7] = [
        AreaKind::City,
        AreaKind::District,
        AreaKind::Street,
        AreaKind::Community,
        AreaKind::Grid,
        AreaKind::Building,
        AreaKind::Unit,
    ];

    /// The word in the database and in org files.
    pub fn as_str(self) -> &'static str {
        match self {
            AreaKind::City => "city",
            AreaKind::District => "district",
            AreaKind::Street => "street",
            AreaKind::Community => "community",
            AreaKind::Grid => "grid",
            AreaKind::Building => "building",
            AreaKind::Unit => "unit",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<AreaKind> {
        AreaKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// A node of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Its row.
    pub id: i64,
    /// The area it lies in.
    pub parent: Option<i64>,
    /// What it is.
    pub kind: AreaKind,
    /// Its short code, as `WT-1`.
    pub code: String,
    /// Its name, as `第1网格`.
    pub name: String,
    /// How many households: as the org file says, else the sum of the areas in it.
    pub households: i64,
}

/// A department or partner: who accepts what a grid cannot solve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Its row.
    pub id: i64,
    /// The area it serves, with all below.
    pub area: i64,
    /// Its short code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The number to ring, if it gave one.
    pub phone: Option<String>,
}

struct Node {
    area: Area,
    children: Vec<i64>,
    settings: Arc<Settings>,
}

/// The whole tree, with the settings of each area worked out once.
#[derive(Default)]
pub struct Org {
    nodes: HashMap<i64, Node>,
    codes: HashMap<String, i64>,
    roots: Vec<i64>,
    departments: Vec<Department>,
    defaults: Arc<Settings>,
    /// The version of the tree this is; see [`Tx::org_version`].
    pub version: i64,
}

impl std::fmt::Debug for Org {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Org({} areas, version {})", self.nodes.len(), self.version)
    }
}

const AREAS: &str =
    "SELECT id, parent_id, kind, code, name, settings FROM area WHERE removed = 0 ORDER BY place, id";
const DEPARTMENTS: &str =
    "SELECT id, area_id, code, name, settings FROM department WHERE removed = 0 ORDER BY id";

impl Org {
    /// Reads the tree. Thousands of areas share the few settings they inherit.
    pub async fn load(tx: &mut Tx) -> Result<Org> {
        let mut org = Org { version: tx.org_version().await?, ..Org::default() };
        let mut read = HashMap::new();
        let mut below: HashMap<i64, Vec<i64>> = HashMap::new();
        for row in tx.fetch_all(AREAS, &[]).await? {
            let own = Own::read(&row.text("settings")?)?;
            let area = Area {
                id: row.int("id")?,
                parent: row.opt_int("parent_id")?,
                kind: row.word("kind", AreaKind::parse)?,
                code: row.text("code")?,
                name: row.text("name")?,
                households: 0,
            };
            match area.parent {
                Some(parent) => below.entry(parent).or_default().push(area.id),
                None => org.roots.push(area.id),
            }
            read.insert(area.id, (area, own));
        }
        org.grow(read, below)?;
        for row in tx.fetch_all(DEPARTMENTS, &[]).await? {
            org.departments.push(Department {
                id: row.int("id")?,
                area: row.int("area_id")?,
                code: row.text("code")?,
                name: row.text("name")?,
                phone: Own::read(&row.text("settings")?)?.duty_phone,
            });
        }
        Ok(org)
    }

    /// Walks down from the roots handing settings on, then up again adding households together.
    fn grow(&mut self, mut read: HashMap<i64, (Area, Own)>, mut below: HashMap<i64, Vec<i64>>) -> Result<()> {
        let mut todo: Vec<(i64, Arc<Settings>)> =
            self.roots.iter().map(|root| (*root, self.defaults.clone())).collect();
        let mut visited = Vec::with_capacity(read.len());
        while let Some((id, above)) = todo.pop() {
            let Some((mut area, own)) = read.remove(&id) else { continue };
            let settings = if own.inherits_all() { above } else { Arc::new(own.over(&above)?) };
            area.households = own.households.unwrap_or(0);
            let children = below.remove(&id).unwrap_or_default();
            todo.extend(children.iter().map(|child| (*child, settings.clone())));
            visited.push((id, own.households.is_none()));
            self.codes.insert(area.code.to_uppercase(), id);
            self.nodes.insert(id, Node { area, children, settings });
        }
        for (id, adds_up) in visited.into_iter().rev() {
            if adds_up {
                let sum = self.children(id).map(|child| child.households).sum();
                if let Some(node) = self.nodes.get_mut(&id) {
                    node.area.households = sum;
                }
            }
        }
        Ok(())
    }

    /// The area in row `id`.
    pub fn area(&self, id: i64) -> Option<&Area> {
        self.nodes.get(&id).map(|node| &node.area)
    }

    /// The area with this code, in any case.
    pub fn by_code(&self, code: &str) -> Option<&Area> {
        self.area(*self.codes.get(&code.trim().to_uppercase())?)
    }

    /// The areas that lie in no other.
    pub fn roots(&self) -> impl Iterator<Item = &Area> {
        self.roots.iter().filter_map(|id| self.area(*id))
    }

    /// The areas right below, in the order of the org file.
    pub fn children(&self, id: i64) -> impl Iterator<Item = &Area> {
        let children = self.nodes.get(&id).map_or(&[][..], |node| &node.children);
        children.iter().filter_map(|child| self.area(*child))
    }

    /// This area, the one it lies in, and so on up.
    pub fn ancestors(&self, id: i64) -> Vec<i64> {
        std::iter::successors(self.area(id), |area| self.area(area.parent?)).map(|area| area.id).collect()
    }

    /// Whether `id` is `above` or lies in it.
    pub fn is_within(&self, id: i64, above: i64) -> bool {
        self.ancestors(id).contains(&above)
    }

    /// The area of this kind that `id` is or lies in.
    pub fn enclosing(&self, id: i64, kind: AreaKind) -> Option<i64> {
        self.ancestors(id).into_iter().find(|a| self.area(*a).is_some_and(|area| area.kind == kind))
    }

    /// The community that `id` is or lies in.
    pub fn community_of(&self, id: i64) -> Option<i64> {
        self.enclosing(id, AreaKind::Community)
    }

    /// The grids in a community (or in any area), in the order of the org file.
    pub fn grids_of(&self, community: i64) -> Vec<&Area> {
        self.below(community, AreaKind::Grid)
    }

    /// The buildings in a grid (or in any area), in the order of the org file.
    pub fn buildings_of(&self, grid: i64) -> Vec<&Area> {
        self.below(grid, AreaKind::Building)
    }

    /// The areas of one kind in `id`, in the order of the org file.
    pub fn below(&self, id: i64, kind: AreaKind) -> Vec<&Area> {
        let mut found = Vec::new();
        for child in self.children(id) {
            if child.kind == kind {
                found.push(child);
            }
            if child.kind < kind {
                found.extend(self.below(child.id, kind));
            }
        }
        found
    }

    /// What holds at an area; the defaults for an area that is not there.
    pub fn settings(&self, id: i64) -> &Settings {
        self.nodes.get(&id).map_or(&self.defaults, |node| &node.settings)
    }

    /// The departments and partners that serve `id`: named there or above, the nearest first.
    pub fn departments(&self, id: i64) -> Vec<&Department> {
        let above = self.ancestors(id);
        above.iter().flat_map(|a| self.departments.iter().filter(move |d| d.area == *a)).collect()
    }

    /// Its name with those above it up to the community: `和兴社区 第2网格`.
    pub fn path_name(&self, id: i64) -> String {
        let areas = self.ancestors(id).into_iter().filter_map(|a| self.area(a));
        let mut names: Vec<&str> = areas
            .take_while(|area| area.id == id || area.kind >= AreaKind::Community)
            .map(|area| area.name.as_str())
            .collect();
        names.reverse();
        names.join(" ")
    }

    /// How many areas there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether no org file was imported yet.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}

impl Tx {
    /// Grows whenever an import changes the tree, so that a cached [`Org`] knows it is old; 0 before the first.
    pub async fn org_version(&mut self) -> Result<i64> {
        Ok(self.meta("org_version").await?.and_then(|version| version.parse().ok()).unwrap_or(0))
    }
}
