// One found quote, one found article.

import { isUncertain, percent } from "./confidence.js";
import { copyButton } from "./copying.js";
import { date } from "./dates.js";
import { element, separated } from "./dom.js";
import { highlighted } from "./highlight.js";
import { articlePath, speakerPath } from "./state.js";

const LONG = 320; // characters from which a sentence is set smaller
const NAMES = 6;

export function quoteCard(hit) {
  const long = hit.context.text.length > LONG;
  return element("li", {}, element("article", { class: "card quote" },
    element("div", { class: "printed" }, outlet(hit), when(hit)),
    element("div", { class: "said-by" },
      element("h2", {}, speaker(hit), hit.kind === "partial" && element("span", { class: "tag" }, "fragment")),
      element("blockquote", { class: long ? "words long" : "words", lang: hit.language }, element("p", {}, framed(hit))),
      element("p", { class: "source" },
        element("a", { class: "open", href: articlePath(hit.article_id, hit.id) },
          titled(hit.highlight.article_title, hit.article_title)),
        copyButton(hit)))));
}

export function articleCard(hit) {
  const quoted = hit.speakers.slice(0, NAMES).map((one) => element("a", { href: speakerPath(one.id) }, one.name));
  const more = hit.speakers.length - quoted.length;
  return element("li", {}, element("article", { class: "card found" },
    element("div", { class: "printed" }, outlet(hit), when(hit), hit.agency && element("span", {}, hit.agency)),
    element("div", {},
      element("h2", {}, element("a", { class: "open", href: articlePath(hit.id) },
        titled(hit.highlight.title, hit.title))),
      element("p", { class: "snippet", lang: hit.language }, highlighted(hit.highlight.body ?? "")),
      quoted.length > 0 &&
        element("p", { class: "quoted" }, "Quoted: ", ...separated(quoted, ", "), more > 0 && ` and ${more} more`))));
}

// The quote within the sentence that it was printed in, where who is named and the reporting words stand out.
function framed(hit) {
  const { context } = hit;
  const points = [...context.text]; // the API counts code points
  const part = (start, end) => points.slice(start - context.start, end - context.start).join("");
  const evidence = [["mention", hit.mention], ["cue", hit.cue]]
    .filter(([, span]) => span && span.start >= context.start && span.end <= context.end)
    .filter(([, span]) => span.end <= hit.start || span.start >= hit.end)
    .sort(([, one], [, other]) => one.start - other.start);
  const frame = (start, end) => {
    const nodes = [];
    let at = start;
    for (const [name, span] of evidence) {
      if (span.start < at || span.end > end) continue;
      nodes.push(part(at, span.start), element("span", { class: name }, part(span.start, span.end)));
      at = span.end;
    }
    return element("span", { class: "frame" }, ...nodes, part(at, end));
  };
  return [
    frame(context.start, hit.start),
    element("span", { class: "spoken" }, highlighted(hit.highlight.text) ?? hit.text),
    frame(hit.end, context.end),
  ];
}

function speaker(hit) {
  if (!hit.speaker) return element("span", { class: "unknown" }, "Speaker unknown");
  const name = highlighted(hit.highlight.speaker) ?? hit.speaker.name;
  const link = element("a", { class: "speaker", href: speakerPath(hit.speaker.id) }, name);
  if (!isUncertain(hit)) return link;
  const said = `The speaker was told with a confidence of ${percent(hit)}`;
  return element("span", {}, link, " ", element("span", { class: "uncertain", title: said }, `uncertain, ${percent(hit)}`));
}

function when(hit) {
  return date(hit.published_at, hit.published_precision);
}

function outlet(hit) {
  return element("span", { class: hit.outlet ? "outlet" : "unknown" }, hit.outlet ? hit.outlet.name : "outlet unknown");
}

function titled(html, text) {
  return highlighted(html) ?? text ?? "Article without a title";
}
