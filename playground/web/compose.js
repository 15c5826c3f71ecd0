// Where one writes: words, a reply, an edit, files, a voice message.
// A draft stays with its chat and person, its words also across a reload.

import { attachMenu, prepared, release, takeFiles } from "./attach.js";
import { author, brief } from "./bubble.js";
import { tell } from "./acts.js";
import { byId, el, toast } from "./dom.js";
import { emojiMenu } from "./emoji.js";
import { base64, sampleVoice } from "./samples.js";
import * as server from "./server.js";
import { blocked, changed, isPrivate, keep, reachable, state } from "./state.js";
import { chooseSuggestion, commandMenu, mentionsIn, suggestFor, watchSuggestions } from "./suggest.js";
import { lastOwn } from "./thread.js";
import { canRecord, record } from "./voice.js";
import { t } from "./words.js";

const TALLEST = 160; // pixels, then it scrolls
const KEPT = "gridbell.drafts";
const TYPING_EVERY = 3000; // ms
const drafts = new Map();
const words = new Map(Object.entries(JSON.parse(sessionStorage.getItem(KEPT) ?? "{}")));
let draft = empty();
let owner = "";
let typedAt = -TYPING_EVERY;
let recording = null;

function empty() {
  return { replyTo: null, editing: null, files: [], anonymous: false };
}

/** Shows the draft of the open chat, or the Start button where the bot was never met. */
export function drawCompose() {
  const now = `${state.me} ${state.chat}`;
  if (now !== owner) {
    drafts.set(owner, draft);
    draft = drafts.get(now) ?? empty();
    owner = now;
    byId("text").value = words.get(now) ?? "";
    suggestFor(byId("text"));
  }
  const stranger = state.chat !== null && isPrivate(state.chat) && !reachable(state.chat);
  byId("start").hidden = !stranger;
  byId("start-why").textContent = blocked(state.chat) ? t.blockedWhy : t.startWhy;
  byId("compose").hidden = stranger || state.chat === null;
  grow();
  drawContext();
  drawFiles();
}

function drawContext() {
  const box = byId("context");
  const about = draft.editing ?? draft.replyTo;
  box.hidden = !about && !draft.anonymous;
  if (box.hidden) return box.replaceChildren();
  const head = draft.editing ? t.editing : about ? t.replyTo(author(about).name) : t.anonymousOn;
  box.replaceChildren(
    el("span", { class: "about-what" }, el("b", {}, head), about && el("span", {}, brief(about))),
    el("button", { type: "button", class: "icon", "aria-label": t.cancel, title: t.cancel, onclick: cancel }, "×"),
  );
}

function drawFiles() {
  const box = byId("pictures");
  box.hidden = draft.files.length === 0;
  box.replaceChildren(...draft.files.map((file) => el(
    "span", { class: `chosen ${file.kind}` },
    file.kind === "photo" ? el("img", { src: file.shown, alt: t.aPhoto }) : el("span", { class: "name" }, file.name),
    el("button", { type: "button", class: "icon", "aria-label": `${t.remove} ${file.name}`, title: t.remove, onclick: () => drop(file) }, "×"),
  )));
}

function drop(file) {
  release([file]);
  draft.files = draft.files.filter((one) => one !== file);
  refresh();
}

function cancel() {
  if (draft.editing) write("");
  draft.replyTo = draft.editing = null;
  draft.anonymous = false;
  refresh();
}

function write(text) {
  byId("text").value = text;
  remember();
}

function remember() {
  words.set(owner, byId("text").value);
  const kept = [...words].filter(([, text]) => text !== "");
  sessionStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(kept)));
}

function refresh() {
  drawContext();
  drawFiles();
  grow();
  byId("text").focus();
}

/** The next message answers this one. */
export function reply(message) {
  draft.replyTo = message;
  draft.editing = null;
  refresh();
}

/** What is sent next replaces the words of this own message. */
export function editOwn(message) {
  draft.editing = message;
  draft.replyTo = null;
  write(message.text ?? message.caption ?? "");
  refresh();
}

/** The words somebody left unsent in a chat. */
export const draftOf = (who, chat) => words.get(`${who} ${chat}`) ?? "";

/** Puts words where one writes, for the example of the hint. */
export function suggest(text) {
  write(text);
  refresh();
}

/** The next message is in the group's name. */
export function hide() {
  draft.anonymous = true;
  refresh();
}

/** Puts words where the cursor is. */
export function insert(text) {
  const box = byId("text");
  box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
  remember();
  grow();
}

/** Says these words at once, as a tapped command does. */
export const sendText = (text) => deliver({ text });

async function send() {
  const box = byId("text");
  const text = box.value.trim();
  const { editing, replyTo, files, anonymous } = draft;
  if (!text && files.length === 0) return;
  const before = { ...draft, text: box.value };
  Object.assign(draft, empty(), { anonymous });
  typedAt = -TYPING_EVERY;
  write("");
  suggestFor(box);
  refresh();
  const done = editing
    ? await server.edit(state.me, state.chat, editing.message_id, text).catch(tell)
    : await deliverAll(text, files, { reply_to: replyTo?.message_id, anonymous: anonymous || undefined });
  if (done || box.value) return release(files);
  Object.assign(draft, before); // it was not sent: nobody should have to type it again
  write(before.text);
  refresh();
}

