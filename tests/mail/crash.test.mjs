// kill -9 in the middle of a stream of mails: what was acknowledged is stored, nothing is stored or sent twice.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, until } from '../lib/desk.mjs';
import { ADDRESS, MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';
import { buildMail } from '../lib/mime.mjs';
import { Conversation } from '../lib/smtp-client.mjs';
import { rows } from '../lib/database.mjs';

const MAILS = 1000;
const CONNECTIONS = 8;
/** The desk is killed when so many mails have been acknowledged. */
const KILLS = [250, 600];

/** A sender who takes mails from the pile, and puts back what was not acknowledged. */
async function sender(smtp, pile, acknowledged, allDone) {
  let conversation;
  while (!allDone()) {
    const mail = pile.shift();
    if (!mail) { await new Promise((done) => setImmediate(done)); continue; }
    try {
      const first = !conversation;
      conversation ??= await Conversation.open(smtp());
      const ready = await conversation.begin({ from: mail.from, to: ADDRESS, hello: first ? 'EHLO client.example' : '' });
      const answer = ready.code === 354 ? await conversation.content(mail.bytes) : ready;
      if (answer.code !== 250) throw new Error(answer.text);
      acknowledged.add(mail.id);
    } catch {
      pile.push(mail);
      await conversation?.drop();
      conversation = undefined;
    }
  }
  await conversation?.quit().catch(() => {});
}

onBothEngines(describe, 'kill -9 in a stream of mails', (engine) => {
  let desk; let table;
  const acknowledged = new Set();
  const people = Array.from({ length: MAILS }, (_, at) => {
    const from = `stream${at}@customer.example`;
    const id = `stream${at}.${engine}@customer.example`;
    return { from, id, bytes: buildMail({ from: `Person ${at} <${from}>`, to: ADDRESS, subject: `Stream ${at}`, text: `Mail number ${at} of the stream.`, id }) };
  });

  before(async () => {
    desk = await MailDesk.open(engine);
    table = (sql) => rows(desk.installation, sql);
    const pile = [...people];
    const allDone = () => acknowledged.size === MAILS;
    const kills = (async () => {
      for (const at of KILLS) {
        await until(`${at} mails are acknowledged`, () => acknowledged.size >= at, 120_000);
        await desk.running.stop('SIGKILL');
        desk.running = await desk.installation.serve(desk.options);
      }
    })();
    await Promise.all([kills, ...Array.from({ length: CONNECTIONS }, () => sender(() => desk.smtp, pile, acknowledged, allDone))]);
    await desk.settled();
  });
  after(() => desk.stop());

  test('the desk was killed in the middle, and everything was acknowledged in the end', () => {
    assert.equal(acknowledged.size, MAILS);
  });

  test('every acknowledged mail is one message of one ticket, none is there twice', async () => {
    const found = await table(`select rfc_id, count(*) as n, count(distinct ticket_id) as tickets from message where side = 'customer' group by rfc_id`);
    const missing = [...acknowledged].filter((id) => !found.some((row) => row.rfc_id === id));
    assert.deepEqual(missing, [], 'lost');
    assert.deepEqual(found.filter((row) => Number(row.n) !== 1 || Number(row.tickets) !== 1), [], 'twice');
    assert.equal(found.length, MAILS);
    assert.equal(Number((await table('select count(*) as n from ticket'))[0].n), MAILS);
  });

  test('the sums of the ledger agree', async () => {
    const sums = await desk.ledger();
    assert.ok(sums.agree);
    assert.equal(sums['In tickets'], MAILS);
    assert.equal(sums.Held, 0);
    assert.equal(sums.Accepted, MAILS + sums['Came twice']);
  });

  test('every acknowledgement was sent at most once, and the outbox knows what became of each', async () => {
    await until('the outbox is empty but for what the kill left', async () => Number((await table(`select count(*) as n from outbox where state = 'queued'`))[0].n) === 0, 120_000);
    // Mails are sent batch by batch: when a later one has left, the running process holds none of the earlier.
    const last = somebody('Last');
    await desk.write(last, { subject: newSubject('After the stream') });
    await until('the last acknowledgement is settled', async () => (await table(`select 1 from outbox o join person p on p.id = o.person_id where p.address = '${last.address}' and o.state = 'sent'`)).length === 1, 60_000);
    const outbox = await table(`select o.rfc_id, o.state from outbox o join person p on p.id = o.person_id where p.address <> '${last.address}' and o.kind = 'acknowledgement'`);
    assert.equal(outbox.length, MAILS, 'one acknowledgement for each ticket');
    const arrived = new Map();
    for (const letter of desk.sink.arrived) for (const id of letter.mail.ids('Message-ID')) arrived.set(id, (arrived.get(id) ?? 0) + 1);
    assert.deepEqual([...arrived].filter(([, times]) => times > 1), [], 'sent twice');
    const states = {};
    for (const row of outbox) {
      states[row.state] = (states[row.state] ?? 0) + 1;
      const times = arrived.get(row.rfc_id) ?? 0;
      if (row.state === 'sent') assert.equal(times, 1, `${row.rfc_id} is sent`);
      // A node that was killed keeps its claims until their lease ends; on SQLite the next process takes them over.
      else if (row.state === 'claimed' && engine !== 'sqlite') assert.equal(times, 0, `${row.rfc_id} is only claimed`);
      else assert.ok(row.state === 'unsure' || (row.state === 'sending' && engine !== 'sqlite'), `${row.rfc_id} is ${row.state}`);
    }
    const sum = Object.values(states).reduce((all, one) => all + one, 0);
    assert.equal(sum, MAILS, JSON.stringify(states));
    const unsettled = MAILS - (states.sent ?? 0);
    assert.ok(unsettled <= KILLS.length * 20, `no more than what was on its way when it was killed: ${JSON.stringify(states)}`);
  });
});
