// "Cite this": a menu of styles, shown at the citation it is opened from.

import { copy, say } from "./clipboard.js";
import { startMenu } from "./menu.js";

export function startCiting(announce) {
  const menu = document.querySelector("#cite-menu");
  startMenu(menu, "[data-cite-menu]", (item, button) => take(button, item, announce));
}

async function take(button, item, announce) {
  const cited = new URL(button.closest(".citing").querySelector("a[data-cite]").href);
  const query = new URLSearchParams({
    doc: cited.searchParams.get("doc"),
    p: cited.searchParams.get("p"),
    style: item.dataset.style,
  });
  const name = item.querySelector(".name").textContent;
  try {
    const response = await fetch(`pincite/cite?${query}`);
    const text = await response.text();
    if (!response.ok) say(button, "Not copied", announce, text);
    else if (await copy(text)) say(button, `Copied: ${name}`, announce);
    else say(button, "Not copied", announce, "The browser does not let the page copy.");
  } catch {
    say(button, "Not copied", announce, "Pincite does not answer; is it still running?");
  }
}
