//! How well messages are read by models that never saw them.

use std::fmt::Write as _;

use super::{Lesson, Lessons, Trained, train};
use crate::classes::{Kind, Urgency};
use crate::{Ask, Names, Understanding};

/// Folds of the cross-validation.
const FOLDS: usize = 5;

/// A message, and as what it was read.
type Read = (Lesson, Understanding);

/// What cross-validation measured.
#[derive(Debug, Default)]
pub struct Figures {
    /// Our own messages.
    pub own: Group,
    /// The group-chat messages labelled by hand.
    pub chat: Group,
    /// What staff put right.
    pub corrections: Group,
    /// Everyday talk: of weibo, of short messages.
    pub talk: [Group; 2],
}

/// Messages of one source.
#[derive(Debug, Default)]
pub struct Group(Vec<Read>);

/// Each fifth of our own messages, of those labelled by hand, of the corrections and of everyday talk is read by models
/// that never saw it. `with_corrections`: whether corrections are taught too; they are asked either way.
#[must_use]
pub fn cross(lessons: &Lessons, with_corrections: bool) -> Figures {
    let [weibo, sms] = &lessons.talk;
    let lists = [&lessons.own, &lessons.chat, weibo, sms, &lessons.corrections];
    let asked_of = |fold: usize| {
        let kept = |list: &[Lesson], inside: bool| -> Vec<Lesson> {
            let of_fold = list.iter().enumerate().filter(|(at, _)| (at % FOLDS == fold) == inside);
            of_fold.map(|(_, lesson)| lesson.clone()).collect()
        };
        let taught = lists.into_iter().take(if with_corrections { 5 } else { 4 });
        let mut taught: Vec<Lesson> = taught.flat_map(|list| kept(list, false)).collect();
        taught.extend_from_slice(&lessons.others);
        let trained = train(&taught);
        lists.map(|list| -> Vec<Read> {
            kept(list, true).into_iter().map(|l| (l.clone(), read(&trained, &l))).collect()
        })
    };
    let asked_of = &asked_of;
    let of_folds: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..FOLDS).map(|fold| scope.spawn(move || asked_of(fold))).collect();
        running.into_iter().filter_map(|fold| fold.join().ok()).collect()
    });
    let mut figures = Figures::default();
    for [own, chat, weibo, sms, corrections] in of_folds {
        figures.own.0.extend(own);
        figures.chat.0.extend(chat);
        figures.talk[0].0.extend(weibo);
        figures.talk[1].0.extend(sms);
        figures.corrections.0.extend(corrections);
    }
    figures
}

