// form[data-search-as-you-type]: the first hits below the field while typing; Enter shows all. Arrows move, Escape closes.
import { $, $$, on } from "./dom.js";

const AFTER_MS = 120;
const FORM = "form[data-search-as-you-type]";
let timer = 0;
let asked = 0;

on("input", `${FORM} input[name=q]`, (event, input) => {
  clearTimeout(timer);
  timer = setTimeout(() => find(input), AFTER_MS);
});
on("keydown", FORM, (event, form) => {
  const list = $("[data-hits]", form);
  if (event.key === "Escape" && !list.hidden) return (event.preventDefault(), hide(form));
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || list.hidden) return undefined;
  event.preventDefault();
  const links = $$("a", list);
  const at = links.indexOf(document.activeElement);
  const next = by < 0 && at <= 0 ? $("input[name=q]", form) : links[Math.min(at + by, links.length - 1)];
  return next?.focus();
});
on("focusout", FORM, (event, form) => form.contains(event.relatedTarget) || hide(form));

function hide(form) {
  $("[data-hits]", form).hidden = true;
}

async function find(input) {
  const form = input.form;
  const list = $("[data-hits]", form);
  const words = input.value.trim();
  const turn = ++asked;
  if (words.length < 2) return hide(form);
  const address = new URL(form.action);
  address.search = new URLSearchParams({ q: input.value, typing: "1" });
  const response = await fetch(address, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (!response?.ok || turn !== asked || document.activeElement !== input) return undefined;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const found = $("[data-hits]", page);
  if (!found) return undefined;
  list.replaceChildren(...found.childNodes);
  list.hidden = false;
  $("[data-hits-status]", form).textContent = found.dataset.status;
  return undefined;
}
