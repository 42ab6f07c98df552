// Types of tickets and their statuses: settings, what agents and customers see of them, and rules.
import { after, before, test, describe } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, until } from '../lib/desk.mjs';
import { errorOf, rowIds, rowOf, textOf } from '../lib/html.mjs';
import { House, follow } from '../lib/house.mjs';

const TYPES = '/agent/settings/types';

onBothEngines(describe, 'types of tickets', (engine) => {
  let house, clara, agent;
  before(async () => {
    house = await House.open(engine);
    clara = house.customer('Clara Customer', 'clara@customer.example');
    agent = house.agent('Abel Agent', 'abel@desk.example');
  });
  after(() => house.close());

  const typeId = (builtin) => Number(house.sql(`select id from ticket_type where builtin = '${builtin}'`));
  const statuses = (kind) => house.sql(`select case when name = '' then category else name end from status where type_id = ${kind} and retired_to is null order by position, id`).replaceAll('\n', ', ');
  const statusId = (kind, name) => Number(house.sql(`select id from status where type_id = ${kind} and retired_to is null and (name = '${name}' or name = '' and category = '${name}')`));
  const stands = (ticket) => house.sql(`select y.builtin || '/' || case when w.name = '' then w.category else w.name end || '/' || t.category from ticket t join ticket_type y on y.id = t.type_id join status w on w.id = t.status_id where t.id = ${ticket}`);
  /** The form of the statuses as the page has it, with changes: { id: { name, category, … } }. */
  const formOf = async (kind, changes = {}, action = 'save', added = {}) => {
    const html = await house.admin.text(`${TYPES}/${kind}`);
    const fields = [];
    for (const [, id] of html.matchAll(/name="id" value="(\d+)"/g)) {
      const part = html.slice(html.indexOf(`id="status-${id}"`));
      const own = {
        name: part.match(/name="name\.\d+" value="([^"]*)"/)[1],
        category: part.match(/name="category[\s\S]*?value="(\w+)" selected/)[1],
        customer: part.match(/name="customer\.\d+" value="([^"]*)"/)[1],
        shape: part.match(/name="shape[\s\S]*?value="(\w*)" selected/)[1],
        ...changes[id],
      };
      fields.push(['id', id]);
      for (const [name, value] of Object.entries(own)) fields.push([`${name}.${id}`, value]);
    }
    for (const [name, value] of Object.entries(added)) fields.push([name, value]);
    return [...fields, ['action', action]];
  };
  const save = async (kind, ...rest) => house.admin.post(`${TYPES}/${kind}/statuses`, await formOf(kind, ...rest));
  const add = (kind, name, category, more = {}) => save(kind, {}, 'add', { name, category, ...more });

  test('a new desk has one type in use and hides the others until they are asked for [R128, R130, R132, R134]', async () => {
    const html = await house.admin.text(TYPES);
    const [shown, hidden] = html.match(/id="family-ticket"[\s\S]*?<\/section>/)[0].split('<details');
    assert.match(textOf(shown), /1 of 10 types in use.*Ticket/);
    assert.doesNotMatch(textOf(shown), /Suggestion/);
    assert.match(textOf(`<details${hidden}`), /Show hidden types \(4\).*Question.*Problem.*Suggestion.*Order/);
    for (const family of ['task', 'feature']) assert.match(textOf(html.match(new RegExp(`id="family-${family}"[\\s\\S]*?</section>`))[0]), /0 of 10 types in use/);
    // With one type there is nothing to choose anywhere [R134].
    assert.doesNotMatch(await agent.text('/agent/tickets/new'), /name="type"/);
    const ticket = await house.ask(clara, { subject: 'One flow' });
    assert.doesNotMatch(await house.page(agent, ticket), /\/type"/);
    assert.equal(stands(ticket), 'ticket/open/open');
  });

  test('a type is enabled with an address of its own, renamed with another one, and gets an icon [R129, R131]', async () => {
    const kind = typeId('suggestion');
    const page = await follow(house.admin, await house.admin.post(`${TYPES}/${kind}`, { action: 'enable' }));
    assert.match(textOf(page), /Enabled/);
    const addresses = () => house.sql(`select address from desk_address where type_id = ${kind} order by id`).replaceAll('\n', ' ');
    const host = house.sql('select address from desk_address where type_id is null limit 1').split('@')[1];
    assert.equal(addresses(), `suggestion@${host}`);
    assert.match(page, new RegExp(`<code[^>]*>suggestion@${host}`));
    await house.admin.post(`${TYPES}/${kind}`, { name: 'Bonne idée', icon: 'sparkles' });
    assert.equal(addresses(), `suggestion@${host} bonne-idee@${host}`);
    const renamed = await house.admin.text(`${TYPES}/${kind}`);
    assert.match(renamed, new RegExp(`<code[^>]*>bonne-idee@${host}`));
    assert.match(renamed, /value="sparkles" checked/);
    // Back to the first name: its first address stands for it again.
    await house.admin.post(`${TYPES}/${kind}`, { name: 'Suggestion', icon: 'lightbulb' });
    assert.match(await house.admin.text(`${TYPES}/${kind}`), new RegExp(`<code[^>]*>suggestion@${host}`));
  });

  test('names that are missing, too long or taken, and unknown icons are refused with what was typed', async () => {
    const kind = typeId('suggestion');
    await house.admin.post(TYPES + '?family=ticket', { name: 'Complaint' });
    for (const [fields, field, what] of [[{ name: ' ', icon: 'mail' }, 'name', /needed/], [{ name: 'x'.repeat(500), icon: 'mail' }, 'name', /too long/], [{ name: 'complaint', icon: 'mail' }, 'name', /in use/]]) {
      const answer = await house.admin.post(`${TYPES}/${kind}`, fields);
      assert.equal(answer.status, 422);
      const html = await answer.text();
      assert.match(errorOf(html, field), what);
      if (fields.name.trim()) assert.ok(html.includes(`value="${fields.name}"`));
    }
    assert.equal((await house.admin.post(`${TYPES}/${kind}`, { name: 'A', icon: 'skull' })).status, 422);
    assert.equal((await house.admin.post(TYPES + '?family=ticket', { name: '' })).status, 422);
    for (const path of [`${TYPES}/9999`, `${TYPES}/x`]) assert.ok((await house.admin.get(path)).status >= 400);
    assert.equal((await house.admin.post(`${TYPES}/9999`, { name: 'A', icon: 'mail' })).status, 404);
  });

  test('ten types of a family can be in use, the eleventh gets a clear error; the first type stays [R127]', async () => {
    for (let number = 1; number <= 7; number++) assert.equal((await house.admin.post(TYPES + '?family=ticket', { name: `Kind ${number}` })).status, 303);
    const eleventh = await house.admin.post(TYPES + '?family=ticket', { name: 'One too many' });
    assert.equal(eleventh.status, 422);
    assert.match(textOf(await eleventh.text()), /No more than 10 types/);
    const hidden = await house.admin.post(`${TYPES}/${typeId('order')}`, { action: 'enable' });
    assert.equal(hidden.status, 422);
    assert.equal((await house.admin.post(TYPES + '?family=task', { name: 'Errand' })).status, 303, 'another family has room');
    const first = await house.admin.post(`${TYPES}/${typeId('ticket')}`, { action: 'disable' });
    assert.equal(first.status, 422);
    assert.match(textOf(await first.text()), /always in use/);
    for (let number = 1; number <= 7; number++) await house.admin.post(`${TYPES}/${house.sql(`select id from ticket_type where name = 'Kind ${number}'`)}`, { action: 'disable' });
  });

  test('a type has its own statuses in its own order, each counting as something [R133, R146]', async () => {
    const kind = typeId('suggestion');
    assert.equal(statuses(kind), 'open, waiting_agent, waiting_customer, closed');
    assert.equal((await add(kind, 'Accepted', 'closed', { shape: 'solved', customer: 'Accepted, planned' })).status, 303);
    assert.equal((await add(kind, 'Declined', 'closed', { shape: 'rejected' })).status, 303);
    const review = statusId(kind, 'waiting_agent');
    await save(kind, { [review]: { name: 'Under review', customer: 'We are reading it' } });
    assert.equal(statuses(kind), 'open, Under review, waiting_customer, closed, Accepted, Declined');
    // The order of the fields is the order of the statuses; the buttons move one.
    await save(kind, {}, `up:${statusId(kind, 'Declined')}`);
    assert.equal(statuses(kind), 'open, Under review, waiting_customer, closed, Declined, Accepted');
    const page = await house.admin.text(`${TYPES}/${kind}`);
    assert.match(textOf(page.match(/class="flow"[\s\S]*?<\/ol>/)[0]), /Open.*Under review.*Waiting on customer.*Closed.*Declined.*Accepted/);
    assert.equal(statuses(typeId('ticket')), 'open, waiting_agent, waiting_customer, closed', 'another type is what it was');
  });

  test('a status without a name, a name given twice, a type without an end are refused where they stand', async () => {
    const kind = typeId('suggestion');
    const before = statuses(kind);
    for (const [answer, what] of [
      [await add(kind, '', 'open'), /needed/],
      [await add(kind, 'declined', 'closed'), /in use/],
      [await add(kind, 'x'.repeat(500), 'open'), /too long/],
      [await save(kind, { [statusId(kind, 'Accepted')]: { name: 'Declined' } }), /in use/],
      [await save(kind, { [statusId(kind, 'Accepted')]: { name: '' } }), /needed/],
      [await save(kind, { [statusId(kind, 'open')]: { category: 'closed' } }), /cannot begin as closed/],
      [await save(typeId('ticket'), { [statusId(typeId('ticket'), 'closed')]: { category: 'open' } }), /at least one status/],
    ]) {
      assert.equal(answer.status, 422);
      const html = await answer.text();
      assert.match(textOf(html.match(/id="wrong-(?:new|\d+)"[\s\S]*?<\/div>/)[0]), what);
    }
    assert.equal(statuses(kind), before);
    assert.equal((await house.admin.post(`${TYPES}/${kind}/statuses`, Array.from({ length: 200 }, (_, n) => ['id', n]))).status, 400);
  });

  test('new tickets begin in the default status, which can be another [R137, R147]', async () => {
    const kind = typeId('suggestion');
    const answer = await agent.post('/agent/tickets', { address: 'clara@customer.example', subject: 'A bench', body: 'By the door.', department: house.department, type: kind });
    const ticket = Number(answer.headers.get('location').match(/\d+$/)[0]);
    assert.equal(stands(ticket), 'suggestion/open/open');
    await save(kind, {}, `default:${statusId(kind, 'Under review')}`);
    assert.match(textOf(await house.admin.text(`${TYPES}/${kind}`)), /New tickets begin in “Under review”/);
    const next = await agent.post('/agent/tickets', { address: 'clara@customer.example', subject: 'A lamp', body: 'By the door.', department: house.department, type: kind });
    assert.equal(stands(next.headers.get('location').match(/\d+$/)[0]), 'suggestion/Under review/waiting_agent');
  });

  test('agents and customers read the statuses of the type; the lists, the close button and rules live from what they count as', async () => {
    const kind = typeId('suggestion');
    const ticket = Number((await agent.post('/agent/tickets', { address: 'clara@customer.example', subject: 'A plant', body: 'Green.', department: house.department, type: kind })).headers.get('location').match(/\d+$/)[0]);
    assert.match(await clara.text(`/tickets/${ticket}`), /We are reading it/);
    assert.match(await clara.text('/tickets'), /We are reading it/);
    const page = await house.page(agent, ticket);
    const menu = page.match(/id="[\w-]*status-menu"[\s\S]*?<\/form>/)[0];
    assert.match(textOf(menu), /Open.*Under review.*Waiting on customer.*Closed.*Declined.*Accepted/);
    assert.ok(rowIds(await agent.text('/agent/views/waiting-agent')).includes(ticket));
    assert.match(rowOf(await agent.text('/agent/views/waiting-agent'), ticket), /Under review[\s\S]*Suggestion/);
    await house.answer(agent, ticket, 'Which one?');
    assert.equal(stands(ticket), 'suggestion/waiting_customer/waiting_customer');
    await agent.post(`/agent/tickets/${ticket}/status`, { status: statusId(kind, 'Declined') });
    assert.equal(stands(ticket), 'suggestion/Declined/closed');
    assert.match(textOf(await house.page(agent, ticket)), /set the status to Declined/);
    assert.ok(rowIds(await agent.text('/agent/views/closed')).includes(ticket));
    await agent.post(`/agent/tickets/${ticket}/status`, { status: 'open' });
    assert.equal(stands(ticket), 'suggestion/open/open');
    await agent.post(`/agent/tickets/${ticket}/status`, { status: 'closed' });
    assert.equal(stands(ticket), 'suggestion/closed/closed');
    assert.equal((await agent.post(`/agent/tickets/${ticket}/status`, { status: statusId(typeId('ticket'), 'open') })).status, 400, 'a status of another type');
  });

  test('changing the type says which status it becomes, is in the timeline, and can be taken back', async () => {
    const kind = typeId('suggestion');
    const ticket = await house.ask(clara, { subject: 'Not a question' });
    const page = await house.page(agent, ticket);
    const menu = page.match(/id="[\w-]*type-menu"[\s\S]*?<\/form>/)[0];
    assert.match(textOf(menu), /Ticket Open.*Suggestion Open/);
    const value = menu.match(new RegExp(`value="(${kind}/\\d+)"`))[1];
    const done = await follow(agent, await agent.post(`/agent/tickets/${ticket}/type`, { type: value }));
    assert.equal(stands(ticket), 'suggestion/open/open');
    assert.match(textOf(done), /changed the type from Ticket \(Open\) to Suggestion \(Open\)/);
    await agent.post(`/agent/undo/${house.sql("select max(id) from event where kind = 'type_changed'")}`);
    assert.equal(stands(ticket), 'ticket/open/open');
    await agent.post(`/agent/tickets/${ticket}/type`, { type: `${kind}/${statusId(kind, 'Accepted')}` });
    assert.equal(stands(ticket), 'suggestion/Accepted/closed');
    assert.match(await clara.text(`/tickets/${ticket}`), /Accepted, planned/);
    for (const type of ['x', '9999', `${typeId('order')}`, `${typeId('ticket')}/${statusId(kind, 'Accepted')}`])
      assert.ok([400, 404].includes((await agent.post(`/agent/tickets/${ticket}/type`, { type })).status), type);
  });

  test('a type out of use keeps its tickets, and is offered no more', async () => {
    const kind = typeId('suggestion');
    const ticket = Number((await agent.post('/agent/tickets', { address: 'clara@customer.example', subject: 'A chair', body: 'Soft.', department: house.department, type: kind })).headers.get('location').match(/\d+$/)[0]);
    await house.admin.post(`${TYPES}/${kind}`, { action: 'disable' });
    assert.match(stands(ticket), /^suggestion/);
    assert.match(textOf(await house.page(agent, ticket)), /Suggestion/);
    const late = await agent.post('/agent/tickets', { address: 'clara@customer.example', subject: 'Late', body: 'Hello.', department: house.department, type: kind });
    assert.equal(stands(late.headers.get('location').match(/\d+$/)[0]), 'ticket/open/open');
    await house.admin.post(`${TYPES}/${kind}`, { action: 'enable' });
  });

  test('deleting a status in use asks where its tickets go, and moves them all [R146]', async () => {
    const kind = typeId('ticket');
    await add(kind, 'Parked', 'waiting_customer');
    const parked = statusId(kind, 'Parked');
    const ticket = await house.ask(clara, { subject: 'Parked' });
    await agent.post(`/agent/tickets/${ticket}/status`, { status: parked });
    // More than one transaction moves.
    house.sql(`insert into ticket (token, subject, requester_id, department_id, type_id, status_id, category, channel, created_at, updated_at, public_at) with recursive n(i) as (select 1 union all select i + 1 from n where i < 2300) select 'p' || i, 'Parked', ${clara.id}, ${house.department}, ${kind}, ${parked}, 'waiting_customer', 'web', 0, 0, 0 from n`);
    const asked = await house.admin.text(`/agent/settings/statuses/${parked}/delete`);
    assert.match(textOf(asked), /999\+ tickets are in “Parked”.*Where do they go\?/);
    assert.match(asked, new RegExp(`value="${statusId(kind, 'waiting_customer')}" selected`), 'the nearest is proposed');
    for (const to of [parked, statusId(typeId('suggestion'), 'Accepted'), 9999]) assert.equal((await house.admin.post(`/agent/settings/statuses/${parked}/delete`, { to })).status, 422, String(to));
    assert.equal((await house.admin.post(`/agent/settings/statuses/${parked}/delete`, { to: statusId(kind, 'closed') })).status, 303);
    await until('all have moved', () => house.sql(`select count(*) from ticket where status_id = ${parked}`) === '0');
    assert.equal(house.sql("select count(*) from ticket where subject = 'Parked' and category = 'closed' and closed_at is not null"), '2301');
    assert.doesNotMatch(await house.admin.text(`${TYPES}/${kind}`), /Parked/);
    assert.match(textOf(await house.page(agent, ticket)), /set the status to Parked/, 'what happened before is told as it was');
    assert.equal((await house.admin.get(`/agent/settings/statuses/${parked}/delete`)).status, 404);
    const begin = statusId(kind, 'open');
    assert.equal((await house.admin.post(`/agent/settings/statuses/${begin}/delete`, { to: statusId(kind, 'closed') })).status, 422, 'the default stays');
  });

  test('a status that shall count as something else takes its tickets along', async () => {
    const kind = typeId('ticket');
    await add(kind, 'On hold', 'waiting_agent');
    const ticket = await house.ask(clara, { subject: 'Held' });
    await agent.post(`/agent/tickets/${ticket}/status`, { status: statusId(kind, 'On hold') });
    const order = statuses(kind);
    await save(kind, { [statusId(kind, 'On hold')]: { category: 'waiting_customer' } });
    assert.equal(stands(ticket), 'ticket/On hold/waiting_customer');
    assert.equal(statuses(kind), order);
  });

  test('views and rules that name a status follow it; a line is changed and made the beginning at once', async () => {
    const kind = typeId('ticket');
    await add(kind, 'Watched', 'waiting_agent');
    const watched = statusId(kind, 'Watched');
    const view = await house.admin.post('/agent/settings/views', { name: 'Watched', g0: 'all', 'g0.0.property': 'status', 'g0.0.operator': 'is', 'g0.0.status': watched, action: 'save' });
    const path = view.headers.get('location');
    const ticket = await house.ask(clara, { subject: 'Watch me' });
    await agent.post(`/agent/tickets/${ticket}/status`, { status: watched });
    assert.deepEqual(rowIds(await house.admin.text(path)), [ticket]);
    await save(kind, { [watched]: { category: 'waiting_customer' } });
    assert.deepEqual(rowIds(await house.admin.text(path)), [ticket], 'it counts as something else now, and is still found');
    const now = statusId(kind, 'Watched');
    assert.notEqual(now, watched);
    assert.equal((await save(kind, { [now]: { category: 'waiting_agent' } }, `default:${now}`)).status, 303);
    assert.match(textOf(await house.admin.text(`${TYPES}/${kind}`)), /New tickets begin in “Watched”/);
    await save(kind, {}, `default:${statusId(kind, 'open')}`);
    const refused = await save(kind, { [statusId(kind, 'Watched')]: { category: 'closed' } }, `default:${statusId(kind, 'Watched')}`);
    assert.equal(refused.status, 422);
    assert.match(await refused.text(), /value="Watched"/);
  });

  test('a type without waiting for the customer: answers reopen it, and nothing changes what is so already', async () => {
    const kind = Number((await house.admin.post(TYPES + '?family=task', { name: 'Chore' })).headers.get('location').match(/\d+$/)[0]);
    await house.admin.post(`/agent/settings/statuses/${statusId(kind, 'waiting_customer')}/delete`, { to: statusId(kind, 'open') });
    await house.admin.post(`/agent/settings/statuses/${statusId(kind, 'waiting_agent')}/delete`, { to: statusId(kind, 'open') });
    const ticket = await house.ask(clara, { subject: 'A chore' });
    await agent.post(`/agent/tickets/${ticket}/type`, { type: kind });
    await house.answer(agent, ticket, 'Doing it.');
    assert.equal(stands(ticket), '/open/open');
    const events = () => house.sql(`select count(*) from event where ticket_id = ${ticket} and kind = 'status_changed'`);
    const before = events();
    await clara.postForm(`/tickets/${ticket}/messages`, { body: 'Thanks' });
    assert.equal(events(), before);
    await agent.post(`/agent/tickets/${ticket}/status`, { status: 'closed' });
    await clara.postForm(`/tickets/${ticket}/messages`, { body: 'Not yet' });
    assert.equal(stands(ticket), '/open/open');
  });

  test('only an icon is changed: a type that nobody renamed keeps its name in every language', async () => {
    const kind = typeId('suggestion');
    house.sql(`update ticket_type set name = '' where id = ${kind}`);
    await house.admin.post(`${TYPES}/${kind}`, { name: 'Suggestion', icon: 'bug' });
    assert.equal(house.sql(`select name || '/' || icon from ticket_type where id = ${kind}`), '/bug');
  });

  test('rules ask for a type, and set the status of a type or another type [R157]', async () => {
    const kind = typeId('suggestion');
    const rule = { name: 'Ideas', enabled: 'true', trigger: 'tag_added', wait: '0', unit: 'minutes', g0: 'all',
      'g0.0.property': 'type', 'g0.0.operator': 'is', 'g0.0.type': typeId('ticket'),
      's0.deed': 'type', 's0.type': kind, 's1.deed': 'status', 's1.status': statusId(kind, 'Declined'), action: 'save' };
    const html = await house.admin.text('/agent/settings/automations/new');
    for (const name of ['g0.0.type', 's0.type', 's0.status']) assert.ok(html.includes(`name="${name}"`), name);
    assert.equal((await house.admin.post('/agent/settings/automations', rule)).status, 303);
    const ticket = await house.ask(clara, { subject: 'An idea' });
    await agent.post(`/agent/tickets/${ticket}/tags`, { tag: 'idea' });
    assert.equal(stands(ticket), 'suggestion/Declined/closed');
    const why = textOf(await agent.text(`/agent/tickets/${ticket}/why`));
    assert.match(why, /Ideas.*acted.*yes: the type is Ticket – there was “Ticket”/);
  });
});
