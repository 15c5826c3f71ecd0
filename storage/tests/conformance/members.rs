//! Roles of people, and one-time codes.

use crate::world::{self, HOUR, NOW};
use storage::{Db, InviteFor, Refused, Role};

each_engine!(
    a_role_holds_below_its_area,
    an_ended_role_can_be_given_back,
    away_and_back,
    staff_of_the_org_file_join,
    a_code_works_once,
    of_two_who_use_a_code_at_once_one_gets_it,
);

async fn a_role_holds_below_its_area(db: Db) {
    let org = world::small(&db).await;
    let (community, grid) = (org.by_code("WT").unwrap().id, org.by_code("WT-1").unwrap().id);
    let mut tx = db.begin().await.unwrap();
    let (wang, li) = (world::person(&mut tx, 1).await, world::person(&mut tx, 2).await);
    let skills = ["水电".to_owned()];
    let worker = tx.member_add(wang, grid, Role::Worker, &skills, None, None, NOW).await.unwrap();
    let above = tx.member_add(li, community, Role::Worker, &[], None, Some(wang), NOW).await.unwrap();
    let chief = tx.member_add(li, grid, Role::Chief, &[], None, Some(wang), NOW).await.unwrap();
    assert_eq!(worker.skills, skills);
    let building = org.by_code("WT-1-1").unwrap().id;
    let here = org.ancestors(building);
    assert_eq!(tx.members_at(&here, &[Role::Worker]).await.unwrap(), [worker.clone(), above.clone()]);
    let both = tx.members_at(&here, &[Role::Worker, Role::Chief]).await.unwrap();
    assert_eq!(both, [worker, chief.clone(), above.clone()]);
    let elsewhere = org.ancestors(org.by_code("WT-2").unwrap().id);
    assert_eq!(tx.members_at(&elsewhere, &[Role::Worker]).await.unwrap(), std::slice::from_ref(&above));
    assert_eq!(tx.members_of(li).await.unwrap(), [above, chief]);
    let mut areas = vec![community, grid];
    areas.sort_unstable();
    assert_eq!(tx.areas_with(Role::Worker).await.unwrap(), areas);
    assert_eq!(tx.areas_with(Role::Chief).await.unwrap(), [grid]);
    assert!(tx.areas_with(Role::Secretary).await.unwrap().is_empty());
}

async fn an_ended_role_can_be_given_back(db: Db) {
    let org = world::small(&db).await;
    let grid = org.by_code("WT-1").unwrap().id;
    let mut tx = db.begin().await.unwrap();
    let wang = world::person(&mut tx, 1).await;
    let first = tx.member_add(wang, grid, Role::Volunteer, &[], None, None, NOW).await.unwrap();
    assert!(tx.member_end(first.id, NOW).await.unwrap());
    assert!(!tx.member_end(first.id, NOW).await.unwrap(), "it ended already");
    assert!(tx.members_of(wang).await.unwrap().is_empty());
    assert!(tx.members_at(&[grid], &Role::ALL).await.unwrap().is_empty());
    let skills = ["修锁".to_owned()];
    let again = tx.member_add(wang, grid, Role::Volunteer, &skills, None, None, NOW).await.unwrap();
    assert_eq!((again.id, again.skills.as_slice()), (first.id, &skills[..]));
    assert_eq!(tx.members_of(wang).await.unwrap(), [again]);
}

async fn away_and_back(db: Db) {
    let org = world::small(&db).await;
    let grid = org.by_code("WT-1").unwrap().id;
    let mut tx = db.begin().await.unwrap();
    let (wang, li) = (world::person(&mut tx, 1).await, world::person(&mut tx, 2).await);
    tx.member_add(wang, grid, Role::Worker, &[], None, None, NOW).await.unwrap();
    tx.member_away(wang, NOW + HOUR, Some(li)).await.unwrap();
    let member = tx.members_of(wang).await.unwrap().remove(0);
    assert_eq!(member.stand_in, Some(li));
    assert!(member.is_away(NOW) && !member.is_away(NOW + HOUR));
    assert!(tx.members_present(grid, Role::Worker, NOW).await.unwrap().is_empty());
    assert_eq!(tx.members_present(grid, Role::Worker, NOW + HOUR).await.unwrap().len(), 1);
    tx.member_back(wang).await.unwrap();
    let member = tx.members_of(wang).await.unwrap().remove(0);
    assert!(!member.is_away(NOW) && member.stand_in.is_none());
}

