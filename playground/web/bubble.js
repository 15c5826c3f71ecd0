// One message (or one album) as a bubble: author, quote, media, poll, words, reactions, buttons.
// It only draws; what a press does is told to `act`.

import { avatar, el } from "./dom.js";
import { media, mediaWord } from "./media.js";
import { poll } from "./poll.js";
import { rich } from "./rich.js";
import { isBot, person, state, topicsOf } from "./state.js";
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
  const words = message.text ?? message.caption ?? message.poll?.question ?? message.venue?.title ?? "";
  return `${mediaWord(message)} ${words}`.trim() || service(message) || t.aMessage;
}

/** The line for something that happened in the chat, `null` for an ordinary message. */
export function service(message) {
  const names = (people) => people.map((one) => one.first_name).join("、");
  if (message.new_chat_members) return t.joined(names(message.new_chat_members));
  if (message.left_chat_member) return t.left(names([message.left_chat_member]));
  if (message.group_chat_created || message.supergroup_chat_created) return t.created(message.chat.title);
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return t.upgraded;
  if (message.new_chat_title) return t.renamed(message.new_chat_title);
  if (message.new_chat_photo || message.delete_chat_photo) return t.newPicture;
  if (message.pinned_message) return t.pinnedBy(author(message).name, brief(message.pinned_message).replace(/^(.{24}).+$/su, "$1…"));
  if (message.forum_topic_created) return t.topicCreated(message.forum_topic_created.name);
  if (message.forum_topic_edited) return t.topicEdited;
  if (message.forum_topic_closed) return t.topicClosed;
  if (message.forum_topic_reopened) return t.topicReopened;
  return null;
}

/** Draws one message, or the messages of one album; `head` shows the author. */
export function bubble(album, head, act) {
  const [message] = album;
  const ids = { "data-id": message.message_id, "data-ids": album.map((one) => one.message_id).join(" ") };
  const event = service(message);
  if (event) return el("li", { class: "service", ...ids }, happened(message, event, act));
  const who = author(message);
  const mine = who.id === state.me || (message.sender_chat && message.from?.id === state.me);
  const words = album.find((one) => one.caption) ?? message;
  const bare = message.sticker || message.dice;
  const box = el(
    "article",
    { class: `bubble ${bare ? "bare" : ""}`, tabindex: "-1", "aria-label": `${mine ? t.me : who.name}, ${clockTime(message.date)}` },
    head && !mine && el("p", { class: `author ink-${Math.abs(who.id) % 8}` }, who.name, who.bot && el("i", { class: "tag" }, t.bot), topic(message)),
    forwarded(message),
    quote(message, act),
    media(album, act),
    message.poll && poll(message, act),
    text(words, act),
    stamp(message),
  );
  listen(box, message, act);
  return el(
    "li",
    { class: `message ${mine ? "mine" : "theirs"} ${head ? "head" : ""}`, ...ids },
    !mine && (head ? face(who, act) : el("span", { class: "avatar gap" })),
    el("div", { class: "column" }, box, reactions(message, act), keyboard(message, act)),
    tools(message, act),
  );
}

/** Something that happened; a pinned message can be gone to. */
function happened(message, words, act) {
  const pinned = message.pinned_message?.message_id;
  return pinned ? el("button", { type: "button", class: "pinned-line", onclick: () => act.show(pinned) }, words) : el("span", {}, words);
}

function face(who, act) {
  const disc = avatar(who.id, who.name, who.bot ? "bot" : "");
  if (who.bot || who.id < 0) return disc;
  return el("button", { type: "button", class: "face-button", tabindex: "-1", "aria-label": who.name, onclick: (event) => act.person(who.id, event.currentTarget) }, disc);
}

/** A right click, or on a touch screen a tap, opens what one can do; a double click answers. */
function listen(box, message, act) {
  const plain = (event) => !event.target.closest("a, button, input, audio, video, .spoiler") && getSelection().isCollapsed;
  box.addEventListener("contextmenu", (event) => {
    if (!plain(event)) return;
    event.preventDefault();
    act.more(message, box, { x: event.clientX, y: event.clientY });
  });
  box.addEventListener("click", (event) => {
    if (matchMedia("(hover: none)").matches && plain(event)) act.more(message, box, { x: event.clientX, y: event.clientY });
  });
  box.addEventListener("dblclick", (event) => {
    if (event.target.closest("a, button, audio, video")) return;
    getSelection().removeAllRanges();
    act.reply(message);
  });
}

/** In a forum where all topics are shown together: which one this is. */
function topic(message) {
  const topics = topicsOf(message.chat.id);
  if (!topics || state.thread !== null) return null;
  const one = topics.find((each) => each.message_thread_id === message.message_thread_id);
  return el("i", { class: "tag topic" }, one ? `# ${one.name}` : `# ${t.generalTopic}`);
}

function forwarded(message) {
  const from = message.forward_origin;
  if (!from) return null;
  const name = from.sender_user?.first_name ?? from.sender_user_name ?? from.chat?.title ?? from.sender_chat?.title ?? "";
  return el("p", { class: "forwarded" }, t.forwarded(name));
}

function quote(message, act) {
  const to = message.reply_to_message;
  if (!to || to.forum_topic_created) return null;
  const who = author(to);
  return el(
    "button",
    { type: "button", class: `quote ink-${Math.abs(who.id) % 8}`, onclick: () => act.show(to.message_id) },
    el("b", {}, who.name),
    el("span", {}, message.quote?.text ?? brief(to)),
  );
}

function text(message, act) {
  const words = message.text ?? message.caption;
  if (words) return el("div", { class: "words" }, rich(words, message.entities ?? message.caption_entities, act));
  return mediaWord(message) ? null : el("div", { class: "words dim" }, t.aMessage);
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
      { type: "button", class: "pill", "aria-pressed": String(own), title: names, "aria-label": `${emoji} ${people.length}: ${names}`,
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

/** For the mouse; with the keyboard Enter on the bubble does the same. */
function tools(message, act) {
  const name = author(message).name;
  return el(
    "div",
    { class: "tools" },
    el("button", { type: "button", class: "icon", tabindex: "-1", title: t.reply, "aria-label": t.replyTo(name), onclick: () => act.reply(message) }, "↩"),
    el("button", { type: "button", class: "icon", tabindex: "-1", title: t.more, "aria-label": `${t.more}: ${brief(message).slice(0, 30)}`, "aria-haspopup": "menu",
      onclick: (event) => act.more(message, event.currentTarget) }, "⋯"),
  );
}
