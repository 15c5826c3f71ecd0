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
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
}

/** Redraws inside `parent`; the keyboard stays on the same button, or bubble, of the same row (`data-id`). */
export function keepFocus(parent, redraw) {
  const active = parent.contains(document.activeElement) ? document.activeElement : null;
  const row = active?.closest("[data-id]");
  redraw();
  if (!row || active.isConnected) return;
  const again = parent.querySelector(`[data-id="${row.dataset.id}"]`);
  if (!again) return;
  if (active.tagName === "ARTICLE") return again.querySelector("article")?.focus({ preventScroll: true });
  const buttons = [...again.querySelectorAll("button")];
  const same = buttons.find((button) => button.textContent === active.textContent);
  (same ?? buttons.at(-1))?.focus({ preventScroll: true }); // never on another button of a card, which Enter would press
}

/** A coloured disc with the first letter of a name. */
export function avatar(id, name, kind = "") {
  const letter = [...name.replace(/[^\p{L}\p{N}]/gu, "")][0] ?? "?";
  const tone = Math.abs(Number(id)) % 8;
  return el("span", { class: `avatar tone-${tone} ${kind}`, "aria-hidden": "true" }, letter.toUpperCase());
}

let toastTimer = 0;
/** A short note that goes by itself; a longer note stays longer. */
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
  box.replaceChildren(...[build(() => box.close())].flat(2).filter(Boolean));
  box.onclick = (event) => {
    if (event.target === box) box.close(); // beside the dialog; returning `false` here would undo every press inside
  };
  box.showModal();
  box.querySelector('input[type="text"]')?.focus();
}

/** The head of a dialog: its title and the way out. */
export const dialogHead = (title, close) => el("header", { class: "row" },
  el("h2", {}, title),
  el("button", { type: "button", class: "icon", "aria-label": t.close, onclick: close }, "×"));

/** The bot's alert after a tap. */
export function alertBox(text) {
  dialog(text, (close) => [
    el("p", { class: "alert-text" }, text),
    el("div", { class: "row end" }, el("button", { type: "button", class: "primary", onclick: close }, t.ok)),
  ]);
}

/** A menu beside `anchor`, or at `place`; an item is `{ text, icon?, danger?, run }` (`icon`: a path as in `icons.js`), `head` stands above the items. */
export function menu(anchor, items, { head, place, label } = {}) {
  document.querySelector(".menu")?.remove();
  const opener = document.activeElement;
  const shut = (back) => {
    box.remove();
    removeEventListener("pointerdown", outside, true);
    if (back) opener?.focus?.({ preventScroll: true });
  };
  const outside = (event) => !box.contains(event.target) && shut(false);
  const choose = (run, stays = false) => () => (stays || shut(true), run());
  const box = el("div", { class: "menu", role: "menu", "aria-label": label, tabindex: "-1" });
  if (head) box.append(head(choose));
  for (const { text, icon, danger, run } of items) {
    const mark = icon && el("i", { "aria-hidden": "true" }, drawing(icon));
    box.append(el("button", { type: "button", role: "menuitem", class: danger ? "danger" : "", onclick: choose(run) }, mark, text));
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
    event.stopPropagation();
  });
  document.querySelector("main").append(box);
  settle(box, place ? { left: place.x, right: place.x, top: place.y, bottom: place.y } : anchor.getBoundingClientRect());
  addEventListener("pointerdown", outside, true);
  (box.querySelector("button") ?? box).focus({ preventScroll: true });
}

/** Puts a floating box beside its anchor, inside the window. */
function settle(box, at) {
  const { width, height } = box.getBoundingClientRect();
  const below = at.bottom + 4 + height < innerHeight;
  const left = Math.min(Math.max(8, at.left), innerWidth - width - 8);
  const top = below ? at.bottom + 4 : at.top - height - 4;
  box.style.left = `${Math.max(8, left)}px`;
  box.style.top = `${Math.min(Math.max(8, top), Math.max(8, innerHeight - height - 8))}px`;
}
