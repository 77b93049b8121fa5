// Asking in some documents only: those ticked in the list, for the questions to come.

import { focusBox } from "./asking.js";
import { fillStarters } from "./home.js";

const KEPT = "pincite-chosen";

let chosen = new Set(kept());

export function startChoosing(announce) {
  const line = drawnLine();
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-choose]")) return;
    const { value, checked } = event.target;
    if (checked) chosen.add(value);
    else chosen.delete(value);
    apply(line);
    announce(line.hidden ? "Asking in all documents" : said(line));
    fillStarters();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-choose-all]")) return;
    chosen.clear();
    apply(line);
    announce("Asking in all documents");
    fillStarters();
    focusBox();
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-sift]")) sift(event.target);
  });
  // The list was drawn anew: tick what was ticked, and forget what is gone.
  document.addEventListener("pincite:documents", () => {
    const there = new Set([...document.querySelectorAll("[data-choose]")].map((one) => one.value));
    chosen = new Set([...chosen].filter((id) => there.has(id)));
    apply(line);
    for (const field of document.querySelectorAll("[data-sift]")) if (field.value) sift(field);
  });
}

function drawnLine() {
  const line = document.createElement("p");
  line.className = "asking-in";
  line.hidden = true;
  line.innerHTML =
    '<button type="button" class="quiet" data-show="documents"></button>' +
    '<button type="button" class="quiet" data-choose-all>Ask in all</button>';
  document.querySelector("#composer").prepend(line);
  return line;
}

function apply(line) {
  const boxes = document.querySelectorAll("[data-choose]");
  for (const box of boxes) box.checked = chosen.has(box.value);
  const total = Number(document.querySelector("h3.total")?.dataset.total ?? 0);
  line.hidden = chosen.size === 0;
  line.querySelector("[data-show]").textContent =
    `Asking in ${chosen.size} of ${total.toLocaleString("en")} document${total === 1 ? "" : "s"}`;
  const field = document.querySelector("#chosen textarea, #chosen input");
  field.value = [...chosen].join(",");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  try {
    sessionStorage.setItem(KEPT, field.value);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

function said(line) {
  return line.querySelector("[data-show]").textContent;
}

function kept() {
  try {
    return (sessionStorage.getItem(KEPT) ?? "").split(",").filter(Boolean);
  } catch {
    return [];
  }
}

// Shows the documents whose title or facts have all the words typed.
function sift(field) {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  const list = field.closest(".library");
  const entries = [...list.querySelectorAll("[data-document]")];
  for (const entry of entries) {
    const text = entry.querySelector("a").textContent.toLowerCase();
    entry.hidden = !words.every((word) => text.includes(word));
  }
  const shown = entries.filter((entry) => !entry.hidden).length;
  list.querySelector(".sifted").textContent = words.length ? `${shown} of ${entries.length} shown` : "";
  list.classList.toggle("nothing-sifted", shown === 0);
}
