//! `/away until … [@stand-in]`: hands over what one holds, and keeps reminders away until then.

use super::{Call, Desk, Outcome, Reply, Trouble, claims, news, no};
use crate::outgoing::Said;
use crate::routines::time;
use crate::views;
use crate::words::{At, Phrase};
use storage::{Case, Member, Move, Person};
use understand::when::read_when;

/// Held cases handed over at once; nobody holds more.
const MOST: i64 = 1000;

/// Goes away until a time, or comes back.
pub async fn away(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let mut members = desk.tx.members_of(call.person.id).await?;
    members.retain(|member| member.role.who().is_some());
    let Some(first) = members.first() else { return no("away-nobody") };
    if ["back", "回来", "回來", "回来了", "回來了"].contains(&call.rest.trim()) {
        return back(desk, &call.person, first).await;
    }
    let zone = desk.org.settings(first.area).time_zone;
    let name = super::assign::username(&call.rest).map(str::to_owned);
    let words =
        name.as_ref().map_or(call.rest.clone(), |name| call.rest.replacen(&format!("@{name}"), " ", 1));
    let Some(when) = read_when(&words, time::local(desk.now, zone)) else { return no("away-when") };
    let until = when.until().timestamp_millis();
    if until <= desk.now {
        return no("away-past");
    }
    let stand_in = match name {
        Some(name) => Some(stand_in(desk, &call.person, &members, &name).await?),
        None => None,
    };
    // The end of a day is said as its last minute: the next day's midnight would read as a day more.
    let midnight = time::local(until, zone).time() == chrono::NaiveTime::MIN;
    let until_at = At { ms: if midnight { until - 60_000 } else { until }, now: desk.now, zone };
    desk.tx.member_away(call.person.id, until, stand_in.as_ref().map(|person| person.id)).await?;
    let (given, back) = hand_over(desk, &call.person, stand_in.as_ref()).await?;
    if let Some(stand_in) = &stand_in {
        tell(desk, &call.person, stand_in, first.area, &given, until_at).await?;
    }
    let key = match (&stand_in, given.len(), back) {
        (_, 0, 0) => "away-noted",
        (None, ..) => "away-noted-back",
        (Some(_), _, 0) => "away-noted-given",
        (Some(_), ..) => "away-noted-both",
    };
    let name = stand_in.as_ref().map(Person::name).unwrap_or_default();
    let phrase = Phrase::plain(key).with("until", until_at).with("name", name);
    Ok(Reply::Note(phrase.with("given", given.len() as i64).with("back", back)))
}

async fn back(desk: &mut Desk<'_>, person: &Person, member: &Member) -> Outcome {
    if !member.is_away(desk.now) {
        return no("away-here");
    }
    desk.tx.member_back(person.id).await?;
    Ok(Reply::Note(Phrase::plain("away-back")))
}

/// The stand-in named: somebody else who works in one of the same areas and is here.
async fn stand_in(
    desk: &mut Desk<'_>,
    person: &Person,
    members: &[Member],
    name: &str,
) -> Result<Person, Trouble> {
    let said = |key| Trouble::No(Phrase::plain(key).with("name", format!("@{name}")));
    let Some(other) = desk.tx.person_by_username(name).await? else { return Err(said("assign-unknown")) };
    if other.id == person.id {
        return no("away-self");
    }
    let theirs = desk.tx.members_of(other.id).await?;
    let near = theirs.iter().find(|their| {
        let meets = |own: &Member| {
            desk.org.is_within(own.area, their.area) || desk.org.is_within(their.area, own.area)
        };
        their.role.who().is_some() && members.iter().any(meets)
    });
    match near {
        None => Err(said("away-not-here")),
        Some(their) if their.is_away(desk.now) => Err(said("away-away")),
        Some(_) => Ok(other),
    }
}

/// Hands over what a person holds where the stand-in may have it; the rest goes back to open. What was given, and
/// how many went back.
async fn hand_over(
    desk: &mut Desk<'_>,
    person: &Person,
    stand_in: Option<&Person>,
) -> Result<(Vec<Case>, i64), Trouble> {
    let (mut given, mut back) = (Vec::new(), 0);
    let theirs = match stand_in {
        Some(stand_in) => desk.tx.members_of(stand_in.id).await?,
        None => Vec::new(),
    };
    for case in desk.tx.cases_held(person.id, MOST).await? {
        let fits = theirs.iter().any(|their| their.role.who().is_some() && desk.reaches(their, &case));
        match stand_in.filter(|_| fits) {
            Some(stand_in) => {
                let after = claims::step(desk, person, &case, Move::HandOver, "", None).await?;
                desk.tx.claim_take(case.id, stand_in.id, desk.now).await?;
                claims::came_to(desk, stand_in, &after).await?;
                given.push(after);
            }
            None => {
                claims::step(desk, person, &case, Move::Release, "", None).await?;
                desk.tx.claim_end(case.id, "released", desk.now).await?;
                back += 1;
            }
        }
    }
    Ok((given, back))
}

/// Tells the stand-in in one message, in private or in the staff chat, what is theirs now.
async fn tell(
    desk: &mut Desk<'_>,
    person: &Person,
    stand_in: &Person,
    area: i64,
    given: &[Case],
    until: At,
) -> storage::Result<()> {
    let said = |locale, brief: bool| -> Said {
        let key = if given.is_empty() { "away-told" } else { "away-told-given" };
        let phrase = Phrase::plain(key).with("name", person.name()).with("until", until);
        let mut said = views::line(&phrase.with("n", given.len() as i64), locale);
        for case in given {
            let line = if brief { format!("#{}", case.number) } else { views::brief(locale, case) };
            said.html.push_str(&format!("\n{line}"));
        }
        said
    };
    if let Some(chat) = desk.private_chat(stand_in).await? {
        let locale = desk.locale(&chat, Some(stand_in));
        return desk.tell(&chat, said(locale, false), None, None).await;
    }
    for chat in news::staff_chats(desk, area).await? {
        let mut said = said(desk.locale(&chat, None), true);
        if let Some(about) = &stand_in.about {
            said.html = format!("{} {}", views::mention(about), said.html);
        }
        desk.tell(&chat, said, None, None).await?;
    }
    Ok(())
}
