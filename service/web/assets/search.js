// The search page: a change of state goes into the URL, the URL is searched for, and the answer is drawn.

import { search } from "./api.js";
import { articleCard, quoteCard } from "./cards.js";
import { byId, element } from "./dom.js";
import { drawFacets, learnNames } from "./facets.js";
import { drawChosen } from "./filters.js";
import { listen } from "./keyboard.js";
import { failure, nothing } from "./notices.js";
import { drawPages } from "./paging.js";
import { address, NO_FILTERS, order, read } from "./state.js";

const PAUSE = 120; // ms without a key after which what is typed is searched for

let state = read(location.search);
let answer = null; // the last one, to draw again when a name is learnt
let running = null;
let pause = 0;
let retry = 0;
let typing = false;

// Changes the state. Typing is one step of the history, however many keys it takes; everything else is a step each.
function go(changes, { typed = false } = {}) {
  clearTimeout(pause);
  // What was typed a moment ago is part of this step, searched for or not.
  state = { ...state, q: byId("q").value, page: 1, ...changes };
  const url = address(state);
  if (url !== location.pathname + location.search) {
    history[typed && typing ? "replaceState" : "pushState"](null, "", url);
  }
  typing = typed;
  draw();
  load();
}

async function load() {
  running?.abort(); // an answer to an older question must not arrive after a newer one
  clearTimeout(retry);
  const mine = new AbortController();
  running = mine;
  byId("results").setAttribute("aria-busy", "true");
  try {
    const found = await search(state, mine.signal);
    if (mine.signal.aborted) return;
    answer = found;
    drawAnswer();
    if (await learnNames(state, mine.signal)) drawAnswer();
  } catch (problem) {
    if (mine.signal.aborted) return;
    drawFailure(problem);
  } finally {
    if (running === mine) byId("results").setAttribute("aria-busy", "false");
  }
}

// The controls as the state has them.
function draw() {
  if (byId("q").value !== state.q) byId("q").value = state.q;
  for (const index of ["quotes", "articles"]) {
    const tab = byId(`tab-${index}`);
    tab.href = address({ ...state, index, page: 1 });
    if (index === state.index) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  for (const option of byId("sort").options) option.disabled = option.value === "best" && !state.q.trim();
  byId("sort").value = order(state);
  for (const name of ["from", "to"]) if (byId(name).value !== state[name]) byId(name).value = state[name];
  document.title = state.q.trim() ? `${state.q.trim()} – On Record` : "On Record";
  sessionStorage.setItem("onrecord-search", address(state)); // the way back from an article
  drawChosen(state, go);
}

function drawAnswer() {
  const card = state.index === "quotes" ? quoteCard : articleCard;
  const noun = state.index === "quotes" ? "quote" : "article";
  const about = answer.total_is_exact ? "" : "about ";
  byId("count").textContent = `${about}${answer.total.toLocaleString("en")} ${noun}${answer.total === 1 ? "" : "s"}`;
  byId("count").classList.remove("unseen");
  byId("took").textContent = `${answer.took_ms} ms`;
  byId("close-filters").textContent = answer.total ? `Show ${byId("count").textContent}` : "Nothing is left to show";
  byId("facets").classList.remove("stale");
  byId("notice").replaceChildren(...(answer.total ? [] : [nothing(state, waysOn())]));
  delete byId("notice").dataset.title;
  byId("hits").replaceChildren(...answer.hits.map((hit) => card(hit, state)));
  drawFacets(answer.facets, state, (facet, values) => go({ [facet]: values }));
  drawChosen(state, go);
  drawPages(answer, state);
}

function drawFailure(problem) {
  // A problem without a status is a fault of this page; it is shown too, and thrown on so that it isn't lost.
  const known = problem.status !== undefined;
  const shown = known ? problem : { status: 0, title: "This page failed", message: String(problem), retryAfter: null };
  // While it goes on failing the notice stays as it is: no flicker, and nothing is read out again.
  if (byId("notice").dataset.title !== shown.title) {
    byId("notice").replaceChildren(failure(shown, load));
    byId("notice").dataset.title = shown.title;
    for (const id of ["hits", "pages"]) byId(id).replaceChildren();
    byId("count").textContent = shown.title; // read out; to be seen it stands in the notice
    byId("count").classList.add("unseen");
    byId("facets").classList.add("stale"); // the counts are of an older question
    byId("took").textContent = "";
  }
  if (shown.retryAfter !== null) retry = setTimeout(load, shown.retryAfter * 1000);
  if (!known) throw problem;
}

// Only on a narrow window; elsewhere the filters are always there.
function toggleFilters() {
  const opened = byId("filters").classList.toggle("open");
  byId("open-filters").setAttribute("aria-expanded", String(opened));
}

function waysOn() {
  const other = state.index === "quotes" ? "articles" : "quotes";
  const link = (changes, text) =>
    element("a", { href: address({ ...state, page: 1, ...changes }), "data-go": true }, text);
  return {
    unfiltered: link(NO_FILTERS, "Search without the filters"),
    other: link({ index: other }, `Search the ${other} instead`),
  };
}

// Links within the page change its state without loading it again; with a modifier they open elsewhere as ever.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-go], .tabs a");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const { q, ...rest } = read(new URL(link.href).search);
  go(link.closest(".tabs") ? { index: rest.index } : { q, ...rest });
  if (link.dataset.go === "top") {
    byId("results").focus({ preventScroll: true });
    byId("results").scrollIntoView({ block: "start" });
  }
});

byId("q").addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(() => go({}, { typed: true }), PAUSE);
});
byId("q").addEventListener("change", () => {
  typing = false; // the box was left: typing there again is a new step
});
byId("search").addEventListener("submit", (event) => {
  event.preventDefault();
  go({});
});
byId("sort").addEventListener("change", () => go({ sort: byId("sort").value }));
for (const name of ["from", "to"]) {
  // A year that is still being typed (0002-…) makes the box invalid, and is waited for.
  byId(name).addEventListener("change", () => byId(name).validity.valid && go({ [name]: byId(name).value }));
}
byId("open-filters").addEventListener("click", toggleFilters);
byId("close-filters").addEventListener("click", () => {
  toggleFilters();
  byId("open-filters").focus({ preventScroll: true });
  byId("results").scrollIntoView({ block: "start" });
});
window.addEventListener("popstate", () => {
  clearTimeout(pause);
  typing = false;
  state = read(location.search);
  draw();
  load();
});

listen();
draw();
load();
