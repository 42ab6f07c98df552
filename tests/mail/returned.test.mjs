// Mail that comes back: the message and the person say so, and nothing more goes by itself to an address that does not exist.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onBothEngines } from '../lib/desk.mjs';
import { textOf } from '../lib/html.mjs';
import { ADDRESS, AGENT, MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';

onBothEngines(describe, 'mail that comes back', (engine) => {
  let desk;
  before(async () => { desk = await MailDesk.open(engine); });
  after(() => desk.stop());

  /** A delivery report about a mail of the desk (RFC 3464). */
  const report = (sent, { recipient = sent.to[0], action = 'failed', status = '5.1.1', id = sent.mail.ids('Message-ID')[0] } = {}) => desk.take(
    `From: MAILER-DAEMON@customer.example\r\nTo: ${ADDRESS}\r\nSubject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n`
    + `--b\r\nContent-Type: text/plain\r\n\r\nYour mail could not be delivered (${recipient}, ${status}, ${action}).\r\n`
    + `--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.customer.example\r\n\r\nFinal-Recipient: rfc822; ${recipient}\r\nAction: ${action}\r\nStatus: ${status}\r\n\r\n`
    + `--b\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: ${ADDRESS}\r\nMessage-ID: <${id}>\r\n\r\n--b--\r\n`, { from: '' });
  const page = async (ticket) => textOf(await desk.admin.text(`/agent/tickets/${ticket.number}`));
  const retry = async (ticket) => desk.admin.post((await desk.admin.text(`/agent/tickets/${ticket.number}`)).match(/action="(\/agent\/mail\/\d+\/retry)"/)[1]);
  const listed = async (view) => textOf(await desk.admin.text(`/agent/views/${view}`));
  const mailsTo = (who) => desk.sink.mails.filter((letter) => letter.to.includes(who.address)).length;

  /** Somebody wrote and has an answer: {who, ticket, sent}. */
  async function answered() {
    const who = somebody();
    const ticket = await desk.newTicket(who, { subject: newSubject('Comes back') });
    await desk.sink.coming('the acknowledgement', (letter) => letter.to.includes(who.address));
    return { who, ticket, sent: await desk.answer(ticket.number, '<p>Here you are.</p>') };
  }

  test('an address that does not exist: the message and the person say so, and the next answer waits for a click', async () => {
    const { who, ticket, sent } = await answered();
    await report(sent);
    await desk.settled();
    assert.match(await page(ticket), /This mail came back: the address does not exist/);
    assert.match(await page(ticket), new RegExp(`The answer could not be delivered to ${who.address} ?: the address does not exist \\(5\\.1\\.1\\)`), 'the timeline says so');
    assert.match(await page(ticket), /Mail system.{0,300}Your mail could not be delivered/s, 'a report is nobody’s word');
    assert.match(await page(ticket), /Mail to this address comes back: the address does not exist/);
    const before = mailsTo(who);
    await desk.say(ticket.number, { body: '<p>Did you get it?</p>' });
    assert.match(await page(ticket), /Not sent, because this address takes no mail/);
    // Another mail of the desk shows that the outbox went on.
    await answered();
    assert.equal(mailsTo(who), before, 'nothing was sent there');
    const again = (await desk.admin.text(`/agent/tickets/${ticket.number}`)).matchAll(/action="(\/agent\/mail\/\d+\/retry)"/g);
    await desk.admin.post([...again].at(-1)[1]);
    await desk.sink.coming('the answer that waited', (letter) => letter.to.includes(who.address) && letter.mail.text.includes('Did you get it?'));
    assert.doesNotMatch(await page(ticket), /Mail to this address comes back/, 'whoever tries again believes in the address');
  });

  test('an answer that came back makes it the agents’ turn again, and its agent is told once', async () => {
    const { who, ticket, sent } = await answered();
    await desk.admin.post(`/agent/tickets/${ticket.number}/assignment`, { assignee: 'me' });
    assert.match(await listed('waiting-customer'), new RegExp(ticket.subject));
    const unread = async () => new RegExp(`id="row-${ticket.number}" data-unread`).test(await desk.admin.text('/agent/views/open'));
    assert.equal(await unread(), false, 'what an agent said is news for no agent');
    await report(sent, { status: '5.2.2' });
    await report(sent, { status: '5.2.2' });
    await desk.settled();
    assert.match(await listed('waiting-agent'), new RegExp(ticket.subject));
    assert.equal(await unread(), true);
    const row = await listed('waiting-agent');
    assert.doesNotMatch(row, /could not be delivered/, 'the report is not what was last said');
    const told = await desk.sink.coming('the news for its agent', (letter) => letter.to.includes(AGENT.address) && letter.mail.text.includes(`The answer to ${who.name} came back`));
    assert.ok(told.mail.header('Subject').includes(ticket.subject));
    assert.equal(desk.sink.mails.filter((letter) => letter.mail.text.includes('came back') && letter.mail.header('Subject').includes(ticket.subject)).length, 1, 'told once');
    assert.equal(mailsTo(who), 2, 'nothing went to the customer: the acknowledgement and the answer');
  });

  test('whoever writes has an address that works', async () => {
    const { who, ticket, sent } = await answered();
    await report(sent);
    await desk.settled();
    assert.match(await page(ticket), /Mail to this address comes back/);
    const second = await desk.newTicket(who, { subject: newSubject('I am here') });
    assert.doesNotMatch(await page(second), /Mail to this address comes back/);
    await desk.sink.coming('the second acknowledgement', (letter) => letter.to.includes(who.address) && letter.mail.header('Subject').includes('I am here'));
  });

  test('a full mailbox, a refusal or a delay is said on the message alone', async () => {
    for (const [how, words] of [[{ status: '5.2.2' }, /came back: the mailbox is full/], [{ status: '5.7.1' }, /came back: the other server did not want it/], [{ status: '4.4.1', action: 'delayed' }, /has not arrived yet, and the other server goes on trying: the other server does not answer \(4\.4\.1\)(?!.*came back)/s]]) {
      const { ticket, sent } = await answered();
      await report(sent, how);
      await desk.settled();
      const now = await page(ticket);
      assert.match(now, words);
      assert.doesNotMatch(now, /Mail to this address comes back/);
    }
  });

  test('a report about somebody else, or about no mail of the desk, changes nothing', async () => {
    const { ticket, sent } = await answered();
    await report(sent, { recipient: 'other@customer.example' });
    await report(sent, { id: 'unknown@customer.example' });
    await desk.settled();
    assert.doesNotMatch(await page(ticket), /Mail to this address comes back/);
  });

  test('one of several is not reached: the answer stays sent and says who, the others still get the next one', async () => {
    const { who, ticket, sent } = await answered();
    const [bob, eve] = [somebody('Bob Colleague'), somebody('Eve Colleague')];
    const replyTo = sent.mail.header('Reply-To').match(/<(.*)>/)[1];
    for (const one of [bob, eve]) await desk.write(one, { to: replyTo, subject: `Re: ${ticket.subject}`, text: `Me too, says ${one.name}.` }, { to: replyTo });
    await desk.reads(ticket.number, 'both take part', (found) => found.messages.length === 4);
    await desk.admin.post(`/agent/tickets/${ticket.number}/assignment`, { assignee: 'me' });
    const second = await desk.answer(ticket.number, '<p>For all of you.</p>');
    assert.ok([who, bob, eve].every((one) => second.to.includes(one.address)), `${second.to}`);
    for (const status of ['5.1.1', '5.1.1']) await report(second, { recipient: bob.address, status });
    await report(second, { recipient: eve.address, status: '5.2.2' });
    await desk.settled();
    const now = await page(ticket);
    const callouts = (await desk.admin.text(`/agent/tickets/${ticket.number}`)).match(/class="callout" data-tone="warning"[\s\S]*?<\/div><\/div>/g).map(textOf).join('\n');
    assert.match(callouts, new RegExp(`${bob.address} ?: the address does not exist \\(5\\.1\\.1\\)`));
    assert.match(callouts, new RegExp(`${eve.address} ?: the mailbox is full \\(5\\.2\\.2\\)`));
    assert.doesNotMatch(now, /This mail came back/);
    assert.equal(now.split(`could not be delivered to ${bob.address}`).length, 3, 'on the message and once in the timeline');
    await desk.sink.coming('the news for the agents', (letter) => letter.to.includes(AGENT.address) && letter.mail.text.includes(`The answer to ${who.name} did not reach everybody`));
    const third = await desk.answer(ticket.number, '<p>Once more.</p>');
    assert.ok(third.to.includes(who.address) && third.to.includes(eve.address) && !third.to.includes(bob.address), `${third.to}`);
  });

  test('an answer that comes back can be sent again', async () => {
    const { who, ticket, sent } = await answered();
    await report(sent, { status: '5.2.2' });
    await desk.settled();
    const before = mailsTo(who);
    assert.equal((await retry(ticket)).status, 303);
    await desk.sink.coming('it again', (letter) => letter.to.includes(who.address) && mailsTo(who) > before);
  });

  test('a report wakes no rule about customers, and no rule answers it', async () => {
    const answer = (trigger) => ({ name: `Answers ${trigger}`, trigger, unit: 'minutes', wait: '', g0: 'all', action: 'save', period: '0', enabled: 'true',
      's0.deed': 'reply', 's0.author': '1', 's0.en': `We noticed: ${trigger}.`, 's0.fr': 'Merci.' });
    const { who, ticket, sent } = await answered();
    for (const trigger of ['customer_replied', 'status_changed', 'note_added']) assert.equal((await desk.admin.post('/agent/settings/automations', answer(trigger))).status, 303);
    const before = mailsTo(who);
    await report(sent, { status: '5.2.2' });
    await desk.settled();
    const { messages, status } = await desk.read(ticket.number);
    assert.match(status, /Waiting on agent/i);
    assert.equal(messages.length, 3, 'what they wrote, the answer and the report');
    const told = messages.at(-1);
    assert.equal(told.name, 'Mail system');
    assert.deepEqual(told.files.map((file) => file.name), ['delivery-status.txt', 'original-headers.txt']);
    // The rule works where nobody reports anything, and the outbox went on.
    const other = (await answered()).who;
    await desk.sink.coming('the mail of a rule', (letter) => letter.to.includes(other.address) && letter.mail.text.includes('We noticed: status_changed.'));
    assert.equal(mailsTo(who), before, 'no mail of a rule left');
  });
});
