// The set-up doctor: what is right, what is wrong and what to change, on the command line and on the page.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { createSocket } from 'node:dgram';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, Installation, onBothEngines, run, until } from '../lib/desk.mjs';
import { nameServer } from '../lib/dns.mjs';
import { textOf } from '../lib/html.mjs';
import { ImapServer, PASSWORD } from '../lib/imap-server.mjs';
import { ADDRESS, MailDesk } from '../lib/mail-desk.mjs';

const PAGE = '/agent/settings/doctor';

/** A domain whose every record is right: the desk is mail.desk.example at 203.0.113.5. */
const good = () => ({
  'desk.example': { MX: ['mail.desk.example'], TXT: ['verify=1', 'v=spf1 include:_spf.desk.example -all'] },
  '_spf.desk.example': { TXT: ['v=spf1 ip4:203.0.113.0/28 -all'] },
  '_dmarc.desk.example': { TXT: ['v=DMARC1; p=reject'] },
  'mail.desk.example': { A: ['203.0.113.5'] },
  '5.113.0.203.in-addr.arpa': { PTR: ['mail.desk.example'] },
  'mx.provider.example': { A: ['198.51.100.7'] },
});

/** A certificate that holds for so many days; fewer than none for one that has ended. */
function certificate(folder, name, days) {
  const at = (file) => join(folder, `${name}.${file}`);
  const day = (from) => new Date(Date.now() + from * 86_400_000).toISOString().replace(/[-:T]/g, '').slice(0, 14).concat('Z');
  const openssl = (...args) => execFileSync('openssl', args, { stdio: 'ignore' });
  // Only an authority writes dates of the past.
  writeFileSync(at('index'), '');
  writeFileSync(at('conf'), `[ca]\ndefault_ca=own\n[own]\ndatabase=${at('index')}\nnew_certs_dir=${folder}\nrand_serial=yes\ndefault_md=sha256\npolicy=any\nx509_extensions=three\n[three]\nbasicConstraints=CA:FALSE\n[any]\ncommonName=supplied\n`);
  openssl('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=mail.desk.example', '-keyout', at('key'), '-out', at('csr'));
  openssl('ca', '-batch', '-selfsign', '-notext', '-config', at('conf'), '-keyfile', at('key'), '-in', at('csr'), '-out', at('pem'), '-startdate', day(-40), '-enddate', day(days));
  return ['--tls-certificate', at('pem'), '--tls-key', at('key')];
}

