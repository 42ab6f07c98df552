// The relay takes so many mails in a time, a provider says that it gets too many: what is in turn leaves, the rest waits, nothing is lost.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { Installation, onBothEngines, until } from '../lib/desk.mjs';
import { textOf } from '../lib/html.mjs';
import { House } from '../lib/house.mjs';
import { Sink } from '../lib/smtp-sink.mjs';

const FAR = 9_000_000_000_000_000;
const LIMITED = '450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages';

onBothEngines(describe, 'limits of outgoing mail', (engine) => {
  let house, sink, count = 0;
  before(async () => {
    sink = await Sink.start();
    house = await House.open(engine, { serve: { relay: sink.relay } });
    // Of what happens, customers alone are told here.
    assert.equal((await house.admin.post('/agent/profile', { name: 'Ada', language: 'en', time_zone: '', signature: '' })).status, 303);
  });
  after(async () => { await house.close(); await sink.stop(); });

  afterEach(() => limit({}));

  const limit = (fields) => house.admin.post('/agent/mail/limits', { minute: '', hour: '', day: '', ...fields });
  const ledger = async () => textOf(await house.admin.text('/agent/mail'));
  const waiting = () => Number(house.sql("select count(*) from outbox where state = 'queued'"));
  const allSent = () => until('all have left', () => house.sql("select count(*) from outbox where state <> 'sent'") === '0');
  const customer = (host) => house.customer(`Clara ${++count}`, `clara${count}@${host}`);
  /** Asks, which sends an acknowledgement. */
  const ask = async (who) => house.ask(who, { subject: `Ticket ${++count}` });
  const later = (span, seconds) => house.sql(`update relay_use set began_at = began_at - ${seconds}000000 where span = '${span}'`);

  test('no more mails leave in a minute, an hour, a day than the relay takes, also after a crash', async () => {
    await allSent();
    for (const [span, seconds] of [['minute', 62], ['hour', 3662], ['day', 87_842]]) {
      const before = sink.mails.length;
      assert.equal((await limit({ [span]: '3' })).status, 303);
      const clara = customer('customer.example');
      for (let at = 0; at < 5; at += 1) await ask(clara);
      await until('three have left', () => sink.mails.length === before + 3);
      await until('the page says what waits', async () => (await ledger()).includes(`The limit of 3 mails per ${span} is reached. 2 mails wait.`));
      // What is on its way when the desk dies would be left unsure, as it should.
      await until('those three are noted as sent', () => house.sql("select count(*) from outbox where state in ('claimed', 'sending')") === '0');
      await house.crash();
      assert.equal(waiting(), 2);
      assert.match(await ledger(), /It goes on by itself: \d+ \w+, \d\d:\d\d/);
      later(span, seconds);
      await until('the rest has left', () => sink.mails.length === before + 5);
      assert.match(await ledger(), /2 of 3 used/);
    }
    await limit({});
  });

  test('an answer leaves before what waited longer, and one mail of ten is what waits longest', async () => {
    await allSent();
    const clara = customer('customer.example');
    const tickets = [];
    for (let at = 0; at < 3; at += 1) tickets.push(await ask(clara));
    await allSent();
    await limit({ hour: '1' });
    const before = sink.mails.length;
    await ask(clara);
    await until('the limit is reached', () => sink.mails.length === before + 1);
    await ask(clara);
    for (const ticket of tickets) assert.equal((await house.answer(house.admin, ticket, 'Our answer.')).status, 303);
    house.sql("update outbox set due_at = 1000 - urgency where state = 'queued'");
    const answers = () => sink.mails.slice(before + 1).map((letter) => letter.mail.text.includes('Our answer.'));
    for (const turn of [0, 9, 0]) {
      house.sql(`update relay_use set used = ${turn} where span = 'turns'`);
      const now = answers().length;
      later('hour', 3662);
      await until('one more has left', () => answers().length === now + 1);
    }
    assert.deepEqual(answers(), [true, false, true]);
    await limit({});
    await allSent();
  });

  test('two nodes on one database together keep to the limit, and no mail leaves twice', { skip: engine === 'sqlite' }, async () => {
    await allSent();
    const other = new Installation(engine);
    other.database = house.installation.database;
    other.isSetUp = true;
    const node = await other.serve(house.serve);
    try {
      await limit({ hour: '7' });
      const before = sink.mails.length;
      for (let at = 0; at < 20; at += 1) await ask(customer('customer.example'));
      await until('the limit is reached', () => sink.mails.length >= before + 7);
      await until('the page says so', async () => (await ledger()).includes('13 mails wait'));
      assert.equal(sink.mails.length, before + 7);
      await limit({});
      await allSent();
      assert.equal(sink.mails.length, before + 20);
      assert.equal(new Set(sink.mails.slice(before).map((letter) => letter.to[0])).size, 20);
    } finally {
      await node.stop();
      other.remove();
    }
  });

  test('what is no number of mails is said next to the field, and stays typed', async () => {
    for (const typed of ['0', '-3', 'many', '1.5', '99999999999999999999']) {
      const answer = await limit({ minute: typed, hour: '7' });
      assert.equal(answer.status, 422);
      const page = await answer.text();
      assert.match(page, /id="error-minute"[^>]*>A whole number of mails/);
      assert.ok(page.includes(`value="${typed}"`) && page.includes('value="7"'), typed);
    }
  });

  const holds = () => house.sql('select provider || state || tries from provider_hold order by provider');
  const pauseOver = () => house.sql("update provider_hold set until_at = 1 where state = 'holding'");

  test('mail to a provider that gets too many waits as a whole, other mail leaves; one mail finds out, then all leave once', async () => {
    await allSent();
    let asked = 0, full = true;
    sink.behaviour = (stage, _, address) => {
      if (stage !== 'RCPT' || !address.endsWith('slow.example')) return undefined;
      asked += 1;
      return full ? LIMITED : undefined;
    };
    for (let at = 0; at < 12; at += 1) await ask(customer('slow.example'));
    const came = () => sink.mails.filter((letter) => letter.to[0].endsWith('slow.example')).length;
    const other = customer('quick.example');
    await ask(other);
    await until('the other has theirs', () => sink.to(other.address).length === 1);
    await until('all wait for the provider', () => house.sql("select count(*) from outbox where waits_for = 'slow.example' and state = 'queued'") === '12');
    assert.ok(asked <= 4, `no more asked than are sent at once: ${asked}`);
    assert.match(await ledger(), /Providers that hold us back.*slow\.example.*receiving mail at a rate.*\d+ \w+, \d\d:\d\d 12 Try now/);
    for (const tries of [2, 3]) {
      const before = asked;
      pauseOver();
      await until('one found out', () => holds() === `slow.exampleholding${tries}`);
      assert.equal(asked, before + 1);
    }
    await house.crash();
    assert.equal(holds(), 'slow.exampleholding3');
    full = false;
    assert.equal((await house.admin.post('/agent/mail/providers/try', { provider: 'slow.example' })).status, 303);
    await allSent();
    assert.equal(came(), 12, 'each once');
    assert.doesNotMatch(await ledger(), /hold us back/);
    assert.equal((await house.admin.post('/agent/mail/providers/try', { provider: 'slow.example' })).status, 404);
    // It was not long ago: the next time is not the first.
    full = true;
    await ask(customer('slow.example'));
    await until('it holds again', () => holds() === 'slow.exampleholding4');
    full = false;
    pauseOver();
    await allSent();
    sink.behaviour = () => undefined;
  });

  test('what waits for a provider is said on the ticket, and can be tried', async () => {
    await allSent();
    const clara = customer('held.example');
    const ticket = await ask(clara);
    await allSent();
    house.sql(`insert into provider_hold (provider, state, since, until_at, tries, reason) values ('held.example', 'holding', 1, ${FAR}, 1, 'rate limit')`);
    assert.equal((await house.answer(house.admin, ticket, 'Our answer.')).status, 303);
    await until('the message says so', async () => /held\.example gets too many mails from us/.test(textOf(await house.page(house.admin, ticket))));
    const [path] = (await house.page(house.admin, ticket)).match(/\/agent\/mail\/\d+\/retry/);
    assert.equal((await house.admin.post(path)).status, 303);
    await allSent();
    assert.equal(sink.to(clara.address).length, 2);
  });

  test('a hundred thousand mails that wait for a provider keep no other mail from leaving, and the queue is read by its index', async () => {
    await allSent();
    const numbers = engine === 'sqlite'
      ? '(with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000) select i from n) n'
      : 'generate_series(1, 100000) n(i)';
    const many = house.addPerson('Many', 'many@many.example');
    house.sql(`insert into provider_hold (provider, state, since, until_at, tries, reason) values ('many.example', 'holding', 1, ${FAR}, 1, 'rate limit')`);
    house.sql(`insert into outbox (kind, person_id, rfc_id, state, due_at, created_at) select 'notification', ${many}, 'many' || i, 'queued', 1, 1 from ${numbers}`);
    const other = customer('quick.example');
    const before = sink.to(other.address).length;
    const ticket = await ask(other);
    await house.answer(house.admin, ticket, 'Our answer.');
    await until('the answer and the acknowledgement have left', () => sink.to(other.address).length === before + 2, 120_000);
    house.sql('analyze');
    const plan = (sql) => house.sql(`explain ${house.installation.database ? '' : 'query plan '}${sql}`);
    for (const sql of [
      "select id from outbox where state = 'queued' and waits_for = '' and urgency = 1 and due_at <= 5 order by due_at, id limit 20",
      "select id from outbox where state = 'queued' and waits_for = 'many.example' and urgency = 1 and due_at <= 5 order by due_at, id limit 1",
      "select min(due_at) from outbox where state = 'queued' and waits_for = '' and urgency = 0",
    ]) {
      assert.match(plan(sql), /outbox_turn/, sql);
      assert.doesNotMatch(plan(sql), /TEMP B-TREE|Sort|Seq Scan/, sql);
    }
    assert.match(await ledger(), /many\.example.*more than 999/);
    house.sql("delete from outbox where rfc_id like 'many%'");
  });
});
