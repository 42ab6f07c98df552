// Merging and splitting: messages move, mail and links follow, and all can be taken back.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines, run, until } from '../lib/desk.mjs';
import { between, errorOf, fileLinks, messages, rowIds, textOf, timeline, toast, undoPath } from '../lib/html.mjs';
import { House, follow } from '../lib/house.mjs';
import { askAsVisitor } from '../lib/visitor.mjs';

onBothEngines(describe, 'merging and splitting', (engine) => {
  let house, agent, restricted, clara, oscar, elsewhere;
  before(async () => {
    house = await House.open(engine);
    agent = house.agent('Abel Agent', 'abel@desk.example');
    elsewhere = house.addDepartment('Elsewhere', 'Other');
    restricted = house.agent('Rita Restricted', 'rita@desk.example', [elsewhere]);
    clara = house.customer('Clara Customer', 'clara@customer.example');
    oscar = house.customer('Oscar Other', 'oscar@customer.example');
  });
  after(() => house.close());
  const merge = (into, tickets, person = agent) => person.post(`/agent/tickets/${into}/merge`, { tickets });
  const words = async (number) => messages(await house.page(agent, number)).map((message) => message.text.match(/«(.*?)»/)?.[1]);
  const open = async () => rowIds(await agent.text('/agent/views/open'));
  const mail = async (headers, body) => {
    const sent = await run(['mail', 'deliver', ...house.installation.options, '--to', headers.match(/To: .*?([^ <>]+@[^ <>\r]+)/)[1]], { input: `${headers}\r\n\r\n${body}\r\n` });
    assert.equal(sent.code, 0, sent.stderr);
    await until('it is read', () => house.sql("select count(*) from inbound where state = 'received'") === '0');
  };

  test('the tickets of the same person, and those with the same words, are suggested; others are searched', async () => {
    const one = await house.ask(clara, { subject: 'The printer is on fire' });
    const two = await house.ask(clara, { subject: 'Coffee' });
    const three = await house.ask(oscar, { subject: 'Printer on fire again' });
    const page = await agent.text(`/agent/tickets/${one}/merge`);
    for (const number of [two, three]) assert.ok(page.includes(`value="${number}"`), `#${number} is suggested`);
    assert.ok(!page.includes(`name="tickets" value="${one}"`), 'not itself');
    assert.match(textOf(between(page, `value="${three}"`, '</label>')), /Oscar Other.*someone else/);
    assert.match(textOf(page), /both people will read the whole conversation/);
    const found = await agent.text(`/agent/tickets/${one}/merge?q=coffee`);
    assert.ok(found.includes(`value="${two}"`) && !found.includes(`value="${three}"`));
  });

  test('messages of several tickets move into one, in the order they were written; the others lead there', async () => {
    const [first, second, third] = [await house.ask(clara, { subject: 'A', body: '«a»' }), await house.ask(clara, { subject: 'B', body: '«b»' }, { file: { name: 'b.txt', type: 'text/plain', content: 'b' } }),
      await house.ask(oscar, { subject: 'C', body: '«c»' })];
    await house.answer(agent, first, '«answer»');
    const html = await follow(agent, await merge(first, [second, third]));
    assert.match(toast(html), /2 tickets merged into this one/);
    assert.deepEqual(await words(first), ['a', 'b', 'c', 'answer']);
    assert.equal(fileLinks(html.slice(html.indexOf('id="thread"'))).length, 1);
    assert.ok(timeline(html).some((line) => line.includes(`merged #${second} into this ticket`)), timeline(html).join('\n'));
    const listed = await open();
    assert.ok(listed.includes(first) && !listed.includes(second) && !listed.includes(third));
    const away = await house.page(agent, second);
    assert.match(textOf(away), new RegExp(`The messages of this ticket went to #${first}`));
    assert.equal((await clara.get(`/tickets/${second}`)).headers.get('location'), `/tickets/${first}`);
    assert.equal((await oscar.get(`/tickets/${third}`)).headers.get('location'), `/tickets/${first}`);
    assert.match(await new Browserless(house.desk.web).text(house.link(third, oscar.id)), /«a»/, 'an old link opens it');
    assert.match(textOf(await agent.text('/agent/search?q=%C2%ABc%C2%BB')), new RegExp(`#?${first}|A`));
  });

  test('mail that answers a merged ticket arrives where it went; the newcomer is in copy of the answers', async () => {
    const into = await house.ask(clara, { subject: 'Into', body: '«into»' });
    await mail('From: Mia Mailer <mia@else.example>\r\nTo: support@desk.example\r\nMessage-ID: <first@else.example>\r\nSubject: By mail', '«mailed»');
    const other = Number(house.sql("select max(id) from ticket where subject = 'By mail'"));
    const token = house.sql(`select token from ticket where id = ${other}`);
    await follow(agent, await merge(into, [other]));
    await mail('From: mia@else.example\r\nTo: support@desk.example\r\nMessage-ID: <second@else.example>\r\nIn-Reply-To: <first@else.example>\r\nSubject: Re: By mail', '«by reference»');
    await mail(`From: mia@else.example\r\nTo: support+${token}@desk.example\r\nMessage-ID: <third@else.example>\r\nSubject: Re: By mail`, '«by token»');
    assert.deepEqual(await words(into), ['into', 'mailed', 'by reference', 'by token']);
    await house.answer(agent, into, 'An answer to both.');
    const sent = await house.mail('it leaves', (text) => text.includes('An answer to both.') && /mia@else/.test(text));
    assert.match(sent, /clara@customer\.example/);
  });

  test('taken back by the toast or, at any later time, from the timeline, all is as it was', async () => {
    for (const way of ['toast', 'timeline']) {
      const [into, other] = [await house.ask(clara, { subject: 'Into', body: '«into»' }), await house.ask(oscar, { subject: 'Other', body: '«other»' })];
      let html = await follow(agent, await merge(into, [other]));
      await clara.postForm(`/tickets/${into}/messages`, { body: '«after»' });
      assert.equal((await oscar.get(`/tickets/${into}`)).status, 200);
      if (way === 'timeline') {
        await agent.post(`/agent/tickets/${into}/priority`, { priority: 'low' });
        html = await house.page(agent, into);
        html = html.slice(html.indexOf('id="thread"'));
      }
      assert.equal((await agent.post(undoPath(html))).status, 303);
      assert.deepEqual([await words(into), await words(other)], [['into', 'after'], ['other']], way);
      assert.ok((await open()).includes(other));
      assert.equal((await oscar.get(`/tickets/${into}`)).status, 404, 'who came with it is out again');
      assert.equal((await oscar.get(`/tickets/${other}`)).status, 200);
      assert.ok(timeline(await house.page(agent, into)).some((line) => line.includes('(taken back)')));
    }
  });

  test('merged on and on, the last one has it all', async () => {
    const [one, two, three] = [await house.ask(clara, { subject: '1', body: '«1»' }), await house.ask(clara, { subject: '2', body: '«2»' }), await house.ask(clara, { subject: '3', body: '«3»' })];
    await follow(agent, await merge(two, [one]));
    await follow(agent, await merge(three, [two]));
    assert.deepEqual(await words(three), ['1', '2', '3']);
    const answer = await clara.get(`/tickets/${one}`);
    assert.equal((await clara.get(answer.headers.get('location'))).headers.get('location'), `/tickets/${three}`);
  });

  test('what is written into a merged ticket arrives where it went: by its customer at once, by an agent not before they see it', async () => {
    const [into, other] = [await house.ask(clara, { subject: 'Into', body: '«into»' }), await house.ask(oscar, { subject: 'Other', body: '«other»' })];
    const seen = messages(await house.page(agent, other))[0].id;
    await agent.post(`/agent/tickets/${other}/draft`, { body: 'Begun', seen });
    await merge(into, [other]);
    assert.equal((await oscar.postForm(`/tickets/${other}/messages`, { body: '«late»' })).status, 303);
    assert.deepEqual(await words(into), ['into', 'other', 'late']);
    const refused = await house.answer(agent, other, 'To the old one', { seen });
    assert.equal(refused.status, 409);
    assert.match(await refused.text(), /To the old one/);
    assert.doesNotMatch(await house.page(agent, other), /form class="composer"/);
    assert.match(await house.page(agent, into), />(?:&lt;p&gt;)?Begun/, 'the draft went along');
    assert.equal((await oscar.postForm(`/tickets/${other}/messages`, { body: '', settle: '1' })).status, 303);
    assert.equal(house.sql(`select category from ticket where id = ${into}`), 'closed');
  });

  test('a question that nobody has settled opens the closed ticket that it is merged into; spam and trash take none in', async () => {
    const [closed, asked] = [await house.ask(clara, { subject: 'Settled' }), await house.ask(clara, { subject: 'Not settled' })];
    await agent.post(`/agent/tickets/${closed}/status`, { status: 'closed' });
    const html = await follow(agent, await merge(closed, [asked]));
    assert.ok((await open()).includes(closed));
    await agent.post(undoPath(between(html, 'id="toasts"', '</body>')));
    assert.equal(house.sql(`select category from ticket where id = ${closed}`), 'closed');
    await agent.post(`/agent/tickets/${closed}/place`, { place: 'trash' });
    const refused = await merge(closed, [asked]);
    assert.equal(refused.status, 422);
    assert.match(errorOf(await refused.text(), 'tickets'), /Put it back first/);
  });

  test('what was merged on must be parted there first; a split that went on living comes back whole', async () => {
    const [one, two, three] = [await house.ask(clara, { subject: '1', body: '«1»' }), await house.ask(clara, { subject: '2', body: '«2»' }), await house.ask(clara, { subject: '3', body: '«3»' })];
    await merge(two, [one]);
    const inner = undoPath((await house.page(agent, two)).split('id="thread"')[1]);
    await merge(three, [two]);
    await agent.post(inner);
    assert.deepEqual([await words(one), await words(two), await words(three)], [[], [], ['1', '2', '3']]);
    await clara.postForm(`/tickets/${three}/messages`, { body: '«4»' });
    const ids = messages(await house.page(agent, three)).map((message) => message.id);
    const html = await follow(agent, await agent.post(`/agent/tickets/${three}/split`, { messages: [ids.at(-1)], subject: 'Four' }));
    const made = Number(html.match(/\/agent\/tickets\/(\d+)\/messages/)[1]);
    await clara.postForm(`/tickets/${made}/messages`, { body: '«5»' });
    const splitting = house.sql(`select id from event where kind = 'split_off' and ticket_id = ${three}`);
    await merge(made, [three]);
    await agent.post(`/agent/undo/${splitting}?alone=1`);
    assert.deepEqual(await words(made), ['1', '2', '3', '4', '5'], 'no circle');
    await agent.post(undoPath((await house.page(agent, made)).split('id="thread"')[1]));
    await agent.post(`/agent/undo/${splitting}?alone=1`);
    assert.deepEqual(await words(three), ['1', '2', '3', '4', '5']);
    assert.equal((await clara.get(`/tickets/${made}`)).headers.get('location'), `/tickets/${three}`);
  });

  test('a note taken back after a merge leaves the lists right', async () => {
    const [into, other] = [await house.ask(clara, { subject: 'Into' }), await house.ask(clara, { subject: 'Other', body: 'The last public words' })];
    const undo = undoPath(await follow(agent, await house.answer(agent, other, 'A note', { kind: 'note' })));
    await merge(into, [other]);
    await agent.post(undo);
    assert.equal(house.sql(`select messages from ticket where id = ${into}`), '2');
    assert.equal(house.sql(`select messages from ticket where id = ${other}`), '0');
    assert.match(house.sql(`select preview from ticket where id = ${into}`), /The last public words/);
  });

  test('the link of a form, which anybody can fill in another name, never leads into what it is merged with', async () => {
    const visitor = new Browserless(house.desk.web);
    const thanks = await (await askAsVisitor(visitor, { address: 'vera@visitor.example', first_name: 'Vera', last_name: 'Visitor', department: house.department, subject: 'By form', body: '«by form»' })).text();
    const link = thanks.match(/href="(\/t\/[^"]+)"/)[1];
    const vera = house.session(Number(house.sql("select id from person where address = 'vera@visitor.example'")));
    const secret = await house.ask(vera, { subject: 'Secret', body: '«secret»' });
    const form = Number(house.sql("select max(id) from ticket where subject = 'By form'"));
    assert.match(await visitor.text(link), /«by form»/);
    await merge(secret, [form]);
    assert.doesNotMatch(await visitor.text(link), /«secret»/);
    assert.match(await visitor.text(house.link(form)), /«secret»/, 'the mailed link goes on');
  });

  test('nothing chosen, itself, one that was merged, one out of reach: refused, and nothing moves', async () => {
    const [into, other, gone] = [await house.ask(clara, { subject: 'Into' }), await house.ask(clara, { subject: 'Other' }), await house.ask(clara, { subject: 'Gone' })];
    await merge(other, [gone]);
    for (const tickets of [[], [into], [gone]]) {
      const answer = await merge(into, tickets);
      assert.equal(answer.status, 422, String(tickets));
      assert.ok(errorOf(await answer.text(), 'tickets'));
    }
    assert.equal((await merge(gone, [into])).status, 422, 'not into one that is gone');
    const theirs = await house.ask(clara, { subject: 'Theirs', department: elsewhere });
    for (const tickets of [[into], [999999]]) assert.equal((await merge(theirs, tickets, restricted)).status, 404);
    assert.equal((await restricted.get(`/agent/tickets/${into}/merge`)).status, 404);
    assert.doesNotMatch(await restricted.text(`/agent/tickets/${theirs}/merge?q=Other`), /value="\d+"[^>]*>\s*<span[^>]*>#\d+ Other/);
  });

  test('chosen messages become a ticket of their own, of whoever wrote the first; both are found and answered', async () => {
    const ticket = await house.ask(clara, { subject: 'Two things', body: '«first thing»' });
    await clara.postForm(`/tickets/${ticket}/messages`, { body: '«second thing»' });
    await house.answer(agent, ticket, '«to the first»');
    const page = await agent.text(`/agent/tickets/${ticket}/split`);
    const ids = [...page.matchAll(/name="messages" value="(\d+)"/g)].map((found) => found[1]);
    assert.equal(ids.length, 3);
    const html = await follow(agent, await agent.post(`/agent/tickets/${ticket}/split`, { messages: [ids[1]], subject: 'The second thing' }));
    const made = Number(html.match(/\/agent\/tickets\/(\d+)\/messages/)[1]);
    assert.notEqual(made, ticket);
    assert.deepEqual([await words(ticket), await words(made)], [['first thing', 'to the first'], ['second thing']]);
    assert.match(textOf(between(html, '<h1', '</h1>')), /The second thing/);
    assert.ok(timeline(html).some((line) => line.includes(`made this ticket of messages of #${ticket}`)), timeline(html).join('\n'));
    assert.equal((await clara.get(`/tickets/${made}`)).status, 200);
    await house.answer(agent, made, 'To the second.');
    assert.match(await house.mail('it is mailed', (text) => text.includes('To the second.')), /clara@customer/);
    const back = await house.page(agent, ticket);
    assert.equal((await agent.post(undoPath(back.slice(back.indexOf('id="thread"'))))).status, 303);
    assert.deepEqual((await words(ticket)).slice(0, 3), ['first thing', 'second thing', 'to the first']);
  });

  test('no message, all of them, somebody else’s, no subject: refused next to the field', async () => {
    const ticket = await house.ask(clara, { subject: 'Whole', body: '«whole»' });
    const foreign = house.sql(`select min(id) from message where ticket_id <> ${ticket}`);
    const own = house.sql(`select id from message where ticket_id = ${ticket}`);
    for (const [fields, field] of [[{ messages: [], subject: 'x' }, 'messages'], [{ messages: [own], subject: 'x' }, 'messages'], [{ messages: [foreign], subject: 'x' }, 'messages'], [{ messages: [own], subject: ' ' }, 'subject']]) {
      const answer = await agent.post(`/agent/tickets/${ticket}/split`, fields);
      assert.equal(answer.status, 422, JSON.stringify(fields));
      assert.ok(errorOf(await answer.text(), field), field);
    }
    assert.deepEqual(await words(ticket), ['whole']);
  });
});
