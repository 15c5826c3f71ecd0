// What one sets once: language, light or dark, the size of the type; and the list of keys.

import { byId, dialog, dialogHead, el } from "./dom.js";
import { openSearch } from "./search.js";
import { become, changed, groups, open, speakers, state } from "./state.js";
import { LANGUAGES, language, setLanguage, t } from "./words.js";

const THEMES = ["auto", "light", "dark"];
const SIZES = ["normal", "large", "huge"];
const night = matchMedia("(prefers-color-scheme: dark)");
const kept = (name, all) => {
  const value = localStorage.getItem(`gridbell.${name}`);
  return all.includes(value) ? value : all[0];
};

/** Sets the look as it was left; before anything is drawn. */
export function applyLook() {
  const root = document.documentElement;
  const theme = kept("theme", THEMES);
  root.dataset.theme = theme === "auto" ? (night.matches ? "dark" : "light") : theme;
  root.dataset.size = kept("size", SIZES);
}

function set(name, value) {
  localStorage.setItem(`gridbell.${name}`, value);
  applyLook();
  changed(); // what was measured in the old size
}

/** `again` is called when the language changed. */
export function watchSettings(again) {
  const speak = (name) => {
    setLanguage(name);
    again();
  };
  byId("settings").addEventListener("click", () => showSettings(speak));
  addEventListener("keydown", shortcut);
  night.addEventListener("change", applyLook);
}

function showSettings(speak) {
  dialog(t.settings, (close) => [
    dialogHead(t.settings, close),
    choice(t.language, Object.entries(LANGUAGES), language, (name) => (speak(name), showSettings(speak)), true),
    choice(t.theme, THEMES.map((name) => [name, t.themes[name]]), kept("theme", THEMES), (name) => set("theme", name)),
    choice(t.size, SIZES.map((name) => [name, t.sizes[name]]), kept("size", SIZES), (name) => set("size", name)),
    el("details", { class: "keys-help" }, el("summary", {}, t.keys),
      el("dl", {}, Object.entries(t.keyHelp).flatMap(([key, what]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, what)]))),
  ]);
}

function choice(label, options, now, pick, spoken = false) {
  return el("fieldset", { class: "segments" }, el("legend", {}, label), el("div", { class: "segment-row" }, options.map(([value, name]) => el(
    "label",
    { lang: spoken ? value : undefined },
    el("input", { type: "radio", name: label, checked: value === now, onchange: () => pick(value) }),
    el("span", {}, name),
  ))));
}

/** Keys that work everywhere on the page. */
function shortcut(event) {
  if (event.isComposing || byId("dialog").open) return;
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "f" && state.chat !== null && document.activeElement !== byId("search-text")) {
    event.preventDefault();
    return openSearch();
  }
  if (!event.altKey || command) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const number = Number(/^Digit([1-9])$/.exec(event.code)?.[1]);
  if (step) {
    const all = [...groups().map((chat) => chat.id), state.me];
    open(all[(all.indexOf(state.chat) + step + all.length) % all.length]);
  } else if (number && speakers(state.chat)[number - 1]) become(speakers(state.chat)[number - 1].id);
  else return;
  event.preventDefault();
  changed();
  byId("text").focus();
}
