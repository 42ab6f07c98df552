// A mail becomes a ticket: who, what, which state, what is answered, what is kept.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { onBothEngines } from '../lib/desk.mjs';
import { ADDRESS, MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';
import { buildMail, newMessageId } from '../lib/mime.mjs';
import { ticketNumbers } from '../lib/pages.mjs';
import { rows } from '../lib/database.mjs';

onBothEngines(describe, 'mail becomes a ticket', (engine) => {
  let desk;
  before(async () => { desk = await MailDesk.open(engine); });
  after(() => desk.stop());
  const acknowledged = (who) => desk.sink.coming(`the acknowledgement for ${who.address}`, (letter) => letter.to.includes(who.address));

  test('of an unknown sender, who becomes a person [R099, R136]', async () => {
    const [who, subject] = [somebody('Zoé Martin'), newSubject('Mon badge n’ouvre plus')];
    const ticket = await desk.newTicket(who, { subject, text: 'Bonjour,\nmon badge n’ouvre plus la porte du bureau.\nMerci d’avance' });
    assert.deepEqual(ticket.requester, { name: 'Zoé Martin', address: who.address });
    assert.equal(ticket.messages.length, 1);
    assert.equal(ticket.messages[0].from, 'customer');
    assert.ok(ticket.messages[0].text.includes('mon badge n’ouvre plus la porte'));
    assert.ok(ticket.events.some((event) => event.includes(`it was sent to ${ADDRESS}`)), 'the timeline says why it is here');
  });

  test('of the same person again, whatever the letters of the address', async () => {
    const [who, one, two] = [somebody('Max Power'), newSubject('One'), newSubject('Two')];
    await desk.newTicket(who, { subject: one });
    await desk.newTicket({ ...who, mailbox: `Max Power <${who.address.toUpperCase()}>` }, { subject: two });
    const found = await rows(desk.installation, `select count(*) as n from person where address like '${who.address}'`);
    assert.equal(Number(found[0].n), 1);
  });

  test('that is open and nobody’s, and stands in the view of unassigned tickets [R137, R138, R139]', async () => {
    const [who, subject] = [somebody(), newSubject('Fresh')];
    const ticket = await desk.newTicket(who, { subject });
    assert.equal(ticket.status, 'Open');
    assert.match(ticket.assignee, /Nobody|Unassigned/);
    assert.ok((await desk.admin.text('/agent/views/unassigned')).includes(subject));
  });

  test('and is acknowledged once, in a thread with the customer’s mail [R140]', async () => {
    const [who, subject] = [somebody(), newSubject('Acknowledge me')];
    const ticket = await desk.newTicket(who, { subject });
    const { mail, from } = await acknowledged(who);
    assert.ok(mail.header('Subject').includes(subject));
    assert.match(mail.header('Auto-Submitted'), /auto-replied/);
    assert.equal(mail.header('X-Auto-Response-Suppress'), 'All');
    assert.ok(mail.text.includes(`#${ticket.number}`));
    assert.match(mail.header('Reply-To'), /support\+[a-z0-9]+@desk\.example/);
    assert.equal(from, ADDRESS);
    // An acknowledgement answers a mail, so it names it (RFC 3834, 3.1.5); mail programs thread by this.
    assert.deepEqual(mail.ids('In-Reply-To'), [ticket.rfcId]);
    await desk.answer(ticket.number, '<p>Barrier</p>');
    assert.equal(desk.sink.to(who.address).filter((letter) => letter.mail.header('Auto-Submitted')).length, 1);
  });

  test('and the acknowledgement speaks the customer’s language', async () => {
    const [who, subject] = [somebody('Claire Petit'), newSubject('Facture introuvable')];
    await desk.write(who, { subject, text: 'Bonjour,\nje ne trouve plus la facture du mois dernier dans mon espace. Pourriez-vous me la renvoyer ?\nCordialement,\nClaire' });
    const { mail } = await acknowledged(who);
    assert.ok(mail.header('Subject').includes(subject));
    assert.match(mail.text, /Bonjour Claire Petit/);
    assert.ok(!/Thank you/.test(mail.text));
    const ticket = await desk.ticket(subject);
    assert.equal(ticket.messages[0].language, 'fr');
  });

  test('but automatic mail is never acknowledged [R140]', async () => {
    const machines = [
      { headers: { 'Auto-Submitted': 'auto-generated' } },
      { headers: { 'Auto-Submitted': 'auto-replied' }, subject: 'Out of office' },
      { headers: { Precedence: 'bulk', 'List-Unsubscribe': '<mailto:x@list.example>' } },
      { headers: { 'List-Id': '<talk.list.example>', 'List-Post': '<mailto:talk@list.example>', Precedence: 'list' } },
      { headers: { 'X-Auto-Response-Suppress': 'All' } },
      { headers: { 'X-Autoreply': 'yes' } },
    ];
    const silent = [];
    for (const machine of machines) {
      const who = somebody('Machine');
      const subject = newSubject(machine.subject ?? 'Automatic');
      await desk.newTicket(who, { subject, headers: machine.headers });
      silent.push(who);
    }
    const noreply = { ...somebody(), address: 'no-reply@shop.example', mailbox: 'Shop <no-reply@shop.example>' };
    await desk.newTicket(noreply, { subject: newSubject('Your order') });
    const nullSender = somebody();
    await desk.newTicket(nullSender, { subject: newSubject('Null return path') }, { from: '' });
    const person = somebody();
    await desk.newTicket(person, { subject: newSubject('Afterwards') });
    await acknowledged(person);
    for (const who of [...silent, noreply, nullSender]) assert.deepEqual(desk.sink.to(who.address).map((letter) => letter.mail.header('Subject')), [], who.mailbox);
    const kinds = await rows(desk.installation, `select p.address from outbox o join person p on p.id = o.person_id where o.kind = 'acknowledgement'`);
    for (const who of [...silent, noreply, nullSender]) assert.ok(!kinds.some((row) => row.address === who.address), who.mailbox);
  });

  test('and a machine that writes on and on is not acknowledged for ever', async () => {
    const who = somebody('Loop');
    for (let at = 0; at < 12; at++) await desk.write(who, { subject: newSubject('Again'), text: `Number ${at}` });
    await desk.settled();
    const person = somebody();
    await desk.newTicket(person, { subject: newSubject('Next') });
    await acknowledged(person);
    const sent = desk.sink.to(who.address).length;
    assert.ok(sent >= 1 && sent <= 6, `${sent} acknowledgements`);
  });

  test('mail from the desk’s own address is held, never answered', async () => {
    const before = await desk.settled();
    await desk.take(buildMail({ from: ADDRESS, to: ADDRESS, subject: newSubject('To myself') }), { from: ADDRESS });
    const sums = await desk.settled();
    assert.equal(sums.Held, before.Held + 1);
    assert.ok(sums.agree);
    assert.ok(sums.page.includes('own_address') || /own address/i.test(sums.page));
  });

  test('with its attachments, byte for byte and under their names', async () => {
    const [who, subject] = [somebody(), newSubject('With files')];
    const binary = randomBytes(70_000);
    const ticket = await desk.newTicket(who, { subject, files: [
      { name: 'facture n° 12 – été.pdf', type: 'application/pdf', content: binary },
      { name: '../../etc/passwd', type: 'text/plain', content: 'not a path' },
      { name: 'page.html', type: 'text/html', content: '<script>alert(1)</script>' },
    ] });
    const [invoice, path, page] = ticket.messages[0].files;
    assert.equal(invoice.name, 'facture n° 12 – été.pdf');
    const download = await desk.admin.get(invoice.href);
    assert.deepEqual(Buffer.from(await download.arrayBuffer()), binary);
    assert.match(download.headers.get('content-disposition'), /^attachment; filename\*=UTF-8''facture%20n%C2%B0%2012%20%E2%80%93%20%C3%A9t%C3%A9\.pdf$/);
    assert.ok(!/[/\\]/.test(path.name) && !path.name.startsWith('.'), path.name);
    const html = await desk.admin.get(page.href);
    assert.equal(html.headers.get('content-type'), 'application/octet-stream');
    assert.match(html.headers.get('content-disposition'), /^attachment/);
    assert.equal((await fetch(desk.running.web + invoice.href)).status, 404, 'strangers get nothing');
  });

  test('with its pictures where the text shows them', async () => {
    const [who, subject] = [somebody(), newSubject('With a picture')];
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    const ticket = await desk.newTicket(who, { subject, text: 'See.', html: '<p>See:</p><img src="cid:shot@customer" alt="a screenshot">', files: [{ name: 'shot.png', type: 'image/png', content: png, id: 'shot@customer' }] });
    const source = ticket.messages[0].html.match(/<img[^>]*src="(\/files\/[^"]+)"/)?.[1];
    assert.ok(source, ticket.messages[0].html);
    const picture = await desk.admin.get(source);
    assert.equal(picture.headers.get('content-type'), 'image/png');
    assert.deepEqual(Buffer.from(await picture.arrayBuffer()), png);
    assert.deepEqual(ticket.messages[0].files, [], 'it is not listed a second time');
  });

  test('the same mail twice is one message', async () => {
    const [who, subject] = [somebody(), newSubject('Sent twice')];
    const mail = buildMail({ from: who.mailbox, to: ADDRESS, subject, id: newMessageId() });
    const before = await desk.settled();
    await desk.take(mail, { from: who.address });
    await desk.take(mail, { from: who.address });
    const sums = await desk.settled();
    assert.equal(sums['Came twice'], before['Came twice'] + 1);
    assert.ok(sums.agree);
    assert.equal((await ticketNumbers(desk.admin, subject)).length, 1);
    assert.equal((await desk.ticket(subject)).messages.length, 1);
    await acknowledged(who);
    const person = somebody();
    await desk.newTicket(person, { subject: newSubject('Next') });
    await acknowledged(person);
    assert.equal(desk.sink.to(who.address).length, 1, 'one acknowledgement');
  });

  test('another mail with a stolen Message-ID is not lost', async () => {
    const [who, thief, one, two] = [somebody(), somebody(), newSubject('Original'), newSubject('Not the same')];
    const id = await desk.write(who, { subject: one });
    await desk.ticket(one);
    await desk.write(thief, { subject: two, id, text: 'Other words.' });
    assert.ok((await desk.ticket(two)).messages[0].text.includes('Other words.'));
  });

  test('without a subject, and with a subject of any length', async () => {
    const [who, long] = [somebody(), `${newSubject('Long')} ${'é'.repeat(3000)}`];
    await desk.write(who, { subject: long });
    const sums = await desk.settled();
    assert.ok(sums.agree);
    const page = await desk.admin.text('/agent/views/open');
    assert.ok(page.includes(long.slice(0, 200)));
    const [quiet, words] = [somebody(), newSubject('The first words stand in its place')];
    await desk.write(quiet, { subject: '', text: words });
    assert.equal((await desk.ticket(words)).requester.address, quiet.address);
    await desk.write(somebody(), { subject: '', text: '' });
    assert.ok((await desk.settled()).agree);
    assert.ok((await desk.admin.text('/agent/views/open')).includes('No subject'));
  });
});
