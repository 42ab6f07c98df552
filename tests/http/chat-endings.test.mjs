// How chats end, and what reaches people by mail because somebody was not there.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, until } from '../lib/desk.mjs';
import { addPortal, become, below, companyAgent, openHouse, queue, said, start, talking } from '../lib/chats.mjs';
import { textOf } from '../lib/html.mjs';
import { plain } from '../lib/house.mjs';
import { buildMail, readMail } from '../lib/mime.mjs';
import { sendMail } from '../lib/smtp-client.mjs';

onBothEngines(describe, 'endings of chats', (engine) => {
  let house, acme, abel, wanda, count = 0;
  before(async () => {
    house = await openHouse(engine);
    acme = await addPortal(house, 'acme');
    abel = house.agent('Abel Agent', 'abel@desk.example');
    wanda = companyAgent(house, 'Wanda Watcher', 'wanda@desk.example', [acme.company]);
    house.sql(`update agent_grant set notify_new = true where person_id = ${wanda.id}`);
    await become(abel, 'available');
  });
  after(() => house.close());

  const address = () => `visitor${count += 1}@visitor.example`;
  const acknowledges = (mail) => /^Subject: We have your message/m.test(mail);
  const to = (who) => (mail) => !acknowledges(mail) && readMail(Buffer.from(mail)).header('to').includes(who);
  const acknowledgedTo = (who) => house.mails().filter((mail) => acknowledges(mail) && mail.includes(who));
  const mailsTo = (who) => house.mails().filter(to(who));
  const saying = (words) => house.mails().filter((mail) => plain(mail).includes(words));
  /** An answer that nobody saw in another chat goes out: whatever was due before it has been dealt with. */
  const dealtWith = async () => {
    const at = address();
    const other = await talking(house, acme, abel, { address: at });
    other.old(await other.answers(abel, 'A mark'), 200);
    await house.mail('the mark', to(at));
    await other.acts(abel, 'end');
  };

  test('an agent ends a chat: its ticket is closed, and the visitor may say no more', async () => {
    const chat = await talking(house, acme, abel);
    await chat.says('Thank you');
    const location = await chat.acts(abel, 'end');
    assert.equal(location, chat.agentPath);
    assert.equal(chat.state(), 'ended');
    assert.equal(chat.get('ended_by'), 'agent');
    assert.equal(chat.category(), 'closed');
    const late = await chat.say('One more thing', { mark: 'late' });
    assert.equal(late.status, 410);
    assert.equal(late.headers.get('content-type'), 'application/json');
    assert.deepEqual(said(await chat.page()), ['Is somebody there?', 'Thank you']);
    assert.equal(chat.category(), 'closed');
    assert.match(below(await chat.page()), /The conversation has ended/);
    assert.match(await chat.page(), /href="\/p\/acme" data-new-chat/);
    assert.doesNotMatch(await chat.page(), /data-chat-form/);
    for (const act of ['end', 'take']) assert.equal((await chat.act(abel, act)).status, 303, act);
    for (const [act, whom] of [['agent', house.admin.id], ['invite', house.admin.id], ['department', house.department]]) assert.equal((await chat.act(abel, act, whom)).status, 422, act);
    assert.equal(chat.state(), 'ended');
    assert.equal(house.sql(`select count(*) from event where ticket_id = ${chat.ticket} and kind = 'chat_ended'`), '1');
  });

  test('closing the ticket, or throwing it away, ends the chat', async () => {
    const closed = await talking(house, acme, abel);
    await abel.post(`/agent/tickets/${closed.ticket}/status`, { status: 'closed' });
    assert.equal(closed.state(), 'ended');
    const binned = await talking(house, acme, abel);
    const answer = await abel.post(`/agent/tickets/${binned.ticket}/place`, { place: 'trash' });
    assert.equal(answer.status, 303);
    assert.equal(binned.state(), 'ended');
    assert.equal((await binned.say('Hello?')).status, 410);
  });

  test('the visitor ends a chat: its ticket stays with the agent', async () => {
    const chat = await talking(house, acme, abel);
    await chat.wishes('end');
    assert.equal(chat.get('ended_by'), 'visitor');
    assert.equal(chat.category(), 'open');
    assert.equal((await chat.say('Wait')).status, 410);
    await chat.wishes('end');
    assert.ok((await queue(abel)).listed.includes(chat.ticket), 'the agent still sees it among what just ended');
    assert.match(below(await abel.text(`${chat.agentPath}/news?after=0`)), /The conversation has ended/);
  });

  test('the visitor rates the chat', async () => {
    const chat = await talking(house, acme, abel);
    assert.equal((await chat.wish('rate', { stars: 5 })).status, 422, 'not while it goes on');
    await chat.wishes('end');
    for (const stars of ['0', '6', '-1']) assert.equal((await chat.wish('rate', { stars })).status, 422, stars);
    for (const stars of ['', 'x', '1e9', '99999999999999999999']) assert.ok([400, 422].includes((await chat.wish('rate', { stars })).status), stars);
    assert.equal(chat.get('rating'), '');
    await chat.wishes('rate', { stars: 4, opinion: 'Quick & kind' });
    assert.match(below(await chat.page()), /Thank you for your rating of 4 out of 5/);
    assert.match(below(await abel.text(`${chat.agentPath}/news?after=0`)), /Rated 4 of 5\. “Quick & kind”/);
    assert.match(textOf(await house.page(abel, chat.ticket)), /rated the chat 4\/5/);
    assert.equal((await chat.wish('rate', { stars: 5, opinion: 'x'.repeat(3000) })).status, 303);
    assert.ok(chat.get('opinion').length <= 500);
  });

  test('the conversation comes by mail, once, without notes', async () => {
    const at = address();
    const chat = await talking(house, acme, abel, { body: 'First words', address: at });
    await chat.answers(abel, 'Among agents', { kind: 'note' });
    await chat.alive({ newest: await chat.answers(abel, 'Second words') });
    await chat.says('Third words');
    await chat.wishes('end');
    const asked = await chat.wish('transcript');
    assert.match(asked.headers.get('location'), /\?mailed=1/);
    assert.match(textOf(await chat.who.text(asked.headers.get('location'))), /on its way to your mailbox/);
    await chat.wishes('transcript');
    const mail = plain(await house.mail('the conversation', to(at)));
    for (const words of ['First words', 'Second words', 'Third words', 'Abel Agent']) assert.match(mail, new RegExp(words));
    assert.doesNotMatch(mail, /Among agents/);
    await dealtWith();
    assert.equal(mailsTo(at).length, 1);
  });

  test('without an address there is no conversation by mail; one is left later, and then there is', async () => {
    const chat = await talking(house, acme, abel);
    assert.equal((await chat.wish('transcript')).status, 422);
    for (const bad of ['', 'nobody', 'a b@c.example', 'x@visitor.invalid']) {
      const refused = await chat.wish('address', { address: bad });
      assert.equal(refused.status, 422, bad);
    }
    await chat.wishes('end');
    const at = address();
    await chat.wishes('address', { address: `  ${at.toUpperCase()} ` });
    assert.equal(house.sql(`select p.address from ticket t join person p on p.id = t.requester_id where t.id = ${chat.ticket}`), at);
    assert.doesNotMatch(await chat.page(), /id="chat-address"/);
    assert.match(textOf(await abel.text(chat.agentPath)), /Address typed, not confirmed/);
    await chat.wishes('address', { address: address() });
    assert.equal(house.sql(`select p.address from ticket t join person p on p.id = t.requester_id where t.id = ${chat.ticket}`), at, 'it is left once');
    await chat.wishes('transcript');
    await house.mail('the conversation', to(at));
    await house.answer(abel, chat.ticket, 'One more thing from us');
    await until('the answer came', () => mailsTo(at).some((mail) => plain(mail).includes('One more thing from us')));
  });

  test('the address of somebody known is left: the ticket is theirs, the page of whoever typed it shows nothing else', async () => {
    const mia = house.customer('Mia Known', address());
    const hers = await house.ask(mia, { subject: 'Her own secret' });
    const chat = await talking(house, acme, abel);
    await chat.wishes('address', { address: mia.address });
    assert.match(textOf(await abel.text(chat.agentPath)), /Address typed, not confirmed/);
    await chat.says('Still me');
    const answer = await chat.answers(abel, 'A late answer');
    assert.deepEqual(said(await chat.page()), ['Is somebody there?', 'Still me', 'A late answer']);
    for (const path of [chat.path, `${chat.path}/news`]) assert.doesNotMatch(await chat.who.text(path), /Mia|Her own secret/);
    assert.match(await mia.text('/tickets'), /Is somebody there/);
    chat.old(answer, 200);
    const mail = await house.mail('the unseen answer', (one) => to(mia.address)(one) && plain(one).includes('A late answer'));
    assert.doesNotMatch(readMail(Buffer.from(mail)).header('to') + readMail(Buffer.from(mail)).header('cc'), /invalid|Vera/);
    assert.notEqual((await chat.who.get(`/tickets/${hers}`)).status, 200);
    assert.equal(house.mails().filter((one) => /^(To|Cc):.*\.invalid/mi.test(one)).length, 0, 'nothing is mailed to an address that nobody has');
  });

  test('a request that nobody took in time becomes a ticket: the visitor has an acknowledgement, the watchers are told', async () => {
    const at = address();
    const chat = await start(house, acme, { body: 'Hello from the queue', address: at });
    await dealtWith();
    assert.equal(saying('Hello from the queue').length, 0, 'nobody is mailed while they wait');
    chat.left(170);
    await dealtWith();
    assert.equal(chat.state(), 'waiting', 'they may come back for a while');
    chat.left(20);
    await chat.becomes('missed');
    await until('the acknowledgement', () => acknowledgedTo(at).length);
    for (const who of ['wanda@desk.example', 'ada@desk.example']) await house.mail(who, (mail) => to(who)(mail) && plain(mail).includes('Hello from the queue'));
    assert.ok(!(await queue(abel)).waiting.includes(chat.ticket));
    assert.equal(chat.category(), 'open');
    assert.match(textOf(await chat.page()), /You left before somebody came\. Your question is kept/);
    assert.equal((await chat.say('I am back')).status, 410);
    assert.equal((await chat.wish('rate', { stars: 1 })).status, 422);
    assert.match(textOf(await house.page(abel, chat.ticket)), /left before somebody came/);
    await house.answer(abel, chat.ticket, 'We answer by mail.');
    await house.mail('the answer', (mail) => to(at)(mail) && plain(mail).includes('We answer by mail.'));
    await dealtWith();
    assert.equal(mailsTo(at).length, 1);
    assert.equal(acknowledgedTo(at).length, 1);
    assert.equal(mailsTo('wanda@desk.example').filter((mail) => plain(mail).includes('Hello from the queue')).length, 1);
  });

  test('whoever goes before somebody came leaves a ticket at once', async () => {
    const at = address();
    const chat = await start(house, acme, { address: at });
    await chat.wishes('end');
    assert.equal(chat.state(), 'missed');
    await until('the acknowledgement', () => acknowledgedTo(at).length);
    assert.notEqual((await chat.act(abel, 'take')).headers.get('location'), chat.agentPath, 'it is not taken any more');
    const unnamed = await start(house, acme);
    unnamed.left(200);
    await unnamed.becomes('missed');
    const later = address();
    await unnamed.wishes('address', { address: later });
    assert.equal(unnamed.state(), 'missed');
    await house.answer(abel, unnamed.ticket, 'Here we are');
    await house.mail('the answer', (mail) => to(later)(mail) && plain(mail).includes('Here we are'));
  });

  test('a chat whose visitor left for long ends; its ticket stays open', async () => {
    const chat = await talking(house, acme, abel);
    chat.left(29 * 60);
    await dealtWith();
    assert.equal(chat.state(), 'open');
    assert.match(below(await abel.text(`${chat.agentPath}/news?after=0`)), /Vera Visitor is not there/);
    chat.left(2 * 60);
    await chat.becomes('ended');
    assert.equal(chat.get('ended_by'), 'desk');
    assert.equal(chat.category(), 'open');
    const back = await talking(house, acme, abel);
    back.left(29 * 60);
    await back.alive({ newest: 0 });
    back.left(2 * 60);
    await dealtWith();
    assert.equal(back.state(), 'open', 'who comes back talks on');
  });

  test('an answer that the visitor did not see goes out by mail once; one that was seen never does', async () => {
    const at = address();
    const chat = await talking(house, acme, abel, { address: at });
    const seen = await chat.answers(abel, 'You see this.');
    await chat.alive({ newest: seen });
    chat.old(seen, 200);
    const unseen = await chat.answers(abel, 'You do not see this.');
    chat.old(unseen, 170);
    await dealtWith();
    assert.equal(mailsTo(at).length, 0, 'it waits for its visitor');
    chat.old(unseen, 20);
    await house.mail('the unseen answer', (mail) => to(at)(mail) && plain(mail).includes('You do not see this.'));
    await dealtWith();
    assert.equal(mailsTo(at).length, 1);
    await chat.acts(abel, 'end');
    await house.crash();
    await become(abel, 'available');
    await dealtWith();
    assert.equal(mailsTo(at).length, 1, 'whatever happens, once');
  });

  test('an answer given to an ended chat goes out at once, and once; unseen ones from before are not forgotten', async () => {
    const at = address();
    const chat = await talking(house, acme, abel, { address: at });
    const unseen = await chat.answers(abel, 'The last words in the chat.');
    await chat.acts(abel, 'end');
    await house.answer(abel, chat.ticket, 'And words after it.');
    await house.mail('the words after it', (mail) => to(at)(mail) && plain(mail).includes('And words after it.'));
    chat.old(unseen, 200);
    await dealtWith();
    const all = mailsTo(at).map(plain);
    assert.equal(all.filter((mail) => mail.includes('And words after it.')).length, 1);
    assert.ok(all.some((mail) => mail.includes('The last words in the chat.')), 'what was said before it reaches the mailbox too');
  });

  test('what the requester mails, and what is answered after the end, is not on the page of whoever typed the address', async () => {
    const at = address();
    const chat = await talking(house, acme, abel, { address: at });
    await chat.acts(abel, 'end');
    await house.answer(abel, chat.ticket, 'Answer after the end');
    const mail = readMail(Buffer.from(await house.mail('the answer', (one) => to(at)(one) && plain(one).includes('Answer after the end'))));
    const reply = buildMail({ from: at, to: 'support@desk.example', subject: `Re: ${mail.header('subject')}`, inReplyTo: mail.ids('message-id')[0], text: 'A letter from the true owner' });
    assert.equal((await sendMail(house.desk.smtp, reply, { from: at, to: 'support@desk.example' })).code, 250);
    await until('the letter is in the ticket', async () => /A letter from the true owner/.test(await house.page(abel, chat.ticket)));
    for (const path of [chat.path, `${chat.path}/news`]) assert.doesNotMatch(await chat.who.text(path), /A letter from the true owner|Answer after the end/, path);
    await chat.wishes('transcript');
    const copy = await house.mail('the conversation', (one) => to(at)(one) && plain(one).includes('Is somebody there?') && !plain(one).includes('Answer after the end'));
    assert.doesNotMatch(plain(copy), /true owner/);
    // The same key at the page of tickets must not tell more.
    assert.ok(!/A letter from the true owner|Answer after the end/.test(await chat.who.text(`/t/${chat.code}`)), 'the key of the chat shows it at /t/');
  });
});
