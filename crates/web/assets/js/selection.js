// input[name=ids] in rows: Shift+click takes a range, [data-select-all] all, the bulk bar counts.
// [data-bulk-count] holds the number; data-label="{n} selected" on the bar is its spoken name.
import { $, $$, fill, on } from "./dom.js";

const boxes = () => $$("input[name=ids]");
let from = null;

on("click", "input[name=ids]", (event, box) => {
  if (event.shiftKey && from?.isConnected && from !== box) range(from, box);
  from = box;
  count();
});
on("change", "input[name=ids]", count);
on("change", "[data-select-all]", (event, all) => {
  for (const box of boxes()) box.checked = all.checked;
  count();
});
on("click", "[data-clear-selection]", clearSelection);

/** Selects every row between the last one touched and this one. */
export function selectTo(box) {
  if (!box) return false;
  if (from?.isConnected && from !== box) {
    box.checked = true;
    range(from, box);
  } else box.click();
  from = box;
  count();
  return true;
}

export function clearSelection() {
  const chosen = boxes().filter((box) => box.checked);
  for (const box of chosen) box.checked = false;
  count();
  chosen[0]?.dispatchEvent(new Event("change", { bubbles: true }));
  return chosen.length > 0;
}

function range(first, last) {
  const all = boxes();
  const [a, b] = [all.indexOf(first), all.indexOf(last)].sort((x, y) => x - y);
  for (const box of all.slice(a, b + 1)) box.checked = last.checked;
}

function count() {
  const all = boxes();
  const n = all.filter((box) => box.checked).length;
  for (const place of $$("[data-bulk-count]")) place.textContent = n;
  const bar = $(".bulkbar");
  if (bar?.dataset.label) bar.setAttribute("aria-label", fill(bar.dataset.label, { n }));
  for (const box of $$("[data-select-all]")) {
    box.checked = n > 0 && n === all.length;
    box.indeterminate = n > 0 && n < all.length;
  }
}

document.addEventListener("page:render", count);
addEventListener("pageshow", count);
