// What the page knows: the scene, who I am, which chat is open, all messages and what is unread.
// It changes only here; whoever draws listens with `onChange`.

import * as server from "./server.js";

/** `me` and `chat` are ids; a private chat has its person's id. */
export const state = { scene: null, me: null, chat: null, now: 0, due: [], online: true };

const messages = new Map(); // chat → Map(message id → message)
const unread = new Map(); // "person chat" → count
const listeners = [];

export const onChange = (listener) => listeners.push(listener);
export const changed = () => listeners.forEach((listener) => listener());

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

/** The messages of a chat that still stand, oldest first. */
export function messagesOf(id) {
  const all = [...(messages.get(id)?.values() ?? [])];
  return all.filter((message) => !message.deleted).sort((a, b) => a.message_id - b.message_id);
}

export const messageOf = (chat, id) => messages.get(chat)?.get(id);
export const unreadOf = (me, chat) => unread.get(`${me} ${chat}`) ?? 0;
export const blocked = (id) => person(id)?.blocked ?? false;

/** Whether the bot may write to this person: Start was pressed and it is not blocked. */
export const reachable = (id) => !blocked(id) && (person(id)?.started || (messages.get(id)?.size ?? 0) > 0);
export const isAdmin = (me, id) => chatOf(id)?.admins?.includes(me) ?? false;

/** Asks for everything once; what follows comes as events after the answer's `seq`. */
export async function load() {
  await loadScene();
  const seq = state.scene.seq;
  const ids = [...groups().map((chat) => chat.id), ...state.scene.people.map((one) => one.id)];
  await Promise.all(ids.map(loadMessages));
  await loadStory();
  return seq;
}

async function loadScene() {
  state.scene = await server.scene();
  state.now = state.scene.now;
}

async function loadMessages(chat) {
  const list = await server.messages(chat).catch(() => []); // a chat that has not begun has none
  if (list.length > 0) messages.set(chat, new Map(list.map((one) => [one.message_id, one])));
}

export async function loadStory() {
  const { now, due } = await server.story();
  Object.assign(state, { now, due: due ?? [] });
}

/** Takes in what happened; one drawing for all of it. */
export async function hear(events) {
  if (events.length === 0) return;
  for (const event of events) await take(event).catch((error) => console.warn("event", event, error));
  if (events.some((event) => event.kind !== "answer")) await loadStory().catch(() => {});
  changed();
}

async function take(event) {
  if (event.kind === "chat") return loadScene();
  if (["message", "edited", "poll"].includes(event.kind)) put(event.message, event.kind === "message");
  const moved = event.message?.migrate_to_chat_id;
  if (moved) {
    await loadScene();
    if (state.chat === event.chat && chatOf(moved)) open(moved);
  }
  if (event.kind === "deleted") {
    const gone = messageOf(event.chat, event.message_id);
    if (gone) gone.deleted = true;
  }
  if (event.kind === "reaction") {
    const message = messageOf(event.chat, event.message_id);
    if (message) message.reactions = reacted(message.reactions ?? [], event);
  }
}

function reacted(given, { as, emoji }) {
  const others = given.filter((one) => one.as !== as);
  return emoji ? [...others, { as, emoji }] : others;
}

/** Keeps a message; a new one is unread for every member who is not looking at its chat. */
export function put(message, isNew) {
  const chat = message.chat.id;
  if (!messages.has(chat)) messages.set(chat, new Map());
  const known = messages.get(chat).get(message.message_id);
  if (known?.reactions && !message.reactions) message.reactions = known.reactions;
  messages.get(chat).set(message.message_id, message);
  if (!isNew || known) return;
  for (const id of chatOf(chat)?.members ?? []) {
    const sees = id === state.me && chat === state.chat && document.hasFocus();
    if (!sees && message.from?.id !== id) unread.set(`${id} ${chat}`, unreadOf(id, chat) + 1);
  }
}

export const markRead = () => unread.delete(`${state.me} ${state.chat}`);

/** Opens a chat; who cannot be in it gives way to its last speaker there, else its first member. */
export function open(chat) {
  if (chat === state.chat) return;
  state.chat = chat;
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
