// Signing mails as their senders' servers do (RFC 6376, relaxed).
import { createHash, createSign, generateKeyPairSync } from 'node:crypto';

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
