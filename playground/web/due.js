// What the story's clock will bring: the next thing with its time, to go there with one press, and a list of what else.

import { w } from "./day-words.js";
import { byId, el, menu, toast } from "./dom.js";
import * as server from "./server.js";
import { changed, loadStory, state } from "./state.js";
import { dayAndTime, nearTime } from "./when.js";
import { t } from "./words.js";

const SAME = 60_000; // ms; the bot and the stand-in tell of one poll's end, each in its own way
const LISTED = 9;

/** What is due, the nearest first, a poll's end once. */
function coming() {
  const all = state.due.filter((one) => one.at >= state.now - SAME).sort((a, b) => a.at - b.at);
  const told = all.filter((one) => one.what === "poll_close");
  return all.filter((one) => one.what !== "poll" || !told.some((other) => Math.abs(other.at - one.at) < SAME));
}

/** A thing that is due, in plain words. */
function words({ what, number, about }) {
  const said = w.due[what] ?? t.dueWords[what] ?? what;
  return typeof said === "function" ? said(number ?? about ?? "") : said;
}

/** Draws what is next, and the way to the rest. */
export function drawDue() {
  const [next, ...rest] = coming();
  const box = byId("due");
  byId("due-list").disabled = !next;
  const said = next ? t.dueNext(nearTime(next.at, state.now), words(next)) : t.dueNone;
  const sign = JSON.stringify([said, rest.length > 0]);
  if (box.dataset.sign === sign) return; // the keyboard may be on it
  box.dataset.sign = sign;
  if (!next) return box.replaceChildren(said);
  box.replaceChildren(
    el("button", { type: "button", class: "due-next", title: t.nextDueTitle, onclick: () => goTo("due") }, said),
    rest.length > 0 && el("button", { type: "button", class: "due-more", "aria-haspopup": "menu", "aria-label": w.dueList, title: w.dueList, onclick: list }, "▾"));
}

function list(event) {
  const items = coming().slice(0, LISTED);
  menu(event.currentTarget, items.map((one) => ({ text: `${nearTime(one.at, state.now)}　${words(one)}`, run: () => goTo(one.at) })), { label: w.dueList });
}

/** Where there is little room, one button opens the list. */
export const watchDue = () => byId("due-list").addEventListener("click", list);

/** Moves story time; `to` as the server takes it. */
export async function goTo(to) {
  const clock = document.querySelector(".clock");
  if (clock.hasAttribute("aria-busy")) return;
  clock.setAttribute("aria-busy", "true");
  byId("due").textContent = byId("due").dataset.sign = t.moving;
  try {
    const { now } = await server.moveStory(to);
    toast(t.movedTo(dayAndTime(now)));
    await loadStory();
  } catch (error) {
    toast(t.failed(error.message));
  } finally {
    clock.removeAttribute("aria-busy");
    changed();
  }
}
