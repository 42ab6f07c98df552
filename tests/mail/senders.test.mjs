// Whether a mail comes from whom it says: what the domain name system and servers in front of the desk say about it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { freePort, onBothEngines, until } from '../lib/desk.mjs';
import { dkimKey } from '../lib/dkim.mjs';
import { nameServer } from '../lib/dns.mjs';
import { textOf } from '../lib/html.mjs';
import { ADDRESS, MailDesk, newSubject } from '../lib/mail-desk.mjs';
import { buildMail } from '../lib/mime.mjs';

/** Every mail of these tests comes from this machine, which is nobody's mail server then. */
const FROM_OUTSIDE = ['--mail-relays', '192.0.2.1'];
const bank = dkimKey('bank.example');
const [slow, mute] = [['a', 'b', 'c'].map((selector) => dkimKey('slow.example', selector)), dkimKey('mute.example')];
const RECORDS = {
  'bank.example': { TXT: ['v=spf1 ip4:198.51.100.7 -all'] },
  '_dmarc.bank.example': { TXT: ['v=DMARC1; p=reject'] },
  [bank.record[0]]: { TXT: [bank.record[1]] },
  'lax.example': { TXT: ['v=spf1 ip4:198.51.100.7 ~all'] },
  '_dmarc.lax.example': { TXT: ['v=DMARC1; p=none; rua=mailto:d@lax.example'] },
  'spf-only.example': { TXT: ['v=spf1 -all'] },
  'slow.example': { silent: true },
  'mute.example': {},
  [mute.record[0]]: { TXT: [mute.record[1]] },
  '_dmarc.mute.example': { silent: true },
  'local.example': { TXT: ['v=spf1 ip4:127.0.0.1 -all'] },
  '_dmarc.local.example': { TXT: ['v=DMARC1; p=quarantine'] },
};

const letter = (domain, mail) => buildMail({ from: `Bea Customer <bea@${domain}>`, to: ADDRESS, text: 'Please help.', ...mail });
const envelope = (domain) => ({ from: `bea@${domain}` });
/** The held mails as the ledger's page tells them. */
const held = async (desk) => textOf(await desk.admin.text('/agent/mail'));
const settled = (desk) => until('all mail is understood', async () => /data-waiting="0"/.test(await desk.admin.text('/agent/mail')));
const pageOf = (desk, ticket) => desk.admin.text(`/agent/tickets/${ticket.id ?? ticket.number ?? ticket}`);
const releaseOf = (html, domain) => html.slice(html.indexOf(`bea@${domain}`)).match(/action="([^"]+\/release)"/)[1];

