// Portals as admins set them up: one for each company, its name, its switch, its looks, the code for other sites.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines } from '../lib/desk.mjs';
import { PICTURE } from '../lib/agents.mjs';
import { addPortal, become, companyAgent, openHouse, send, start, viewOf, visitor } from '../lib/chats.mjs';
import { decode, errorOf, fieldValue, textOf } from '../lib/html.mjs';
import { CONTACTS, PORTALS, addCompany, addingPortal, changePortal, changingPortal, flip, portalFields, portalOf, proposed, secretOf, snippet } from '../lib/portals.mjs';
import { codeOf } from '../lib/visitor.mjs';

onBothEngines(describe, 'portals', (engine) => {
  let house, abel, count = 0;
  before(async () => {
    house = await openHouse(engine);
    abel = house.agent('Abel Agent', 'abel@desk.example');
  });
  after(() => house.close());

  const page = (portal) => house.admin.text(`${PORTALS}/${portal.id}`);
  const portals = () => house.sql("select subdomain || cast(active as text) || cast(hue as text) || welcome from portal order by id");
  const fresh = () => addCompany(house, `Fresh ${count += 1}`);
  /** The row of a portal in the list. */
  const row = async (id) => textOf((await house.admin.text(PORTALS)).match(new RegExp(`<tr id="portal-${id}">[\\s\\S]*?</tr>`))?.[0] ?? '');

  test('an admin adds a portal for a company and gives it its part of the address [R168, R169, R170]', async () => {
    const company = await addCompany(house, 'Le Phare & Fils');
    assert.match(await house.admin.text(CONTACTS), new RegExp(`href="${PORTALS}"`));
    const list = await house.admin.text(PORTALS);
    assert.match(list, new RegExp(`href="${PORTALS}/new"[^>]*>[\\s\\S]*?Add portal`));
    const form = await house.admin.text(`${PORTALS}/new`);
    assert.match(form, new RegExp(`<option value="${company}"[^>]*>Le Phare &amp; Fils</option>`));
    for (const name of ['subdomain', 'domain', 'active', 'hue', 'chroma', 'language', 'welcome', 'guides', 'community', 'sites', 'department', 'logo', 'name']) assert.match(form, new RegExp(` name="${name}"`), name);
    assert.match(await house.admin.text(`${PORTALS}/new?company=${company}`), new RegExp(`<option value="${company}" selected`));
    const answer = await addingPortal(house, { company, subdomain: ' LePhare ', welcome: 'Bonjour <b>à tous</b>', hue: 30, chroma: 90, sites: 'https://www.phare.example' });
    assert.equal(answer.status, 303);
    const id = portalOf(answer);
    const html = await page({ id });
    for (const [name, value] of Object.entries({ subdomain: 'lephare', name: 'Le Phare & Fils', welcome: 'Bonjour <b>à tous</b>', hue: '30', chroma: '90', sites: 'https://www.phare.example', language: 'en', department: String(house.department) }))
      assert.equal(fieldValue(html, name), value, name);
    assert.match(await row(id), /Le Phare & Fils .*\/p\/lephare Active Leave a message 0/);
    const seen = await visitor(house).text('/p/lephare');
    assert.match(textOf(seen), /Le Phare & Fils .*Bonjour <b>à tous<\/b>/, 'words are words');
    assert.equal((await visitor(house).get('/p/LePhare')).status, 200, 'however it is written');
  });

  test('a company takes requests online only once it has a portal [R165]', async () => {
    const company = await addCompany(house, 'Waiting Co', 'waiting.example');
    for (const answer of [await visitor(house).get('/p/waiting'), await visitor(house).postForm('/p/waiting', { want: 'message', name: 'V', address: 'v@waiting.example', body: 'Hello' })]) assert.equal(answer.status, 404);
    assert.match(textOf(await house.admin.text(PORTALS)), /Without one yet: .*Waiting Co/);
    const made = await addingPortal(house, { company, subdomain: 'waiting' });
    assert.equal(made.status, 303);
    assert.doesNotMatch(textOf(await house.admin.text(PORTALS)), /Without one yet: [^.]*Waiting Co/);
    const sent = await send(visitor(house), { subdomain: 'waiting' }, { want: 'message', address: 'v@waiting.example' });
    assert.equal(sent.status, 200);
    assert.equal(house.sql('select company_id from ticket where id = (select max(id) from ticket)'), String(company));
  });

  test('a company has one portal at most, also when two are added at once [R166]', async () => {
    const { company } = await addPortal(house, 'single');
    assert.doesNotMatch(await house.admin.text(`${PORTALS}/new`), new RegExp(`<option value="${company}"`), 'it is not offered');
    const again = await addingPortal(house, { company, subdomain: 'single-two' });
    assert.equal(again.status, 422);
    assert.match(errorOf(await again.text(), 'company'), /has a portal already/);
    for (const wanted of ['', '999999', 'x']) {
      const refused = await addingPortal(house, { company: wanted, subdomain: 'nobodys' });
      assert.equal(refused.status, 422, wanted);
      assert.match(errorOf(await refused.text(), 'company'), /./, wanted);
    }
    for (let round = 0; round < 4; round += 1) {
      const one = await fresh();
      const both = await Promise.all(['a', 'b'].map((name) => addingPortal(house, { company: one, subdomain: `once-${round}-${name}` })));
      assert.deepEqual(both.map((answer) => answer.status).sort(), [303, 422], 'one company');
      const [left, right] = [await fresh(), await fresh()];
      const named = await Promise.all([left, right].map((own) => addingPortal(house, { company: own, subdomain: `same-${round}` })));
      assert.deepEqual(named.map((answer) => answer.status).sort(), [303, 422], 'one name');
    }
    assert.equal(house.sql('select count(*) from (select company_id from portal group by company_id having count(*) > 1) twice'), '0');
  });

  test('only admins add, change and see portals [R167]', async () => {
    const company = await fresh();
    const portal = await addPortal(house, 'admins');
    const before = portals();
    const secret = await secretOf(house, portal);
    const carl = companyAgent(house, 'Carl Company', 'carl@desk.example', [portal.company]);
    for (const person of [abel, carl, house.customer('Clara Customer', 'clara@customer.example'), visitor(house)]) {
      const answers = [await person.get(PORTALS), await person.get(`${PORTALS}/new`), await person.get(`${PORTALS}/${portal.id}`), await person.postForm(PORTALS, portalFields(house, { company, subdomain: 'mine' })),
        await person.postForm(`${PORTALS}/${portal.id}`, portalFields(house, { subdomain: 'mine' })), await person.post(`${PORTALS}/relays`, { relays: 'stun:evil.example' }),
        ...await Promise.all([{ active: '' }, { action: 'secret' }, { action: 'no_logo' }, { action: 'delete' }].map((fields) => person.post(`${PORTALS}/${portal.id}/switch`, fields)))];
      for (const answer of answers) {
        assert.ok(answer.status === 403 || answer.headers.get('location')?.startsWith('/sign-in'), `${person.name}: ${answer.status}`);
        assert.ok(!(await answer.text()).includes(secret));
      }
    }
    assert.doesNotMatch(await abel.text(CONTACTS), new RegExp(`href="${PORTALS}"`), 'nor is it offered');
    assert.equal(portals(), before);
    assert.equal(await secretOf(house, portal), secret);
  });

  test('a name is somebody’s once, whatever its letters; free ones are proposed [R171]', async () => {
    await addPortal(house, 'unique');
    const accents = await fresh();
    assert.equal((await addingPortal(house, { company: accents, subdomain: 'Énergie' })).status, 303);
    assert.equal(house.sql(`select subdomain from portal where company_id = ${accents}`), 'xn--nergie-9ua');
    for (const path of ['%C3%A9nergie', '%C3%89NERGIE', 'xn--nergie-9ua']) assert.equal((await visitor(house).get(`/p/${path}`)).status, 200, path);
    const company = await addCompany(house, 'Größe & Söhne');
    for (const name of ['unique', 'UNIQUE', ' Unique ', 'ｕｎｉｑｕｅ', 'énergie', 'ÉNERGIE', 'e\u0301nergie', 'xn--nergie-9ua', 'XN--NERGIE-9UA']) {
      const refused = await addingPortal(house, { company, subdomain: name, welcome: 'Kept words' });
      assert.equal(refused.status, 422, name);
      const html = await refused.text();
      assert.match(errorOf(html, 'subdomain'), /taken|already|used/i, name);
      assert.equal(fieldValue(html, 'welcome'), 'Kept words');
      assert.equal(fieldValue(html, 'company'), String(company));
      const names = proposed(html);
      assert.ok(names.length >= 2 && names.length <= 3, `${name}: ${names}`);
      for (const one of names) assert.equal(house.sql(`select count(*) from portal where subdomain = '${one}'`), '0', one);
      assert.ok(names.includes('grosse-sohne'), `the company’s own name first: ${names}`);
    }
    const [free] = proposed(await (await addingPortal(house, { company, subdomain: 'unique' })).text());
    assert.equal((await addingPortal(house, { company, subdomain: free })).status, 303, 'what is proposed can be had');
    const single = await addPortal(house, 'changes');
    assert.equal((await changingPortal(house, single, { subdomain: 'Unique' })).status, 422, 'changing is no way round');
    await changePortal(house, single, { subdomain: 'CHANGES' });
    await changePortal(house, single, { subdomain: 'changed' });
    assert.equal((await visitor(house).get('/p/changes')).status, 404);
    assert.equal((await visitor(house).get('/p/changed')).status, 200);
  });

  test('names of the desk and of mail programs, and such as no address can have, are refused [R171]', async () => {
    const company = await fresh();
    for (const name of ['www', 'WWW', 'admin', 'Api', 'mail', 'mta-sts', 'postmaster', 'autodiscover', 'ｗｗｗ']) {
      const html = await (await addingPortal(house, { company, subdomain: name })).text();
      assert.match(errorOf(html, 'subdomain'), /kept back/, name);
      assert.ok(proposed(html).length > 0, name);
    }
    for (const name of ['', ' ', '-a', 'a-', 'a_b', 'a b', 'a.b', 'a/b', '../x', 'a?b', 'a#b', '"><script>', 'x'.repeat(64), '%2e', 'a\u0000b']) {
      const refused = await addingPortal(house, { company, subdomain: name });
      assert.equal(refused.status, 422, JSON.stringify(name));
      const html = await refused.text();
      assert.match(errorOf(html, 'subdomain'), /./, JSON.stringify(name));
      assert.doesNotMatch(html, /"><script>/);
    }
    assert.equal(house.sql(`select count(*) from portal where company_id = ${company}`), '0');
    assert.equal((await addingPortal(house, { company, subdomain: 'x'.repeat(63) })).status, 303);
  });

  test('other fields are checked, and what was typed stays in the form', async () => {
    const company = await fresh();
    const owner = await addPortal(house, 'owner', { domain: 'Help.Owner.example' });
    assert.equal(fieldValue(await page(owner), 'domain'), 'help.owner.example');
    const archived = house.addDepartment('Archived');
    house.sql(`update department set archived_at = 1 where id = ${archived}`);
    for (const [fields, field] of [[{ name: 'x'.repeat(300) }, 'name'], [{ welcome: 'x'.repeat(501) }, 'welcome'], [{ sites: 'x'.repeat(5001) }, 'sites'], [{ hue: 360 }, 'hue'], [{ hue: -1 }, 'hue'], [{ hue: 'red' }, 'hue'],
      [{ chroma: 181 }, 'hue'], [{ chroma: '' }, 'hue'], [{ department: archived }, 'department'], [{ department: '' }, 'department'], [{ department: 999999 }, 'department'], [{ domain: 'nonsense' }, 'domain'],
      [{ domain: 'https://help.acme.example' }, 'domain'], [{ domain: 'HELP.owner.EXAMPLE' }, 'domain'], [{ domain: 'a b.example' }, 'domain']]) {
      const refused = await addingPortal(house, { company, subdomain: 'checked', language: 'fr', active: undefined, ...fields });
      assert.equal(refused.status, 422, JSON.stringify(fields).slice(0, 60));
      const html = await refused.text();
      assert.match(errorOf(html, field) ?? '', /./, JSON.stringify(fields).slice(0, 60));
      assert.equal(fieldValue(html, 'subdomain'), 'checked');
      assert.equal(fieldValue(html, 'language'), 'fr');
      assert.doesNotMatch(html, /name="active" value="yes" checked/, 'the switch stays as it was');
    }
    assert.equal((await addingPortal(house, { company, subdomain: 'checked' })).status, 303);
    for (const path of [`${PORTALS}/999999`, `${PORTALS}/x`]) assert.ok([400, 404].includes((await house.admin.get(path)).status), path);
    assert.equal((await house.admin.post(`${PORTALS}/999999/switch`, { active: '' })).status, 404);
    assert.equal((await changingPortal(house, { id: 999999, subdomain: 'x' })).status, 404);
  });

  test('a portal is active or inactive, by its form and by its switch [R172, R173]', async () => {
    const company = await fresh();
    const made = await addingPortal(house, { company, subdomain: 'switched', active: undefined });
    const portal = { id: portalOf(made), subdomain: 'switched' };
    const sends = async () => (await send(visitor(house), portal, { want: 'message', address: 'v@visitor.example', ...await codeOf(visitor(house)) })).status;
    assert.equal(await viewOf(visitor(house), portal), 'inactive');
    assert.match(await row(portal.id), /Inactive Service unavailable/);
    assert.equal(await sends(), 409);
    await changePortal(house, portal, { active: 'yes' });
    assert.equal(await viewOf(visitor(house), portal), 'offline');
    assert.equal(await sends(), 200);
    assert.match(await row(portal.id), /Active Leave a message/);
    await flip(house, portal, false);
    assert.equal(await viewOf(visitor(house), portal), 'inactive');
    assert.equal(await sends(), 409);
    await flip(house, portal, true);
    assert.equal(await sends(), 200);
    await changePortal(house, portal, { active: undefined });
    assert.match(textOf(await visitor(house).text('/p/switched')), /Service unavailable .*Sorry for this temporary inconvenience/);
    assert.equal(await sends(), 409);
    await changePortal(house, portal, { active: undefined, language: 'fr' });
    assert.match(textOf(await visitor(house).text('/p/switched')), /Veuillez nous excuser de ce désagrément temporaire\./);
  });

  test('each company gets its own, one after the other; what is asked in one is of its company [R175]', async () => {
    const all = [];
    for (const name of ['north', 'south', 'west']) all.push(await addPortal(house, name, { welcome: `Welcome to the ${name}` }));
    for (const portal of all) {
      assert.match(textOf(await visitor(house).text(`/p/${portal.subdomain}`)), new RegExp(`Welcome to the ${portal.subdomain}`));
      assert.equal((await send(visitor(house), portal, { want: 'message', address: `v@${portal.subdomain}.example` })).status, 200);
      assert.equal(house.sql('select company_id from ticket where id = (select max(id) from ticket)'), String(portal.company));
    }
    await flip(house, all[1], false);
    assert.deepEqual(await Promise.all(all.map((portal) => viewOf(visitor(house), portal))), ['offline', 'inactive', 'offline'], 'each has a switch of its own');
    assert.equal(new Set(await Promise.all(all.map((portal) => secretOf(house, portal)))).size, 3);
    assert.match(await house.admin.text(`${PORTALS}?q=SOUTH`), new RegExp(`id="portal-${all[1].id}"`));
    assert.doesNotMatch(await house.admin.text(`${PORTALS}?q=south`), new RegExp(`id="portal-${all[0].id}"`));
  });

  test('the page of a portal shows its address and the code for other sites, each with an example [R183, R184, R185, R186]', async () => {
    const portal = await addPortal(house, 'coded', { hue: 30, chroma: 90 });
    assert.match(await house.admin.text(PORTALS), new RegExp(`href="${PORTALS}/${portal.id}#codes"[^>]*>[\\s\\S]*?Show URLs and code`));
    const html = await page(portal);
    const address = decode(html.match(/id="code-url" href="([^"]+)"/)[1]);
    assert.equal(address, `${house.desk.web}/p/coded`);
    assert.equal((await fetch(address)).status, 200, 'it can be copied and opened');
    assert.equal(snippet(html, 'popup'), `<a href="${address}" data-guichet="popup">Need help?</a> <script src="${house.desk.web}/embed.js" async></script>`);
    assert.equal(snippet(html, 'bubble'), `<script src="${house.desk.web}/embed.js" data-portal="coded" data-corner="right" data-colour="oklch(0.485 0.090 30)" data-lang="auto" async></script>`);
    assert.equal(snippet(html, 'frame'), `<script src="${house.desk.web}/embed.js" data-portal="coded" data-frame async></script>`);
    for (const id of ['code-url', 'code-popup', 'code-bubble', 'code-frame']) assert.match(html, new RegExp(`data-copy="#${id}"`), id);
    for (const [kind, wanted] of [['popup', /<a class="btn" href="[^"]+\/p\/coded" data-guichet="popup"/], ['bubble', /<script src="\/embed\.js" data-portal="coded" data-corner="right"/], ['frame', /<script src="\/embed\.js" data-portal="coded" data-frame/]]) {
      assert.match(html, new RegExp(`href="/p/coded/example\\?kind=${kind}"`));
      const example = await visitor(house).get(`/p/coded/example?kind=${kind}`);
      assert.equal(example.status, 200, kind);
      assert.match(await example.text(), wanted, kind);
    }
    assert.match(textOf(html), /Every site may show it/);
    await changePortal(house, portal, { domain: 'help.coded.example', sites: 'https://www.coded.example\nhttps://shop.coded.example' });
    const own = await page(portal);
    const { port } = new URL(house.desk.web);
    assert.equal(decode(own.match(/id="code-url" href="([^"]+)"/)[1]), `http://help.coded.example:${port}`);
    assert.match(textOf(own), /Allowed sites: https:\/\/www\.coded\.example, https:\/\/shop\.coded\.example/);
  });

  test('a logo is a picture and nothing else', async () => {
    const portal = await addPortal(house, 'pictured');
    const logo = (content, type = 'image/png', name = 'logo.png') => ({ logo: { name, type, content } });
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>';
    const html = '<!doctype html><script>alert(1)</script>';
    assert.equal((await visitor(house).get('/p/pictured/logo')).status, 404);
    for (const [content, type, name] of [[svg, 'image/svg+xml', 'logo.svg'], [svg, 'image/png', 'logo.png'], [html, 'text/html', 'logo.html'], [html, 'image/gif', 'logo.gif'], ['plain', 'image/jpeg', 'logo.jpg'], ['%PDF-1.7', 'image/png', 'logo.png'], [Buffer.concat([PICTURE, Buffer.alloc(512 * 1024)]), 'image/png', 'big.png']]) {
      const refused = await changingPortal(house, portal, { welcome: 'Not kept either' }, logo(content, type, name));
      assert.equal(refused.status, 422, name);
      assert.match(errorOf(await refused.text(), 'logo'), /./, name);
    }
    assert.equal(fieldValue(await page(portal), 'welcome'), '', 'all or nothing');
    assert.equal((await visitor(house).get('/p/pictured/logo')).status, 404);
    await changePortal(house, portal, {}, logo(PICTURE, 'text/html', '../../<b>.html'));
    const shown = await visitor(house).get('/p/pictured/logo');
    assert.equal(shown.status, 200);
    assert.equal(shown.headers.get('content-type'), 'image/png');
    assert.equal(shown.headers.get('x-content-type-options'), 'nosniff');
    assert.match(shown.headers.get('content-security-policy'), /sandbox; default-src 'none'/);
    assert.deepEqual(Buffer.from(await shown.arrayBuffer()), PICTURE);
    // A picture with a page behind it is served as a picture, in a sandbox.
    await changePortal(house, portal, {}, logo(Buffer.concat([Buffer.from('GIF89a'), Buffer.from(html)]), 'text/html', 'x.html'));
    assert.equal((await visitor(house).get('/p/pictured/logo')).headers.get('content-type'), 'image/gif');
    assert.match(await visitor(house).text('/p/pictured'), /<img class="portal-logo" src="\/p\/pictured\/logo" alt=""/);
    await changePortal(house, portal, { welcome: 'Other words' });
    assert.equal((await visitor(house).get('/p/pictured/logo')).status, 200, 'it stays when another field changes');
    assert.equal((await house.admin.post(`${PORTALS}/${portal.id}/switch`, { action: 'no_logo' })).status, 303);
    assert.equal((await visitor(house).get('/p/pictured/logo')).status, 404);
  });

  test('a portal that nobody chatted in is deleted; one with chats is kept', async () => {
    const used = await addPortal(house, 'used');
    const unused = await addPortal(house, 'unused', { domain: 'help.unused.example' });
    await become(abel, 'available');
    await start(house, used);
    await become(abel, 'unavailable');
    const refused = await house.admin.post(`${PORTALS}/${used.id}/switch`, { action: 'delete' });
    assert.equal(refused.status, 422);
    assert.match(errorOf(await refused.text(), 'portal'), /./);
    assert.equal((await visitor(house).get('/p/used')).status, 200);
    assert.equal((await house.admin.post(`${PORTALS}/${unused.id}/switch`, { action: 'delete' })).status, 303);
    assert.equal((await visitor(house).get('/p/unused')).status, 404);
    assert.equal((await addingPortal(house, { company: unused.company, subdomain: 'unused', domain: 'help.unused.example' })).status, 303, 'its names are free, its company may have one again');
  });
});
