// "Play a day": the bar with a step's words and the keys to pause, go on, step and stop. Whoever takes over by hand makes
// it pause; it goes on from there.

import { CAST, STEPS } from "./day-steps.js";
import { complete, Stopped, town } from "./day-town.js";
import { w } from "./day-words.js";
import { byId, el } from "./dom.js";
import { onChange, state } from "./state.js";
import { showStored, storedShown } from "./panel.js";
import { language } from "./words.js";

const READING = 55; // ms that a letter of the words beside a step takes to read
/** `idle`, `running`, `step` (to the end of this step), `paused`, `over`. */
const play = { mode: "idle", at: 0, more: "", hurry: false, done: 0 };
const wakers = new Set(); // beats that wait for a change of the mode

/** Puts the entry above the chats and the bar below everything, if everybody is there whom the day needs. */
export function watchDay() {
  if (!complete(CAST.people, CAST.chats)) return;
  document.querySelector(".chats").prepend(entry());
  document.body.append(bar());
  for (const kind of ["click", "keydown"]) document.querySelector("main").addEventListener(kind, byHand, true);
  // What lies over the page ends where the bar begins, however large the type is.
  new ResizeObserver(() => document.body.style.setProperty("--day-bar", `${byId("day").offsetHeight}px`)).observe(byId("day"));
  onChange(draw);
  draw();
}

function entry() {
  return el("div", { class: "day-entry" },
    el("button", { type: "button", id: "day-begin", class: "primary", onclick: begin }),
    el("p", { id: "day-about" }));
}

function bar() {
  const key = (id, run) => el("button", { type: "button", id, onclick: run });
  return el("section", { id: "day", class: "day-bar", hidden: true },
    el("progress", { id: "day-done", max: String(STEPS.length), value: "0", "aria-hidden": "true" }),
    el("div", { class: "day-words", role: "status", "aria-live": "polite" }, el("p", { id: "day-now" }), el("p", { id: "day-more" })),
    el("div", { class: "day-keys" },
      key("day-pause", () => turn(play.mode === "running" || play.mode === "step" ? "paused" : "running")),
      key("day-next", step),
      key("day-stored", () => showStored(!storedShown())),
      key("day-stop", stop)));
}

/** Ends the play; once it is over, puts the bar away. */
function stop() {
  const away = play.mode === "over";
  turn(away ? "idle" : "over");
  if (away) byId("day-begin").focus();
}

/** Begins a new day. */
function begin() {
  Object.assign(play, { mode: "running", at: 0, more: "", hurry: false, done: play.done + 1 });
  if (matchMedia("(min-width: 1180px)").matches) showStored(true);
  draw();
  byId("day-pause").focus(); // the button just pressed is gone
  run(play.done);
}

/** Plays one step more, or hurries the one under way to its end. */
function step() {
  if (play.mode !== "paused") play.hurry = true;
  turn(play.mode === "paused" ? "step" : play.mode);
}

function turn(mode) {
  play.mode = mode;
  wakers.forEach((wake) => wake());
  draw();
}

/** What people do by hand while it plays: it waits for them. Its own steps are no such events. */
function byHand(event) {
  if (!event.isTrusted || !["running", "step"].includes(play.mode)) return;
  if (event.type === "click" ? event.target.closest("button, a, textarea, input") : event.target.closest("textarea")) {
    play.more = w.yours;
    turn("paused");
  }
}

/** Plays all steps of the day numbered `day`. */
async function run(day) {
  const over = () => play.done !== day || ["over", "idle"].includes(play.mode);
  const beat = (ms) => pause(ms, over);
  const tells = async (words) => ((play.more = words), draw(), beat(reading(words)));
  const slow = (yes) => ((play.more = yes ? w.slowly : ""), draw());
  const stage = town(beat, tells, slow);
  const kept = {};
  try {
    for (play.at = 0; play.at < STEPS.length; play.at++) {
      const { name, run: act } = STEPS[play.at];
      play.more = "";
      draw();
      await beat(700);
      await act(stage, kept).catch((error) => {
        if (error instanceof Stopped) throw error;
        console.warn("day", name, error);
        play.more = w.already; // somebody did it by hand, so it goes on with the next
        draw();
      });
      await beat(name === "end" ? 0 : reading(w.steps[name]));
      play.hurry = false;
      if (play.mode === "step" && name !== "end") turn("paused");
      await beat(0);
    }
    turn("over");
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
}

const reading = (words) => 900 + (words.length * READING) / (language === "en" ? 2.2 : 1);

/** Waits so long, and as long as it is paused; less if it is hurried. */
async function pause(ms, over) {
  const until = performance.now() + ms;
  for (;;) {
    if (over()) throw new Stopped();
    const left = play.hurry ? 0 : until - performance.now();
    if (play.mode !== "paused" && left <= 0) return;
    await new Promise((wake) => {
      const once = () => (clearTimeout(timer), wakers.delete(once), wake());
      const timer = setTimeout(once, play.mode === "paused" ? 60_000 : left);
      wakers.add(once);
    });
  }
}

function draw() {
  const { mode } = play;
  const name = STEPS[Math.min(play.at, STEPS.length - 1)].name;
  document.body.dataset.day = mode;
  byId("day-begin").textContent = w.begin;
  byId("day-about").textContent = w.about;
  byId("day").hidden = mode === "idle";
  byId("day").setAttribute("aria-label", w.title);
  byId("day-done").value = mode === "idle" ? 0 : play.at + (mode === "over" ? 1 : 0.5);
  say("day-now", mode === "over" && name !== "end" ? w.stopped : w.steps[name]);
  say("day-more", mode === "paused" && !play.more ? w.pausedHere : play.more);
  label(byId("day-pause"), mode === "running" || mode === "step" ? ["❚❚", w.pause] : ["▶", w.goOn]);
  label(byId("day-next"), ["▸❙", w.next]);
  label(byId("day-stored"), ["🔒", w.storedShort]);
  byId("day-stored").setAttribute("aria-pressed", String(storedShown()));
  label(byId("day-stop"), mode === "over" ? ["✓", w.myTurn] : ["■", w.stop]);
  byId("day-pause").hidden = byId("day-next").hidden = mode === "over";
}

/** Writes words only when they changed, so that a screen reader tells each once. */
function say(id, words) {
  if (byId(id).textContent !== words) byId(id).textContent = words;
  byId(id).hidden = words === "";
}

function label(button, [sign, words]) {
  button.replaceChildren(el("i", { "aria-hidden": "true" }, sign), " ", el("span", {}, words));
}
