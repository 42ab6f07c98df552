// `guichet mail deliver`: the pipe of a mail server, and mbox files.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onBothEngines, run } from '../lib/desk.mjs';
import { ADDRESS, MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';
import { buildMail } from '../lib/mime.mjs';
import { ticketNumbers } from '../lib/pages.mjs';

onBothEngines(describe, 'mail deliver', (engine) => {
  let desk;
  before(async () => { desk = await MailDesk.open(engine); });
  after(() => desk.stop());
  const deliver = (args, input) => run(['mail', 'deliver', ...desk.installation.options, ...args], { input });

  test('a piped mail becomes a ticket of the running desk, and is acknowledged', async () => {
    const [who, subject] = [somebody(), newSubject('Piped')];
    const { code, stderr } = await deliver(['--from', who.address, '--to', ADDRESS], buildMail({ from: who.mailbox, to: ADDRESS, subject }));
    assert.equal(code, 0, stderr);
    const ticket = await desk.ticket(subject);
    assert.equal(ticket.requester.address, who.address);
    await desk.sink.coming('the acknowledgement', (letter) => letter.to.includes(who.address));
  });

  test('without --to, the address is found in the headers, with line ends of the pipe', async () => {
    const [who, subject] = [somebody(), newSubject('No envelope')];
    const mail = buildMail({ from: who.mailbox, to: 'someone@elsewhere.example', subject, headers: { Cc: ADDRESS } });
    const { code, stderr } = await deliver([], mail.toString('utf8').replace(/\r\n/g, '\n'));
    assert.equal(code, 0, stderr);
    await desk.ticket(subject);
  });

  test('an unknown address gives exit 67, and nothing is kept', async () => {
    const [who, subject] = [somebody(), newSubject('To nobody')];
    const before = (await desk.settled()).Accepted;
    const { code, stderr, stdout } = await deliver(['--to', 'nobody@desk.example'], buildMail({ from: who.mailbox, to: ADDRESS, subject }));
    assert.equal(code, 67);
    assert.match(stderr, /nobody@desk\.example/);
    assert.equal(stdout, '');
    assert.equal((await desk.settled()).Accepted, before);
  });

  test('what can never be taken gives exit 65, so that the mail server gives up', async () => {
    assert.equal((await deliver(['--to', ADDRESS], '')).code, 65, 'no bytes');
    assert.equal((await deliver(['--to', ADDRESS, '--message-bytes-max', '1000'], Buffer.alloc(2000, 'x'))).code, 65, 'too large');
  });

  test('what cannot be taken now gives exit 75, so that the mail server tries again', async () => {
    const gone = await run(['mail', 'deliver', '--data', '/proc/nowhere', '--to', ADDRESS], { input: 'Subject: x\n\nx\n' });
    assert.equal(gone.code, 75, 'no folder');
  });

  test('every mail of an mbox file is taken, with its quoted From lines', async () => {
    const people = Array.from({ length: 30 }, () => somebody('Box Owner'));
    const subjects = people.map(() => newSubject('From a box'));
    const mbox = people.map((who, at) => `From ${who.address} Sat Nov 21 10:00:00 2026\nFrom: ${who.mailbox}\nTo: ${ADDRESS}\nSubject: ${subjects[at]}\nMessage-ID: <box${at}.${engine}@customer.example>\n\nNumber ${at}\n>From here on it is quoted.\n\n`).join('');
    const path = join(desk.installation.folder, 'old.mbox');
    writeFileSync(path, mbox);
    const { code, stderr } = await deliver(['--mbox', path]);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /30 mails/);
    for (const subject of subjects) await desk.ticket(subject);
    assert.ok((await desk.ticket(subjects[7])).messages[0].text.includes('Number 7 From here on it is quoted.'));
    // Once more is no harm.
    assert.equal((await deliver(['--mbox', path])).code, 0);
    await desk.settled();
    assert.equal((await ticketNumbers(desk.admin, subjects[3])).length, 1);
  });

  test('a missing mbox file gives exit 75', async () => {
    assert.equal((await deliver(['--mbox', '/nowhere/old.mbox'])).code, 75);
  });
});
