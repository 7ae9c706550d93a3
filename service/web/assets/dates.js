// Dates as the page printed them, written as the reader writes dates. They are never moved to the reader's time zone:
// an article of 1 May stays one.

import { element } from "./dom.js";

const format = (options) => new Intl.DateTimeFormat(undefined, { timeZone: "UTC", ...options });
const YEAR = format({ year: "numeric" });
const MONTH = format({ month: "long", year: "numeric" });
const SHORT_MONTH = format({ month: "short" });
const DAY = format({ day: "numeric", month: "long", year: "numeric" });
const SHORT_DAY = format({ day: "numeric", month: "short" });
const TIME = format({ timeStyle: "short" });
const PARTS = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?/;

// `precision`: "minute" shows the time too, with its zone if the page gave one.
export function date(text, precision) {
  const found = PARTS.exec(text ?? "");
  if (!found) return element("span", { class: "unknown" }, "date unknown");
  const [, day, time, zone] = found;
  if (precision !== "minute" || !time) return element("time", { datetime: day }, dayName(day));
  const offset = zone === "Z" ? " UTC" : zone ? ` UTC${zone.replace("-", "−")}` : "";
  const clock = TIME.format(new Date(`${day}T${time}Z`)) + offset;
  return element("time", { datetime: text }, `${dayName(day)}, `, element("span", { class: "clock" }, clock));
}

// The day alone, as text.
export function dayOf(text) {
  const day = PARTS.exec(text ?? "")?.[1];
  return day ? dayName(day) : "date unknown";
}

export function dayName(day) {
  return written(DAY, day);
}

// What a range of days (as the API writes them, "" where it is open) is called.
export function rangeName(from, to) {
  if (!to) return `from ${dayName(from)}`;
  if (!from) return `until ${dayName(to)}`;
  if (from === to || Number.isNaN(Date.parse(from)) || Number.isNaN(Date.parse(to))) {
    return from === to ? dayName(from) : `${from} – ${to}`;
  }
  if (from === yearStart(from) && to === yearEnd(from)) return written(YEAR, from);
  if (from === monthStart(from) && to === monthEnd(from)) return written(MONTH, from);
  return from < to ? DAY.formatRange(new Date(from), new Date(to)) : `${dayName(from)} – ${dayName(to)}`;
}

// What stands under the first bar of a year, or of a month.
export function tick(interval, start) {
  if (interval === "day") return written(SHORT_DAY, start);
  return written(interval === "year" || start.slice(5, 7) === "01" ? YEAR : SHORT_MONTH, start);
}

export function yearStart(day) {
  return `${day.slice(0, 4)}-01-01`;
}

export function yearEnd(day) {
  return `${day.slice(0, 4)}-12-31`;
}

export function monthStart(day) {
  return `${day.slice(0, 7)}-01`;
}

export function monthEnd(day) {
  const last = new Date(monthStart(day));
  last.setUTCMonth(last.getUTCMonth() + 1, 0);
  return last.toISOString().slice(0, 10);
}

// What is no day, such as one that a hand has typed into the URL, is shown as it stands there.
function written(format, day) {
  const moment = new Date(day);
  return Number.isNaN(moment.getTime()) ? day : format.format(moment);
}
