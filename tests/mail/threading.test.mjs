// Which ticket an answer belongs to, and what it does there.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines } from '../lib/desk.mjs';
import { ADDRESS, AGENT, MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';
import { buildMail } from '../lib/mime.mjs';
import { ticketNumbers } from '../lib/pages.mjs';

onBothEngines(describe, 'answers by mail', (engine) => {
  let desk;
  before(async () => { desk = await MailDesk.open(engine); });
  after(() => desk.stop());

  /** A ticket that was answered once; `sent` is the mail that the customer has. */
  async function answered(words = 'Printer') {
    const who = somebody();
    const ticket = await desk.newTicket(who, { subject: newSubject(words) });
    const sent = (await desk.answer(ticket.number, '<p>Have you tried turning it off and on again?</p>')).mail;
    return { who, ticket, sent, replyTo: sent.header('Reply-To').match(/<([^>]+)>/)[1] };
  }
  const joined = (ticket, count) => desk.reads(ticket.number, `ticket ${ticket.number} has ${count} messages`, (now) => now.messages.length === count);

  test('to the reply address join the ticket, without any other header [R145]', async () => {
    const { who, ticket, replyTo } = await answered();
    assert.equal((await desk.read(ticket.number)).status, 'Waiting on customer');
    await desk.write(who, { to: replyTo, subject: 'no relation at all', text: 'Yes, twice.' }, { to: replyTo });
    const now = await joined(ticket, 3);
    assert.equal(now.messages[2].text, 'Yes, twice.');
    assert.equal(now.messages[2].from, 'customer');
    assert.equal(now.messages[2].why, 'its address names this ticket');
    assert.equal(now.status, 'Waiting on agent');
    assert.ok((await desk.admin.text('/agent/views/waiting-agent')).includes(ticket.subject));
  });

  test('to the reply address join it too when the desk’s plain address stands first', async () => {
    const { who, ticket, replyTo } = await answered();
    const mail = { to: `${ADDRESS}, ${replyTo}`, subject: 'Re: something', text: 'To both of you.' };
    await desk.write(who, mail, { to: [ADDRESS, replyTo] });
    await desk.settled();
    assert.equal((await desk.read(ticket.number)).messages.length, 3);
  });

  test('to the plain address join it by the Message-ID of our mail', async () => {
    const { who, ticket, sent } = await answered();
    await desk.write(who, { subject: 'Re: x', inReplyTo: sent.ids('Message-ID')[0], text: 'By In-Reply-To.' });
    assert.equal((await joined(ticket, 3)).messages[2].text, 'By In-Reply-To.');
    const other = await answered();
    await desk.write(other.who, { subject: 'Re: x', references: [...other.sent.ids('References'), other.sent.ids('Message-ID')[0]], text: 'By References.' });
    assert.equal((await joined(other.ticket, 3)).messages[2].text, 'By References.');
  });

  test('to the acknowledgement join it too', async () => {
    const who = somebody();
    const ticket = await desk.newTicket(who, { subject: newSubject('Ack') });
    const { mail } = await desk.sink.coming('the acknowledgement', (letter) => letter.to.includes(who.address));
    await desk.write(who, { subject: 'Re: ack', inReplyTo: mail.ids('Message-ID')[0], text: 'One more thing.' });
    assert.equal((await joined(ticket, 2)).messages[1].text, 'One more thing.');
  });

  test('that follow one’s own earlier mail join by its Message-ID', async () => {
    const who = somebody();
    const ticket = await desk.newTicket(who, { subject: newSubject('Follow-up') });
    await desk.write(who, { subject: 'Re: follow-up', references: [ticket.rfcId], text: 'I forgot something.' });
    const now = await joined(ticket, 2);
    assert.equal(now.messages[1].why, 'it answers a mail of this ticket');
  });

  test('of a stranger who only knows a Message-ID open a new ticket that points to the suspected one', async () => {
    const { ticket } = await answered();
    const [stranger, subject] = [somebody('Stranger'), newSubject('Re: your printer')];
    await desk.write(stranger, { subject, references: [ticket.rfcId], text: 'Please send me everything.' });
    const opened = await desk.ticket(subject);
    assert.notEqual(opened.number, ticket.number);
    assert.equal(opened.related, ticket.number);
    assert.equal((await desk.read(ticket.number)).messages.length, 2, 'nothing was added to the other');
  });

  test('whose history only its HTML has: it is folded, not lost', async () => {
    const history = '<div class="gmail_quote"><div class="gmail_attr">On Mon, 3 Nov 2026 at 10:00, Ada &lt;ada@desk.example&gt; wrote:<br></div><blockquote class="gmail_quote">Which serial number?</blockquote></div>';
    const ticket = await desk.newTicket(somebody(), { subject: newSubject('Folded'), text: 'Number seven.', html: `<div>Number seven.</div><br>${history}` });
    const [message] = (await desk.read(ticket.number)).messages;
    assert.doesNotMatch(message.html, /Which serial number/);
    assert.match(message.quoted, /Which serial number/);
  });

  test('of a colleague who has the reply address join, and the colleague takes part', async () => {
    const { who, ticket, replyTo } = await answered();
    const colleague = somebody('Colleague');
    await desk.write(colleague, { to: replyTo, subject: 'Re: x', text: 'I have the same problem.' }, { to: replyTo });
    const now = await joined(ticket, 3);
    assert.equal(now.messages[2].name, 'Colleague');
    assert.equal(now.requester.address, who.address);
    const letter = await desk.answer(ticket.number, '<p>To both of you.</p>');
    assert.deepEqual([...letter.to].sort(), [who.address, colleague.address].sort());
    assert.ok(letter.mail.header('Cc').includes(colleague.address));
  });

  test('with a made-up token open a new ticket', async () => {
    const [who, subject] = [somebody(), newSubject('Guess')];
    await desk.write(who, { to: 'support+aaaaaaaaaaaaaaaa@desk.example', subject }, { to: 'support+aaaaaaaaaaaaaaaa@desk.example' });
    assert.equal((await desk.ticket(subject)).messages.length, 1);
  });

  test('with the same subject but nothing else open a new ticket', async () => {
    const { who, ticket } = await answered();
    await desk.write(who, { subject: ticket.subject, text: 'Another printer.' });
    await desk.settled();
    assert.equal((await ticketNumbers(desk.admin, ticket.subject)).length, 2);
  });

  test('open a closed ticket again, and say so', async () => {
    const { who, ticket, replyTo } = await answered();
    await desk.admin.post(`/agent/tickets/${ticket.number}/status`, { status: 'closed' });
    assert.equal((await desk.read(ticket.number)).status, 'Closed');
    await desk.write(who, { to: replyTo, subject: 'Re: x', text: 'It is broken again.' }, { to: replyTo });
    const now = await joined(ticket, 3);
    assert.equal(now.status, 'Waiting on agent');
    assert.ok(now.events.some((event) => /replied/.test(event)), 'with the cause');
  });

  test('are shown without the quoted history, which stays one click away', async () => {
    const { who, ticket, sent, replyTo } = await answered();
    const quote = sent.text.split('\n').map((line) => `> ${line}`).join('\n');
    await desk.write(who, { to: replyTo, subject: 'Re: x', text: `It works now.\n\nOn Sat, Nov 21, 2026 at 10:00 AM Ada Admin (Test & Cie) <${ADDRESS}> wrote:\n${quote}` }, { to: replyTo });
    const now = await joined(ticket, 3);
    assert.equal(now.messages[2].text, 'It works now.');
    assert.ok(now.messages[2].quoted.includes('turning it off and on again'));
  });

  test('of a machine (out of office) are noted, but change no status and tell nobody', async () => {
    const { who, ticket, replyTo } = await answered();
    await desk.admin.post(`/agent/tickets/${ticket.number}/assignment`, { assignee: 'me' });
    await desk.write(who, { to: replyTo, subject: 'Out of office', headers: { 'Auto-Submitted': 'auto-replied' }, text: 'I am away until Monday.' }, { to: replyTo, from: '' });
    const now = await joined(ticket, 3);
    assert.equal(now.status, 'Waiting on customer');
    assert.ok(now.messages[2].text.includes('I am away'));
    assert.equal(now.messages[2].automatic, 'Automatic answer');
    await desk.answer(ticket.number, '<p>Barrier.</p>');
    assert.ok(!desk.sink.mails.some((letter) => letter.mail.text.includes('I am away')), 'it is sent to nobody');
  });

  test('that say that our mail could not be delivered are a note on the ticket', async () => {
    const { who, ticket, sent } = await answered();
    const report = `From: MAILER-DAEMON@customer.example\r\nTo: ${ADDRESS}\r\nSubject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n`
      + `--b\r\nContent-Type: text/plain\r\n\r\nYour mail to ${who.address} could not be delivered: mailbox full.\r\n`
      + `--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.customer.example\r\n\r\nFinal-Recipient: rfc822; ${who.address}\r\nAction: failed\r\nStatus: 5.2.2\r\n\r\n`
      + `--b\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: ${ADDRESS}\r\nTo: ${who.address}\r\nMessage-ID: <${sent.ids('Message-ID')[0]}>\r\nSubject: ${sent.header('Subject')}\r\n\r\n--b--\r\n`;
    await desk.take(report, { from: '' });
    const now = await joined(ticket, 3);
    const last = now.messages[2];
    assert.ok(last.note, 'customers do not see it');
    assert.equal(last.automatic, 'Delivery report');
    assert.ok(last.text.includes('mailbox full'));
    assert.equal(now.status, 'Waiting on agent', 'nobody has read the answer');
    assert.ok(!desk.sink.mails.some((letter) => letter.to.some((to) => to.startsWith('MAILER-DAEMON'))), 'bounces are never answered');
  });

  test('that say so about somebody else’s mail are held', async () => {
    const before = await desk.settled();
    await desk.take('From: MAILER-DAEMON@elsewhere.example\r\nSubject: Undelivered Mail Returned to Sender\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\nMIME-Version: 1.0\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x.example\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n', { from: '' });
    assert.equal((await desk.settled()).Held, before.Held + 1);
  });

  test('of an agent are a note, so that they do not pass for the customer’s words', async () => {
    const { ticket, replyTo } = await answered();
    await desk.take(buildMail({ from: `${AGENT.name} <${AGENT.address}>`, to: replyTo, subject: 'Re: x', text: 'I looked at it from home.' }), { from: AGENT.address, to: replyTo });
    const now = await joined(ticket, 3);
    assert.ok(now.messages[2].note);
    assert.equal(now.status, 'Waiting on customer');
  });

  test('keep their order when many come at once', async () => {
    const { who, ticket, replyTo } = await answered();
    for (let at = 0; at < 15; at++) await desk.write(who, { to: replyTo, subject: 'Re: x', text: `Line ${at}` }, { to: replyTo });
    const now = await joined(ticket, 17);
    assert.deepEqual(now.messages.slice(2).map((message) => message.text), Array.from({ length: 15 }, (_, at) => `Line ${at}`));
  });
});
