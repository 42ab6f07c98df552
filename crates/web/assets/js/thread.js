// data-region="thread": messages change in place, new ones join at the end. A reader at the end
// stays there; anyone else keeps their line and sees a pill.
import { $, $$, fill, make } from "./dom.js";
import { connect } from "./connect.js";
import { defineRegion, morphChildren } from "./morph.js";
import { atEnd, scrollEvents, scrollerOf, toEnd } from "./scroll.js";

const pills = new Map();

defineRegion("thread", (thread, next, context) => {
  const scroller = scrollerOf(thread);
  const pinned = atEnd(scroller) || context.own;
  const known = new Set([...thread.children].map((child) => child.id));
  const anchor = pinned ? null : firstInView(thread, scroller);
  const before = anchor?.getBoundingClientRect().top;
  $$("[data-optimistic]", thread).forEach((message) => message.remove());
  morphChildren(thread, next, context);
  const fresh = [...thread.children].filter((child) => child.id && !known.has(child.id));
  if (pinned) {
    if (fresh.length) toEnd(scroller);
    return;
  }
  if (anchor?.isConnected) scroller.scrollTop += anchor.getBoundingClientRect().top - before;
  if (fresh.length && !atEnd(scroller)) announce(thread, scroller, fresh);
});

function firstInView(thread, scroller) {
  const top = scroller === document.scrollingElement ? 0 : scroller.getBoundingClientRect().top;
  return [...thread.children].find((child) => child.getBoundingClientRect().bottom > top);
}

function announce(thread, scroller, fresh) {
  const pill = pills.get(thread) ?? { count: 0, first: fresh[0], bar: place(thread, scroller) };
  pill.count += fresh.length;
  pill.bar.firstChild.textContent = fill(thread.dataset.labelNew ?? "{n}", { n: pill.count });
  pills.set(thread, pill);
}

function place(thread, scroller) {
  const bar = make("div", { class: "new-below-bar", "data-local": "", role: "status" }, make("button", { type: "button", class: "new-below" }));
  bar.firstChild.addEventListener("click", () => {
    const { first } = pills.get(thread) ?? {};
    first?.scrollIntoView({ block: "start" });
    if (first) {
      first.tabIndex = -1;
      first.focus({ preventScroll: true });
    }
    withdraw(thread);
    if (!first) toEnd(scroller);
  });
  thread.after(bar);
  return bar;
}

function withdraw(thread) {
  pills.get(thread)?.bar.remove();
  pills.delete(thread);
}

connect("[data-region=thread]", (thread) => {
  const scroller = scrollerOf(thread);
  const target = scrollEvents(scroller);
  const react = () => atEnd(scroller) && withdraw(thread);
  target.addEventListener("scroll", react, { passive: true });
  return () => {
    target.removeEventListener("scroll", react);
    withdraw(thread);
  };
});

// A conversation opens on its first unread message, or at its end.
connect("[data-scroll-end]", (pane) => {
  const unread = $("[data-first-unread]", pane);
  if (unread) unread.scrollIntoView({ block: "start", behavior: "instant" });
  else toEnd(pane);
});