/** A relay that asks for a password and refuses it. */
async function strictRelay() {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('220 strict.example ESMTP\r\n');
    socket.on('data', (chunk) => {
      const verb = chunk.toString().slice(0, 4).toUpperCase();
      socket.write({ EHLO: '250-strict.example\r\n250 AUTH PLAIN LOGIN\r\n', AUTH: '535 5.7.8 Wrong password\r\n' }[verb] ?? '221 Bye\r\n');
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { address: `smtp://desk:secret@127.0.0.1:${server.address().port}`, close: () => server.close() };
}

onBothEngines(describe, 'set-up doctor', (engine) => {
  let desk; let dns; let folder; let records;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-doctor-'));
    records = good();
    dns = await nameServer(records);
    desk = await MailDesk.open(engine, { args: ['--host-name', 'mail.desk.example', '--resolver', dns.address, ...certificate(folder, 'good', 60)] });
  });
  after(async () => { await desk.stop(); dns.close(); rmSync(folder, { recursive: true, force: true }); });

  const options = (more = {}) => {
    const [web, smtp] = desk.installation.ports;
    const wanted = { '--listen': `127.0.0.1:${web}`, '--smtp-listen': `127.0.0.1:${smtp}`, '--relay': desk.sink.relay, '--host-name': 'mail.desk.example', '--resolver': dns.address, ...more };
    return [...desk.installation.options, ...Object.entries(wanted).flat()];
  };
  /** What the command finds, by code, with its exit code. */
  const examined = async (more = {}, args = []) => {
    const { code, stdout, stderr } = await run(['doctor', '--json', ...options(more), ...args]);
    assert.ok(stdout, stderr);
    const lines = JSON.parse(stdout);
    return { code, lines, find: (what) => lines.find((line) => line.code === what), codes: lines.map((line) => line.code) };
  };
  /** With other records, as a desk elsewhere in the DNS would be. */
  const withRecords = async (other, more = {}, args = []) => {
    const server = await nameServer({ ...good(), ...other });
    try { return await examined({ '--resolver': server.address, ...more }, args); } finally { server.close(); }
  };

  test('where everything is right, nothing fails and nothing warns', async () => {
    const { code, lines, codes } = await examined({}, certificate(folder, 'again', 60));
    assert.deepEqual(lines.filter((line) => ['warning', 'failure'].includes(line.level)), []);
    assert.equal(code, 0);
    for (const wanted of ['database_works', 'disk_room', 'nothing_waits', 'resolver_answers', 'name_known', 'mx_here', 'spf_covers', 'dmarc_good', 'ptr_good', 'relay_works', 'certificate_holds', 'dkim_none']) {
      assert.ok(codes.includes(wanted), `${wanted} is missing in ${codes}`);
    }
    assert.ok(codes.includes(engine === 'postgres' ? 'clock_agrees' : 'clock_alone'));
  });

  test('each record that is missing or wrong comes with the one that would be right', async () => {
    const none = await withRecords({ 'desk.example': { MX: ['mx.provider.example'] }, '_dmarc.desk.example': { TXT: ['v=DMARC1; p=none; rua=mailto:d@desk.example'] }, '5.113.0.203.in-addr.arpa': undefined });
    assert.equal(none.code, 1);
    assert.deepEqual(none.find('spf_missing').record, { name: 'desk.example', type: 'TXT', value: 'v=spf1 a:mail.desk.example ~all' });
    assert.deepEqual(none.find('mx_elsewhere').record, { name: 'desk.example', type: 'MX', value: '10 mail.desk.example' });
    assert.deepEqual(none.find('dmarc_watches').record, { name: '_dmarc.desk.example', type: 'TXT', value: 'v=DMARC1; p=quarantine; rua=mailto:d@desk.example' });
    assert.deepEqual(none.find('ptr_missing').record, { name: '5.113.0.203.in-addr.arpa', type: 'PTR', value: 'mail.desk.example' });
    // What is proposed is right: with it the same check is content.
    const better = await withRecords({ 'desk.example': { MX: ['mail.desk.example'], TXT: [none.find('spf_missing').record.value] } });
    assert.ok(better.find('spf_covers') && better.find('mx_here'));
  });

  test('SPF is followed through what it includes; the answer keeps what was there', async () => {
    const out = await withRecords({ '_spf.desk.example': { TXT: ['v=spf1 ip4:198.51.100.0/24 -all'] } });
    const found = out.find('spf_leaves_out');
    assert.equal(found.level, 'failure');
    assert.match(found.words, /203\.0\.113\.5/);
    assert.equal(found.record.value, 'v=spf1 a:mail.desk.example include:_spf.desk.example -all');
    assert.ok((await withRecords({ '_spf.desk.example': undefined })).find('spf_broken'), 'what is included does not exist');
    assert.ok((await withRecords({ 'desk.example': { MX: ['mail.desk.example'], TXT: ['v=spf1 -all', 'v=spf1 mx'] } })).find('spf_many'));
  });

  test('a certificate that has ended, or ends soon', async () => {
    const ended = await examined({}, certificate(folder, 'ended', -2));
    assert.equal(ended.find('certificate_ended').level, 'failure');
    assert.equal(ended.code, 1);
    const soon = await examined({}, certificate(folder, 'soon', 5));
    assert.equal(soon.find('certificate_ends').level, 'warning');
    assert.equal(soon.code, 0, 'a warning does not fail');
  });

  test('a relay that is not there, or refuses the password, and none at all', async () => {
    const dead = await examined({ '--relay': `smtp://127.0.0.1:${await freePort()}` });
    assert.equal(dead.find('relay_silent').level, 'failure');
    const strict = await strictRelay();
    const refused = await examined({ '--relay': strict.address });
    strict.close();
    assert.match(refused.find('relay_login').words, /Wrong password/);
    assert.ok(!JSON.stringify(refused.lines).includes('secret'), 'the password is not shown');
    assert.equal((await examined({ '--relay': `file:${folder}` })).find('relay_folder').level, 'warning');
  });

  test('mailboxes elsewhere: what their servers can do, and why one cannot be fetched', async () => {
    const [modern, old, older] = [await ImapServer.start(), await ImapServer.start({ idle: false, user: 'old@desk.example' }), await ImapServer.start({ idle: false, user: 'deleting@desk.example' })];
    const HERE = '/agent/settings/mailboxes';
    const address = (await desk.admin.text(HERE)).match(/name="address"[^>]*>\s*<option value="(\d+)"/)[1];
    const fields = (server, more) => ({ provider: 'password', login: server.user, secret: PASSWORD, host: '127.0.0.1', port: server.port, security: 'none', folder: '', afterwards: 'keep', address, ...more });
    try {
      for (const one of [fields(modern, {}), fields(old, {}), fields(older, { afterwards: 'delete' }), fields(modern, { login: 'wrong@desk.example', secret: 'guessed' }), fields(modern, { folder: 'Nowhere' }), fields(modern, { login: 'nowhere@desk.example', port: String(await freePort()) }), fields(modern, { provider: 'google', host: '', port: '', security: 'tls', login: 'token@desk.example', client_id: 'client' })]) {
        assert.equal((await desk.admin.post(HERE, one)).status, 303);
      }
      const { code, lines } = await examined();
      const found = Object.fromEntries(lines.filter((line) => line.code.startsWith('mailbox_')).map((line) => [/Nowhere/.test(line.words) ? 'folder' : line.about.split('@')[0], line]));
      assert.deepEqual(Object.fromEntries(Object.entries(found).map(([name, line]) => [name, [line.code, line.level]])), {
        support: ['mailbox_tells', 'ok'], old: ['mailbox_asked', 'ok'], deleting: ['mailbox_marks', 'warning'],
        wrong: ['mailbox_fails', 'failure'], folder: ['mailbox_fails', 'failure'], nowhere: ['mailbox_fails', 'failure'], token: ['mailbox_fails', 'failure'],
      });
      assert.match(found.wrong.words, /app password.*It says: /);
      assert.match(found.folder.words, /Choose another one.*It says: (?!outcome).*Nowhere/);
      assert.match(found.nowhere.words, /Does not answer as an IMAP server.*Seen from this machine: .*refused/);
      assert.doesNotMatch(found.nowhere.words, /It says/, 'no server said anything');
      assert.match(found.token.words, /signed in at the provider/);
      assert.ok(!JSON.stringify(lines).includes('guessed'), 'no password is shown');
      assert.equal(code, 1);
    } finally {
      for (const [, id] of (await desk.admin.text(HERE)).matchAll(/id="mailbox-(\d+)"/g)) await desk.admin.post(`${HERE}/${id}/act`, { action: 'remove' });
      for (const server of [modern, old, older]) await server.stop();
    }
  });

  test('without a name of its own no record is promised, but how to set it is said', async () => {
    const bare = await withRecords({ 'desk.example': { TXT: ['v=spf1 -all'] }, '5.113.0.203.in-addr.arpa': undefined }, { '--host-name': 'localhost', '--public-url': 'https://mail.desk.example' });
    for (const code of ['mx_unnamed', 'ptr_unnamed']) {
      assert.match(bare.find(code).words, /--host-name/);
      assert.equal(bare.find(code).record, undefined);
    }
    for (const line of bare.lines) assert.ok(line.record || !/\bbelow\b.*record|record below|the one below/.test(line.words), `${line.code} speaks of a record that is not there`);
  });

  test('where there is no desk, none is made', async () => {
    const nowhere = await Installation.create(engine);
    try {
      // Asked twice: the first time has made nothing.
      for (let time = 0; time < 2; time++) {
        const { code, stderr } = await run(['doctor', ...nowhere.options]);
        assert.equal(code, 2);
        assert.match(stderr, /there is no desk .*--database/);
      }
      assert.deepEqual(readdirSync(nowhere.folder), []);
    } finally { nowhere.remove(); }
  });

  test('a mail receiver and pages that do not answer', async () => {
    const port = await freePort();
    const out = await examined({ '--smtp-listen': `127.0.0.1:${port}`, '--public-url': `http://127.0.0.1:${port}` });
    assert.equal(out.find('receiver_silent').level, 'failure');
    assert.equal(out.find('site_silent').level, 'failure');
    // Something else answers where the desk should.
    const other = createServer((socket) => socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello')));
    await new Promise((done) => other.listen(0, '127.0.0.1', done));
    const wrong = await examined({ '--public-url': `http://127.0.0.1:${other.address().port}` });
    other.close();
    assert.equal(wrong.find('site_other').level, 'failure');
  });

  test('a name server that is silent is one failure, and what depends on it is not guessed', async () => {
    const silent = createSocket('udp4');
    await new Promise((done) => { silent.bind(0, '127.0.0.1', done); });
    const out = await examined({ '--resolver': `127.0.0.1:${silent.address().port}` });
    silent.close();
    assert.equal(out.find('resolver_silent').level, 'failure');
    assert.deepEqual(out.codes.filter((code) => /^(mx|spf|dmarc|ptr|unasked)/.test(code)), []);
    assert.ok(out.find('relay_works'), 'the rest is examined all the same');
  });

  test('for people it is text, in their language', async () => {
    const english = await run(['doctor', ...options()]);
    assert.match(english.stdout, /^Incoming mail\n/m);
    assert.match(english.stdout, /ok {7}MX desk\.example: Mail for this domain comes to mail\.desk\.example/);
    const french = await run(['doctor', ...options(), '--lang', 'fr']);
    assert.match(french.stdout, /^Courrier entrant\n/m);
  });

  test('a test mail goes through the relay and comes back; each server on its way is shown', async () => {
    // The relay passes on what it gets, as a mail server does: with a line of its own on top.
    const relayed = desk.sink.coming('the test mail', (letter) => letter.to.includes(ADDRESS)).then((letter) => {
      const received = `Received: from desk (desk [127.0.0.1]) by relay.example (Postfix) with ESMTPS id 1; ${new Date().toUTCString().replace('GMT', '+0000')}\r\n`;
      return desk.take(Buffer.concat([Buffer.from(received), letter.content]), { from: letter.from, to: ADDRESS });
    });
    const [out] = await Promise.all([examined({}, ['--mail']), relayed]);
    const trip = out.find('trip_back');
    assert.equal(trip.about, ADDRESS);
    assert.deepEqual(trip.hops.map((hop) => [hop.by, hop.with]), [['relay.example', 'ESMTPS'], ['', 'ESMTP']]);
    assert.ok(trip.hops.every((hop) => hop.at > 0));
    // The relay's time is another clock to compare with.
    assert.match((await examined()).find('clock_agrees').words, /relay\.example/);
    const page = textOf(await desk.admin.text(PAGE));
    assert.match(page, /Came back after \d+\.\d s/);
    assert.match(page, /relay\.example desk ESMTPS/);
    assert.match(textOf(await desk.admin.text('/agent/settings/addresses')), /The way of the mail .*relay\.example/);
  });

  test('a test mail that does not come back in time fails', async () => {
    const out = await examined({}, ['--mail', '--wait', '0']);
    assert.equal(out.find('trip_late').level, 'failure');
    assert.equal(out.code, 1);
  });

  test('the page begins an examination and shows what was found, with records to copy', async () => {
    assert.match(textOf(await desk.admin.text(PAGE)), /Nothing has been examined/);
    delete records['_dmarc.desk.example'];
    assert.equal((await desk.admin.post(PAGE, { what: 'examine' })).status, 303);
    // Asking twice changes nothing: one is under way, or a new one begins.
    assert.equal((await desk.admin.post(PAGE, { what: 'examine' })).status, 303);
    const html = await until('it is complete', async () => {
      const page = await desk.admin.text(PAGE);
      return /should be better|as it should be|not work/.test(page) && !page.includes('Being examined') && page;
    });
    assert.match(html, /data-level="ok" data-code="mx_here"/);
    assert.match(html, /data-code="dmarc_missing"/);
    assert.match(html, /<code id="(doctor-outgoing-\d+-value)">v=DMARC1; p=none; rua=mailto:postmaster@desk\.example<\/code><button[^>]*data-copy="#\1"/);
    const french = await desk.admin.request(PAGE, { headers: { 'accept-language': 'fr' } });
    assert.equal(french.status, 200);
  });
});
