// A visitor at the form for questions: answers its security code as browsers do.
import { createHash } from 'node:crypto';
import { decode } from './html.mjs';

/** The security code of a form: {challenge, bits, sum}. */
export function securityCode(html) {
  const challenge = decode(html.match(/name="challenge" value="([^"]+)"/)[1]);
  const [, a, b] = html.match(/<label for="code">[^<]*?(\d+) \+ (\d+)/);
  return { challenge, bits: Number(html.match(/data-proof-of-work="(\d+)"/)[1]), sum: Number(a) + Number(b) };
}

/** A number that proves work for a code. */
export function prove({ challenge, bits }) {
  for (let number = 0; ; number += 1) {
    const digest = createHash('sha256').update(`${challenge}:${number}`).digest();
    if (Math.clz32(digest.readUInt32BE(0)) >= bits) return String(number);
  }
}

/** What a visitor's form must carry besides what was typed. */
export async function codeOf(visitor) {
  const code = securityCode(await visitor.text('/tickets/new'));
  return { challenge: code.challenge, proof: prove(code) };
}

/** A visitor asks; gives the response. */
export const askAsVisitor = async (visitor, fields, files = {}) =>
  visitor.postForm('/tickets', { ...await codeOf(visitor), ...fields }, files);
