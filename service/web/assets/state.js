// What the page shows is its URL: every search can be shared, bookmarked and gone back to.

export const FACETS = ["speaker", "outlet", "year", "kind"];
export const PAGE_SIZE = 20;
export const DEEPEST = 1000; // the service pages no search deeper
const SORTS = ["best", "latest", "earliest"];
const DAY = /^\d{4}-\d\d-\d\d$/;

// The state that a query string stands for; what is not understood is left out, so an old link still opens.
export function read(query) {
  const given = new URLSearchParams(query);
  const state = {
    index: given.get("in") === "articles" ? "articles" : "quotes",
    q: given.get("q") ?? "",
    from: day(given.get("from")),
    to: day(given.get("to")),
    sort: SORTS.includes(given.get("sort")) ? given.get("sort") : "",
    page: Math.min(Math.max(Number.parseInt(given.get("page"), 10) || 1, 1), DEEPEST / PAGE_SIZE),
  };
  for (const facet of FACETS) state[facet] = [...new Set(given.getAll(facet))];
  return state;
}

// The shortest URL that `read` turns into the same state.
export function address(state) {
  const query = new URLSearchParams();
  if (state.q) query.set("q", state.q);
  if (state.index !== "quotes") query.set("in", state.index);
  for (const facet of FACETS) for (const value of state[facet]) query.append(facet, value);
  for (const name of ["from", "to", "sort"]) if (state[name]) query.set(name, state[name]);
  if (state.page > 1) query.set("page", state.page);
  const text = query.toString();
  return text ? `/?${text}` : "/";
}

// Articles have no kind. A chosen one stays in the URL, and counts again when the reader returns to the quotes.
export function facetsOf(index) {
  return index === "quotes" ? FACETS : FACETS.filter((facet) => facet !== "kind");
}

export function isFiltered(state) {
  return Boolean(state.from || state.to) || facetsOf(state.index).some((facet) => state[facet].length);
}

export const NO_FILTERS = { speaker: [], outlet: [], year: [], kind: [], from: "", to: "", page: 1 };

// With nothing asked for there is no best match: the latest come first.
export function order(state) {
  if (state.sort && (state.sort !== "best" || state.q.trim())) return state.sort;
  return state.q.trim() ? "best" : "latest";
}

function day(text) {
  return text && DAY.test(text) ? text : "";
}
