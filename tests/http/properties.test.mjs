import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines } from '../lib/desk.mjs';
import { properties, timeline, toast, undoPath } from '../lib/html.mjs';
import { House, follow } from '../lib/house.mjs';

onBothEngines(describe, 'properties', (engine) => {
  let house, clara, agent, ticket, elsewhere;
  before(async () => {
    house = await House.open(engine);
    elsewhere = house.addDepartment('Elsewhere', 'Other service');
    clara = house.customer('Clara Customer', 'clara@customer.example');
    agent = house.agent('Abel Agent', 'abel@desk.example');
    ticket = await house.ask(clara, { subject: 'Properties' });
  });
  after(() => house.close());
  const change = async (what, fields) => follow(agent, await agent.post(`/agent/tickets/${ticket}/${what}`, fields));

  test('what was so already is said to be so, and offers nothing to take back', async () => {
    const html = await change('status', { status: 'open' });
    assert.equal(toast(html), 'It was like this already');
    assert.equal(undoPath(html), undefined);
  });

  for (const [name, what, fields, shown, said] of [
    ['taken in charge [R141]', 'assignment', () => ({ assignee: 'me' }), { assignee: 'Abel Agent' }, 'Assigned'],
    ['given to a colleague [R141]', 'assignment', () => ({ assignee: house.admin.id }), { assignee: 'Ada Admin' }, 'Assigned'],
    ['made to wait for the customer', 'status', () => ({ status: 'waiting_customer' }), { status: 'Waiting on customer' }, 'Status changed'],
    ['made to wait for us', 'status', () => ({ status: 'waiting_agent' }), { status: 'Waiting on agent' }, 'Status changed'],
    ['closed [R111]', 'status', () => ({ status: 'closed' }), { status: 'Closed' }, 'Closed'],
    ['made urgent', 'priority', () => ({ priority: 'urgent' }), { priority: 'Urgent' }, 'Priority changed'],
    ['made unimportant', 'priority', () => ({ priority: 'low' }), { priority: 'Low' }, 'Priority changed'],
    ['moved to another department', 'department', () => ({ department: elsewhere }), { department: 'Elsewhere' }, 'Moved to another department'],
    ['tagged', 'tags', () => ({ tag: '  Very,  VIP ' }), { tags: ['very vip'] }, 'Tag added'],
  ]) {
    test(`a ticket is ${name}, and that is taken back`, async () => {
      const was = properties(await house.page(agent, ticket));
      const html = await change(what, fields());
      assert.deepEqual(properties(html), { ...was, ...shown });
      assert.equal(toast(html), `${said} Undo`);
      const undone = await follow(agent, await agent.post(undoPath(html)));
      assert.deepEqual(properties(undone), was);
      assert.equal(toast(undone), 'Taken back');
      assert.ok(timeline(undone).some((line) => /\(taken back\)/.test(line)), 'the timeline keeps what happened');
    });
  }

  test('a tag is taken off, and that is taken back', async () => {
    await change('tags', { tag: 'keep' });
    const html = await change('tags/remove', { tag: 'keep' });
    assert.deepEqual(properties(html).tags, []);
    assert.deepEqual(properties(await follow(agent, await agent.post(undoPath(html)))).tags, ['keep']);
    await change('tags/remove', { tag: 'keep' });
  });

  test('nobody has it again', async () => {
    await change('assignment', { assignee: 'me' });
    assert.equal(properties(await change('assignment', { assignee: '' })).assignee, 'Nobody');
  });

  test('what changes nothing leaves no trace and offers no undo', async () => {
    const lines = timeline(await house.page(agent, ticket)).length;
    for (const [what, fields] of [['priority', { priority: 'normal' }], ['status', { status: 'open' }], ['assignment', { assignee: '' }],
      ['department', { department: house.department }], ['tags/remove', { tag: 'never there' }]])
      assert.equal(undoPath(await change(what, fields)), undefined, what);
    assert.equal(timeline(await house.page(agent, ticket)).length, lines);
  });

  test('a change is taken back once, by its author only, and not when others built on it', async () => {
    const html = await change('priority', { priority: 'high' });
    assert.equal((await house.admin.post(undoPath(html))).status, 404);
    assert.equal(properties(await house.page(agent, ticket)).priority, 'High');
    await house.admin.post(`/agent/tickets/${ticket}/priority`, { priority: 'urgent' });
    assert.match(toast(await follow(agent, await agent.post(undoPath(html)))), /Too late/);
    assert.equal(properties(await house.page(agent, ticket)).priority, 'Urgent');
    const again = await change('priority', { priority: 'normal' });
    await agent.post(undoPath(again));
    assert.match(toast(await follow(agent, await agent.post(undoPath(again)))), /Too late/);
    assert.equal(properties(await house.page(agent, ticket)).priority, 'Urgent');
    await change('priority', { priority: 'normal' });
  });

  test('only people of the desk can have a ticket, only what exists can be set', async () => {
    for (const [what, fields] of [['assignment', { assignee: clara.id }], ['assignment', { assignee: 99999 }], ['assignment', { assignee: 'x' }],
      ['status', { status: 'gone' }], ['status', {}], ['priority', { priority: '9' }], ['department', { department: 9999 }],
      ['department', { department: 'x' }], ['tags', { tag: '' }], ['tags', { tag: ' , ,' }], ['tags', { tag: 'x'.repeat(41) }]]) {
      const answer = await agent.post(`/agent/tickets/${ticket}/${what}`, fields);
      assert.ok(answer.status === 400 || answer.status === 422, `${what} ${JSON.stringify(fields)}: ${answer.status}`);
    }
    assert.deepEqual(properties(await house.page(agent, ticket)),
      { status: 'Open', priority: 'Normal', assignee: 'Nobody', department: 'General', tags: [] });
  });

  test('a ticket has at most thirty tags', async () => {
    const other = await house.ask(clara, { subject: 'Tags' });
    for (let at = 0; at < 30; at += 1) assert.equal((await agent.post(`/agent/tickets/${other}/tags`, { tag: `tag ${at}` })).status, 303);
    assert.ok((await agent.post(`/agent/tickets/${other}/tags`, { tag: 'one more' })).status >= 400);
    assert.equal(properties(await house.page(agent, other)).tags.length, 30);
  });
});

