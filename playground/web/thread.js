// The open chat: its messages as bubbles, kept in step with the state, and what one can do to them.

import { bubble, author, service } from "./bubble.js";
import { reply, editOwn, sendText } from "./compose.js";
import { alertBox, byId, dialog, el, keepChildren, keepFocus, menu, toast } from "./dom.js";
import { startPayload } from "./rich.js";
import * as server from "./server.js";
import { changed, messageOf, messagesOf, open, state } from "./state.js";
import { day } from "./when.js";
import { language, t } from "./words.js";

const REACTIONS = ["👍", "👌", "🙏", "❤", "😁", "😢"]; // all in Telegram's allowed set
const drawn = new Map(); // key → { sign, node }: a bubble is made anew only if what it shows changed
let shownChat = null;
let following = true; // the reader is at the newest message, so new ones are followed

/** Draws the messages of the open chat; stays at the newest if the reader was there. */
export function drawThread() {
  const sameChat = shownChat === `${state.me} ${state.chat}`;
  const last = byId("messages").lastElementChild;
  if (!sameChat) drawn.clear();
  shownChat = `${state.me} ${state.chat}`;
  keepFocus(byId("messages"), () => keepChildren(byId("messages"), rows(messagesOf(state.chat))));
  const news = byId("messages").lastElementChild !== last;
  const own = byId("messages").lastElementChild?.classList.contains("mine");
  if (!sameChat || following || (news && own)) toEnd();
  else if (news) byId("jump").hidden = false;
}

/** Scrolls to the newest message. */
export function toEnd() {
  const scroller = byId("scroller");
  following = true;
  scroller.scrollTop = scroller.scrollHeight;
  byId("jump").hidden = true;
}

/** Listens to the reader's scrolling; a picture that loads late must not push the newest away. */
export function watchScrolling() {
  const scroller = byId("scroller");
  byId("jump").addEventListener("click", toEnd);
  let height = 0;
  scroller.addEventListener("scroll", () => {
    const grew = scroller.scrollHeight !== height; // then it was not the reader who moved
    height = scroller.scrollHeight;
    const atEnd = height - scroller.scrollTop - scroller.clientHeight < 60;
    following = atEnd || (following && grew);
    if (atEnd) byId("jump").hidden = true;
  }, { passive: true });
  const grown = new ResizeObserver(() => following && toEnd());
  grown.observe(scroller);
  grown.observe(byId("messages"));
}

function rows(messages) {
  if (messages.length === 0) return [el("li", { class: "service empty" }, el("span", {}, t.noMessages))];
  const nodes = [];
  let before = null;
  for (const album of albums(messages)) {
    const [message] = album;
    const date = day(message.date);
    if (!before || date !== day(before.date)) {
      nodes.push(kept(`day ${date}`, language, () => el("li", { class: "service day" }, el("span", {}, date))));
      before = null;
    }
    const head = !before || service(before) !== null || author(before).id !== author(message).id;
    const sign = JSON.stringify([album, head, language, state.me]);
    nodes.push(kept(message.message_id, sign, () => bubble(album, head, act)));
    before = message;
  }
  return nodes;
}

function kept(key, sign, make) {
  if (drawn.get(key)?.sign !== sign) drawn.set(key, { sign, node: make() });
  return drawn.get(key).node;
}

/** Photos sent together are one bubble. */
function albums(messages) {
  const groups = [];
  for (const message of messages) {
    const last = groups.at(-1);
    const together = message.media_group_id && last?.[0].media_group_id === message.media_group_id;
    if (together) last.push(message);
    else groups.push([message]);
  }
  return groups;
}

/** Tells of a call that failed; a page without the answer is worse than a sentence. */
export const tell = (error) => toast(t.failed(error.message));

const act = {
  reply,
  show(id) {
    const node = byId("messages").querySelector(`[data-id="${id}"]`);
    if (!node) return;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.add("flash");
    setTimeout(() => node.classList.remove("flash"), 1600);
  },
  enlarge(source, alt) {
    dialog(alt, (close) => el("button", { type: "button", class: "viewer", "aria-label": t.close, onclick: close }, el("img", { src: source, alt })));
  },
  command: (words) => sendText(words),
  inside: (address) => startPayload(address, state.scene.bot.username) !== null,
  go(address) {
    const payload = startPayload(address, state.scene.bot.username);
    open(state.me);
    changed();
    server.start(state.me, payload || undefined).catch(tell);
  },
  react: (message, emoji) => server.react(state.me, message.chat.id, message.message_id, emoji).catch(tell),
  vote: (message, options) => server.vote(state.me, message.chat.id, message.message_id, options).catch(tell),
  more,
  press,
};

function more(message, anchor) {
  const own = message.from?.id === state.me;
  const words = message.text ?? message.caption;
  const items = [{ text: t.reply, run: () => reply(message) }];
  if (own && words !== undefined) items.push({ text: t.edit, run: () => editOwn(message) });
  if (words) items.push({ text: t.copy, run: () => copy(words) });
  const row = (choose) => el("div", { class: "emojis", role: "group", "aria-label": t.react },
    REACTIONS.map((emoji) => el("button", { type: "button", role: "menuitem", onclick: choose(() => act.react(message, emoji)) }, emoji)));
  menu(anchor, items, row);
}

async function copy(words) {
  await navigator.clipboard.writeText(words).then(() => toast(t.copied), tell);
}

async function press(message, button, node) {
  if (button.copy_text) return copy(button.copy_text.text);
  if (button.url) {
    if (act.inside(button.url)) return act.go(button.url);
    if (/^(https?|tel):/i.test(button.url)) return window.open(button.url, "_blank", "noopener,noreferrer");
  }
  if (button.callback_data === undefined) return toast(t.opensOutside);
  node.classList.add("busy");
  try {
    const answer = await server.tap(state.me, message.chat.id, message.message_id, button.callback_data);
    if (!answer) toast(t.noAnswer);
    else if (answer.url && act.inside(answer.url)) act.go(answer.url);
    else if (answer.text && answer.show_alert) alertBox(answer.text);
    else if (answer.text) toast(answer.text);
  } catch (error) {
    tell(error);
  } finally {
    node.classList.remove("busy");
  }
}

/** The newest message of mine that has words, for the arrow-up key. */
export function lastOwn() {
  const own = messagesOf(state.chat).filter((one) => one.from?.id === state.me && one.text && !service(one));
  return messageOf(state.chat, own.at(-1)?.message_id);
}
