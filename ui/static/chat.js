// The conversation: where it is scrolled to, what is announced, what things are called.

import { close, markCurrent, openBeside } from "./pane.js";

const phone = matchMedia("(max-width: 899px)");

export function startChat(announce) {
  let seen = { questions: 0, answers: 0, waiting: false };
  const chat = document.querySelector("#chat");
  const look = () => {
    name(chat);
    const questions = chat.querySelectorAll(".question");
    const answers = chat.querySelectorAll(".answer, .card");
    const last = answers[answers.length - 1];
    const waiting = chat.querySelector(".pending") !== null;
    if (questions.length > seen.questions || (waiting && !seen.waiting)) {
      questions[questions.length - 1]?.scrollIntoView({ block: "start" });
      settleFocus();
    } else if (answers.length > seen.answers && last.matches("[role=alert]")) {
      last.scrollIntoView({ block: "nearest" });
    }
    if (answers.length > seen.answers) {
      const said = last.querySelectorAll(".note, .summary, h3");
      announce([...said].map((part) => part.textContent).join(". "));
      if (last.matches("[data-opened]")) openBeside(last.querySelector("a[data-cite]"));
    }
    if (answers.length !== seen.answers) markCurrent();
    seen = { questions: questions.length, answers: answers.length, waiting };
  };
  new MutationObserver(look).observe(chat, { childList: true, subtree: true });
  look();
  document.addEventListener("keydown", (event) => {
    // Not a button element: its text would not wrap with the sentence it stands in.
    if (event.target.matches?.("[data-ask]") && [" ", "Enter"].includes(event.key)) {
      event.preventDefault();
      ask(event.target.dataset.ask);
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
    const absent = event.target.closest("[data-ask]");
    if (absent) ask(absent.dataset.ask);
    const again = event.target.closest("[data-again]");
    if (again && !chat.querySelector(".pending")) askAgain(chat, again);
  });
}

// A starter question goes from the page, the focus with it; on a phone, the keyboard.
function settleFocus() {
  if (phone.matches) document.activeElement.blur();
  else if (!document.activeElement.checkVisibility()) focusBox();
}

// Asks for the passages that mention a document that is not here.
async function ask(question) {
  if (phone.matches) close();
  await send(question, "#ask-box textarea", "#ask-box .submit-button");
}

// Asks the question of an answer in another way: "typed" or "all". The answers are drawn
// anew, the button with them, so the focus goes where it is after every question.
async function askAgain(chat, button) {
  const answers = [...chat.querySelectorAll(".answer, .card")];
  const place = answers.indexOf(button.closest(".answer, .card"));
  if (!phone.matches) focusBox();
  await send(`${button.dataset.again} ${place}`, "#again textarea", "#again button");
}

async function send(text, box, button) {
  const field = document.querySelector(box);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((resolve) => requestAnimationFrame(resolve));
  document.querySelector(button).click();
}

function focusBox() {
  document.querySelector("#ask-box textarea").focus();
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
  chat.querySelectorAll(".answer, .card").forEach((answer, n) => {
    const label = `Answer ${n + 1}`;
    if (answer.getAttribute("aria-label") !== label) answer.setAttribute("aria-label", label);
  });
}
