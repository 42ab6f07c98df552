// Connections that dawdle, and addresses behind a proxy.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { Browserless } from '../lib/desk.mjs';
import { House } from '../lib/house.mjs';

describe('connections', () => {
  let house;
  before(async () => { house = await House.open('sqlite'); });
  after(() => house.close());

  /** Sends bytes and gives what came back when the desk hangs up. */
  const talk = (bytes) => new Promise((done, fail) => {
    const socket = connect(new URL(house.desk.web).port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk) => { heard += chunk; });
    socket.on('error', fail);
    socket.on('close', () => done(heard));
    socket.write(bytes);
  });

  test('who does not say what they want is hung up on, also after a first request', async () => {
    const [silent, slow, second] = await Promise.all([
      talk(''), talk('GET / HTTP/1.1\r\nHost: desk.example\r\nX-Slow: '), talk('GET /healthz HTTP/1.1\r\nHost: desk.example\r\n\r\nGET /heal')]);
    assert.doesNotMatch(`${silent}${slow}`, /200 OK/);
    assert.match(second, /200 OK[\s\S]*ok\n/);
  });

  test('limits hold for each address that a proxy of this machine names, not for what a client claims', async () => {
    const department = String(house.department);
    const ask = async (forwarded) => {
      const visitor = new Browserless(house.desk.web);
      const form = new FormData();
      for (const [name, value] of Object.entries({ address: 'v@visitor.example', department, subject: '', body: 'x' })) form.append(name, value);
      return (await visitor.request('/tickets', { method: 'POST', body: form, headers: { 'x-forwarded-for': forwarded } })).status;
    };
    for (let at = 0; at < 10; at += 1) assert.equal(await ask('203.0.113.1'), 422);
    assert.equal(await ask('203.0.113.1'), 429);
    assert.equal(await ask('198.51.100.7, 203.0.113.1'), 429, 'what stands to the left was written by the client');
    assert.equal(await ask('203.0.113.2'), 422);
    assert.equal(await ask('2001:db8:1::1'), 422);
    assert.equal(await ask('not an address'), 422);
  });
});
