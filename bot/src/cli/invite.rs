//! `gridbell invite`: makes a one-time link, the first of which brings in the first secretary.

use super::{Done, Refused, say};
use crate::config::Config;
use crate::keys;
use clap::builder::PossibleValuesParser;
use storage::{BotName, InviteFor, Org, Role, Tx};

const DAY: i64 = 86_400_000;

/// Make a one-time link that lets one person join as staff, or a code that binds a group.
///
/// The first link of a community should be its secretary's; the secretary then names the others in Telegram.
/// The link is shown here once and is stored nowhere; only its hash is.
///
/// Examples:
///   gridbell invite WT secretary --name 周慧兰
///   gridbell invite WT-1 worker --days 2
///   gridbell invite WT secretary --binding    a code for /setup, when no secretary can confirm
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The code of the area, as in the org file
    area: String,
    /// The role there; it holds in every area below
    #[arg(value_parser = PossibleValuesParser::new(["volunteer", "chief", "worker", "department", "secretary"]))]
    role: String,
    /// Whom of the org file's staff it is for
    #[arg(long)]
    name: Option<String>,
    /// How many days it works
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(i64).range(1..=90))]
    days: i64,
    /// A code that an administrator of a group types after /setup, instead of a link
    #[arg(long, conflicts_with = "name")]
    binding: bool,
}

/// Runs it.
pub async fn run(args: &Args, config: &Config, now: i64) -> Done {
    let db = keys::open(config).await?;
    let mut tx = db.begin().await?;
    let org = Org::load(&mut tx).await?;
    let area = super::org::find(&org, &args.area)?;
    let role = Role::parse(&args.role).ok_or_else(|| Refused("there is no such role".to_owned()))?;
    if args.binding && role != Role::Secretary {
        return Err(Refused("a group is bound with a secretary's code: write secretary".to_owned()));
    }
    let staff = match &args.name {
        Some(name) => Some(named(&mut tx, area, role, name).await?),
        None => None,
    };
    let purpose = if args.binding { InviteFor::Binding } else { InviteFor::Member };
    let code = tx.invitation_make(area, role, staff, purpose, None, now, now + args.days * DAY).await?;
    let bots = tx.bots().await?;
    tx.commit().await?;
    let place = org.path_name(area);
    let days = args.days;
    let text = if args.binding {
        format!(
            "{place}: in the group, an administrator types, once and within {days} days\n\n  /setup {code}\n\n"
        )
    } else {
        let bot = bots.iter().find(|bot| serves(&org, bot, area));
        let way = match bot {
            Some(bot) => format!("  https://t.me/{}?start=join_{code}", bot.username),
            None => format!(
                "  /start join_{code}\n\n(to be sent to the bot; after the first `gridbell run` this is a link)"
            ),
        };
        format!("{place}, {role}: works once, within {days} days\n\n{way}\n\n", role = args.role)
    };
    say(&text)
}

fn serves(org: &Org, bot: &BotName, area: i64) -> bool {
    bot.area.is_none_or(|above| org.is_within(area, above))
}

/// The row of whom the org file names so, who has not joined yet.
async fn named(tx: &mut Tx, area: i64, role: Role, name: &str) -> Result<i64, Refused> {
    let staff = tx.staff_of(area).await?;
    let of_role: Vec<_> = staff.iter().filter(|person| person.role == role).collect();
    match of_role.iter().find(|person| person.name == name) {
        Some(person) if person.person.is_some() => Err(Refused(format!("{name} has joined already"))),
        Some(person) => Ok(person.id),
        None => {
            let known: Vec<&str> = of_role.iter().map(|person| person.name.as_str()).collect();
            let known = if known.is_empty() { "nobody".to_owned() } else { known.join(", ") };
            let role = role.as_str();
            Err(Refused(format!("the org file names no {role} {name} at this area itself, but {known}")))
        }
    }
}
