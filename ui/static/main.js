// Starts the page's parts once Gradio has drawn it.

import { source } from "./address.js";
import { startChat } from "./chat.js";
import { startChoosing } from "./choosing.js";
import { startCiting } from "./citing.js";
import { startContents } from "./contents.js";
import { startCopying } from "./clipboard.js";
import { startExploring } from "./explore.js";
import { startExporting } from "./export.js";
import { startFinding } from "./found.js";
import { startHistory } from "./history.js";
import { fillStarters } from "./home.js";
import { fillLibraries, startLibrary, whenReady } from "./library.js";
import { open, startPane } from "./pane.js";
import { startRemoving } from "./removing.js";
import { startTheme } from "./theme.js";
import { startUploads } from "./uploads.js";

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
await Promise.all(["#pane", "#cite-menu", "#chat", "#suggested", "#longest", "#ask-box textarea", "#again textarea", "#chosen textarea", ".loading"].map(drawn));
applyTheme();
startChat(announce);
startCiting(announce);
startExporting(announce);
startFinding(announce);
startExploring(announce);
startContents();
startHistory(announce);
startChoosing(announce);
startRemoving(announce);
document.addEventListener("pincite:documents", fillStarters);
await whenReady();
await Promise.all([fillLibraries(), startUploads(announce)]);
if (new URLSearchParams(location.search).has("doc")) await open(source());
