// Adding documents: dropped anywhere on the page, or chosen, and how far each of them is.

import { fetched } from "./fragment.js";
import { fillLibraries } from "./library.js";
import { reveal } from "./pane.js";
import { toast } from "./toast.js";

const POLL_MS = 400;
const ADDRESS = "pincite/uploads";

// What is said of each state; the server's messages come after it.
const SAID = {
  sending: "Sending",
  waiting: "Waiting",
  reading: "Reading",
  indexing: "Indexing",
  added: "Added",
  replaced: "Replaced",
  unchanged: "Not added again",
  kept: "Kept",
  failed: "Not added",
};
const ON_THE_WAY = new Set(["sending", "waiting", "reading", "indexing"]);
// A document that was added without more ado is in the list; its row goes by itself.
const SHOWN_MS = 5000;
const NO_ANSWER = "Pincite does not answer; is it still running?";

const files = [];
const rows = new Map();
const gone = new Set();
let limits = { file_bytes: Infinity };
let isSending = false;
let isPolling = false;
let isAskedAnew = false;

export async function startUploads(announce) {
  const html = await fetched("pincite/adding", true);
  if (!html) return;
  for (const place of document.querySelectorAll(".adding")) place.innerHTML = html;
  document.addEventListener("click", (event) => {
    const pick = event.target.closest("[data-pick]");
    if (pick) pick.closest(".dropzone").querySelector("[data-files]").click();
    const button = event.target.closest("[data-dismiss]");
    if (button) dismiss(button);
    const all = event.target.closest("[data-dismiss-all]");
    if (all) {
      for (const [id, one] of [...rows]) if (!ON_THE_WAY.has(one.state)) forget(id);
      all.closest(".adding").querySelector("[data-pick]").focus();
    }
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-files]")) return;
    take([...event.target.files], announce);
    event.target.value = "";
  });
  listenForDrops(announce);
  await poll(announce);
}

function listenForDrops(announce) {
  let depth = 0;
  const mark = (by) => {
    depth = by === 0 ? 0 : Math.max(0, depth + by);
    document.body.classList.toggle("dropping", depth > 0);
  };
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragenter", (event) => hasFiles(event) && mark(1));
  document.addEventListener("dragleave", (event) => hasFiles(event) && mark(-1));
  document.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
  document.addEventListener(
    "drop",
    (event) => {
      if (!hasFiles(event)) return;
      // Elsewhere than here the browser would leave the page for the file.
      event.preventDefault();
      event.stopPropagation();
      mark(0);
      const items = [...event.dataTransfer.items];
      const isFolder = (n) => items[n]?.webkitGetAsEntry?.()?.isDirectory;
      const dropped = [...event.dataTransfer.files];
      const folders = dropped.filter((_, n) => isFolder(n));
      for (const one of folders) {
        put({ ...drawnHere(one.name), state: "failed", messages: ["A folder is not read; drop the files in it."] });
      }
      take(dropped.filter((_, n) => !isFolder(n)), announce);
      if (folders.length) toast("A folder is not read; drop the files in it.", announce);
    },
    true,
  );
}

// Files go one after another, what is written beside a document before the document.
function take(chosen, announce) {
  if (!chosen.length) return;
  const sidecars = chosen.filter((file) => file.name.toLowerCase().endsWith(".toml"));
  for (const file of [...sidecars, ...chosen.filter((one) => !sidecars.includes(one))]) {
    const row = drawnHere(file.name);
    put(row);
    files.push([file, row]);
  }
  const home = document.querySelector("#home .adding");
  if (!home.checkVisibility()) reveal("tab-documents");
  announce(`Adding ${chosen.length === 1 ? chosen[0].name : `${chosen.length} files`}`);
  send(announce);
}

let drawn = 0;

function drawnHere(name) {
  return { id: `here-${++drawn}`, name, state: "sending", done: 0, total: 0, messages: [] };
}

async function send(announce) {
  if (isSending) return;
  isSending = true;
  while (files.length) {
    const [file, row] = files.shift();
    if (!rows.has(row.id)) continue;
    const said = await sent(file, row);
    if (said.id) {
      remove(row.id);
      put(said);
      poll(announce);
    } else {
      put({ ...row, state: "failed", messages: [said.message] });
      tellFailure(row.id, `${file.name} was not added. ${said.message}`, announce);
    }
  }
  isSending = false;
}

