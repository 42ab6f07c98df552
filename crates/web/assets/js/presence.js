// [data-presence-url]: tells the server that somebody reads (every 15 s while visible) or types.
import { connect } from "./connect.js";

const VIEW_MS = 15000;
const TYPE_MS = 4000;

connect("[data-presence-url]", (element) => {
  let typed = 0;
  const say = (state) =>
    fetch(element.dataset.presenceUrl, { method: "POST", body: new URLSearchParams({ state }), headers: { "X-Requested-With": "fetch" }, keepalive: true }).catch(() => {});
  const view = () => document.hidden || say("viewing");
  const type = () => {
    if (Date.now() - typed < TYPE_MS) return;
    typed = Date.now();
    say("typing");
  };
  const timer = setInterval(view, VIEW_MS);
  document.addEventListener("visibilitychange", view);
  element.addEventListener("input", type);
  view();
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", view);
    element.removeEventListener("input", type);
  };
});
