// Dates and times of the story, at the scene's place rather than the browser's:
// the neighbourhood's evening is 18:00 wherever one plays.

import { state } from "./state.js";
import { language } from "./words.js";

const CHINA = 480; // minutes east of UTC
const made = new Map();

/** Instants are moved by the place's offset and then read as UTC. */
function show(options, seconds) {
  const key = `${language} ${JSON.stringify(options)}`;
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" }));
  const offset = state.scene?.utc_offset ?? CHINA;
  return made.get(key).format((seconds + offset * 60) * 1000);
}

const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY = { month: "short", day: "numeric", weekday: "short" };

/** `18:00` of a message's date, in seconds. */
export const clockTime = (seconds) => show(TIME, seconds);

/** `3月2日周一` of a message's date, in seconds. */
export const day = (seconds) => show(DAY, seconds);

/** Day and time of an instant in milliseconds. */
export const dayAndTime = (ms) => `${day(ms / 1000)} ${clockTime(ms / 1000)}`;

/** The time alone if the instant is on the same day as `now`, else with its day. */
export const nearTime = (ms, now) => (day(ms / 1000) === day(now / 1000) ? clockTime(ms / 1000) : dayAndTime(ms));
