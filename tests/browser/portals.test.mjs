// Portals in a browser: an admin sets one up, other sites show it, and it is for everybody: any screen, language, look.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { counts, editor, reads } from '../lib/agents.mjs';
import { accessible, fits } from '../lib/axe.mjs';
import { closeBrowser } from '../lib/browser.mjs';
import { asks, at, fillIn, said, sendIt, types } from '../lib/chat-pages.mjs';
import { addPortal, become, openHouse } from '../lib/chats.mjs';
import { until } from '../lib/desk.mjs';
import { publish } from '../lib/guides.mjs';
import { PORTALS, addCompany, flip } from '../lib/portals.mjs';

const SILENT = /AudioContext was not allowed/;
const LOOKS = [['wide, light', {}], ['wide, dark', { dark: true }], ['phone, light', { phone: true }], ['phone, dark, French', { phone: true, dark: true, lang: 'fr' }]];

after(closeBrowser);

describe('portals in the browser', () => {
  let house, acme, closed, silent, abel;
  before(async () => {
    house = await openHouse('sqlite');
    acme = await addPortal(house, 'acme', { welcome: 'Ask us anything.' , language: '' });
    closed = await addPortal(house, 'closed', { language: '' });
    silent = await addPortal(house, 'silent', { language: '', department: house.addDepartment('Elsewhere') });
    await flip(house, closed, false);
    abel = house.agent('Abel Agent', 'abel@desk.example', [house.department]);
    await become(abel, 'available');
    const category = Number(house.sql('select id from guide_category'));
    await publish(abel, { category, title: 'How to warm tea', body: 'With water.' });
  });
  after(() => house.close());

  /** The site of somebody else, with a strict policy; `elsewhere` is its address. */
  async function site(markup, policy = `default-src 'none'; script-src ${house.desk.web}; frame-src ${house.desk.web}`) {
    const server = createServer((request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader('content-security-policy', policy);
      response.end(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Elsewhere</title><main><h1>Elsewhere</h1>${markup}</main></html>`);
    });
    await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
    // Another name, so another site for the browser.
    return { elsewhere: `http://localhost:${server.address().port}/shop?item=7`, close: () => { server.closeAllConnections(); server.close(); } };
  }
  const script = (attributes) => `<script src="${house.desk.web}/embed.js" ${attributes} async></script>`;
  const bubble = (page) => page.getByRole('button', { name: /Open the chat|Close the chat/ });
  const badge = (page) => page.evaluate(() => [...document.querySelectorAll('div')].map((one) => one.shadowRoot?.querySelector('b')?.textContent).find((text) => text !== undefined));

  test('an admin adds a portal: a taken name has others to choose by a click, colours show at once, codes are copied [R167, R168, R169, R170, R171, R183, R184, R185, R186]', async () => {
    await addCompany(house, 'Acme Twin');
    const admin = await at(house, house.admin, { permissions: ['clipboard-read', 'clipboard-write'] });
    const { page } = admin;
    await page.goto(PORTALS);
    await page.getByRole('link', { name: 'Add portal' }).click();
    await page.waitForURL(/portals\/new/);
    await page.locator('#portal-company').selectOption({ label: 'Acme Twin' });
    assert.equal(await page.locator('#portal-company option', { hasText: /^Acme$/ }).count(), 0, 'a company that has a portal is not offered');
    await page.locator('#portal-subdomain').fill('acme');
    await page.locator('#portal-name').fill('The Twins');
    const hue = () => page.locator('#portal-form').evaluate((form) => getComputedStyle(form).getPropertyValue('--accent-h').trim());
    const fill = () => page.locator('#portal-form .btn[data-variant=primary]').evaluate((button) => getComputedStyle(button).backgroundColor);
    const before = await fill();
    await page.locator('#portal-hue').focus();
    for (let press = 0; press < 5; press += 1) await page.keyboard.press('PageDown');
    const chosen = await page.locator('#portal-hue').inputValue();
    assert.notEqual(chosen, '262');
    assert.equal(await hue(), chosen, 'the page takes the colour while the slider moves');
    await until('the button has it too', async () => (await fill()) !== before);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('#error-subdomain').waitFor();
    await page.waitForFunction(() => document.activeElement.id === 'portal-subdomain');
    assert.equal(await page.locator('#portal-name').inputValue(), 'The Twins', 'the rest stays');
    assert.equal(await page.locator('#portal-hue').inputValue(), chosen);
    const proposal = page.locator('[data-fill]').first();
    const name = await proposal.getAttribute('data-value');
    await proposal.click();
    assert.equal(await page.locator('#portal-subdomain').inputValue(), name);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(/portals\/\d+/);
    assert.equal(Number(house.sql(`select hue from portal where subdomain = '${name}'`)), Number(chosen));
    for (const kind of ['url', 'popup', 'bubble', 'frame']) {
      const button = page.locator(`[data-copy="#code-${kind}"]`);
      await button.click();
      await reads(button, 'Copied');
      const code = (await page.locator(`#code-${kind}`).textContent()).trim();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), code);
      assert.match(code, kind === 'url' || kind === 'popup' ? new RegExp(`/p/${name}`) : new RegExp(`data-portal="${name}"`));
    }
    const now = page.locator('#matrix td[aria-current]');
    assert.equal(await now.getAttribute('data-view'), 'online');
    await page.goto(PORTALS);
    const toggle = page.getByRole('switch', { name: 'The Twins' });
    await toggle.focus();
    await page.keyboard.press('Space');
    await page.locator('[role=switch][aria-checked=false]', { hasText: 'Inactive' }).and(toggle).waitFor();
    await page.locator('tr', { has: toggle }).getByRole('link', { name: 'Acme Twin' }).click();
    await until('the matrix has moved', async () => (await now.getAttribute('data-view')) === 'inactive');
    await admin.leave({ except: /422/ });
  });

  test('the bubble on another site under a strict policy: chat, badge while it is closed, Escape, no cookie [R164, R186]', async () => {
    const { elsewhere, close } = await site(script('data-portal="acme" data-lang="en"'));
    const agent = await at(house, abel);
    const visitor = await at(house, undefined, { viewport: { width: 1000, height: 800 } });
    const { page, context } = visitor;
    try {
      const wanted = [];
      page.on('request', (request) => wanted.push(new URL(request.url()).pathname));
      await page.goto(elsewhere, { waitUntil: 'domcontentloaded' });
      await bubble(page).waitFor();
      assert.deepEqual(wanted.filter((path) => !['/shop', '/favicon.ico'].includes(path)), ['/embed.js'], 'nothing else is loaded before it is opened');
      await bubble(page).focus();
      await page.keyboard.press('Enter');
      const frame = page.frameLocator('iframe');
      await fillIn(frame, 'From a shop', { name: 'Fred Foreign' });
      assert.deepEqual(await context.cookies(), []);
      await sendIt(frame);
      await frame.locator('#chat-form').waitFor();
      assert.deepEqual(await context.cookies(), []);
      const ticket = Number(house.sql("select ticket_id from chat order by ticket_id desc limit 1"));
      assert.equal(house.sql(`select page from chat where ticket_id = ${ticket}`), elsewhere, 'where the visitor was');
      await abel.post(`/agent/chats/${ticket}/act`, { act: 'take', to: '' });
      await agent.page.goto(`/agent/chats/${ticket}`);
      await editor(agent.page).waitFor();
      await frame.getByText('Abel Agent is here').waitFor();
      await frame.locator('#chat-log').focus();
      await page.keyboard.press('Escape');
      await page.locator('iframe').waitFor({ state: 'hidden' });
      assert.equal(await bubble(page).getAttribute('aria-expanded'), 'false');
      assert.ok(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.localName === 'button'), 'the bubble has the focus again');
      await types(editor(agent.page), 'Hello shop');
      await until('one is counted', async () => (await badge(page)) === '1');
      await types(editor(agent.page), 'Still there?');
      await until('two are counted', async () => (await badge(page)) === '2');
      await counts(agent.page.locator('#chat-state .chat-stamp'), 0);
      await bubble(page).click();
      await frame.getByText('Still there?').waitFor();
      assert.equal(await badge(page), '');
      await reads(agent.page.locator('#chat-state'), 'Seen');
      await frame.getByRole('button', { name: 'Close', exact: true }).click();
      await page.locator('iframe').waitFor({ state: 'hidden' });
      assert.deepEqual(await context.cookies(), []);
      await agent.leave({ except: SILENT });
      await visitor.leave();
    } finally { close(); }
  });

  test('on a phone the opened bubble fills the screen, and closes', async () => {
    const { elsewhere, close } = await site(script('data-portal="acme" data-corner="left" data-lang="fr"'));
    const visitor = await at(house, undefined, { phone: true });
    const { page } = visitor;
    try {
      await page.goto(elsewhere, { waitUntil: 'domcontentloaded' });
      const button = page.getByRole('button', { name: 'Ouvrir la discussion' });
      assert.ok((await button.boundingBox()).x < 100, 'at the left');
      await button.tap();
      const frame = page.frameLocator('iframe');
      await frame.locator('#portal-ask').waitFor();
      const { width, height } = page.viewportSize();
      assert.deepEqual(await page.locator('iframe').boundingBox(), { x: 0, y: 0, width, height });
      assert.equal(await page.frames()[1].evaluate(() => document.documentElement.lang), 'fr');
      await fits(page, 'the site with its bubble', [360, 390]);
      await frame.getByRole('button', { name: 'Fermer' }).tap();
      await page.locator('iframe').waitFor({ state: 'hidden' });
      await visitor.leave();
    } finally { close(); }
  });

  test('a link opens the portal in a small window, a frame stands inside a page; without scripts the link leads there [R185, R186]', async () => {
    const link = `<a href="${house.desk.web}/p/acme" data-guichet="popup">Need help?</a>`;
    const { elsewhere, close } = await site(`${link}${script('')}${script('data-portal="acme" data-frame data-title="Help"')}`);
    const visitor = await at(house);
    const { page, context } = visitor;
    try {
      await page.goto(elsewhere, { waitUntil: 'domcontentloaded' });
      await page.locator('iframe[title=Help]').waitFor();
      await page.frameLocator('iframe').locator('#portal-ask').waitFor();
      const [popup] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Need help?' }).click()]);
      await fillIn(popup, 'In a small window');
      assert.equal(new URL(popup.url()).search, '?frame=1');
      assert.ok(page.url() === elsewhere, 'the site stays');
      await sendIt(popup);
      await popup.waitForURL(/\/chat\//);
      assert.equal(house.sql('select page from chat order by ticket_id desc limit 1'), elsewhere);
      assert.equal(await popup.getByRole('button', { name: 'Close', exact: true }).count(), 0, 'a window has its own');
      await popup.close();
      assert.deepEqual(await context.cookies(), []);
      await visitor.leave();
      const plain = await at(house, undefined, { scripts: false });
      await plain.page.goto(elsewhere, { waitUntil: 'domcontentloaded' });
      await plain.page.getByRole('link', { name: 'Need help?' }).click();
      await plain.page.locator('#portal-ask').waitFor();
      await plain.leave();
    } finally { close(); }
  });

  test('sites that are not in the list of a portal cannot show it [R164]', async () => {
    const shy = await addPortal(house, 'shy', { sites: 'https://www.shy.example' });
    const { elsewhere, close } = await site(script(`data-portal="${shy.subdomain}" data-frame`));
    const visitor = await at(house);
    try {
      await visitor.page.goto(elsewhere, { waitUntil: 'domcontentloaded' });
      await until('the frame is refused', () => visitor.complaints.some((text) => /frame-ancestors/.test(text)));
      await visitor.leave({ except: /frame-ancestors|Framing/ });
    } finally { close(); }
  });

  test('the examples of an admin show the bubble, the frame and the small window', async () => {
    const visitor = await at(house);
    const { page, context } = visitor;
    await page.goto('/p/acme/example?kind=bubble');
    await bubble(page).click();
    await page.frameLocator('iframe').locator('#portal-ask').waitFor();
    await page.goto('/p/acme/example?kind=frame');
    await page.frameLocator('iframe').locator('#portal-ask').waitFor();
    await page.goto('/p/acme/example?kind=popup');
    const [popup] = await Promise.all([context.waitForEvent('page'), page.locator('[data-guichet=popup]').click()]);
    await popup.locator('#portal-ask').waitFor();
    await visitor.leave();
  });

  test('without scripts a visitor asks, reads the answer, answers and rates [R187]', async () => {
    const visitor = await at(house, undefined, { scripts: false });
    const { page } = visitor;
    await page.goto('/p/acme');
    const [, a, b] = (await page.locator('label[for=code]').textContent()).match(/(\d+) \+ (\d+)/);
    await page.locator('#portal-name').fill('Plain Pete');
    await page.locator('#portal-body').fill('No scripts here');
    await page.locator('#code').fill(String(Number(a) + Number(b)));
    await sendIt(page);
    await page.waitForURL(/\/chat\//);
    const ticket = Number(house.sql("select ticket_id from chat order by ticket_id desc limit 1"));
    await abel.post(`/agent/chats/${ticket}/act`, { act: 'take', to: '' });
    await house.answer(abel, ticket, 'Neither here', { from: 'chat' });
    await page.getByRole('link', { name: 'Look for news' }).click();
    await said(page).getByText('Neither here').waitFor();
    await page.locator('#chat-body').fill('Good');
    await page.locator('#chat-form input[type=file]').setInputFiles({ name: 'plain.txt', mimeType: 'text/plain', buffer: Buffer.from('plain') });
    await page.locator('#chat-form button[type=submit]').click();
    await counts(said(page), 3);
    await said(page).last().getByText('plain.txt').waitFor();
    await page.locator('#chat-head').getByRole('button', { name: 'End' }).click();
    await page.locator('.chat-stars label').nth(4).click();
    await page.getByRole('button', { name: 'Send the rating' }).click();
    await reads(page.locator('#chat-state'), '5 out of 5');
    await visitor.leave();
  });

  test('French: the portal, the chat and the console speak it', async () => {
    const visitor = await at(house, undefined, { lang: 'fr' });
    const { page } = visitor;
    await page.goto('/p/closed');
    await reads(page.locator('#contact'), 'Veuillez nous excuser de ce désagrément temporaire');
    await visitor.leave();
    const chat = await asks(house, acme, 'Le thé est froid', { lang: 'fr' });
    assert.equal(await chat.page.evaluate(() => document.documentElement.lang), 'fr');
    await reads(chat.page.locator('#chat-state'), /Vous êtes/);
    await chat.leave();
  });

  for (const [name, look] of LOOKS) {
    test(`no barriers for visitors, nothing too wide: ${name}`, async () => {
      const visitor = await at(house, undefined, { ...look, reducedMotion: 'reduce' });
      const { page } = visitor;
      const check = async (where) => {
        await accessible(page, where);
        if (look.phone) await fits(page, where, [360, 390]);
      };
      for (const portal of [acme, silent, closed]) for (const frame of ['', '?frame=1']) {
        await page.goto(`/p/${portal.subdomain}${frame}`);
        if (portal !== closed) await page.locator('[data-done]:not([hidden])').waitFor();
        await check(`/p/${portal.subdomain}${frame}`);
      }
      await page.goto('/p/silent?frame=1');
      await page.locator('#portal-body').fill('A message');
      await page.locator('#portal-name').fill('Vera');
      await page.locator('#portal-address').fill(`${name.replace(/\W+/g, '-')}@visitor.example`);
      await page.locator('[data-done]:not([hidden])').waitFor();
      await sendIt(page);
      await page.locator('.widget .empty a').waitFor();
      await check('a message that was sent');
      await visitor.leave();

      const chat = await asks(house, acme, 'How to warm tea?', { frame: true, ...look, reducedMotion: 'reduce' });
      const also = async (where) => {
        await accessible(chat.page, where);
        if (look.phone) await fits(chat.page, where, [360, 390]);
      };
      await also('a chat that waits');
      await abel.post(`/agent/chats/${chat.ticket}/act`, { act: 'take', to: '' });
      await house.answer(abel, chat.ticket, `Look at https://example.org/${'a'.repeat(200)}`, { from: 'chat' });
      await counts(said(chat.page), 2);
      await chat.page.locator('[data-chat=open]').waitFor();
      await also('an open chat');
      await chat.context.route(/\/messages$/, (route) => route.abort());
      await types(chat.page.locator('#chat-body'), 'Not sent');
      await chat.page.locator('li[data-failed]').waitFor();
      await also('a chat with something unsent');
      await abel.post(`/agent/chats/${chat.ticket}/act`, { act: 'end', to: '' });
      await chat.page.locator('.chat-rate').waitFor();
      await also('a chat that is over');
      await chat.leave({ except: /ERR_FAILED/ });
    });

    test(`no barriers for agents and admins, nothing too wide: ${name}`, async () => {
      const one = await asks(house, acme, 'Who looks after the cups?');
      const two = await asks(house, acme, 'And the plates?');
      await abel.post(`/agent/chats/${two.ticket}/act`, { act: 'take', to: '' });
      const agent = await at(house, abel, { ...look, reducedMotion: 'reduce' });
      await house.answer(abel, two.ticket, 'A note', { kind: 'note', from: 'chat' });
      const admin = await at(house, house.admin, { ...look, reducedMotion: 'reduce' });
      const check = async ({ page }, path) => {
        await page.goto(path);
        if (/chats\/\d/.test(path)) await editor(page).waitFor();
        await accessible(page, path);
        if (look.phone) await fits(page, path, [360, 390]);
      };
      for (const path of ['/agent/chats', `/agent/chats/${one.ticket}`, `/agent/chats/${two.ticket}`]) await check(agent, path);
      const opener = agent.page.locator('#availability-console');
      if (await opener.isVisible()) {
        await opener.click();
        await accessible(agent.page, 'the status menu');
        await agent.page.keyboard.press('Escape');
      }
      await agent.page.locator('[popovertarget=hand-over]').click();
      await accessible(agent.page, 'handing over');
      await agent.page.keyboard.press('Escape');
      for (const chat of [one, two]) await abel.post(`/agent/chats/${chat.ticket}/act`, { act: 'end', to: '' });
      for (const path of ['/agent/chats', `/agent/chats/${two.ticket}`]) {
        await agent.page.goto(path);
        await accessible(agent.page, `${path}, when all is over`);
      }
      await abel.post('/agent/settings/contacts', { kind: 'webhook', address: 'https://ntfy.example/topic' });
      await check(agent, '/agent/settings/contacts');
      for (const path of ['companies', 'contacts', 'portals', 'portals/new', `portals/${acme.id}`, `portals/${closed.id}`]) await check(admin, `/agent/settings/${path}`);
      for (const who of [one, two, agent, admin]) await who.leave({ except: SILENT });
    });
  }
});
