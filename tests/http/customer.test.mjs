import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines, until } from '../lib/desk.mjs';
import { between, errorOf, fieldValue, fileLinks, hasField, messages, properties, textOf, timeline } from '../lib/html.mjs';
import { askAsVisitor } from '../lib/visitor.mjs';
import { House, follow, plain } from '../lib/house.mjs';

onBothEngines(describe, 'the pages of a customer', (engine) => {
  let house, clara, oscar, agent, ticket;
  before(async () => {
    house = await House.open(engine);
    clara = house.customer('Clara Customer', 'clara@customer.example');
    oscar = house.customer('Oscar Other', 'oscar@customer.example');
    agent = house.agent('Abel Agent', 'abel@desk.example');
  });
  after(() => house.close());
  const link = () => house.link(ticket);
  const reply = (fields, files) => clara.postForm(`/tickets/${ticket}/messages`, fields, files);

  test('somebody who asked nothing yet is told how to', async () => {
    const page = await clara.text('/tickets');
    assert.match(textOf(page), /No questions yet/);
    assert.match(between(page, '<main', '</main>'), /href="\/tickets\/new"/);
  });

  test('a signed-in customer asks on the page, and is not asked who they are [R086, R096]', async () => {
    const form = await clara.text('/tickets/new');
    for (const name of ['address', 'first_name', 'last_name']) assert.equal(hasField(form, name), false, name);
    for (const name of ['subject', 'body', 'upload']) assert.equal(hasField(form, name), true, name);
    ticket = await house.ask(clara, { subject: 'My chair squeaks', body: 'When I turn left.' });
    const page = await clara.text(`/tickets/${ticket}`);
    assert.match(textOf(page), /My chair squeaks.*Received.*When I turn left\./);
    await house.mail('the acknowledgement leaves', (mail) => /My chair squeaks/.test(mail) && /clara@customer/.test(mail));
  });

  test('"my tickets" lists their own, open and settled, newest first, and nobody else\'s [R085]', async () => {
    const theirs = await house.ask(oscar, { subject: 'Not for Clara' });
    const second = await house.ask(clara, { subject: 'A second question' });
    await agent.post(`/agent/tickets/${second}/status`, { status: 'closed' });
    const list = await clara.text('/tickets');
    const ids = [...list.matchAll(/id="ticket_(\d+)"/g)].map((found) => Number(found[1]));
    assert.deepEqual(ids, [second, ticket]);
    assert.match(textOf(between(list, `id="ticket_${second}"`, '</li>')), /A second question.*Settled/);
    assert.equal((await clara.get(`/tickets/${theirs}`)).status, 404);
    assert.equal((await clara.postForm(`/tickets/${theirs}/messages`, { body: 'Let me in' })).status, 404);
  });

  test('the state is told in words of people', async () => {
    const says = async () => textOf(between(await clara.text(`/tickets/${ticket}`), 'id="ticket-head"', '</header>'));
    await agent.post(`/agent/tickets/${ticket}/assignment`, { assignee: 'me' });
    assert.match(await says(), /Abel Agent is on it/);
    await house.answer(agent, ticket, 'Does it squeak in the morning?');
    assert.match(await says(), /It is your turn/);
    assert.match(messages(await clara.text(`/tickets/${ticket}`)).at(-1).text, /Abel Agent.*team.*in the morning\?/);
  });

  test('the customer answers with a file; the ticket waits for the agent [R145]', async () => {
    const page = await follow(clara, await reply({ body: 'All day.' }, { upload: { name: 'squeak.wav', type: 'audio/wav', content: 'RIFF' } }));
    const last = messages(page).at(-1);
    assert.match(last.text, /You.*All day\..*squeak\.wav/);
    assert.equal(await (await clara.get(fileLinks(last.html)[0].href)).text(), 'RIFF');
    assert.equal(properties(await house.page(agent, ticket)).status, 'Waiting on agent');
  });

  test('an empty answer is refused next to the field', async () => {
    const answer = await reply({ body: ' ' });
    assert.equal(answer.status, 422);
    assert.match(errorOf(await answer.text(), 'body'), /needed/);
  });

  test('"it is solved" settles, with or without words; writing again opens it again', async () => {
    const page = await follow(clara, await reply({ body: 'Oil helped.', settle: '1' }));
    assert.match(textOf(page), /This is settled/);
    assert.match(messages(page).at(-1).text, /Oil helped\./);
    assert.equal(properties(await house.page(agent, ticket)).status, 'Closed');
    await reply({ body: 'It squeaks again.' });
    assert.equal(properties(await house.page(agent, ticket)).status, 'Waiting on agent');
    await reply({ settle: '1' });
    const html = await house.page(agent, ticket);
    assert.equal(properties(html).status, 'Closed');
    assert.match(messages(html).at(-1).text, /It squeaks again/);
    assert.ok(timeline(html).some((line) => /Clara Customer closed the ticket/.test(line)));
  });

  test('the link of a ticket opens it without an account, and nothing else [R085]', async () => {
    const visitor = new Browserless(house.desk.web);
    const page = await visitor.text(link());
    assert.match(textOf(page), /My chair squeaks.*It squeaks again/);
    assert.equal((await visitor.get('/tickets')).status, 303);
    assert.equal((await visitor.get(`/tickets/${ticket}`)).status, 303);
    const file = fileLinks(page).find((one) => /squeak\.wav/.test(one.text));
    assert.equal(await (await visitor.get(file.href)).text(), 'RIFF');
    assert.equal((await visitor.get(file.href.split('?')[0])).status, 404);
    assert.equal((await visitor.get(`${link()}x`)).status, 404);
    assert.equal((await visitor.get(link().toUpperCase().replace('/T/', '/t/'))).status, 404);
  });

  test('by the link one answers, with a file, in the name of who asked', async () => {
    const visitor = new Browserless(house.desk.web);
    const answer = await visitor.postForm(`${link()}/messages`, { body: 'From my phone.' }, { upload: { name: 'p.txt', type: 'text/plain', content: 'p' } });
    assert.equal(answer.headers.get('location'), link());
    const last = messages(await house.page(agent, ticket)).at(-1);
    assert.match(last.text, /Clara Customer.*From my phone\..*p\.txt/);
    assert.equal((await visitor.postForm('/t/unknown/messages', { body: 'x' })).status, 404);
  });

  test("a link is one person's: who takes part writes in their own name, a stranger's is worth nothing", async () => {
    const petra = house.addPerson('Petra Participant', 'petra@customer.example');
    assert.equal((await new Browserless(house.desk.web).get(house.link(ticket, petra))).status, 404);
    house.sql(`insert into participant (ticket_id, person_id) values (${ticket}, ${petra})`);
    const own = house.link(ticket, petra);
    assert.equal((await new Browserless(house.desk.web).postForm(`${own}/messages`, { body: 'I have it too.' })).status, 303);
    assert.match(messages(await house.page(agent, ticket)).at(-1).text, /Petra Participant.*I have it too\./);
    const [token, , signature] = own.split('/').at(-1).split('.');
    const requester = house.sql(`select requester_id from ticket where id = ${ticket}`);
    for (const forged of [token, `${token}.${requester}`, `${token}.${requester}.`, `${token}.${requester}.${signature}`, `${token}.${requester}.${'A'.repeat(22)}`, `${token}.${petra}.${signature.slice(0, 6)}`, `.${petra}.${signature}`])
      assert.equal((await new Browserless(house.desk.web).get(`/t/${forged}`)).status, 404, forged);
    house.sql(`delete from participant where person_id = ${petra}`);
    assert.equal((await new Browserless(house.desk.web).get(own)).status, 404);
  });

  test("the link of one ticket opens no file of another", async () => {
    const other = await house.ask(oscar, { subject: 'Secret file' }, { upload: { name: 's.txt', type: 'text/plain', content: 's' } });
    const secret = fileLinks(await oscar.text(`/tickets/${other}`))[0].href;
    const token = link().split('/').at(-1);
    assert.equal((await new Browserless(house.desk.web).get(`${secret}?link=${token}`)).status, 404);
    assert.equal((await clara.get(secret)).status, 404);
  });

  test('long lists come page by page', async () => {
    const many = house.customer('Many Questions', 'many@customer.example');
    for (let at = 0; at < 60; at += 1) await house.ask(many, { subject: `Question ${at}` });
    const first = await many.text('/tickets');
    const next = first.match(/href="(\/tickets\?after=[^"]+)"/)[1];
    const rest = await many.text(next);
    const ids = [first, rest].flatMap((html) => [...html.matchAll(/id="ticket_(\d+)"/g)].map((found) => found[1]));
    assert.equal(new Set(ids).size, 60);
  });
});

