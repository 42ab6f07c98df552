// Files that are too large for a mail: links in it that open one file, for a time.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { onBothEngines } from '../lib/desk.mjs';
import { House } from '../lib/house.mjs';
import { textOf } from '../lib/html.mjs';
import { MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';

const LIMIT = 1_000_000;
const file = (name, size) => ({ name, type: 'application/octet-stream', content: Buffer.alloc(size, name) });

onBothEngines(describe, 'files as links', (engine) => {
  let desk;
  before(async () => { desk = await MailDesk.open(engine, { args: ['--sent-bytes-max', String(LIMIT)] }); });
  after(() => desk.stop());

  const sql = (statement) => House.prototype.sql.call(desk, statement);
  const get = (path, options) => fetch(desk.running.web + path, options);
  const linksIn = (words) => [...new Set(words.match(/\/f\/[A-Za-z0-9_.-]+/g) ?? [])];

  /** An answer with a large file, its mail and the path of its link. */
  async function linked(name = 'film été.bin') {
    const ticket = await desk.newTicket(somebody(), { subject: newSubject('Please send it') });
    const sent = await desk.answer(ticket.number, '<p>Here it is.</p>', { file: file(name, 1_200_000) });
    return { ticket, sent, path: linksIn(sent.mail.text)[0] };
  }

  /** A link with another claim, signed as the desk signs. */
  function signed(claim) {
    const secret = sql("select value from setting where name = 'link_secret'");
    return `/f/${claim}.${createHmac('sha256', secret).update(claim).digest().subarray(0, 16).toString('base64url')}`;
  }
  const claimOf = (path) => path.slice('/f/'.length).split('.').slice(0, 4);

  test('small files come with the mail as ever', async () => {
    const ticket = await desk.newTicket(somebody(), { subject: newSubject('A small one') });
    const sent = await desk.answer(ticket.number, '<p>Here.</p>', { file: file('small.bin', 5000) });
    assert.deepEqual(sent.mail.files.map((one) => [one.name, one.content.length]), [['small.bin', 5000]]);
    assert.deepEqual(linksIn(sent.mail.text + sent.mail.html), []);
  });

  test('a large file is a link in both parts of a mail below the limit, and opens without a cookie', async () => {
    const { sent, path } = await linked();
    assert.ok(sent.content.length < LIMIT, `${sent.content.length} bytes`);
    assert.deepEqual(sent.mail.files, []);
    assert.ok(path, sent.mail.text);
    assert.deepEqual(linksIn(sent.mail.html), [path], 'the HTML names the same address');
    for (const words of [sent.mail.text, textOf(sent.mail.html)]) assert.match(words, /film été\.bin[\s\S]*1 MB, available until \d{4}-\d\d-\d\d/);
    for (const method of ['HEAD', 'GET', 'GET']) {
      const answer = await get(path, { method });
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('content-disposition'), "attachment; filename*=UTF-8''film%20%C3%A9t%C3%A9.bin");
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
      assert.equal(answer.headers.get('cache-control'), 'private, no-store');
      assert.equal(answer.headers.get('set-cookie'), null);
      if (method === 'GET') assert.ok(Buffer.from(await answer.arrayBuffer()).equals(file('film été.bin', 1_200_000).content));
    }
  });

  test('of several files only the largest stay behind', async () => {
    const ticket = await desk.newTicket(somebody(), { subject: newSubject('All of them') });
    const sent = await desk.answer(ticket.number, '<p>All.</p>', { file: file('one.bin', 300_000), files: file('two.bin', 450_000) });
    const names = [...sent.mail.files.map((one) => one.name), ...['one.bin', 'two.bin'].filter((name) => sent.mail.text.includes(name))];
    assert.deepEqual(names, ['one.bin', 'two.bin']);
    assert.equal(linksIn(sent.mail.text).length, 1);
  });

  test('a link opens its own file alone: changed ones, other files and other signatures are not there', async () => {
    const [mine, other] = [await linked('mine.bin'), await linked('other.bin')];
    const [kind, token, message, until] = claimOf(mine.path);
    const [, otherToken, otherMessage] = claimOf(other.path);
    const signature = mine.path.split('.').at(-1);
    for (const path of [`/f/${kind}.${otherToken}.${otherMessage}.${until}.${signature}`, `/f/${kind}.${token}.${message}.${until}0.${signature}`,
      `/f/${kind}.${token}.${message}.${until}`, signed(`file.${otherToken}.${message}.${until}`), signed(`${token}.${message}`), '/f/unknown']) {
      assert.equal((await get(path)).status, 404, path);
    }
    assert.equal((await get(`/files/${token}`)).status, 404, 'the token alone opens nothing');
    assert.equal((await get(signed(`file.${token}.${message}.${until}`))).status, 200, 'the test signs as the desk does');
  });

  test('when its time is over, a page says how to get the file', async () => {
    const { path } = await linked();
    const [kind, token, message] = claimOf(path);
    const old = signed([kind, token, message, (Date.now() - 1000) * 1000].join('.'));
    assert.equal((await get(old)).status, 200, 'the desk knows better than the mail until when');
    // As for mails that left before that was kept.
    sql(`update attachment set link_until = 0 where token = '${token}'`);
    for (const [language, words] of [['en', /This link has expired.*answer our mail/s], ['fr', /Ce lien a expiré.*répondez à notre e‑mail/s]]) {
      const answer = await get(old, { headers: { 'accept-language': language } });
      assert.equal(answer.status, 410);
      assert.match(textOf(await answer.text()), words);
    }
  });

  test('an agent ends a link and lets it open again; the message says which it is, the timeline who did it', async () => {
    const { ticket, path } = await linked('plans.bin');
    const [, token] = claimOf(path);
    const number = sql(`select id from attachment where token = '${token}'`);
    const page = async () => textOf(await desk.admin.text(`/agent/tickets/${ticket.number}`));
    const decide = (decision, at = ticket.number) => desk.admin.post(`/agent/tickets/${at}/files/${number}/link`, { decision });
    assert.match(await page(), /plans\.bin left as a link that opens until \d+ \w+/);
    assert.equal((await decide('end')).status, 303);
    assert.equal((await get(path)).status, 410);
    assert.match(await page(), /opens no more.*Let it open again/s);
    assert.match(await page(), /Ada Admin ended the link to plans\.bin/);
    assert.equal((await decide('renew')).status, 303);
    assert.equal((await get(path)).status, 200);
    assert.match(await page(), /let the link to plans\.bin open again, until \d+/);
    // What the mail says is over opens as long as an agent says.
    const [kind, , message] = claimOf(path);
    assert.equal((await get(signed([kind, token, message, 1].join('.')))).status, 200);
    const other = await desk.newTicket(somebody(), { subject: newSubject('Elsewhere') });
    assert.equal((await decide('end', other.number)).status, 404);
    const small = await desk.answer(other.number, '<p>Small.</p>', { file: file('small.bin', 5000) });
    assert.equal(small.mail.files.length, 1);
    assert.doesNotMatch(textOf(await desk.admin.text(`/agent/tickets/${other.number}`)), /left as a link/);
  });

  test('a file of what was thrown away or withheld is not there, and comes back with it', async () => {
    const { path } = await linked();
    const [, token, message] = claimOf(path);
    const where = `where id = (select ticket_id from message where id = ${message})`;
    for (const [away, back] of [
      [`update ticket set place = 'trash', placed_at = 1 ${where}`, `update ticket set place = '', placed_at = null ${where}`],
      [`update ticket set place = 'spam', placed_at = 1 ${where}`, `update ticket set place = '', placed_at = null ${where}`],
      [`update message set withdrawn_at = 1 where id = ${message}`, `update message set withdrawn_at = null where id = ${message}`],
      [`update message set withheld = 'hidden' where id = ${message}`, `update message set withheld = '' where id = ${message}`],
      [`update attachment set withheld = true where token = '${token}'`, `update attachment set withheld = false where token = '${token}'`],
    ]) {
      sql(away);
      assert.equal((await get(path)).status, 404, away);
      sql(back);
      assert.equal((await get(path)).status, 200, back);
    }
  });
});
