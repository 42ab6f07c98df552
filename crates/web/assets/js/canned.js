// .picker[data-picker]: canned replies of the ticket, or guides that may answer it, found by typing, put into its composer.
import { $, $$, emit, fill, make, on } from "./dom.js";
import { toFragment } from "./sanitize.js";

const offered = new WeakMap();
const HOLE = /\[[^\][\n]{1,80}\]/g;
const ASK_AFTER_MS = 150;
let options = 0;

document.addEventListener("toggle", async (event) => {
  const picker = event.target;
  if (!picker.matches?.("[data-picker]") || event.newState !== "open") return;
  const search = $("input", picker);
  search.value = "";
  search.focus();
  ask(picker);
}, true);

on("input", "[data-picker] input", (event, input) => {
  const picker = input.closest("[data-picker]");
  if (picker.dataset.pickerAsks === undefined) return list(picker);
  clearTimeout(picker.timer);
  picker.timer = setTimeout(() => ask(picker), ASK_AFTER_MS);
  return undefined;
});

/** What the server offers; for pickers that ask, for what is typed. */
async function ask(picker) {
  const words = $("input", picker).value;
  const asks = picker.dataset.pickerAsks !== undefined && words.trim();
  const address = asks ? `${picker.dataset.picker}?${new URLSearchParams({ q: words })}` : picker.dataset.picker;
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    offered.set(picker, answer.ok ? await answer.json() : []);
  } catch {
    offered.set(picker, []);
  }
  if ($("input", picker).value === words) list(picker);
}

on("keydown", "[data-picker]", (event, picker) => {
  const all = $$("[role=option]", picker);
  const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const go = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
  if (go !== undefined && all.length) choose(picker, all.at(go % all.length));
  else if (event.key === "Enter" && all[at]) insert(picker, all[at], event.ctrlKey || event.metaKey);
  else return;
  event.preventDefault();
  event.stopPropagation();
});

on("click", "[data-picker] [role=option]", (event, option) => insert(option.closest("[data-picker]"), option, false));
on("pointerover", "[data-picker] [role=option]", (event, option) => choose(option.closest("[data-picker]"), option));

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Every word that was typed occurs in the name or in the text. */
function list(picker) {
  const words = fold($("input", picker).value).split(/\s+/).filter(Boolean);
  const found = (offered.get(picker) ?? []).filter(({ name, html }) => {
    const text = fold(`${name} ${html.replace(/<[^>]*>/g, " ")}`);
    return picker.dataset.pickerAsks !== undefined || words.every((word) => text.includes(word));
  });
  $(".picker-list", picker).replaceChildren(...found.map((reply) => {
    const used = reply.note ?? fill(picker.dataset.labelUsed, { n: reply.used });
    const option = make("div", { class: "menu-item", role: "option", id: `canned-option-${options += 1}` }, make("span", {}, reply.name, make("small", {}, used)));
    option.reply = reply;
    return option;
  }));
  choose(picker, $("[role=option]", picker));
}

function choose(picker, option) {
  for (const other of $$("[role=option]", picker)) other.setAttribute("aria-selected", String(other === option));
  $("input", picker).setAttribute("aria-activedescendant", option?.id ?? "");
  $("[data-none]", picker).hidden = Boolean(option);
  const title = option && make("p", { class: "strong picker-title" }, option.reply.name);
  $("[data-preview]", picker).replaceChildren(...(option ? [title, marked(option.reply.html)] : []));
  option?.scrollIntoView({ block: "nearest" });
}

/** The text with its [placeholders] marked. */
function marked(html) {
  const fragment = toFragment(html);
  const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const holes = [...text.data.matchAll(HOLE)];
    for (const hole of holes.reverse()) {
      const rest = text.splitText(hole.index);
      rest.splitText(hole[0].length);
      rest.replaceWith(make("span", { class: "placeholder-token" }, hole[0]));
    }
  }
  return fragment;
}

function insert(picker, option, send) {
  const form = $(`form[data-composer]:has([popovertarget="${CSS.escape(picker.id)}"])`);
  picker.hidePopover();
  if (!form) return;
  const holder = make("div");
  holder.append(marked(option.reply.html));
  emit(form, "composer:insert", { html: holder.innerHTML });
  if (option.reply.id) form.append(make("input", { type: "hidden", name: "canned", value: option.reply.id }));
  if (send) form.requestSubmit();
}
