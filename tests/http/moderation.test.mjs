// Keeping order: rules, reports, hiding, closing, measures against people, ready texts, and the log that takes it back.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines } from '../lib/desk.mjs';
import { ask, comment, features, member, posts, topicIds, words } from '../lib/community.mjs';
import { between, errorOf, fieldValue, textOf, toast } from '../lib/html.mjs';
import { House, follow, plain } from '../lib/house.mjs';

onBothEngines(describe, 'moderation', (engine) => {
  let house, abel, mia, bob, number = 0;
  before(async () => {
    house = await House.open(engine);
    abel = house.agent('Abel Agent', 'abel@desk.example');
    await features(house);
    mia = member(house, 'Mia Member', 'mia@member.example');
    bob = member(house, 'Bob Builder', 'bob@member.example');
  });
  after(() => house.close());
  const somebody = (name = 'Max Member') => member(house, name, `max${number += 1}@member.example`);
  const postOf = async (topic, at) => posts(await abel.text(`/community/${topic}`))[at].id;
  const act = (post, fields) => abel.post(`/agent/moderation/posts/${post}`, { because: 'It insults somebody.', rule: '1', days: '7', ...fields });
  const log = () => abel.text('/agent/moderation/log');
  const undoNewest = async () => follow(abel, await abel.post(`/agent/moderation/log/${(await log()).match(/log\/(\d+)\/undo/)[1]}/undo`, {}));

  test('the rules say what is not tolerated and when moderators step in; members accept them before they take part [R067, R068, R069, R070]', async () => {
    const fresh = house.customer('Fay Fresh', 'fay@member.example');
    const first = await fresh.get('/community');
    assert.match(first.headers.get('location'), /^\/community\/rules\?next=%2Fcommunity/);
    const page = await fresh.text('/community/rules?next=%2Fcommunity%3Fpart%3Dunanswered');
    assert.match(textOf(page), /What we do not accept .* When a moderator steps in/);
    assert.match(page, /<ol[^>]*>\s*<li>Insults/);
    const id = await ask(house, mia, 'Rules?');
    const early = await comment(fresh, id, 'I did not read them');
    assert.equal(early.status, 422);
    assert.match(textOf(await early.text()), /What we do not accept .* I did not read them/, 'the rules, with what was written');
    const refused = await fresh.postForm('/tickets', { subject: 'Public', body: 'x y', department: house.department, visibility: 'public' });
    assert.equal(refused.status, 422);
    const form = await refused.text();
    assert.match(textOf(form), /accept the rules/);
    assert.match(form, /name="visibility" value="private" checked/);
    assert.equal(fieldValue(form, 'subject'), 'Public');
    assert.match(form, /type="checkbox" name="accept_rules" value="0"/);
    const without = await fresh.post('/community/rules', { version: '0' });
    assert.equal(without.status, 422);
    assert.match(errorOf(await without.text(), 'accept'), /./);
    const go = await fresh.post('/community/rules', { version: '0', accept: 'yes', next: '/community?part=unanswered' });
    assert.equal(go.headers.get('location'), '/community?part=unanswered');
    await follow(fresh, await comment(fresh, id, 'Now I did.'));
    const other = house.customer('Fred Fresh', 'fred@member.example');
    const asked = await other.postForm('/tickets', { subject: 'With the rules', body: 'In one go.', department: house.department, visibility: 'public', accept_rules: '0' });
    assert.match(asked.headers.get('location'), /^\/community\/\d+$/, 'the form itself takes the acceptance');
    assert.match(textOf(await fresh.text(`/community/${id}`)), /You accepted them/);
  });

  test('whoever changes the rules asks everybody to accept them again [R074]', async () => {
    const [max, id] = [somebody(), await ask(house, mia, 'New rules')];
    const legal = await house.admin.text('/agent/settings/legal');
    const now = { rules_en: fieldValue(legal, 'rules_en'), rules_fr: fieldValue(legal, 'rules_fr') };
    await house.admin.post('/agent/settings/legal', { ...now });
    assert.equal(house.sql("select count(*) from legal_text where kind = 'rules'"), '0', 'saving what stands there is no change');
    await follow(house.admin, await house.admin.post('/agent/settings/legal', { ...now, rules_en: '## Not here\n\n1. No cats.\n2. No *dogs*.' }));
    assert.match((await max.get(`/community/${id}`)).headers.get('location'), /\/community\/rules/);
    assert.match(textOf(await max.text('/community/rules')), /No cats/);
    assert.equal((await max.post('/community/rules', { version: '0', accept: 'yes' })).status, 422, 'an older version does not count');
    await follow(max, await max.post('/community/rules', { version: '1', accept: 'yes' }));
    for (const one of [mia, bob]) await one.post('/community/rules', { version: '1', accept: 'yes' });
    assert.match(textOf(between(await max.text(`/community/${id}`), 'class="rules"', '</ol>')), /No cats\. No dogs\./);
    assert.match(await house.admin.text('/agent/settings/legal'), /Version 1, accepted by 3/i);
    const late = somebody('Lara Late');
    const kept = await comment(late, id, 'I wrote this before.');
    assert.equal(kept.status, 422);
    const asks = await kept.text();
    assert.equal(fieldValue(asks, 'body').trim(), 'I wrote this before.');
    assert.match(asks, /name="accept_rules" value="1"/);
    await follow(late, await comment(late, id, fieldValue(asks, 'body'), { accept_rules: '1' }));
    assert.match((await words(mia, id)).at(-1), /I wrote this before/);
    house.sql("delete from legal_text where kind = 'rules'");
  });

  test('a post is reported once by each, waits in a queue, and is hidden with a reason or found fine [R057, R071]', async () => {
    const id = await ask(house, mia, 'A heated topic');
    await follow(bob, await comment(bob, id, 'You are all fools.'));
    const post = await postOf(id, 1);
    const empty = await mia.post(`/community/posts/${post}/report`, {});
    assert.equal(empty.status, 422);
    assert.match(errorOf(await empty.text(), 'words'), /./);
    for (const person of [mia, somebody()]) await follow(person, await person.post(`/community/posts/${post}/report`, { rule: '1', words: 'Insulting' }));
    await mia.post(`/community/posts/${post}/report`, { rule: '1', words: 'Again' });
    assert.equal(house.sql(`select count(*) from report where message_id = ${post}`), '2');
    assert.equal((await bob.post(`/community/posts/${post}/report`, { words: 'me' })).status, 422, 'not oneself');
    const queue = await abel.text('/agent/moderation');
    assert.match(textOf(between(queue, `id="post-${post}"`, '</article>')), /You are all fools\..*Mia Member.*rule 1.*Insulting/);
    assert.match(textOf(between(queue, 'href="/agent/moderation"', '</a>')), /\d/, 'the menu counts it');
    const silent = await abel.post(`/agent/moderation/posts/${post}/settle`, { act: 'hide' });
    assert.equal(silent.status, 422, 'a reason is needed');
    await follow(abel, await abel.post(`/agent/moderation/posts/${post}/settle`, { act: 'hide', because: 'insults' }));
    assert.match((await words(mia, id))[1], /Hidden by the team: insults/);
    assert.doesNotMatch(await mia.text(`/community/${id}`), /fools/);
    assert.match((await words(abel, id))[1], /fools/, 'moderators can look');
    assert.doesNotMatch(await mia.text('/community?q=fools'), /<h2><a/);
    assert.doesNotMatch(await abel.text('/agent/moderation'), new RegExp(`id="post-${post}"`));
    assert.match(textOf(await log()), /Abel Agent hid a post Bob Builder A heated topic “insults”/);
    await undoNewest();
    assert.match((await words(mia, id))[1], /fools/, 'taken back');
    await mia.post(`/community/posts/${post}/report`, { words: 'Still' });
    await follow(abel, await abel.post(`/agent/moderation/posts/${post}/settle`, { act: 'dismiss' }));
    assert.match((await words(mia, id))[1], /fools/);
  });

  test('a moderator changes words with a mark and a reason, and takes it back [R071]', async () => {
    const id = await ask(house, mia, 'Phone numbers');
    await follow(bob, await comment(bob, id, 'Call 0612345678.'));
    const post = await postOf(id, 1);
    assert.equal((await abel.post(`/community/posts/${post}/edit`, { body: 'Call him.' })).status, 422);
    await follow(abel, await abel.post(`/community/posts/${post}/edit`, { body: 'Call him.', because: 'private number' }));
    const shown = posts(await mia.text(`/community/${id}`))[1];
    assert.equal(shown.text, 'Call him.');
    assert.match(textOf(shown.html), /changed by Abel Agent/);
    await undoNewest();
    assert.equal((await words(mia, id))[1], 'Call 0612345678.');
  });

  test('a topic is closed in one action: last message, summary on top, and nobody adds anything, not even the team [R065, R066]', async () => {
    const id = await ask(house, mia, 'Endless');
    await follow(bob, await comment(bob, id, 'No!'));
    const form = await abel.text(`/community/${id}/lock`);
    assert.match(textOf(form), /Nobody can reply any more/);
    await follow(abel, await abel.postForm(`/community/${id}/lock`, { body: 'We close this here.', summary: '- It is **blue**.', because: 'going in circles', tell: 'yes' }));
    const page = await mia.text(`/community/${id}`);
    assert.ok(page.indexOf('What came out of it') < page.indexOf('class="post"'), 'the summary is on top');
    assert.match(page, /It is <strong>blue<\/strong>/);
    assert.equal(posts(page).at(-1).text, 'We close this here.');
    await house.mail('who took part is told', (mail) => /^To: .*bob@/mi.test(mail) && plain(mail).includes('We close this here') && plain(mail).includes('It is blue'));
    assert.equal(house.sql(`select category from ticket where id = ${id}`), 'closed');
    for (const person of [mia, bob, abel]) {
      const late = await comment(person, id, 'But I must say');
      assert.equal(late.status, 422);
      assert.match(textOf(await late.text()), /This topic is locked/);
    }
    const byAgentPage = await house.answer(abel, id, 'From the agents’ page');
    assert.equal(byAgentPage.status, 409);
    assert.match(fieldValue(await byAgentPage.text(), 'body'), /From the agents’ page/, 'and what was typed is kept');
    const first = await postOf(id, 0);
    assert.equal((await bob.post(`/community/posts/${first}/react`, { kind: 'helpful' })).status, 303, 'voting stays on');
    assert.equal((await abel.postForm(`/community/${id}/lock`, { summary: 'x' })).status, 303);
    const about = await bob.text(`/tickets/new?about=${id}`);
    assert.match(textOf(about), /About the topic “Endless”/);
    assert.doesNotMatch(about, /name="visibility"/);
    const secret = await bob.postForm('/tickets', { subject: 'I object', body: 'Please.', department: house.department, about: String(id) });
    const own = secret.headers.get('location').match(/\/tickets\/(\d+)/)[1];
    assert.match(await house.page(abel, own), new RegExp(`/agent/tickets/${id}"`), 'the ticket names the topic');
    await follow(abel, await abel.post(`/community/${id}/moderate`, { act: 'unlock' }));
    await follow(bob, await comment(bob, id, 'Thank you.'));
  });

  test('closing without telling mails nobody', async () => {
    const id = await ask(house, mia, 'Quiet end');
    await follow(bob, await comment(bob, id, 'Hm.'));
    await follow(abel, await abel.postForm(`/community/${id}/lock`, { body: 'Silently closed.' }));
    await follow(house.admin, await house.answer(house.admin, await house.ask(bob, { subject: 'After that' }), 'A later mail.'));
    await house.mail('a later mail', (mail) => plain(mail).includes('A later mail.'));
    assert.ok(!house.mails().some((mail) => /^To: .*bob@/mi.test(mail) && plain(mail).includes('Silently closed')));
  });

  test('a close and a comment at the same moment: never a comment behind the lock [R066]', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await ask(house, mia, `Race ${round}`);
      const all = await Promise.all([abel.postForm(`/community/${id}/lock`, { summary: 'End' }), ...Array.from({ length: 6 }, (_, at) => comment(bob, id, `Comment ${at}`))]);
      assert.equal(all[0].status, 303);
      const after = Number(house.sql(`select count(*) from message m join ticket t on t.id = m.ticket_id where t.id = ${id} and m.created_at > t.locked_at`));
      assert.equal(after, 0);
      for (const answer of all.slice(1)) assert.ok([303, 422].includes(answer.status), `a comment answered ${answer.status}`);
      assert.equal(all.slice(1).filter((answer) => answer.status === 303).length, posts(await mia.text(`/community/${id}`)).length - 1, 'what was taken is there');
    }
  });

  test('a warning tells; slowed down: one post an hour; silenced: reads and votes only [R071]', async () => {
    const id = await ask(house, mia, 'Manners');
    const max = somebody();
    await follow(max, await comment(max, id, 'Grr.'));
    const post = await postOf(id, 1);
    assert.equal((await act(post, { act: 'warning', because: '' })).status, 422);
    await follow(abel, await act(post, { act: 'warning' }));
    const warned = await house.mail('the warning', (mail) => mail.includes(max.address) && plain(mail).includes('It insults somebody. (rule 1)'));
    assert.match(plain(warned), /private/);
    await follow(max, await comment(max, id, 'Sorry.'));
    await follow(abel, await act(post, { act: 'slow', days: '1' }));
    const fast = await comment(max, id, 'And another thing');
    assert.equal(fast.status, 422);
    assert.match(textOf(await fast.text()), /write again at/);
    house.sql(`update message set created_at = created_at - 3700000000 where author_id = ${max.id}`);
    await follow(max, await comment(max, id, 'After an hour.'));
    await follow(abel, await act(post, { act: 'silence', days: '3' }));
    house.sql(`update message set created_at = created_at - 3700000000 where author_id = ${max.id}`);
    assert.equal((await comment(max, id, 'Mute?')).status, 422);
    assert.match(textOf(await max.text(`/community/${id}`)), /You can read the community, and write again from/);
    const first = await postOf(id, 0);
    assert.equal((await max.post(`/community/posts/${first}/react`, { kind: 'helpful' })).status, 303);
    assert.equal((await act(post, { act: 'ban', days: '0' })).status, 422);
    assert.equal((await act(post, { act: 'ban', days: '9999' })).status, 422);
  });

  test('a ban closes the community for its time and ends by itself; private questions stay open [R072]', async () => {
    const id = await ask(house, mia, 'For the banned');
    const max = somebody('Rod Rude');
    await follow(max, await comment(max, id, 'Rude words.'));
    const post = await postOf(id, 1);
    await follow(abel, await act(post, { act: 'ban', days: '3' }));
    assert.match(textOf(await abel.text(`/community/${id}`)), /Banned until/);
    for (const path of ['/community', `/community/${id}`, `/community/posts/${post}/edit`]) {
      const closed = await max.get(path);
      assert.equal(closed.status, 403, path);
      assert.match(textOf(await closed.text()), /closed to you until .* Your private questions to the team stay open/);
    }
    for (const deed of [() => comment(max, id, 'x'), () => max.post(`/community/posts/${post}/react`, { kind: 'thanks' }), () => max.post(`/community/posts/${post}/report`, { words: 'x' })])
      assert.ok([403, 422].includes((await deed()).status));
    const refused = await max.postForm('/tickets', { subject: 'Open?', body: 'My words.', department: house.department, visibility: 'public' });
    assert.equal(refused.status, 422);
    assert.match(await refused.text(), /My words\./);
    const appeal = await house.ask(max, { subject: 'I want to appeal' });
    assert.match(textOf(await max.text(`/tickets/${appeal}`)), /I want to appeal/);
    assert.match(textOf(await abel.text('/agent/moderation/people')), /Rod Rude Banned until/);
    await house.mail('the ban is explained', (mail) => mail.includes(max.address) && /closed to you/.test(plain(mail)));
    house.sql(`update sanction set until = ${Date.now() * 1000 - 1} where person_id = ${max.id}`);
    await follow(max, await comment(max, id, 'I am back.'));
    assert.doesNotMatch(textOf(await abel.text('/agent/moderation/people')), /Rod Rude/);
  });

  test('a removal holds until it is taken back; staff is never sanctioned [R073]', async () => {
    const id = await ask(house, mia, 'For the removed');
    const max = somebody('Rae Removed');
    await follow(max, await comment(max, id, 'Spam.'));
    const unsure = await abel.post(`/agent/moderation/people/${max.id}`, { act: 'removal', because: 'Spam', rule: '2' });
    assert.equal(unsure.status, 422);
    assert.match(errorOf(await unsure.text(), 'sure'), /./);
    await follow(abel, await abel.post(`/agent/moderation/people/${max.id}`, { act: 'removal', because: 'Spam, again and again', rule: '2', sure: 'yes' }));
    assert.match(textOf(await (await max.get('/community')).text()), /You were removed/);
    const page = await abel.text(`/agent/moderation/people/${max.id}`);
    assert.match(textOf(page), /Removed rule 2 Spam, again and again Abel Agent/);
    const sanction = page.match(/name="days" value="(\d+)"[^>]*>(?:(?!<\/button>)[\s\S])*Take back/)[1];
    await follow(abel, await abel.post(`/agent/moderation/people/${max.id}`, { act: 'lift', days: sanction }));
    await follow(max, await comment(max, id, 'Better now.'));
    await house.mail('that is told too', (mail) => mail.includes(max.address) && /was taken back/.test(plain(mail)));
    assert.equal((await abel.get(`/agent/moderation/people/${abel.id}`)).status, 404);
    assert.equal((await abel.post(`/agent/moderation/people/${house.admin.id}`, { act: 'ban', because: 'x', days: '1' })).status, 404);
    for (const path of ['/agent/moderation', '/agent/moderation/log', `/agent/moderation/people/${max.id}`]) assert.equal((await mia.get(path)).status, 403, path);
  });

  test('ready texts have fields for their placeholders: choices, names of several people; what is empty holds them back [R059, R060, R061, R062, R063, R064]', async () => {
    const settings = textOf(await abel.text('/agent/settings/ready'));
    for (const code of ['price_change', 'experience', 'conflict']) {
      const id = await ask(house, mia, `Ready ${code}`);
      await follow(bob, await comment(bob, id, 'Hm.'));
      const chosen = await abel.postForm(`/community/${id}/comments`, { use: '1', choose: `${code}.en`, body: 'Typed before.' });
      assert.equal(chosen.status, 200);
      const form = await chosen.text();
      assert.equal(fieldValue(form, 'body'), 'Typed before.', 'what was typed stays');
      assert.ok(settings.includes(textOf(between(form, '<div class="ready-fill"><h2>', '</h2>'))), `${code} is listed`);
      assert.match(form, /class="placeholder-token">\[/);
      const fields = [...form.matchAll(/<label for="(fill-\d+)">([\s\S]*?)<\/label>/g)].map((one) => ({ name: one[1], label: textOf(one[2]) }));
      assert.ok(fields.length >= 3);
      const names = fields.find((field) => field.label.startsWith('user’s name'));
      assert.match(form, new RegExp(`name="${names.name}-name" value="Mia Member"[\\s\\S]*name="${names.name}-name" value="|name="${names.name}-name" value="Bob Builder"`));
      const filled = { ready: `${code}.en`, [`${names.name}-name`]: ['Bob Builder', 'Mia Member'] };
      for (const field of fields.filter((one) => one !== names)) {
        const options = [...(form.match(new RegExp(`<select[^>]* name="${field.name}"[\\s\\S]*?</select>`))?.[0] ?? '').matchAll(/<option value="([^"]+)"/g)];
        if (field.label.includes('/')) assert.ok(options.length >= 2, `${field.label} offers a choice`);
        filled[field.name] = options[0]?.[1] ?? `The ${field.name}`;
      }
      const last = Object.keys(filled).at(-1);
      const short = await abel.postForm(`/community/${id}/comments`, { ...filled, [last]: '' });
      assert.equal(short.status, 422, 'one field is empty');
      const back = await short.text();
      assert.match(back, new RegExp(`name="${last}"[^>]* autofocus`), 'it takes the focus');
      assert.equal(back.match(new RegExp(`name="${names.name}-name" value="[^"]*" checked`, 'g')).length, 2, 'ticked names stay ticked');
      assert.match(back, new RegExp(`id="${names.name}"[^>]* value=""`), 'and stand nowhere else');
      assert.equal(posts(await mia.text(`/community/${id}`)).length, 2, 'nothing was sent');
      const done = await abel.postForm(`/community/${id}/comments`, filled);
      assert.equal(done.status, 303);
      const text = (await words(mia, id))[2];
      assert.match(text, /Bob Builder and Mia Member/);
      assert.doesNotMatch(text, /\[/);
    }
    const id = await ask(house, mia, 'Changed by hand');
    const without = await abel.postForm(`/community/${id}/comments`, { without: '1', ready: 'conflict.en', body: 'My own words.' });
    assert.equal(fieldValue(await without.text(), 'body').trim(), 'My own words.');
    const composed = await abel.postForm(`/community/${id}/comments`, { ready: 'conflict.en', composed: '1', body: 'Hello [summary] bye' });
    assert.equal(composed.status, 422);
    assert.match(textOf(await composed.text()), /\[summary\] is still to be filled/);
  });

  test('ready texts are written, changed and put away; standard ones too [R059]', async () => {
    const save = (fields) => abel.post('/agent/settings/ready', fields);
    await follow(abel, await save({ name: 'Late bus', language: 'en', text: 'Dear [user’s name or users’ names], the bus is [late/early].' }));
    assert.match(textOf(await abel.text('/agent/settings/ready')), /Late bus/);
    assert.equal((await save({ name: '', language: 'en', text: 'x' })).status, 422);
    await follow(abel, await save({ key: 'price_change.en', name: 'Prices', text: 'Our [own] words.' }));
    assert.match(textOf(await abel.text('/agent/settings/ready')), /Our \[own\] words/);
    await follow(abel, await save({ key: 'experience.en', action: 'delete' }));
    assert.doesNotMatch(await abel.text('/agent/settings/ready'), /key" value="experience\.en"/);
    assert.equal((await save({ key: 'nothing', action: 'delete' })).status, 404);
  });

  test('topics are pinned and moved, and each act can be taken back from the log', async () => {
    const id = await ask(house, mia, 'Pin me');
    await follow(abel, await abel.post(`/community/${id}/moderate`, { act: 'pin' }));
    assert.equal(topicIds(await bob.text('/community'))[0], Number(id));
    assert.match(toast(await follow(abel, await abel.post(`/community/${id}/moderate`, { act: 'pin' }))), /already|as it is|same/i);
    await undoNewest();
    assert.doesNotMatch(textOf(between(await bob.text('/community'), `/community/${id}-`, '</li>')), /Pinned/);
    const pinned = await abel.post(`/community/${id}/moderate`, { act: 'pin' });
    const offered = (await follow(abel, pinned)).match(/action="\/agent\/undo\/(\d+)"/)[1];
    assert.match(toast(await follow(abel, await abel.post(`/agent/undo/${offered}`))), /undone|taken back/i);
    assert.equal(house.sql(`select count(*) from ticket where id = ${id} and pinned`), '0', 'the toast takes it back, too');
    assert.equal((await abel.post(`/community/${id}/moderate`, { act: 'dance' })).status, 400);
    assert.equal((await mia.post(`/community/${id}/moderate`, { act: 'pin' })).status, 403);
    assert.equal((await mia.postForm(`/community/${id}/lock`, {})).status, 403);
  });
});
