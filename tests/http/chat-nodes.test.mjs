// Two nodes on one PostgreSQL: the visitor is on one, the agent on the other, and either may die.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, ENGINES } from '../lib/desk.mjs';
import { addPortal, become, below, hears, openHouse, said, talking } from '../lib/chats.mjs';

describe('a chat over two nodes', { skip: !ENGINES.includes('postgres') }, () => {
  let house, other, portal, abel;
  before(async () => {
    house = await openHouse('postgres');
    portal = await addPortal(house, 'acme');
    abel = house.agent('Abel Agent', 'abel@desk.example');
    house.installation.ports = undefined;
    other = await house.installation.serve(house.serve);
    await become(abel, 'available');
  });
  after(async () => {
    await other.stop();
    await house.close();
  });

  /** The same person on another node. */
  const on = (node, person) => Object.assign(new Browserless(node.web), { cookies: person.cookies, id: person.id });

  test('each side hears the other from its own node, typing and what was seen too', async () => {
    const chat = await talking(house, portal, abel);
    const far = on(other, abel);
    await hears(far, `chat:${chat.ticket}`, () => chat.says('From the first node'));
    assert.ok(said(await far.text(chat.agentPath)).includes('From the first node'));
    await hears(chat.who, `chat:${chat.ticket}`, () => chat.answers(far, 'From the second node'), chat.code);
    assert.ok(said(await chat.page()).includes('From the second node'));
    await hears(far, `chat:${chat.ticket}`, () => chat.alive({ typing: '1' }));
    assert.match(below(await far.text(`${chat.agentPath}/news`)), /is typing/);
    await hears(far, `portal:${portal.id}`, () => become(abel, 'unavailable'));
    await become(abel, 'available');
  });

  test('the node of the visitor dies: the chat goes on from the other, and nothing stands there twice', async () => {
    const chat = await talking(house, portal, abel);
    await chat.says('Before', { mark: 'one' });
    await house.desk.stop('SIGKILL');
    chat.who = on(other, chat.who);
    const far = on(other, abel);
    await chat.says('Before', { mark: 'one' });
    await chat.says('After', { mark: 'two' });
    await chat.answers(far, 'Still here');
    assert.deepEqual(said(await chat.page()), ['Is somebody there?', 'Before', 'After', 'Still here']);
    house.installation.ports = undefined;
    house.desk = await house.installation.serve(house.serve);
    assert.deepEqual(said(await on(house.desk, chat.who).text(chat.path)), ['Is somebody there?', 'Before', 'After', 'Still here']);
  });
});
