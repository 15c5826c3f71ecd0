"""A small bot with python-telegram-bot: commands, buttons, a poll, a photo, edits, by polling or webhook."""
import base64
import os

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    PollAnswerHandler,
    filters,
)

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
Context = ContextTypes.DEFAULT_TYPE


def button(count: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(f"👍 {count}", callback_data=f"up:{count}")]])


async def start(update: Update, context: Context) -> None:
    sender = context.args[0] if context.args else "nobody"
    text = f"Hello <b>{update.effective_user.full_name}</b>, {sender} sent you"
    await update.message.reply_text(text, parse_mode="HTML", reply_markup=button(0))


async def up(update: Update, context: Context) -> None:
    count = int(update.callback_query.data.split(":")[1]) + 1
    await update.callback_query.answer(f"{count} so far")
    await update.callback_query.edit_message_text(f"{count} so far", reply_markup=button(count))


async def poll(update: Update, context: Context) -> None:
    sent = await update.message.reply_poll("Which day?", ["Saturday", "Sunday"], is_anonymous=False, do_quote=False)
    context.bot_data[sent.poll.id] = (sent.chat.id, sent.message_id)


async def answered(update: Update, context: Context) -> None:
    place = context.bot_data.pop(update.poll_answer.poll_id, None)
    if place is None:
        return
    result = await context.bot.stop_poll(*place)
    best = max(result.options, key=lambda option: option.voter_count)
    await context.bot.send_message(place[0], f"{best.text} it is")


async def photo(update: Update, context: Context) -> None:
    sent = await update.message.reply_photo(
        PICTURE, filename="red.png", caption="*red* _square_", parse_mode="MarkdownV2", do_quote=False
    )
    await sent.edit_caption("a small square")


async def pictured(update: Update, context: Context) -> None:
    file = await update.message.photo[-1].get_file()
    content = await file.download_as_bytearray()
    await update.message.reply_text(f"{len(content)} bytes", do_quote=True)


async def edited(update: Update, context: Context) -> None:
    await update.edited_message.reply_text(f"now it is {update.edited_message.text}", do_quote=True)


async def commands(application: Application) -> None:
    await application.bot.set_my_commands([("start", "begin"), ("poll", "ask"), ("photo", "show")])


def main() -> None:
    builder = Application.builder().token(os.environ["BOT_TOKEN"]).post_init(commands)
    root = os.environ.get("API_ROOT")
    if root:
        builder = builder.base_url(f"{root}/bot").base_file_url(f"{root}/file/bot")
    application = builder.build()
    fresh = filters.UpdateType.MESSAGE
    application.add_handler(CommandHandler("start", start, fresh))
    application.add_handler(CommandHandler("poll", poll, fresh))
    application.add_handler(CommandHandler("photo", photo, fresh))
    application.add_handler(CallbackQueryHandler(up, "^up:"))
    application.add_handler(PollAnswerHandler(answered))
    application.add_handler(MessageHandler(filters.PHOTO & fresh, pictured))
    application.add_handler(MessageHandler(filters.TEXT & filters.UpdateType.EDITED_MESSAGE, edited))
    port = os.environ.get("PORT")
    if port:
        application.run_webhook(
            listen="127.0.0.1",
            port=int(port),
            url_path="hook",
            webhook_url=f"http://127.0.0.1:{port}/hook",
            secret_token="s3cret",
            allowed_updates=Update.ALL_TYPES,
        )
    else:
        application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main()
