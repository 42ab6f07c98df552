// Reads pages as text: what people see, without a browser.

const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** Undoes character references. */
export function decode(text) {
  return text.replace(/&(#x[0-9a-f]+|#\d+|[a-z]+);/gi, (whole, name) => {
    if (name[0] !== '#') return NAMED[name.toLowerCase()] ?? whole;
    return String.fromCodePoint(/^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1)));
  });
}

/** The pieces of text of a page, without markup, each trimmed. */
export function pieces(html) {
  const body = html.replace(/<(script|style|head)\b[\s\S]*?<\/\1>/gi, ' ');
  return body.split(/<[^>]*>/).map((piece) => decode(piece).replace(/\s+/g, ' ').trim()).filter(Boolean);
}

/** All that a page says, on one line. */
export const textOf = (html) => pieces(html).join(' ');

/** The part of a page between `start` and the next `end`; fails when there is none. */
export function between(html, start, end) {
  const from = html.indexOf(start);
  if (from < 0) throw new Error(`the page has no ${start}`);
  const to = html.indexOf(end, from + start.length);
  return html.slice(from, to < 0 ? undefined : to);
}

/** The numbers of the tickets of a list, in its order. */
export const rowIds = (html) => [...html.matchAll(/<li class="row" id="row-(\d+)"/g)].map((found) => Number(found[1]));

/** The row of a ticket in a list. */
export const rowOf = (html, id) => between(html, `id="row-${id}"`, '</li>');

/** The counts of the menu, by view. */
export function menuCounts(html) {
  const counts = {};
  for (const [, view, inside] of html.matchAll(/<a class="nav-item" href="\/agent\/views\/([^"]+)"[^>]*>([\s\S]*?)<\/a>/g)) {
    const count = inside.match(/class="count">(\d+)/);
    if (count) counts[view] = Number(count[1]);
  }
  for (const [, service, inside] of html.matchAll(/id="nav-service-(\d+)"[^>]*>([\s\S]*?)<\/summary>/g))
    counts[`service-${service}`] = Number(inside.match(/class="count">(\d+)/)[1]);
  return counts;
}

/** What a field of a form holds. */
export function fieldValue(html, name) {
  const area = html.match(new RegExp(`<textarea[^>]* name="${name}"[^>]*>([\\s\\S]*?)</textarea>`));
  if (area) return decode(area[1]);
  const select = html.match(new RegExp(`<select[^>]* name="${name}"[^>]*>([\\s\\S]*?)</select>`));
  if (select) return select[1].match(/<option value="([^"]*)"[^>]* selected/)?.[1];
  const input = html.match(new RegExp(`<input[^>]* name="${name}"[^>]*>`));
  return input && decode(input[0].match(/ value="([^"]*)"/)?.[1] ?? '');
}

export const hasField = (html, name) => new RegExp(`<(input|textarea|select)[^>]* name="${name}"`).test(html);

/** What the page says is wrong with a field, or nothing. */
export const errorOf = (html, name) => {
  const found = html.match(new RegExp(`<p[^>]*id="error-${name}"[^>]*>([\\s\\S]*?)</p>`));
  return found && textOf(found[1]);
};

/** The words of the toast. */
export const toast = (html) => textOf(between(html, 'id="toasts"', '</div></div>').replace(/^[^>]*>/, ''));

/** Where the toast's "undo" goes, or nothing. */
export const undoPath = (html) => html.match(/action="(\/agent\/undo\/\d+(?:\?alone=1)?)"/)?.[1];

/** What stands in the composer. */
export const composerText = (html) => textOf(fieldValue(html, 'body') ?? '');

/** The newest message that a ticket page shows, as its form says it. */
export const seenOf = (html) => html.match(/name="seen" value="(\d+)"/)[1];

/** The lines of a ticket's timeline. */
export const timeline = (html) => [...html.matchAll(/<li class="event"[\s\S]*?<\/li>/g)].map((found) => textOf(found[0]));

/** The messages of a conversation: {id, text, from, note, html}. */
export const messages = (html) => [...html.matchAll(/<li id="message_(\d+)"[\s\S]*?<\/article><\/li>/g)].map((found) => ({
  id: Number(found[1]), html: found[0], text: textOf(found[0]),
  from: found[0].match(/data-from="(\w+)"/)?.[1], note: found[0].includes('data-kind="note"') }));

const sideValue = (html, menu) => textOf((between(html, 'id="details"', '</aside>').match(new RegExp(`popovertarget="side-${menu}-menu"[^>]*>([\\s\\S]*?)</button>`))?.[1] ?? '')
  .replace(/<span class="avatar"[\s\S]*?<\/span>/g, '').replace(/<title>[\s\S]*?<\/title>/g, ''));

/** The properties of a ticket page: {status, priority, assignee, department, tags}. */
export function properties(html) {
  const side = between(html, 'id="details"', '</aside>');
  const tags = [...side.matchAll(/<form class="tag"[^>]*>[\s\S]*?name="tag" value="([^"]*)"/g)].map((found) => decode(found[1]));
  return { status: sideValue(html, 'status'), priority: sideValue(html, 'priority'), assignee: sideValue(html, 'assignee'),
    department: sideValue(html, 'department'), tags: tags.sort() };
}

/** What a ticket page says of its plan: {project, due, estimate}. */
export const planOf = (html) => ({ project: sideValue(html, 'project'), due: sideValue(html, 'due'), estimate: sideValue(html, 'estimate') });

/** Files that a page links to: {name, href}. */
export const fileLinks = (html) => [...html.matchAll(/<a[^>]*href="(\/files\/[^"]+)"[^>]*>([\s\S]*?)<\/a>/g)]
  .map((found) => ({ href: decode(found[1]), text: textOf(found[2]), html: found[0] }));
