// The words of the played day, of what is stored and of what is due, in three languages.

import { en } from "./day-words-en.js";
import { tw } from "./day-words-tw.js";
import { zh } from "./day-words-zh.js";
import { language } from "./words.js";

const tables = { "zh-CN": zh, "zh-TW": tw, en };

/** The words of the language of now; a word with parts is a function. */
export const w = new Proxy({}, { get: (_, key) => (tables[language] ?? zh)[key] });
