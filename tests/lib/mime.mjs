// Builds and reads mails, as simply as the tests need it.

const EOL = '\r\n';
let count = 0;

/** A Message-ID that was never used, without brackets. */
export function newMessageId(host = 'customer.example') { return `t${process.pid}.${Date.now()}.${++count}@${host}`; }

const header = (value) => (/^[\x20-\x7e]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`);

function field(name, value) { return `${name}: ${value}${EOL}`; }

/** An address with a name that may hold any letter. */
export function mailbox(name, address) { return name ? `${/^[\w ]+$/.test(name) ? name : header(name)} <${address}>` : address; }

function leaf(type, content, fields = '') {
  const base64 = Buffer.from(content).toString('base64').replace(/.{76}/g, `$&${EOL}`);
  return `Content-Type: ${type}${EOL}Content-Transfer-Encoding: base64${EOL}${fields}${EOL}${base64}${EOL}`;
}

function container(type, parts) {
  const boundary = `=_b${++count}`;
  const body = parts.map((part) => `--${boundary}${EOL}${part}`).join('');
  return `Content-Type: ${type}; boundary="${boundary}"${EOL}${EOL}${body}--${boundary}--${EOL}`;
}

function file({ name, type = 'application/octet-stream', content, id }) {
  const about = id ? `Content-ID: <${id}>${EOL}Content-Disposition: inline` : 'Content-Disposition: attachment';
  return leaf(type, content, `${about}; filename*=UTF-8''${encodeURIComponent(name)}${EOL}`);
}

/**
 * One mail with CRLF line ends. Fields: from, to, subject, id, inReplyTo, references (list), headers ({name: value}),
 * text, html, files ([{name, type, content, id}]), date (null leaves it out).
 */
export function buildMail({ from, to, subject = '', id = newMessageId(), inReplyTo, references = [], headers = {}, text, html, files = [], date = new Date() }) {
  let top = field('From', from) + field('To', to) + field('Subject', header(subject)) + field('MIME-Version', '1.0');
  if (date) top += field('Date', date.toUTCString().replace('GMT', '+0000'));
  if (id) top += field('Message-ID', `<${id}>`);
  if (inReplyTo) top += field('In-Reply-To', `<${inReplyTo}>`);
  if (references.length) top += field('References', references.map((one) => `<${one}>`).join(`${EOL} `));
  for (const [name, value] of Object.entries(headers)) top += field(name, value);
  const bodies = [];
  if (text !== undefined || html === undefined) bodies.push(leaf('text/plain; charset=utf-8', (text ?? '').replace(/\r?\n/g, EOL)));
  if (html !== undefined) bodies.push(leaf('text/html; charset=utf-8', html));
  const body = bodies.length > 1 ? container('multipart/alternative', bodies) : bodies[0];
  return Buffer.from(top + (files.length ? container('multipart/mixed', [body, ...files.map(file)]) : body));
}

function decodeWords(value) {
  return value.replace(/\?=\s+=\?/g, '?==?').replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind, words) => (kind.toLowerCase() === 'b'
    ? Buffer.from(words, 'base64') : fromQuotedPrintable(words.replace(/_/g, ' '))).toString('utf8'));
}

function fromQuotedPrintable(text) {
  const bytes = text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

function parseEntity(raw) {
  const end = raw.search(/\r?\n\r?\n/);
  const head = end < 0 ? raw : raw.slice(0, end);
  const body = end < 0 ? '' : raw.slice(end).replace(/^\r?\n\r?\n/, '');
  const headers = new Map();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), decodeWords(Buffer.from(line.slice(colon + 1).trim(), 'latin1').toString('utf8'))]);
  }
  const get = (name) => headers.get(name.toLowerCase())?.[0] ?? '';
  const type = get('content-type') || 'text/plain';
  const boundary = type.match(/boundary="?([^";]+)"?/i)?.[1];
  const entity = { headers, header: get, type: type.split(';')[0].trim().toLowerCase(), parts: [], content: Buffer.alloc(0) };
  if (boundary) {
    const pieces = `\n${body}`.split(new RegExp(`\\r?\\n--${boundary.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
    entity.parts = pieces.slice(1).filter((piece) => !piece.startsWith('--')).map((piece) => parseEntity(piece.replace(/^[ \t]*\r?\n/, '')));
  } else {
    const coding = get('content-transfer-encoding').toLowerCase();
    entity.content = coding === 'base64' ? Buffer.from(body, 'base64')
      : coding === 'quoted-printable' ? fromQuotedPrintable(body) : Buffer.from(body, 'latin1');
  }
  return entity;
}

function leaves(entity) { return entity.parts.length ? entity.parts.flatMap(leaves) : [entity]; }

/** Reads a mail: header(name), ids(name), text, html, files [{name, type, content, id}], type of the whole. */
export function readMail(bytes) {
  const entity = parseEntity(Buffer.from(bytes).toString('latin1'));
  const all = leaves(entity);
  const named = (part) => part.header('content-disposition').match(/filename\*?=(?:UTF-8''([^;]+)|"([^"]*)"|([^;\s]+))/i);
  const body = (type) => all.find((part) => part.type === type && !named(part))?.content.toString('utf8').replace(/\r\n/g, '\n') ?? '';
  return {
    ...entity,
    ids: (name) => [...entity.header(name).matchAll(/<([^<>]+)>/g)].map((found) => found[1]),
    text: body('text/plain'),
    html: body('text/html'),
    files: all.filter((part) => named(part) || part.header('content-id')).map((part) => {
      const [, encoded, quoted, plain] = named(part) ?? [];
      return { name: encoded ? decodeURIComponent(encoded) : quoted ?? plain ?? '', type: part.type, content: part.content, id: part.header('content-id').replace(/[<>]/g, '') };
    }),
  };
}
