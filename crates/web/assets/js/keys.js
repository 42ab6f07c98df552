// Elements declare their key: data-key="e", data-key="g i", data-key="shift+x", several with "|".
// Off while typing, off altogether with body[data-keys=off]; never stolen from a focused control.
import { $, $$, emit, isTyping } from "./dom.js";

const SEQUENCE_MS = 1200;
const NATIVE = new Set(["enter", " ", "tab", "arrowup", "arrowdown", "arrowleft", "arrowright", "home", "end", "pageup", "pagedown"]);
let prefix = "";
let timer = 0;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = name(event);
  if (isTyping(event.target)) {
    if (key === "escape" && !event.target.closest("dialog, [popover]")) event.target.blur();
    return;
  }
  if (document.body.dataset.keys === "off" && key.length === 1) return;
  if (NATIVE.has(key) && ownsKeys(event.target)) return;
  if (press(key)) event.preventDefault();
});

/** "e", "?", "shift+x", "escape"; a letter of another alphabet counts as the key it sits on. */
function name({ key, code, shiftKey }) {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const plain = (letter && !/^[a-z]$/i.test(key) && key.length === 1 ? letter : key).toLowerCase();
  return shiftKey && (/^[a-z]$/.test(plain) || plain.length > 1) ? `shift+${plain}` : plain;
}

/** A link in a row is the row's own, so rows keep Enter and the arrows there. */
const ownsKeys = (element) => element !== document.body && element.matches("a, button, summary, input, [tabindex], [role]") && !element.matches("main, .row-link, .row input");

function press(key) {
  const scope = $$("dialog[open]:modal").at(-1) ?? $(".menu:popover-open") ?? document;
  clearTimeout(timer);
  const sequence = prefix ? `${prefix} ${key}` : key;
  const target = find(scope, sequence);
  prefix = "";
  if (target) return activate(target);
  if (sequence === key && find(scope, key, true)) {
    prefix = key;
    timer = setTimeout(() => (prefix = ""), SEQUENCE_MS);
    return true;
  }
  if (scope !== document) return false;
  if (key === "?") return showKeys();
  if (key === "z") return activate($$("#toasts .toast button, #toasts .toast a").at(-1));
  return !emit(document, "keys:free", { key });
}

/** What acts on the selection comes first while there is one, and never without. */
function find(scope, key, starts = false) {
  const selected = Boolean($("input[name=ids]:checked"));
  const usable = $$("[data-key]", scope).filter((element) => {
    if (!element.dataset.key.split("|").some((one) => (starts ? one.startsWith(`${key} `) : one === key))) return false;
    if (element.disabled || (element.closest("[data-key-when=selection], .bulkbar") && !selected)) return false;
    const menu = element.closest(".menu[popover]:not(:popover-open)");
    return menu ? true : element.checkVisibility({ visibilityProperty: true });
  });
  return usable.find((element) => element.closest("[data-key-when=selection], .bulkbar")) ?? usable[0];
}

function activate(element) {
  if (!element) return false;
  if (isTyping(element)) element.focus();
  else element.click();
  return true;
}

function showKeys() {
  const dialog = $("dialog#keys");
  if (!dialog || dialog.open) return false;
  dialog.showModal();
  return true;
}
