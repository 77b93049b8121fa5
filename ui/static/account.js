// Who is signed in, and the way out; only where people sign in.

import { fetched } from "./fragment.js";

const bar = () => document.querySelector(".bar nav");
const html = await fetched("pincite/account", true);
await new Promise((resolve) => {
  const look = () => bar() && (resolve(), true);
  if (look()) return;
  const observer = new MutationObserver(() => look() && observer.disconnect());
  observer.observe(document.documentElement, { childList: true, subtree: true });
});
if (html) bar().insertAdjacentHTML("beforeend", html);
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".account")) return;
  // Over plain http the server's word to forget it all is not heard.
  try {
    localStorage.clear();
    sessionStorage.clear();
  } catch {
    // Storage may be switched off; nothing is kept then.
  }
});
