// What one can do to a message: answer, react, edit, copy, pass on, pin, delete, press its buttons, follow its links.

import { brief } from "./bubble.js";
import { editOwn, reply, sendText } from "./compose.js";
import { alertBox, avatar, dialog, dialogHead, el, menu, toast } from "./dom.js";
import { icons } from "./icons.js";
import { leads } from "./links.js";
import * as server from "./server.js";
import { become, changed, chatOf, groups, isAdmin, isPrivate, open, ownPart, person, state, titleOf } from "./state.js";
import { show } from "./thread.js";
import { t } from "./words.js";

const REACTIONS = ["👍", "👌", "🙏", "❤", "😁", "😢", "🎉"]; // all in Telegram's allowed set

/** Tells of a call that failed; a page without the answer is worse than a sentence. */
export const tell = (error) => toast(t.failed(error.message));

export const act = {
  reply,
  show,
  enlarge,
  command: (words) => sendText(words),
  inside: (address) => leads(address, state.scene.bot.username) !== null,
  go,
  react: (message, emoji) => server.react(state.me, message.chat.id, message.message_id, emoji).catch(tell),
  vote: (message, options) => server.vote(state.me, message.chat.id, message.message_id, options).catch(tell),
  person: about,
  more,
  press,
};

/** Pictures large, one after the other with the arrow keys. */
function enlarge(pictures, at) {
  dialog(pictures[at].alt, (close) => {
    const image = el("img", { class: "large" });
    const turn = (step) => {
      at = (at + step + pictures.length) % pictures.length;
      image.src = pictures[at].src;
      image.alt = pictures[at].alt;
    };
    turn(0);
    const many = pictures.length > 1;
    const arrow = (step, sign, label) =>
      many && el("button", { type: "button", class: `icon turn ${step > 0 ? "next" : "before"}`, "aria-label": label, onclick: () => turn(step) }, sign);
    const box = el("div", { class: "viewer" },
      el("button", { type: "button", class: "shut", "aria-label": t.close, onclick: close }, image),
      arrow(-1, "‹", t.before), arrow(1, "›", t.next));
    box.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step && many) (event.preventDefault(), turn(step));
    });
    return box;
  });
}

/** Follows a link that leads somewhere in the playground. */
async function go(address) {
  const to = leads(address, state.scene.bot.username);
  try {
    if (to.message) return await goToMessage(to.chat, to.message);
    if (to.group !== undefined) return addBot(to.group);
    if (to.invite) {
      const { chat, joined } = await server.join(state.me, to.invite);
      if (!joined) return toast(t.waitsToJoin);
      if (chatOf(chat)) open(chat);
      return changed();
    }
    open(state.me);
    changed();
    await server.start(state.me, to.payload || undefined);
  } catch (error) {
    tell(error);
  }
}

function goToMessage(chat, message) {
  if (!chatOf(chat)?.members.includes(state.me)) return toast(t.notMember);
  open(chat);
  changed();
  return show(message);
}

/** Asks into which of one's groups the bot shall come. */
function addBot(payload) {
  const places = groups().filter((chat) => chat.members.includes(state.me) && !["member", "administrator"].includes(chat.bot));
  if (places.length === 0) return toast(t.noGroup);
  askPlace(t.botIntoGroup, "", places.map((chat) => chat.id), (id) => server.setBot(id, state.me, "member", payload)
    .then(() => (open(id), changed()), tell));
}