async fn staff_of_the_org_file_join(db: Db) {
    let org = world::small(&db).await;
    let grid = org.by_code("WT-1").unwrap().id;
    let mut tx = db.begin().await.unwrap();
    let staff = tx.staff_of(grid).await.unwrap().remove(0);
    assert_eq!((staff.name.as_str(), staff.role, staff.person), ("李强", Role::Worker, None));
    let li = world::person(&mut tx, 2).await;
    let member = tx.member_add(li, grid, staff.role, &staff.skills, Some(staff.id), None, NOW).await.unwrap();
    assert_eq!(tx.staff_of(grid).await.unwrap()[0].person, Some(li));
    tx.member_end(member.id, NOW).await.unwrap();
    assert_eq!(tx.staff_of(grid).await.unwrap()[0].person, None);
}

async fn a_code_works_once(db: Db) {
    let org = world::small(&db).await;
    let grid = org.by_code("WT-1").unwrap().id;
    let mut tx = db.begin().await.unwrap();
    let (wang, li) = (world::person(&mut tx, 1).await, world::person(&mut tx, 2).await);
    let staff = Some(tx.staff_of(grid).await.unwrap()[0].id);
    let ends = NOW + HOUR;
    let code = tx
        .invitation_make(grid, Role::Worker, staff, InviteFor::Member, Some(wang), NOW, ends)
        .await
        .unwrap();
    assert!(code.len() >= 16 && code.len() <= 57, "it fits a start link with a word before it");
    let found = tx.invitation(&code).await.unwrap().unwrap();
    assert_eq!((found.area, found.role, found.staff, found.used_at), (grid, Role::Worker, staff, None));
    let used = tx.invitation_use(&code, li, NOW).await.unwrap().unwrap();
    assert_eq!((used.purpose, used.made_by, used.used_at), (InviteFor::Member, Some(wang), Some(NOW)));
    assert_eq!(tx.invitation_use(&code, wang, NOW).await.unwrap(), Err(Refused::Used));
    assert_eq!(tx.invitation_use("nothing", wang, NOW).await.unwrap(), Err(Refused::Unknown));
    let late =
        tx.invitation_make(grid, Role::Secretary, None, InviteFor::Binding, None, NOW, ends).await.unwrap();
    assert_ne!(code, late);
    assert_eq!(tx.invitation_use(&late, wang, ends).await.unwrap(), Err(Refused::Ended));
    assert!(tx.invitation_use(&late, wang, ends - 1).await.unwrap().is_ok());
}

async fn of_two_who_use_a_code_at_once_one_gets_it(db: Db) {
    let org = world::small(&db).await;
    let mut tx = db.begin().await.unwrap();
    let (wang, li) = (world::person(&mut tx, 1).await, world::person(&mut tx, 2).await);
    let grid = org.by_code("WT-1").unwrap().id;
    let code =
        tx.invitation_make(grid, Role::Worker, None, InviteFor::Member, None, NOW, NOW + HOUR).await.unwrap();
    tx.commit().await.unwrap();
    let one = |person| {
        let (db, code) = (db.clone(), code.clone());
        tokio::spawn(async move {
            let mut tx = db.begin().await.unwrap();
            let got = tx.invitation_use(&code, person, NOW).await.unwrap().is_ok();
            tx.commit().await.unwrap();
            got
        })
    };
    let (first, second) = (one(wang), one(li));
    assert_ne!(first.await.unwrap(), second.await.unwrap());
}
