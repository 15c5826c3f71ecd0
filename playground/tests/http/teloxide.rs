//! The usual client of the field reads what the stand-in says, and the stand-in reads what that client sends.
use crate::fixture::*;
use serde_json::json;
use teloxide::{
    ApiError, Bot, RequestError,
    payloads::{GetUpdatesSetters, SendMessageSetters, SendPhotoSetters, SendPollSetters},
    requests::Requester,
    types::{
        ChatId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMedia, InputMediaPhoto,
        InputPollOption, MessageId, ParseMode, ReplyParameters, UpdateKind, UserId,
    },
};

fn bot(play: &Play) -> Bot {
    Bot::new(play.running.token.clone()).set_api_url(play.running.url.parse().unwrap())
}

#[tokio::test]
async fn every_update_is_understood() {
    let play = Play::new().await;
    let bot = bot(&play);
    assert!(bot.get_me().await.unwrap().can_read_all_group_messages);
    play.post("/play/start", json!({"as": LI, "payload": "join_x"})).await;
    play.post("/play/block", json!({"as": LI, "blocked": true})).await;
    play.post("/play/say", json!({"as": WANG, "chat": GROUP, "photos": ["/9g="], "caption": "漏水"})).await;
    play.post("/play/say", json!({"as": LI, "chat": SUPER, "text": "/setup", "anonymous": true})).await;
    play.post("/play/say", json!({"as": LI, "chat": SUPER, "voice": "AAAA", "forward": WANG})).await;
    play.post("/play/say", json!({"as": LI, "chat": SUPER, "sticker": true})).await;
    play.post(&format!("/play/chats/{GROUP}/upgrade"), json!({})).await;
    let keyboard = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("抢单", "claim.1.0")]]);
    let reply = ReplyParameters::new(MessageId(1)).allow_sending_without_reply();
    let card = bot.send_message(ChatId(SUPER), "<b>#1</b>").parse_mode(ParseMode::Html);
    let card = card.reply_markup(keyboard).reply_parameters(reply).await.unwrap();
    let tap = json!({"as": LI, "chat": SUPER, "message": card.id.0, "data": "claim.1.0"});
    play.post("/play/tap", tap).await;
    let updates = bot.get_updates().timeout(0).await.unwrap();
    assert_eq!(updates.len(), 9);
    for update in &updates {
        assert!(!matches!(update.kind, UpdateKind::Error(_)), "{update:?}");
        assert!(update.from().is_some() && update.chat().is_some(), "{update:?}");
    }
    play.clean().await;
}

#[tokio::test]
async fn uploads_and_questions_go_through() {
    let play = Play::new().await;
    let bot = bot(&play);
    let file = || InputFile::memory(vec![7; 64]).file_name("x.jpg");
    let photo = bot.send_photo(ChatId(GROUP), file()).caption("修好了").await.unwrap();
    assert_eq!(photo.photo().map(|sizes| sizes.len()), Some(2));
    let album = [file(), file()].map(|file| InputMedia::Photo(InputMediaPhoto::new(file)));
    assert_eq!(bot.send_media_group(ChatId(GROUP), album).await.unwrap().len(), 2);
    bot.edit_message_caption(ChatId(GROUP), photo.id).await.unwrap();
    bot.get_chat(ChatId(GROUP)).await.unwrap();
    assert!(bot.get_chat_member(ChatId(STAFF), UserId(WANG as u64)).await.unwrap().is_owner());
    assert_eq!(bot.get_chat_administrators(ChatId(STAFF)).await.unwrap().len(), 1);
    bot.delete_message(ChatId(GROUP), photo.id).await.unwrap();
    play.clean().await;
}

#[tokio::test]
async fn polls_are_sent_voted_in_and_stopped() {
    let play = Play::new().await;
    let bot = bot(&play);
    let options = ["周六", "周日"].map(InputPollOption::new);
    let sent = bot.send_poll(ChatId(SUPER), "哪天？", options.clone()).is_anonymous(false).open_period(600);
    let sent = sent.await.unwrap();
    assert_eq!(sent.poll().map(|poll| poll.options.len()), Some(2));
    for as_chat in [false, true] {
        let vote = json!({"as": LI, "chat": SUPER, "message": sent.id.0, "options": [1], "as_chat": as_chat});
        play.post("/play/vote", vote).await;
    }
    let stopped = bot.stop_poll(ChatId(SUPER), sent.id).await.unwrap();
    assert_eq!((stopped.is_closed, stopped.options[1].voter_count), (true, 2));
    let updates = bot.get_updates().timeout(0).await.unwrap();
    let voters = updates.iter().filter_map(|update| match &update.kind {
        UpdateKind::PollAnswer(answer) => Some(answer.voter.is_user()),
        UpdateKind::Poll(_) => None,
        other => panic!("{other:?}"),
    });
    assert_eq!(voters.collect::<Vec<_>>(), [true, false]);
    assert_eq!(updates.len(), 5);
    let again = bot.stop_poll(ChatId(SUPER), sent.id).await.unwrap_err();
    assert!(matches!(again, RequestError::Api(ApiError::PollHasAlreadyClosed)), "{again}");
    let none = bot.stop_poll(ChatId(SUPER), MessageId(99)).await.unwrap_err();
    assert!(matches!(none, RequestError::Api(ApiError::MessageWithPollNotFound)), "{none}");
    let many = bot.send_poll(ChatId(SUPER), "哪天？", vec![options[0].clone(); 13]).await.unwrap_err();
    assert!(matches!(many, RequestError::Api(ApiError::PollCantHaveMoreOptions)), "{many}");
    assert_eq!(play.violations().await.len(), 1, "only the one with too many options");
}

#[tokio::test]
async fn refusals_are_recognised() {
    let play = Play::new().await;
    let bot = bot(&play);
    let say = async |chat: i64, text: &str| bot.send_message(ChatId(chat), text).await.unwrap_err();
    let edit = async |id: i32, text: &str| bot.edit_message_text(ChatId(GROUP), MessageId(id), text).await;
    let api = |error: RequestError| match error {
        RequestError::Api(error) => error,
        other => panic!("{other}"),
    };
    assert_eq!(api(say(-1, "好").await), ApiError::ChatNotFound);
    assert_eq!(api(say(GROUP, " ").await), ApiError::MessageTextIsEmpty);
    assert_eq!(api(say(GROUP, &"长".repeat(4097)).await), ApiError::MessageIsTooLong);
    let card = bot.send_message(ChatId(GROUP), "卡").await.unwrap();
    assert_eq!(api(edit(card.id.0, "卡").await.unwrap_err()), ApiError::MessageNotModified);
    assert_eq!(api(edit(99, "卡").await.unwrap_err()), ApiError::MessageToEditNotFound);
    let delete = bot.delete_message(ChatId(GROUP), MessageId(99)).await.unwrap_err();
    assert_eq!(api(delete), ApiError::MessageToDeleteNotFound);
    play.post("/admin/faults", json!({"p429": 1.0, "retry_after": 7})).await;
    assert!(matches!(say(GROUP, "好").await, RequestError::RetryAfter(wait) if wait.seconds() == 7));
    play.post("/admin/faults", json!({})).await;
    play.post(&format!("/play/chats/{GROUP}/upgrade"), json!({})).await;
    assert!(
        matches!(say(GROUP, "好").await, RequestError::MigrateToChatId(chat) if chat.0 < -1_000_000_000_000)
    );
}
