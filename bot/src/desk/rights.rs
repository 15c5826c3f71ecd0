//! What a person may do with a case: roles hold at their area and below.

use super::{Desk, Trouble};
use crate::words::{Arg, Phrase};
use storage::{AreaKind, Case, Member, Move, Person, Role, Status, Who, allowed, lands};
use understand::building_key;

impl Desk<'_> {
    /// The roles of a person that hold at `area`.
    pub async fn roles_at(&mut self, person: i64, area: i64) -> storage::Result<Vec<Role>> {
        let members = self.tx.members_of(person).await?;
        Ok(members.iter().filter(|m| self.org.is_within(area, m.area)).map(|m| m.role).collect())
    }

    /// Whether a person works for `area`: worker, chief, volunteer or secretary there or above.
    pub async fn works_at(&mut self, person: i64, area: i64) -> storage::Result<bool> {
        Ok(self.roles_at(person, area).await?.iter().any(|role| role.who().is_some()))
    }

    /// Whether a membership reaches a case: at its grid or above, or at the very building the case is in.
    pub fn reaches(&self, member: &Member, case: &Case) -> bool {
        if self.org.is_within(case.area, member.area) {
            return true;
        }
        let Some(building) = case.place.building.as_deref() else { return false };
        let above = self.org.enclosing(member.area, AreaKind::Building).and_then(|id| self.org.area(id));
        self.org.is_within(member.area, case.area)
            && above.is_some_and(|area| building_key(&area.name) == building_key(building))
    }

    /// What a person is to a case.
    pub async fn who(&mut self, person: i64, case: &Case) -> storage::Result<Vec<Who>> {
        // Whoever wished is nothing else to the wish, whatever they work as: nobody approves their own.
        if case.is_wish() && case.reporter == Some(person) {
            return Ok(vec![Who::Reporter]);
        }
        let members = self.tx.members_of(person).await?;
        let near = members.iter().filter(|member| self.reaches(member, case));
        let roles: Vec<Role> = near.map(|member| member.role).collect();
        let mut who: Vec<Who> = roles.iter().filter_map(|role| role.who()).collect();
        if case.reporter == Some(person) {
            who.push(Who::Reporter);
        }
        let held = match case.status {
            Status::Done => self.tx.claim_last(case.id).await?,
            _ => self.tx.claim_held(case.id).await?,
        };
        if held.and_then(|claim| claim.person) == Some(person) {
            who.push(Who::Holder);
        }
        if case.is_wish() {
            let keeps = roles.iter().any(|role| matches!(role, Role::Worker | Role::Secretary));
            who.extend(Some(Who::Keeper).filter(|_| keeps && !who.contains(&Who::Holder)));
            who.extend(Some(Who::Neighbour).filter(|_| case.is_public()));
        }
        Ok(who)
    }

    /// Whether a person may see a case at all: everybody sees a public one, a private one is its reporter's and the staff's.
    pub async fn may_see(&mut self, person: i64, case: &Case) -> storage::Result<bool> {
        Ok(case.is_public() || !self.who(person, case).await?.is_empty())
    }

    /// Refuses unless a person may make `step`; the refusal says why: who has the case, that it has ended, or whose move it is.
    pub async fn must(&mut self, person: &Person, case: &Case, step: Move) -> Result<(), Trouble> {
        let who = self.who(person.id, case).await?;
        if allowed(step, case.status, &who) {
            return Ok(());
        }
        if case.is_wish() {
            let holder = crate::views::wish::named(&self.holder_name(case).await?);
            let why = Phrase::plain(super::granting::refusal(case, step, &who)).with("number", case.number);
            return Err(Trouble::No(why.with("holder", holder)));
        }
        let elsewhere = Status::ALL.iter().any(|status| allowed(step, *status, &who))
            || (who.contains(&Who::Helper) && lands(step, case.status).is_none());
        let holder = self.holder(case).await?;
        if !elsewhere {
            let key = match step {
                Move::Claim => "no-right-claim",
                Move::Assign => "no-right-secretary",
                Move::Merge | Move::Split => "question-not-yours",
                Move::Confirm | Move::Reopen | Move::Withdraw => "no-right-reporter",
                _ if case.status == Status::Claimed => "no-right-holder-of",
                _ => "no-right-holder",
            };
            return Err(Trouble::No(Phrase::plain(key).with("number", case.number).with("holder", holder)));
        }
        let mine = who.contains(&Who::Holder) && case.status == Status::Claimed && step == Move::Claim;
        let key = if mine { "no-yours" } else { refusal(step, case.status) };
        Err(Trouble::No(Phrase::plain(key).with("number", case.number).with("holder", holder)))
    }

    /// The name of who holds a case, or held it last; empty if nobody or forgotten.
    pub async fn holder_name(&mut self, case: &Case) -> storage::Result<String> {
        let Some(person) = self.tx.claim_last(case.id).await?.and_then(|claim| claim.person) else {
            return Ok(String::new());
        };
        Ok(self.tx.person(person).await?.map(|person| person.name().to_owned()).unwrap_or_default())
    }

    /// The same, as a phrase says it: somebody, when the name is not known.
    pub async fn holder(&mut self, case: &Case) -> storage::Result<Arg> {
        let name = self.holder_name(case).await?;
        Ok(if name.is_empty() { Arg::Key("somebody".to_owned()) } else { Arg::Text(name) })
    }
}

/// Why a step cannot be made from a state by somebody who could make it from another.
fn refusal(step: Move, status: Status) -> &'static str {
    let asked = matches!(step, Move::Confirm | Move::Reopen);
    match status {
        Status::Open if asked => "no-open-yet",
        Status::Open if step == Move::Release => "no-open-release",
        Status::Open => "no-open",
        Status::Claimed if asked => "no-claimed-yet",
        Status::Claimed => "no-claimed",
        Status::Done if step == Move::Withdraw => "no-done-answer",
        Status::Done => "no-done",
        Status::Closed => "no-closed",
        Status::Merged => "no-merged",
        Status::Withdrawn | Status::Proposed | Status::Refused => "no-withdrawn",
    }
}