function more(message, anchor, place) {
  const chat = message.chat.id;
  const own = message.from?.id === state.me;
  const words = message.text ?? message.caption;
  const rules = isPrivate(chat) || isAdmin(state.me, chat);
  const pinned = (chatOf(chat)?.pins ?? []).some((pin) => pin.message_id === message.message_id);
  const items = [
    { text: t.reply, icon: icons.reply, run: () => reply(message) },
    own && words !== undefined && !message.forward_origin && { text: t.edit, icon: icons.edit, run: () => editOwn(message) },
    words && { text: t.copy, icon: icons.copy, run: () => copy(words) },
    { text: t.forward, icon: icons.forward, run: () => passOn(message) },
    rules && { text: pinned ? t.unpin : t.pin, icon: icons.pin, run: () => server.pin(state.me, chat, message.message_id, !pinned).catch(tell) },
    own && message.poll && !message.poll.is_closed && { text: t.stopPoll, icon: icons.poll, run: () => server.stopPoll(state.me, chat, message.message_id).catch(tell) },
    (own || rules) && { text: t.delete, icon: icons.remove, danger: true, run: () => askDelete(message) },
  ];
  const given = message.reactions?.find((one) => one.as === state.me)?.emoji;
  const one = (choose) => (emoji) => el(
    "button",
    { type: "button", role: "menuitemcheckbox", "aria-checked": String(given === emoji), "aria-label": `${t.react} ${emoji}`,
      onclick: choose(() => act.react(message, given === emoji ? "" : emoji)) },
    emoji,
  );
  const row = (choose) => el("div", { class: "emojis", role: "group", "aria-label": t.react }, REACTIONS.map(one(choose)));
  menu(anchor, items.filter(Boolean), { head: row, place, label: t.more });
}

async function copy(words) {
  await navigator.clipboard.writeText(words).then(() => toast(t.copied), tell);
}

function askDelete(message) {
  dialog(t.deleteAsk, (close) => [
    dialogHead(t.deleteAsk, close),
    el("p", { class: "excerpt" }, brief(message)),
    el("div", { class: "row end" },
      el("button", { type: "button", onclick: close }, t.cancel),
      el("button", { type: "button", class: "danger", onclick: () => (close(), server.remove(state.me, message.chat.id, message.message_id).catch(tell)) }, t.delete)),
  ]);
}

/** Asks where a message shall go as well. */
function passOn(message) {
  const places = [...groups().filter((chat) => chat.members.includes(state.me)).map((chat) => chat.id), state.me];
  askPlace(t.forwardTo, brief(message), places, (id) => send(message, id));
}

/** Asks for one of some chats. */
function askPlace(title, about, places, chosen) {
  dialog(title, (close) => [
    dialogHead(title, close),
    about && el("p", { class: "excerpt" }, about),
    el("ul", { class: "places" }, places.map((id) => el("li", {}, el(
      "button",
      { type: "button", class: "chat-row", onclick: () => (close(), chosen(id)) },
      isPrivate(id) ? avatar(state.scene.bot.id, titleOf(id), "bot") : avatar(id, ownPart(titleOf(id)), "group"),
      el("span", { class: "names" }, el("b", {}, titleOf(id)), isPrivate(id) && el("small", {}, t.privateOf(person(id).name))),
    )))),
  ]);
}

async function send(message, to) {
  try {
    await server.forward(state.me, message.chat.id, [message.message_id], to);
    if (to !== state.chat) toast(t.forwardedNow(titleOf(to)));
  } catch (error) {
    tell(error);
  }
}

/** Somebody in the chat: who it is, and to be this person. */
function about(id, anchor) {
  const one = person(id);
  if (!one) return;
  const items = [
    id !== state.me && { text: t.beThis(one.name), icon: icons.person, run: () => (become(id), changed()) },
    { text: t.privateOf(one.name), icon: icons.letter, run: () => (open(id), changed()) },
  ];
  const head = () => el("p", { class: "menu-head" }, el("b", {}, one.name), el("small", {}, one.hint), one.username && el("small", {}, `@${one.username}`));
  menu(anchor, items.filter(Boolean), { head, label: one.name });
}

async function press(message, button, node) {
  if (button.copy_text) return copy(button.copy_text.text);
  if (button.url) {
    if (act.inside(button.url)) return go(button.url);
    if (/^(https?|tel):/i.test(button.url)) return window.open(button.url, "_blank", "noopener,noreferrer");
  }
  if (button.callback_data === undefined) return toast(t.opensOutside);
  node.classList.add("busy");
  try {
    const answer = await server.tap(state.me, message.chat.id, message.message_id, button.callback_data);
    if (!answer) toast(t.noAnswer);
    else if (answer.url && act.inside(answer.url)) go(answer.url);
    else if (answer.text && answer.show_alert) alertBox(answer.text);
    else if (answer.text) toast(answer.text);
  } catch (error) {
    tell(error);
  } finally {
    node.classList.remove("busy");
  }
}

