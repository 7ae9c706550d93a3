// Calls to /v1. Whatever goes wrong arrives as a `Problem`, except an abort.

import { ask, key } from "./key.js";
import { DEEPEST, facetsOf, order, PAGE_SIZE } from "./state.js";

const RETRY_SECONDS = 5; // where an answer doesn't say when to come back

const FACET_LIMIT = 200; // values of each facet: more than anyone reads, and every key fetches them

export class Problem extends Error {
  constructor(status, title, detail, retryAfter = null) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.retryAfter = retryAfter; // seconds; null: trying again won't help
  }
}

export async function get(path, parameters, signal) {
  const query = String(new URLSearchParams(parameters));
  for (;;) {
    const sent = key();
    const answer = await call(query ? `${path}?${query}` : path, sent, signal);
    if (answer.ok) return answer.json();
    if (answer.status !== 401) throw await problem(answer);
    try {
      await ask(sent);
    } catch {
      throw new Problem(401, "A key is needed", "Without a key this archive shows nothing.");
    }
    signal?.throwIfAborted();
  }
}

export function search(state, signal) {
  const index = state.index;
  const parameters = [["q", state.q], ["limit", PAGE_SIZE], ["offset", (state.page - 1) * PAGE_SIZE],
    ["facet_limit", FACET_LIMIT]];
  for (const facet of facetsOf(index)) {
    parameters.push(["facets", facet], ...state[facet].map((value) => [facet, value]));
  }
  for (const name of ["from", "to"]) if (state[name]) parameters.push([name, state[name]]);
  const sorts = { latest: "published_at:desc", earliest: "published_at:asc" };
  if (sorts[order(state)]) parameters.push(["sort", sorts[order(state)]]);
  return get(`/v1/search/${index}`, parameters, signal);
}

// How many of the hits can be paged through.
export function reachable(total) {
  return Math.min(total, DEEPEST);
}

async function call(url, sent, signal) {
  try {
    return await fetch(url, { headers: sent ? { Authorization: `Bearer ${sent}` } : {}, signal });
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
