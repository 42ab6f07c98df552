// The community by mail: answering a notice writes in the topic, under the same rules as on its page.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, until } from '../lib/desk.mjs';
import { ask, comment, features, member, words } from '../lib/community.mjs';
import { textOf } from '../lib/html.mjs';
import { House, follow, plain } from '../lib/house.mjs';
import { buildMail, mailbox, newMessageId } from '../lib/mime.mjs';
import { sendMail } from '../lib/smtp-client.mjs';

onBothEngines(describe, 'the community by mail', (engine) => {
  let house, abel, mia, bob, count = 0;
  before(async () => {
    house = await House.open(engine, { setUp: { deskAddress: 'support@desk.example' } });
    abel = house.agent('Abel Agent', 'abel@desk.example');
    await features(house);
    mia = member(house, 'Mia Member', 'mia@member.example');
    bob = member(house, 'Bob Builder', 'bob@member.example');
  });
  after(() => house.close());

  /** A topic in which Bob took part; gives it with the notice that he has in his mailbox. */
  async function noticed(subject) {
    const id = await ask(house, mia, `${subject} ${count += 1}`);
    await follow(bob, await comment(bob, id, 'I think so.'));
    const words = `Really? ${count}`;
    await follow(mia, await comment(mia, id, words));
    const notice = await house.mail('the notice', (mail) => /^To: .*bob@/mi.test(mail) && plain(mail).includes(words));
    const header = (name) => plain(notice).match(new RegExp(`^${name}: (.*)$`, 'mi'))[1];
    return { id, replyTo: header('Reply-To').match(/<([^>]+)>/)[1], messageId: header('Message-ID').match(/<([^>]+)>/)[1] };
  }
  const write = async (from, mail, to) => {
    const answer = await sendMail(house.desk.smtp, buildMail({ from: mailbox(from.name, from.address), id: newMessageId(), subject: 'Re: topic', ...mail }), { from: from.address, to });
    assert.equal(answer.code, 250, answer.text);
  };
  const ticketOf = (text) => until(`“${text}” is in a ticket`, () => house.sql(`select ticket_id from message where text like '%${text}%'`));

  test('an answer to a notice is a comment, by its address or its Message-ID', async () => {
    const { id, replyTo, messageId } = await noticed('By mail');
    assert.doesNotMatch(replyTo, new RegExp(house.sql(`select token from ticket where id = ${id}`)), 'the ticket’s own token stays with who asked');
    await write(bob, { to: replyTo, text: 'Yes, I measured it.' }, replyTo);
    assert.equal(Number(await ticketOf('Yes, I measured it')), Number(id));
    assert.equal((await words(mia, id)).at(-1), 'Yes, I measured it.');
    await write(bob, { to: 'support@desk.example', inReplyTo: messageId, text: 'Twice even.' }, 'support@desk.example');
    assert.equal(Number(await ticketOf('Twice even')), Number(id));
    await house.mail('the others hear of it', (mail) => /^To: .*mia@/mi.test(mail) && plain(mail).includes('Twice even.'));
    assert.equal(house.sql(`select count(*) from participant where ticket_id = ${id}`), '0', 'nobody gets into the ticket itself by commenting');
  });

  test('the address of a notice is good for whom it was sent to only', async () => {
    const { id, replyTo } = await noticed('Forwarded');
    const eve = { name: 'Eve', address: 'eve@else.example' };
    await write(eve, { to: replyTo, text: 'I found this address.' }, replyTo);
    const other = Number(await ticketOf('I found this address'));
    assert.notEqual(other, Number(id));
    assert.doesNotMatch(await mia.text(`/community/${id}`), /I found this address/);
    assert.equal(house.sql(`select visibility from ticket where id = ${other}`), 'private');
  });

  test('what is locked, banned or private takes no mail: it comes to the team instead, and nothing is lost [R066, R072]', async () => {
    const locked = await noticed('Locked');
    await follow(abel, await abel.postForm(`/community/${locked.id}/lock`, { summary: 'End' }));
    await write(bob, { to: locked.replyTo, text: 'One last word.' }, locked.replyTo);
    const own = await ticketOf('One last word');
    assert.notEqual(Number(own), Number(locked.id));
    assert.match(textOf(await house.page(abel, own)), new RegExp(`#${locked.id} Locked`));
    assert.doesNotMatch(await mia.text(`/community/${locked.id}`), /One last word/);

    const gone = await noticed('Gone private');
    await follow(abel, await abel.post(`/community/${gone.id}/moderate`, { act: 'private' }));
    await write(bob, { to: gone.replyTo, text: 'May I still?' }, gone.replyTo);
    assert.notEqual(Number(await ticketOf('May I still')), Number(gone.id));

    const open = await noticed('Evasion');
    await follow(abel, await abel.post(`/agent/moderation/people/${bob.id}`, { act: 'ban', because: 'rude', days: '2' }));
    await write(bob, { to: open.replyTo, text: 'You cannot stop me.' }, open.replyTo);
    const appeal = await ticketOf('You cannot stop me');
    assert.notEqual(Number(appeal), Number(open.id));
    assert.equal(house.sql(`select visibility from ticket where id = ${appeal}`), 'private');
    const alias = { name: 'Bob', address: 'bob+2@member.example' };
    member(house, alias.name, alias.address);
    await write(alias, { to: open.replyTo, text: 'With another address.' }, open.replyTo);
    assert.notEqual(Number(await ticketOf('With another address')), Number(open.id));
    assert.doesNotMatch(await mia.text(`/community/${open.id}`), /stop me|another address/);
    assert.ok(!house.mails().some((mail) => /^To: .*bob@/mi.test(mail) && plain(mail).includes('Evasion') && plain(mail).includes('something new') && mail.indexOf('cannot stop') > 0));
    house.sql(`update sanction set lifted_at = 1 where person_id = ${bob.id}`);
  });

  test('whoever asked answers the desk’s mail: in public as a comment, in what is locked between them and the team', async () => {
    const id = await ask(house, mia, 'Asked in public');
    await follow(abel, await house.answer(abel, id, 'Which model?'));
    const mail = await house.mail('the answer', (text) => /^To: .*mia@/mi.test(text) && plain(text).includes('Which model?'));
    const replyTo = plain(mail).match(/^Reply-To: .*<([^>]+)>/mi)[1];
    await write(mia, { to: replyTo, text: 'The blue one.' }, replyTo);
    await ticketOf('The blue one');
    assert.equal((await words(bob, id)).at(-1), 'The blue one.');
    await follow(abel, await abel.postForm(`/community/${id}/lock`, {}));
    await write(mia, { to: replyTo, text: 'But it is still broken.' }, replyTo);
    assert.equal(Number(await ticketOf('But it is still broken')), Number(id), 'it stays in her ticket');
    assert.doesNotMatch(await bob.text(`/community/${id}`), /still broken/);
    assert.match(textOf(await house.page(abel, id)), /But it is still broken\./);
  });

  test('machines that answer notices write nothing in public', async () => {
    const { id, replyTo } = await noticed('Holidays');
    const raw = buildMail({ from: mailbox(bob.name, bob.address), to: replyTo, id: newMessageId(), subject: 'Out of office', text: 'I am away until Monday.', headers: { 'Auto-Submitted': 'auto-replied' } });
    assert.equal((await sendMail(house.desk.smtp, raw, { from: bob.address, to: replyTo })).code, 250);
    await ticketOf('I am away until Monday');
    assert.doesNotMatch(await mia.text(`/community/${id}`), /away until Monday/);
  });
});
