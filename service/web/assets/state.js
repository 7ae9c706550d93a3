// What the page shows is its URL: every search can be shared, bookmarked and gone back to.

export const PAGE_SIZE = 20;
export const DEEPEST = 1000; // the service pages no search deeper
const FACETS = ["speaker", "outlet", "section", "kind", "language"];
const INDEXES = ["quotes", "articles", "find"]; // "find" looks among the quotes for a pasted passage
const SORTS = ["best", "latest", "earliest"];
const DAY = /^\d{4}-\d\d-\d\d$/;

// The state that an address (a URL or `location`) stands for; what is not understood is left out, so that an old link
// still opens. `of` is the speaker whose page it is.
export function read({ pathname, search }) {
  const given = new URLSearchParams(search);
  const state = {
    of: speakerIn(pathname),
    index: INDEXES.includes(given.get("in")) ? given.get("in") : "quotes",
    q: given.get("q") ?? "",
    from: day(given.get("from")),
    to: day(given.get("to")),
    sort: SORTS.includes(given.get("sort")) ? given.get("sort") : "",
    page: Math.min(Math.max(Number.parseInt(given.get("page"), 10) || 1, 1), DEEPEST / PAGE_SIZE),
  };
  for (const facet of FACETS) state[facet] = [...new Set(given.getAll(facet))];
  return state;
}

// The shortest address that `read` turns into the same state.
export function address(state) {
  const query = new URLSearchParams();
  if (state.q) query.set("q", state.q);
  if (state.index !== "quotes") query.set("in", state.index);
  for (const facet of FACETS) for (const value of state[facet]) query.append(facet, value);
  for (const name of ["from", "to", "sort"]) if (state[name]) query.set(name, state[name]);
  if (state.page > 1) query.set("page", state.page);
  const text = query.toString();
  const path = state.of ? speakerPath(state.of) : "/";
  return text ? `${path}?${text}` : path;
}

export function speakerPath(id) {
  return `/speakers/${encodeURIComponent(id)}`;
}

export function articlePath(id, quote = null) {
  return `/articles/${encodeURIComponent(id)}${quote ? `#quote-${quote}` : ""}`;
}

// The last part of a path, as it was before it was put into an address; a fault in it leaves it as it is.
export function lastOf(pathname) {
  const last = pathname.split("/").pop();
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

export function indexOf(state) {
  return state.index === "articles" ? "articles" : "quotes";
}

// Articles have no kind. A chosen one stays in the URL, and counts again when the reader returns to the quotes.
export function facetsOf(state) {
  return FACETS.filter((facet) => {
    return !(facet === "kind" && state.index === "articles") && !(facet === "speaker" && state.of);
  });
}

export const NO_FILTERS = { speaker: [], outlet: [], section: [], kind: [], language: [], from: "", to: "", page: 1 };

export function isFiltered(state) {
  return Boolean(state.from || state.to) || facetsOf(state).some((facet) => state[facet].length);
}

// What narrows the search beside its words, as pairs of the API's parameters.
export function filters(state) {
  const chosen = facetsOf(state).flatMap((facet) => state[facet].map((value) => [facet, value]));
  if (state.of) chosen.push(["speaker", state.of]);
  for (const name of ["from", "to"]) if (state[name]) chosen.push([name, state[name]]);
  return chosen;
}

// With nothing asked for there is no best match: the latest come first.
export function order(state) {
  if (state.sort && (state.sort !== "best" || state.q.trim())) return state.sort;
  return state.q.trim() ? "best" : "latest";
}

function speakerIn(pathname) {
  return pathname.startsWith("/speakers/") ? lastOf(pathname) : "";
}

function day(text) {
  return text && DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : "";
}
