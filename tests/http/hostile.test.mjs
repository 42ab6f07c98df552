// Nothing that anybody writes may act on a page, break it, or make the server stumble.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines, run, until } from '../lib/desk.mjs';
import { fieldValue, messages, textOf } from '../lib/html.mjs';
import { askAsVisitor } from '../lib/visitor.mjs';
import { House, inOnePiece, plain } from '../lib/house.mjs';

const EVIL = `"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}`;
/** Markup of `EVIL` that got through. */
const ALIVE = /<script>alert|<img src=x|<img[^>]*onerror/i;

onBothEngines(describe, 'hostile words', (engine) => {
  let house, clara, agent, ticket;
  before(async () => {
    house = await House.open(engine, { setUp: {} });
    clara = house.customer('Clara Customer', 'clara@customer.example');
    agent = house.agent('Abel Agent', 'abel@desk.example');
  });
  after(() => house.close());
  const dead = async (person, path) => {
    const answer = await person.get(path);
    const html = await answer.text();
    assert.doesNotMatch(html, ALIVE, `${path} runs what was written`);
    return html;
  };

  test('in every field are shown as they were written, on every page', async () => {
    const asked = await askAsVisitor(new Browserless(house.desk.web), { address: 'evil@customer.example', first_name: EVIL, last_name: EVIL, subject: EVIL, body: EVIL },
      { upload: { name: `${EVIL}.txt`, type: EVIL, content: 'x' } });
    assert.equal(asked.status, 200);
    const thanks = await asked.text();
    assert.doesNotMatch(thanks, ALIVE);
    ticket = Number(house.sql('select max(id) from ticket'));
    for (const [what, fields] of [['tags', { tag: '<img src=x onerror=a(1)>' }], ['draft', { body: EVIL, format: 'text' }], ['draft', { body: EVIL, format: 'html' }]])
      assert.ok((await agent.post(`/agent/tickets/${ticket}/${what}`, fields)).status < 400);
    await agent.post('/agent/profile', { name: EVIL, signature: EVIL, format: 'html', language: EVIL, time_zone: '' });
    await agent.post(`/agent/tickets/${ticket}/assignment`, { assignee: 'me' });
    await house.answer(agent, ticket, EVIL);
    await house.answer(agent, ticket, EVIL, { kind: 'note' });
    const settings = '/agent/settings';
    await house.admin.post(`${settings}/services`, { name: EVIL });
    await house.admin.post(`${settings}/departments/${house.department}`, { name: EVIL });
    await house.admin.post(`${settings}/automations`, { name: EVIL, enabled: 'true', trigger: 'opened', g0: 'none', 'g0.0.property': 'content', 'g0.0.operator': 'is', 'g0.0.value': EVIL, 's0.deed': 'add_tag', 's0.tag': EVIL.slice(0, 30), 's1.deed': 'acknowledge', 's1.en': EVIL, 's1.fr': EVIL });
    await house.admin.post(`${settings}/webhooks`, { name: EVIL, url: 'http://127.0.0.1:9/' });
    await house.admin.post(`${settings}/tokens`, { name: EVIL, scope: 'read' });
    await house.admin.post(`${settings}/views`, { name: EVIL, shared: 'yes', g0: 'any', 'g0.0.property': 'subject', 'g0.0.operator': 'contains', 'g0.0.value': EVIL, 'g0.1.property': 'tag', 'g0.1.operator': 'is_not', 'g0.1.value': EVIL, action: 'save' });
    await house.admin.post(`${settings}/filters`, { name: EVIL, element: 'subject', operator: 'contains', value: EVIL, effect: 'tag', tag: EVIL, enabled: 'true' });
    for (const format of ['html', 'text']) await agent.post(`${settings}/replies`, { canned_name: EVIL, service: house.service, body: EVIL, format });
    await house.admin.post(`${settings}/agents`, { address: 'evil@desk.example', name: EVIL });
    const second = await house.ask(house.session(Number(house.sql("select id from person where address = 'evil@customer.example'"))), { subject: EVIL, body: EVIL });
    await agent.post(`/agent/tickets/${second}/place`, { place: 'spam' });
    const link = thanks.match(/href="(\/t\/[^"]+)"/)[1];
    for (const path of [`/agent/tickets/${ticket}`, `/agent/tickets/${ticket}?view=${encodeURIComponent(EVIL)}`, '/agent/views/open', '/agent/views/mine',
      '/agent/profile', `/agent/search?q=${encodeURIComponent(EVIL)}`, '/agent/search?q=alert', '/agent/tickets/new', '/agent/mail',
      `/agent/tickets/${ticket}/merge`, `/agent/tickets/${ticket}/split`, '/agent/views/spam', `/agent/tickets/${second}`, '/tickets/new',
      ...['services', 'agents', 'filters', 'automations', 'automations/1', 'automations/4', 'automations/4/runs', 'replies', 'blocked', 'types', 'types/4', 'addresses', 'views', 'views/1', 'tokens', 'webhooks', 'webhooks/1'].map((page) => `${settings}/${page}`)])
      await dead(/mail|settings/.test(path) ? house.admin : agent, path);
    for (const one of await (await agent.get(`/agent/tickets/${ticket}/replies`)).json()) assert.doesNotMatch(one.html, ALIVE);
    const page = await dead(new Browserless(house.desk.web), link);
    assert.ok(textOf(page).includes(EVIL), 'what was written can be read');
    const palette = await agent.get('/agent/palette?q=alert');
    assert.match(palette.headers.get('content-type'), /application\/json/);
  });

  test('in forms that come back stay in their fields', async () => {
    const visitor = new Browserless(house.desk.web);
    for (const [path, fields, multipart] of [['/sign-in', { address: EVIL, password: EVIL, next: EVIL }], ['/sign-in/link', { address: EVIL, next: EVIL }],
      ['/tickets', { address: EVIL, subject: EVIL, body: EVIL, first_name: EVIL, department: EVIL }, true]]) {
      const answer = await (multipart ? visitor.postForm(path, fields) : visitor.post(path, fields));
      assert.equal(answer.status, 422, path);
      const html = await answer.text();
      assert.doesNotMatch(html, ALIVE, path);
      assert.equal(fieldValue(html, 'address'), EVIL);
    }
    const answer = await house.admin.post('/agent/tickets', { address: EVIL, name: EVIL, subject: EVIL, body: EVIL, department: EVIL, priority: EVIL });
    assert.equal(answer.status, 422);
    assert.doesNotMatch(await answer.text(), ALIVE);
    for (const query of ['next', 'back']) await dead(visitor, `/sign-in?${query}=${encodeURIComponent(EVIL)}`);
    await dead(visitor, `/${encodeURIComponent(EVIL)}`);
    await dead(visitor, `/sign-in/${encodeURIComponent(EVIL)}`);
  });

  test('formatted text keeps its format and loses what could act', async () => {
    const wild = ['<p><b>bold</b> <a href="https://ok.example/">link</a></p>', '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<a href="javascript:alert(1)">js</a>',
      '<a href="data:text/html,x">data</a>', '<iframe src="https://evil.example"></iframe>', '<form action="/sign-out"><button>go</button></form>', '<style>body{display:none}</style>',
      '<div style="position:fixed;inset:0;background:url(https://evil.example/x)">over all</div>', '<svg onload=alert(1)></svg>', '<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>',
      '<base href="https://evil.example/">', '<meta http-equiv=refresh content="0;url=https://evil.example">', '<input name=seen value=0>', '<p id="toasts" class="composer">clobber</p>', '<textarea></p>', '<!--'].join('');
    await house.answer(house.admin, ticket, wild, { format: 'html' });
    const last = messages(await house.page(house.admin, ticket)).at(-1);
    assert.match(last.html, /<b>bold<\/b>|<strong>bold<\/strong>/);
    assert.match(last.html, /href="https:\/\/ok\.example\/"/);
    const body = last.html.slice(last.html.indexOf('class="msg-body'));
    assert.doesNotMatch(body, /<(script|iframe|form|button|style|svg onload|math|base|meta|input|textarea)\b|onerror|onload|javascript:|data:text|position:\s*fixed|url\(|id="toasts"|class="composer"/i);
  });

  test('line ends in a subject or a name make no new mail header', async () => {
    const evil = 'Hello\r\nBcc: victim@else.example\r\n\r\nbody';
    const asked = await askAsVisitor(new Browserless(house.desk.web), { address: 'crlf@customer.example', first_name: evil, last_name: evil, subject: evil, body: 'x' });
    assert.equal(asked.status, 200);
    await house.answer(house.admin, Number(house.sql('select max(id) from ticket')), 'An answer.');
    await house.mail('the answer leaves', (mail) => mail.includes('crlf@customer') && plain(mail).includes('An answer.'));
    for (const mail of house.mails().filter((text) => text.includes('crlf@customer')))
      assert.doesNotMatch(mail.split(/\r?\n\r?\n/)[0], /^bcc:/im);
  });

  test('line ends in addresses of pages make no new header', async () => {
    for (const path of ['/sign-in?next=/%0d%0aSet-Cookie:%20evil=1', '/agent/%0d%0aSet-Cookie:%20evil=1']) {
      const answer = await new Browserless(house.desk.web).get(path);
      assert.ok(!answer.headers.getSetCookie().some((line) => line.startsWith('evil')), path);
    }
    const chosen = await agent.post('/language', { code: 'en', back: '/\r\nSet-Cookie: evil=1' });
    assert.ok(!chosen.headers.getSetCookie().some((line) => line.startsWith('evil')));
    const answer = await agent.post(`/agent/tickets/${ticket}/priority`, { priority: 'low', view: 'x\r\nSet-Cookie: evil=1' });
    assert.ok(!answer.headers.getSetCookie().some((line) => line.startsWith('evil')));
  });

  test('every redirect says where to, whatever the letters', async () => {
    for (const view of ['é', 'ü', '日本', ' ', '"', '%', '&x=y', 'x'.repeat(5000)]) {
      const answer = await agent.post(`/agent/tickets/${ticket}/priority`, { priority: view.length > 1 ? 'high' : 'low', view });
      assert.equal(answer.status, 303);
      assert.ok(answer.headers.get('location')?.startsWith(`/agent/tickets/${ticket}`), `${view.slice(0, 9)}: ${answer.headers.get('location')?.slice(0, 60)}`);
    }
    for (const back of ['/agent/search?q=été', '/agent/search?q=%C3%A9t%C3%A9']) {
      const answer = await agent.post('/language', { code: 'en', back });
      assert.ok(answer.headers.get('location')?.startsWith('/agent/search'), `${back}: ${answer.headers.get('location')}`);
    }
  });

  test('forged toasts are no toasts', async () => {
    for (const flash of ['<script>.1.1.1', 'sent', 'sent.x.y.z', 'sent.99999999999999999999.1.1', 'sent.1.-5.1', `sent.1.1.${'9'.repeat(30)}`, '...', 'é.1.1.1']) {
      const answer = await agent.get('/agent/views/open', { headers: { cookie: `guichet=${agent.cookies.get('guichet')}; flash=${encodeURI(flash)}` } });
      assert.equal(answer.status, 200, flash);
    }
  });
});

