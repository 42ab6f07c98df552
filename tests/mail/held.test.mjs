// Mail that could not become a ticket by itself: an admin looks at it and decides, and the sums agree all the way.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onBothEngines, until } from '../lib/desk.mjs';
import { decode, textOf } from '../lib/html.mjs';
import { ADDRESS, MailDesk, newSubject } from '../lib/mail-desk.mjs';

onBothEngines(describe, 'held mail', (engine) => {
  let desk;
  before(async () => { desk = await MailDesk.open(engine); });
  after(() => desk.stop());

  /** A delivery report about a mail that the desk does not know: {subject, row, page}. */
  async function held() {
    const subject = newSubject('Undelivered <b>mail</b>');
    await desk.take(Buffer.from(`From: MAILER-DAEMON@relay.example\r\nTo: ${ADDRESS}\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n`
      + '--b\r\nContent-Type: text/plain\r\n\r\nNobody <script>alert(1)</script> could be reached.\r\n'
      + '--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relay.example\r\n\r\nFinal-Recipient: rfc822; x@y.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n'), { from: '' });
    const sums = await desk.settled();
    return { subject, row: rowOf(sums.page, subject), sums };
  }
  const rowOf = (page, subject) => page.match(/<tr id="held_\d+">[\s\S]*?<\/tr>/g)?.find((row) => decode(row).includes(subject)) ?? '';
  const linkOf = (row) => row.match(/href="(\/agent\/mail\/inbound\/\d+)"/)[1];

  test('its subject stands in the list, and its page shows what it says and its source, harmlessly', async () => {
    const { row } = await held();
    const page = await desk.admin.text(linkOf(row));
    assert.match(textOf(page), /a delivery report about a mail that the desk does not know/);
    assert.match(decode(page), /Nobody <script>alert\(1\)<\/script> could be reached/);
    assert.doesNotMatch(page, /<script>alert/);
    assert.match(page, /multipart\/report/);
    const file = await desk.admin.get(`${linkOf(row)}/mail.eml`);
    assert.equal(file.headers.get('content-type'), 'message/rfc822');
    assert.match(await file.text(), /Final-Recipient/);
  });

  test('put aside it is counted, listed apart, and comes back by a click', async () => {
    const { subject, row, sums } = await held();
    const link = linkOf(row);
    assert.equal((await desk.admin.post(link, { decision: 'discard' })).status, 303);
    const after = await desk.ledger();
    assert.ok(after.agree, 'the sums agree');
    assert.deepEqual([after.Held, after['Put aside']], [sums.Held - 1, (sums['Put aside'] ?? 0) + 1]);
    assert.match(rowOf(after.page, subject), /value="take_back"/);
    assert.equal((await desk.admin.post(`${link}/release`)).status, 404, 'it waits for nobody now');
    assert.equal((await desk.admin.post(link, { decision: 'take_back' })).status, 303);
    assert.match(rowOf((await desk.ledger()).page, subject), /\/release"/);
  });

  test('let in it becomes a ticket, and no machine is answered', async () => {
    const { subject, row } = await held();
    assert.match(row, /Make it a ticket/);
    const sent = desk.sink.mails.length;
    await desk.admin.post(`${linkOf(row)}/release`);
    const ticket = await desk.ticket(subject);
    assert.match(await desk.admin.text(`/agent/tickets/${ticket.number}`), /could be reached/);
    assert.ok((await desk.settled()).agree);
    assert.equal(desk.sink.mails.slice(sent).filter((mail) => mail.to.some((to) => to.includes('MAILER-DAEMON'))).length, 0);
  });

  test('what is no held mail cannot be looked at here', async () => {
    await desk.newTicket({ address: 'mia@customer.example', mailbox: 'Mia <mia@customer.example>' }, { subject: newSubject('Plain') });
    const { row } = await held();
    const id = Number(linkOf(row).match(/\d+$/)[0]);
    assert.equal((await desk.admin.get(`/agent/mail/inbound/${id - 1}`)).status, 404);
    await until('it is still there', async () => (await desk.admin.get(linkOf(row))).status === 200);
  });
});
