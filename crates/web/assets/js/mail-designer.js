// form[data-mail-designer]: the mail beside its words follows the typing; a placeholder goes where the caret is.
import { $, on } from "./dom.js";

const AFTER_MS = 350;
const FORM = "form[data-mail-designer]";
let timer = 0;
let frames = 0;
let field = null;
let button = "[data-show]";

on("input", FORM, (event, form) => later(form));
on("focusin", `${FORM} :is(#subject, #body)`, (event, input) => (field = input));
on("click", `${FORM} :is([data-show], [data-show-text])`, (event, pressed) => {
  event.preventDefault();
  button = pressed.matches("[data-show]") ? "[data-show]" : "[data-show-text]";
  show(pressed.form);
});
on("click", `${FORM} [data-puts]`, (event, pressed) => {
  const target = field?.isConnected ? field : $("#body", pressed.form);
  target.setRangeText(pressed.dataset.puts, target.selectionStart, target.selectionEnd, "end");
  target.focus();
  target.dispatchEvent(new Event("input", { bubbles: true }));
});
document.addEventListener("page:render", () => later($(FORM), 0));
later($(FORM), 0);

function later(form, wait = AFTER_MS) {
  clearTimeout(timer);
  if (form) timer = setTimeout(show, wait, form);
}

/** A new frame for each answer: the first page of a frame leaves no trace in the history, and the old one stays in sight. */
function show(form) {
  if (!form.isConnected) return;
  const old = $("[data-mail-frame]");
  const frame = old.cloneNode();
  frame.name = `preview-${++frames}`;
  frame.classList.add("coming");
  old.after(frame);
  const turn = frames;
  const submitter = $(button, form);
  submitter.formTarget = frame.name;
  form.requestSubmit(submitter);
  frame.addEventListener("load", () => {
    if (frame.contentWindow.location.href === "about:blank") return;
    if (turn !== frames) return frame.remove();
    for (const other of document.querySelectorAll("[data-mail-frame]")) if (other !== frame) other.remove();
    frame.classList.remove("coming");
    const page = frame.contentDocument;
    page.addEventListener("click", (event) => event.preventDefault());
    frame.style.blockSize = `${page.documentElement.scrollHeight}px`;
  });
}
