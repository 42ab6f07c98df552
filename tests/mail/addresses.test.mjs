// The desk's own addresses: each opens tickets of its type and department, and a test shows whether it is reached.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, until } from '../lib/desk.mjs';
import { errorOf, textOf } from '../lib/html.mjs';
import { ADDRESS, MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';

const ADDRESSES = '/agent/settings/addresses';
const TYPES = '/agent/settings/types';

onBothEngines(describe, 'addresses of the desk', (engine) => {
  let desk;
  before(async () => { desk = await MailDesk.open(engine); });
  after(() => desk.stop());
  const card = async (address) => {
    const html = await desk.admin.text(ADDRESSES);
    return textOf(html.split('id="address-card-').find((part) => part.includes(`>${address}<`)) ?? '');
  };
  const idOf = async (address) => Number((await desk.admin.text(ADDRESSES)).match(new RegExp(`id="address-(\\d+)">${address.replace(/[+.]/g, '\\$&')}<`))[1]);
  const typePage = async (name) => (await desk.admin.text(TYPES)).match(new RegExp(`href="(${TYPES}/\\d+)">${name}<`))[1];

  test('the capture address stands in the settings from the first day, with a button that copies it [R125]', async () => {
    const html = await desk.admin.text(ADDRESSES);
    assert.match(html, new RegExp(`<code id="(address-\\d+)">${ADDRESS}</code>[\\s\\S]*?data-copy="#\\1"`));
    assert.match(await card(ADDRESS), /No mail has come by this address yet/);
  });

  test('whoever registers gets a mail with the capture address [R125]', async () => {
    assert.equal(desk.welcome.mail.header('To').includes('ada@desk.example'), true);
    assert.match(desk.welcome.mail.header('Subject'), /your desk is ready/);
    assert.match(desk.welcome.mail.text, new RegExp(`Mail to ${ADDRESS} becomes a ticket`));
    assert.match(desk.welcome.mail.text, /\/agent\/settings\/addresses/);
  });

  test('mail to the address of a type becomes a ticket of that type; who wrote last is shown [R126, R131]', async () => {
    const suggestion = await typePage('Suggestion');
    await desk.admin.post(suggestion, { action: 'enable' });
    const who = somebody();
    const subject = newSubject('More plants');
    await desk.write(who, { subject, to: 'suggestion@desk.example' }, { to: 'suggestion@desk.example' });
    const ticket = await desk.ticket(subject);
    assert.match(await desk.admin.text(`/agent/tickets/${ticket.number}`), /i-lightbulb[\s\S]{0,200}Suggestion/);
    assert.match(await card('suggestion@desk.example'), new RegExp(`Suggestion.*Receiving\\. Last mail from ${who.address}`));
    assert.match(textOf(await desk.admin.text(suggestion)), new RegExp(`Last mail from ${who.address}`));
    // What is answered comes from that address.
    const letter = await desk.answer(ticket.number, '<p>Where?</p>');
    assert.match(letter.mail.header('From'), /suggestion@desk\.example/);
    // Under another name the type has another address, and the old one still works.
    await desk.admin.post(suggestion, { name: 'Idée', icon: 'lightbulb' });
    for (const to of ['idee@desk.example', 'suggestion@desk.example']) {
      const again = newSubject('Plants again');
      await desk.write(somebody(), { subject: again, to }, { to });
      assert.match(await desk.admin.text(`/agent/tickets/${(await desk.ticket(again)).number}`), /i-lightbulb[\s\S]{0,200}Idée/, to);
    }
  });

  test('the ledger adds up for each address, with a detail or without, also what is held', async () => {
    await desk.admin.post(await typePage('Question'), { action: 'enable' });
    const row = async () => {
      const html = await desk.admin.text('/agent/mail');
      return textOf(html.match(/<tr><th scope="row">question@desk\.example<\/th>[\s\S]*?<\/tr>/)?.[0] ?? '').trim();
    };
    const who = somebody();
    const mail = { subject: newSubject('Counted'), to: 'question@desk.example', id: `counted.${engine}@customer.example`, date: new Date(0) };
    for (const to of ['question@desk.example', 'QUESTION+anything@desk.example']) await desk.write(who, mail, { to });
    await desk.write({ mailbox: 'Support <support@desk.example>', address: who.address }, { subject: newSubject('A circle'), to: mail.to }, { to: mail.to });
    await desk.settled();
    assert.match(await row(), /^question@desk\.example 3 1 1 1 0 /, 'accepted, in tickets, twice, held, being read');
    assert.ok((await desk.ledger()).agree);
  });

  test('mail to the address of a type out of use is not lost: it becomes an ordinary ticket', async () => {
    const problem = await typePage('Problem');
    await desk.admin.post(problem, { action: 'enable' });
    await desk.admin.post(problem, { action: 'disable' });
    const subject = newSubject('A problem');
    await desk.write(somebody(), { subject, to: 'problem@desk.example' }, { to: 'problem@desk.example' });
    const ticket = await desk.ticket(subject);
    assert.doesNotMatch(await desk.admin.text(`/agent/tickets/${ticket.number}`), /i-triangle-alert[\s\S]{0,200}Problem/);
  });

  test('a public address is forwarded to the desk: a test is sent there, and shown when it comes back [R124, R125]', async () => {
    const id = await idOf(ADDRESS);
    const open = 'hello@company.example';
    const answer = await desk.admin.post(`${ADDRESSES}/${id}/test`, { to: open });
    assert.equal(answer.status, 303);
    assert.match(await card(ADDRESS), new RegExp(`The test to ${open} is on its way`));
    // The company's mail server forwards what it gets to the desk.
    const letter = await desk.sink.coming('the test', (one) => one.to.includes(open));
    const before = await desk.settled();
    await desk.take(letter.content, { from: letter.from, to: ADDRESS });
    await until('it is shown', async () => new RegExp(`The test to ${open} arrived after \\d+\\.\\d s`).test(await card(ADDRESS)));
    const ledger = await desk.settled();
    assert.equal(ledger.agree, true);
    assert.equal(ledger.Held, before.Held, 'it is no mail that somebody must look at');
    // The same once more is no test any more, and no ticket either.
    await desk.take(letter.content, { from: letter.from, to: ADDRESS });
    assert.equal((await desk.settled()).agree, true);
  });

  test('a test that cannot leave says why', async () => {
    const id = await idOf(ADDRESS);
    desk.sink.behaviour = (stage, letter, address) => (stage === 'RCPT' && address === 'nobody@company.example' ? '550 5.1.1 No such user' : undefined);
    await desk.admin.post(`${ADDRESSES}/${id}/test`, { to: 'nobody@company.example' });
    await until('it is shown', async () => /could not be sent: .*No such user/.test(await card(ADDRESS)));
    desk.sink.behaviour = () => undefined;
  });

  test('an address is added with its department and type; what cannot be one is refused with what was typed', async () => {
    const html = await desk.admin.text(ADDRESSES);
    const department = html.match(/name="department"[\s\S]*?<option value="(\d+)"/)[1];
    const add = (address, more = {}) => desk.admin.post(ADDRESSES, { address, department, type: 1, ...more });
    assert.equal((await add('Sales@Desk.example ')).status, 303);
    assert.match(await card('sales@desk.example'), /Ticket/);
    for (const [address, what] of [['', /not an e-mail address|does not look|address/i], ['no address', /address/i], ['a+b@desk.example', /address/i], [ADDRESS, /in use/], ['sales+x@desk.example', /./]]) {
      const answer = await add(address);
      assert.equal(answer.status, 422, address);
      const page = await answer.text();
      assert.match(errorOf(page, 'address'), what);
      if (address) assert.ok(page.includes(`value="${address}"`), address);
    }
    for (const more of [{ department: '' }, { department: 9999 }, { type: 9999 }]) assert.equal((await add('new@desk.example', more)).status, 422);
    for (const to of ['', 'nobody', 'x'.repeat(5000)]) assert.equal((await desk.admin.post(`${ADDRESSES}/${await idOf(ADDRESS)}/test`, { to })).status, 422);
    assert.equal((await desk.admin.post(`${ADDRESSES}/9999/test`, { to: 'a@b.example' })).status, 404);
  });
});
