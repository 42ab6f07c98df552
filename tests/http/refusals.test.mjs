// Requests from elsewhere, too large, or off the path; headers that protect every answer.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { Browserless, onBothEngines, run } from '../lib/desk.mjs';
import { between, textOf } from '../lib/html.mjs';
import { House } from '../lib/house.mjs';

/** Posts a form on a connection of its own: one that an earlier refusal has closed must not be taken again. */
async function postAlone(web, path, form) {
  const encoded = new Response(form);
  const body = Buffer.from(await encoded.arrayBuffer());
  const { hostname, port } = new URL(web);
  const headers = { 'content-type': encoded.headers.get('content-type'), 'content-length': body.length };
  return new Promise((done, fail) => {
    const asked = request({ hostname, port, path, method: 'POST', headers, agent: false }, (answer) => { answer.resume(); answer.on('end', () => done(answer)); });
    asked.on('error', fail);
    asked.end(body);
  });
}

const MEGABYTE = 1024 * 1024;

/** A request whose path no program has tidied up before. */
function raw(web, path, { method = 'GET', headers = {}, body } = {}) {
  const { hostname, port } = new URL(web);
  return new Promise((done, fail) => {
    const sent = request({ hostname, port, path, method, headers, agent: false }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString() }));
    });
    sent.on('error', fail);
    sent.end(body);
  });
}

onBothEngines(describe, 'refusals', (engine) => {
  let house, clara, ticket, routes;
  before(async () => {
    routes = JSON.parse((await run(['routes'])).stdout);
    house = await House.open(engine);
    clara = house.customer('Clara Customer', 'clara@customer.example');
    ticket = await house.ask(clara, { subject: 'Refusals' }, { upload: { name: 'a.txt', type: 'text/plain', content: 'a' } });
  });
  after(() => house.close());

  test('a form that another site sends is refused, for every route that changes something', async () => {
    const events = house.sql('select count(*) from event');
    for (const { path, access } of routes.filter((route) => route.method === 'POST'))
      for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'https://evil.example' }, { origin: 'null' }]) {
        const answer = await house.admin.post(path.replace(/\{\w+\}/g, String(ticket)), { status: 'closed', address: 'x@x.example' }, { headers });
        // What asks for a token takes no cookie, so another site has nothing to send.
        assert.equal(answer.status, access.startsWith('token_') ? 401 : 403, `${path} ${JSON.stringify(headers)}`);
      }
    assert.equal(house.sql('select count(*) from event'), events);
    const own = await house.admin.post(`/agent/tickets/${ticket}/priority`, { priority: 'high' }, { headers: { 'sec-fetch-site': 'same-origin' } });
    assert.equal(own.status, 303);
    const link = await house.admin.get(`/agent/tickets/${ticket}`, { headers: { 'sec-fetch-site': 'cross-site' } });
    assert.equal(link.status, 200, 'links from a mail or another site work');
  });

  test('a body that is too large is refused with a clear answer', async () => {
    for (const [path, size] of [['/sign-in', 3], [`/agent/tickets/${ticket}/draft`, 3], ['/tickets', 61]]) {
      const fields = `a=${'x'.repeat(size * MEGABYTE)}`;
      const type = path === '/tickets' ? 'multipart/form-data; boundary=x' : 'application/x-www-form-urlencoded';
      const body = path === '/tickets' ? `--x\r\nContent-Disposition: form-data; name="upload"; filename="f"\r\n\r\n${fields}\r\n--x--\r\n` : fields;
      const answer = await house.admin.request(path, { method: 'POST', body, headers: { 'content-type': type } });
      assert.equal(answer.status, 413, path);
      assert.match(textOf(await answer.text()), /too large/, path);
    }
  });

  test('who was signed out meanwhile is asked to sign in, whatever was being sent', async () => {
    const form = new FormData();
    form.append('body', 'My long answer');
    form.append('upload', new Blob([Buffer.alloc(5 * MEGABYTE)]), 'big');
    for (let round = 0; round < 5; round += 1) {
      const answer = await postAlone(house.desk.web, `/agent/tickets/${ticket}/messages`, form);
      assert.equal(answer.statusCode, 303);
      assert.equal(answer.headers.location, '/sign-in?next=/');
    }
  });

  test('no path leaves the place of the files', async () => {
    for (const path of ['/assets/../../../../etc/passwd', '/assets/..%2f..%2f..%2fetc%2fpasswd', '/assets/%2e%2e/%2e%2e/etc/passwd', '/assets/..%5c..%5cCargo.toml', '/assets//etc/passwd', '/assets/', '/assets/%00',
      '/assets/x/../../guichet.db', '/assets/README.md/../../../Cargo.toml', '/files/../guichet.db', '/files/..%2fguichet.db', '/files/%2e%2e%2fguichet.db', '/files/%00', '//etc/passwd', '/../etc/passwd', '/agent/../assets/../etc/passwd']) {
      const answer = await raw(house.desk.web, path);
      assert.ok(answer.status >= 400 && answer.status < 500, `${path}: ${answer.status}`);
      assert.doesNotMatch(answer.body, /root:|\[package\]|SQLite format/, path);
    }
  });

  test('assets are served with their types, for ever under their version', async () => {
    const page = await house.admin.text('/agent/views/open');
    const found = [...page.matchAll(/(?:href|src)="(\/assets\/[^"#]+)/g)].map((one) => one[1]);
    assert.ok(found.length >= 3);
    const types = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' };
    for (const path of new Set(found)) {
      const answer = await house.admin.get(path);
      assert.equal(answer.status, 200, path);
      assert.ok(answer.headers.get('content-type').startsWith(types[path.split('.').at(-1)]), path);
      assert.match(answer.headers.get('cache-control'), /immutable/);
    }
  });

  test('every answer carries the headers that protect it', async () => {
    const file = house.sql('select token from attachment');
    const asset = (await clara.text('/tickets')).match(/href="(\/assets\/[^"]+\.css)"/)[1];
    const paths = routes.filter((route) => route.method === 'GET' && route.path !== '/live')
      .map((route) => route.path.replace('/files/{token}', `/files/${file}`).replace('{view}', 'open').replace('{code}', 'en').replace('{token}', 'unknown').replace('{id}', ticket));
    for (const path of [...paths, asset, '/nothing', '/agent/tickets/999999', '/agent/tickets/x']) for (const person of [house.admin, clara, new Browserless(house.desk.web)]) {
      const answer = await person.get(path);
      const header = (name) => answer.headers.get(name) ?? '';
      // Guides may be kept by browsers, which ask each time; frames are for other sites.
      const [guide, frame] = [/^\/(guides|g)(\/|$)/, /^\/e\/search/].map((kind) => kind.test(path));
      const policy = header('content-security-policy').replace(frame ? 'frame-ancestors *' : '', '');
      assert.match(policy, /default-src '(self|none)'/, path);
      assert.doesNotMatch(policy, /unsafe|\*/, path);
      assert.equal(header('x-content-type-options'), 'nosniff', path);
      assert.equal(header('x-frame-options'), frame ? 'ALLOWALL' : 'DENY', path);
      assert.equal(header('referrer-policy'), 'same-origin', path);
      assert.equal(header('cross-origin-opener-policy'), 'same-origin', path);
      assert.equal(answer.headers.get('server') ?? answer.headers.get('x-powered-by'), null, path);
      if (/text\/html/.test(header('content-type'))) assert.match(header('cache-control'), guide || frame ? /no-store|no-cache/ : /no-store/, path);
      await answer.body?.cancel();
    }
  });

  test('pages have no script or style of their own that the policy would have to allow', async () => {
    for (const [person, path] of [[house.admin, '/agent/views/open'], [house.admin, `/agent/tickets/${ticket}`], [house.admin, '/agent/profile'], [clara, `/tickets/${ticket}`], [clara, '/tickets/new'], [new Browserless(house.desk.web), '/sign-in']]) {
      const html = await person.text(path);
      assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)|<style|\sstyle="|\son\w+="/i, path);
    }
  });

  test('behind https the session cookie is bound to https and to the host', async () => {
    await house.desk.stop();
    house.desk = await house.installation.serve({ args: ['--public-url', 'https://help.example'] });
    const answer = await new Browserless(house.desk.web).post('/sign-in', { address: 'ada@desk.example', password: 'correct horse battery' });
    assert.match(answer.headers.getSetCookie().join('\n'), /^__Host-guichet=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/m);
  });
});

