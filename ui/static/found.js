// The lists of every passage on a subject: fetched when a document is opened.

import { fetched } from "./fragment.js";
import { markCurrent } from "./pane.js";

export function startFinding(announce) {
  // "toggle" does not bubble.
  document.addEventListener(
    "toggle",
    (event) => {
      const list = event.target.matches?.(".found[open]") && event.target.querySelector(".passages");
      if (list && !list.childElementCount) add(list, event.target.dataset.found, announce);
    },
    true,
  );
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-found-more]");
    if (!button || button.disabled) return;
    button.disabled = true;
    const list = button.parentElement;
    const shown = list.querySelectorAll("a.chip").length;
    if (await add(list, button.dataset.foundMore, announce)) {
      button.remove();
      list.querySelectorAll("a.chip")[shown].focus({ preventScroll: true });
    }
    button.disabled = false;
  });
}

async function add(list, address, announce) {
  list.querySelector(".failed")?.remove();
  const html = await fetched(`pincite/found${address}`, true);
  if (html === null) {
    const failed = document.createElement("p");
    failed.className = "failed";
    failed.textContent = "Pincite cannot show these passages; is it still running?";
    list.append(failed);
    announce(failed.textContent);
    return false;
  }
  list.insertAdjacentHTML("beforeend", html);
  markCurrent();
  return true;
}
