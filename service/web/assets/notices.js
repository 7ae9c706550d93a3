// What stands where results can't: nothing found, nothing taken in yet, the service away.

import { element } from "./dom.js";
import { isFiltered } from "./state.js";

export function notice(title, ...body) {
  return element("div", { class: "notice" }, element("h2", {}, title), ...body);
}

// A failure. `again` tries once more; the caller does so by itself when there is a `retryAfter`.
export function failure(problem, again) {
  const waiting = problem.retryAfter !== null;
  const said = waiting
    ? "Nothing is lost. This page tries again by itself, and will show the answer here."
    : problem.message;
  const label = problem.status === 401 ? "Enter a key" : "Try now";
  return notice(
    problem.title,
    element("p", {}, said),
    element("p", {}, element("button", { type: "button", class: "plain", onclick: again }, label)),
  );
}

// No hits. `links` are the ways on: the same search without filters, and in the other index.
export function nothing(state, links) {
  const what = state.index === "quotes" ? "quotes" : "articles";
  const asked = state.q.trim();
  if (!asked && !isFiltered(state)) {
    return notice(
      "Nothing can be searched yet", // the store may hold articles all the same, on their way to the index
      element("p", {}, "Hand in articles with ", element("code", {}, "onrecord ingest PATH…"), " or ",
        element("code", {}, "POST /v1/articles"), ". They can be found a moment later."),
    );
  }
  const filtered = isFiltered(state);
  return notice(
    asked ? `No ${what} found for “${asked}”` : `No ${what} under these filters`,
    element("p", {}, filtered
      ? "There may be some outside the filters that are set."
      : "Slips of the key are forgiven. Fewer words, or a name alone, find more."),
    element("ul", {}, filtered && element("li", {}, links.unfiltered), element("li", {}, links.other)),
  );
}