onBothEngines(describe, 'bulk actions', (engine) => {
  let house, agent, tickets;
  before(async () => {
    house = await House.open(engine);
    const clara = house.customer('Clara Customer', 'clara@customer.example');
    agent = house.agent('Abel Agent', 'abel@desk.example');
    tickets = [];
    for (let at = 0; at < 3; at += 1) tickets.push(await house.ask(clara, { subject: `Bulk ${at}` }));
    await agent.post(`/agent/tickets/${tickets[0]}/priority`, { priority: 'high' });
  });
  after(() => house.close());
  const all = () => Promise.all(tickets.map(async (ticket) => properties(await house.page(agent, ticket))));
  const bulk = (fields) => agent.post('/agent/tickets/bulk', { ids: tickets, back: '/agent/views/open?order=oldest', ...fields });

  for (const [name, fields, shown, said] of [
    ['assigned', () => ({ action: 'assign:me' }), { assignee: 'Abel Agent' }, '3 tickets assigned'],
    ['given to somebody', () => ({ action: `assign:${house.admin.id}` }), { assignee: 'Ada Admin' }, '3 tickets assigned'],
    ['closed', () => ({ action: 'status:closed' }), { status: 'Closed' }, '3 tickets closed'],
    ['made to wait', () => ({ action: 'status:waiting_customer' }), { status: 'Waiting on customer' }, 'Status of 3 tickets changed'],
    ['made urgent', () => ({ action: 'priority:urgent' }), { priority: 'Urgent' }, 'Priority of 3 tickets changed'],
    ['tagged', () => ({ action: 'tag', tag: 'many' }), { tags: ['many'] }, '3 tickets tagged'],
  ]) {
    test(`several tickets are ${name} at once, and one undo takes it all back`, async () => {
      const was = await all();
      const answer = await bulk(fields());
      assert.equal(answer.headers.get('location'), '/agent/views/open?order=oldest');
      const html = await follow(agent, answer);
      assert.equal(toast(html), `${said} Undo`);
      assert.deepEqual(await all(), was.map((one) => ({ ...one, ...shown })));
      assert.equal((await agent.post(undoPath(html))).status, 303);
      assert.deepEqual(await all(), was);
    });
  }

  test('one undo leaves alone what was changed since', async () => {
    const html = await follow(agent, await bulk({ action: 'priority:urgent' }));
    await house.admin.post(`/agent/tickets/${tickets[1]}/priority`, { priority: 'low' });
    await agent.post(undoPath(html));
    assert.deepEqual((await all()).map((one) => one.priority), ['High', 'Low', 'Normal']);
  });

  test('nothing selected, too many selected, an unknown action: nothing happens', async () => {
    const was = await all();
    for (const fields of [{ ids: [], action: 'status:closed' }, { ids: Array.from({ length: 201 }, () => tickets[0]), action: 'status:closed' },
      { action: 'explode' }, { action: '' }, { action: 'status:gone' }, { action: 'assign:x' }, { action: 'priority:' },
      { ids: ['x'], action: 'status:closed' }, { ids: ['99999999999999999999'], action: 'status:closed' }]) {
      const answer = await bulk(fields);
      assert.ok(answer.status >= 400 && answer.status < 500, `${JSON.stringify(fields).slice(0, 80)}: ${answer.status}`);
    }
    assert.deepEqual(await all(), was);
  });

  test('what is not possible for all of them changes none, and says so', async () => {
    const was = await all();
    const outsider = house.agent('Rita Restricted', 'rita@desk.example', [house.addDepartment('Not hers')]);
    for (const fields of [{ action: 'tag', tag: '' }, { action: `assign:${outsider.id}` }, { action: 'department:9999' }])
      assert.match(toast(await follow(agent, await bulk(fields))), /Nothing was changed/, fields.action);
    assert.deepEqual(await all(), was);
  });

  test('chosen in the list, tickets are merged into the oldest', async () => {
    const answer = await bulk({ action: 'merge' });
    const [first, ...others] = [...tickets].sort((a, b) => a - b);
    assert.equal(answer.headers.get('location'), `/agent/tickets/${first}/merge?${others.map((other) => `tickets=${other}`).join('&')}`);
    const page = await agent.text(answer.headers.get('location'));
    for (const other of others) assert.match(page, new RegExp(`name="tickets" value="${other}" checked`));
  });

  test('it never leads to another site', async () => {
    const answer = await bulk({ action: 'priority:low', back: '//evil.example/' });
    assert.equal(answer.headers.get('location'), '/agent/views/open');
  });
});
