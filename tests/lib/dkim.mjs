// Signing mails as their senders' servers do (RFC 6376, relaxed).
import { createHash, createPublicKey, createSign, generateKeyPairSync, verify } from 'node:crypto';

/** A key of a domain: {record, sign}. */
export function dkimKey(domain, selector = 's1') {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
  const relaxed = (line) => {
    const [, name, value] = line.match(/^([^:]+):([\s\S]*)$/);
    return `${name.trim().toLowerCase()}:${value.replace(/\r\n/g, '').replace(/[ \t]+/g, ' ').trim()}`;
  };
  return {
    record: [`${selector}._domainkey.${domain}`, record],
    /** The mail with its signature on top. */
    sign(mail) {
      const text = mail.toString('latin1');
      const [head, body] = [text.slice(0, text.indexOf('\r\n\r\n')), text.slice(text.indexOf('\r\n\r\n') + 4)];
      const canonical = `${body.replace(/[ \t]+/g, ' ').replace(/ \r\n/g, '\r\n').replace(/(\r\n)*$/, '')}\r\n`;
      const bodyHash = createHash('sha256').update(canonical, 'latin1').digest('base64');
      const fields = head.split(/\r\n(?![ \t])/);
      const names = ['from', 'to', 'subject', 'date', 'message-id'].filter((name) => fields.some((field) => field.toLowerCase().startsWith(`${name}:`)));
      const signed = names.map((name) => relaxed(fields.find((field) => field.toLowerCase().startsWith(`${name}:`))));
      const own = `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=${selector}; h=${names.join(':')}; bh=${bodyHash}; b=`;
      const signer = createSign('RSA-SHA256');
      signer.update([...signed, relaxed(own)].join('\r\n'), 'latin1');
      return Buffer.from(`${own}${signer.sign(privateKey, 'base64')}\r\n${text}`, 'latin1');
    },
  };
}

/** Fields of a signature or a record. */
const tags = (text) => Object.fromEntries(text.split(';').map((tag) => tag.split(/=([\s\S]*)/)).filter(([name]) => name.trim()).map(([name, value]) => [name.trim(), value.trim()]));
const relaxedField = (field) => {
  const [, name, value] = field.match(/^([^:]+):([\s\S]*)$/);
  return `${name.trim().toLowerCase()}:${value.replace(/\r\n/g, '').replace(/[ \t]+/g, ' ').trim()}`;
};

/** The public key of a record (RFC 6376, 3.6.1; RFC 8463, 4.2). */
function publicKey({ k = 'rsa', p }) {
  const bytes = Buffer.from(p.replace(/\s/g, ''), 'base64');
  // Ed25519 stands there bare.
  const der = k === 'ed25519' ? Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes]) : bytes;
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

/**
 * Checks every signature of a mail against `records` ({name: {TXT: [...]}}), as a receiver does. Gives for each, the
 * first one first, {domain, selector, algorithm, names, problem}, where a good one has no problem.
 */
export function checkSignatures(mail, records) {
  const text = mail.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const fields = text.slice(0, end).split(/\r\n(?![ \t])/);
  const body = text.slice(end + 4).replace(/[ \t]+/g, ' ').replace(/ \r\n/g, '\r\n').replace(/(\r\n)*$/, '');
  const canonicalBody = body ? `${body}\r\n` : '';
  return fields.filter((field) => /^DKIM-Signature:/i.test(field)).map((field) => {
    const signature = tags(field.slice(field.indexOf(':') + 1).replace(/\r\n/g, ''));
    const names = signature.h.split(':').map((name) => name.trim().toLowerCase());
    const result = { domain: signature.d, selector: signature.s, algorithm: signature.a, names };
    const record = records[`${signature.s}._domainkey.${signature.d}`]?.TXT?.[0];
    if (!record) return { ...result, problem: 'no key' };
    if (signature.c !== 'relaxed/relaxed') return { ...result, problem: `unknown form ${signature.c}` };
    const hash = createHash('sha256').update(canonicalBody, 'latin1').digest('base64');
    if (hash !== signature.bh.replace(/\s/g, '')) return { ...result, problem: 'another body' };
    // A name that stands there again means the field above; once there is none left, it means that there must be none.
    const left = [...fields];
    const signed = names.flatMap((name) => {
      const at = left.findLastIndex((one) => one.toLowerCase().startsWith(`${name}:`));
      return at < 0 ? [] : left.splice(at, 1).map(relaxedField);
    });
    const own = relaxedField(field.replace(/([;\s]b=)[^;]*/, '$1'));
    const data = Buffer.from([...signed, own].join('\r\n'), 'latin1');
    const key = publicKey(tags(record));
    const bytes = Buffer.from(signature.b.replace(/\s/g, ''), 'base64');
    const good = signature.a === 'ed25519-sha256'
      ? verify(null, createHash('sha256').update(data).digest(), key, bytes)
      : verify('RSA-SHA256', data, key, bytes);
    return good ? result : { ...result, problem: 'bad signature' };
  });
}
