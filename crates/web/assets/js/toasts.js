// #toasts: each .toast leaves after 8 s, not while it is looked at. Undo is a form inside.
import { $, emit, make } from "./dom.js";
import { connect } from "./connect.js";

const LIFE_MS = 8000;

/** Shows a toast written by a script; the server's own come with its page. */
export function toast(text) {
  if (!text) return;
  const shown = make("div", { class: "toast" }, make("span", {}, text));
  $("#toasts")?.append(shown);
  emit(document, "page:render");
}

function live(element) {
  let timer = 0;
  const held = () => element.matches(":hover, :focus-within") || document.hidden;
  const end = () => (held() ? wait() : element.remove());
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(end, LIFE_MS);
  };
  element.addEventListener("mouseleave", wait);
  element.addEventListener("focusout", wait);
  wait();
  return () => clearTimeout(timer);
}

connect("#toasts > .toast", live);
