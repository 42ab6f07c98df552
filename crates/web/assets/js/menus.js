// Native popovers do the opening. Here: arrows and digits inside an open menu, focus on opening
// by keyboard, and a position for browsers without CSS anchors.
import { $, $$ } from "./dom.js";

const ANCHORED = CSS.supports("position-area", "block-end");
const GAP_PX = 5;
const items = (menu) => $$(".menu-item", menu).filter((item) => !item.disabled && item.checkVisibility());

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.(".menu[popover]") || event.newState !== "open") return;
  const opener = event.source ?? $(`[popovertarget="${CSS.escape(menu.id)}"]`);
  if (!ANCHORED && opener) place(menu, opener);
  const focus = $("[autofocus]", menu) ?? (document.activeElement?.matches(":focus-visible") && items(menu)[0]);
  if (focus && !menu.contains(document.activeElement)) focusable(focus).focus();
}, true);

document.addEventListener("keydown", (event) => {
  const menu = $(".menu:popover-open");
  if (!menu || event.ctrlKey || event.metaKey || event.altKey || event.target.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
  const all = items(menu);
  const at = all.findIndex((item) => item.contains(document.activeElement));
  const go = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[event.key];
  if (/^[1-9]$/.test(event.key) && document.body.dataset.keys !== "off") {
    event.preventDefault();
    all[event.key - 1]?.click();
  } else if (go !== undefined && all.length && event.target.type !== "radio") {
    event.preventDefault();
    focusable(all.at(go % all.length)).focus();
  }
});

const focusable = (item) => (item.matches("label") ? $("input", item) : item);

function place(menu, opener) {
  const box = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = menu.dataset.align === "end" ? box.right - width : box.left;
  const above = menu.dataset.side === "top" || (box.bottom + height + GAP_PX > innerHeight && box.top > height);
  menu.style.left = `${Math.max(GAP_PX, Math.min(left, innerWidth - width - GAP_PX))}px`;
  menu.style.top = `${above ? box.top - height - GAP_PX : box.bottom + GAP_PX}px`;
  menu.style.margin = "0";
}
