// Automations: kept, applied, tried, explained, taken back, through the pages of the settings.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, until } from '../lib/desk.mjs';
import { between, errorOf, properties, textOf, timeline, toast } from '../lib/html.mjs';
import { House, follow, plain } from '../lib/house.mjs';

const RULES = '/agent/settings/automations';
const MINUTE = 60_000_000;

/** The fields of a rule's form, as a browser sends them. */
function fields({ name = '', enabled = true, on = 'opened', wait = '', unit = 'minutes', mode = 'all', tests = [], groups = [], steps = [], action = 'save', period = '0' }) {
  const out = { name, trigger: on, wait, unit, g0: mode, action, period };
  if (enabled) out.enabled = 'true';
  const line = (key, [property, operator, value]) => {
    Object.assign(out, { [`${key}.property`]: property, [`${key}.operator`]: operator, [`${key}.value`]: value });
    out[`${key}.${property}`] = value;
  };
  tests.forEach((one, at) => line(`g0.${at}`, one));
  groups.forEach((group, at) => {
    out[`g${at + 1}`] = group.mode;
    group.tests.forEach((one, number) => line(`g${at + 1}.${number}`, one));
  });
  steps.forEach(([deed, argument = '', more = {}], at) => {
    const place = { assign: 'agent', notify: 'agent', add_tag: 'tag', remove_tag: 'tag' }[deed] ?? deed;
    Object.assign(out, { [`s${at}.deed`]: deed, [`s${at}.${place}`]: deed === place ? argument : argument });
    out[`s${at}.deed`] = deed;
    for (const [key, value] of Object.entries(more)) out[`s${at}.${key}`] = value;
  });
  return out;
}

class Rules {
  constructor(house) { this.house = house; }
  async add(rule) {
    const answer = await this.house.admin.post(RULES, fields(rule));
    assert.equal(answer.status, 303, await answer.text());
    return this.id(rule.name);
  }
  id(name) { return Number(this.house.sql(`select id from rule where name = '${name}'`)); }
  builtin(code) { return Number(this.house.sql(`select id from rule where builtin = '${code}'`)); }
  act(id, action) { return this.house.admin.post(`${RULES}/${id}/act`, { action }); }
  async tried(rule, id) {
    const answer = await this.house.admin.post(id ? `${RULES}/${id}` : RULES, fields({ ...rule, action: 'try' }));
    assert.equal(answer.status, 200);
    const html = await answer.text();
    const number = (what) => Number(html.match(new RegExp(`id="tried-${what}">(\\d+)`))[1]);
    return { html, matched: number('matched'), read: number('read') };
  }
  count(table = 'rule_run', where = 'true') { return Number(this.house.sql(`select count(*) from ${table} where ${where}`)); }
}

