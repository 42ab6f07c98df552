// The few helpers that every module shares.

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Listens once on the document for every element, present or future, that matches. */
export function on(type, selector, handler, options) {
  document.addEventListener(type, (event) => {
    const element = event.target.closest?.(selector);
    if (element) handler(event, element);
  }, options);
}

export const emit = (target, type, detail) =>
  target.dispatchEvent(new CustomEvent(type, { bubbles: true, cancelable: true, detail }));

/** Texts come from the page, so that they are translated: fill("{n} new", { n: 3 }). */
export const fill = (template, values) =>
  (template ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

/** Builds an element: make("button", { type: "button" }, "Text", node). */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const use = svg.appendChild(document.createElementNS(SVG, "use"));
  use.setAttribute("href", `/assets/icons.svg#i-${name}`);
  return svg;
}

const WRITES = "input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=file], [type=range]), textarea, select, [contenteditable]:not([contenteditable=false]), [role=combobox], [role=listbox]";
export const isTyping = (element) => Boolean(element?.closest?.(WRITES));
