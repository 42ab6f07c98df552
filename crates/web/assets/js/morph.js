// Turns an element of the page into its newer version, touching only what differs.
// Keeps what belongs to the reader: typed text, ticked boxes, focus, open details and dialogs,
// elements marked data-keep (by id) and elements that scripts added (data-local).

const READER_OWNS = new Set(["open", "data-cursor", "data-gone"]);
const LOOK_AHEAD = 8;
const kinds = new Map();

/** Gives a `data-region="name"` its own way of taking news: `take(from, to, context)`. */
export const defineRegion = (name, take) => kinds.set(name, take);

// Why something was refused stays until the reader tries again: news know nothing of it.
defineRegion("refusal", (from, to, context) => context.own && morphChildren(from, to, context));

/** `context.same`: is it the same page as before? `context.own`: did the reader just ask for it? */
export function morph(from, to, context) {
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  if (from.hasAttribute("data-keep") && (context.same || from.id === to.id)) return;
  const take = context.same && kinds.get(from.dataset?.region);
  if (!take && from.isEqualNode(to)) return;
  const settle = rememberControl(from);
  morphAttributes(from, to);
  if (take) take(from, to, context);
  else if (from.localName === "textarea") from.defaultValue = to.defaultValue;
  else morphChildren(from, to, context);
  settle?.();
}

export function morphAttributes(from, to) {
  for (const { name, value } of to.attributes) {
    if (!READER_OWNS.has(name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  for (const { name } of [...from.attributes]) {
    if (!READER_OWNS.has(name) && !to.hasAttribute(name)) from.removeAttribute(name);
  }
}

export function morphChildren(from, to, context) {
  const wanted = new Set([...to.children].map((child) => child.id).filter(Boolean));
  const known = new Map([...from.children].filter((child) => child.id).map((child) => [child.id, child]));
  const skip = (node) => {
    while (node && !wanted.has(node.id) && (stays(node, context) || node.id)) {
      const next = node.nextSibling;
      if (!stays(node, context)) node.remove();
      node = next;
    }
    return node;
  };
  let cursor = skip(from.firstChild);
  for (const next of [...to.childNodes]) {
    const match = next.id ? known.get(next.id) : similar(cursor, next, context);
    if (!match || match.nodeName !== next.nodeName) {
      from.insertBefore(document.importNode(next, true), cursor);
      continue;
    }
    if (match === cursor) cursor = skip(cursor.nextSibling);
    else move(from, match, cursor);
    morph(match, next, context);
  }
  while (cursor) {
    const rest = cursor;
    cursor = cursor.nextSibling;
    if (!stays(rest, context)) rest.remove();
  }
}

const stays = (node, context) =>
  context.same && node.nodeType === Node.ELEMENT_NODE && (node.hasAttribute("data-local") || node.hasAttribute("data-keep"));

/** The next node that can become `next`: same element, no name of its own. */
function similar(cursor, next, context) {
  for (let node = cursor, left = LOOK_AHEAD; node && left > 0; node = node.nextSibling, left -= 1) {
    if (node.nodeName !== next.nodeName || node.id || stays(node, context)) continue;
    if (node.nodeName === "INPUT" && (node.name !== next.name || node.type !== next.type)) continue;
    return node;
  }
  return null;
}

function move(parent, node, before) {
  if (parent.moveBefore) parent.moveBefore(node, before);   // keeps focus and animations
  else parent.insertBefore(node, before);
}

/** What a person changed stays; what they left alone follows the server. */
function rememberControl(control) {
  if (control.localName === "select") {
    const { value } = control;
    const changed = control.selectedIndex !== defaultIndex(control);
    return () => {
      if (!changed) control.selectedIndex = defaultIndex(control);
      else if ([...control.options].some((option) => option.value === value)) control.value = value;
    };
  }
  if (control.localName !== "input" && control.localName !== "textarea") return undefined;
  if (control.type === "file") return undefined;
  if (control.type === "checkbox" || control.type === "radio") {
    const { checked } = control;
    const changed = checked !== control.defaultChecked;
    return () => (control.checked = changed ? checked : control.defaultChecked);
  }
  const { value } = control;
  const changed = value !== control.defaultValue;
  return () => {
    const wanted = changed ? value : control.defaultValue;
    if (control.value !== wanted) control.value = wanted;
  };
}

const defaultIndex = (select) => {
  const at = [...select.options].findLastIndex((option) => option.defaultSelected);
  return at < 0 && !select.multiple && select.options.length ? 0 : at;
};
