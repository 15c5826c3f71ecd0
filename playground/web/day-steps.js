// A grid's day, step by step. Each step is a scene of its own: people say and press what people do, the bot does the rest.
// What stands beside a step is in `day-words.js` under the step's name.

import { mended } from "./day-photo.js";
import { key, shine } from "./day-town.js";
import { person } from "./state.js";
import { w } from "./day-words.js";

const [LI, ZHANG, EMILY] = [101, 102, 103];
const [WORKER, WANG, SECRETARY, CHIEF] = [201, 202, 301, 302];
const [GROUP, STAFF] = [-1_001_000_000_001, -1_001_000_000_003];

/** Whom and what the day needs; where they are not, there is no day to play. */
export const CAST = { people: [LI, ZHANG, EMILY, WORKER, WANG, SECRETARY, CHIEF], chats: [GROUP, STAFF] };

const text = (message) => message.text ?? message.caption ?? "";

/** Shows what came of it. */
async function look(town, message, ms = 1400) {
  await town.beat(150); // until the page has drawn it
  shine(message);
  await town.beat(ms);
}

/** The steps, in order; `kept` carries what one step leaves for another. */
export const STEPS = [
  {
    name: "evening",
    async run(town, kept) {
      town.sees(ZHANG, GROUP);
      if (town.hour < 19.5) await town.clock(0, 19, 30);
      const said = await town.says(ZHANG, GROUP, "5号楼门口垃圾桶满了三天没人收");
      kept.bins = await town.card(said);
      await look(town, kept.bins);
    },
  },
  {
    name: "morning",
    async run(town, kept) {
      town.sees(WANG);
      const before = town.newest(WANG);
      await town.clock(1, 8, 30);
      const list = await town.hears(WANG, (one) => key(one, "clm"), before);
      await look(town, list);
      await town.taps(WANG, list, `clm.${caseOf(kept.bins)}`);
      await town.hears(GROUP, (one) => one.message_id === kept.bins?.message_id && key(one, "don"));
    },
  },
  {
    name: "chatter",
    async run(town) {
      town.sees(LI, GROUP);
      await town.clock(1, 8, 50);
      await town.says(LI, GROUP, "今天太阳真好，大家出来晒被子");
      await town.says(EMILY, GROUP, "Good morning, lovely weather today");
      await town.says(CHIEF, GROUP, "包的饺子多了，谁家要来拿");
    },
  },
  {
    name: "lamp",
    async run(town, kept) {
      town.sees(LI, GROUP);
      await town.clock(1, 9, 10);
      kept.said = await town.says(LI, GROUP, "3号楼2单元楼道灯坏了");
      kept.lamp = await town.card(kept.said);
      await look(town, kept.lamp);
    },
  },
  {
    name: "duplicate",
    async run(town, kept) {
      const said = await town.says(ZHANG, GROUP, "3栋2单元楼道黑漆漆的，灯一直不亮");
      const again = await town.card(said);
      await look(town, again, 2200);
      await town.taps(ZHANG, again, "sam");
      await look(town, kept.lamp);
    },
  },
  {
    name: "quarrel",
    async run(town, kept) {
      town.sees(WANG, GROUP);
      const both = [WORKER, WANG].map((who) => town.taps(who, kept.lamp, "clm", true).then((answer) => ({ who, answer })));
      const answers = await Promise.all(both);
      const late = answers.find(({ answer }) => answer?.show_alert);
      kept.holder = answers.find((one) => one !== late)?.who ?? WORKER;
      await town.hears(GROUP, (one) => one.message_id === kept.lamp.message_id && key(one, "don"));
      await look(town, kept.lamp);
      if (late) await town.tells(w.told(person(late.who).name, late.answer.text));
    },
  },
  {
    name: "wish",
    async run(town, kept) {
      town.sees(LI);
      await town.clock(1, 10);
      const [before, posted] = [town.newest(STAFF), town.newest(GROUP)];
      await town.says(LI, LI, "许愿 一位独居老人想要一台收音机听戏");
      const asked = await town.hears(STAFF, (one) => key(one, "apv"), before);
      await town.beat(900);
      await town.taps(WORKER, asked, "apv");
      kept.wish = await town.hears(GROUP, (one) => key(one, "clm"), posted);
      await town.taps(EMILY, kept.wish, "clm");
      await look(town, kept.wish);
    },
  },
  {
    name: "emergency",
    async run(town, kept) {
      town.sees(ZHANG, GROUP);
      await town.clock(1, 11, 20);
      const said = await town.says(ZHANG, GROUP, "4号楼2单元闻到煤气味，好重");
      kept.gas = await town.card(said);
      const ring = await town.hears(GROUP, (one) => text(one).startsWith("🚨"), kept.gas.message_id);
      await look(town, ring, 2600);
      await town.taps(WORKER, kept.gas, "clm");
      await town.tells(w.gasOver);
      await town.clock(1, 11, 50);
      await town.taps(WORKER, kept.gas, "don");
      await town.taps(ZHANG, kept.gas, "cfm");
      await look(town, kept.gas);
    },
  },
  {
    name: "finish",
    async run(town, kept) {
      town.sees(kept.holder ?? WORKER, GROUP);
      await town.clock(1, 15, 30);
      const photo = await mended();
      const done = await town.says(kept.holder ?? WORKER, GROUP, { photos: [photo], caption: `办结 ${number(kept.lamp)} 换了新灯泡` });
      await town.hears(GROUP, (one) => one.message_id === kept.lamp.message_id && key(one, "cfm"));
      await look(town, await town.hears(GROUP, (one) => one.photo, done.message_id));
    },
  },
  {
    name: "poll",
    async run(town, kept) {
      town.sees(SECRETARY, GROUP);
      await town.clock(1, 16);
      const [before, drafts] = [town.newest(GROUP), town.newest(SECRETARY)];
      await town.says(SECRETARY, GROUP, "/poll 要不要给楼道换声控灯 | 要 | 先不换 | until 今晚8点");
      const draft = await town.hears(SECRETARY, (one) => key(one, "pgo"), drafts);
      await town.taps(SECRETARY, draft, "pgo");
      kept.poll = await town.hears(GROUP, (one) => one.poll, before);
      town.sees(LI, GROUP);
      await town.beat(1200);
      for (const [who, option] of [[LI, 0], [EMILY, 0], [CHIEF, 1], [ZHANG, 0]]) {
        town.sees(who, GROUP);
        await town.votes(who, kept.poll, [option]);
        await town.beat(700);
      }
    },
  },
  {
    name: "digest",
    async run(town) {
      town.sees(LI, GROUP);
      const before = town.newest(GROUP);
      await town.clock(1, 18);
      await look(town, await town.hears(GROUP, (one) => !one.reply_to_message, before), 2600);
    },
  },
  {
    name: "result",
    async run(town, kept) {
      town.sees(LI, GROUP);
      const before = town.newest(GROUP);
      const at = await town.clock(1, 20, 1);
      const result = (one) => one.reply_to_message?.message_id === kept.poll.message_id && one.date >= at / 1000 - 60;
      await look(town, await town.hears(GROUP, result, before), 2200);
    },
  },
  {
    name: "confirm",
    async run(town, kept) {
      town.sees(LI, GROUP);
      await town.clock(2, 8);
      await town.taps(LI, kept.lamp, "cfm");
      await look(town, kept.lamp);
    },
  },
  { name: "end", async run() {} },
];

/** The case that a card's buttons are about. */
const caseOf = (card) => key(card, "clm").callback_data.split(".")[1];

const number = (card) => /#(\d+)/.exec(text(card))?.[1] ?? "";