onBothEngines(describe, 'the form for visitors', (engine) => {
  let house, visitor;
  before(async () => {
    house = await House.open(engine);
    visitor = new Browserless(house.desk.web);
    house.addPerson('Known Already', 'known@customer.example');
  });
  after(() => house.close());
  const words = { subject: 'A "question" <here>', body: 'Line one & two' };
  const count = () => Number(house.sql('select count(*) from ticket'));

  test('asks for an address, and with one department asks nothing about where to [R087, R089, R091, R092, R097]', async () => {
    const form = await visitor.text('/tickets/new');
    for (const name of ['address', 'subject', 'body', 'upload']) assert.ok(hasField(form, name), name);
    for (const name of ['first_name', 'last_name']) assert.equal(hasField(form, name), false, name);
    assert.doesNotMatch(form, /<select[^>]*name="department"/);
  });

  test('an unknown address asks for first and last name, and keeps what was typed [R088]', async () => {
    const answer = await visitor.postForm('/tickets', { address: 'new@customer.example', ...words });
    assert.equal(answer.status, 422);
    const form = await answer.text();
    assert.ok(errorOf(form, 'first_name') && errorOf(form, 'last_name'));
    assert.equal(fieldValue(form, 'address'), 'new@customer.example');
    assert.equal(fieldValue(form, 'subject'), words.subject);
    assert.equal(fieldValue(form, 'body').trim(), words.body);
    assert.equal(count(), 0);
  });

  test('with names the ticket is opened, and the thanks lead to it [R086, R097, R136, R140]', async () => {
    const answer = await askAsVisitor(visitor, { address: 'New@Customer.Example', first_name: 'Nora', last_name: 'New', ...words });
    assert.equal(answer.status, 200);
    const thanks = await answer.text();
    const link = thanks.match(/href="(\/t\/[^"]+)"/)[1];
    assert.match(textOf(await visitor.text(link)), /A "question" <here>.*Line one & two/);
    assert.equal(house.sql("select name from person where address = 'new@customer.example'"), 'Nora New');
    const mail = await house.mail('the acknowledgement leaves', (text) => text.includes('new@customer.example'));
    const mailed = plain(mail).match(/\/t\/[\w.-]+/)[0];
    assert.match(textOf(await visitor.text(mailed)), /Line one & two/, 'the mail has a link too');
  });

  test('a known address asks for no names [R088]', async () => {
    const answer = await askAsVisitor(visitor, { address: 'known@customer.example', ...words });
    assert.equal(answer.status, 200);
    assert.equal(house.sql("select count(*) from ticket t join person p on p.id = t.requester_id where p.name = 'Known Already'"), '1');
  });

  test('everything that is missing is said at once, next to its field', async () => {
    const answer = await visitor.postForm('/tickets', { address: 'not an address', subject: '', body: '' });
    assert.equal(answer.status, 422);
    const form = await answer.text();
    for (const name of ['address', 'subject', 'body']) assert.ok(errorOf(form, name), name);
  });

  test('a program that fills the hidden field is thanked and nothing is kept', async () => {
    const before = count();
    const answer = await visitor.postForm('/tickets', { address: 'known@customer.example', website: 'https://spam.example', ...words });
    assert.equal(answer.headers.get('location'), '/');
    assert.equal(count(), before);
  });

  test('one service: its departments are chosen at once; two: under their services [R089, R090]', async () => {
    const second = house.addDepartment('Second team');
    await house.ask(house.customer('Any Body', 'any@customer.example'), { subject: 'So that the menu is fresh' });
    const choice = () => until('there is a choice', async () =>
      (await visitor.text('/tickets/new')).match(/<select[^>]*name="department"[\s\S]*?<\/select>/)?.[0]);
    assert.doesNotMatch(await choice(), /optgroup|Support/);
    assert.match(textOf(await choice()), /General.*Second team/);
    const none = await askAsVisitor(visitor, { address: 'known@customer.example', ...words });
    assert.equal(none.status, 422);
    assert.match(errorOf(await none.text(), 'department'), /needed/);
    const there = await askAsVisitor(visitor, { address: 'known@customer.example', department: second, ...words });
    assert.equal(there.status, 200);
    assert.equal(Number(house.sql('select department_id from ticket order by id desc limit 1')), second);
    house.addDepartment('Third team', 'Other service');
    await house.ask(house.session(1), { subject: 'Fresh again' });
    assert.match(await until('both services are offered', async () => {
      const html = await choice();
      return /optgroup/.test(html) && html;
    }), /<optgroup label="Support">[\s\S]*General[\s\S]*<optgroup label="Other service">[\s\S]*Third team/);
  });

  test('an unknown department is refused next to its field', async () => {
    const answer = await askAsVisitor(visitor, { address: 'known@customer.example', department: 99999, ...words });
    assert.equal(answer.status, 422);
    assert.match(errorOf(await answer.text(), 'department'), /not known/);
  });
});

