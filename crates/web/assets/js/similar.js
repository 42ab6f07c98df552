// #similar: while a question is written, guides and open questions that are near it. Without scripts nothing is missing.
import { $, on } from "./dom.js";

const AFTER_MS = 350;
let timer = 0;
let asked = 0;

on("input", "form[data-ask] #subject, form[data-ask] textarea[name=body]", (event, field) => {
  clearTimeout(timer);
  timer = setTimeout(() => find(field.form), AFTER_MS);
});

async function find(form) {
  const box = $("#similar", form);
  if (!box) return;
  const words = `${$("#subject", form)?.value ?? ""} ${$("[name=body]", form)?.value ?? ""}`.trim().slice(0, 200);
  const turn = ++asked;
  if (words.length < 4) return box.replaceChildren();
  const response = await fetch(`/tickets/similar?${new URLSearchParams({ q: words })}`, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (!response?.ok || turn !== asked) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const found = $("[data-similar]", page);
  box.replaceChildren(...(found?.childElementCount ? [found] : []));
}
