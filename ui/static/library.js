// The list of documents, and how far they are while the assistant loads.
// "pincite:documents" on the document says that it was drawn anew.

import { fetched } from "./fragment.js";
import { markCurrent } from "./pane.js";

const POLL_MS = 700;

let shown = null;

// Resolves when questions can be answered.
export async function whenReady() {
  for (;;) {
    const state = await status();
    if (state.status === "ready") {
      tell(null);
      return;
    }
    tell(state);
    if (state.status === "failed") throw new Error(state.what);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

export async function fillLibraries() {
  const html = await fetched("pincite/documents", true);
  // What is open in an unchanged list stays open.
  if (html === null || html === shown) return;
  shown = html;
  const focused = document.activeElement;
  const place = focused?.closest(".library");
  const entry = focused?.closest("[data-document]")?.dataset.document;
  for (const list of document.querySelectorAll(".library")) list.innerHTML = html;
  const again = entry && place?.querySelector(`[data-document="${entry}"] ${focused.matches("input") ? "input" : "a"}`);
  again?.focus({ preventScroll: true });
  settle();
  document.dispatchEvent(new CustomEvent("pincite:documents"));
}

// Without any document there is nothing to ask.
function settle() {
  const isEmpty = document.querySelector("[data-total]")?.dataset.total === "0";
  document.body.classList.toggle("no-documents", isEmpty);
  const box = document.querySelector("#ask-box textarea");
  box.disabled = isEmpty;
  box.placeholder = isEmpty ? "Add a document first; then ask it here" : "Ask a question about your documents";
  document.querySelector("#ask-box .submit-button").disabled = isEmpty;
}

// Documents may have been added or removed since the tab was last looked at.
export function startLibrary() {
  document.addEventListener("pincite:tab", async (event) => {
    if (event.detail !== "tab-documents" || shown === null) return;
    await fillLibraries();
    markCurrent();
  });
}

async function status() {
  try {
    return await (await fetch("healthz")).json();
  } catch {
    return { status: "starting", what: "Waiting for Pincite to answer", done: 0, total: 0 };
  }
}

function tell(state) {
  const loading = document.querySelector(".loading");
  if (!loading) return;
  loading.hidden = state === null;
  if (state === null) return;
  const failed = state.status === "failed";
  loading.classList.toggle("failed", failed);
  const count = state.total ? `, ${state.done.toLocaleString("en")} of ${state.total.toLocaleString("en")}` : "";
  loading.querySelector(".what").textContent = failed ? state.what : `${state.what}${count}`;
  const bar = loading.querySelector("progress");
  bar.hidden = failed;
  if (state.total) {
    bar.max = state.total;
    bar.value = state.done;
  } else {
    bar.removeAttribute("value");
  }
}