onBothEngines(describe, 'visitors who ask too often', (engine) => {
  test('are told to wait; customers with an account are not affected', async (t) => {
    const house = await House.open(engine);
    t.after(() => house.close());
    const visitor = new Browserless(house.desk.web);
    const form = { address: 'often@customer.example', first_name: 'Of', last_name: 'Ten', subject: 'Again', body: 'and again' };
    // One becomes possible again every six seconds: on a slow machine it takes a few more.
    let refused;
    for (let at = 0; at < 40 && refused?.status !== 429; at += 1) {
      refused = at < 10 ? await askAsVisitor(visitor, form) : await visitor.postForm('/tickets', form);
      if (at < 9) assert.equal(refused.status, 200);
    }
    assert.equal(refused.status, 429);
    assert.match(textOf(await refused.text()), /Wait a minute/);
    await house.ask(house.customer('Clara Customer', 'clara@customer.example'), { subject: 'Still welcome' });
  });
});

onBothEngines(describe, 'a ticket entered by hand', (engine) => {
  let house, agent;
  before(async () => {
    house = await House.open(engine);
    agent = house.agent('Abel Agent', 'abel@desk.example');
  });
  after(() => house.close());
  const typed = () => ({ address: 'Caller@Customer.Example', name: 'Carl Caller', subject: 'On the phone', body: 'He called about the door.',
    department: house.department, priority: 'high' });

  test('is opened by an agent in the name of somebody new, who gets no automatic mail [R094, R136]', async () => {
    const answer = await agent.post('/agent/tickets', typed());
    const html = await follow(agent, answer);
    assert.match(messages(html)[0].text, /Carl Caller.*entered by an agent.*He called about the door/);
    assert.ok(timeline(html).some((line) => /Abel Agent opened the ticket because an agent entered it/.test(line)), timeline(html).join('\n'));
    assert.equal(properties(html).priority, 'High');
    const id = Number(house.sql("select id from person where address = 'caller@customer.example'"));
    const caller = house.session(id);
    assert.match(textOf(await caller.text('/tickets')), /On the phone/);
    assert.equal(house.sql("select count(*) from outbox where kind = 'acknowledgement'"), '0');
  });

  test('of somebody known it joins their tickets and keeps their name', async () => {
    await follow(agent, await agent.post('/agent/tickets', { ...typed(), name: 'Wrong Name', subject: 'Second call' }));
    assert.equal(house.sql("select count(*) from person where address = 'caller@customer.example'"), '1');
    assert.equal(house.sql("select name from person where address = 'caller@customer.example'"), 'Carl Caller');
  });

  test('comes back with an error next to each field and what was typed', async () => {
    for (const [wrong, name] of [[{ address: 'nothing' }, 'address'], [{ address: '' }, 'address'], [{ subject: '' }, 'subject'], [{ subject: 'x'.repeat(256) }, 'subject'],
      [{ body: '' }, 'body'], [{ department: '' }, 'department'], [{ department: '99999' }, 'department']]) {
      const answer = await agent.post('/agent/tickets', { ...typed(), ...wrong });
      assert.equal(answer.status, 422, JSON.stringify(wrong).slice(0, 60));
      const html = await answer.text();
      assert.ok(errorOf(html, name), name);
      for (const [field, value] of Object.entries({ ...typed(), ...wrong }))
        if (field !== 'department') assert.equal(fieldValue(html, field).trim(), value, field);
    }
  });
});
