// A small bot with grammY: commands, buttons, a poll, a photo, edits, by polling or webhook.
import { createServer } from "node:http";
import { Bot, InlineKeyboard, InputFile, webhookCallback } from "grammy";

const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const token = process.env.BOT_TOKEN;
const root = process.env.API_ROOT;
const bot = new Bot(token, root ? { client: { apiRoot: root } } : {});
const polls = new Map();

const button = (count) => new InlineKeyboard().text(`👍 ${count}`, `up:${count}`);

bot.command("start", async (ctx) => {
  const name = [ctx.from.first_name, ctx.from.last_name].filter(Boolean).join(" ");
  const text = `Hello <b>${name}</b>, ${ctx.match || "nobody"} sent you`;
  await ctx.reply(text, { parse_mode: "HTML", reply_markup: button(0) });
});

bot.callbackQuery(/^up:(\d+)$/, async (ctx) => {
  const count = Number(ctx.match[1]) + 1;
  await ctx.answerCallbackQuery(`${count} so far`);
  await ctx.editMessageText(`${count} so far`, { reply_markup: button(count) });
});

bot.command("poll", async (ctx) => {
  const days = ["Saturday", "Sunday"].map((text) => ({ text }));
  const sent = await ctx.replyWithPoll("Which day?", days, { is_anonymous: false });
  polls.set(sent.poll.id, [sent.chat.id, sent.message_id]);
});

bot.on("poll_answer", async (ctx) => {
  const place = polls.get(ctx.pollAnswer.poll_id);
  if (!place) return;
  polls.delete(ctx.pollAnswer.poll_id);
  const result = await ctx.api.stopPoll(...place);
  const best = result.options.reduce((a, b) => (b.voter_count > a.voter_count ? b : a));
  await ctx.api.sendMessage(place[0], `${best.text} it is`);
});

bot.command("photo", async (ctx) => {
  const picture = new InputFile(PICTURE, "red.png");
  const sent = await ctx.replyWithPhoto(picture, { caption: "*red* _square_", parse_mode: "MarkdownV2" });
  await ctx.api.editMessageCaption(sent.chat.id, sent.message_id, { caption: "a small square" });
});

bot.on("message:photo", async (ctx) => {
  const file = await ctx.getFile();
  const answer = await fetch(`${root ?? "https://api.telegram.org"}/file/bot${token}/${file.file_path}`);
  const { byteLength } = await answer.arrayBuffer();
  await ctx.reply(`${byteLength} bytes`, { reply_parameters: { message_id: ctx.msgId } });
});

bot.on("edited_message:text", async (ctx) => {
  await ctx.reply(`now it is ${ctx.msg.text}`, { reply_parameters: { message_id: ctx.msgId } });
});

await bot.api.setMyCommands([
  { command: "start", description: "begin" },
  { command: "poll", description: "ask" },
  { command: "photo", description: "show" },
]);
const port = process.env.PORT;
const updates = ["message", "edited_message", "callback_query", "poll_answer"];
if (port) {
  await bot.init();
  createServer(webhookCallback(bot, "http", { secretToken: "s3cret" })).listen(Number(port), "127.0.0.1");
  const url = `http://127.0.0.1:${port}/hook`;
  await bot.api.setWebhook(url, { secret_token: "s3cret", allowed_updates: updates });
} else {
  process.once("SIGTERM", () => bot.stop());
  await bot.start({ allowed_updates: updates });
}