/** Values that no form of ours sends. */
const WRONG = {
  nothing: '',
  'text for numbers': 'ids=x&assignee=x&department=x&seen=x&files=x&priority=x&status=x&kind=x&then=x&action=assign:x',
  'huge numbers': 'ids=99999999999999999999&assignee=99999999999999999999&department=99999999999999999999&seen=99999999999999999999&files=9999999999999999999999&action=assign:99999999999999999999',
  'negative numbers': 'ids=-1&assignee=-9223372036854775808&department=-1&seen=-1&files=-1&action=assign:-1',
  'unknown codes': 'kind=shout&status=gone&priority=ultra&then=later&action=explode:all&language=tlh&format=docx&time_zone=Mars/Olympus&state=asleep',
  'wrong bytes': 'subject=%FF%FE&body=%C3%28&tag=%ED%A0%80&name=%F0%9F&address=%FF@x.example&password=%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF&priority=%FF&status=%FF&organisation=%FF&signature=%FF',
  'zero bytes': 'subject=a%00b&body=a%00b&tag=a%00b&name=a%00b&address=a%00b@x.example&password=aaaaaaaaaaaaa%00b&signature=a%00b&view=a%00b&organisation=a%00b&back=a%00b&next=a%00b&first_name=%00&last_name=%00&action=tag&ids=1',
  'the same field often': 'subject=a&subject=b&body=a&body=b&tag=a&tag=b&status=open&status=closed&priority=low&priority=high&name=a&name=b&address=a&address=b&assignee=&assignee=me&department=1&department=2&password=a&password=b',
  'huge texts': `subject=${'x'.repeat(300_000)}&body=${'y'.repeat(900_000)}&tag=${'z'.repeat(100_000)}&name=${'n'.repeat(100_000)}&address=${'a'.repeat(100_000)}@x.example&view=${'v'.repeat(1000)}`,
  'brackets and dots': 'ids[]=1&subject[a]=b&a.b.c=d&=&==&&&%&%%%&+&subject',
};

