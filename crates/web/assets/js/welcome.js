// form[data-put-away]: what it stands in goes at once, and the page with all that was typed stays.
import { on } from "./dom.js";

on("submit", "form[data-put-away]", (event, form) => {
  event.preventDefault();
  fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual", keepalive: true });
  form.closest("section").remove();
  document.querySelector("main")?.focus({ preventScroll: true });
});
