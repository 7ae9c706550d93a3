// The chosen filters as a row of buttons above the results, each of which takes one back; on a phone they are all
// that shows of the filters.

import { rangeName } from "./dates.js";
import { byId, element } from "./dom.js";
import { label } from "./facets.js";
import { facetsOf, NO_FILTERS } from "./state.js";

export function drawChosen(state, go) {
  const chosen = facetsOf(state).flatMap((facet) =>
    state[facet].map((value) => ({
      name: label(facet, value),
      without: { [facet]: state[facet].filter((one) => one !== value) },
    })),
  );
  if (state.from || state.to) chosen.push({ name: rangeName(state.from, state.to), without: { from: "", to: "" } });
  const buttons = chosen.map((one) => element("li", {}, element(
    "button",
    { type: "button", class: "chip", onclick: () => go(one.without) },
    element("span", { class: "unseen" }, "Remove the filter "),
    element("span", { class: "name" }, one.name),
    element("span", { class: "cross", "aria-hidden": "true" }, "×"),
  )));
  if (chosen.length > 1) {
    const clear = element("button", { type: "button", class: "plain", onclick: () => go(NO_FILTERS) }, "Clear all");
    buttons.push(element("li", {}, clear));
  }
  byId("chosen").replaceChildren(...buttons);
  byId("open-filters").textContent = chosen.length ? `Filters (${chosen.length})` : "Filters";
}