onBothEngines(describe, 'wrong requests', (engine) => {
  let house, routes, ticket, link, sessions;
  before(async () => {
    routes = JSON.parse((await run(['routes'])).stdout);
    house = await House.open(engine);
    const clara = house.customer('Clara Customer', 'clara@customer.example');
    ticket = await house.ask(clara, { subject: 'Wrong requests' });
    link = house.link(ticket);
    const made = await house.admin.post('/agent/settings/tokens', [['name', 'Wrong'], ...['read', 'write', 'configure'].map((scope) => ['scope', scope])]);
    const authorization = `Bearer ${(await made.text()).match(/id="token-secret">([^<]+)/)[1]}`;
    const request = (path, options = {}) => fetch(house.desk.web + path, { redirect: 'manual', ...options, headers: { ...options.headers, authorization } });
    const program = { request, get: request };
    sessions = { public: new Browserless(house.desk.web), signed_in: clara, agent: house.admin, admin: house.admin, token_read: program, token_write: program, token_configure: program };
  });
  after(() => house.close());
  const filled = (path, id = ticket) => path.replace('{id}', id).replace('{change}', id).replace('{view}', 'open')
    .replace('/t/{code}', link).replace('{token}', 'unknown');
  const posts = () => routes.filter((route) => route.method === 'POST' && !/sign-out|sign-in|profile\/password/.test(route.path));

  for (const [name, body] of Object.entries(WRONG)) {
    test(`forms with ${name} get an answer and never an accident`, async () => {
      const wrong = [];
      for (const { path, access } of posts()) {
        for (const [kind, options] of [['form', { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } }], ['multipart', await inOnePiece(new URLSearchParams(body))]]) {
          const answer = await sessions[access].request(filled(path), { method: 'POST', ...options }).catch((error) => ({ status: `${error.cause ?? error}` }));
          if (!(answer.status < 500)) wrong.push(`${kind} ${path}: ${answer.status}`);
        }
      }
      assert.deepEqual(wrong, []);
    });
  }

  test('bodies that are no forms get an answer and never an accident', async () => {
    const wrong = [];
    const bodies = [['application/json', '{"a":1}'], ['text/plain', 'hello'], ['multipart/form-data', 'no boundary'], ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="body"\r\n\r\ncut off'],
      ['multipart/form-data; boundary=x', '--x\r\n\r\nno header\r\n--x--\r\n'], ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--x--\r\n'],
      ['multipart/form-data; boundary=x', Buffer.from([0xff, 0xfe, 0, 1, 2])], ['multipart/form-data; boundary=x', ''], ['', 'no type'], ['%%%', 'odd type']];
    for (const { path, access } of posts()) for (const [type, body] of bodies) {
      const answer = await sessions[access].request(filled(path), { method: 'POST', body, headers: { 'content-type': type } }).catch((error) => ({ status: `${error.cause ?? error}` }));
      if (!(answer.status < 500)) wrong.push(`${type} ${path}: ${answer.status}`);
    }
    assert.deepEqual(wrong, []);
  });

  test('addresses of pages with wrong ids and queries never end in an accident', async () => {
    const wrong = [];
    for (const { method, path, access } of routes.filter((route) => /[{]/.test(route.path) && !route.path.startsWith('/setup')))
      for (const id of ['0', '-1', 'x', '1x', '99999999999999999999', '1.5', '%00', 'a%00b', '%FF', '..%2f..%2f', '%20', "1'", 'x'.repeat(3000)]) {
        const answer = await sessions[access].request(path.replace(/\{\w+\}/g, id), { method, ...(method === 'POST' ? { body: new URLSearchParams({ a: '1' }) } : {}) });
        if (answer.status >= 500 || answer.status === 200) wrong.push(`${method} ${path} with ${id.slice(0, 20)}: ${answer.status}`);
        await answer.body?.cancel();
      }
    for (const query of ['before=x', 'before=99999999999999999999', 'q=%FF', 'q=%00', 'order=%00&after=%00', 'topics=%00', 'topics=ticket:x', 'after=x', 'view=%00', 'next=%FF', 'link=%00', 'back=%FF'])
      for (const { path, access } of routes.filter((route) => route.method === 'GET')) {
        const answer = await sessions[access].get(`${filled(path)}?${query}`);
        if (answer.status >= 500) wrong.push(`${path}?${query}: ${answer.status}`);
        await answer.body?.cancel();
      }
    assert.deepEqual(wrong, []);
  });

  test('what a person can reach by a wrong address is a page in their language, not a bare line', async () => {
    const wrong = [];
    for (const [access, path] of [['agent', '/agent/tickets/x'], ['agent', '/agent/tickets/99999999999999999999'], ['agent', '/agent/nothing'], ['agent', '/agent/tickets/999'],
      ['signed_in', '/tickets/x'], ['signed_in', '/agent'], ['public', '/nothing'], ['public', '/t/unknown'], ['public', '/files/unknown'], ['public', '/sign-in/unknown'], ['public', '/language'], ['public', '/setup/unknown'],
      ['agent', '/agent/undo/1']]) {
      const person = access === 'public' ? new Browserless(house.desk.web) : sessions[access];
      const answer = await person.get(path, { headers: { 'accept-language': 'fr' } });
      const html = await answer.text();
      if (!(answer.status >= 400 && answer.status < 500 && /<html lang="fr"/.test(html) && /<h1/.test(html))) wrong.push(`${path}: ${answer.status} ${html.slice(0, 60)}`);
    }
    assert.deepEqual(wrong, []);
  });

  test('everything still works afterwards', async () => {
    assert.match(textOf(await sessions.signed_in.text(`/tickets/${ticket}`)), /Wrong requests/);
    assert.equal((await house.answer(house.admin, ticket, 'Still here.')).status, 303);
    await until('the mail leaves', () => house.mails().some((mail) => plain(mail).includes('Still here.')));
  });
});
