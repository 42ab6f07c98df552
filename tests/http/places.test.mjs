// Spam, trash, importance: where tickets go besides the lists, and how they come back.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, until } from '../lib/desk.mjs';
import { menuCounts, properties, rowIds, textOf, timeline, toast, undoPath } from '../lib/html.mjs';
import { House, follow } from '../lib/house.mjs';

const BLOCKED = '/agent/settings/blocked';
const DAY = 24 * 3600 * 1_000_000;

onBothEngines(describe, 'spam', (engine) => {
  let house, agent, sam, ticket;
  before(async () => {
    house = await House.open(engine);
    agent = house.agent('Abel Agent', 'abel@desk.example');
    sam = house.customer('Sam Spammer', 'sam@spam.example');
    ticket = await house.ask(sam, { subject: 'Buy now' });
  });
  after(() => house.close());
  const list = async (view) => rowIds(await agent.text(`/agent/views/${view}`));
  const put = (number, place) => agent.post(`/agent/tickets/${number}/place`, { place });

  test('one click: the ticket is spam, out of the lists, and so is every later one of its sender [R112]', async () => {
    const html = await follow(agent, await put(ticket, 'spam'));
    assert.match(toast(html), /Called spam/);
    assert.match(textOf(html), /This ticket is spam/);
    assert.deepEqual([await list('open'), await list('spam')], [[], [ticket]]);
    const later = await house.ask(sam, { subject: 'Buy later' });
    assert.deepEqual([await list('open'), (await list('spam')).sort()], [[], [ticket, later].sort()]);
    assert.ok(timeline(await house.page(agent, later)).some((line) => /Rule “ Blocked senders ” called it spam because its sender is blocked/.test(line)));
    assert.equal(house.sql(`select count(*) from outbox where ticket_id = ${later}`), '0', 'nobody is told, nothing is acknowledged');
    assert.equal(menuCounts(await agent.text('/agent/views/open')).spam, 2);
    assert.deepEqual(rowIds(await agent.text('/agent/search?q=later')), [later], 'who looks for it still finds it');
    assert.deepEqual(rowIds(await agent.text('/agent/search?q=is:spam')).sort(), [ticket, later].sort());
  });

  test('another sender is not affected; the spammer still reads what they wrote', async () => {
    const other = await house.ask(house.customer('Olga', 'olga@customer.example'), { subject: 'Honest' });
    assert.ok((await list('open')).includes(other));
    assert.equal((await sam.get(`/tickets/${ticket}`)).status, 200);
  });

  test('the list of blocked senders shows who, by whom, and what was caught; unblocked, the next one arrives', async () => {
    const page = await house.admin.text(BLOCKED);
    assert.match(textOf(page), /Sam Spammer.*sam@spam\.example.*blocked by Abel Agent.*Buy (later|now)/);
    const back = await follow(house.admin, await house.admin.post(`${BLOCKED}/${sam.id}`, {}));
    assert.match(textOf(back), /Nobody is blocked/);
    const next = await house.ask(sam, { subject: 'Sorry' });
    assert.ok((await list('open')).includes(next));
    assert.equal((await list('spam')).length, 2, 'what was caught is still there');
  });

  test('unblocked with release, all that was caught comes back', async () => {
    await put(ticket, 'spam');
    const again = await house.ask(sam, { subject: 'Once more' });
    await put(again, 'spam');
    house.sql(`insert into blocked_sender (person_id, blocked_at) values (${sam.id}, 0) on conflict do nothing`);
    assert.equal((await house.admin.post(`${BLOCKED}/${sam.id}`, { release: '1' })).status, 303);
    assert.deepEqual(await list('spam'), []);
    assert.ok((await list('open')).includes(ticket));
  });

  test('deleted, and written to again, the ticket of a blocked sender is spam, not work; nobody is mailed', async () => {
    const bad = await house.ask(sam, { subject: 'Bad' });
    await agent.post(`/agent/tickets/${bad}/assignment`, { assignee: 'me' });
    await put(bad, 'spam');
    await put(bad, 'trash');
    await sam.postForm(`/tickets/${bad}/messages`, { body: 'Again!' });
    assert.deepEqual([(await list('open')).includes(bad), await list('spam')], [false, [bad]]);
    assert.equal(house.sql(`select count(*) from outbox where ticket_id = ${bad} and person_id = ${agent.id}`), '0');
    await put(bad, '');
  });

  test('undone, the sender is free again', async () => {
    const fresh = await house.ask(sam, { subject: 'Undo me' });
    const html = await follow(agent, await put(fresh, 'spam'));
    assert.equal((await agent.post(undoPath(html))).status, 303);
    assert.ok((await list('open')).includes(fresh));
    const next = await house.ask(sam, { subject: 'After undo' });
    assert.ok((await list('open')).includes(next));
  });

  test('a colleague is never blocked', async () => {
    const own = await house.ask(agent, { subject: 'From inside' });
    await follow(house.admin, await house.admin.post(`/agent/tickets/${own}/place`, { place: 'spam' }));
    assert.equal(house.sql(`select count(*) from blocked_sender where person_id = ${agent.id}`), '0');
  });
});

