"""A small bot with aiogram 3: commands, buttons, a poll, a photo, edits, by polling or webhook."""
import asyncio
import base64
import os

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputPollOption,
    Message,
    PollAnswer,
)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
dispatcher = Dispatcher()
polls: dict[str, tuple[int, int]] = {}


def button(count: int) -> InlineKeyboardMarkup:
    one = InlineKeyboardButton(text=f"👍 {count}", callback_data=f"up:{count}")
    return InlineKeyboardMarkup(inline_keyboard=[[one]])


@dispatcher.message(CommandStart())
async def start(message: Message, command: CommandObject) -> None:
    text = f"Hello <b>{message.from_user.full_name}</b>, {command.args or 'nobody'} sent you"
    await message.answer(text, parse_mode="HTML", reply_markup=button(0))


@dispatcher.callback_query(F.data.startswith("up:"))
async def up(query: CallbackQuery) -> None:
    count = int(query.data.split(":")[1]) + 1
    await query.answer(f"{count} so far")
    await query.message.edit_text(f"{count} so far", reply_markup=button(count))


@dispatcher.message(Command("poll"))
async def poll(message: Message) -> None:
    days = [InputPollOption(text=day) for day in ("Saturday", "Sunday")]
    sent = await message.answer_poll("Which day?", days, is_anonymous=False)
    polls[sent.poll.id] = (sent.chat.id, sent.message_id)


@dispatcher.poll_answer()
async def answered(answer: PollAnswer, bot: Bot) -> None:
    if answer.poll_id not in polls:
        return
    chat, message = polls.pop(answer.poll_id)
    result = await bot.stop_poll(chat, message)
    best = max(result.options, key=lambda option: option.voter_count)
    await bot.send_message(chat, f"{best.text} it is")


@dispatcher.message(Command("photo"))
async def photo(message: Message) -> None:
    picture = BufferedInputFile(PICTURE, filename="red.png")
    sent = await message.answer_photo(picture, caption="*red* _square_", parse_mode="MarkdownV2")
    await sent.edit_caption(caption="a small square")


@dispatcher.message(F.photo)
async def pictured(message: Message, bot: Bot) -> None:
    content = await bot.download(message.photo[-1].file_id)
    await message.reply(f"{len(content.read())} bytes")


@dispatcher.edited_message(F.text)
async def edited(message: Message) -> None:
    await message.reply(f"now it is {message.text}")


async def commands(bot: Bot) -> None:
    listed = [("start", "begin"), ("poll", "ask"), ("photo", "show")]
    await bot.set_my_commands([BotCommand(command=name, description=what) for name, what in listed])


def main() -> None:
    root = os.environ.get("API_ROOT")
    server = TelegramAPIServer.from_base(root) if root else PRODUCTION
    bot = Bot(os.environ["BOT_TOKEN"], session=AiohttpSession(api=server))
    dispatcher.startup.register(commands)
    port = os.environ.get("PORT")
    if not port:
        asyncio.run(dispatcher.start_polling(bot))
        return

    async def hook() -> None:
        await bot.set_webhook(
            f"http://127.0.0.1:{port}/hook", secret_token="s3cret", allowed_updates=dispatcher.resolve_used_update_types()
        )

    dispatcher.startup.register(hook)
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token="s3cret").register(app, path="/hook")
    setup_application(app, dispatcher, bot=bot)
    web.run_app(app, host="127.0.0.1", port=int(port))


if __name__ == "__main__":
    main()
