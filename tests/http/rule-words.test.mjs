// Rules that write, rules that ask for mail headers, what changed between versions, and that a try is what then happens.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, run, until } from '../lib/desk.mjs';
import { between, messages, properties, textOf, timeline } from '../lib/html.mjs';
import { House, plain } from '../lib/house.mjs';

const RULES = '/agent/settings/automations';
const rule = ({ name, on = 'opened', tests = [], steps }) => ({
  name, enabled: 'true', trigger: on, wait: '', unit: 'minutes', g0: 'all', period: '0', action: 'save',
  ...Object.fromEntries(tests.flatMap(([property, operator, value = ''], at) => [[`g0.${at}.property`, property], [`g0.${at}.operator`, operator], [`g0.${at}.value`, value], [`g0.${at}.${property}`, value]])),
  ...Object.fromEntries(steps.flatMap(([deed, fields], at) => [[`s${at}.deed`, deed], ...Object.entries(fields).map(([field, value]) => [`s${at}.${field}`, value])])),
});

onBothEngines(describe, 'rules that write', (engine) => {
  let house, abel, far, clara;
  before(async () => {
    house = await House.open(engine);
    abel = house.agent('Abel Agent', 'abel@desk.example');
    far = house.agent('Fiona Far', 'far@desk.example', [house.addDepartment('Far away')]);
    clara = house.customer('Clara Customer', 'clara@customer.example');
  });
  after(() => house.close());
  const add = async (fields, id = '') => {
    const answer = await house.admin.post(id ? `${RULES}/${id}` : RULES, rule(fields));
    assert.equal(answer.status, 303, textOf(await answer.text()));
    return Number(house.sql(`select id from rule where name = '${fields.name}'`));
  };
  const off = (id) => house.admin.post(`${RULES}/${id}/act`, { action: 'delete' });

  test('an answer goes out in an agent’s name, in the customer’s language, with what it is filled with [R159]', async () => {
    const id = await add({ name: 'Ask for paper', tests: [['subject', 'contains', 'printer']], steps: [['reply', { author: abel.id, en: 'Hello {name},\nis there paper in {subject}? <b>\n\n{agent}', fr: 'Bonjour {nom}, du papier ?' }]] });
    await abel.post(`/agent/tickets/${await house.ask(clara, { subject: 'Nothing' })}/draft`, { body: '<p>Mine</p>', kind: 'reply', format: 'html' });
    const ticket = await house.ask(clara, { subject: 'Printer' });
    const page = await house.page(abel, ticket);
    assert.equal(messages(page).length, 2);
    assert.match(textOf(page), /Abel Agent .*Hello Clara Customer, is there paper in Printer\? <b> Abel Agent/);
    const mail = await house.mail('the answer', (one) => /To: .*clara@customer\.example/.test(one) && /is there paper/.test(plain(one)));
    assert.match(mail, /From: .*Abel Agent/);
    assert.equal(properties(page).status, 'Waiting on customer', 'the rule of our answers sees it too');
    house.sql(`update person set language = 'fr' where id = ${clara.id}`);
    const french = await house.ask(clara, { subject: 'Printer encore' });
    assert.match(textOf(await house.page(abel, french)), /Bonjour Clara Customer, du papier \?/);
    await off(id);
  });

  test('a note stays inside; whoever has the ticket writes; who may not see it writes nothing', async () => {
    const id = await add({ name: 'Remind', on: 'assigned', steps: [['note', { author: 'assignee', en: 'Yours, {agent}.' }]] });
    const ticket = await house.ask(clara, { subject: 'Whose?' });
    await abel.post(`/agent/tickets/${ticket}/assignment`, { assignee: 'me' });
    assert.match(textOf(await house.page(abel, ticket)), /Yours, Abel Agent\./);
    assert.doesNotMatch(await clara.text(`/tickets/${ticket}`), /Yours/);
    await off(id);
    const other = await add({ name: 'Too far', tests: [['subject', 'is', 'secret']], steps: [['reply', { author: far.id, en: 'I should not know.' }]] });
    const hidden = await house.ask(clara, { subject: 'Secret' });
    const page = await house.page(abel, hidden);
    assert.equal(messages(page).length, 1);
    assert.ok(timeline(page).some((line) => /Too far/.test(line) && /not possible any more/.test(line)));
    await off(other);
  });

  test('a rule never talks with a machine, nor without end with anybody', async () => {
    const id = await add({ name: 'Chatty', on: 'customer_replied', steps: [['reply', { author: abel.id, en: 'And then?' }]] });
    const ticket = await house.ask(clara, { subject: 'Talk' });
    for (let i = 0; i < 8; i++) await clara.postForm(`/tickets/${ticket}/messages`, { body: `Number ${i}` });
    const page = await house.page(abel, ticket);
    const answers = Number(house.sql(`select count(*) from event where ticket_id = ${ticket} and kind = 'agent_replied'`));
    assert.ok(answers < 8, `${answers} answers`);
    assert.ok(timeline(page).some((line) => /Chatty/.test(line) && /five automatic mails/.test(line)));
    await off(id);
  });

  test('what a rule writes says so to other machines, and a machine gets nothing whatever wakes the rule', async () => {
    const id = await add({ name: 'On tag', on: 'tag_added', tests: [['tag', 'is', 'ask']], steps: [['reply', { author: abel.id, en: 'Automatic words.' }]] });
    const zoe = house.customer('Zoé', 'zoe@customer.example');
    const ticket = await house.ask(zoe, { subject: 'Tagged' });
    await abel.post(`/agent/tickets/${ticket}/tags`, { tag: 'ask' });
    const mail = await house.mail('the answer', (one) => /To: .*zoe@customer\.example/.test(one) && /Automatic words/.test(plain(one)));
    assert.match(mail, /Auto-Submitted: auto-replied/i);
    const delivered = await run(['mail', 'deliver', ...house.installation.options, '--to', 'support@desk.example'],
      { input: 'From: news@list.example\r\nTo: support@desk.example\r\nSubject: Newsletter\r\nPrecedence: bulk\r\nList-Id: <news.list.example>\r\n\r\nBuy!\r\n' });
    assert.equal(delivered.code, 0, delivered.stderr);
    const letter = await until('the newsletter', () => house.sql("select id from ticket where subject = 'Newsletter'"));
    await abel.post(`/agent/tickets/${letter}/tags`, { tag: 'ask' });
    assert.equal(messages(await house.page(abel, letter)).length, 1);
    await off(id);
  });

  test('a rule that waits for answers does not wait for its own', async () => {
    const id = await add({ name: 'Any news', on: 'agent_replied', steps: [['reply', { author: abel.id, en: 'Any news?' }]] });
    house.sql(`update rule set definition = replace(definition, '"wait_minutes":0', '"wait_minutes":1') where id = ${id}`);
    const ticket = await house.ask(house.customer('Yan', 'yan@customer.example'), { subject: 'News' });
    await house.answer(abel, ticket, 'We look.');
    assert.equal(house.sql(`select count(*) from rule_wait where rule_id = ${id} and ticket_id = ${ticket}`), '1');
    house.sql(`update rule_wait set due_at = 0 where rule_id = ${id}`);
    await until('it asks', async () => messages(await house.page(abel, ticket)).length === 3);
    assert.equal(house.sql(`select count(*) from rule_wait where rule_id = ${id} and ticket_id = ${ticket}`), '0');
    await off(id);
  });

  test('undo takes the agent’s own answer back although a rule answered in the same change', async () => {
    const slow = await House.open(engine, { serve: { undoSeconds: 60 } });
    try {
      const agent = slow.agent('Abel Agent', 'abel@desk.example');
      const mia = slow.customer('Mia', 'mia@customer.example');
      const made = await slow.admin.post(RULES, rule({ name: 'Goodbye', on: 'status_changed', tests: [['status', 'is', 'closed']], steps: [['reply', { author: agent.id, en: 'Goodbye.' }]] }));
      assert.equal(made.status, 303);
      const ticket = await slow.ask(mia, { subject: 'Undo both' });
      await slow.answer(agent, ticket, 'My own words', { then: 'closed' });
      assert.equal(messages(await slow.page(agent, ticket)).length, 3);
      const change = slow.sql(`select max(id) from event where ticket_id = ${ticket} and kind = 'agent_replied' and actor_kind = 'agent'`);
      assert.equal((await agent.post(`/agent/undo/${change}`)).status, 303);
      const page = await slow.page(agent, ticket);
      assert.equal(messages(page).length, 1);
      assert.match(page, /My own words/, 'in the composer again');
      assert.doesNotMatch(between(page, 'class="composer', '</form>'), /Goodbye/);
      assert.equal(slow.sql("select count(*) from outbox where kind = 'reply' and state <> 'cancelled'"), '0');
    } finally {
      await slow.close();
    }
  });

  test('words are needed, and a run is taken back while its mail has not left', async () => {
    const empty = await house.admin.post(RULES, rule({ name: 'Wordless', steps: [['reply', { author: 'assignee' }]] }));
    assert.equal(empty.status, 422);
    assert.match(await empty.text(), /id="error-steps"[^>]*>This is needed/);
    const id = await add({ name: 'Note it', tests: [['subject', 'contains', 'noted']], steps: [['note', { author: abel.id, en: 'By rule.' }], ['add_tag', { tag: 'seen' }]] });
    const tickets = [await house.ask(clara, { subject: 'Noted one' }), await house.ask(clara, { subject: 'Noted two' })];
    assert.equal((await house.admin.post(`${RULES}/${id}/runs/undo`)).status, 303);
    for (const ticket of tickets) {
      const page = await house.page(abel, ticket);
      assert.equal(messages(page).length, 1);
      assert.deepEqual(properties(page).tags, []);
    }
    assert.equal(house.sql(`select count(*) from draft where person_id = ${house.admin.id}`), '0');
    await off(id);
  });

  test('what changed between two versions is shown word by word [R156]', async () => {
    const id = await add({ name: 'Versions', tests: [['subject', 'contains', 'one']], steps: [['note', { author: abel.id, en: 'The old words stay.' }]] });
    await add({ name: 'Versions', tests: [['subject', 'contains', 'two']], steps: [['note', { author: abel.id, en: 'The new words stay.' }]] }, id);
    const page = await house.admin.text(`${RULES}/${id}/runs`);
    const version = between(page, 'id="version-2"', '</li>');
    assert.match(version, /<del>one:<\/del><ins>two:<\/ins>/);
    assert.match(version, /The <del>old<\/del><ins>new<\/ins> words stay/);
    await off(id);
  });

  test('rules ask for the head of a mail', async () => {
    const id = await add({ name: 'Lists', tests: [['header', 'starts', 'list-id: members']], steps: [['add_tag', { tag: 'list' }]] });
    const send = (subject, more) => run(['mail', 'deliver', ...house.installation.options, '--to', 'support@desk.example'],
      { input: `Received: from x by y\r\nFrom: someone@else.example\r\nTo: support@desk.example\r\nSubject: ${subject}\r\n${more}\r\n\r\nHello\r\n` });
    await send('By list', 'LIST-ID: =?utf-8?q?members?= <members.example.org>');
    await send('No list', 'List-Id: others');
    const number = (subject) => until(subject, () => house.sql(`select id from ticket where subject = '${subject}'`));
    const tags = async (subject) => properties(await house.page(abel, await number(subject))).tags;
    assert.deepEqual(await tags('By list'), ['list']);
    assert.deepEqual(await tags('No list'), []);
    assert.doesNotMatch(house.sql("select headers from message where headers <> '' order by id desc limit 1"), /received/i);
    const why = await abel.text(`/agent/tickets/${await number('No list')}/why`);
    assert.match(textOf(why), /the mail header .*List-Id: others/i);
    await off(id);
  });
});

