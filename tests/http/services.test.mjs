// Services, departments, agents and their permissions, through the pages of the settings.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, Installation, onBothEngines, until } from '../lib/desk.mjs';
import { between, errorOf, fieldValue, menuCounts, rowIds, textOf } from '../lib/html.mjs';
import { House, follow, plain } from '../lib/house.mjs';
import { askAsVisitor } from '../lib/visitor.mjs';

const SERVICES = '/agent/settings/services';
const AGENTS = '/agent/settings/agents';

onBothEngines(describe, 'services and departments', (engine) => {
  let house, clara;
  before(async () => {
    house = await House.open(engine);
    clara = house.customer('Clara Customer', 'clara@customer.example');
  });
  after(() => house.close());
  const id = (table, name) => Number(house.sql(`select id from ${table} where name = '${name}'`));
  const offered = async () => [...(await new Browserless(house.desk.web).text('/tickets/new')).matchAll(/<option value="(\d+)"/g)].map((found) => Number(found[1]));

  test('a service is added by its name, a department by its name under a service [R075, R076]', async () => {
    const page = await follow(house.admin, await house.admin.post(SERVICES, { name: '  Course A\u0000 ' }));
    assert.match(page, /value="Course A"/);
    const service = id('service', 'Course A');
    await follow(house.admin, await house.admin.post(`${SERVICES}/${service}/departments`, { name: 'Exercises' }));
    assert.equal(house.sql(`select s.name from department d join service s on s.id = d.service_id where d.name = 'Exercises'`), 'Course A');
    const menu = between(await house.admin.text('/agent/views/open'), `id="nav-service-${service}"`, '</details>');
    assert.match(textOf(menu), /Course A.*Exercises/);
    const ticket = await house.ask(clara, { subject: 'Exercise 3', department: id('department', 'Exercises') });
    assert.deepEqual(rowIds(await house.admin.text(`/agent/views/service-${service}`)), [ticket]);
  });

  test('a name that is missing, too long or taken is said next to its field, with what was typed', async () => {
    for (const [path, name, what] of [[SERVICES, ' ', /needed/], [SERVICES, 'x'.repeat(500), /too long/], [SERVICES, 'Course A', /in use/],
      [`${SERVICES}/${house.service}`, '', /needed/], [`${SERVICES}/${house.service}/departments`, 'General', /in use/]]) {
      const answer = await house.admin.post(path, { name });
      assert.equal(answer.status, 422, `${path} ${name.slice(0, 9)}`);
      const html = await answer.text();
      const form = html.match(/<form[^>]*class="name-form"[^>]*>(?:(?!<\/form>)[\s\S])*aria-invalid="true"[\s\S]*?<\/form>/)[0];
      assert.match(textOf(form), what);
      assert.ok(form.includes(`action="${path}"`));
      if (name.trim()) assert.ok(form.includes(`value="${name}"`));
    }
  });

  test('they are renamed and brought into another order', async () => {
    const service = id('service', 'Course A');
    await house.admin.post(`${SERVICES}/${service}`, { name: 'Course B' });
    await house.admin.post(`${SERVICES}/${service}`, { action: 'up' });
    const names = () => house.admin.text(SERVICES).then((html) => [...html.matchAll(/<h2 class="sr-only" id="title-service-\d+">([^<]*)/g)].map((found) => found[1]));
    assert.deepEqual(await names(), ['Course B', 'Support']);
    await house.admin.post(`${SERVICES}/${service}`, { action: 'down' });
    assert.deepEqual(await names(), ['Support', 'Course B']);
    const department = id('department', 'Exercises');
    await house.admin.post(`/agent/settings/departments/${department}`, { name: 'Homework' });
    assert.match(await house.admin.text('/agent/views/open'), /Homework/);
  });

  test('an archived department is offered no more and keeps its tickets; it comes back', async () => {
    const department = id('department', 'Homework');
    const change = (action) => house.admin.post(`/agent/settings/departments/${department}`, { action });
    const ticket = Number(house.sql(`select id from ticket where department_id = ${department}`));
    assert.ok((await offered()).includes(department));
    assert.equal((await change('archive')).status, 303);
    assert.ok(!(await offered()).includes(department));
    assert.doesNotMatch(await house.admin.text('/agent/views/open'), new RegExp(`views/department-${department}"`));
    assert.ok(rowIds(await house.admin.text('/agent/views/open')).includes(ticket), 'its tickets stay');
    assert.equal((await house.admin.get(`/agent/tickets/${ticket}`)).status, 200);
    const late = await clara.postForm('/tickets', { subject: 'Late', body: 'x', department });
    assert.equal(late.status, 422);
    assert.equal((await change('restore')).status, 303);
    assert.ok((await offered()).includes(department));
  });

  test('without a service and a department the desk takes no tickets, and says what is missing [R077]', async () => {
    const service = id('service', 'Course B');
    for (const one of [house.service, service]) await house.admin.post(`${SERVICES}/${one}`, { action: 'archive' });
    assert.match(textOf(await house.admin.text(SERVICES)), /takes no tickets yet/);
    const visitor = new Browserless(house.desk.web);
    const form = await visitor.text('/tickets/new');
    assert.match(textOf(form), /takes no questions yet/);
    assert.doesNotMatch(form, /<textarea/);
    assert.equal((await clara.postForm('/tickets', { subject: 'No way', body: 'x', department: house.department })).status, 422);
    for (const one of [house.service, service]) await house.admin.post(`${SERVICES}/${one}`, { action: 'restore' });
    assert.doesNotMatch(textOf(await house.admin.text(SERVICES)), /takes no tickets yet/);
    assert.match(await visitor.text('/tickets/new'), /<textarea/);
  });
});

