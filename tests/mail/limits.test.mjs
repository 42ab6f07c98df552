// What one other machine may take of the mail receiver. Loopback is exempt, so the desk is asked by the
// machine's own address in its network.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { ADDRESS, MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';
import { buildMail } from '../lib/mime.mjs';
import { Conversation, sendMail } from '../lib/smtp-client.mjs';

const outside = Object.values(networkInterfaces()).flat().find((one) => one.family === 'IPv4' && !one.internal)?.address;

describe('limits of the mail receiver', { skip: !outside && 'this machine has no network' }, () => {
  let desk, from;
  before(async () => {
    desk = await MailDesk.open('sqlite', { smtpHost: '0.0.0.0', args: ['--mails-per-minute', '3'] });
    from = { host: outside, port: desk.smtp.port };
  });
  after(() => desk.stop());

  test('one machine has twenty connections at most; when one ends there is room again', async () => {
    const open = [];
    for (let at = 0; at < 20; at += 1) open.push(await Conversation.open(from));
    assert.deepEqual(open.map((one) => one.greeting.code), Array(20).fill(220));
    const refused = await Conversation.open(from);
    assert.equal(refused.greeting.code, 421);
    await refused.ended;
    assert.equal((await Conversation.open(desk.smtp)).greeting.code, 220, 'others are not affected');
    await open.pop().quit();
    let again;
    do again = await Conversation.open(from); while (again.greeting.code === 421);
    assert.equal(again.greeting.code, 220);
    for (const one of [...open, again]) await one.quit();
  });

  test('one machine hands over so many mails a minute, and is asked to come back for the others', async () => {
    const who = somebody();
    const mail = (subject) => buildMail({ from: who.mailbox, to: ADDRESS, subject });
    for (let at = 0; at < 3; at += 1) assert.equal((await sendMail(from, mail(newSubject('Many')), { from: who.address })).code, 250);
    const more = await Conversation.open(from);
    await more.say('EHLO client.example');
    assert.equal((await more.say(`MAIL FROM:<${who.address}>`)).code, 451);
    await more.quit();
    await desk.newTicket(who, { subject: newSubject('From this machine') });
  });
});
