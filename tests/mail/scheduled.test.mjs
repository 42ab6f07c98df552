// Answers that leave later: at their time, as their author's; kept with the reason when they would not send it any more.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onBothEngines, until } from '../lib/desk.mjs';
import { between, composerText, errorOf, fieldValue, textOf, timeline, toast, undoPath } from '../lib/html.mjs';
import { House, follow } from '../lib/house.mjs';
import { MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';
import { words } from '../lib/pages.mjs';

const file = (name) => ({ name, type: 'text/plain', content: `the file ${name}` });
const local = (date) => date.toISOString().slice(0, 16);
const inDays = (days) => local(new Date(Date.now() + days * 86_400_000));
let count = 0;

onBothEngines(describe, 'answers that leave later', (engine) => {
  let desk, house, ada, abel;
  before(async () => {
    desk = await MailDesk.open(engine);
    // The helpers of a house, at this desk.
    house = Object.assign(Object.create(House.prototype), { installation: desk.installation, desk: desk.running });
    ada = desk.admin;
    abel = house.agent('Abel Agent', 'abel@desk.example');
  });
  after(() => desk.stop());

  const sql = (statement) => house.sql(statement);
  const ticketOf = (subject = 'Please help') => desk.newTicket(somebody(), { subject: newSubject(subject) });
  const scheduledOf = (page) => [...between(page, 'id="scheduled"', 'class="thread-end"').matchAll(/id="scheduled_(\d+)"[\s\S]*?<\/article>/g)]
    .map(([piece, id]) => ({ id: Number(id), piece, text: words(piece) }));

  async function write(agent, ticket, mark, fields = {}, files = {}) {
    const seen = fieldValue(await agent.text(`/agent/tickets/${ticket}`), 'seen');
    return agent.postForm(`/agent/tickets/${ticket}/messages`, { kind: 'reply', format: 'html', body: `<p>${mark}</p>`, seen, send_on: inDays(2), ...fields }, files);
  }

  /** An answer that waits, and its number. */
  async function later(agent, ticket, fields, files) {
    const mark = `later${++count}x`;
    const answer = await write(agent, ticket, mark, fields, files);
    assert.equal(answer.status, 303, `${answer.status}`);
    const page = await follow(agent, answer);
    const [one] = scheduledOf(page).slice(-1);
    assert.match(one.text, new RegExp(mark));
    return { mark, id: one.id, page };
  }
  const due = (id) => sql(`update scheduled_reply set send_at = 1 where id = ${id}`);
  const decide = (agent, ticket, id, decision, fields = {}) => agent.post(`/agent/tickets/${ticket}/scheduled/${id}`, { decision, ...fields });
  const has = (mark) => (letter) => letter.mail.text.includes(mark);
  const leaves = (mark) => desk.sink.coming(`the answer ${mark}`, has(mark));
  const keeps = (ticket, id) => until('it is kept', async () => {
    const one = scheduledOf(await ada.text(`/agent/tickets/${ticket}`)).find((found) => found.id === id);
    return one && /did not leave/.test(one.text) && one;
  });

  test('waits below the conversation and in no message; at its time it is sent once, with its files, as its author’s', async () => {
    const ticket = await ticketOf();
    const { mark, id, page } = await later(ada, ticket.number, {}, { file: file('drawing.txt') });
    assert.match(toast(page), /leaves at its time/);
    assert.equal(composerText(page), '', 'the composer is empty');
    assert.ok(timeline(page).some((line) => /Ada Admin wrote an answer that leaves \d+ \w+.*, \d\d:\d\d/.test(line)), timeline(page).join('\n'));
    assert.equal((await desk.read(ticket.number)).messages.length, 1, 'it is no message yet');
    assert.match(await ada.text('/agent/scheduled'), new RegExp(mark));
    assert.match(between(await ada.text('/agent/views/mine'), 'href="/agent/scheduled"', '</a>'), /<span class="count">\d+</);
    assert.equal(desk.sink.mails.filter(has(mark)).length, 0);
    due(id);
    const sent = await leaves(mark);
    assert.equal(sent.mail.files[0].name, 'drawing.txt');
    assert.match(sent.mail.header('From'), /Ada Admin/);
    const there = await desk.reads(ticket.number, 'the answer stands in the conversation', (found) => found.messages.length === 2);
    assert.match(there.messages[1].text, new RegExp(mark));
    assert.equal(there.messages[1].name, 'Ada Admin');
    assert.deepEqual(there.messages[1].files.map((one) => one.name), ['drawing.txt']);
    assert.equal(there.status, 'Waiting on customer', 'the rules know it as an answer');
    assert.deepEqual(scheduledOf(there.page), []);
    await desk.answer(ticket.number, '<p>one more</p>');
    assert.equal(desk.sink.mails.filter(has(mark)).length, 1, 'once');
  });

  test('the status that was chosen is set when it leaves, not before; one that is gone keeps nothing back', async () => {
    const ticket = await ticketOf();
    const first = await later(ada, ticket.number, { close: '1' });
    assert.notEqual((await desk.read(ticket.number)).status, 'Closed');
    due(first.id);
    await leaves(first.mark);
    await desk.reads(ticket.number, 'it is closed', (found) => found.status === 'Closed');
    const other = await ticketOf();
    const second = await later(ada, other.number);
    sql(`update scheduled_reply set goal = '999999' where id = ${second.id}`);
    due(second.id);
    await leaves(second.mark);
  });

  test('the customer writes meanwhile: it stays, its author is told by mail, and sends it after reading', async () => {
    const who = somebody();
    const ticket = await desk.newTicket(who, { subject: newSubject('Not so fast') });
    const { mark, id } = await later(ada, ticket.number, {}, { file: file('kept.txt') });
    await desk.write(who, { subject: 'Re: Not so fast', inReplyTo: ticket.rfcId, text: 'It works again, thank you!' });
    const before = await desk.reads(ticket.number, 'both are there', (found) => found.messages.length === 2);
    due(id);
    const kept = await keeps(ticket.number, id);
    assert.match(kept.text, /did not leave.*Somebody wrote meanwhile.*Send now/s);
    assert.match(kept.piece, /kept\.txt/);
    await desk.sink.coming('the mail to the author', (letter) => /scheduled answer to .* did not leave/.test(letter.mail.text) && letter.mail.text.includes(`/agent/tickets/${ticket.number}`));
    assert.match(between(await ada.text('/agent/views/mine'), 'href="/agent/scheduled"', '</a>'), /data-tone="danger"/);
    assert.ok(timeline(await ada.text(`/agent/tickets/${ticket.number}`)).some((line) => /scheduled answer did not leave.*wrote meanwhile/.test(line)));
    const stale = await decide(ada, ticket.number, id, 'send', { seen: ticket.messages[0].id });
    assert.equal(stale.status, 409, 'who has not read the news does not send');
    assert.equal((await decide(ada, ticket.number, id, 'send', { seen: before.messages[1].id })).status, 303);
    assert.equal((await leaves(mark)).mail.files[0].name, 'kept.txt');
  });

  test('what its own author writes meanwhile is no news, and a draft begun since stays', async () => {
    const ticket = await ticketOf();
    const { mark, id } = await later(ada, ticket.number);
    await desk.say(ticket.number, { body: '<p>a note of mine</p>', kind: 'note' });
    await ada.post(`/agent/tickets/${ticket.number}/draft`, { kind: 'note', body: 'begun since', seen: (await desk.read(ticket.number)).seen });
    due(id);
    await leaves(mark);
    assert.match(composerText(await ada.text(`/agent/tickets/${ticket.number}`)), /begun since/);
  });

  for (const [what, change, words] of [
    ['its author left', () => `update person set disabled_at = 1 where id = ${abel.id}`, /works here no more/],
    ['its author may not any more', () => `delete from agent_grant where person_id = ${abel.id}`, /may not answer/],
    ['the ticket is in the bin', (ticket) => `update ticket set place = 'trash', placed_at = ${Date.now()}000 where id = ${ticket}`, /not in the lists/],
    ['the ticket is spam', (ticket) => `update ticket set place = 'spam', placed_at = ${Date.now()}000 where id = ${ticket}`, /not in the lists/],
    ['it became a topic that is locked', (ticket) => `update ticket set visibility = 'public', locked_at = ${Date.now()}000 where id = ${ticket}`, /topic is locked/],
    ['another message was put here', (ticket) => `update scheduled_reply set seen = 0 where ticket_id = ${ticket}`, /wrote meanwhile/],
  ]) {
    test(`it stays when ${what}, and a colleague takes it into their own composer`, async () => {
      const ticket = await ticketOf();
      const { mark, id } = await later(abel, ticket.number, {}, { file: file('his.txt') });
      sql(change(ticket.number));
      due(id);
      const kept = await keeps(ticket.number, id);
      assert.match(kept.text, words);
      assert.doesNotMatch(kept.text, /Send now/, 'nobody sends in the name of another');
      assert.equal((await decide(ada, ticket.number, id, 'send')).status, 403);
      assert.equal((await decide(ada, ticket.number, id, 'take_back')).status, 303);
      const page = await ada.text(`/agent/tickets/${ticket.number}`);
      assert.match(composerText(page), new RegExp(mark));
      assert.match(between(page, 'data-files', '</div>'), /his\.txt/);
      assert.deepEqual(scheduledOf(page), []);
      sql(`update person set disabled_at = null where id = ${abel.id}`);
      if (!Number(sql(`select count(*) from agent_grant where person_id = ${abel.id}`))) sql(`insert into agent_grant (person_id) values (${abel.id})`);
      assert.equal(desk.sink.mails.filter(has(mark)).length, 0);
    });
  }

  test('Undo brings it back into the composer with its files, above what was begun since', async () => {
    const ticket = await ticketOf();
    const written = await later(ada, ticket.number, {}, { file: file('back.txt') });
    const undo = undoPath(written.page);
    await ada.post(`/agent/tickets/${ticket.number}/draft`, { kind: 'reply', body: 'begun since', seen: (await desk.read(ticket.number)).seen });
    assert.equal((await ada.post(undo, {})).status, 303);
    const page = await ada.text(`/agent/tickets/${ticket.number}`);
    assert.match(composerText(page), new RegExp(`${written.mark}.*begun since`, 's'));
    assert.match(between(page, 'data-files', '</div>'), /back\.txt/);
    assert.deepEqual(scheduledOf(page), []);
    assert.match(toast(await follow(ada, await ada.post(undo, {}))), /too late/i);
  });

  test('a moment that cannot be is refused at its field, and what was written stays', async () => {
    const ticket = await ticketOf();
    for (const [send_at, wrong] of [['', /A day and a time are needed/], ['tomorrow', /A day and a time are needed/], ['2020-01-01T08:00', /has passed/], [inDays(400), /within a year/]]) {
      const answer = await write(ada, ticket.number, 'still here', { send_on: 'chosen', send_at });
      assert.equal(answer.status, 422, send_at);
      const page = await answer.text();
      assert.match(errorOf(page, 'send_at'), wrong);
      assert.match(composerText(page), /still here/);
      if (send_at.includes('T')) assert.equal(fieldValue(page, 'send_at'), send_at);
    }
    assert.equal((await write(ada, ticket.number, 'seen too little', { seen: '0' })).status, 409, 'news count when it is written too');
    assert.equal((await write(ada, ticket.number, '', { body: '' })).status, 422);
    assert.deepEqual(scheduledOf(await ada.text(`/agent/tickets/${ticket.number}`)), []);
  });

  test('a time is the agent’s own, and a note never waits', async () => {
    const ticket = await ticketOf();
    sql(`update person set time_zone = 'Asia/Tokyo' where id = ${abel.id}`);
    const { id } = await later(abel, ticket.number, { send_on: '2027-01-15T08:00' });
    assert.equal(Number(sql(`select send_at from scheduled_reply where id = ${id}`)), Date.parse('2027-01-14T23:00:00Z') * 1000);
    assert.equal((await write(ada, ticket.number, 'a note now', { kind: 'note' })).status, 303);
    assert.ok((await desk.read(ticket.number)).messages.at(-1).note);
  });

  test('its ticket is merged into another: it goes along, and waits for its author there', async () => {
    const [from, to] = [await ticketOf('From'), await ticketOf('To')];
    const { id } = await later(ada, from.number, {}, { file: file('along.txt') });
    assert.equal((await ada.post(`/agent/tickets/${to.number}/merge`, { tickets: String(from.number) })).status, 303);
    assert.match(scheduledOf(await ada.text(`/agent/tickets/${to.number}`))[0].piece, /along\.txt/);
    due(id);
    assert.match((await keeps(to.number, id)).text, /wrote meanwhile/);
  });

  test('others see neither the words nor the file: customers, and agents who do not see the ticket', async () => {
    const ticket = await ticketOf();
    const { mark, id } = await later(ada, ticket.number, {}, { file: file('inside.txt') });
    const path = scheduledOf(await ada.text(`/agent/tickets/${ticket.number}`))[0].piece.match(/href="(\/files\/[^"]+)"/)[1];
    assert.equal((await ada.get(path)).status, 200);
    assert.equal((await abel.get(path)).status, 200, 'a colleague looks at it');
    const customer = house.session(sql(`select requester_id from ticket where id = ${ticket.number}`));
    assert.equal((await customer.get(path)).status, 404);
    assert.doesNotMatch(await customer.text(`/tickets/${ticket.number}`), new RegExp(mark));
    sql(`delete from agent_grant where person_id = ${abel.id}`);
    assert.equal((await abel.get(path)).status, 404);
    assert.equal((await decide(abel, ticket.number, id, 'take_back')).status, 404);
    sql(`insert into agent_grant (person_id) values (${abel.id})`);
    assert.doesNotMatch(await abel.text('/agent/scheduled'), new RegExp(mark), 'the list is everybody’s own');
  });

  test('the same button twice, or after it left, says that it is too late', async () => {
    const ticket = await ticketOf();
    const { mark, id } = await later(ada, ticket.number);
    assert.equal((await decide(ada, ticket.number, id, 'send')).status, 303);
    await leaves(mark);
    for (const decision of ['send', 'take_back'])
      assert.match(toast(await follow(ada, await decide(ada, ticket.number, id, decision))), /too late/i);
    assert.equal(desk.sink.mails.filter(has(mark)).length, 1);
  });

  test('no agent has more of them than a list shows', async () => {
    const ticket = await ticketOf();
    sql(`insert into scheduled_reply (ticket_id, person_id, html, text, goal, seen, send_at, created_at)
      select ${ticket.number}, ${abel.id}, 'x', 'x', '', 0, 9000000000000000, 0 from (${Array.from({ length: 200 }, () => 'select 1').join(' union all ')}) many`);
    const answer = await write(abel, ticket.number, 'one too many');
    assert.equal(answer.status, 422);
    assert.match(textOf(await answer.text()), /200 answers of yours wait already/);
    sql(`delete from scheduled_reply where person_id = ${abel.id}`);
  });

  test('power fails: what was due meanwhile leaves once when the desk is back', async () => {
    const ticket = await ticketOf();
    const { mark, id } = await later(ada, ticket.number);
    await desk.running.stop('SIGKILL');
    due(id);
    desk.running = await desk.installation.serve(desk.options);
    await leaves(mark);
    await until('nothing waits', () => Number(sql(`select count(*) from scheduled_reply where id = ${id}`)) === 0);
    assert.equal(desk.sink.mails.filter(has(mark)).length, 1);
  });
});
