// [data-chat]: a conversation whose other side is there. News of its topic is fetched at once and joins at the end; what was
// seen and who types is told. A visitor's words that could not be sent are kept in the browser and sent when that works again.
import { $, $$, make } from "./dom.js";
import { connect } from "./connect.js";
import { refresh } from "./page.js";
import { atEnd, toEnd } from "./scroll.js";
import { play } from "./sounds.js";

const ALIVE_MS = 25000;
const TYPE_MS = 3000;
const SILENT_MS = 5000;
const RETRY_MS = 3000;
const HEADERS = { "X-Requested-With": "fetch" };
let missed = 0;
// A frame cannot know that its site has put it out of sight, so the site's script says so.
let inSight = true;
addEventListener("message", ({ source, data }) => {
  if (source !== parent || typeof data?.guichet?.shown !== "boolean") return;
  inSight = data.guichet.shown;
  if (inSight) dispatchEvent(new Event("focus"));
});
const looksAt = () => inSight && !document.hidden;

connect("[data-chat]", (root) => {
  const { base, topic, side } = root.dataset;
  const list = $("#chat-messages", root);
  const log = $("#chat-log", root);
  let busy = false;
  let again = false;
  let told = -1;

  const newest = () => Number($$("[data-message]", list).at(-1)?.dataset.message) || 0;
  const sign = (fields) => fetch(`${base}/alive`, { method: "POST", body: new URLSearchParams(fields), headers: HEADERS, keepalive: true }).catch(() => {});
  /** `-1` is no news: only that the page is open, or that somebody types. */
  const seen = (always) => {
    const at = looksAt() ? newest() : 0;
    if (looksAt()) unread(0);
    if (!always && at <= told) return;
    told = Math.max(told, at);
    sign({ newest: at });
  };

  async function pull() {
    again = busy;
    if (busy) return;
    busy = true;
    try {
      const response = await fetch(`${base}/news?${new URLSearchParams({ after: newest() })}`, { headers: HEADERS });
      if (response.ok) take(new DOMParser().parseFromString(await response.text(), "text/html"));
    } catch { /* The stream says so, and looks again when it is back. */ }
    busy = false;
    if (again) pull();
  }

  function take(page) {
    const pinned = atEnd(log);
    const fresh = $$("[data-message]", page).filter((message) => !document.getElementById(message.id));
    for (const message of fresh) {
      $(`[data-mark="${CSS.escape(message.dataset.mark ?? "-")}"]`, list)?.remove();
      list.append(document.importNode(message, true));
    }
    const [state, next] = [$("#chat-state", root), $("#chat-state", page)];
    // What is being typed into a form below stays.
    const typing = state && state.contains(document.activeElement) && document.activeElement.matches("input, textarea");
    if (state && next && !typing && !state.isEqualNode(next)) state.replaceWith(document.importNode(next, true));
    if (pinned) toEnd(log);
    if (fresh.some((message) => message.matches(".in"))) arrived(fresh);
    const { chat: how, agent } = page.body.firstElementChild?.dataset ?? {};
    // Handed over: the head says who is there.
    if (how !== root.dataset.chat || agent !== root.dataset.agent) {
      if (side === "visitor" && ["ended", "missed"].includes(how)) keepForNext(root);
      refresh().catch(() => {});
    }
    seen(false);
  }

  function arrived(fresh) {
    if (side === "agent") return $("#chat-signals")?.dataset.knock !== undefined && play("knock");
    if (!looksAt()) unread(fresh.length);
    return undefined;
  }

  const news = (event) => {
    if (event.detail.topic !== topic) return;
    event.preventDefault();
    pull();
  };
  document.addEventListener("live:news", news);
  const timer = setInterval(() => seen(true), ALIVE_MS);
  const back = () => document.hidden || seen(true);
  document.addEventListener("visibilitychange", back);
  addEventListener("focus", back);
  const stop = side === "visitor" ? compose(root, list, log, { base, sign, pull }) : null;
  toEnd(log);
  seen(true);
  return () => {
    document.removeEventListener("live:news", news);
    document.removeEventListener("visibilitychange", back);
    removeEventListener("focus", back);
    clearInterval(timer);
    stop?.();
  };
});

/** The field goes when the conversation is over: what was being typed begins the next one. */
function keepForNext(root) {
  const body = $("[data-chat-form] textarea", root)?.value;
  if (body?.trim()) storage(`guichet-asked:/p/${root.dataset.portal}`, JSON.stringify({ body }), "sessionStorage");
}

/** Inside another site the bubble counts what nobody has looked at. */
function unread(more) {
  missed = more ? missed + more : 0;
  if (parent !== window) parent.postMessage({ guichet: { unread: missed } }, "*");
}

