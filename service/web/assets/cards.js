// One found quote, one found article.

import { isUncertain, percent } from "./confidence.js";
import { date } from "./dates.js";
import { element, separated } from "./dom.js";
import { highlighted } from "./highlight.js";
import { address, NO_FILTERS } from "./state.js";

const LONG = 240; // characters from which a quote is set smaller
const NAMES = 6;

export function quoteCard(hit, state) {
  const words = element("p", {}, "“", ...highlighted(hit.highlight.text ?? ""), "”");
  return element(
    "li",
    {},
    element(
      "article",
      { class: "card quote" },
      element("blockquote", { class: hit.text.length > LONG ? "words long" : "words" }, words),
      element(
        "p",
        { class: "facts" },
        separated([speaker(hit, state), outlet(hit), date(hit.published_at), hit.kind === "partial" && "fragment"]),
      ),
      element(
        "p",
        { class: "source" },
        element(
          "a",
          { class: "open", href: `/articles/${encodeURIComponent(hit.article_id)}#quote-${hit.id}` },
          hit.article_title ? highlighted(hit.highlight.article_title ?? "") : "Article without a title",
        ),
      ),
    ),
  );
}

export function articleCard(hit) {
  const names = hit.speakers.slice(0, NAMES).map((one) => one.name);
  const more = hit.speakers.length - names.length;
  return element(
    "li",
    {},
    element(
      "article",
      { class: "card found" },
      element(
        "h2",
        {},
        element(
          "a",
          { class: "open", href: `/articles/${encodeURIComponent(hit.id)}` },
          hit.title ? highlighted(hit.highlight.title ?? "") : "Article without a title",
        ),
      ),
      element("p", { class: "facts" }, separated([outlet(hit), hit.agency, date(hit.published_at)])),
      element("p", { class: "snippet" }, highlighted(hit.highlight.body ?? "")),
      names.length > 0 &&
        element("p", { class: "quoted" }, "Quoted: ", names.join(", "), more > 0 && ` and ${more} more`),
    ),
  );
}

function speaker(hit, state) {
  if (!hit.speaker) return element("span", { class: "unknown" }, "speaker unknown");
  const theirs = address({ ...state, ...NO_FILTERS, q: "", sort: "", speaker: [hit.speaker.id] });
  const name = highlighted(hit.highlight.speaker ?? "");
  const link = element("a", { class: "speaker", href: theirs, "data-go": true, title: "All of their quotes" }, name);
  if (!isUncertain(hit)) return link;
  const said = `The speaker was told with a confidence of ${percent(hit)}`;
  return element("span", {}, link, " ", element("span", { class: "uncertain", title: said }, "(uncertain)"));
}

function outlet(hit) {
  return hit.outlet ? hit.outlet.name : element("span", { class: "unknown" }, "outlet unknown");
}
