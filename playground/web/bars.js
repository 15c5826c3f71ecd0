// The bars under the head of a chat: the topics of a forum and the pinned message; and who is typing.

import { brief } from "./bubble.js";
import { byId, dialog, dialogHead, el, toast } from "./dom.js";
import * as server from "./server.js";
import { changed, chatOf, isAdmin, isBot, isPrivate, person, state, topicsOf, typingIn } from "./state.js";
import { show } from "./thread.js";
import { t } from "./words.js";

let turned = 0; // how often the pinned line was pressed: each press goes to the one before

/** Draws them. */
export function drawBars() {
  drawTopics();
  drawPin();
}

function drawPin() {
  const pins = chatOf(state.chat)?.pins ?? [];
  const bar = byId("pinned");
  bar.hidden = pins.length === 0;
  if (bar.hidden) return bar.replaceChildren();
  const place = pins.length - 1 - (turned % pins.length);
  const pin = pins[place];
  const go = () => {
    turned += 1;
    if (state.thread !== null) (state.thread = null), changed();
    else drawPin();
    show(pin.message_id);
  };
  const may = isPrivate(state.chat) || isAdmin(state.me, state.chat);
  const down = () => server.pin(state.me, state.chat, pin.message_id, false).catch((error) => toast(t.failed(error.message)));
  bar.replaceChildren(...[
    el("button", { type: "button", class: "pin-line", onclick: go },
      el("b", {}, pins.length > 1 ? `${t.pinnedMessage} ${place + 1}/${pins.length}` : t.pinnedMessage),
      el("span", {}, brief(pin))),
    may && el("button", { type: "button", class: "icon", title: t.unpin, "aria-label": t.unpin, onclick: down }, "×"),
  ].filter(Boolean));
}

function drawTopics() {
  const topics = topicsOf(state.chat);
  const bar = byId("topics");
  bar.hidden = topics === null;
  if (bar.hidden) return bar.replaceChildren();
  const focused = bar.contains(document.activeElement);
  const tab = (thread, name, closed) => el(
    "button",
    { type: "button", class: "topic-tab", "aria-pressed": String(state.thread === thread), onclick: () => choose(thread) },
    name, closed && el("span", { class: "closed", role: "img", "aria-label": t.topicClosed }, " 🔒"),
  );
  const may = isAdmin(state.me, state.chat);
  bar.replaceChildren(...[
    tab(null, t.allTopics),
    tab(0, t.generalTopic),
    ...topics.map((one) => tab(one.message_thread_id, one.name, one.closed)),
    may && el("button", { type: "button", class: "topic-tab", "aria-label": t.newTopic, title: t.newTopic, onclick: askTopic }, "＋"),
  ].filter(Boolean));
  if (focused) bar.querySelector('[aria-pressed="true"]')?.focus();
}

function choose(thread) {
  state.thread = thread;
  changed();
}

function askTopic() {
  const chat = state.chat;
  dialog(t.newTopic, (close) => {
    const name = el("input", { type: "text", required: true, maxlength: "128" });
    const form = el("form", {}, dialogHead(t.newTopic, close), el("label", { class: "field" }, t.topicName, name),
      el("div", { class: "row end" }, el("button", { type: "submit", class: "primary" }, t.create)));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      close();
      try {
        const made = await server.newTopic(chat, state.me, name.value.trim());
        state.thread = made.message_thread_id;
        changed();
      } catch (error) {
        toast(t.failed(error.message));
      }
    });
    return form;
  });
}

/** Who is typing in a chat, as words; empty if nobody is. */
export function typingWords(chat) {
  const who = typingIn(chat).map((id) => (isBot(id) ? state.scene.bot.name : person(id)?.name)).filter(Boolean);
  return who.length > 0 ? t.typing(who.slice(0, 3).join("、")) : "";
}
