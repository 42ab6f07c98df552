// Mail is signed with the key of its domain, once receivers can find it; and says who it is from, as each address wishes.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { rows } from '../lib/database.mjs';
import { onBothEngines, run } from '../lib/desk.mjs';
import { checkSignatures } from '../lib/dkim.mjs';
import { nameServer } from '../lib/dns.mjs';
import { textOf } from '../lib/html.mjs';
import { AGENT, MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';

const PAGE = '/agent/settings/signing';
const DOMAIN = 'desk.example';
/** The name server of the tests. */
const options = (dns) => ['--resolver', dns.address];

/** The keys that the page shows, by their selector: {id, state, record: {name, value}, zone}. */
async function keysOf(desk) {
  const html = await desk.admin.text(PAGE);
  const keys = html.split('<section class="signing-key"').slice(1).map((part) => {
    const code = (name) => part.match(new RegExp(`<code id="key-\\d+-${name}">([^<]*)</code>`))?.[1].replaceAll('&quot;', '"');
    const selector = part.match(/<h3[^>]*>([^<]+)</)[1];
    return [selector, { id: part.match(/id="key-(\d+)"/)[1], state: part.match(/data-state="(\w+)"/)[1], name: code('name'), value: code('value'), zone: code('zone'), text: textOf(part) }];
  });
  return Object.fromEntries(keys);
}

const make = async (desk, fields = {}) => {
  const answer = await desk.admin.post(PAGE, { domain: DOMAIN, what: 'rsa', selector: '', pem: '', ...fields });
  assert.equal(answer.status, 303, textOf(await answer.text()));
  return keysOf(desk);
};
const act = async (desk, key, action) => {
  assert.equal((await desk.admin.post(`${PAGE}/${key.id}`, { action })).status, 303);
  return keysOf(desk);
};
const publish = (records, key) => { records[key.name] = { TXT: [key.value] }; };

/** An answer to a new ticket, as the relay got it. */
async function answered(desk, html = '<p>It left this morning.</p>', files) {
  const ticket = await desk.newTicket(somebody(), { subject: newSubject('Où est ma commande ?') });
  return desk.answer(ticket.number, html, files);
}

onBothEngines(describe, 'signing', (engine) => {
  let desk; let dns; let records;
  before(async () => {
    records = { [DOMAIN]: { TXT: [] } };
    dns = await nameServer(records);
    desk = await MailDesk.open(engine, { args: options(dns) });
  });
  after(async () => { await desk.stop(); dns.close(); });

  const signatures = (letter) => checkSignatures(letter.content, records);
  const doctor = async () => {
    const { stdout } = await run(['doctor', '--json', ...desk.installation.options, ...options(dns), '--relay', desk.sink.relay]);
    return JSON.parse(stdout).filter((line) => line.check === 'DKIM');
  };

  test('a key signs nothing before its record is in the DNS, and every mail after that', async () => {
    assert.deepEqual((await doctor()).map((line) => line.code), ['dkim_none']);
    const { guichet1 } = await make(desk);
    assert.equal(guichet1.state, 'new');
    assert.equal(guichet1.name, `guichet1._domainkey.${DOMAIN}`);
    assert.match(guichet1.value, /^v=DKIM1; k=rsa; p=[A-Za-z0-9+/=]{392}$/);
    // A string of a record has 255 bytes at most; together they are the record.
    const strings = [...guichet1.zone.matchAll(/"([^"]*)"/g)].map(([, string]) => string);
    assert.ok(strings.length === 2 && strings.every((string) => string.length <= 255));
    assert.equal(strings.join(''), guichet1.value);
    assert.equal((await act(desk, guichet1, 'look')).guichet1.state, 'new');
    assert.match((await keysOf(desk)).guichet1.text, /not in the DNS/);
    assert.deepEqual(signatures(await answered(desk)), []);
    const waits = (await doctor()).find((line) => line.code === 'dkim_waits');
    assert.deepEqual(waits.record, { name: guichet1.name, type: 'TXT', value: guichet1.value });

    publish(records, guichet1);
    assert.equal((await doctor())[0].code, 'dkim_ready');
    assert.equal((await act(desk, guichet1, 'look')).guichet1.state, 'signing');
    // Lines with dots, other alphabets, and files: what a relay could change.
    const file = { files: { name: 'résumé.txt', type: 'text/plain', content: '.\r\n..dots\n' } };
    const letter = await answered(desk, `<p>.</p><p>. ${'long words '.repeat(40)} ☃ </p><p>..</p>`, file);
    const [found, ...more] = signatures(letter);
    assert.deepEqual([found.problem, found.domain, found.algorithm, more.length], [undefined, DOMAIN, 'rsa-sha256', 0]);
    for (const name of ['from', 'to', 'subject', 'date', 'message-id', 'in-reply-to', 'references', 'mime-version', 'content-type', 'reply-to']) assert.ok(found.names.includes(name), name);
    assert.equal(found.names.filter((name) => name === 'from').length, 2, 'nobody can add another sender');
    assert.equal((await doctor())[0].code, 'dkim_signs');
    // The check would notice: another body, another subject, a second sender.
    const changed = (from, to) => checkSignatures(Buffer.from(letter.content.toString('latin1').replace(from, to), 'latin1'), records)[0].problem;
    assert.equal(changed(/(\r\n\r\n[\s\S]*)$/, '$1x\r\n'), 'another body');
    assert.equal(changed(/\r\nSubject: /, '\r\nSubject: x'), 'bad signature');
    assert.equal(changed(/\r\nFrom: /, '\r\nFrom: eve@desk.example\r\nFrom: '), 'bad signature');
    // Mails that go out by themselves are signed too.
    const acknowledged = desk.sink.mails.filter((mail) => mail.mail.header('auto-submitted'));
    assert.ok(acknowledged.length && signatures(acknowledged.at(-1)).every((one) => !one.problem) && signatures(acknowledged.at(-1)).length === 1);
  });

  test('a new key takes over when its record is found, and the old one goes', async () => {
    const { guichet1, guichet2 } = await make(desk);
    assert.deepEqual([guichet1.state, guichet2.state], ['signing', 'new']);
    assert.deepEqual(signatures(await answered(desk)).map((one) => one.selector), ['guichet1']);
    publish(records, guichet2);
    const after = await act(desk, guichet2, 'look');
    assert.deepEqual([after.guichet1.state, after.guichet2.state], ['retired', 'signing']);
    const [found, ...more] = signatures(await answered(desk));
    assert.deepEqual([found.selector, found.problem, more.length], ['guichet2', undefined, 0]);
    const left = await act(desk, guichet1, 'remove');
    assert.deepEqual(Object.keys(left), ['guichet2']);
    // One that signs is not removed by one click.
    assert.equal((await desk.admin.post(`${PAGE}/${guichet2.id}`, { action: 'remove' })).status, 404);
  });

  test('a key that is brought along, and one of the other kind beside it', async () => {
    const pem = (type, parameters, format = 'pkcs8') => generateKeyPairSync(type, parameters).privateKey.export({ type: format, format: 'pem' });
    const own = await make(desk, { what: 'own', selector: 'mail2026', pem: pem('rsa', { modulusLength: 2048 }, 'pkcs1') });
    const { ed } = await make(desk, { what: 'own', selector: 'ed', pem: pem('ed25519') });
    for (const key of [own.mail2026, ed]) publish(records, key);
    await act(desk, own.mail2026, 'look');
    await act(desk, ed, 'look');
    const found = signatures(await answered(desk));
    assert.deepEqual(found.map((one) => [one.selector, one.algorithm, one.problem]).sort(), [['ed', 'ed25519-sha256', undefined], ['mail2026', 'rsa-sha256', undefined]]);
    // The doctor tells when somebody takes the record out of the DNS again.
    records[ed.name] = { TXT: ['v=DKIM1; k=ed25519; p='] };
    delete records[own.mail2026.name];
    assert.deepEqual((await doctor()).map((line) => [line.code, line.level]).sort(), [['dkim_missing', 'failure'], ['dkim_other', 'failure']]);
    for (const key of [own.mail2026, ed]) publish(records, key);
    await act(desk, ed, 'stop');
    assert.deepEqual(signatures(await answered(desk)).map((one) => one.selector), ['mail2026']);

    const refused = async (fields) => {
      const answer = await desk.admin.post(PAGE, { domain: DOMAIN, what: 'own', selector: 'bad', ...fields });
      assert.equal(answer.status, 422);
      return answer.text();
    };
    const weak = await refused({ pem: pem('rsa', { modulusLength: 1024 }), selector: 'weak' });
    assert.match(textOf(weak), /at least 2048 bits/);
    assert.ok(weak.includes('value="weak"') && !weak.includes('BEGIN PRIVATE KEY-----\n'), 'what was typed stays, the key does not come back');
    assert.match(textOf(await refused({ pem: 'hello' })), /no private key/);
    assert.match(textOf(await refused({ pem: pem('ed25519'), selector: 'mail2026' })), /taken|already/i);
    assert.match(textOf(await refused({ pem: pem('ed25519'), selector: 'a b' })), /letters, digits/);
    await refused({ pem: pem('ed25519'), domain: 'other.example' });
  });

  test('a secret key that is lost keeps no mail: it leaves unsigned, and the doctor says why', async () => {
    await desk.running.stop();
    const [path, kept] = [join(desk.installation.folder, 'secrets.key'), join(desk.installation.folder, 'secrets.kept')];
    renameSync(path, kept);
    writeFileSync(path, `${'ab'.repeat(32)}\n`);
    const again = async () => { desk.running = await desk.installation.serve(desk.options); };
    await again();
    assert.deepEqual(signatures(await answered(desk)), []);
    const [told] = (await doctor()).filter((line) => line.code === 'dkim_unreadable');
    assert.equal(told.level, 'failure');
    assert.match(await desk.admin.text(PAGE), /cannot be opened/);
    await desk.running.stop();
    renameSync(kept, path);
    await again();
    assert.deepEqual(signatures(await answered(desk)).map((one) => one.problem), [undefined]);
  });

  test('no private key leaves: not on the page, not in the database as it is', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const seed = Buffer.from(privateKey.export({ format: 'jwk' }).d, 'base64url').toString('base64');
    await make(desk, { what: 'own', selector: 'quiet', pem: privateKey.export({ type: 'pkcs8', format: 'pem' }) });
    const [row] = await rows(desk.installation, "select * from signing_key where selector = 'quiet'");
    assert.match(row.secret, /^v1:/);
    for (const text of [JSON.stringify(row), await desk.admin.text(PAGE)]) assert.ok(!text.includes(seed.slice(0, 20)));
  });

  test('each address says who its answers are from', async () => {
    const page = '/agent/settings/addresses';
    const [, id] = (await desk.admin.text(page)).match(/id="sender-form-(\d+)"/);
    const from = async (name, naming) => {
      assert.equal((await desk.admin.post(`${page}/${id}`, { name, naming })).status, 303);
      return { shown: textOf((await desk.admin.text(page)).match(/<strong data-shown[^>]*>([^<]*)</)[1]), mail: (await answered(desk)).mail.header('from') };
    };
    for (const [naming, expected] of [['agent_team', `${AGENT.name} (Order team)`], ['team', 'Order team'], ['agent', AGENT.name]]) {
      const { shown, mail } = await from('Order team', naming);
      assert.equal(shown, expected);
      assert.ok(mail.includes(`"${expected}"`) || mail.startsWith(`${expected} <`), `${mail} is not from ${expected}`);
    }
    // What no agent wrote has the name of the address alone.
    const automatic = desk.sink.mails.filter((letter) => letter.mail.header('auto-submitted')).at(-1);
    assert.match(automatic.mail.header('from'), /^"?Order team"? </);
    const long = await desk.admin.post(`${page}/${id}`, { name: 'x'.repeat(200), naming: 'team' });
    assert.equal(long.status, 422);
    assert.match(await long.text(), /x{200}/);
    await from('', 'agent_team');
  });

  test('each domain has keys of its own, and another desk finds the signature good', async () => {
    const shop = 'help@shop.example';
    const department = (await desk.admin.text('/agent/settings/addresses')).match(/name="department">[\s\S]*?<option value="(\d+)"/)[1];
    assert.equal((await desk.admin.post('/agent/settings/addresses', { address: shop, department, type: '1' })).status, 303);
    const who = somebody();
    const subject = newSubject('The other shop');
    const ticket = await desk.newTicket(who, { subject, to: shop }, { to: [shop] });
    assert.deepEqual(signatures(await desk.answer(ticket.number, '<p>Unsigned.</p>')), [], 'the key of the other domain is not used');
    const before = Object.keys(await keysOf(desk));
    const keys = await make(desk, { domain: 'shop.example', selector: 'shop' });
    assert.deepEqual(Object.keys(keys).sort(), [...before, 'shop'].sort());
    publish(records, keys.shop);
    await act(desk, keys.shop, 'look');
    const letter = await desk.answer(ticket.number, '<p>Signed.</p>');
    const strict = await nameServer({ ...records, 'shop.example': { TXT: ['v=spf1 -all'] }, '_dmarc.shop.example': { TXT: ['v=DMARC1; p=reject'] } });
    const other = await MailDesk.open('sqlite', { args: ['--resolver', strict.address, '--mail-relays', '192.0.2.1'] });
    try {
      await other.take(letter.content, { from: letter.from, to: ['support@desk.example'] });
      assert.match((await other.ticket(letter.mail.header('subject'))).page, /shop\.example confirms this sender/);
    } finally {
      await other.stop();
      strict.close();
    }
  });
});
