//! An emergency is answered at once with the number to ring, and goes to everyone on duty; quiet hours and the
//! budget of the group never hold it.

use super::news::{self, News};
use super::{Desk, budget};
use crate::outgoing::Post;
use crate::views;
use crate::words::Phrase;
use storage::{Case, Chat, Lane, Role};
use understand::Category;
use understand::danger::help_for;

/// Whether a case is one.
pub fn is_one(case: &Case) -> bool {
    case.urgency == "emergency"
}

/// Says whom to ring, as a reply to the message it was told in, and tells everyone on duty.
pub async fn raise(desk: &mut Desk<'_>, case: &Case, chat: &Chat, source: i64) -> storage::Result<()> {
    let phone = desk.org.settings(case.area).duty_phone.clone();
    let category = Category::parse(&case.category).unwrap_or(Category::Other);
    let help = help_for(case.words.as_deref().unwrap_or_default(), category);
    let said = views::report::ring(desk.locale(chat, None), help, phone.as_deref());
    let post = Post::Text { said, reply_to: Some(source), silent: false };
    desk.post_at(chat.id, &post, Some(case.id), Lane::Emergency, 0).await?;
    budget::note(desk, chat).await?;
    alarm(desk, case).await
}

/// Tells everyone on duty, in private and in the staff chats.
async fn alarm(desk: &mut Desk<'_>, case: &Case) -> storage::Result<()> {
    let mut people = news::on_duty(desk, case.area, &[Role::Worker, Role::Chief]).await?;
    people.extend(news::on_duty(desk, case.area, &[Role::Secretary]).await?);
    people.sort_unstable();
    people.dedup();
    people.retain(|person| Some(*person) != case.reporter);
    let place = views::place(&case.place);
    let phrase = Phrase::plain("emergency-news")
        .with("number", case.number)
        .with("area", desk.org.path_name(case.area))
        .with("place", place)
        .with("words", views::plain(case.shown.as_deref().unwrap_or_default(), 300));
    let news = News { phrase, buttons: views::case_buttons, emergency: true };
    news::tell_people(desk, case, &people, &news).await?;
    let mut named = Vec::new();
    for id in &people {
        named.extend(desk.tx.person(*id).await?);
    }
    news::tell_staff(desk, case, &named, &news).await.map(drop)
}
