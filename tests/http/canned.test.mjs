// Canned responses: kept for each service, offered for its tickets, filled in, saved from an answer.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines } from '../lib/desk.mjs';
import { between, messages, properties, textOf } from '../lib/html.mjs';
import { House, follow } from '../lib/house.mjs';

const PAGE = '/agent/settings/replies';

onBothEngines(describe, 'canned responses', (engine) => {
  let house, clara, agent, restricted, ticket, other;
  before(async () => {
    house = await House.open(engine);
    other = house.addDepartment('Elsewhere', 'Other service');
    clara = house.customer('Clara <b>Customer', 'clara@customer.example');
    agent = house.agent('Abel Agent', 'abel@desk.example');
    restricted = house.agent('Rita Restricted', 'rita@desk.example', [other]);
    ticket = await house.ask(clara, { subject: 'Keys & locks' });
  });
  after(() => house.close());
  const offered = async (person = agent, number = ticket) => JSON.parse(await person.text(`/agent/tickets/${number}/replies`));
  const idOf = (name) => house.sql(`select id from canned_reply where name = '${name}'`);

  test('each has a service, an easy name and a text [R106]', async () => {
    const page = await follow(agent, await agent.post(PAGE, { canned_name: 'Ready', service: house.service, format: 'html',
      body: '<p>Hello {first name}, #{number} “{subject}” is ready in [how long].</p><script>x</script>' }));
    const card = between(page, `id="reply-${idOf('Ready')}"`, '</section>');
    assert.match(textOf(card), /Ready.*used 0 times.*Hello \{first name\}/);
    assert.doesNotMatch(card, /<script>/);
  });

  test('what is missing is said next to its field, and what was typed is kept', async () => {
    for (const [fields, said] of [[{ canned_name: '', body: 'A text' }, /needed/], [{ canned_name: 'x'.repeat(400), body: 'A text' }, /too long/],
      [{ canned_name: 'A name', body: ' ' }, /needed/], [{ canned_name: 'A name', body: 'A text', service: 99999 }, /not known/]]) {
      const answer = await agent.post(PAGE, { service: house.service, ...fields });
      assert.equal(answer.status, 422);
      const form = between(await answer.text(), 'id="form-new"', '</form>');
      assert.match(textOf(form), said);
      if (fields.body.trim()) assert.ok(form.includes(fields.body), 'the text is kept');
      assert.ok(form.includes(`value="${fields.canned_name}"`), 'the name is kept');
    }
  });

  test('it is offered for tickets of its service, filled from the ticket, and for no other [R107, R108]', async () => {
    const [only, ...more] = await offered();
    assert.deepEqual(more, []);
    assert.equal(only.name, 'Ready');
    assert.equal(only.html, `<p>Hello Clara, #${ticket} “Keys &amp; locks” is ready in [how long].</p>`);
    const elsewhere = await house.ask(clara, { subject: 'Elsewhere', department: other });
    assert.deepEqual(await offered(agent, elsewhere), []);
  });

  test('what it is filled with cannot act: not in the text, not in a link', async () => {
    await agent.post(PAGE, { canned_name: 'Evil', service: house.service, format: 'html', body: '<p>{name} <a href="https://desk.example/{number}">here</a></p>' });
    house.sql(`update person set name = 'javascript:alert(1)//" onclick="x' where id = ${clara.id}`);
    const evil = (await offered()).find((one) => one.name === 'Evil');
    assert.doesNotMatch(evil.html, /<a[^>]*onclick|href="javascript/);
    assert.match(evil.html, new RegExp(`href="https://desk\\.example/${ticket}"`));
    house.sql(`update person set name = 'Clara Customer' where id = ${clara.id}`);
    await agent.post(`${PAGE}/${idOf('Evil')}`, { action: 'delete' });
    assert.equal(idOf('Evil'), '');
  });

  test('sent with an answer it is counted, and the most used comes first', async () => {
    await agent.post(PAGE, { canned_name: 'A second one', service: house.service, body: 'Second' });
    assert.deepEqual((await offered()).map((one) => one.name), ['A second one', 'Ready']);
    assert.equal((await house.answer(agent, ticket, 'Hello Clara', { canned: idOf('Ready') })).status, 303);
    assert.deepEqual((await offered()).map((one) => [one.name, one.used]), [['Ready', 1], ['A second one', 0]]);
  });

  test('"save as canned response" keeps the answer under a name, "close ticket" closes it [R109, R110]', async () => {
    const small = await house.ask(clara, { subject: 'Small' });
    const html = await follow(agent, await house.answer(agent, small, '<p>Turn it <b>twice</b>.</p>', { format: 'html', save_canned: '1', canned_name: 'Turn', close: '1' }));
    assert.equal(properties(html).status, 'Closed');
    assert.equal(house.sql("select html from canned_reply where name = 'Turn'"), '<p>Turn it <b>twice</b>.</p>');
    assert.ok((await offered()).some((one) => one.name === 'Turn'));
  });

  test('without a name nothing is sent and nothing is lost', async () => {
    const small = await house.ask(clara, { subject: 'Unnamed' });
    const answer = await house.answer(agent, small, 'My words', { save_canned: '1', canned_name: '  ' });
    assert.equal(answer.status, 422);
    const html = await answer.text();
    assert.match(textOf(between(html, 'id="composer-notices"', '</div>')), /needed/);
    assert.match(html, />\s*(?:&lt;p&gt;)?My words/);
    assert.equal(messages(await house.page(agent, small)).length, 1);
  });

  test('what is ticked for an answer says nothing about a note', async () => {
    const small = await house.ask(clara, { subject: 'Noted' });
    const html = await follow(agent, await house.answer(agent, small, 'For us', { kind: 'note', close: '1', save_canned: '1', canned_name: 'Never' }));
    assert.equal(properties(html).status, 'Open');
    assert.equal(idOf('Never'), '');
  });

  test('an agent sees, changes and adds those of services they work for only', async () => {
    const page = await restricted.text(PAGE);
    assert.doesNotMatch(page, /Ready/);
    assert.doesNotMatch(between(page, 'name="service"', '</select>'), />Support</);
    assert.equal((await restricted.post(`${PAGE}/${idOf('Ready')}`, { canned_name: 'Mine', service: house.service, body: 'x' })).status, 404);
    assert.equal((await restricted.post(`${PAGE}/${idOf('Ready')}`, { action: 'delete' })).status, 404);
    assert.equal((await restricted.post(PAGE, { canned_name: 'Mine', service: house.service, body: 'x' })).status, 422);
    assert.equal((await agent.post(`${PAGE}/${idOf('Ready')}`, { canned_name: 'Ready now', service: house.service, body: 'Now.' })).status, 303);
    assert.deepEqual((await offered()).find((one) => one.name === 'Ready now').html, '<p>Now.</p>');
  });
});
