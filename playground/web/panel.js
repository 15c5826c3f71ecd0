// Beside the chats: what the bot stored, as its own side of the demo tells it. Sealed text is shown sealed; of small talk
// there is a number and nothing else.

import { w } from "./day-words.js";
import { byId, el } from "./dom.js";
import { onChange } from "./state.js";
import { clockTime, dayAndTime } from "./when.js";
import { language } from "./words.js";

const SEALED_SHOWN = 30; // letters of sealed text; more would tell nobody more
const PAUSE = 350; // ms after a change before it looks again
const opened = new Set(); // numbers of the cases, and names of what else, that are open
let known = null; // what was shown last, as text
let versions = new Map(); // number → what of it was shown last
let timer = 0;

const bot = new URLSearchParams(location.search).get("bot");
const ask = async () => {
  const answer = await fetch(`/play/stored?${new URLSearchParams({ locale: language, ...(bot && { bot }) })}`);
  return answer.ok ? answer.json() : null;
};

/** Whether it is shown. */
export const storedShown = () => document.body.dataset.stored === "open";

/** Shows it or puts it away. */
export function showStored(yes) {
  document.body.dataset.stored = yes ? "open" : "closed";
  byId("stored").hidden = !yes;
  byId("stored-open").setAttribute("aria-expanded", String(yes));
  if (yes) look();
}

/** Puts the panel beside the chats and its button above them. */
export function watchStored() {
  const open = el("button", { type: "button", id: "stored-open", class: "stored-open", "aria-controls": "stored", onclick: () => showStored(!storedShown()) });
  document.querySelector(".chats").prepend(open);
  document.querySelector("main").append(el("aside", { id: "stored", class: "stored", "aria-labelledby": "stored-title", hidden: true },
    el("header", {}, el("h2", { id: "stored-title" }), el("button", { type: "button", class: "icon", id: "stored-close", onclick: () => (showStored(false), open.focus()) }, "×")),
    el("div", { id: "stored-chatter", class: "stored-chatter" }),
    el("div", { id: "stored-all", class: "stored-all", tabindex: "0", role: "region", "aria-labelledby": "stored-title" })));
  byId("stored").addEventListener("keydown", (event) => event.key === "Escape" && (showStored(false), open.focus()));
  showStored(false);
  onChange(() => {
    words();
    clearTimeout(timer);
    if (storedShown()) timer = setTimeout(look, PAUSE);
  });
  words();
}

function words() {
  byId("stored-open").replaceChildren(el("i", { "aria-hidden": "true" }, "🔒"), " ", w.stored);
  byId("stored-title").textContent = w.stored;
  byId("stored-close").setAttribute("aria-label", w.storedClose);
}

async function look() {
  const stored = await ask().catch(() => null);
  const text = language + JSON.stringify(stored);
  if (!stored || text === known) return;
  const first = known === null;
  known = text;
  const changed = stored.cases.filter((one) => versions.get(one.number) !== JSON.stringify(one)).map((one) => one.number);
  versions = new Map(stored.cases.map((one) => [one.number, JSON.stringify(one)]));
  if (!first && changed.length === 1) {
    for (const name of opened) if (typeof name === "number") opened.delete(name); // the one that moved on is what one wants to see
    opened.add(changed[0]);
  } else if (first && stored.cases.length > 0) opened.add(stored.cases[0].number);
  draw(stored, first ? [] : changed);
}

function draw(stored, changed) {
  byId("stored-chatter").replaceChildren(
    el("b", {}, stored.chatter > 0 ? w.chatter(stored.chatter) : w.chatterNone),
    ...(stored.chatter > 0 ? [el("p", {}, w.chatterKept)] : []));
  byId("stored-all").replaceChildren(
    el("h3", {}, stored.cases.length > 0 ? w.cases(stored.cases.length) : w.casesNone),
    ...stored.cases.map((one) => row(one, changed.includes(one.number))),
    rest("people", w.people(stored.people.length), el("p", { class: "stored-lies" }, w.peopleWhy),
      el("ul", { class: "stored-sealed" }, stored.people.map((text) => (text === null ? el("li", {}, w.forgotten) : sealed({ column: "about", text }))))),
    ...(stored.polls.length > 0 ? [rest("polls", w.polls(stored.polls.length), ...stored.polls.map(poll))] : []),
    el("p", { class: "stored-key" }, w.key(stored.key)));
  byId("stored-all").querySelector(".fresh")?.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

function row(one, fresh) {
  const toggle = (event) => (event.target.open ? opened.add(one.number) : opened.delete(one.number));
  const about = [one.kind === "wish" ? w.wishKind : one.category, one.private && one.kind !== "wish" && w.private, one.place || one.area].filter(Boolean);
  return el("details", { class: fresh ? "stored-case fresh" : "stored-case", open: opened.has(one.number), ontoggle: toggle },
    el("summary", {},
      el("b", {}, `#${one.number}`), " ", about.join(" · "),
      el("span", { class: "stored-line" },
        el("span", { class: `stored-status is-${one.status}` }, w.status[one.status] ?? one.status),
        el("small", {}, [holder(one), one.joined > 0 && w.joinedBy(one.joined)].filter(Boolean).join(" · ")))),
    el("ol", { "aria-label": w.log }, one.log.map(line)),
    one.sealed.length > 0 && el("p", { class: "stored-lies" }, w.lies),
    el("ul", { class: "stored-sealed" }, one.sealed.map(sealed)));
}

/** What else is stored, closed until somebody wants to see it. */
function rest(name, title, ...inside) {
  const toggle = (event) => (event.target.open ? opened.add(name) : opened.delete(name));
  return el("details", { class: "stored-case stored-rest", open: opened.has(name), ontoggle: toggle }, el("summary", {}, el("b", {}, title)), ...inside);
}

function poll({ over, sealed: parts }) {
  return el("ul", { class: "stored-sealed" }, el("li", {}, over ? w.pollOver : w.pollOpen), parts.map(sealed));
}

function holder({ holder: name, status }) {
  if (status === "open") return w.nobody;
  if (!name) return "";
  return status === "claimed" ? w.heldBy(name) : w.doneBy(name);
}

function line({ at, who, what, sealed: parts }) {
  const name = who === null ? w.clock : who === "" ? `🔒 ${w.sealedWho}` : who;
  return el("li", {},
    el("time", { datetime: new Date(at).toISOString(), title: dayAndTime(at) }, clockTime(at / 1000)), " ",
    el("span", {}, `${name} ${w.what[what] ?? what}`),
    parts.length > 0 && el("ul", { class: "stored-sealed" }, parts.map(sealed)));
}

function sealed({ column, text }) {
  const short = text.length > SEALED_SHOWN ? `${text.slice(0, SEALED_SHOWN)}…` : text;
  return el("li", { title: text }, el("span", {}, w.column[column] ?? column), " 🔒 ", el("code", {}, short));
}

/** Whether the bot shows what it stored at all. */
export const storedThere = async () => (await ask().catch(() => null)) !== null;
