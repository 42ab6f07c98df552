// Agents and chat requests: who has the status menu, what reaches whom, the ways on which they hear of it, and when it ends by itself.
import { after, before, beforeEach, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, until } from '../lib/desk.mjs';
import { addPortal, become, companyAgent, hears, openHouse, queue, start, viewOf, visitor } from '../lib/chats.mjs';
import { errorOf, textOf } from '../lib/html.mjs';
import { plain } from '../lib/house.mjs';
import { CONTACTS, flip, listener, menuOf } from '../lib/portals.mjs';

onBothEngines(describe, 'availability', (engine) => {
  let house, acme, umbra, abel, carl, rita, ear, count = 0;
  before(async () => {
    house = await openHouse(engine);
    abel = house.agent('Abel Agent', 'abel@desk.example');
    ear = await listener();
  });
  after(async () => { await ear.close(); await house.close(); });
  beforeEach(async () => { for (const agent of [abel, carl, rita]) if (agent && acme) await become(agent, 'unavailable'); });

  const menu = async (agent, path = '/agent/views/open') => menuOf(await agent.text(path));
  const idOf = (agent, address) => Number(house.sql(`select id from contact_method where person_id = ${agent.id} and address = '${address}'`));
  const add = (agent, kind, address) => agent.post(CONTACTS, { kind, address });
  const turn = (agent, id, action) => agent.post(`${CONTACTS}/${id}`, { action });
  /** Somebody asks for a chat. */
  const request = async (portal = acme) => {
    const chat = await start(house, portal, { name: `Vera ${count += 1}`, body: `Request ${count}` });
    return Object.assign(chat, { by: `Vera ${count}` });
  };
  /** Everything that is queued about a chat has arrived. */
  const settled = (chat) => until('nothing is on its way', () => house.sql(`select (select count(*) from contact_notice where ticket_id = ${chat.ticket} and done_at is null) + (select count(*) from outbox where ticket_id = ${chat.ticket} and kind = 'chat_request' and sent_at is null)`) === '0');
  const told = (chat) => ear.got.filter((one) => one.body.includes(`${chat.by} `));
  const mailed = (chat, address) => house.mails().filter((mail) => new RegExp(`^To:.*${address}`, 'mi').test(mail) && plain(mail).includes(`${chat.by} `));

  test('the status menu is there for agents with access to a company that has a portal, and for nobody else [R176]', async () => {
    rita = house.agent('Rita Restricted', 'rita@desk.example', [house.addDepartment('Elsewhere')]);
    const bare = house.agent('Bare Agent', 'bare@desk.example', []);
    for (const agent of [abel, house.admin]) assert.equal(await menu(agent), undefined, 'no portal, nothing to say');
    acme = await addPortal(house, 'acme');
    carl = companyAgent(house, 'Carl Company', 'carl@desk.example', [acme.company]);
    for (const agent of [abel, carl, house.admin]) {
      for (const path of ['/agent/views/open', '/agent/chats', CONTACTS]) assert.equal((await menu(agent, path)).pressed, 'unavailable', `${agent.name} ${path}: nobody is available who has not said so`);
    }
    for (const agent of [rita, bare]) assert.equal(await menu(agent), undefined, agent.name);
    umbra = await addPortal(house, 'umbra', { department: house.sql("select id from department where name = 'Elsewhere'") });
    assert.equal((await menu(rita)).pressed, 'unavailable', 'a portal of her department');
    assert.equal(await menu(bare), undefined);
    await flip(house, umbra, false);
    assert.ok(await menu(rita), 'an inactive portal is a portal');
    await flip(house, umbra, true);
    assert.equal(menuOf(await house.customer('Clara Customer', 'clara@customer.example').text('/')), undefined);
    assert.match(textOf(await abel.text('/agent/views/open')), /Chat requests Available Requests ring here and in the queue Unavailable/);
  });

  test('customers and visitors have no availability', async () => {
    for (const person of [house.customer('Mia Member', 'mia@customer.example'), visitor(house)]) {
      for (const answer of [await person.post('/agent/availability', { act: 'available' }), await person.post('/agent/availability/alive'), await person.get(CONTACTS), await add(person, 'mail', 'evil@evil.example')])
        assert.ok(answer.status === 403 || answer.headers.get('location')?.startsWith('/sign-in'), String(answer.status));
    }
    assert.equal(house.sql("select count(*) from availability a join person p on p.id = a.person_id where p.role = 'customer'"), '0');
    assert.equal(await viewOf(visitor(house), acme), 'offline');
    for (const act of ['', 'x', 'AVAILABLE']) assert.ok([400, 404].includes((await abel.post('/agent/availability', { act })).status), act);
    for (const back of ['//evil.example', 'https://evil.example', '/\\evil.example', '\tjavascript:alert(1)']) {
      const answer = await abel.post('/agent/availability', { act: 'unavailable', back });
      assert.match(answer.headers.get('location') ?? '/', /^\/(?![/\\])/, back);
    }
  });

  test('available: requests are listed, counted and announced; unavailable: none of it [R177, R178]', async () => {
    await become(abel, 'available');
    await become(carl, 'available');
    assert.equal((await menu(abel)).pressed, 'available');
    const chat = await request();
    assert.deepEqual((await queue(abel)).waiting, [chat.ticket]);
    assert.equal((await menu(abel)).waiting, 1, 'on every page');
    await become(abel, 'unavailable');
    const away = await queue(abel);
    assert.deepEqual(away.waiting, []);
    assert.doesNotMatch(away.html, new RegExp(chat.by));
    assert.deepEqual([(await menu(abel)).pressed, (await menu(abel)).waiting], ['unavailable', 0]);
    assert.deepEqual((await queue(carl)).waiting, [chat.ticket], 'others keep theirs');
    await become(abel, 'available');
    assert.deepEqual((await queue(abel)).waiting, [chat.ticket], 'what waited is there again');
    let second;
    await hears(abel, 'chats', async () => { second = await request(); });
    assert.equal((await menu(abel)).waiting, 2);
    for (const one of [chat, second]) await one.acts(abel, 'end');
  });

  test('agents see the requests of the companies and departments that they have access to [R179]', async () => {
    for (const agent of [abel, carl, rita]) await become(agent, 'available');
    const [inAcme, inUmbra] = [await request(acme), await request(umbra)];
    assert.deepEqual((await queue(abel)).waiting, [inAcme.ticket, inUmbra.ticket]);
    for (const [agent, own, other] of [[carl, inAcme, inUmbra], [rita, inUmbra, inAcme]]) {
      const { waiting, html } = await queue(agent);
      assert.deepEqual(waiting, [own.ticket], agent.name);
      assert.doesNotMatch(html, new RegExp(`${other.by}\\b`));
      assert.equal((await menu(agent)).waiting, 1);
      assert.equal((await agent.get(other.agentPath)).status, 404);
      assert.ok([403, 404].includes((await other.act(agent, 'take')).status));
      assert.equal(other.state(), 'waiting');
    }
    for (const chat of [inAcme, inUmbra]) await chat.acts(abel, 'end');
  });

  test('ways of contact are added and removed under Contacts, each agent’s own [R181]', async () => {
    assert.match(textOf(await carl.text(CONTACTS)), /None yet/);
    assert.equal((await add(carl, 'mail', ' Carl@Phone.example ')).status, 303);
    assert.equal((await add(carl, 'webhook', ear.url)).status, 303);
    const [mail, hook] = [idOf(carl, 'carl@phone.example'), idOf(carl, ear.url)];
    const listed = textOf(await carl.text(CONTACTS));
    assert.match(listed, new RegExp(`carl@phone\\.example Selected.*${ear.url.replaceAll('.', '\\.')} Selected`));
    for (const [kind, address] of [['mail', 'nobody'], ['mail', ''], ['mail', 'a@b.example, c@d.example'], ['mail', 'CARL@phone.example'], ['webhook', ear.url], ['webhook', 'ftp://a.example'], ['webhook', 'javascript:alert(1)'], ['webhook', 'http://'],
      ['webhook', 'http:///path'], ['webhook', 'https://a b.example'], ['webhook', `https://a.example/${'x'.repeat(5000)}`]]) {
      const refused = await add(carl, kind, address);
      assert.equal(refused.status, 422, `${kind} ${address.slice(0, 40)}`);
      assert.match(errorOf(await refused.text(), 'address'), /./, address.slice(0, 40));
    }
    assert.doesNotMatch(textOf(await abel.text(CONTACTS)), /phone\.example/, 'they are nobody else’s to see');
    for (const action of ['off', 'on', 'remove']) assert.equal((await turn(abel, mail, action)).status, 404, action);
    assert.equal((await abel.post('/agent/availability', { act: 'wishes', contact: [mail, hook] })).status, 303);
    assert.equal(house.sql(`select count(*) from contact_method where person_id = ${carl.id} and enabled`), '2');
    assert.equal((await turn(carl, mail, 'remove')).status, 303);
    assert.equal(idOf(carl, 'carl@phone.example'), 0);
    assert.ok(!(`contact${mail}` in (await menu(carl)).switches), 'gone from the menu too');
    for (let at = 0; at < 9; at += 1) assert.equal((await add(carl, 'mail', `carl${at}@phone.example`)).status, 303);
    assert.equal((await add(carl, 'mail', 'one-too-many@phone.example')).status, 422);
    house.sql(`delete from contact_method where person_id = ${carl.id}`);
  });

  test('each way is selected or deselected in the status menu, and under Contacts [R180]', async () => {
    await add(abel, 'mail', 'abel@phone.example');
    await add(abel, 'webhook', ear.url);
    const [mail, hook] = [idOf(abel, 'abel@phone.example'), idOf(abel, ear.url)];
    const chosen = async () => { const { switches } = await menu(abel); return [switches[`contact${mail}`], switches[`contact${hook}`]]; };
    assert.deepEqual(await chosen(), [true, true], 'what was added is selected');
    const wish = async (contact) => assert.equal((await abel.post('/agent/availability', { act: 'wishes', request_sound: '1', contact })).status, 303);
    await wish([hook]);
    assert.deepEqual(await chosen(), [false, true]);
    assert.match(textOf(await abel.text(CONTACTS)), /abel@phone\.example Not selected/);
    await wish([mail]);
    assert.deepEqual(await chosen(), [true, false]);
    await wish([]);
    assert.deepEqual(await chosen(), [false, false]);
    for (const id of [mail, hook]) assert.equal((await turn(abel, id, 'on')).status, 303);
    assert.deepEqual(await chosen(), [true, true]);
    assert.equal((await turn(abel, mail, 'off')).status, 303);
    assert.deepEqual(await chosen(), [false, true]);
    await turn(abel, mail, 'on');
  });

  test('a request arrives by mail and at the web address of agents who are available, may see it, and selected the way [R177, R180, R181]', async () => {
    const [mail, hook] = [idOf(abel, 'abel@phone.example'), idOf(abel, ear.url)];
    for (const agent of [carl, rita]) await add(agent, 'mail', `${agent.name.split(' ')[0].toLowerCase()}@phone.example`);
    await become(abel, 'available');
    await become(rita, 'available');
    const chat = await request();
    await until('both have arrived', () => told(chat).length && mailed(chat, 'abel@phone.example').length);
    await settled(chat);
    const [notice] = told(chat);
    const link = `${house.desk.web}${chat.agentPath}`;
    assert.deepEqual([notice.method, notice.headers['content-type'], notice.headers.click, notice.body], ['POST', 'text/plain; charset=utf-8', link, `${chat.by} is waiting for a chat in “Acme”\n${link}`]);
    const letter = plain(mailed(chat, 'abel@phone.example')[0]);
    assert.ok(letter.includes(chat.agentPath), 'it leads to the chat');
    assert.match(letter, new RegExp(`Request ${count}`), 'the mail says what is asked; the line for other programs does not');
    assert.deepEqual([told(chat).length, mailed(chat, 'abel@phone.example').length], [1, 1], 'once');
    for (const one of ['carl', 'rita']) assert.equal(mailed(chat, `${one}@phone.example`).length, 0, `${one} is away, or has no access`);
    const both = await request(umbra);
    await until('it has arrived', () => mailed(both, 'rita@phone.example').length && told(both).length);

    await turn(abel, hook, 'off');
    const byMail = await request();
    await until('the mail has arrived', () => mailed(byMail, 'abel@phone.example').length);
    await turn(abel, hook, 'on');
    await turn(abel, mail, 'off');
    const byHook = await request();
    await until('the line has arrived', () => told(byHook).length);
    await settled(byHook);
    assert.deepEqual([told(byMail).length, mailed(byHook, 'abel@phone.example').length], [0, 0], 'what is not selected is not used');

    await become(abel, 'unavailable');
    await become(carl, 'available');
    const away = await request();
    await until('Carl has his', () => mailed(away, 'carl@phone.example').length);
    await settled(away);
    assert.equal(told(away).length, 0, 'nothing reaches who is unavailable [R178]');
    house.sql(`update availability set seen_at = seen_at - 200000000 where person_id = ${carl.id}`);
    await become(abel, 'available');
    const closed = await request();
    await until('Abel has his', () => told(closed).length);
    await settled(closed);
    assert.equal(mailed(closed, 'carl@phone.example').length, 0, 'nor whose laptop is closed');
    for (const one of [chat, both, byMail, byHook, away, closed]) await one.acts(abel, 'end');
  });

  test('a web address that does not answer is said under Contacts, and stops nobody', async () => {
    house.sql(`delete from contact_notice`);
    house.sql(`delete from contact_method where person_id = ${abel.id}`);
    await add(abel, 'webhook', ear.url);
    await become(abel, 'available');
    ear.status = 500;
    const chat = await request();
    await until('it was tried, and is said', async () => /The last notice did not arrive: HTTP 500/.test(textOf(await abel.text(CONTACTS))));
    await until('it was tried three times, no more', () => house.sql(`select tries from contact_notice where ticket_id = ${chat.ticket} and done_at is not null`) === '3');
    ear.status = 302;
    const second = await request();
    await until('an address that leads elsewhere is not followed', async () => /HTTP 302/.test(textOf(await abel.text(CONTACTS))));
    ear.status = 200;
    const third = await request();
    await until('it has arrived', () => told(third).length);
    await until('and all is well again', async () => !/did not arrive/.test(textOf(await abel.text(CONTACTS))));
    for (const one of [chat, second, third]) await one.acts(abel, 'end');
  });

  test('each agent has sounds and notices on or off, and keeps that [R182]', async () => {
    const heard = async (agent) => { const { switches, rings, knocks } = await menu(agent); return { request: switches.request_sound, message: switches.message_sound, desktop: switches.desktop, rings, knocks }; };
    assert.deepEqual(await heard(carl), { request: true, message: true, desktop: true, rings: true, knocks: true }, 'on, until one says else');
    const wish = async (fields) => assert.equal((await carl.post('/agent/availability', { act: 'wishes', ...fields })).status, 303);
    await wish({ message_sound: '1' });
    assert.deepEqual(await heard(carl), { request: false, message: true, desktop: false, rings: false, knocks: true });
    await become(carl, 'available');
    await become(carl, 'unavailable');
    const again = Object.assign(house.session(carl.id), { name: carl.name });
    assert.deepEqual(await heard(again), { request: false, message: true, desktop: false, rings: false, knocks: true }, 'through other states, on other devices');
    await wish({ request_sound: '1', desktop: '1' });
    assert.deepEqual(await heard(carl), { request: true, message: false, desktop: true, rings: true, knocks: false });
    await wish({});
    assert.deepEqual(await heard(carl), { request: false, message: false, desktop: false, rings: false, knocks: false });
    assert.deepEqual(await heard(rita), { request: true, message: true, desktop: true, rings: true, knocks: true }, 'each for themselves');
    assert.equal((await menu(carl)).pressed, 'unavailable', 'sounds are not availability');
  });

  test('a closed laptop ends availability, and its agent reads that', async () => {
    const close = (seconds) => house.sql(`update availability set seen_at = seen_at - ${seconds * 1_000_000} where person_id = ${carl.id}`);
    const left = () => house.sql(`select case when available then 'here' when left_at is null then 'away' else 'left' end from availability where person_id = ${carl.id}`);
    const banner = async () => /You were set to unavailable because no page of yours was open/.test(textOf(await carl.text('/agent/views/open')));
    await become(carl, 'available');
    close(100);
    assert.equal((await carl.post('/agent/availability/alive')).status, 204);
    close(100);
    assert.equal(await viewOf(visitor(house), acme), 'online', 'a page that says it is open keeps them');
    const visible = hears(visitor(house), `portal:${acme.id}`, () => close(100));
    await until('it has ended', () => left() === 'left');
    await visible;
    assert.equal(await viewOf(visitor(house), acme), 'offline');
    assert.ok(await banner());
    assert.equal((await menu(carl)).pressed, 'unavailable');
    assert.equal((await carl.post('/agent/availability/alive')).status, 204);
    assert.equal(left(), 'left', 'an old page coming back makes nobody available');
    await become(carl, 'unavailable');
    assert.ok(!await banner(), 'until they have said what they want');
    await become(carl, 'available');
    close(200);
    await until('it has ended', () => left() === 'left');
    await become(carl, 'available');
    assert.ok(!await banner());
    assert.equal(await viewOf(visitor(house), acme), 'online');
  });

  test('signing out ends availability', async () => {
    await become(carl, 'available');
    const here = house.session(carl.id);
    await hears(visitor(house), `portal:${acme.id}`, () => here.post('/sign-out'));
    assert.equal(await viewOf(visitor(house), acme), 'offline');
    assert.equal((await menu(carl)).pressed, 'unavailable');
    assert.doesNotMatch(textOf(await carl.text('/agent/views/open')), /You were set to unavailable/, 'they know');
  });
});