/** Words alone, or files with the words under the first. */
async function deliverAll(text, files, more) {
  if (files.length === 0) return deliver({ text, mentions: mentionsIn(text), ...more });
  let caption = text || undefined;
  for (const what of await prepared(files)) {
    if (!(await deliver({ ...what, caption, ...more }))) return false;
    caption = undefined;
  }
  return true;
}

/** Says something as me in the open chat; `true` once the stand-in has it. */
export async function deliver(what) {
  try {
    const made = await server.say({ as: state.me, chat: state.chat, thread: state.thread || undefined, ...what });
    made.forEach((message) => keep(message, true));
    changed();
    return true;
  } catch (error) {
    tell(error);
    return false;
  }
}

/** Takes chosen, pasted or dropped files into the draft. */
export async function take(files) {
  draft.files = await takeFiles([...files], draft.files);
  refresh();
}

async function startRecording() {
  if (!canRecord()) return toast(t.cannotRecord);
  try {
    recording = await record();
  } catch {
    return toast(t.cannotRecord);
  }
  byId("compose").classList.add("records");
  byId("recording").hidden = false;
  byId("record-send").focus();
  const tick = () => {
    if (!recording) return;
    byId("record-time").textContent = recording.time();
    setTimeout(tick, 250);
  };
  tick();
}

async function endRecording(wanted) {
  const sound = recording;
  recording = null;
  byId("recording").hidden = true;
  byId("compose").classList.remove("records");
  byId("text").focus();
  if (!wanted || sound.seconds() < 0.6) return sound.cancel();
  const { blob, duration } = await sound.stop();
  await deliver({ voice: await base64(blob), told: { duration }, reply_to: draft.replyTo?.message_id });
  draft.replyTo = null;
  drawContext();
}

/** A sample for those who have no microphone at hand. */
export const sendSampleVoice = async () => deliver({ voice: await base64(sampleVoice()), told: { duration: 1 } });

/** The box grows with its words; the microphone gives way to Send. */
function grow() {
  const box = byId("text");
  const something = box.value.trim() !== "" || draft.files.length > 0 || draft.editing !== null;
  byId("send").hidden = !something;
  byId("record").hidden = something;
  box.style.height = "auto";
  const needed = box.scrollHeight + 2; // and its borders
  box.style.height = `${Math.min(needed, TALLEST)}px`;
  box.style.overflowY = needed > TALLEST ? "auto" : "hidden";
}

function typed() {
  grow();
  remember();
  suggestFor(byId("text"));
  if (performance.now() - typedAt < TYPING_EVERY || byId("text").value === "") return;
  typedAt = performance.now();
  server.typing(state.me, state.chat).catch(() => {}); // nobody misses it
}

function pressed(event) {
  const box = byId("text");
  if (event.isComposing || event.keyCode === 229) return; // Enter ends a Chinese word, it does not send (229: in Safari)
  if (chooseSuggestion(event)) return;
  if (event.key === "Enter" && !event.shiftKey) (event.preventDefault(), send());
  if (event.key === "Escape") cancel();
  const own = event.key === "ArrowUp" && box.value === "" && lastOwn();
  if (own) (event.preventDefault(), editOwn(own));
}

/** Listens to keys, paste, drop and buttons. */
export function watchCompose() {
  const box = byId("text");
  byId("compose").addEventListener("submit", (event) => (event.preventDefault(), send()));
  byId("attach").addEventListener("click", () => attachMenu(byId("attach")));
  byId("emoji").addEventListener("click", () => emojiMenu(byId("emoji")));
  byId("commands").addEventListener("click", () => commandMenu(byId("commands")));
  byId("record").addEventListener("click", startRecording);
  byId("record-cancel").addEventListener("click", () => endRecording(false));
  byId("record-send").addEventListener("click", () => endRecording(true));
  byId("recording").addEventListener("keydown", (event) => event.key === "Escape" && endRecording(false));
  byId("files").addEventListener("change", (event) => {
    take(event.target.files);
    event.target.value = "";
  });
  byId("start-button").addEventListener("click", () => server.start(state.me).catch(tell));
  watchSuggestions();
  box.addEventListener("input", typed);
  box.addEventListener("keydown", pressed);
  box.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length > 0) (event.preventDefault(), take(event.clipboardData.files));
  });
  const thread = byId("thread");
  thread.addEventListener("dragover", (event) => {
    event.preventDefault();
    thread.classList.add("drops");
  });
  thread.addEventListener("dragleave", (event) => thread.contains(event.relatedTarget) || thread.classList.remove("drops"));
  thread.addEventListener("drop", (event) => {
    event.preventDefault();
    thread.classList.remove("drops");
    if (!byId("compose").hidden) take(event.dataTransfer.files);
  });
}
