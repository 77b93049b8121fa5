// Light or dark: the system's choice until the reader makes one.

const KEY = "pincite-theme";

export function startTheme() {
  const apply = () => {
    const chosen = read();
    if (chosen) document.body.classList.toggle("dark", chosen === "dark");
    const dark = document.body.classList.contains("dark");
    for (const button of document.querySelectorAll("[data-theme]")) {
      const label = dark ? "Light" : "Dark";
      if (button.textContent !== label) button.textContent = label;
    }
  };
  // Gradio sets the class itself when it starts and when the system changes.
  new MutationObserver(apply).observe(document.body, { attributeFilter: ["class"] });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme]")) return;
    const next = document.body.classList.contains("dark") ? "light" : "dark";
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // Storage may be switched off; the choice then lasts as long as the page.
    }
    document.body.classList.toggle("dark", next === "dark");
  });
  return apply;
}

function read() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
