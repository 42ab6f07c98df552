// [data-sortable] > li with a [data-grip]: the order of lines by mouse, finger or keyboard. The form that they stand
// in sends them in the order of the page; without scripts its buttons move them.
import { $, $$, fill, on } from "./dom.js";

let held = null;
let next = null; // where the held line stood: before this one

const lines = (list) => $$(":scope > li", list).filter((line) => $("[data-grip]", line));

on("pointerdown", "[data-grip]", (event, grip) => {
  if (event.button) return;
  const line = grip.closest("li");
  const list = line.closest("[data-sortable]");
  event.preventDefault();
  grip.focus();
  grip.setPointerCapture(event.pointerId);
  line.dataset.dragging = "";
  const move = ({ clientY }) => {
    const before = lines(list).find((other) => other !== line && clientY < middle(other) && other.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING);
    const after = lines(list).findLast((other) => other !== line && clientY > middle(other) && other.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_PRECEDING);
    if (before) before.before(line);
    else if (after) after.after(line);
  };
  const drop = () => {
    delete line.dataset.dragging;
    grip.removeEventListener("pointermove", move);
  };
  grip.addEventListener("pointermove", move);
  grip.addEventListener("pointerup", drop, { once: true });
  grip.addEventListener("pointercancel", drop, { once: true });
});

function middle(line) {
  const { top, height } = line.getBoundingClientRect();
  return top + height / 2;
}

on("keydown", "[data-grip]", (event, grip) => {
  const line = grip.closest("li");
  if (event.key === " " || event.key === "Enter") {
    held = held === line ? null : line;
    next = line.nextElementSibling;
    mark(line);
  } else if (event.key === "Escape" && held === line) {
    held = null;
    line.parentElement.insertBefore(line, next);
    grip.focus();
    mark(line);
    say(line);
  } else if (held === line && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    const all = lines(line.parentElement);
    const other = all[all.indexOf(line) + (event.key === "ArrowUp" ? -1 : 1)];
    if (other) event.key === "ArrowUp" ? other.before(line) : other.after(line);
    grip.focus();
    say(line);
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
});

on("focusout", "[data-grip]", (event, grip) => {
  const line = grip.closest("li");
  // Moving it in the page takes the focus away for a moment.
  setTimeout(() => {
    if (held !== line || document.activeElement === grip) return;
    held = null;
    mark(line);
  });
});

/** Where the line stands now, for who does not see it: [data-says] before the list has the words. */
function say(line) {
  const says = line.parentElement.previousElementSibling;
  const all = lines(line.parentElement);
  if (says?.dataset.says) says.textContent = fill(says.dataset.says, { at: all.indexOf(line) + 1, of: all.length });
}

function mark(line) {
  line.toggleAttribute("data-dragging", held === line);
  $("[data-grip]", line).setAttribute("aria-pressed", String(held === line));
}
