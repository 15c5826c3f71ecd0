// What stands around the open chat: the list of chats, the people to be, the story's clock.

import { typingWords } from "./bars.js";
import { author, brief, service } from "./bubble.js";
import { draftOf } from "./compose.js";
import { avatar, byId, el, keepFocus } from "./dom.js";
import { drawDue, goTo, watchDue } from "./due.js";
import { become, changed, chatOf, groups, isPrivate, lastOf, open, ownPart, person, speakers, state, titleOf, unreadOf } from "./state.js";
import { clockTime, day } from "./when.js";
import { t } from "./words.js";

/** Draws the list of chats: all groups, then the private chats of who I am, one with each bot. */
export function drawChats() {
  const rows = groups().map((chat) => row(chat.id));
  keepFocus(byId("groups"), () => byId("groups").replaceChildren(...rows));
  byId("private-title").textContent = t.privateOf(person(state.me).name);
  const others = state.bots.filter((bot) => bot.id !== state.scene.bot.id).map(otherBot);
  keepFocus(byId("private"), () => byId("private").replaceChildren(row(state.me), ...others));
  const mine = groups().filter((chat) => chat.members.includes(state.me)).map((chat) => chat.id);
  const all = [...mine, state.me].reduce((sum, id) => sum + unreadOf(state.me, id).count, 0);
  document.title = all > 0 ? `(${all}) ${t.title}` : t.title;
}

/** Another bot's private chat; it lives in a world of its own, so the page goes there. */
function otherBot(bot) {
  const place = `/?bot=${bot.id}#${new URLSearchParams({ as: state.me, chat: state.me })}`;
  return el("li", { "data-id": bot.id }, el("a", { class: "chat-row", href: place },
    avatar(bot.id, bot.name, "other-bot"),
    el("span", { class: "names" }, el("b", {}, bot.name), el("small", {}, t.otherBot(bot.username)))));
}

function row(id) {
  const chat = chatOf(id);
  const last = lastOf(id);
  const inside = isPrivate(id) || chat.members.includes(state.me);
  const fresh = inside ? unreadOf(state.me, id, callsMe) : { count: 0 };
  const draft = state.chat === id ? "" : draftOf(state.me, id);
  const said = typingWords(id) || (!last ? t.noMessages : (service(last) ?? `${author(last).name}: ${brief(last)}`));
  return el("li", { "data-id": id }, el(
    "button",
    { type: "button", class: "chat-row", "aria-current": state.chat === id && "true", onclick: () => (open(id), changed(), focusThread()) },
    isPrivate(id) ? avatar(state.scene.bot.id, titleOf(id), "bot") : avatar(id, ownPart(titleOf(id)), "group"),
    el("span", { class: "names" },
      el("span", { class: "pair" }, el("b", {}, titleOf(id)), last && el("span", { class: "side" }, clockTime(last.date))),
      el("span", { class: "pair" },
        el("small", {}, draft && el("b", { class: "draft" }, `${t.draft} `), draft || said),
        fresh.count > 0 ? badge(fresh) : !inside && el("span", { class: "side" }, t.notMember))),
  ));
}

/** Whether a message names me or answers one of mine. */
function callsMe(message) {
  const name = person(state.me)?.username;
  const words = message.text ?? message.caption ?? "";
  const named = (message.entities ?? message.caption_entities ?? []).some((one) => one.user?.id === state.me);
  return named || (name && words.includes(`@${name}`)) || (!isPrivate(message.chat.id) && message.reply_to_message?.from?.id === state.me);
}

function badge({ count, more, called }) {
  const shown = `${called ? "@ " : ""}${count > 999 ? "999+" : `${count}${more ? "+" : ""}`}`;
  return el("span", { class: "side badge" }, el("span", { "aria-hidden": "true" }, shown), el("span", { class: "unseen" }, t.unread(shown)));
}

function focusThread() {
  if (matchMedia("(min-width: 760px)").matches) byId("text").focus();
}

/** Draws the head of the open chat. */
export function drawHead() {
  const chat = chatOf(state.chat);
  byId("chat-title").textContent = chat ? titleOf(chat.id) : "";
  const typing = chat ? typingWords(chat.id) : "";
  byId("chat-subtitle").textContent = typing || (chat ? subtitle(chat) : "");
  byId("chat-subtitle").classList.toggle("typing", typing !== "");
  byId("commands").hidden = !chat || !isPrivate(chat.id);
  const face = chat && (isPrivate(chat.id) ? avatar(state.scene.bot.id, titleOf(chat.id), "bot") : avatar(chat.id, ownPart(titleOf(chat.id)), "group"));
  byId("chat-avatar").replaceChildren(...(face ? [face] : []));
}

function subtitle(chat) {
  if (isPrivate(chat.id)) return t.privateChat;
  const standing = chat.bot === "administrator" ? t.botAdmin : chat.bot !== "member" && t.botAbsent;
  return [t.people(chat.members.length), standing].filter(Boolean).join(" · ");
}

/** Draws the people one can be in the open chat; a dot tells of unread private messages. */
export function drawWho() {
  const people = speakers(state.chat);
  const focused = byId("who").contains(document.activeElement);
  byId("who").replaceChildren(...people.map((one) => {
    const chosen = one.id === state.me;
    const waiting = unreadOf(one.id, one.id).count;
    return el(
      "button",
      { type: "button", role: "radio", class: "person", "aria-checked": String(chosen), tabindex: chosen ? "0" : "-1",
        title: one.hint, "data-person": one.id, onclick: () => choose(one.id) },
      el("span", { class: "face" }, avatar(one.id, one.name), waiting > 0 && el("span", { class: "dot", role: "img", "aria-label": t.unread(waiting) })),
      el("span", { class: "names" }, el("b", {}, one.name), el("small", {}, one.hint)),
    );
  }));
  const mine = byId("who").querySelector('[aria-checked="true"]');
  if (focused) mine?.focus();
  mine?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function choose(id) {
  become(id);
  changed();
}

/** Draws the story's clock and what comes next. */
export function drawClock() {
  const seconds = state.now / 1000;
  byId("now").replaceChildren(el("span", {}, day(seconds)), " ", el("span", {}, clockTime(seconds)));
  byId("now").dateTime = new Date(state.now).toISOString();
  drawDue();
}

/** Listens to the clock's buttons and to the arrow keys among the people. */
export function watchAround() {
  for (const button of document.querySelectorAll("[data-to]")) {
    button.addEventListener("click", () => goTo(button.dataset.to));
  }
  watchDue();
  byId("who").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const people = speakers(state.chat);
    const at = people.findIndex((one) => one.id === state.me);
    choose(people[(at + step + people.length) % people.length].id);
  });
}
