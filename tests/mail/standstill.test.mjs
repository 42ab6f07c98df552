// The relay takes no mail at all: everything waits, nothing fails, and it goes on by itself or by a click.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, until } from '../lib/desk.mjs';
import { textOf } from '../lib/html.mjs';
import { House } from '../lib/house.mjs';
import { Sink } from '../lib/smtp-sink.mjs';

onBothEngines(describe, 'a relay that takes no mail', (engine) => {
  let house, sink;
  before(async () => {
    sink = await Sink.start();
    house = await House.open(engine, { serve: { relay: sink.relay } });
  });
  after(async () => { await house.close(); await sink.stop(); });

  const states = () => house.sql("select state || ' ' || count(*) from outbox where kind = 'reply' group by state order by state");
  const tickets = async (count) => {
    const clara = house.customer(`Clara ${count}`, `clara${count}@customer.example`);
    return Promise.all(Array.from({ length: count }, (_, at) => house.ask(clara, { subject: `Ticket ${count}.${at}` })));
  };
  const answerAll = async (all) => { for (const ticket of all) assert.equal((await house.answer(house.admin, ticket, 'Our answer.')).status, 303); };
  const ledger = () => house.admin.text('/agent/mail');

  test('is too busy, or wants us to sign in: one mail finds out, the others wait; a click tries again', async () => {
    const all = await tickets(5);
    await until('the acknowledgements have left', () => house.sql("select count(*) from outbox where state <> 'sent'") === '0');
    for (const words of ['421 4.3.2 Too busy', '530 5.7.0 Authentication required']) {
      let asked = 0;
      sink.behaviour = (stage) => { if (stage === 'MAIL') { asked += 1; return words; } return undefined; };
      await answerAll(all);
      await until('it is said on the page', async () => textOf(await ledger()).includes(words.slice(0, 3) === '421' ? 'Too busy' : 'Authentication required'));
      assert.equal(states(), words.startsWith('421') ? 'queued 5' : 'queued 5\nsent 5', 'none has failed');
      assert.match(textOf(await house.page(house.admin, all[0])), /tried again by itself/);
      const before = asked;
      // A restart does not forget it, and asks nobody before its time.
      await house.crash();
      assert.match(await ledger(), /id="halt"/);
      assert.ok(asked <= before + 1);
      sink.behaviour = () => undefined;
      assert.equal((await house.admin.post('/agent/mail/halt/end')).status, 303);
      await until('all have left', () => /^sent \d+$/.test(states()));
      assert.doesNotMatch(await ledger(), /id="halt"/);
      assert.equal((await house.admin.post('/agent/mail/halt/end')).status, 404);
    }
    assert.equal(states(), 'sent 10');
  });

  test('is away for long: pauses grow, and when it is back all leave, each once', async () => {
    const all = await tickets(3);
    await until('the acknowledgements have left', () => house.sql("select count(*) from outbox where state <> 'sent'") === '0');
    await sink.stop();
    await answerAll(all);
    const halt = () => JSON.parse(house.sql("select value from setting where name = 'mail_halt'") || 'null');
    await until('it stands still', () => halt()?.tries === 1);
    const since = halt().since;
    for (const tries of [2, 3, 4, 5]) {
      // The pause is over.
      house.sql(`update outbox set due_at = 1 where state = 'queued'`);
      house.sql(`update setting set value = '${JSON.stringify({ ...halt(), until: 1 })}' where name = 'mail_halt'`);
      await until(`it was tried ${tries} times`, () => halt()?.tries === tries);
    }
    assert.equal(halt().since, since);
    assert.ok(halt().until - Date.now() * 1000 > 800_000_000, 'a quarter of an hour by now');
    await sink.listen();
    const ticket = await house.page(house.admin, all[0]);
    const [path] = ticket.match(/\/agent\/mail\/\d+\/retry/);
    assert.equal((await house.admin.post(path)).status, 303, 'trying one again tries them all');
    await until('all have left', () => house.sql("select count(*) from outbox where state <> 'sent'") === '0');
    assert.equal(sink.mails.filter((letter) => letter.mail.text.includes('Our answer.')).length, 13);
  });
});
