//! The tree of areas: importing it, reading it, and what an import refuses.

use crate::world::{self, NOW, SMALL};
use std::fmt::Write;
use storage::{Area, AreaKind, Band, ChatState, Db, ImportError, Imported, Org, OrgFile, Purpose, Settings};

each_engine!(
    an_import_makes_the_tree,
    the_same_file_again_changes_nothing,
    a_changed_file_changes_what_it_says,
    what_is_in_use_is_not_removed,
    another_kind_needs_another_code,
    a_whole_city_is_imported,
);

fn codes<'a>(areas: impl IntoIterator<Item = &'a Area>) -> Vec<&'a str> {
    areas.into_iter().map(|area| area.code.as_str()).collect()
}

fn id(org: &Org, code: &str) -> i64 {
    org.by_code(code).unwrap().id
}

async fn an_import_makes_the_tree(db: Db) {
    assert!(world::org(&db).await.is_empty());
    let done = world::import(&db, SMALL).await;
    assert_eq!(done, Imported { added: 14, ..Imported::default() });
    let org = world::org(&db).await;
    assert_eq!((org.version, org.len()), (1, 10));
    assert_eq!(codes(org.roots()), ["HX"]);
    assert_eq!(codes(org.children(id(&org, "HX"))), ["WT", "QS"]);
    let (street, community, grid) = (id(&org, "hx"), id(&org, "WT"), id(&org, " wt-2 "));
    assert_eq!(codes(org.grids_of(community)), ["WT-1", "WT-2"]);
    assert_eq!(codes(org.buildings_of(id(&org, "WT-1"))), ["WT-1-1", "WT-1-2", "WT-1-A"]);
    assert_eq!(codes(org.buildings_of(grid)), ["WT-2-1", "WT-2-2"]);
    let building = id(&org, "WT-2-2");
    assert_eq!(org.ancestors(building), [building, grid, community, street]);
    assert!(org.is_within(building, street) && org.is_within(grid, grid) && !org.is_within(street, grid));
    assert_eq!(org.community_of(building), Some(community));
    assert_eq!(org.community_of(street), None);
    assert_eq!(org.enclosing(building, AreaKind::Grid), Some(grid));
    assert_eq!(org.path_name(grid), "梧桐里社区 第2网格");
    assert_eq!(org.path_name(street), "和兴街道");
    assert_eq!(org.area(street).unwrap().households, 400, "an area adds up what is in it");
    assert_eq!(org.area(building).unwrap().households, 0);

    let settings = org.settings(building);
    assert_eq!(settings.duty_phone.as_deref(), Some("010-5550-0123"), "the nearest above holds");
    assert_eq!(settings.quiet, Some((21 * 60 + 30, 6 * 60 + 30)));
    assert_eq!(settings.deadlines.urgent, Band { claim: 3_600_000, done: 43_200_000 });
    assert_eq!((settings.locale.as_str(), settings.digest_at), ("en", 18 * 60));
    assert_eq!(org.settings(id(&org, "QS")).quiet, None);
    assert_eq!(org.settings(-1), &Settings::default());
    let serving: Vec<&str> = org.departments(grid).iter().map(|d| d.code.as_str()).collect();
    assert_eq!(serving, ["WY", "GAS"]);
}

async fn the_same_file_again_changes_nothing(db: Db) {
    world::import(&db, SMALL).await;
    let done = world::import(&db, SMALL).await;
    assert_eq!(done, Imported { left: 14, ..Imported::default() });
    assert_eq!(db.read().await.unwrap().org_version().await.unwrap(), 1);
}

async fn a_changed_file_changes_what_it_says(db: Db) {
    let before = world::small(&db).await;
    let text = SMALL
        .replace("第2网格", "湖边网格")
        .replace("buildings = 2", "buildings = 3")
        .replace("name = \"安居物业\"", "name = \"安家物业\"")
        .replace("[\"水电\"]", "[\"水电\", \"开锁\"]")
        .replace("[\"1号楼\", ", "[");
    let done = world::import(&db, &text).await;
    assert_eq!(done, Imported { added: 1, changed: 3, left: 10, removed: 1 });
    let org = world::org(&db).await;
    assert_eq!(org.version, 2);
    assert_eq!(id(&org, "WT-2"), id(&before, "WT-2"), "its row stays");
    assert_eq!(org.area(id(&org, "WT-2")).unwrap().name, "湖边网格");
    assert!(org.by_code("WT-1-1").is_none());
    let done = world::import(&db, SMALL).await;
    assert_eq!(done, Imported { added: 1, changed: 3, left: 10, removed: 1 });
    assert_eq!(id(&world::org(&db).await, "WT-1-1"), id(&before, "WT-1-1"), "back in its old row");
}

