// What must not get out of a ticket that is public, was public, or becomes it; and what taking back must not bring.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines } from '../lib/desk.mjs';
import { ask, comment, features, member, posts, words } from '../lib/community.mjs';
import { errorOf, textOf } from '../lib/html.mjs';
import { House, follow, plain } from '../lib/house.mjs';

const FORM = { because: 'It insults somebody.' };

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
    await follow(bob, await comment(bob, id, 'By hand.'));
    for (const target of [await ask(house, mia, 'Of somebody else'), await ask(house, eve, 'Of her own')]) {
      const merged = await abel.post(`/agent/tickets/${target}/merge`, { tickets: String(id) });
      assert.equal(merged.status, 422);
      assert.match(errorOf(await merged.text(), 'tickets'), /not named/);
    }
    const both = house.sql(`select id from message where ticket_id = ${id} order by id`).split(/\s+/);
    const third = await follow(bob, await comment(bob, id, 'Or by foot.')).then(() => postOf(id, 2));
    const split = await abel.post(`/agent/tickets/${id}/split`, [['subject', 'Apart'], ...both.map((one) => ['messages', one])]);
    assert.equal(split.status, 422);
    await follow(abel, await abel.post(`/agent/tickets/${id}/split`, [['subject', 'Apart'], ['messages', both[1]], ['messages', third]]));
    await moderate(id, 'private');
    house.sql(`insert into participant (ticket_id, person_id) values (${id}, ${bob.id})`);
    const page = await bob.text(`/tickets/${id}`);
    assert.match(page, /really work/);
    assert.doesNotMatch(page, /Evelyn|evelyn/);
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

  test('going public again shows nothing that came in while it was private', async () => {
    const id = await ask(house, mia, 'Private and grown');
    const older = await house.ask(bob, { subject: 'An older one', body: 'My number is 0815.' });
    await moderate(id, 'private');
    await follow(abel, await abel.post(`/agent/tickets/${id}/merge`, { tickets: String(older) }));
    await undo(newest(id, 'visibility_changed'));
    assert.equal(house.sql(`select visibility from ticket where id = ${id}`), 'private');
    assert.notEqual((await bob.get(`/community/${id}`)).status, 200);
  });

  test('what was split off before a ticket became public does not come back into it in public', async () => {
    const id = await house.ask(mia, { subject: 'To be published' });
    await follow(mia, await mia.postForm(`/tickets/${id}/messages`, { body: 'My password is 4711.' }));
    const [first, secret] = house.sql(`select id from message where ticket_id = ${id} order by id`).split(/\s+/);
    await follow(abel, await abel.post(`/agent/tickets/${id}/split`, { messages: [secret], subject: 'Secret' }));
    await follow(abel, await abel.post(`/agent/tickets/${id}/publish`, { subject: 'To be published', show: first }));
    await abel.post(`/agent/undo/${newest(id, 'split_off')}?alone=1`);
    assert.equal(Number(house.sql(`select ticket_id from message where id = ${secret}`)), Number(id), 'it is back');
    assert.doesNotMatch(await bob.text(`/community/${id}`), /4711/);
    assert.match(await house.page(abel, id), /4711/);
  });

  test('others who wrote in a ticket are not shown in public unless somebody says so', async () => {
    const id = await house.ask(mia, { subject: 'With a colleague' });
    house.sql(`insert into participant (ticket_id, person_id) values (${id}, ${bob.id})`);
    await follow(bob, await bob.postForm(`/tickets/${id}/messages`, { body: 'I am the colleague.' }));
    const form = await abel.text(`/agent/tickets/${id}/publish`);
    const row = form.match(/<input type="checkbox" name="show"[^>]*>[\s\S]{0,80}Bob Builder/)[0];
    assert.doesNotMatch(row.match(/<input[^>]*>(?![\s\S]*<input)/)[0], /checked/);
    assert.match(textOf(form), /Bob Builder another customer/);
  });

  test('the plain part of a mail shows nothing that its HTML does not', async () => {
    const id = await house.ask(mia, { subject: 'Two parts', body: 'Only this.' });
    house.sql(`update message set text = 'Only this. My phone: 0123456789' where ticket_id = ${id}`);
    const show = house.sql(`select id from message where ticket_id = ${id}`);
    await follow(abel, await abel.post(`/agent/tickets/${id}/publish`, { subject: 'Two parts', show }));
    assert.equal(house.sql(`select text from message where id = ${show}`), 'Only this.');
  });

  test('links and watched words wait in whatever part of a text they stand', async () => {
    await features(house, { trusted_after: '2', watched_words: 'casino' });
    const nora = member(house, 'Nora New', 'nora@member.example');
    const id = await ask(house, nora, 'Thanks for all', 'Just thanks.');
    for (const html of ['<p>Thanks <a href="https://spam.example">here</a></p>', '<p>My <b>casi</b>no</p>'])
      await nora.postForm(`/tickets/${id}/messages`, { body: html, format: 'html' });
    assert.equal(house.sql(`select count(*) from message where ticket_id = ${id} and withheld = 'held'`), '2');
    await features(house);
  });

  test('whoever asked takes a topic back only while nobody wrote in it, seen or not', async () => {
    const id = await ask(house, mia, 'With a hidden answer');
    await follow(bob, await comment(bob, id, 'A secret of others.'));
    await follow(abel, await abel.post(`/agent/moderation/posts/${await postOf(id, 1)}`, { act: 'hide', ...FORM }));
    assert.equal((await mia.post(`/community/${id}/private`, {})).status, 403);
    assert.equal((await mia.get(`/community/${id}`)).status, 200);
  });

  test('what is said beside a topic that waits is for the agents of its department', async () => {
    await features(house, { watched_words: 'casino' });
    const id = await ask(house, mia, 'A casino question');
    await follow(mia, await mia.postForm(`/tickets/${id}/messages`, { body: 'Between us: 99.' }));
    const aside = house.sql(`select max(id) from message where ticket_id = ${id}`);
    const far = house.agent('Far Away', 'far@desk.example', [house.addDepartment('Far')]);
    for (const path of [`/agent/moderation/posts/${aside}`, `/community/posts/${aside}/edit`]) assert.equal((await far.get(path)).status, 404, path);
    assert.equal((await far.get(`/agent/moderation/posts/${house.sql(`select min(id) from message where ticket_id = ${id}`)}`)).status, 200);
    assert.match(textOf(await mia.text(`/tickets/${id}`)), /Does anybody know.*Between us: 99/, 'whoever asked reads all of it');
    assert.doesNotMatch(await house.page(abel, id), new RegExp(`tickets/${id}/publish`));
    await features(house);
  });

  test('moderators meet the people of the community, and no other customers', async () => {
    const far = house.agent('Out Reach', 'out@desk.example', [house.addDepartment('Out')]);
    const shy = house.customer('Shy Customer', 'shy@member.example');
    await house.ask(shy, { subject: 'Private life' });
    assert.equal((await far.get(`/agent/moderation/people/${shy.id}`)).status, 404);
    assert.equal((await far.post(`/agent/moderation/people/${shy.id}`, { act: 'ban', days: '7', ...FORM })).status, 404);
    assert.equal(house.sql(`select count(*) from sanction where person_id = ${shy.id}`), '0');
    assert.equal((await abel.get(`/agent/moderation/people/${shy.id}`)).status, 200);
    await ask(house, mia, 'Here I am');
    assert.equal((await far.get(`/agent/moderation/people/${mia.id}`)).status, 200);
  });

  test('only the newest act on a post or a topic is taken back', async () => {
    const id = await ask(house, mia, 'Back and forth');
    await follow(bob, await comment(bob, id, 'Hide me.'));
    const post = await postOf(id, 1);
    const hide = async () => follow(abel, await abel.post(`/agent/moderation/posts/${post}`, { act: 'hide', ...FORM }));
    await hide();
    const first = newest(id, 'post_hidden');
    await undo(first);
    const shown = newest(id, 'post_shown');
    await hide();
    await undo(shown);
    assert.equal(house.sql(`select withheld from message where id = ${post}`), 'hidden');
    await undo(newest(id, 'post_hidden'));
    assert.equal(house.sql(`select withheld from message where id = ${post}`), '');
    await features(house, { watched_words: 'casino' });
    await comment(bob, id, 'My casino.');
    const held = house.sql(`select max(id) from message where ticket_id = ${id}`);
    await follow(abel, await abel.post(`/agent/moderation/posts/${held}/settle`, { act: 'reject', because: 'Advertising.' }));
    await undo(newest(id, 'post_rejected'));
    assert.equal(house.sql(`select withheld from message where id = ${held}`), 'held');
    await features(house);
  });

  test('reports go with their post, and can be settled wherever it is', async () => {
    const id = await ask(house, mia, 'Reported and split');
    await follow(bob, await comment(bob, id, 'Split me, fools.'));
    const post = await postOf(id, 1);
    await follow(mia, await mia.post(`/community/posts/${post}/report`, { words: 'insult' }));
    await follow(abel, await abel.post(`/agent/tickets/${id}/split`, { messages: [post], subject: 'Apart' }));
    assert.doesNotMatch(await abel.text('/agent/moderation'), /Split me, fools/);
    await follow(abel, await abel.post(`/agent/moderation/posts/${post}/settle`, { act: 'dismiss' }));
    assert.equal(house.sql(`select count(*) from report where message_id = ${post} and settled_at is null`), '0');
  });

  test('mails in public name no other member’s mails', async () => {
    const id = await ask(house, mia, 'Which headers?');
    await follow(bob, await comment(bob, id, 'Mine are secret.'));
    house.sql(`update message set rfc_id = 'bobs-own@company.example' where id = ${await postOf(id, 1)}`);
    await follow(abel, await house.answer(abel, id, 'I answer to all of you.'));
    const mail = await house.mail('the answer', (text) => /^To: .*mia@/mi.test(text) && plain(text).includes('I answer to all'));
    assert.doesNotMatch(plain(mail), /bobs-own/);
  });
});
