// "Chats": opens, deletes and keeps them, and has the one in progress outlast a reload.

import { linkedTurns } from "./address.js";
import { keptTurns, replay, startAnew } from "./asking.js";
import * as kept from "./chats.js";
import { close } from "./pane.js";

const phone = matchMedia("(max-width: 899px)");
const MAX_TITLE = 300;

// The chat on the page: its entry, and what this tab last wrote there.
const fresh = { id: null, written: null };
let here = { ...fresh };

export function startHistory(announce) {
  const panel = document.querySelector("#chats");
  document.addEventListener("pincite:turns", () => {
    save(announce);
    if (panel.matches(":popover-open")) draw(panel);
  });
  panel.addEventListener("beforetoggle", (event) => event.newState === "open" && draw(panel));
  panel.addEventListener("toggle", (event) => {
    const isOpen = event.newState === "open";
    document.querySelector('[popovertarget="chats"]').setAttribute("aria-expanded", String(isOpen));
    if (isOpen) panel.querySelector("h2").focus();
  });
  panel.addEventListener("keydown", (event) => {
    // The panel alone closes, not the source with it.
    if (event.key === "Escape") event.stopPropagation();
  });
  panel.addEventListener("change", (event) => {
    if (!event.target.matches("[role=switch]")) return;
    kept.keep(event.target.checked);
    save(announce);
    draw(panel);
  });
  panel.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const id = button?.closest("li")?.dataset.id;
    if (!button) return;
    if (button.matches(".chat")) open(panel, id, announce);
    if (button.matches(".delete")) forget(panel, id, announce);
    if (button.matches(".delete-all")) forgetAll(panel, button, announce);
  });
  kept.onChange(() => panel.matches(":popover-open") && draw(panel));
  restore();
}

// After a reload the chat in progress; from a link what it asks, unless that is already
// the last question of the chat in progress.
function restore() {
  const linked = linkedTurns();
  const before = kept.tab();
  const isThere = before && (!linked || before.turns.at(-1).question === linked.at(-1).question);
  if (!isThere && !linked) return;
  document.body.classList.add("opening");
  if (isThere || linked.length > 1) document.body.classList.add("returning");
  if (isThere) take(before.id, before.turns);
  replay(isThere ? before.turns : linked);
}

function save(announce) {
  document.body.classList.remove("opening");
  const turns = keptTurns();
  if (!turns.length) here = { ...fresh };
  else if (kept.isKept()) write(turns, announce);
  kept.setTab(here.id, turns);
}

function write(turns, announce) {
  const stored = here.id && kept.read(here.id);
  // Deleted meanwhile in another tab: not to be brought back by the next question.
  if (here.written && !stored) return;
  // Gone on with in another tab: this is a chat of its own from here.
  if (stored && JSON.stringify(stored.turns) !== here.written) here = { ...fresh };
  const id = here.id ?? kept.newId();
  if (JSON.stringify(turns) === here.written) return;
  if (kept.write(id, turns)) take(id, turns);
  else announce("This browser has no room to keep this chat.");
}

// Takes an entry for the chat on the page, if it holds what the page has.
function take(id, turns) {
  const stored = id && kept.read(id);
  const written = stored ? JSON.stringify(stored.turns) : null;
  here = stored && (written === JSON.stringify(turns) || stored.turns.length < turns.length) ? { id, written } : { ...fresh };
}

async function open(panel, id, announce) {
  const chat = kept.read(id);
  panel.hidePopover();
  if (!chat) return;
  if (phone.matches && document.body.classList.contains("pane-open")) close();
  document.body.classList.add("returning");
  await startAnew();
  take(id, chat.turns);
  await replay(chat.turns);
  announce(`Opened: ${chat.turns[0].question.slice(0, MAX_TITLE)}`);
}

async function forget(panel, id, announce) {
  const items = [...panel.querySelectorAll("li")];
  const at = items.findIndex((item) => item.dataset.id === id);
  kept.remove(id);
  if (id === here.id) await startAnew();
  draw(panel);
  const left = panel.querySelectorAll(".delete");
  (left[Math.min(at, left.length - 1)] ?? panel.querySelector("h2")).focus();
  announce("Chat deleted");
}

// A first press asks, a second one deletes.
async function forgetAll(panel, button, announce) {
  if (!button.matches(".armed")) {
    button.classList.add("armed");
    button.textContent = `Yes, delete ${counted(kept.chats().length)}`;
    return;
  }
  kept.removeAll();
  await startAnew();
  draw(panel);
  panel.querySelector("h2").focus();
  announce("All chats deleted");
}

function draw(panel) {
  const all = kept.chats();
  panel.querySelector("ul").replaceChildren(...all.map(item));
  panel.querySelector(".none").hidden = all.length > 0;
  const wanted = kept.isKept();
  panel.querySelector("[role=switch]").checked = wanted;
  panel.querySelector(".why").textContent = why(wanted);
  const button = panel.querySelector(".delete-all");
  button.classList.remove("armed");
  button.textContent = "Delete all";
  button.hidden = !all.length;
}

function item(chat) {
  const line = document.createElement("li");
  line.dataset.id = chat.id;
  const title = element("span", "title", chat.turns[0].question.trim().slice(0, MAX_TITLE));
  title.dir = "auto";
  const button = element("button", "chat");
  const many = chat.turns.length === 1 ? "1 question" : `${chat.turns.length} questions`;
  button.append(title, element("span", "facts", `${when(chat.changed)} · ${many}`));
  if (chat.id === here.id) button.setAttribute("aria-current", "true");
  const gone = element("button", "quiet delete", "Delete");
  gone.setAttribute("aria-label", `Delete chat: ${title.textContent}`);
  for (const one of [button, gone]) one.type = "button";
  line.append(button, gone);
  return line;
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function when(changed) {
  const [then, now] = [new Date(changed), new Date()];
  const time = then.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(then).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days === 0) return `Today, ${time}`;
  if (days === 1) return `Yesterday, ${time}`;
  const year = then.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return then.toLocaleDateString("en-GB", { day: "numeric", month: "long", year });
}

function why(wanted) {
  if (!wanted) return "Off: a chat is gone when its tab is closed. Chats kept before stay until they are deleted.";
  const where = kept.isOwnMachine() ? "on this computer" : "in this browser, not on the server";
  return `Only your questions are kept, ${where}. Whoever uses this browser can see them; opening a chat asks them anew.`;
}

function counted(number) {
  return number === 1 ? "1 chat" : `${number} chats`;
}
