// Portals, whole or small: the form that keeps what is typed, the chat, the frame of another site.
import "./shared.js";
import "./ask.js";
import "./guide-search.js";
import "./share.js";
import "./similar.js";
import { $, on } from "./dom.js";
import { connect } from "./connect.js";
import { refresh } from "./page.js";
import { storage } from "./chat.js";

/** Thousands may look at a portal when its last agent leaves: not all ask in the same moment. */
const SPREAD_MS = 1500;
document.addEventListener("live:news", (event) => {
  if (!event.detail.topic.startsWith("portal:")) return;
  event.preventDefault();
  setTimeout(() => refresh().catch(() => {}), Math.random() * SPREAD_MS);
});

const framed = parent !== window;

// An open conversation goes on where it was left, also on another page of the site.
const place = $("[data-portal]");
const key = place && `guichet-portal:${place.dataset.portal}`;
const small = new URLSearchParams(location.search).has("frame");
const chat = $("[data-chat][data-code]");
if (chat) storage(key, ["waiting", "open"].includes(chat.dataset.chat) ? chat.dataset.code : "");
else if (small && key && storage(key) && !$("[data-portal-ask] [aria-invalid=true]")) resume(storage(key));

async function resume(code) {
  const response = await fetch(`/chat/${code}/news?after=999999999999`).catch(() => null);
  if (!response) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (response.ok && ["waiting", "open"].includes($("[data-chat]", page)?.dataset.chat)) location.replace(`/chat/${code}?frame=1`);
  else storage(key, "");
}

connect("[data-portal-ask]", (form) => {
  // What is typed stays when the portal is switched off and on, or the page is loaded again.
  const kept = `guichet-asked:${location.pathname}`;
  const names = ["name", "address", "body"];
  const before = JSON.parse(storage(kept, undefined, "sessionStorage") ?? "{}");
  for (const name of names) if (form.elements[name] && !form.elements[name].value) form.elements[name].value = before[name] ?? "";
  const put = (words) => storage(kept, JSON.stringify(words), "sessionStorage");
  const keep = () => put(Object.fromEntries(names.map((name) => [name, form.elements[name]?.value ?? ""])));
  const sent = () => put({ ...before, body: "" });
  form.addEventListener("input", keep);
  form.addEventListener("submit", sent);
  // Who the site says the visitor is, and where they are: behind "#", so that no log has it.
  const told = new URLSearchParams(location.hash.slice(1));
  if (told.get("identity")) {
    form.elements.identity.value = told.get("identity");
    const who = $("[data-unless-known]", form);
    if (who) {
      who.hidden = true;
      for (const field of who.querySelectorAll("[required]")) field.required = false;
    }
  }
  if (!form.elements.page.value) form.elements.page.value = told.get("page") ?? document.referrer;
  return () => {
    form.removeEventListener("input", keep);
    form.removeEventListener("submit", sent);
  };
});

// The style sheet shows the button that closes only then: a small window has one of its own.
document.documentElement.toggleAttribute("data-closes", framed);
on("click", "[data-widget-close]", () => parent.postMessage({ guichet: { close: true } }, "*"));
on("keydown", "body", (event) => event.key === "Escape" && framed && !event.target.closest("textarea, input, [popover]") && parent.postMessage({ guichet: { close: true } }, "*"));
