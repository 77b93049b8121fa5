// The tab "Explore": pictures of the library, fetched when they are looked at.

import { fetched } from "./fragment.js";
import { markCurrent } from "./pane.js";

const KEY = "pincite-picture";
const AT = "pincite/explore/";
const MISSING = '<p class="nothing" role="alert">Pincite does not answer; is it still running?</p>';

let shown = { view: "", html: "" };
let latest = 0;

export function startExploring(announce) {
  const panel = document.querySelector("#panel-explore");
  const radios = [...panel.querySelectorAll("[name=picture]")];
  const kept = radios.find((radio) => radio.value === stored());
  if (kept) kept.checked = true;

  // Documents may have been added or removed since it was last looked at.
  document.addEventListener("pincite:tab", (event) => {
    if (event.detail === "tab-explore") draw(panel);
  });
  panel.addEventListener("change", (event) => {
    if (!event.target.matches("[name=picture]")) return;
    store(event.target.value);
    draw(panel);
  });
  panel.addEventListener("click", (event) => {
    const next = event.target.closest("[data-next]");
    if (next) showMore(next, announce);
    const listing = event.target.closest("[data-list]");
    if (listing) list(panel, listing);
    if (event.target.closest("[data-back]")) goBack(panel);
  });
  // "toggle" does not bubble.
  panel.addEventListener("toggle", (event) => load(event.target), true);
  panel.addEventListener("keydown", moveAmongBlocks);
  for (const [on, off] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    panel.addEventListener(on, (event) => point(event.target, true));
    panel.addEventListener(off, (event) => point(event.target, false));
  }
  let waiting = false;
  new MutationObserver(() => {
    if (waiting || panel.hidden) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      markCited(panel);
    });
  }).observe(document.querySelector("#chat"), { childList: true, subtree: true });
  if (!panel.hidden) draw(panel);
}

async function draw(panel) {
  const turn = ++latest;
  const view = panel.querySelector("[name=picture]:checked").value;
  const html = (await fetched(AT + view)) ?? MISSING;
  if (turn !== latest) return;
  // What is open in an unchanged picture stays open.
  if (view !== shown.view || html !== shown.html) {
    shown = { view, html };
    const place = panel.querySelector(".explore");
    place.innerHTML = html;
    place.scrollTop = 0;
  }
  markCurrent();
  markCited(panel);
}

async function showMore(button, announce) {
  if (button.disabled) return;
  button.disabled = true;
  const html = await fetched(AT + button.dataset.next, true);
  button.disabled = false;
  if (html === null) {
    announce("Pincite cannot show more; is it still running?");
    return;
  }
  const before = button.previousElementSibling;
  button.insertAdjacentHTML("afterend", html);
  button.remove();
  before.nextElementSibling.querySelector("a, summary, button")?.focus({ preventScroll: true });
  markCurrent();
  markCited(document.querySelector("#panel-explore"));
}

async function load(details) {
  const place = details.matches("[data-load][open]") && details.querySelector(".loaded");
  if (!place || place.childElementCount) return;
  place.innerHTML = (await fetched(AT + details.dataset.load)) ?? MISSING;
  markCurrent();
}

// The passages that mention a symbol, under the picture.
async function list(panel, button) {
  const html = (await fetched(AT + button.dataset.list)) ?? MISSING;
  const place = panel.querySelector(".list");
  if (!place || !button.isConnected) return;
  place.innerHTML = html;
  place.hidden = false;
  for (const other of panel.querySelectorAll("[data-list][aria-expanded]")) {
    other.setAttribute("aria-expanded", String(other.dataset.list === button.dataset.list));
  }
  place.querySelector("h3")?.focus({ preventScroll: true });
  place.scrollIntoView({ block: "start" });
  markCurrent();
}

function goBack(panel) {
  panel.querySelector(".list").hidden = true;
  const button = panel.querySelector(".graph [aria-expanded=true]") ?? panel.querySelector(".graph button");
  for (const other of panel.querySelectorAll("[aria-expanded]")) other.setAttribute("aria-expanded", "false");
  button.focus();
  button.scrollIntoView({ block: "center" });
}

