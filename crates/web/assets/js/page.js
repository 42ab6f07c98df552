// Fetches a page of the server and puts it in place of the one on screen, region by region.
import { $, $$, emit } from "./dom.js";
import { morph, morphAttributes } from "./morph.js";

const HEADERS = { Accept: "text/html", "X-Requested-With": "fetch" };
/** What was done is said on the page that follows it, not on one that looks for news. */
const NEWS = { "X-Requested-With": "live" };
const path = (url) => url.pathname + url.search;
/** The words behind the number of a topic or guide are for people. */
const place = (pathname) => pathname.replace(/^(\/\w+\/\d+)-[^/]*$/, "$1");
const here = () => path(new URL(location.href));
let shown = here();
let epoch = 0;

/** Answers `{ page, url, status, ok, moved }`; throws when there is no HTML to show. */
export async function load(url, init = {}) {
  const response = await fetch(url, { credentials: "same-origin", ...init, headers: { ...HEADERS, ...init.headers } });
  const type = response.headers.get("Content-Type") ?? "";
  if (!type.startsWith("text/html")) throw Object.assign(new Error("not a page"), { response });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { page, url: new URL(response.url), status: response.status, ok: response.ok, moved: response.redirected };
}

/** Shows what the reader asked for: other regions may move, the address follows; `stay` is where the reader goes on. */
export function show({ page, url }, { follow = false, form = null, history = true, stay = "" } = {}) {
  epoch += 1;
  const same = !follow || path(url) === shown;
  const newPath = !same && place(url.pathname) !== place(new URL(shown, location.href).pathname);
  if (!same) {
    if (history) window.history.pushState({}, "", url);
    shown = path(url);
  }
  render(page, { same, own: true }, form);
  if (newPath && !stay) arrive();
}

/** Shows news of the same page. Answers false when it would not be the same page. */
export async function refresh() {
  const started = epoch;
  const answer = await load(location.href, { headers: NEWS });
  if (started !== epoch) return refresh();
  if (!answer.ok || path(answer.url) !== shown) return false;
  render(answer.page, { same: true, own: false });
  return true;
}

function render(page, context, form) {
  const active = document.activeElement;
  const list = active?.closest("[data-region]");
  emit(document, "page:before", { ...context, page });
  if (page.title) document.title = page.title;
  if (context.same) renderRegions(page, context, form);
  else {
    morphAttributes(document.documentElement, page.documentElement);
    morph(document.body, page.body, context);
  }
  for (const name of ["data-event", "data-live"]) {
    if (page.body.hasAttribute(name)) document.body.setAttribute(name, page.body.getAttribute(name));
  }
  if (context.same) renderToasts(page);
  if (active?.id && document.activeElement === document.body) {
    (document.getElementById(active.id) ?? list)?.focus({ preventScroll: true });
  }
  emit(document, "page:render", context);
}

/** Toasts are no region: what was said stays until its time is over. */
const outermost = (root) => $$("[data-region][id]:not(#toasts)", root).filter((region) => !region.parentElement.closest("[data-region]"));

function renderRegions(page, context, form) {
  const news = new Map(outermost(page).map((region) => [region.id, region]));
  const regions = outermost(document);
  const fits = regions.length > 0 && regions.length === news.size && regions.every((region) => news.has(region.id));
  const main = $("main");
  const newMain = $("main", page);
  if (!fits && main && newMain) morph(main, newMain, context);
  for (const region of regions) {
    if (news.has(region.id) && (fits || !main?.contains(region))) morph(region, news.get(region.id), context);
  }
  const newForm = form?.id && page.getElementById(form.id);
  if (newForm && form.isConnected && !form.closest("[data-region]")) morph(form, newForm, context);
}

/** Toasts are said once: new ones join those on screen. */
function renderToasts(page) {
  const region = $("#toasts");
  for (const toast of $$("#toasts > *", page)) {
    if (region && !(toast.id && document.getElementById(toast.id))) region.append(document.importNode(toast, true));
  }
}

function arrive() {
  window.scrollTo(0, 0);
  for (const pane of $$(".scroll:not([data-scroll-end])")) pane.scrollTop = 0;
  $("main")?.focus({ preventScroll: true });
}

addEventListener("popstate", async () => {
  if (here() === shown) return;
  try {
    show(await load(location.href), { follow: true, history: false });
  } catch {
    location.reload();
  }
});
