// form[data-mail-designer]: the mail beside its words follows the typing; a placeholder goes where the caret is.
import { $, $$, on } from "./dom.js";
import { toast } from "./toasts.js";

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
on("form:done", FORM, (event, form) => later(form, 0));
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
  frame.removeAttribute("style");
  frame.name = `preview-${++frames}`;
  frame.classList.add("coming");
  old.after(frame);
  const turn = frames;
  const submitter = $(button, form);
  submitter.formTarget = frame.name;
  form.requestSubmit(submitter);
  frame.addEventListener("load", () => {
    const page = frame.contentDocument;
    if (page?.URL === "about:blank") return undefined;
    // What is no answer of ours cannot be looked into: the server is away, or somebody else is signed in.
    if (!page || turn !== frames) frame.remove();
    if (!page) return toast(document.body.dataset.labelFailed);
    if (turn !== frames) return undefined;
    for (const other of $$("[data-mail-frame]")) if (other !== frame) other.remove();
    frame.classList.remove("coming");
    page.addEventListener("click", (event) => event.preventDefault());
    frame.style.blockSize = `${page.documentElement.scrollHeight}px`;
    return undefined;
  });
}
