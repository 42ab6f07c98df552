// What visitors of a portal see: active or not, somebody available or nobody; on every page, at once, and by the server's word.
import { after, before, beforeEach, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, until } from '../lib/desk.mjs';
import { addPortal, become, companyAgent, followed, hears, openHouse, send, viewOf, visitor } from '../lib/chats.mjs';
import { between, hasField, textOf } from '../lib/html.mjs';
import { PORTALS, answered, changePortal, flip, viewIn } from '../lib/portals.mjs';

const SORRY = /Service unavailable .*Sorry for this temporary inconvenience/;

onBothEngines(describe, 'views of visitors', (engine) => {
  let house, acme, umbra, abel, carl, rita;
  before(async () => {
    house = await openHouse(engine);
    acme = await addPortal(house, 'acme');
    umbra = await addPortal(house, 'umbra', { department: house.addDepartment('Elsewhere') });
    abel = house.agent('Abel Agent', 'abel@desk.example');
    carl = companyAgent(house, 'Carl Company', 'carl@desk.example', [acme.company]);
    rita = house.agent('Rita Restricted', 'rita@desk.example', [umbra.department]);
  });
  after(() => house.close());
  beforeEach(async () => {
    await flip(house, acme, true);
    for (const agent of [abel, carl, rita, house.admin]) await become(agent, 'unavailable');
  });

  const tickets = () => Number(house.sql('select count(*) from ticket'));
  const view = (portal = acme) => viewOf(visitor(house), portal);
  /** The cell of the table on the portal's page that is marked as the present one, and the agents below. */
  const matrix = async (portal) => {
    const html = between(await house.admin.text(`${PORTALS}/${portal.id}`), 'id="matrix"', '</section>');
    const cells = [...html.matchAll(/<td( aria-current="true")? data-view="(\w+)">/g)];
    const agents = Object.fromEntries([...html.matchAll(/<li>[\s\S]*?<span class="strong">([^<]+)<\/span> <span class="meta">([\s\S]*?)<\/span>(?:[^<]*<\/span>)?/g)].map((found) => [found[1], textOf(found[0])]));
    return { cells: cells.map((cell) => cell[2]), now: cells.flatMap((cell, at) => (cell[1] ? [at] : [])), text: textOf(html), agents };
  };
  /** What a visitor can do on a page. */
  const offers = (html) => ({ view: viewIn(html), form: html.includes('data-portal-ask'), want: html.match(/name="want" value="(\w+)"/)?.[1], sorry: SORRY.test(textOf(html)),
    mustGiveAddress: /<input[^>]* name="address"[^>]* required/.test(html) });

  test('each case has its view, on the whole page and in frames: chat, message, apology [R172, R173, R174, R188, R189, R190]', async () => {
    const online = { view: 'online', form: true, want: 'chat', sorry: false, mustGiveAddress: false };
    const offline = { view: 'offline', form: true, want: 'message', sorry: false, mustGiveAddress: true };
    const inactive = { view: 'inactive', form: false, want: undefined, sorry: true, mustGiveAddress: false };
    const cases = [[true, true, online], [true, false, offline], [false, true, inactive], [false, false, inactive]];
    for (const [at, [active, somebody, wanted]] of cases.entries()) {
      await flip(house, acme, active);
      await become(abel, somebody ? 'available' : 'unavailable');
      for (const path of ['/p/acme', '/p/acme?frame=1']) {
        for (const who of [visitor(house), house.admin]) {
          const seen = offers(await who.text(path));
          // Who is signed in is asked for no address.
          assert.deepEqual(seen, who === house.admin ? { ...wanted, mustGiveAddress: false } : wanted, `active ${active}, somebody ${somebody}, ${path}`);
        }
      }
      const { cells, now, text } = await matrix(acme);
      assert.deepEqual(cells, ['online', 'offline', 'inactive', 'inactive'], 'the table of the admin says the same');
      assert.deepEqual(now, [at]);
      assert.match(text, [/active, and these are available: Abel Agent/, /active, and none of its agents is available/, /the portal is switched off/, /the portal is switched off/][at]);
    }
    await flip(house, acme, true);
    assert.match(textOf(await visitor(house).text('/p/acme')), /Leave us a message .*Nobody is on chat right now\. We answer by e-mail/);
    await become(abel, 'available');
    assert.match(textOf(await visitor(house).text('/p/acme')), /Talk to us .*Somebody is here/);
    await become(house.admin, 'available');
    assert.match(textOf(await visitor(house).text('/p/acme')), /2 people are here/);
  });

  test('only those count who have access to the company or the department, and a page open', async () => {
    await become(rita, 'available');
    assert.deepEqual([await view(acme), await view(umbra)], ['offline', 'online']);
    await become(carl, 'available');
    assert.deepEqual([await view(acme), await view(umbra)], ['online', 'online']);
    await become(rita, 'unavailable');
    assert.deepEqual([await view(acme), await view(umbra)], ['online', 'offline']);
    const { agents } = await matrix(acme);
    assert.match(agents['Carl Company'], /Available/);
    assert.match(agents['Abel Agent'], /Unavailable/);
    assert.ok(!('Rita Restricted' in agents), 'who has no access is not named');
    house.sql(`update person set disabled_at = 1 where id = ${carl.id}`);
    assert.equal(await view(acme), 'offline', 'who may not enter any more is not available');
    house.sql(`update person set disabled_at = null where id = ${carl.id}`);
    house.sql(`delete from agent_grant where person_id = ${carl.id}`);
    assert.equal(await view(acme), 'offline', 'nor who has lost the company');
    house.sql(`insert into agent_grant (person_id, company_id) values (${carl.id}, ${acme.company})`);
  });

  test('open pages hear at once when the last agent leaves, in each way, and when one comes [R188, R189]', async () => {
    const topic = `portal:${acme.id}`;
    const changes = async (act, wanted) => {
      assert.equal((await hears(visitor(house), topic, act)).topic, topic);
      await until(`visitors see ${wanted}`, async () => (await view()) === wanted);
    };
    for (const path of ['/p/acme', '/p/acme?frame=1']) assert.match(await visitor(house).text(path), new RegExp(`data-live="[^"]*portal:${acme.id}\\b`), path);
    await changes(() => become(carl, 'available'), 'online');
    await changes(() => become(carl, 'unavailable'), 'offline');
    await changes(() => become(carl, 'available'), 'online');
    const gone = house.session(carl.id);
    await changes(() => gone.post('/sign-out'), 'offline');
    await changes(() => become(carl, 'available'), 'online');
    await changes(() => house.sql(`update availability set seen_at = seen_at - 200000000 where person_id = ${carl.id}`), 'offline');
    for (const agent of [abel, carl]) await become(agent, 'available');
    await changes(() => become(carl, 'unavailable'), 'online');
    await changes(() => become(abel, 'unavailable'), 'offline');
  });

  describe('an agent who may answer no more is gone from open pages at once', () => {
    let north, eve;
    before(async () => {
      north = await addPortal(house, 'north', { department: house.addDepartment('North') });
      eve = companyAgent(house, 'Eve Ended', 'eve@desk.example', []);
    });
    beforeEach(async () => {
      house.sql(`update person set role = 'agent' where id = ${eve.id}`);
      house.sql(`delete from agent_grant where person_id = ${eve.id}`);
      house.sql(`insert into agent_grant (person_id, company_id) values (${eve.id}, ${north.company})`);
      await become(eve, 'available');
      assert.equal(await view(north), 'online');
    });
    after(() => house.sql(`update person set role = 'customer' where id = ${eve.id}`));
    const ends = async (path, fields) => {
      await hears(visitor(house), `portal:${north.id}`, async () => assert.equal((await house.admin.post(path, fields)).status, 303, path));
      assert.equal(await view(north), 'offline');
    };

    test('whose access to the company was taken away', () => ends(`/agent/settings/grants/${house.sql(`select id from agent_grant where person_id = ${eve.id}`)}`, { action: 'revoke' }));
    test('who is no agent any more', () => ends(`/agent/settings/agents/${eve.id}`, { role: 'customer' }));
  });

  test('open pages hear at once when the portal is switched [R172, R173]', async () => {
    const topic = `portal:${acme.id}`;
    for (const [act, wanted] of [[() => flip(house, acme, false), 'inactive'], [() => flip(house, acme, true), 'offline'],
      [() => changePortal(house, acme, { active: undefined }), 'inactive'], [() => changePortal(house, acme), 'offline']]) {
      assert.equal((await hears(visitor(house), topic, act)).topic, topic);
      assert.equal(await view(), wanted);
    }
    await hears(visitor(house), topic, () => changePortal(house, acme, { hue: 100 }));
    assert.equal(await followed(visitor(house), 'portal:999999'), 403, 'nothing is followed that does not exist');
    assert.equal(await followed(visitor(house), 'chats'), 403);
  });

  test('inactive wins although an agent is available: nothing is taken, the apology is shown [R173, R174, R190]', async () => {
    await become(carl, 'available');
    const who = visitor(house);
    const open = await who.text('/p/acme');
    assert.equal(viewIn(open), 'online');
    const code = answered(open);
    await flip(house, acme, false);
    const before = tickets();
    for (const path of ['/p/acme', '/p/acme?frame=1']) {
      for (const want of ['chat', 'message']) {
        const refused = await who.postForm(path, { want, name: 'Vera Visitor', address: 'vera@visitor.example', body: 'A long story, typed for minutes', ...code });
        assert.equal(refused.status, 409, `${path} ${want}`);
        const html = await refused.text();
        assert.equal(viewIn(html), 'inactive');
        assert.match(textOf(html), SORRY);
      }
    }
    assert.equal(tickets(), before);
  });

  test('what was typed is on the page that refuses it: an inactive portal costs nobody their words [R174, R190]', async () => {
    await become(carl, 'available');
    const who = visitor(house);
    const code = answered(await who.text('/p/acme'));
    await flip(house, acme, false);
    for (const path of ['/p/acme', '/p/acme?frame=1']) {
      const refused = await who.postForm(path, { want: 'chat', name: 'Vera Visitor', address: 'vera@visitor.example', body: 'A long story, typed for minutes', ...code });
      assert.equal(refused.status, 409);
      assert.match(textOf(await refused.text()), /A long story, typed for minutes/, path);
    }
  });

  test('a chat that was begun when the last agent left is refused with its words, and sent as a message [R189]', async () => {
    await become(carl, 'available');
    const who = visitor(house);
    const code = answered(await who.text('/p/acme'));
    await become(carl, 'unavailable');
    const before = tickets();
    const typed = { name: 'Vera <Visitor>', address: 'vera@visitor.example', body: 'A long story, typed for minutes' };
    for (const path of ['/p/acme', '/p/acme?frame=1']) {
      const refused = await who.postForm(path, { want: 'chat', page: 'https://acme.example/tea', ...typed, ...code });
      assert.equal(refused.status, 409, path);
      const html = await refused.text();
      assert.equal(viewIn(html), 'offline');
      assert.match(textOf(html), /Everybody has just left\. Your words are still here/);
      for (const kept of [/value="Vera &lt;Visitor&gt;"/, /value="vera@visitor\.example"/, />A long story, typed for minutes<\/textarea>/, /name="page" value="https:\/\/acme\.example\/tea"/]) assert.match(html, kept);
      assert.equal(offers(html).want, 'message');
    }
    assert.equal(tickets(), before);
    const sent = await who.postForm('/p/acme', { want: 'message', ...typed, ...code });
    assert.equal(sent.status, 200, 'the security code is good for that');
    assert.match(textOf(await sent.text()), /We have your message It has the number \d+\. We answer by e-mail\. Follow it/);
    assert.equal(house.sql('select channel from ticket where id = (select max(id) from ticket)'), 'web');
    assert.equal((await who.postForm('/p/acme', { want: 'message', ...typed, ...code })).status, 422, 'and for nothing else');
    assert.ok(!hasField(await visitor(house).text('/p/acme'), 'stars'));
  });

  test('a message is a ticket of the company; who typed somebody else’s address gets no link to it', async () => {
    const sent = await send(visitor(house), acme, { want: 'message', address: 'first@visitor.example', body: 'First' });
    const link = (await sent.text()).match(/href="(\/t\/[^"]+)"/)[1];
    assert.match(textOf(await visitor(house).text(link)), /First/);
    assert.equal(house.sql("select company_id from ticket where subject = 'First'"), String(acme.company));
    const again = await (await send(visitor(house), acme, { want: 'message', address: 'FIRST@visitor.example', body: 'Second' })).text();
    assert.doesNotMatch(again, /href="\/t\//);
    assert.equal((await carl.get(`/agent/tickets/${house.sql("select id from ticket where subject = 'Second'")}`)).status, 200, 'the agents of the company see it');
    assert.equal((await rita.get(`/agent/tickets/${house.sql("select id from ticket where subject = 'Second'")}`)).status, 404);
  });
});
