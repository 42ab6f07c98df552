// dialog#palette: Ctrl+K. Offers the page's own actions ([data-palette], with their data-key as
// hint) and what the server finds (GET data-url?q=, JSON [{group, label, hint, href, icon}]).
import { $, $$, icon, make, on } from "./dom.js";
import { connect } from "./connect.js";

const DEBOUNCE_MS = 120;
const MATCHES_MAX = 8;

document.addEventListener("keydown", (event) => {
  if (!(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
  const palette = $("dialog#palette");
  if (!palette) return;
  event.preventDefault();
  if (palette.open) palette.close();
  else palette.showModal();
});

connect("dialog#palette", (palette) => {
  const input = $("input", palette);
  const list = $("[role=listbox]", palette);
  let timer = 0;
  let request = null;
  const find = async () => {
    request?.abort();
    request = new AbortController();
    const query = input.value.trim();
    const actions = actionsFor(query, palette.dataset.labelActions ?? "");
    render(list, ranked(await ask(palette, query, request.signal), actions, query), query, input);
  };
  const opened = () => {
    if (!palette.open) return;
    input.select();
    render(list, actionsFor(input.value.trim(), palette.dataset.labelActions ?? ""), input.value.trim(), input);
    find().catch(() => {});
  };
  const watch = new MutationObserver(opened);
  watch.observe(palette, { attributeFilter: ["open"] });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => find().catch(() => {}), DEBOUNCE_MS);
  });
  input.addEventListener("keydown", (event) => keydown(event, input, list));
  list.addEventListener("click", (event) => run(event.target.closest("[role=option]"), event));
  return () => watch.disconnect();
});

async function ask(palette, query, signal) {
  const url = palette.dataset.url ?? "/agent/palette";
  const response = await fetch(`${url}?${new URLSearchParams({ q: query })}`, { signal, headers: { Accept: "application/json", "X-Requested-With": "fetch" } }).catch((error) => {
    if (error.name === "AbortError") throw error;
    return null;
  });
  return response?.ok ? response.json() : [];
}

function actionsFor(query, group) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return $$("[data-palette]")
    .filter((element) => !element.disabled && !(element.closest(".bulkbar") && !$("input[name=ids]:checked")))
    .map((element) => ({ group, element, label: element.dataset.palette || element.getAttribute("aria-label") || element.textContent.trim(), keys: element.dataset.key?.split("|")[0], icon: element.dataset.icon || "arrow-right" }))
    .filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)))
    .slice(0, query ? MATCHES_MAX : Infinity);
}

/** What the page offers comes after what was found, unless it is exactly what was typed. A page is offered once. */
function ranked(found, actions, query) {
  const known = new Set(found.map(({ href }) => new URL(href, location.href).href));
  const own = actions.filter(({ element }) => !known.has(element.href));
  const exact = own.filter(({ label }) => label.toLowerCase() === query.toLowerCase());
  return [...exact, ...found, ...own.filter((action) => !exact.includes(action))];
}

function render(list, results, query, input) {
  const groups = new Map();
  for (const result of results) groups.set(result.group, [...(groups.get(result.group) ?? []), result]);
  let n = 0;
  list.replaceChildren(...[...groups].map(([name, members], g) => {
    const title = make("div", { class: "menu-label", id: `pal-g${g}` }, name);
    return make("div", { role: "group", "aria-labelledby": title.id }, title, ...members.map((result) => option(result, `pal-${(n += 1)}`, query)));
  }));
  if (!n) list.append(make("p", { class: "menu-label", role: "presentation" }, list.dataset.labelEmpty ?? ""));
  pick(input, $("[role=option]", list));
}

function option(result, id, query) {
  const row = make("div", { class: "menu-item", role: "option", id, "aria-selected": "false" }, icon(result.icon || "arrow-right"), marked(result.label, query));
  if (result.hint) row.append(make("span", { class: "end meta" }, result.hint));
  if (result.keys) row.append(make("span", { class: "kbds", "aria-hidden": "true" }, ...result.keys.split(/[ +]/).map((key) => make("kbd", { class: "kbd" }, key.length === 1 ? key.toUpperCase() : key))));
  row.result = result;
  return row;
}

function marked(label, query) {
  const span = make("span", { class: "truncate" });
  const at = query ? label.toLowerCase().indexOf(query.toLowerCase()) : -1;
  if (at < 0) span.append(label);
  else span.append(label.slice(0, at), make("mark", {}, label.slice(at, at + query.length)), label.slice(at + query.length));
  return span;
}

function pick(input, row) {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  for (const old of $$("[aria-selected=true]", list)) old.setAttribute("aria-selected", "false");
  row?.setAttribute("aria-selected", "true");
  row?.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", row?.id ?? "");
}

function keydown(event, input, list) {
  const rows = $$("[role=option]", list);
  const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
  const go = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: rows.length - 1, PageUp: 0 }[event.key];
  if (go !== undefined && rows.length) {
    event.preventDefault();
    pick(input, rows.at(go % rows.length));
  } else if (event.key === "Enter") {
    event.preventDefault();
    run(rows[at], event);
  }
}

function run(row, event) {
  if (!row) return;
  const { href, element } = row.result;
  row.closest("dialog").close();
  if (element) element.click();
  else if (event.ctrlKey || event.metaKey) open(href, "_blank", "noopener");
  else location.assign(href);
}

on("mousemove", "#palette [role=option][aria-selected=false]", (event, row) => pick($("#palette input"), row));
