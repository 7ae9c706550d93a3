// Previous and next. They are links, so a page of results can be opened elsewhere and shared.

import { reachable } from "./api.js";
import { byId, element, number } from "./dom.js";
import { address, PAGE_SIZE } from "./state.js";

export function drawPages(answer, state) {
  const last = Math.ceil(reachable(answer.total) / PAGE_SIZE);
  const place = byId("pages");
  place.replaceChildren();
  if (last < 2) return;
  const first = answer.offset + 1;
  const until = answer.offset + answer.hits.length;
  const shown = answer.hits.length ? `${number(first)}–${number(until)}` : "no results here";
  place.append(
    turn(state, state.page - 1, state.page > 1, "← Previous", "prev"),
    element("span", {}, shown),
    turn(state, state.page + 1, state.page < last, "Next →", "next"),
  );
  if (state.page === last && answer.total > reachable(answer.total)) {
    const limit = `Only the first ${number(reachable(answer.total))} can be paged through.`;
    place.append(element("p", { class: "hint" }, `${limit} A filter brings up the rest.`));
  }
}

function turn(state, page, possible, text, rel) {
  if (!possible) return element("span", { class: "off", "aria-hidden": "true" }, text);
  return element("a", { href: address({ ...state, page }), rel, "data-go": "top" }, text);
}
