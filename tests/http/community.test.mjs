// The community: topics, answers, quotes, mentions, what readers think, and changing between private and public.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines } from '../lib/desk.mjs';
import { ask, comment, features, member, posts, topicIds, words } from '../lib/community.mjs';
import { between, errorOf, fieldValue, textOf } from '../lib/html.mjs';
import { House, follow, plain } from '../lib/house.mjs';

onBothEngines(describe, 'the community', (engine) => {
  let house, abel, mia, bob;
  before(async () => {
    house = await House.open(engine);
    abel = house.agent('Abel Agent', 'abel@desk.example');
    await features(house);
    mia = member(house, 'Mia Member', 'mia.unusual@member.example');
    bob = member(house, 'Bob Builder', 'bob@member.example');
  });
  after(() => house.close());
  const idOf = async (person, topic, at) => posts(await person.text(`/community/${topic}`))[at].id;

  test('customers open topics and answer each other; the team is marked [R052, R053, R054]', async () => {
    const id = await ask(house, mia, 'Do the lockers have sockets?', 'For my laptop.');
    await follow(bob, await comment(bob, id, 'Those on the first floor do.'));
    await follow(abel, await comment(abel, id, 'All of them from March on.'));
    const page = await mia.text(`/community/${id}`);
    const found = posts(page);
    assert.deepEqual(found.map((post) => post.text), ['For my laptop.', 'Those on the first floor do.', 'All of them from March on.']);
    assert.match(textOf(found[2].html), /Abel Agent .* team/);
    assert.match(textOf(found[1].html), /Bob Builder Member/);
    assert.match(textOf(found[0].html), /Asked this/);
    assert.match(textOf(page), /2 replies/);
    assert.doesNotMatch(page, /@member\.example/, 'addresses are nowhere');
    const mine = await bob.text('/community?part=mine&category=');
    assert.deepEqual(topicIds(mine), [Number(id)]);
  });

  test('what nobody answered has a list; whoever has the right answer leaves it [R055, R058]', async () => {
    const id = await ask(house, mia, 'Where do I return the keys?');
    const unanswered = async () => topicIds(await abel.text('/community?part=unanswered&category='));
    assert.ok((await unanswered()).includes(Number(id)));
    await follow(mia, await comment(mia, id, 'Anybody?'));
    assert.ok((await unanswered()).includes(Number(id)), 'one’s own words are no answer');
    await follow(bob, await comment(bob, id, 'In the box at the door.'));
    assert.ok(!(await unanswered()).includes(Number(id)));
    assert.ok(!house.mails().some((mail) => /^To: .*abel@/mi.test(mail) && plain(mail).includes('In the box')), 'agents who took no part hear nothing');
  });

  test('whoever asked accepts an answer, agents make one official; both stand out and settle it [R056]', async () => {
    const id = await ask(house, mia, 'Is Sunday open?');
    await follow(bob, await comment(bob, id, 'No, never.'));
    const [wrong] = [await idOf(mia, id, 1)];
    assert.equal((await bob.post(`/community/${id}/answer`, { kind: 'accept', post: wrong })).status, 403, 'not by others');
    assert.equal((await mia.post(`/community/${id}/answer`, { kind: 'official', post: wrong })).status, 403, 'nor official by members');
    await follow(mia, await mia.post(`/community/${id}/answer`, { kind: 'accept', post: wrong }));
    assert.match(textOf(await bob.text(`/community/${id}`)), /Accepted answer/);
    assert.match(textOf(between(await bob.text('/community'), `/community/${id}-`, '</li>')), /Answered/);
    assert.equal(house.sql(`select category from ticket where id = ${id}`), 'closed');
    await follow(abel, await comment(abel, id, 'It is: from 10 to 18.'));
    const right = await idOf(mia, id, 2);
    await follow(abel, await abel.post(`/community/${id}/answer`, { kind: 'official', post: right }));
    assert.match(posts(await bob.text(`/community/${id}`))[2].html, /data-accepted[\s\S]*Official answer/);
    await follow(mia, await mia.post(`/community/${id}/answer`, { kind: 'accept', post: '' }));
    assert.doesNotMatch(textOf(await bob.text(`/community/${id}`)), /Accepted answer/);
    const first = await idOf(mia, id, 0);
    assert.equal((await mia.post(`/community/${id}/answer`, { kind: 'accept', post: first })).status, 400, 'the question is no answer');
  });

  test('posts are quoted, and people who took part are named with an at sign', async () => {
    const id = await ask(house, mia, 'Which monitor?', 'Two lines\nof a question.');
    const form = await bob.text(`/community/${id}?quote=${await idOf(bob, id, 0)}`);
    assert.equal(fieldValue(form, 'body').trim(), '> Mia Member wrote:\n> Two lines\n> of a question.');
    await follow(bob, await comment(bob, id, '> Two lines\n\nAsk @Abel Agent, or @Nobody Known, or mail x@y.example.'));
    const shown = posts(await mia.text(`/community/${id}`))[1].html;
    assert.match(shown, /<blockquote>\s*<p>Two lines<\/p>\s*<\/blockquote>/);
    await house.mail('who was named', (mail) => /^To: .*abel@/mi.test(mail) && plain(mail).includes('has named you'));
    await follow(mia, await comment(mia, id, 'Thanks @Bob Builder!'));
    assert.match(posts(await mia.text(`/community/${id}`))[2].html, /<b class="mention">@Bob Builder<\/b>/);
    const storm = Array.from({ length: 11 }, (_, at) => `@Name${at}x`).join(' ');
    const refused = await comment(bob, id, storm);
    assert.equal(refused.status, 422);
    assert.match(errorOf(await refused.text(), 'body'), /at most ten/);
  });

  test('one click says what one thinks, once each, and takes it back; not of one’s own words', async () => {
    const id = await ask(house, mia, 'Green or blue?');
    const first = await idOf(bob, id, 0);
    const click = (person, kind) => person.post(`/community/posts/${first}/react`, { kind, back: `/community/${id}` });
    assert.equal((await click(bob, 'me_too')).headers.get('location'), `/community/${id}#post_${first}`);
    await click(abel, 'me_too');
    assert.match(await bob.text(`/community/${id}`), /value="me_too"[^>]*aria-pressed="true" aria-label="I have this too: 2"/);
    await click(bob, 'me_too');
    assert.match(await mia.text(`/community/${id}`), /aria-label="I have this too: 1"/);
    assert.equal((await click(mia, 'helpful')).status, 400);
    assert.equal((await click(bob, 'rude')).status, 400);
    assert.equal((await bob.post(`/community/posts/${first}/react`, { kind: 'helpful', back: '//evil.example' })).headers.get('location'), `/community/${id}#post_${first}`);
  });

  test('topics are found by their words, in any form, and never by who wrote them', async () => {
    const id = await ask(house, mia, 'Dishwashers in the kitchens', 'The tablets are missing again.');
    const found = async (q, person = bob) => [...(await person.text(`/community?q=${encodeURIComponent(q)}`)).matchAll(/<h2><a href="\/community\/(\d+)/g)].map((one) => Number(one[1]));
    assert.deepEqual(await found('dishwasher tablet'), [Number(id)]);
    assert.deepEqual(await found('unusual'), []);
    const html = await bob.text('/community?q=tablet');
    assert.match(html, /<mark>tablets<\/mark>/i);
    const secret = await house.ask(mia, { subject: 'Zebra crossing in private' });
    assert.deepEqual(await found('zebra'), [], `ticket ${secret} is private`);
    assert.equal((await bob.get('/community?q=a')).status, 200);
    await follow(mia, await mia.post(`/community/${id}/private`, {}));
    assert.deepEqual(await found('dishwasher'), [], 'nothing is left of what went private');
  });

  test('topics stand in categories; the list is paged by its end', async () => {
    const general = Number(house.sql('select id from guide_category order by id limit 1'));
    const other = Number(house.sql("insert into guide_category (code, name_en, icon, position) values ('life', 'Life here', 'coffee', 5) returning id"));
    const id = await ask(house, mia, 'The terrace cat', 'Who feeds it?', { category: String(other) });
    assert.deepEqual(topicIds(await bob.text(`/community?category=${other}`)), [Number(id)]);
    assert.match(textOf(await bob.text(`/community/${id}`)), /Community Life here/);
    await follow(abel, await abel.post(`/community/${id}/moderate`, { act: 'move', category: String(general) }));
    assert.deepEqual(topicIds(await bob.text(`/community?category=${other}`)), []);
    const asking = [member(house, 'Ann', 'ann@member.example'), member(house, 'Ben', 'ben@member.example')];
    for (let at = 0; at < 31; at += 1) await ask(house, asking[at % 2], `Many ${at}`);
    const seen = [];
    for (let url = '/community'; url;) {
      const html = await bob.text(url);
      seen.push(...topicIds(html));
      url = html.match(/rel="next" href="([^"]+)"/)?.[1].replaceAll('&amp;', '&');
    }
    assert.equal(new Set(seen).size, seen.length, 'none twice');
    assert.equal(seen.length, Number(house.sql("select count(*) from ticket where visibility = 'public' and place = ''")), 'none lost');
    await follow(abel, await abel.post(`/community/${id}/moderate`, { act: 'pin' }));
    assert.equal(topicIds(await bob.text('/community'))[0], Number(id));
  });

  test('a long topic is read page by page', async () => {
    const id = await ask(house, mia, 'Counting');
    for (let at = 1; at <= 55; at += 1) house.sql(`insert into message (ticket_id, author_id, kind, side, channel, html, text, created_at) values (${id}, ${bob.id}, 'reply', 'customer', 'web', '<p>Number ${at}</p>', 'Number ${at}', ${at})`);
    const first = await mia.text(`/community/${id}`);
    assert.equal(posts(first).length, 50);
    const rest = await mia.text(first.match(/rel="next" href="([^"]+)"/)[1]);
    assert.equal(posts(rest).length, 6);
    assert.equal(posts(rest).at(-1).text, 'Number 55');
  });

  test('posts are Markdown, as their authors get them back, agents’ rich answers too', async () => {
    const id = await ask(house, mia, 'Marked down', 'It is **urgent**:\n- one\n- two');
    assert.match(posts(await bob.text(`/community/${id}`))[0].html, /<strong>urgent<\/strong>[\s\S]*<li>two<\/li>/);
    await follow(bob, await comment(bob, id, '> one\nDone. <b>Really</b> ![x](https://spy.example/p.png)'));
    const post = posts(await mia.text(`/community/${id}`))[1];
    assert.match(post.html, /<blockquote>\s*<p>one<\/p>\s*<\/blockquote>\s*<p>Done\. &lt;b&gt;/);
    assert.doesNotMatch(post.html, /<img/);
    assert.match(fieldValue(await bob.text(`/community/posts/${post.id}/edit`), 'body'), /> one\n\nDone\. <b>Really<\/b> \[x\]\(https:\/\/spy\.example\/p\.png\)/);
    await follow(abel, await house.answer(abel, id, '<p>Take <b>this</b></p><ul><li>bus</li></ul>', { format: 'html' }));
    const rich = posts(await mia.text(`/community/${id}`))[2];
    const source = fieldValue(await abel.text(`/community/posts/${rich.id}/edit`), 'body');
    await follow(abel, await abel.post(`/community/posts/${rich.id}/edit`, { body: source.replace('bus', 'tram') }));
    assert.match(posts(await mia.text(`/community/${id}`))[2].html, /<strong>this<\/strong>[\s\S]*<li>tram<\/li>/);
  });

  test('authors change their words for an hour; a mark says so', async () => {
    const id = await ask(house, mia, 'Typo');
    await follow(bob, await comment(bob, id, 'Teh answer\n> quoted'));
    const post = await idOf(bob, id, 1);
    assert.equal(fieldValue(await bob.text(`/community/posts/${post}/edit`), 'body').trim(), 'Teh answer\n\n> quoted');
    await follow(bob, await bob.post(`/community/posts/${post}/edit`, { body: 'The answer' }));
    const shown = posts(await mia.text(`/community/${id}`))[1];
    assert.equal(shown.text, 'The answer');
    assert.match(textOf(shown.html), /changed/);
    assert.equal((await mia.get(`/community/posts/${post}/edit`)).status, 404);
    assert.equal((await mia.post(`/community/posts/${post}/edit`, { body: 'mine now' })).status, 404);
    house.sql(`update message set created_at = created_at - 3700000000 where id = ${post}`);
    assert.equal((await bob.post(`/community/posts/${post}/edit`, { body: 'too late' })).status, 400);
    assert.equal((await words(mia, id))[1], 'The answer');
  });

  test('a topic becomes private and public again as the same ticket', async () => {
    const id = await ask(house, mia, 'Shall this stay open?');
    await follow(bob, await comment(bob, id, 'Yes.'));
    assert.equal((await mia.post(`/community/${id}/private`, {})).status, 403, 'once somebody answered, only moderators decide');
    assert.equal((await bob.post(`/community/${id}/private`, {})).status, 403);
    await follow(abel, await abel.post(`/community/${id}/moderate`, { act: 'private' }));
    assert.equal((await bob.get(`/community/${id}`)).status, 404, 'whoever answered reads it no more');
    assert.equal((await bob.get(`/tickets/${id}`)).status, 404);
    assert.match(textOf(await mia.text(`/tickets/${id}`)), /Shall this stay open\?/);
    const log = await abel.text('/agent/moderation/log');
    const act = log.match(/\/agent\/moderation\/log\/(\d+)\/undo/)[1];
    await follow(abel, await abel.post(`/agent/moderation/log/${act}/undo`, {}));
    assert.equal((await bob.get(`/community/${id}`)).status, 200);
    assert.equal(house.sql(`select count(*) from message where ticket_id = ${id}`), '2', 'nothing was copied');
  });

  test('a private ticket becomes a topic once what is personal was found and taken out', async () => {
    const eve = house.customer('Eve Example', 'eve@private.example');
    const id = await house.ask(eve, { subject: 'Eve Example cannot print', body: 'Call me at +33 6 12 34 56 78 or write to eve.private@mail.example. The printer says PC LOAD LETTER.' });
    await follow(abel, await house.answer(abel, id, 'Dear Eve, load A4.'));
    await follow(abel, await house.answer(abel, id, 'Your private code was sent by post.'));
    const form = await abel.text(`/agent/tickets/${id}/publish`);
    for (const found of ['+33 6 12 34 56 78', 'eve.private@mail.example', 'Eve']) assert.match(textOf(form), new RegExp(found.replaceAll('+', '\\+').replaceAll('.', '\\.')), found);
    assert.doesNotMatch(fieldValue(form, 'subject'), /Eve/);
    const pairs = [['subject', fieldValue(form, 'subject')], ['anonymous', 'yes'], ['more', 'PC LOAD LETTER']];
    for (const [, at, name] of form.matchAll(/name="(?:words|with)-(\d+)"/g)) void [at, name];
    for (const [, at] of form.matchAll(/name="words-(\d+)"/g)) pairs.push(['out', at], [`words-${at}`, fieldValue(form, `words-${at}`)], [`with-${at}`, fieldValue(form, `with-${at}`)]);
    const shows = [...form.matchAll(/name="show" value="(\d+)"/g)].map((one) => one[1]);
    for (const show of new Set(shows.slice(0, -1))) pairs.push(['show', show]);
    await follow(abel, await abel.post(`/agent/tickets/${id}/publish`, pairs));
    const page = await bob.text(`/community/${id}`);
    for (const secret of [/\bEve\b/, /eve\.private/, /\+33/, /PC LOAD/, /private code/]) assert.doesNotMatch(page, secret);
    assert.match(textOf(page), /A member/);
    assert.match(page, /cannot print/);
    assert.equal(posts(page).length, 2, 'one message was left out');
    await house.mail('the customer is told', (mail) => /^To: .*eve@private/mi.test(mail) && plain(mail).includes('can now be read'));
    assert.deepEqual((await bob.text('/community?q=LETTER')).match(/<h2><a/g), null);
    const log = await abel.text('/agent/moderation/log');
    await follow(abel, await abel.post(`/agent/moderation/log/${log.match(/log\/(\d+)\/undo/)[1]}/undo`, {}));
    const own = textOf(await eve.text(`/tickets/${id}`));
    for (const back of ['+33 6 12 34 56 78', 'PC LOAD LETTER', 'Eve Example cannot print']) assert.ok(own.includes(back), `${back} is back`);
    // Taking that back would show the words as they were.
    const again = (await abel.text('/agent/moderation/log')).match(/log\/(\d+)\/undo/)?.[1];
    await abel.post(`/agent/moderation/log/${again}/undo`, {});
    assert.equal((await bob.get(`/community/${id}`)).status, 404);
  });

  test('making a topic private is taken back as long as nothing was said in private', async () => {
    const id = await ask(house, mia, 'Private for a moment');
    const undo = async () => abel.post(`/agent/moderation/log/${house.sql(`select max(id) from event where ticket_id = ${id} and kind = 'visibility_changed'`)}/undo`, {});
    await follow(abel, await abel.post(`/community/${id}/moderate`, { act: 'private' }));
    assert.equal((await bob.get(`/community/${id}`)).status, 404);
    await follow(abel, await undo());
    assert.equal((await bob.get(`/community/${id}`)).status, 200);
    await follow(abel, await abel.post(`/community/${id}/moderate`, { act: 'private' }));
    await follow(mia, await mia.postForm(`/tickets/${id}/messages`, { body: 'Between us: 4711.' }));
    await undo();
    assert.equal((await bob.get(`/community/${id}`)).status, 404);
  });

  test('what was split off and went on in private stays there when it is put back', async () => {
    const id = await ask(house, mia, 'Two things');
    await follow(bob, await comment(bob, id, 'Another matter.'));
    const post = posts(await mia.text(`/community/${id}`)).at(-1).id;
    const answer = await abel.post(`/agent/tickets/${id}/split`, { messages: [post], subject: 'The other' });
    await follow(abel, answer);
    const apart = Number(house.sql(`select ticket_id from message where id = ${post}`));
    assert.notEqual(apart, Number(id));
    await follow(abel, await house.answer(abel, apart, 'Only for you: 0815.'));
    const splitting = house.sql(`select id from event where ticket_id = ${id} and kind = 'split_off'`);
    await abel.post(`/agent/undo/${splitting}?alone=1`);
    assert.equal(Number(house.sql(`select ticket_id from message where id = ${post}`)), Number(id), 'it is back');
    const page = await mia.text(`/community/${id}`);
    assert.match(page, /Another matter/);
    assert.doesNotMatch(page, /0815/);
    assert.match(await house.page(abel, id), /0815/);
  });

  test('a private ticket is not merged into a topic; a topic into a private ticket is', async () => {
    const topic = await ask(house, mia, 'Public part');
    const secret = await house.ask(bob, { subject: 'Private part', body: 'My secret is 42.' });
    const refused = await abel.post(`/agent/tickets/${topic}/merge`, { tickets: String(secret) });
    assert.equal(refused.status, 422);
    assert.match(errorOf(await refused.text(), 'tickets'), /make it private first/);
    assert.doesNotMatch(await mia.text(`/community/${topic}`), /secret is 42/);
    await follow(abel, await abel.post(`/agent/tickets/${secret}/merge`, { tickets: String(topic) }));
    assert.match(textOf(await house.page(abel, secret)), /Does anybody know/);
    const redirected = await mia.get(`/community/${topic}`);
    assert.notEqual(redirected.status, 200);
    assert.match(textOf(await mia.text(`/tickets/${secret}`)), /secret is 42/, 'who asked takes part now');
  });

  test('everybody reads where the desk says so; writing needs an account', async () => {
    await features(house, { community_readers: 'public' });
    const id = await ask(house, mia, 'For everybody');
    const visitor = new Browserless(house.desk.web);
    const page = await visitor.text(`/community/${id}`);
    assert.match(textOf(page), /For everybody/);
    assert.match(page, /href="\/sign-in\?next=\/community/);
    assert.equal((await visitor.postForm(`/community/${id}/comments`, { body: 'spam' })).headers.get('location'), '/sign-in?next=/');
    assert.match(await visitor.text('/'), /For everybody/);
    const byLink = await visitor.text(house.link(id));
    assert.match(textOf(byLink), /For everybody/);
    await features(house);
    assert.match((await visitor.get(`/community/${id}`)).headers.get('location'), /sign-in/);
  });

  test('the summary by mail is chosen, and comes once for what is new', async () => {
    const reader = member(house, 'Dora Digest', 'dora@member.example');
    await follow(reader, await reader.post('/community/digest', { digest: 'daily' }));
    assert.match(await reader.text('/community/digest'), /value="daily" checked/);
    await ask(house, mia, 'News for the digest');
    house.sql(`update person set digest_at = ${Date.now() * 1000 - 25 * 3600 * 1e6} where id = ${reader.id}`);
    await house.desk.stop();
    house.desk = await house.installation.serve(house.serve);
    const mail = await house.mail('the digest', (text) => /^To: .*dora@/mi.test(text));
    assert.match(plain(mail), /News for the digest/);
    await house.desk.stop();
    house.desk = await house.installation.serve(house.serve);
    await house.admin.text('/agent/dashboard');
    assert.equal(house.mails().filter((text) => /^To: .*dora@/mi.test(text)).length, 1);
  });
});
