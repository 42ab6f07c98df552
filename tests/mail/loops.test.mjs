// Two desks that answer each other, and a relay between them that takes off all that says so: budgets end it, nothing is lost.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, until } from '../lib/desk.mjs';
import { textOf, timeline, toast } from '../lib/html.mjs';
import { House, follow } from '../lib/house.mjs';
import { buildMail } from '../lib/mime.mjs';
import { sendMail } from '../lib/smtp-client.mjs';
import { Sink } from '../lib/smtp-sink.mjs';

const HOUR = 3_600_000_000;
const BUDGET = 5;
/** What tells a machine from a person, and what ties a mail to its ticket as an automatic one. */
const MARKS = /^(?:Auto-Submitted|Precedence|X-Auto-Response-Suppress|X-Autoreply|Feedback-ID|List-[\w-]+|X-[\w-]+):.*(?:\r?\n[ \t].*)*\r?\n/gim;

/** A desk with an address and a rule that answers every message, whoever wrote it. */
async function desk(engine, name) {
  const sink = await Sink.start();
  const address = `support@${name}.example`;
  const house = await House.open(engine, { serve: { relay: sink.relay }, setUp: { deskAddress: address } });
  sink.mails.length = 0;
  const rule = { name: 'Answer all', trigger: 'customer_replied', unit: 'minutes', wait: '', g0: 'all', action: 'save', period: '0', enabled: 'true',
    's0.deed': 'reply', 's0.author': String(house.admin.id), 's0.en': `We at ${name} thank you.`, 's0.fr': 'Merci.' };
  assert.equal((await house.admin.post('/agent/settings/automations', rule)).status, 303);
  return { house, sink, address, name, count: (sql) => Number(house.sql(sql)), close: async () => { await house.close(); await sink.stop(); } };
}

