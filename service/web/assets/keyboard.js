// "/" goes to the search box, arrows go from there through the results. Tab works as everywhere.

import { byId } from "./dom.js";

// `box()` is where one types at the moment.
export function listen(box) {
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing || document.querySelector("dialog")) return;
    if (event.key === "/" && !takesText(event.target)) {
      event.preventDefault();
      box().focus();
      box().select();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      step(event);
    }
  });
}

function step(event) {
  const stops = [byId("q"), ...document.querySelectorAll("#hits .open")];
  const at = stops.indexOf(event.target);
  if (at < 0) return; // elsewhere the arrows scroll, or move in a text or a list of options
  const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  (next.closest("li") ?? next).scrollIntoView({ block: "nearest" });
}

function takesText(target) {
  return target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
}
