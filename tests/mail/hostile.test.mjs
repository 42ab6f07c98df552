// Mails that are broken, huge or hostile become tickets all the same, and do no harm on the page.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { change } from '../lib/database.mjs';
import { onBothEngines, until } from '../lib/desk.mjs';
import { ADDRESS, MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';
import { buildMail } from '../lib/mime.mjs';

const HOSTILE = `<html><head><style>body{display:none}</style><base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example"></head>
<body onload="alert(1)"><p>Kept words</p><script>alert(document.cookie)</script><img src=x onerror=alert(1)><img src="https://evil.example/pixel.gif?who=me" width="1">
<svg onload=alert(1)><animate onbegin=alert(1)></svg><math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></math>
<a href="javascript:alert(1)">click</a><a href="&#106;avascript:alert(1)">click</a><a href="https://good.example/">a link</a>
<form action="https://evil.example"><input name="password"><button>Sign in</button></form><iframe src="https://evil.example"></iframe>
<div id="composer" class="dialog" style="position:fixed;inset:0;background:url(https://evil.example/b.png)">cover</div>
<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript><template><script>alert(1)</script></template></div></ol></main><li id="message_1">escaped</body></html>`;

/** Base64 with strange characters in it, and cut off before its end. */
const BROKEN_BASE64 = Buffer.from('VISIBLE words are here, and more of them follow. '.repeat(6)).toString('base64').replace(/.{60}/g, '$&\n*!').slice(0, -5);

onBothEngines(describe, 'hostile mail', (engine) => {
  let desk;
  before(async () => { desk = await MailDesk.open(engine); });
  after(() => desk.stop());
  const raw = async (who, text) => desk.take(Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'latin1'), { from: who.address });

  test('HTML does nothing on the agent’s page, and makes no request', async () => {
    const [who, subject] = [somebody('<b>Eve</b> "&amp;'), newSubject('<script>alert(2)</script> & co')];
    await desk.write(who, { subject, html: HOSTILE, text: undefined });
    const ticket = await desk.ticket(subject);
    const html = ticket.messages[0].html + ticket.messages[0].quoted;
    assert.ok(html.includes('Kept words') && html.includes('https://good.example/'));
    assert.ok(!/<(script|style|svg|math|form|input|button|iframe|meta|base|template|noscript|object|link)\b/i.test(html), html);
    assert.ok(!/\son\w+\s*=/i.test(html.replace(/"[^"]*"/g, '""')), html);
    assert.ok(!/javascript:|position|url\(|\sid=|\sclass=/i.test(html), html);
    assert.ok(!/\ssrc="https?:/i.test(html), 'no remote picture is loaded');
    assert.equal(ticket.messages.length, 1, 'nothing leaves its message');
    assert.ok(!ticket.page.includes('<script>alert(2)'), 'the subject is text');
    assert.ok(!ticket.page.includes('<b>Eve</b>'), 'the name is text');
    const list = await desk.admin.text('/agent/views/open');
    assert.ok(!list.includes('<script>alert(2)') && !list.includes('<b>Eve</b>'));
  });

  test('and nothing in the mails that the desk sends', async () => {
    const [who, subject] = [somebody('Eve\r\nBcc: victim@elsewhere.example'), newSubject('Injected')];
    await desk.write({ ...who, mailbox: `=?UTF-8?Q?Eve=0D=0ABcc:_victim@elsewhere.example?= <${who.address}>` }, {
      subject: 'x', headers: { Subject: `=?UTF-8?Q?${subject.replace(/ /g, '_')}=0D=0ABcc:_victim@elsewhere.example?=` }, html: HOSTILE });
    const { mail, to } = await desk.sink.coming('the acknowledgement', (letter) => letter.to.includes(who.address));
    assert.deepEqual(to, [who.address]);
    assert.equal(mail.header('Bcc'), '');
    assert.ok(!/<script|onerror=|<iframe/i.test(mail.html.replace(/&lt;[\s\S]*?&gt;/g, '')), mail.html);
  });

  test('broken MIME is shown as well as it can be', async () => {
    const cases = {
      'no end of the multipart': 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nVISIBLE',
      'no boundary': 'MIME-Version: 1.0\nContent-Type: multipart/mixed\n\nVISIBLE',
      'a boundary that never comes': 'MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=zzz\n\nVISIBLE',
      'broken base64': `MIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n${BROKEN_BASE64}`,
      'broken quoted-printable': 'MIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\nVISIBLE =ZZ =\n=4',
      'an unknown coding': 'MIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: x-rot13\n\nVISIBLE',
      'an unknown type': 'MIME-Version: 1.0\nContent-Type: ;;;=\n\nVISIBLE',
      'a header without a colon': 'this is no header\n\nVISIBLE',
    };
    for (const [name, rest] of Object.entries(cases)) {
      const [who, subject] = [somebody(), newSubject(name)];
      await raw(who, `From: ${who.address}\nSubject: ${subject}\n${rest}\n`);
      assert.ok((await desk.ticket(subject)).messages[0].text.includes('VISIBLE'), name);
    }
  });

  test('wrong and unknown charsets are read as well as they can be', async () => {
    const cases = {
      'latin-1 that says UTF-8': ['utf-8', 'caf\xe9 d\xe9j\xe0 pay\xe9', 'café déjà payé'],
      'UTF-8 that says nothing': ['', Buffer.from('café déjà payé').toString('latin1'), 'café déjà payé'],
      'an unknown charset': ['x-unheard-of', Buffer.from('café déjà payé').toString('latin1'), 'café déjà payé'],
      'windows-1252': ['windows-1252', '\x93quoted\x94 \x80 5', '“quoted” € 5'],
      'UTF-7': ['utf-7', 'caf+AOk-', 'caf'],
    };
    for (const [name, [charset, bytes, expected]] of Object.entries(cases)) {
      const [who, subject] = [somebody(), newSubject(name)];
      await raw(who, `From: ${who.address}\nSubject: ${subject}\nMIME-Version: 1.0\nContent-Type: text/plain${charset && `; charset=${charset}`}\nContent-Transfer-Encoding: 8bit\n\n${bytes}\n`);
      assert.ok((await desk.ticket(subject)).messages[0].text.includes(expected), name);
    }
  });

  test('NUL bytes and control characters are no harm to either engine', async () => {
    const [who, subject] = [somebody(), newSubject('Controls')];
    await raw(who, `From: "A\x00B\x1b[31m" <${who.address}>\nSubject: ${subject}\n\nbefore\x00after \x07\x1b[2J \xff\xfe\n`);
    const ticket = await desk.ticket(subject);
    assert.match(ticket.messages[0].text, /before.?after/);
    assert.ok(!/[\x00-\x08\x0b\x0c\x0e-\x1f]/.test(ticket.page));
  });

  test('half a surrogate, overlong and astral characters are kept or replaced, never lost', async () => {
    const [who, subject] = [somebody(), newSubject('Strange letters 🧿')];
    await desk.write(who, { subject, text: 'before 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 👩‍👩‍👧 \u202eright to left\u202c after' });
    assert.ok((await desk.ticket(subject)).messages[0].text.includes('𝔘𝔫𝔦𝔠𝔬𝔡𝔢 👩‍👩‍👧'));
  });

  test('a mail of nearly 25 MB is taken, and its file comes out as it went in', async () => {
    const [who, subject] = [somebody(), newSubject('Huge')];
    const content = randomBytes(18 * 1024 * 1024);
    const mail = buildMail({ from: who.mailbox, to: ADDRESS, subject, text: 'It is attached.', files: [{ name: 'huge.bin', content }] });
    assert.ok(mail.length > 24_000_000 && mail.length < 25 * 1024 * 1024);
    await desk.take(mail, { from: who.address });
    const ticket = await desk.ticket(subject);
    assert.ok(ticket.messages[0].text.includes('It is attached.'));
    const answer = await desk.admin.get(ticket.messages[0].files[0].href);
    const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');
    assert.equal(hash(Buffer.from(await answer.arrayBuffer())), hash(content));
  });

  for (const [name, mail] of Object.entries({
    'a mail of 20 MB of text': { text: `The beginning.\n${'word after word after word\n'.repeat(500_000)}` },
    'a mail of 1 MB of HTML': { html: `<p>The beginning.</p>${'<p>word after word</p>'.repeat(50_000)}`, text: undefined },
  })) {
    test(`${name} is a ticket, shown cut if need be`, async () => {
      const [who, subject] = [somebody(), newSubject('Endless words')];
      await desk.take(buildMail({ from: who.mailbox, to: ADDRESS, subject, ...mail }), { from: who.address });
      const before = (await desk.settled()).page;
      assert.ok(!before.includes(who.address), 'it is not held');
      const ticket = await desk.ticket(subject);
      assert.ok(ticket.messages[0].text.startsWith('The beginning.'));
      assert.ok(ticket.page.length < 20_000_000, `${ticket.page.length} characters of page`);
    });
  }

  test('a Message-ID that fits no index is no reason to hold a mail', async () => {
    const before = await desk.settled();
    for (const bytes of [950, 6000]) {
      const [who, subject] = [somebody(), newSubject('A long number')];
      await raw(who, `From: ${who.address}\nSubject: ${subject}\nMessage-ID:\n <${randomBytes(bytes).toString('hex').slice(0, bytes).replace(/.{900}/g, '$&\n ')}@x>\n\nHello.\n`);
      await desk.ticket(subject);
    }
    assert.equal((await desk.settled()).Held, before.Held);
  });

  test('what the database refuses is held, and keeps no other mail waiting', async () => {
    const before = await desk.settled();
    const refuses = "new.text like '%POISON%'";
    await change(desk.installation, engine === 'sqlite'
      ? `create trigger refuses before insert on message when ${refuses} begin select raise(abort, 'refused'); end`
      : "alter table message add constraint refuses check (text not like '%POISON%')");
    await desk.write(somebody(), { subject: newSubject('Refused'), text: 'POISON' });
    const next = newSubject('Behind it');
    await desk.write(somebody(), { subject: next });
    await desk.ticket(next);
    const sums = await desk.settled();
    assert.equal(sums.Held, before.Held + 1);
    assert.match(sums.page, /taking it in failed/);
    await change(desk.installation, engine === 'sqlite' ? 'drop trigger refuses' : 'alter table message drop constraint refuses');
  });

  test('a sender without a usable address is held with the reason, shown, and can be tried again', async () => {
    const before = await desk.settled();
    await desk.take('From: nobody at all\r\nSubject: Anonymous\r\n\r\nWho am I?\r\n', { from: '' });
    const sums = await desk.settled();
    assert.equal(sums.Held, before.Held + 1);
    assert.ok(sums.agree);
    const link = sums.page.match(/href="(\/agent\/mail\/inbound\/\d+)">Anonymous</)?.[1];
    assert.equal((await desk.admin.post(`${link}/release`)).status, 303, 'nobody has said whose it is');
    await until('it is held again', async () => (await desk.ledger()).Held === before.Held + 1);
  });
});
