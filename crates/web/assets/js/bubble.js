// The toolbar over selected text. The page brings it (`.bubble-bar[popover=manual]` with
// [data-format] buttons, in the reader's language); Alt+F10 or [data-format-bar] enters it by keyboard.
import { $, $$ } from "./dom.js";

const GAP_PX = 8;
const FORMATS = {
  bold: ["B", "bold", "removeBold"],
  italic: ["I", "italic", "removeItalic"],
  list: ["UL", "makeUnorderedList", "removeList"],
  "list-ordered": ["OL", "makeOrderedList", "removeList"],
  quote: ["BLOCKQUOTE", "increaseQuoteLevel", "decreaseQuoteLevel"],
  code: ["CODE", "toggleCode", "toggleCode"],
};

export function attachBubble(bar, editor) {
  const { squire, root } = editor;
  const input = $("[data-link]", bar);
  const buttons = $$("[data-format]", bar);
  buttons.forEach((button, i) => (button.tabIndex = i ? -1 : 0));

  const formats = { ...FORMATS, ...editor.formats };
  const has = (tag) => squire.hasFormat(tag) || (tag === "CODE" && squire.hasFormat("PRE"));
  const press = () => {
    for (const button of buttons) {
      const tag = button.dataset.format === "link" ? "A" : formats[button.dataset.format][0];
      button.setAttribute("aria-pressed", String(has(tag)));
    }
  };
  const hide = () => {
    if (input) putAway(input);
    if (bar.matches(":popover-open")) bar.hidePopover();
  };
  const show = () => {
    if (!bar.matches(":popover-open")) bar.showPopover();
    press();
    place(bar, squire.getCursorPosition(), root);
  };
  const selected = () => (squire.getSelectedText().trim() ? show() : hide());
  const format = (name) => {
    if (name === "link") return askLink();
    const [tag, add, remove] = formats[name];
    const change = has(tag) ? remove : add;
    if (typeof change === "function") change();
    else squire[change]();
    press();
    return undefined;
  };
  const linked = () => {
    const range = squire.getSelection();
    return $$("a[href]", root).find((one) => range.intersectsNode(one));
  };
  const askLink = () => {
    input.hidden = false;
    input.value = linked()?.getAttribute("href").replace(/^mailto:/, "") ?? "";
    return input.select();
  };
  /** No address takes the link away; what leads nowhere stays to be corrected. */
  const link = () => {
    const typed = input.value.trim();
    const address = !typed || /^[a-z]+:/i.test(typed) ? typed : typed.includes("@") ? `mailto:${typed}` : /^[/#]/.test(typed) ? typed : `https://${typed}`;
    const fine = !address || /^(https?:|mailto:|tel:|[/#])/i.test(address);
    input.setAttribute("aria-invalid", String(!fine));
    if (!fine) return input.select();
    putAway(input);
    if (squire.hasFormat("A")) squire.removeLink();
    if (address) squire.makeLink(address);
    return squire.focus();
  };

  squire.addEventListener("select", () => setTimeout(selected));
  squire.addEventListener("cursor", hide);
  squire.addEventListener("pathChange", press);
  squire.setKeyHandler("Alt-F10", () => (show(), buttons[0].focus()));
  root.addEventListener("blur", (event) => bar.contains(event.relatedTarget) || hide());
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && bar.matches(":popover-open")) event.stopPropagation(), hide();
  });
  bar.addEventListener("mousedown", (event) => event.target === input || event.preventDefault());
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-format]");
    if (button) format(button.dataset.format);
    if (button && event.detail === 0 && button.dataset.format !== "link") button.focus();   // by keyboard: stay
  });
  bar.addEventListener("focusout", (event) => bar.contains(event.relatedTarget) || event.relatedTarget === root || hide());
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") squire.focus();
    else if (event.target === input) event.key === "Enter" && (event.preventDefault(), link());
    else rove(event, buttons);
    event.stopPropagation();
  });
  return { open: () => (squire.focus(), show(), buttons[0].focus()) };
}

/** Empty, because half an address would keep the form around it from being sent. */
function putAway(input) {
  input.hidden = true;
  input.value = "";
  input.removeAttribute("aria-invalid");
}

function rove(event, buttons) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const at = buttons.indexOf(document.activeElement);
  const next = buttons.at((at + by) % buttons.length);
  buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
  next.focus();
}

export function place(bar, range, root) {
  const edge = root.getBoundingClientRect();
  const box = range?.width || range?.height || range?.top ? range : edge;
  const left = Math.max(GAP_PX, Math.min(box.left, innerWidth - bar.offsetWidth - GAP_PX));
  const above = box.top - bar.offsetHeight > 2 * GAP_PX;
  bar.style.left = `${left}px`;
  // By the edge at the text: the other one moves when what is inside changes its size.
  bar.style.top = above ? "auto" : `${box.bottom + GAP_PX}px`;
  bar.style.bottom = above ? `${innerHeight - box.top + GAP_PX}px` : "auto";
}
