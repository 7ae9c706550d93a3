import { instantMeiliSearch } from "@meilisearch/instant-meilisearch";
import instantsearch from "instantsearch.js";
import {
  clearRefinements, configure, currentRefinements, hits, index, infiniteHits, pagination, rangeInput, refinementList,
  searchBox, sortBy, stats,
} from "instantsearch.js/es/widgets";

const answer = await fetch("config.json");
const { url = "http://127.0.0.1:8000", key = "" } = answer.ok ? await answer.json() : {};

const { searchClient } = instantMeiliSearch(`${url}/v1/instantsearch`, key, { primaryKey: "id", finitePagination: true });
const search = instantsearch({ indexName: "quotes", searchClient, routing: true, future: { preserveSharedStateOnUnmount: true } });

// Said where a reader sees it; InstantSearch itself tells only the console.
const trouble = document.getElementById("trouble");
search.on("error", ({ error }) => {
  trouble.textContent = error.message;
  trouble.hidden = false;
});
search.on("render", () => {
  trouble.hidden = search.status === "error" ? trouble.hidden : true;
});

const facts = (hit) => [hit.outlet, hit.month].filter(Boolean).join(" · ");

const quote = (hit, { html, components }) => html`
  <blockquote>“${components.Highlight({ hit, attribute: "text" })}”</blockquote>
  <div class="facts">${hit.speaker ? components.Highlight({ hit, attribute: "speaker" }) : (hit.source ?? "Nobody named")}</div>
  <div class="facts">${facts(hit)}</div>
`;

const article = (hit, { html, components }) => html`
  <div class="title">${hit.title ? components.Highlight({ hit, attribute: "title" }) : "Without a title"}</div>
  <div>${components.Snippet({ hit, attribute: "body" })}</div>
  <div class="facts">${facts(hit)}</div>
`;

search.addWidgets([
  // What is chosen here holds for both indexes; what only quotes have stands below, in their own index.
  searchBox({ container: "#searchbox", placeholder: "Who said what?" }),
  currentRefinements({ container: "#refinements" }),
  clearRefinements({ container: "#clear" }),
  refinementList({ container: "#outlet", attribute: "outlet", searchable: true, limit: 8 }),
  refinementList({ container: "#speaker", attribute: "speaker", searchable: true, limit: 8, showMore: true, showMoreLimit: 50 }),
  rangeInput({ container: "#year", attribute: "year" }),

  index({ indexName: "quotes", indexId: "quotes-list" }).addWidgets([
    configure({ hitsPerPage: 5 }),
    stats({ container: "#stats" }),
    sortBy({
      container: "#sort",
      items: [
        { label: "Best match", value: "quotes" },
        { label: "Latest", value: "quotes:published_at:desc" },
        { label: "Earliest", value: "quotes:published_at:asc" },
      ],
    }),
    refinementList({ container: "#kind", attribute: "kind" }),
    hits({ container: "#quotes", templates: { item: quote, empty: "No quote matches." } }),
    pagination({ container: "#pages", padding: 2 }),
  ]),

  index({ indexName: "articles" }).addWidgets([
    configure({ hitsPerPage: 3, attributesToSnippet: ["body:20"] }),
    infiniteHits({ container: "#articles", templates: { item: article, empty: "No article matches.", showMoreText: "More articles" } }),
  ]),
]);
search.start();
