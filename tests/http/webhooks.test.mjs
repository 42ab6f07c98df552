// Webhooks: signed, in order, again until they arrive; their log; sending again from any point.
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, until } from '../lib/desk.mjs';
import { errorOf, textOf } from '../lib/html.mjs';
import { House, follow } from '../lib/house.mjs';

const HOOKS = '/agent/settings/webhooks';

/** A receiver that keeps what it gets; `answer` decides the status. */
async function receiver() {
  const got = [];
  const state = { got, answer: () => 204 };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => { body += chunk; });
    request.on('end', () => {
      const letter = { headers: request.headers, body, json: JSON.parse(body), url: request.url };
      const status = state.answer(letter);
      if (status) { got.push({ ...letter, status }); response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('noted'); } else request.socket.destroy();
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return Object.assign(state, { url: `http://127.0.0.1:${server.address().port}/hook`, close: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }) });
}

onBothEngines(describe, 'webhooks', (engine) => {
  let house, clara, abel, hook;
  before(async () => {
    house = await House.open(engine);
    clara = house.customer('Clara Customer', 'clara@customer.example');
    abel = house.agent('Abel Agent', 'abel@desk.example');
    hook = await receiver();
  });
  after(async () => { await hook.close(); await house.close(); });
  const add = async (fields) => {
    const answer = await house.admin.post(HOOKS, [['name', 'Shop'], ['url', hook.url], ...fields]);
    assert.equal(answer.status, 303, await answer.text());
    return answer.headers.get('location');
  };
  const kinds = () => hook.got.map((one) => one.json.type);

  test('events are sent as JSON, signed as Standard Webhooks has it, in order, chosen kinds only [R098]', async () => {
    const page = await add([['kind', 'ticket_opened'], ['kind', 'status_changed']]);
    const secret = (await house.admin.text(page)).match(/id="hook-secret">([^<]+)</)[1];
    const ticket = await house.ask(clara, { subject: 'Tell them' });
    await abel.post(`/agent/tickets/${ticket}/priority`, { priority: 'high' });
    await abel.post(`/agent/tickets/${ticket}/status`, { status: 'closed' });
    await until('both have arrived', () => hook.got.length === 2);
    assert.deepEqual(kinds(), ['ticket.ticket_opened', 'ticket.status_changed']);
    const [opened, closed] = hook.got;
    assert.equal(opened.json.data.ticket.subject, 'Tell them');
    assert.equal(closed.json.data.ticket.closed, true);
    assert.equal(closed.json.data.actor.name, 'Abel Agent');
    for (const { headers, body } of hook.got) {
      const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
      const signature = createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`).digest('base64');
      assert.equal(headers['webhook-signature'], `v1,${signature}`);
    }
    assert.match(textOf(await house.admin.text(page)), /204/);
  });

  test('what fails is tried again until it arrives, later events wait their turn, and the log says why', async () => {
    const page = `${HOOKS}/${house.sql('select max(id) from webhook')}`;
    hook.got.length = 0;
    let broken = true;
    hook.answer = () => (broken ? 503 : 200);
    const ticket = await house.ask(clara, { subject: 'Broken' });
    await abel.post(`/agent/tickets/${ticket}/status`, { status: 'closed' });
    await until('it was refused', () => hook.got.length > 0);
    await until('the page says so', async () => /fails since/.test(textOf(await house.admin.text(HOOKS))));
    assert.match(textOf(await house.admin.text(page)), /503 noted/);
    assert.deepEqual([...new Set(kinds())], ['ticket.ticket_opened'], 'the next event waits');
    broken = false;
    house.sql('update webhook set due_at = 0');
    await until('all has arrived', () => kinds().includes('ticket.status_changed'));
    const ids = hook.got.filter((one) => one.json.type === 'ticket.ticket_opened').map((one) => one.headers['webhook-id']);
    assert.equal(new Set(ids).size, 1, 'every try has the same id');
    assert.doesNotMatch(textOf(await house.admin.text(HOOKS)), /fails since/);
  });

  test('a receiver that hangs up, redirects or is not there is said in the log; no redirect is followed', async () => {
    const page = `${HOOKS}/${house.sql('select max(id) from webhook')}`;
    hook.got.length = 0;
    hook.answer = () => 302;
    await house.ask(clara, { subject: 'Elsewhere' });
    await until('it was asked', () => hook.got.length > 0);
    assert.ok(hook.got.every((one) => one.url === '/hook'));
    hook.answer = () => 0;
    house.sql('update webhook set due_at = 0');
    await until('the log has a try without an answer', () => Number(house.sql('select count(*) from webhook_delivery where status = 0')) > 0);
    hook.answer = () => 204;
    house.sql('update webhook set due_at = 0');
    await until('it has arrived', () => hook.got.some((one) => one.status === 204));
    assert.equal((await house.admin.get(page)).status, 200);
  });

  test('everything is sent again from any point, in the same order', async () => {
    const page = `${HOOKS}/${house.sql('select max(id) from webhook')}`;
    const from = house.sql("select min(id) from event where kind = 'ticket_opened'");
    const wanted = Number(house.sql("select count(*) from event where kind in ('ticket_opened', 'status_changed')"));
    hook.got.length = 0;
    await follow(house.admin, await house.admin.post(page, { action: 'replay', from: `#${from}` }));
    await until('all came again', () => hook.got.length === wanted);
    const events = hook.got.map((one) => one.json.data.event);
    assert.deepEqual(events, [...events].sort((a, b) => a - b));
    for (const bad of ['', 'soon']) assert.equal((await house.admin.post(page, { action: 'replay', from: bad })).status, 422);
  });

  test('a rule tells a webhook, whatever kinds of events that hears', async () => {
    hook.got.length = 0;
    const id = house.sql('select max(id) from webhook');
    const saved = await house.admin.post('/agent/settings/automations', { name: 'Tell', enabled: 'true', trigger: 'tag_added', wait: '0', unit: 'minutes', g0: 'all', 's0.deed': 'webhook', 's0.webhook': id, action: 'save' });
    assert.equal(saved.status, 303);
    const ticket = await house.ask(clara, { subject: 'Tagged' });
    await abel.post(`/agent/tickets/${ticket}/tags`, { tag: 'tell' });
    await until('it was told', () => kinds().includes('ticket.webhook_called'));
    assert.match(textOf(await house.page(abel, ticket)), /Tell.*told a webhook/);
    assert.match(textOf(await house.admin.text('/agent/settings/automations')), /tell a webhook Shop/);
    assert.equal((await house.admin.post('/agent/settings/automations', { name: 'Nobody', trigger: 'tag_added', g0: 'all', 's0.deed': 'webhook', 's0.webhook': '9999', action: 'save' })).status, 422);
  });

  test('a crash loses no event', async () => {
    hook.got.length = 0;
    const ticket = await house.ask(clara, { subject: 'Crash' });
    await house.crash();
    await until('it has arrived', () => hook.got.some((one) => one.json.data.ticket.id === ticket));
  });

  test('a webhook is switched off, hears what it missed when it is on again, and is forgotten', async () => {
    const page = `${HOOKS}/${house.sql('select max(id) from webhook')}`;
    const fields = [['name', 'Shop'], ['url', hook.url], ['kind', 'ticket_opened'], ['action', 'save']];
    await house.admin.post(page, fields);
    assert.match(textOf(await house.admin.text(HOOKS)), /Shop.*off/);
    hook.got.length = 0;
    const ticket = await house.ask(clara, { subject: 'Missed' });
    await house.admin.post(page, [...fields, ['enabled', 'yes']]);
    await until('it heard it', () => hook.got.some((one) => one.json.data.ticket.id === ticket));
    await house.admin.post(page, { action: 'delete' });
    assert.equal((await house.admin.get(page)).status, 404);
  });

  test('what cannot be a webhook is refused with what was typed', async () => {
    for (const [fields, field, what] of [[[['name', ''], ['url', hook.url]], 'name', /needed/], [[['name', 'x'], ['url', 'ftp://x.example']], 'url', /https/], [[['name', 'x'], ['url', 'https://']], 'url', /https/], [[['name', 'x'], ['url', 'https://a b']], 'url', /https/], [[['name', 'x'], ['url', hook.url], ['kind', 'configured']], 'kinds', /not known/]]) {
      const answer = await house.admin.post(HOOKS, fields);
      assert.equal(answer.status, 422);
      assert.match(errorOf(await answer.text(), field), what);
    }
  });
});
