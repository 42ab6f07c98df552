// form[data-composer]: reply or note, rich text, sending by keys. Works as a plain form without.
// With data-composer="keep" it is a text of the desk: it may be empty, and stays when it is saved.
import { $, $$, emit, on } from "./dom.js";
import { connect } from "./connect.js";
import { keepDraft } from "./draft.js";
import { showSending } from "./optimistic.js";
import { nextPlaceholder, unfilled } from "./placeholders.js";

connect("form[data-composer]", (form) => {
  const textarea = $("textarea[data-rich]", form);
  const draft = keepDraft(form);
  const keeps = form.dataset.composer === "keep";
  mode(form);
  let editor = null;
  let gone = false;
  const text = () => editor?.html() ?? textarea?.value ?? "";
  const write = ({ formData }) => {
    formData.set("body", text());
    if (editor) formData.set("format", "html");
  };
  form.addEventListener("formdata", write);
  form.addEventListener("change", (event) => event.target.name === "kind" && (mode(form), draft.changed(), editor?.squire.focus()));
  form.addEventListener("composer:insert", (event) => editor?.insert(event.detail.html));
  form.addEventListener("composer:focus", () => (editor ? editor.squire.focus() : textarea?.focus()));
  if (!keeps) form.addEventListener("submit", (event) => guard(event, form, editor, textarea));
  let sent = "";
  form.addEventListener("form:send", () => {
    sent = text();
    draft.pause();
    showSending(form, editor ? sent : "");
  });
  // What was typed while the message left is the start of the next one, and stays.
  form.addEventListener("form:done", ({ detail }) => {
    if (keeps) return draft.clear();
    if (detail.ok) settle(form);
    if (detail.ok && text() === sent) clear(editor, textarea, draft);
    else draft.resume();
  });
  form.addEventListener("form:fail", () => draft.resume());
  const before = ({ detail }) => {
    if (detail.own && draft.saved() && editor?.empty()) restore(form, editor, detail.page);
  };
  document.addEventListener("page:before", before);
  if (textarea) enrich(form, textarea, draft, () => gone).then((made) => (editor = made));
  return () => {
    gone = true;
    draft.stop();
    editor?.stop();
    form.removeEventListener("formdata", write);
    document.removeEventListener("page:before", before);
  };
});

async function enrich(form, textarea, draft, isGone) {
  const [{ createEditor }, { attachBubble }] = await Promise.all([import("./editor.js"), import("./bubble.js")]);
  if (isGone()) return null;
  const focused = document.activeElement === textarea;
  const editor = createEditor(textarea, draft.changed);
  const bar = $(".bubble-bar", form);
  const bubble = bar && attachBubble(bar, editor);
  $("[data-format-bar]", form)?.addEventListener("click", () => bubble?.open());
  editor.root.addEventListener("keydown", (event) => {
    if (event.key === "Tab" && !event.shiftKey && nextPlaceholder(editor)) event.preventDefault();
    if (event.key === "/" && editor.empty()) press(event, $("[data-canned]", form));
  });
  if (focused) editor.squire.focus();
  emit(form, "composer:ready", editor);
  return editor;
}

function press(event, button) {
  if (!button) return;
  event.preventDefault();
  button.click();
}

function mode(form) {
  const chosen = $("input[name=kind]:checked", form);
  if (chosen) form.dataset.mode = chosen.value;
}

/** Nothing leaves empty, or with a [placeholder] still to fill. */
function guard(event, form, editor, textarea) {
  const empty = editor ? editor.empty() : !textarea?.value.trim();
  const hole = editor && unfilled(editor);
  if (!hole && (!empty || $("input[name=files]", form))) return;
  event.preventDefault();
  if (!hole) emit(form, "composer:focus");
}

/** A message that was taken back returns to an empty composer, with its files. */
function restore(form, editor, page) {
  const next = page.getElementById(form.id);
  const kept = next && $("textarea[data-rich]", next);
  if (!kept || (!kept.value.trim() && !$("input[name=files]", next))) return;
  if (kept.value.trim()) editor.set(kept.value);
  const kind = $("input[name=kind]:checked", next)?.value;
  for (const radio of $$("input[name=kind]", form)) radio.checked = radio.value === kind;
  $("[data-files]", form)?.replaceChildren(...$$("[data-files] > *", next).map((chip) => document.importNode(chip, true)));
  mode(form);
}

/** What belonged to the message that left. */
function settle(form) {
  for (const gone of $$(".file:has([name=files]), [name=canned]", form)) gone.remove();
  for (const box of $$(".composer-options [type=checkbox]", form)) box.checked = false;
  for (const name of $$(".composer-options [name=canned_name]", form)) name.value = "";
}

function clear(editor, textarea, draft) {
  editor?.set("");
  if (textarea) textarea.value = "";
  draft.clear();
}

// Ctrl+Enter sends with the button shown, Ctrl+Shift+Enter with [data-send-second]; in a chat (data-enter) Enter alone does.
on("keydown", "form[data-composer]", (event, form) => {
  const alone = form.dataset.enter === "send" && !event.shiftKey && !event.altKey && event.target.closest(".composer-body, [contenteditable]");
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey || alone) || event.isComposing) return;
  event.preventDefault();
  event.stopPropagation();
  const shown = [...form.elements].find((button) => button.type === "submit" && button.dataset.sendSecond === undefined && button.checkVisibility());
  const second = [...form.elements].find((button) => button.dataset.sendSecond !== undefined);
  form.requestSubmit((event.shiftKey && second) || shown);
}, { capture: true });

// [data-insert="#template"] puts that template's content where the cursor is.
on("click", "[data-insert]", (event, button) => {
  const form = button.form?.matches("[data-composer]") ? button.form : $("form[data-composer]");
  const source = $(button.dataset.insert);
  if (form && source) emit(form, "composer:insert", { html: source.innerHTML });
  button.closest("[popover]:popover-open")?.hidePopover();
});

// A key on the mode switch (R, N) also brings the cursor.
on("click", "input[name=kind]", (event, radio) => event.detail === 0 && radio.form?.matches("[data-composer]") && emit(radio.form, "composer:focus"));
