// Earlier chats, kept in this browser and nowhere else: what was asked, never what was
// answered. Each has an entry of its own, so that two tabs do not overwrite each other's.

const PREFIX = "pincite-chat:";
const WANTED = "pincite-chats";
const TAB = "pincite-tab";
const MAX_CHATS = 100;
// What the server takes in one request is 64 KiB, the questions written as JSON in JSON.
const MAX_BYTES = 56_000;
const OWN_MACHINE = ["localhost", "127.0.0.1", "[::1]"];

// A page of this very machine is its reader's own; one that is hosted may be read on a
// computer that many use, so there it is for the reader to say.
export function isKept() {
  const said = get(localStorage, WANTED);
  return said === null ? isOwnMachine() : said === "on";
}

export function isOwnMachine() {
  return OWN_MACHINE.includes(location.hostname);
}

export function keep(wanted) {
  set(localStorage, WANTED, wanted ? "on" : "off");
}

// The chats, the last one first: { id, changed, turns }.
export function chats() {
  const found = ids().map((id) => read(id)).filter(Boolean);
  return found.sort((a, b) => b.changed - a.changed);
}

export function read(id) {
  const chat = parsed(get(localStorage, PREFIX + id));
  return chat && Number.isFinite(chat.changed) && areTurns(chat.turns) ? { ...chat, id } : null;
}

// Writes a chat; what is oldest makes room for it. False where there is none.
export function write(id, turns) {
  const text = JSON.stringify({ changed: Date.now(), turns: shortened(turns) });
  const others = chats().filter((chat) => chat.id !== id);
  while (others.length >= MAX_CHATS) remove(others.pop().id);
  while (!set(localStorage, PREFIX + id, text)) {
    if (!others.length) return false;
    remove(others.pop().id);
  }
  return true;
}

export function remove(id) {
  drop(localStorage, PREFIX + id);
}

// Those that cannot be read, too.
export function removeAll() {
  for (const id of ids()) remove(id);
}

export function newId() {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}

// The chat open in this tab: there again when the page is loaded anew, gone with the tab.
export function tab() {
  const kept = parsed(get(sessionStorage, TAB));
  return kept && areTurns(kept.turns) ? kept : null;
}

export function setTab(id, turns) {
  if (turns.length) set(sessionStorage, TAB, JSON.stringify({ id, turns: shortened(turns) }));
  else drop(sessionStorage, TAB);
}

export function onChange(listener) {
  addEventListener("storage", (event) => {
    if (event.key === null || event.key === WANTED || event.key.startsWith(PREFIX)) listener();
  });
}

function ids() {
  try {
    const keys = Object.keys(localStorage);
    return keys.filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}

function areTurns(turns) {
  return Array.isArray(turns) && turns.length > 0 && turns.every((turn) => typeof turn?.question === "string");
}

// The latest turns, of a chat too long to be sent and asked anew whole.
function shortened(turns) {
  let from = turns.length;
  for (let bytes = 0; from > 0 && bytes <= MAX_BYTES; ) {
    bytes += new TextEncoder().encode(JSON.stringify(JSON.stringify(turns[from - 1]))).length;
    if (bytes <= MAX_BYTES) from -= 1;
  }
  return turns.slice(from);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// Storage may be switched off, full, or somebody else's idea of it.
function get(storage, key) {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}

function set(storage, key, value) {
  try {
    storage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

function drop(storage, key) {
  try {
    storage.removeItem(key);
  } catch {
    // Then there is nothing in it either.
  }
}