onBothEngines(describe, 'two areas', (engine) => {
  test('agents work in one, customers ask in the other, and neither sees the inside of the other [R200]', async (t) => {
    const house = await House.open(engine);
    t.after(() => house.close());
    const clara = house.customer('Clara Customer', 'clara@customer.example');
    const ticket = await house.ask(clara, { subject: 'Two areas' });
    for (const path of ['/agent', '/agent/views/open', `/agent/tickets/${ticket}`, '/agent/mail']) {
      const answer = await clara.get(path);
      assert.equal(answer.status, 403);
      assert.match(textOf(await answer.text()), /not open to you/);
    }
    const agent = house.agent('Abel Agent', 'abel@desk.example');
    assert.equal((await agent.get('/agent/mail')).status, 403);
    assert.doesNotMatch(await agent.text('/agent/views/open'), /href="\/agent\/mail"/);
    assert.doesNotMatch(await agent.text('/agent/settings/replies'), /href="\/agent\/mail"/);
    assert.match(await house.admin.text('/agent/settings/services'), /href="\/agent\/mail"/);
    const [inside, outside] = [await house.page(agent, ticket), await clara.text(`/tickets/${ticket}`)];
    assert.match(inside, /<body[^>]*data-space="agent"/);
    assert.match(outside, /<body[^>]*data-space="customer"/);
    assert.doesNotMatch(outside, /\/agent\b/);
    // An agent who looks at the customers' area sees what they asked themselves: nothing, and a way back.
    const mine = await agent.text('/tickets');
    assert.doesNotMatch(between(mine, '<main', '</main>'), /Two areas/);
    assert.match(mine, /href="\/agent"/);
    assert.equal((await agent.get(`/tickets/${ticket}`)).status, 404);
  });
});
