// A message that shows for a while over the page, whatever is open, and is read out.

const SHOWN_MS = 9000;

export function toast(text, announce) {
  document.querySelector(".toast")?.remove();
  const shown = document.createElement("p");
  shown.className = "toast";
  shown.dir = "auto";
  shown.textContent = text;
  // The announcer says it already.
  shown.setAttribute("aria-hidden", "true");
  document.body.append(shown);
  shown.addEventListener("click", () => shown.remove());
  setTimeout(() => shown.remove(), SHOWN_MS);
  announce(text);
}
