// form[data-enhance]: sends by fetch, shows the page that comes back, keeps the place.
// data-then names what the reader goes on with after it was sent.
// a[data-enhance]: the same for a link (filters, tabs). Without scripts both are ordinary.
import { $, emit, on } from "./dom.js";
import { load, show } from "./page.js";
import { toast } from "./toasts.js";

const SHOWN = new Set([409, 422]);

on("submit", "form[data-enhance]", (event, form) => {
  // What a button sends elsewhere is no page of ours to show.
  if (event.defaultPrevented || event.submitter?.hasAttribute("formtarget")) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") !== "true") send(form, event.submitter);
});

on("click", "a[data-enhance]", async (event, link) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  try {
    show(await load(link.href), { follow: true });
  } catch {
    location.assign(link.href);
  }
});

async function send(form, submitter) {
  const { url, init } = request(form, submitter);
  form.setAttribute("aria-busy", "true");
  emit(form, "form:send", { submitter });
  try {
    const answer = await load(url, init);
    if (!answer.ok && !SHOWN.has(answer.status)) throw new Error(`status ${answer.status}`);
    emit(form, "form:done", { ok: answer.ok, status: answer.status, submitter });
    form.removeAttribute("aria-busy");
    if (answer.ok) leave(form, init.method, submitter);
    const stay = form.dataset.stay;
    show(answer, { follow: answer.ok && (answer.moved || init.method === "GET"), form, stay });
    if (!answer.ok) focusError(form);
    else if (stay) goOn(document.getElementById(stay));
    else if (form.dataset.then) lookAt($(form.dataset.then));
  } catch (error) {
    form.removeAttribute("aria-busy");
    if (error.response?.ok) location.assign(error.response.url);
    else if (emit(form, "form:fail", { error, submitter })) toast(document.body.dataset.labelFailed);
  }
}

function request(form, submitter) {
  const attribute = (own, fallback) => submitter?.getAttribute(own) ?? form.getAttribute(fallback) ?? "";
  const url = new URL(attribute("formaction", "action") || location.href, location.href);
  const method = (attribute("formmethod", "method") || "get").toUpperCase();
  const data = new FormData(form, submitter);
  if (method === "GET") {
    url.search = new URLSearchParams(data);
    return { url, init: { method } };
  }
  const whole = attribute("formenctype", "enctype") === "multipart/form-data";
  return { url, init: { method, body: whole ? data : new URLSearchParams(data) } };
}

/** A sent form is clean again and closes what it stood in. */
function leave(form, method, submitter) {
  if (method !== "GET" && !form.hasAttribute("data-keep")) form.reset();
  form.closest("dialog[open]")?.close();
  for (const part of [form, submitter]) closePopover(part?.closest("[popover]:popover-open"));
  form.closest("#toasts > .toast")?.remove();
}

/** While it fades, the focus must not stay in it: the next key is meant for the page. */
function closePopover(popover) {
  if (!popover) return;
  popover.hidePopover();
  if (!popover.contains(document.activeElement)) return;
  const opener = $(`[popovertarget="${CSS.escape(popover.id)}"]`);
  if (opener?.checkVisibility()) opener.focus({ preventScroll: true });
  else document.activeElement.blur();
}

/** To what is asked next, else to what was said. */
function goOn(part) {
  (part && ($("textarea", part) ?? $("[tabindex]", part)))?.focus();
}

/** What was written is in sight; the focus goes there if it is nowhere else. */
function lookAt(element) {
  if (!element) return;
  element.scrollIntoView({ block: "center" });
  if (document.activeElement !== document.body && document.activeElement?.id !== "main") return;
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

function focusError(form) {
  const invalid = $("[aria-invalid=true]", form.isConnected ? form : document) ?? $("[aria-invalid=true]");
  invalid?.focus();
}
