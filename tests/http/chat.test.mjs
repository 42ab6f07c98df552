// A chat from its request to the words of both sides: who sees it, who has it, what each side learns of the other.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, until } from '../lib/desk.mjs';
import { addPortal, become, below, bubbles, companyAgent, hears, openHouse, queue, said, start, talking, viewOf, visitor } from '../lib/chats.mjs';
import { publish } from '../lib/guides.mjs';
import { decode, textOf, toast } from '../lib/html.mjs';
import { follow } from '../lib/house.mjs';

onBothEngines(describe, 'chats', (engine) => {
  let house, acme, elsewhere, abel, carl, rita, una;
  before(async () => {
    house = await openHouse(engine);
    acme = await addPortal(house, 'acme');
    elsewhere = house.addDepartment('Elsewhere');
    await addPortal(house, 'umbra', { department: elsewhere });
    abel = house.agent('Abel Agent', 'abel@desk.example');
    carl = companyAgent(house, 'Carl Company', 'carl@desk.example', [acme.company]);
    rita = house.agent('Rita Restricted', 'rita@desk.example', [elsewhere]);
    una = house.agent('Una Unavailable', 'una@desk.example');
  });
  after(() => house.close());

  test('a visitor starts a chat; available agents with access see the request, others do not [R162, R177, R178, R179, R188, R191]', async () => {
    assert.equal(await viewOf(visitor(house), acme), 'offline');
    await become(rita, 'available');
    assert.equal(await viewOf(visitor(house), acme), 'offline', 'who has no access does not count');
    for (const agent of [abel, carl]) await become(agent, 'available');
    assert.equal(await viewOf(visitor(house), acme), 'online');
    const chat = await start(house, acme, { body: 'My tea is cold.', page: 'https://acme.example/tea' });
    assert.equal(chat.state(), 'waiting');
    assert.equal(house.sql(`select channel || ' ' || company_id from ticket where id = ${chat.ticket}`), `chat ${acme.company}`);
    assert.match(below(await chat.page()), /You are next/);
    for (const agent of [abel, carl]) {
      const { html, waiting } = await queue(agent);
      assert.ok(waiting.includes(chat.ticket), agent.name);
      assert.match(textOf(html), /Vera Visitor .*My tea is cold\. Acme/);
    }
    for (const agent of [rita, una]) assert.ok(!(await queue(agent)).waiting.includes(chat.ticket), agent.name);
    assert.match(textOf((await queue(una)).html), /You are unavailable: requests do not reach you/);
    const seen = textOf(await abel.text(chat.agentPath));
    assert.match(seen, /acme\.example\/tea/);
    assert.match(seen, /Not signed in/);
    const second = await start(house, acme, { name: 'Second' });
    assert.match(below(await second.page()), /You are number 2/);
    assert.deepEqual((await queue(abel)).waiting.slice(-2), [chat.ticket, second.ticket], 'the longest waiting first');
    await become(abel, 'unavailable');
    assert.deepEqual((await queue(abel)).waiting, []);
    await become(abel, 'available');
    for (const one of [chat, second]) await one.acts(abel, 'end');
  });

  test('a request and each word is announced to the pages that show it', async () => {
    let chat;
    assert.equal((await hears(abel, 'chats', async () => { chat = await start(house, acme); })).topic, 'chats');
    assert.equal((await hears(chat.who, `chat:${chat.ticket}`, () => chat.acts(abel, 'take'), chat.code)).topic, `chat:${chat.ticket}`);
    await hears(chat.who, `chat:${chat.ticket}`, () => chat.answers(abel, 'Good morning'), chat.code);
    await hears(abel, `chats-of:${abel.id}`, () => chat.says('Good evening'));
    await hears(visitor(house), `portal:${acme.id}`, async () => { await become(carl, 'unavailable'); await become(carl, 'available'); });
  });

  test('whoever takes a chat first has it; the second is told', async () => {
    const chat = await start(house, acme);
    assert.equal(await chat.acts(abel, 'take'), chat.agentPath);
    const late = await chat.act(carl, 'take');
    assert.equal(late.headers.get('location'), '/agent/chats');
    assert.match(toast(await follow(carl, late)), /Somebody else was first/);
    assert.equal(await chat.acts(abel, 'take'), chat.agentPath, 'whoever has it may press again');
    for (const agent of [abel, carl]) assert.ok(!(await queue(agent)).waiting.includes(chat.ticket));
    assert.ok((await queue(abel)).listed.includes(chat.ticket));
    assert.ok(!(await queue(carl)).listed.includes(chat.ticket));
    assert.match(textOf(await chat.page()), /Abel Agent is here/);
    assert.equal(house.sql(`select count(*) from event where ticket_id = ${chat.ticket} and kind = 'chat_taken'`), '1');
    assert.equal(house.sql(`select assignee_id from ticket where id = ${chat.ticket}`), String(abel.id));
  });

  test('answering takes a chat that waits; a note does not', async () => {
    const chat = await start(house, acme);
    await chat.answers(abel, 'Who knows this customer?', { kind: 'note' });
    assert.equal(chat.state(), 'waiting');
    await chat.answers(carl, 'I am here.');
    assert.equal(chat.state(), 'open');
    assert.match(textOf(await chat.page()), /Carl Company is here/);
  });

  test('words go both ways, each once and in order; notes stay among agents', async () => {
    const chat = await talking(house, acme, abel, { body: 'One' });
    const two = await chat.answers(abel, '<p>Two <strong>bold</strong></p>', { format: 'html' });
    await chat.answers(abel, 'Between us', { kind: 'note' });
    const first = await chat.says('Three', { mark: 'm3' });
    assert.equal(await chat.says('Three', { mark: 'm3' }), first, 'sent again, it is the same message');
    await chat.says('Three', { mark: 'm3b' });
    assert.deepEqual(said(await chat.page()), ['One', 'Two bold', 'Three', 'Three']);
    assert.deepEqual(bubbles(await chat.page()).map((bubble) => bubble.own), [true, false, true, true]);
    assert.deepEqual(said(await chat.news(two)), ['Three', 'Three']);
    assert.deepEqual(said(await chat.news(first + 1000)), []);
    for (const html of [await chat.page(), await chat.news()]) assert.doesNotMatch(html, /Between us/);
    const seen = bubbles(await abel.text(chat.agentPath));
    assert.deepEqual(seen.map((bubble) => bubble.own), [false, true, true, false, false]);
    assert.match(seen.find((bubble) => bubble.note).text, /Between us/);
    assert.deepEqual(said(await abel.text(`${chat.agentPath}/news?after=${first}`)), ['Three']);
    assert.match(await abel.text(`${chat.agentPath}/news?after=0`), /Between us/);
    assert.match(await house.page(abel, chat.ticket), /Between us/, 'the ticket tells the same');
    assert.equal((await chat.say('  ')).status, 422);
    assert.equal((await chat.say('x'.repeat(8001))).status, 422);
    assert.equal((await chat.say('x'.repeat(8000))).status, 200);
  });

  test('each side learns that its words were seen', async () => {
    const chat = await talking(house, acme, abel);
    const question = await chat.says('Seen?');
    assert.doesNotMatch(below(await chat.page()), /^Seen/);
    assert.equal((await carl.post(`${chat.agentPath}/alive`, { newest: question })).status, 204);
    assert.doesNotMatch(below(await chat.page()), /^Seen/, 'who only looks in does not count');
    await abel.post(`${chat.agentPath}/alive`, { newest: question });
    assert.match(below(await chat.page()), /^Seen/);
    const answer = await chat.answers(abel, 'Seen.');
    assert.doesNotMatch(below(await abel.text(`${chat.agentPath}/news?after=0`)), /^Seen/);
    assert.equal((await chat.alive({ newest: -1 })).status, 204);
    assert.doesNotMatch(below(await abel.text(`${chat.agentPath}/news?after=0`)), /^Seen/, 'an open page alone has seen nothing');
    await hears(abel, `chat:${chat.ticket}`, () => chat.alive({ newest: answer }));
    assert.match(below(await abel.text(`${chat.agentPath}/news?after=0`)), /^Seen/);
    await chat.alive({ newest: 1 });
    assert.equal(chat.get('visitor_read'), String(answer), 'what was seen stays seen');
  });

  test('each side sees the other type', async () => {
    const chat = await talking(house, acme, abel);
    const visitorSees = async () => below(await chat.news());
    const agentSees = async () => below(await abel.text(`${chat.agentPath}/news?after=0`));
    await hears(abel, `chat:${chat.ticket}`, () => chat.alive({ typing: '1' }));
    await until('the agent sees it', async () => /Vera Visitor is typing/.test(await agentSees()));
    assert.doesNotMatch(await visitorSees(), /is typing/);
    await chat.alive({ typing: '0' });
    await until('it ends', async () => !/is typing/.test(await agentSees()));
    await hears(chat.who, `chat:${chat.ticket}`, () => abel.post(`${chat.agentPath}/alive`, { newest: 0, typing: '1' }), chat.code);
    await until('the visitor sees it', async () => /Abel Agent is typing/.test(await visitorSees()));
    await abel.post(`${chat.agentPath}/alive`, { newest: 0, typing: '0' });
    await until('it ends', async () => !/is typing/.test(await visitorSees()));
    await chat.alive({ typing: '1' });
    await until('the agent sees it', async () => /is typing/.test(await agentSees()));
    await chat.says('Sent');
    await until('sending ends it', async () => !/is typing/.test(await agentSees()));
  });

  test('files go both ways, with the question too', async () => {
    const text = (name, content) => ({ upload: { name, type: 'text/plain', content } });
    const chat = await start(house, acme, { body: 'See the file' }, { files: text('question.txt', 'first') });
    await chat.acts(abel, 'take');
    await chat.says('', { files: text('visitor.txt', 'from the visitor') });
    await chat.answers(abel, 'Here', { files: { upload: { name: 'agent.txt', type: 'text/plain', content: 'from the agent' } } });
    const links = (html) => Object.fromEntries([...html.matchAll(/<a class="file" href="([^"]+)"[^>]*>([\s\S]*?)<\/a>/g)].map((found) => [textOf(found[2]).match(/\w+\.txt/)[0], decode(found[1])]));
    const ofVisitor = links(await chat.page());
    assert.deepEqual(Object.keys(ofVisitor).sort(), ['agent.txt', 'question.txt', 'visitor.txt']);
    assert.equal(await chat.who.text(ofVisitor['agent.txt']), 'from the agent');
    assert.equal(await chat.who.text(ofVisitor['question.txt']), 'first');
    const ofAgent = links(await abel.text(chat.agentPath));
    assert.equal(await abel.text(ofAgent['visitor.txt']), 'from the visitor');
    assert.notEqual((await visitor(house).get(ofAgent['visitor.txt'])).status, 200, 'an agent’s address of a file opens it for nobody else');
  });

  test('a chat is handed over to an agent, who has it at once', async () => {
    const chat = await talking(house, acme, abel);
    assert.equal(await chat.acts(abel, 'agent', carl.id), '/agent/chats');
    assert.equal(chat.state(), 'open');
    assert.ok((await queue(carl)).listed.includes(chat.ticket));
    assert.ok(!(await queue(abel)).listed.includes(chat.ticket));
    assert.match(textOf(await chat.page()), /Carl Company is here/);
    for (const to of [rita.id, 999_999, '', 'x']) assert.equal((await chat.act(carl, 'agent', to)).status, 422, String(to));
    assert.equal(house.sql(`select assignee_id from ticket where id = ${chat.ticket}`), String(carl.id));
    await chat.says('Are you new?');
    await chat.answers(carl, 'I am Carl.');
    assert.deepEqual(said(await chat.page()).slice(-2), ['Are you new?', 'I am Carl.']);
  });

  test('a chat is handed back to a department, where it waits again', async () => {
    const chat = await talking(house, acme, abel);
    await become(rita, 'available');
    await chat.acts(abel, 'department', elsewhere);
    assert.equal(chat.state(), 'waiting');
    assert.match(below(await chat.page()), /You are (next|number)/);
    assert.ok((await queue(rita)).waiting.includes(chat.ticket));
    assert.ok((await queue(abel)).waiting.includes(chat.ticket));
    await chat.acts(rita, 'take');
    await chat.answers(rita, 'Elsewhere, good day.');
    assert.deepEqual(said(await chat.page()), ['Is somebody there?', 'Elsewhere, good day.']);
    assert.match(textOf(await chat.page()), /Rita Restricted is here/);
    for (const to of [999_999, '', 'x']) assert.ok([404, 422].includes((await chat.act(rita, 'department', to)).status), String(to));
    assert.equal(chat.state(), 'open');
    // An agent of one department may hand a chat on to one that they do not see.
    await chat.acts(rita, 'department', house.department);
    assert.equal((await rita.get(chat.agentPath)).status, 404);
    assert.ok((await queue(carl)).waiting.includes(chat.ticket));
  });

  test('a chat is never handed to a department where nobody could see it', async () => {
    const nowhere = house.addDepartment('Nowhere');
    const nora = house.agent('Nora Nowhere', 'nora@desk.example', [nowhere]);
    await become(nora, 'available');
    const chat = await talking(house, acme, abel);
    const handed = await chat.act(abel, 'department', nowhere);
    if (handed.status === 303) assert.ok((await queue(nora)).waiting.includes(chat.ticket), 'its available agents see the request');
    else assert.equal(handed.status, 422);
  });

  test('a second agent is invited; the first keeps the chat', async () => {
    const chat = await talking(house, acme, abel);
    assert.equal(await chat.acts(abel, 'invite', carl.id), chat.agentPath);
    for (const agent of [abel, carl]) assert.ok((await queue(agent)).listed.includes(chat.ticket), agent.name);
    assert.match(textOf(await abel.text(chat.agentPath)), /Carl Company invited/);
    await chat.answers(carl, 'A word from me.');
    assert.match(textOf(await chat.page()), /Abel Agent is here/);
    assert.equal(said(await chat.page()).at(-1).replace(/^CC /, ''), 'A word from me.');
    for (const to of [rita.id, abel.id, 999_999, 'x']) assert.equal((await chat.act(abel, 'invite', to)).status, 422, String(to));
  });

  test('guides are offered while one waits, and still a person answers [R196]', async () => {
    const guide = await publish(house.admin, { category: house.sql('select min(id) from guide_category'), title: 'Descaling the kettle', body: 'Pour vinegar into the kettle.' });
    const chat = await start(house, acme, { body: 'How do I descale my kettle?' });
    const waiting = await until('the guide is found', async () => { const html = await chat.page(); return html.includes('Descaling the kettle') && html; });
    assert.match(waiting, new RegExp(`href="/guides/${guide}`));
    assert.match(below(waiting), /You keep your place: a person answers you/);
    assert.equal(chat.state(), 'waiting');
    assert.ok((await queue(abel)).waiting.includes(chat.ticket), 'the request stays');
    await chat.acts(abel, 'take');
    assert.doesNotMatch(await chat.page(), /Descaling the kettle/);
    await chat.answers(abel, 'With vinegar.');
    assert.equal(said(await chat.page()).at(-1), 'With vinegar.');
  });

  test('the chat works without scripts', async () => {
    const chat = await talking(house, acme, abel);
    const html = await chat.page();
    assert.match(html, new RegExp(`<form class="widget-compose"[^>]* method="post" action="${chat.path}/messages"`));
    assert.match(html, new RegExp(`<noscript>[\\s\\S]*?<a href="${chat.path}">`));
    const plain = (body) => chat.who.postForm(`${chat.path}/messages`, { body });
    for (const body of ['By hand', 'By hand']) {
      const answer = await plain(body);
      assert.equal(answer.status, 303);
      assert.equal(answer.headers.get('location'), chat.path);
    }
    assert.deepEqual(said(await chat.page()).slice(1), ['By hand', 'By hand'], 'without a mark each is one of its own');
    const framed = await chat.who.postForm(`${chat.path}/messages?frame=1`, { body: 'In a frame' });
    assert.equal(framed.headers.get('location'), `${chat.path}?frame=1`);
    const empty = await plain(' ');
    assert.equal(empty.status, 422);
    await chat.acts(abel, 'end');
    const late = await plain('Too late <b>');
    assert.equal(late.status, 409);
    const came = await late.text();
    assert.match(textOf(came), /ended/);
    assert.doesNotMatch(textOf(await chat.page()), /Too late/, 'nothing was kept');
    assert.match(came, /Too late &lt;b/, 'the words come back');
  });

  test('the desk’s power fails: nothing is lost, nothing stands twice, the chat goes on', async () => {
    const chat = await talking(house, acme, abel);
    const waiting = await start(house, acme, { name: 'Still Waiting' });
    const kept = await chat.says('Kept', { mark: 'kept' });
    const answer = await chat.answers(abel, 'Answered');
    await house.crash();
    assert.deepEqual(said(await chat.page()).slice(1), ['Kept', 'Answered']);
    assert.equal(await chat.says('Kept', { mark: 'kept' }), kept, 'the browser tries again');
    await chat.alive({ newest: answer });
    const words = Array.from({ length: 30 }, (_, at) => `In flight ${at}`);
    const flying = words.map((body) => chat.say(body, { mark: body }).then((sent) => sent.status, () => 'lost'));
    await Promise.race(flying);
    await house.crash();
    const statuses = await Promise.all(flying);
    const stands = said(await chat.page());
    words.forEach((body, at) => { if (statuses[at] === 200) assert.ok(stands.includes(body), `${body} was taken`); });
    for (const body of words) await chat.says(body, { mark: body });
    assert.deepEqual(said(await chat.page()).filter((body) => body.startsWith('In flight')).sort(), words.toSorted());
    assert.equal(await viewOf(visitor(house), acme), 'online', 'who was available is');
    assert.ok((await queue(abel)).waiting.includes(waiting.ticket));
    await waiting.acts(abel, 'take');
    await chat.answers(abel, 'Where were we?');
    assert.equal(said(await chat.page()).at(-1), 'Where were we?');
  });
});
