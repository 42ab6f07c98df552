// A finger that rests on a row selects it; while rows are selected, a tap selects instead of opening.
import { $, on } from "./dom.js";

const REST_MS = 450;
const MOVED_PX = 10;
let timer = 0;
let start = null;
let swallow = false;

const boxOf = (row) => $("input[name=ids]", row);
const selecting = () => Boolean($("input[name=ids]:checked"));
const forget = () => clearTimeout(timer);

on("pointerdown", ".row", (event, row) => {
  swallow = false;
  forget();
  if (event.pointerType !== "touch" || !event.isPrimary || !boxOf(row)) return;
  start = { x: event.clientX, y: event.clientY };
  timer = setTimeout(() => {
    swallow = true;
    boxOf(row).click();
    navigator.vibrate?.(10);
  }, REST_MS);
});
on("pointermove", ".row", (event) => {
  if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > MOVED_PX) forget();
});
for (const type of ["pointerup", "pointercancel", "scroll"]) document.addEventListener(type, forget, true);

// The browser's own menu for a link would come at the same moment.
on("contextmenu", ".row", (event) => event.pointerType !== "mouse" && (selecting() || swallow) && event.preventDefault());

on("click", ".row", (event, row) => {
  if (event.target === boxOf(row)) return;
  const tap = event.pointerType === "touch" && selecting() && boxOf(row);
  if (!swallow && !tap) return;
  event.preventDefault();
  event.stopPropagation();
  if (!swallow) boxOf(row).click();
  swallow = false;
}, { capture: true });
