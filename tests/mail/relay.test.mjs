// A relay that misbehaves: what is tried again, what is shown, and that nothing is ever sent twice by itself.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { ENGINES, onBothEngines, until } from '../lib/desk.mjs';
import { textOf } from '../lib/html.mjs';
import { MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';

/** A ticket whose acknowledgement has left, so that the next mail is the answer. */
async function acknowledged(desk, words) {
  const who = somebody();
  const ticket = await desk.newTicket(who, { subject: newSubject(words) });
  await desk.sink.coming('the acknowledgement', (letter) => letter.to.includes(who.address));
  return { who, number: ticket.number };
}

const trouble = (desk, number, words) => desk.reads(number, `the page says “${words}”`, (one) => one.messages[1]?.trouble?.words.includes(words));
const sent = (desk, number) => desk.reads(number, 'the page says that it is sent', (one) => one.messages[1].state === 'sent by mail' && !one.messages[1].trouble);
/** How many times the relay has got the whole of the answer. */
const arrivals = (desk, who) => desk.sink.arrived.filter((letter) => letter.to.includes(who.address) && !letter.mail.header('Auto-Submitted')).length;

/** The relay gets the mail and never says a word. Takes as long as the desk waits for it, so all begin at once. */
async function silence(engine) {
  const desk = await MailDesk.open(engine);
  const { who, number } = await acknowledged(desk, 'Silence');
  desk.sink.behaviour = (stage, letter) => (stage === 'END' && letter.to.includes(who.address) ? 'hang' : undefined);
  await desk.say(number, { body: '<p>Is anybody there?</p>' });
  return { desk, who, number };
}
const silences = new Map(ENGINES.map((engine) => [engine, silence(engine)]));
for (const begun of silences.values()) begun.catch(() => {});

onBothEngines(describe, 'the relay', (engine) => {
  let desk;
  before(async () => { desk = await MailDesk.open(engine); });
  after(() => desk.stop());
  /** An answer is written while the relay does this to the mails of its requester. */
  async function answered(words, behaviour) {
    const { who, number } = await acknowledged(desk, words);
    desk.sink.behaviour = (stage, letter, address) => (letter.to.includes(who.address) || address === who.address ? behaviour(stage) : undefined);
    await desk.say(number, { body: `<p>${words}: our answer</p>` });
    return { who, number };
  }
  const well = () => { desk.sink.behaviour = () => undefined; };

  test('is down: that is visible, and the mail leaves by itself when it is up again', async () => {
    const { who, number } = await acknowledged(desk, 'Down');
    await desk.sink.stop();
    await desk.say(number, { body: '<p>Patience.</p>' });
    const waiting = await trouble(desk, number, 'tried again by itself');
    assert.ok(waiting.messages[1].trouble.words.length > 70, 'with the reason');
    await desk.sink.listen();
    await desk.sink.coming('the mail', (letter) => letter.to.includes(who.address) && letter.mail.text.includes('Patience.'));
    await sent(desk, number);
    assert.equal(arrivals(desk, who), 1);
  });

  test('says “later” (4xx): the mail is tried again, at once if wished', async () => {
    const { who, number } = await answered('Greylisted', (stage) => (stage === 'RCPT' ? '451 4.7.1 Greylisted, come back' : undefined));
    const waiting = await trouble(desk, number, 'Greylisted');
    assert.ok(waiting.messages[1].trouble.words.includes('tried again by itself'));
    well();
    assert.equal((await desk.admin.post(waiting.messages[1].trouble.retry)).status, 303);
    await sent(desk, number);
    assert.equal(arrivals(desk, who), 1);
  });

  for (const stage of ['RCPT', 'END']) {
    test(`says “no” (5xx) after ${stage}: the mail has failed with the reason, and “try again” works`, async () => {
      const { who, number } = await answered('Refused', (at) => (at === stage ? '550 5.7.1 We do not like you' : undefined));
      const failed = await trouble(desk, number, 'We do not like you');
      assert.equal(failed.messages[1].state, 'not sent');
      assert.ok(failed.events.some((event) => event.includes('A mail could not be sent') && event.includes('We do not like you')), failed.events.join('\n'));
      well();
      const before = arrivals(desk, who);
      assert.equal((await desk.admin.post(failed.messages[1].trouble.retry)).status, 303);
      await sent(desk, number);
      assert.equal(arrivals(desk, who), before + 1);
    });
  }

  test('hangs up before the mail: it is tried again', async () => {
    let tries = 0;
    const { who, number } = await answered('Hung up', (stage) => (stage === 'DATA' && ++tries <= 1 ? 'drop' : undefined));
    await sent(desk, number);
    assert.equal(arrivals(desk, who), 1);
    well();
  });

  for (const [stage, name] of [['CONTENT', 'inside the mail'], ['END', 'after the whole mail, without a word']]) {
    test(`hangs up ${name}: that is unsure, and only a person sends it again`, async () => {
      const { who, number } = await answered('Unsure', (at) => (at === stage ? 'drop' : undefined));
      const unsure = await trouble(desk, number, 'not sure');
      const before = arrivals(desk, who);
      well();
      // Neither other mails nor a restart make it leave again.
      await desk.running.stop('SIGKILL');
      desk.running = await desk.installation.serve(desk.options);
      await acknowledged(desk, 'Barrier');
      assert.equal(arrivals(desk, who), before);
      await trouble(desk, number, 'not sure');
      assert.equal((await desk.admin.post(unsure.messages[1].trouble.retry)).status, 303);
      await sent(desk, number);
      assert.equal(arrivals(desk, who), before + 1);
    });
  }

  test('has the mail when the desk is killed: it is not sent again', async () => {
    const { who, number } = await answered('Killed', (stage) => (stage === 'END' ? 'hang' : undefined));
    await until('the relay has it', () => arrivals(desk, who) === 1);
    await desk.running.stop('SIGKILL');
    well();
    desk.running = await desk.installation.serve(desk.options);
    await acknowledged(desk, 'Barrier');
    // On SQLite the new process knows that nobody else is sending; among several nodes the lease decides.
    if (engine === 'sqlite') await trouble(desk, number, 'not sure');
    else assert.equal((await desk.read(number)).messages[1].state, 'Sending…');
    assert.equal(arrivals(desk, who), 1);
  });

  test('refuses one mail: others leave all the same', async () => {
    const { number } = await answered('Only this one', (stage) => (stage === 'MAIL' || stage === 'RCPT' ? '550 5.1.1 Unknown' : undefined));
    const other = await acknowledged(desk, 'Others');
    await desk.answer(other.number, '<p>You get this.</p>');
    await trouble(desk, number, 'Unknown');
    well();
  });

  test('refuses the address of one participant: the requester gets the answer all the same', async () => {
    const { who, number } = await acknowledged(desk, 'With a copy');
    const replyTo = (await desk.answer(number, '<p>First.</p>')).mail.header('Reply-To').match(/<(.*)>/)[1];
    const colleague = somebody('Gone Colleague');
    await desk.write(colleague, { to: replyTo, subject: 'Re: x', text: 'Me too.' }, { to: replyTo });
    await desk.reads(number, 'the colleague takes part', (one) => one.messages.length === 3);
    desk.sink.behaviour = (stage, letter, address) => (stage === 'RCPT' && address === colleague.address ? '550 5.1.1 No such person' : undefined);
    await desk.say(number, { body: '<p>For both of you.</p>' });
    await desk.sink.coming('the answer', (letter) => letter.to.includes(who.address) && letter.mail.text.includes('For both of you.'));
    const told = new RegExp(`could not be delivered to ${colleague.address} ?: the address does not exist \\(5\\.1\\.1\\)`);
    const page = await until('the message says whom it did not reach', async () => {
      const found = textOf(await desk.admin.text(`/agent/tickets/${number}`));
      return told.test(found) && found;
    });
    assert.doesNotMatch(page, /This mail came back/, 'the requester has it');
    well();
  });

  test('is not configured: mails wait, and leave when it is', async () => {
    const { who, number } = await acknowledged(desk, 'No relay');
    await desk.running.stop();
    const { relay, ...without } = desk.options;
    desk.running = await desk.installation.serve(without);
    await desk.say(number, { body: '<p>Waiting for a relay.</p>' });
    assert.equal((await desk.read(number)).messages[1].state, 'Sending…');
    await desk.running.stop();
    desk.running = await desk.installation.serve(desk.options);
    await sent(desk, number);
    assert.equal(arrivals(desk, who), 1);
  });
});

onBothEngines(describe, 'a relay that falls silent', (engine) => {
  let begun;
  before(async () => { begun = await silences.get(engine); });
  after(async () => { (await silences.get(engine).catch(() => undefined))?.desk.stop(); });

  test('after the whole mail: that is unsure, and it is never sent twice', async () => {
    const { desk, who, number } = begun;
    await until('the page says that it is unsure', async () => (await desk.read(number)).messages[1].trouble?.words.includes('not sure'), 120_000);
    assert.equal(arrivals(desk, who), 1);
    desk.sink.behaviour = () => undefined;
    await acknowledged(desk, 'Barrier');
    assert.equal(arrivals(desk, who), 1);
  });
});
