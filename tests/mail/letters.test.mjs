// How our mails look where they are read, and the button that says that a question is solved.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onBothEngines } from '../lib/desk.mjs';
import { decode } from '../lib/html.mjs';
import { MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';

onBothEngines(describe, 'letters', (engine) => {
  let desk;
  before(async () => { desk = await MailDesk.open(engine); });
  after(() => desk.stop());

  const asked = async (mail = {}) => {
    const who = somebody();
    return { who, ticket: await desk.newTicket(who, { subject: newSubject('Solved'), ...mail }) };
  };
  const solvedLink = (mail) => mail.text.match(/http:\S+\/t\/[^\s>]+\/solved/)?.[0];

  test('an answer keeps its looks in Outlook and in the dark, and begins with what it says', async () => {
    const { ticket } = await asked();
    const { mail: { html } } = await desk.answer(ticket.number, '<p>Hello,</p><p>The antenna is replaced &amp; works.</p>');
    for (const part of ['name="color-scheme" content="light dark"', 'name="supported-color-schemes" content="light dark"', '@media (prefers-color-scheme:dark)', '[data-ogsc]']) assert.ok(html.includes(part), part);
    assert.match(html, /mso-hide:all;">The antenna is replaced &amp; works\. mark\d+x/, 'the greeting tells nobody anything');
    assert.match(html, /<!--\[if mso\]><table role="presentation" width="600"/, 'Outlook knows no greatest width');
    assert.match(html, /<td bgcolor="#[0-9a-f]{6}"[^>]*mso-padding-alt:12px 20px;"><a class="btn"/, 'nor padded links');
    assert.match(html, /<h1[^>]*>Solved no/);
    assert.doesNotMatch(html, /<img|https?:\/\/(?!127\.0\.0\.1|www\.w3\.org)/, 'nothing is loaded');
  });

  test('the button of a mail asks once more, and only the press of that settles', async () => {
    const { ticket } = await asked();
    const { mail } = await desk.answer(ticket.number, '<p>Done.</p>');
    const link = solvedLink(mail);
    const before = (await desk.read(ticket.number)).status;
    assert.ok(mail.html.includes(`href="${link}"`) && mail.html.includes(`${link.replace('/solved', '')}#reply`));
    for (let visit = 0; visit < 2; visit += 1) {
      const page = decode(await (await fetch(link)).text());
      assert.match(page, /Is it solved\?/);
      assert.match(page, new RegExp(ticket.subject));
    }
    assert.equal((await desk.read(ticket.number)).status, before, 'looking changes nothing');
    const body = new FormData();
    body.set('settle', '1');
    const pressed = await fetch(link.replace('/solved', '/messages'), { method: 'POST', body, redirect: 'manual', headers: { origin: new URL(link).origin } });
    assert.equal(pressed.status, 303);
    await desk.reads(ticket.number, 'it is settled', (one) => one.status !== before);
    const again = await fetch(link, { redirect: 'manual' });
    assert.equal(again.headers.get('location'), new URL(link).pathname.replace('/solved', ''), 'nothing is asked twice');
    assert.equal((await fetch(link.replace(/\/t\/./, (found) => `${found}0`))).status, 404, 'the link is signed');
  });

  test('nobody is asked when others read the mail too, or when it is settled', async () => {
    const { ticket } = await asked();
    const replyTo = (await desk.answer(ticket.number, '<p>One.</p>')).mail.header('Reply-To').match(/<([^>]+)>/)[1];
    await desk.write(somebody('A Colleague'), { to: replyTo, subject: 'Me too' }, { to: replyTo });
    await desk.reads(ticket.number, 'the colleague has joined', (one) => one.messages.length === 3);
    const { mail } = await desk.answer(ticket.number, '<p>For both.</p>');
    assert.doesNotMatch(mail.text, /Is it solved|\/solved/);
    const other = (await asked()).ticket;
    await desk.say(other.number, { body: '<p>Settled with this.</p>', then: 'closed' });
    const settled = await desk.sink.coming('the answer that closes', (letter) => letter.mail.text.includes('Settled with this.'));
    assert.doesNotMatch(settled.mail.text, /Is it solved|\/solved/);
  });
});
