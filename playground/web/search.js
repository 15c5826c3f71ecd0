// Search in the open chat: the hits as a list, then one after the other in the chat.

import { author, brief } from "./bubble.js";
import { byId, el } from "./dom.js";
import * as server from "./server.js";
import { changed, state } from "./state.js";
import { show } from "./thread.js";
import { dayAndTime } from "./when.js";
import { t } from "./words.js";

const PAUSE = 180; // ms after a key before it is looked for
let hits = [];
let at = -1;
let place = null; // the chat that is searched
let timer = 0;
let turn = 0;

/** Hides the search when another chat was opened. */
export function drawSearch() {
  if (place !== null && place !== state.chat) shut();
}

export function openSearch() {
  if (state.chat === null) return;
  place = state.chat;
  byId("search").hidden = false;
  byId("search-text").focus();
  byId("search-text").select();
}

function shut() {
  place = null;
  hits = [];
  byId("search").hidden = true;
  byId("hits").hidden = true;
  byId("search-text").value = "";
  count();
}

function count() {
  const some = hits.length > 0;
  const asked = byId("search-text").value.trim() !== "";
  byId("search-count").textContent = !asked ? "" : !some ? t.noHits : at < 0 ? t.hits(hits.length) : `${at + 1} / ${hits.length}`;
  byId("search-up").disabled = byId("search-down").disabled = !some;
}

async function look() {
  const mine = ++turn;
  const text = byId("search-text").value.trim();
  const found = text ? await server.search(place, text).catch(() => []) : [];
  if (mine !== turn || place === null) return;
  hits = found;
  at = -1;
  byId("hits").hidden = hits.length === 0;
  byId("hits").replaceChildren(...hits.map((message, i) => el("li", {}, el(
    "button",
    { type: "button", onclick: () => go(i) },
    el("span", { class: "pair" }, el("b", {}, author(message).name), el("small", {}, dayAndTime(message.date * 1000))),
    el("span", { class: "line-of" }, marked(brief(message), text)),
  ))));
  count();
}

/** The words with those that were looked for marked; a long text begins shortly before the first. */
function marked(words, wanted) {
  const low = words.toLowerCase();
  const parts = wanted.toLowerCase().split(/\s+/);
  const first = Math.max(0, Math.min(...parts.map((part) => low.indexOf(part)).filter((i) => i >= 0), words.length) - 16);
  const nodes = first > 0 ? ["…"] : [];
  for (let i = first; i < words.length;) {
    const part = low.length === words.length && parts.find((one) => low.startsWith(one, i));
    if (part) nodes.push(el("mark", {}, words.slice(i, i + part.length)));
    else nodes.push(words[i]);
    i += part ? part.length : 1;
  }
  return nodes;
}

/** Goes to a hit; they are numbered from the newest. */
function go(i) {
  at = (i + hits.length) % hits.length;
  byId("hits").hidden = true;
  count();
  if (state.thread !== null) (state.thread = null), changed();
  show(hits[at].message_id);
}

/** Listens to the search line. */
export function watchSearch() {
  const box = byId("search-text");
  byId("find").addEventListener("click", openSearch);
  byId("search-close").addEventListener("click", shut);
  byId("search-up").addEventListener("click", () => go(at + 1));
  byId("search-down").addEventListener("click", () => go(at < 0 ? hits.length - 1 : at - 1));
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  box.addEventListener("focus", () => (byId("hits").hidden = hits.length === 0));
  byId("search").addEventListener("keydown", (event) => {
    if (event.key === "Escape") (event.preventDefault(), shut(), byId("text").focus());
    if (event.key === "Enter" && event.target === box && hits.length > 0) {
      event.preventDefault();
      go(event.shiftKey ? at - 1 : at + 1);
      box.focus();
      byId("hits").hidden = true;
    }
    if (event.key === "ArrowDown" && event.target === box) byId("hits").querySelector("button")?.focus();
  });
}
