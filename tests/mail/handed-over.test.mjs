// A ticket that is given to somebody reaches them by mail.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines, startDemo } from '../lib/desk.mjs';
import { ask } from '../lib/agents.mjs';
import { Sink } from '../lib/smtp-sink.mjs';

onBothEngines(describe, 'a ticket handed over', (engine) => {
  let sink, desk, admin;
  before(async () => {
    sink = await Sink.start();
    desk = await startDemo({ engine, relay: sink.relay });
    admin = await Browserless.signedIn(desk, 'admin');
  });
  after(async () => { await desk?.stop(); await sink?.stop(); });

  test('who gets it is told by a mail that leads to it, who gave it is not [R116]', async () => {
    const ticket = await ask(desk, { subject: 'Given away' });
    const page = await admin.text(`/agent/tickets/${ticket}`);
    const agents = [...new Set([...page.matchAll(/name="assignee" value="(\d+)"/g)].map((found) => found[1]))];
    assert.ok(agents.length >= 2, 'agents are offered');
    const addresses = new Set();
    for (const agent of agents.slice(0, 2)) {
      const answer = await admin.post(`/agent/tickets/${ticket}/assignment`, { assignee: agent });
      assert.equal(answer.status, 303);
    }
    const leads = (letter) => letter.mail.text.includes(`/agent/tickets/${ticket}`);
    const told = await sink.coming('news for whom it was given to', leads);
    told.to.forEach((address) => addresses.add(address));
    assert.match(told.mail.header('Subject'), /Given away/);
    assert.match(told.mail.header('Auto-Submitted'), /auto-/);
    assert.ok([...addresses].every((address) => address.endsWith('@nordlys.example')));
  });
});