// What the server says to a file: its upload, or why it is refused.
function sent(file, row) {
  const suffix = /\.[^.\s]+$/.exec(file.name.toLowerCase())?.[0];
  if (limits.formats && !limits.formats.includes(suffix)) {
    const kind = suffix ? `Files ending in ${suffix}` : "Files without a suffix";
    return Promise.resolve({ message: `${kind} cannot be read; convert this one to PDF, .docx or text.` });
  }
  if (file.size > limits.file_bytes) {
    const most = Math.floor(limits.file_bytes / 1e6).toLocaleString("en");
    return Promise.resolve({ message: `It is larger than ${most} MB; split it.` });
  }
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("PUT", `${ADDRESS}?${new URLSearchParams({ name: file.name })}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", (event) => {
      put({ ...row, done: event.loaded, total: event.total });
    });
    request.addEventListener("load", () => resolve(read(request)));
    request.addEventListener("error", () => resolve({ message: `It could not be sent. ${NO_ANSWER}` }));
    request.addEventListener("abort", () => resolve({ message: "It was not sent." }));
    request.send(file);
  });
}

function read(request) {
  try {
    const said = JSON.parse(request.responseText);
    if (request.status === 202) return said;
    const { message, detail, title } = said;
    return { message: [message, detail, title].find((one) => typeof one === "string") ?? "It was refused." };
  } catch {
    return { message: request.responseText.slice(0, 300) || "It was refused." };
  }
}

// Asks how far the files are until all are finished, those too that were sent meanwhile.
async function poll(announce) {
  isAskedAnew = true;
  if (isPolling) return;
  isPolling = true;
  try {
    for (;;) {
      isAskedAnew = false;
      const told = await states();
      if (told === null) break;
      limits = told;
      let isNew = false;
      for (const one of told.uploads) {
        const before = rows.get(one.id)?.state;
        put(one);
        if (!before || !ON_THE_WAY.has(before) || ON_THE_WAY.has(one.state)) continue;
        isNew = true;
        finished(one, announce);
      }
      if (isNew) await fillLibraries();
      if (isAskedAnew) continue;
      if (!told.uploads.some((one) => ON_THE_WAY.has(one.state))) break;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  } finally {
    isPolling = false;
  }
}

async function states() {
  try {
    const response = await fetch(ADDRESS);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function finished(one, announce) {
  const said = [SAID[one.state], ...one.messages].join(". ");
  if (one.state === "failed") tellFailure(one.id, `${one.name} was not added. ${one.messages.join(" ")}`, announce);
  else announce(`${one.name}: ${said}`);
  if (one.state === "added" && !one.messages.length) setTimeout(() => leave(one.id), SHOWN_MS);
}

// Over the page, unless its row is in view and says the same.
function tellFailure(id, text, announce) {
  const isSeen = [...document.querySelectorAll(`[data-upload="${id}"]`)].some((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return row.checkVisibility() && top >= 0 && bottom <= innerHeight - 120;
  });
  if (isSeen) announce(text);
  else toast(text, announce);
}

function put(one) {
  // What is told may have been asked before it was dismissed.
  if (gone.has(one.id)) return;
  const known = rows.get(one.id);
  if (known && JSON.stringify(known) === JSON.stringify(one)) return;
  rows.set(one.id, one);
  for (const list of document.querySelectorAll(".uploads")) {
    const there = list.querySelector(`[data-upload="${one.id}"]`);
    const row = there ?? list.appendChild(newRow(one));
    fill(row, one);
  }
  offerToDismiss();
}

function remove(id) {
  gone.add(id);
  rows.delete(id);
  for (const row of document.querySelectorAll(`[data-upload="${id}"]`)) row.remove();
  offerToDismiss();
}

// Takes an upload off the list, here and for when the page is loaded anew.
function forget(id) {
  if (!id.startsWith("here-")) fetch(`${ADDRESS}/${id}`, { method: "DELETE" }).catch(() => {});
  remove(id);
}

// Not under the reader's hand.
function leave(id) {
  const isInHand = [...document.querySelectorAll(`[data-upload="${id}"]`)].some((row) =>
    row.matches(":hover, :focus-within"),
  );
  if (isInHand) setTimeout(() => leave(id), SHOWN_MS);
  else if (rows.has(id)) forget(id);
}

function offerToDismiss() {
  const finished = [...rows.values()].filter((one) => !ON_THE_WAY.has(one.state));
  for (const button of document.querySelectorAll("[data-dismiss-all]")) button.hidden = finished.length < 2;
}

function newRow(one) {
  const row = document.createElement("li");
  row.dataset.upload = one.id;
  const name = row.appendChild(element("bdi", "name", one.name));
  row.append(element("p", "state"), element("progress"), element("div", "told"));
  const button = row.appendChild(element("button", "quiet"));
  button.type = "button";
  button.dataset.dismiss = "";
  name.title = one.name;
  return row;
}

function fill(row, one) {
  const isBusy = ON_THE_WAY.has(one.state);
  row.className = `upload ${isBusy ? "busy" : one.state}`;
  const counted = one.total > 0 && isBusy;
  const part = (n) => n.toLocaleString("en");
  row.querySelector(".state").textContent =
    one.state === "sending" && counted
      ? `${SAID.sending}, ${Math.floor((100 * one.done) / one.total)} %`
      : one.state === "indexing" && counted
        ? `${SAID.indexing} ${part(one.done)} of ${part(one.total)} passages`
        : SAID[one.state];
  const bar = row.querySelector("progress");
  bar.hidden = !isBusy || one.state === "waiting";
  bar.setAttribute("aria-label", `${SAID[one.state]} ${one.name}`);
  if (counted) {
    bar.max = one.total;
    bar.value = one.done;
  } else {
    bar.removeAttribute("value");
  }
  row.querySelector(".told").replaceChildren(...one.messages.map((text) => element("p", "", text)));
  const button = row.querySelector("[data-dismiss]");
  button.hidden = isBusy && one.state !== "waiting";
  button.textContent = one.state === "waiting" ? "Cancel" : "Dismiss";
  button.setAttribute("aria-label", `${button.textContent}: ${one.name}`);
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  if (text) made.dir = "auto";
  return made;
}

// The focus goes to the next row's button, or to where more files are chosen.
function dismiss(button) {
  const row = button.closest("[data-upload]");
  const beside = row.nextElementSibling ?? row.previousElementSibling;
  const next = beside?.querySelector("[data-dismiss]:not([hidden])");
  const pick = row.closest(".adding").querySelector("[data-pick]");
  forget(row.dataset.upload);
  (next ?? pick).focus();
}
