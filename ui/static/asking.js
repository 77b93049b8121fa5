// Asking: what our buttons want goes through Gradio's fields, filled and pressed here.

const phone = matchMedia("(max-width: 899px)");

export const answers = () => [...document.querySelectorAll("#chat :is(.answer, .card)")];
export const isWaiting = () => document.querySelector("#chat .pending") !== null;

// What was asked on the page, as the server wrote it beside each answer. A last question
// that failed is not kept: the next one takes its place.
export function keptTurns() {
  const kept = [...document.querySelectorAll("#chat .turn[data-kept]")];
  if (kept.at(-1)?.matches(".failed")) kept.pop();
  return kept.map((turn) => JSON.parse(turn.dataset.kept));
}

export async function ask(question) {
  await send(question, "#ask-box textarea", "#ask-box .submit-button");
}

// Asks the question of an answer anew, "again", or in another way: "typed" or "all". The
// answers are drawn anew, the button with them, so the focus goes where it is after every
// question.
export async function askAgain(button) {
  const place = answers().indexOf(button.closest(".answer, .card"));
  if (!phone.matches) focusBox();
  await send(`${button.dataset.again} ${place}`, "#again textarea", "#again button");
}

// Puts a kept conversation in the place of the one on the page.
export async function replay(turns) {
  await startAnew();
  await send(`replay ${JSON.stringify(turns)}`, "#again textarea", "#again button");
}

export async function startAnew() {
  if (!document.querySelector("#chat .question")) return;
  document.querySelector("#new-chat").click();
  await until(() => !document.querySelector("#chat .question"));
}

export function edit(question) {
  const field = document.querySelector("#ask-box textarea");
  fill(field, question);
  field.focus();
  field.setSelectionRange(question.length, question.length);
}

export function focusBox() {
  document.querySelector("#ask-box textarea").focus();
}

// On a slow machine Gradio draws a button some frames after its field.
async function send(text, box, button) {
  await until(() => document.querySelector(box) && document.querySelector(button));
  fill(document.querySelector(box), text);
  await new Promise((resolve) => requestAnimationFrame(resolve));
  await until(() => document.querySelector(button));
  document.querySelector(button).click();
}

function fill(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function until(holds) {
  return new Promise((resolve) => {
    const look = () => (holds() ? resolve() : requestAnimationFrame(look));
    look();
  });
}
