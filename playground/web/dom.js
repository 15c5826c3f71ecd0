// Small tools of the page: making elements, menus, toasts, dialogs, avatars.
// They know nothing of chats.

import { t } from "./words.js";

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/** Makes an element; `on…` listens, `false` or `undefined` leaves an attribute out. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

/** A line drawing of 24 by 24, from the path of an SVG. */
export function drawing(path) {
  const [picture, line] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  picture.setAttribute("viewBox", "0 0 24 24");
  line.setAttribute("d", path);
  picture.append(line);
  return picture;
}

/** Makes `parent` hold exactly `nodes`, moving only what changed, so that focus and players survive. */
export function keepChildren(parent, nodes) {
  const wanted = new Set(nodes);
  for (const old of [...parent.childNodes]) if (!wanted.has(old)) old.remove();
  nodes.forEach((node, i) => {
    if (parent.childNodes[i] !== node) parent.insertBefore(node, parent.childNodes[i] ?? null);
  });
}

/** Redraws inside `parent`; the keyboard stays on the same button of the same row (`data-id`). */
export function keepFocus(parent, redraw) {
  const active = parent.contains(document.activeElement) ? document.activeElement : null;
  const row = active?.closest("[data-id]");
  redraw();
  if (!row || active.isConnected) return;
  const again = [...(parent.querySelector(`[data-id="${row.dataset.id}"]`)?.querySelectorAll("button") ?? [])];
  const same = again.find((button) => button.textContent === active.textContent);
  (same ?? again.at(-1))?.focus({ preventScroll: true }); // never on another button of a card, which Enter would press
}

/** A coloured disc with the first letter of a name. */
export function avatar(id, name, kind = "") {
  const letter = [...name.replace(/[^\p{L}\p{N}]/gu, "")][0] ?? "?";
  const tone = Math.abs(Number(id)) % 8;
  return el("span", { class: `avatar tone-${tone} ${kind}`, "aria-hidden": "true" }, letter.toUpperCase());
}

let toastTimer = 0;
/** A short note at the bottom that goes by itself; a longer note stays longer. */
export function toast(text) {
  const box = byId("toast");
  box.textContent = text;
  box.classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => box.classList.remove("shown"), 2600 + text.length * 60);
}

/** A dialog with these contents; `close` is passed to the builder. */
export function dialog(label, build) {
  const box = byId("dialog");
  if (box.open) box.close();
  box.setAttribute("aria-label", label);
  box.replaceChildren(...[build(() => box.close())].flat());
  box.onclick = (event) => {
    if (event.target === box) box.close(); // beside the dialog; returning `false` here would undo every press inside
  };
  box.showModal();
}

/** The bot's alert after a tap. */
export function alertBox(text) {
  dialog(text, (close) => [
    el("p", { class: "alert-text" }, text),
    el("div", { class: "row end" }, el("button", { type: "button", class: "primary", onclick: close }, t.ok)),
  ]);
}

/** A menu under or over `anchor`; an item is `{ text, run }`, `head` stands above the items. */
export function menu(anchor, items, head) {
  const opener = document.activeElement;
  const shut = (back) => {
    box.remove();
    removeEventListener("pointerdown", outside, true);
    if (back) opener?.focus?.();
  };
  const outside = (event) => !box.contains(event.target) && shut(false);
  const choose = (run) => () => (shut(true), run());
  const box = el("div", { class: "menu", role: "menu" });
  if (head) box.append(head(choose));
  for (const { text, run } of items) {
    box.append(el("button", { type: "button", role: "menuitem", onclick: choose(run) }, text));
  }
  box.addEventListener("keydown", (event) => {
    const all = [...box.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) all[(at + step + all.length) % all.length].focus();
    else if (event.key === "Escape") shut(true);
    else if (event.key === "Tab") return shut(true);
    else return;
    event.preventDefault();
  });
  document.body.append(box);
  place(box, anchor.getBoundingClientRect());
  addEventListener("pointerdown", outside, true);
  box.querySelector("button")?.focus();
}

/** Puts a floating box beside its anchor, inside the window. */
function place(box, at) {
  const { width, height } = box.getBoundingClientRect();
  const below = at.bottom + 4 + height < innerHeight;
  const left = Math.min(Math.max(8, at.left), innerWidth - width - 8);
  box.style.left = `${left}px`;
  box.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - height - 4)}px`;
}
