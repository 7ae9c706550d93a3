// Who a speaker is: their names and roles as articles print them. Their quotes are the search's.

import { get } from "./api.js";
import { rangeName } from "./dates.js";
import { byId, counted, element, number } from "./dom.js";
import { failure, notice } from "./notices.js";
import { articlePath, speakerPath } from "./state.js";

const KINDS = { person: "Person", organisation: "Organisation", unnamed: "Source without a name of its own" };
const SHORT = 5; // names or roles shown until the reader asks for all

export async function drawSpeaker(id) {
  const place = byId("person");
  byId("q").placeholder = "Words among their quotes";
  try {
    const speaker = await get(`/v1/speakers/${encodeURIComponent(id)}`, []);
    if (speaker.id !== id) history.replaceState(null, "", speakerPath(speaker.id) + location.search); // merged
    document.title = `${speaker.name} – On Record`;
    place.replaceChildren(...facts(speaker));
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    if (problem.retryAfter !== null) setTimeout(() => drawSpeaker(id), problem.retryAfter * 1000);
    const home = element("a", { href: "/" }, "Search the archive");
    place.replaceChildren(problem.status === 404
      ? notice("There is no such speaker", element("p", {}, "They may have no quotes any more. ", home, "."))
      : failure(problem, () => drawSpeaker(id)));
  } finally {
    document.body.classList.remove("unread");
  }
}

function facts(speaker) {
  const seen = [...(speaker.aliases ?? []), ...(speaker.roles ?? [])];
  const first = seen.map((one) => one.first_seen).filter(Boolean).sort()[0];
  const last = seen.map((one) => one.last_seen).filter(Boolean).sort().at(-1);
  const said = `${counted(speaker.quotes, "quote")} in ${counted(speaker.articles, "article")}`;
  const names = (speaker.aliases ?? []).filter((one) => one.printed !== speaker.name);
  return [
    element("p", { class: "sort-of" }, KINDS[speaker.type] ?? speaker.type),
    element("h1", {}, speaker.name),
    element("p", { class: "facts" }, first ? `${said} · ${rangeName(first, last)}` : said),
    speaker.article_id && element("p", { class: "facts" },
      element("a", { href: articlePath(speaker.article_id) }, "The one article that has this source")),
    element("dl", {}, listed("Also printed as", names), listed("Called", speaker.roles ?? [])),
  ].filter(Boolean);
}

function listed(title, seen) {
  if (!seen.length) return null;
  const rest = seen.slice(SHORT);
  return element("div", {}, element("dt", {}, title), element("dd", {},
    element("ul", {}, seen.slice(0, SHORT).map(one)),
    rest.length > 0 && element("details", {},
      element("summary", {}, `${number(rest.length)} more`), element("ul", {}, rest.map(one)))));
}

function one(seen) {
  const days = seen.first_seen ? rangeName(seen.first_seen, seen.last_seen) : "date unknown";
  const count = element("span", { class: "number", title: days }, number(seen.quotes));
  return element("li", {}, seen.printed, " ", count, element("span", { class: "unseen" }, ` quotes, ${days}`));
}
