// Projects: made, filled by hand and by rules, seen as list, board and timeline, planned with days and effort.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines } from '../lib/desk.mjs';
import { between, errorOf, fieldValue, planOf, rowIds, textOf, timeline, toast, undoPath } from '../lib/html.mjs';
import { House, follow } from '../lib/house.mjs';

const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

onBothEngines(describe, 'projects', (engine) => {
  let house, clara, abel, rita, elsewhere;
  before(async () => {
    house = await House.open(engine);
    elsewhere = house.addDepartment('Elsewhere', 'Another service');
    clara = house.customer('Clara Customer', 'clara@customer.example');
    abel = house.agent('Abel Agent', 'abel@desk.example');
    rita = house.agent('Rita Restricted', 'rita@desk.example', [elsewhere]);
  });
  after(() => house.close());

  const make = async (fields, person = abel) => {
    const answer = await person.post('/agent/projects', fields);
    assert.equal(answer.status, 303, await answer.text());
    return Number(answer.headers.get('location').match(/project-(\d+)$/)[1]);
  };
  const file = async (ticket, project, person = abel) => person.post(`/agent/tickets/${ticket}/project`, { project });
  const head = async (project, person = abel) => textOf(between(await person.text(`/agent/views/project-${project}`), 'id="project-head"', '</nav>'));

  test('a project is made, changed, closed and opened again [R149]', async () => {
    const project = await make({ name: '  New   office ', description: 'Forty desks', due_on: day(30) });
    let page = await abel.text('/agent/projects');
    assert.match(textOf(between(page, `id="project-${project}"`, '</li>')), /New office Forty desks 0% 0.% 0 of 0 closed due/);
    await follow(abel, await abel.post(`/agent/projects/${project}`, { name: 'Old office', description: '', due_on: '' }));
    page = await abel.text(`/agent/projects/${project}`);
    assert.equal(fieldValue(page, 'name'), 'Old office');
    assert.equal(fieldValue(page, 'due_on'), '');
    await abel.post(`/agent/projects/${project}`, { name: 'Old office', action: 'close' });
    assert.match(textOf(await abel.text('/agent/projects')), /Closed projects Old office/);
    const ticket = await house.ask(clara, { subject: 'Too late' });
    assert.equal((await file(ticket, project)).status, 400, 'a closed project takes nothing');
    assert.match(await head(project), /closed/);
    await abel.post(`/agent/projects/${project}`, { name: 'Old office', action: 'reopen' });
    assert.equal((await file(ticket, project)).status, 303);
  });

  test('what is wrong is said next to its field, and what was typed is kept', async () => {
    for (const [fields, field, words] of [
      [{ name: ' ' }, 'name', /needed/],
      [{ name: 'x'.repeat(200) }, 'name', /too long/],
      [{ name: 'Fine', due_on: 'soon' }, 'due_on', /looks like 2026/],
      [{ name: 'Fine', due_on: '2026-02-31' }, 'due_on', /looks like 2026/],
      [{ name: 'Fine', description: 'y'.repeat(5000) }, 'description', /too long/],
    ]) {
      const answer = await abel.post('/agent/projects', fields);
      const html = await answer.text();
      assert.equal(answer.status, 422);
      assert.match(errorOf(html, field), words);
      for (const [name, value] of Object.entries(fields)) assert.equal(fieldValue(html, name), value);
    }
    assert.equal((await abel.get('/agent/projects/999')).status, 404);
    assert.equal((await abel.get('/agent/views/project-999')).status, 404);
    assert.equal((await clara.get('/agent/projects')).status, 403);
  });

  test('a ticket is filed, planned and estimated, each told in the timeline and taken back [R149]', async () => {
    const project = await make({ name: 'Launch' });
    const ticket = await house.ask(clara, { subject: 'Banner' });
    const said = async (what, fields) => follow(abel, await abel.post(`/agent/tickets/${ticket}/${what}`, fields));
    await said('project', { project });
    await said('due', { due_on: '2031-12-24' });
    let page = await said('estimate', { estimate: '1,5 h' });
    assert.deepEqual(timeline(page).slice(-3), [
      'Abel Agent filed it in Launch now', 'Abel Agent set the due day to 24 Dec 2031 now', 'Abel Agent estimated it at 1 h 30 now']);
    assert.match(planOf(page).project, /Launch/);
    assert.equal(planOf(page).due, '24 Dec 2031');
    assert.equal(planOf(page).estimate, '1 h 30');
    for (const [kind, what, gone] of [['estimate_changed', 'estimate', 'Not estimated'], ['due_changed', 'due', 'No day'], ['project_changed', 'project', 'No project']]) {
      const change = house.sql(`select max(id) from event where ticket_id = ${ticket} and kind = '${kind}'`);
      assert.equal((await abel.post(`/agent/undo/${change}`)).status, 303);
      page = await house.page(abel, ticket);
      assert.equal(planOf(page)[what], gone);
    }
    const wrong = await abel.post(`/agent/tickets/${ticket}/estimate`, { estimate: 'a lot' });
    const html = await wrong.text();
    assert.equal(wrong.status, 422);
    assert.match(errorOf(html, 'estimate'), /looks like 1.5/);
    assert.equal(fieldValue(html, 'estimate'), 'a lot');
    assert.equal((await abel.post(`/agent/tickets/${ticket}/due`, { due_on: '1600-01-01' })).status, 422);
    await said('estimate', { estimate: '45 min' });
    page = await said('estimate', { estimate: '' });
    assert.match(timeline(page).at(-1), /took the estimate away/);
    assert.match(toast(page), /Planned/);
    assert.ok(undoPath(page));
  });

  test('the head sums up what is done, what is late, and the work; several tickets are filed at once [R149]', async () => {
    const project = await make({ name: 'Sums', due_on: day(-1) });
    const tickets = [];
    for (let i = 0; i < 4; i++) tickets.push(await house.ask(clara, { subject: `Part ${i}` }));
    await abel.post('/agent/tickets/bulk', [...tickets.map((id) => ['ids', id]), ['action', `project:${project}`]]);
    await abel.post(`/agent/tickets/${tickets[0]}/estimate`, { estimate: '3' });
    await abel.post(`/agent/tickets/${tickets[1]}/estimate`, { estimate: '1' });
    await abel.post(`/agent/tickets/${tickets[0]}/status`, { status: 'closed' });
    await abel.post(`/agent/tickets/${tickets[2]}/due`, { due_on: day(-3) });
    assert.match(await head(project), /75.% 1 of 4 closed 3.h of 4.h of work due .* 1 overdue/);
    const list = await abel.text(`/agent/views/project-${project}`);
    assert.deepEqual(rowIds(list).sort((a, b) => a - b), tickets.slice(1));
    assert.match(between(list, `id="row-${tickets[2]}"`, '</li>'), /data-late/);
    const board = await abel.text(`/agent/views/project-${project}?as=board`);
    assert.match(between(board, 'data-lane="closed"', '</section>'), new RegExp(`card-${tickets[0]}"`));
    await abel.post('/agent/tickets/bulk', [['ids', tickets[3]], ['action', 'project:']]);
    assert.match(await head(project), /1 of 3 closed/);
  });

  test('the picture of time shows who is due when, page by page', async () => {
    const project = await make({ name: 'Picture' });
    const empty = await abel.text(`/agent/views/project-${project}?as=timeline`);
    assert.match(textOf(empty), /No ticket here has a day yet/);
    const first = await house.ask(clara, { subject: 'Due first' });
    const later = await house.ask(clara, { subject: 'Due later' });
    for (const [ticket, due] of [[later, day(9)], [first, day(-2)]]) {
      await file(ticket, project);
      await abel.post(`/agent/tickets/${ticket}/due`, { due_on: due });
    }
    const html = await abel.text(`/agent/views/project-${project}?as=timeline`);
    assert.deepEqual([...html.matchAll(/id="plan-(\d+)"/g)].map((found) => Number(found[1])), [first, later]);
    assert.match(textOf(between(html, `id="plan-${first}"`, '</li>')), /Due first .*Overdue/);
    assert.match(between(html, `id="plan-${first}"`, '</li>'), /<rect class="bad"/);
    // A hundred rows to a page.
    house.sql(`update ticket set project_id = ${project}, due_on = 40000 + id where id not in (${first}, ${later})`);
    for (let i = 0; i < 101; i++)
      house.sql(`insert into ticket (token, subject, requester_id, department_id, type_id, status_id, category, channel, created_at, updated_at, public_at, last_message_id, project_id, due_on)
        select 'many${i}', 'Many', requester_id, department_id, type_id, status_id, category, channel, created_at, updated_at, public_at, last_message_id, ${project}, 50000 + ${i} from ticket where id = ${first}`);
    const seen = [];
    for (let path = `/agent/views/project-${project}?as=timeline`; path;) {
      const page = await abel.text(path);
      seen.push(...[...page.matchAll(/id="plan-(\d+)"/g)].map((found) => Number(found[1])));
      path = page.match(/href="([^"]*as=timeline[^"]*after=[^"]+)"/)?.[1].replaceAll('&amp;', '&');
    }
    const all = house.sql(`select count(*) from ticket where project_id = ${project} and due_on is not null`);
    assert.equal(seen.length, Number(all));
    assert.equal(new Set(seen).size, seen.length);
    house.sql("update ticket set place = 'gone' where subject = 'Many'");
  });

  test('a day far ahead does not stretch the picture, nor hold up the page', async () => {
    const project = await make({ name: 'Far' });
    const ticket = await house.ask(clara, { subject: 'Never' });
    await file(ticket, project);
    await abel.post(`/agent/tickets/${ticket}/due`, { due_on: '9999-12-31' });
    const html = await abel.text(`/agent/views/project-${project}?as=timeline`);
    assert.ok([...between(html, 'plan-axis', '</svg>').matchAll(/<text/g)].length < 40);
  });

  test('an agent with few grants plans a ticket that they open elsewhere', async () => {
    const project = await make({ name: 'Elsewhere too' });
    const answer = await rita.post('/agent/tickets', { address: 'clara@customer.example', subject: 'For others', body: 'Hello', department: house.department, project, due_on: '2031-01-02' });
    assert.equal(answer.status, 303);
    assert.equal(house.sql("select project_id || ' ' || due_on from ticket where subject = 'For others'"), `${project} 22281`);
  });

  test('an agent sees of a project what their grants reach, and counts no more', async () => {
    const project = await make({ name: 'Shared' });
    const mine = await house.ask(clara, { subject: 'Within reach', department: elsewhere });
    const hidden = await house.ask(clara, { subject: 'Out of reach' });
    for (const ticket of [mine, hidden]) {
      await file(ticket, project);
      await abel.post(`/agent/tickets/${ticket}/due`, { due_on: day(3) });
    }
    assert.match(await head(project), /0 of 2 closed/);
    assert.match(await head(project, rita), /0 of 1 closed/);
    for (const shape of ['list', 'board', 'timeline']) {
      const page = await rita.text(`/agent/views/project-${project}?as=${shape}`);
      assert.ok(page.includes('Within reach') && !page.includes('Out of reach'), shape);
    }
    assert.equal((await file(hidden, project, rita)).status, 404);
  });

  test('a ticket begins in its project, with its day', async () => {
    const project = await make({ name: 'Beginnings' });
    const form = await abel.text(`/agent/tickets/new?project=${project}`);
    assert.match(form, new RegExp(`<option value="${project}" selected`));
    const fields = { address: 'clara@customer.example', subject: 'Born here', body: 'Hello', department: house.department, project };
    const wrong = await abel.post('/agent/tickets', { ...fields, due_on: 'whenever' });
    assert.equal(wrong.status, 422);
    assert.match(errorOf(await wrong.text(), 'due_on'), /looks like/);
    const page = await follow(abel, await abel.post('/agent/tickets', { ...fields, due_on: '2031-01-02' }));
    assert.match(planOf(page).project, /Beginnings/);
    assert.equal(planOf(page).due, '2 Jan 2031');
  });

  test('a rule files tickets, rules ask for the project and the days left, and views too [R149]', async () => {
    const project = await make({ name: 'By rule' });
    const rule = (fields) => house.admin.post('/agent/settings/automations', { enabled: 'true', trigger: 'opened', wait: '', unit: 'minutes', g0: 'all', period: '0', action: 'save', ...fields });
    const opened = { name: 'File it', 'g0.0.property': 'subject', 'g0.0.operator': 'contains', 'g0.0.value': 'launch', 's0.deed': 'project', 's0.project': project };
    assert.equal((await rule(opened)).status, 303);
    assert.equal((await rule({ name: 'Mark it', trigger: 'project_changed', 'g0.0.property': 'project', 'g0.0.operator': 'is', 'g0.0.project': project, 's0.deed': 'add_tag', 's0.tag': 'planned' })).status, 303);
    const ticket = await house.ask(clara, { subject: 'Launch day' });
    const other = await house.ask(clara, { subject: 'Something else' });
    const page = await house.page(abel, ticket);
    assert.match(timeline(page).join('\n'), /Rule “ File it ” filed it in By rule because it is new/);
    assert.match(timeline(page).join('\n'), /Rule “ Mark it ” added the tag planned/);
    const tried = textOf(await (await rule({ ...opened, action: 'try' })).text());
    assert.match(tried, /Launch day → By rule/);
    await abel.post(`/agent/tickets/${ticket}/due`, { due_on: day(2) });
    await abel.post(`/agent/tickets/${other}/due`, { due_on: day(20) });
    const view = await abel.post('/agent/settings/views', { name: 'Due soon', shared: 'no', order: 'newest', board: 'no', action: 'save', g0: 'all', 'g0.0.property': 'due_days', 'g0.0.operator': 'at_most', 'g0.0.value': '3', 'g0.1.property': 'project', 'g0.1.operator': 'is', 'g0.1.project': project });
    assert.deepEqual(rowIds(await follow(abel, view)), [ticket]);
  });
});
