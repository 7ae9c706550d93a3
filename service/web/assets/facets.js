// The checkboxes. A facet's counts ignore what is chosen in that facet itself, so a choice can always be widened.

import { byId, element } from "./dom.js";
import { get } from "./api.js";
import { facetsOf } from "./state.js";

const TITLES = { speaker: "Speaker", outlet: "Outlet", year: "Year", kind: "Kind" };
const KINDS = { direct: "Whole clauses", partial: "Fragments" };
const SHORT = 7; // values shown until the reader asks for all
const FILTER_FROM = 15; // values from which a box to search among them is worth its place

const labels = new Map(); // "speaker/ilse-vandermeer" → the name, of every value ever seen
const open = new Set(); // facets whose values are all shown
const sought = new Map(); // what is typed into a facet's own box

export function label(facet, value) {
  if (facet === "kind") return KINDS[value] ?? value;
  return labels.get(`${facet}/${value}`) ?? value;
}

// Names of chosen values that no answer has shown yet: a shared link may hold them and find nothing.
export async function learnNames(state, signal) {
  const unknown = ["speaker", "outlet"].flatMap((facet) =>
    state[facet].filter((value) => !labels.has(`${facet}/${value}`)).map((value) => [facet, value]),
  );
  await Promise.allSettled(
    unknown.map(async ([facet, value]) => {
      labels.set(`${facet}/${value}`, value); // asked once, whatever comes of it
      const found = await get(`/v1/${facet}s/${encodeURIComponent(value)}`, [], signal);
      labels.set(`${facet}/${value}`, found.name);
    }),
  );
  return unknown.length > 0;
}

// `choose(facet, values)` is called with all values that are then chosen.
export function drawFacets(facets, state, choose) {
  for (const [facet, counts] of Object.entries(facets)) {
    for (const one of counts) labels.set(`${facet}/${one.value}`, one.label);
  }
  const focused = document.activeElement?.dataset?.focus;
  const place = byId("facets");
  place.replaceChildren(...facetsOf(state.index).map((facet) => group(facet, facets[facet] ?? [], state[facet], {
    choose,
    redraw: () => drawFacets(facets, state, choose),
  })));
  // The boxes are new, but the reader is still at the one they had.
  if (focused) place.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function group(facet, counts, chosen, on) {
  const all = ordered(facet, withChosen(counts, chosen));
  const many = all.length > SHORT + 1;
  const wanted = folded(sought.get(facet) ?? "");
  const shown = many && !open.has(facet)
    ? all.filter((one, place) => place < SHORT || chosen.includes(one.value))
    : all.filter((one) => chosen.includes(one.value) || folded(label(facet, one.value)).includes(wanted));
  return element(
    "fieldset",
    { class: "facet", "data-facet": facet },
    element("legend", {}, TITLES[facet]),
    many && open.has(facet) && all.length > FILTER_FROM && box(facet, on),
    all.length === 0 && element("p", { class: "hint" }, "None"),
    element("ul", { class: open.has(facet) ? "values all" : "values" },
      shown.map((one) => choice(facet, one, chosen, on))),
    many && element("button", {
      type: "button", class: "more", "data-focus": `${facet}/more`, "aria-expanded": String(open.has(facet)),
      onclick: () => { toggle(facet); on.redraw(); },
    }, open.has(facet) ? "Show fewer" : `Show all ${all.length}`),
  );
}

function choice(facet, one, chosen, on) {
  const checked = chosen.includes(one.value);
  return element("li", {}, element(
    "label",
    { class: one.count ? "" : "none" },
    element("input", {
      type: "checkbox", name: facet, value: one.value, checked, "data-focus": `${facet}/${one.value}`,
      onchange: () => on.choose(facet, checked ? chosen.filter((each) => each !== one.value) : [...chosen, one.value]),
    }),
    element("span", { class: "name" }, label(facet, one.value)),
    " ",
    element("span", { class: "number" }, one.count.toLocaleString("en")),
  ));
}

function box(facet, on) {
  return element("input", {
    type: "search", class: "within", placeholder: `Find a ${TITLES[facet].toLowerCase()}`, autocomplete: "off",
    "aria-label": `Find a ${TITLES[facet].toLowerCase()}`, "data-focus": `${facet}/box`, value: sought.get(facet) ?? "",
    oninput: (event) => {
      sought.set(facet, event.target.value);
      const caret = event.target.selectionEnd;
      on.redraw();
      document.activeElement?.setSelectionRange?.(caret, caret);
    },
  });
}

function toggle(facet) {
  sought.delete(facet);
  if (!open.delete(facet)) open.add(facet);
}

// A chosen value that finds nothing now is shown with its zero: else it could not be taken back.
function withChosen(counts, chosen) {
  const there = new Set(counts.map((one) => one.value));
  return [...counts, ...chosen.filter((value) => !there.has(value)).map((value) => ({ value, count: 0 }))];
}

function ordered(facet, counts) {
  return facet === "year" ? counts.toSorted((one, other) => (one.value < other.value ? 1 : -1)) : counts;
}

// "Maria" finds "María".
function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
