// Views that agents make: filters, order, who has them, their counts, boards, and the default ones.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines } from '../lib/desk.mjs';
import { between, errorOf, rowIds, textOf } from '../lib/html.mjs';
import { House, follow } from '../lib/house.mjs';

const VIEWS = '/agent/settings/views';

/** The fields of a view's form, as a browser sends them. */
function fields({ name = 'A view', shared = false, mode = 'all', tests = [], groups = [], order = 'newest', board = false, columns = ['preview', 'tags', 'department', 'messages'], action = 'save' }) {
  const out = [['name', name], ['shared', shared ? 'yes' : 'no'], ['order', order], ['board', board ? 'yes' : 'no'], ['action', action], ...columns.map((column) => ['column', column])];
  const lines = (at, how, some) => {
    out.push([`g${at}`, how]);
    some.forEach(([property, operator, value = ''], line) => out.push([`g${at}.${line}.property`, property], [`g${at}.${line}.operator`, operator], [`g${at}.${line}.value`, value], [`g${at}.${line}.${property}`, value]));
  };
  lines(0, mode, tests);
  groups.forEach((group, at) => lines(at + 1, group.mode, group.tests));
  return out;
}

onBothEngines(describe, 'views that agents make', (engine) => {
  let house, clara, omar, abel, bea, tickets;
  before(async () => {
    house = await House.open(engine);
    clara = house.customer('Clara Customer', 'clara@acme.example');
    omar = house.customer('Omar Other', 'omar@globex.example');
    abel = house.agent('Abel Agent', 'abel@desk.example');
    bea = house.agent('Béa Agent', 'bea@desk.example');
    house.elsewhere = house.addDepartment('Elsewhere');
    tickets = {
      printer: await house.ask(clara, { subject: 'The printer is broken' }),
      ete: await house.ask(clara, { subject: 'Un été à Paris' }),
      percent: await house.ask(omar, { subject: '100% full', department: house.elsewhere }),
      plain: await house.ask(omar, { subject: 'The scanner' }),
    };
    await abel.post(`/agent/tickets/${tickets.printer}/assignment`, { assignee: 'me' });
    await abel.post(`/agent/tickets/${tickets.printer}/tags`, { tag: 'vip' });
    await abel.post(`/agent/tickets/${tickets.percent}/priority`, { priority: 'urgent' });
    await abel.post(`/agent/tickets/${tickets.plain}/status`, { status: 'closed' });
  });
  after(() => house.close());

  const idOf = (name) => Number(house.sql(`select max(id) from saved_view where name = '${name}'`));
  const make = async (person, view) => {
    const answer = await person.post(VIEWS, fields(view));
    assert.equal(answer.status, 303, await answer.text());
    return Number(answer.headers.get('location').match(/view-(\d+)/)[1]);
  };
  const shows = async (person, view) => {
    const id = await make(person, { name: 'Asked', ...view });
    const html = await person.text(`/agent/views/view-${id}?as=list`);
    await person.post(`${VIEWS}/${id}/act`, { action: 'delete' });
    const names = Object.entries(tickets);
    return rowIds(html).map((row) => names.find(([, number]) => number === row)?.[0] ?? row).sort().join(' ');
  };

  test('a filter asks for every property, with all, any and none of its conditions, in groups [R135, R155]', async () => {
    const cases = [
      [{ tests: [] }, 'ete percent plain printer'],
      [{ tests: [['status', 'is_not', 'closed']] }, 'ete percent printer'],
      [{ tests: [['status', 'is', 'closed']] }, 'plain'],
      [{ tests: [['assignee', 'is', 'me']] }, 'printer'],
      [{ tests: [['assignee', 'empty'], ['status', 'is_not', 'closed']] }, 'ete percent'],
      [{ tests: [['subject', 'contains', 'ETE']] }, 'ete'],
      [{ tests: [['subject', 'contains', '0%']] }, 'percent'],
      [{ tests: [['subject', 'starts', 'the ']] }, 'plain printer'],
      [{ tests: [['subject', 'ends', 'paris']] }, 'ete'],
      [{ tests: [['subject', 'ends', '\uFF3C']] }, ''],
      [{ tests: [['subject', 'contains', '\uFF05']] }, 'percent'],
      [{ tests: [['sender', 'is', 'clara@acme.example']] }, 'ete printer'],
      [{ tests: [['sender_domain', 'is', 'globex.example']] }, 'percent plain'],
      [{ tests: [['tag', 'is', 'vip']] }, 'printer'],
      [{ tests: [['tag', 'empty']] }, 'ete percent plain'],
      [{ tests: [['priority', 'is', 'urgent']] }, 'percent'],
      [{ tests: [['department', 'is', house.elsewhere]] }, 'percent'],
      [{ tests: [['type', 'is', 1]] }, 'ete percent plain printer'],
      [{ tests: [['channel', 'is', 'web'], ['age_hours', 'at_most', '1']] }, 'ete percent plain printer'],
      [{ mode: 'any', tests: [['tag', 'is', 'vip'], ['priority', 'is', 'urgent']] }, 'percent printer'],
      [{ mode: 'none', tests: [['tag', 'is', 'vip'], ['priority', 'is', 'urgent']] }, 'ete plain'],
      [{ tests: [['status', 'is_not', 'closed']], groups: [{ mode: 'any', tests: [['subject', 'contains', 'printer'], ['priority', 'is', 'urgent']] }] }, 'percent printer'],
      [{ tests: [], groups: [{ mode: 'none', tests: [['sender', 'contains', 'acme']] }] }, 'percent plain'],
    ];
    for (const [view, wanted] of cases) assert.equal(await shows(abel, view), wanted, JSON.stringify(view));
  });

  test('a view stands in the menu with how many tickets it counts; it is sorted as it says, and leaves out what it says', async () => {
    const id = await make(abel, { name: 'Opened first', tests: [['status', 'is_not', 'closed']], order: 'opened-first', columns: ['preview'] });
    const html = await abel.text(`/agent/views/view-${id}`);
    assert.deepEqual(rowIds(html), [tickets.printer, tickets.ete, tickets.percent]);
    assert.match(textOf(between(html, `href="/agent/views/view-${id}"`, '</a>')), /Opened first 3/);
    assert.match(html, /data-hide="tags department messages"/);
    const turned = await abel.text(`/agent/views/view-${id}?as=list&order=opened-last`);
    assert.deepEqual(rowIds(turned), [tickets.percent, tickets.ete, tickets.printer]);
    const before = await abel.text(`/agent/tickets/${tickets.ete}?view=view-${id}`);
    assert.match(before, new RegExp(`href="/agent/tickets/${tickets.percent}\\?view=view-${id}"`), 'the next one of the view');
    assert.match(before, new RegExp(`href="/agent/tickets/${tickets.printer}\\?view=view-${id}"`));
    assert.doesNotMatch(await bea.text('/agent/views/open'), /Opened first/, 'it is nobody else’s');
    assert.equal((await bea.get(`/agent/views/view-${id}`)).status, 404);
    await abel.post(`${VIEWS}/${id}/act`, { action: 'delete' });
    assert.equal((await abel.get(`/agent/views/view-${id}`)).status, 404);
  });

  test('a shared view is everybody’s; who made it and admins change it, nobody else', async () => {
    const id = await make(abel, { name: 'Everybody’s', shared: true, tests: [['status', 'is', 'open']] });
    assert.match(await bea.text('/agent/views/open'), /Everybody’s/);
    assert.equal((await bea.get(`/agent/views/view-${id}`)).status, 200);
    assert.equal((await bea.post(`${VIEWS}/${id}`, fields({ name: 'Mine now', shared: true }))).status, 403);
    assert.equal((await bea.post(`${VIEWS}/${id}/act`, { action: 'delete' })).status, 403);
    await house.admin.post(`${VIEWS}/${id}`, fields({ name: 'For all', shared: true, tests: [['status', 'is', 'open']] }));
    assert.match(await bea.text('/agent/views/open'), /For all/);
    await abel.post(`${VIEWS}/${id}/act`, { action: 'delete' });
    assert.doesNotMatch(await bea.text('/agent/views/open'), /For all/);
  });

  test('a view shows nothing that its reader may not see', async () => {
    const rita = house.agent('Rita Restricted', 'rita@desk.example', [house.elsewhere]);
    assert.equal(await shows(rita, { tests: [] }), 'percent');
    const id = await make(abel, { name: 'All of it', shared: true, tests: [] });
    const html = await rita.text(`/agent/views/view-${id}`);
    assert.deepEqual(rowIds(html), [tickets.percent]);
    assert.match(textOf(between(html, `href="/agent/views/view-${id}"`, '</a>')), /All of it 1/);
    const board = await rita.text(`/agent/views/view-${id}?as=board`);
    assert.deepEqual([...board.matchAll(/data-ticket="(\d+)"/g)].map((found) => Number(found[1])), [tickets.percent]);
    await abel.post(`${VIEWS}/${id}/act`, { action: 'delete' });
  });

  test('what makes no sense is refused with everything that was typed', async () => {
    for (const [view, field, what] of [[{ name: '' }, 'name', /needed/], [{ name: 'x'.repeat(500) }, 'name', /too long/],
      [{ tests: [['subject', 'contains', ' ']] }, 'conditions', /needed/], [{ tests: [['subject', 'at_least', '3']] }, 'conditions', /not known/], [{ tests: [['age_hours', 'at_least', 'soon']] }, 'conditions', /whole number/],
      [{ tests: [['content', 'contains', 'x']] }, 'conditions', /not known/]]) {
      const answer = await abel.post(VIEWS, fields(view));
      assert.equal(answer.status, 422, JSON.stringify(view));
      const html = await answer.text();
      assert.match(errorOf(html, field), what);
      if (view.tests) assert.match(html, /value="A view"/);
    }
    const more = await abel.post(VIEWS, fields({ tests: [['subject', 'contains', 'kept']], action: 'line:0' }));
    assert.equal(more.status, 200, 'a button of the form adds a line');
    const html = await more.text();
    assert.match(html, /value="kept"/);
    assert.match(html, /name="g0\.1\.property"/);
    house.sql(`insert into saved_view (owner_id, name, position, definition, created_at) values (${abel.id}, 'From tomorrow', 0, '{"conditions":{"mode":"some","of":[]}}', 0)`);
    assert.equal((await abel.get('/agent/views/open')).status, 200, 'a view that this version does not understand is left out');
    assert.equal((await abel.get(`/agent/views/view-${idOf('From tomorrow')}`)).status, 404);
  });

  test('a new view begins as the list it was made from', async () => {
    const html = await abel.text(`${VIEWS}/new?from=mine`);
    assert.match(html, /name="g0\.1\.assignee"[\s\S]*?value="me" selected/);
    for (const from of ['nothing', 'view-999', 'closed', `department-${house.department}`]) assert.equal((await abel.get(`${VIEWS}/new?from=${from}`)).status, 200, from);
  });

  test('views are brought into another order', async () => {
    const [one, two] = [await make(abel, { name: 'One' }), await make(abel, { name: 'Two' })];
    const order = async () => [...(await abel.text('/agent/views/open')).matchAll(/href="\/agent\/views\/view-(\d+)" data-key|href="\/agent\/views\/view-(\d+)"/g)].map((found) => Number(found[1] ?? found[2]));
    assert.deepEqual((await order()).filter((id) => [one, two].includes(id)), [one, two]);
    await abel.post(`${VIEWS}/${two}/act`, { action: 'up' });
    assert.deepEqual((await order()).filter((id) => [one, two].includes(id)), [two, one]);
    for (const id of [one, two]) await abel.post(`${VIEWS}/${id}/act`, { action: 'delete' });
  });

  test('default views are deleted for everybody and restored; the desk keeps what it needs [R154]', async () => {
    assert.equal((await abel.post(`${VIEWS}/default/unassigned`, { action: 'hide' })).status, 403);
    await house.admin.post(`${VIEWS}/default/unassigned`, { action: 'hide' });
    assert.doesNotMatch(await abel.text('/agent/views/open'), /views\/unassigned"/);
    assert.equal((await abel.get('/agent/views/unassigned')).headers.get('location'), '/agent/views/open');
    assert.doesNotMatch(await (await abel.get('/agent/palette?q=unass')).text(), /Unassigned/);
    await house.admin.post(`${VIEWS}/default/unassigned`, { action: 'show' });
    assert.match(await abel.text('/agent/views/unassigned'), /views\/unassigned"/);
    for (const view of ['open', 'trash', 'spam']) assert.equal((await house.admin.post(`${VIEWS}/default/${view}`, { action: 'hide' })).status, 400, view);
    assert.equal((await house.admin.post(`${VIEWS}/default/nothing`, { action: 'hide' })).status, 404);
  });

  test('a view is a board: a column for each status, cards that are put into another, and the way on', async () => {
    const lanes = async (person, path) => Object.fromEntries([...(await person.text(path)).matchAll(/data-lane="([\w]+)"[\s\S]*?<\/section>/g)].map((found) => [found[1], [...found[0].matchAll(/data-ticket="(\d+)"/g)].map((card) => Number(card[1]))]));
    const open = await lanes(abel, '/agent/views/open?as=board');
    assert.deepEqual(Object.keys(open), ['open', 'waiting_agent', 'waiting_customer', 'closed']);
    assert.deepEqual(open.open, [tickets.percent, tickets.ete, tickets.printer], 'the urgent first');
    assert.deepEqual(open.closed, [tickets.plain]);
    const moved = await abel.post(`/agent/tickets/${tickets.ete}/status`, { status: 'waiting_customer', back: '/agent/views/open?as=board' });
    assert.equal(moved.headers.get('location'), '/agent/views/open?as=board');
    assert.deepEqual((await lanes(abel, '/agent/views/open?as=board')).waiting_customer, [tickets.ete]);
    assert.match((await abel.post(`/agent/tickets/${tickets.ete}/status`, { status: 'open', back: 'https://elsewhere.example' })).headers.get('location'), /^\/agent\/tickets/);
    // A type's own board has its own statuses.
    const suggestion = house.sql("select id from ticket_type where builtin = 'suggestion'");
    await house.admin.post(`/agent/settings/types/${suggestion}`, { action: 'enable' });
    await abel.post(`/agent/tickets/${tickets.ete}/type`, { type: suggestion });
    const own = await lanes(abel, `/agent/views/type-${suggestion}?as=board`);
    assert.deepEqual(Object.keys(own), house.sql(`select id from status where type_id = ${suggestion} order by position`).split('\n'));
    assert.deepEqual(Object.values(own).flat(), [tickets.ete]);
    const view = await make(abel, { name: 'Ideas', tests: [['type', 'is', suggestion]], board: true });
    assert.deepEqual(await lanes(abel, `/agent/views/view-${view}`), own, 'a view that is a board is one at once');
    assert.deepEqual(rowIds(await abel.text(`/agent/views/view-${view}?as=list`)), [tickets.ete]);
    assert.doesNotMatch(await abel.text('/agent/views/closed?as=board'), /data-lane/);
    await house.admin.post(`/agent/settings/types/${suggestion}`, { action: 'disable' });
  });

  test('columns and lists go on where they ended, whatever is filtered; a look has an end', async () => {
    house.sql(`insert into ticket (token, subject, requester_id, department_id, type_id, status_id, category, channel, created_at, updated_at, public_at, important)
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 120)
      select 'many' || i, case when i % 40 = 0 then 'Needle ' || i else 'Hay ' || i end, ${clara.id}, ${house.department}, 1, (select id from status where type_id = 1 and category = 'waiting_agent'), 'waiting_agent', 'web', i, i, i, i % 7 = 0 from n`);
    const all = house.sql("select id from ticket where subject like 'Hay%' or subject like 'Needle%' order by id").split('\n').map(Number);
    const walk = async (first, read) => {
      const seen = [];
      for (let path = first, pages = 0; path; pages++) {
        assert.ok(pages < 30);
        const html = await abel.text(path);
        seen.push(...read(html));
        path = html.match(/href="([^"]*)" rel="next"|rel="next" href="([^"]*)"/)?.slice(1).find(Boolean)?.replaceAll('&amp;', '&');
      }
      return seen;
    };
    const lane = (html) => [...between(html, 'data-lane="waiting_agent"', '</section>').matchAll(/data-ticket="(\d+)"/g)].map((found) => Number(found[1]));
    const cards = await walk('/agent/views/open?as=board', lane);
    assert.deepEqual([...cards].sort((a, b) => a - b), all);
    const needles = await make(abel, { name: 'Needles', tests: [['subject', 'starts', 'needle'], ['status', 'is', 'waiting_agent']] });
    assert.equal((await walk(`/agent/views/view-${needles}`, rowIds)).length, 3);
    const hay = await make(abel, { name: 'Hay', tests: [['subject', 'contains', 'hay']], order: 'opened-first' });
    assert.deepEqual(await walk(`/agent/views/view-${hay}`, rowIds), all.filter((_, at) => (at + 1) % 40));
    house.sql("delete from ticket where token like 'many%'");
  });

  test('capital letters of other scripts do not matter either', async () => {
    tickets.cyrillic = await house.ask(omar, { subject: 'Доступ к порталу' });
    assert.equal(await shows(abel, { tests: [['subject', 'contains', 'ДОСТУП']] }), 'cyrillic');
    assert.equal(await shows(abel, { tests: [['subject', 'is', 'доступ К ПОРТАЛУ']] }), 'cyrillic');
  });
});
