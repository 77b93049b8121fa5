// "Copy citation" and "Copy link".

import { sourceLink } from "./address.js";

const SHOWN_MS = 1600;

export function startCopying(announce) {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-link]");
    if (!button) return;
    const text = button.dataset.copy ?? sourceLink();
    say(button, (await copy(text)) ? "Copied" : "Press Ctrl+C to copy", announce);
  });
}

// Shows a message on a button for a while, and reads it out, or something longer.
export function say(button, message, announce, announced = message) {
  const label = button.dataset.label ?? button.textContent;
  button.dataset.label = label;
  button.textContent = message;
  announce(announced);
  setTimeout(() => (button.textContent = label), SHOWN_MS);
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

// Without https there is no clipboard API, except on this machine.
function copyBySelection(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  document.body.append(area);
  const focused = document.activeElement;
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return copied;
}
