// A menu that opens at the button it is opened from: one for the page, for many buttons.

const GAP = 6;
const EDGE = 8;

// Calls `choose` with the item chosen and the button; `opener` selects the buttons.
export function startMenu(menu, opener, choose) {
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  let button = null;

  document.addEventListener(
    "click",
    (event) => {
      button = event.target.closest(opener) ?? button;
    },
    true,
  );
  menu.addEventListener("beforetoggle", (event) => {
    // By the next frame it is shown and has its size, and has not been seen yet.
    if (event.newState === "open" && button) requestAnimationFrame(() => placeAt(menu, button));
  });
  menu.addEventListener("toggle", (event) => {
    const shown = event.newState === "open";
    for (const other of document.querySelectorAll(opener)) {
      other.setAttribute("aria-expanded", String(shown && other === button));
    }
    if (shown) items[0].focus();
  });
  menu.addEventListener("keydown", (event) => {
    const next = moved(items, event.key);
    if (next) {
      event.preventDefault();
      next.focus();
    }
    if (event.key === "Tab") menu.hidePopover();
    // The menu alone closes, not the source panel with it.
    if (event.key === "Escape") event.stopPropagation();
  });
  menu.addEventListener("click", (event) => {
    const item = event.target.closest("[role=menuitem]");
    if (!item || !button) return;
    menu.hidePopover();
    button.focus();
    choose(item, button);
  });
  const hide = (event) => !menu.contains(event.target) && menu.hidePopover();
  document.addEventListener("scroll", hide, true);
  window.addEventListener("resize", () => menu.hidePopover());
}

// Below the button, or above it, or over it where neither has the room.
function placeAt(menu, button) {
  const at = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const [below, above] = [at.bottom + GAP, at.top - GAP - height];
  const lowest = innerHeight - EDGE - height;
  const top = below <= lowest ? below : above >= EDGE ? above : Math.max(EDGE, lowest);
  menu.style.top = `${top}px`;
  menu.style.left = `${Math.max(EDGE, Math.min(at.left, innerWidth - width - EDGE))}px`;
}

function moved(items, key) {
  const at = items.indexOf(document.activeElement);
  const last = items.length - 1;
  const places = {
    ArrowDown: at === last ? 0 : at + 1,
    ArrowUp: at <= 0 ? last : at - 1,
    Home: 0,
    End: last,
  };
  if (key in places) return items[places[key]];
  if (key.length !== 1 || key === " ") return null;
  const turned = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return turned.find((item) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
}