fn read(trained: &Trained, lesson: &Lesson) -> Understanding {
    let now = chrono::DateTime::from_timestamp(1_764_036_000, 0).unwrap_or_default();
    let now = now.with_timezone(&chrono_tz::Asia::Shanghai);
    let names = Names::default();
    trained.understand(&Ask { text: &lesson.text, context: lesson.context.as_deref(), now, names: &names })
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

impl Group {
    /// Number of messages.
    #[must_use]
    pub fn n(&self) -> usize {
        self.0.len()
    }

    /// Each message and as what it was read.
    pub fn each(&self) -> impl Iterator<Item = &(Lesson, Understanding)> {
        self.0.iter()
    }

    /// Share that was read as a request or a wish, so surely at least. Of everyday talk: false alarms.
    #[must_use]
    pub fn alarms(&self, surely: f32) -> f64 {
        let alarm =
            |u: &Understanding| matches!(u.kind, Kind::Request | Kind::Wish) && u.confidence >= surely;
        share(self.count(|_, u| alarm(u)), self.n())
    }

    fn count(&self, is: impl Fn(&Lesson, &Understanding) -> bool) -> usize {
        self.0.iter().filter(|(lesson, read)| is(lesson, read)).count()
    }

    /// Share whose kind was read right.
    #[must_use]
    pub fn kind_right(&self) -> f64 {
        share(self.count(|l, u| l.kind == Some(u.kind)), self.n())
    }

    /// Of requests that were found and whose category is known, the share whose category was read right.
    #[must_use]
    pub fn category_right(&self) -> f64 {
        let known = |l: &Lesson, u: &Understanding| l.category.is_some() && u.kind == Kind::Request;
        let right = self.count(|l, u| known(l, u) && l.category == u.category);
        share(right, self.count(known))
    }

    /// The same of urgency.
    #[must_use]
    pub fn urgency_right(&self) -> f64 {
        let known = |l: &Lesson, u: &Understanding| l.urgency.is_some() && u.kind == Kind::Request;
        share(self.count(|l, u| known(l, u) && l.urgency == u.urgency), self.count(known))
    }

    /// How many were read wholly right, as far as their lesson says.
    #[must_use]
    pub fn right(&self) -> usize {
        self.count(|l, u| l.kind == Some(u.kind) && (l.category.is_none() || l.category == u.category))
    }

    fn table(&self, name: &str, out: &mut String) {
        _ = writeln!(out, "== {name}: {}\n  kind right {:.3}", self.n(), self.kind_right());
        let mut line = |name: &str, are: usize, said: usize, both: usize| {
            let (p, r, f1) = (share(both, said), share(both, are), share(2 * both, are + said));
            _ = writeln!(out, "  {name}: precision {p:.3} recall {r:.3} F1 {f1:.3} n {are}");
        };
        for kind in Kind::ALL {
            let are = self.count(|l, _| l.kind == Some(*kind));
            let both = self.count(|l, u| l.kind == Some(*kind) && u.kind == *kind);
            line(kind.as_str(), are, self.count(|_, u| u.kind == *kind), both);
        }
        for level in [Urgency::Emergency, Urgency::Urgent] {
            let found =
                |l: &Lesson, u: &Understanding| l.kind == Some(Kind::Request) && u.kind == Kind::Request;
            let are = self.count(|l, u| found(l, u) && l.urgency == Some(level));
            let said = self.count(|l, u| found(l, u) && u.urgency == Some(level));
            let both = self.count(|l, u| l.urgency == Some(level) && u.urgency == Some(level));
            line(level.as_str(), are, said, both);
        }
        let (category, urgency) = (self.category_right(), self.urgency_right());
        _ = writeln!(out, "  of requests found: category right {category:.3}, urgency right {urgency:.3}");
    }
}

impl Figures {
    /// Precision and recall of each kind and of haste, category, and how far confidence can be trusted.
    #[must_use]
    pub fn table(&self) -> String {
        let mut out = String::new();
        let groups = [
            ("our own messages", &self.own),
            ("labelled group-chat messages", &self.chat),
            ("corrections by staff", &self.corrections),
        ];
        for (name, group) in groups.into_iter().filter(|(_, group)| group.n() > 0) {
            group.table(name, &mut out);
        }
        for (name, talk) in ["weibo", "short messages"].into_iter().zip(&self.talk) {
            let (all, sure) = (100.0 * talk.alarms(0.0), 100.0 * talk.alarms(0.8));
            _ = writeln!(out, "== false alarms, {name}: {all:.2} % of {}, sure {sure:.2} %", talk.n());
        }
        out.push_str("== confidence given, share right\n");
        let all = || self.own.0.iter().chain(&self.chat.0);
        for bounds in [0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0].windows(2) {
            let (low, high) = (bounds[0], bounds[1]);
            let group: Vec<_> = all().filter(|(_, u)| (low..high).contains(&u.confidence)).collect();
            let right = group.iter().filter(|(l, u)| l.kind == Some(u.kind)).count();
            let mean = group.iter().map(|(_, u)| u.confidence).sum::<f32>() / group.len().max(1) as f32;
            _ = writeln!(out, "  given {mean:.2}: {:.3} right, n {}", share(right, group.len()), group.len());
        }
        out
    }

    /// What was read wrong, a line each.
    #[must_use]
    pub fn errors(&self) -> Vec<String> {
        let mut out = Vec::new();
        for (lesson, read) in self.own.0.iter().chain(&self.chat.0) {
            let kind = lesson.kind.map_or("?", Kind::as_str);
            let of = format!("{} << {}", lesson.text, lesson.context.as_deref().unwrap_or("-"));
            if lesson.kind != Some(read.kind) {
                out.push(format!("{kind} read as {} ({:.2}): {of}", read.kind, read.confidence));
            } else if lesson.kind == Some(Kind::Request)
                && (lesson.category, lesson.urgency) != (read.category, read.urgency)
            {
                let name = |l: &Option<crate::Category>, u: &Option<Urgency>| {
                    let category = l.map_or("?", crate::Category::as_str);
                    format!("{category} {}", u.map_or("?", Urgency::as_str))
                };
                let (was, said) =
                    (name(&lesson.category, &lesson.urgency), name(&read.category, &read.urgency));
                out.push(format!("{was} read as {said}: {of}"));
            }
        }
        out
    }
}
