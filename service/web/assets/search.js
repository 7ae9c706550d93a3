// The search page, and the page of one speaker: a change of state goes into the URL, the URL is searched for, and the
// answer is drawn.

import { search } from "./api.js";
import { articleCard, quoteCard } from "./cards.js";
import { boxOf, drawBoxes, listenToBoxes } from "./boxes.js";
import { byId, counted, element } from "./dom.js";
import { drawExport } from "./exporting.js";
import { drawFacets, learnNames } from "./facets.js";
import { drawChosen } from "./filters.js";
import { listen } from "./keyboard.js";
import { failure, isFirstRun, isWaiting, nothing, waiting } from "./notices.js";
import { drawPages } from "./paging.js";
import { drawSpeaker } from "./speaker.js";
import { address, indexOf, NO_FILTERS, order, read } from "./state.js";
import { asksAgain, drawTimeline, intervalOf, listenToTimeline } from "./timeline.js";

const FIRST_ARTICLES = 4000; // ms after which an empty archive is looked at again

let state = read(location);
let running = null;
let retry = 0;
let typing = false;

// Changes the state. Typing is one step of the history, however many keys it takes; everything else is a step each.
function go(changes, { typed = false } = {}) {
  // What was typed a moment ago is part of this step, searched for or not.
  state = { ...state, q: boxOf(state).value, page: 1, ...changes };
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
    if (isWaiting(state)) return drawWaiting();
    let answer = await search(state, intervalOf(state), mine.signal);
    if (asksAgain(answer.histogram, state)) answer = await search(state, intervalOf(state), mine.signal);
    if (mine.signal.aborted) return;
    drawAnswer(answer);
    if (await learnNames(state, mine.signal)) drawFilters(answer);
  } catch (problem) {
    if (mine.signal.aborted) return;
    drawFailure(problem);
  } finally {
    if (running === mine) byId("results").setAttribute("aria-busy", "false");
  }
}

// The controls as the state has them.
function draw() {
  drawBoxes(state);
  document.body.classList.toggle("waiting", isWaiting(state));
  byId("timeline").hidden = state.index === "find";
  for (const option of byId("sort").options) option.disabled = option.value === "best" && !state.q.trim();
  byId("sort").value = order(state);
  for (const name of ["from", "to"]) if (byId(name).value !== state[name]) byId(name).value = state[name];
  if (!state.of) document.title = state.q.trim() ? `${state.q.trim().slice(0, 80)} – On Record` : "On Record";
  sessionStorage.setItem("onrecord-search", address(state)); // the way back from an article
  drawChosen(state, go);
  drawExport(state);
}

function drawAnswer(answer) {
  const noun = indexOf(state) === "quotes" ? "quote" : "article";
  const found = counted(answer.total, noun);
  byId("count").textContent = answer.total_is_exact ? found : `${found} like this passage`;
  byId("count").classList.remove("unseen");
  byId("close-filters").textContent = answer.total ? `Show ${found}` : "Nothing is left to show";
  for (const id of ["facets", "timeline"]) byId(id).classList.remove("stale");
  byId("notice").replaceChildren(...(answer.total ? [] : [nothing(state, waysOn())]));
  delete byId("notice").dataset.title;
  byId("hits").replaceChildren(...answer.hits.map(noun === "quote" ? quoteCard : articleCard));
  drawFilters(answer);
  drawTimeline(answer.histogram, state);
  drawPages(answer, state);
  document.body.classList.toggle("first-run", !answer.total && isFirstRun(state));
  if (!answer.total && isFirstRun(state)) retry = setTimeout(load, FIRST_ARTICLES);
}

// Nothing is pasted yet: what would be shown is no answer to anything.
function drawWaiting() {
  for (const id of ["hits", "pages", "count"]) byId(id).replaceChildren();
  byId("notice").replaceChildren(waiting());
  delete byId("notice").dataset.title;
}

function drawFilters(answer) {
  drawFacets(answer, state, (facet, values) => go({ [facet]: values }));
  drawChosen(state, go);
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
    for (const id of ["facets", "timeline"]) byId(id).classList.add("stale");
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
  const other = indexOf(state) === "quotes" ? "articles" : "quotes";
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
  const wanted = read(new URL(link.href));
  go(link.closest(".tabs") ? { index: wanted.index } : wanted);
  if (link.closest(".tabs") && wanted.index === "find") boxOf(state).focus();
  if (link.dataset.go === "top") {
    byId("results").focus({ preventScroll: true });
    byId("results").scrollIntoView({ block: "start" });
  }
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
  typing = false;
  state = read(location);
  draw();
  load();
});

listen(() => boxOf(state));
listenToBoxes(go, () => {
  typing = false; // the box was left: typing there again is a new step
});
listenToTimeline();
draw();
document.querySelector("main").classList.remove("undrawn");
load();
if (state.of) drawSpeaker(state.of);
