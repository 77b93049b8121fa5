// Questions to begin with, drawn from the documents.

import { fetched } from "./fragment.js";

export async function fillStarters() {
  const chosen = document.querySelector("#chosen textarea")?.value ?? "";
  const html = await fetched(`pincite/starters?${new URLSearchParams({ chosen })}`, true);
  if (html !== null) document.querySelector("#starters").innerHTML = html;
}
