// Mailboxes on other servers, fetched over IMAP from a real Dovecot.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { change, rows } from '../lib/database.mjs';
import { onBothEngines, until } from '../lib/desk.mjs';
import { decode } from '../lib/html.mjs';
import { ImapServer, PASSWORD, Provider, authority } from '../lib/imap-server.mjs';
import { ADDRESS, MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';
import { buildMail, newMessageId } from '../lib/mime.mjs';
import { ticketNumbers } from '../lib/pages.mjs';

/** Microseconds. */
const DAY = 86_400_000_000;
const HERE = '/agent/settings/mailboxes';

const letter = (subject, mail = {}) => {
  const who = somebody();
  return buildMail({ from: who.mailbox, to: ADDRESS, subject, text: 'Please help.', id: newMessageId(), headers: { 'Return-Path': `<${who.address}>` }, ...mail });
};

onBothEngines(describe, 'mailboxes on other servers', (engine) => {
  let desk, folder, trusted;
  const servers = [];
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-authority-'));
    trusted = authority(folder);
    desk = await MailDesk.open(engine, { env: { SSL_CERT_FILE: trusted.certificate } });
  });
  after(async () => {
    await desk.stop();
    rmSync(folder, { recursive: true, force: true });
    for (const server of servers) await server.stop();
  });

  /** A mailbox at a provider of its own, and what the desk shows of it. */
  async function mailbox(options = {}, fields = {}) {
    const server = await ImapServer.start(options);
    servers.push(server);
    for (const mail of options.there ?? []) await server.put(mail.bytes, mail);
    const mailbox = new Mailbox(server, {
      provider: 'password', login: server.user, secret: PASSWORD, host: '127.0.0.1', port: server.port, security: 'none', folder: '', afterwards: 'keep',
      address: await address(), ...fields,
    });
    const answer = await desk.admin.post(HERE, mailbox.fields);
    assert.equal(answer.status, 303, await answer.text?.());
    const [last] = (await desk.admin.text(HERE)).match(/id="mailbox-\d+"/g).slice(-1);
    mailbox.id = Number(last.match(/\d+/));
    return mailbox;
  }
  const address = async () => (await desk.admin.text(HERE)).match(/name="address"[^>]*>\s*<option value="(\d+)"/)[1];

  class Mailbox {
    constructor(server, fields) { Object.assign(this, { server, fields }); }

    async card() {
      const page = await desk.admin.text(HERE);
      return decode(page.slice(page.indexOf(`id="mailbox-${this.id}"`)).split('</li>')[0]);
    }

    shows(what, pattern) { return until(`the mailbox shows ${what}`, async () => (await this.card()).match(pattern), 60_000); }

    act(action) { return desk.admin.post(`${HERE}/${this.id}/act`, { action }); }

    change(fields) {
      Object.assign(this.fields, fields);
      return desk.admin.post(`${HERE}/${this.id}`, this.fields);
    }

    /** Its row of the ledger: numbers, and whether the sum agrees. */
    async row() {
      const page = await desk.admin.text('/agent/mail');
      const row = page.slice(page.indexOf(`id="ledger-mailbox-${this.id}"`)).split('</tr>')[0];
      const [there, done, duplicate, held, discarded, waiting, skipped, left] = [...row.matchAll(/<td class="end"[^>]*>(\d+)/g)].map((found) => Number(found[1]));
      return { there, done, duplicate, held, discarded, waiting, skipped, left, agrees: row.includes('agrees') };
    }

    counts(what, wish) {
      return until(`the ledger counts ${what}`, async () => {
        const row = await this.row();
        return row.agrees && Object.entries(wish).every(([name, number]) => row[name] === number) && row;
      }, 60_000);
    }
  }

  test('new mail becomes tickets at once, is marked as read there, and the sums agree', async () => {
    const old = newSubject('From before');
    const box = await mailbox({ there: [{ bytes: letter(old), date: new Date(Date.now() - 3 * 86_400_000) }] });
    await box.shows('that it is told at once', /Told at once/);
    const [first, second] = [newSubject('Fetched'), newSubject('Fetched')];
    await box.server.put(letter(first));
    assert.equal((await desk.ticket(first)).source, undefined);
    await box.server.put(letter(second));
    await desk.ticket(second);
    await box.counts('all of them', { there: 3, done: 2, skipped: 1 });
    assert.deepEqual((await box.server.list()).map((mail) => mail.flags.includes('\\Seen')), [false, true, true]);
    assert.deepEqual(await ticketNumbers(desk.admin, old), [], 'what was there before is not fetched');
  });

  test('what was there before can be fetched, and nobody is answered', async () => {
    const who = somebody();
    const old = newSubject('Long ago');
    const bytes = buildMail({ from: who.mailbox, to: ADDRESS, subject: old, text: 'Then.', id: newMessageId(), date: new Date('2026-11-02T10:00:00Z') });
    const box = await mailbox({ there: [{ bytes, date: new Date('2026-11-02T10:00:00Z') }] }, { since: 'all' });
    await desk.ticket(old);
    const fresh = newSubject('Now');
    await box.server.put(letter(fresh));
    await desk.sink.coming('the acknowledgement of the new mail', (mail) => mail.mail.header('Subject').includes(fresh));
    await box.counts('both', { there: 2, done: 2 });
    assert.ok(!desk.sink.mails.some((mail) => mail.to.includes(who.address)), 'nobody was answered who wrote long ago');
  });

  test('a server without IDLE is asked', async () => {
    const box = await mailbox({ idle: false });
    await box.shows('that it is asked', /Asked every 30 s/);
    const subject = newSubject('Asked for');
    await box.server.put(letter(subject));
    await box.act('look');
    await desk.ticket(subject);
  });

  test('fetched mail goes to a folder, or is deleted, also without MOVE and UIDPLUS', async () => {
    for (const idle of [true, false]) {
      const box = await mailbox({ idle }, { afterwards: 'move', moved_to: 'Traités & vus' });
      await box.server.put([letter(newSubject('Moved')), letter(newSubject('Moved'))]);
      await box.act('look');
      await until('both are in the other folder', async () => (await box.server.list('Trait&AOk-s &- vus')).length === 2, 60_000);
      const inbox = await box.server.list();
      assert.ok(inbox.every((mail) => mail.flags.includes('\\Deleted')), 'what stays is marked as deleted');
      assert.equal(inbox.length, idle ? 0 : 2);
      await box.counts('what is no longer there', idle ? { there: 0, left: 2 } : { there: 2, done: 2 });
    }
    const box = await mailbox({}, { afterwards: 'delete' });
    await box.server.put(letter(newSubject('Deleted')));
    await box.counts('what is no longer there', { there: 0, left: 1 });
    assert.deepEqual(await box.server.list(), []);
  });

  test('a folder that is numbered anew is compared: nothing twice, nothing lost', async () => {
    const box = await mailbox();
    const [first, second] = [newSubject('Numbered'), newSubject('Numbered')];
    await box.server.put(letter(first));
    await desk.ticket(first);
    await box.counts('the first', { there: 1, done: 1 });
    await box.server.renumber();
    await box.server.put(letter(second));
    await desk.ticket(second);
    await box.counts('the first as known', { there: 2, done: 1, duplicate: 1 });
    assert.equal((await ticketNumbers(desk.admin, first)).length, 1);
  });

  test('a server that goes away is found again', async () => {
    const box = await mailbox();
    await box.shows('that it is told at once', /Told at once/);
    await box.server.halt();
    await box.shows('that the server does not answer', /does not answer as an IMAP server/);
    await box.server.go();
    const subject = newSubject('After the break');
    await box.server.put(letter(subject));
    await box.act('look');
    await desk.ticket(subject);
    await box.shows('that it works', /Told at once/);
  });

  test('a folder that is renamed is named, with the others to choose from', async () => {
    const box = await mailbox({}, {});
    await box.server.do('CREATE "Aide"', 'CREATE "Reste"');
    assert.equal((await box.change({ folder: 'Aide', secret: '' })).status, 303);
    await box.counts('an empty folder', { there: 0 });
    box.server.rename('Aide', 'Secours');
    await box.act('look');
    const [, names] = await box.shows('what is wrong', /“Aide” cannot be used[\s\S]*Its folders:\s*([^<]*)/);
    assert.ok(names.includes('Secours') && names.includes('Reste'), names);
    await box.server.put(letter(newSubject('Renamed')), { folder: 'Secours' });
    await box.change({ folder: 'Secours', secret: '' });
    await box.counts('what is in the new folder', { there: 1, done: 1 });
  });

  test('another folder’s old mail is of the past, and nobody is answered', async () => {
    const box = await mailbox();
    await box.counts('an empty folder', { there: 0 });
    // It has been fetched for two months.
    await change(desk.installation, `update mailbox set since = since - ${60 * DAY}, history_until = history_until - ${60 * DAY} where id = ${box.id}`);
    await box.server.do('CREATE "Other"');
    const [who, old, fresh] = [somebody(), newSubject('A month ago'), newSubject('Today')];
    const month = new Date(Date.now() - 30 * 86_400_000);
    await box.server.put(buildMail({ from: who.mailbox, to: ADDRESS, subject: old, text: 'Then.', date: month }), { folder: 'Other', date: month });
    assert.equal((await box.change({ folder: 'Other', secret: '' })).status, 303);
    await desk.ticket(old);
    await box.server.put(letter(fresh), { folder: 'Other' });
    await desk.sink.coming('the acknowledgement of the new mail', (mail) => mail.mail.header('Subject').includes(fresh));
    assert.ok(!desk.sink.mails.some((mail) => mail.to.includes(who.address)), 'nobody was answered who wrote long ago');
  });

  test('a wrong password is told, kept sealed, and asked for again when the server changes', async () => {
    const box = await mailbox({}, { secret: 'wrong pass word' });
    await box.shows('what is wrong', /User name or password are refused/);
    assert.equal((await box.change({ secret: PASSWORD })).status, 303);
    await box.shows('that it works', /Told at once/);
    const elsewhere = await box.change({ host: 'localhost', secret: '' });
    assert.equal(elsewhere.status, 422, 'who names another server must know the password');
    const page = await desk.admin.text(HERE);
    assert.ok(!page.includes('wrong pass word') && !decode(page).includes(PASSWORD));
    const kept = await rows(desk.installation, 'select secret from mailbox');
    assert.ok(kept.every(({ secret }) => /^v1:[0-9a-f]{8}:/.test(secret)), JSON.stringify(kept));
    if (engine === 'sqlite') {
      const folder = desk.installation.folder;
      const files = readdirSync(folder).filter((name) => name.startsWith('guichet.db')).map((name) => readFileSync(join(folder, name)));
      assert.ok(!files.some((bytes) => bytes.includes('wrong pass word')), 'no file of the database holds it');
    }
  });

  test('what is held or too large is counted with the others', async () => {
    const box = await mailbox();
    await box.server.put([letter(newSubject('Fine')), buildMail({ from: ADDRESS, to: ADDRESS, subject: newSubject('Own'), text: 'x', id: newMessageId() })]);
    await box.counts('what is held', { there: 2, done: 1, held: 1 });
    await box.server.put(letter(newSubject('Huge'), { text: 'x'.repeat(76).concat('\r\n').repeat(400_000) }));
    await box.counts('what is too large', { there: 3, done: 1, held: 1, skipped: 1 });
    await box.server.do('SELECT INBOX', 'STORE 1 +FLAGS (\\Deleted)', 'EXPUNGE');
    await box.act('look');
    await box.counts('what somebody deleted', { there: 2, held: 1, skipped: 1, left: 1 });
  });

  test('a crash in the middle loses nothing and takes nothing twice', async () => {
    const box = await mailbox({}, { afterwards: 'move', moved_to: 'Done' });
    const subjects = Array.from({ length: 60 }, () => newSubject('Crashed'));
    const wave = box.server.put(subjects.map((subject) => letter(subject)));
    await until('some are taken', async () => (await rows(desk.installation, 'select uid from mailbox_mail where mailbox_id = (select max(id) from mailbox)')).length > 0);
    await desk.running.stop('SIGKILL');
    await wave;
    desk.running = await desk.installation.serve(desk.options);
    await box.counts('all', { there: 0, left: 60 });
    await desk.settled();
    const [numbers] = await rows(desk.installation, "select count(*) as tickets, count(distinct subject) as subjects from ticket where subject like 'Crashed%'");
    assert.deepEqual({ ...numbers }, { tickets: 60, subjects: 60 });
    assert.equal((await box.server.list('Done')).length, 60);
  });

  test('a connection is encrypted, and its certificate must be right', async () => {
    const box = await mailbox({ tls: true }, { security: 'starttls', host: 'localhost' });
    await box.shows('that nobody vouches for the certificate', /No encrypted connection to localhost/);
    for (const security of ['starttls', 'tls']) {
      const subject = newSubject('Trusted');
      const good = await mailbox({ tls: trusted }, { security, host: 'localhost' });
      if (security === 'tls') assert.equal((await good.change({ port: good.server.tlsPort })).status, 303);
      await good.shows(`that ${security} works`, /Told at once/);
      await good.server.put(letter(subject));
      await until('its mail is here', async () => (await rows(desk.installation, `select count(*) as found from ticket where subject = '${subject}'`))[0].found == 1, 60_000);
      assert.equal((await good.change({ host: '127.0.0.1' })).status, 303);
      await good.shows('that it is another server’s certificate', /No encrypted connection to 127\.0\.0\.1/);
    }
  });

  test('Google and Microsoft sign in by tokens, after one consent', async () => {
    const provider = await Provider.start();
    try {
      const box = await mailbox({ oauth: provider.url }, {
        provider: 'other', secret: 'app secret', client_id: 'desk', authorize_url: `${provider.url}/authorize`, token_url: `${provider.url}/token`, scope: 'mail',
      });
      provider.user = box.server.user;
      await box.shows('that somebody must consent', /Nobody has signed in at the provider yet/);
      const page = await (await desk.admin.post(`${HERE}/${box.id}/consent`, {})).text();
      const link = new URL(decode(page.match(/href="(http:\/\/127[^"]*)"/)[1]));
      const asked = Object.fromEntries(link.searchParams);
      assert.equal(asked.code_challenge_method, 'S256');
      assert.equal(asked.redirect_uri, `${desk.running.web}${HERE}/consent`);
      const forged = await desk.admin.get(`${HERE}/consent?code=evil&state=guess`);
      assert.equal(forged.status, 404, 'nobody else can say yes');
      assert.equal((await desk.admin.get(`${HERE}/consent?code=the+code&state=${asked.state}`)).status, 303);
      await box.shows('that it works', /Told at once/);
      const subject = newSubject('By token');
      await box.server.put(letter(subject));
      await desk.ticket(subject);
      assert.equal(provider.asked[0].grant_type, 'authorization_code');
      assert.ok(provider.asked[0].code_verifier.length >= 43);
      assert.equal((await desk.admin.get(`${HERE}/consent?code=again&state=${asked.state}`)).status, 404, 'a consent counts once');
      await box.act('look');
      await until('the permit is used', () => provider.asked.some((form) => form.grant_type === 'refresh_token'));
      await box.shows('that it works', /Told at once/);
      provider.refresh.clear();
      await box.act('look');
      await box.shows('that the consent has ended', /The consent has ended/);
    } finally { provider.stop(); }
  });

  test('what cannot be a mailbox comes back with what was typed', async () => {
    const typed = { provider: 'password', login: 'me', secret: 'x', host: 'mail example', port: '70000', security: 'tls', address: await address() };
    const port = await desk.admin.post(HERE, typed);
    assert.equal(port.status, 422);
    assert.match(await port.text(), /A port is a number/);
    for (const [fields, words] of [
      [{ port: '' }, /no name of a server/],
      [{ port: '', host: 'imap.example.org', security: 'none' }, /everybody on the way could read/],
      [{ port: '', host: 'imap.example.org', secret: '' }, /needed/i],
      [{ port: '', host: 'imap.example.org', afterwards: 'move' }, /needed/i],
      [{ port: '', host: 'imap.example.org', provider: 'other', client_id: 'x', token_url: 'http://evil.example' }, /must begin with https/],
    ]) {
      const answer = await desk.admin.post(HERE, { ...typed, ...fields });
      assert.equal(answer.status, 422, JSON.stringify(fields));
      const page = await answer.text();
      assert.match(page, words);
      assert.ok(page.includes('value="me"'), 'what was typed is kept');
      assert.ok(!page.includes('value="x"') || fields.client_id, 'but never the password');
    }
  });
});
