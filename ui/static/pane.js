// The pane at the right: a document opened at a citation, the documents, the pictures.
// Whoever fills a tab listens for "pincite:tab" on the document; its detail is the tab's id.

import { setSource, source } from "./address.js";
import { fetched } from "./fragment.js";

const FROM_TOP = 90;
const WINDOW = 60;
const phone = matchMedia("(max-width: 899px)");

const MISSING = '<p class="blank" role="alert">Pincite has no answer to that; is it still running?</p>';

let opener = null;
let latest = 0;

export function startPane() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-cite]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      // From the source itself, or a picture, closing still returns to the answer.
      open(link.href, link.closest("#panel-source, #panel-explore") ? null : link);
    }
    const button = event.target.closest("#pane button, [data-show]");
    if (!button) return;
    if (button.matches("[data-show]")) show(button);
    if (button.matches("[data-close]")) close();
    if (button.matches("[role=tab]")) select(button.id);
    if (button.matches("[data-step]")) step(Number(button.dataset.step));
    if (button.matches("[data-start]")) grow(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) close();
    if (event.target.matches?.("[role=tab]") && /^Arrow(Left|Right)$/.test(event.key)) {
      const tabs = [...document.querySelectorAll("#pane [role=tab]")];
      const by = event.key === "ArrowRight" ? 1 : tabs.length - 1;
      const other = tabs[(tabs.indexOf(event.target) + by) % tabs.length];
      select(other.id);
      other.focus();
    }
  });
  phone.addEventListener("change", keepFocusInside);
}

// A paragraph that was asked for by its reference opens by itself, where there is room
// for both; the focus stays in the box.
export function openBeside(link) {
  if (!phone.matches) open(link.href, link, false);
}

export async function open(href, link = null, focused = true) {
  const turn = ++latest;
  const address = new URL(href, document.baseURI);
  const html = await fetched(`pincite/source${address.search}`);
  if (turn !== latest) return;
  opener = link ?? opener;
  document.querySelector("#panel-source").innerHTML = html ?? MISSING;
  setSource(address.search);
  reveal("tab-source");
  const text = document.querySelector(".source-text");
  const cited = text?.querySelector(".cited");
  if (cited) text.scrollTop = cited.offsetTop - FROM_TOP;
  if (focused) document.querySelector("#panel-source h2, #panel-source h3")?.focus({ preventScroll: true });
  markCurrent();
  showPosition();
  // The conversation has just become narrower, and moved under the reader's eyes.
  opener?.scrollIntoView({ block: "nearest" });
}

// Chips are drawn anew with every turn: say again which one is open.
export function markCurrent() {
  for (const link of document.querySelectorAll("a[data-cite]")) {
    const current = isOpen() && new URL(link.href).search === source();
    if (current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function show(button) {
  opener = button;
  const tab = `tab-${button.dataset.show}`;
  reveal(tab);
  document.getElementById(tab).focus();
}

// Opens the pane at a tab; the focus stays where it is.
export function reveal(tab) {
  document.querySelector("#pane").hidden = false;
  document.body.classList.add("pane-open");
  select(tab);
  keepFocusInside();
}

export function close() {
  latest++;
  document.querySelector("#pane").hidden = true;
  document.body.classList.remove("pane-open");
  setSource("");
  keepFocusInside();
  markCurrent();
  const back = opener?.isConnected && opener.checkVisibility() ? opener : null;
  (back ?? document.querySelector("#ask-box textarea"))?.focus();
}

function select(id) {
  for (const tab of document.querySelectorAll("#pane [role=tab]")) {
    const chosen = tab.id === id;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = !chosen;
  }
  document.querySelector("#pane").dataset.tab = id;
  document.dispatchEvent(new CustomEvent("pincite:tab", { detail: id }));
}

function step(by) {
  const links = siblings();
  const next = links[links.indexOf(opener) + by];
  if (!next) return;
  next.closest("details")?.setAttribute("open", "");
  open(next.href, next);
}

function showPosition() {
  const links = siblings();
  const at = links.indexOf(opener);
  const stepper = document.querySelector("#pane .stepper");
  stepper.hidden = at < 0 || links.length < 2;
  stepper.querySelector(".position").textContent = `${at + 1} of ${links.length}`;
  stepper.querySelector('[data-step="-1"]').disabled = at <= 0;
  stepper.querySelector('[data-step="1"]').disabled = at === links.length - 1;
}

function siblings() {
  const answer = opener?.closest(".answer, .card");
  return answer ? [...answer.querySelectorAll("a.chip, .nearest a")] : [];
}

// "Show earlier paragraphs" and "Show later paragraphs": each moves on by what it showed.
async function grow(button) {
  const text = button.closest(".source-text");
  const [start, stop] = [Number(button.dataset.start), Number(button.dataset.stop)];
  const query = new URLSearchParams({ doc: text.dataset.doc, start, stop });
  const html = await fetched(`pincite/rows?${query}`);
  if (html === null) return;
  const total = Number(text.dataset.total);
  if (text.firstElementChild === button) {
    const below = text.scrollHeight - text.scrollTop;
    button.insertAdjacentHTML("afterend", html);
    Object.assign(button.dataset, { start: Math.max(0, start - WINDOW), stop: start });
    text.scrollTop = text.scrollHeight - below;
    if (start === 0) button.remove();
  } else {
    button.insertAdjacentHTML("beforebegin", html);
    Object.assign(button.dataset, { start: stop, stop: Math.min(total, stop + WINDOW) });
    if (stop === total) button.remove();
  }
  if (!button.isConnected) text.focus({ preventScroll: true });
}

// On a phone the pane covers the page, so the page behind it takes no focus.
function keepFocusInside() {
  const covered = isOpen() && phone.matches;
  for (const behind of document.querySelectorAll("#desk, .bar, .skip")) behind.inert = covered;
}

function isOpen() {
  return document.body.classList.contains("pane-open");
}
