// Questions of members: private or open, who is told, who has them, and where they stand.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines, until } from '../lib/desk.mjs';
import { ask, comment, features, member, posts, topicIds, words } from '../lib/community.mjs';
import { between, fieldValue, menuCounts, rowIds, rowOf, textOf } from '../lib/html.mjs';
import { House, follow, plain } from '../lib/house.mjs';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

onBothEngines(describe, 'questions of members', (engine) => {
  let house, abel, ann, mia, bob;
  before(async () => {
    house = await House.open(engine);
    abel = house.agent('Abel Agent', 'abel@desk.example');
    ann = house.agent('Ann Agent', 'ann@desk.example');
    await features(house);
    mia = member(house, 'Mia Member', 'mia.unusual@member.example');
    bob = member(house, 'Bob Builder', 'bob@member.example');
  });
  after(() => house.close());
  const mailsTo = (address) => house.mails().filter((mail) => new RegExp(`^To: .*${address}`, 'mi').test(mail));

  test('the form takes details, links, pictures and documents, and asks who may read it [R032, R033, R034, R035, R036, R037]', async () => {
    assert.match(await mia.text('/tickets'), /href="\/tickets\/new"/);
    const form = await mia.text('/tickets/new');
    for (const field of ['subject', 'body', 'upload', 'visibility']) assert.match(form, new RegExp(`name="${field}"`));
    const id = await ask(house, mia, 'Where is the manual?', 'I looked at https://example.org/manual and found nothing.', {},
      { upload: { name: 'screen.png', type: 'image/png', content: PNG } });
    const page = await bob.text(`/community/${id}`);
    assert.match(page, /<a href="https:\/\/example\.org\/manual"[^>]*rel="[^"]*nofollow/);
    const picture = page.match(/src="(\/files\/[\w-]+\?inline)"/)[1];
    assert.equal((await bob.get(picture)).headers.get('content-type'), 'image/png', 'whoever reads it has its pictures');
    const stranger = house.customer('Sam Stranger', 'sam@stranger.example');
    assert.notEqual((await stranger.get(picture)).status, 200, 'others have not');
    const paper = await ask(house, mia, 'A document', 'See the file.', {}, { upload: { name: 'plan.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.4 x') } });
    assert.match(textOf(await bob.text(`/community/${paper}`)), /plan\.pdf/);
  });

  test('a private question is read by its author and the desk alone; an open one by members [R037, R038]', async () => {
    const secret = await house.ask(mia, { subject: 'My invoice is wrong' });
    const open = await ask(house, mia, 'Is there a bike rack?');
    assert.equal((await bob.get(`/tickets/${secret}`)).status, 404);
    assert.equal((await bob.get(`/community/${secret}`)).status, 404);
    const list = await bob.text('/community');
    assert.ok(topicIds(list).includes(Number(open)) && !topicIds(list).includes(secret));
    assert.match(textOf(await bob.text('/')), /Members are asking .*Is there a bike rack\?/);
    assert.doesNotMatch(await bob.text('/'), /My invoice is wrong/);
    const visitor = await new Browserless(house.desk.web).get('/community');
    assert.match(visitor.headers.get('location') ?? '', /^\/sign-in\?next=/);
    assert.doesNotMatch(await new Browserless(house.desk.web).text('/'), /bike rack/);
  });

  test('where discussions are private by default, the form proposes it; who may read it is never guessed [R039]', async () => {
    const proposed = (html) => html.match(/name="visibility" value="(\w+)" checked/)[1];
    assert.equal(proposed(await mia.text('/tickets/new')), 'public');
    await follow(house.admin, await features(house, { private_by_default: 'yes' }));
    assert.equal(proposed(await mia.text('/tickets/new')), 'private');
    assert.match(await house.admin.text('/agent/settings/features'), /name="private_by_default" value="yes" checked/);
    await features(house);
    assert.equal(proposed(await mia.text('/tickets/new?about=')), 'public');
    const silent = await house.ask(mia, { subject: 'Nothing was said about readers' });
    assert.equal(house.sql(`select visibility from ticket where id = ${silent}`), 'private');
    await features(house, { hide_community: 'yes' });
    assert.doesNotMatch(await mia.text('/tickets/new'), /name="visibility"/);
    assert.equal((await bob.get('/community')).status, 404);
    await features(house);
  });

  test('a question is mailed to every admin, counts on the dashboard and beside the menu at once [R040, R041, R042, R043]', async () => {
    const boss = house.session(house.addPerson('Bea Boss', 'bea@desk.example', 'admin'));
    const badge = async () => menuCounts(await boss.text('/agent/views/open')).questions;
    const figure = async () => Number(textOf(between(await boss.text('/agent/dashboard'), 'id="figure-questions"', '</a>')).match(/> (\d+)|(\d+)/)[0].replace(/\D/g, ''));
    const [before, shown] = [await badge(), await figure()];
    const id = await house.ask(mia, { subject: 'Who is told of this?' });
    for (const address of ['bea@desk.example', 'ada@desk.example']) {
      await house.mail(`the mail to ${address}`, (mail) => new RegExp(`^To: .*${address}`, 'mi').test(mail) && plain(mail).includes('Who is told of this?'));
    }
    assert.equal(mailsTo('abel@desk.example').filter((mail) => plain(mail).includes('Who is told')).length, 0, 'agents are not');
    assert.deepEqual([await badge(), await figure()], [before + 1, shown + 1]);
    const old = Date.now() * 1000 - 29 * 24 * 3600 * 1e6;
    house.sql(`update ticket set created_at = ${old} where id = ${id}`);
    assert.deepEqual([await badge(), await figure()], [before + 1, shown], 'after four weeks it is only in the menu');
    assert.match(textOf(between(await boss.text('/agent/dashboard'), 'id="part-questions"', '</section>')), /last four weeks/);
  });

  test('the dashboard gathers what needs one now, what waits and is late, who is here, services and integrations [R042, R194]', async () => {
    const mine = await house.ask(mia, { subject: 'For Abel now' });
    await abel.post(`/agent/tickets/${mine}/assignment`, { assignee: 'me' });
    await house.admin.post(`/agent/tickets/${mine}/due`, { due_on: '2020-01-01' });
    const part = async (person, id) => textOf(between(await person.text('/agent/dashboard'), `id="${id}"`, '</section>'));
    assert.match(await part(abel, 'part-mine'), /For Abel now/);
    assert.match(await part(abel, 'part-late'), /For Abel now/);
    assert.match(await part(abel, 'part-unanswered'), /For Abel now|\d/);
    assert.match(await part(abel, 'head-team'), /Abel Agent here now/);
    assert.match(await part(abel, 'head-activity'), /Abel Agent assigned For Abel now/);
    assert.match(await part(abel, 'head-services'), /\d/);
    assert.match(await part(house.admin, 'head-connected'), /Mail addresses 1 .* Webhooks 0 API tokens 0/);
    assert.match(await part(house.admin, 'steps'), /Write a first guide/);
    assert.doesNotMatch(await abel.text('/agent/dashboard'), /id="steps"|id="head-connected"/, 'agents have nothing to set up');
    await follow(abel, await house.answer(abel, mine, 'Done.', { then: 'closed' }));
    assert.doesNotMatch(await part(abel, 'part-mine'), /For Abel now/);
    const elsewhere = house.addDepartment('Elsewhere', 'Another');
    const rita = house.agent('Rita Restricted', 'rita@desk.example', [elsewhere]);
    assert.doesNotMatch(await rita.text('/agent/dashboard'), /For Abel now/);
    assert.equal((await mia.get('/agent/dashboard')).status, 403);
  });

  test('open and settled questions are two lists; comment, or comment and close [R044, R045, R046, R047, R051]', async () => {
    const id = await house.ask(mia, { subject: 'The door squeaks' });
    const [open, settled] = ['questions', 'settled-questions'].map((view) => async () => rowIds(await abel.text(`/agent/views/${view}`)));
    assert.match(textOf(between(await abel.text('/agent/views/questions'), 'class="cluster question-tabs"', '</nav>')), /Open questions Settled questions/);
    assert.ok((await open()).includes(id));
    await follow(abel, await house.answer(abel, id, 'We oil it today.'));
    assert.ok((await open()).includes(id) && !(await settled()).includes(id), 'a comment leaves it open');
    await follow(abel, await house.answer(abel, id, 'Done.', { then: 'closed' }));
    assert.ok(!(await open()).includes(id) && (await settled()).includes(id));
    assert.match(textOf(await mia.text(`/tickets/${id}`)), /Done\./);
    const topic = await ask(house, mia, 'Which paper fits?');
    await follow(abel, await comment(abel, topic, 'A4, 80 g.', { close: '1' }));
    assert.ok((await settled()).includes(Number(topic)));
  });

  test('a question says who has it, and a list of names gives it to somebody [R049, R050]', async () => {
    const id = await house.ask(mia, { subject: 'Who takes this?' });
    const row = rowOf(await abel.text('/agent/views/questions'), id);
    assert.match(textOf(row.match(/class="btn assign"[\s\S]*?<\/button>/)[0]), /Unassigned/);
    for (const name of ['Abel Agent', 'Ann Agent']) assert.match(textOf(row.slice(row.indexOf('class="menu"'))), new RegExp(name));
    const back = await abel.post(`/agent/tickets/${id}/assignment`, { assignee: ann.id, view: '/agent/views/questions' });
    assert.equal(back.headers.get('location'), '/agent/views/questions');
    const after = rowOf(await abel.text('/agent/views/questions'), id);
    assert.match(textOf(after.match(/class="btn assign"[\s\S]*?<\/button>/)[0]), /Ann Agent/);
    assert.doesNotMatch(textOf(after.match(/class="btn assign"[\s\S]*?<\/button>/)[0]), /Unassigned/);
  });

  test('everybody who commented is mailed each new comment, until they unsubscribe with one click [R048]', async () => {
    const cleo = member(house, 'Cleo Client', 'cleo@member.example');
    const id = await ask(house, mia, 'Does the roof leak?');
    await follow(bob, await comment(bob, id, 'Over my desk, yes.'));
    await house.mail('the mail to who asked', (mail) => /^To: .*mia.unusual@/mi.test(mail) && plain(mail).includes('Over my desk'));
    await follow(cleo, await comment(cleo, id, 'And over mine.'));
    const told = await house.mail('the mail to who commented', (mail) => /^To: .*bob@/mi.test(mail) && plain(mail).includes('And over mine'));
    assert.match(told, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click/mi);
    assert.match(told, /^Auto-Submitted: auto-generated/mi);
    assert.ok(!mailsTo('cleo@member.example').some((mail) => plain(mail).includes('And over mine')), 'not to its author');
    await follow(abel, await comment(abel, id, 'We look at it tomorrow.'));
    for (const address of ['mia.unusual@', 'bob@', 'cleo@']) await house.mail(`the answer to ${address}`, (mail) => new RegExp(`^To: .*${address}`, 'mi').test(mail) && plain(mail).includes('look at it tomorrow'));
    const key = plain(told).match(/^List-Unsubscribe: <[^>]*\/c\/(\w+)>/mi)[1];
    const program = new Browserless(house.desk.web);
    assert.equal((await program.post(`/c/${key}`, { 'List-Unsubscribe': 'One-Click' })).status, 200);
    await follow(cleo, await comment(cleo, id, 'It rained again.'));
    await house.mail('the next one', (mail) => /^To: .*mia.unusual@/mi.test(mail) && plain(mail).includes('It rained again'));
    await house.mail('also to the agent who answered', (mail) => /^To: .*abel@/mi.test(mail) && plain(mail).includes('It rained again'));
    assert.ok(!mailsTo('bob@member.example').some((mail) => plain(mail).includes('It rained again')));
    assert.match(await program.text(`/c/${key}`), /You get no e-mails about it/);
    assert.equal((await program.get('/c/nothing')).status, 404);
  });

  test('of a private question the agents who answered hear, and nobody else [R048]', async () => {
    const id = await house.ask(mia, { subject: 'Only between us' });
    await follow(abel, await house.answer(abel, id, 'Tell me more.'));
    await follow(mia, await mia.postForm(`/tickets/${id}/messages`, { body: 'Here is more of it.' }));
    await house.mail('the mail to the agent', (mail) => /^To: .*abel@/mi.test(mail) && plain(mail).includes('Here is more of it'));
    assert.ok(!house.mails().some((mail) => /^To: .*(bob|ann)@/mi.test(mail) && plain(mail).includes('Here is more of it')));
  });

  test('a topic is watched, followed as usual, or silent, by choice', async () => {
    const [watcher, silent] = [member(house, 'Wim Watcher', 'wim@member.example'), member(house, 'Sid Silent', 'sid@member.example')];
    const id = await ask(house, mia, 'Which coffee?');
    await follow(watcher, await watcher.post(`/community/${id}/follow`, { level: 'watch' }));
    await follow(silent, await comment(silent, id, 'Strong.'));
    await follow(silent, await silent.post(`/community/${id}/follow`, { level: 'mute' }));
    await follow(bob, await comment(bob, id, 'Decaf.'));
    await house.mail('the watcher is told', (mail) => /^To: .*wim@/mi.test(mail) && plain(mail).includes('Decaf'));
    assert.ok(!mailsTo('sid@member.example').some((mail) => plain(mail).includes('Decaf')));
    assert.match(await watcher.text(`/community/${id}`), /name="level" value="watch" checked/);
    assert.equal((await watcher.post(`/community/${id}/follow`, { level: 'x' })).status, 400);
  });

  test('while somebody writes, guides and open questions that are near are named, private ones never', async () => {
    const open = await ask(house, bob, 'Projector shows a purple picture');
    const secret = await house.ask(mia, { subject: 'Purple projector in my private room' });
    const near = await mia.text('/tickets/similar?q=projector+purple');
    assert.match(near, new RegExp(`/community/${open}`));
    assert.ok(!near.includes(`/${secret}`) && !near.includes('private room'));
    assert.doesNotMatch(await new Browserless(house.desk.web).text('/tickets/similar?q=projector+purple'), /purple picture/);
    assert.doesNotMatch(await mia.text('/tickets/similar?q=unusual'), /community/, 'addresses are not searched');
  });

  test('a question for everybody that tells of persons is asked about once; a private one is not', async () => {
    const told = { subject: 'Call me', body: 'My number is +33 6 12 34 56 78, or mia.unusual@mail.example.', department: house.department };
    const first = await mia.postForm('/tickets', { ...told, visibility: 'public' });
    assert.equal(first.status, 422);
    const page = await first.text();
    for (const words of ['+33 6 12 34 56 78', 'mia.unusual@mail.example']) assert.ok(textOf(between(page, 'id="personal"', '</form>')).includes(words), words);
    assert.equal(fieldValue(page, 'subject'), 'Call me');
    assert.equal(house.sql("select count(*) from ticket where subject = 'Call me'"), '0');
    assert.match((await mia.postForm('/tickets', { ...told, visibility: 'public', personal: 'yes' })).headers.get('location'), /^\/community\/\d+$/);
    assert.match((await mia.postForm('/tickets', { ...told, visibility: 'private' })).headers.get('location'), /^\/tickets\/\d+$/);
  });

  test('what is near is told to visitors so many times a minute', async () => {
    const visitor = new Browserless(house.desk.web);
    const first = (await visitor.get('/tickets/similar?q=printer')).status;
    let last = first;
    for (let at = 0; at < 300 && last === 200; at += 1) last = (await visitor.get('/tickets/similar?q=printer')).status;
    assert.deepEqual([first, last], [200, 429]);
    assert.equal((await mia.get('/tickets/similar?q=printer')).status, 200, 'members are not counted');
  });

  test('whoever wants to ask everybody signs in first', async () => {
    const answer = await new Browserless(house.desk.web).get('/tickets/new?open=1');
    assert.equal(answer.headers.get('location'), '/sign-in?next=%2Ftickets%2Fnew%3Fopen%3D1');
  });

  test('what is wrong with a question is said beside the field, and what was typed stays', async () => {
    const answer = await mia.postForm('/tickets', { subject: '', body: 'Typed <b>words</b>', department: house.department, visibility: 'public' });
    assert.equal(answer.status, 422);
    const html = await answer.text();
    assert.match(html, /Typed &lt;b&gt;words/);
    assert.match(html, /name="visibility" value="public" checked/);
  });

  test('the agents’ page says that others read a ticket, and opens its topic', async () => {
    const id = await ask(house, mia, 'Where is the tram stop?');
    const page = await abel.text(`/agent/tickets/${id}`);
    assert.match(textOf(page), /Others can read this ticket/);
    assert.match(page, new RegExp(`href="/community/${id}"`));
    await follow(abel, await house.answer(abel, id, 'Behind the church.'));
    assert.ok((await words(bob, id)).some((text) => text.includes('Behind the church')));
    await abel.postForm(`/agent/tickets/${id}/messages`, { kind: 'note', body: 'Nobody may read this note.' });
    assert.doesNotMatch(await bob.text(`/community/${id}`), /Nobody may read this note/);
    assert.equal(posts(await bob.text(`/community/${id}`)).length, 2);
  });
});
