// Voice messages: a player with the shape of the sound, and a recorder.

import { drawing, el } from "./dom.js";
import { fileAddress } from "./server.js";
import { t } from "./words.js";

const BARS = 30;
const PLAY = "M8 5v14l11-7z";
const PAUSE = "M8 5v14M16 5v14";
const shapes = new Map(); // file id → promise of { bars, seconds }
let playing = null; // { id, audio }: one at a time

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** Draws a voice message. */
export function player({ file_id: id, duration = 0 }) {
  const bars = Array.from({ length: BARS }, () => el("i"));
  const time = el("small", {}, clock(duration));
  const button = el("button", { type: "button", class: "play", "aria-label": t.playVoice(clock(duration)) }, drawing(PLAY));
  const box = el("div", { class: "voice" }, button, el("span", { class: "wave", "aria-hidden": "true" }, bars), time);
  let length = duration;
  shape(id).then((sound) => {
    length = sound.seconds || duration;
    time.textContent = clock(length);
    bars.forEach((bar, i) => (bar.style.height = `${Math.round(12 + 88 * sound.bars[i])}%`));
  });
  const show = () => {
    const audio = playing?.id === id ? playing.audio : null;
    const going = audio !== null && !audio.paused;
    button.replaceChildren(drawing(going ? PAUSE : PLAY));
    button.setAttribute("aria-label", going ? t.pauseVoice : t.playVoice(clock(length)));
    const share = audio && length ? Math.min(1, audio.currentTime / length) : 0;
    bars.forEach((bar, i) => bar.classList.toggle("done", audio !== null && i < share * BARS));
    time.textContent = clock(audio && audio.currentTime > 0 ? audio.currentTime : length);
  };
  const follow = (audio) => ["timeupdate", "play", "pause", "ended"].forEach((name) => audio.addEventListener(name, show));
  button.addEventListener("click", () => {
    if (playing?.id !== id) {
      playing?.audio.pause();
      playing = { id, audio: new Audio(fileAddress(id)) };
      follow(playing.audio);
      playing.audio.addEventListener("ended", () => (playing = null, show()));
    }
    if (playing.audio.paused) playing.audio.play().catch(() => (playing = null, show()));
    else playing.audio.pause();
  });
  if (playing?.id === id) (follow(playing.audio), show()); // the bubble was made anew while it plays
  return box;
}

/** How loud a sound is along its length; flat for what cannot be read. */
function shape(id) {
  if (!shapes.has(id)) shapes.set(id, measure(id).catch(() => ({ bars: new Array(BARS).fill(0.1), seconds: 0 })));
  return shapes.get(id);
}

async function measure(id) {
  const bytes = await (await fetch(fileAddress(id))).arrayBuffer();
  const sound = await new OfflineAudioContext(1, 1, 22_050).decodeAudioData(bytes);
  const wave = sound.getChannelData(0);
  const step = Math.max(1, Math.floor(wave.length / BARS));
  const peaks = Array.from({ length: BARS }, (_, bar) => {
    let most = 0;
    for (let i = bar * step; i < (bar + 1) * step; i += 16) most = Math.max(most, Math.abs(wave[i] ?? 0));
    return most;
  });
  const top = Math.max(0.05, ...peaks);
  return { bars: peaks.map((peak) => peak / top), seconds: sound.duration };
}

/** Whether this browser can record here. */
export const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);

/** Begins to record; `stop` ends it and gives the sound and its seconds, `cancel` throws it away. */
export async function record() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const kinds = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"]; // Telegram's own kind first
  const mimeType = kinds.find((kind) => MediaRecorder.isTypeSupported(kind));
  const recorder = new MediaRecorder(stream, { mimeType });
  const parts = [];
  const began = performance.now();
  const over = new Promise((done) => recorder.addEventListener("stop", done, { once: true }));
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  recorder.start();
  const end = async () => {
    if (recorder.state !== "inactive") recorder.stop();
    await over;
    stream.getTracks().forEach((track) => track.stop());
  };
  const seconds = () => (performance.now() - began) / 1000;
  return {
    seconds,
    time: () => clock(seconds()),
    cancel: end,
    async stop() {
      const length = Math.max(1, Math.round(seconds()));
      await end();
      return { blob: new Blob(parts, { type: mimeType }), duration: length };
    },
  };
}
