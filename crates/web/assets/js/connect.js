// Wires an element when it enters the page and lets go of it when it leaves.
// `start(element)` may return a function that undoes it.
import { $$ } from "./dom.js";

const rules = [];

export function connect(selector, start) {
  const rule = { selector, start, live: new Map() };
  rules.push(rule);
  scan(rule);
}

function scan({ selector, start, live }) {
  for (const [element, stop] of live) {
    if (element.isConnected && element.matches(selector)) continue;
    live.delete(element);
    stop?.();
  }
  for (const element of $$(selector)) if (!live.has(element)) live.set(element, start(element));
}

document.addEventListener("page:render", () => rules.forEach(scan));
