// A mail that landed in the wrong ticket: put where it belongs by one click, followed by what answers it, and taken back.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, until } from '../lib/desk.mjs';
import { between, errorOf, fileLinks, messages, textOf, timeline, toast, undoPath } from '../lib/html.mjs';
import { House, follow } from '../lib/house.mjs';
import { buildMail } from '../lib/mime.mjs';
import { sendMail } from '../lib/smtp-client.mjs';

onBothEngines(describe, 'a mail that belongs elsewhere', (engine) => {
  let house, agent, restricted, count = 0;
  before(async () => {
    house = await House.open(engine);
    agent = house.agent('Abel Agent', 'abel@desk.example');
    restricted = house.agent('Rita Restricted', 'rita@desk.example', [house.addDepartment('Elsewhere', 'Other')]);
  });
  after(() => house.close());

  /** Somebody writes; gives the message's number and the Message-ID. */
  async function write(who, { to = 'support@desk.example', ...mail }) {
    const id = mail.id ?? `elsewhere-${++count}@customer.example`;
    const answer = await sendMail(house.desk.smtp, buildMail({ from: `${who} <${who.toLowerCase()}@customer.example>`, to, subject: `Mail ${count}`, ...mail, id }), { from: `${who.toLowerCase()}@customer.example`, to });
    assert.equal(answer.code, 250, answer.text);
    const [message, ticket] = (await until('it is read', () => house.sql(`select id || ' ' || ticket_id from message where rfc_id = '${id}'`))).split(' ').map(Number);
    return { id, message, ticket };
  }
  const replyTo = (ticket) => `support+${house.sql(`select token from ticket where id = ${ticket}`)}@desk.example`;
  const words = async (number) => messages(await house.page(agent, number)).map((message) => message.text.match(/«(.*?)»/)?.[1]);
  const path = ({ ticket, message }) => `/agent/tickets/${ticket}/messages/${message}/move`;
  const move = (mail, ticket, person = agent) => person.post(path(mail), { ticket });
  const mails = () => house.sql('select count(*) from outbox');

  test('becomes a ticket of its own with its files, tells nobody, and what answers it follows, by header and by address', async () => {
    const first = await write('Mia', { subject: 'Invoice', text: '«invoice»' });
    const astray = await write('Mia', { to: replyTo(first.ticket), subject: 'The printer burns', text: '«printer»', files: [{ name: 'fire.txt', type: 'text/plain', content: 'hot' }] });
    assert.equal(astray.ticket, first.ticket);
    const page = await house.page(agent, first.ticket);
    const menu = between(page, `id="elsewhere-${astray.message}"`, '</div>');
    assert.match(menu, new RegExp(`action="${path(astray)}"[\\s\\S]*name="ticket" value="new"`));
    const before = mails();
    const html = await follow(agent, await move(astray, 'new'));
    assert.match(toast(html), /Message moved/);
    const made = Number(house.sql(`select ticket_id from message where id = ${astray.message}`));
    assert.notEqual(made, first.ticket);
    assert.deepEqual([await words(first.ticket), await words(made)], [['invoice'], ['printer']]);
    assert.match(textOf(between(html, '<h1', '</h1>')), /The printer burns/);
    assert.equal(fileLinks(html.slice(html.indexOf('id="thread"'))).length, 1);
    assert.match(html, /title="an agent put it here"/);
    assert.equal(house.sql(`select ticket_id from inbound where message_id = ${astray.message}`), String(made), 'the ledger knows');
    const byHeader = await write('Mia', { subject: 'Re: The printer burns', inReplyTo: astray.id, text: '«still burns»' });
    const byAddress = await write('Mia', { to: replyTo(first.ticket), subject: 'Re: The printer burns', inReplyTo: astray.id, text: '«out now»' });
    assert.deepEqual([byHeader.ticket, byAddress.ticket], [made, made]);
    assert.equal((await write('Mia', { to: replyTo(first.ticket), subject: 'Re: Invoice', inReplyTo: first.id, text: '«paid»' })).ticket, first.ticket);
    assert.equal(mails(), before, 'nobody is told');
    assert.equal((await agent.post(undoPath(html))).status, 303);
    assert.deepEqual(await words(first.ticket), ['invoice', 'printer', 'still burns', 'out now', 'paid']);
    assert.match(await house.page(agent, first.ticket), /title="its address names this ticket"[^>]*>(?:(?!<\/article>)[\s\S])*«printer»/);
  });

  test('goes to another ticket by its number; its author takes part there until it is taken back', async () => {
    const [invoice, orders] = [await write('Nora', { subject: 'Nora asks', text: '«nora»' }), await write('Otto', { subject: 'Otto asks', text: '«otto»' })];
    const astray = await write('Nora', { to: replyTo(invoice.ticket), text: '«for otto»' });
    await agent.post(`/agent/tickets/${orders.ticket}/status`, { status: 'closed' });
    const page = await agent.text(path(astray));
    assert.match(textOf(page), /The message of Nora moves with its files/);
    const html = await follow(agent, await move(astray, `#${orders.ticket}`));
    assert.deepEqual([await words(invoice.ticket), await words(orders.ticket)], [['nora'], ['otto', 'for otto']]);
    assert.ok(timeline(html).some((line) => line.includes(`moved a message here from #${invoice.ticket}`)), timeline(html).join('\n'));
    assert.equal(house.sql(`select category from ticket where id = ${orders.ticket}`) === 'closed', false, 'what nobody settled is open');
    assert.equal((await write('Nora', { inReplyTo: astray.id, text: '«more»' })).ticket, orders.ticket);
    house.sql("update event set at = at - 999999999999");
    const source = await house.page(agent, invoice.ticket);
    assert.ok(timeline(source).some((line) => line.includes(`moved a message to #${orders.ticket}`)), timeline(source).join('\n'));
    assert.equal((await agent.post(undoPath(source.slice(source.indexOf('id="thread"'))))).status, 303, 'at any later time, from the timeline');
    assert.deepEqual([await words(invoice.ticket), await words(orders.ticket)], [['nora', 'for otto'], ['otto', 'more']]);
    const again = await follow(agent, await move({ ...astray }, String(orders.ticket)));
    assert.equal((await agent.post(undoPath(again))).status, 303);
    const other = await write('Olga', { text: '«olga»' });
    const third = await write('Nora', { to: replyTo(invoice.ticket), text: '«for olga»' });
    const moved = await follow(agent, await move(third, String(other.ticket)));
    const takesPart = () => Number(house.sql(`select count(*) from participant where ticket_id = ${other.ticket}`));
    assert.equal(takesPart(), 1);
    await agent.post(undoPath(moved));
    assert.equal(takesPart(), 0);
  });

  test('the tickets that its mail names, and open ones of its author, are offered, with a warning for those of others', async () => {
    const mine = await write('Pia', { subject: 'Pia one', text: '«one»' });
    const second = await write('Pia', { subject: 'Pia two', text: '«two»' });
    const stranger = await write('Quentin', { subject: 'Quentin', inReplyTo: mine.id, text: '«referred»' });
    assert.notEqual(stranger.ticket, mine.ticket);
    const page = await agent.text(path(stranger));
    assert.match(between(page, 'Its mail names', '</section>'), new RegExp(`name="ticket" value="${mine.ticket}"`));
    assert.match(textOf(page), /whoever wrote the message will read the whole conversation/);
    assert.doesNotMatch(page, /value="new"/, 'it is alone here already');
    const own = await agent.text(path(second));
    assert.match(between(own, 'Suggestions', '</section>'), new RegExp(`name="ticket" value="${mine.ticket}"`));
    const html = await follow(agent, await move(stranger, String(mine.ticket)));
    assert.deepEqual(await words(mine.ticket), ['one', 'referred']);
    assert.equal(house.sql(`select place from ticket where id = ${stranger.ticket}`), 'merged', 'nothing empty is left behind');
    await agent.post(undoPath(html));
    assert.deepEqual([await words(mine.ticket), await words(stranger.ticket)], [['one'], ['referred']]);
  });

  test('nowhere, nonsense, itself, the only message: said next to the field; out of reach does not exist', async () => {
    const here = await write('Rosa', { text: '«rosa»' });
    const there = await write('Sven', { text: '«sven»' });
    const merged = await write('Rosa', { text: '«merged»' });
    const trash = await write('Rosa', { text: '«trash»' });
    await agent.post(`/agent/tickets/${there.ticket}/merge`, { tickets: String(merged.ticket) });
    await agent.post(`/agent/tickets/${trash.ticket}/place`, { place: 'trash' });
    assert.equal(house.sql(`select place from ticket where id = ${trash.ticket}`), 'trash');
    const said = [];
    for (const ticket of ['', 'nonsense', String(here.ticket), '99999999', 'new', String(merged.ticket), String(trash.ticket)]) {
      const answer = await move(here, ticket);
      assert.equal(answer.status, 422, ticket);
      said.push(errorOf(await answer.text(), 'ticket'));
      assert.ok(said.at(-1), ticket);
    }
    assert.equal(new Set(said).size, said.length, `each mistake has a sentence of its own: ${said.join(' | ')}`);
    assert.match(await (await move(here, 'nonsense')).text(), /value="nonsense"/, 'what was typed is kept');
    assert.equal((await move(here, String(there.ticket), restricted)).status, 404);
    house.sql(`update ticket set department_id = (select max(id) from department) where id = ${here.ticket}`);
    const answer = await move(here, String(there.ticket), restricted);
    assert.equal(answer.status, 422, 'a ticket that the agent does not reach is not known');
    assert.doesNotMatch(await restricted.text(`${path(here)}`), new RegExp(`value="${there.ticket}"`));
    const written = await house.ask(house.customer('Tess', 'tess@customer.example'), { subject: 'By form' });
    const message = house.sql(`select id from message where ticket_id = ${written}`);
    assert.equal((await move({ ticket: written, message }, 'new')).status, 404, 'it came by no mail');
    assert.deepEqual([await words(here.ticket), await words(there.ticket)], [['rosa'], ['sven', 'merged']]);
  });

  test('any ticket is found by its words or number, without scripts', async () => {
    const [here, wanted] = [await write('Ugo', { text: '«ugo»' }), await write('Vera', { subject: 'Zeppelin over the harbour', text: '«vera»' })];
    for (const q of ['zeppelin', `#${wanted.ticket}`]) {
      const page = await agent.text(`${path(here)}?q=${encodeURIComponent(q)}`);
      assert.match(between(page, 'Found', '</section>'), new RegExp(`name="ticket" value="${wanted.ticket}"`), q);
      assert.match(textOf(page), /whoever wrote the message will read the whole conversation/);
    }
    assert.match(textOf(await agent.text(`${path(here)}?q=nothinglikeit`)), /No ticket to show/);
    assert.doesNotMatch(await restricted.text(`${path(here)}?q=zeppelin`), /Zeppelin/);
  });

  test('whoever comes back to the page, or has it in two windows, is led to where the message is now', async () => {
    const first = await write('Wim', { text: '«wim»' });
    const astray = await write('Wim', { to: replyTo(first.ticket), text: '«astray»' });
    const target = await write('Wim', { subject: 'Wim again', text: '«again»' });
    await move(astray, String(target.ticket));
    for (const ask of [() => agent.get(path(astray)), () => move(astray, 'new'), () => move(astray, String(first.ticket))]) {
      const answer = await ask();
      assert.equal(answer.status, 303);
      assert.equal(answer.headers.get('location'), `/agent/tickets/${target.ticket}#message_${astray.message}`);
      assert.match(toast(await follow(agent, answer)), /was moved before: here it is/);
    }
    assert.deepEqual([await words(first.ticket), await words(target.ticket)], [['wim'], ['astray', 'again']]);
    assert.equal((await restricted.get(path(astray))).status, 404, 'who reads neither is told nothing');
    assert.doesNotMatch(textOf(await (await agent.get('/agent/tickets/99999999')).text()), /If you asked us something/, 'agents are no customers');
  });

  test('Undo stands in the timeline only while it can be done', async () => {
    const first = await write('Xenia', { text: '«xenia»' });
    const astray = await write('Xenia', { to: replyTo(first.ticket), text: '«astray»' });
    const [one, two] = [await write('Xenia', { subject: 'Xenia one', text: '«one»' }), await write('Xenia', { subject: 'Xenia two', text: '«two»' })];
    const offered = async (ticket) => {
      const page = await house.page(agent, ticket);
      return /action="\/agent\/undo\//.test(between(page, 'id="thread"', '</ol>'));
    };
    await follow(agent, await move(astray, String(one.ticket)));
    assert.equal(await offered(first.ticket), true);
    await follow(agent, await move({ ...astray, ticket: one.ticket }, String(two.ticket)));
    assert.equal(await offered(first.ticket), false, 'it is not where this move put it');
    assert.equal(await offered(one.ticket), true);
    await agent.post(undoPath(between(await house.page(agent, one.ticket), 'id="thread"', '</ol>')));
    assert.deepEqual([await offered(first.ticket), await offered(one.ticket)], [true, false], 'the first move can be taken back again');
  });
});
