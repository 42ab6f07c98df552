// Mail that could not become a ticket by itself: an admin looks at it and decides, and the sums agree all the way.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onBothEngines, until } from '../lib/desk.mjs';
import { decode, errorOf, fieldValue, textOf } from '../lib/html.mjs';
import { House } from '../lib/house.mjs';
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

  test('where a mail does not say whose it is, an admin does; what is no address is refused at the field', async () => {
    const subject = newSubject('From nobody');
    await desk.take(Buffer.from(`From: \r\nTo: ${ADDRESS}\r\nSubject: ${subject}\r\n\r\nMy parcel is wet.\r\n`), { from: '' });
    const row = rowOf((await desk.settled()).page, subject);
    assert.match(textOf(row), /it names no sender.*Whose is it\?/s);
    const link = linkOf(row);
    assert.match(await desk.admin.text(link), /Mail address of whoever wrote it/);
    for (const [sender, wrong] of [['wet', /not a mail address/], [ADDRESS, /address of the desk itself/]]) {
      const answer = await desk.admin.post(`${link}/release`, { sender });
      assert.equal(answer.status, 422);
      const page = await answer.text();
      assert.match(errorOf(page, 'sender'), wrong);
      assert.equal(fieldValue(page, 'sender'), sender);
    }
    assert.equal((await desk.admin.post(`${link}/release`, { sender: ' Zoe@Customer.example ' })).status, 303);
    const ticket = await desk.ticket(subject);
    assert.equal(ticket.requester.address.toLowerCase(), 'zoe@customer.example');
    assert.deepEqual((await desk.answer(ticket.number, '<p>We send another.</p>')).to, ['zoe@customer.example']);
  });

  test('the lists go on page by page, and say how many there are', async () => {
    const { installation } = desk;
    const sql = (statement) => House.prototype.sql.call({ installation }, statement);
    await held();
    const last = sql("select max(id) from inbound where state = 'held'");
    const numbers = Array.from({ length: 60 }, (_, at) => `select ${at} as n`).join(' union all ');
    sql(`insert into inbound (raw_sha256, size, received_at, via, peer, envelope_from, envelope_to, state, reason, subject)
      select raw_sha256, size, received_at, via, peer, '', envelope_to, 'held', reason, 'copy ' || n || '.' from inbound, (${numbers}) many where id = ${last}`);
    const first = await desk.admin.text('/agent/mail');
    const rows = (page) => page.match(/<tr id="held_\d+">/g).length;
    assert.equal(rows(first), 50);
    const all = Number(first.match(/id="held">[^<]*<\/h2><span class="count">(\d+)</)[1]);
    assert.ok(all > 60, `${all}`);
    const next = decode(first.match(/href="(\/agent\/mail\?held=\d+)#held"/)[1]);
    const second = await desk.admin.text(next);
    assert.equal(rows(second), all - 50);
    assert.notEqual(rowOf(second, 'copy 0.'), '');
    assert.equal(rowOf(first, 'copy 0.'), '');
    sql("delete from inbound where subject like 'copy %'");
  });

  test('what is no held mail cannot be looked at here', async () => {
    await desk.newTicket({ address: 'mia@customer.example', mailbox: 'Mia <mia@customer.example>' }, { subject: newSubject('Plain') });
    const { row } = await held();
    const id = Number(linkOf(row).match(/\d+$/)[0]);
    assert.equal((await desk.admin.get(`/agent/mail/inbound/${id - 1}`)).status, 404);
    await until('it is still there', async () => (await desk.admin.get(linkOf(row))).status === 200);
  });
});
