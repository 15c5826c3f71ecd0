// What a message holds besides words: pictures, voice, video, documents, places, contacts, stickers, dice.

import { drawing, el } from "./dom.js";
import { icons } from "./icons.js";
import { fileAddress } from "./server.js";
import { t } from "./words.js";
import { player } from "./voice.js";

/** The kinds of media by the field of a message that holds them; a venue and an animation bring a second field along. */
const KINDS = [
  ["venue", place, () => t.aPlace],
  ["location", place, () => t.aPlace],
  ["animation", film, () => t.aVideo],
  ["photo", null, () => t.aPhoto],
  ["video", film, () => t.aVideo],
  ["video_note", round, () => t.aVideo],
  ["voice", (message) => player(message.voice), () => t.aVoice],
  ["audio", music, () => t.anAudio],
  ["sticker", (message) => el("p", { class: "sticker", role: "img", "aria-label": `${t.aSticker} ${message.sticker.emoji ?? ""}` }, message.sticker.emoji ?? "🙂"), () => t.aSticker],
  ["dice", dice, (message) => `${message.dice.emoji} ${message.dice.value}`],
  ["document", paper, (message) => `${t.aDocument} ${message.document.file_name ?? ""}`.trim()],
  ["contact", card, () => t.aContact],
  ["poll", null, () => t.aPoll],
];

/** The word that stands for the media of a message, empty if it has none. */
export function mediaWord(message) {
  const kind = KINDS.find(([key]) => message[key]);
  return kind ? kind[2](message) : "";
}

/** Draws the media of a message or album. */
export function media(album, act) {
  const pictures = photos(album, act);
  if (pictures) return pictures;
  const kind = KINDS.find(([key, draw]) => draw && album[0][key]);
  return kind ? kind[1](album[0], act) : null;
}

function photos(album, act) {
  const shown = album.filter((one) => one.photo?.length);
  if (shown.length === 0) return null;
  const all = shown.map((one) => ({ src: fileAddress(one.photo.at(-1).file_id), alt: one.caption ?? t.aPhoto, size: one.photo.at(-1) }));
  const pictures = all.map(({ src, alt, size }, at) => el(
    "button",
    { type: "button", class: "photo", "aria-label": alt, onclick: () => act.enlarge(all, at) },
    el("img", { src, alt, width: size.width, height: size.height, decoding: "async" }),
  ));
  return el("div", { class: `photos count-${Math.min(pictures.length, 5)} ${pictures.length % 2 ? "odd" : ""}` }, pictures);
}

function film(message) {
  const { file_id: id, width, height } = message.animation ?? message.video;
  const still = message.animation ? { autoplay: true, loop: true, muted: true } : { controls: true };
  return el("video", { class: "film", src: fileAddress(id), width, height, preload: "metadata", playsinline: true, "aria-label": t.aVideo, ...still });
}

function round(message) {
  return el("video", { class: "film round", src: fileAddress(message.video_note.file_id), controls: true, preload: "metadata", "aria-label": t.aVideo });
}

function music(message) {
  const { file_id: id, title, performer, file_name: name } = message.audio;
  return el("div", { class: "music" },
    el("b", {}, [performer, title].filter(Boolean).join(" · ") || name || t.anAudio),
    el("audio", { controls: true, preload: "none", src: fileAddress(id), "aria-label": t.anAudio }));
}

function paper(message) {
  const { file_id: id, file_name: name = t.aDocument, file_size: size = 0 } = message.document;
  return el(
    "a",
    { class: "document", href: fileAddress(id), download: name, title: t.save },
    el("i", { "aria-hidden": "true" }, drawing("M12 4v11M7 11l5 5 5-5M5 20h14")),
    el("span", { class: "names" }, el("b", {}, name), el("small", {}, amount(size))),
  );
}

/** A size in bytes as people read it. */
function amount(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function dice(message) {
  const { emoji, value } = message.dice;
  return el("p", { class: "sticker", role: "img", "aria-label": `${emoji} ${value}` }, emoji, el("b", { class: "value" }, String(value)));
}

function card(message) {
  const { first_name: first, last_name: last = "", phone_number: phone } = message.contact;
  return el("div", { class: "document" },
    el("i", { "aria-hidden": "true" }, drawing(icons.person)),
    el("span", { class: "names" }, el("b", {}, `${first} ${last}`.trim()), el("a", { href: `tel:${phone.replace(/[^\d+]/g, "")}` }, phone)));
}

/** A place as a little map that is made up: nothing here comes from the network. */
function place(message) {
  const { location, venue } = message;
  const { latitude, longitude } = location;
  const where = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return el("div", { class: "place" },
    el("div", { class: `map map-${Math.abs(Math.round((latitude + longitude) * 1e4)) % 4}`, role: "img", "aria-label": `${t.aPlace} ${venue?.title ?? where}` },
      el("i", { class: "pin", "aria-hidden": "true" }, drawing(icons.place))),
    el("span", { class: "names" },
      venue && el("b", {}, venue.title),
      venue?.address && el("small", {}, venue.address),
      el("small", {}, location.live_period ? `${t.livePlace} · ${where}` : where)));
}
