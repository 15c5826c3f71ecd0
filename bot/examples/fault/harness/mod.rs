//! The fault test: the real program against the stand-in, killed with SIGKILL at random moments while people
//! write. All counts come from the stand-in's journal and a recount of the database, never from the program.

pub mod base;
mod chance;
mod program;
mod recount;
pub mod report;
mod standin;
mod ticket;
mod town;
mod traffic;
mod verdict;
mod words;

use base::Base;
use chance::Chance;
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
/// How long settling may take in all.
const SETTLE: Duration = Duration::from_secs(600);

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
    chance: Chance,
    kills: Vec<i64>,
    with_work: usize,
    /// Requests whose ticket was seen at a kill.
    checked: usize,
    lost_at_kill: usize,
}

async fn play(plan: &Plan, base: &Base) -> Fallible<Report> {
    let began = Instant::now();
    let town = Town::new(plan.groups);
    let scene = town.scene();
    let bot = scene.bot.clone();
    let db = base.open().await?;
    let rows = town.move_in(&db, &bot).await?;
    db.close().await;
    let options =
        playground::Options { addr: ([127, 0, 0, 1], 0).into(), scene, story: None, enforce_limits: false };
    let playground = playground::start(options).await?;
    let standin = StandIn::new(&playground.url)?;
    standin.ten_percent_faults(plan.seed).await?;
    let traffic = Arc::new(Mutex::new(Traffic::new(standin.clone(), town, plan.busy, plan.seed)));
    let allowed = Arc::new(AtomicUsize::new(plan.tickets / plan.kills.max(1)));
    let people = tokio::spawn(traffic::people(traffic.clone(), allowed.clone(), plan.tickets, plan.seed));
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
        chance: Chance::new(plan.seed ^ 0xFA17),
        kills: Vec::new(),
        with_work: 0,
        checked: 0,
        lost_at_kill: 0,
    };
    while run.with_work < plan.kills {
        if run.kills.len() > 3 * plan.kills + 20 {
            return Err("too many kills found nothing to do".into());
        }
        run.life().await?;
        let allowed = plan.tickets * (run.with_work + 1) / plan.kills.max(1);
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
        Program::start(&self.plan.binary, self.base, &self.playground.url, &self.playground.token)
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
        let confirmed = self.standin.updates().await?.confirmed;
        let accepted = traffic.tickets.partition_point(|ticket| ticket.update < confirmed);
        let db = self.base.open().await?;
        let tickets = traffic.tickets.get(self.checked..accepted).unwrap_or_default();
        self.lost_at_kill += recount::without_ticket(&db, tickets, &self.rows).await?;
        self.checked = self.checked.max(accepted);
        let queued = recount::queued(&db, self.bot).await?;
        db.close().await;
        Ok(queued)
    }

    /// Lets the program run until nothing is pending, queued or wanted any more; then it is dead again.
    async fn settle(&mut self) -> Fallible<()> {
        let from = Instant::now();
        let mut patience = Duration::from_secs(6);
        while from.elapsed() < SETTLE {
            let mut program = self.start().await?;
            let (mut calls, mut since) = (0, Instant::now());
            while since.elapsed() < patience && from.elapsed() < SETTLE {
                sleep(Duration::from_millis(200)).await;
                program.must_run()?;
                self.traffic.lock().await.look().await?;
                let now = self.calls().await?;
                if now > calls || self.standin.updates().await?.pending > 0 || !self.people.is_finished() {
                    (calls, since) = (now, Instant::now());
                }
            }
            self.kills.push(program.kill().await?);
            let queued = self.look().await?;
            println!("{}: settling, {queued} messages queued", self.name());
            if queued == 0 && self.people.is_finished() {
                return Ok(());
            }
            patience += Duration::from_secs(15);
        }
        Ok(())
    }

    fn name(&self) -> &'static str {
        match self.plan.engine {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        }
    }

    async fn report(&mut self, began: Instant) -> Fallible<Report> {
        if self.people.is_finished() {
            (&mut self.people).await??;
        }
        let traffic = self.traffic.lock().await;
        let db: Db = self.base.open().await?;
        let recount = recount::recount(&db, self.bot, &traffic.tickets, &self.rows).await?;
        db.close().await;
        let journal: Vec<Row> = self.standin.journal(0).await?;
        let requests = traffic.tickets.iter().map(|ticket| (ticket.chat, ticket.message));
        let commands = traffic.commands.iter().map(|command| (command.chat, command.message));
        let said: HashSet<(i64, i64)> = requests.chain(commands).collect();
        let known = Known {
            kills: &self.kills,
            commands: &traffic.commands,
            emergencies: &recount.emergencies,
            said: &said,
            shown: &recount.shown,
        };
        let verdict = judge(&journal, &known);
        let mut answered = 0;
        for tap in &traffic.taps {
            answered += usize::from(self.standin.answered(tap).await?);
        }
        Ok(Report {
            engine: self.name(),
            seed: self.plan.seed,
            kills: (self.with_work, self.plan.kills),
            idle_kills: self.kills.len() - self.with_work,
            requests: (traffic.tickets.len(), self.plan.tickets),
            updates: (traffic.updates, self.standin.updates().await?.confirmed),
            lost_at_kill: self.lost_at_kill,
            taps: (traffic.taps.len(), answered),
            recount,
            verdict,
            violations: self.standin.violations().await?,
            took: began.elapsed(),
        })
    }
}
