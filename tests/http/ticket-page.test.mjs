import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, until } from '../lib/desk.mjs';
import { between, composerText, fileLinks, menuCounts, messages, properties, rowIds, seenOf, textOf, timeline, toast, undoPath } from '../lib/html.mjs';
import { House, follow, plain } from '../lib/house.mjs';

onBothEngines(describe, 'the page of a ticket', (engine) => {
  let house, clara, agent, ticket;
  before(async () => {
    house = await House.open(engine);
    house.sql("insert into company (name, created_at) values ('Customer Works', 0); insert into company_domain (domain, company_id) select 'customer.example', max(id) from company");
    clara = house.customer('Clara Customer', 'clara@customer.example');
    house.sql(`update person set title = 'Head of things', company_id = (select max(id) from company) where id = ${clara.id}`);
    agent = house.agent('Abel Agent', 'abel@desk.example');
    await house.ask(clara, { subject: 'An older matter' });
    ticket = await house.ask(clara, { subject: 'The lift is stuck', body: 'Between two floors.\n\nSince noon.' },
      { upload: { name: 'lift.txt', type: 'text/plain', content: 'a drawing' } });
  });
  after(() => house.close());

  test("shows the author's information and the content at once [R104]", async () => {
    const html = await house.page(agent, ticket);
    const details = textOf(between(html, 'id="details"', '</aside>'));
    for (const words of ['Clara Customer', 'clara@customer.example', 'Customer Works', 'Head of things', 'An older matter'])
      assert.ok(details.includes(words), words);
    assert.match(textOf(between(html, '<h1', '</h1>')), /The lift is stuck/);
    const [first] = messages(html);
    assert.match(first.text, /Clara Customer.*Between two floors\. Since noon\./);
    assert.equal(first.from, 'customer');
    assert.match(fileLinks(first.html)[0].text, /lift\.txt/);
    assert.deepEqual(properties(html), { status: 'Open', priority: 'Normal', assignee: 'Nobody', department: 'General', tags: [] });
  });

  test('the timeline says who did what, and because of what', async () => {
    await agent.post(`/agent/tickets/${ticket}/assignment`, { assignee: 'me' });
    await house.admin.post(`/agent/tickets/${ticket}/priority`, { priority: 'high' });
    await house.answer(agent, ticket, 'A technician is on the way.');
    await clara.postForm(`/tickets/${ticket}/messages`, { body: 'Thank you!' });
    const lines = timeline(await house.page(agent, ticket));
    for (const wanted of [/opened the ticket because it came by the web form/, /told the customer that it has arrived because it is new/,
      /Abel Agent took the ticket/, /Ada Admin set the priority to High/,
      /Rule “ Wait on customer after our reply ” set the status to Waiting on customer because Abel Agent replied/,
      /Rule “ Wait on agent after their reply ” set the status to Waiting on agent because Clara Customer replied/])
      assert.equal(lines.filter((line) => wanted.test(line)).length, 1, `${wanted} in:\n${lines.join('\n')}`);
  });

  test('a note is for agents only: not on the pages of the customer, not in a mail', async () => {
    const mails = house.mails().length;
    const answer = await house.answer(agent, ticket, 'She sounds upset.', { kind: 'note' });
    assert.match(toast(await follow(agent, answer)), /Note added/);
    const note = messages(await house.page(house.admin, ticket)).at(-1);
    assert.ok(note.note);
    assert.match(note.text, /Abel Agent Internal note.*She sounds upset\./);
    for (const path of [`/tickets/${ticket}`, '/tickets', house.link(ticket)])
      assert.doesNotMatch(await clara.text(path), /upset/, path);
    assert.equal(properties(await house.page(agent, ticket)).status, 'Waiting on agent');
    assert.ok(house.mails().slice(mails).every((mail) => !plain(mail).includes('upset')));
  });

  test('what was done is said on the page that follows, whatever else the browser asks for meanwhile', async () => {
    const page = `/agent/tickets/${ticket}`;
    await agent.post(`${page}/priority`, { priority: 'low' });
    await agent.post(`${page}/presence`, { state: 'viewing' });
    const news = await (await agent.get(page, { headers: { 'x-requested-with': 'live' } })).text();
    assert.doesNotMatch(textOf(news), /Priority changed/, 'a page that looks for news by itself, perhaps in another window');
    assert.match(toast(await agent.text(page)), /Priority changed/);
    assert.doesNotMatch(textOf(await agent.text(page)), /Priority changed/, 'and once');
  });

  test('the neighbours in the view it was opened from are one step away', async () => {
    await house.admin.post(`/agent/tickets/${ticket}/priority`, { priority: 'normal' });
    const [newer, older] = [await house.ask(clara, { subject: 'Newer' }), ticket];
    const order = rowIds(await agent.text('/agent/views/open'));
    assert.deepEqual(order.slice(0, 2), [newer, older]);
    const html = await agent.text(`/agent/tickets/${older}?view=open`);
    assert.match(html, new RegExp(`href="/agent/tickets/${newer}\\?view=open"[^>]*data-key="k"`));
    assert.match(html, new RegExp(`href="/agent/tickets/${order[2]}\\?view=open"[^>]*data-key="j"`));
  });
});

