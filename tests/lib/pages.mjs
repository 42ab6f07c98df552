// Reads the agent's pages: lists and tickets as plain objects.

const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** Text without character references. */
export function unescape(html) {
  return html.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, number, name) => (
    name ? NAMED[name] ?? all : String.fromCodePoint(parseInt(hex ?? number, hex ? 16 : 10))));
}

/** The words of some HTML. */
export function words(html) {
  return unescape(html.replace(/<svg[\s\S]*?<\/svg>/g, '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')).trim();
}

/** The numbers of the tickets with exactly this subject, open ones first. */
export async function ticketNumbers(agent, subject) {
  const found = [];
  for (const view of ['open', 'closed']) {
    const page = await agent.text(`/agent/views/${view}`);
    for (const [, number, title] of page.matchAll(/class="row-link" href="\/agent\/tickets\/(\d+)[^"]*">(?:<span class="sr-only">[^<]*<\/span>)?<span class="row-subject truncate">([^<]*)</g))
      if (unescape(title) === subject) found.push(Number(number));
  }
  return found;
}

const inner = (html, pattern) => html.match(pattern)?.[1];

function message(piece) {
  const id = Number(inner(piece, /^<li id="message_(\d+)"/));
  const quoted = piece.match(/<details class="quoted"[^>]*>[\s\S]*?<\/summary>([\s\S]*?)<\/details>/);
  // What did not leave stands in a second body with a form to try again.
  const trouble = inner(piece, /<div class="callout" data-tone="\w+">([\s\S]*?<\/form>)/);
  const html = inner(piece, /<div class="msg-body table-wrap"[^>]*>([\s\S]*?)(?:<details class="quoted"|<\/div><(?:div class="files"|div class="said"|div class="msg-body"|\/div|\/article))/) ?? '';
  return {
    id,
    from: inner(piece, /<article class="msg" data-from="(\w+)"/),
    note: /<article class="msg"[^>]* data-kind="note"/.test(piece),
    name: unescape(inner(piece, /<span class="name">([^<]*)</) ?? ''),
    state: words(inner(piece, /<span class="meta"[^>]*>([\s\S]*?)<\/span>/) ?? ''),
    why: unescape(inner(piece, /<span class="meta" title="([^"]*)"/) ?? ''),
    automatic: words(inner(piece, /<span class="pill" data-outline>([^<]*)</) ?? ''),
    language: inner(piece, /<div class="msg-body table-wrap" lang="(\w+)"/),
    html,
    text: words(html),
    quoted: words(quoted?.[1] ?? ''),
    files: [...piece.matchAll(/<a class="file" href="([^"]+)"[^>]* title="([^"]*)"/g)].map(([, href, name]) => ({ href, name: unescape(name) })),
    trouble: trouble && { words: words(trouble.split('<form')[0]), retry: inner(trouble, /action="([^"]+)"/) },
  };
}

/** One ticket as the agent sees it: subject, status, assignee, requester, messages, events, related, seen. */
export async function readTicket(agent, number) {
  const page = await agent.text(`/agent/tickets/${number}`);
  const thread = inner(page, /<ol class="thread"[^>]*>([\s\S]*?)<\/ol><div id="scheduled"/) ?? '';
  const pieces = thread.split(/(?=<li (?:id="message_\d+"|class="event" id="event_))/);
  const property = (name) => words(inner(page, new RegExp(`<dt>${name}</dt><dd>(?:<button[^>]*>)?([\\s\\S]*?)</button>`)) ?? '');
  const address = inner(page, /href="mailto:([^"]+)"/) ?? '';
  return {
    number,
    page,
    subject: unescape(inner(page, /<header class="ticket-head"><h1>([^<]*)</) ?? ''),
    status: property('Status').replace(/^(.+?) \1$/, '$1'),
    assignee: property('Assignee'),
    requester: { name: unescape(inner(page, /<div class="person">[\s\S]*?<b class="truncate">([^<]*)</) ?? ''), address: unescape(decodeURIComponent(address)) },
    messages: pieces.filter((piece) => piece.startsWith('<li id="message_')).map(message),
    events: pieces.filter((piece) => piece.startsWith('<li class="event"')).map(words),
    related: Number(inner(page, /<header class="ticket-head">[\s\S]*?<a href="\/agent\/tickets\/(\d+)">[\s\S]*?<\/header>/)) || undefined,
    seen: inner(page, /<input type="hidden" name="seen" value="(\d+)"/) ?? '',
  };
}
