//! What is said of a verb in the table.

use crate::desk::{Call, Desk, Doing};

/// What a verb needs to know before it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: `/queue`. Its words stand alone.
    Nothing,
    /// What is written after it: `/report …`.
    Words,
    /// A number, if anything: `/topics 7`.
    Number,
    /// Parts with `|` between them: `/meet … | …`.
    Parts,
    /// A message of ours that it replies to: `/minutes …`.
    Reply,
    /// A case: by number, as a reply to its card or by its button.
    Case,
}

/// Who is shown a verb in `/help` and the command menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Everybody.
    All,
    /// Who works: workers, chiefs, volunteers, secretaries.
    Staff,
    /// Who leads: chiefs and secretaries.
    Leads,
    /// Who looks after wishes: workers and secretaries.
    Keepers,
    /// Secretaries.
    Secretary,
    /// Administrators of a group.
    Admins,
    /// Nobody, though it may be typed: Telegram's own `/start`.
    Hidden,
    /// Nobody: buttons only.
    Buttons,
}

/// One verb.
pub struct Verb {
    /// The slash name; its help is the key `verb-NAME`.
    pub name: &'static str,
    /// The code in button data.
    pub code: &'static str,
    /// Chinese and English words for it, followed by a number or said as a reply to a card.
    pub words: &'static [&'static str],
    /// What it needs.
    pub needs: Needs,
    /// Who is shown it.
    pub shown: For,
    /// What it does.
    pub run: for<'a> fn(&'a mut Desk<'_>, Call) -> Doing<'a>,
}

/// A verb of buttons only that needs no case.
pub(super) const fn button(
    name: &'static str,
    code: &'static str,
    run: for<'a> fn(&'a mut Desk<'_>, Call) -> Doing<'a>,
) -> Verb {
    Verb { name, code, words: &[], needs: Needs::Nothing, shown: For::Buttons, run }
}

/// A verb of buttons only about a case.
pub(super) const fn on_case(
    name: &'static str,
    code: &'static str,
    run: for<'a> fn(&'a mut Desk<'_>, Call) -> Doing<'a>,
) -> Verb {
    Verb { name, code, words: &[], needs: Needs::Case, shown: For::Buttons, run }
}
