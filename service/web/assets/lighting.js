// While a quote's evidence is shown, its own words, who is named and the reporting words light up in the article.

import { unitsOf } from "./marking.js";

const NAMES = ["mention", "cue"];

// `place` holds the paragraphs of `body`. Returns a function that lights up a quote and its evidence, or with null
// nothing. Names and reporting words are painted over the text (CSS highlights): they may cross other marks, which
// elements could not. A browser that can't do that shows them in the evidence only.
export function lighter(place, body) {
  const unit = unitsOf(body);
  const starts = [];
  let from = 0;
  for (const paragraph of place.children) {
    from = body.indexOf(paragraph.textContent, from);
    starts.push([from, paragraph]);
    from += paragraph.textContent.length;
  }
  return (quote) => {
    for (const part of place.querySelectorAll("mark.on")) part.classList.remove("on");
    for (const name of NAMES) globalThis.CSS.highlights?.delete(name);
    if (!quote) return;
    // All parts of a quote: a paragraph break or another quote may have cut it.
    for (const part of place.querySelectorAll(`mark[data-quote="${CSS.escape(quote.id)}"]`)) part.classList.add("on");
    for (const name of NAMES) {
      const span = quote[name];
      const range = span && rangeOf(starts, unit(span.start), unit(span.end));
      if (range) globalThis.CSS.highlights?.set(name, new Highlight(range));
    }
  };
}

function rangeOf(starts, from, to) {
  const [at, paragraph] = starts.findLast(([start]) => start <= from) ?? [];
  if (!paragraph || to - at > paragraph.textContent.length) return null;
  const range = new Range();
  range.setStart(...pointOf(paragraph, from - at));
  range.setEnd(...pointOf(paragraph, to - at));
  return range;
}

// The text node and the place in it that `offset` characters of a paragraph end at.
function pointOf(paragraph, offset) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let left = offset;
  let node = walker.nextNode();
  while (node && left > node.length) {
    left -= node.length;
    node = walker.nextNode() ?? node;
  }
  return [node ?? paragraph, left];
}
