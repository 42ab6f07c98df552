// #board: cards go from column to column by their [data-card-grip], with mouse, finger or keyboard. Where a card is
// dropped it is sent as the form #board-move; the page that comes back says what became of it.
import { $, $$, fill, on } from "./dom.js";
import { refresh } from "./page.js";

const lanes = () => $$("#board .lane");
const EDGE = 48;
const STEP = 16;
let held = null; // { card, from, next } while the keyboard carries a card
const waiting = []; // moves that wait until the one before is answered

/** News from others must not take a card out of somebody's hand. */
const still = (is) => {
  const board = $("#board");
  if (is) board.removeAttribute("data-region");
  else board.dataset.region = "morph";
};

on("pointerdown", "[data-card-grip]", (event, grip) => {
  if (event.button) return;
  event.preventDefault();
  grip.focus();
  grip.setPointerCapture(event.pointerId);
  const card = grip.closest(".ticket-card");
  const { clientX: x, clientY: y } = event;
  let over = null;
  card.dataset.dragging = "";
  still(true);
  const board = $("#board");
  const move = (at) => {
    const box = board.getBoundingClientRect();
    if (at.clientX > box.right - EDGE) board.scrollLeft += STEP;
    if (at.clientX < box.left + EDGE) board.scrollLeft -= STEP;
    card.style.translate = `${at.clientX - x}px ${at.clientY - y}px`;
    over = lanes().find((lane) => holds(lane, at)) ?? null;
    for (const lane of lanes()) lane.toggleAttribute("data-over", lane === over);
  };
  const drop = (end) => {
    grip.removeEventListener("pointermove", move);
    delete card.dataset.dragging;
    card.style.translate = "";
    still(false);
    for (const lane of lanes()) lane.removeAttribute("data-over");
    if (end.type === "pointerup" && over && over !== card.closest(".lane")) put(card, over);
  };
  grip.addEventListener("pointermove", move);
  grip.addEventListener("pointerup", drop, { once: true });
  grip.addEventListener("pointercancel", drop, { once: true });
});

function holds(lane, { clientX, clientY }) {
  const box = lane.getBoundingClientRect();
  return clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom;
}

on("keydown", "[data-card-grip]", (event, grip) => {
  const card = grip.closest(".ticket-card");
  if (event.key === " " || event.key === "Enter") {
    if (held) drop();
    else lift(card, grip);
  } else if (held && event.key === "Escape") {
    back();
  } else if (held && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
    carry(event.key === "ArrowLeft" ? -1 : 1);
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
});

function lift(card, grip) {
  held = { card, from: card.closest(".lane"), next: card.nextElementSibling };
  card.dataset.dragging = "";
  grip.setAttribute("aria-pressed", "true");
  still(true);
  tell(held.from);
}

function carry(step) {
  const all = lanes();
  const lane = all[all.indexOf(held.card.closest(".lane")) + step];
  if (!lane) return;
  $(".cards", lane).prepend(held.card);
  lane.scrollIntoView({ block: "nearest", inline: "nearest" });
  $("[data-card-grip]", held.card).focus();
  tell(lane);
}

function drop() {
  const { card, from } = held;
  const lane = card.closest(".lane");
  settle();
  if (lane !== from) put(card, lane);
}

function back() {
  const { card, from, next } = held;
  $(".cards", from).insertBefore(card, next?.parentElement ? next : null);
  settle();
  $("[data-card-grip]", card).focus();
  const says = $("#board-says");
  says.textContent = says.dataset.labelBack;
}

function settle() {
  delete held.card.dataset.dragging;
  $("[data-card-grip]", held.card).removeAttribute("aria-pressed");
  held = null;
  still(false);
}

function tell(lane) {
  const says = $("#board-says");
  const all = lanes();
  says.textContent = fill(says.dataset.label, { name: lane.dataset.name, at: all.indexOf(lane) + 1, of: all.length });
}

// Focus that leaves a carried card for good puts it back.
on("focusout", "[data-card-grip]", () => {
  const { card } = held ?? {};
  setTimeout(() => {
    if (held && held.card === card && !card.contains(document.activeElement)) back();
  });
});

function put(card, lane) {
  $(".cards", lane).prepend(card);
  $("[data-card-grip]", card).focus();
  waiting.push({ ticket: card.dataset.ticket, status: lane.dataset.lane });
  send();
}

/** One after the other: a form that is being sent takes nothing else. */
function send() {
  const form = $("#board-move");
  if (!form || form.getAttribute("aria-busy") === "true") return;
  const next = waiting.shift();
  if (!next) return;
  form.action = `/agent/tickets/${next.ticket}/status`;
  form.elements.status.value = next.status;
  form.requestSubmit();
}

on("form:done", "#board-move", () => setTimeout(send));
on("form:fail", "#board-move", () => {
  refresh();
  setTimeout(send);
});
