// One message (or one album) as a bubble: author, quote, media, poll, words, reactions, buttons.
// It only draws; what a press does is told to `act`.

import { avatar, drawing, el } from "./dom.js";
import { poll } from "./poll.js";
import { rich } from "./rich.js";
import { fileAddress } from "./server.js";
import { isBot, person, state } from "./state.js";
import { clockTime } from "./when.js";
import { t } from "./words.js";

/** Who wrote a message, as `{ id, name, bot }`. */
export function author(message) {
  if (message.sender_chat) return { id: message.sender_chat.id, name: t.groupItself, bot: false };
  const id = message.from?.id ?? 0;
  const name = isBot(id) ? state.scene.bot.name : (person(id)?.name ?? message.from?.first_name ?? "?");
  return { id, name, bot: isBot(id) };
}

/** A message in a few words, for quotes and the chat list. */
export function brief(message) {
  const words = message.text ?? message.caption ?? message.poll?.question ?? "";
  const media = message.photo ? t.aPhoto : message.voice ? t.aVoice : message.sticker ? t.aSticker
    : message.document ? t.aDocument : message.poll ? t.aPoll : "";
  return `${media} ${words}`.trim() || service(message) || t.aMessage;
}

/** The line for something that happened in the chat, `null` for an ordinary message. */
export function service(message) {
  const names = (people) => people.map((one) => one.first_name).join("、");
  if (message.new_chat_members) return t.joined(names(message.new_chat_members));
  if (message.left_chat_member) return t.left(names([message.left_chat_member]));
  if (message.group_chat_created || message.supergroup_chat_created) return t.created(message.chat.title);
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return t.upgraded;
  if (message.new_chat_title) return t.renamed(message.new_chat_title);
  if (message.pinned_message) return t.pinned;
  return null;
}

/** Draws one message, or the messages of one album; `head` shows the author. */
export function bubble(album, head, act) {
  const [message] = album;
  const event = service(message);
  if (event) return el("li", { class: "service", "data-id": message.message_id }, el("span", {}, event));
  const who = author(message);
  const mine = who.id === state.me || (message.sender_chat && message.from?.id === state.me);
  const words = album.find((one) => one.caption) ?? message;
  return el(
    "li",
    { class: `message ${mine ? "mine" : "theirs"} ${head ? "head" : ""}`, "data-id": message.message_id },
    !mine && (head ? avatar(who.id, who.name, who.bot ? "bot" : "") : el("span", { class: "avatar gap" })),
    el(
      "div",
      { class: "column" },
      el(
        "article",
        { class: "bubble", "aria-label": `${mine ? t.me : who.name}, ${clockTime(message.date)}` },
        head && !mine && el("p", { class: `author ink-${Math.abs(who.id) % 8}` }, who.name, who.bot && el("i", { class: "tag" }, t.bot)),
        forwarded(message),
        quote(message, act),
        photos(album, act),
        media(message),
        message.poll && poll(message, act),
        text(words, act),
        stamp(message),
      ),
      reactions(message, act),
      keyboard(message, act),
    ),
    tools(album, act),
  );
}

function forwarded(message) {
  const from = message.forward_origin;
  if (!from) return null;
  const name = from.sender_user?.first_name ?? from.sender_user_name ?? from.chat?.title ?? from.sender_chat?.title ?? "";
  return el("p", { class: "forwarded" }, t.forwarded(name));
}

function quote(message, act) {
  const to = message.reply_to_message;
  if (!to) return null;
  const who = author(to);
  return el(
    "button",
    { type: "button", class: `quote ink-${Math.abs(who.id) % 8}`, onclick: () => act.show(to.message_id) },
    el("b", {}, who.name),
    el("span", {}, message.quote?.text ?? brief(to)),
  );
}

function photos(album, act) {
  const shown = album.filter((one) => one.photo?.length);
  if (shown.length === 0) return null;
  const pictures = shown.map((one) => {
    const size = one.photo.at(-1);
    const alt = one.caption ?? t.aPhoto;
    const image = el("img", { src: fileAddress(size.file_id), alt, width: size.width, height: size.height });
    return el("button", { type: "button", class: "photo", "aria-label": alt, onclick: () => act.enlarge(image.src, alt) }, image);
  });
  return el("div", { class: `photos count-${Math.min(pictures.length, 4)}` }, pictures);
}

function media(message) {
  if (message.voice) {
    return el("audio", { class: "voice", controls: true, preload: "none", src: fileAddress(message.voice.file_id) });
  }
  if (message.sticker) return el("p", { class: "sticker" }, message.sticker.emoji ?? "🙂");
  if (message.document) {
    const { file_id: id, file_name: name = t.aDocument, file_size: size = 0 } = message.document;
    return el(
      "a",
      { class: "document", href: fileAddress(id), download: name, title: t.save },
      el("i", { "aria-hidden": "true" }, drawing("M12 4v11M7 11l5 5 5-5M5 20h14")),
      el("span", { class: "names" }, el("b", {}, name), el("small", {}, amount(size))),
    );
  }
  return null;
}

/** A size in bytes as people read it. */
function amount(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function text(message, act) {
  const words = message.text ?? message.caption;
  if (words) return el("div", { class: "words" }, rich(words, message.entities ?? message.caption_entities, act));
  const known = message.photo || message.voice || message.sticker || message.document || message.poll;
  return known ? null : el("div", { class: "words dim" }, t.aMessage);
}

function stamp(message) {
  return el("span", { class: "stamp" }, message.edit_date && `${t.edited} `, clockTime(message.date));
}

function reactions(message, act) {
  const given = message.reactions ?? [];
  if (given.length === 0) return null;
  const pills = [...new Set(given.map((one) => one.emoji))].map((emoji) => {
    const people = given.filter((one) => one.emoji === emoji).map((one) => one.as);
    const own = people.includes(state.me);
    const names = people.map((id) => person(id)?.name ?? state.scene.bot.name).join("、");
    return el(
      "button",
      { type: "button", class: "pill", "aria-pressed": String(own), title: names, "aria-label": `${emoji} ${names}`,
        onclick: () => act.react(message, own ? "" : emoji) },
      emoji, el("small", {}, String(people.length)),
    );
  });
  return el("div", { class: "pills" }, pills);
}

function keyboard(message, act) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const key = (button) => {
    const press = (event) => act.press(message, button, event.currentTarget);
    return el("button", { type: "button", class: "key", onclick: press }, button.text, button.url && el("i", { "aria-hidden": "true" }, "↗"));
  };
  return el("div", { class: "keyboard" }, rows.map((row) => el("div", { class: "keys" }, row.map(key))));
}

function tools(album, act) {
  const [message] = album;
  const name = author(message).name;
  return el(
    "div",
    { class: "tools" },
    el("button", { type: "button", class: "icon", title: t.reply, "aria-label": t.replyTo(name), onclick: () => act.reply(message) }, "↩"),
    el("button", { type: "button", class: "icon", title: t.more, "aria-label": `${t.more}: ${brief(message).slice(0, 30)}`, "aria-haspopup": "menu",
      onclick: (event) => act.more(message, event.currentTarget) }, "⋯"),
  );
}
