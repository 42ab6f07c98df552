// Portals as visitors find them: by their names, in other sites, in their colours; and who a site says its visitors are.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines } from '../lib/desk.mjs';
import { addPortal, become, openHouse, send, start, visitor } from '../lib/chats.mjs';
import { fieldValue, hasField, textOf } from '../lib/html.mjs';
import { inOnePiece } from '../lib/house.mjs';
import { PORTALS, ancestors, answered, atHost, changePortal, flip, inSeconds, secretOf, titleOf, token, viewIn } from '../lib/portals.mjs';

const DOMAIN = 'help.example';

onBothEngines(describe, 'portals for visitors', (engine) => {
  let house, acme, umbra, abel;
  before(async () => {
    house = await openHouse(engine, { args: ['--trusted-proxies', '127.0.0.1', '--portal-domain', DOMAIN] });
    acme = await addPortal(house, 'acme', { hue: 30, chroma: 90 });
    umbra = await addPortal(house, 'umbra', { domain: 'chat.umbra.test', language: 'fr' });
    abel = house.agent('Abel Agent', 'abel@desk.example');
  });
  after(() => house.close());

  const desk = () => new URL(house.desk.web).host;
  /** Where the form of a page goes. */
  const formOf = (html) => html.match(/<form[^>]*data-portal-ask/)[0].match(/action="([^"]+)"/)[1];

  test('a portal is hosted by the desk: at a path, below the desk’s domain, and at a domain of its own [R163]', async () => {
    for (const host of ['acme.help.example', 'ACME.Help.Example', 'acme.help.example:8443', 'acme.help.example.']) {
      const seen = await atHost(house, host, '/');
      assert.equal(seen.status, 200, host);
      assert.equal(viewIn(seen.text), 'offline', host);
      assert.match(titleOf(seen.text), /^Acme/, host);
      assert.match(textOf(seen.text), /Leave us a message/, host);
    }
    const own = await atHost(house, 'chat.umbra.test', '/');
    assert.match(titleOf(own.text), /^Umbra/);
    assert.match(textOf(own.text), /Laissez-nous un message/);
    for (const [host, name] of [[desk(), 'acme'], ['acme.help.example', 'acme'], ['chat.umbra.test', 'umbra']]) assert.match(titleOf((await atHost(house, host, `/p/${name}`)).text), new RegExp(name, 'i'), 'the path works everywhere');
    assert.equal((await atHost(house, 'umbra.help.example', '/')).status, 200, 'a portal with a domain of its own keeps its name below ours');
    for (const host of ['nobody.help.example', 'a.acme.help.example', 'xn--.help.example', '-.help.example']) assert.equal((await atHost(house, host, '/')).status, 404, host);
    for (const host of [desk(), '127.0.0.1', 'unknown.example', 'evilhelp.example']) {
      const seen = await atHost(house, host, '/');
      assert.equal(seen.status, 200, host);
      assert.doesNotMatch(titleOf(seen.text), /Acme|Umbra/, 'the desk’s own page');
    }
    const { port } = new URL(house.desk.web);
    const list = await house.admin.text(PORTALS);
    assert.match(list, new RegExp(`href="http://acme\\.help\\.example:${port}"`));
    assert.match(list, new RegExp(`href="http://chat\\.umbra\\.test:${port}"`));
  });

  test('visitors ask at the portal’s host, and no other site asks for them', async () => {
    const ask = async (headers) => {
      const page = await atHost(house, 'acme.help.example', '/', { headers });
      const { headers: type, body } = await inOnePiece({ want: 'message', name: 'Vera', address: 'vera@acme.example', body: 'From the host', ...answered(page.text) });
      return atHost(house, 'acme.help.example', formOf(page.text), { method: 'POST', headers: { ...type, ...headers }, body });
    };
    const count = () => house.sql("select count(*) from ticket where subject = 'From the host'");
    const fine = await ask({ 'x-forwarded-for': '10.9.0.1', origin: 'http://acme.help.example', 'sec-fetch-site': 'same-origin' });
    assert.equal(fine.status, 200);
    assert.match(textOf(fine.text), /We have your message/);
    assert.equal(count(), '1');
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }]) assert.equal((await ask({ 'x-forwarded-for': '10.9.0.2', ...headers })).status, 403);
    assert.equal(count(), '1');
    const guides = await atHost(house, 'acme.help.example', '/tickets/new');
    assert.match(titleOf(guides.text), /./);
    assert.match(guides.text, /class="logo[^>]*href="\/p\/acme"/, 'other pages at the host are the portal’s too');
  });

  test('a portal is embedded: small pages may be framed by its sites, whole ones by none [R164]', async () => {
    const who = visitor(house);
    const get = (path) => who.get(path);
    assert.equal(ancestors(await get('/p/acme?frame=1')), '*', 'every site, while there is no list');
    await changePortal(house, acme, { sites: ' https://www.acme.example \nhttps://*.acme.test/\nshop.acme.example:8443\nhttp://intra.acme.example', hue: 30, chroma: 90 });
    const listed = "'self' https://www.acme.example https://*.acme.test https://shop.acme.example:8443 http://intra.acme.example";
    await become(abel, 'available');
    const chat = await start(house, acme);
    const framed = ['/p/acme?frame=1', `/chat/${chat.code}?frame=1`];
    for (const path of framed) {
      const answer = await chat.who.get(path);
      assert.equal(answer.status, 200, path);
      assert.equal(ancestors(answer), listed, path);
      assert.notEqual(answer.headers.get('x-frame-options'), 'DENY', path);
      assert.doesNotMatch(answer.headers.get('content-security-policy'), /unsafe/, path);
      assert.equal(answer.headers.get('cross-origin-resource-policy'), 'cross-origin', path);
      assert.doesNotMatch(await answer.text(), /<header class="portal-top"|<footer class="portal-foot"/, 'no menu, no footer');
    }
    for (const path of ['/p/acme', `/chat/${chat.code}`, '/p/acme/example?kind=frame', '/', '/tickets/new', '/sign-in']) {
      const answer = await chat.who.get(path);
      assert.equal(answer.headers.get('x-frame-options'), 'DENY', path);
      assert.equal(ancestors(answer), "'none'", path);
    }
    assert.equal((await abel.get('/agent/chats?frame=1')).headers.get('x-frame-options'), 'DENY');
    // What is answered to the form in a frame stays in the frame.
    const page = await who.text('/p/acme?frame=1');
    assert.equal(formOf(page), '/p/acme?frame=1');
    const refused = await who.postForm('/p/acme?frame=1', { want: 'chat', name: '', body: '', ...answered(page) });
    assert.deepEqual([refused.status, ancestors(refused)], [422, listed]);
    const sent = await who.postForm('/p/acme?frame=1', { want: 'message', name: 'Vera', address: 'frame@acme.example', body: 'Framed', ...answered(page) });
    assert.deepEqual([sent.status, ancestors(sent)], [200, listed]);
    const begun = await who.postForm('/p/acme?frame=1', { want: 'chat', name: 'Vera', body: 'Framed chat', ...answered(await who.text('/p/acme?frame=1')) });
    assert.match(begun.headers.get('location'), /^\/chat\/[^?]+\?frame=1$/);
    await become(abel, 'unavailable');
  });

  test('a list of sites that none can be read from never means all sites [R164]', async () => {
    const saving = (sites) => house.admin.postForm(`${PORTALS}/${acme.id}`, { subdomain: 'acme', name: 'Acme', active: 'yes', hue: 30, chroma: 90, language: 'en', department: house.department, sites });
    assert.equal((await saving('https://www.acme.example/help')).status, 303);
    for (const sites of ['not a site', ':', '***', 'javascript:alert(1)', "https://a.example; script-src 'unsafe-inline'", 'https://a.example https://b.example']) {
      const refused = await saving(sites);
      assert.equal(refused.status, 422, sites);
      assert.equal(fieldValue(await refused.text(), 'sites'), sites, 'what was typed is kept');
      assert.equal(ancestors(await visitor(house).get('/p/acme?frame=1')), "'self' https://www.acme.example");
    }
  });

  test('the script for other sites is small and sets no cookie, nor does any page of a portal', async () => {
    const script = await fetch(`${house.desk.web}/embed.js`);
    const text = await script.text();
    assert.ok(Buffer.byteLength(text) < 20 * 1024, `${Buffer.byteLength(text)} bytes`);
    assert.match(script.headers.get('content-type'), /^text\/javascript/);
    assert.equal(script.headers.get('cross-origin-resource-policy'), 'cross-origin');
    assert.doesNotMatch(text, /document\.cookie|localStorage|sessionStorage|\beval\b|fetch\(|XMLHttpRequest|sendBeacon/);
    for (const path of ['/embed.js', '/p/acme', '/p/acme?frame=1', '/p/acme/brand.css', '/p/acme/example?kind=bubble', '/p/acme/example?kind=popup', '/p/acme/example?kind=frame']) {
      const answer = await visitor(house).get(path);
      assert.equal(answer.status, 200, path);
      assert.deepEqual(answer.headers.getSetCookie(), [], path);
    }
    assert.match(textOf(await visitor(house).text('/p/acme?frame=1')), /No cookie, no tracking/);
  });

  test('its colours are two numbers in a style sheet; its parts and its language are its own', async () => {
    const sheet = await visitor(house).get('/p/acme/brand.css');
    assert.match(sheet.headers.get('content-type'), /^text\/css/);
    assert.equal((await sheet.text()).trim(), '@layer tokens { :root { --accent-h: 30; --accent-c: 0.090; } }');
    for (const [chroma, written] of [[0, '0.000'], [5, '0.005'], [180, '0.180']]) {
      await changePortal(house, acme, { hue: 359, chroma });
      assert.match(await visitor(house).text('/p/acme/brand.css'), new RegExp(`--accent-h: 359; --accent-c: ${written.replace('.', '\\.')};`));
    }
    for (const path of ['/p/acme', '/p/acme?frame=1']) assert.match(await visitor(house).text(path), /<link rel="stylesheet" href="\/p\/acme\/brand\.css\?359-180/, path);
    for (const rest of ['', '/brand.css', '/logo', '/example']) assert.equal((await visitor(house).get(`/p/nobody${rest}`)).status, 404, rest);
    assert.match(await visitor(house).text('/p/umbra'), /<html[^>]* lang="fr"/);
    assert.match(await visitor(house).text('/p/umbra?lang=en'), /<html[^>]* lang="en"/, 'the site that shows it knows its own language');
    assert.match(await visitor(house).text('/p/umbra?lang=de'), /<html[^>]* lang="fr"/);
    const chosen = await visitor(house).get('/p/umbra', { headers: { cookie: 'language=en' } });
    assert.match(await chosen.text(), /<html[^>]* lang="en"/, 'what a visitor has chosen counts more');
    const browser = { headers: { 'accept-language': 'fr-FR' } };
    assert.match(await (await visitor(house).get('/p/acme', browser)).text(), /<html[^>]* lang="en"/);
    await changePortal(house, acme, { language: '', welcome: '<img src=x onerror=alert(1)>' });
    const page = await (await visitor(house).get('/p/acme', browser)).text();
    assert.match(page, /<html[^>]* lang="fr"/, 'as the browser says');
    assert.doesNotMatch(page, /<img src=x/);
    await changePortal(house, acme, { language: 'en' });
  });

  test('what a visitor must give depends on the view: a mail address for a message, a name for both', async () => {
    const wrong = async (fields) => {
      const answer = await send(visitor(house), acme, fields);
      assert.equal(answer.status, 422, JSON.stringify(fields));
      return [...(await answer.text()).matchAll(/id="error-(\w+)"/g)].map((found) => found[1]);
    };
    assert.deepEqual(await wrong({ want: 'message', address: '' }), ['address']);
    assert.deepEqual(await wrong({ want: 'message', address: 'nonsense' }), ['address']);
    assert.deepEqual(await wrong({ want: 'message', name: ' ', address: 'v@acme.example', body: ' ' }), ['name', 'body']);
    const kept = await send(visitor(house), acme, { want: 'message', address: '', name: 'Vera <b>', body: 'Kept <i>words</i>' });
    const html = await kept.text();
    assert.match(html, /value="Vera &lt;b&gt;"/);
    assert.match(html, /Kept &lt;i&gt;words&lt;\/i&gt;<\/textarea>/);
    const mia = house.customer('Mia Member', 'mia@customer.example');
    const known = await mia.text('/p/acme');
    assert.match(textOf(known), /You are Mia Member/);
    for (const name of ['name', 'address', 'challenge']) assert.ok(!hasField(known, name), name);
    assert.equal((await mia.postForm('/p/acme', { want: 'message', body: 'Signed in' })).status, 200);
    assert.equal(house.sql('select requester_id from ticket where id = (select max(id) from ticket)'), String(mia.id));
  });

  describe('a site says who its visitors are', () => {
    let secret;
    const claims = (fields = {}) => ({ aud: 'acme', email: 'Ana@Known.example', name: 'Ana Known', exp: inSeconds(3600), ...fields });
    before(async () => {
      await become(abel, 'available');
      secret = await secretOf(house, acme);
    });
    /** A chat with a token, by somebody who also typed; how its visitor is known. */
    const known = async (identity, fields = {}) => {
      const chat = await start(house, acme, { name: 'Typed Name', address: 'typed@visitor.example', identity, ...fields });
      const [by, address, name] = house.sql(`select h.identity || '|' || p.address || '|' || p.name from chat h join ticket t on t.id = h.ticket_id join person p on p.id = t.requester_id where h.ticket_id = ${chat.ticket}`).split('|');
      return { by, address, name, chat };
    };

    test('a signed token is believed: no name, no address, no security code is asked', async () => {
      const page = await visitor(house).postForm('/p/acme', { want: 'chat', body: 'Known', identity: token(secret, claims()) });
      assert.equal(page.status, 303, 'without a code');
      const { by, address, name, chat } = await known(token(secret, claims()));
      assert.deepEqual({ by, address, name }, { by: 'signed', address: 'ana@known.example', name: 'Ana Known' });
      assert.match(textOf(await abel.text(chat.agentPath)), /Identity confirmed/);
      const second = await known(token(secret, claims({ name: 'Another Name' })));
      assert.deepEqual([second.address, second.name], ['ana@known.example', 'Ana Known'], 'one person, whatever the site calls them');
      assert.match(textOf(await abel.text((await known('')).chat.agentPath)), /Address typed, not confirmed/);
      assert.equal((await known(token(secret, claims({ exp: inSeconds(24 * 3600 - 60) })))).by, 'signed', 'a day is fine');
      assert.equal((await known(token(secret, { aud: 'acme', email: 'nameless@known.example', exp: inSeconds(60) }))).name, 'nameless');
    });

    test('anything else is not: another key, no algorithm, another portal’s, over, or valid for too long', async () => {
      const good = token(secret, claims());
      const [header, body, signature] = good.split('.');
      const forged = (fields) => Buffer.from(JSON.stringify(claims(fields))).toString('base64url');
      const other = await secretOf(house, umbra);
      for (const [what, identity] of Object.entries({
        'another key': token('guess', claims()), 'an empty key': token('', claims()), 'another portal’s key': token(other, claims()),
        'alg none': token(secret, claims(), { header: { alg: 'none', typ: 'JWT' }, algorithm: '' }), 'alg None, signed': token(secret, claims(), { header: { alg: 'None' } }),
        'alg HS512': token(secret, claims(), { header: { alg: 'HS512' }, algorithm: 'sha512' }), 'alg RS256': token(secret, claims(), { header: { alg: 'RS256' } }), 'no alg': token(secret, claims(), { header: {} }),
        'another portal’s aud': token(secret, claims({ aud: 'umbra' })), 'no aud': token(secret, claims({ aud: undefined })), 'a list as aud': token(secret, claims({ aud: ['acme'] })),
        'over': token(secret, claims({ exp: inSeconds(-1) })), 'long over': token(secret, claims({ exp: 0 })), 'too long': token(secret, claims({ exp: inSeconds(24 * 3600 + 600) })), 'for ever': token(secret, claims({ exp: Number.MAX_SAFE_INTEGER })),
        'no end': token(secret, claims({ exp: undefined })), 'words as end': token(secret, claims({ exp: 'tomorrow' })), 'no address': token(secret, claims({ email: undefined })), 'a bad address': token(secret, claims({ email: 'nobody' })),
        'other claims': `${header}.${forged({ email: 'boss@known.example' })}.${signature}`, 'no signature': `${header}.${body}.`, 'two parts': `${header}.${body}`, 'a cut signature': good.slice(0, -4),
        nonsense: 'x.y.z', dots: '...', 'too much': token(secret, claims({ name: 'x'.repeat(5000) })),
      })) {
        const { by, address, name, chat } = await known(identity);
        assert.deepEqual({ by, address, name }, { by: 'typed', address: 'typed@visitor.example', name: 'Typed Name' }, what);
        assert.doesNotMatch(textOf(await abel.text(chat.agentPath)), /Identity confirmed/, what);
      }
      const refused = await visitor(house).postForm('/p/acme', { want: 'chat', body: 'Known', identity: token('guess', claims()) });
      assert.equal(refused.status, 422, 'and whoever sends one is asked like anybody');
      assert.doesNotMatch(await refused.text(), /name="identity" value="[^"]/);
      assert.equal(house.sql("select count(*) from person where address = 'boss@known.example'"), '0');
    });

    test('a new secret ends what was signed with the old one; a token gives no session', async () => {
      const old = token(secret, claims());
      const who = visitor(house);
      assert.equal((await who.postForm('/p/acme', { want: 'chat', body: 'Known', identity: token(secret, claims({ email: 'ada@desk.example' })) })).status, 303);
      assert.equal(who.cookies.has('guichet'), false, 'also not the admin’s');
      assert.match((await who.get('/agent')).headers.get('location') ?? '', /sign-in/);
      assert.equal((await house.admin.post(`${PORTALS}/${acme.id}/switch`, { action: 'secret' })).status, 303);
      const fresh = await secretOf(house, acme);
      assert.notEqual(fresh, secret);
      assert.equal((await known(old)).by, 'typed');
      assert.equal((await known(token(fresh, claims()))).by, 'signed');
      await flip(house, acme, false);
      assert.equal((await visitor(house).postForm('/p/acme', { want: 'chat', body: 'Known', identity: token(fresh, claims()) })).status, 409, 'an inactive portal refuses known customers too');
      await flip(house, acme, true);
    });
  });
});
