//! The made-up district of the demo and the story tests: who lives and works there, their chats, and all of it
//! as records, as if they had joined one by one.

use crate::cli::org::EXAMPLE;
use crate::routines::time;
use chrono_tz::Asia::Shanghai;
use playground::Scene;
use playground::scene::{Bot, BotStatus, ChatType, Group, Person};
use storage::{About, ChatState, Db, ImportError, Org, OrgFile, Purpose, Rights, Role};

/// The beginning of 2026, ms UTC.
pub const EPOCH: i64 = 1_767_225_600_000;

/// Somebody of the district.
struct Someone {
    id: i64,
    name: &'static str,
    username: Option<&'static str>,
    language: &'static str,
    hint: &'static str,
    /// Area and role of who works there.
    works: Option<(&'static str, Role)>,
    /// Whether they pressed Start in private.
    started: bool,
}

/// A chat of the district.
struct Place {
    id: i64,
    title: &'static str,
    area: &'static str,
    purpose: Purpose,
    /// The bot is an administrator: it sees reactions.
    admin: bool,
    members: &'static [i64],
}

const PEOPLE: &[Someone] = &[
    resident(101, "李奶奶", "zh-hans", "居民 · 梧桐里一网格3号楼", true),
    resident(102, "张明", "zh-hans", "居民 · 梧桐里一网格3号楼", false),
    resident(103, "Emily Carter", "en", "Resident · grid 1, building 5", true),
    resident(104, "何伟", "zh-hans", "居民 · 梧桐里二网格8号楼", false),
    resident(105, "林雅雯", "zh-hant", "住戶 · 梧桐里二網格9號樓", true),
    worker(201, "李建国", "lijianguo", "网格员 · 一网格", "WT-1", Role::Worker),
    worker(202, "王芳", "wangfang", "网格员 · 一网格", "WT-1", Role::Worker),
    worker(203, "陈立", "chenli", "网格员 · 二网格", "WT-2", Role::Worker),
    worker(301, "周慧兰", "zhouhuilan", "社区书记", "WT", Role::Secretary),
    worker(302, "孙秀英", "sunxiuying", "楼栋长 · 3号楼", "WT-1-3", Role::Chief),
];

const PLACES: &[Place] = &[
    Place {
        id: -1_001_000_000_001,
        title: "梧桐里一网格",
        area: "WT-1",
        purpose: Purpose::Residents,
        admin: true,
        members: &[301, 101, 102, 103, 201, 202, 302],
    },
    Place {
        id: -1_001_000_000_002,
        title: "梧桐里二网格",
        area: "WT-2",
        purpose: Purpose::Residents,
        admin: false,
        members: &[301, 104, 105, 203],
    },
    Place {
        id: -1_001_000_000_003,
        title: "梧桐里社区工作群",
        area: "WT",
        purpose: Purpose::Staff,
        admin: false,
        members: &[301, 201, 202, 203, 302],
    },
];

const fn resident(
    id: i64,
    name: &'static str,
    language: &'static str,
    hint: &'static str,
    started: bool,
) -> Someone {
    Someone { id, name, username: None, language, hint, works: None, started }
}

const fn worker(
    id: i64,
    name: &'static str,
    username: &'static str,
    hint: &'static str,
    area: &'static str,
    role: Role,
) -> Someone {
    let works = Some((area, role));
    Someone { id, name, username: Some(username), language: "zh-hans", hint, works, started: true }
}

/// Why the district could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExampleError {
    /// The org file has a mistake.
    #[error("the example org has a mistake in line {0}")]
    Org(usize),
    /// The org has no such area.
    #[error("the example org has no area {0}")]
    Area(&'static str),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// Nine in the morning of the day of `wire` in the district.
pub fn morning(wire: i64) -> i64 {
    time::at(time::local(wire, Shanghai).date_naive(), 9 * 60, Shanghai)
}

/// The district as a scene of the playground at `now`; ids begin after `first_id`.
pub fn scene(now: i64, first_id: i64) -> Scene {
    let mut scene = Scene { first_id, now, ..Scene::empty(Bot::default()) };
    for someone in PEOPLE {
        scene.people.push(Person {
            id: someone.id,
            name: someone.name.to_owned(),
            username: someone.username.map(str::to_owned),
            hint: someone.hint.to_owned(),
            language: someone.language.to_owned(),
        });
    }
    for place in PLACES {
        scene = scene.chat(ChatType::Supergroup, place.id, place.title, place.members);
        if place.admin {
            scene = scene.bot_as(BotStatus::Administrator);
        }
    }
    let started = PEOPLE.iter().filter(|someone| someone.started);
    scene.chats.extend(started.map(|someone| Group {
        id: someone.id,
        kind: ChatType::Private,
        title: String::new(),
        members: vec![someone.id],
        admins: Vec::new(),
        bot: BotStatus::Member,
    }));
    scene
}

/// Makes the district's records in an empty database; `false` if it has a bot already and is left alone.
pub async fn fill(db: &Db, now: i64) -> Result<bool, ExampleError> {
    let mut tx = db.begin().await?;
    if !tx.bots().await?.is_empty() {
        return Ok(false);
    }
    let line = |problems: Vec<storage::Problem>| {
        ExampleError::Org(problems.first().and_then(|problem| problem.line).unwrap_or(0))
    };
    let file = OrgFile::parse(EXAMPLE).map_err(line)?;
    tx.import_org(&file).await.map_err(|error| match error {
        ImportError::Problems(problems) => line(problems),
        ImportError::Storage(error) => error.into(),
    })?;
    let org = Org::load(&mut tx).await?;
    let area = |code| org.by_code(code).map(|area| area.id).ok_or(ExampleError::Area(code));
    let bot = Bot::default();
    tx.bot_seen(bot.id, &bot.username, None).await?;
    for place in PLACES {
        let mut chat = tx.chat_seen(bot.id, place.id, "supergroup", ChatState::New, now).await?;
        chat.area = Some(area(place.area)?);
        chat.purpose = Some(place.purpose);
        chat.state = ChatState::Bound;
        chat.rights = Rights { admin: place.admin, ..Rights::default() };
        tx.chat_save(&chat).await?;
    }
    for someone in PEOPLE {
        if someone.started {
            tx.chat_seen(bot.id, someone.id, "private", ChatState::New, now).await?;
        }
        let Some((code, role)) = someone.works else { continue };
        let about = About {
            tg: someone.id,
            name: someone.name.to_owned(),
            username: someone.username.map(str::to_owned),
        };
        let person = tx.person_seen(&about, now).await?;
        let staff = tx.staff_of(area(code)?).await?;
        let staff = staff.iter().find(|staff| staff.name == someone.name);
        let skills = staff.map(|staff| staff.skills.clone()).unwrap_or_default();
        tx.member_add(person.id, area(code)?, role, &skills, staff.map(|staff| staff.id), None, now).await?;
    }
    tx.commit().await?;
    Ok(true)
}

impl From<ExampleError> for crate::cli::Refused {
    fn from(error: ExampleError) -> crate::cli::Refused {
        crate::cli::Refused(error.to_string())
    }
}