onBothEngines(describe, 'answering', (engine) => {
  let house, clara, agent;
  before(async () => {
    house = await House.open(engine);
    clara = house.customer('Clara Customer', 'clara@customer.example');
    agent = house.agent('Abel Agent', 'abel@desk.example');
  });
  after(() => house.close());
  const asked = (subject) => house.ask(clara, { subject });

  test('a public answer is mailed to the requester, who then has the turn [R105, R142, R143]', async () => {
    const ticket = await asked('Printer');
    const answer = await house.answer(agent, ticket, 'Turn it off and on again.');
    assert.equal(answer.headers.get('location'), `/agent/tickets/${ticket}?view=open`);
    const html = await follow(agent, answer);
    assert.match(toast(html), /^Sent/);
    assert.equal(properties(html).status, 'Waiting on customer');
    const mail = await house.mail('the answer leaves', (text) => plain(text).includes('Turn it off'));
    assert.match(mail, /^To: .*clara@customer\.example/m);
    await until('the page says so', async () => /sent by mail/.test(messages(await house.page(agent, ticket)).at(-1).text));
  });

  test('"close ticket" on an answer closes it after sending, in one go [R109]', async () => {
    const ticket = await asked('Small matter');
    const html = await follow(agent, await house.answer(agent, ticket, 'Done, have a nice day.', { then: 'closed' }));
    assert.equal(properties(html).status, 'Closed');
    await house.mail('the answer leaves', (text) => plain(text).includes('Done, have a nice day.'));
    assert.ok(!rowIds(await agent.text('/agent/views/open')).includes(ticket));
    assert.ok(!timeline(html).some((line) => /Waiting on customer/.test(line)), 'the choice of the agent wins over the rule');
  });

  test('one click closes without an answer, one opens again [R111]', async () => {
    const ticket = await asked('Never mind');
    const mails = house.mails().filter((mail) => /Never mind/.test(mail) && !/^To: .*ada@/m.test(mail)).length;
    const closed = await follow(agent, await agent.post(`/agent/tickets/${ticket}/status`, { status: 'closed' }));
    assert.equal(toast(closed), 'Closed Undo');
    assert.equal(properties(closed).status, 'Closed');
    const open = await follow(agent, await agent.post(`/agent/tickets/${ticket}/status`, { status: 'open' }));
    assert.equal(toast(open), 'Reopened Undo');
    assert.ok(house.mails().filter((mail) => /Never mind/.test(mail) && !/^To: .*ada@/m.test(mail)).length <= mails + 1, 'at most the acknowledgement');
  });

  test('an empty answer is refused next to the composer', async () => {
    const ticket = await asked('Empty');
    for (const body of ['', '   ', '\u00a0']) {
      const answer = await house.answer(agent, ticket, body);
      assert.equal(answer.status, 422);
      assert.match(textOf(between(await answer.text(), 'id="composer-notices"', '</div>')), /This is needed/);
    }
    const html = await house.answer(agent, ticket, '<p><br></p>', { format: 'html' });
    assert.equal(html.status, 422);
    assert.equal(messages(await house.page(agent, ticket)).length, 1);
  });

  test('an answer is refused when the ticket moved; the text is kept, what is new is shown, then it goes', async () => {
    const ticket = await asked('Meanwhile');
    const seen = seenOf(await house.page(agent, ticket));
    await clara.postForm(`/tickets/${ticket}/messages`, { body: 'It works again by itself!' });
    const refused = await house.answer(agent, ticket, 'I will call you.', { seen });
    assert.equal(refused.status, 409);
    const html = await refused.text();
    assert.equal(composerText(html), 'I will call you.');
    assert.match(messages(html).at(-1).text, /It works again by itself!/);
    assert.match(textOf(between(html, 'id="composer-notices"', '</div>')), /Clara Customer wrote meanwhile: read it, then send again/);
    assert.equal(house.sql(`select count(*) from message where ticket_id = ${ticket}`), '2');
    const accepted = await house.answer(agent, ticket, 'Glad to hear.', { seen: seenOf(html) });
    assert.equal(accepted.status, 303);
  });

  test('of two agents who answer at the same moment one is told, and one mail leaves', async () => {
    const ticket = await asked('Both');
    const seen = seenOf(await house.page(agent, ticket));
    const both = await Promise.all([house.answer(agent, ticket, 'First', { seen }), house.answer(house.admin, ticket, 'Second', { seen })]);
    assert.deepEqual(both.map((answer) => answer.status).sort(), [303, 409]);
    assert.equal(messages(await house.page(agent, ticket)).length, 2);
  });

  test('a note is never refused: it goes to nobody outside', async () => {
    const ticket = await asked('Note anyway');
    const seen = seenOf(await house.page(agent, ticket));
    await clara.postForm(`/tickets/${ticket}/messages`, { body: 'News' });
    assert.equal((await house.answer(agent, ticket, 'For the record', { seen, kind: 'note' })).status, 303);
  });
});