onBothEngines(describe, 'two desks that answer each other', (engine) => {
  let one, two, carried;
  before(async () => { [one, two] = [await desk(engine, 'one'), await desk(engine, 'two')]; });
  after(async () => { await one.close(); await two.close(); });

  const MAILS = "select count(*) from outbox where kind in ('acknowledgement', 'reply')";
  const quiet = (at) => at.count("select count(*) from inbound where state = 'received'") + at.count("select count(*) from outbox where state in ('queued', 'claimed', 'sending')") === 0;

  /** Carries what each desk sends to the other, without its marks, until both are silent. */
  async function carry() {
    await until('both are silent', async () => {
      for (const [from, to] of [[one, two], [two, one]]) {
        while (carried[from.name] < from.sink.mails.length) {
          const letter = from.sink.mails[carried[from.name]++];
          if (!letter.to.some((address) => address.endsWith(`@${to.name}.example`))) continue;
          const content = Buffer.from(letter.content.toString('latin1').replace(MARKS, ''), 'latin1');
          assert.equal((await sendMail(to.house.desk.smtp, content, { from: from.address, to: letter.to })).code, 250);
          carried.passed += 1;
        }
      }
      return quiet(one) && quiet(two) && [one, two].every((at) => carried[at.name] === at.sink.mails.length);
    }, 120_000);
  }

  test('stop after the budget with one notice each, and keep every mail', async () => {
    carried = { one: 0, two: 0, passed: 0 };
    const start = buildMail({ from: `Desk two <${two.address}>`, to: one.address, subject: 'Hello', text: 'How are you?' });
    assert.equal((await sendMail(one.house.desk.smtp, start, { from: two.address, to: one.address })).code, 250);
    await until('it has begun', () => one.sink.mails.length > 0);
    await carry();
    assert.deepEqual([one.count(MAILS), two.count(MAILS)], [BUDGET, BUDGET], 'the budget of each, no more');
    assert.equal(carried.passed, 2 * BUDGET);
    const kept = (at) => at.count("select count(*) from inbound where state = 'done' and message_id is not null");
    assert.deepEqual([kept(one), kept(two)], [BUDGET + 1, BUDGET], 'every mail is a message');
    const [first] = [one];
    assert.equal(first.count('select count(*) from mail_pause where ended_at is null'), 1);
    const page = await first.house.admin.text('/agent/mail');
    const text = textOf(page.slice(page.indexOf('id="paused"')));
    assert.match(text, /support@two\.example.*five automatic mails within an hour/);
    assert.equal([...page.matchAll(/id="pause_\d+"/g)].length, 1, 'one notice');
    const ticket = one.house.sql('select min(id) from ticket');
    const lines = timeline(await one.house.page(one.house.admin, ticket)).filter((line) => /was held back/.test(line));
    assert.equal(lines.length, 1, lines.join('\n'));
    assert.match(lines[0], /got five automatic mails within an hour/);
  });

  test('stay silent when the hour is over and after a restart; agents answer as always', async () => {
    for (const at of [one, two]) at.house.sql(`update outbox set created_at = created_at - ${2 * HOUR}`);
    await one.house.crash();
    const [sent, ticket] = [one.sink.mails.length, one.house.sql('select min(id) from ticket')];
    const more = buildMail({ from: `Desk two <${two.address}>`, to: one.address, subject: 'Once more', text: 'Again.' });
    assert.equal((await sendMail(one.house.desk.smtp, more, { from: two.address, to: one.address })).code, 250);
    const made = await until('it is a ticket', () => one.house.sql("select id from ticket where subject = 'Once more'"));
    assert.equal(one.count(`select count(*) from outbox where ticket_id = ${made}`), 0);
    assert.equal(one.count('select held from mail_pause'), 2, 'counted');
    assert.ok(timeline(await one.house.page(one.house.admin, made)).some((line) => /was held back/.test(line)), 'and said there, once');
    assert.equal((await one.house.answer(one.house.admin, ticket, 'A person writes.')).status, 303);
    await one.sink.coming('the answer of a person', (letter) => letter.mail.text.includes('A person writes.'));
    assert.equal(one.sink.mails.length, sent + 1);
    carried.one = one.sink.mails.length;
  });

  test('go on by a click, with a new budget', async () => {
    const page = await one.house.admin.text('/agent/mail');
    const path = page.match(/action="(\/agent\/mail\/pauses\/\d+\/resume)"/)[1];
    const html = await follow(one.house.admin, await one.house.admin.post(path));
    assert.match(toast(html), /Automatic mails go out again/);
    assert.doesNotMatch(html, /id="paused"/);
    assert.equal((await one.house.admin.post(path)).status, 404, 'once');
    const before = one.count("select count(*) from outbox where kind = 'acknowledgement'");
    const again = buildMail({ from: `Desk two <${two.address}>`, to: one.address, subject: 'And now', text: 'Hello?' });
    await sendMail(one.house.desk.smtp, again, { from: two.address, to: one.address });
    await until('it is acknowledged', () => one.count("select count(*) from outbox where kind = 'acknowledgement'") === before + 1);
  });

  test('end by themselves after a day of silence', async () => {
    two.house.sql(`update mail_pause set last_at = last_at - ${25 * HOUR}`);
    assert.doesNotMatch(await two.house.admin.text('/agent/mail'), /id="paused"/);
    const before = two.count("select count(*) from outbox where kind = 'acknowledgement'");
    await sendMail(two.house.desk.smtp, buildMail({ from: `Desk one <${one.address}>`, to: two.address, subject: 'The next day', text: 'Hello.' }), { from: one.address, to: two.address });
    await until('it is acknowledged', () => two.count("select count(*) from outbox where kind = 'acknowledgement'") === before + 1);
  });

  test('an address that sends 5,000 automatic mails in an hour is paused, whoever they are for', async () => {
    const [ticket, person] = [one.house.sql('select min(id) from ticket'), one.house.addPerson('Many', 'many@else.example')];
    const now = Date.now() * 1000;
    one.house.sql(`with recursive n (i) as (select 1 union all select i + 1 from n where i < 5000)
      insert into outbox (kind, ticket_id, person_id, rfc_id, state, due_at, created_at)
      select 'acknowledgement', ${ticket}, ${person}, 'many' || i || '@x', 'sent', 0, ${now} from n`);
    await until('it is paused', () => one.house.sql("select count(*) from mail_pause where address = 'support@one.example' and ended_at is null") === '1', 60_000);
    await sendMail(one.house.desk.smtp, buildMail({ from: 'Clara <clara@customer.example>', to: one.address, subject: 'Clara asks', text: 'Hello.' }), { from: 'clara@customer.example', to: one.address });
    const made = await until('it is a ticket', () => one.house.sql("select id from ticket where subject = 'Clara asks'"));
    assert.equal(one.count(`select count(*) from outbox where ticket_id = ${made} and kind = 'acknowledgement'`), 0);
    assert.ok(timeline(await one.house.page(one.house.admin, made)).some((line) => /automatic mails from this address are paused/.test(line)));
    assert.match(textOf(await one.house.admin.text('/agent/mail')), /5,000 automatic mails from this address/);
  });
});