/** The visitor's field: Enter sends, files go by choice or paste, and nothing typed is lost. */
function compose(root, list, log, { base, sign, pull }) {
  const store = `guichet-chat:${root.dataset.code}`;
  const form = () => $("[data-chat-form]", root);
  let waiting = JSON.parse(storage(store) ?? "[]");
  let sending = false;
  let typed = 0;
  let silence = 0;

  const keep = () => storage(store, JSON.stringify(waiting));
  const silent = () => {
    clearTimeout(silence);
    if (typed) sign({ newest: -1, typing: "0" });
    typed = 0;
  };
  const show = ({ mark, body, name }) => {
    if ($(`[data-mark="${CSS.escape(mark)}"]`, list)) return;
    list.append(make("li", { class: "out", "data-mark": mark, "data-local": "", "data-sending": "" }, make("div", { class: "chat-text" }, body || name)));
    toEnd(log);
  };

  async function flush() {
    if (sending || !waiting.length) return;
    sending = true;
    const [first] = waiting;
    try {
      const data = new FormData();
      data.append("mark", first.mark);
      data.append("body", first.body);
      for (const file of files.get(first.mark) ?? []) data.append("upload", file, file.name);
      const response = await fetch(`${base}/messages`, { method: "POST", body: data, headers: HEADERS });
      if (response.status >= 500 || response.status === 429) throw new Error(`status ${response.status}`);
      waiting = waiting.filter((message) => message.mark !== first.mark);
      files.delete(first.mark);
      keep();
      if (response.ok) settle(first, (await response.json()).message);
      else refuse(first, response);
      sending = false;
      flush();
    } catch {
      sending = false;
      unsent();
      setTimeout(flush, RETRY_MS);
    }
  }

  /** The server has it under a number: what it shows takes the place of what was shown here. */
  function settle({ mark }, message) {
    const own = $(`[data-mark="${CSS.escape(mark)}"]`, list);
    if (document.getElementById(`message_${message}`)) own?.remove();
    else own?.addEventListener("chat:shown", () => own.remove(), { once: true });
    pull().then(() => own?.remove());
  }

  async function refuse({ mark, body }, response) {
    $(`[data-mark="${CSS.escape(mark)}"]`, list)?.remove();
    const field = form() && $("textarea", form());
    if (response.status === 410 || !field) {
      if (field) field.value = `${body}${field.value && `\n${field.value}`}`;
      keepForNext(root);
      return refresh().catch(() => location.reload());
    }
    field.value = `${body}${field.value && `\n${field.value}`}`;
    const { error } = await response.json().catch(() => ({}));
    say(error);
    return undefined;
  }

  function unsent() {
    for (const own of $$("li[data-sending]", list)) {
      own.dataset.failed = "";
      if (!$(".chat-unsent", own)) $(".chat-text", own).append(make("small", { class: "chat-unsent", role: "status" }, root.dataset.labelUnsent));
    }
  }

  function say(words) {
    $("#chat-wrong", root)?.remove();
    if (words) form()?.before(make("p", { class: "error widget-foot", id: "chat-wrong", role: "alert" }, words));
  }

  const files = new Map();
  function send(body, attached = []) {
    if (!body.trim() && !attached.length) return;
    const mark = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    const message = { mark, body, name: attached.map((file) => file.name).join(", ") };
    if (attached.length) files.set(mark, attached);
    waiting.push(message);
    keep();
    say("");
    show(message);
    silent();
    flush();
  }

  const submit = (event) => {
    if (!event.target.matches("[data-chat-form]")) return;
    event.preventDefault();
    const field = $("textarea", event.target);
    send(field.value);
    field.value = "";
    field.focus();
  };
  const key = (event) => {
    if (!event.target.matches("[data-chat-form] textarea")) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  };
  const input = (event) => {
    if (!event.target.matches("[data-chat-form] textarea")) return;
    clearTimeout(silence);
    silence = setTimeout(silent, SILENT_MS);
    if (Date.now() - typed < TYPE_MS) return;
    typed = Date.now();
    sign({ newest: -1, typing: "1" });
  };
  const chosen = (event) => {
    if (!event.target.matches("[data-chat-form] input[type=file]")) return;
    send("", [...event.target.files]);
    event.target.value = "";
  };
  const paste = (event) => {
    if (!event.clipboardData?.files.length || !event.target.closest("[data-chat-form]")) return;
    event.preventDefault();
    send("", [...event.clipboardData.files]);
  };
  const handlers = { submit, keydown: key, input, change: chosen, paste };
  for (const [type, handler] of Object.entries(handlers)) root.addEventListener(type, handler);
  addEventListener("online", flush);
  // What was left from before a reload; its files are gone.
  waiting.forEach(show);
  flush();
  return () => {
    for (const [type, handler] of Object.entries(handlers)) root.removeEventListener(type, handler);
    removeEventListener("online", flush);
    silent();
  };
}

/** Frames of other sites may have no storage: then only what is on the page is kept. */
export function storage(name, value, kind = "localStorage") {
  try {
    const place = globalThis[kind];
    if (value === undefined) return place.getItem(name);
    if (value === "" || value === "[]") place.removeItem(name);
    else place.setItem(name, value);
  } catch { /* nothing is kept */ }
  return null;
}