onBothEngines(describe, 'agents and their permissions', (engine) => {
  let house, clara, first, second, company, rita;
  before(async () => {
    house = await House.open(engine);
    await house.admin.post(`${SERVICES}/${house.service}/departments`, { name: 'Second' });
    await house.admin.post(SERVICES, { name: 'Course' });
    const course = Number(house.sql("select id from service where name = 'Course'"));
    await house.admin.post(`${SERVICES}/${course}/departments`, { name: 'Exams' });
    const id = (name) => Number(house.sql(`select id from department where name = '${name}'`));
    [first, second] = [id('Second'), id('Exams')];
    company = Number(house.sql("insert into company (name, created_at) values ('Acme', 0) returning id"));
    house.sql(`insert into company_domain (domain, company_id) values ('acme.example', ${company})`);
    clara = house.customer('Clara Customer', 'clara@customer.example');
  });
  after(() => house.close());
  const grant = (person, fields) => house.admin.post(`${AGENTS}/${person.id}/grants`, fields);
  const sees = async (person) => rowIds(await person.text('/agent/views/open')).sort((a, b) => a - b);

  test('anybody becomes an agent: somebody new by address and name, a customer by address [R078]', async () => {
    assert.equal((await house.admin.post(AGENTS, { address: 'Rita@Desk.Example ', name: 'Rita Restricted' })).status, 303);
    rita = house.session(Number(house.sql("select id from person where address = 'rita@desk.example'")));
    assert.match(textOf(await house.admin.text(AGENTS)), /Rita Restricted.*nothing yet/);
    assert.equal((await rita.get('/agent')).status < 400, true);
    const before = house.session(house.addPerson('Carl', 'carl@customer.example'));
    assert.equal((await before.get('/agent/views/open')).status, 403);
    assert.equal((await house.admin.post(AGENTS, { address: 'carl@customer.example' })).status, 303);
    assert.equal((await before.get('/agent/views/open')).status, 200);
    for (const [fields, field] of [[{ address: 'new@desk.example' }, 'name'], [{ address: 'nonsense' }, 'address'], [{ address: 'rita@desk.example', name: 'x' }, 'address']]) {
      const answer = await house.admin.post(AGENTS, fields);
      assert.equal(answer.status, 422);
      const html = await answer.text();
      assert.ok(errorOf(html, field), field);
      assert.equal(fieldValue(html, 'address'), fields.address);
    }
  });

  test('without a permission an agent sees nothing; each permission adds its tickets; taken back they are gone [R079, R080, R081]', async () => {
    const acme = house.customer('Ann Acme', 'ann@acme.example');
    house.sql(`update person set company_id = ${company} where id = ${acme.id}`);
    const tickets = {
      general: await house.ask(clara, { subject: 'In general' }), second: await house.ask(clara, { subject: 'In second', department: first }),
      exams: await house.ask(clara, { subject: 'In exams', department: second }), acme: await house.ask(acme, { subject: 'Of Acme' }),
    };
    assert.deepEqual(await sees(rita), []);
    const expected = [];
    for (const [reach, adds] of [[`department-${second}`, ['exams']], [`company-${company}`, ['acme']], [`service-${house.service}`, ['general', 'second']], ['desk', []]]) {
      assert.equal((await grant(rita, { reach })).status, 303, reach);
      expected.push(...adds.map((name) => tickets[name]));
      assert.deepEqual(await sees(rita), [...expected].sort((a, b) => a - b), reach);
      assert.equal(menuCounts(await rita.text('/agent/views/open')).open, expected.length);
    }
    const grants = house.sql(`select id from agent_grant where person_id = ${rita.id} order by id desc`).split('\n');
    for (const one of grants.slice(0, 3)) assert.equal((await house.admin.post(`/agent/settings/grants/${one}`, { action: 'revoke' })).status, 303);
    assert.deepEqual(await sees(rita), [tickets.exams]);
    for (const number of [tickets.general, tickets.acme, tickets.second]) assert.equal((await rita.get(`/agent/tickets/${number}`)).status, 404);
    assert.doesNotMatch(await rita.text('/agent/search?q=Acme'), /Of Acme/);
    assert.doesNotMatch(textOf(between(await rita.text('/agent/views/open'), '<nav', '</nav>')), /General|Second/);
  });

  test('the same permission twice, or for what does not exist, is refused', async () => {
    for (const [reach, status] of [[`department-${second}`, 422], ['department-9999', 422], ['company-9999', 422], ['moon', 400], ['', 400]])
      assert.equal((await grant(rita, { reach })).status, status, reach);
  });

  test('with the box ticked an agent is mailed each ticket opened there, and no other [R083]', async () => {
    const [own] = house.sql(`select id from agent_grant where person_id = ${rita.id}`).split('\n');
    assert.equal((await rita.post(`/agent/settings/grants/${own}`, { own: '1', notify_new: 'true', body: '' })).status, 303);
    const ticket = await house.ask(clara, { subject: 'Tell Rita', department: second });
    const other = await house.ask(clara, { subject: 'Not for Rita' });
    const mail = await house.mail('Rita is told', (text) => /rita@desk/.test(text) && text.includes(`[#${ticket}]`));
    assert.ok(plain(mail).includes(`/agent/tickets/${ticket}`));
    await house.mail('the other is acknowledged', (text) => /clara@customer/.test(text) && text.includes('Not for Rita'));
    assert.ok(!house.mails().some((text) => /rita@desk/.test(text) && text.includes(`[#${other}]`)));
  });

  test('a ticket moved to another department is told to those who want its mails; who moved it is not told [R116]', async () => {
    const ticket = await house.ask(clara, { subject: 'On the move' });
    await house.admin.post(`/agent/tickets/${ticket}/department`, { department: second });
    const mail = await house.mail('Rita is told', (text) => /rita@desk/.test(text) && text.includes(`[#${ticket}]`));
    assert.match(plain(mail), /A ticket of Clara Customer was moved to you/);
    assert.equal(house.sql(`select count(*) from outbox where ticket_id = ${ticket} and detail = 'moved'`), '1');
  });

  test('the signature of a permission stands under answers there; elsewhere the own one does [R082, R084]', async () => {
    await house.admin.post('/agent/profile', { name: 'Ada Admin', signature: 'Ada, head of all', format: 'text', notify_mail: 'true' });
    assert.match(await house.admin.text('/agent/profile'), /id="new-grant"/, 'an admin adds a permission in the own settings');
    assert.equal((await grant(house.admin, { reach: `department-${second}` })).status, 303);
    const id = house.sql(`select id from agent_grant where person_id = ${house.admin.id}`);
    const page = await follow(house.admin, await house.admin.post(`/agent/settings/grants/${id}`, { own: '1', format: 'html', body: '<p>Ada, <b>exams</b><script>x</script></p>' }));
    assert.match(page, /Ada, &lt;b&gt;exams&lt;\/b&gt;&lt;\/p&gt;/);
    const answered = async (department) => {
      const ticket = await house.ask(clara, { subject: `Signed in ${department}`, department });
      await house.answer(house.admin, ticket, `Answer in ${department}.`);
      return plain(await house.mail('the answer leaves', (text) => plain(text).includes(`Answer in ${department}.`)));
    };
    const there = await answered(second);
    assert.match(there, /Ada, <b>exams<\/b>/);
    assert.doesNotMatch(there, /head of all|<script>/);
    assert.match(await answered(first), /Ada, head of all/);
    assert.doesNotMatch(await rita.text('/agent/profile'), /id="new-grant"/, 'an agent gives no permissions');
  });

  test('a signature that is too long is refused and said; the kept one stays', async () => {
    const id = house.sql(`select id from agent_grant where person_id = ${house.admin.id}`);
    for (const own of ['', '1']) {
      const answer = await house.admin.post(`/agent/settings/grants/${id}`, { own, format: 'text', body: 'x'.repeat(10_000) });
      assert.equal(answer.status, 422);
      assert.match(errorOf(await answer.text(), 'signature'), /too long/);
    }
    assert.match(house.sql(`select signature from agent_grant where id = ${id}`), /exams/);
  });

  test('an agent no longer: the desk is closed to them at once; the last admin stays', async () => {
    assert.equal((await rita.get('/agent/views/open')).status, 200);
    const hers = await house.ask(clara, { subject: 'Hers', department: second });
    await rita.post(`/agent/tickets/${hers}/assignment`, { assignee: 'me' });
    assert.equal((await house.admin.post(`${AGENTS}/${rita.id}`, { role: 'customer' })).status, 303);
    assert.equal(house.sql(`select assignee_id is null from ticket where id = ${hers}`), engine === 'sqlite' ? '1' : 't');
    await clara.postForm(`/tickets/${hers}/messages`, { body: 'Not for her eyes' });
    assert.equal((await rita.get('/agent/views/open')).status, 403);
    assert.equal(house.sql(`select count(*) from agent_grant where person_id = ${rita.id}`), '0');
    const last = await house.admin.post(`${AGENTS}/${house.admin.id}`, { role: 'agent' });
    assert.equal(last.status, 422);
    assert.match(errorOf(await last.text(), 'role'), /at least one admin/);
    assert.equal((await house.admin.get(AGENTS)).status, 200);
    await house.mail('something leaves', (text) => text.includes(`Hers`));
    assert.ok(!house.mails().some((text) => /rita@desk/.test(text) && plain(text).includes('Not for her eyes')));
  });
});
