// Mails that are kept as they came: read again by today's understanding, and forgotten after a time.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, run, until } from '../lib/desk.mjs';
import { fileLinks, messages, timeline, toast, undoPath } from '../lib/html.mjs';
import { House, follow } from '../lib/house.mjs';
import { buildMail } from '../lib/mime.mjs';
import { sendMail } from '../lib/smtp-client.mjs';

const DAY = 86_400_000_000;
const INVITATION = 'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Garden visit\r\nDTSTART:20270302T093000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';

onBothEngines(describe, 'mails that are kept as they came', (engine) => {
  let house, agent, count = 0;
  before(async () => {
    house = await House.open(engine);
    agent = house.agent('Abel Agent', 'abel@desk.example');
  });
  after(() => house.close());

  /** Somebody writes; gives the message's number, its ticket and its paths. */
  async function write(mail = {}) {
    const [id, from] = [`kept-${++count}@customer.example`, `zoe${count}@customer.example`];
    const bytes = buildMail({ from: `Zoe <${from}>`, to: 'support@desk.example', subject: `Mail ${count}`, text: `Right words ${count}.\n\nOn Mon, 2 Mar 2026 at 10:00, Ada <ada@desk.example> wrote:\n> Earlier words\n`, id, ...mail });
    assert.equal((await sendMail(house.desk.smtp, bytes, { from, to: 'support@desk.example' })).code, 250);
    const found = await until('it is read', () => house.sql(`select id || ' ' || ticket_id || ' ' || raw_sha256 from message where rfc_id = '${id}'`));
    const [message, ticket, raw] = found.split(' ');
    return { id, message: Number(message), ticket: Number(ticket), raw, base: `/agent/tickets/${ticket}/messages/${message}`, words: `Right words ${count}.` };
  }
  const page = (mail) => house.page(agent, mail.ticket);
  const said = async (mail) => messages(await page(mail))[0].text;
  /** As an older version would have understood it. */
  const misread = (mail) => house.sql(`update message set html = '<p>Wrong words</p>', quoted = '', text = 'Wrong words' where id = ${mail.message}`);
  const again = (mail) => agent.post(`${mail.base}/read-again`);

  test('what was understood as it is today stays as it is', async () => {
    for (const mail of [await write(), await write({ files: [{ name: 'a.ics', type: 'text/calendar', content: INVITATION }] }), await write({ text: undefined, html: '<p>Look <b>here</b></p>' }),
      await write({ headers: { 'Auto-Submitted': 'auto-generated' } })]) {
      const before = await page(mail);
      assert.match(await agent.text(`${mail.base}/source`), /Read again/);
      const html = await follow(agent, await again(mail));
      assert.equal(undoPath(html), undefined);
      assert.deepEqual(messages(html).map((one) => one.text), messages(before).map((one) => one.text));
      assert.equal(house.sql(`select count(*) from event where kind = 'mail_reread' and message_id = ${mail.message}`), '0');
    }
  });

  test('words, history, files and cards are those of today; no second message, and it can be undone', async () => {
    const mail = await write({ files: [{ name: 'invite.ics', type: 'text/calendar', content: INVITATION }, { name: 'plan.txt', type: 'text/plain', content: 'The plan' }] });
    misread(mail);
    house.sql(`delete from attachment where message_id = ${mail.message} and name = 'plan.txt'`);
    house.sql(`update attachment set card = '', name = 'unnamed' where message_id = ${mail.message}`);
    const [token] = fileLinks(await page(mail)).map((file) => file.href ?? file);
    assert.doesNotMatch(await page(mail), /Garden visit/);
    const html = await follow(agent, await again(mail));
    assert.match(toast(html), /the message has changed/);
    assert.equal(messages(html).length, 1);
    assert.match(await said(mail), new RegExp(mail.words));
    assert.match(html, /class="quoted"/);
    assert.match(html, /Garden visit/);
    assert.match(html, /invite\.ics[\s\S]*plan\.txt/);
    assert.ok(JSON.stringify(fileLinks(html)).includes(JSON.stringify(token).slice(1, -1)), 'the file that was there is the same one');
    assert.ok(timeline(html).some((line) => line.includes('read a mail again')), timeline(html).join('|'));
    const found = (words) => agent.text(`/agent/search?q=${encodeURIComponent(words)}`);
    assert.match(await found(mail.words), new RegExp(`/agent/tickets/${mail.ticket}\\b`));
    assert.equal((await agent.post(undoPath(html))).status, 303);
    assert.match(await said(mail), /Wrong words/);
    assert.equal((await again(mail)).status, 303);
    assert.match(await said(mail), new RegExp(mail.words), 'and again');
  });

  test('files that are not understood as such any more stay where others point to them', async () => {
    const mail = await write();
    house.sql(`insert into attachment (token, ticket_id, message_id, person_id, file_sha256, name, content_type, size, created_at)
      select 'tok${engine}${mail.message}', ticket_id, id, author_id, raw_sha256, 'old.eml', 'message/rfc822', 10, 0 from message where id = ${mail.message}`);
    await again(mail);
    assert.match(await page(mail), /old\.eml/);
    assert.equal((await agent.get(`/files/tok${engine}${mail.message}`)).status, 200);
  });

  test('what people changed or made public is left alone', async () => {
    const edited = await write();
    misread(edited);
    house.sql(`update message set edited_at = 1 where id = ${edited.message}`);
    const published = await write();
    misread(published);
    house.sql(`update ticket set visibility = 'public' where id = ${published.ticket}`);
    for (const mail of [edited, published]) {
      assert.doesNotMatch(await agent.text(`${mail.base}/source`), /read-again/);
      assert.equal((await again(mail)).status, 404);
    }
    const { code } = await run(['mail', 'reparse', ...house.installation.options]);
    assert.equal(code, 0);
    for (const mail of [edited, published]) assert.equal(house.sql(`select text from message where id = ${mail.message}`), 'Wrong words');
  });

  test('all mails are read again by one command, which goes on where it was stopped', async () => {
    const [first, second, third] = [await write(), await write(), await write()];
    for (const mail of [first, second, third]) misread(mail);
    house.sql(`insert into setting (name, value) values ('mail_reread', '${first.message}') on conflict (name) do update set value = excluded.value`);
    const stopped = await run(['mail', 'reparse', ...house.installation.options]);
    assert.equal(stopped.code, 0, stopped.stderr);
    assert.match(stopped.stdout, /^2 mails read, 2 changed, 0 left as they were$/m);
    assert.match(await said(first), /Wrong words/);
    assert.match(await said(third), new RegExp(third.words));
    const whole = await run(['mail', 'reparse', ...house.installation.options]);
    assert.match(whole.stdout, / 1 changed, /);
    assert.match(await said(first), new RegExp(first.words));
    const nothing = await run(['mail', 'reparse', ...house.installation.options]);
    assert.match(nothing.stdout, / 0 changed, /);
  });

  test('mails are forgotten after the time that an admin says; messages stay, held mails too', async () => {
    const [old, fresh, held] = [await write({ files: [{ name: 'kept.txt', type: 'text/plain', content: 'kept' }] }), await write(), await write()];
    const encrypted = await write({ text: '-----BEGIN PGP MESSAGE-----\n\nhQEMA9\n-----END PGP MESSAGE-----\n' });
    for (const mail of [old, held, encrypted]) house.sql(`update inbound set received_at = received_at - ${31 * DAY} where message_id = ${mail.message}`);
    house.sql(`update inbound set state = 'held' where message_id = ${held.message}`);
    assert.match(await house.admin.text('/agent/mail'), /<option value="" selected>for ever<\/option>/);
    assert.equal((await house.admin.post('/agent/mail/keeping', { days: '31' })).status, 400);
    assert.equal((await house.admin.post('/agent/mail/keeping', { days: '30' })).status, 303);
    assert.match(await house.admin.text('/agent/mail'), /<option value="30" selected>30 days<\/option>/);
    // What happens by itself every hour happens at start, too.
    await house.crash();
    await until('the old mail is gone', async () => /no longer kept/.test(await agent.text(`${old.base}/source`)));
    await until('so is the other', async () => /no longer kept/.test(await agent.text(`${encrypted.base}/source`)));
    assert.doesNotMatch(await agent.text(`${old.base}/source`), /mail\.eml|read-again/);
    assert.equal((await agent.get(`${old.base}/mail.eml`)).headers.get('location'), `${old.base}/source`);
    assert.equal((await again(old)).status, 404);
    assert.match(await said(old), new RegExp(old.words));
    const [file] = [...(await page(old)).matchAll(/href="(\/files\/[^"]+)"/g)].map(([, href]) => href);
    assert.equal(await agent.text(file), 'kept');
    for (const mail of [fresh, held]) assert.equal((await agent.get(`${mail.base}/mail.eml`)).status, 200);
    const left = house.sql(`select count(*) from file_content where sha256 in ('${old.raw}', '${encrypted.raw}')`);
    assert.equal(left, '0', 'the bytes are gone');
    const { stdout } = await run(['mail', 'reparse', ...house.installation.options]);
    assert.match(stdout, /, 2 left as they were$/m);
    assert.match(await house.admin.text('/agent/mail'), /Every accepted mail is accounted for/);
  });
});
