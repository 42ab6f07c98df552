// [data-presence-url]: tells the server that somebody reads (every 15 s while visible), types, or
// has stopped typing.
import { connect } from "./connect.js";

const VIEW_MS = 15000;
const TYPE_MS = 4000;
const SILENT_MS = 6000;

connect("[data-presence-url]", (element) => {
  let typed = 0;
  let silence = 0;
  const say = (state) =>
    fetch(element.dataset.presenceUrl, { method: "POST", body: new URLSearchParams({ state }), headers: { "X-Requested-With": "fetch" }, keepalive: true }).catch(() => {});
  const view = () => document.hidden || silence || say("viewing");
  const stop = () => {
    clearTimeout(silence);
    silence = typed = 0;
    view();
  };
  const type = () => {
    clearTimeout(silence);
    silence = setTimeout(stop, SILENT_MS);
    if (Date.now() - typed < TYPE_MS) return;
    typed = Date.now();
    say("typing");
  };
  const timer = setInterval(view, VIEW_MS);
  document.addEventListener("visibilitychange", view);
  element.addEventListener("input", type);
  element.addEventListener("form:done", stop);
  view();
  return () => {
    clearInterval(timer);
    clearTimeout(silence);
    document.removeEventListener("visibilitychange", view);
    element.removeEventListener("input", type);
    element.removeEventListener("form:done", stop);
  };
});
