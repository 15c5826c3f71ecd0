// The playground's page: loads the scene, draws it whenever something changes, follows what happens.

import { drawChats, drawClock, drawHead, drawWho, watchAround } from "./around.js";
import { drawBars } from "./bars.js";
import { askNewGroup, showAbout } from "./chatinfo.js";
import { drawCompose, suggest, watchCompose } from "./compose.js";
import { watchDay } from "./day.js";
import { byId } from "./dom.js";
import { drawReplyKeys, watchReplyKeys } from "./replykeys.js";
import { storedThere, watchStored } from "./panel.js";
import { drawSearch, watchSearch } from "./search.js";
import { follow } from "./server.js";
import { applyLook, watchSettings } from "./settings.js";
import { become, changed, chatOf, groups, hear, isPrivate, load, loadStory, markRead, onChange, open, person, speakers, state } from "./state.js";
import { drawThread, watchThread } from "./thread.js";
import { fillWords, t } from "./words.js";

const HINT_READ = "gridbell.hint";
const narrow = matchMedia("(max-width: 759px)");

function draw() {
  document.body.dataset.pane = state.chat === null ? "list" : "thread";
  drawHead();
  drawWho();
  drawBars();
  drawSearch();
  drawReplyKeys();
  drawCompose();
  drawThread();
  if (document.hasFocus() && state.chat !== null) markRead();
  drawChats();
  drawClock();
  remember();
}

/** Keeps who and where in the address, so that a reload and the back button find the same place. */
function remember() {
  const place = `#${new URLSearchParams({ as: state.me, ...(state.chat !== null && { chat: state.chat }), ...(state.thread !== null && { thread: state.thread }) })}`;
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
  else if (!narrow.matches) open(groups()[0]?.id ?? state.me);
  if (state.chat === chat && place.has("thread")) state.thread = Number(place.get("thread"));
}

function words() {
  fillWords();
  byId("example").textContent = t.example;
  byId("example-wish").textContent = t.exampleWish;
}

/** Brings a resident of the first group to the words of an example. */
function tryOut(text) {
  const first = groups()[0];
  if (first && (state.chat === null || isPrivate(state.chat))) open(first.id);
  const resident = speakers(state.chat).find((one) => one.id === state.me) ?? speakers(state.chat)[0];
  if (resident) become(resident.id);
  changed();
  suggest(text);
}

function watch() {
  byId("back").addEventListener("click", () => ((state.chat = null), changed()));
  byId("about").addEventListener("click", showAbout);
  byId("new-group").addEventListener("click", askNewGroup);
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
  watchReplyKeys();
  watchThread();
  watchSearch();
  watchSettings(() => (words(), changed()));
}

const online = (yes) => (byId("offline").hidden = yes);

applyLook();
words();
try {
  const seq = await load();
  recall();
  watch();
  onChange(draw);
  draw();
  performance.mark("gridbell-ready");
  loadStory().then(drawClock, (error) => console.warn("story", error));
  const told = state.scene.story ? storedThere() : Promise.resolve(false);
  told.then((yes) => {
    if (!yes) return; // another bot than Gridbell: its stories are not told
    byId("hint").hidden = localStorage.getItem(HINT_READ) !== null;
    watchStored();
    watchDay();
  });
  follow(state.scene.run, seq, hear, online);
} catch (error) {
  console.warn("load", error);
  online(false);
  setTimeout(() => location.reload(), 3000);
}
