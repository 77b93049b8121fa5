// Removing a document: asked once more in its own place, since it cannot be undone.

import { fillLibraries } from "./library.js";
import { toast } from "./toast.js";

export function startRemoving(announce) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove], [data-really], [data-keep]");
    if (!button) return;
    if (button.matches("[data-remove]")) askFirst(button);
    else if (button.matches("[data-keep]")) keep(button.closest(".really"));
    else really(button, announce);
  });
  document.addEventListener(
    "keydown",
    (event) => {
      const asked = event.key === "Escape" && event.target.closest?.(".really");
      if (!asked) return;
      // The question alone goes, not the pane with it.
      event.stopPropagation();
      keep(asked);
    },
    true,
  );
}

function askFirst(button) {
  const asked = document.createElement("div");
  asked.className = "really";
  asked.setAttribute("role", "group");
  asked.setAttribute("aria-label", "Remove this document?");
  const said = document.createElement("span");
  said.textContent = "Remove it?";
  asked.append(said, made("Remove", "really"), made("Keep", "keep"));
  button.hidden = true;
  button.after(asked);
  asked.querySelector("[data-keep]").focus();
}

function made(text, name) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `quiet ${name === "really" ? "danger" : ""}`;
  button.textContent = text;
  button.dataset[name] = "";
  return button;
}

function keep(asked) {
  const button = asked.previousElementSibling;
  asked.remove();
  button.hidden = false;
  button.focus();
}

async function really(button, announce) {
  const entry = button.closest("[data-document]");
  const list = entry.closest(".library");
  const title = entry.querySelector(".title").textContent;
  const place = [...list.querySelectorAll("[data-document]")].indexOf(entry);
  for (const one of entry.querySelectorAll("button")) one.disabled = true;
  const problem = await removed(entry.dataset.document);
  if (problem) toast(`${title} was not removed. ${problem}`, announce);
  else announce(`Removed: ${title}`);
  await fillLibraries();
  const entries = list.querySelectorAll("[data-document]");
  const next = entries[Math.min(place, entries.length - 1)];
  const focused = next?.querySelector("a") ?? list.closest(".documents-pane")?.querySelector("[data-pick]");
  focused?.focus();
}

// Why a document could not be removed, or "".
async function removed(id) {
  try {
    const response = await fetch(`pincite/documents/${id}`, { method: "DELETE" });
    if (response.ok) return "";
    return (await response.json()).message;
  } catch {
    return "Pincite does not answer; is it still running?";
  }
}
