// data-draft-url on a composer: what is typed is kept on the server, 2 s after a change, on blur
// and when the page goes. [data-draft-state] says so with data-label-saving, -saved, -unsaved.
import { $ } from "./dom.js";

const AFTER_MS = 2000;

export function keepDraft(form) {
  const state = $("[data-draft-state]", form) ?? $("[data-draft-state]");
  const url = form.dataset.draftUrl;
  let timer = 0;
  let dirty = false;
  let running = null;
  const say = (name) => {
    form.toggleAttribute("data-sending", name === "sending");
    if (state) state.textContent = state.dataset[`label${name[0].toUpperCase()}${name.slice(1)}`] ?? "";
  };
  const body = () => {
    const all = new FormData(form);
    if (form.dataset.draftWhole !== undefined) return all;
    const kept = ["body", "kind", "format", "seen"].filter((name) => all.has(name));
    return new URLSearchParams(kept.map((name) => [name, all.get(name)]));
  };
  // One after the other: an older text never overtakes a newer one.
  const save = () => {
    clearTimeout(timer);
    if (!dirty || !url || running) return;
    running = send().then((kept) => {
      running = null;
      if (kept) save();
    });
  };
  const send = async () => {
    dirty = false;
    say("saving");
    try {
      const response = await fetch(url, { method: "POST", body: body(), headers: { "X-Requested-With": "fetch" } });
      // Sent elsewhere: whoever wrote is signed in no more.
      if (!response.ok || response.redirected) throw new Error(`status ${response.status}`);
      if (!dirty && !form.hasAttribute("data-sending")) say("saved");
      return true;
    } catch {
      if (form.hasAttribute("data-sending")) return false;
      dirty = true;
      say("unsaved");
      timer = setTimeout(save, AFTER_MS * 5);
      return false;
    }
  };
  const changed = () => {
    const sending = form.hasAttribute("data-sending");
    if (!dirty && !sending) say("none");
    dirty = true;
    clearTimeout(timer);
    if (!sending) timer = setTimeout(save, AFTER_MS);
  };
  const leave = () => {
    if (dirty && url) navigator.sendBeacon(url, body());
    dirty = false;
  };
  form.addEventListener("input", changed);
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || save());
  addEventListener("pagehide", leave);
  return {
    changed,
    saved: () => !dirty && !running,
    /** What is on its way to the server, if anything is: what is sent after it must not be overtaken. */
    running: () => running,
    pause() {
      clearTimeout(timer);
      dirty = false;
      say("sending");
    },
    resume() {
      say("unsaved");
      changed();
    },
    clear() {
      clearTimeout(timer);
      dirty = false;
      say("none");
    },
    stop() {
      leave();
      clearTimeout(timer);
      removeEventListener("pagehide", leave);
    },
  };
}
