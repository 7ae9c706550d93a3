// The checkboxes. A facet's counts ignore what is chosen in that facet itself, so a choice can always be widened.
// Speakers and outlets are more than a list can show: those that are looked for are asked of the service.

import { facetValues, get } from "./api.js";
import { byId, element, number } from "./dom.js";
import { facetsOf } from "./state.js";

const TITLES = { speaker: "Speaker", outlet: "Outlet", section: "Section", kind: "Kind", language: "Language" };
const KINDS = new Map([["direct", "Whole clauses"], ["partial", "Fragments"]]);
const SEARCHED = ["speaker", "outlet"];
const SHORT = 7; // values shown until the reader asks for more
const PAUSE = 120; // ms without a key after which what is typed is looked for

const names = new Map(); // "speaker/ilse-vandermeer" → the name, of every value ever seen
const groups = new Map(); // a facet's elements, made once: what is being typed stays where it is
let shown = null; // { answer, state, choose } of the last drawing

export function label(facet, value) {
  if (facet === "kind") return KINDS.get(value) ?? value;
  if (facet === "language") return languageName(value);
  return names.get(`${facet}/${value}`) ?? value;
}

// Names of chosen values that no answer has shown yet: a shared link may hold them and find nothing.
export async function learnNames(state, signal) {
  const unknown = SEARCHED.flatMap((facet) =>
    state[facet].filter((value) => !names.has(`${facet}/${value}`)).map((value) => [facet, value]),
  );
  await Promise.allSettled(
    unknown.map(async ([facet, value]) => {
      names.set(`${facet}/${value}`, value); // asked once, whatever comes of it
      const found = await get(`/v1/${facet}s/${encodeURIComponent(value)}`, [], signal);
      names.set(`${facet}/${value}`, found.name);
    }),
  );
  return unknown.length > 0;
}

// `choose(facet, values)` is called with all values that are then chosen.
export function drawFacets(answer, state, choose) {
  shown = { answer, state, choose };
  for (const [facet, values] of Object.entries(answer.facets)) learn(facet, values);
  const wanted = facetsOf(state).map((facet) => groups.get(facet) ?? made(facet));
  const roots = wanted.map((group) => group.root);
  const place = byId("facets");
  if (roots.some((root, at) => place.children[at] !== root) || place.children.length !== roots.length) {
    place.replaceChildren(...roots);
  }
  for (const group of wanted) {
    draw(group);
    if (group.found) seek(group, 0); // its counts are of an older question
  }
}

function made(facet) {
  const group = { facet, open: false, found: null, running: null, pause: 0, list: element("ul", { class: "values" }) };
  const title = TITLES[facet].toLowerCase();
  group.more = element("button", {
    type: "button", class: "more", onclick: () => { group.open = !group.open; draw(group); },
  });
  group.box = element("input", {
    type: "search", class: "within", placeholder: `Find a ${title}`, "aria-label": `Find a ${title}`,
    autocomplete: "off", spellcheck: "false", maxlength: 200, oninput: () => seek(group, PAUSE),
  });
  group.hint = element("p", { class: "hint", role: "status" });
  const parts = [element("legend", {}, TITLES[facet]), SEARCHED.includes(facet) && group.box, group.list, group.hint];
  group.root = element("fieldset", { class: "facet", "data-facet": facet }, ...parts, group.more);
  groups.set(facet, group);
  return group;
}

function draw(group) {
  const { answer, state } = shown;
  const { facet } = group;
  const values = withChosen(group.found ?? answer.facets[facet] ?? [], state[facet]);
  const isCut = answer.cut_facets.includes(facet);
  const many = values.length > SHORT + 1;
  const listed = values.filter((one, at) => group.open || group.found || !many || at < SHORT
    || state[facet].includes(one.value));
  const focused = document.activeElement?.dataset?.focus;
  group.list.replaceChildren(...listed.map((one) => choice(facet, one)));
  // The boxes are new, but the reader is still at the one they had.
  if (focused) group.list.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  group.list.classList.toggle("all", group.open || Boolean(group.found));
  group.box.hidden = !many && !isCut && !group.found && !group.box.value;
  group.more.hidden = !many || Boolean(group.found);
  group.more.textContent = group.open ? "Show fewer" : `Show ${number(values.length)}${isCut ? " of many" : ""}`;
  group.more.setAttribute("aria-expanded", String(group.open));
  group.more.setAttribute("aria-label", `${TITLES[facet]}: ${group.more.textContent}`);
  group.hint.textContent = group.found?.length === 0 ? `No ${TITLES[facet].toLowerCase()} of that name here` : "";
  group.root.hidden = !values.length && !group.found;
}

// An answer to an older question never overwrites a newer one.
function seek(group, pause) {
  clearTimeout(group.pause);
  group.running?.abort();
  const text = group.box.value.trim();
  if (!text) {
    group.found = null;
    draw(group);
    return;
  }
  const mine = new AbortController();
  group.running = mine;
  group.pause = setTimeout(async () => {
    try {
      const { values } = await facetValues(shown.state, group.facet, text, mine.signal);
      if (mine.signal.aborted) return;
      learn(group.facet, values);
      group.found = values;
      draw(group);
    } catch (problem) {
      if (!mine.signal.aborted) group.hint.textContent = problem.title ?? String(problem);
    }
  }, pause);
}

function choice(facet, one) {
  const { state, choose } = shown;
  const checked = state[facet].includes(one.value);
  const others = state[facet].filter((each) => each !== one.value);
  return element("li", {}, element(
    "label",
    { class: one.count ? "" : "none" },
    element("input", {
      type: "checkbox", name: facet, value: one.value, checked, "data-focus": `${facet}/${one.value}`,
      onchange: () => choose(facet, checked ? others : [...others, one.value]),
    }),
    element("span", { class: "name" }, label(facet, one.value)),
    " ",
    element("span", { class: "number" }, number(one.count)),
  ));
}

// A chosen value that finds nothing now is shown with its zero: else it could not be taken back.
function withChosen(values, chosen) {
  const there = new Set(values.map((one) => one.value));
  return [...values, ...chosen.filter((value) => !there.has(value)).map((value) => ({ value, count: countOf(value) }))];
}

// What was looked for leaves a chosen value out; the answer to the search has its count.
function countOf(value) {
  const all = Object.values(shown.answer.facets).flat();
  return all.find((one) => one.value === value)?.count ?? 0;
}

function learn(facet, values) {
  for (const one of values) names.set(`${facet}/${one.value}`, one.label);
}

function languageName(code) {
  try {
    return new Intl.DisplayNames(undefined, { type: "language" }).of(code);
  } catch {
    return code; // what is no language code may stand in a URL
  }
}
