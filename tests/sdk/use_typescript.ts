// What a user of the TypeScript client writes: run in Node and in Chromium by test_typescript.py, checked by tsc --strict.
import { OnRecord, Refused, type Schemas } from "onrecord-client";

function expect(holds: boolean, claim: string): void {
  if (!holds) throw new Error(`not so: ${claim}`);
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

// Ingests, searches, pages, is refused, imports and exports; `outlet` keeps runs on one service apart.
export async function use(url: string, outlet: string): Promise<string> {
  const service = new OnRecord(url, { key: "sdk-key" });
  const article = { body: `“The pump is broken,” said Ola Brandt of ${outlet}.`, outlet };
  const first = await service.ingest(article, { searchable: true });
  expect(first.searchable, "it can be searched");
  expect((await service.ingest(article)).id === first.id, "the same article is the same");

  const told: number[] = [];
  const many: Schemas["ArticleIn"][] = Array.from({ length: 60 }, (_, n) => ({
    body: `“Pump ${n} of ${outlet} is broken,” said Ola Brandt.`,
    outlet,
  }));
  const lines = [{ body: 3 } as unknown as Schemas["ArticleIn"], ...many];
  const done = await service.importArticles(lines, { progress: (state) => told.push(state.lines_done) });
  expect(done.state === "done" && done.created === 60 && done.refused === 1, "all but one are stored");
  expect(told.at(-1) === 61, "progress is told to the end");
  const refused = await all(service.refusedLines(done.id));
  expect(refused.length === 1 && refused[0]?.pointer === "/body", "what was refused is told");

  const quotes = await all(service.quotes({ outlet: [first.outlet?.id ?? ""], limit: 25 }));
  expect(new Set(quotes.map((quote) => quote.id)).size === 61, "pages hold all quotes, each once");

  const query = { q: "brokne", facets: ["outlet" as const], limit: 1 };
  const { data } = await service.http.GET("/v1/search/quotes", { params: { query } });
  expect(data?.hits[0]?.speaker?.name === "Ola Brandt", "a mistyped word is found");
  expect((data?.facets["outlet"] ?? []).some((value) => value.label === outlet), "the outlet is counted");

  try {
    await service.ingest({ body: "b", published_at: "Friday" });
    expect(false, "a date that is none is refused");
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    expect(error.problem.code === "validation", "the problem has a code");
    expect(error.problem.errors?.[0]?.pointer === "/published_at", "the problem names the field");
  }

  const exported = (await all(service.exportArticles())).filter((line) => line.outlet === outlet);
  expect(exported.length === 61, "all articles come out");
  expect((await service.importArticles(exported)).same === 61, "and go in again as they were");
  return "all as it should be";
}
