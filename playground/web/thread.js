// The open chat: a window of its messages as bubbles, kept in step with the state.
// Only some hundred messages are in the page at a time; scrolling moves the window, fetching earlier ones.

import { act } from "./acts.js";
import { author, brief, bubble, service } from "./bubble.js";
import { byId, el, keepChildren, keepFocus } from "./dom.js";
import { chatOf, messageOf, messagesOf, onMessage, state, unreadOf } from "./state.js";
import { earlier, readUpTo, whole } from "./store.js";
import { day } from "./when.js";
import { language, t } from "./words.js";

const PAGE = 50; // messages in the window when a chat is opened
const STEP = 24; // messages added when the window moves: few enough for one frame
const MOST = 160; // messages in the page at once
const NEAR = 900; // pixels from an end of the window at which it moves
const drawn = new Map(); // key → { sign, node }: a bubble is made anew only if what it shows changed
/** Ids of the first and last message of the window (`to` null: up to the newest) and of the first unread one. */
const view = { place: null, from: 0, to: null, fresh: null };
let following = true; // the reader is at the newest message, so new ones are followed
let missed = 0; // messages that came below while the reader was elsewhere

/** Draws the messages of the open chat; stays at the newest if the reader was there. */
export function drawThread() {
  const place = `${state.chat} ${state.thread}`;
  const moved = place !== view.place;
  if (moved) enter(place);
  const last = byId("messages").lastElementChild;
  redraw();
  const news = byId("messages").lastElementChild !== last;
  const own = byId("messages").lastElementChild?.classList.contains("mine");
  if (moved && view.fresh !== null && scrollToFresh()) return;
  if (moved || following || (news && own && view.to === null)) toEnd();
}

/** Puts the window at the end of a chat that was opened, far enough up to hold what is unread. */
function enter(place) {
  const list = messagesOf(state.chat);
  const { count } = unreadOf(state.me, state.chat);
  const mark = readUpTo(state.me, state.chat);
  const first = list.find((one) => one.message_id > mark && one.from?.id !== state.me);
  const begun = mark > 0 || count > PAGE; // in a chat nobody has read yet a line above everything says nothing
  Object.assign(view, { place, to: null, fresh: count > 0 && begun ? (first?.message_id ?? null) : null });
  view.from = list[Math.max(0, list.length - Math.max(PAGE, Math.min(count + 5, MOST)))]?.message_id ?? 0;
  drawn.clear();
  missed = 0;
  showJump();
}

function scrollToFresh() {
  const line = byId("messages").querySelector(".fresh");
  const scroller = byId("scroller");
  if (!line || line.offsetTop > scroller.scrollHeight - scroller.clientHeight) return false;
  following = false;
  scroller.scrollTop = line.offsetTop - 40;
  return true;
}

function redraw() {
  const box = byId("messages");
  keepFocus(box, () => keepChildren(box, rows(slice())));
  if (drawn.size > 4 * MOST) for (const [key, { node }] of drawn) if (!node.isConnected) drawn.delete(key);
  if (box.contains(document.activeElement)) return stopAt(document.activeElement.closest(".message"));
  const kept = following ? null : box.querySelector(".message[data-stop]");
  stopAt(kept ?? [...box.querySelectorAll(".message")].at(-1));
}

/** The Tab key stops at one message, and at what is in it, rather than at every button of a long chat. */
function stopAt(current) {
  if (!current) return;
  for (const row of byId("messages").querySelectorAll(".message")) {
    const here = row === current;
    if (row.stops === here) continue;
    row.stops = here;
    row.toggleAttribute("data-stop", here);
    row.querySelector(".bubble").setAttribute("tabindex", here ? "0" : "-1");
    for (const one of row.querySelectorAll(".column :is(button, a, audio, video, .spoiler)")) {
      if (here) one.removeAttribute("tabindex");
      else one.setAttribute("tabindex", "-1");
    }
  }
}

/** The place in an ordered list of the first message from this id on. */
function place(list, id) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].message_id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function slice() {
  const list = messagesOf(state.chat);
  let from = place(list, view.from);
  while (from > 0 && list[from].media_group_id && list[from - 1].media_group_id === list[from].media_group_id) from -= 1;
  return list.slice(from, view.to === null ? list.length : place(list, view.to) + 1);
}

function rows(messages) {
  if (messages.length === 0) return [el("li", { class: "service empty" }, el("span", {}, emptyWords()))];
  const nodes = [];
  let before = null;
  for (const album of albums(messages)) {
    const [message] = album;
    const date = day(message.date);
    if (!before || date !== day(before.date)) {
      nodes.push(kept(`day ${date}`, language, () => el("li", { class: "service day" }, el("span", {}, date))));
      before = null;
    }
    if (view.fresh !== null && album.some((one) => one.message_id === view.fresh)) {
      nodes.push(kept("fresh", language, () => el("li", { class: "service fresh" }, el("span", {}, t.freshFromHere))));
      before = null;
    }
    const head = !before || service(before) !== null || author(before).id !== author(message).id
      || (before.message_thread_id ?? 0) !== (message.message_thread_id ?? 0);
    const sign = `${album.map((one) => one.sign)} ${head} ${language} ${state.me} ${state.thread}`;
    nodes.push(kept(message.message_id, sign, () => bubble(album, head, act)));
    before = message;
  }
  return nodes;
}

const emptyWords = () => (state.chat !== null && !chatOf(state.chat)?.members.includes(state.me) ? t.notMember : t.noMessages);

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

