// What the page knows besides messages: the scene, who I am, which chat and topic are open.
// It changes only here and in `store.js`; whoever draws listens with `onChange`.

import * as server from "./server.js";
import * as store from "./store.js";

export { lastOf, messageOf, unreadOf } from "./store.js";

/** `me` and `chat` are ids; a private chat has its person's id. `thread`: a topic, 0 the general one, `null` all. */
export const state = { scene: null, bots: [], me: null, chat: null, thread: null, now: 0, due: [] };

const TAIL = 60; // messages of each chat that come with the scene
const listeners = [];
const hearers = [];

export const onChange = (listener) => listeners.push(listener);
export const changed = () => listeners.forEach((listener) => listener());
/** `hearer` is called with every new message. */
export const onMessage = (hearer) => hearers.push(hearer);

export const person = (id) => state.scene.people.find((one) => one.id === id);
export const isBot = (id) => id === state.scene.bot.id;
export const groups = () => state.scene.chats.filter((chat) => chat.type !== "private" && !chat.migrated_to);
export const isPrivate = (id) => id > 0;

/** The chat with this id; a private one exists for everybody, also before the first start. */
export function chatOf(id) {
  const known = state.scene.chats.find((chat) => chat.id === id);
  return known ?? (person(id) && { id, type: "private", members: [id], admins: [] });
}

export function titleOf(id) {
  return isPrivate(id) ? state.scene.bot.name : (chatOf(id)?.title ?? "");
}

/** The part of a group's title that tells it from its likes: `一网格` of `和兴社区一网格`. */
export function ownPart(title) {
  const others = groups().map((chat) => chat.title).filter((other) => other !== title);
  return title.slice(Math.max(0, ...others.map((other) => shared(title, other)))) || title;
}

function shared(one, other) {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

/** Who can speak in a chat; in a private chat all are offered, each with their own. */
export function speakers(id) {
  const chat = chatOf(id);
  if (!chat || isPrivate(id)) return state.scene.people;
  return state.scene.people.filter((one) => chat.members.includes(one.id));
}

/** The messages of a chat that still stand, oldest first; of the open one those of the open topic. */
export const messagesOf = (id) => store.messagesOf(id, id === state.chat ? state.thread : null);

export const blocked = (id) => person(id)?.blocked ?? false;
/** Whether the bot may write to this person: Start was pressed and it is not blocked. */
export const reachable = (id) => !blocked(id) && (person(id)?.started || store.any(id));
export const isAdmin = (me, id) => chatOf(id)?.admins?.includes(me) ?? false;
/** The topics of a forum, `null` for any other chat. */
export const topicsOf = (id) => chatOf(id)?.topics ?? null;

/** Asks for everything once; what follows comes as events after the answer's `seq`. */
export async function load() {
  const [scene, bots] = await Promise.all([server.scene(TAIL), server.bots()]);
  take(scene);
  state.bots = bots;
  for (const chat of scene.chats) {
    store.fill(chat.id, chat.tail ?? [], TAIL);
    delete chat.tail;
  }
  for (const { as, chat, message } of scene.read) store.markRead(as, chat, message);
  return scene.seq;
}

function take(scene) {
  state.scene = scene;
  state.now = scene.now;
}

export async function loadStory() {
  const { now, due } = await server.story();
  Object.assign(state, { now, due: due ?? [] });
}

const PASSING = new Set(["answer", "typing", "reaction"]); // after these the story's clock is as it was

/** Takes in what happened; one drawing for all of it. */
export async function hear(events) {
  if (events.length === 0) return;
  if (events.some(({ kind, message }) => kind === "chat" || message?.migrate_to_chat_id)) {
    await server.scene(0).then(take, (error) => console.warn("scene", error));
  }
  for (const event of events) apply(event);
  changed();
  if (events.some((event) => !PASSING.has(event.kind))) await loadStory().then(changed, () => {});
}

function apply(event) {
  const { kind, chat, message } = event;
  if (["message", "edited", "poll"].includes(kind) && message) keep(message, kind === "message");
  if (kind === "deleted") store.drop(chat, event.message_id);
  if (kind === "reaction") store.react(chat, event.message_id, event.as, event.emoji);
  if (kind === "typing") types(chat, event.as);
  const moved = message?.migrate_to_chat_id;
  if (moved && state.chat === chat && chatOf(moved)) open(moved);
}

/** Keeps a message that came or was just sent. */
export function keep(message, isNew) {
  const chat = message.chat.id;
  if (!store.put(message) || !isNew) return;
  typers.delete(`${chat} ${message.from?.id}`);
  hearers.forEach((hearer) => hearer(message));
}

const TYPES_FOR = 5000; // ms that somebody is shown as typing
const typers = new Map(); // "chat person" → until when

function types(chat, who) {
  typers.set(`${chat} ${who}`, performance.now() + TYPES_FOR);
  setTimeout(changed, TYPES_FOR + 50);
}

/** Who else is typing in a chat. */
export function typingIn(chat) {
  const now = performance.now();
  const live = [...typers].filter(([key, until]) => key.startsWith(`${chat} `) && until > now);
  return live.map(([key]) => Number(key.split(" ")[1])).filter((id) => id !== state.me);
}

/** Marks the open chat as read by me up to its newest message. */
export function markRead() {
  const last = store.lastOf(state.chat)?.message_id;
  const inside = last && (isPrivate(state.chat) || chatOf(state.chat)?.members.includes(state.me));
  if (!inside || !store.markRead(state.me, state.chat, last)) return;
  server.read(state.me, state.chat, last).catch((error) => console.warn("read", error));
}

/** Opens a chat; who cannot be in it gives way to its last speaker there, else its first member. */
export function open(chat) {
  if (chat === state.chat) return;
  state.chat = chat;
  state.thread = null;
  if (chat === null) return;
  if (isPrivate(chat)) state.me = chat;
  else if (!speakers(chat).some((one) => one.id === state.me)) {
    state.me = lastSpeaker.get(chat) ?? speakers(chat)[0]?.id ?? state.me;
  }
}

const lastSpeaker = new Map();

/** Becomes somebody; in a private chat that opens theirs. */
export function become(id) {
  state.me = id;
  if (state.chat !== null && isPrivate(state.chat)) state.chat = id;
  else lastSpeaker.set(state.chat, id);
}