onBothEngines(describe, 'the built-in flow', (engine) => {
  let house, rules, agent, clara;
  before(async () => {
    house = await House.open(engine);
    rules = new Rules(house);
    agent = house.agent('Abel Agent', 'abel@desk.example');
    clara = house.customer('Clara Customer', 'clara@customer.example');
  });
  after(() => house.close());

  test('a new desk shows its three rules, in words [R160]', async () => {
    const page = textOf(await house.admin.text(RULES));
    assert.match(page, /Acknowledge new tickets.*Wait on customer after our reply.*Wait on agent after their reply/);
    assert.match(page, /When a ticket is opened, if “written by a machine” is no and who did it is not an agent : mail the customer/);
    assert.match(page, /As it came with the desk/);
  });

  test('switched off, nobody is acknowledged; switched on again, they are [R140, R151, R156]', async () => {
    const rule = rules.builtin('acknowledge');
    const page = await follow(house.admin, await rules.act(rule, 'off'));
    assert.match(between(page, `id="rule-${rule}"`, '</li>'), /off/);
    const silent = await house.ask(clara, { subject: 'Silent' });
    assert.equal(house.sql(`select count(*) from outbox where ticket_id = ${silent} and kind = 'acknowledgement'`), '0');
    await rules.act(rule, 'on');
    const loud = await house.ask(clara, { subject: 'Loud' });
    assert.equal(house.sql(`select count(*) from outbox where ticket_id = ${loud} and kind = 'acknowledgement'`), '1');
  });

  test('the words of the automatic reply are edited, in two languages, with what they are filled with [R150, R161]', async () => {
    const rule = rules.builtin('acknowledge');
    const answer = await house.admin.post(`${RULES}/${rule}`, fields({
      tests: [['machine', 'is', 'no'], ['author', 'is_not', 'agent']],
      steps: [['acknowledge', '', { en: 'Dear {name}, “{subject}” is number {number}. {odd} <b>', fr: 'Cher {nom}' }]],
    }));
    assert.equal(answer.status, 303);
    const ticket = await house.ask(clara, { subject: 'My words' });
    const mail = plain(await house.mail('the acknowledgement', (mail) => /^To: .*clara/mi.test(mail) && /My words/.test(mail)));
    assert.ok(mail.includes(`Dear Clara Customer, “My words” is number ${ticket}. {odd} <b>`), mail);
    assert.ok(mail.includes('{odd} &lt;b&gt;'), 'the HTML half shows the same words');
    const form = await house.admin.text(`${RULES}/${rule}`);
    assert.ok(form.includes('Dear {name}'));
  });

  test('different replies by criteria: the first rule that matches mails and ends the chain [R152]', async () => {
    const id = await rules.add({ name: 'Billing', tests: [['subject', 'contains', 'invoice']], steps: [['acknowledge', '', { en: 'Billing answers you.' }], ['stop']] });
    for (let up = 0; up < 3; up++) await rules.act(id, 'up');
    const ticket = await house.ask(clara, { subject: 'Invoice 12' });
    await house.mail('the billing reply', (mail) => /Billing answers you/.test(plain(mail)));
    assert.equal(house.sql(`select count(*) from outbox where ticket_id = ${ticket} and kind = 'acknowledgement'`), '1');
    await rules.act(id, 'delete');
  });

  test('the two rules of the status are switched off, each by itself [R143, R145, R153]', async () => {
    const ticket = await house.ask(clara, { subject: 'Status' });
    const status = async () => properties(await house.page(agent, ticket)).status;
    await rules.act(rules.builtin('wait_for_customer'), 'off');
    await house.answer(agent, ticket, 'Look here.');
    assert.equal(await status(), 'Open');
    await clara.postForm(`/tickets/${ticket}/messages`, { body: 'Still broken' });
    assert.equal(await status(), 'Waiting on agent');
    await rules.act(rules.builtin('wait_for_agent'), 'off');
    await rules.act(rules.builtin('wait_for_customer'), 'on');
    await house.answer(agent, ticket, 'And here.');
    assert.equal(await status(), 'Waiting on customer');
    await clara.postForm(`/tickets/${ticket}/messages`, { body: 'Still' });
    assert.equal(await status(), 'Waiting on customer');
    await rules.act(rules.builtin('wait_for_agent'), 'on');
  });
});

