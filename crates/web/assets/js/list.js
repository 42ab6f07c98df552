// data-region="list": rows follow their own news in place; new or moved rows wait behind a
// button until the reader asks or is at the top; rows that left are dimmed, not pulled away.
import { $, $$, fill, make } from "./dom.js";
import { connect } from "./connect.js";
import { defineRegion, morph, morphChildren } from "./morph.js";
import { atTop, scrollEvents, scrollerOf } from "./scroll.js";

const waiting = new Map();
const ROWS = ".row[id], [data-row][id]";
const rowsOf = (list) => {
  const rows = $$(ROWS, list);
  return rows.length ? rows : [...list.children].filter((child) => child.id);
};
const calm = (list) =>
  atTop(scrollerOf(list)) && !$("input[name=ids]:checked, [popover]:popover-open, dialog[open]", list);

defineRegion("list", (list, next, context) => {
  if (context.own || calm(list)) return settle(list, next, context);
  const news = new Map(rowsOf(next).map((row) => [row.id, row]));
  const rows = rowsOf(list);
  for (const row of rows) {
    row.toggleAttribute("data-gone", !news.has(row.id));
    if (news.has(row.id)) morph(row, news.get(row.id), context);
  }
  followNamed(list, next, context);
  const known = new Set(rows.map((row) => row.id));
  const count = [...news.keys()].filter((id) => !known.has(id)).length;
  const kept = rows.filter((row) => news.has(row.id)).map((row) => row.id).join(" ");
  const order = [...news.keys()].filter((id) => known.has(id)).join(" ");
  if (count || kept !== order) offer(list, next, count);
  else withdraw(list);
  return undefined;
});

/** Counts and other named pieces between the rows. */
function followNamed(list, next, context) {
  for (const piece of $$("[id]", next)) {
    const mine = document.getElementById(piece.id);
    if (!mine || !list.contains(mine) || mine.closest(ROWS) || $(ROWS, piece) || mine.parentElement.closest("[data-keep]")) continue;
    morph(mine, piece, context);
  }
}

function settle(list, next, context) {
  withdraw(list);
  const rows = rowsOf(list);
  const at = rows.findIndex((row) => row.hasAttribute("data-cursor") || row.contains(document.activeElement));
  const focused = rows[at]?.contains(document.activeElement);
  rows.forEach((row) => row.removeAttribute("data-gone"));
  morphChildren(list, next, context);
  if (at < 0 || rows[at].isConnected) return;
  const heir = [...rows.slice(at), ...rows.slice(0, at).reverse()].find((row) => row.isConnected);
  heir?.setAttribute("data-cursor", "");
  if (focused) $("a, button", heir ?? list)?.focus({ preventScroll: true });
}

function offer(list, next, count) {
  const bar = waiting.get(list)?.bar ?? place(list);
  const { labelNew = "{n}", labelMoved = labelNew } = list.dataset;
  bar.firstChild.textContent = fill(count ? labelNew : labelMoved, { n: count });
  waiting.set(list, { bar, next });
}

function place(list) {
  const bar = make("div", { class: "new-rows-bar", "data-local": "", role: "status" }, make("button", { type: "button", class: "new-rows" }));
  bar.firstChild.addEventListener("click", () => {
    scrollerOf(list).scrollTo({ top: 0, behavior: "instant" });
    take(list);
    $(ROWS, list)?.querySelector("a")?.focus({ preventScroll: true });
  });
  if (list.matches("ul, ol, tbody")) (list.closest("table") ?? list).before(bar);
  else list.prepend(bar);
  return bar;
}

function withdraw(list) {
  waiting.get(list)?.bar.remove();
  waiting.delete(list);
}

function take(list) {
  const next = waiting.get(list)?.next;
  if (next) settle(list, next, { same: true, own: true });
}

/** The reader moved: what waited for that can happen now. */
function moved(list) {
  if (waiting.has(list) && calm(list)) take(list);
  const { top, bottom } = scrollerOf(list).getBoundingClientRect();
  for (const row of $$("[data-gone]:not([data-cursor])", list)) {
    const box = row.getBoundingClientRect();
    if (box.bottom < top || box.top > bottom) row.remove();
  }
}

connect("[data-region=list]", (list) => {
  const target = scrollEvents(scrollerOf(list));
  const react = () => requestAnimationFrame(() => moved(list));
  target.addEventListener("scroll", react, { passive: true });
  list.addEventListener("change", react);
  return () => {
    target.removeEventListener("scroll", react);
    withdraw(list);
  };
});
