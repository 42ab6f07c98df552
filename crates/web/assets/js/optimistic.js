// What is being sent appears at once, dimmed: `template[data-message]` of the composer, filled and
// put at the end of the thread named by data-thread. The server's page then replaces it.
import { $, make } from "./dom.js";
import { scrollerOf, toEnd } from "./scroll.js";

export function showSending(form, html) {
  const template = $("template[data-message]", form);
  const thread = $(form.dataset.thread ?? "#none");
  if (!template || !thread) return;
  const message = make("li", { "data-optimistic": "", "data-local": "", role: "status" });
  message.append(document.importNode(template.content, true));
  const slot = $("[data-slot=body]", message);
  if (slot) slot.innerHTML = html;
  for (const part of message.querySelectorAll("[data-kind]")) if (form.dataset.mode !== "note") part.removeAttribute("data-kind");
  thread.append(message);
  toEnd(scrollerOf(thread));
  const over = new AbortController();
  const once = { once: true, signal: over.signal };
  form.addEventListener("form:done", ({ detail }) => (over.abort(), detail.ok || message.remove()), once);
  form.addEventListener("form:fail", () => (over.abort(), fail(form, message)), once);
}

/** The text is still in the composer: the message only says that it did not leave. */
function fail(form, message) {
  const state = $("[data-slot=state]", message);
  message.dataset.failed = "";
  if (state) state.textContent = form.dataset.labelFailed ?? "";
  form.addEventListener("form:send", () => message.remove(), { once: true });
}