onBothEngines(describe, 'who sends a mail', (engine) => {
  let dns, desk;
  before(async () => {
    dns = await nameServer(RECORDS);
    desk = await MailDesk.open(engine, { args: ['--resolver', dns.address, ...FROM_OUTSIDE] });
  });
  after(async () => {
    await desk.stop();
    dns.close();
  });

  test('let in apart, a mail whose sender is in doubt becomes a ticket of its own, though it names another as only its customer can', async () => {
    const subject = newSubject('My contract');
    const who = { mailbox: 'Bea Customer <bea@bank.example>', address: 'bea@local.example' };
    await desk.take(letter('local.example', { subject, id: 'own-contract@local.example' }), envelope('local.example'));
    const ticket = await desk.ticket(subject);
    const to = (await desk.sink.coming('the acknowledgement', (one) => one.mail.header('Subject').includes(subject))).mail.header('Reply-To').match(/<(.+)>/)[1];
    for (const [field, joins] of [[{ apart: '1' }, false], [{}, true]]) {
      const forged = newSubject('Send it to my new address');
      await desk.take(letter('bank.example', { from: who.mailbox, subject: forged, to }), { from: 'bea@bank.example', to });
      await settled(desk);
      const page = await desk.admin.text('/agent/mail');
      assert.match(textOf(page), /Make it a ticket of its own .*Let it in where it belongs/s);
      assert.equal((await desk.admin.post(releaseOf(page, 'bank.example'), field)).status, 303);
      await settled(desk);
      if (joins) {
        assert.equal((await desk.read(ticket.number)).messages.length, 2);
      } else {
        const own = await desk.ticket(forged);
        assert.notEqual(own.number, ticket.number);
        assert.equal(own.related, ticket.number);
        assert.equal(own.messages[0].why, 'an admin let it in apart from the ticket that it answers');
        assert.equal((await desk.read(ticket.number)).messages.length, 1);
      }
    }
  });

  test('a forged mail is held with its reason, stays out of the ticket that it names, and comes in by a click', async () => {
    const subject = newSubject('My account');
    const id = await desk.write({ mailbox: 'Bea Customer <bea@local.example>', address: 'bea@local.example' }, { subject });
    const ticket = await desk.ticket(subject);
    const forged = newSubject('Send it elsewhere');
    await desk.take(letter('bank.example', { subject: forged, references: [id] }), envelope('bank.example'));
    await settled(desk);
    assert.match(await held(desk), /bea@bank\.example.*probably forged: bank\.example asks to refuse mail/s);
    assert.doesNotMatch(await pageOf(desk, ticket), /Send it elsewhere/);
    const released = await desk.admin.post(releaseOf(await desk.admin.text('/agent/mail'), 'bank.example'));
    assert.equal(released.status, 303);
    const own = await desk.ticket(forged);
    assert.match(await pageOf(desk, own), /sender not confirmed/);
    assert.doesNotMatch(await held(desk), /bea@bank\.example/);
  });

  test('nor does a sender field that is broken, repeated or missing get past', async () => {
    const subject = newSubject('Odd');
    const plain = letter('bank.example', { subject }).toString('latin1');
    const [field] = plain.match(/^From: .*\r\n/m);
    const before = (await desk.ledger()).Held;
    const forms = ['From: "Bea" bea@bank.example\r\n', 'From: Bea <bea@bank.example>\r\nFrom: Eve <eve@silent.example>\r\n', 'From: Bea <bea@bank.example>, Eve <eve@silent.example>\r\n',
      'From: =?utf-8?q?Bea?= <bea@BANK.example>\r\n', 'Sender: Bea <bea@bank.example>\r\n', ''];
    for (const [number, form] of forms.entries()) await desk.take(Buffer.from(plain.replace(field, form).replace('Message-ID: <', `Message-ID: <${number}`), 'latin1'), envelope('bank.example'));
    await settled(desk);
    assert.equal((await desk.ledger()).Held, before + forms.length);
  });

  test('a signature of the sender’s domain confirms the sender, and a changed mail does not', async () => {
    const subject = newSubject('Signed');
    await desk.take(bank.sign(letter('bank.example', { subject })), envelope('elsewhere.example'));
    assert.match(await pageOf(desk, await desk.ticket(subject)), /bank\.example confirms this sender/);
    const changed = Buffer.from(bank.sign(letter('bank.example', { subject: newSubject('Changed') })).toString('latin1').replace('Please', 'Always'), 'latin1');
    await desk.take(changed.includes('Always') ? changed : Buffer.concat([changed, Buffer.from('x\r\n')]), envelope('elsewhere.example'));
    await settled(desk);
    assert.match(await held(desk), /elsewhere\.example.*probably forged/s);
  });

  test('a server that may send confirms too', async () => {
    const subject = newSubject('By the right server');
    await desk.take(letter('local.example', { subject }), envelope('local.example'));
    assert.match(await pageOf(desk, await desk.ticket(subject)), /local\.example confirms this sender/);
  });

  test('a domain that only says which servers may send is believed', async () => {
    await desk.take(letter('spf-only.example', { subject: newSubject('From anywhere') }), envelope('spf-only.example'));
    await settled(desk);
    assert.match(await held(desk), /probably forged: spf-only\.example says that this server may not send/);
  });

  test('where a domain only watches, a mail that it does not vouch for comes in, but not into a ticket', async () => {
    const subject = newSubject('Known by its number');
    const id = await desk.write({ mailbox: 'Bea Customer <bea@lax.example>', address: 'bea@lax.example' }, { subject });
    const first = await desk.ticket(subject);
    const second = newSubject('An answer from nowhere');
    await desk.take(letter('lax.example', { subject: second, references: [id], text: 'Please change my address.' }), envelope('lax.example'));
    const own = await desk.ticket(second);
    assert.doesNotMatch(await pageOf(desk, first), /change my address/);
    const html = await pageOf(desk, own);
    assert.match(html, /sender not confirmed/);
    assert.match(html, /takes no part in the ticket/);
  });

  test('nobody gets a forged mail in by naming domains that never answer', async () => {
    const before = (await desk.ledger()).Held;
    const [signed, vouched, later] = [1, 2, 3].map(() => letter('bank.example', { subject: newSubject('Forged') }));
    await desk.take(slow.reduce((mail, key) => key.sign(mail), signed), envelope('slow.example'));
    await settled(desk);
    assert.equal((await desk.ledger()).Held, before + 1, 'signed in the name of silent domains');
    await desk.take(mute.sign(vouched), envelope('mute.example'));
    await settled(desk);
    assert.equal((await desk.ledger()).Held, before + 2, 'signed by a domain whose policy cannot be had');
    const own = newSubject('From a slow domain');
    await desk.take(slow.reduce((mail, key) => key.sign(mail), letter('slow.example', { subject: own })), envelope('slow.example'));
    await desk.ticket(own);
    await desk.take(later, envelope('bank.example'));
    await settled(desk);
    assert.equal((await desk.ledger()).Held, before + 3, 'after a mail that could not be checked');
  });

  test('of a domain that says nothing nothing is said', async () => {
    const subject = newSubject('Nobody knows');
    await desk.take(letter('silent.example', { subject }), envelope('silent.example'));
    assert.doesNotMatch(await pageOf(desk, await desk.ticket(subject)), /not confirmed|confirms this sender/);
  });
});

