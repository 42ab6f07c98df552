// What leaves the desk: answers to customers, news for agents, and what never leaves.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines } from '../lib/desk.mjs';
import { ADDRESS, AGENT, MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';
import { rows } from '../lib/database.mjs';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

onBothEngines(describe, 'answers leave by mail', (engine) => {
  let desk;
  before(async () => {
    desk = await MailDesk.open(engine);
    const saved = await desk.admin.post('/agent/profile', { name: AGENT.name, format: 'html', signature: '<p>Ada Admin<br>Support, <b>Test &amp; Cie</b></p>', notify_mail: 'true' });
    assert.equal(saved.status, 303);
  });
  after(() => desk.stop());
  const opened = async (words, mail = {}) => {
    const who = somebody();
    return { who, ticket: await desk.newTicket(who, { subject: newSubject(words), ...mail }) };
  };

  test('a public answer is mailed to the requester, who is waited for then [R142, R143]', async () => {
    const { who, ticket } = await opened('Slow Wi-Fi');
    const letter = await desk.answer(ticket.number, '<p>Hello Zoé,</p><p>it is <b>repaired</b> &amp; fast again.</p>');
    assert.deepEqual(letter.to, [who.address]);
    assert.equal(letter.from, ADDRESS);
    const { mail } = letter;
    assert.ok(mail.header('To').includes(who.address));
    assert.equal(mail.header('Subject'), `Re: ${ticket.subject}`);
    assert.match(mail.header('From'), /Ada Admin.*<support@desk\.example>/);
    assert.equal(mail.header('Auto-Submitted'), '', 'a person wrote it');
    assert.ok(mail.header('Date') && mail.header('MIME-Version'));
    const now = await desk.reads(ticket.number, 'the answer is shown as sent', (one) => one.messages[1].state === 'sent by mail');
    assert.equal(now.status, 'Waiting on customer');
    assert.ok(now.events.some((event) => event.includes('Wait on customer after our reply') && event.includes('Ada Admin replied')));
    assert.ok((await desk.admin.text('/agent/views/waiting-customer')).includes(ticket.subject));
  });

  test('its headers put it into the thread of any mail program', async () => {
    const { who, ticket } = await opened('Thread');
    const first = (await desk.answer(ticket.number, '<p>One.</p>')).mail;
    const [id] = first.ids('Message-ID');
    assert.match(id, /@desk\.example$/);
    assert.deepEqual(first.ids('In-Reply-To'), [ticket.rfcId]);
    assert.deepEqual(first.ids('References'), [ticket.rfcId]);
    const replyTo = first.header('Reply-To');
    assert.match(replyTo, /<support\+[a-z0-9]{16,}@desk\.example>/);
    const replyId = await desk.write(who, { to: replyTo, subject: 'Re: x', inReplyTo: id, references: [ticket.rfcId, id], text: 'And then?' }, { to: replyTo.match(/<(.*)>/)[1] });
    await desk.reads(ticket.number, 'it is answered', (one) => one.messages.length === 3);
    const second = (await desk.answer(ticket.number, '<p>Two.</p>')).mail;
    assert.deepEqual(second.ids('In-Reply-To'), [replyId]);
    assert.deepEqual(second.ids('References'), [ticket.rfcId, id, replyId]);
    assert.equal(second.header('Reply-To'), replyTo);
    assert.notEqual(second.ids('Message-ID')[0], id);
  });

  test('it says Re: once, whatever the customer’s subject', async () => {
    const who = somebody();
    const subject = newSubject('Already answered');
    await desk.write(who, { subject: `RE: Re: ${subject}` });
    const ticket = await desk.ticket(`RE: Re: ${subject}`);
    assert.equal((await desk.answer(ticket.number, '<p>x</p>')).mail.header('Subject'), `Re: ${subject}`);
  });

  test('it has a text part and an HTML part that say the same, with name and signature', async () => {
    const { ticket } = await opened('Both parts', { text: 'My own words.' });
    const { mail, content } = await desk.answer(ticket.number, '<p>Straße, œuvre &amp; 3 &lt; 4</p><ul><li>one</li><li>two</li></ul><p><a href="https://desk.example/help">help</a></p>');
    assert.equal(mail.type, 'multipart/alternative');
    assert.deepEqual(mail.parts.map((part) => part.type), ['text/plain', 'text/html']);
    for (const words of ['Straße, œuvre', 'one', 'two', 'https://desk.example/help', 'Ada Admin', 'Support,', `#${ticket.number}`]) {
      assert.ok(mail.text.includes(words), `text: ${words}\n${mail.text}`);
      assert.ok(mail.html.includes(words), `HTML: ${words}`);
    }
    assert.ok(mail.text.includes('3 < 4') && mail.html.includes('3 &lt; 4'));
    assert.ok(mail.html.includes('<li>one</li>'));
    assert.ok(mail.html.includes('My own words.'), 'what it answers is quoted');
    assert.ok(mail.text.indexOf('\n-- \n') > mail.text.indexOf('two'));
    assert.match(mail.text, /http:\/\/127\.0\.0\.1:\d+\/t\/[a-z0-9]+/);
    assert.ok(!/<script|<img[^>]+http|\/files\//i.test(mail.html), 'no tracking');
    const lines = content.toString('latin1').split('\r\n');
    assert.ok(lines.every((line) => line.length <= 998 && !/[\r\n]/.test(line)), 'lines as SMTP wants them');
  });

  test('the link in it opens the conversation for the customer, without signing in', async () => {
    const { ticket } = await opened('A link');
    const { mail } = await desk.answer(ticket.number, '<p>Read me on the web.</p>');
    const page = await (await fetch(mail.text.match(/http:\S+\/t\/[^\s>/#]+(?=>)/)[0])).text();
    assert.ok(page.includes('Read me on the web.'));
  });

  test('a mail that others get too holds no link that signs anybody in', async () => {
    const { ticket } = await opened('Shared');
    const colleague = somebody('A Colleague');
    const replyTo = (await desk.answer(ticket.number, '<p>For you.</p>')).mail.header('Reply-To').match(/<([^>]+)>/)[1];
    await desk.write(colleague, { to: replyTo, subject: 'Me too' }, { to: replyTo });
    await desk.reads(ticket.number, 'the colleague has joined', (one) => one.messages.length === 3);
    const { mail, to } = await desk.answer(ticket.number, '<p>For both of you.</p>');
    assert.ok(to.includes(colleague.address), String(to));
    assert.doesNotMatch(`${mail.text} ${mail.html}`, /\/t\//);
    assert.ok(mail.text.includes(`/tickets/${ticket.number}`));
  });

  test('files travel along, those of the form and those uploaded while writing', async () => {
    const { ticket } = await opened('Files out');
    const upload = await desk.admin.postForm(`/agent/tickets/${ticket.number}/files`, {}, { file: { name: 'écran.png', type: 'image/png', content: PNG } });
    const pdf = Buffer.from('%PDF-1.4 not really');
    await desk.say(ticket.number, { body: '<p>Files out, see below</p>', files: (await upload.json()).id }, { upload: { name: 'mode d’emploi.pdf', type: 'application/pdf', content: pdf } });
    const { mail } = await desk.sink.coming('the answer with files', (letter) => letter.mail.text.includes('Files out, see below'));
    assert.equal(mail.type, 'multipart/mixed');
    const files = Object.fromEntries(mail.files.map((file) => [file.name, file.content]));
    assert.deepEqual(files, { 'mode d’emploi.pdf': pdf, 'écran.png': PNG });
  });

  test('an answer that closes sets that status, and is mailed all the same', async () => {
    const { ticket } = await opened('Close it');
    await desk.say(ticket.number, { body: '<p>Closing words</p>', then: 'closed' });
    await desk.sink.coming('the closing answer', (letter) => letter.mail.text.includes('Closing words'));
    assert.equal((await desk.read(ticket.number)).status, 'Closed');
  });

  test('a note is never mailed', async () => {
    const { who, ticket } = await opened('Secret');
    await desk.say(ticket.number, { kind: 'note', body: '<p>internal words about this customer</p>' });
    const now = await desk.read(ticket.number);
    assert.ok(now.messages[1].note);
    assert.equal(now.status, 'Open', 'and changes no status');
    const letter = await desk.answer(ticket.number, '<p>Public words.</p>');
    assert.ok(!letter.content.toString().includes('internal words') && !letter.mail.text.includes('internal words'));
    assert.ok(!desk.sink.mails.some((one) => one.mail.text.includes('internal words') || one.mail.html.includes('internal words')));
    const queued = await rows(desk.installation, `select o.kind from outbox o where o.ticket_id = ${ticket.number} order by o.id`);
    assert.deepEqual(queued.map((row) => row.kind), ['acknowledgement', 'reply']);
    const page = await (await fetch(letter.mail.text.match(/http:\S+\/t\/[^\s>/#]+(?=>)/)[0])).text();
    assert.ok(page.includes('Public words.') && !page.includes('internal words'));
    assert.ok(desk.sink.to(who.address).every((one) => !one.mail.ids('References').some((id) => now.messages[1].id === id)));
  });

  test('the assignee is told when the customer answers, by a mail that leads to the ticket [R144]', async () => {
    const { who, ticket } = await opened('Mine');
    await desk.admin.post(`/agent/tickets/${ticket.number}/assignment`, { assignee: 'me' });
    const { mail } = await desk.answer(ticket.number, '<p>What is the number?</p>');
    const replyTo = mail.header('Reply-To').match(/<(.*)>/)[1];
    await desk.write(who, { to: replyTo, subject: 'Re: x', text: 'The number is 4217.' }, { to: replyTo });
    const told = await desk.sink.coming('news for the assignee', (letter) => letter.to.includes(AGENT.address) && letter.mail.text.includes('4217'));
    assert.ok(told.mail.text.includes(`/agent/tickets/${ticket.number}`));
    assert.ok(told.mail.header('Subject').includes(`#${ticket.number}`));
    assert.ok(told.mail.text.includes(who.name));
    assert.match(told.mail.header('Auto-Submitted'), /auto-/);
    await desk.answer(ticket.number, '<p>Thank you.</p>');
    assert.ok(!desk.sink.to(AGENT.address).some((letter) => letter.mail.text.includes('Thank you.')), 'not about what they did themselves');
  });

  test('nobody is told about a ticket that is nobody’s', async () => {
    const { who, ticket } = await opened('Nobody’s');
    const { mail } = await desk.answer(ticket.number, '<p>Question?</p>');
    const replyTo = mail.header('Reply-To').match(/<(.*)>/)[1];
    await desk.write(who, { to: replyTo, subject: 'Re: x', text: 'Unheard words.' }, { to: replyTo });
    await desk.reads(ticket.number, 'it is answered', (one) => one.messages.length === 3);
    await desk.answer(ticket.number, '<p>Barrier.</p>');
    assert.ok(!desk.sink.to(AGENT.address).some((letter) => letter.mail.text.includes('Unheard words.')));
  });

  test('customers whose address is in UTF-8 get their answers', async () => {
    const who = { name: 'Jürgen', address: 'jürgen@müller.example', mailbox: '=?UTF-8?B?SsO8cmdlbg==?= <jürgen@müller.example>' };
    const subject = newSubject('Umlaut');
    await desk.write(who, { subject }, { options: ' SMTPUTF8' });
    const ticket = await desk.ticket(subject);
    const letter = await desk.answer(ticket.number, '<p>Grüße</p>');
    assert.ok(letter.to.some((to) => Buffer.from(to, 'latin1').toString('utf8') === who.address || to === who.address), letter.to.join());
  });

  test('an answer is refused when the ticket has news that the agent had not seen', async () => {
    const { who, ticket } = await opened('Moved');
    const { seen } = await desk.read(ticket.number);
    await desk.write(who, { subject: 'Re: x', references: [ticket.rfcId], text: 'Never mind!' });
    await desk.reads(ticket.number, 'the customer has written again', (one) => one.messages.length === 2);
    const answer = await desk.admin.postForm(`/agent/tickets/${ticket.number}/messages`, { kind: 'reply', format: 'html', seen, body: '<p>Outdated answer</p>' });
    assert.equal(answer.status, 409);
    const page = await answer.text();
    assert.ok(page.includes('Never mind!') && page.includes('Outdated answer'), 'what is new is shown, the text is kept');
    await desk.answer(ticket.number, '<p>All right.</p>');
    assert.ok(!desk.sink.mails.some((letter) => letter.mail.text.includes('Outdated answer')));
  });
});

onBothEngines(describe, 'an answer that is taken back', (engine) => {
  let desk;
  before(async () => { desk = await MailDesk.open(engine, { undoSeconds: 3 }); });
  after(() => desk.stop());

  test('before it leaves sends nothing, and its words are in the composer again', async () => {
    const who = somebody();
    const ticket = await desk.newTicket(who, { subject: newSubject('Undo') });
    await desk.say(ticket.number, { body: '<p>Too hasty words</p>' });
    const page = await desk.admin.text(`/agent/tickets/${ticket.number}`);
    const undo = page.match(/action="(\/agent\/undo\/\d+)"/)?.[1];
    assert.ok(undo, 'undo is offered');
    assert.equal((await desk.admin.post(undo)).status, 303);
    const now = await desk.read(ticket.number);
    assert.equal(now.messages.length, 1);
    assert.equal(now.status, 'Open', 'and the status is as before');
    assert.ok(now.page.includes('Too hasty words'), 'the draft is back');
    assert.ok(now.events.some((event) => /took an answer back/.test(event)));
    await desk.answer(ticket.number, '<p>Calm words</p>');
    assert.ok(!desk.sink.mails.some((letter) => letter.mail.text.includes('Too hasty words')));
    await desk.reads(ticket.number, 'the server took it', (one) => one.messages.at(-1).state === 'sent by mail');
    const states = await rows(desk.installation, `select state from outbox where kind = 'reply' and ticket_id = ${ticket.number} order by id`);
    assert.deepEqual(states.map((row) => row.state), ['cancelled', 'sent']);
  });

  test('after it has left is too late, and says so', async () => {
    const ticket = await desk.newTicket(somebody(), { subject: newSubject('Too late') });
    await desk.say(ticket.number, { body: '<p>Gone words</p>' });
    const undo = (await desk.admin.text(`/agent/tickets/${ticket.number}`)).match(/action="(\/agent\/undo\/\d+)"/)?.[1];
    await desk.sink.coming('the answer', (letter) => letter.mail.text.includes('Gone words'));
    await desk.reads(ticket.number, 'it is sent', (one) => one.messages[1].state === 'sent by mail');
    await desk.admin.post(undo);
    const now = await desk.read(ticket.number);
    assert.equal(now.messages.length, 2, 'what the customer has read stays');
    assert.equal(now.status, 'Waiting on customer', 'and so does its consequence');
  });
});
