// J/K move a cursor over the rows, X selects, Shift+X a range, Enter opens, Esc clears.
import { $, $$ } from "./dom.js";
import { selectTo, clearSelection } from "./selection.js";

const rows = () => $$(".row, [data-row]").filter((row) => row.checkVisibility());
const current = () => $("[data-cursor]");

export function moveTo(row) {
  if (!row) return;
  const left = current();
  left?.removeAttribute("data-cursor");
  if (left?.hasAttribute("data-gone") && left !== row) left.remove();
  row.setAttribute("data-cursor", "");
  row.scrollIntoView({ block: "nearest" });
  (row.querySelector(".row-link") ?? row.querySelector("a"))?.focus({ preventScroll: true });
}

function step(by) {
  const all = rows();
  const at = all.findIndex((row) => row.hasAttribute("data-cursor") || row.contains(document.activeElement));
  const next = at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by));
  moveTo(all[next]);
  return all.length > 0;
}

const box = () => current()?.querySelector("input[name=ids]");
const actions = {
  j: () => step(1),
  arrowdown: () => step(1),
  k: () => step(-1),
  arrowup: () => step(-1),
  x: () => tick(box()),
  "shift+x": () => selectTo(box()),
  enter: () => open(current()),
  escape: () => clearSelection() || leave(),
};

function tick(checkbox) {
  checkbox?.click();
  return Boolean(checkbox);
}

function open(row) {
  const link = row?.querySelector(".row-link, a");
  if (link && link !== document.activeElement) link.click();
  return Boolean(link) && link !== document.activeElement;
}

function leave() {
  const row = current();
  row?.removeAttribute("data-cursor");
  if (row?.contains(document.activeElement)) document.activeElement.blur();
  return Boolean(row);
}

document.addEventListener("keys:free", (event) => {
  if (actions[event.detail.key]?.()) event.preventDefault();
});
