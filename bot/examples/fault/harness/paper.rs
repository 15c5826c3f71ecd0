//! A neighbour's paper in a secret ballot: opened by the link in the group, filled in tap by tap in private. What was
//! chosen so far is lost when the program is killed: then they begin again.

use super::Fallible;
use super::chance::Chance;
use super::hands::Hands;
use super::standin::Row;
use gridbell::telegram::wire;

/// How long somebody waits for the next page, ms, before they open the link again.
const PATIENCE: i64 = 4_000;
/// The numbers of the buttons: an option, the same once more, no and yes to each of several, begin, cast.
const CONFIRM: i64 = 100;
const ANSWER: i64 = 200;
const BEGIN: i64 = 300;
const CAST: i64 = 301;
const AGAIN: i64 = 302;

/// A paper.
#[derive(Debug)]
pub struct Paper {
    /// Who fills it in.
    pub who: i64,
    /// What they want to choose: nobody else knows before the result.
    pub choice: Vec<usize>,
    /// They were told that their vote counts.
    pub cast: bool,
    /// They tried to vote once more after that.
    again: bool,
    /// The page they look at: its message and the data of its buttons.
    page: Option<(i64, Vec<String>)>,
    /// When they did something last, ms of wire time.
    at: Option<i64>,
}

impl Paper {
    /// Not opened yet.
    pub fn new(who: i64, choice: Vec<usize>) -> Paper {
        Paper { who, choice, cast: false, again: false, page: None, at: None }
    }

    /// Reads a message of the bot's in private.
    pub fn learn(&mut self, message: i64, row: &Row) {
        self.cast |= row.text().contains("的票投好了");
        let buttons = row.buttons().into_iter().filter(|data| data.starts_with("vot."));
        let buttons: Vec<String> = buttons.map(str::to_owned).collect();
        if !buttons.is_empty() {
            self.page = Some((message, buttons));
        }
    }

    /// Opens the paper, taps on it, or begins again.
    pub async fn step(&mut self, hands: &mut Hands, link: &str, chance: &mut Chance) -> Fallible<()> {
        let now = wire::now_ms();
        if self.cast {
            if !self.again && chance.percent(20) {
                self.again = true;
                hands.standin.start(self.who, link).await?;
            }
            return Ok(());
        }
        if let Some((message, buttons)) = self.page.take()
            && let Some((number, data)) = self.next(&buttons)
        {
            self.at = Some(now);
            hands.tap(self.who, self.who, message, data).await?;
            // Now and then twice: what is final must count once.
            if (CONFIRM..ANSWER).contains(&number) && chance.percent(30) {
                hands.tap(self.who, self.who, message, data).await?;
            }
        } else if self.at.is_none_or(|at| now - at > PATIENCE) {
            self.at = Some(now);
            hands.standin.start(self.who, link).await?;
        }
        Ok(())
    }

    /// The button to tap on a page, with its number.
    fn next<'b>(&self, buttons: &'b [String]) -> Option<(i64, &'b str)> {
        let numbered = buttons.iter().filter_map(|data| Some((data.rsplit_once('.')?.1.parse().ok()?, data)));
        let is_next = |number: i64| match number {
            BEGIN | CAST => true,
            AGAIN.. => false,
            ANSWER.. => {
                let yes = self.choice.contains(&((number - ANSWER) as usize / 2));
                (number % 2 == 1) == yes
            }
            CONFIRM.. => self.choice.first() == Some(&((number - CONFIRM) as usize)),
            _ => self.choice.first() == Some(&(number as usize)),
        };
        let next = numbered.map(|(number, data): (i64, &String)| (number, data.as_str()));
        next.into_iter().find(|(number, _)| is_next(*number))
    }
}
