// STARTTLS with the administrator's own certificate.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADDRESS, MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';
import { buildMail } from '../lib/mime.mjs';
import { Conversation } from '../lib/smtp-client.mjs';
import { run } from '../lib/desk.mjs';
import { ticketNumbers } from '../lib/pages.mjs';

describe('STARTTLS', () => {
  let desk; let folder;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-tls-'));
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
      '-subj', '/CN=mx.desk.example', '-keyout', key, '-out', certificate], { stdio: 'ignore' });
    desk = await MailDesk.open('sqlite', { args: ['--tls-certificate', certificate, '--tls-key', key] });
  });
  after(async () => { await desk.stop(); rmSync(folder, { recursive: true, force: true }); });

  test('a mail is handed over encrypted, with the configured certificate', async () => {
    const [who, subject] = [somebody(), newSubject('Encrypted')];
    const c = await Conversation.open(desk.smtp);
    assert.ok((await c.say('EHLO client.example')).lines.includes('STARTTLS'));
    assert.equal((await c.startTls()).code, 220);
    assert.equal(c.certificate.subject.CN, 'mx.desk.example');
    const hello = await c.say('EHLO client.example');
    assert.ok(!hello.lines.includes('STARTTLS'), 'not offered twice');
    assert.equal((await c.begin({ hello: '', from: who.address })).code, 354);
    assert.equal((await c.content(buildMail({ from: who.mailbox, to: ADDRESS, subject }))).code, 250);
    await c.quit();
    await desk.ticket(subject);
  });

  test('everything said before encryption is forgotten', async () => {
    const c = await Conversation.open(desk.smtp);
    await c.say('EHLO client.example');
    await c.say('MAIL FROM:<a@customer.example>');
    await c.say(`RCPT TO:<${ADDRESS}>`);
    await c.startTls();
    assert.equal((await c.say('DATA')).code, 503);
    assert.equal((await c.say('MAIL FROM:<a@customer.example>')).code, 503, 'hello comes first again');
    await c.quit();
  });

  test('commands that somebody puts in clear behind STARTTLS are dropped', async () => {
    const injected = newSubject('Injected');
    const c = await Conversation.open(desk.smtp);
    await c.say('EHLO client.example');
    const clear = `EHLO evil.example\r\nMAIL FROM:<evil@elsewhere.example>\r\nRCPT TO:<${ADDRESS}>\r\nDATA\r\nFrom: evil@elsewhere.example\r\nSubject: ${injected}\r\n\r\nx\r\n.\r\n`;
    assert.equal((await c.startTls(clear)).code, 220);
    // The first answer after encryption belongs to the first encrypted command.
    assert.equal((await c.say('DATA')).code, 503);
    assert.equal((await c.say('EHLO client.example')).code, 250);
    await c.quit();
    await desk.settled();
    assert.deepEqual(await ticketNumbers(desk.admin, injected), []);
  });

  test('a peer that speaks nonsense instead of TLS is hung up on, and others are served', async () => {
    const c = await Conversation.open(desk.smtp);
    await c.say('EHLO client.example');
    assert.equal((await c.say('STARTTLS')).code, 220);
    c.raw('this is no TLS\r\n'.repeat(50));
    await c.ended;
    const [who, subject] = [somebody(), newSubject('Next in line')];
    await desk.newTicket(who, { subject });
  });

  test('a certificate without its key is refused at the start', async () => {
    const { code, stderr } = await run(['serve', '--data', join(folder, 'data'), '--tls-certificate', join(folder, 'certificate.pem')]);
    assert.notEqual(code, 0);
    assert.match(stderr, /tls-key|tls_key/);
  });
});