/** The same numbers every time (Park and Miller). */
function numbers(seed) {
  let state = seed;
  return (below) => { state = (state * 48271) % 2147483647; return state % below; };
}

onBothEngines(describe, 'a try and the real run', (engine) => {
  const SUBJECTS = ['Printer', 'Screen', 'Été', 'Invoice'];
  const TRIGGERS = ['opened', 'customer_replied', 'note_added', 'priority_changed', 'status_changed', 'assigned'];
  /** Six rules that only put on a tag, so that none changes what another sees. */
  const rules = () => {
    const pick = numbers(7);
    const values = { subject: ['contains', SUBJECTS], priority: ['is', ['normal', 'high']], status: ['is_not', ['closed', 'waiting_customer']], author: ['is', ['agent', 'customer']], assignee: ['empty', ['']] };
    return TRIGGERS.map((on, at) => ({ name: `Rule ${at}`, on, steps: [['add_tag', { tag: `rule ${at}` }]],
      tests: Object.entries(values).filter(() => pick(5) < 2).map(([property, [operator, some]]) => [property, operator, some[pick(some.length)]]) }));
  };
  /** The same days of a desk: what customers and agents do, one after the other. */
  const live = async (house) => {
    const pick = numbers(11);
    const abel = house.agent('Abel Agent', 'abel@desk.example');
    const clara = house.customer('Clara Customer', 'clara@customer.example');
    const tickets = [];
    for (let step = 0; step < 70; step++) {
      if (tickets.length < 6 || pick(8) === 0) {
        tickets.push(await house.ask(clara, { subject: `${SUBJECTS[pick(SUBJECTS.length)]} ${tickets.length}` }));
        continue;
      }
      const ticket = tickets[pick(tickets.length)];
      await [
        () => clara.postForm(`/tickets/${ticket}/messages`, { body: 'More.' }),
        () => house.answer(abel, ticket, 'A note.', { kind: 'note' }),
        () => house.answer(abel, ticket, 'An answer.'),
        () => abel.post(`/agent/tickets/${ticket}/priority`, { priority: pick(2) ? 'high' : 'normal' }),
        () => abel.post(`/agent/tickets/${ticket}/status`, { status: ['open', 'closed', 'waiting_customer'][pick(3)] }),
        () => abel.post(`/agent/tickets/${ticket}/assignment`, { assignee: pick(2) ? 'me' : '' }),
      ][pick(6)]();
    }
  };

  test('on two desks that live the same days, what the try says is what the rules do', async () => {
    const [without, with_] = [await House.open(engine), await House.open(engine)];
    try {
      for (const one of rules()) assert.equal((await with_.admin.post(RULES, rule(one))).status, 303);
      await live(without);
      await live(with_);
      let matches = 0;
      for (const [at, one] of rules().entries()) {
        const html = await (await without.admin.post(RULES, { ...rule(one), action: 'try' })).text();
        const tried = Number(html.match(/id="tried-matched">(\d+)/)[1]);
        const shown = [...between(html, 'class="diff-list"', '</ul>').matchAll(/href="\/agent\/tickets\/\d+">#\d+ ([^<]+)</g)].map((found) => found[1]);
        // A tag that is there is no change and no run: of a ticket only the first counts.
        const real = with_.sql(`select t.subject from rule_run r join rule u on u.id = r.rule_id join ticket t on t.id = r.ticket_id where u.name = 'Rule ${at}'`).split('\n').filter(Boolean).sort();
        assert.deepEqual([...new Set(shown)].sort(), real, `${one.name} ${JSON.stringify(one.tests)}`);
        matches += tried;
      }
      assert.ok(matches > 10, `only ${matches} matches: the test proves nothing`);
    } finally {
      await Promise.all([without.close(), with_.close()]);
    }
  });
});
