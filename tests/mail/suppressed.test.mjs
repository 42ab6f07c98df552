// Addresses that no mail goes to by itself: an admin adds one, finds it and releases it; meanwhile nothing leaves for it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onBothEngines } from '../lib/desk.mjs';
import { decode, textOf } from '../lib/html.mjs';
import { ADDRESS, AGENT, MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';

const HERE = '/agent/mail/suppressed';

onBothEngines(describe, 'suppressed addresses', (engine) => {
  let desk;
  before(async () => { desk = await MailDesk.open(engine); });
  after(() => desk.stop());

  const mailsTo = (who) => desk.sink.mails.filter((letter) => letter.to.includes(who.address)).length;
  const suppress = (address) => desk.admin.post(HERE, { address });
  const rowOf = (page, who) => page.match(/<tr id="suppressed_\d+">[\s\S]*?<\/tr>/g)?.find((row) => decode(row).includes(who.address)) ?? '';
  const release = async (who) => desk.admin.post(rowOf(await desk.admin.text(HERE), who).match(/action="([^"]+\/release)"/)[1]);

  test('nothing leaves for it: no acknowledgement, and an answer waits for its agent, who may send it', async () => {
    const who = somebody();
    assert.equal((await suppress(who.address.toUpperCase())).status, 303);
    assert.match(textOf(rowOf(await desk.admin.text(HERE), who)), /an admin put it on the list/);
    const ticket = await desk.newTicket(who, { subject: newSubject('No mail, please') });
    await desk.say(ticket.number, { body: '<p>Here you are.</p>' });
    const page = await desk.admin.text(`/agent/tickets/${ticket.number}`);
    assert.match(textOf(page), /Not sent, because this address takes no mail/);
    assert.match(textOf(page), /No mail goes to this address: an admin put it on the list/, 'writing does not release it');
    const other = somebody();
    await desk.newTicket(other, { subject: newSubject('Somebody else') });
    await desk.sink.coming('the acknowledgement of somebody else', (letter) => letter.to.includes(other.address));
    assert.equal(mailsTo(who), 0);
    await desk.admin.post(page.match(/action="(\/agent\/mail\/\d+\/retry)"/)[1]);
    await desk.sink.coming('the answer all the same', (letter) => letter.to.includes(who.address));
    assert.notEqual(rowOf(await desk.admin.text(HERE), who), '', 'it stays on the list');
  });

  test('what waits when the address gets onto the list does not leave, and its agent may send it', async () => {
    const slow = await MailDesk.open(engine, { undoSeconds: 3600 });
    const [who, other] = [somebody(), somebody()];
    const tickets = [];
    for (const one of [who, other]) {
      tickets.push(await slow.newTicket(one, { subject: newSubject('Wait for it') }));
      await slow.sink.coming('the acknowledgement', (letter) => letter.to.includes(one.address));
      await slow.say(tickets.at(-1).number, { body: '<p>Here you are.</p>' });
    }
    assert.equal((await slow.admin.post(HERE, { address: who.address })).status, 303);
    const page = await slow.admin.text(`/agent/tickets/${tickets[0].number}`);
    assert.match(textOf(page), /Not sent, because this address takes no mail/);
    assert.doesNotMatch(textOf(await slow.admin.text(`/agent/tickets/${tickets[1].number}`)), /Not sent/, 'others wait on');
    await slow.admin.post(page.match(/action="(\/agent\/mail\/\d+\/retry)"/)[1]);
    await slow.sink.coming('the answer all the same', (letter) => letter.to.includes(who.address) && letter.mail.text.includes('Here you are'));
    await slow.stop();
  });

  test('of an answer to several only the others get it', async () => {
    const [who, other] = [somebody(), somebody('Ben Berg')];
    const subject = newSubject('Two of us');
    const ticket = await desk.newTicket(who, { subject });
    const to = (await desk.sink.coming('the acknowledgement', (letter) => letter.to.includes(who.address))).mail.header('Reply-To').match(/<(.+)>/)[1];
    await desk.write(other, { subject: `Re: ${subject}`, to }, { to });
    await desk.reads(ticket.number, 'both wrote', (now) => now.messages.length === 2);
    await suppress(who.address);
    const before = mailsTo(who);
    const sent = await desk.answer(ticket.number, '<p>To both.</p>');
    assert.deepEqual([sent.to.includes(other.address), mailsTo(who)], [true, before]);
    await release(who);
    const next = await desk.answer(ticket.number, '<p>To both again.</p>');
    assert.deepEqual([next.to.includes(who.address), next.to.includes(other.address)], [true, true]);
  });

  test('what is no address, the desk’s or an agent’s is refused next to the field', async () => {
    for (const [address, words] of [['nobody', /This is not a mail address/], [ADDRESS, /an address of the desk itself/], [AGENT.address, /the address of an agent/]]) {
      const answer = await suppress(address);
      assert.equal(answer.status, 422);
      const page = await answer.text();
      assert.match(textOf(page), words);
      assert.ok(decode(page).includes(`value="${address}"`), 'what was typed stays');
    }
  });

  test('one is found by its address, and the list goes on page by page', async () => {
    const people = Array.from({ length: 52 }, () => somebody());
    for (const one of people) await suppress(one.address);
    const first = await desk.admin.text(HERE);
    const older = decode(first.match(/href="(\/agent\/mail\/suppressed\?after=[^"]+)"/)[1]);
    assert.equal(first.match(/id="suppressed_\d+"/g).length, 50);
    assert.equal(rowOf(first, people[0]), '');
    assert.notEqual(rowOf(await desk.admin.text(older), people[0]), '');
    const found = await desk.admin.text(`${HERE}?address=${encodeURIComponent(` ${people[0].address.toUpperCase()}`)}`);
    assert.deepEqual(found.match(/id="suppressed_\d+"/g).length, 1);
    await release(people.at(-1));
    assert.equal(rowOf(await desk.admin.text(HERE), people.at(-1)), '');
  });
});
