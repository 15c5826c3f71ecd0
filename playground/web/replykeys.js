// The keyboard that a bot puts in place of the letters, and the answer it asks for.

import { askPoll, sendPlace } from "./attach.js";
import { deliver, reply } from "./compose.js";
import { byId, el, toast } from "./dom.js";
import { isPrivate, messagesOf, onMessage, person, state } from "./state.js";
import { t } from "./words.js";

const BACK = 300; // messages looked at for a keyboard
const used = new Set(); // "person message": pressed once, where it goes after one press

/** The message whose keyboard stands now for who I am, if any. */
function current() {
  const list = messagesOf(state.chat);
  for (let i = list.length - 1; i >= Math.max(0, list.length - BACK); i--) {
    const { keys } = list[i];
    if (!keys || keys.force_reply || !meant(list[i])) continue;
    const gone = keys.remove_keyboard || (keys.one_time_keyboard && used.has(`${state.me} ${list[i].message_id}`));
    return gone ? null : list[i];
  }
  return null;
}

/** A selective keyboard is for who is mentioned or answered. */
function meant(message) {
  if (!message.keys.selective || isPrivate(message.chat.id)) return true;
  const name = person(state.me)?.username;
  const words = message.text ?? message.caption ?? "";
  const named = (message.entities ?? message.caption_entities ?? []).some((one) => one.user?.id === state.me);
  return named || (name && words.includes(`@${name}`)) || message.reply_to_message?.from?.id === state.me;
}

/** Draws it above the place to write. */
export function drawReplyKeys() {
  const message = state.chat === null ? null : current();
  const box = byId("reply-keys");
  box.hidden = message === null;
  byId("text").placeholder = message?.keys.input_field_placeholder || t.write;
  if (!message) return box.replaceChildren();
  const key = (button) => el("button", { type: "button", class: "key", onclick: () => press(message, button) }, button.text);
  box.replaceChildren(...message.keys.keyboard.map((row) => el("div", { class: "keys" }, row.map(key))));
}

async function press(message, button) {
  used.add(`${state.me} ${message.message_id}`);
  const answer = isPrivate(state.chat) ? {} : { reply_to: message.message_id }; // so that a bot with privacy mode sees it
  if (button.request_contact) return deliver({ contact: true, ...answer });
  if (button.request_location) return sendPlace("", answer);
  if (button.request_poll) return askPoll();
  if (button.request_users || button.request_chat || button.web_app) return toast(t.opensOutside);
  return deliver({ text: button.text, ...answer });
}

/** An answer that a bot asks for is begun at once. */
export function watchReplyKeys() {
  onMessage((message) => {
    if (message.keys?.force_reply && message.chat.id === state.chat && meant(message)) reply(message);
  });
}
