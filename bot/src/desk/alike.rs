//! The unfinished tickets by their words, so that one which may be the same trouble as a new report is found. A cache:
//! whoever holds the lease builds it when taking over, and before each search whatever was changed since, kept or
//! undone, is read anew. Hashes of pairs of characters and places stay in memory, no words.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};
use storage::{AreaKind, Case, CaseKind, Org, Status, Tx};
use understand::same::{Index, LONG_AGO, Like, Told};
use understand::{Category, Place};

/// How many tickets of a community are held, the newest: far beyond what anybody leaves open.
const MOST: i64 = 5_000;

/// The cache.
#[derive(Debug, Default)]
pub struct Alike {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// By community.
    indexes: HashMap<i64, Index>,
    /// Each case that is in one: its community, and a hash of what was read of it.
    of: HashMap<i64, (i64, u64)>,
    /// Cases to be read anew.
    stale: BTreeSet<i64>,
}

/// Whether a case may be named to whoever reports something like it: a public ticket with words that nobody finished.
pub fn may_be_meant(case: &Case) -> bool {
    let worded = case.shown.as_deref().is_some_and(|words| !words.is_empty());
    case.kind == CaseKind::Ticket
        && !case.private
        && worded
        && matches!(case.status, Status::Open | Status::Claimed)
}

impl Alike {
    /// Builds it from the database.
    pub async fn build(&self, tx: &mut Tx, org: &Org, bot: i64, now: i64) -> storage::Result<()> {
        let mut built = State::default();
        let roots = org.roots().filter(|root| root.kind == AreaKind::Community);
        let below = org.roots().flat_map(|root| org.below(root.id, AreaKind::Community));
        for community in roots.chain(below) {
            for case in tx.cases_unfinished(community.id, bot, now - LONG_AGO, MOST).await? {
                built.follow(case.id, Some(&case));
            }
        }
        let mut state = self.lock();
        built.stale = std::mem::take(&mut state.stale);
        *state = built;
        Ok(())
    }

    /// The cases of its community that may be the same trouble as `case`, the likeliest first, at most `most`.
    pub async fn find(&self, tx: &mut Tx, case: &Case, most: usize) -> storage::Result<Vec<Like>> {
        self.catch_up(tx, case.id).await?;
        Ok(self.lock().like(case, most))
    }

