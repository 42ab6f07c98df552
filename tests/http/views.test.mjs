import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browserless, onBothEngines, run, startDemo, until } from '../lib/desk.mjs';
import { between, decode, menuCounts, rowIds, rowOf, textOf } from '../lib/html.mjs';
import { House } from '../lib/house.mjs';

/** The tickets met so far that stand first in the lists of work. */
const important = new Set();

/** All tickets of a list, page by page. */
async function walk(person, path) {
  const ids = [];
  for (let page = path, pages = 0; page; pages += 1) {
    assert.ok(pages < 50, 'the list never ends');
    const html = await person.text(page);
    ids.push(...rowIds(html));
    for (const id of rowIds(html)) if (/aria-label="(High|Urgent)"/.test(rowOf(html, id))) important.add(id);
    page = decode(html.match(/href="([^"]*)" rel="next"/)?.[1] ?? '');
  }
  return ids;
}

const sorted = (ids) => [...ids].sort((a, b) => a - b);

onBothEngines(describe, 'views of the demo desk', (engine) => {
  let desk, agent, counts, views;
  before(async () => {
    desk = await startDemo({ engine });
    agent = await Browserless.signedIn(desk, 'agent');
    counts = menuCounts(await agent.text('/agent/views/open'));
    views = {};
    delete counts.spam;
    for (const view of [...Object.keys(counts), 'closed']) views[view] = await walk(agent, `/agent/views/${view}?order=newest`);
  });
  after(() => desk.stop());

  test('each count of the menu is the number of tickets in its view [R100, R102, R103, R139]', () => {
    for (const view of ['mine', 'unassigned', 'waiting-agent', 'waiting-customer', 'open']) assert.ok(view in counts, view);
    for (const [view, count] of Object.entries(counts)) assert.equal(views[view].length, count, view);
    assert.ok(counts.open > 10 && counts.unassigned > 0 && counts.mine > 0);
  });

  test('walking through all pages meets every ticket once and none twice, the important ones first [R113]', async () => {
    for (const [view, newest] of Object.entries(views)) {
      assert.equal(new Set(newest).size, newest.length, `${view} shows a ticket twice`);
      const oldest = await walk(agent, `/agent/views/${view}?order=oldest`);
      const [first, rest] = [true, false].map((is) => newest.filter((id) => view !== 'closed' && important.has(id) === is).reverse());
      assert.deepEqual(oldest, view === 'closed' ? [...newest].reverse() : [...first, ...rest], view);
      assert.deepEqual(newest, view === 'closed' ? newest : [...first.reverse(), ...rest.reverse()], `${view} begins with what is important`);
    }
    assert.ok(views.closed.length > 100, 'several pages');
    assert.equal(views.open.length + views.closed.length, 216);
  });

  test('services and departments split the open tickets, each under its service [R103]', async () => {
    const of = (kind) => Object.keys(views).filter((view) => view.startsWith(kind));
    assert.equal(of('service-').length, 2);
    assert.equal(of('department-').length, 6);
    assert.deepEqual(sorted(of('service-').flatMap((view) => views[view])), sorted(views.open));
    assert.deepEqual(sorted(of('department-').flatMap((view) => views[view])), sorted(views.open));
    const html = await agent.text('/agent/views/open');
    for (const service of of('service-')) {
      const tree = between(html, `id="nav-${service}"`, '</details>');
      const departments = [...tree.matchAll(/views\/(department-\d+)/g)].map((found) => found[1]);
      assert.deepEqual(sorted(departments.flatMap((view) => views[view])), sorted(views[service]));
    }
  });

  test('a view holds what its name says', async () => {
    const status = { 'waiting-agent': 'Waiting on agent|Under review', 'waiting-customer': 'Waiting on customer|Need details', closed: 'Closed|Accepted' };
    for (const [view, name] of Object.entries(status)) {
      const html = await agent.text(`/agent/views/${view}`);
      for (const id of rowIds(html)) assert.match(rowOf(html, id), new RegExp(`aria-label="(?:${name})"`), `${view} ${id}`);
    }
    const mine = await agent.text('/agent/views/mine');
    for (const id of rowIds(mine)) assert.match(rowOf(mine, id), /aria-label="Léa Fontaine"/);
    const unassigned = await agent.text('/agent/views/unassigned');
    for (const id of rowIds(unassigned)) assert.match(rowOf(unassigned, id), /aria-label="Unassigned"/);
  });

  test('a view that does not exist is not found', async () => {
    for (const view of ['nothing', 'department-999', 'service-0', 'department-', 'department-x', '%00', 'Open'])
      assert.equal((await agent.get(`/agent/views/${view}`)).status, 404, view);
  });

  test('an odd place in a list begins at its beginning', async () => {
    for (const query of ['after=zzz', 'after=', 'after=-1.-1x', 'order=sideways', 'after=99999999999999999999.1'])
      assert.equal(rowIds(await agent.text(`/agent/views/closed?${query}`)).length, 50, query);
  });
});

