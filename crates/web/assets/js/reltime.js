// <time datetime data-rel>: "12 min" under a day, the weekday under a week, then "21 Nov".
// data-ago="{t} ago" on the element or on <html> dresses the first form. Exact time in the title.
import { $$, fill } from "./dom.js";

const EVERY_MS = 30000;
const MINUTE = 60000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** English without a country would put the month first. */
const locale = (lang) => (!lang || lang === "en" ? "en-GB" : lang);

export function relative(date, now, { lang = "en-GB", ago = "{t}", timeZone } = {}) {
  const age = now - date;
  const format = (options) => new Intl.DateTimeFormat(lang, { timeZone, ...options }).format(date);
  if (Math.abs(age) < MINUTE) return new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(0, "second");
  if (age > 0 && age < HOUR) return fill(ago, { t: `${Math.floor(age / MINUTE)} min` });
  if (age > 0 && age < DAY) return fill(ago, { t: `${Math.floor(age / HOUR)} h` });
  if (Math.abs(age) < 7 * DAY) return format({ weekday: "short", ...(age < 0 && { hour: "2-digit", minute: "2-digit" }) });
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return format({ day: "numeric", month: "short", ...(!sameYear && { year: "numeric" }) });
}

function tell() {
  const { lang, dataset } = document.documentElement;
  const now = Date.now();
  const region = locale(lang);
  for (const element of $$("time[datetime][data-rel]")) {
    const date = new Date(element.dateTime);
    if (Number.isNaN(date.getTime())) continue;
    const text = relative(date, now, { lang: region, ago: element.dataset.ago ?? dataset.ago, timeZone: dataset.tz });
    if (element.textContent !== text) element.textContent = text;
    if (!element.title) element.title = new Intl.DateTimeFormat(region, { dateStyle: "full", timeStyle: "short", timeZone: dataset.tz }).format(date);
  }
}

setInterval(tell, EVERY_MS);
document.addEventListener("page:render", tell);
document.addEventListener("visibilitychange", tell);
tell();