async fn what_is_in_use_is_not_removed(db: Db) {
    let org = world::small(&db).await;
    let mut tx = db.begin().await.unwrap();
    tx.bot_seen(1, "wutong_bot", None).await.unwrap();
    let mut chat = tx.chat_seen(1, -100, "supergroup", ChatState::New, NOW).await.unwrap();
    (chat.area, chat.purpose, chat.state) = (Some(id(&org, "QS")), Some(Purpose::Staff), ChatState::Bound);
    tx.chat_save(&chat).await.unwrap();
    assert_eq!(tx.chats_bound(1).await.unwrap(), [chat]);
    assert_eq!(tx.bots().await.unwrap()[0].username, "wutong_bot");
    tx.commit().await.unwrap();
    let start = SMALL.find("[[area]]\ncode = \"QS\"").unwrap();
    let end = SMALL.find("[[department]]").unwrap();
    let without = OrgFile::parse(&[&SMALL[..start], &SMALL[end..]].concat().replace("第1网格", "一网格"));
    let mut tx = db.begin().await.unwrap();
    let refused = tx.import_org(&without.unwrap()).await;
    tx.commit().await.unwrap();
    let Err(ImportError::Problems(problems)) = refused else { panic!("{refused:?}") };
    assert_eq!(problems.len(), 1);
    assert!(problems[0].line.is_none() && problems[0].what.starts_with("QS (清水桥社区)"), "{problems:?}");
    let after = world::org(&db).await;
    assert_eq!(after.version, 1);
    assert_eq!(after.area(id(&after, "WT-1")).unwrap().name, "第1网格", "the refusal changed nothing");
}

async fn another_kind_needs_another_code(db: Db) {
    world::small(&db).await;
    let text =
        SMALL.replace("name = \"清水桥社区\"\nkind = \"community\"", "name = \"清水桥\"\nkind = \"grid\"");
    let mut tx = db.begin().await.unwrap();
    let refused = tx.import_org(&OrgFile::parse(&text).unwrap()).await;
    let Err(ImportError::Problems(problems)) = refused else { panic!("{refused:?}") };
    assert_eq!(problems[0].what, "QS is a community, not a grid: give the grid another code");
}

/// The scale of a real city: 48 communities, 588 grids, 10 buildings each.
async fn a_whole_city_is_imported(db: Db) {
    let mut text = "[[area]]\ncode = \"C\"\nname = \"城\"\nkind = \"city\"\n".to_owned();
    for n in 0..48 {
        write!(text, "[[area]]\ncode = \"S{n}\"\nname = \"社区{n}\"\nkind = \"community\"\nparent = \"C\"\n")
            .unwrap();
    }
    for n in 0..588 {
        let of = n % 48;
        write!(
            text,
            "[[area]]\ncode = \"S{of}-{n}\"\nname = \"网格{n}\"\nkind = \"grid\"\nparent = \"S{of}\"\n"
        )
        .unwrap();
        text += "buildings = 10\nhouseholds = 200\n";
    }
    let started = std::time::Instant::now();
    let done = world::import(&db, &text).await;
    let imported = started.elapsed();
    let org = world::org(&db).await;
    let loaded = started.elapsed() - imported;
    println!("{:?}: a city imported in {imported:?}, loaded in {loaded:?}", db.engine());
    assert_eq!(done, Imported { added: 1 + 48 + 588 + 5880, ..Imported::default() });
    assert_eq!(org.len(), 6517);
    let city = id(&org, "C");
    assert_eq!(org.grids_of(city).len(), 588);
    assert_eq!(org.area(city).unwrap().households, 588 * 200);
    assert_eq!(world::import(&db, &text).await, Imported { left: 6517, ..Imported::default() });
}
