//! The fault test: the real program against the stand-in, killed with SIGKILL at random moments while people
//! write. All counts come from the stand-in's journal and a recount of the database, never from the program.

mod ballots;
pub mod base;
mod chance;
mod civic;
mod hands;
mod paper;
mod program;
mod recount;
pub mod report;
mod settle;
mod standin;
mod ticket;
mod town;
mod traffic;
mod verdict;
mod wishes;
mod words;

use base::Base;
use chance::Chance;
use gridbell::telegram::wire;
use playground::Running;
use program::Program;
use report::Report;
use standin::{Row, StandIn};
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use storage::{Db, Engine};
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use town::Town;
use traffic::Traffic;
use verdict::{Known, judge};

/// What can go wrong with the test itself.
pub type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// What to run.
#[derive(Debug, Clone)]
pub struct Plan {
    /// On which engine.
    pub engine: Engine,
    /// How many kills.
    pub kills: usize,
    /// How many requests.
    pub tickets: usize,
    /// How many groups they are spread over.
    pub groups: usize,
    /// Of a hundred messages, how many come from the four busy groups.
    pub busy: usize,
    /// Where chance starts.
    pub seed: u64,
    /// The program.
    pub binary: PathBuf,
}

/// How long a life of the program lasts at most, once it has done something, ms.
const LIFE: usize = 6_000;
/// How long the program may take to do its first thing.
const WAKE: Duration = Duration::from_secs(30);

/// Runs it; the database is removed afterwards.
pub async fn run(plan: &Plan) -> Fallible<Report> {
    let base = Base::make(plan.engine).await?;
    let report = play(plan, &base).await;
    let went_well = report.as_ref().is_ok_and(|report| report.broken().is_empty());
    if !went_well {
        let log = std::fs::read_to_string(base.log()).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        eprintln!("what the program logged last:\n{}", lines[lines.len().saturating_sub(40)..].join("\n"));
    }
    base.remove().await?;
    report
}

/// A run under way.
struct Run<'a> {
    plan: &'a Plan,
    base: &'a Base,
    playground: &'a Running,
    standin: StandIn,
    traffic: Arc<Mutex<Traffic>>,
    people: JoinHandle<Fallible<()>>,
    /// How many requests there may be by now.
    allowed: Arc<AtomicUsize>,
    rows: HashMap<i64, i64>,
    bot: i64,
    /// The last update id before anybody did anything.
    first_id: i64,
    chance: Chance,
    kills: Vec<i64>,
    with_work: usize,
    /// Requests whose ticket was seen at a kill.
    checked: usize,
    lost_at_kill: usize,
    /// What was still wanted when time was up.
    wanted: Vec<String>,
}

async fn play(plan: &Plan, base: &Base) -> Fallible<Report> {
    let began = Instant::now();
    let town = Town::new(plan.groups);
    let scene = town.scene();
    let bot = scene.bot.clone();
    let db = base.open().await?;
    let rows = town.move_in(&db, &bot).await?;
    db.close().await;
    let options = playground::Options {
        addr: ([127, 0, 0, 1], 0).into(),
        scene,
        story: None,
        enforce_limits: false,
        keep: None,
    };
    let playground = playground::start(options).await?;
    let standin = StandIn::new(&playground.url)?;
    standin.ten_percent_faults(plan.seed).await?;
    let first_id = standin.updates().await?.last_id;
    let mut traffic = Traffic::new(standin.clone(), town, plan);
    traffic.ballots.ahead = standin.story().await? - wire::now_ms();
    let traffic = Arc::new(Mutex::new(traffic));
    let allowed = Arc::new(AtomicUsize::new(plan.tickets / plan.kills.max(1)));
    let people = tokio::spawn(traffic::people(traffic.clone(), allowed.clone(), plan.seed));
    let mut run = Run {
        plan,
        base,
        playground: &playground,
        standin,
        traffic,
        people,
        allowed,
        rows,
        bot: bot.id,
        first_id,
        chance: Chance::new(plan.seed ^ 0xFA17),
        kills: Vec::new(),
        with_work: 0,
        checked: 0,
        lost_at_kill: 0,
        wanted: Vec::new(),
    };
    while run.with_work < plan.kills {
        if run.kills.len() > 3 * plan.kills + 20 {
            return Err("too many kills found nothing to do".into());
        }
        run.life().await?;
        // After a kill that found nothing to do there must be something again.
        let more = run.traffic.lock().await.tickets.len() + 2;
        let allowed = (plan.tickets * (run.with_work + 1) / plan.kills.max(1)).max(more);
        run.allowed.store(allowed.min(plan.tickets), Ordering::Relaxed);
    }
    run.settle().await?;
    let report = run.report(began).await;
    playground.stop().await;
    report
}

