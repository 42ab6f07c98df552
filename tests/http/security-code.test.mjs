// The security code of the visitors' form: answered by the browser's work or by a person, good once, not for long.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines } from '../lib/desk.mjs';
import { errorOf, fieldValue, hasField } from '../lib/html.mjs';
import { House } from '../lib/house.mjs';
import { prove, securityCode } from '../lib/visitor.mjs';

const HOUR = 3600 * 1_000_000;

onBothEngines(describe, 'the security code', (engine) => {
  let house, number = 0;
  before(async () => { house = await House.open(engine, { serve: { args: ['--trusted-proxies', '127.0.0.1'] } }); });
  after(() => house.close());
  const count = () => Number(house.sql('select count(*) from ticket'));
  /** A visitor from an address of their own: other tests must not slow this one down. */
  const visitor = () => {
    const one = new Browserless(house.desk.web);
    const from = `203.0.113.${number += 1}`;
    const { request } = one;
    one.request = (path, options = {}) => request.call(one, path, { ...options, headers: { ...options.headers, 'x-forwarded-for': from } });
    return one;
  };
  const words = () => ({ address: 'new@customer.example', first_name: 'Nora', last_name: 'New', subject: `Question ${number}`, body: 'My words' });
  const ask = (one, answer) => one.postForm('/tickets', { ...words(), ...answer });

  test('without scripts a person answers a small sum [R093]', async () => {
    const one = visitor();
    const code = securityCode(await one.text('/tickets/new'));
    assert.equal((await ask(one, { challenge: code.challenge, code: ` ${code.sum} ` })).status, 200);
    assert.equal(count(), 1);
  });

  test('with scripts the browser works for it [R093]', async () => {
    const one = visitor();
    const code = securityCode(await one.text('/tickets/new'));
    assert.equal((await ask(one, { challenge: code.challenge, proof: prove(code) })).status, 200);
    assert.equal(count(), 2);
  });

  test('no answer, a wrong one, a wrong proof: refused next to the field, and what was typed is kept', async () => {
    const one = visitor();
    const code = securityCode(await one.text('/tickets/new'));
    for (const [answer, said] of [[{}, /needed/], [{ code: String(code.sum + 1) }, /not right/], [{ code: 'twelve' }, /not right/], [{ code: '-1' }, /not right/],
      [{ proof: '1' }, /needed/], [{ proof: '9'.repeat(500) }, /needed/]]) {
      const refused = await ask(one, { challenge: code.challenge, ...answer });
      assert.equal(refused.status, 422, JSON.stringify(answer));
      const html = await refused.text();
      assert.match(errorOf(html, 'code'), said);
      assert.equal(fieldValue(html, 'body').trim(), 'My words');
      assert.equal(fieldValue(html, 'code'), answer.code ?? '');
      assert.equal(securityCode(html).challenge, code.challenge, 'the same question');
    }
    assert.equal(count(), 2);
  });

  test('it is good once: a second use, also at the same time, opens nothing, and a fresh one is given', async () => {
    const one = visitor();
    const code = securityCode(await one.text('/tickets/new'));
    const answers = await Promise.all([1, 2, 3].map(() => ask(one, { challenge: code.challenge, code: code.sum })));
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 422, 422]);
    const again = await ask(one, { challenge: code.challenge, code: code.sum });
    const html = await again.text();
    assert.match(errorOf(html, 'code'), /expired or was used/);
    const fresh = securityCode(html);
    assert.notEqual(fresh.challenge, code.challenge);
    assert.equal((await ask(one, { challenge: fresh.challenge, code: fresh.sum })).status, 200);
    assert.equal(count(), 4);
  });

  test('a form that comes back for another reason does not use it up', async () => {
    const one = visitor();
    const code = securityCode(await one.text('/tickets/new'));
    const answer = { challenge: code.challenge, code: code.sum };
    const html = await (await ask(one, { ...answer, subject: '' })).text();
    assert.equal(errorOf(html, 'code'), null);
    assert.equal(fieldValue(html, 'code'), String(code.sum));
    assert.equal((await ask(one, answer)).status, 200);
  });

  test('one that is forged, altered, or of another desk is refused', async () => {
    const one = visitor();
    const { challenge, sum } = securityCode(await one.text('/tickets/new'));
    const [kind, expires, id, signature] = challenge.split('.');
    for (const forged of ['', 'x', challenge.slice(1), `${kind}.${Number(expires) + HOUR}.${id}.${signature}`, `${kind}.${expires}.${id}x.${signature}`, `link.${expires}.${id}.${signature}`]) {
      const answer = await ask(one, { challenge: forged, code: sum, proof: forged && prove({ challenge: forged, bits: 16 }) });
      assert.equal(answer.status, 422, forged);
      assert.match(errorOf(await answer.text(), 'code'), /expired or was used/);
    }
    const other = await House.open(engine);
    const theirs = securityCode(await new Browserless(other.desk.web).text('/tickets/new'));
    assert.equal((await ask(visitor(), { challenge: theirs.challenge, code: theirs.sum })).status, 422);
    await other.close();
  });

  test('spent codes are forgotten when they would have expired', async () => {
    assert.ok(Number(house.sql('select count(*) from spent_challenge')) > 1);
    house.sql(`update spent_challenge set expires_at = 1`);
    const one = visitor();
    const code = securityCode(await one.text('/tickets/new'));
    await ask(one, { challenge: code.challenge, code: code.sum });
    assert.equal(house.sql('select count(*) from spent_challenge'), '1');
  });

  test('who is signed in needs none', async () => {
    const clara = house.customer('Clara Customer', 'clara@customer.example');
    assert.equal(hasField(await clara.text('/tickets/new'), 'challenge'), false);
    await house.ask(clara, { subject: 'No code' });
  });

  test('whether an address is known is told a few times a minute only [R088]', async () => {
    const one = visitor();
    house.addPerson('Known', 'known@customer.example');
    const asksForNames = async (address) => hasField(await one.text(`/tickets/new?address=${encodeURIComponent(address)}`), 'first_name');
    assert.deepEqual([await asksForNames('known@customer.example'), await asksForNames('unknown@customer.example'), await asksForNames('no address')], [false, true, false]);
    for (let at = 0; at < 10; at += 1) await asksForNames('known@customer.example');
    assert.equal(await asksForNames('known@customer.example'), true, 'the same answer for all');
  });
});
