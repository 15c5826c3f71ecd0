// While one writes: whom one can mention after `@`, and the bot's commands after `/`.

import { sendText } from "./compose.js";
import { avatar, byId, el, menu } from "./dom.js";
import * as server from "./server.js";
import { isPrivate, speakers, state } from "./state.js";
import { t } from "./words.js";

const MOST = 8;
const named = new Map(); // name → person, for those without a username who were chosen here
let shown = []; // { text, from } of each suggestion
let at = 0;
let turn = 0;

/** Shows what fits the word before the cursor. */
export async function suggestFor(box) {
  const mine = ++turn;
  const before = box.value.slice(0, box.selectionStart);
  const whom = /(^|\s|[^\w])@([\p{L}\p{N}_]*)$/u.exec(before);
  const command = /^\/([a-z0-9_]*)$/.exec(before);
  let list = [];
  if (whom && state.chat !== null && !isPrivate(state.chat)) list = people(whom[2]).map((one) => ({ ...one, from: before.length - whom[2].length - 1 }));
  else if (command) {
    const all = await server.commands(state.me, state.chat).catch(() => []);
    if (mine !== turn) return;
    list = all.filter((one) => one.command.startsWith(command[1])).slice(0, 40)
      .map((one) => ({ text: `/${one.command} `, shown: [el("b", {}, `/${one.command}`), el("small", {}, one.description)], from: 0 }));
  }
  at = 0;
  show(list);
}

function people(begun) {
  const wanted = begun.toLowerCase();
  const { bot } = state.scene;
  const all = [...speakers(state.chat).filter((one) => one.id !== state.me), { ...bot, hint: t.bot }];
  return all
    .filter((one) => one.name.toLowerCase().includes(wanted) || one.username?.toLowerCase().startsWith(wanted))
    .slice(0, MOST)
    .map((one) => ({
      person: one,
      text: `@${one.username ?? one.name} `,
      shown: [avatar(one.id, one.name, one.id === bot.id ? "bot" : ""), el("b", {}, one.name), el("small", {}, one.username ? `@${one.username}` : one.hint)],
    }));
}

function show(list) {
  shown = list;
  const box = byId("suggestions");
  box.hidden = list.length === 0;
  byId("text")[list.length > 0 ? "setAttribute" : "removeAttribute"]("aria-activedescendant", `suggestion-${at}`);
  box.replaceChildren(...list.map((one, i) => el(
    "li",
    { id: `suggestion-${i}`, role: "option", "aria-selected": String(i === at),
      onpointerdown: (event) => (event.preventDefault(), take(i)) },
    one.shown,
  )));
  box.children[at]?.scrollIntoView({ block: "nearest" });
}

function take(i) {
  const one = shown[i];
  const box = byId("text");
  if (one.person && !one.person.username) named.set(one.person.name, one.person.id);
  box.setRangeText(one.text, one.from, box.selectionStart, "end");
  show([]);
  box.dispatchEvent(new Event("input"));
}

/** What was suggested goes when one turns elsewhere, and comes again. */
export function watchSuggestions() {
  const box = byId("text");
  const list = byId("suggestions");
  box.addEventListener("blur", (event) => event.relatedTarget !== list && show([]));
  list.addEventListener("blur", () => show([]));
  box.addEventListener("focus", () => suggestFor(box));
}

/** Lets a key choose among the suggestions; whether it did. */
export function chooseSuggestion(event) {
  if (shown.length === 0) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    at = (at + step + shown.length) % shown.length;
    show(shown);
  } else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) take(at);
  else if (event.key === "Escape") show([]);
  else return false;
  event.preventDefault();
  return true;
}

/** The people without a username whose names stand in a text after `@`. */
export function mentionsIn(text) {
  const found = [];
  for (const [name, person] of named) {
    const word = `@${name}`;
    for (let from = text.indexOf(word); from >= 0; from = text.indexOf(word, from + word.length)) {
      found.push({ offset: from, length: word.length, person });
    }
  }
  return found.length > 0 ? found : undefined;
}

/** The bot's commands as a menu; the chosen one is sent. */
export async function commandMenu(anchor) {
  const all = await server.commands(state.me, state.chat).catch(() => []);
  const items = all.map((one) => ({ text: `/${one.command}  ${one.description}`, run: () => sendText(`/${one.command}`) }));
  const head = items.length === 0 ? () => el("p", { class: "menu-head" }, t.noCommands) : undefined;
  menu(anchor, items, { head, label: t.commands });
}