onBothEngines(describe, 'drafts', (engine) => {
  let house, clara, agent, ticket;
  before(async () => {
    house = await House.open(engine, { serve: { undoSeconds: 600 } });
    clara = house.customer('Clara Customer', 'clara@customer.example');
    agent = house.agent('Abel Agent', 'abel@desk.example');
    ticket = await house.ask(clara, { subject: 'Draft' });
  });
  after(() => house.close());
  const save = (fields) => agent.post(`/agent/tickets/${ticket}/draft`, fields);

  test('a draft survives a reload, for its author alone', async () => {
    assert.equal((await save({ body: '<p>Dear <b>Clara</b></p>', format: 'html', kind: 'reply' })).status, 204);
    assert.equal(composerText(await house.page(agent, ticket)), 'Dear Clara');
    assert.equal(composerText(await house.page(house.admin, ticket)), '');
    assert.doesNotMatch(await clara.text(`/tickets/${ticket}`), /Dear/);
  });

  test('a draft survives kill -9 and a restart, and the session too', async () => {
    assert.equal((await save({ body: 'A note, half', format: 'text', kind: 'note' })).status, 204);
    await house.crash();
    const html = await house.page(agent, ticket);
    assert.equal(composerText(html), 'A note, half');
    assert.match(html, /data-mode="note"/);
  });

  test('an emptied draft is forgotten, a sent one too', async () => {
    await save({ body: '<p><br></p>', format: 'html' });
    assert.equal(composerText(await house.page(agent, ticket)), '');
    await save({ body: 'Ready' });
    await house.answer(agent, ticket, 'Ready');
    assert.equal(composerText(await house.page(agent, ticket)), '');
  });

  test('a draft that arrives after its answer was sent does not come back', async () => {
    const late = seenOf(await house.page(agent, ticket));
    await house.answer(agent, ticket, 'Sent already');
    await save({ body: 'Sent already', seen: late });
    assert.equal(composerText(await house.page(agent, ticket)), '');
    await save({ body: 'The next one', seen: seenOf(await house.page(agent, ticket)) });
    assert.match(composerText(await house.page(agent, ticket)), /The next one/);
    await save({ body: '' });
  });

  test('an answer that was taken back is a draft again and no mail leaves', async () => {
    const html = await follow(agent, await house.answer(agent, ticket, 'Too early', { then: 'closed' }));
    assert.match(messages(html).at(-1).text, /Too early/);
    const back = await follow(agent, await agent.post(undoPath(html)));
    assert.match(toast(back), /Taken back/);
    assert.equal(composerText(back), 'Too early');
    assert.ok(messages(back).every((message) => !/Too early/.test(message.text)));
    assert.equal(properties(back).status, 'Waiting on customer', 'as before the answer');
    assert.equal(house.sql("select count(*) from outbox where kind = 'reply' and state = 'sent'"), '0');
    assert.doesNotMatch(await clara.text(`/tickets/${ticket}`), /Too early/);
    assert.doesNotMatch(await agent.text('/agent/search?q=early'), new RegExp(`id="row-${ticket}"`));
    assert.ok(menuCounts(back).open >= 1);
  });
});

onBothEngines(describe, 'an answer whose mail has left', (engine) => {
  test('can no longer be taken back, and the page says so', async (t) => {
    const house = await House.open(engine);
    t.after(() => house.close());
    const clara = house.customer('Clara Customer', 'clara@customer.example');
    const ticket = await house.ask(clara, { subject: 'Gone' });
    const html = await follow(house.admin, await house.answer(house.admin, ticket, 'Gone already', { then: 'open' }));
    await until('the mail has left', async () => /sent by mail/.test(messages(await house.page(house.admin, ticket)).at(-1).text));
    const undone = await follow(house.admin, await house.admin.post(undoPath(html)));
    assert.match(toast(undone), /Too late to take back/);
    assert.match(messages(await house.page(house.admin, ticket)).at(-1).text, /Gone already/);
  });
});
