import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines, startDemo } from '../lib/desk.mjs';

onBothEngines(describe, 'demo', (engine) => {
  test('starts, and its links sign in', async (t) => {
    const desk = await startDemo({ engine });
    t.after(() => desk.stop());
    for (const [who, home] of [['admin', '/agent'], ['agent', '/agent'], ['customer', '/tickets']]) {
      const person = new Browserless(desk.web);
      const answer = await person.get(new URL(desk.signIn[who]).pathname);
      assert.equal(answer.status, 303);
      assert.equal(answer.headers.get('location'), home);
    }
    const agent = await Browserless.signedIn(desk, 'agent');
    for (const path of ['/agent/views/open', '/agent/views/closed', '/agent/tickets/5', '/agent/search?q=wifi', '/agent/palette?q=vpn', '/agent/profile', '/tickets'])
      assert.equal((await agent.get(path)).status, 200, path);
  });
});
