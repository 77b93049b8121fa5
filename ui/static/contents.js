// A document's table of sections: fetched when it is opened, the one being read marked.

import { fetched } from "./fragment.js";
import { open } from "./pane.js";

export function startContents() {
  // "toggle" does not bubble.
  document.addEventListener(
    "toggle",
    (event) => {
      if (event.target.matches?.(".contents[open]")) show(event.target);
    },
    true,
  );
  document.addEventListener("keydown", move);
  document.addEventListener("click", (event) => {
    const go = event.target.closest("[data-go]");
    if (go) open(go.parentElement.querySelector("select").value);
  });
}

async function show(details) {
  const place = details.querySelector(".loaded");
  if (!place.childElementCount) {
    const query = new URLSearchParams({ doc: details.dataset.contents });
    const html = await fetched(`pincite/contents?${query}`, true);
    place.innerHTML = html ?? '<p role="alert">Pincite does not answer; is it still running?</p>';
  }
  const entries = [...place.querySelectorAll("[data-n]")];
  const read = readNow();
  const current = entries.findLast((entry) => Number(entry.dataset.n) <= read);
  for (const entry of entries) {
    entry.tabIndex = entry === (current ?? entries[0]) ? 0 : -1;
    entry.classList.toggle("here", entry === current);
    if (entry === current) entry.setAttribute("aria-current", "location");
    else entry.removeAttribute("aria-current");
  }
  current?.scrollIntoView({ block: "center" });
}

// The first passage to be seen whole, or the last that begins above it.
function readNow() {
  const text = document.querySelector(".source-text");
  const rows = [...text.querySelectorAll(".row")];
  const top = text.getBoundingClientRect().top;
  const row = rows.find((one) => one.getBoundingClientRect().top >= top) ?? rows.at(-1);
  const cited = text.querySelector(".row.cited");
  return Number((cited && isSeen(cited, text) ? cited : row)?.dataset.n ?? 0);
}

function isSeen(row, text) {
  const [a, b] = [row.getBoundingClientRect(), text.getBoundingClientRect()];
  return a.bottom > b.top && a.top < b.bottom;
}

// One stop of the Tab key for the list; the arrow keys move within it.
function move(event) {
  const entry = event.target.closest?.(".contents [data-n]");
  if (!entry) return;
  const entries = [...entry.closest("nav").querySelectorAll("[data-n]")];
  const at = entries.indexOf(entry);
  const places = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 };
  const next = entries[places[event.key]];
  if (!next) return;
  event.preventDefault();
  entry.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