/** Scrolls to the newest message. */
export function toEnd() {
  if (view.to !== null) {
    const list = messagesOf(state.chat);
    Object.assign(view, { to: null, from: list[Math.max(0, list.length - PAGE)]?.message_id ?? 0 });
    redraw();
  }
  const scroller = byId("scroller");
  following = true;
  missed = 0;
  scroller.scrollTop = scroller.scrollHeight;
  showJump();
}

function showJump() {
  byId("jump").hidden = following;
  byId("jump-count").hidden = missed === 0;
  byId("jump-count").textContent = String(missed);
}

/** Shows a message, wherever it is in the chat, and lights it up for a moment. */
export async function show(id) {
  const chat = state.chat;
  if (!messageOf(chat, id)) await earlier(chat, id).catch(() => {});
  if (state.chat !== chat) return;
  if (!rowOf(id)) around(id);
  const row = rowOf(id);
  if (!row) return;
  following = false;
  row.scrollIntoView({ block: "center" });
  row.querySelector(".bubble")?.focus({ preventScroll: true });
  row.classList.add("flash");
  setTimeout(() => row.classList.remove("flash"), 1600);
  showJump();
}

const rowOf = (id) => byId("messages").querySelector(`[data-ids~="${id}"]`);

/** Moves the window so that a message is in its middle. */
function around(id) {
  const list = messagesOf(state.chat);
  const at = place(list, id);
  const end = at + PAGE / 2;
  Object.assign(view, { from: list[Math.max(0, at - PAGE / 2)]?.message_id ?? 0, to: end >= list.length - 1 ? null : list[end].message_id });
  redraw();
}

/** Moves the window up or down by a page, fetching what is not there yet; what the reader looks at stays in place. */
async function move(up) {
  const before = view.place;
  let list = messagesOf(state.chat);
  if (up && place(list, view.from) === 0) {
    if (whole(state.chat) || !(await earlier(state.chat).catch(() => false)) || view.place !== before) return;
    list = messagesOf(state.chat);
  }
  if (up && place(list, view.from) < 4 * STEP) earlier(state.chat).catch(() => {}); // so that the next ones are there in time
  const [from, to] = [place(list, view.from), view.to === null ? list.length - 1 : place(list, view.to)];
  if (up) {
    const first = Math.max(0, from - STEP);
    view.from = list[first]?.message_id ?? 0;
    if (to - first > MOST) view.to = list[first + MOST].message_id;
  } else if (view.to !== null) {
    const last = Math.min(list.length - 1, to + STEP);
    view.to = last === list.length - 1 ? null : list[last].message_id;
    if (last - from > MOST) view.from = list[last - MOST].message_id;
  }
  keepPlace(redraw);
}

function keepPlace(change) {
  const scroller = byId("scroller");
  const edge = scroller.getBoundingClientRect().top;
  const anchor = [...byId("messages").children].find((row) => row.dataset.ids && row.getBoundingClientRect().bottom > edge);
  const was = anchor?.getBoundingClientRect().top ?? 0;
  change();
  if (anchor?.isConnected) scroller.scrollTop += anchor.getBoundingClientRect().top - was;
}

/** Listens to the reader's scrolling; a picture that loads late must not push the newest away. */
export function watchThread() {
  const scroller = byId("scroller");
  byId("jump").addEventListener("click", toEnd);
  let height = 0;
  let moving = false;
  scroller.addEventListener("scroll", async () => {
    const grew = scroller.scrollHeight !== height; // then it was not the reader who moved
    height = scroller.scrollHeight;
    const below = height - scroller.scrollTop - scroller.clientHeight;
    following = view.to === null && (below < 60 || (following && grew));
    if (following) missed = 0;
    showJump();
    const [up, down] = [scroller.scrollTop < NEAR, below < NEAR && view.to !== null];
    if (moving || (!up && !down)) return;
    moving = true;
    await move(!down).catch((error) => console.warn("scroll", error));
    moving = false;
  }, { passive: true });
  const grown = new ResizeObserver(() => following && toEnd());
  grown.observe(scroller);
  grown.observe(byId("messages"));
  byId("messages").addEventListener("keydown", walk);
  byId("messages").addEventListener("focusin", (event) => stopAt(event.target.closest(".message")));
  onMessage(announce);
}

/** Arrow keys walk through the messages, Enter opens what one can do with one. */
function walk(event) {
  if (event.key === "Escape") return byId("text").focus();
  const here = event.target.closest?.(".bubble");
  if (event.target !== here) return;
  const all = [...byId("messages").querySelectorAll(".bubble")];
  const at = all.indexOf(here);
  const next = { ArrowUp: all[at - 1], ArrowDown: all[at + 1], Home: all[0], End: all.at(-1) }[event.key];
  if (event.key === "Enter" || event.key === "ContextMenu") {
    event.preventDefault();
    return act.more(messageOf(state.chat, Number(here.closest("li").dataset.id)), here);
  }
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Tells a screen reader of a message of somebody else's in the open chat. */
function announce(message) {
  if (message.chat.id !== state.chat || message.from?.id === state.me) return;
  if (!following) {
    missed += 1;
    showJump();
  }
  const words = service(message) ?? `${author(message).name}: ${brief(message)}`;
  byId("news").append(el("p", {}, words));
  while (byId("news").children.length > 4) byId("news").firstChild.remove();
}

/** The newest message of mine that has words, for the arrow-up key. */
export const lastOwn = () => messagesOf(state.chat).findLast((one) => one.from?.id === state.me && one.text && service(one) === null);
