// What a reader thinks of an answer; only where the operator keeps it.

const OF_ANSWERS = { helpful: "Helpful", "wrong-passage": "Wrong passage", "badly-cut": "Cut badly" };
const OF_CARDS = { helpful: "Helpful", "should-answer": "Should have answered" };

// The answers are drawn anew with every turn: what has been said of them stays said.
const said = new Map();

document.addEventListener("pincite:turns", draw);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-verdict]");
  if (button) send(button);
});

function draw() {
  for (const turn of document.querySelectorAll("#chat :is(.answer, .card:not([role=alert])) .turn:not(:has(.feedback))")) {
    const place = document.createElement("span");
    place.className = "feedback";
    turn.append(place);
    const outcome = said.get(turn.dataset.kept);
    if (outcome) tell(place, outcome);
    else offer(place, turn.closest(".card") ? OF_CARDS : OF_ANSWERS);
  }
}

function offer(place, verdicts) {
  for (const [verdict, label] of Object.entries(verdicts)) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "quiet", textContent: label });
    button.dataset.verdict = verdict;
    place.append(button);
  }
}

function tell(place, outcome) {
  place.textContent = outcome;
  place.tabIndex = -1;
}

async function send(button) {
  const place = button.closest(".feedback");
  const turn = button.closest(".turn");
  for (const other of place.children) other.setAttribute("aria-disabled", "true");
  if (said.has(turn.dataset.kept)) return;
  said.set(turn.dataset.kept, "");
  const outcome = (await sent(button.dataset.verdict, turn)) ? "Thank you, noted" : "Could not be sent";
  said.set(turn.dataset.kept, outcome);
  // As wide as its buttons were: the second press of a double click still meets it.
  place.style.minInlineSize = `${place.offsetWidth}px`;
  tell(place, outcome);
  place.focus();
  document.querySelector("#announcer").textContent = outcome;
}

async function sent(verdict, turn) {
  const answer = turn.closest(".answer, .card");
  const ids = [...answer.querySelectorAll("a.chip, .nearest a")].map((link) => {
    const asked = new URL(link.href).searchParams;
    return `${asked.get("doc")}.${asked.get("p")}`;
  });
  const { question } = JSON.parse(turn.dataset.kept);
  try {
    const response = await fetch("pincite/feedback", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ verdict, question, passages: ids.slice(0, 50) }),
    });
    return response.ok;
  } catch {
    return false;
  }
}
