// <button data-fold="id" aria-expanded>: shows or hides that element.
// details[data-mobile-closed] start closed where there is little room.
import { on } from "./dom.js";
import { connect } from "./connect.js";

on("click", "[data-fold]", (event, button) => {
  const target = document.getElementById(button.dataset.fold);
  if (!target) return;
  target.hidden = !target.hidden;
  button.setAttribute("aria-expanded", String(!target.hidden));
});

const narrow = matchMedia("(max-width: 56rem)");
connect("details[data-mobile-closed]", (details) => {
  if (narrow.matches) details.open = false;
});
