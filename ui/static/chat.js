// The conversation: where it is scrolled to, what is announced, what things are called.
// "pincite:turns" on the document says that it has changed and nothing is awaited.

import { clearQuestion, questionLink } from "./address.js";
import { answers, ask, askAgain, edit, focusBox, isWaiting, keptTurns } from "./asking.js";
import { copy, say } from "./clipboard.js";
import { close, markCurrent, openBeside } from "./pane.js";

const phone = matchMedia("(max-width: 899px)");

export function startChat(announce) {
  let seen = { questions: 0, answers: 0, waiting: false, place: -1, kept: "[]" };
  const chat = document.querySelector("#chat");
  const look = () => {
    name(chat);
    const questions = [...chat.querySelectorAll(".question")];
    const shown = answers();
    const waiting = isWaiting();
    const isReturning = document.body.classList.contains("returning");
    const place = waiting ? placeOfPending(chat) : seen.place;
    const come = waiting ? null : shown.length > seen.answers ? shown.at(-1) : seen.waiting && shown[place];
    placeSuggestions(shown.at(-1), waiting);
    if (questions.length > seen.questions || (waiting && !seen.waiting)) {
      ((waiting && questions[place]) || questions.at(-1))?.scrollIntoView({ block: "start" });
      settleFocus();
    } else if (come && isReturning) {
      // The answers of a chat that is opened come one by one, each above the next.
      questions.at(-1)?.scrollIntoView({ block: "start" });
    } else if (come && come.matches("[role=alert]")) {
      come.scrollIntoView({ block: "nearest" });
    }
    if (come) {
      const said = come.querySelectorAll(".note, .summary, h3");
      announce([...said].map((part) => part.textContent).join(". "));
      if (come.matches("[data-opened]") && !isReturning) openBeside(come.querySelector("a[data-cite]"));
      markCurrent();
    }
    const kept = waiting ? seen.kept : JSON.stringify(keptTurns());
    const length = waiting ? Math.min(seen.answers, shown.length) : shown.length;
    const changed = kept !== seen.kept;
    seen = { questions: questions.length, answers: length, waiting, place: waiting ? place : -1, kept };
    if (come && shown.length === questions.length) settle(questions.at(-1));
    if (changed) document.dispatchEvent(new CustomEvent("pincite:turns"));
  };
  const observer = new MutationObserver(look);
  for (const part of [chat, document.querySelector("#suggested")]) {
    observer.observe(part, { childList: true, subtree: true });
  }
  look();
  startRefusing(announce);
  document.addEventListener("keydown", (event) => {
    // Not a button element: its text would not wrap with the sentence it stands in.
    if (event.target.matches?.("[role=button][data-ask]") && [" ", "Enter"].includes(event.key)) {
      event.preventDefault();
      askOne(event.target.dataset.ask);
    }
    const typing = event.target.closest?.("input, textarea, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    focusBox();
  });
  document.addEventListener("click", (event) => {
    // The page has a base address: followed, the skip link would load it anew.
    if (event.target.closest(".skip")) event.preventDefault();
    if (event.target.closest(".skip, #new-chat")) focusBox();
    if (event.target.closest("#new-chat")) clearQuestion();
    const button = event.target.closest("[data-ask], [data-again], [data-edit], [data-copy-question]");
    if (!button) return;
    const { ask: wanted, again } = button.dataset;
    if (wanted) askOne(wanted);
    else if (again && !isWaiting()) askAgain(button);
    else if (button.matches("[data-edit]")) edit(keptOf(button).question);
    else if (button.matches("[data-copy-question]")) copyLink(button, announce);
  });
}

// A whole document pasted into the box is not sent: the server would refuse it unread.
function startRefusing(announce) {
  const box = document.querySelector("#ask-box");
  const field = box.querySelector("textarea");
  const longest = Number(document.querySelector("#longest").dataset.longest);
  const told = document.createElement("p");
  told.className = "too-long";
  const refuse = (event) => {
    const sends = event.type === "click" ? event.target.closest?.(".submit-button") : event.key === "Enter" && !event.shiftKey;
    if (!sends || field.value.length <= longest) return;
    event.preventDefault();
    event.stopPropagation();
    const [has, may] = [field.value.length, longest].map((number) => number.toLocaleString("en"));
    told.textContent = `This has ${has} characters; a question may have ${may}. Shorten it, or add the text as a document.`;
    box.after(told);
    announce(told.textContent);
  };
  for (const type of ["keydown", "click"]) box.addEventListener(type, refuse, true);
  field.addEventListener("input", () => field.value.length <= longest && told.remove());
}

// Which question is being answered, from 0.
function placeOfPending(chat) {
  const rows = [...chat.querySelectorAll(".message-row")].filter((row) => !row.querySelector(".question"));
  return rows.findIndex((row) => row.querySelector(".pending"));
}

// Once a chat that was opened is all there, and drawn, its last question is looked at.
function settle(question) {
  if (!document.body.classList.contains("returning")) return;
  requestAnimationFrame(() => {
    question?.scrollIntoView({ block: "start" });
    document.body.classList.remove("returning");
  });
}

// A question we offer goes from the page, the focus with it; on a phone, the keyboard.
function settleFocus() {
  const focused = document.activeElement;
  if (phone.matches) focused.blur();
  else if (focused === document.body || !focused.checkVisibility()) focusBox();
}

// From the pane on a phone, its answer is behind the pane.
function askOne(question) {
  if (phone.matches && document.body.classList.contains("pane-open")) close();
  return ask(question);
}

function keptOf(button) {
  return JSON.parse(button.closest(".turn").dataset.kept);
}

async function copyLink(button, announce) {
  const turn = button.closest(".turn");
  const turns = [...document.querySelectorAll("#chat .turn[data-kept]")];
  const kept = turns.map((one) => JSON.parse(one.dataset.kept));
  const link = questionLink(kept, turns.indexOf(turn), "carried" in turn.dataset);
  say(button, (await copy(link)) ? "Copied" : "Not copied", announce);
}

// What to ask next comes after the answer and apart from it, and goes below the last one.
function placeSuggestions(last, waiting) {
  const made = document.querySelector("#suggested .next");
  const fits = !waiting && made && last?.querySelector(".turn")?.dataset.kept === made.dataset.after;
  const there = [...document.querySelectorAll("#chat .next")];
  const right = fits && there.find((next) => next.previousElementSibling === last && next.isEqualNode(made));
  for (const next of there) if (next !== right) next.remove();
  if (fits && !right) last.after(made.cloneNode(true));
}

// Gradio names messages after their type, and reads every new one out in full.
function name(chat) {
  document.querySelector("#ask-box textarea")?.setAttribute("aria-label", "Your question");
  const log = chat.querySelector("[role=log]");
  if (log && log.getAttribute("aria-live") !== "off") {
    log.setAttribute("aria-live", "off");
    log.setAttribute("aria-label", "Conversation");
  }
  for (const message of chat.querySelectorAll("[data-testid][aria-label]")) {
    message.removeAttribute("aria-label");
  }
  answers().forEach((answer, n) => {
    const label = `Answer ${n + 1}`;
    if (answer.getAttribute("aria-label") !== label) answer.setAttribute("aria-label", label);
  });
}
