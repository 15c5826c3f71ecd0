// Every word of the page, in Chinese, 繁體 and English: a table for each language in `words-….js`.
// `t.key` is the word in the language of now; a word with parts is a function.

import { en } from "./words-en.js";
import { tw } from "./words-tw.js";
import { zh } from "./words-zh.js";

const tables = { "zh-CN": zh, "zh-TW": tw, en };
const KEPT = "gridbell.language";

/** The languages there are, each by its own name. */
export const LANGUAGES = { "zh-CN": "简体中文", "zh-TW": "繁體中文", en: "English" };

/** The language of the page: what was chosen before, else the browser's, else Chinese. */
export let language = first();

function first() {
  const kept = localStorage.getItem(KEPT);
  if (kept in tables) return kept;
  const wanted = navigator.languages?.[0] ?? "zh-CN";
  if (/^zh-(Hant|TW|HK|MO)/i.test(wanted)) return "zh-TW";
  return wanted.startsWith("en") ? "en" : "zh-CN";
}

/** The words of the language of now. */
export const t = new Proxy({}, { get: (_, key) => tables[language][key] });

/** Changes to another language and remembers it. */
export function setLanguage(name) {
  language = name in tables ? name : language;
  localStorage.setItem(KEPT, language);
}

/** Fills the words of the fixed parts of the page. */
export function fillWords() {
  document.documentElement.lang = language;
  document.title = t.title;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t[node.dataset.t];
  for (const node of document.querySelectorAll("[data-t-title]")) node.title = t[node.dataset.tTitle];
  for (const node of document.querySelectorAll("[data-t-placeholder]")) node.placeholder = t[node.dataset.tPlaceholder];
  for (const node of document.querySelectorAll("[data-t-label]")) {
    node.setAttribute("aria-label", t[node.dataset.tLabel]);
    if (node.tagName === "BUTTON") node.title = t[node.dataset.tLabel];
  }
}
