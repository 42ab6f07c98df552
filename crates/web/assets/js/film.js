// figure.film[data-film]: the player is loaded from its site when somebody wants to see the film, not before.
import { $, make, on } from "./dom.js";

on("click", "figure.film[data-film] > a", (event, link) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const figure = link.parentElement;
  const frame = make("iframe", {
    src: `${figure.dataset.film}${figure.dataset.film.includes("?") ? "&" : "?"}autoplay=1`, title: link.textContent,
    allow: "autoplay; fullscreen; encrypted-media", referrerpolicy: "strict-origin",
  });
  figure.replaceChildren(frame);
  $("iframe", figure).focus();
});
