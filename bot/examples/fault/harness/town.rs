//! The town that the test plays in: communities of grids, a group a grid, its residents, workers and secretary. The
//! same town as an org file, as a scene of the stand-in and as members in the database.

use super::Fallible;
use playground::Scene;
use playground::scene::{Bot, ChatType};
use std::collections::{HashMap, VecDeque};
use std::fmt::Write;
use storage::{About, ChatState, Db, Org, OrgFile, Purpose, Role};

/// Monday 2026-03-02, 10:00 in Shanghai: no digest and no quiet hours for a while.
pub const MORNING: i64 = 1_772_416_800_000;
/// How many grids a community has: they share its numbers.
const GRIDS: usize = 12;
/// So many that nobody says too much at once, even when the bot reads it all at the end of a silence.
const RESIDENTS: i64 = 20;

/// A grid and its group.
#[derive(Debug, Clone)]
pub struct Group {
    /// Telegram's id of the group.
    pub chat: i64,
    /// Who lives there.
    pub residents: VecDeque<i64>,
    /// Who works there.
    pub workers: [i64; 2],
    /// Who calls its ballots.
    pub secretary: i64,
    /// The code of its grid.
    pub code: String,
}

/// All of it.
#[derive(Debug, Clone)]
pub struct Town {
    /// The groups; the first few are the busy ones.
    pub groups: Vec<Group>,
    /// How many buildings each grid has.
    pub buildings: usize,
}

impl Town {
    /// A town with so many groups.
    pub fn new(groups: usize) -> Town {
        let group = |i: usize| {
            let first = 5_000_000 + i as i64 * 100;
            Group {
                chat: -1_001_000_000_000 - i as i64,
                residents: (first..first + RESIDENTS).collect(),
                workers: [first + RESIDENTS, first + RESIDENTS + 1],
                secretary: first + RESIDENTS + 2,
                code: format!("C{}-{}", i / GRIDS + 1, i % GRIDS + 1),
            }
        };
        Town { groups: (0..groups).map(group).collect(), buildings: 28 }
    }

    fn org(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::from(
            "[[area]]\ncode = \"TOWN\"\nname = \"试验街道\"\nkind = \"street\"\nquiet = \"never\"\nbudget = 1000\n",
        );
        for (i, group) in self.groups.iter().enumerate() {
            let community = i / GRIDS + 1;
            if i % GRIDS == 0 {
                write!(
                    text,
                    "[[area]]\ncode = \"C{community}\"\nname = \"第{community}社区\"\nkind = \"community\"\nparent = \"TOWN\"\n"
                )?;
            }
            write!(
                text,
                "[[area]]\ncode = \"{}\"\nname = \"第{}网格\"\nkind = \"grid\"\nparent = \"C{community}\"\nbuildings = {}\n",
                group.code,
                i % GRIDS + 1,
                self.buildings
            )?;
        }
        Ok(text)
    }

    /// The town as the stand-in sees it.
    pub fn scene(&self) -> Scene {
        let mut scene = Scene::empty(Bot::default());
        scene.now = MORNING;
        for group in &self.groups {
            let mut members: Vec<i64> = group.residents.iter().copied().chain(group.workers).collect();
            members.push(group.secretary);
            for person in &members {
                scene = scene.person(*person, &name(*person));
            }
            scene = scene.chat(ChatType::Supergroup, group.chat, &group.code, &members);
        }
        scene
    }

    /// The town as the database sees it: org, bound groups, workers as members. The rows of the groups, by
    /// Telegram's id.
    pub async fn move_in(&self, db: &Db, bot: &Bot) -> Fallible<HashMap<i64, i64>> {
        let file = OrgFile::parse(&self.org()?).map_err(|problems| format!("the org: {problems:?}"))?;
        let mut tx = db.begin().await?;
        tx.import_org(&file).await?;
        let org = Org::load(&mut tx).await?;
        tx.bot_seen(bot.id, &bot.username, None).await?;
        let mut rows = HashMap::new();
        for group in &self.groups {
            let area = org.by_code(&group.code).ok_or("a grid")?.id;
            let mut chat = tx.chat_seen(bot.id, group.chat, "supergroup", ChatState::New, MORNING).await?;
            (chat.area, chat.purpose, chat.state) = (Some(area), Some(Purpose::Residents), ChatState::Bound);
            tx.chat_save(&chat).await?;
            rows.insert(group.chat, chat.id);
            let [one, other] = group.workers.map(|worker| (worker, Role::Worker));
            for (tg, role) in [one, other, (group.secretary, Role::Secretary)] {
                let person = tx.person_seen(&About { tg, name: name(tg), username: None }, MORNING).await?;
                tx.member_add(person.id, area, role, &[], None, None, MORNING).await?;
            }
        }
        tx.commit().await?;
        Ok(rows)
    }
}

fn name(person: i64) -> String {
    format!("住户{person}")
}
