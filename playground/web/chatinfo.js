// What a chat is and how to change it: members, the bot's standing, a new group, blocking the bot.
// For trying how the bot joins, is made administrator, moves and leaves.

import { tell } from "./acts.js";
import { avatar, byId, dialog, dialogHead as head, el, toast } from "./dom.js";
import * as server from "./server.js";
import { blocked, changed, chatOf, isAdmin, isPrivate, open, state, titleOf } from "./state.js";
import { t } from "./words.js";

const GONE = ["left", "kicked"];

/** Opens the dialog about the open chat. */
export function showAbout() {
  const chat = chatOf(state.chat);
  if (!chat) return;
  dialog(titleOf(chat.id), (close) => [
    head(titleOf(chat.id), close),
    isPrivate(chat.id) ? privateChoices(close) : groupChoices(chat, close),
  ].flat());
}

/** Does one change, closes the dialog and tells of a refusal. */
const doing = (close, change, done) => () => {
  close();
  change().then(() => done && toast(done), tell);
};

function privateChoices(close) {
  const now = blocked(state.me);
  const change = doing(close, () => server.block(state.me, !now), now ? t.unblockedNow : t.blockedNow);
  return el("div", { class: "row wrap" }, el("button", { type: "button", onclick: change }, now ? t.unblock : t.block));
}

function groupChoices(chat, close) {
  const by = isAdmin(state.me, chat.id) ? state.me : (chat.admins?.[0] ?? state.me);
  const others = state.scene.people.filter((one) => !chat.members.includes(one.id));
  return [
    el("fieldset", {}, el("legend", {}, t.botHere),
      ["absent", "member", "administrator"].map((status) => el("label", {},
        el("input", { type: "radio", name: "bot", checked: chat.bot === status || (status === "absent" && GONE.includes(chat.bot)),
          onchange: doing(close, () => server.setBot(chat.id, by, status)) }), ` ${t[status]}`))),
    el("h3", {}, t.members),
    el("ul", { class: "members" }, state.scene.people.filter((one) => chat.members.includes(one.id)).map((one) => el("li", {},
      avatar(one.id, one.name),
      el("span", { class: "names" }, el("b", {}, one.name), el("small", {}, one.hint)),
      standing(chat, one, by, close),
      el("button", { type: "button", class: "icon", "aria-label": `${t.remove} ${one.name}`, title: t.remove,
        onclick: doing(close, () => server.setMembers(chat.id, by, { remove: [one.id] })) }, "×")))),
    el("div", { class: "row wrap" },
      others.map((one) => el("button", { type: "button", onclick: doing(close, () => server.setMembers(chat.id, by, { add: [one.id] })) },
        `${t.addMember} ${one.name}`)),
      el("button", { type: "button", onclick: () => askNeighbour(chat, by) }, t.newNeighbour),
      chat.type === "supergroup" && el("button", { type: "button", onclick: doing(close, () => server.setForum(chat.id, !chat.topics)) }, chat.topics ? t.noForum : t.makeForum),
      chat.type === "group" && el("button", { type: "button", onclick: doing(close, () => server.upgrade(chat.id, by)) }, t.makeSuper)),
  ];
}

/** Whether a member is an administrator, as a button that changes it; the creator stays one. */
function standing(chat, one, by, close) {
  const admins = chat.admins ?? [];
  if (admins[0] === one.id) return el("i", { class: "tag" }, t.admin);
  const now = admins.includes(one.id);
  const change = doing(close, () => server.setAdmins(chat.id, by, now ? admins.filter((id) => id !== one.id) : [...admins, one.id]));
  return el("button", { type: "button", class: "standing", "aria-pressed": String(now), "aria-label": `${t.admin} ${one.name}`, onclick: change }, t.admin);
}

/** Somebody new moves in, and joins the group. */
function askNeighbour(chat, by) {
  dialog(t.newNeighbour, (close) => {
    const name = el("input", { type: "text", required: true, maxlength: "64" });
    const hint = el("input", { type: "text", maxlength: "64" });
    const form = el("form", {}, head(t.newNeighbour, close),
      el("label", { class: "field" }, t.name, name), el("label", { class: "field" }, t.whoIsIt, hint),
      el("div", { class: "row end" }, el("button", { type: "submit", class: "primary" }, t.addMember)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      close();
      const id = Math.max(1000, ...state.scene.people.map((one) => one.id)) + 1;
      server.arrive({ id, name: name.value.trim(), hint: hint.value.trim(), language: "zh-hans" })
        .then(() => server.setMembers(chat.id, by, { add: [id] }))
        .catch(tell);
    });
    return form;
  });
}

/** Asks for a name and members and makes a group without the bot. */
export function askNewGroup() {
  dialog(t.newGroup, (close) => {
    const title = el("input", { type: "text", required: true, maxlength: "128" });
    const boxes = state.scene.people.map((one) => el("label", {},
      el("input", { type: "checkbox", value: one.id, checked: one.id === state.me, disabled: one.id === state.me }), ` ${one.name} `, el("small", {}, one.hint)));
    const form = el("form", {},
      head(t.newGroup, close),
      el("label", { class: "field" }, t.groupName, title),
      el("fieldset", {}, el("legend", {}, t.members), boxes),
      el("div", { class: "row end" }, el("button", { type: "submit", class: "primary" }, t.create)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      close();
      const chosen = [...form.querySelectorAll("input:checked")].map((box) => Number(box.value));
      create(title.value.trim(), chosen);
    });
    return form;
  });
}

async function create(title, members) {
  try {
    const chat = await server.newChat({ title, type: "group", creator: state.me, members, admins: [state.me], bot: "absent" });
    if (!chatOf(chat.id)) state.scene.chats.push(chat);
    open(chat.id);
    changed();
    byId("about").focus();
  } catch (error) {
    tell(error);
  }
}
