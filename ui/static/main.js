// Starts the page's parts once Gradio has drawn it.

import { startChat } from "./chat.js";
import { startCiting } from "./citing.js";
import { startCopying } from "./clipboard.js";
import { startFinding } from "./found.js";
import { fillLibraries, startLibrary, whenReady } from "./library.js";
import { open, startPane } from "./pane.js";
import { startTheme } from "./theme.js";

const drawn = (selector) =>
  new Promise((resolve) => {
    const look = () => document.querySelector(selector) && (resolve(), true);
    if (look()) return;
    const observer = new MutationObserver(() => look() && observer.disconnect());
    observer.observe(document.documentElement, { childList: true, subtree: true });
  });

const announce = (text) => {
  document.querySelector("#announcer").textContent = text;
};

const applyTheme = startTheme();
startPane();
startLibrary();
startCopying(announce);
await Promise.all(["#pane", "#cite-menu", "#chat", "#ask-box textarea", "#again textarea", ".loading"].map(drawn));
applyTheme();
startChat(announce);
startCiting(announce);
startFinding(announce);
await whenReady();
await fillLibraries();
if (new URLSearchParams(location.search).has("doc")) await open(location.href);
