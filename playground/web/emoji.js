// Emoji to write and stickers to send.

import { deliver, insert } from "./compose.js";
import { el, menu } from "./dom.js";
import { t } from "./words.js";

const EMOJI = [..."😀😄😂🙂😊😍😘😎🤔😅😢😭😡😱🤝👍👎👌👏🙏💪👀🙈🌹🎉❤💯🔥☀🌧❄🏠🔧💡🚰🛗🚮🅿🚲📢📞⏰✅"];
const STICKERS = ["👍", "🙏", "🌹", "🎉", "😂", "😭", "🤝", "💪", "🏮", "🥟", "🍵", "🐼"];

/** The menu of the smiling face. */
export function emojiMenu(anchor) {
  const grid = (label, list, name, run) => el("div", { class: `grid ${name}`, role: "group", "aria-label": label },
    list.map((emoji) => el("button", { type: "button", role: "menuitem", "aria-label": `${label} ${emoji}`, onclick: run(emoji) }, emoji)));
  const head = (choose) => el("div", { class: "emoji-menu" },
    grid(t.emoji, EMOJI, "small", (emoji) => choose(() => insert(emoji), true)),
    el("p", { class: "menu-head" }, t.stickers),
    grid(t.stickers, STICKERS, "big", (emoji) => choose(() => deliver({ sticker: emoji }))));
  menu(anchor, [], { head, label: t.emoji });
}
