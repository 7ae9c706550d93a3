// The article page: the piece as it was printed, its quotes marked, and a list of them beside it.

import { get } from "./api.js";
import { isUncertain, percent } from "./confidence.js";
import { copyButton } from "./copying.js";
import { date } from "./dates.js";
import { byId, counted, element, separated } from "./dom.js";
import { explain } from "./evidence.js";
import { marked } from "./marking.js";
import { failure, notice } from "./notices.js";
import { articlePath, lastOf, speakerPath } from "./state.js";

const id = lastOf(location.pathname);
const main = document.querySelector("main");
let hideEvidence = () => {};

async function load() {
  try {
    const article = await get(`/v1/articles/${encodeURIComponent(id)}`, [["expand", "quotes"]]);
    byId("notice").replaceChildren();
    draw(article);
    followHash();
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    if (problem.status === 404) {
      const home = element("a", { href: "/" }, "Search the archive");
      byId("notice").replaceChildren(
        notice("There is no such article", element("p", {}, "It may have been deleted. ", home, ".")),
      );
    } else {
      byId("notice").replaceChildren(failure(problem, load));
      if (problem.retryAfter !== null) setTimeout(load, problem.retryAfter * 1000);
    }
  } finally {
    main.setAttribute("aria-busy", "false");
  }
}

function draw(article) {
  document.title = `${article.title ?? "Article without a title"} – On Record`;
  const body = element("div", { class: "body", lang: article.language }, marked(article.body, article.quotes));
  byId("article").replaceChildren(
    element("header", {},
      element("h1", { class: article.title ? "" : "unknown" }, article.title ?? "Article without a title"),
      article.standfirst && element("p", { class: "standfirst" }, article.standfirst),
      element("p", { class: "facts" }, separated([
        article.outlet ? article.outlet.name : element("span", { class: "unknown" }, "outlet unknown"),
        article.agency,
        date(article.published_at, article.published_precision),
        article.authors.length > 0 && `by ${article.authors.join(", ")}`,
      ])),
      source(article.url),
      article.duplicate_of && element("p", { class: "facts" },
        element("a", { href: articlePath(article.duplicate_of) }, "Another article"), " has nearly the same words."),
    ),
    body,
    ...(article.truncated ? [element("p", { class: "hint cut" }, "The copy that was handed in is cut off here.")] : []),
  );
  byId("quotes").replaceChildren(...article.quotes.map(listed));
  byId("said-title").textContent = counted(article.quotes.length, "quote");
  byId("said").hidden = article.quotes.length === 0;
  hideEvidence = explain(body, article);
}

function listed(quote) {
  return element(
    "li",
    {},
    element("p", { class: "who" },
      quote.speaker
        ? element("a", { href: speakerPath(quote.speaker.id), title: "All of their quotes" }, quote.speaker.name)
        : element("span", { class: "unknown" }, "speaker unknown"),
      quote.speaker && element("span",
        { class: isUncertain(quote) ? "uncertain" : "sure", title: "How sure the speaker is" },
        element("span", { class: "unseen" }, " told with a confidence of "), percent(quote))),
    element("a", { class: "words", href: `#quote-${quote.id}` }, `“${quote.text}”`),
    copyButton(quote),
  );
}

// Only web addresses become links: what a page calls its address is the page's word, not ours.
function source(url) {
  if (!URL.canParse(url ?? "") || !/^https?:$/.test(new URL(url).protocol)) return null;
  const link = element("a", { href: url, rel: "noopener noreferrer external" }, `Read it at ${new URL(url).hostname}`);
  return element("p", { class: "facts" }, link);
}

// The browser looked for the quote before it was there.
function followHash() {
  for (const old of document.querySelectorAll("mark.target")) old.classList.remove("target");
  const mark = location.hash.startsWith("#quote-") && byId(lastOf(location.hash.slice(1)));
  if (!mark) return;
  for (const part of document.querySelectorAll(`mark[data-quote="${CSS.escape(mark.dataset.quote)}"]`)) {
    part.classList.add("target");
  }
  mark.focus({ preventScroll: true });
  mark.scrollIntoView({ block: "center" });
  hideEvidence(); // whoever comes for the words should see what stands around them
}

const back = sessionStorage.getItem("onrecord-search");
if (/^\/(?![/\\])/.test(back ?? "")) byId("back").href = back;
window.addEventListener("hashchange", followHash);
load();
