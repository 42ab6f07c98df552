// What must not get out of a ticket that is public, was public, or becomes it; and what taking back must not bring.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines } from '../lib/desk.mjs';
import { ask, comment, features, member, posts, words } from '../lib/community.mjs';
import { textOf } from '../lib/html.mjs';
import { House, follow, plain } from '../lib/house.mjs';

onBothEngines(describe, 'the edges of the community', (engine) => {
  let house, abel, mia, bob;
  before(async () => {
    house = await House.open(engine);
    abel = house.agent('Abel Agent', 'abel@desk.example');
    await features(house);
    mia = member(house, 'Mia Member', 'mia@member.example');
    bob = member(house, 'Bob Builder', 'bob@member.example');
  });
  after(() => house.close());

  const postOf = async (topic, at) => posts(await abel.text(`/community/${topic}`))[at].id;
  const moderate = async (topic, act, fields = {}) => follow(abel, await abel.post(`/community/${topic}/moderate`, { act, ...fields }));
  const log = () => abel.text('/agent/moderation/log');
  const newest = (topic, kind) => house.sql(`select max(id) from event where ticket_id = ${topic} and kind = '${kind}'`);
  const undo = async (event) => textOf(await follow(abel, await abel.post(`/agent/moderation/log/${event}/undo`, {})));
  const category = (topic) => house.sql(`select category from ticket where id = ${topic}`);
  /** A private ticket that becomes a topic whose asker is not named. */
  const unnamed = async (person, subject, messages = []) => {
    const id = await house.ask(person, { subject, body: 'How does it work?' });
    for (const words of messages) await follow(abel, await house.answer(abel, id, words));
    const shown = house.sql(`select id from message where ticket_id = ${id}`).split(/\s+/).map((show) => ['show', show]);
    await follow(abel, await abel.post(`/agent/tickets/${id}/publish`, [['subject', subject], ['anonymous', 'yes'], ...shown]));
    return id;
  };

  test('mails of a topic that went private reach the agents who may read it, and no others', async () => {
    const elsewhere = house.addDepartment('Elsewhere');
    const ann = house.agent('Ann Outside', 'ann@desk.example', [elsewhere]);
    const id = await ask(house, mia, 'Who hears of it?');
    await follow(ann, await comment(ann, id, 'I pass by.'));
    await follow(abel, await comment(abel, id, 'I stay.'));
    await moderate(id, 'private');
    await follow(mia, await mia.postForm(`/tickets/${id}/messages`, { body: 'My code is 1234.' }));
    await house.mail('the agent in reach', (mail) => /^To: .*abel@/mi.test(mail) && plain(mail).includes('1234'));
    assert.ok(!house.mails().some((mail) => /^To: .*(ann|bob)@/mi.test(mail) && plain(mail).includes('1234')));
    assert.equal(house.sql(`select count(*) from outbox where ticket_id = ${id} and person_id = ${ann.id} and created_at > (select max(at) from event where ticket_id = ${id} and kind = 'visibility_changed')`), '0');
  });

  test('who is not named is named nowhere: as author, as editor, beside a merged topic', async () => {
    const eve = member(house, 'Evelyn Unnamed', 'evelyn@member.example');
    const id = await unnamed(eve, 'Nameless');
    const first = await postOf(id, 0);
    await follow(eve, await eve.post(`/community/posts/${first}/edit`, { body: 'How does it really work?' }));
    const seen = await bob.text(`/community/${id}`);
    assert.match(seen, /How does it really work/);
    assert.doesNotMatch(seen, /Evelyn|evelyn/);
    const target = await ask(house, mia, 'Named');
    await follow(abel, await abel.post(`/agent/tickets/${target}/merge`, { tickets: String(id) }));
    const merged = await bob.text(`/community/${target}`);
    assert.match(textOf(await house.page(abel, target)), /really work/, 'the team has it');
    assert.doesNotMatch(merged, /Evelyn|evelyn/);
  });

  test('mails about a public ticket tell no customer the addresses of others', async () => {
    const id = await unnamed(mia, 'Copied');
    house.sql(`insert into participant (ticket_id, person_id) values (${id}, ${bob.id})`);
    await follow(abel, await house.answer(abel, id, 'To everybody who reads it.'));
    const mail = await house.mail('the answer', (text) => /^To: .*mia@/mi.test(text) && plain(text).includes('To everybody who reads it'));
    assert.doesNotMatch(plain(mail), /bob@member/);
  });

  test('a mail says “you wrote” of one’s own words alone', async () => {
    const id = await ask(house, mia, 'Whose words?', 'These are mine.');
    await follow(bob, await comment(bob, id, 'These are Bob’s.'));
    await follow(abel, await house.answer(abel, id, 'I have read it all.'));
    const mail = plain(await house.mail('the answer', (text) => /^To: .*mia@/mi.test(text) && plain(text).includes('I have read it all')));
    assert.match(mail, /These are mine/);
    assert.doesNotMatch(mail, /These are Bob/);
  });

  test('a conversation longer than the form shows is not made public unread', async () => {
    const id = await house.ask(mia, { subject: 'Endless' });
    const columns = 'ticket_id, kind, side, channel, author_id, html, text, created_at';
    house.sql(`insert into message (${columns}) with recursive n (at) as (select 1 union all select at + 1 from n where at <= 400)
               select ${columns} from message, n where ticket_id = ${id}`);
    const answer = await abel.post(`/agent/tickets/${id}/publish`, { subject: 'Endless', show: house.sql(`select min(id) from message where ticket_id = ${id}`) });
    assert.equal(answer.status, 422);
    assert.equal((await bob.get(`/community/${id}`)).status, 404);
  });

  test('what became private leaves the queue of moderators and its badge', async () => {
    const waiting = () => house.sql('select count(*) from report where settled_at is null');
    const id = await ask(house, mia, 'Reported and gone');
    await follow(bob, await comment(bob, id, 'Fools, all of you.'));
    await follow(mia, await mia.post(`/community/posts/${await postOf(id, 1)}/report`, { words: 'insult' }));
    assert.match(await abel.text('/agent/moderation'), /Fools, all of you/);
    const badge = async () => (await abel.text('/agent/moderation')).match(/href="\/agent\/moderation"[^>]*>[\s\S]*?<\/a>/)[0];
    const before = textOf(await badge());
    await moderate(id, 'private');
    assert.doesNotMatch(await abel.text('/agent/moderation'), /Fools, all of you/);
    assert.notEqual(textOf(await badge()), before, `${waiting()} reports`);
  });

  test('taking back never overwrites what was done since', async () => {
    const id = await ask(house, mia, 'Which one?');
    for (const words of ['One.', 'Two.']) await follow(bob, await comment(bob, id, words));
    const [one, two] = [await postOf(id, 1), await postOf(id, 2)];
    const official = async (post) => follow(abel, await abel.post(`/community/${id}/answer`, { kind: 'official', post }));
    await official(one);
    const first = newest(id, 'answer_official');
    await official(two);
    assert.match(await undo(first), /too late|since|already/i);
    assert.equal(Number(house.sql(`select official_id from ticket where id = ${id}`)), two);
    await undo(newest(id, 'answer_official'));
    assert.equal(Number(house.sql(`select official_id from ticket where id = ${id}`)), one);
  });

  test('what an act closed is open again when the act is taken back, unless somebody went on', async () => {
    const id = await ask(house, mia, 'Closed for a moment');
    await follow(bob, await comment(bob, id, 'By the door.'));
    const was = category(id);
    await follow(abel, await abel.post(`/community/${id}/answer`, { kind: 'accept', post: await postOf(id, 1) }));
    assert.equal(category(id), 'closed');
    await undo(newest(id, 'answer_accepted'));
    assert.equal(category(id), was);
    await follow(abel, await abel.postForm(`/community/${id}/lock`, { summary: 'Done.', because: 'said all' }));
    assert.equal(category(id), 'closed');
    await undo(newest(id, 'topic_locked'));
    assert.equal(category(id), was);
    await follow(bob, await comment(bob, id, 'So I can go on.'));
  });

  test('a topic that was rejected waits again when that is taken back', async () => {
    await features(house, { watched_words: 'casino' });
    const id = await ask(house, mia, 'Best casino');
    assert.equal(house.sql(`select visibility from ticket where id = ${id}`), 'held');
    const first = house.sql(`select min(id) from message where ticket_id = ${id}`);
    await follow(abel, await abel.post(`/agent/moderation/posts/${first}/settle`, { act: 'reject', because: 'Advertising.' }));
    assert.equal(house.sql(`select visibility from ticket where id = ${id}`), 'private');
    await follow(mia, await mia.postForm(`/tickets/${id}/messages`, { body: 'Only to you: I own it.' }));
    await undo((await log()).match(/log\/(\d+)\/undo/)[1]);
    assert.equal(house.sql(`select visibility from ticket where id = ${id}`), 'held');
    assert.equal((await bob.get(`/community/${id}`)).status, 404);
    await follow(abel, await abel.post(`/agent/moderation/posts/${first}/settle`, { act: 'approve' }));
    assert.deepEqual((await words(bob, id)).length, 1, 'what was said in between stays with the desk');
    await features(house);
  });

  test('what is hidden or waits is neither applauded, reported nor an answer', async () => {
    const id = await ask(house, mia, 'Hidden answers');
    await follow(bob, await comment(bob, id, 'Not seen.'));
    const post = await postOf(id, 1);
    await follow(abel, await abel.post(`/agent/moderation/posts/${post}`, { act: 'hide', because: 'It insults somebody.' }));
    assert.equal((await mia.post(`/community/posts/${post}/react`, { kind: 'thanks' })).status, 404);
    assert.equal((await mia.post(`/community/posts/${post}/report`, { words: 'insult' })).status, 404);
    assert.equal((await mia.post(`/community/${id}/answer`, { kind: 'accept', post })).status, 400);
    assert.equal(house.sql(`select count(*) from ticket where id = ${id} and accepted_id is null`), '1');
  });

  test('the address of a topic that was merged leads to where its posts are', async () => {
    const [into, gone] = [await ask(house, mia, 'The first of two'), await ask(house, bob, 'The second of two')];
    await follow(abel, await abel.post(`/agent/tickets/${into}/merge`, { tickets: String(gone) }));
    const answer = await bob.get(`/community/${gone}`);
    assert.match(answer.headers.get('location') ?? '', new RegExp(`^/community/${into}\\b`));
    assert.equal(answer.status, 303);
  });
});
