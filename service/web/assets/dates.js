// Dates as the page printed them. They are never moved to the reader's time zone: an article of 1 May stays one.

import { element } from "./dom.js";

const LONG = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const PARTS = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?/;

// `precision`: "minute" shows the time too, with its zone if the page gave one.
export function date(text, precision = "day") {
  const found = text && PARTS.exec(text);
  if (!found) return element("span", { class: "unknown" }, "date unknown");
  const [, year, month, day, time, zone] = found;
  const shown = [LONG.format(Date.UTC(Number(year), Number(month) - 1, Number(day)))];
  if (precision === "minute" && time) shown.push(`, ${time}`, zone === "Z" ? " UTC" : zone ? ` ${zone}` : "");
  return element("time", { datetime: precision === "minute" ? text : text.slice(0, 10) }, shown.join(""));
}
