// A native poll in a bubble: choices to tap, and once one has voted or it is closed, what was chosen.
// It only draws; what a press does is told to `act`.

import { el } from "./dom.js";
import { person, state } from "./state.js";
import { nearTime } from "./when.js";
import { t } from "./words.js";

const picked = new Map(); // "person chat message" → places ticked but not sent, where several may be chosen

/** Draws the poll of a message; the count of voters comes last, beside the time of sending. */
export function poll(message, act) {
  const { poll: asked, votes = [] } = message;
  const own = votes.find((vote) => vote.as === state.me)?.options ?? [];
  const counted = asked.is_closed || own.length > 0;
  const back = counted && !asked.is_closed && asked.allows_revoting;
  return [
    el(
      "div",
      { class: "poll", role: "group", "aria-label": asked.question },
      el("p", { class: "question" }, asked.question),
      asked.description && el("p", { class: "poll-about" }, asked.description),
      el("p", { class: "poll-kind" }, kind(message)),
      counted ? results(asked, votes, own) : choices(message, act),
      counted && asked.explanation && el("p", { class: "poll-about" }, asked.explanation),
    ),
    el("span", { class: "poll-total" }, t.voters(asked.total_voter_count),
      back && el("button", { type: "button", class: "link", onclick: () => act.vote(message, []) }, t.retract)),
  ];
}

function kind({ poll: asked, date }) {
  if (asked.is_closed) return t.pollClosed;
  const until = asked.close_date && t.pollUntil(nearTime(asked.close_date * 1000, date * 1000));
  const words = [asked.type === "quiz" && t.quiz, asked.is_anonymous ? t.pollAnonymous : t.pollPublic, asked.allows_multiple_answers && t.pollSeveral, until];
  return words.filter(Boolean).join(" · ");
}

/** Before voting: one tap votes, or several ticks and then the button. */
function choices(message, act) {
  const { options, allows_multiple_answers: several } = message.poll;
  const key = `${state.me} ${message.chat.id} ${message.message_id}`;
  const ticked = picked.get(key) ?? new Set();
  picked.set(key, ticked);
  const send = () => (picked.delete(key), act.vote(message, [...ticked]));
  const button = several && el("button", { type: "button", class: "vote", disabled: ticked.size === 0, onclick: send }, t.vote);
  const tick = (place) => (event) => {
    if (!several) return act.vote(message, [place]);
    if (!ticked.delete(place)) ticked.add(place);
    event.currentTarget.setAttribute("aria-checked", String(ticked.has(place)));
    button.disabled = ticked.size === 0;
  };
  const row = (option, place) => el(
    "button",
    { type: "button", class: "choice", role: several ? "checkbox" : "radio", "aria-checked": String(ticked.has(place)), onclick: tick(place) },
    el("i", { class: several ? "mark box" : "mark", "aria-hidden": "true" }),
    el("span", {}, option.text),
  );
  return [el("div", { class: "choices", role: several ? "group" : "radiogroup" }, options.map(row)), button];
}

/** After voting: shares as bars, one's own choice marked, and names where the poll is public. */
function results(asked, votes, own) {
  const most = Math.max(1, ...asked.options.map((option) => option.voter_count));
  const row = (option, place) => {
    const share = Math.round((100 * option.voter_count) / Math.max(1, asked.total_voter_count));
    const mine = own.includes(place);
    const bar = el("progress", { class: "bar", max: "100", value: String(share), "aria-hidden": "true" });
    const names = asked.is_anonymous ? "" : votes.filter((vote) => vote.options.includes(place)).map(name).join("、");
    const leads = asked.is_closed && option.voter_count === most;
    const right = asked.correct_option_ids?.includes(place) && el("b", { class: "right" }, t.rightAnswer);
    return el(
      "li",
      { class: `result ${leads ? "leads" : ""}` },
      el("span", { class: "share" }, `${share}%`),
      el("span", { class: "answer" }, option.text, mine && el("b", { class: "own", role: "img", "aria-label": t.ownChoice, title: t.ownChoice }, "✓"), right),
      el("span", { class: "count" }, String(option.voter_count)),
      bar,
      names && el("small", { class: "voters" }, names),
    );
  };
  return el("ul", { class: "results" }, asked.options.map(row));
}

const name = (vote) => (vote.as < 0 ? t.groupItself : (person(vote.as)?.name ?? "?"));