onBothEngines(describe, 'a ticket on its way through the views', (engine) => {
  let house, customer, agent, ticket;
  before(async () => {
    house = await House.open(engine);
    customer = house.customer('Clara Customer', 'clara@customer.example');
    agent = house.agent('Abel Agent', 'abel@desk.example');
  });
  after(() => house.close());

  const standing = async () => {
    const html = await agent.text('/agent/views/open');
    const places = [];
    for (const view of Object.keys(menuCounts(html)).concat('closed'))
      if (rowIds(await agent.text(`/agent/views/${view}`)).includes(ticket)) places.push(view);
    return { places: places.sort().join(' '), counts: menuCounts(html) };
  };
  const stands = async (places) => {
    const wanted = [...places, ...(places.includes('closed') ? [] : [`department-${house.department}`, `service-${house.service}`])].sort().join(' ');
    const last = await until(`it stands in ${wanted}`, async () => {
      const now = await standing();
      return now.places === wanted && now;
    }, 5000).catch(async () => assert.equal((await standing()).places, wanted));
    for (const view of last.places.split(' ')) if (view !== 'closed') assert.equal(last.counts[view], 1, view);
    for (const [view, count] of Object.entries(last.counts)) if (!last.places.split(' ').includes(view)) assert.equal(count, 0, view);
  };

  test('a new ticket is open and unassigned [R100, R137, R138, R139]', async () => {
    ticket = await house.ask(customer, { subject: 'On its way' });
    await stands(['open', 'questions', 'unassigned']);
    assert.match(rowOf(await agent.text('/agent/views/open'), ticket), /Clara Customer[\s\S]*On its way[\s\S]*Please help\./);
  });

  test('taken in charge it is in "my tickets" of its agent only [R102, R141]', async () => {
    await agent.post(`/agent/tickets/${ticket}/assignment`, { assignee: 'me' });
    await stands(['mine', 'open', 'questions']);
    assert.deepEqual(rowIds(await house.admin.text('/agent/views/mine')), []);
  });

  test('answered it waits for the customer [R143]', async () => {
    await house.answer(agent, ticket, 'Which one?');
    await stands(['mine', 'open', 'questions', 'waiting-customer']);
  });

  test('when the customer answers it waits for the agent [R145]', async () => {
    await customer.postForm(`/tickets/${ticket}/messages`, { body: 'The red one.' });
    await stands(['mine', 'open', 'questions', 'waiting-agent']);
  });

  test('closed it is in the closed view only', async () => {
    await agent.post(`/agent/tickets/${ticket}/status`, { status: 'closed' });
    await stands(['closed']);
  });

  test('a row is unread for each agent until they have opened the ticket', async () => {
    const other = await house.ask(customer, { subject: 'Unread' });
    const unread = async (who) => /data-unread/.test(rowOf(await who.text('/agent/views/open'), other).split('>')[0]);
    assert.equal(await unread(agent), true);
    await house.page(agent, other);
    await until('it is read', async () => !(await unread(agent)));
    assert.equal(await unread(house.admin), true);
  });
});

onBothEngines(describe, 'a list whose tickets all have the same moment', (engine) => {
  test('is walked through without losing or repeating one', async (t) => {
    const house = await House.open(engine);
    t.after(() => house.close());
    const mails = Array.from({ length: 120 }, (_, at) => [`From someone@else.example Thu Jan  1 00:00:00 2026`,
      `From: someone@else.example`, 'To: support@desk.example', `Message-ID: <${at}@else.example>`, `Subject: Mail ${at}`, '', `Number ${at}`, '', ''].join('\n'));
    const box = join(house.installation.folder, 'mails.mbox');
    writeFileSync(box, mails.join(''));
    const taken = await run(['mail', 'deliver', ...house.installation.options, '--mbox', box, '--to', 'support@desk.example']);
    assert.equal(taken.code, 0, taken.stderr);
    await until('all are tickets', () => house.sql('select count(*) from ticket') === '120', 60_000);
    house.sql('update ticket set updated_at = 1700000000000000');
    for (const order of ['newest', 'oldest']) {
      const ids = await walk(house.admin, `/agent/views/open?order=${order}`);
      assert.equal(ids.length, 120);
      assert.equal(new Set(ids).size, 120);
    }
    assert.equal(menuCounts(await house.admin.text('/agent/views/closed')).open, 120);
    assert.match(textOf(await house.admin.text('/agent/views/open')), /All open/);
  });
});
