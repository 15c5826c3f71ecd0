//! Places: the building that words name is looked up in the org, and what is still missing is told.

use storage::{Area, AreaKind, Case, Org, Place};
use understand::{Category, building_key};

/// Troubles that are in or at a building, so that nobody finds them without it.
const IN_BUILDINGS: &[Category] = &[
    Category::Lighting,
    Category::Water,
    Category::Drainage,
    Category::Power,
    Category::GasHeat,
    Category::Lift,
    Category::Building,
    Category::FireSafety,
];

/// Spots that every building has: they tell nothing without it.
const INSIDE: &[&str] = &[
    "楼道",
    "楼梯",
    "楼顶",
    "屋顶",
    "单元",
    "过道",
    "走廊",
    "电梯",
    "大厅",
    "大堂",
    "门厅",
    "天台",
    "天井",
    "消防通道",
    "弱电",
    "强电",
    "樓道",
    "樓梯",
    "樓頂",
    "單元",
    "電梯",
    "過道",
    "stair",
    "hall",
    "lift",
    "roof",
];

/// Brings a place in line with the org: the building by the org's own name, and the grid it is in when words were
/// said for a wider area. A building the org does not know stays as it was written.
pub fn settle(org: &Org, area: i64, mut place: Place) -> (i64, Place) {
    let buildings = org.buildings_of(area);
    let Some(said) = &place.building else {
        if let [only] = buildings.as_slice() {
            place.building = Some(only.name.clone());
        }
        return (area, place);
    };
    let key = building_key(said);
    let mut fitting = buildings.into_iter().filter(|building| building_key(&building.name) == key);
    let (Some(building), None) = (fitting.next(), fitting.next()) else { return (area, place) };
    place.building = Some(building.name.clone());
    (org.enclosing(building.id, AreaKind::Grid).unwrap_or(area), place)
}

/// The buildings to choose from, if a case cannot be found without one: none when it can.
pub fn missing<'o>(org: &'o Org, case: &Case) -> Vec<&'o Area> {
    let needs = Category::parse(&case.category).is_some_and(|category| IN_BUILDINGS.contains(&category));
    let public = case.place.spot.as_deref().is_some_and(|spot| {
        let spot = spot.to_lowercase();
        !INSIDE.iter().any(|inside| spot.contains(inside))
    });
    if !needs || public || case.place.building.is_some() { Vec::new() } else { org.buildings_of(case.area) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::samples;
    use storage::{Key, OrgFile};

    async fn org() -> Org {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("gridbell.db").display());
        let db = storage::open(&url, &Key::random().unwrap()).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        tx.import_org(&OrgFile::parse(crate::cli::org::EXAMPLE).unwrap()).await.unwrap();
        Org::load(&mut tx).await.unwrap()
    }

    fn at(building: Option<&str>, spot: Option<&str>) -> Place {
        Place { building: building.map(str::to_owned), spot: spot.map(str::to_owned), ..Place::default() }
    }

    #[tokio::test]
    async fn a_building_is_found_by_any_of_its_names() {
        let org = org().await;
        let id = |code| org.by_code(code).unwrap().id;
        for said in ["3号楼", "三号楼", "3栋", "3#", "Building 3"] {
            let (area, place) = settle(&org, id("WT-1"), at(Some(said), None));
            assert_eq!((area, place.building.as_deref()), (id("WT-1"), Some("3号楼")), "{said}");
        }
        let (area, place) = settle(&org, id("WT"), at(Some("8栋"), None));
        assert_eq!((area, place.building.as_deref()), (id("WT-2"), Some("8号楼")), "its grid is known by it");
        let (area, place) = settle(&org, id("WT-1"), at(Some("77栋"), None));
        assert_eq!((area, place.building.as_deref()), (id("WT-1"), Some("77栋")), "unknown, so as written");
        assert_eq!(settle(&org, id("WT-1"), at(None, Some("东门"))).1, at(None, Some("东门")));
    }

    #[tokio::test]
    async fn a_building_is_missing_only_where_it_is_needed() {
        let org = org().await;
        let grid = org.by_code("WT-1").unwrap().id;
        let missing = |category: &str, place: Place| {
            let case = Case { area: grid, place, ..samples::case(1, category, "") };
            missing(&org, &case).len()
        };
        assert_eq!(missing("lighting", at(None, None)), 6);
        assert_eq!(missing("lighting", at(None, Some("楼道"))), 6, "every building has one");
        assert_eq!(missing("lighting", at(None, Some("东门"))), 0);
        assert_eq!(missing("lighting", at(Some("3号楼"), None)), 0);
        assert_eq!(missing("parking", at(None, None)), 0);
    }
}
