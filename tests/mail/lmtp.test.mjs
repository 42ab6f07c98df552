// LMTP: from a mail server of one's own, with an answer for each recipient.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { freePort, onBothEngines } from '../lib/desk.mjs';
import { ADDRESS, MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';
import { buildMail } from '../lib/mime.mjs';
import { Conversation } from '../lib/smtp-client.mjs';
import { ticketNumbers } from '../lib/pages.mjs';

onBothEngines(describe, 'LMTP', (engine) => {
  let desk; let port;
  before(async () => {
    port = await freePort();
    desk = await MailDesk.open(engine, { args: ['--lmtp-listen', `127.0.0.1:${port}`, '--message-bytes-max', '100000'] });
  });
  after(() => desk.stop());
  const begin = async (to, from) => {
    const c = await Conversation.open({ port });
    const answer = await c.begin({ hello: 'LHLO client.example', from, to });
    assert.equal(answer.code, 354, answer.text);
    return c;
  };

  test('speaks LMTP only', async () => {
    const c = await Conversation.open({ port });
    assert.match(c.greeting.text, /LMTP/);
    assert.ok((await c.say('EHLO client.example')).code >= 500);
    const hello = await c.say('LHLO client.example');
    assert.equal(hello.code, 250);
    assert.ok(hello.lines.includes('PIPELINING'));
    await c.quit();
  });

  test('each recipient is answered, and the mail is one ticket', async () => {
    const [who, subject] = [somebody(), newSubject('By LMTP')];
    const c = await begin([ADDRESS, 'support+elsewhere@desk.example', ADDRESS], who.address);
    const first = c.content(buildMail({ from: who.mailbox, to: ADDRESS, subject }));
    assert.deepEqual([(await first).code, (await c.answer()).code, (await c.answer()).code], [250, 250, 250]);
    assert.equal((await c.say('NOOP')).code, 250, 'no answer too many');
    await c.quit();
    await desk.ticket(subject);
    await desk.settled();
    assert.equal((await ticketNumbers(desk.admin, subject)).length, 1);
  });

  test('a refused recipient gets no second answer at the end', async () => {
    const [who, subject] = [somebody(), newSubject('One of two')];
    const c = await Conversation.open({ port });
    await c.say('LHLO client.example');
    await c.say(`MAIL FROM:<${who.address}>`);
    assert.equal((await c.say('RCPT TO:<nobody@desk.example>')).code, 550);
    assert.equal((await c.say(`RCPT TO:<${ADDRESS}>`)).code, 250);
    assert.equal((await c.say('DATA')).code, 354);
    assert.equal((await c.content(buildMail({ from: who.mailbox, to: ADDRESS, subject }))).code, 250);
    assert.equal((await c.say('NOOP')).code, 250);
    await c.quit();
    await desk.ticket(subject);
  });

  test('a mail that is too large is refused for each recipient', async () => {
    const who = somebody();
    const c = await begin([ADDRESS, ADDRESS], who.address);
    const first = c.content(buildMail({ from: who.mailbox, to: ADDRESS, subject: 'Large', text: 'x'.repeat(200_000) }));
    assert.deepEqual([(await first).code, (await c.answer()).code], [552, 552]);
    await c.quit();
  });
});
