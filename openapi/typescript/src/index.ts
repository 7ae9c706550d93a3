// On Record in a few calls: what no generator writes. Everything else is `service.http`, typed by the contract.
import createClient, { type Client, type Middleware } from "openapi-fetch";

import type { components, paths } from "./schema.js";

export type { components, operations, paths } from "./schema.js";
export type Schemas = components["schemas"];
export type Problem = Schemas["Problem"];

export interface Options {
  key?: string;
  tries?: number; // of a request, the first one included
  longest?: number; // seconds between two of them
  fetch?: typeof fetch;
}

// The service answered with a problem; `problem.errors` names each field by a JSON pointer, or each parameter.
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
    this.name = "Refused";
  }
}

interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

const ENDED = new Set(["done", "cancelled", "failed"]);

const pause = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));

// Sends a request again when that can't do anything twice: after 429 or 503 (nothing of it was done) and a 409 of a key
// in use, when `Retry-After` says; after a lost connection, only what is safe, or has an `Idempotency-Key`.
export function retrying(inner: typeof fetch, tries = 5, longest = 30): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    for (let number = 1; ; number += 1) {
      const last = number >= tries;
      let wait = Math.min(0.2 * 2 ** number, longest);
      try {
        const answer = await inner(last ? request : request.clone());
        const again = [429, 503].includes(answer.status) || (answer.status === 409 && answer.headers.has("Retry-After"));
        if (last || !again) return answer;
        wait = Math.min(Number(answer.headers.get("Retry-After") ?? wait), longest);
        await answer.body?.cancel();
      } catch (error) {
        if (last || request.signal.aborted || !isRepeatable(request)) throw error;
      }
      await pause(wait);
    }
  };
}

function isRepeatable(request: Request): boolean {
  const { pathname } = new URL(request.url);
  const reads = request.method === "POST" && /^\/v1\/(search\/|extract)/.test(pathname);
  return reads || ["GET", "HEAD"].includes(request.method) || request.headers.has("Idempotency-Key");
}

export class OnRecord {
  readonly http: Client<paths>;
  private readonly send: typeof fetch;
  private readonly headers: Record<string, string>;

  constructor(private readonly url: string, options: Options = {}) {
    this.headers = options.key ? { Authorization: `Bearer ${options.key}` } : {};
    this.send = retrying(options.fetch ?? ((input, init) => fetch(input, init)), options.tries, options.longest);
    this.http = createClient<paths>({ baseUrl: url, headers: this.headers, fetch: this.send });
    this.http.use(refusing);
  }

  // Hands in an article, once however often it has to be sent. Throws `Refused`.
  async ingest(body: Schemas["ArticleIn"], { searchable = false } = {}): Promise<Schemas["Article"]> {
    const header = { "Idempotency-Key": crypto.randomUUID() };
    const stored = known((await this.http.POST("/v1/articles", { body, params: { header } })).data);
    return searchable && !stored.searchable ? this.waitUntilSearchable(stored.id) : stored;
  }

  async waitUntilSearchable(id: string, seconds = 60): Promise<Schemas["Article"]> {
    for (const until = Date.now() + seconds * 1000; ; await pause(0.1)) {
      const answer = await this.http.GET("/v1/articles/{article_id}", { params: { path: { article_id: id } } });
      const article = known(answer.data);
      if (article.searchable) return article;
      if (Date.now() > until) throw new Error(`${id} can not be searched after ${seconds} seconds`);
    }
  }

  articles(query: NonNullable<paths["/v1/articles"]["get"]["parameters"]["query"]> = {}) {
    return pages(async (cursor) => known((await this.http.GET("/v1/articles", asked(query, cursor))).data));
  }

  quotes(query: NonNullable<paths["/v1/quotes"]["get"]["parameters"]["query"]> = {}) {
    return pages(async (cursor) => known((await this.http.GET("/v1/quotes", asked(query, cursor))).data));
  }

  speakers(query: NonNullable<paths["/v1/speakers"]["get"]["parameters"]["query"]> = {}) {
    return pages(async (cursor) => known((await this.http.GET("/v1/speakers", asked(query, cursor))).data));
  }

  outlets() {
    return pages(async (cursor) => known((await this.http.GET("/v1/outlets", asked({}, cursor))).data));
  }

  refusedLines(id: string) {
    return pages(async (cursor) => {
      const params = { path: { import_id: id }, ...asked({}, cursor).params };
      return known((await this.http.GET("/v1/imports/{import_id}/errors", { params })).data);
    });
  }

  // Sends articles as lines, and waits until all are worked off; `progress` is told how far it is. They are sent as one
  // body, since browsers can't stream one over HTTP/1.1: for more than fits in memory, import in parts.
  async importArticles(
    articles: Iterable<Schemas["ArticleIn"] | Schemas["ExportedArticle"]>,
    { progress = (_: Schemas["Import"]): void => {}, every = 0.5 } = {},
  ): Promise<Schemas["Import"]> {
    const body = new Blob(Array.from(articles, (article) => `${JSON.stringify(article)}\n`));
    const headers = { ...this.headers, "Content-Type": "application/x-ndjson" };
    const answer = await this.send(`${this.url}/v1/imports`, { method: "POST", headers, body });
    if (!answer.ok) throw new Refused((await answer.json()) as Problem);
    for (let state = (await answer.json()) as Schemas["Import"]; ; await pause(every)) {
      progress(state);
      if (ENDED.has(state.state)) return state;
      state = known((await this.http.GET("/v1/imports/{import_id}", { params: { path: { import_id: state.id } } })).data);
    }
  }

  // Every article with its quotes, as lines that can be imported again.
  exportArticles(): AsyncGenerator<Schemas["ExportedArticle"]> {
    return this.lines<Schemas["ExportedArticle"]>("/v1/exports/articles?format=ndjson");
  }

  exportQuotes(): AsyncGenerator<Schemas["QuoteLine"]> {
    return this.lines<Schemas["QuoteLine"]>("/v1/exports/quotes?format=ndjson");
  }

  private async *lines<Line>(path: string): AsyncGenerator<Line> {
    const answer = await this.send(`${this.url}${path}`, { headers: this.headers });
    if (!answer.ok || !answer.body) throw new Refused((await answer.json()) as Problem);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const whole = (rest + part.value).split("\n");
      rest = whole.pop() ?? "";
      for (const line of whole) yield JSON.parse(line) as Line;
    }
  }
}

const refusing: Middleware = {
  async onResponse({ response }) {
    if (response.headers.get("Content-Type")?.startsWith("application/problem+json")) {
      throw new Refused((await response.json()) as Problem);
    }
  },
};

function asked<Query extends object>(query: Query, cursor: string | undefined) {
  return { params: { query: cursor === undefined ? query : { ...query, cursor } } };
}

async function* pages<Item>(read: (cursor: string | undefined) => Promise<Page<Item>>): AsyncGenerator<Item> {
  let page = await read(undefined);
  yield* page.items;
  while (page.next_cursor !== null) {
    page = await read(page.next_cursor);
    yield* page.items;
  }
}

function known<Data>(data: Data | undefined): Data {
  if (data === undefined) throw new Error("the service answered nothing");
  return data;
}