    /// Reads anew what was changed, except the case that others are looked for.
    async fn catch_up(&self, tx: &mut Tx, but: i64) -> storage::Result<()> {
        let stale = {
            let mut state = self.lock();
            state.stale.extend(tx.cases_touched());
            state.stale.clone()
        };
        for id in stale.into_iter().filter(|id| *id != but) {
            let case = tx.case(id).await?;
            let mut state = self.lock();
            state.follow(id, case.as_ref());
            state.stale.remove(&id);
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Puts a case in as it is now, or takes it out.
    fn follow(&mut self, id: i64, case: Option<&Case>) {
        let Some(case) = case.filter(|case| may_be_meant(case)) else {
            let index = self.of.remove(&id).and_then(|(community, _)| self.indexes.get_mut(&community));
            if let Some(index) = index {
                index.remove(id);
            }
            return;
        };
        let read = (case.community, hash(case));
        if self.of.insert(id, read) == Some(read) {
            return;
        }
        let place = place(case);
        self.indexes.entry(case.community).or_default().put(id, &told(case, &place));
    }

    fn like(&self, case: &Case, most: usize) -> Vec<Like> {
        let Some(index) = self.indexes.get(&case.community) else { return Vec::new() };
        let mut found = index.like(&told(case, &place(case)), most + 1);
        found.retain(|like| like.id != case.id);
        found.truncate(most);
        found
    }
}

/// What of a case is in an index, made short: most changes leave it as it is.
fn hash(case: &Case) -> u64 {
    let place = &case.place;
    let parts = [&place.estate, &place.building, &place.unit, &place.floor];
    let mut hasher = DefaultHasher::new();
    (&case.shown, &case.category, parts).hash(&mut hasher);
    hasher.finish()
}

fn told<'a>(case: &'a Case, place: &'a Place) -> Told<'a> {
    let text = case.shown.as_deref().unwrap_or_default();
    Told { text, place, category: Category::parse(&case.category), at: case.made_at }
}

fn place(case: &Case) -> Place {
    let place = case.place.clone();
    Place {
        estate: place.estate,
        building: place.building,
        unit: place.unit,
        floor: place.floor,
        room: place.room,
        spot: place.spot,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use storage::{Db, Key, Move, NewCase, OrgFile, Taken};

    const BOT: i64 = 7;
    const NOW: i64 = 1_772_413_200_000;
    const STEPS: [Move; 9] = [
        Move::Claim,
        Move::Release,
        Move::Done,
        Move::Reopen,
        Move::Confirm,
        Move::Withdraw,
        Move::Merge,
        Move::Split,
        Move::Resume,
    ];

    /// What happens in a walk, one after the other.
    #[derive(Debug, Clone, Copy)]
    enum Event {
        Open,
        Move(usize, usize),
        Rewrite(usize, bool),
        Forget(usize),
        Search,
        Savepoint,
        Undo,
        Commit,
        Rollback,
    }

    fn event() -> impl Strategy<Value = Event> {
        prop_oneof![
            3 => Just(Event::Open),
            4 => (0..9_usize, 0..STEPS.len()).prop_map(|(case, step)| Event::Move(case, step)),
            2 => (0..9_usize, any::<bool>()).prop_map(|(case, here)| Event::Rewrite(case, here)),
            1 => (0..9_usize).prop_map(Event::Forget),
            4 => Just(Event::Search),
            2 => Just(Event::Savepoint),
            2 => Just(Event::Undo),
            1 => Just(Event::Commit),
            1 => Just(Event::Rollback),
        ]
    }

    async fn district() -> (tempfile::TempDir, Db, Org, i64) {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("gridbell.db").display());
        let db = storage::open(&url, &Key::random().unwrap()).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        tx.import_org(&OrgFile::parse(crate::cli::org::EXAMPLE).unwrap()).await.unwrap();
        tx.bot_seen(BOT, "gridbell_bot", None).await.unwrap();
        let about = storage::About { tg: 1, name: "李奶奶".to_owned(), username: None };
        let person = tx.person_seen(&about, NOW).await.unwrap().id;
        let org = Org::load(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        (folder, db, org, person)
    }

    fn ticket(org: &Org, reporter: i64) -> NewCase {
        let area = |code| org.by_code(code).unwrap().id;
        NewCase {
            kind: CaseKind::Ticket,
            community: area("WT"),
            area: area("WT-1"),
            bot: BOT,
            category: "lighting".to_owned(),
            urgency: "normal".to_owned(),
            department: None,
            private: false,
            reporter,
            words: "楼道灯坏了".to_owned(),
            shown: "楼道灯坏了".to_owned(),
            place: storage::Place { building: Some("3号楼".to_owned()), ..storage::Place::default() },
            source: None,
            claim_band: 1,
            done_band: 1,
        }
    }

    /// What is found like a new report, by the cache and by one built this instant.
    async fn both(alike: &Alike, tx: &mut Tx, org: &Org, like: &Case) -> (BTreeSet<i64>, BTreeSet<i64>) {
        let ids = |likes: Vec<Like>| likes.into_iter().map(|like| like.id).collect::<BTreeSet<i64>>();
        let cached = ids(alike.find(tx, like, 99).await.unwrap());
        let fresh = Alike::default();
        fresh.build(tx, org, BOT, NOW).await.unwrap();
        let fresh = ids(fresh.lock().like(like, 99));
        (cached, fresh)
    }

    async fn walk(events: Vec<Event>) {
        let (_folder, db, org, person) = district().await;
        let alike = Alike::default();
        let mut tx = db.begin().await.unwrap();
        let mut open = false;
        for event in events {
            let cases = tx.cases_page(0, 9).await.unwrap();
            let case = |n: usize| cases.get(n % cases.len().max(1)).cloned();
            match event {
                Event::Open => drop(tx.case_open(ticket(&org, person), NOW).await.unwrap()),
                Event::Move(n, step) => {
                    if let Some(case) = case(n) {
                        tx.case_move(&case, STEPS[step], NOW).await.unwrap();
                    }
                }
                Event::Rewrite(n, here) => {
                    if let Some(mut case) = case(n) {
                        case.place.building = Some(if here { "3号楼" } else { "5号楼" }.to_owned());
                        tx.case_rewrite(&case).await.unwrap();
                    }
                }
                Event::Forget(n) => {
                    if let Some(case) = case(n) {
                        tx.case_forget(&case).await.unwrap();
                    }
                }
                Event::Search => {
                    tx.savepoint().await.unwrap();
                    let Taken::New(new) = tx.case_open(ticket(&org, person), NOW).await.unwrap() else {
                        unreachable!()
                    };
                    let (cached, fresh) = both(&alike, &mut tx, &org, &new).await;
                    assert_eq!(cached, fresh);
                    tx.keep_savepoint().await.unwrap();
                }
                Event::Savepoint if !open => {
                    tx.savepoint().await.unwrap();
                    open = true;
                }
                Event::Undo if open => {
                    tx.undo_savepoint().await.unwrap();
                    open = false;
                }
                Event::Commit | Event::Rollback => {
                    match event {
                        Event::Commit => tx.commit().await.unwrap(),
                        _ => tx.rollback().await.unwrap(),
                    }
                    tx = db.begin().await.unwrap();
                    open = false;
                }
                Event::Savepoint | Event::Undo => {}
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// Whatever is done, kept and undone: the cache finds what one built this instant finds.
        #[test]
        fn the_cache_follows_the_cases(events in prop::collection::vec(event(), 0..60)) {
            tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(walk(events));
        }
    }
}
