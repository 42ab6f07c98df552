// #chat-signals: how many wait for this agent, and how they hear of it. Says every half minute that a page is open: an agent
// whose pages are all closed takes no requests any more.
import { $, on } from "./dom.js";
import { play } from "./sounds.js";

const ALIVE_MS = 30000;
let waiting = Number($("#chat-signals")?.dataset.waiting) || 0;

const alive = () => {
  if ($("#chat-signals")?.dataset.available === undefined) return;
  fetch("/agent/availability/alive", { method: "POST", headers: { "X-Requested-With": "fetch" } }).catch(() => {});
};

function look() {
  const signals = $("#chat-signals");
  const now = Number(signals?.dataset.waiting) || 0;
  if (now > waiting) tell(signals.dataset);
  waiting = now;
}

function tell({ ring, desktop, label }) {
  if (ring !== undefined) play("ring");
  if (desktop === undefined || !document.hidden || globalThis.Notification?.permission !== "granted") return;
  const notice = new Notification(label, { tag: "guichet-chat" });
  notice.addEventListener("click", () => {
    focus();
    location.assign("/agent/chats");
  });
}

document.addEventListener("page:render", look);
on("click", "[data-play-sound]", () => play("ring"));
// Asked where it is switched on, not before.
on("change", "[data-wishes] [name=desktop]", (event, box) => box.checked && globalThis.Notification?.requestPermission());
setInterval(alive, ALIVE_MS);
document.addEventListener("visibilitychange", () => document.hidden || alive());
alive();
