// How many hits there are by date, as bars. Each bar is a link to what it counts, so it zooms in; the path above it
// zooms out again.

import { monthEnd, monthStart, rangeName, tick, yearEnd, yearStart } from "./dates.js";
import { byId, counted, element, number } from "./dom.js";
import { address, indexOf } from "./state.js";

const DAYS_SHOWN = 100; // a range of so many days is shown by day
const MONTHS_SHOWN = 48; // from so many bars on, months become years
const FEW = 3; // months that are shown by day
const MOST_TICKS = 8;
const STEPS = [1, 2, 3, 4, 6, 12]; // with these, every January that is shown has its label
const [YEAR, MONTH, DAY_OF_MONTH] = [4, 7, 10]; // how much of a date says so
const DAY = 86_400_000; // ms

let undated = "";
let open = "month"; // what is asked for where no range is set

// The interval to ask for, "" for none: coarse while the range is wide, by day in the end.
export function intervalOf(state) {
  if (state.index === "find") return "";
  const days = (Date.parse(state.to) - Date.parse(state.from)) / DAY + 1; // NaN where the range is open
  return days <= DAYS_SHOWN ? "day" : days > 0 ? "month" : open;
}

// Whether to ask again: how far a range without ends reaches is known only from the answer.
export function asksAgain(histogram, state) {
  if (!histogram || intervalOf(state) !== open || !histogram.buckets.length) return false;
  const wanted = histogram.interval === "day" || (open === "month" && histogram.interval === "month"
    && histogram.buckets.length <= FEW) ? "auto" : "month";
  const changed = wanted !== open;
  open = wanted;
  return changed;
}

export function drawTimeline(histogram, state) {
  if (!histogram) return;
  const { interval, buckets } = coarsened(histogram);
  const most = Math.max(1, ...buckets.map((bucket) => bucket.count));
  const noun = indexOf(state) === "quotes" ? "quote" : "article";
  byId("path").replaceChildren(...path(state));
  undated = histogram.undated ? `${counted(histogram.undated, noun)} without a date` : "";
  const range = buckets.length ? rangeName(buckets[0].start, buckets.at(-1).end) : "no dates";
  const said = [`Timeline of ${noun}s by ${interval}, ${range}`, buckets.length && `at most ${number(most)} each`, undated];
  byId("timeline").setAttribute("aria-label", said.filter(Boolean).join(", "));
  const focused = place(document.activeElement);
  const ticks = ticked(interval, buckets);
  byId("bars").replaceChildren(...buckets.map((bucket, at) => bar(bucket, most, noun, state, ticks.get(at))));
  byId("bars").classList.toggle("few", buckets.length < 8);
  const first = bars()[Math.min(Math.max(focused, 0), buckets.length - 1)];
  if (first) first.tabIndex = 0;
  if (focused >= 0) first?.focus({ preventScroll: true });
  say("");
}

// One bar can be tabbed to; the arrows go from there.
export function listenToTimeline() {
  const list = byId("bars");
  list.addEventListener("keydown", (event) => {
    const all = bars();
    const at = all.indexOf(event.target);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || !all[next] || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    all[next].tabIndex = 0;
    all[next].focus();
  });
  for (const name of ["mouseover", "focusin"]) {
    list.addEventListener(name, (event) => say(event.target.closest("a")?.getAttribute("aria-label") ?? ""));
  }
  for (const name of ["mouseleave", "focusout"]) list.addEventListener(name, () => say(""));
}

function bar(bucket, most, noun, state, label) {
  const name = `${rangeName(bucket.start, bucket.end)}: ${counted(bucket.count, noun)}`;
  const filled = element("span", { class: "filled" });
  // Set through the object model: a style attribute would be refused by the page's policy.
  filled.style.height = bucket.count ? `max(2px, ${(100 * bucket.count) / most}%)` : "0";
  const href = address({ ...state, from: bucket.start, to: bucket.end, page: 1 });
  return element("li", {},
    element("a", { href, "aria-label": name, tabindex: -1, "data-go": true }, filled),
    label && element("span", { class: label.minor ? "tick minor" : "tick", "aria-hidden": "true" }, label.text));
}

// "All time › 2024 › March 2024": each but the last is a link.
function path(state) {
  const { from, to } = state;
  const steps = [["All time", "", ""]];
  if (from && to && from.slice(0, 4) === to.slice(0, 4)) steps.push(["", yearStart(from), yearEnd(from)]);
  if (from && to && from.slice(0, 7) === to.slice(0, 7)) steps.push(["", monthStart(from), monthEnd(from)]);
  if ((from || to) && !steps.some((step) => step[1] === from && step[2] === to)) steps.push(["", from, to]);
  return steps.map(([name, start, end]) => {
    const text = name || rangeName(start, end);
    if (start === from && end === to) return element("li", { "aria-current": "true" }, text);
    const href = address({ ...state, from: start, to: end, page: 1 });
    return element("li", {}, element("a", { href, "data-go": true }, text));
  });
}

function coarsened({ interval, buckets }) {
  if (interval !== "month" || buckets.length <= MONTHS_SHOWN) return { interval, buckets };
  const years = new Map();
  for (const { start, end, count } of buckets) {
    const year = years.get(start.slice(0, 4)) ?? { start, count: 0 };
    years.set(start.slice(0, 4), { ...year, end, count: year.count + count });
  }
  return { interval: "year", buckets: [...years.values()] };
}

// Where a label stands under the bars: at years or months, not more of them than can be read, and years before months.
function ticked(interval, buckets) {
  const unit = { year: YEAR, month: buckets.length > 18 ? YEAR : MONTH, week: YEAR, day: DAY_OF_MONTH }[interval];
  const turns = buckets.flatMap(({ start }, at) =>
    at === 0 || start.slice(0, unit) !== buckets[at - 1].start.slice(0, unit) ? [at] : []);
  const every = STEPS.find((step) => turns.length / step <= MOST_TICKS) ?? Math.ceil(turns.length / MOST_TICKS);
  const shown = turns
    .filter((at, place) => (unit === MONTH ? Number(buckets[at].start.slice(5, 7)) - 1 : place) % every === 0)
    .filter((at, place) => place === 0 || at < buckets.length * 0.95); // else it would stand out on the right
  return new Map(shown.map((at, place) => {
    const { start } = buckets[at];
    const isYear = unit === YEAR || start.slice(5, 7) === "01";
    const text = unit === MONTH && place === 0 ? rangeName(monthStart(start), monthEnd(start))
      : tick(unit === YEAR ? "year" : interval, start);
    return [at, { text, minor: shown.length > 4 && place % 2 === 1 && !(unit === MONTH && isYear) }];
  }));
}

function bars() {
  return [...byId("bars").querySelectorAll("a")];
}

function place(node) {
  return bars().indexOf(node);
}

// Without a bar that is pointed at, what no bar counts.
function say(text) {
  byId("pointed").textContent = text || undated;
  byId("pointed").classList.toggle("at", Boolean(text));
}