impl Run<'_> {
    /// One life of the program: it starts, does something, and is killed at a random moment.
    async fn life(&mut self) -> Fallible<()> {
        let mut program = self.start().await?;
        self.awake(&mut program).await?;
        sleep(Duration::from_millis(self.chance.below(LIFE) as u64)).await;
        let at = program.kill().await?;
        let pending = self.standin.updates().await?.pending;
        // Every other time nobody looks: then the program itself finds the database as the kill left it.
        let look = pending == 0 || self.kills.len().is_multiple_of(2);
        let queued = if look { Some(self.look().await?) } else { None };
        self.kills.push(at);
        self.move_on().await?;
        self.with_work += usize::from(pending > 0 || queued.is_some_and(|queued| queued > 0));
        if self.with_work.is_multiple_of(10) || self.plan.kills < 10 {
            let made = self.traffic.lock().await.tickets.len();
            let queued = queued.map_or(String::new(), |queued| format!(", {queued} messages queued"));
            let (name, kills) = (self.name(), self.with_work);
            println!(
                "{name}: {kills} kills, {made} requests; at this one {pending} updates unconfirmed{queued}"
            );
        }
        Ok(())
    }

    async fn start(&self) -> Fallible<Program> {
        if self.people.is_finished() && self.traffic.lock().await.tickets.len() < self.plan.tickets {
            return Err("people fell silent too early".into());
        }
        let story = self.standin.story().await?;
        Program::start(&self.plan.binary, self.base, &self.playground.url, &self.playground.token, story)
    }

    /// While the program is dead, time goes on to the end of ballots on which people voted. Whether it did.
    async fn move_on(&mut self) -> Fallible<bool> {
        let mut traffic = self.traffic.lock().await;
        let Some(to) = traffic.ballots.end(&mut self.chance) else { return Ok(false) };
        self.standin.move_story(to).await?;
        traffic.ballots.ahead = self.standin.story().await? - wire::now_ms();
        println!("{}: the ballots under way end", self.name());
        Ok(true)
    }

    /// Waits until the program is at work: it has confirmed updates or carried something.
    async fn awake(&self, program: &mut Program) -> Fallible<()> {
        let (updates, calls) = (self.standin.updates().await?.confirmed, self.calls().await?);
        let from = Instant::now();
        while from.elapsed() < WAKE {
            sleep(Duration::from_millis(50)).await;
            program.must_run()?;
            if self.standin.updates().await?.confirmed > updates || self.calls().await? > calls {
                return Ok(());
            }
        }
        Err("the program does nothing".into())
    }

    async fn calls(&self) -> Fallible<usize> {
        Ok(self.traffic.lock().await.carried())
    }

    /// Looks into the database while the program is dead: is everything there that was accepted? How many
    /// messages wait?
    async fn look(&mut self) -> Fallible<usize> {
        let traffic = self.traffic.lock().await;
        let confirmed = self.standin.updates().await?.last_confirmed();
        let accepted = traffic.tickets.partition_point(|ticket| ticket.update <= confirmed);
        let db = self.base.open().await?;
        let tickets = traffic.tickets.get(self.checked..accepted).unwrap_or_default();
        self.lost_at_kill += recount::without_ticket(&db, tickets, &self.rows).await?;
        self.checked = self.checked.max(accepted);
        let queued = recount::queued(&db, self.bot).await?;
        db.close().await;
        Ok(queued)
    }

    fn name(&self) -> &'static str {
        match self.plan.engine {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        }
    }

    async fn report(&mut self, began: Instant) -> Fallible<Report> {
        if self.wanted.is_empty() {
            (&mut self.people).await??;
        }
        let traffic = self.traffic.lock().await;
        let db: Db = self.base.open().await?;
        let (tickets, wishes) = (&traffic.tickets, &traffic.wishes.list);
        let recount = recount::recount(&db, self.bot, tickets, wishes, &self.rows).await?;
        let journal: Vec<Row> = self.standin.journal(0).await?;
        let requests = traffic.tickets.iter().map(|ticket| (ticket.chat, ticket.message));
        let commands = traffic.hands.commands.iter().map(|command| (command.chat, command.message));
        let said: HashSet<(i64, i64)> = requests.chain(commands).collect();
        let known = Known {
            kills: &self.kills,
            commands: &traffic.hands.commands,
            emergencies: &recount.emergencies,
            said: &said,
            shown: &recount.shown,
        };
        let verdict = judge(&journal, &known);
        let civic = civic::ballots(&db, &traffic.ballots.list, &verdict.unexplained).await?;
        db.close().await;
        let updates = self.standin.updates().await?;
        let mut answered = 0;
        for tap in &traffic.hands.taps {
            answered += usize::from(self.standin.answered(tap).await?);
        }
        Ok(Report {
            engine: self.name(),
            seed: self.plan.seed,
            kills: (self.with_work, self.plan.kills),
            idle_kills: self.kills.len() - self.with_work,
            requests: (traffic.tickets.len(), self.plan.tickets),
            wishes: (traffic.wishes.list.len(), traffic.wishes.all),
            ballots: (traffic.ballots.list.len(), traffic.ballots.all),
            wanted: self.wanted.clone(),
            updates: ((updates.last_id - self.first_id) as u64, updates.confirmed),
            lost_at_kill: self.lost_at_kill,
            taps: (traffic.hands.taps.len(), answered),
            recount,
            civic,
            verdict,
            violations: self.standin.violations().await?,
            took: began.elapsed(),
        })
    }
}
