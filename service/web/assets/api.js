// Calls to /v1. Whatever goes wrong arrives as a `Problem`, except an abort.

import { ask, key } from "./key.js";
import { DEEPEST, facetsOf, filters, indexOf, order, PAGE_SIZE } from "./state.js";

const RETRY_SECONDS = 5; // where an answer doesn't say when to come back
const LONG_QUERY = 1000; // characters of a passage from which it travels in a body
const SORTS = { latest: "published_at:desc", earliest: "published_at:asc" };
const LISTS = new Set(["facets", "speaker", "outlet", "section", "kind", "language"]);

export const FACET_LIMIT = 40; // values of each facet; the others are searched for

export class Problem extends Error {
  constructor(status, title, detail, retryAfter = null) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.retryAfter = retryAfter; // seconds; null: trying again won't help
  }
}

export async function get(path, parameters, signal) {
  return (await asked(withQuery(path, parameters), { signal })).json();
}

// Asks with the key, where there is one, and for it where there must be one.
export async function asked(url, options) {
  for (;;) {
    const sent = key();
    const answer = await call(url, sent, options);
    if (answer.ok) return answer;
    if (answer.status !== 401) throw await problem(answer);
    try {
      await ask(sent);
    } catch {
      throw new Problem(401, "A key is needed", "Without a key this archive shows nothing.");
    }
    options.signal?.throwIfAborted();
  }
}

// `histogram`: the interval of the counts by date, or "" for none.
export async function search(state, histogram, signal) {
  const path = `/v1/search/${indexOf(state)}`;
  const sort = SORTS[order(state)];
  const parameters = [["q", state.q], ["limit", PAGE_SIZE], ["offset", (state.page - 1) * PAGE_SIZE],
    ["facet_limit", FACET_LIMIT], ...facetsOf(state).map((facet) => ["facets", facet]), ...filters(state)];
  if (histogram) parameters.push(["histogram", histogram]);
  if (sort) parameters.push(["sort", sort]);
  if (state.q.length < LONG_QUERY) return get(path, parameters, signal);
  const headers = { "Content-Type": "application/json" };
  return (await asked(path, { method: "POST", headers, body: JSON.stringify(together(parameters)), signal })).json();
}

export async function facetValues(state, facet, text, signal) {
  const others = filters(state).filter(([name]) => name !== facet);
  const parameters = [["q", text], ["query", state.q], ["limit", FACET_LIMIT], ...others];
  return get(`/v1/search/${indexOf(state)}/facets/${facet}`, parameters, signal);
}

export function withQuery(path, parameters) {
  const query = String(new URLSearchParams(parameters));
  return query ? `${path}?${query}` : path;
}

// How many of the hits can be paged through.
export function reachable(total) {
  return Math.min(total, DEEPEST);
}

function together(parameters) {
  const body = {};
  for (const [name, value] of parameters) {
    if (LISTS.has(name)) (body[name] ??= []).push(value);
    else body[name] = value;
  }
  return body;
}

async function call(url, sent, options) {
  try {
    const headers = sent ? { ...options.headers, Authorization: `Bearer ${sent}` } : options.headers;
    return await fetch(url, { ...options, headers });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, "The service can’t be reached", "", RETRY_SECONDS);
  }
}

async function problem(answer) {
  const said = await answer.json().catch(() => ({}));
  const wait = Number.parseInt(answer.headers.get("Retry-After"), 10);
  const retryAfter = answer.status === 503 ? Math.max(wait || RETRY_SECONDS, 1) : null;
  return new Problem(answer.status, said.title ?? "The service could not answer", said.detail ?? "", retryAfter);
}
