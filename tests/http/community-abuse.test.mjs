// What people do to a community: spam waves, links, the same text everywhere, new accounts of banned people, script.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines } from '../lib/desk.mjs';
import { ask, comment, features, member, posts, topicIds, words } from '../lib/community.mjs';
import { textOf, toast } from '../lib/html.mjs';
import { House, follow, plain } from '../lib/house.mjs';

const NASTY = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "javascript:alert(1)", '</textarea><svg onload=alert(1)>', '\u202egnp.exe', '{{7*7}}', '\u0000nul'];

onBothEngines(describe, 'abuse of the community', (engine) => {
  let house, abel, mia, topic;
  before(async () => {
    house = await House.open(engine);
    abel = house.agent('Abel Agent', 'abel@desk.example');
    await features(house, { trusted_after: '2', watched_words: 'casino\nprêt rapide' });
    mia = member(house, 'Mia Member', 'mia@member.example');
    // Mia has written before.
    for (const subject of ['First', 'Second']) await ask(house, mia, subject, `${subject} words of a member`);
    house.sql('update message set created_at = created_at - 7200000000');
    topic = await ask(house, mia, 'The target', 'Please answer kindly.');
  });
  after(() => house.close());
  const now = () => Date.now() * 1000;
  /** Somebody who signed up a moment ago. */
  const newcomer = (name, address) => {
    const one = member(house, name, address);
    house.sql(`update person set created_at = ${now()} where id = ${one.id}`);
    return one;
  };

  test('a new member’s link waits for a moderator; a trusted one’s does not', async () => {
    const nina = newcomer('Nina New', 'nina@new.example');
    const held = await comment(nina, topic, 'Look at https://shop.example/cheap');
    assert.match(toast(await follow(nina, held)), /moderator reads it first/);
    assert.match((await words(nina, topic)).at(-1), /Only you and the team see this/);
    assert.equal((await words(mia, topic)).length, 1, 'others do not');
    assert.ok(!house.mails().some((mail) => plain(mail).includes('shop.example')), 'nobody is mailed');
    assert.match(textOf(await abel.text('/agent/moderation')), /a new member’s link .*shop\.example/);
    const post = Number(house.sql("select id from message where withheld = 'held'"));
    await follow(abel, await abel.post(`/agent/moderation/posts/${post}/settle`, { act: 'approve' }));
    assert.match((await words(mia, topic)).at(-1), /shop\.example/);
    await house.mail('now it is told', (mail) => /^To: .*mia@/mi.test(mail) && plain(mail).includes('shop.example'));
    const other = await ask(house, mia, 'Linked', 'See https://example.org/fine');
    assert.equal(other.place, 'community');
  });

  test('watched words wait, whoever writes them; a topic with one is not listed until then', async () => {
    await follow(mia, await comment(mia, topic, 'I won in a CASINO yesterday'));
    assert.doesNotMatch((await words(abel, topic)).filter((text) => !text.includes('waits for a moderator')).join(' '), /CASINO/);
    const held = await ask(house, mia, 'Pret rapide pour tous', 'Bonjour.');
    assert.equal(held.place, 'tickets', 'its author follows it on its own page');
    assert.match(textOf(await mia.text(`/tickets/${held}`)), /A moderator reads it before other members do/);
    const bob = newcomer('Bob', 'bob@new.example');
    assert.ok(!topicIds(await bob.text('/community')).includes(Number(held)));
    assert.equal((await bob.get(`/community/${held}`)).status, 404);
    const post = Number(house.sql(`select id from message where ticket_id = ${held}`));
    await follow(abel, await abel.post(`/agent/moderation/posts/${post}/settle`, { act: 'reject', because: 'advertising' }));
    assert.equal(house.sql(`select visibility from ticket where id = ${held}`), 'private', 'it goes on between author and team');
    const again = await ask(house, mia, 'Prêt rapide encore', 'Bonjour.');
    await follow(abel, await abel.post(`/agent/moderation/posts/${house.sql(`select id from message where ticket_id = ${again}`)}/settle`, { act: 'approve' }));
    assert.equal((await bob.get(`/community/${again}`)).status, 200);
  });

  test('what is said to the desk while a topic waits stays there when it is approved', async () => {
    const held = await ask(house, mia, 'My casino question', 'Hello.');
    await follow(mia, await mia.postForm(`/tickets/${held}/messages`, { body: 'See https://wait.example/link' }));
    await follow(abel, await house.answer(abel, held, 'A word in private.'));
    const post = Number(house.sql(`select min(id) from message where ticket_id = ${held}`));
    await follow(abel, await abel.post(`/agent/moderation/posts/${post}/settle`, { act: 'approve' }));
    const page = await newcomer('Nell', 'nell@new.example').text(`/community/${held}`);
    assert.match(page, /My casino question/);
    assert.doesNotMatch(page, /wait\.example|A word in private/);
  });

  test('words that changed so that they wait are not mailed', async () => {
    const nico = newcomer('Nico New', 'nico@new.example');
    await follow(nico, await comment(nico, topic, 'A harmless beginning'));
    const post = Number(house.sql(`select max(id) from message where author_id = ${nico.id}`));
    await follow(nico, await nico.post(`/community/posts/${post}/edit`, { body: 'Now with https://changed.example/spam' }));
    assert.equal(house.sql(`select withheld from message where id = ${post}`), 'held');
    assert.equal(house.sql(`select count(*) from outbox where message_id = ${post} and kind = 'comment' and state = 'queued'`), '0');
  });

  test('a thousand posts of a hundred new accounts: few are read by anybody, and mails stay few', async () => {
    const before = posts(await mia.text(`/community/${topic}`)).length;
    const people = Array.from({ length: 100 }, (_, at) => `('Bot ${at}', 'bot${at}@wave.example', 'customer', ${now()})`);
    house.sql(`insert into person (name, address, role, created_at) values ${people.join(', ')}`);
    const bots = "person where address like 'bot%@wave.example'";
    house.sql(`insert into acceptance (person_id, kind, version, at) select id, 'rules', 0, 0 from ${bots}`);
    const crowd = house.sessions(house.sql(`select id from ${bots} order by id`).split(/\s+/).map(Number));
    const statuses = {};
    const all = async (bots, first) => Promise.all(bots.map(async (bot, nth) => {
      const at = first + nth;
      for (let turn = 0; turn < 10; turn += 1) {
        const words = turn % 2 ? 'Buy the best watches of the world here and now' : `Hello from bot ${at} number ${turn}`;
        const answer = await comment(bot, topic, words);
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      }
    }));
    for (let first = 0; first < crowd.length; first += 25) await all(crowd.slice(first, first + 25), first);
    assert.equal(statuses[303] + statuses[422], 1000, JSON.stringify(statuses));
    assert.ok(statuses[422] >= 500, `nobody new writes more than five posts in ten minutes: ${JSON.stringify(statuses)}`);
    const visible = Number(house.sql(`select count(*) from message m join person p on p.id = m.author_id where m.ticket_id = ${topic} and m.withheld = '' and p.name like 'Bot %'`));
    assert.ok(visible <= 51, `${visible} can be read`);
    const held = Number(house.sql("select count(*) from message m join person p on p.id = m.author_id where m.withheld = 'held' and p.name like 'Bot %'"));
    assert.equal(visible + held, statuses[303], 'what was taken is read or waits: nothing is lost');
    const mails = Number(house.sql(`select count(*) from outbox where kind = 'comment' and person_id = ${mia.id} and ticket_id = ${topic}`));
    assert.ok(mails <= 21, `${mails} mails about one topic`);
    assert.ok(posts(await mia.text(`/community/${topic}`)).length >= before);
    assert.match(textOf(await abel.text('/agent/moderation')), /many new members write at once|the same text again/);
    assert.match(await abel.text('/agent/moderation'), /rel="next"/, 'the queue is paged');
  });

  test('a new address of the same mailbox does not end a ban', async () => {
    const rod = member(house, 'Rod Rude', 'rod.rude@gmail.com');
    await follow(abel, await abel.post(`/agent/moderation/people/${rod.id}`, { act: 'ban', because: 'Insults', days: '3' }));
    for (const address of ['rod.rude+2@gmail.com', 'rodrude@googlemail.com']) {
      const again = member(house, 'Somebody Else', address);
      assert.equal((await again.get('/community')).status, 403, address);
    }
    const other = member(house, 'Rita Right', 'rita.rude@gmail.com');
    assert.equal((await other.get('/community')).status, 200);
  });

  test('script in every field does nothing, and nothing is lost', async () => {
    house.sql(`update message set created_at = created_at - 7200000000 where author_id = ${mia.id}`);
    for (const nasty of NASTY) {
      const subject = `Nasty ${nasty}`;
      const made = await mia.postForm('/tickets', { subject, body: `${nasty} <b>x</b>`, department: house.department, visibility: 'public', category: nasty });
      assert.ok([303, 422].includes(made.status), `${JSON.stringify(nasty)} answered ${made.status}`);
      if (made.status !== 303) continue;
      const id = made.headers.get('location').match(/\d+/)[0];
      await comment(mia, id, nasty);
      const page = await mia.text(`/community/${id}`);
      assert.doesNotMatch(page, /<script>alert|<img src=x|<svg onload|href="javascript:/i);
      const post = posts(page)[0]?.id;
      for (const [path, fields] of [[`/community/posts/${post}/report`, { words: nasty, rule: nasty }], [`/community/posts/${post}/edit`, { body: nasty }],
        [`/community/posts/${post}/react`, { kind: nasty, back: nasty }], [`/community/${id}/follow`, { level: nasty }], [`/community/${id}/answer`, { kind: nasty, post: nasty }], ['/community/digest', { digest: nasty }]])
        assert.ok((await mia.post(path, fields)).status < 500, `${path} with ${nasty}`);
      await follow(abel, await abel.post(`/agent/moderation/posts/${post}`, { act: 'hide', because: nasty.replace('\u0000', '') || 'x', rule: nasty }));
      await follow(abel, await abel.postForm(`/community/${id}/lock`, { body: nasty, summary: `${nasty} [x](javascript:alert(1))`, because: nasty }));
      for (const look of [await mia.text(`/community/${id}`), await abel.text(`/community/${id}`), await abel.text('/agent/moderation/log')])
        assert.doesNotMatch(look, /<script>alert|<img src=x|<svg onload|href="javascript:/i);
      for (const path of [`/community?q=${encodeURIComponent(nasty)}`, `/community?part=${encodeURIComponent(nasty)}&category=${encodeURIComponent(nasty)}&after=${encodeURIComponent(nasty)}`, `/community/${encodeURIComponent(nasty)}`, `/c/${encodeURIComponent(nasty)}`, `/tickets/similar?q=${encodeURIComponent(nasty)}`, `/tickets/new?about=${encodeURIComponent(nasty)}&category=${encodeURIComponent(nasty)}`]) {
        const answer = await mia.get(path);
        assert.ok(answer.status < 500, `${path} answered ${answer.status}`);
        assert.doesNotMatch(await answer.text(), /<script>alert|<img src=x|<svg onload/i);
      }
    }
  });
});
