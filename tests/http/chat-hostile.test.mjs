// Chats against people who want what is not theirs, programs that send too much, and two at the same moment.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines, until } from '../lib/desk.mjs';
import { addPortal, become, below, bubbles, companyAgent, followed, openHouse, queue, said, send, start, talking, visitor } from '../lib/chats.mjs';
import { textOf } from '../lib/html.mjs';
import { prove, securityCode } from '../lib/visitor.mjs';
import { inOnePiece, plain } from '../lib/house.mjs';

const SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
const RAW = /<script>alert|<img src=x|onerror=alert\(1\)>/;

onBothEngines(describe, 'hostile chats', (engine) => {
  let house, acme, umbra, abel, carl, rita, count = 0;
  before(async () => {
    house = await openHouse(engine);
    acme = await addPortal(house, 'acme');
    umbra = await addPortal(house, 'umbra', { department: house.addDepartment('Elsewhere') });
    abel = house.agent('Abel Agent', 'abel@desk.example');
    carl = companyAgent(house, 'Carl Company', 'carl@desk.example', [acme.company]);
    rita = house.agent('Rita Restricted', 'rita@desk.example', [umbra.department]);
    for (const agent of [abel, carl, rita]) await become(agent, 'available');
  });
  after(() => house.close());

  const json = (body) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const stored = (chat) => house.sql(`select count(*) from message where ticket_id = ${chat.ticket}`);
  /** Each way into a visitor's chat: {what, status} by a code. */
  const doors = async (who, code) => {
    const at = `/chat/${code}`;
    return Object.entries({
      page: await who.get(at), news: await who.get(`${at}/news?after=0`), signals: await who.get(`${at}/signals`),
      end: await who.post(at, { wish: 'end' }), rate: await who.post(at, { wish: 'rate', stars: 1 }),
      address: await who.post(at, { wish: 'address', address: 'mallory@evil.example' }), transcript: await who.post(at, { wish: 'transcript' }),
      messages: await who.request(`${at}/messages`, { method: 'POST', ...await inOnePiece({ body: 'Mallory was here', mark: 'm' }) }), alive: await who.post(`${at}/alive`, { newest: 9, typing: '1' }),
      signal: await who.request(`${at}/signals`, json({ type: 'offer' })),
    }).map(([what, answer]) => ({ what, status: answer.status }));
  };

  test('a code opens its own chat and no other; none that was changed opens anything', async () => {
    const chat = await talking(house, acme, abel, { body: 'My secret' });
    const other = await talking(house, umbra, abel, { name: 'Other' });
    const [token, person, kind, signature] = chat.code.split('.');
    const [otherToken, otherPerson] = other.code.split('.');
    const flipped = signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
    const changed = [`${token}.${person}.${kind}.${flipped}`, `${otherToken}.${person}.${kind}.${signature}`, `${token}.${otherPerson}.${kind}.${signature}`,
      `${token}.${person}.${signature}`, `${token}.${person}.${kind}.`, `${token}.${person}.${kind}`, token, `${chat.code}x`, chat.code.slice(0, -1), String(chat.ticket), 'x', '%00', '%ff', '..%2F..', 'a'.repeat(1500)];
    for (const code of changed)
      for (const { what, status } of await doors(other.who, code)) assert.ok([400, 404, 414].includes(status), `${what} of ${code.slice(0, 80)}: ${status}`);
    assert.equal(chat.state(), 'open');
    assert.deepEqual(said(await chat.page()), ['My secret']);
    assert.doesNotMatch(await other.page(), /My secret/);
    for (const code of ['', 'x', other.code, changed[0]]) assert.equal(await followed(other.who, `chat:${chat.ticket}`, code), 403, code);
    assert.equal(await followed(other.who, `chat:${chat.ticket}`, chat.code), 200);
    for (const topic of ['chats', `chats-of:${abel.id}`, `ticket:${chat.ticket}`, `question:${chat.ticket}`, 'portal:999999']) assert.equal(await followed(other.who, topic, chat.code), 403, topic);
  });

  test('the code of a ticket that is no chat opens no chat', async () => {
    const mia = house.customer('Mia Member', `mia${count += 1}@customer.example`);
    const code = house.link(await house.ask(mia, { subject: 'No chat' })).slice('/t/'.length);
    assert.equal((await visitor(house).get(`/t/${code}`)).status, 200);
    for (const { what, status } of await doors(visitor(house), code)) if (what !== 'signals') assert.equal(status, 404, what);
  });

  test('a chat that was merged into another ticket shows nothing of that', async () => {
    const chat = await talking(house, acme, abel);
    const mia = house.customer('Mia Member', `mia${count += 1}@customer.example`);
    const target = await house.ask(mia, { subject: 'Target', body: 'What only Mia knows' });
    assert.equal((await abel.post(`/agent/tickets/${target}/merge`, { tickets: String(chat.ticket) })).status, 303);
    for (const path of [chat.path, `${chat.path}/news`, `/t/${chat.code}`]) assert.doesNotMatch(await chat.who.text(path), /only Mia/, path);
    assert.notEqual((await chat.say('Into Mia’s ticket')).status, 200);
    assert.doesNotMatch(await house.page(abel, target), /Into Mia/);
  });

  test('an agent without access gets nowhere near a chat; customers and visitors into no agent’s page', async () => {
    const chat = await talking(house, acme, abel);
    const requests = (who) => [who.get(chat.agentPath), who.get(`${chat.agentPath}/news?after=0`), who.get(`${chat.agentPath}/signals`),
      ...['take', 'agent', 'department', 'invite', 'end'].map((act) => chat.act(who, act, act === 'department' ? umbra.department : rita.id)),
      who.post(`${chat.agentPath}/alive`, { newest: 1, typing: '1' }), who.request(`${chat.agentPath}/signals`, json({ type: 'offer' })),
      house.answer(who, chat.ticket, 'Mallory was here', { from: 'chat' })];
    for (const answer of await Promise.all(requests(rita))) assert.equal(answer.status, 404, answer.url);
    assert.equal(await followed(rita, `chat:${chat.ticket}`), 403);
    assert.equal(await followed(rita, `chats-of:${abel.id}`), 403);
    const mia = house.customer('Mia Member', `mia${count += 1}@customer.example`);
    for (const answer of await Promise.all([...requests(mia), mia.get('/agent/chats'), mia.post('/agent/availability', { act: 'available' })])) assert.equal(answer.status, 403, answer.url);
    for (const answer of await Promise.all([...requests(chat.who), chat.who.get('/agent/chats')])) assert.ok([303, 401, 403].includes(answer.status), `${answer.url}: ${answer.status}`);
    assert.equal(await followed(mia, `chat:${chat.ticket}`), 403);
    assert.equal(chat.state(), 'open');
    assert.equal(stored(chat), '1');
    const none = `/agent/chats/${chat.ticket + 1000}`;
    for (const answer of await Promise.all([abel.get(none), abel.get(`${none}/news`), abel.post(`${none}/act`, { act: 'take' }), abel.post(`${none}/alive`, { newest: 1 })])) assert.equal(answer.status, 404, answer.url);
    const plainTicket = await house.ask(mia, { subject: 'No chat' });
    assert.equal((await abel.get(`/agent/chats/${plainTicket}`)).headers.get('location'), `/agent/tickets/${plainTicket}`);
    for (const act of ['take', 'end', 'invite']) assert.equal((await abel.post(`/agent/chats/${plainTicket}/act`, { act, to: carl.id })).status, 404, act);
    assert.equal((await chat.act(abel, 'nonsense')).status, 404);
  });

  test('an agent of one company sees no chat of another portal', async () => {
    const chat = await start(house, umbra, { body: 'Of the other company' });
    assert.ok(!(await queue(carl)).waiting.includes(chat.ticket));
    assert.equal((await carl.get(chat.agentPath)).status, 404);
    assert.equal((await chat.act(carl, 'take')).status, 404);
    assert.ok((await queue(rita)).waiting.includes(chat.ticket));
    const own = await talking(house, acme, carl);
    assert.equal((await own.act(carl, 'invite', rita.id)).status, 422);
    assert.equal((await own.act(carl, 'agent', rita.id)).status, 422);
  });

  test('too much, and bytes that are no text, are refused without a trace', async () => {
    const chat = await talking(house, acme, abel);
    const huge = 'x'.repeat(1 << 20);
    assert.ok([413, 422].includes((await chat.say(huge)).status));
    assert.ok([413, 422].includes((await chat.who.postForm(`${chat.path}/messages`, { body: huge })).status));
    for (const fields of [{ wish: 'rate', stars: 5, opinion: huge }, { wish: 'address', address: huge }, { wish: huge }])
      assert.ok([400, 404, 413, 422].includes((await chat.who.post(chat.path, fields)).status));
    assert.ok([413, 422].includes((await send(visitor(house), acme, { body: huge })).status));
    assert.equal(stored(chat), '1');
    await chat.says('Nu\0ll and \u202e turned');
    assert.match(said(await chat.page()).at(-1), /Nu.?ll and/);
    const named = await start(house, acme, { name: 'Ze\0ro', body: 'A \0 in it', page: 'https://acme.example/\0' });
    await named.acts(abel, 'take');
    assert.match(textOf(await abel.text(named.agentPath)), /Ze.?ro/);
    for (const fields of [{ wish: 'address', address: 'a\0b@c.example' }, { wish: 'rate', stars: '1\0' }, { wish: 'e\0nd' }]) assert.ok((await chat.who.post(chat.path, fields)).status < 500);
    await chat.wishes('end');
    assert.equal((await chat.wish('rate', { stars: 2, opinion: 'Zero \0 byte' })).status, 303);
    for (const query of ['after=-1', 'after=9223372036854775807']) assert.equal((await chat.who.get(`${chat.path}/news?${query}`)).status, 200, query);
    for (const query of ['after=x', 'after=99999999999999999999', 'after=%00']) assert.ok([200, 400].includes((await chat.who.get(`${chat.path}/news?${query}`)).status), query);
    for (const newest of ['9223372036854775807', '-9', 'x', '99999999999999999999']) assert.ok((await chat.alive({ newest })).status < 500, newest);
    assert.ok((await chat.alive({ typing: 'x'.repeat(5000) })).status < 500);
    assert.ok((await chat.who.request(`${chat.path}/messages`, { method: 'POST', body: 'no form' })).status < 500);
  });

  test('a mark with a zero byte is no reason to fail', async () => {
    const chat = await talking(house, acme, abel);
    const answer = await chat.say('Marked', { mark: 'nu\0ll' });
    assert.ok(answer.status < 500, `it answered ${answer.status}`);
    assert.ok((await chat.say('Marked', { mark: '\ud800'.repeat(500) })).status < 500);
  });

  test('who says to have seen messages that do not exist yet still gets the answers by mail', async () => {
    const at = `eager${count += 1}@visitor.example`;
    const chat = await talking(house, acme, abel, { address: at });
    await chat.alive({ newest: '9000000000000000000' });
    const answer = await chat.answers(abel, 'Not seen at all');
    assert.doesNotMatch(below(await abel.text(`${chat.agentPath}/news?after=0`)), /^Seen/);
    chat.old(answer, 200);
    await house.mail('the unseen answer', (mail) => plain(mail).includes('Not seen at all'));
  });

  test('scripts in names, words, pages, files and opinions are words', async () => {
    const at = `script${count += 1}@visitor.example`;
    const chat = await start(house, acme, { name: SCRIPT, body: SCRIPT, page: `javascript:alert(1)//${SCRIPT}`, address: at }, { files: { upload: { name: '<img src=x onerror=alert(1)>.txt', type: 'text/html', content: SCRIPT } } });
    const pages = async () => [await chat.page(), await chat.news(), await abel.text('/agent/chats'), await abel.text(chat.agentPath), await abel.text(`${chat.agentPath}/news?after=0`), await house.page(abel, chat.ticket), await abel.text('/agent/views/open')];
    for (const html of await pages()) assert.doesNotMatch(html, RAW);
    await chat.acts(abel, 'take');
    await chat.says(SCRIPT, { mark: SCRIPT });
    await chat.says('', { files: { upload: { name: `${SCRIPT}.png`, type: 'image/png', content: '<svg onload=alert(1)>' } } });
    await chat.answers(abel, SCRIPT, { format: 'html' });
    for (const html of await pages()) {
      assert.doesNotMatch(html, RAW);
      assert.doesNotMatch(html, /href="javascript:/);
    }
    assert.ok(bubbles(await chat.page()).filter((bubble) => bubble.text.includes('<script>alert(1)</script>')).length >= 2, 'they are shown as they were written');
    const file = (await abel.text(chat.agentPath)).match(/href="(\/files\/[^"]+)"/)[1].replaceAll('&amp;', '&');
    const served = await abel.get(file);
    assert.doesNotMatch(served.headers.get('content-type'), /html|svg/);
    assert.match(`${served.headers.get('content-disposition')} ${served.headers.get('content-security-policy')}`, /attachment|sandbox/);
    await chat.wishes('end');
    await chat.wishes('rate', { stars: 1, opinion: SCRIPT });
    for (const html of await pages()) assert.doesNotMatch(html, RAW);
    await chat.wishes('transcript');
    const mail = await house.mail('the conversation', (one) => one.includes(at) && /Abel Agent/.test(plain(one)));
    assert.doesNotMatch(plain(mail).split(/Content-Type: text\/html/i)[1], RAW);
    assert.equal([...mail.split(/\r?\n\r?\n/)[0].matchAll(/^(To|Subject|From):/gm)].length, 3, 'no header was smuggled in');
  });

  test('signals reach the other side of their chat alone, in bounds, and are forgotten', async () => {
    const chat = await talking(house, acme, abel);
    const other = await talking(house, acme, carl);
    const signal = (body, one = chat) => one.who.request(`${one.path}/signals`, json(body));
    const heard = async (who, path) => (await (await who.get(`${path}/signals?after=0`)).json()).signals.map((one) => one.body);
    assert.equal((await signal({ type: 'offer', sdp: SCRIPT })).status, 204);
    assert.equal((await abel.request(`${chat.agentPath}/signals`, json({ type: 'answer' }))).status, 204);
    assert.deepEqual(await heard(abel, chat.agentPath), [{ type: 'offer', sdp: SCRIPT }]);
    assert.deepEqual(await heard(chat.who, chat.path), [{ type: 'answer' }]);
    assert.deepEqual(await heard(other.who, other.path), []);
    assert.deepEqual(await heard(carl, other.agentPath), []);
    assert.equal((await signal({ sdp: 'x'.repeat(70_000) })).status, 413);
    assert.ok([400, 415].includes((await chat.who.request(`${chat.path}/signals`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' })).status));
    assert.ok([400, 415].includes((await chat.who.post(`${chat.path}/signals`, { a: 1 })).status));
    assert.ok((await signal({ sdp: 'nu\0ll' })).status < 500);
    assert.equal((await chat.who.get(`${chat.path}/signals?after=0`)).status, 200);
    const have = Number(house.sql(`select count(*) from chat_signal where ticket_id = ${chat.ticket}`));
    house.sql(`insert into chat_signal (ticket_id, side, body, at) with recursive n (at) as (select ${have + 1} union all select at + 1 from n where at < 499) select ${chat.ticket}, 'customer', '{}', 0 from n`);
    assert.equal((await signal({ last: true })).status, 204);
    assert.equal((await signal({ one: 'too many' })).status, 413);
    assert.equal((await abel.request(`${chat.agentPath}/signals`, json({}))).status, 413);
    assert.equal((await signal({ fine: true }, other)).status, 204, 'other chats have their own bound');
    await chat.acts(abel, 'end');
    assert.deepEqual(await heard(abel, chat.agentPath), []);
    assert.equal((await signal({ late: true })).status, 404);
  });

  test('an inactive portal refuses requests, whoever is there and whatever the page showed [R173, R174, R190]', async () => {
    const who = visitor(house);
    const open = await who.text(`/p/${umbra.subdomain}`);
    assert.match(open, /data-view="online"/);
    const asked = securityCode(open);
    const code = { challenge: asked.challenge, proof: prove(asked) };
    const before = house.sql('select count(*) from ticket');
    const sorry = /Service unavailable .*Sorry for this temporary inconvenience/;
    const flip = (active) => house.admin.post(`/agent/settings/portals/${umbra.id}/switch`, { active });
    const chat = await talking(house, umbra, abel);
    await flip('');
    const typed = { name: 'Vera', address: 'vera@visitor.example', body: 'From an open tab', ...code };
    for (const want of ['chat', 'message', 'x']) {
      for (const query of ['', '?frame=1']) {
        const answer = await who.postForm(`/p/${umbra.subdomain}${query}`, { want, ...typed });
        assert.equal(answer.status, 409, want);
        assert.match(textOf(await answer.text()), sorry);
      }
    }
    const careless = await send(visitor(house), umbra);
    assert.ok([409, 422].includes(careless.status));
    assert.match(textOf(await careless.text()), sorry);
    const mia = house.customer('Mia Member', `mia${count += 1}@customer.example`);
    const known = await mia.postForm(`/p/${umbra.subdomain}`, { want: 'chat', body: 'Signed in' });
    assert.equal(known.status, 409);
    assert.match(textOf(await known.text()), sorry);
    assert.equal(house.sql('select count(*) from ticket'), String(Number(before) + 1), 'nothing was kept');
    assert.ok(chat.ticket);
    await flip('yes');
    assert.equal((await who.postForm(`/p/${umbra.subdomain}`, { want: 'chat', ...typed })).status, 303, 'the tab is good for another try');
    assert.equal((await mia.postForm(`/p/${umbra.subdomain}`, { want: 'chat', body: 'Signed in' })).status, 303);
  });

  test('without the security code nothing is asked; one code is good once', async () => {
    const before = house.sql('select count(*) from ticket');
    for (const fields of [{ challenge: '' }, { challenge: 'x', proof: '1' }, { proof: '', code: '0' }]) assert.equal((await send(visitor(house), acme, fields)).status, 422, JSON.stringify(fields));
    assert.equal((await send(visitor(house), acme, { website: 'https://spam.example' })).status, 303, 'programs are thanked');
    assert.equal(house.sql('select count(*) from ticket'), before);
  });

  test('two agents take at once: one has it, one is told', async () => {
    for (let round = 0; round < 5; round += 1) {
      const chat = await start(house, acme);
      const where = (await Promise.all([abel, carl, house.admin].map((agent) => chat.acts(agent, 'take')))).sort();
      assert.deepEqual(where, ['/agent/chats', '/agent/chats', chat.agentPath]);
      assert.equal(house.sql(`select count(*) from event where ticket_id = ${chat.ticket} and kind = 'chat_taken'`), '1');
    }
  });

  test('both end at once, and the visitor writes at that moment: what was taken stands, what was not was refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      const chat = await talking(house, acme, abel);
      const [ended, left, ...spoken] = await Promise.all([chat.act(abel, 'end'), chat.wish('end'), ...[0, 1, 2].map((at) => chat.say(`Word ${at}`))]);
      assert.deepEqual([ended.status, left.status], [303, 303]);
      assert.equal(house.sql(`select count(*) from event where ticket_id = ${chat.ticket} and kind = 'chat_ended'`), '1');
      const seen = said(await abel.text(chat.agentPath));
      spoken.forEach(({ status }, at) => {
        assert.ok([200, 410].includes(status), String(status));
        assert.equal(seen.includes(`Word ${at}`), status === 200);
      });
    }
  });

  test('the same mark sent many times at once stands once', async () => {
    const chat = await talking(house, acme, abel);
    const answers = await Promise.all(Array.from({ length: 8 }, () => chat.says('Once', { mark: 'same' })));
    assert.equal(new Set(answers).size, 1);
    assert.deepEqual(said(await chat.page()).slice(1), ['Once']);
  });

  test('the visitor ends while an agent answers: the answer is in the chat or in the mailbox, never lost, never twice', async () => {
    const rounds = [];
    for (let round = 0; round < 5; round += 1) {
      const at = `race${count += 1}@visitor.example`;
      const chat = await talking(house, acme, abel, { address: at });
      const [answered] = await Promise.all([house.answer(abel, chat.ticket, `Answer ${at}`, { from: 'chat' }), chat.wish('end')]);
      assert.equal(answered.status, 303);
      rounds.push({ chat, at });
    }
    for (const { chat } of rounds) house.sql(`update message set created_at = created_at - 200000000 where ticket_id = ${chat.ticket} and side = 'agent'`);
    const sent = (at) => house.mails().filter((mail) => plain(mail).includes(`Answer ${at}`));
    for (const { at } of rounds) await until(`the mail for ${at}`, () => sent(at).length);
    const mark = await talking(house, acme, abel, { address: 'mark@visitor.example' });
    mark.old(await mark.answers(abel, 'The last mark'), 200);
    await house.mail('the mark', (mail) => plain(mail).includes('The last mark'));
    for (const { at } of rounds) assert.equal(sent(at).length, 1, at);
  });

  test('unknown wishes change nothing, and no cookie follows the visitor', async () => {
    const chat = await start(house, acme, { body: 'Mine' });
    const stranger = new Browserless(house.desk.web);
    for (const wish of ['', 'take', 'close', 'delete']) assert.equal((await stranger.post(chat.path, { wish })).status, 404, wish);
    assert.ok([404, 405].includes((await stranger.request(chat.path, { method: 'DELETE' })).status));
    assert.equal(chat.state(), 'waiting');
    const cross = await stranger.post(chat.path, { wish: 'end' }, { headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } });
    assert.ok([303, 403].includes(cross.status));
    assert.doesNotMatch((await chat.who.get(chat.path)).headers.get('set-cookie') ?? '', /./, 'no cookie is set');
    assert.match((await chat.who.get(chat.path)).headers.get('referrer-policy') ?? '', /no-referrer|same-origin|strict-origin/);
  });
});
