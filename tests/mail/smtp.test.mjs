// The receiver's protocol: what it offers, what it refuses, and that a broken conversation leaves nothing behind.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines } from '../lib/desk.mjs';
import { ADDRESS, MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';
import { buildMail } from '../lib/mime.mjs';
import { Conversation, sendMail } from '../lib/smtp-client.mjs';
import { ticketNumbers } from '../lib/pages.mjs';

const BYTES_MAX = 200_000;

onBothEngines(describe, 'SMTP', (engine) => {
  let desk;
  before(async () => { desk = await MailDesk.open(engine, { args: ['--message-bytes-max', String(BYTES_MAX), '--host-name', 'mx.desk.example'] }); });
  after(() => desk.stop());
  const open = () => Conversation.open(desk.smtp);
  const ready = async (envelope) => { const c = await open(); const answer = await c.begin(envelope); assert.equal(answer.code, 354, answer.text); return c; };

  test('greets, and says what it can do', async () => {
    const c = await open();
    assert.match(c.greeting.text, /^220 mx\.desk\.example ESMTP/);
    const { code, lines } = await c.say('EHLO client.example');
    assert.equal(code, 250);
    for (const ability of ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES', `SIZE ${BYTES_MAX}`]) assert.ok(lines.includes(ability), ability);
    assert.ok(!lines.includes('STARTTLS'), 'without a certificate there is no STARTTLS');
    assert.equal((await c.say('STARTTLS')).code, 502);
    assert.equal((await c.say('NOOP')).code, 250);
    assert.equal((await c.say('HELO client.example')).code, 250);
    assert.equal((await c.quit()).code, 221);
  });

  test('commands that come together are answered together, in order', async () => {
    const [who, subject] = [somebody(), newSubject('Pipelined')];
    const c = await open();
    c.raw(`EHLO client.example\r\nMAIL FROM:<${who.address}>\r\nRCPT TO:<nobody@desk.example>\r\nRCPT TO:<${ADDRESS}>\r\nDATA\r\n`);
    const codes = [];
    for (let at = 0; at < 5; at++) codes.push((await c.answer()).code);
    assert.deepEqual(codes, [250, 250, 550, 250, 354]);
    const mail = buildMail({ from: who.mailbox, to: ADDRESS, subject });
    c.raw(Buffer.concat([mail, Buffer.from('.\r\nNOOP\r\nQUIT\r\n')]));
    assert.deepEqual([(await c.answer()).code, (await c.answer()).code, (await c.answer()).code], [250, 250, 221]);
    await c.ended;
    assert.equal((await desk.ticket(subject)).messages.length, 1);
  });

  test('two mails in one conversation are two tickets', async () => {
    const [who, one, two] = [somebody(), newSubject('First'), newSubject('Second')];
    const c = await ready({ from: who.address });
    assert.equal((await c.content(buildMail({ from: who.mailbox, to: ADDRESS, subject: one }))).code, 250);
    assert.equal((await c.begin({ hello: '', from: who.address })).code, 354);
    assert.equal((await c.content(buildMail({ from: who.mailbox, to: ADDRESS, subject: two }))).code, 250);
    await c.quit();
    assert.notEqual((await desk.ticket(one)).number, (await desk.ticket(two)).number);
  });

  test('commands in the wrong order are refused with 503', async () => {
    const c = await open();
    assert.equal((await c.say('MAIL FROM:<a@customer.example>')).code, 503);
    await c.say('EHLO client.example');
    assert.equal((await c.say(`RCPT TO:<${ADDRESS}>`)).code, 503);
    assert.equal((await c.say('DATA')).code, 503);
    assert.equal((await c.say('MAIL FROM:<a@customer.example>')).code, 250);
    assert.equal((await c.say('MAIL FROM:<b@customer.example>')).code, 503);
    assert.equal((await c.say('DATA')).code, 503);
    await c.quit();
  });

  test('RSET and a new EHLO forget sender and recipients', async () => {
    const c = await open();
    for (const forget of ['RSET', 'EHLO again.example']) {
      await c.say('EHLO client.example');
      await c.say('MAIL FROM:<a@customer.example>');
      await c.say(`RCPT TO:<${ADDRESS}>`);
      assert.equal((await c.say(forget)).code, 250);
      assert.equal((await c.say('DATA')).code, 503);
      assert.equal((await c.say(`RCPT TO:<${ADDRESS}>`)).code, 503);
    }
    await c.quit();
  });

  test('addresses that are not of the desk are refused with 550, also as a relay', async () => {
    const c = await open();
    await c.say('EHLO client.example');
    await c.say('MAIL FROM:<a@customer.example>');
    for (const address of ['nobody@desk.example', 'someone@elsewhere.example', 'support@desk.example.evil.example'])
      assert.equal((await c.say(`RCPT TO:<${address}>`)).code, 550, address);
    assert.equal((await c.say(`RCPT TO:<${ADDRESS.toUpperCase()}>`)).code, 250, 'letter case does not matter');
    await c.quit();
  });

  test('a mail that says it is too large is refused before it is sent', async () => {
    const c = await open();
    await c.say('EHLO client.example');
    assert.equal((await c.say(`MAIL FROM:<a@customer.example> SIZE=${BYTES_MAX + 1}`)).code, 552);
    assert.equal((await c.say(`MAIL FROM:<a@customer.example> SIZE=${BYTES_MAX}`)).code, 250);
    await c.quit();
  });

  test('a mail that is too large is refused at its end, and the conversation goes on', async () => {
    const [who, large, small] = [somebody(), newSubject('Too large'), newSubject('Small')];
    const c = await ready({ from: who.address });
    const answer = await c.content(buildMail({ from: who.mailbox, to: ADDRESS, subject: large, text: 'word '.repeat(BYTES_MAX / 4) }));
    assert.equal(answer.code, 552);
    assert.equal((await c.begin({ hello: '', from: who.address })).code, 354);
    assert.equal((await c.content(buildMail({ from: who.mailbox, to: ADDRESS, subject: small }))).code, 250);
    await c.quit();
    await desk.ticket(small);
    assert.deepEqual(await ticketNumbers(desk.admin, large), []);
  });

  test('eight-bit content and addresses in UTF-8 are taken as they are', async () => {
    const subject = newSubject('Größe und Gewicht');
    const from = 'jürgen@müller.example';
    const c = await open();
    await c.say('EHLO client.example');
    assert.equal((await c.say(`MAIL FROM:<${from}> BODY=8BITMIME SMTPUTF8`)).code, 250);
    assert.equal((await c.say(`RCPT TO:<${ADDRESS}>`)).code, 250);
    assert.equal((await c.say('DATA')).code, 354);
    const mail = `From: Jürgen Müller <${from}>\r\nTo: ${ADDRESS}\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nDie Größe stimmt nicht: 3 € zu viel.\r\n`;
    assert.equal((await c.content(Buffer.from(mail))).code, 250);
    await c.quit();
    const ticket = await desk.ticket(subject);
    assert.equal(ticket.requester.name, 'Jürgen Müller');
    assert.ok(ticket.messages[0].text.includes('Die Größe stimmt nicht: 3 € zu viel.'));
  });

  test('dots at the beginning of lines come through', async () => {
    const [who, subject] = [somebody(), newSubject('Dots')];
    const mail = `From: ${who.mailbox}\r\nTo: ${ADDRESS}\r\nSubject: ${subject}\r\n\r\n.hidden is a file\r\n..two\r\n...\r\n.\r\nthe end\r\n`;
    await desk.take(mail, { from: who.address });
    assert.equal((await desk.ticket(subject)).messages[0].text.replace(/\s+/g, ' '), '.hidden is a file ..two ... . the end');
  });

  for (const [name, end] of [['LF dot LF', '\n.\n'], ['CR dot CR', '\r.\r'], ['LF dot CRLF', '\n.\r\n'], ['CRLF dot LF', '\r\n.\n'], ['CR dot CRLF', '\r.\r\n'], ['CRLF dot CR', '\r\n.\r'], ['CRLF NUL dot CRLF', '\r\n\0.\r\n']]) {
    test(`${name} does not end a mail, so none can be smuggled in behind it`, async () => {
      const [who, subject, smuggled] = [somebody(), newSubject('Outer'), newSubject('Smuggled')];
      const c = await ready({ from: who.address });
      c.raw(Buffer.from(`From: ${who.mailbox}\r\nTo: ${ADDRESS}\r\nSubject: ${subject}\r\n\r\nHello.${end}MAIL FROM:<boss@desk.example>\r\nRCPT TO:<${ADDRESS}>\r\nDATA\r\nFrom: boss@elsewhere.example\r\nSubject: ${smuggled}\r\n\r\nPay.\r\n.\r\n`));
      const answer = await c.answer();
      // Taking it as one mail and refusing it are both safe.
      assert.ok(answer.code === 250 || answer.code >= 500, answer.text);
      assert.equal((await c.say('NOOP')).code, 250, 'no more answers than commands');
      await c.quit();
      await desk.settled();
      assert.deepEqual(await ticketNumbers(desk.admin, smuggled), []);
      if (answer.code === 250) assert.equal((await ticketNumbers(desk.admin, subject)).length, 1);
    });
  }

  test('a connection that breaks inside a mail leaves nothing', async () => {
    const [who, subject] = [somebody(), newSubject('Never finished')];
    const before = (await desk.settled()).Accepted;
    const whole = buildMail({ from: who.mailbox, to: ADDRESS, subject });
    for (const part of [whole.subarray(0, 20), whole, Buffer.concat([whole, Buffer.from('.')]), Buffer.concat([whole, Buffer.from('.\r')])]) {
      const c = await ready({ from: who.address });
      c.raw(part);
      c.socket.end();
      await c.ended;
    }
    const later = newSubject('Afterwards');
    await desk.newTicket(who, { subject: later });
    assert.equal((await desk.settled()).Accepted, before + 1);
    assert.deepEqual(await ticketNumbers(desk.admin, subject), []);
  });

  test('a line that never ends is refused and hung up on', async () => {
    const c = await open();
    c.raw(`EHLO ${'x'.repeat(100_000)}`);
    assert.equal((await c.answer()).code, 500);
    await c.ended;
  });

  test('who makes too many errors is hung up on', async () => {
    const c = await open();
    await c.say('EHLO client.example');
    const codes = new Set();
    for (let at = 0; at < 40; at++) {
      const answer = await c.say('NONSENSE').catch(() => undefined);
      if (!answer) break;
      codes.add(answer.code);
    }
    await c.ended;
    assert.deepEqual([...codes], [500, 421], 'errors, and then the reason for the end');
  });

  test('guessing addresses is hung up on too', async () => {
    const c = await open();
    await c.say('EHLO client.example');
    await c.say('MAIL FROM:<a@customer.example>');
    let answers = 0;
    for (; answers < 60; answers++) if (!await c.say(`RCPT TO:<guess${answers}@desk.example>`).catch(() => undefined)) break;
    assert.ok(answers < 60, 'still talking after 60 unknown addresses');
  });

  test('senders and recipients that are no addresses are refused', async () => {
    const c = await open();
    await c.say('EHLO client.example');
    for (const line of ['MAIL FROM:nobody', 'MAIL FROM:<a b@customer.example>', 'MAIL TO:<a@customer.example>', 'MAIL FROM:<a@customer.example> UNKNOWN=1'])
      assert.ok((await c.say(line)).code >= 500, line);
    assert.equal((await c.say('MAIL FROM:<>')).code, 250, 'bounces have no sender');
    assert.ok((await c.say('RCPT TO:<>')).code >= 500);
    await c.quit();
  });

  test('a mail without any header is kept too', async () => {
    const before = (await desk.settled()).Accepted;
    assert.equal((await sendMail(desk.smtp, 'just words\r\n', { from: 'bare@customer.example' })).code, 250);
    const sums = await desk.settled();
    assert.equal(sums.Accepted, before + 1);
    assert.ok(sums.agree);
  });
});
