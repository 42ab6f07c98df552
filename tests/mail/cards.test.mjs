// What invitations, people's cards and protected mails say on the pages of agents and customers.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onBothEngines } from '../lib/desk.mjs';
import { ADDRESS, MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';
import { buildMail } from '../lib/mime.mjs';
import { words } from '../lib/pages.mjs';

const calendar = (method, lines) => ['BEGIN:VCALENDAR', 'VERSION:2.0', `METHOD:${method}`, 'BEGIN:VEVENT', 'UID:visit@customer.example', ...lines,
  'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
const WHEN = ['DTSTART;TZID=Europe/Paris:20270302T093000', 'DTEND;TZID=Europe/Paris:20270302T103000'];

onBothEngines(describe, 'what files of mails say', (engine) => {
  let desk;
  before(async () => { desk = await MailDesk.open(engine); });
  after(() => desk.stop());

  const PARTS = { text: 'See the file.' };
  const cardsOf = (page) => [...page.matchAll(/<div class="said-card"[\s\S]*?<\/dl>(?:<p class="meta">[^<]*<\/p>)?<\/div>/g)].map(([card]) => card);

  /** A mail with a file: the agent's page, the customer's, and the cards on the first as words. */
  async function came(files, mail = PARTS) {
    const [who, subject] = [somebody(), newSubject('Invitation')];
    const ticket = await desk.newTicket(who, { subject, files, ...mail });
    return pages(who, ticket);
  }

  async function pages(who, ticket) {
    const agent = await desk.admin.text(`/agent/tickets/${ticket.number}`);
    const news = await desk.sink.coming('the link of the ticket', (letter) => letter.to.includes(who.address) && /\/t\/\S+/.test(letter.mail.text));
    const customer = await (await fetch(desk.running.web + news.mail.text.match(/\/t\/[^\s>)]+/)[0])).text();
    return { ticket, agent, customer, cards: cardsOf(agent).map(words) };
  }

  const invitation = (content, type = 'text/calendar; method=REQUEST') => [{ name: 'invite.ics', type, content }];

  test('an invitation is a card: what, when, where, who', async () => {
    const { agent, customer, cards, ticket } = await came(invitation(calendar('REQUEST', [...WHEN, 'SUMMARY:Visit of the garden', 'LOCATION:Room 2', 'RRULE:FREQ=WEEKLY;UNTIL=20270401T000000Z',
      'ORGANIZER;CN=Zoe Martin:mailto:zoe@customer.example', 'ATTENDEE:mailto:support@desk.example', 'ATTENDEE:mailto:bob@customer.example'])));
    assert.equal(cards.length, 1);
    for (const said of ['Invitation', 'Visit of the garden', 'Room 2', 'every week until 1 Apr 2027', 'Zoe Martin (zoe@customer.example)', 'Guests 2']) assert.ok(cards[0].includes(said), `${said}: ${cards[0]}`);
    assert.match(agent, /<time datetime="2027-03-02T08:30:00Z"[^>]*>Tue 2 Mar 2027, \d\d:30 – \d\d:30</);
    assert.match(customer, /Visit of the garden/);
    assert.deepEqual(cardsOf(customer).map((card) => /<a |<form|<button/.test(card)), [false], 'nothing of it acts');
    assert.deepEqual(ticket.messages[0].files.map((file) => file.name), ['invite.ics'], 'the file is still there');
  });

  test('a change, a cancellation and answers are told apart', async () => {
    const answer = (stated) => calendar('REPLY', [...WHEN, 'SUMMARY:Visit', `ATTENDEE;CN=Ann;PARTSTAT=${stated}:mailto:ann@customer.example`]);
    for (const [content, said] of [
      [calendar('REQUEST', [...WHEN, 'SUMMARY:Visit', 'SEQUENCE:3']), 'Invitation, changed'],
      [calendar('CANCEL', [...WHEN, 'SUMMARY:Visit']), 'Cancelled'],
      [answer('ACCEPTED'), 'Ann accepts'], [answer('DECLINED'), 'Ann declines'], [answer('TENTATIVE'), 'Ann may come'],
      [calendar('REQUEST', ['DTSTART;VALUE=DATE:20270302', 'DTEND;VALUE=DATE:20270303', 'SUMMARY:Fair']), 'Tue 2 Mar 2027, all day'],
      [calendar('REQUEST', ['DTSTART;TZID=Mars/Olympus:20270302T093000', 'SUMMARY:Far']), 'Tue 2 Mar 2027, 09:30 (time zone not stated)'],
    ]) {
      const { cards: [card] } = await came(invitation(content));
      assert.ok(card?.includes(said), `${said}: ${card}`);
    }
  });

  test('an invitation that is one of three bodies is found', async () => {
    const [who, subject] = [somebody(), newSubject('Alternative')];
    const part = (type, body) => `--b\r\nContent-Type: ${type}; charset=utf-8\r\n\r\n${body}\r\n`;
    await desk.take(Buffer.from(`From: ${who.mailbox}\r\nTo: ${ADDRESS}\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replaceAll(/\W/g, '')}@x.example>\r\nMIME-Version: 1.0\r\n`
      + `Content-Type: multipart/alternative; boundary=b\r\n\r\n${part('text/plain', 'You are invited.')}${part('text/html', '<p>You are invited.</p>')}`
      + `${part('text/calendar; method=REQUEST', calendar('REQUEST', [...WHEN, 'SUMMARY:Three bodies']))}--b--\r\n`), { from: who.address });
    const { cards, ticket } = await pages(who, await desk.ticket(subject));
    assert.ok(cards[0]?.includes('Three bodies'), cards[0]);
    assert.equal(ticket.messages[0].text, 'You are invited.');
  });

  test('cards of people show name, organisation, mail and phone', async () => {
    const content = 'BEGIN:VCARD\r\nVERSION:3.0\r\nN:Rose;Ann;;;\r\nFN:Ann <b>Rose</b>\r\nORG:Roses Ltd;Garden\r\nEMAIL:ann@roses.example\r\nTEL;TYPE=cell:+33 1 23 45 67 89\r\nURL:javascript:alert(1)\r\nEND:VCARD\r\n';
    const { agent, customer, cards } = await came([{ name: 'ann.vcf', type: 'text/vcard', content }]);
    for (const said of ['Ann <b>Rose</b>', 'Roses Ltd, Garden', 'ann@roses.example', '+33 1 23 45 67 89']) assert.ok(cards[0]?.includes(said), `${said}: ${cards[0]}`);
    for (const page of [agent, customer]) assert.doesNotMatch(page, /<b>Rose|javascript:/);
  });

  test('hostile files stay files', async () => {
    const many = calendar('REQUEST', [...WHEN, 'SUMMARY:One']).replace('END:VCALENDAR', `${'BEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\n'.repeat(10_000)}END:VCALENDAR`);
    for (const content of [many, 'BEGIN:VEVENT\r\n'.repeat(10_000), calendar('REQUEST', [`SUMMARY:${'x'.repeat(3_000_000)}`]), calendar('REQUEST', ['DTSTART:99999999T999999Z', 'RRULE:FREQ=SECONDLY;COUNT=999999999999', 'DURATION:P99999999999999999W']),
      Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256))]) {
      const { ticket, cards } = await came(invitation(content));
      assert.equal(ticket.messages[0].text, 'See the file.');
      assert.deepEqual(ticket.messages[0].files.map((file) => file.name), ['invite.ics']);
      for (const card of cards) assert.ok(card.length < 2_000);
    }
    const script = calendar('REQUEST', [...WHEN, 'SUMMARY:<script>alert(1)</script>', 'LOCATION:<a href="https://evil.example">Here</a>', 'ORGANIZER;CN="<img src=x>":mailto:zoe@customer.example']);
    const { agent, customer, cards } = await came(invitation(script));
    assert.ok(cards[0].includes('<script>alert(1)</script>'), 'as text');
    for (const page of [agent, customer]) assert.doesNotMatch(page, /<script>alert|href="https:\/\/evil|<img src=x/);
  });

  test('protected mails say how, and encrypted ones where their words are', async () => {
    const signature = (protocol, kind = 'signed') => (who, subject) => Buffer.from(buildMail({ from: who.mailbox, to: ADDRESS, subject, text: 'x' }).toString('latin1')
      .replace(/Content-Type: [\s\S]*$/, `Content-Type: multipart/${kind}; protocol="application/${protocol}"; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello there\r\n--b\r\nContent-Type: application/${protocol}\r\n\r\nx\r\n--b--\r\n`), 'latin1');
    const inside = (who, subject) => buildMail({ from: who.mailbox, to: ADDRESS, subject, text: '-----BEGIN PGP MESSAGE-----\n\nhQEMA9\n-----END PGP MESSAGE-----\n' });
    for (const [mail, said, hidden] of [
      [signature('pgp-signature'), 'Signed with PGP (not checked).', false], [signature('pkcs7-signature'), 'Signed with S/MIME (not checked).', false],
      [signature('pgp-encrypted', 'encrypted'), 'Encrypted with PGP.', true], [inside, 'Encrypted with PGP.', true],
    ]) {
      const [who, subject] = [somebody(), newSubject('Protected')];
      await desk.take(mail(who, subject), { from: who.address });
      const { agent, customer } = await pages(who, await desk.ticket(subject));
      const mark = agent.match(/<p class="remote">[\s\S]*?<\/p>/)[0];
      assert.ok(words(mark).startsWith(said), words(mark));
      assert.equal(/href="\/agent\/tickets\/\d+\/messages\/\d+\/mail\.eml"/.test(mark), hidden);
      const theirs = customer.match(/<p class="remote">[\s\S]*?<\/p>/)[0];
      assert.ok(words(theirs).startsWith(said), words(theirs));
      assert.doesNotMatch(theirs, /<a |\/agent\//);
      if (hidden) assert.equal((await desk.admin.get(mark.match(/<a [^>]*href="([^"]+)"/)[1])).headers.get('content-type'), 'message/rfc822');
    }
    const plain = await came([]);
    assert.doesNotMatch(plain.agent, /class="remote"|class="said/);
  });
});
