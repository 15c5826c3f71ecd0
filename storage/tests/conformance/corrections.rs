//! What people put right of what was read, where they agreed.

use crate::world::{self, NOW};
use storage::{Case, Corrected, Db};

each_engine!(
    a_correction_is_kept_only_where_the_reporter_agreed,
    the_last_word_counts_and_whoever_takes_it_back_leaves_nothing,
);

async fn a_correction_is_kept_only_where_the_reporter_agreed(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let case = street.opened(&mut tx, 1, NOW).await;
    let kept = tx.correction_keep(&case, Corrected::Kind, "request", "none", NOW).await.unwrap();
    assert!(!kept, "nobody agreed");
    tx.person_learn(street.reporter, Some(NOW)).await.unwrap();
    assert!(
        tx.person_learns(street.reporter).await.unwrap() && !tx.person_learns(street.worker).await.unwrap()
    );
    for unfit in [
        Case { private: true, ..case.clone() },
        Case { shown: None, ..case.clone() },
        Case { reporter: None, ..case.clone() },
        Case { reporter: Some(street.worker), ..case.clone() },
    ] {
        assert!(!tx.correction_keep(&unfit, Corrected::Kind, "request", "none", NOW).await.unwrap());
    }
    assert!(!tx.correction_keep(&case, Corrected::Category, "lighting", "lighting", NOW).await.unwrap());
    assert!(tx.correction_keep(&case, Corrected::Category, "lighting", "power", NOW).await.unwrap());
    let all = tx.corrections_page(0, 10).await.unwrap();
    assert_eq!((all.len(), all[0].words.as_str()), (1, "3号楼的楼道灯坏了 1"), "the masked form");
    assert_eq!(
        (all[0].what, all[0].was.as_str(), all[0].became.as_str()),
        (Corrected::Category, "lighting", "power")
    );
    assert_eq!(all[0].community, street.community);
    assert!(tx.corrections_page(all[0].id, 10).await.unwrap().is_empty());
}

async fn the_last_word_counts_and_whoever_takes_it_back_leaves_nothing(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    tx.person_learn(street.reporter, Some(NOW)).await.unwrap();
    let case = street.opened(&mut tx, 1, NOW).await;
    tx.correction_keep(&case, Corrected::Category, "lighting", "power", NOW).await.unwrap();
    tx.correction_keep(&case, Corrected::Category, "power", "lift", NOW + 1).await.unwrap();
    tx.correction_keep(&case, Corrected::Place, "", "3号楼", NOW + 1).await.unwrap();
    let all = tx.corrections_page(0, 10).await.unwrap();
    assert_eq!(all.iter().map(|c| c.became.as_str()).collect::<Vec<_>>(), ["lift", "3号楼"]);
    tx.person_learn(street.reporter, None).await.unwrap();
    assert!(tx.corrections_page(0, 10).await.unwrap().is_empty());
    assert!(!tx.person_learns(street.reporter).await.unwrap());
    tx.person_learn(street.reporter, Some(NOW)).await.unwrap();
    tx.correction_keep(&case, Corrected::Kind, "request", "none", NOW).await.unwrap();
    tx.person_forget(street.reporter).await.unwrap();
    assert!(tx.corrections_page(0, 10).await.unwrap().is_empty(), "forgotten with the person");
}
