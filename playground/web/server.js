// Talks to the stand-in's people interface (`/play`), as the people of the story do.
// Every call answers with JSON, or throws an Error with the stand-in's own sentence.

/** Which bot's world this page shows; without it the first one's. */
const bot = new URLSearchParams(location.search).get("bot");

function address(path, query = {}) {
  const given = Object.entries({ ...query, bot }).filter(([, value]) => value !== undefined && value !== null);
  return `/play/${path}${given.length > 0 ? `?${new URLSearchParams(given)}` : ""}`;
}

async function call(where, options) {
  const answer = await fetch(where, options);
  const body = await answer.json().catch(() => null);
  if (!answer.ok) throw new Error(body?.error ?? `HTTP ${answer.status}`);
  return body;
}

const get = (path, query) => call(address(path, query));
const post = (path, body) =>
  call(address(path), { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export const scene = (tail) => get("scene", { tail });
export const bots = () => get("bots");
export const events = (run, after) => get("events", { run, after });
export const messages = (chat, { after, before, limit }) => get("messages", { chat, after, before, limit });
export const search = (chat, text) => get("search", { chat, text });
export const commands = (as, chat) => get("commands", { as, chat });
export const say = (body) => post("say", body);
export const edit = (as, chat, message, text) => post("edit", { as, chat, message, text });
export const remove = (as, chat, message) => post("delete", { as, chat, message });
export const react = (as, chat, message, emoji) => post("react", { as, chat, message, emoji });
export const vote = (as, chat, message, options) => post("vote", { as, chat, message, options });
export const stopPoll = (as, chat, message) => post("stop", { as, chat, message });
export const pin = (as, chat, message, pinned) => post("pin", { as, chat, message, pinned });
export const forward = (as, chat, messages, to) => post("forward", { as, chat, messages, to });
export const read = (as, chat, message) => post("read", { as, chat, message });
export const typing = (as, chat) => post("typing", { as, chat });
export const start = (as, payload) => post("start", { as, payload });
export const join = (as, link) => post("join", { as, link });
export const block = (as, blocked) => post("block", { as, blocked });
export const arrive = (person) => post("people", person);
export const story = () => get("story");
export const moveStory = (to) => post("story", { to });
export const newChat = (body) => post("chats", body);
export const setBot = (chat, as, status, payload) => post(`chats/${chat}/bot`, { as, status, payload });
export const upgrade = (chat, as) => post(`chats/${chat}/upgrade`, { as });
export const setForum = (chat, on) => post(`chats/${chat}/forum`, { on });
export const newTopic = (chat, as, name) => post(`chats/${chat}/topics`, { as, name });
export const setAdmins = (chat, as, admins) => post(`chats/${chat}/admins`, { as, admins });
export const setMembers = (chat, as, change) => post(`chats/${chat}/members`, { as, ...change });

/** Where the bytes of a photo or voice message are. */
export const fileAddress = (id) => address("file", { id });

/** Presses a button and waits for the bot's answer; `null` when none came in 15 seconds. */
export async function tap(as, chat, message, data) {
  const { id } = await post("tap", { as, chat, message, data });
  for (let waited = 0; waited < 15_000; waited += 250) {
    const answer = await get("tap", { id });
    if (answer.answered) return answer;
    await pause(250);
  }
  return null;
}

/** Follows what happens in a run of the stand-in from `after` on for ever; `online` hears of lost and found connections. */
export async function follow(run, after, heard, online) {
  for (;;) {
    let batch;
    try {
      batch = await events(run, after);
    } catch (error) {
      console.warn("events", error);
      online(false);
      await pause(1500);
      continue;
    }
    online(true);
    if (batch.run !== run) return location.reload(); // another run of the stand-in on the same port
    after = batch.events.at(-1)?.seq ?? batch.seq; // a long log comes in several batches
    await heard(batch.events);
  }
}
