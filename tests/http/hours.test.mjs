// Business hours: set by day, waited for by rules, asked for by conditions.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines } from '../lib/desk.mjs';
import { textOf } from '../lib/html.mjs';
import { House } from '../lib/house.mjs';

const HOURS = '/agent/settings/hours';

onBothEngines(describe, 'business hours', (engine) => {
  let house, clara;
  before(async () => {
    house = await House.open(engine);
    clara = house.customer('Clara Customer', 'clara@customer.example');
  });
  after(() => house.close());
  const days = (spans) => [['always', 'no'], ...spans.flatMap((span, day) => (span ? [[`open.${day}`, 'yes'], [`from.${day}`, span[0]], [`to.${day}`, span[1]]] : [[`from.${day}`, '09:00'], [`to.${day}`, '18:00']]))];
  const always = Array(7).fill(['00:00', '00:00']);
  const rule = (fields) => house.admin.post('/agent/settings/automations', { enabled: 'true', trigger: 'opened', wait: '', unit: 'minutes', g0: 'all', 's0.deed': 'add_tag', action: 'save', ...fields });

  test('a new desk is always at work; a week is kept, and shown again', async () => {
    assert.match(await house.admin.text(HOURS), /value="yes" checked/);
    assert.equal((await house.admin.post(HOURS, days([['08:30', '17:00'], null, ['09:00', '00:00'], null, null, null, null]))).status, 303);
    const html = await house.admin.text(HOURS);
    assert.match(html, /name="from\.0" value="08:30"/);
    assert.match(html, /name="to\.2" value="00:00"/);
    assert.equal(house.sql("select value from setting where name = 'business_hours'"), '[[510,1020],null,[540,1440],null,null,null,null]');
  });

  test('an end before its beginning, no day at all, and what is no time are said beside the day', async () => {
    for (const [spans, day] of [[[['17:00', '09:00'], null, null, null, null, null, null], 0], [[null, ['09:00', '09:00'], null, null, null, null, null], 1], [[null, null, ['soon', '18:00'], null, null, null, null], 2], [[null, null, null, null, null, null, ['09:00', '25:00']], 6], [Array(7).fill(null), 0]]) {
      const answer = await house.admin.post(HOURS, days(spans));
      assert.equal(answer.status, 422);
      const html = await answer.text();
      assert.match(html, new RegExp(`id="wrong-day-${day}"`));
      if (spans[2]) assert.match(html, /value="soon"/, 'what was typed is kept');
    }
  });

  test('a rule waits for working time, to the minute', async () => {
    const tomorrow = (new Date().getUTCDay() + 6 + 1) % 7;
    // Only tomorrow is a working day: two hours of work are over at two in the morning, in the desk's zone (UTC).
    await house.admin.post(HOURS, days(Array.from({ length: 7 }, (_, day) => (day === tomorrow ? ['00:00', '12:00'] : null))));
    assert.equal((await rule({ name: 'Work', wait: '2', unit: 'hours', in_hours: 'yes', 's0.tag': 'waited' })).status, 303);
    assert.match(textOf(await house.admin.text('/agent/settings/automations')), /2 hours of business hours/);
    const ticket = await house.ask(clara, { subject: 'Patience' });
    const due = new Date(Number(house.sql(`select due_at from rule_wait where ticket_id = ${ticket}`)) / 1000);
    assert.deepEqual([due.getUTCDay(), due.getUTCHours(), due.getUTCMinutes(), due.getUTCSeconds()], [(new Date().getUTCDay() + 1) % 7, 2, 0, 0]);
    // Days off and no desk at work: the same rule without the tick counts every minute.
    assert.match(textOf(await house.admin.text(`/agent/tickets/${ticket}/why`)), /Work/);
  });

  test('a condition asks whether it is working time', async () => {
    assert.equal((await rule({ name: 'Closed now', 'g0.0.property': 'in_hours', 'g0.0.operator': 'is', 'g0.0.in_hours': 'no', 's0.tag': 'night' })).status, 303);
    const night = await house.ask(clara, { subject: 'At night' });
    await house.admin.post(HOURS, days(always));
    const day = await house.ask(clara, { subject: 'By day' });
    const tags = (ticket) => house.sql(`select count(*) from ticket_tag where tag = 'night' and ticket_id = ${ticket}`);
    assert.deepEqual([tags(night), tags(day)], ['1', '0']);
  });
});