onBothEngines(describe, 'own automations', (engine) => {
  let house, rules, agent, busy, clara;
  before(async () => {
    house = await House.open(engine);
    rules = new Rules(house);
    busy = house.agent('Berta Busy', 'berta@desk.example');
    agent = house.agent('Abel Agent', 'abel@desk.example');
    clara = house.customer('Clara Customer', 'clara@customer.example');
  });
  after(() => house.close());
  const facts = async (ticket) => properties(await house.page(house.admin, ticket));

  test('objects, event, several actions: created, applied, told in the timeline [R157, R158, R159]', async () => {
    const sales = house.addDepartment('Sales desk');
    const id = await rules.add({
      name: 'VIP', mode: 'any',
      tests: [['sender_domain', 'is', 'customer.example']],
      groups: [{ mode: 'none', tests: [['subject', 'filled', ''], ['content', 'contains', 'x']] }],
      steps: [['priority', 'urgent'], ['department', String(sales)], ['add_tag', 'vip'], ['assign', String(agent.id)]],
    });
    const ticket = await house.ask(clara, { subject: 'From a VIP' });
    const seen = await facts(ticket);
    assert.match(seen.priority, /Urgent/);
    assert.match(seen.department, /Sales desk/);
    assert.match(seen.assignee, /Abel Agent/);
    const lines = timeline(await house.page(house.admin, ticket));
    assert.ok(lines.some((line) => /Rule “ VIP ” .*Urgent.* because it is new/.test(line)), lines.join('\n'));
    assert.equal(rules.count('rule_run', `rule_id = ${id} and ticket_id = ${ticket}`), 1);
    await rules.act(id, 'delete');
  });

  test('the agents of the department get tickets in turn, whatever else they have [R148]', async () => {
    const department = house.addDepartment('Turns');
    const team = ['Ann', 'Ben', 'Cyd'].map((name) => house.agent(name, `${name.toLowerCase()}@desk.example`, [department]));
    const able = Number(house.sql(`select count(distinct g.person_id) from agent_grant g join person p on p.id = g.person_id where p.disabled_at is null and (g.department_id is null or g.department_id = ${department})`));
    const id = await rules.add({ name: 'In turn', tests: [['department', 'is', department]], steps: [['assign_in_turn']] });
    const got = [];
    for (let number = 0; number < able * 2; number++) got.push(Number(house.sql(`select assignee_id from ticket where id = ${await house.ask(clara, { subject: `Turn ${number}`, department })}`)));
    const round = got.slice(0, got.length / 2);
    assert.deepEqual(got.slice(got.length / 2), round, 'the second round is as the first');
    assert.equal(new Set(round.filter((agent) => agent)).size, round.length, 'nobody twice before everybody once');
    for (const one of team) assert.ok(round.includes(one.id));
    await rules.act(id, 'delete');
    for (const one of team) house.sql(`update person set disabled_at = 1 where id = ${one.id}`);
  });

  test('the agent of the department with the fewest open tickets gets it [R148]', async () => {
    const first = await house.ask(clara, { subject: 'Given by hand' });
    await house.admin.post(`/agent/tickets/${first}/assignment`, { assignee: String(busy.id) });
    await house.admin.post(`/agent/tickets/${await house.ask(clara, { subject: 'One more' })}/assignment`, { assignee: String(busy.id) });
    const id = await rules.add({ name: 'Least', steps: [['assign_least_busy']] });
    const ticket = await house.ask(clara, { subject: 'For whom?' });
    const open = (person) => Number(house.sql(`select count(*) from ticket where assignee_id = ${person} and category <> 'closed' and id <> ${ticket}`));
    const least = open(agent.id) <= open(busy.id) ? 'Abel Agent' : 'Berta Busy';
    assert.match((await facts(ticket)).assignee, new RegExp(least));
    await rules.act(id, 'delete');
  });

  test('what is missing or wrong is said next to it, with everything typed', async () => {
    const refused = async (rule) => {
      const answer = await house.admin.post(RULES, fields(rule));
      assert.equal(answer.status, 422);
      return answer.text();
    };
    const steps = [['add_tag', 'x']];
    assert.match(errorOf(await refused({ name: '', steps }), 'name'), /needed/);
    assert.match(errorOf(await refused({ name: 'a', steps: [] }), 'steps'), /needed/);
    assert.match(errorOf(await refused({ name: 'a', steps: [['assign', '99999']] }), 'steps'), /./);
    assert.match(errorOf(await refused({ name: 'a', steps: [['assign', 'x'], ['status', 'nope']] }), 'steps'), /./);
    assert.match(errorOf(await refused({ name: 'a', steps, wait: 'soon' }), 'wait'), /whole number/);
    assert.match(errorOf(await refused({ name: 'a', steps, wait: '99999', unit: 'days' }), 'wait'), /too long/i);
    assert.match(errorOf(await refused({ name: 'a', steps, tests: [['subject', 'at_least', '3']] }), 'conditions'), /./);
    assert.match(errorOf(await refused({ name: 'a', steps, tests: [['age_hours', 'at_least', 'many']] }), 'conditions'), /whole number/);
    const html = await refused({ name: 'Kept <i>', steps, tests: [['subject', 'contains', ' ']], groups: [{ mode: 'any', tests: [['content', 'is', 'typed words']] }] });
    assert.match(errorOf(html, 'conditions'), /needed/);
    assert.ok(html.includes('value="Kept &lt;i&gt;"') && html.includes('value="typed words"'));
    assert.equal(rules.count('rule', "name like 'Kept%' or name = 'a'"), 0);
  });

  test('lines and groups come and go by buttons, without JavaScript, and nothing typed is lost', async () => {
    const rule = { name: 'Draft', enabled: false, tests: [['subject', 'contains', 'one']], steps: [['add_tag', 'x']] };
    const press = async (action, more = {}) => (await house.admin.post(RULES, fields({ ...rule, ...more, action }))).text();
    let html = await press('line:0');
    assert.ok(html.includes('name="g0.1.property"') && html.includes('value="one"') && html.includes('value="Draft"'));
    html = await press('group');
    assert.ok(html.includes('name="g1.0.property"'));
    html = await press('act');
    assert.ok(html.includes('name="s1.deed"'));
    html = await press('drop_line:0.0');
    assert.ok(!html.includes('name="g0.0.property"'));
    html = await press('drop_act:0');
    assert.ok(!html.includes('name="s0.deed"'));
    assert.equal(rules.count('rule', "name = 'Draft'"), 0);
  });

  test('changed, copied, moved, deleted; every save is a version with its author [R156]', async () => {
    const id = await rules.add({ name: 'Versions', enabled: false, steps: [['add_tag', 'one']] });
    await house.admin.post(`${RULES}/${id}`, fields({ name: 'Versions', enabled: false, steps: [['add_tag', 'two']] }));
    const log = textOf(await house.admin.text(`${RULES}/${id}/runs`));
    assert.match(log, /version 2 .* Last saved by .*two.*version 1 .*one/);
    await rules.act(id, 'copy');
    const copy = rules.id('Versions (copy)');
    const order = async () => [...(await house.admin.text(RULES)).matchAll(/<li id="rule-(\d+)"/g)].map((found) => Number(found[1]));
    assert.deepEqual((await order()).slice(-2), [id, copy]);
    await rules.act(copy, 'up');
    assert.deepEqual((await order()).slice(-2), [copy, id]);
    await rules.act(copy, 'delete');
    await rules.act(id, 'delete');
    assert.ok(!(await order()).includes(id));
    assert.equal((await house.admin.get(`${RULES}/${id}`)).status, 404);
  });

  test('a rule that waits acts when its time has come, and only if its conditions still hold', async () => {
    const id = await rules.add({ name: 'Follow up', on: 'agent_replied', wait: '2', unit: 'days', tests: [['status', 'is', 'waiting_customer']], steps: [['status', 'closed'], ['add_tag', 'no-answer']] });
    const [quiet, answered] = [await house.ask(clara, { subject: 'Quiet' }), await house.ask(clara, { subject: 'Answered' })];
    for (const ticket of [quiet, answered]) await house.answer(agent, ticket, 'Did it help?');
    assert.equal(rules.count('rule_wait', `rule_id = ${id}`), 2);
    const due = Number(house.sql(`select max(due_at) from rule_wait where rule_id = ${id}`)) / 1000 - Date.now();
    assert.ok(due > 2 * 24 * 3600_000 - 60_000 && due <= 2 * 24 * 3600_000, 'two days from the answer');
    assert.match(textOf(await agent.text(`/agent/tickets/${quiet}/why`)), /Follow up waits for its time/);
    await clara.postForm(`/tickets/${answered}/messages`, { body: 'No.' });
    house.sql(`update rule_wait set due_at = ${Date.now() * 1000 - MINUTE}`);
    await until('the clock has rung', () => rules.count('rule_wait') === 0);
    assert.match((await facts(quiet)).status, /Closed/);
    assert.match((await facts(answered)).status, /Waiting on agent/);
    await rules.act(id, 'delete');
  });

  test('rules that wake each other end by themselves, and the timeline says so once', async () => {
    const there = await rules.add({ name: 'There', on: 'tag_added', tests: [['tag', 'is', 'ping']], steps: [['remove_tag', 'ping'], ['add_tag', 'pong']] });
    const back = await rules.add({ name: 'Back', on: 'tag_added', tests: [['tag', 'is', 'pong']], steps: [['remove_tag', 'pong'], ['add_tag', 'ping']] });
    const ticket = await house.ask(clara, { subject: 'Ping' });
    assert.equal((await agent.post(`/agent/tickets/${ticket}/tags`, { tag: 'ping' })).status, 303);
    const lines = timeline(await house.page(agent, ticket));
    assert.equal(lines.filter((line) => /held back because it had acted/.test(line)).length, 1, lines.join('\n'));
    for (const id of [there, back]) await rules.act(id, 'delete');
  });

  test('an agent is mailed about tickets they may see, and never about others', async () => {
    const far = house.agent('Fiona Far', 'far@desk.example', [house.addDepartment('Far away')]);
    const id = await rules.add({ name: 'Tell', steps: [['notify', String(agent.id)], ['notify', String(far.id)]] });
    const ticket = await house.ask(clara, { subject: 'Who is told?' });
    const told = house.sql(`select distinct person_id from outbox where ticket_id = ${ticket} and kind = 'notification' and detail = 'rule'`);
    assert.equal(told, String(agent.id));
    assert.ok(timeline(await house.page(agent, ticket)).some((line) => /Tell/.test(line) && /not possible any more/.test(line)));
    await rules.act(id, 'delete');
  });

  test('a rule that acted a hundred times on a ticket in a day rests, and the timeline says so once', async () => {
    const id = await rules.add({ name: 'Busy', on: 'note_added', steps: [['add_tag', 'noted']] });
    const ticket = await house.ask(clara, { subject: 'A hundred' });
    const event = house.sql(`select min(id) from event where ticket_id = ${ticket}`);
    house.sql(`insert into rule_run (rule_id, version, ticket_id, event_id, at) values ${Array(100).fill(`(${id}, 1, ${ticket}, ${event}, ${Date.now() * 1000})`).join(', ')}`);
    for (const words of ['One', 'Two']) assert.equal((await house.answer(agent, ticket, words, { kind: 'note' })).status, 303);
    const html = await house.page(agent, ticket);
    assert.deepEqual(properties(html).tags, []);
    assert.equal(timeline(html).filter((line) => /Busy .*held back because it acted on this ticket 100 times/.test(line)).length, 1, timeline(html).join('\n'));
    await rules.act(id, 'delete');
  });

  test('what a rule cannot do any more is said, and the rest is done', async () => {
    const gone = house.agent('Gone Agent', 'gone@desk.example');
    const id = await rules.add({ name: 'Half', steps: [['assign', String(gone.id)], ['add_tag', 'half']] });
    house.sql(`update person set disabled_at = 1 where id = ${gone.id}`);
    const ticket = await house.ask(clara, { subject: 'Half done' });
    const html = await house.page(agent, ticket);
    assert.match(textOf(html), /half/);
    assert.ok(timeline(html).some((line) => /Half/.test(line) && /not possible any more/.test(line)), timeline(html).join('\n'));
    await rules.act(id, 'delete');
  });
});

