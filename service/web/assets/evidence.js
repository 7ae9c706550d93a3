// Why a quote is given to its speaker: shown beside its words while the pointer or the keyboard is on them.

import { percent } from "./confidence.js";
import { element } from "./dom.js";
import { lighter } from "./lighting.js";

const METHODS = {
  "according-to": "introduced with “according to”",
  corrected: "corrected by a person",
  continuation: "goes on from the quote before",
  "cue-subject": "named with the reporting verb",
  nearby: "nearest name in the text",
  nominal: "a description with the reporting verb",
  none: "no speaker found",
  "previous-speaker": "the speaker before",
  signature: "signed below",
  transcript: "a label before the words",
  pronoun: "a pronoun with the reporting verb",
  title: "a title with the reporting verb",
};
const GAP = 8; // px between the words and what is said about them
const LINGER = 150; // ms in which the pointer can cross that gap

// Lets the marks in `place`, which holds the article's body, show the evidence of their quotes, one at a time. Returns
// what hides it.
export function explain(place, article) {
  const quotes = new Map(article.quotes.map((quote) => [quote.id, quote]));
  const light = lighter(place, article.body);
  const card = element("div", { class: "evidence", id: "evidence", role: "tooltip", hidden: true });
  document.querySelector("main").append(card);
  let shown = null;
  let leaving = 0;

  const show = (mark) => {
    if (mark) clearTimeout(leaving);
    if (!mark || mark === shown) return;
    hide();
    shown = mark;
    card.replaceChildren(...facts(quotes.get(mark.dataset.quote)));
    card.hidden = false;
    mark.setAttribute("aria-describedby", "evidence");
    light(quotes.get(mark.dataset.quote));
    put(card, mark);
  };
  const hide = () => {
    clearTimeout(leaving);
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    light(null);
    shown = null;
    card.hidden = true;
  };

  place.addEventListener("mouseover", (event) => show(event.target.closest("mark")));
  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(hide, LINGER);
  };
  place.addEventListener("mouseout", (event) => event.target.closest("mark") && leave());
  card.addEventListener("mouseenter", () => clearTimeout(leaving));
  card.addEventListener("mouseleave", leave);
  place.addEventListener("focusin", (event) => show(event.target.closest("mark")));
  place.addEventListener("focusout", hide);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  return hide;
}

function facts(quote) {
  const rows = [
    ["Named here", quote.mention && `“${quote.mention.text}”`],
    ["Reporting words", quote.cue && `“${quote.cue.text}”`],
    ["Or it was", quote.candidates.filter((name) => name !== quote.speaker?.name).join(", ")],
    ["Found by", METHODS[quote.method] ?? quote.method],
    ["Confidence", quote.speaker && percent(quote)],
    ["Kind", quote.kind === "partial" ? "fragment in the reporter’s sentence" : "whole clause"],
  ];
  return [
    element("p", { class: "who" }, quote.speaker ? quote.speaker.name : "Speaker unknown"),
    element("dl", {}, rows.filter(([, value]) => value).map(([name, value]) =>
      element("div", {}, element("dt", {}, name), element("dd", {}, value)))),
  ];
}

// Under the words, or over them where there is only room for it; never on them, and within the window's width.
function put(card, mark) {
  const line = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
  const last = [...mark.getClientRects()].at(-1) ?? line;
  const { offsetWidth: width, offsetHeight: height } = card;
  const left = Math.max(GAP, Math.min(line.left, document.documentElement.clientWidth - width - GAP));
  const below = last.bottom + GAP;
  const above = line.top - height - GAP;
  const top = below + height > window.innerHeight && above >= 0 ? above : below;
  // Set through the object model: a style attribute would be refused by the page's policy.
  card.style.left = `${left + window.scrollX}px`;
  card.style.top = `${top + window.scrollY}px`;
}