// One stop of the Tab key for each strip; the arrow keys move within it.
function moveAmongBlocks(event) {
  const block = event.target.closest?.(".brick");
  if (!block) return;
  const blocks = [...block.parentElement.children];
  const at = blocks.indexOf(block);
  const along = getComputedStyle(block).direction === "rtl" ? -1 : 1;
  const places = {
    ArrowLeft: at - along,
    ArrowRight: at + along,
    Home: 0,
    End: blocks.length - 1,
  };
  const next = blocks[places[event.key]];
  if (!next) return;
  event.preventDefault();
  block.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

// What is pointed at, with the mouse or the keyboard: named, or shown with its curves.
function point(target, on) {
  const block = target.closest?.(".brick");
  if (block) {
    const caption = block.closest(".strip").querySelector(".caption");
    const { name, size } = block.dataset;
    caption.textContent = on ? `${name} · ${size}` : caption.dataset.facts;
    caption.classList.toggle("pointed", on);
  }
  const node = target.closest?.(".graph [data-document], .graph [data-symbol]");
  if (node) light(node, on);
}

function light(node, on) {
  const graph = node.closest(".graph");
  const chosen = { ...node.dataset };
  const curves = [...graph.querySelectorAll("path")].filter((path) =>
    ["document", "symbol"].every((side) => !(side in chosen) || path.dataset[side] === chosen[side]),
  );
  graph.classList.toggle("lit", on);
  for (const path of curves) {
    path.classList.toggle("lit", on);
    if (on) path.parentElement.append(path); // above the others
  }
  for (const other of graph.querySelectorAll(".side [data-document], .side [data-symbol]")) {
    const side = "document" in other.dataset ? "document" : "symbol";
    const linked = curves.some((path) => path.dataset[side] === other.dataset[side]);
    other.classList.toggle("lit", on && linked);
  }
}

// Where the passages stand that the last answer cites.
function markCited(panel) {
  const map = panel.querySelector(".picture.map");
  if (!map) return;
  for (const mark of map.querySelectorAll(".brick .dot")) mark.remove();
  for (const block of map.querySelectorAll(".brick[data-cited]")) {
    delete block.dataset.cited;
    block.setAttribute("aria-label", `${block.dataset.name}, ${block.dataset.size}`);
  }
  const answers = document.querySelectorAll("#chat .answer, #chat .card");
  const chips = answers[answers.length - 1]?.querySelectorAll("a.chip") ?? [];
  let marked = 0;
  for (const chip of chips) marked += mark(map, new URL(chip.href).searchParams);
  const note = map.querySelector(".cited-note");
  if (!note) return;
  note.hidden = marked === 0;
  note.querySelector(".what").textContent =
    marked === 1 ? "A passage that the last answer cites" : `The ${marked} passages that the last answer cites`;
}

function mark(map, query) {
  const place = Number(query.get("p"));
  const strip = map.querySelector(`.blocks[data-doc="${CSS.escape(query.get("doc"))}"]`);
  const blocks = strip ? [...strip.children] : [];
  const at = blocks.findLastIndex((block) => Number(block.dataset.start) <= place);
  if (at < 0) return 0;
  const block = blocks[at];
  const inside = (place - Number(block.dataset.start)) / Math.max(1, Number(block.dataset.length));
  const dot = document.createElement("span");
  dot.className = "dot";
  dot.style.insetInlineStart = `${Math.round(100 * Math.min(0.95, inside))}%`;
  block.append(dot);
  const cited = Number(block.dataset.cited ?? 0) + 1;
  block.dataset.cited = cited;
  const { name, size } = block.dataset;
  block.setAttribute("aria-label", `${name}, ${size}, ${cited} cited in the last answer`);
  return 1;
}

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function store(view) {
  try {
    localStorage.setItem(KEY, view);
  } catch {
    // Storage may be switched off; the choice then lasts as long as the page.
  }
}
