// A message's text with its entities (bold, links, commands, …) as nodes.
// Offsets count UTF-16 units, in Telegram as in JavaScript.

import { el } from "./dom.js";

const PLAIN = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

/** Nodes for a text; `act` is told of a tapped command or link inside the playground. */
export function rich(text, entities, act) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return between(text, sorted, 0, text.length, act);
}

/** The part of the text from `from` to `to`; entities that lie inside another become its children. */
function between(text, entities, from, to, act) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; i++) {
    const entity = entities[i];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || entity.offset >= to) continue;
    nodes.push(text.slice(at, entity.offset));
    const inner = entities.slice(i + 1).filter((other) => other.offset < end);
    nodes.push(wrap(entity, text.slice(entity.offset, end), between(text, inner, entity.offset, end, act), act));
    at = end;
  }
  nodes.push(text.slice(at, to));
  return nodes.filter((node) => node !== "");
}

function wrap(entity, words, children, act) {
  switch (entity.type) {
    case "bot_command":
      return el("button", { type: "button", class: "link", onclick: () => act.command(words) }, children);
    case "url":
      return link(/^\w+:/.test(words) ? words : `https://${words}`, children, act);
    case "text_link":
      return link(entity.url, children, act);
    case "phone_number":
      return el("a", { href: `tel:${words.replace(/[^\d+]/g, "")}` }, children);
    case "mention":
    case "text_mention":
    case "hashtag":
      return el("span", { class: "mention" }, children);
    case "spoiler":
      return el("span", { class: "spoiler", tabindex: "0" }, children);
    default:
      return PLAIN[entity.type] ? el(PLAIN[entity.type], {}, children) : el("span", {}, children);
  }
}

function link(address, children, act) {
  if (act.inside(address)) return el("button", { type: "button", class: "link", onclick: () => act.go(address) }, children);
  const safe = /^(https?|tel|mailto):/i.test(address);
  return el("a", { href: safe && address, target: "_blank", rel: "noopener noreferrer" }, children);
}
