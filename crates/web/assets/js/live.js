// body[data-live="topic topic"]: one stream of topic names and event ids. It carries no content:
// the page asks for itself again, so nobody is shown what they may not see.
import { $, emit, on } from "./dom.js";
import { refresh } from "./page.js";

const DEBOUNCE_MS = 80;
const PAUSE_MS = 400;
const HIDDEN_DEBOUNCE_MS = 2000;
const OFFLINE_AFTER_MS = 5000;
const RETRY_MS = 5000;
const RETRY_MAX_MS = 60000;

let stream = null;
let topics = "";
let last = 0;
let timer = 0;
let caughtUp = -PAUSE_MS;
let retry = RETRY_MS;
let offlineTimer = 0;
let busy = false;
let again = false;

function follow() {
  const wanted = (document.body.dataset.live ?? "").trim().split(/\s+/).filter(Boolean).join(",");
  last = Math.max(last, Number(document.body.dataset.event) || 0);
  if (wanted === topics && stream) return;
  topics = wanted;
  stream?.close();
  stream = null;
  if (topics) open();
}

function open() {
  const code = $("[data-chat][data-code]")?.dataset.code ?? "";
  stream = new EventSource(`/live?${new URLSearchParams({ topics, after: last, ...(code && { code }) })}`);
  stream.addEventListener("open", () => {
    retry = RETRY_MS;
    offline(false);
  });
  stream.addEventListener("message", hear);
  stream.addEventListener("error", () => {
    offlineTimer ||= setTimeout(offline, OFFLINE_AFTER_MS, true);
    if (stream.readyState === EventSource.CLOSED) reopen();
  });
}

/** The browser resumes a dropped stream by itself, but not one that the server refused. */
function reopen() {
  stream = null;
  setTimeout(follow, retry);
  retry = Math.min(retry * 2, RETRY_MAX_MS);
}

function hear(event) {
  const news = JSON.parse(event.data);
  // A part of the page may look for itself, at once.
  if (!emit(document, "live:news", news)) return;
  const id = Number(news.id) || 0;
  if (id && id <= last) return;
  last = Math.max(last, id);
  // What comes while one waits goes with it: a stream without pauses must not put off the page for ever.
  const wait = Math.max(document.hidden ? HIDDEN_DEBOUNCE_MS : DEBOUNCE_MS, caughtUp + PAUSE_MS - performance.now());
  timer ||= setTimeout(catchUp, wait);
}

async function catchUp() {
  timer = 0;
  caughtUp = performance.now();
  again = busy;
  if (busy) return;
  busy = true;
  try {
    if (!(await refresh())) await moved();
  } catch {
    offlineTimer ||= setTimeout(offline, OFFLINE_AFTER_MS, true);
  }
  busy = false;
  if (again) catchUp();
}

/** The page answers elsewhere (merged, signed out): say so, do not drag the reader along. */
function moved() {
  const notice = $("#moved");
  if (notice) notice.hidden = false;
}

function offline(is) {
  clearTimeout(offlineTimer);
  offlineTimer = 0;
  document.documentElement.toggleAttribute("data-offline", is);
  const banner = $("#offline");
  if (banner) banner.hidden = !is;
}

addEventListener("offline", () => offline(true));
addEventListener("online", () => stream?.readyState === EventSource.OPEN && offline(false));
addEventListener("pagehide", () => stream?.close());
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  stream = null;
  follow();
  catchUp();
});
on("click", "[data-refresh]", catchUp);
document.addEventListener("page:render", () => {
  follow();
  if (document.documentElement.hasAttribute("data-offline")) offline(true);
});
follow();
