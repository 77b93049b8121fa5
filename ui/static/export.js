// "Export": the whole conversation as a file, asked anew on the server.

import { keptTurns } from "./asking.js";
import { say } from "./clipboard.js";
import { startMenu } from "./menu.js";

export function startExporting(announce) {
  const menu = document.querySelector("#export-menu");
  startMenu(menu, "[data-export]", (item, button) => take(button, item, announce));
}

async function take(button, item, announce) {
  const name = item.querySelector(".name").textContent;
  try {
    const response = await fetch(`pincite/export?style=${item.dataset.style}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(keptTurns()),
    });
    if (!response.ok) {
      say(button, "Not exported", announce, await response.text());
      return;
    }
    const named = /filename="([^"]+)"/.exec(response.headers.get("content-disposition"));
    save(await response.blob(), named?.[1] ?? "conversation");
    say(button, `Saved: ${name}`, announce);
  } catch {
    say(button, "Not exported", announce, "Pincite does not answer; is it still running?");
  }
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