onBothEngines(describe, 'trying, explaining, taking back', (engine) => {
  let house, rules, agent, clara, tickets;
  before(async () => {
    house = await House.open(engine);
    rules = new Rules(house);
    agent = house.agent('Abel Agent', 'abel@desk.example');
    clara = house.customer('Clara Customer', 'clara@customer.example');
    tickets = [];
    for (const subject of ['Printer one', 'Printer two', 'Screen']) tickets.push(await house.ask(clara, { subject }));
  });
  after(() => house.close());
  const printers = { name: 'Printers', tests: [['subject', 'contains', 'printer'], ['status', 'is', 'open']], steps: [['priority', 'high'], ['acknowledge', '', { en: 'Paper?' }]] };
  const state = () => house.sql("select coalesce(max(id), 0) from event") + house.sql('select count(*) from outbox') + house.sql('select count(*) from rule_run');

  test('trying shows what would change and what would be mailed; nothing is written, nothing is sent', async () => {
    const before = state();
    const { html, matched, read } = await rules.tried(printers);
    assert.deepEqual([matched, read], [2, 3]);
    assert.match(textOf(html), /#\d+ Printer two .*→ High .*mail to clara@customer\.example/);
    assert.match(html, /title="Paper\?"/);
    assert.match(textOf(html), /Missed by one condition .*Screen/);
    assert.ok(html.includes('value="Printers"'), 'the form is as it was');
    assert.equal(state(), before);
  });

  test('it judges a ticket as it was then, not as it is now', async () => {
    await agent.post(`/agent/tickets/${tickets[0]}/status`, { status: 'closed' });
    await agent.post(`/agent/tickets/${tickets[1]}/tags`, { tag: 'later' });
    assert.equal((await rules.tried(printers)).matched, 2);
    assert.equal((await rules.tried({ ...printers, tests: [['tag', 'is', 'later']] })).matched, 0);
  });

  test('the try is what the rule then does: same tickets, same changes', async () => {
    const id = await rules.add(printers);
    const arrived = [];
    for (const subject of ['Printer three', 'Chair', 'The printer again']) arrived.push(await house.ask(clara, { subject }));
    const acted = house.sql(`select ticket_id from rule_run where rule_id = ${id} order by ticket_id`).split('\n').map(Number);
    assert.deepEqual(acted, [arrived[0], arrived[2]]);
    const { html } = await rules.tried(printers, id);
    const shown = [...between(html, 'class="diff-list"', '</ul>').matchAll(/\/agent\/tickets\/(\d+)/g)].map((found) => Number(found[1]));
    assert.deepEqual(shown.filter((number) => arrived.includes(number)).sort(), acted.sort());
    await rules.act(id, 'off');
  });

  test('other rules that its changes would wake are named', async () => {
    const id = await rules.add({ name: 'On high', on: 'priority_changed', tests: [['priority', 'is', 'high']], steps: [['add_tag', 'hot']] });
    assert.match(textOf((await rules.tried(printers)).html), /tickets would then wake “On high”/);
    await rules.act(id, 'delete');
  });

  test('“why” shows for each rule whether it acted, and each condition with what it saw', async () => {
    const page = textOf(await agent.text(`/agent/tickets/${tickets[2]}/why`));
    assert.match(page, /Printers off conditions do not hold .*no: the subject contains printer – there was “Screen” .*yes: the status is Open – there was “Open”/);
    assert.match(page, /Acknowledge new tickets acted/);
    assert.match(page, /Wait on customer after our reply its event has not happened here/);
  });

  test('the log lists every run with what it did; a run is taken back as far as nobody built on it', async () => {
    const id = rules.id('Printers');
    const page = await house.admin.text(`${RULES}/${id}/runs`);
    assert.match(textOf(page), /ran 2 times in the last 30 days .*The printer again .*→ High/);
    const [, run] = page.match(/\/runs\/(\d+)\/undo/);
    const ticket = Number(house.sql(`select ticket_id from rule_run where id = ${run}`));
    const back = await follow(house.admin, await house.admin.post(`${RULES}/${id}/runs/${run}/undo`, {}));
    assert.match(textOf(back), /taken back/);
    assert.match(properties(await house.page(agent, ticket)).priority, /Normal/);
    const again = await house.admin.post(`${RULES}/${id}/runs/${run}/undo`, {});
    assert.match(toast(await follow(house.admin, again)), /./);
    assert.equal((await house.admin.post(`${RULES}/${id}/runs/999999/undo`, {})).status, 303);
  });
});
