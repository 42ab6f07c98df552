import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines } from '../lib/desk.mjs';
import { composerText, errorOf, fieldValue, fileLinks, messages, textOf } from '../lib/html.mjs';
import { House } from '../lib/house.mjs';

const MEGABYTE = 1024 * 1024;
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const HTML = '<!doctype html><script>alert(1)</script>';
const text = (content = 'text', name = 'a.txt') => ({ name, type: 'text/plain', content });

onBothEngines(describe, 'files', (engine) => {
  let house, clara, oscar, agent, ticket;
  before(async () => {
    house = await House.open(engine);
    clara = house.customer('Clara Customer', 'clara@customer.example');
    oscar = house.customer('Oscar Other', 'oscar@customer.example');
    agent = house.agent('Abel Agent', 'abel@desk.example');
    ticket = await house.ask(clara, { subject: 'Files' });
  });
  after(() => house.close());
  const upload = (person, file) => person.postForm(`/agent/tickets/${ticket}/files`, {}, { file });
  const pathOf = (kept) => kept.url.split('?')[0];
  const uploaded = async (file) => {
    const answer = await upload(agent, file);
    assert.equal(answer.status, 200);
    return answer.json();
  };

  test('an uploaded file waits in the composer of who uploaded it, and is nobody else\'s', async () => {
    const kept = await uploaded(text('waiting', 'notes.txt'));
    assert.equal(kept.name, 'notes.txt');
    assert.equal(kept.size, 7);
    assert.match(await house.page(agent, ticket), new RegExp(`name="files" value="${kept.id}"`));
    assert.doesNotMatch(await house.page(house.admin, ticket), /notes\.txt/);
    assert.equal(await (await agent.get(pathOf(kept))).text(), 'waiting');
    for (const person of [house.admin, clara, oscar, new Browserless(house.desk.web)])
      assert.equal((await person.get(pathOf(kept))).status, 404);
    assert.equal((await house.admin.post(`/agent/files/${kept.id}/remove`)).status, 404);
    assert.equal((await agent.post(`/agent/files/${kept.id}/remove`)).status, 204);
    assert.equal((await agent.get(pathOf(kept))).status, 404);
  });

  test('sent with an answer the customer has it, sent with a note only agents do', async () => {
    const [open, secret] = [await uploaded(text('for all', 'open.txt')), await uploaded(text('for us', 'secret.txt'))];
    assert.equal((await house.answer(agent, ticket, 'Here.', { files: {}, ...{ } })).status, 303);
    const send = (fields) => agent.postForm(`/agent/tickets/${ticket}/messages`, fields);
    assert.equal((await send({ kind: 'reply', body: 'See the file', files: open.id })).status, 303);
    assert.equal((await send({ kind: 'note', body: 'See this', files: secret.id })).status, 303);
    assert.equal(await (await clara.get(pathOf(open))).text(), 'for all');
    assert.equal((await clara.get(pathOf(secret))).status, 404);
    assert.equal(await (await house.admin.get(pathOf(secret))).text(), 'for us');
    for (const file of [open, secret]) {
      assert.equal((await oscar.get(pathOf(file))).status, 404);
      assert.equal((await new Browserless(house.desk.web).get(pathOf(file))).status, 404);
    }
    assert.match(fileLinks(await clara.text(`/tickets/${ticket}`)).map((link) => link.text).join(), /open\.txt/);
    assert.doesNotMatch(await clara.text(`/tickets/${ticket}`), /secret\.txt/);
  });

  test("a colleague's upload, a sent file, an unknown one cannot be sent again: the text is kept", async () => {
    const theirs = await (await upload(house.admin, text())).json();
    for (const id of [theirs.id, '999999']) {
      const answer = await agent.postForm(`/agent/tickets/${ticket}/messages`, { kind: 'reply', body: 'With a file', files: id });
      assert.equal(answer.status, 422);
      assert.equal(composerText(await answer.text()), 'With a file');
    }
    const other = await house.ask(clara, { subject: 'Another ticket' });
    const here = await uploaded(text());
    const elsewhere = await agent.postForm(`/agent/tickets/${other}/messages`, { kind: 'reply', body: 'x', files: here.id });
    assert.equal(elsewhere.status, 422);
  });

  test('only pictures are shown in the page; svg, html and the rest are downloads that run nothing', async () => {
    for (const [file, type, inline] of [
      [{ name: 'dot.png', type: 'image/png', content: PNG }, 'image/png', true],
      [{ name: 'dot.svg', type: 'image/svg+xml', content: SVG }, 'application/octet-stream', false],
      [{ name: 'page.html', type: 'text/html', content: HTML }, 'application/octet-stream', false],
      [{ name: 'fake.png', type: 'image/png', content: HTML }, 'application/octet-stream', false],
      [{ name: 'a.pdf', type: 'application/pdf', content: '%PDF-1.4' }, 'application/octet-stream', false],
    ]) {
      const path = pathOf(await uploaded(file));
      for (const [query, wanted] of [['', 'attachment'], ['?inline', inline ? 'inline' : 'attachment']]) {
        const answer = await agent.get(path + query);
        assert.equal(answer.status, 200);
        assert.equal(answer.headers.get('content-type'), type, file.name);
        assert.match(answer.headers.get('content-disposition'), new RegExp(`^${wanted};`), file.name);
        assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
        assert.match(answer.headers.get('content-security-policy'), /sandbox; default-src 'none'/);
        assert.match(answer.headers.get('cache-control'), /private/);
      }
    }
  });

  test('names lose paths and controls, and keep letters of any language', async () => {
    for (const [name, kept] of [['../../etc/passwd', 'passwd'], ['C:\\temp\\évil.exe', 'évil.exe'], ['.htaccess', 'htaccess'],
      ['a\u202egnp.exe', 'agnp.exe'], ['Rapport d’été.txt', 'Rapport d’été.txt'], ['x'.repeat(400), 'x'.repeat(150)]]) {
      const { name: found, url } = await uploaded(text('x', name));
      assert.equal(found, kept);
      const header = (await agent.get(url)).headers.get('content-disposition');
      assert.equal(decodeURIComponent(header.match(/filename\*=UTF-8''([\w%.~-]+)$/)[1]), kept);
    }
  });

  test('no file, an empty file: refused; nothing breaks', async () => {
    assert.equal((await agent.postForm(`/agent/tickets/${ticket}/files`)).status, 400);
    assert.equal((await upload(agent, text(''))).status, 400);
  });

  test('a file above 25 MB gets a clear error and the words are kept', async () => {
    const big = { name: 'big.bin', type: 'application/octet-stream', content: Buffer.alloc(25 * MEGABYTE + 1) };
    const refused = await upload(agent, big);
    assert.equal(refused.status, 422);
    assert.match((await refused.json()).error, /too large.*25 MB/);
    const asked = await clara.postForm('/tickets', { subject: 'Big one', body: 'My words', department: house.department }, { upload: big });
    assert.equal(asked.status, 422);
    const page = await asked.text();
    assert.match(errorOf(page, 'files'), /too large/);
    assert.equal(fieldValue(page, 'body').trim(), 'My words');
    const replied = await clara.postForm(`/tickets/${ticket}/messages`, { body: 'My answer' }, { upload: big });
    assert.equal(replied.status, 422);
    const again = await replied.text();
    assert.match(errorOf(again, 'files'), /too large/);
    assert.equal(fieldValue(again, 'body').trim(), 'My answer');
    assert.doesNotMatch(textOf(await clara.text('/tickets')), /Big one/);
  });

  test('twenty files at once are taken, more are refused with a clear error', async () => {
    const send = (count) => {
      const form = new FormData();
      form.append('body', `${count} files`);
      for (let at = 0; at < count; at += 1) form.append('upload', new Blob(['x']), `${at}.txt`);
      return clara.request(`/tickets/${ticket}/messages`, { method: 'POST', body: form });
    };
    assert.equal((await send(20)).status, 303);
    const last = messages(await clara.text(`/tickets/${ticket}`)).at(-1);
    assert.equal(fileLinks(last.html).length, 20);
    const refused = await send(21);
    assert.equal(refused.status, 422);
    assert.match(errorOf(await refused.text(), 'files'), /too many/);
  });

  test('a file survives kill -9 once it was taken', async () => {
    const small = await uploaded(text('small and safe'));
    const large = await uploaded({ name: 'large.bin', type: 'application/octet-stream', content: Buffer.alloc(MEGABYTE, 'safe') });
    await house.crash();
    assert.equal(await (await agent.get(pathOf(small))).text(), 'small and safe');
    assert.equal((await (await agent.get(pathOf(large))).arrayBuffer()).byteLength, MEGABYTE);
  });
});
