// The API for programs: tokens and scopes, everything an agent can do, answers that come twice, and the description.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, run } from '../lib/desk.mjs';
import { textOf } from '../lib/html.mjs';
import { House } from '../lib/house.mjs';

const TOKENS = '/agent/settings/tokens';

onBothEngines(describe, 'the API', (engine) => {
  let house, clara, abel, rita, tokens;
  /** Asks as a program; gives { status, body, headers }. */
  const ask = async (token, method, path, body, headers = {}) => {
    const answer = await fetch(house.desk.web + (path.startsWith('/api') ? path : `/api/v1${path}`), { method,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }) });
    const text = await answer.text();
    const kind = answer.headers.get('content-type') ?? '';
    return { status: answer.status, headers: answer.headers, kind, body: /json/.test(kind) ? JSON.parse(text) : text };
  };
  const make = async (person, name, scopes) => {
    const answer = await person.post(TOKENS, [['name', name], ...scopes.map((scope) => ['scope', scope])]);
    assert.equal(answer.status, 200);
    return (await answer.text()).match(/id="token-secret">(guichet_[\w-]+)</)[1];
  };
  before(async () => {
    house = await House.open(engine);
    house.elsewhere = house.addDepartment('Elsewhere');
    clara = house.customer('Clara Customer', 'clara@customer.example');
    abel = house.agent('Abel Agent', 'abel@desk.example');
    rita = house.agent('Rita Restricted', 'rita@desk.example', [house.elsewhere]);
    tokens = { read: await make(abel, 'Reads', ['read']), write: await make(abel, 'Writes', ['read', 'write']), rita: await make(rita, 'Hers', ['read', 'write']), admin: await make(house.admin, 'All', ['read', 'write', 'configure']) };
  });
  after(() => house.close());

  test('a token is made with its scopes, shown once, and ended; nobody can read it again', async () => {
    const secret = await make(abel, 'For a day', ['read']);
    assert.equal((await ask(secret, 'GET', '/me')).body.person.name, 'Abel Agent');
    const page = await abel.text(TOKENS);
    assert.match(textOf(page), /For a day.*read tickets/);
    assert.ok(!page.includes(secret));
    assert.equal(house.sql(`select count(*) from api_token where token_hash like '%${secret.slice(8, 20)}%'`), '0');
    const id = house.sql("select id from api_token where name = 'For a day'");
    assert.equal((await rita.post(`${TOKENS}/${id}/end`)).status, 404, 'another agent cannot end it');
    await abel.post(`${TOKENS}/${id}/end`);
    assert.equal((await ask(secret, 'GET', '/me')).status, 401);
    for (const fields of [[['name', ''], ['scope', 'read']], [['name', 'x']], [['name', 'x'.repeat(500)], ['scope', 'read']]]) assert.equal((await abel.post(TOKENS, fields)).status, 422);
    assert.equal((await abel.post(TOKENS, [['name', 'Too much'], ['scope', 'configure']])).status, 403, 'an agent configures nothing, so does their token');
  });

  test('without a token that works, or without the scope, nothing is let in; a session is no token', async () => {
    for (const token of [undefined, 'guichet_wrong', 'x', tokens.read.slice(0, -1)]) {
      const answer = await ask(token, 'GET', '/tickets');
      assert.equal(answer.status, 401);
      assert.equal(answer.kind, 'application/problem+json');
      assert.equal(answer.body.code, 'unknown_token');
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
    }
    assert.equal((await abel.get('/api/v1/tickets')).status, 401);
    assert.equal((await ask(tokens.read, 'POST', '/tickets', {})).body.code, 'missing_scope');
    assert.equal((await ask(tokens.write, 'GET', '/webhooks')).status, 403);
    house.sql(`update person set role = 'customer' where id = ${rita.id}`);
    assert.equal((await ask(tokens.rita, 'GET', '/tickets')).status, 401, 'who is no agent any more has no token');
    house.sql(`update person set role = 'agent' where id = ${rita.id}`);
  });

  test('a program opens a ticket in somebody’s name, with files and tags [R098]', async () => {
    const answer = await ask(tokens.write, 'POST', '/tickets', { requester: { address: 'New@Customer.example', name: 'Nora New' }, subject: 'By a program', html: '<p>Hello <script>x</script><b>there</b></p>', priority: 'high', tags: ['shop'], assignee: abel.id,
      files: [{ name: 'order.txt', content: Buffer.from('42 chairs').toString('base64') }] });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    const { body } = await ask(tokens.read, 'GET', `/tickets/${answer.body.id}`);
    assert.deepEqual([body.subject, body.priority, body.requester.address, body.requester.name, body.tags, body.assignee, body.status.category], ['By a program', 'high', 'new@customer.example', 'Nora New', ['shop'], abel.id, 'open']);
    const [message] = (await ask(tokens.read, 'GET', `/tickets/${answer.body.id}/messages`)).body;
    assert.match(message.html, /<b>there<\/b>/);
    assert.doesNotMatch(message.html, /script/);
    assert.equal((await ask(tokens.read, 'GET', message.files[0].url)).body, '42 chairs');
    assert.match(textOf(await house.page(abel, answer.body.id)), /a program sent it/);
    const [event] = (await ask(tokens.read, 'GET', `/tickets/${answer.body.id}/events`)).body;
    assert.equal(event.kind, 'ticket_opened');
  });

  test('it answers, notes, changes everything that stands beside, merges, splits and takes back', async () => {
    const { body: { id } } = await ask(tokens.write, 'POST', '/tickets', { requester: { address: 'clara@customer.example' }, subject: 'Changes', text: 'One.' });
    const reply = await ask(tokens.write, 'POST', `/tickets/${id}/messages`, { kind: 'reply', text: 'Answered.', then: 'closed' });
    assert.equal(reply.status, 201);
    assert.match(await clara.text(`/tickets/${id}`), /Answered\./);
    assert.equal((await ask(tokens.write, 'POST', `/tickets/${id}/messages`, { kind: 'note', text: 'Only us.' })).status, 201);
    assert.doesNotMatch(await clara.text(`/tickets/${id}`), /Only us/);
    const stale = await ask(tokens.write, 'POST', `/tickets/${id}/messages`, { kind: 'reply', text: 'Late.', seen: 1 });
    assert.equal(stale.status, 409);
    const changed = await ask(tokens.write, 'PATCH', `/tickets/${id}`, { status: 'open', priority: 'urgent', assignee: abel.id, department: house.elsewhere, add_tags: ['a', 'b'], remove_tags: ['c'] });
    assert.equal(changed.status, 200, JSON.stringify(changed.body));
    const now = (await ask(tokens.read, 'GET', `/tickets/${id}`)).body;
    assert.deepEqual([now.status.category, now.priority, now.assignee, now.department, now.tags], ['open', 'urgent', abel.id, house.elsewhere, ['a', 'b']]);
    await ask(tokens.write, 'PATCH', `/tickets/${id}`, { assignee: null });
    assert.equal((await ask(tokens.read, 'GET', `/tickets/${id}`)).body.assignee, null);
    const undone = await ask(tokens.write, 'POST', `/undo/${changed.body.change}`);
    assert.deepEqual(undone.body, [id]);
    assert.equal((await ask(tokens.read, 'GET', `/tickets/${id}`)).body.priority, 'normal');
    const other = (await ask(tokens.write, 'POST', '/tickets', { requester: { address: 'clara@customer.example' }, subject: 'Other', text: 'Two.' })).body.id;
    assert.equal((await ask(tokens.write, 'POST', `/tickets/${other}/merge`, { into: id })).body.id, id);
    assert.equal((await ask(tokens.read, 'GET', `/tickets/${other}`)).body.merged_into, id);
    const messages = (await ask(tokens.read, 'GET', `/tickets/${id}/messages`)).body;
    const split = await ask(tokens.write, 'POST', `/tickets/${id}/split`, { subject: 'Apart', messages: [messages.at(-1).id] });
    assert.equal(split.status, 201, JSON.stringify(split.body));
    assert.equal((await ask(tokens.read, 'GET', `/tickets/${split.body.id}`)).body.subject, 'Apart');
    await ask(tokens.write, 'PATCH', `/tickets/${id}`, { place: 'trash' });
    assert.equal((await ask(tokens.read, 'GET', `/tickets/${id}`)).body.place, 'trash');
  });

  test('lists are paged by cursor; views, search, types, services, agents and people are read', async () => {
    for (let number = 0; number < 55; number++) await house.ask(clara, { subject: `Many ${number}` });
    const first = await ask(tokens.read, 'GET', '/tickets?view=open');
    assert.equal(first.body.items.length, 50);
    const link = first.headers.get('link').match(/<([^>]+)>; rel="next"/)[1];
    const second = await ask(tokens.read, 'GET', link);
    const ids = [...first.body.items, ...second.body.items].map((row) => row.id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.length > 55);
    const found = await ask(tokens.read, 'GET', '/search?q=many+7');
    assert.ok(found.body.items.some((row) => row.subject === 'Many 7'));
    const codes = (await ask(tokens.read, 'GET', '/views')).body.map((view) => view.code);
    for (const code of ['mine', 'open', 'closed', `department-${house.department}`]) assert.ok(codes.includes(code), code);
    for (const code of codes) assert.equal((await ask(tokens.read, 'GET', `/tickets?view=${code}`)).status, 200, code);
    assert.deepEqual((await ask(tokens.read, 'GET', '/types')).body[0].statuses.map((one) => one.category), ['open', 'waiting_agent', 'waiting_customer', 'closed']);
    assert.equal((await ask(tokens.read, 'GET', '/services')).body[0].departments[0].id, house.department);
    assert.ok((await ask(tokens.read, 'GET', '/agents')).body.some((agent) => agent.id === abel.id));
    const [person] = (await ask(tokens.read, 'GET', '/people?address=clara@customer.example')).body;
    assert.equal(person.id, clara.id);
    assert.equal((await ask(tokens.read, 'GET', `/people/${clara.id}`)).body.name, 'Clara Customer');
    assert.equal((await ask(tokens.write, 'POST', '/people', { address: 'paul@customer.example', name: 'Paul' })).body.name, 'Paul');
  });

  test('canned replies and views are made, read, changed and forgotten', async () => {
    const canned = await ask(tokens.write, 'POST', '/canned', { service: house.service, name: 'Hello', html: '<p>Hi {name}<script>x</script></p>' });
    assert.equal(canned.status, 201, JSON.stringify(canned.body));
    const own = async () => (await ask(tokens.read, 'GET', '/canned')).body.find((one) => one.id === canned.body.id);
    assert.deepEqual([(await own()).name, (await own()).html, (await own()).service], ['Hello', '<p>Hi {name}</p>', house.service]);
    assert.equal((await ask(tokens.write, 'PUT', `/canned/${canned.body.id}`, { service: house.service, name: 'Bye', html: '<p>Bye</p>' })).status, 200);
    assert.equal((await own()).name, 'Bye');
    assert.equal((await ask(tokens.write, 'DELETE', `/canned/${canned.body.id}`)).status, 200);
    assert.equal(await own(), undefined);
    const conditions = { mode: 'any', of: [{ property: 'subject', operator: 'contains', value: 'viewed by program' }, { mode: 'all', of: [{ property: 'tag', operator: 'is', value: 'no such tag' }] }] };
    const { body: { id: ticket } } = await ask(tokens.write, 'POST', '/tickets', { requester: { address: 'clara@customer.example' }, subject: 'Viewed by program', text: 'One.' });
    const view = await ask(tokens.write, 'POST', '/views', { name: 'Programs', conditions, order: 'opened-last', hidden: ['tags'] });
    assert.equal(view.status, 201, JSON.stringify(view.body));
    const { body: kept } = await ask(tokens.read, 'GET', `/views/${view.body.id}`);
    assert.deepEqual([kept.name, kept.conditions, kept.order, kept.hidden, kept.shared], ['Programs', conditions, 'opened-last', ['tags'], false]);
    assert.deepEqual((await ask(tokens.read, 'GET', `/tickets?view=view-${view.body.id}`)).body.items.map((row) => row.id), [ticket]);
    assert.equal((await ask(tokens.write, 'PUT', `/views/${view.body.id}`, { name: 'Programs', conditions: { mode: 'all', of: [] }, board: true })).status, 200);
    for (const [body, field] of [[{ name: '', conditions }, 'name'], [{ name: 'x', conditions: { mode: 'some', of: [] } }, 'conditions'], [{ name: 'x', conditions: 7 }, 'conditions'],
      [{ name: 'x', conditions: { mode: 'all', of: [{ property: 'content', operator: 'is', value: 'x' }] } }, 'conditions'], [{ name: 'x', conditions, order: 'sideways' }, 'order'], [{ name: 'x', conditions, hidden: ['all'] }, 'hidden']]) {
      const refused = await ask(tokens.write, 'POST', '/views', body);
      assert.deepEqual([refused.status, refused.body.errors?.[0].field], [422, field], JSON.stringify(body));
    }
    assert.equal((await ask(tokens.write, 'DELETE', `/views/${view.body.id}`)).status, 200);
    assert.equal((await ask(tokens.read, 'GET', `/views/${view.body.id}`)).status, 404);
  });

  test('projects are made and filled, tickets planned, and what cannot be is refused [R149]', async () => {
    const made = await ask(tokens.write, 'POST', '/projects', { name: 'By program', due_on: '2031-05-06' });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const project = made.body.id;
    const { body: { id } } = await ask(tokens.write, 'POST', '/tickets', { requester: { address: 'clara@customer.example' }, subject: 'Planned', text: 'One.', project, due_on: '2031-05-05', estimate_minutes: 90 });
    const planned = (await ask(tokens.read, 'GET', `/tickets/${id}`)).body;
    assert.deepEqual([planned.project, planned.due_on, planned.estimate_minutes], [project, '2031-05-05', 90]);
    const rows = (await ask(tokens.read, 'GET', `/tickets?view=project-${project}`)).body.items;
    assert.deepEqual(rows.map((row) => [row.id, row.due_on]), [[id, '2031-05-05']]);
    const shape = (await ask(tokens.read, 'GET', '/projects')).body.find((one) => one.id === project);
    assert.deepEqual([shape.name, shape.due_on, shape.tickets, shape.closed, shape.estimate_minutes], ['By program', '2031-05-06', 1, 0, 90]);
    assert.equal((await ask(tokens.write, 'PATCH', `/tickets/${id}`, { due_on: null, estimate_minutes: null, status: 'closed' })).status, 200);
    assert.equal((await ask(tokens.write, 'PATCH', `/projects/${project}`, { closed: true, due_on: null })).status, 200);
    const closed = (await ask(tokens.read, 'GET', `/projects/${project}`)).body;
    assert.deepEqual([closed.name, closed.due_on, closed.closed, closed.closed_at === null], ['By program', null, 1, false]);
    for (const [method, path, body, field] of [
      ['POST', '/projects', { name: '' }, 'name'], ['POST', '/projects', { name: 'x', due_on: '6 May' }, 'due_on'],
      ['PATCH', `/tickets/${id}`, { due_on: '2031-13-01' }, 'due_on'], ['PATCH', `/tickets/${id}`, { estimate_minutes: 0 }, 'estimate'],
      ['PATCH', `/tickets/${id}`, { project: 99999 }, 'project']]) {
      const refused = await ask(tokens.write, method, path, body);
      assert.equal(refused.status, 422, path);
      assert.equal(refused.body.errors[0].field, field);
    }
  });

  test('a token reaches no further than its agent', async () => {
    const hidden = await house.ask(clara, { subject: 'Hidden' });
    assert.equal((await ask(tokens.rita, 'GET', `/tickets/${hidden}`)).status, 404);
    assert.equal((await ask(tokens.rita, 'GET', `/tickets/${hidden}/messages`)).status, 404);
    assert.equal((await ask(tokens.rita, 'PATCH', `/tickets/${hidden}`, { priority: 'low' })).status, 404);
    assert.equal((await ask(tokens.rita, 'POST', `/tickets/${hidden}/messages`, { kind: 'note', text: 'x' })).status, 404);
    assert.deepEqual((await ask(tokens.rita, 'GET', '/search?q=hidden')).body.items, []);
    assert.deepEqual((await ask(tokens.rita, 'GET', '/people?address=paul@customer.example')).body, [], 'people of whom she has no ticket are none of hers');
    assert.equal((await ask(tokens.rita, 'GET', `/people/${house.sql("select id from person where address = 'paul@customer.example'")}`)).status, 404);
  });

  test('a request with an idempotency key is done once, whatever is sent again', async () => {
    const body = { requester: { address: 'clara@customer.example' }, subject: 'Once', text: 'Please.' };
    const answers = await Promise.all([1, 2, 3].map(() => ask(tokens.write, 'POST', '/tickets', body, { 'idempotency-key': 'order 4711' })));
    assert.deepEqual(answers.map((answer) => answer.status), [201, 201, 201]);
    assert.equal(new Set(answers.map((answer) => answer.body.id)).size, 1);
    assert.equal(answers.filter((answer) => answer.headers.get('idempotent-replay') === 'true').length, 2);
    assert.equal(house.sql("select count(*) from ticket where subject = 'Once'"), '1');
    const other = await ask(tokens.write, 'POST', '/tickets', { ...body, subject: 'Twice' }, { 'idempotency-key': 'order 4711' });
    assert.equal(other.status, 422);
    assert.deepEqual(other.body.errors, [{ field: 'idempotency_key', problem: 'taken' }]);
    await house.crash();
    assert.equal((await ask(tokens.write, 'POST', '/tickets', body, { 'idempotency-key': 'order 4711' })).body.id, answers[0].body.id, 'also after a crash');
    // A refused request is no answer: once it is put right, the key does its work.
    assert.equal((await ask(tokens.write, 'POST', '/tickets', { ...body, subject: '' }, { 'idempotency-key': 'again' })).status, 422);
  });

  test('what cannot be used is refused with the field and what is wrong with it', async () => {
    const id = await house.ask(clara, { subject: 'Refusals' });
    for (const [method, path, body, status, field] of [
      ['POST', '/tickets', { requester: { address: 'nobody' }, subject: 'x', text: 'y' }, 422, 'address'],
      ['POST', '/tickets', { requester: { address: 'clara@customer.example' }, subject: '', text: 'y' }, 422, 'subject'],
      ['POST', '/tickets', { requester: { address: 'clara@customer.example' }, subject: 'x', text: '' }, 422, 'body'],
      ['POST', '/tickets', { requester: { address: 'clara@customer.example' }, subject: 'x', text: 'y', department: 9999 }, 422, 'department'],
      ['POST', '/tickets', { requester: { address: 'clara@customer.example' }, subject: 'x', text: 'y', type: 9999 }, 422, 'type'],
      ['POST', '/tickets', { requester: { address: 'clara@customer.example' }, subject: 'x', text: 'y', priority: 'huge' }, 422, 'priority'],
      ['POST', '/tickets', { requester: { address: 'clara@customer.example' }, subject: 'x', text: 'y', files: [{ name: 'a', content: '%%' }] }, 422, 'files'],
      ['PATCH', `/tickets/${id}`, { status: 'sideways' }, 422, 'status'], ['PATCH', `/tickets/${id}`, { assignee: clara.id }, 422, 'assignee'], ['PATCH', `/tickets/${id}`, { place: 'gone' }, 404],
      ['POST', `/tickets/${id}/messages`, { kind: 'shout', text: 'x' }, 422, 'kind'], ['POST', `/tickets/${id}/messages`, { kind: 'note' }, 422, 'body'],
      ['POST', '/tickets', { unknown: 1 }, 400], ['POST', '/tickets', '{"a":', 400], ['POST', '/tickets', '\u0000', 400], ['GET', '/tickets?view=nothing', undefined, 422, 'view'], ['GET', '/tickets?after=x', undefined, 422, 'after'], ['GET', '/tickets?colour=red', undefined, 400],
      ['GET', '/tickets/x', undefined, 400], ['GET', '/tickets/99999999', undefined, 404], ['GET', '/nothing', undefined, 404], ['DELETE', '/tickets', undefined, 405], ['POST', '/undo/99999999', undefined, 404],
    ]) {
      const answer = await ask(tokens.admin, method, path, body);
      assert.equal(answer.status, status, `${method} ${path} ${JSON.stringify(body)}: ${JSON.stringify(answer.body)}`);
      assert.equal(answer.kind, 'application/problem+json', path);
      if (field) assert.equal(answer.body.errors[0].field, field);
    }
    const large = await ask(tokens.admin, 'PATCH', `/tickets/${id}`, `{"status": "${'x'.repeat(3_000_000)}"}`);
    assert.equal(large.status, 413);
  });

  test('a token that asks too often waits', async () => {
    const busy = await make(abel, 'Busy', ['read']);
    let refused;
    for (let round = 0; round < 40 && !refused; round++) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => ask(busy, 'GET', '/me')));
      refused = answers.find((answer) => answer.status === 429);
    }
    assert.ok(refused, 'it was refused at last');
    assert.ok(Number(refused.headers.get('retry-after')) >= 1);
    assert.equal((await ask(tokens.read, 'GET', '/me')).status, 200, 'others go on');
  });

  test('the description names every route of the API, and the page for people shows it', async () => {
    const spec = (await ask(undefined, 'GET', '/openapi.json')).body;
    assert.match(spec.openapi, /^3\.1/);
    const described = Object.entries(spec.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)).sort();
    const printed = JSON.parse((await run(['routes'])).stdout).filter((route) => route.access.startsWith('token_')).map((route) => `${route.method} ${route.path}`).sort();
    assert.deepEqual(described, printed);
    const page = await (await fetch(`${house.desk.web}/api`)).text();
    for (const path of Object.keys(spec.paths)) assert.ok(page.includes(path), path);
    assert.doesNotMatch(page, /<script[^>]+src="https?:/);
  });
});
