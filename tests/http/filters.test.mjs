// Filters: every new ticket meets them in order; what they did stands in the timeline, with the reason.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, run, until } from '../lib/desk.mjs';
import { between, fieldValue, properties, rowIds, textOf, timeline } from '../lib/html.mjs';
import { House, follow } from '../lib/house.mjs';

const PAGE = '/agent/settings/filters';

onBothEngines(describe, 'creation filters', (engine) => {
  let house, agent, clara, elsewhere;
  before(async () => {
    house = await House.open(engine);
    agent = house.agent('Abel Agent', 'abel@desk.example');
    clara = house.customer('Clara Customer', 'email@domain.com');
    elsewhere = house.addDepartment('Elsewhere');
  });
  after(() => house.close());
  const filter = (fields) => ({ name: 'A filter', element: 'subject', operator: 'contains', value: 'word', effect: 'tag', tag: 'found', enabled: 'true', ...fields });
  const add = async (fields) => {
    const answer = await house.admin.post(PAGE, filter(fields));
    assert.equal(answer.status, 303, JSON.stringify(fields));
    return Number(house.sql('select max(id) from creation_filter'));
  };
  const change = (id, fields) => house.admin.post(`${PAGE}/${id}`, fields);
  const clear = () => house.sql('delete from creation_filter');
  const names = async () => [...(await house.admin.text(PAGE)).matchAll(/<h2 id="title-\d+">([^<]*)/g)].map((found) => found[1]);

  test('a filter has a name, an element, a condition and an action, and is read as a sentence [R117, R118, R119, R120]', async () => {
    await add({ name: 'Accounts to Abel', element: 'sender', operator: 'is', value: 'email@domain.com', effect: 'assign', agent: agent.id });
    const page = await house.admin.text(PAGE);
    assert.match(textOf(page), /Accounts to Abel If the sender’s address is “email@domain\.com”: transfer to Abel Agent/);
    for (const [name, count] of [['element', 3], ['operator', 6], ['effect', 7]])
      assert.equal([...between(page, `id="${name}-new"`, '</select>').matchAll(/<option/g)].length, count, name);
  });

  test('the author’s address equals: the ticket is transferred at once to that agent, who is mailed [R121, R123]', async () => {
    const ticket = await house.ask(clara, { subject: 'Anything' });
    const html = await house.page(house.admin, ticket);
    assert.equal(properties(html).assignee, 'Abel Agent');
    assert.ok(timeline(html).some((line) => /Rule “ Accounts to Abel ” assigned it to Abel Agent because the sender’s address is “email@domain\.com”/.test(line)), timeline(html).join('\n'));
    await house.mail('Abel is told', (mail) => /abel@desk/.test(mail) && mail.includes(`[#${ticket}]`));
    const other = await house.ask(house.customer('Olga', 'other@domain.com'), { subject: 'Anything' });
    assert.equal(properties(await house.page(house.admin, other)).assignee, 'Nobody');
    clear();
  });

  test('the subject contains a word: deleted at once, kept in the trash, nobody is mailed [R122]', async () => {
    await add({ name: 'No lottery', value: 'LOTTERIE', effect: 'delete' });
    const ticket = await house.ask(clara, { subject: 'Votre lottérie du jour' });
    assert.deepEqual([rowIds(await agent.text('/agent/views/open')).includes(ticket), rowIds(await agent.text('/agent/views/trash'))], [false, [ticket]]);
    assert.equal(house.sql(`select count(*) from outbox where ticket_id = ${ticket}`), '0');
    clear();
  });

  test('each filter that matches is applied, in order; one that deletes ends the chain [R123]', async () => {
    await add({ name: '1', effect: 'important', tag: '' });
    await add({ name: '2', value: 'not this', tag: 'never' });
    await add({ name: '3', element: 'content', value: 'body', tag: 'third' });
    await add({ name: '4', effect: 'department', department: elsewhere });
    const off = await add({ name: '5', tag: 'off', enabled: '' });
    await add({ name: '6', effect: 'delete' });
    await add({ name: '7', tag: 'too late' });
    const ticket = await house.ask(clara, { subject: 'A word', body: 'In the body' });
    const html = await house.page(agent, ticket);
    assert.deepEqual(properties(html), { status: 'Open', priority: 'High', assignee: 'Nobody', department: 'Elsewhere', tags: ['third'] });
    const lines = timeline(html).filter((line) => /^Rule “ \d ”/.test(line)).map((line) => line[7]);
    assert.deepEqual(lines, ['1', '3', '4', '6']);
    assert.deepEqual(await names(), ['1', '2', '3', '4', '5', '6', '7']);
    await change(off, { action: 'up' });
    assert.deepEqual(await names(), ['1', '2', '3', '5', '4', '6', '7']);
    await change(off, { action: 'delete' });
    assert.deepEqual(await names(), ['1', '2', '3', '4', '6', '7']);
    clear();
  });

  test('closing, tagging, calling it spam; also for mail', async () => {
    await add({ name: 'Close', value: 'closing', effect: 'close' });
    await add({ name: 'Spam', element: 'sender', operator: 'ends', value: '@spam.example', effect: 'spam' });
    await add({ name: 'Starts', operator: 'starts', value: 'order', tag: 'order' });
    const [closed, ordered] = [await house.ask(clara, { subject: 'Closing soon' }), await house.ask(clara, { subject: 'Order 12' })];
    assert.equal(properties(await house.page(agent, closed)).status, 'Closed');
    assert.deepEqual(properties(await house.page(agent, ordered)).tags, ['order']);
    for (const number of [1, 2]) {
      const delivered = await run(['mail', 'deliver', ...house.installation.options, '--to', 'support@desk.example'],
        { input: `From: x@spam.example\r\nTo: support@desk.example\r\nMessage-ID: <${number}@spam.example>\r\nSubject: Win ${number}\r\n\r\nHello\r\n` });
      assert.equal(delivered.code, 0, delivered.stderr);
      await until('it is read', () => house.sql("select count(*) from inbound where state = 'received'") === '0');
    }
    assert.equal(rowIds(await agent.text('/agent/views/spam')).length, 2);
    assert.match(textOf(await house.admin.text('/agent/settings/blocked')), /x@spam\.example.*blocked by a filter.*Win [12].*Win [12]/);
    clear();
  });

  test('a filter whose agent or department is gone says so on the ticket, and the others go on', async () => {
    const gone = house.agent('Gone Agent', 'gone@desk.example');
    await add({ name: 'To the gone', effect: 'assign', agent: gone.id });
    await add({ name: 'Still', tag: 'still' });
    await house.admin.post(`/agent/settings/agents/${gone.id}`, { role: 'customer' });
    const html = await house.page(agent, await house.ask(clara, { subject: 'A word' }));
    assert.deepEqual(properties(html).tags, ['still']);
    assert.equal(properties(html).assignee, 'Nobody');
    assert.ok(timeline(html).some((line) => /Filter “ To the gone ” matched, but what it names is no longer here/.test(line)), timeline(html).join('\n'));
    clear();
  });

  test('what is missing or wrong is said at once, next to its field, with what was typed', async () => {
    const answer = await house.admin.post(PAGE, filter({ name: '', value: ' ', effect: 'assign', agent: clara.id }));
    assert.equal(answer.status, 422);
    const form = between(await answer.text(), 'id="form-new"', '</form>');
    assert.match(textOf(between(form, 'id="error-name-new"', '</p>')), /needed/);
    assert.match(textOf(between(form, 'id="error-value-new"', '</p>')), /needed/);
    assert.match(textOf(between(form, 'id="error-argument"', '</p>')), /not known/);
    assert.equal(fieldValue(form, 'effect'), 'assign');
    const id = await add({ name: 'Mine' });
    const changed = await change(id, filter({ name: 'x'.repeat(500), value: 'other words' }));
    assert.equal(changed.status, 422);
    const card = between(await changed.text(), `id="form-${id}"`, '</form>');
    assert.match(textOf(card), /too long/);
    assert.equal(fieldValue(card, 'value'), 'other words');
    for (const path of [`${PAGE}/9999`]) assert.equal((await house.admin.post(path, filter({}))).status, 404);
    const page = await follow(house.admin, await change(id, filter({ name: 'Renamed', value: 'Ünï', enabled: '' })));
    assert.match(textOf(page), /Renamed off/);
    clear();
  });
});