describe('mail that other servers hand over', () => {
  test('what a server in front of the desk found out counts, and only under its name', async () => {
    const desk = await MailDesk.open('sqlite', { args: ['--results-of', 'mx.desk.example', '--resolver', `127.0.0.1:${await freePort()}`] });
    const with_ = (results, subject) => Buffer.concat([Buffer.from(`Authentication-Results: ${results}\r\n`), letter('bank.example', { subject })]);
    try {
      await desk.take(with_('mx.desk.example; spf=fail; dmarc=fail (p=reject) header.from=bank.example', newSubject('Refused')), envelope('bank.example'));
      await settled(desk);
      assert.match(await held(desk), /probably forged/);
      const [good, other] = [newSubject('Confirmed'), newSubject('Somebody else’s word')];
      await desk.take(with_('mx.desk.example; dkim=pass header.d=bank.example; dmarc=pass header.from=bank.example', good), envelope('bank.example'));
      assert.match(await pageOf(desk, await desk.ticket(good)), /bank\.example confirms this sender/);
      await desk.take(with_('mx.evil.example; dmarc=pass', other), envelope('bank.example'));
      assert.doesNotMatch(await pageOf(desk, await desk.ticket(other)), /confirms this sender|not confirmed/);
    } finally { await desk.stop(); }
  });

  test('without a name server mail comes in all the same', async () => {
    const desk = await MailDesk.open('sqlite', { args: ['--resolver', `127.0.0.1:${await freePort()}`, ...FROM_OUTSIDE] });
    try {
      const subject = newSubject('The network is down');
      await desk.take(letter('bank.example', { subject }), envelope('bank.example'));
      await desk.ticket(subject);
    } finally { await desk.stop(); }
  });
});
