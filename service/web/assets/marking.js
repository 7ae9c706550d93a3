// An article's body with every quote marked where it stands.

import { element } from "./dom.js";

// The API counts code points, JavaScript counts UTF-16 units: an emoji is one there and two here. Returns a function
// from the former to the latter.
export function unitsOf(text) {
  const starts = [];
  let unit = 0;
  for (const character of text) {
    starts.push(unit);
    unit += character.length;
  }
  starts.push(unit);
  return (point) => starts[Math.min(point, starts.length - 1)];
}

// The paragraphs of `body` as <p>, each quote in <mark data-quote>. A quote over several paragraphs has a mark in
// each; the first carries the id that links lead to, and is where the keyboard stops.
export function marked(body, quotes) {
  const unit = unitsOf(body);
  const spans = quotes
    .map((quote) => ({ quote, start: unit(quote.start), end: unit(quote.end) }))
    .sort((one, other) => one.start - other.start || other.end - one.end);
  return paragraphs(body).map(([from, to]) => {
    const made = element("p");
    fill(made, body, from, to, spans.filter((span) => span.start < to && span.end > from));
    return made;
  });
}

function paragraphs(body) {
  const found = body.matchAll(/[^\n]+(?:\n(?!\s*\n)[^\n]+)*/g);
  return [...found].map((one) => [one.index, one.index + one[0].length]);
}

// Puts body[from:to] into `parent`. `spans` come by start, the longer first, so a quote within a quote becomes a mark
// within a mark. Where two merely overlap, the later one is cut in two: elements can't cross.
function fill(parent, body, from, to, spans) {
  let at = from;
  let waiting = spans;
  while (waiting.length) {
    const [span, ...rest] = waiting;
    const start = Math.max(span.start, at);
    const end = Math.min(span.end, to);
    waiting = rest;
    if (start >= end) continue;
    parent.append(body.slice(at, start));
    const mark = quoteMark(span, start === span.start);
    fill(mark, body, start, end, rest.filter((other) => other.start < end));
    parent.append(mark);
    at = end;
    waiting = rest.filter((other) => other.end > end);
  }
  parent.append(body.slice(at, to));
}

function quoteMark({ quote }, first) {
  return element("mark", {
    class: "said-here",
    "data-quote": quote.id,
    id: first ? `quote-${quote.id}` : null,
    tabindex: first ? 0 : null,
  });
}
