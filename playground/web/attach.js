// What one can send besides words: chosen files, a place, a poll, a dice, samples.

import { deliver, hide, sendSampleVoice, take } from "./compose.js";
import { byId, dialog, dialogHead, el, menu, toast } from "./dom.js";
import { icons } from "./icons.js";
import { base64, samplePhoto, shrunk } from "./samples.js";
import { isAdmin, isPrivate, state } from "./state.js";
import { t } from "./words.js";

const MOST_PHOTOS = 10; // Telegram's limit of an album
const LARGEST = 20 * 1024 * 1024; // bytes that a bot can fetch

/** Adds files to those chosen before: pictures made smaller, sounds as voice messages, the rest as documents. */
export async function takeFiles(files, chosen) {
  const list = [...chosen];
  for (const file of files) {
    if (file.size > LARGEST) {
      toast(t.tooLarge);
      continue;
    }
    if (file.type.startsWith("image/") && list.filter((one) => one.kind === "photo").length >= MOST_PHOTOS) {
      toast(t.tooMany);
      continue;
    }
    list.push(await sorted(file));
  }
  return list;
}

async function sorted(file) {
  const name = file.name || t.aPhoto;
  const picture = file.type.startsWith("image/") && (await shrunk(file).catch(() => null));
  if (picture) return { kind: "photo", blob: picture, name, shown: URL.createObjectURL(picture) };
  if (file.type.startsWith("video/")) return { kind: "video", blob: file, name };
  if (file.type.startsWith("audio/")) return { kind: "voice", blob: file, name };
  return { kind: "document", blob: file, name };
}

/** Frees what showed chosen files. */
export const release = (files) => files.forEach((file) => file.shown && URL.revokeObjectURL(file.shown));

/** The messages that files become: the pictures an album, each other file one. */
export async function prepared(files) {
  const photos = files.filter((file) => file.kind === "photo");
  const made = photos.length > 0 ? [{ photos: await Promise.all(photos.map((file) => base64(file.blob))) }] : [];
  for (const { kind, blob, name } of files.filter((file) => file.kind !== "photo")) {
    const content = await base64(blob);
    if (kind === "document") made.push({ document: { name, content } });
    else made.push({ [kind]: content, told: await measured(kind, blob) });
  }
  return made;
}

/** What a program would read from a video or a sound: length in seconds, width and height. */
function measured(kind, blob) {
  return new Promise((done) => {
    const probe = document.createElement(kind === "video" ? "video" : "audio");
    const end = (told) => (URL.revokeObjectURL(probe.src), done(told));
    probe.preload = "metadata";
    probe.onloadedmetadata = () => {
      const seconds = Number.isFinite(probe.duration) ? Math.max(1, Math.round(probe.duration)) : undefined;
      end({ duration: seconds, width: probe.videoWidth || undefined, height: probe.videoHeight || undefined });
    };
    probe.onerror = () => end({});
    probe.src = URL.createObjectURL(blob);
  });
}

function choose(accept) {
  byId("files").accept = accept;
  byId("files").click();
}

/** The menu of the plus. */
export function attachMenu(anchor) {
  const items = [
    { text: t.photo, icon: icons.photo, run: () => choose("image/*,video/*") },
    { text: t.file, icon: icons.file, run: () => choose("") },
    { text: t.voiceFile, icon: icons.sound, run: () => choose("audio/*") },
    { text: t.place, icon: icons.place, run: askPlace },
    { text: t.poll, icon: icons.poll, run: askPoll },
    { text: t.contact, icon: icons.person, run: () => deliver({ contact: true }) },
    { text: t.dice, icon: icons.dice, run: () => deliver({ dice: "🎲" }) },
    { text: t.samplePhoto, icon: icons.lamp, run: async () => take([await samplePhoto()]) },
    { text: t.sampleVoice, icon: icons.microphone, run: sendSampleVoice },
    !isPrivate(state.chat) && isAdmin(state.me, state.chat) && { text: t.anonymous, icon: icons.mask, run: hide },
  ];
  menu(anchor, items.filter(Boolean), { label: t.attach });
}

const field = (label, props) => {
  const input = el("input", { type: "text", ...props });
  return [el("label", { class: "field" }, label, input), input];
};

function form(title, close, contents, button, send) {
  const box = el("form", {}, dialogHead(title, close), contents,
    el("div", { class: "row end" }, el("button", { type: "submit", class: "primary" }, button)));
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    close();
    send();
  });
  return box;
}

function askPlace() {
  dialog(t.place, (close) => {
    const [name, title] = field(t.placeName, { maxlength: "80", value: t.placeExample });
    return form(t.place, close, name, t.send, () => sendPlace(title.value.trim()));
  });
}

/** Sends where one is, somewhere in the neighbourhood; with a name it is a venue. */
export function sendPlace(title, more = {}) {
  const spread = () => (Math.random() - 0.5) / 100;
  const location = { latitude: 34.265 + spread(), longitude: 108.954 + spread(), title: title || undefined };
  return deliver({ location, ...more });
}

/** Asks for a question and its options and sends the poll. */
export function askPoll() {
  const title = t.poll.replace("…", "");
  dialog(title, (close) => {
    const [ask, question] = field(t.pollQuestion, { maxlength: "300", required: true });
    const options = el("fieldset", {}, el("legend", {}, t.pollOptions));
    const add = () => {
      const number = options.querySelectorAll("input").length + 1;
      if (number <= 12) options.append(el("input", { type: "text", maxlength: "100", "aria-label": `${t.pollOptions} ${number}`, placeholder: `${t.pollOptions} ${number}`, required: number <= 2 }));
    };
    [1, 2, 3].forEach(add);
    options.addEventListener("input", () => [...options.querySelectorAll("input")].every((one) => one.value) && add());
    const open = el("input", { type: "checkbox" });
    const several = el("input", { type: "checkbox" });
    const choices = [el("label", { class: "tick" }, open, t.pollPublic), el("label", { class: "tick" }, several, t.pollSeveral)];
    return form(title, close, [ask, options, ...choices], t.send, () => {
      const given = [...options.querySelectorAll("input")].map((one) => one.value.trim()).filter(Boolean);
      deliver({ poll: { question: question.value, options: given, public: open.checked, several: several.checked } });
    });
  });
}
