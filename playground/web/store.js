// The messages the page holds: of each chat the last ones, and earlier ones as they are asked for.
// They lie in order without gaps; each gets a new `sign` whenever it changes, so that whoever draws can tell.

import * as server from "./server.js";

const PAGE = 80; // messages fetched at a time
const chats = new Map(); // chat → { list, byId, whole }
const marks = new Map(); // "person chat" → the last message that was read
let signs = 0;

function room(chat) {
  if (!chats.has(chat)) chats.set(chat, { list: [], byId: new Map(), whole: false });
  return chats.get(chat);
}

/** The messages of a chat that still stand, oldest first, in one topic if `thread` is given (0: in none). */
export function messagesOf(chat, thread = null) {
  const list = chats.get(chat)?.list ?? [];
  return thread === null ? list : list.filter((one) => (one.message_thread_id ?? 0) === thread);
}

export const messageOf = (chat, id) => chats.get(chat)?.byId.get(id);
export const lastOf = (chat) => chats.get(chat)?.list.at(-1);
export const any = (chat) => (chats.get(chat)?.byId.size ?? 0) > 0;
/** Whether nothing earlier is to be had. */
export const whole = (chat) => chats.get(chat)?.whole ?? true;

/** Takes the last messages of a chat; fewer than were asked for are all there are. */
export function fill(chat, tail, asked) {
  const place = room(chat);
  place.whole = tail.length < asked;
  tail.forEach(put);
}

/** Keeps a message; whether it is new. */
export function put(message) {
  const place = room(message.chat.id);
  const id = message.message_id;
  const known = place.byId.get(id);
  if (known?.deleted) return false;
  if (known?.reactions && !message.reactions) message.reactions = known.reactions;
  if (known?.votes && !message.votes) message.votes = known.votes;
  message.sign = ++signs;
  place.byId.set(id, message);
  if (message.deleted) return false;
  const at = position(place.list, id);
  place.list.splice(at, known ? 1 : 0, message);
  return !known;
}

/** Where a message with this id is or belongs. */
function position(list, id) {
  let [low, high] = [0, list.length];
  if (high === 0 || list[high - 1].message_id < id) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].message_id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Takes a deleted message out. */
export function drop(chat, id) {
  const place = chats.get(chat);
  const gone = place?.byId.get(id);
  if (!gone || gone.deleted) return;
  gone.deleted = true;
  place.list.splice(position(place.list, id), 1);
}

/** Sets or takes back somebody's reaction. */
export function react(chat, id, as, emoji) {
  const message = messageOf(chat, id);
  if (!message) return;
  const others = (message.reactions ?? []).filter((one) => one.as !== as);
  message.reactions = emoji ? [...others, { as, emoji }] : others;
  message.sign = ++signs;
}

const fetching = new Map(); // chat → the request under way

/** Fetches the page before the earliest message, or everything from the message `to` on; whether there was any. */
export function earlier(chat, to = null) {
  const place = room(chat);
  if (place.whole) return Promise.resolve(false);
  if (!fetching.has(chat)) fetching.set(chat, fetchEarlier(chat, place, to).finally(() => fetching.delete(chat)));
  return fetching.get(chat);
}

async function fetchEarlier(chat, place, to) {
  const ids = [...place.byId.keys()];
  const before = ids.length > 0 ? Math.min(...ids) : undefined;
  const limit = to === null ? PAGE : undefined;
  const page = await server.messages(chat, { before, limit, after: to === null ? undefined : to - PAGE });
  if (limit && page.length < limit) place.whole = true;
  page.forEach(put);
  return page.length > 0;
}

/** Remembers how far somebody has read; whether that is news. */
export function markRead(person, chat, message) {
  const key = `${person} ${chat}`;
  if ((marks.get(key) ?? 0) >= message) return false;
  marks.set(key, message);
  return true;
}

export const readUpTo = (person, chat) => marks.get(`${person} ${chat}`) ?? 0;

/** How many messages of others somebody has not read, and whether there may be more than are held or one `calls`. */
export function unreadOf(person, chat, calls = () => false) {
  const list = chats.get(chat)?.list ?? [];
  const mark = readUpTo(person, chat);
  let count = 0;
  let called = false;
  let at = list.length;
  while (at > 0 && list[at - 1].message_id > mark) {
    at -= 1;
    if (list[at].from?.id === person) continue;
    count += 1;
    called ||= calls(list[at]);
  }
  return { count, called, more: at === 0 && count > 0 && !whole(chat) };
}