onBothEngines(describe, 'trash', (engine) => {
  let house, agent, clara, ticket;
  before(async () => {
    house = await House.open(engine);
    agent = house.agent('Abel Agent', 'abel@desk.example');
    clara = house.customer('Clara Customer', 'clara@customer.example');
    ticket = await house.ask(clara, { subject: 'Throw me away', body: 'zanzibar' }, { file: { name: 'a.txt', type: 'text/plain', content: 'content' } });
  });
  after(() => house.close());
  const list = async (view) => rowIds(await agent.text(`/agent/views/${view}`));
  const put = (number, place) => agent.post(`/agent/tickets/${number}/place`, { place });

  test('a deleted ticket is in the trash only, can be undone and put back [R114]', async () => {
    const html = await follow(agent, await put(ticket, 'trash'));
    assert.match(toast(html), /Deleted Undo/);
    assert.deepEqual([await list('open'), await list('trash')], [[], [ticket]]);
    assert.doesNotMatch(await agent.text('/agent/search?q=zanzibar'), /Throw me away/);
    await agent.post(undoPath(html));
    assert.deepEqual([await list('open'), await list('trash')], [[ticket], []]);
    await put(ticket, 'trash');
    assert.match(toast(await follow(agent, await put(ticket, ''))), /Put back/);
    assert.deepEqual([await list('open'), await list('trash')], [[ticket], []]);
    assert.match(await agent.text('/agent/search?q=zanzibar'), /Throw me away/);
  });

  test('when its customer writes again it comes back, with the reason', async () => {
    await put(ticket, 'trash');
    await clara.postForm(`/tickets/${ticket}/messages`, { body: 'Hello? Anybody?' });
    assert.deepEqual(await list('open'), [ticket]);
    assert.ok(timeline(await house.page(agent, ticket)).some((line) => /put the ticket back because the customer wrote again/.test(line)));
  });

  test('after 30 days in the trash it is gone for good: words, files, all; others stay', async () => {
    const kept = await house.ask(clara, { subject: 'Stays in the trash' });
    await put(ticket, 'trash');
    await put(kept, 'trash');
    const path = `/files/${house.sql(`select token from attachment where ticket_id = ${ticket}`)}`;
    assert.equal((await agent.get(path)).status, 200);
    house.sql(`update ticket set placed_at = placed_at - ${31 * DAY} where id = ${ticket}`);
    await house.crash();
    agent.web = clara.web = house.desk.web;
    await until('the trash is emptied', async () => (await list('trash')).join() === String(kept));
    assert.equal((await agent.get(`/agent/tickets/${ticket}`)).status, 404);
    assert.equal((await clara.get(`/tickets/${ticket}`)).status, 404);
    assert.equal((await agent.get(path)).status, 404);
    assert.equal(house.sql(`select count(*) from message where ticket_id = ${ticket} and (text <> '' or html <> '')`), '0');
    assert.doesNotMatch(await agent.text('/agent/search?q=zanzibar'), /Throw/);
    assert.equal((await put(kept, '')).status, 303);
  });
});

onBothEngines(describe, 'from the list', (engine) => {
  let house, agent, clara, tickets;
  before(async () => {
    house = await House.open(engine);
    agent = house.agent('Abel Agent', 'abel@desk.example');
    clara = house.customer('Clara Customer', 'clara@customer.example');
    tickets = [];
    for (const subject of ['One', 'Two', 'Three']) tickets.push(await house.ask(clara, { subject }));
  });
  after(() => house.close());
  const list = async (view) => rowIds(await agent.text(`/agent/views/${view}`));
  const bulk = async (action, ids) => follow(agent, await agent.post('/agent/tickets/bulk', { ids, action, back: '/agent/views/open' }));

  test('an important ticket stands first, whatever was written later [R113]', async () => {
    const [one, two, three] = tickets;
    assert.deepEqual(await list('open'), [three, two, one]);
    await agent.post(`/agent/tickets/${one}/priority`, { priority: 'high' });
    assert.deepEqual(await list('open'), [one, three, two]);
    assert.equal(properties(await house.page(agent, one)).priority, 'High');
    await clara.postForm(`/tickets/${two}/messages`, { body: 'Me first!' });
    for (const view of ['open', 'unassigned', `department-${house.department}`, `service-${house.service}`])
      assert.deepEqual(await list(view), [one, two, three], view);
    await agent.post(`/agent/tickets/${one}/priority`, { priority: 'normal' });
    assert.deepEqual(await list('open'), [two, three, one]);
  });

  test('many at once are called spam, deleted, moved, put back, and each act is undone as one', async () => {
    const [one, two] = tickets;
    const elsewhere = house.addDepartment('Elsewhere');
    for (const [action, view] of [['place:spam', 'spam'], ['place:trash', 'trash'], [`department:${elsewhere}`, `department-${elsewhere}`]]) {
      const html = await bulk(action, [one, two]);
      assert.match(toast(html), /2 tickets/, action);
      assert.deepEqual((await list(view)).sort(), [one, two].sort(), action);
      await agent.post(undoPath(html));
      assert.deepEqual(await list(view), [], `${action} undone`);
      assert.equal((await list('open')).length, 3, `${action} undone`);
    }
    await bulk('place:trash', [one, two]);
    await bulk('place:', [one, two]);
    assert.equal((await list('open')).length, 3);
  });
});
