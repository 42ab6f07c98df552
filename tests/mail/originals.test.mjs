// What agents see of a mail as it came: its source, its file, and pictures that stand elsewhere.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { onBothEngines } from '../lib/desk.mjs';
import { decode } from '../lib/html.mjs';
import { ADDRESS, MailDesk, newSubject, somebody } from '../lib/mail-desk.mjs';
import { buildMail } from '../lib/mime.mjs';

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** A server for pictures that writes down what it is asked. It also serves as the way out of a desk behind a proxy. */
async function pictures(answers = {}) {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push({ url: request.url, headers: request.headers });
    const answer = answers[request.url];
    if (!answer) return response.writeHead(404).end();
    response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'image/png', ...answer.headers });
    return response.end(answer.body ?? '');
  });
  await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
  return { asked, port: server.address().port, close: () => { server.closeAllConnections(); server.close(); } };
}

onBothEngines(describe, 'mails as they came', (engine) => {
  let desk, proxy;
  before(async () => {
    proxy = await pictures({
      'http://shop.example/one.png?a=1&b=2': { body: PIXEL },
      'http://shop.example/two.png': { body: PIXEL, type: 'text/html' },
      'http://shop.example/page': { body: '<script>alert(1)</script>', type: 'image/png' },
      'http://shop.example/drawing.svg': { body: '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', type: 'image/svg+xml' },
      'http://shop.example/away': { status: 302, headers: { location: 'http://127.0.0.1/secret.png' } },
      'http://127.0.0.1/secret.png': { body: PIXEL },
      'http://shop.example/huge.png': { body: Buffer.concat([PIXEL, Buffer.alloc(9 * 1024 * 1024)]) },
    });
    desk = await MailDesk.open(engine, { env: { HTTP_PROXY: `http://127.0.0.1:${proxy.port}`, http_proxy: `http://127.0.0.1:${proxy.port}`, NO_PROXY: '', no_proxy: '' } });
  });
  after(async () => {
    await desk.stop();
    proxy.close();
  });

  /** A mail with this HTML: {number, message, html of the page}. */
  async function came(html, mail = {}) {
    const subject = newSubject('Pictures');
    const ticket = await desk.newTicket(somebody(), { subject, html, text: undefined, ...mail });
    const page = await desk.admin.text(`/agent/tickets/${ticket.number}`);
    return { number: ticket.number, page, base: page.match(/\/agent\/tickets\/\d+\/messages\/\d+(?=\/source)/)[0] };
  }

  test('the source is shown as text, and the file has every byte', async () => {
    const [who, subject] = [somebody(), newSubject('Source')];
    const mail = buildMail({ from: who.mailbox, to: ADDRESS, subject, text: 'Été <script>alert(1)</script>', headers: { 'X-Odd': '</pre><script>alert(2)</script>' } });
    await desk.take(mail, { from: who.address });
    const ticket = await desk.ticket(subject);
    const page = await desk.admin.text(`/agent/tickets/${ticket.number}`);
    const base = page.match(/\/agent\/tickets\/\d+\/messages\/\d+(?=\/source)/)[0];
    const source = await desk.admin.text(`${base}/source`);
    assert.doesNotMatch(source, /<script>alert/);
    assert.ok(decode(source).includes('X-Odd: </pre><script>alert(2)</script>'));
    assert.match(source, /not checked/);
    const file = await desk.admin.get(`${base}/mail.eml`);
    assert.equal(file.headers.get('content-type'), 'message/rfc822');
    assert.equal(file.headers.get('content-disposition'), `attachment; filename="${ticket.number} ${subject}.eml"; filename*=UTF-8''${encodeURIComponent(`${ticket.number} ${subject}`)}.eml`);
    const bytes = Buffer.from(await file.arrayBuffer());
    assert.ok(bytes.subarray(-mail.length).equals(mail), 'as it came, below the fields that the desk put on top');
  });

  test('a mail without subject and text is told to be so, with its file', async () => {
    const who = somebody();
    await desk.take(buildMail({ from: who.mailbox, to: ADDRESS, subject: '', text: ' ', files: [{ name: 'alone.txt', type: 'text/plain', content: 'alone' }] }), { from: who.address });
    const told = await desk.sink.coming('the acknowledgement', (letter) => letter.to.includes(who.address));
    assert.match(told.mail.header('Subject'), /^(We have your message: \(no subject\)|Nous avons reçu votre message.: \(sans objet\))$/);
    const number = Number(told.mail.text.match(/(?:#|nº )(\d+)/)[1]);
    const [message] = (await desk.read(number)).messages;
    assert.equal(message.text, '(no text)');
    assert.deepEqual(message.files.map((file) => file.name), ['alone.txt']);
  });

  test('pictures from elsewhere are fetched when an agent asks for them, by the desk, and only then', async () => {
    const { number, page, base } = await came('<p>Look</p><img alt="first" src="http://shop.example/one.png?a=1&amp;b=2"><img alt="second" src="http://shop.example/two.png">');
    assert.match(page, /Pictures from elsewhere are not shown/);
    assert.doesNotMatch(page, /<img[^>]* src="http/);
    assert.deepEqual(proxy.asked, [], 'nobody was told that the mail is read');
    const link = decode(page.match(/href="([^"]*pictures=\d+[^"#]*)/)[1]);
    const shown = await desk.admin.text(link);
    assert.doesNotMatch(shown, /Pictures from elsewhere are not shown/);
    const sources = [...shown.matchAll(/<img[^>]* src="([^"]+pictures[^"]+)"/g)].map((found) => found[1]);
    assert.deepEqual(sources, [`${base}/pictures/0`, `${base}/pictures/1`]);
    for (const source of sources) {
      const picture = await desk.admin.get(source);
      assert.deepEqual([picture.status, picture.headers.get('content-type')], [200, 'image/png'], 'what it is counts, not what it is called');
      assert.match(picture.headers.get('content-security-policy'), /sandbox/);
      assert.ok(Buffer.from(await picture.arrayBuffer()).equals(PIXEL));
    }
    const [asked] = proxy.asked;
    assert.equal(asked.url, 'http://shop.example/one.png?a=1&b=2');
    for (const secret of ['cookie', 'referer', 'authorization']) assert.equal(asked.headers[secret], undefined);
    assert.match(await desk.admin.text(`/agent/tickets/${number}`), /Pictures from elsewhere are not shown/, 'the next time they are asked for again');
    assert.equal((await desk.admin.get(`${base}/pictures/2`)).status, 404);
  });

  test('what is no picture, too large or not of the web is not fetched', async () => {
    const wanted = ['http://shop.example/page', 'http://shop.example/drawing.svg', 'http://shop.example/away', 'http://shop.example/huge.png',
      'http://127.0.0.1/secret.png', 'http://2130706433/secret.png', 'http://[::1]/secret.png', 'http://169.254.169.254/latest/meta-data', 'http://shop.example:8080/one.png'];
    const { base } = await came(wanted.map((address) => `<img src="${address}">`).join('Words'));
    proxy.asked.length = 0;
    for (const number of wanted.keys()) assert.equal((await desk.admin.get(`${base}/pictures/${number}`)).status, 404, wanted[number]);
    assert.deepEqual(proxy.asked.map(({ url }) => url).sort(), wanted.slice(0, 4).sort());
  });
});

test('names that lead into the server’s own network lead nowhere', async () => {
  const inside = await pictures({ '/secret.png': { body: PIXEL } });
  const desk = await MailDesk.open('sqlite', { env: { HTTP_PROXY: '', http_proxy: '' } });
  try {
    const ticket = await desk.newTicket(somebody(), { subject: newSubject('Inside'), text: undefined, html: '<p>x</p><img src="http://localhost/secret.png">' });
    const page = await desk.admin.text(`/agent/tickets/${ticket.number}`);
    assert.equal((await desk.admin.get(`${page.match(/\/agent\/tickets\/\d+\/messages\/\d+(?=\/source)/)[0]}/pictures/0`)).status, 404);
    assert.deepEqual(inside.asked, []);
  } finally {
    await desk.stop();
    inside.close();
  }
});
