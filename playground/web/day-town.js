// How the played day acts: as the people of the page do, by the same calls, and it waits for the bot's answers to appear
// rather than for so many seconds.

import { byId, toast } from "./dom.js";
import * as server from "./server.js";
import { become, changed, loadStory, markRead, messagesOf, onChange, open, person, state } from "./state.js";
import { toEnd } from "./thread.js";

const PATIENCE = 45_000; // ms that an answer may take
const SLOW = 4000; // ms after which one wonders: the bot keeps to the pace that Telegram allows in a group
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What a wait throws when the play was stopped. */
export class Stopped extends Error {}

/**
 * A town for one play; `beat(ms)` pauses to look and throws `Stopped` once it is over, `tells` adds a line of words and
 * gives time to read it, `slow` says that an answer takes its time.
 */
export function town(beat, tells, slow) {
  const midnight = dayBegins(state.now);
  const wakers = new Set();
  onChange(() => wakers.forEach((wake) => wake()));

  /** Waits until `find()` finds something; looks whenever the page hears of something. */
  async function waits(find) {
    const since = performance.now();
    for (let told = false; ; ) {
      const found = find();
      if (found) {
        if (told) slow(false);
        return found;
      }
      const waited = performance.now() - since;
      if (waited > SLOW && !told) slow((told = true));
      if (waited > PATIENCE) throw new Error("nobody answered");
      await new Promise((wake) => {
        const timer = setTimeout(wake, 500);
        const once = () => (clearTimeout(timer), wakers.delete(once), wake());
        wakers.add(once);
      });
      await beat(0);
    }
  }

  /** Shows a chat as somebody sees it. */
  function sees(who, chat = who) {
    open(chat);
    become(who);
    markRead(); // they have followed it all along, so the newest is what they look at
    changed();
    toEnd();
  }

  /** Somebody says something, after the reader has seen who it will be; the message. */
  async function says(who, chat, what) {
    sees(who, chat);
    await beat(900);
    const [message] = await server.say({ as: who, chat, ...(typeof what === "string" ? { text: what } : what) });
    return message;
  }

  /** The number of the newest message in a chat. */
  const newest = (chat) => messagesOf(chat).at(-1)?.message_id ?? 0;

  /** The bot's newest message in a chat that is as wanted, and newer than `after`. */
  const hears = (chat, wanted, after = 0) =>
    waits(() => messagesOf(chat).findLast((one) => one.message_id > after && one.from?.id === state.scene.bot.id && wanted(one)));

  /** The card that answers a message. */
  const card = (message) =>
    hears(message.chat.id, (one) => one.reply_to_message?.message_id === message.message_id && /^(🚨 )?#\d+ /u.test(one.text ?? ""));

  /** Presses the button whose code is `code` under a message, seen as `who`; what the bot answered. */
  async function taps(who, message, code, quietly = false) {
    const button = await waits(() => key(messageAgain(message), code));
    if (!quietly) {
      sees(who, message.chat.id);
      await beat(500);
      await press(message, button);
    }
    const answer = await server.tap(who, message.chat.id, message.message_id, button.callback_data);
    if (!quietly && answer?.text) toast(answer.text);
    return answer;
  }

  /** Moves the story's clock to a time of one of the play's days, unless it is past that; the time then. */
  async function clock(day, hour, minute = 0) {
    const to = midnight + day * DAY + (hour * 60 + minute) * MINUTE;
    if (to > state.now) await server.moveStory(to).catch((error) => console.warn("clock", error));
    await loadStory();
    changed();
    return state.now;
  }

  const votes = (who, poll, options) => server.vote(who, poll.chat.id, poll.message_id, options);

  return { beat, card, clock, hears, hour: hourOf(state.now), newest, says, sees, taps, tells, votes };
}

const messageAgain = (message) => messagesOf(message.chat.id).find((one) => one.message_id === message.message_id) ?? message;

/** The button under a message that does what `code` says. */
export function key(message, code) {
  const all = (message.reply_markup?.inline_keyboard ?? []).flat();
  return all.find((button) => button.callback_data?.startsWith(`${code}.`));
}

/** Brings a message into view and lets it shine up. */
export function shine(message) {
  const node = byId("messages").querySelector(`[data-id="${message.message_id}"]`);
  if (!node) return null;
  node.scrollIntoView({ block: "nearest", behavior: "smooth" });
  node.classList.remove("day-shine");
  void node.offsetWidth; // begins the animation anew
  node.classList.add("day-shine");
  return node;
}

/** Shows a button being pressed. */
async function press(message, button) {
  const node = shine(message);
  const pressed = [...(node?.querySelectorAll(".key") ?? [])].find((one) => one.textContent.startsWith(button.text));
  pressed?.classList.add("day-pressed");
  await new Promise((done) => setTimeout(done, 450));
  pressed?.classList.remove("day-pressed");
}

const offset = () => (state.scene.utc_offset ?? 480) * MINUTE;
const dayBegins = (ms) => Math.floor((ms + offset()) / DAY) * DAY - offset();
const hourOf = (ms) => (ms - dayBegins(ms)) / (60 * MINUTE);

/** Whether everybody is there whom the day needs. */
export const complete = (people, chats) =>
  people.every((id) => person(id)) && chats.every((id) => state.scene.chats.some((chat) => chat.id === id));
