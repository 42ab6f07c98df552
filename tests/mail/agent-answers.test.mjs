// Agents answer the mails that tell them of tickets, from their mail programs.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, until } from '../lib/desk.mjs';
import { nameServer } from '../lib/dns.mjs';
import { textOf } from '../lib/html.mjs';
import { House } from '../lib/house.mjs';
import { buildMail, newMessageId } from '../lib/mime.mjs';
import { sendMail } from '../lib/smtp-client.mjs';
import { Sink } from '../lib/smtp-sink.mjs';

const DESK = 'support@desk.example';
const CLARA = 'clara@customer.example';

/** As mail programs quote what they answer. */
const gmail = (words, told) => `${words}\n\nOn Mon, Nov 23, 2026 at 9:00 AM Support <${DESK}> wrote:\n${told.text.replace(/^/gm, '> ')}\n`;
const outlook = (words, told) => `${words}\n\nDe : Support <${DESK}>\nEnvoyé : lundi 23 novembre 2026 09:00\nÀ : abel@desk.example\nObjet : Re\n\n${told.text}\n`;

onBothEngines(describe, 'agents answer notifications by mail', (engine) => {
  let house, sink, dns, abel, bea;
  before(async () => {
    sink = await Sink.start();
    dns = await nameServer({ 'lax.example': { TXT: ['v=spf1 ip4:198.51.100.7 -all'] }, '_dmarc.lax.example': { TXT: ['v=DMARC1; p=none; rua=mailto:d@lax.example'] } });
    house = await House.open(engine, { serve: { relay: sink.relay, args: ['--resolver', dns.address, '--mail-relays', '192.0.2.1'] }, setUp: { deskAddress: DESK } });
    abel = house.agent('Abel Agent', 'abel@desk.example');
    bea = house.agent('Bea Agent', 'bea@desk.example');
  });
  after(async () => { await house.close(); await sink.stop(); dns.close(); });

  const hand = async (from, mail) => {
    const id = mail.id ?? newMessageId(from.split('@')[1]);
    const answer = await sendMail(house.desk.smtp, buildMail({ from: `X <${from}>`, to: DESK, subject: 'Re', ...mail, id }), { from, to: DESK });
    assert.equal(answer.code, 250, answer.text);
    await until('it is read', () => house.sql("select count(*) from inbound where state = 'received'") === '0');
    return id;
  };
  const letterTo = (address, words) => sink.coming(`a mail to ${address} with ${words}`, (letter) => letter.to.includes(address) && letter.mail.text.includes(words));
  const last = (ticket) => house.sql(`select kind || ' ' || side || ' ' || channel || ' ' || author_id from message where ticket_id = ${ticket} order by id desc limit 1`);
  /** Clara's ticket, assigned to the agent, and the mail that tells the agent of her next words. */
  async function told(words, { agent = abel } = {}) {
    const first = await hand(CLARA, { subject: `About ${words}`, text: 'Hello.' });
    const ticket = Number(house.sql(`select ticket_id from message where rfc_id = '${first}'`));
    house.sql(`update ticket set assignee_id = ${agent.id} where id = ${ticket}`);
    const notice = await writes(ticket, words, first, agent);
    return { ticket, first, notice };
  }
  async function writes(ticket, words, first, agent = abel) {
    await hand(CLARA, { text: words, inReplyTo: first });
    const { mail } = await letterTo(agent.address, words);
    return { id: mail.header('Message-ID').replace(/[<>]/g, ''), text: mail.text, mail };
  }
  const silence = (ticket) => assert.equal(house.sql(`select count(*) from outbox where kind = 'reply' and ticket_id = ${ticket}`), '0', 'nothing goes to the customer');

  test('the words go to the customer, as from the page, without what is quoted', async () => {
    for (const [number, quote] of [gmail, outlook].entries()) {
      const { ticket, notice } = await told(`the door is stuck ${number}`);
      assert.match(notice.text, /just answer this mail: what you write goes to/);
      await hand(abel.address, { text: quote(`It is repaired ${number}.`, notice), inReplyTo: notice.id, files: [{ name: 'plan.pdf', type: 'application/pdf', content: `%PDF ${number}` }] });
      assert.equal(last(ticket), `reply agent mail ${abel.id}`);
      const { mail } = await letterTo(CLARA, `It is repaired ${number}.`);
      assert.doesNotMatch(mail.text + mail.html, /agent\/tickets|just answer this mail/);
      assert.deepEqual(mail.files.map((file) => file.name), ['plan.pdf']);
      // What she answers comes back into the ticket.
      await hand(CLARA, { text: 'Thank you.', inReplyTo: mail.header('Message-ID').replace(/[<>]/g, '') });
      assert.equal(house.sql(`select count(*) from message where ticket_id = ${ticket} and text like 'Thank you%'`), '1');
    }
  });

  test('twice in a row too; but not when somebody wrote meanwhile: then it is kept, and said', async () => {
    const { ticket, first, notice } = await told('the lift stands');
    for (const words of ['One moment.', 'Done.']) {
      await hand(abel.address, { text: gmail(words, notice), inReplyTo: notice.id });
      await letterTo(CLARA, words);
    }
    const sent = house.sql(`select count(*) from outbox where kind = 'reply' and ticket_id = ${ticket}`);
    await writes(ticket, 'it stands again', first);
    await hand(abel.address, { text: gmail('Glad that it runs.', notice), inReplyTo: notice.id });
    assert.equal(last(ticket), `note customer mail ${abel.id}`);
    assert.equal(house.sql(`select count(*) from outbox where kind = 'reply' and ticket_id = ${ticket}`), sent);
    const again = await letterTo(abel.address, 'Your answer was not sent');
    assert.match(again.mail.text, /it stands again/, 'with what is new');
    assert.match(textOf(await house.page(abel, ticket)), /Not sent to the customer: somebody wrote after the mail that this answers/);
    await hand(abel.address, { text: gmail('We come at once.', again.mail), inReplyTo: again.mail.header('Message-ID').replace(/[<>]/g, '') });
    await letterTo(CLARA, 'We come at once.');
  });

  test('nobody else answers in an agent’s name, nor does a machine', async () => {
    const { ticket, notice } = await told('the lamp flickers');
    await hand(bea.address, { text: gmail('Forwarded to me.', notice), inReplyTo: notice.id });
    assert.equal(last(ticket), `note customer mail ${bea.id}`, 'a colleague’s words are a note');
    await hand('stranger@else.example', { text: gmail('And to me.', notice), inReplyTo: notice.id, subject: 'Passed on' });
    assert.doesNotMatch(textOf(await house.page(abel, ticket)), /And to me/, 'a stranger gets a ticket of their own');
    assert.equal(house.sql("select count(*) from ticket where subject = 'Passed on'"), '1');
    await hand(abel.address, { text: 'I am away until Monday.', inReplyTo: notice.id, headers: { 'Auto-Submitted': 'auto-replied' } });
    assert.equal(last(ticket), `note customer mail ${abel.id}`);
    silence(ticket);
    const other = await told('the tap drips');
    await hand(abel.address, { text: gmail('Which one?', notice), inReplyTo: notice.id.replace(/^[^.]+/, other.notice.id.split('.')[0]) });
    silence(other.ticket);
  });

  test('what cannot be told from the quoted mail does not go out', async () => {
    const { ticket, notice } = await told('the roof leaks');
    await hand(abel.address, { text: `${notice.text}\n\nWe will see to it.`, inReplyTo: notice.id });
    assert.equal(last(ticket), `note customer mail ${abel.id}`);
    await letterTo(abel.address, 'could not be told from the mail that it quotes');
    silence(ticket);
  });

  test('nor where the quoted mail stands in HTML that nobody marks as quoted', async () => {
    const { ticket, notice } = await told('the cellar is wet');
    const link = notice.mail.html.match(/href="([^"]*\/agent\/tickets\/\d+)"/)[1];
    await hand(abel.address, { html: `<p>We will see to it.</p><table><tr><td>Clara wrote: the cellar is wet</td></tr><tr><td><a href="${link}">Open the ticket</a></td></tr></table>`, inReplyTo: notice.id });
    assert.equal(last(ticket), `note customer mail ${abel.id}`);
    silence(ticket);
  });

  test('a mail whose domain does not vouch for it is no answer', async () => {
    const eva = house.agent('Eva Agent', 'eva@lax.example');
    const { ticket, notice } = await told('the window is broken', { agent: eva });
    await hand(eva.address, { text: gmail('Send me your password.', notice), inReplyTo: notice.id });
    assert.equal(last(ticket), `note customer mail ${eva.id}`);
    silence(ticket);
  });

  test('whoever left, or sees other tickets now, answers no more: the mail is held', async () => {
    const paul = house.agent('Paul Agent', 'paul@desk.example');
    const { ticket, notice } = await told('the heating is off', { agent: paul });
    const elsewhere = house.addDepartment(`Elsewhere ${engine}`);
    house.sql(`update agent_grant set department_id = ${elsewhere} where person_id = ${paul.id}`);
    house.sql(`update ticket set assignee_id = null where id = ${ticket}`);
    await hand(paul.address, { text: gmail('On my way.', notice), inReplyTo: notice.id });
    house.sql(`update person set disabled_at = 1 where id = ${paul.id}`);
    await hand(paul.address, { text: gmail('Still on my way.', notice), inReplyTo: notice.id });
    assert.equal(house.sql("select count(*) from inbound where state = 'held' and reason = 'agent_may_not'"), '2');
    assert.match(textOf(await house.admin.text('/agent/mail')), /its author may not answer this ticket any more/);
    silence(ticket);
  });
});
