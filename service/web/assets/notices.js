// What stands where results can't: nothing found, nothing taken in yet, the service away.

import { element } from "./dom.js";
import { indexOf, isFiltered } from "./state.js";

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
    element("p", {}, element("button", { type: "button", class: "plain", onclick: () => again() }, label)),
  );
}

// Everything was asked for, of everybody.
export function isFirstRun(state) {
  return !state.q.trim() && !state.of && !isFiltered(state) && state.page === 1;
}

// A passage is wanted, and none is there.
export function isWaiting(state) {
  return state.index === "find" && !state.q.trim();
}

export function waiting() {
  return notice(
    "Where is this quote from?",
    element("p", {}, "Paste words that somebody is said to have said, with whatever stands around them. Quotes that "
      + "repeat them are found also where a word was changed, left out or put in."),
  );
}

// No hits. `links` are the ways on: the same search without filters, and in the other index.
export function nothing(state, links) {
  const what = indexOf(state);
  const asked = state.q.trim();
  if (isFirstRun(state)) return empty();
  const filtered = isFiltered(state);
  const title = asked ? `No ${what} found for “${shortened(asked)}”` : `No ${what} under these filters`;
  const help = state.index === "find"
    ? "A quote is found when at least half of a passage’s words, or of the quote’s, are the same in the same order."
    : "Slips of the key are forgiven. Fewer words, or a name alone, find more.";
  return notice(
    title,
    element("p", {}, filtered ? "There may be some outside the filters that are set." : help),
    element("ul", {}, filtered && element("li", {}, links.unfiltered), element("li", {}, links.other)),
  );
}

// The store may hold articles all the same, on their way to the index.
function empty() {
  const step = (command, said) => element("li", {}, element("code", {}, command), element("span", {}, said));
  return notice(
    "Nothing can be searched yet",
    element("p", {}, "Hand in articles, and they appear here a moment later by themselves:"),
    element("ul", { class: "steps" },
      step("onrecord ingest PATH…", "files, folders and archives of articles"),
      step("POST /v1/articles", "one article at a time, over HTTP"),
      step("onrecord demo", "an invented newspaper, to look around in")),
  );
}

function shortened(text) {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
