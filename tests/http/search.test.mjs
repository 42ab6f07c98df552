import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onBothEngines, run, until } from '../lib/desk.mjs';
import { decode, fieldValue, rowIds, textOf } from '../lib/html.mjs';
import { House } from '../lib/house.mjs';

onBothEngines(describe, 'search', (engine) => {
  let house, clara, agent, lift, meeting;
  before(async () => {
    house = await House.open(engine);
    clara = house.customer('Clara Beaumont', 'clara.b@acier.example');
    agent = house.agent('Abel Agent', 'abel@desk.example');
    const otto = house.customer('Otto Müller', 'otto@stahl.example');
    lift = await house.ask(clara, { subject: 'The lift is stuck', body: 'Between two floors, with the printers.' });
    meeting = await house.ask(otto, { subject: 'Réservation annulée', body: 'La réunion de l’été est déplacée.' });
  });
  after(() => house.close());
  const found = async (query, who = agent) => rowIds(await who.text(`/agent/search?q=${encodeURIComponent(query)}`));

  test('finds tickets by subject, content and author, in any case [R101]', async () => {
    for (const [query, ticket] of [['lift', lift], ['STUCK', lift], ['floors', lift], ['beaumont', lift], ['Clara Beaumont', lift],
      ['clara.b@acier.example', lift], ['acier.example', lift], ['réunion', meeting], ['Müller', meeting]])
      assert.deepEqual(await found(query), [ticket], query);
  });

  test('finds a ticket by its number [R101]', async () => {
    for (const query of [`${lift}`, `#${lift}`, ` #${lift} `]) assert.equal((await found(query))[0], lift, query);
    assert.deepEqual(await found('#999999'), []);
  });

  test('accents and word forms do not matter', async () => {
    for (const query of ['reservation', 'RÉSERVATIONS', 'annulee', 'reunion', 'ete', 'deplacee', 'muller']) assert.deepEqual(await found(query), [meeting], query);
    for (const query of ['printer', 'lifts', 'floor']) assert.deepEqual(await found(query), [lift], query);
  });

  test('every word must be in the same message; the last may be unfinished', async () => {
    assert.deepEqual(await found('stuck lif'), [lift]);
    assert.deepEqual(await found('lift réunion'), []);
    assert.deepEqual(await found('li stuck'), []);
  });

  test('operators narrow it: author, subject, tag, state, exact words, without words [R101]', async () => {
    await agent.post(`/agent/tickets/${lift}/tags`, { tag: 'Elevator' });
    await agent.post(`/agent/tickets/${meeting}/priority`, { priority: 'high' });
    await agent.post(`/agent/tickets/${meeting}/assignment`, { assignee: 'me' });
    for (const [query, tickets] of [['from:clara', [lift]], ['de:muller', [meeting]], ['from:"Clara Beaumont" floors', [lift]], ['from:otto lift', []],
      ['subject:stuck', [lift]], ['subject:floors', []], ['objet:annulee', [meeting]], ['tag:elevator', [lift]], ['étiquette:elevator is:open', [lift]], ['tag:none', []],
      ['is:mine', [meeting]], ['est:libre', [lift]], ['is:important', [meeting]], ['is:closed', []], ['is:open is:unassigned', [lift]],
      ['"two floors"', [lift]], ['"floors two"', []], ['lift -stuck', []], ['lift -fire', [lift]], ['-lift -nothing', [meeting]], ['tag:elevator\u0000', [lift]], ["tag:el'evator", []], ['is:open tag:elevator -stuck', []], ['is:nonsense lift', []]])
      assert.deepEqual(await found(query), tickets, query);
    await agent.post(`/agent/tickets/${lift}/place`, { place: 'trash' });
    assert.deepEqual([await found('lift'), await found('lift is:deleted'), await found('is:deleted')], [[], [lift], [lift]]);
    await agent.post(`/agent/tickets/${lift}/place`, { place: '' });
    await agent.post(`/agent/tickets/${meeting}/assignment`, { assignee: '' });
  });

  test('notes are found by agents', async () => {
    await house.answer(agent, lift, 'Ask the xylophone maker.', { kind: 'note' });
    assert.deepEqual(await found('xylophone'), [lift]);
  });

  test('nobody finds what they may not see [R101]', async () => {
    const rita = house.agent('Rita Restricted', 'rita@desk.example', [house.addDepartment('Elsewhere')]);
    for (const query of ['lift', `#${lift}`, 'Clara']) assert.deepEqual(await found(query, rita), [], query);
    assert.deepEqual((await (await rita.get('/agent/palette?q=lift')).json()).filter((entry) => /tickets/.test(entry.href)), []);
    for (const path of ['/agent/search?q=lift', '/agent/palette?q=lift']) assert.equal((await clara.get(path)).status, 403);
  });

  test('the palette gives tickets, views and departments', async () => {
    const hits = async (query) => (await (await agent.get(`/agent/palette?q=${encodeURIComponent(query)}`)).json()).map((entry) => entry.href);
    assert.ok((await hits('stuck')).includes(`/agent/tickets/${lift}`));
    assert.ok((await hits('unass')).includes('/agent/views/unassigned'));
    assert.ok((await hits('gener')).includes(`/agent/views/department-${house.department}`));
    assert.ok((await hits('')).length >= 6);
  });

  test('nothing found, nothing asked: the page says so and keeps the words', async () => {
    const nothing = await agent.text('/agent/search?q=zzyzx');
    assert.match(textOf(nothing), /Nothing found/);
    assert.equal(fieldValue(nothing, 'q'), 'zzyzx');
    assert.match(textOf(await agent.text('/agent/search')), /Search all tickets/);
  });

  test('no query breaks it', async () => {
    for (const query of ['"', '"lift', 'lift*', '*', '(', ')', "'; drop table ticket; --", 'lift AND', 'NOT', 'NEAR(a b)', 'a:b', 'terms:lift', '^lift', '-lift', '\\', '%', '_',
      '\u0000', 'lift\u0000', '🤷', '!', '& | !', '<->', ':*', 'x'.repeat(5000), 'a '.repeat(500), '９９', '#', '##', '-1', '9'.repeat(40)]) {
      const answer = await agent.get(`/agent/search?q=${encodeURIComponent(query)}`);
      assert.equal(answer.status, 200, JSON.stringify(query.slice(0, 40)));
      assert.equal((await agent.get(`/agent/palette?q=${encodeURIComponent(query)}`)).status, 200, JSON.stringify(query.slice(0, 40)));
    }
    assert.deepEqual(await found('lift'), [lift]);
  });

  test('an answer that was changed by undo is not found any more, the rest is', async () => {
    assert.deepEqual(await found('floors'), [lift]);
  });

  test('a part of an address or a host is enough', async () => {
    for (const query of ['clara', 'acier', 'acier example']) assert.deepEqual(await found(query), [lift], query);
  });

  test('what an older version indexed is indexed anew, and the desk works meanwhile', async () => {
    // Words that the index does not know are what another analyser left out.
    house.sql(`update message set text = text || ' zebra' where ticket_id = ${lift}`);
    assert.deepEqual(await found('zebra'), []);
    house.sql("update setting set value = '1' where name = 'search_index'");
    await house.crash();
    await until('the message is found', async () => (await found('zebra')).length === 1);
    await until('it is done', () => /^\d+$/.test(house.sql("select value from setting where name = 'search_index'")));
    assert.deepEqual(await found('floors'), [lift]);
    if (engine === 'sqlite') assert.equal(house.sql("select v from message_search_config where k = 'automerge'"), '4', 'merging goes on as ever');
  });

  test('many results come page by page, each ticket once', async () => {
    const mails = Array.from({ length: 130 }, (_, at) => `From x@else.example Thu Jan  1 00:00:00 2026\nFrom: x@else.example\nTo: support@desk.example\nMessage-ID: <${at}@else.example>\nSubject: Kangaroo ${at}\n\nHop ${at}\n\n`);
    const box = join(house.installation.folder, 'mails.mbox');
    writeFileSync(box, mails.join(''));
    assert.equal((await run(['mail', 'deliver', ...house.installation.options, '--mbox', box, '--to', 'support@desk.example'])).code, 0);
    await until('all are tickets', () => house.sql("select count(*) from ticket where subject like 'Kangaroo%'") === '130', 60_000);
    const ids = [];
    for (let path = '/agent/search?q=kangaroo', pages = 0; path; pages += 1) {
      assert.ok(pages < 10, 'the results never end');
      const html = await agent.text(path);
      ids.push(...rowIds(html));
      path = decode(html.match(/href="([^"]*)" rel="next"/)?.[1] ?? '');
    }
    assert.equal(ids.length, 130);
    assert.equal(new Set(ids).size, 130);
  });
});
