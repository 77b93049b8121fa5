// The page's address: the question it asks (?q=, with those it goes on from before it;
// all=1 for every passage; in= for chosen documents), and the source open (?doc=&p=).
// Both stand in it side by side, and each is changed without the other.

const OF_QUESTION = /^(q|all|typed|in)=/;
const MAX_LINKED = 6;

export function source() {
  return search(parts().filter((part) => !OF_QUESTION.test(part)));
}

export function setSource(wanted) {
  const question = parts().filter((part) => OF_QUESTION.test(part));
  show([...question, ...parts(wanted)]);
}

export function clearQuestion() {
  show(parts(source()));
}

export function sourceLink() {
  return new URL(location.pathname + source(), location.href).href;
}

// The address that asks a question again, given its turn and those before it.
export function questionLink(turns, place, carried) {
  const chain = [turns[place]];
  for (let at = place; carried && turns[at].back && chain.length < MAX_LINKED; ) {
    at -= turns[at].back;
    if (!turns[at]) break;
    chain.unshift(turns[at]);
  }
  const query = new URLSearchParams(chain.map((turn) => ["q", turn.question]));
  const { all, typed, documents } = turns[place];
  if (all) query.set("all", "1");
  if (typed) query.set("typed", "1");
  if (documents) query.set("in", documents.join(","));
  return new URL(`${location.pathname}?${query}`, location.href).href;
}

// The turns that the address asks for, or null.
export function linkedTurns() {
  const query = new URLSearchParams(location.search);
  const questions = query.getAll("q").filter((question) => question.trim()).slice(-MAX_LINKED);
  if (!questions.length) return null;
  const documents = query.get("in")?.split(",").filter(Boolean);
  const turns = questions.map((question, n) => ({ question, back: n ? 1 : 0, ...(documents && { documents }) }));
  Object.assign(turns.at(-1), query.has("all") && { all: true }, query.has("typed") && { typed: true });
  return turns;
}

function parts(of = location.search) {
  return of.replace(/^\?/, "").split("&").filter(Boolean);
}

function search(kept) {
  return kept.length ? `?${kept.join("&")}` : "";
}

function show(kept) {
  history.replaceState(null, "", search(kept) || location.pathname);
}
