// Where one writes: words, a reply, an edit, photos (chosen, pasted, dropped), a voice message, a sticker.
// A draft stays with its chat and person.

import { author, brief } from "./bubble.js";
import { byId, el, menu, toast } from "./dom.js";
import { base64, samplePhoto, sampleVoice, shrunk } from "./samples.js";
import * as server from "./server.js";
import { blocked, changed, isAdmin, isPrivate, put, reachable, state } from "./state.js";
import { lastOwn, tell } from "./thread.js";
import { t } from "./words.js";

const MOST_PHOTOS = 10; // Telegram's limit of an album
const TALLEST = 160; // pixels, then it scrolls
const drafts = new Map();
let draft = empty();
let owner = "";

function empty() {
  return { text: "", replyTo: null, editing: null, photos: [], anonymous: false };
}

/** Shows the draft of the open chat, or the Start button where the bot was never met. */
export function drawCompose() {
  const now = `${state.me} ${state.chat}`;
  if (now !== owner) {
    draft.text = byId("text").value;
    drafts.set(owner, draft);
    draft = drafts.get(now) ?? empty();
    owner = now;
    byId("text").value = draft.text;
  }
  const stranger = state.chat !== null && isPrivate(state.chat) && !reachable(state.chat);
  byId("start").hidden = !stranger;
  byId("start-why").textContent = blocked(state.chat) ? t.blockedWhy : t.startWhy;
  byId("compose").hidden = stranger || state.chat === null;
  grow();
  drawContext();
  drawPictures();
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

function drawPictures() {
  const box = byId("pictures");
  box.hidden = draft.photos.length === 0;
  box.replaceChildren(...draft.photos.map((photo) => el(
    "span", { class: "chosen" },
    el("img", { src: photo.shown, alt: t.aPhoto }),
    el("button", { type: "button", class: "icon", "aria-label": t.remove, title: t.remove, onclick: () => drop(photo) }, "×"),
  )));
}

function drop(photo) {
  URL.revokeObjectURL(photo.shown);
  draft.photos = draft.photos.filter((one) => one !== photo);
  drawPictures();
}

function cancel() {
  if (draft.editing) byId("text").value = "";
  draft.replyTo = draft.editing = null;
  draft.anonymous = false;
  refresh();
}

function refresh() {
  drawContext();
  drawPictures();
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
  byId("text").value = message.text ?? message.caption ?? "";
  refresh();
}

/** Puts words where one writes, for the example of the hint. */
export function suggest(words) {
  byId("text").value = words;
  refresh();
}

/** Says these words at once, as a tapped command does. */
export const sendText = (text) => deliver({ text });

async function send() {
  const box = byId("text");
  const text = box.value.trim();
  const { editing, replyTo, photos, anonymous } = draft;
  if (!text && photos.length === 0) return;
  const before = { ...draft, text: box.value };
  Object.assign(draft, empty(), { anonymous });
  box.value = "";
  refresh();
  const done = editing
    ? await server.edit(state.me, state.chat, editing.message_id, text).catch(tell)
    : await deliver({
      ...(photos.length > 0 ? { photos: await Promise.all(photos.map((one) => base64(one.blob))), caption: text || undefined } : { text }),
      reply_to: replyTo?.message_id,
      anonymous: anonymous || undefined,
    });
  if (done || box.value) return photos.forEach((one) => URL.revokeObjectURL(one.shown));
  Object.assign(draft, before); // it was not sent: nobody should have to type it again
  box.value = before.text;
  refresh();
}

/** Says something as me in the open chat; `true` once the stand-in has it. */
async function deliver(what) {
  try {
    const made = await server.say({ as: state.me, chat: state.chat, ...what });
    made.forEach((message) => put(message, true));
    changed();
    return true;
  } catch (error) {
    tell(error);
    return false;
  }
}

async function take(files) {
  const pictures = [...files].filter((file) => file.type.startsWith("image/"));
  if (pictures.length < files.length) toast(t.notPicture);
  if (draft.photos.length + pictures.length > MOST_PHOTOS) toast(t.tooMany);
  for (const file of pictures.slice(0, MOST_PHOTOS - draft.photos.length)) {
    const blob = await shrunk(file).catch(() => null);
    if (!blob) toast(t.notPicture);
    else draft.photos.push({ blob, shown: URL.createObjectURL(blob) });
  }
  refresh();
}

function attachMenu() {
  const items = [
    { text: t.photo, run: () => byId("files").click() },
    { text: t.samplePhoto, run: async () => take([await samplePhoto()]) },
    { text: t.voice, run: async () => deliver({ voice: await base64(sampleVoice()) }) },
    { text: t.sticker, run: () => deliver({ sticker: true }) },
  ];
  if (isAdmin(state.me, state.chat)) items.push({ text: t.anonymous, run: () => ((draft.anonymous = true), refresh()) });
  menu(byId("attach"), items);
}

function grow() {
  const box = byId("text");
  box.style.height = "auto";
  const needed = box.scrollHeight + 2; // and its borders
  box.style.height = `${Math.min(needed, TALLEST)}px`;
  box.style.overflowY = needed > TALLEST ? "auto" : "hidden";
}

/** Listens to keys, paste, drop and buttons. */
export function watchCompose() {
  const box = byId("text");
  byId("compose").addEventListener("submit", (event) => (event.preventDefault(), send()));
  byId("attach").addEventListener("click", attachMenu);
  byId("files").addEventListener("change", (event) => {
    take(event.target.files);
    event.target.value = "";
  });
  byId("start-button").addEventListener("click", () => server.start(state.me).catch(tell));
  box.addEventListener("input", grow);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter ends a Chinese word, it does not send
    if (event.key === "Enter" && !event.shiftKey) (event.preventDefault(), send());
    if (event.key === "Escape") cancel();
    const own = event.key === "ArrowUp" && box.value === "" && lastOwn();
    if (own) (event.preventDefault(), editOwn(own));
  });
  box.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length > 0) (event.preventDefault(), take(event.clipboardData.files));
  });
  const thread = byId("thread");
  thread.addEventListener("dragover", (event) => event.preventDefault());
  thread.addEventListener("drop", (event) => (event.preventDefault(), take(event.dataTransfer.files)));
}
