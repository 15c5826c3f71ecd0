// The playground's page: loads the scene, draws it whenever something changes, follows what happens.

import { drawChats, drawClock, drawHead, drawWho, watchAround } from "./around.js";
import { askNewGroup, showAbout } from "./chatinfo.js";
import { drawCompose, suggest, watchCompose } from "./compose.js";
import { byId } from "./dom.js";
import { follow } from "./server.js";
import { become, changed, chatOf, groups, hear, isPrivate, load, loadStory, markRead, onChange, open, person, speakers, state } from "./state.js";
import { drawThread, toEnd, watchScrolling } from "./thread.js";
import { fillWords, language, switchLanguage, t } from "./words.js";

const HINT_READ = "gridbell.hint";
const narrow = matchMedia("(max-width: 759px)");

function draw() {
  if (document.hasFocus() && state.chat !== null) markRead();
  document.body.dataset.pane = state.chat === null ? "list" : "thread";
  drawChats();
  drawClock();
  drawHead();
  drawWho();
  drawCompose();
  drawThread();
  remember();
}

/** Keeps who and where in the address, so that a reload and the back button find the same place. */
function remember() {
  const place = `#${new URLSearchParams({ as: state.me, ...(state.chat !== null && { chat: state.chat }) })}`;
  if (place === location.hash) return;
  const entering = narrow.matches && state.chat !== null && !location.hash.includes("chat=");
  history[entering ? "pushState" : "replaceState"](null, "", place);
}

function recall() {
  const place = new URLSearchParams(location.hash.slice(1));
  const as = Number(place.get("as"));
  const chat = Number(place.get("chat"));
  state.me = person(as)?.id ?? speakers(groups()[0]?.id)[0]?.id ?? state.scene.people[0].id;
  state.chat = null;
  if (chat && chatOf(chat)) open(chat);
  else if (!narrow.matches && groups()[0]) open(groups()[0].id);
}

function words() {
  fillWords();
  byId("language").textContent = language === "en" ? "中文" : "EN";
  byId("language").lang = language === "en" ? "zh-CN" : "en";
  byId("example").textContent = t.example;
  byId("example-wish").textContent = t.exampleWish;
}

/** Brings a resident of the first group to the words of an example. */
function tryOut(words) {
  const first = groups()[0];
  if (first && (state.chat === null || isPrivate(state.chat))) open(first.id);
  const resident = speakers(state.chat).find((one) => one.id === state.me) ?? speakers(state.chat)[0];
  if (resident) become(resident.id);
  changed();
  suggest(words);
}

function watch() {
  byId("language").addEventListener("click", () => (switchLanguage(), words(), changed()));
  byId("back").addEventListener("click", () => ((state.chat = null), changed()));
  byId("about").addEventListener("click", showAbout);
  byId("new-group").addEventListener("click", askNewGroup);
  byId("hint").hidden = localStorage.getItem(HINT_READ) !== null;
  byId("hint-close").addEventListener("click", () => {
    localStorage.setItem(HINT_READ, "1");
    byId("hint").hidden = true;
  });
  byId("example").addEventListener("click", () => tryOut(t.example));
  byId("example-wish").addEventListener("click", () => tryOut(t.exampleWish));
  addEventListener("popstate", () => (recall(), changed()));
  addEventListener("focus", changed);
  narrow.addEventListener("change", () => (state.chat === null && recall(), changed()));
  setInterval(() => loadStory().then(drawClock, () => {}), 30_000);
  watchAround();
  watchCompose();
  watchScrolling();
}

const online = (yes) => (byId("offline").hidden = yes);

words();
try {
  const seq = await load();
  recall();
  watch();
  onChange(draw);
  draw();
  toEnd();
  follow(seq, hear, online);
} catch (error) {
  console.warn("load", error);
  online(false);
  setTimeout(() => location.reload(), 3000);
}
