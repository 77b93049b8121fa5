// HTML that the server has escaped.

// The HTML at an address under pincite/, or null. What is not HTML, such as the refusal
// of an address that somebody made up, may repeat that address and is no HTML of ours.
// With `ifOk` neither is the card that says what is wrong.
export async function fetched(address, ifOk = false) {
  try {
    const response = await fetch(address);
    const html = response.headers.get("content-type")?.startsWith("text/html");
    return html && (response.ok || !ifOk) ? await response.text() : null;
  } catch {
    return null;
  }
}
