// Live chat in a browser: a visitor and an agent who both are there, with what can go wrong between them.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { startDemo } from '../lib/desk.mjs';
import { closeBrowser, somebody } from '../lib/browser.mjs';
import { accessible, fits } from '../lib/axe.mjs';
import { counts, reads } from '../lib/agents.mjs';

after(closeBrowser);

describe('live chat in a browser', () => {
  let desk, agent;
  before(async () => {
    desk = await startDemo();
    agent = await somebody(desk, 'admin');
    await agent.page.goto('/agent/chats');
    await become('Available');
  });
  after(async () => {
    await agent.leave({ except: /status of 422/ });
    await desk.stop();
  });

  async function become(what) {
    const { page } = agent;
    await page.locator('#availability-console').click();
    await page.locator('#availability').getByRole('button', { name: new RegExp(`^${what}`) }).click();
    await reads(page.locator('#availability-console'), what);
  }

  /** A visitor who has asked; gives them on the page of their chat. */
  async function asking(name, words, options = {}) {
    const visitor = await somebody(desk, undefined, options);
    await visitor.page.goto('/p/lephare?frame=1');
    await ask(visitor.page, name, words);
    await visitor.page.waitForURL(/\/chat\//);
    return visitor;
  }

  async function ask(page, name, words) {
    await page.locator('#portal-name').fill(name);
    await page.locator('#portal-body').fill(words);
    await page.waitForFunction(() => document.querySelector('[name=proof]').value);
    await page.locator('#portal-ask button[type=submit]').click();
  }

  const take = async (name) => {
    const { page } = agent;
    await page.getByRole('button', { name: `Take it: ${name}` }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/agent\/chats\/\d+/);
    await page.locator('.composer [role=textbox]').waitFor();
  };
  const says = async (page, words) => {
    await page.locator('#chat-body').fill(words);
    await page.locator('#chat-body').press('Enter');
  };
  const answers = async (words) => {
    await agent.page.locator('.composer [role=textbox]').click();
    await agent.page.keyboard.type(words);
    await agent.page.keyboard.press('Enter');
    await agent.page.locator('#chat-messages .out', { hasText: words }).waitFor();
  };
  const bubble = (page, words) => page.locator('#chat-messages li', { hasText: words });

  test('a request appears without reloading, is taken by keyboard, and both talk [R177, R188, R191]', async () => {
    const visitor = await asking('Jonas Visitor', 'Is there a room with a screen?');
    await accessible(visitor.page, 'a chat that waits');
    await reads(visitor.page.locator('#chat-state'), 'You are next');
    await accessible(agent.page, 'the list of chats');
    await take('Jonas Visitor');
    await accessible(agent.page, 'the console');
    await reads(visitor.page.locator('#chat-head'), 'is here');
    await visitor.page.locator('#chat-body').pressSequentially('and bikes');
    await agent.page.locator('#chat-state .chat-typing').waitFor();
    await visitor.page.keyboard.press('Shift+Enter');
    await visitor.page.locator('#chat-body').pressSequentially('too?');
    await visitor.page.keyboard.press('Enter');
    await counts(bubble(agent.page, /and bikes\s*too\?/), 1);
    await answers('The Vigie room has one.');
    await counts(bubble(visitor.page, 'The Vigie room has one.'), 1);
    await reads(agent.page.locator('#chat-state'), 'Seen');
    await agent.page.locator('.composer input[name=kind][value=note]').locator('..').click();
    await answers('He came twice');
    await agent.page.locator('.composer input[name=kind][value=reply]').locator('..').click();
    await answers('Anything else?');
    await bubble(visitor.page, 'Anything else?').waitFor();
    await counts(bubble(visitor.page, 'He came twice'), 0);
    await accessible(visitor.page, 'a chat');
    await agent.page.getByRole('button', { name: 'End chat' }).click();
    await reads(visitor.page.locator('#chat-state'), 'has ended');
    await accessible(visitor.page, 'a chat that is over');
    await visitor.page.locator('.chat-stars label').nth(4).click();
    await visitor.page.getByRole('button', { name: 'Send the rating' }).click();
    await reads(visitor.page.locator('#chat-state'), '5 out of 5');
    await visitor.leave();
  });

  test('offline, what was typed is kept and goes out once when the visitor is back', async () => {
    const visitor = await asking('Olive Offline', 'Hello?');
    await agent.page.goto('/agent/chats');
    await take('Olive Offline');
    await visitor.context.setOffline(true);
    await says(visitor.page, 'Written in a tunnel');
    await reads(bubble(visitor.page, 'Written in a tunnel'), 'Not sent yet');
    await visitor.context.setOffline(false);
    await bubble(agent.page, 'Written in a tunnel').waitFor();
    await visitor.page.locator('#chat-messages li[data-message]', { hasText: 'Written in a tunnel' }).waitFor();
    await counts(bubble(visitor.page, 'Written in a tunnel'), 1);
    await visitor.page.reload();
    await counts(bubble(visitor.page, 'Written in a tunnel'), 1);
    await counts(bubble(agent.page, 'Written in a tunnel'), 1);
    await visitor.leave({ except: /ERR_INTERNET_DISCONNECTED/ });
  });

  test('a picture is pasted, the screen is shown and the showing stopped', async () => {
    const visitor = await asking('Sally Screen', 'Look at this');
    visitor.page.on('dialog', (dialog) => dialog.accept());
    await agent.page.goto('/agent/chats');
    await take('Sally Screen');
    await visitor.page.locator('#chat-body').evaluate((field) => {
      const data = new DataTransfer();
      data.items.add(new File(['words'], 'log.txt', { type: 'text/plain' }));
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await bubble(agent.page, 'log.txt').waitFor();
    await visitor.page.getByRole('button', { name: 'Show my screen' }).click();
    await visitor.page.locator('.chat-sharing').waitFor();
    await agent.page.waitForFunction(() => document.querySelector('#screen video').videoWidth > 0);
    await accessible(agent.page, 'a screen that is shown');
    await visitor.page.locator('.chat-sharing button').click();
    await agent.page.locator('#screen').waitFor({ state: 'hidden' });
    await visitor.leave();
  });

  test('an open portal page changes when the last agent leaves and when it is switched off; what is typed stays [R172, R173, R174, R189, R190]', async () => {
    const visitor = await somebody(desk);
    const { page } = visitor;
    await page.goto('/p/lephare');
    await page.locator('#portal-body').fill('Half a question');
    await agent.page.goto('/agent/chats');
    await become('Unavailable');
    await page.locator('[data-view=offline]').waitFor();
    assert.equal(await page.locator('#portal-body').inputValue(), 'Half a question');
    await accessible(page, 'a portal where nobody is');
    await agent.page.goto('/agent/settings/portals');
    const toggle = agent.page.getByRole('switch', { name: 'Le Phare' });
    await toggle.click();
    await page.locator('[data-view=inactive]').waitFor();
    await reads(page.locator('#contact'), 'Service unavailable');
    await counts(page.locator('#portal-ask'), 0);
    await accessible(page, 'a portal that is switched off');
    await toggle.click();
    await page.locator('[data-view=offline]').waitFor();
    assert.equal(await page.locator('#portal-body').inputValue(), 'Half a question');
    await agent.page.goto('/agent/chats');
    await become('Available');
    await page.locator('[data-view=online]').waitFor();
    await accessible(page, 'a portal where somebody is');
    await visitor.leave();
  });

  test('the bubble stands on another site under a strict policy, sets no cookie, and counts what was missed [R164, R186, R187]', async () => {
    const visitor = await somebody(desk, undefined, { viewport: { width: 1000, height: 800 } });
    const { page, context } = visitor;
    const shop = createServer((request, response) => {
      response.setHeader('content-type', 'text/html');
      response.setHeader('content-security-policy', `default-src 'none'; script-src ${desk.web}; frame-src ${desk.web}`);
      response.end(`<!doctype html><title>Shop</title><h1>Shop</h1><script src="${desk.web}/embed.js" data-portal="lephare" data-lang="en" async></script>`);
    });
    await new Promise((listening) => { shop.listen(0, '127.0.0.1', listening); });
    try {
      await page.goto(`http://127.0.0.1:${shop.address().port}/`, { waitUntil: 'domcontentloaded' });
      await page.getByRole('button', { name: 'Open the chat' }).click();
      const frame = page.frameLocator('iframe');
      await frame.locator('#portal-ask').waitFor();
      assert.deepEqual(await context.cookies(), [], 'no cookie before a chat');
      await frame.locator('#portal-name').fill('Fred Foreign');
      await frame.locator('#portal-body').fill('From a shop');
      await page.frames()[1].waitForFunction(() => document.querySelector('[name=proof]')?.value);
      await frame.locator('#portal-ask button[type=submit]').click();
      await frame.locator('#chat-form').waitFor();
      await page.getByRole('button', { name: 'Close the chat' }).click();
      await agent.page.goto('/agent/chats');
      await take('Fred Foreign');
      await answers('Hello shop');
      await page.waitForFunction(() => [...document.querySelectorAll('div')].some((one) => one.shadowRoot?.querySelector('b')?.textContent === '1'));
      await page.reload();
      await page.getByRole('button', { name: 'Open the chat' }).click();
      await frame.locator('#chat-messages', { hasText: 'Hello shop' }).waitFor();
      await visitor.leave({ except: /favicon/ });
    } finally {
      shop.closeAllConnections();
      shop.close();
    }
  });

  test('on a phone, in French, in the dark, and without scripts', async () => {
    const visitor = await asking('Françoise', 'Bonjour', { phone: true, dark: true, lang: 'fr' });
    await fits(visitor.page, 'a chat', [360, 390]);
    await accessible(visitor.page, 'a chat in French on a phone');
    await visitor.page.goto('/p/lephare');
    await fits(visitor.page, 'a portal', [360, 390]);
    await accessible(visitor.page, 'a portal in French on a phone');
    await visitor.leave();
    const plain = await somebody(desk, undefined, { scripts: false });
    await plain.page.goto('/p/lephare');
    const [, a, b] = (await plain.page.locator('label[for=code]').textContent()).match(/(\d+) \+ (\d+)/);
    await plain.page.locator('#portal-name').fill('Plain Pete');
    await plain.page.locator('#portal-body').fill('No scripts here');
    await plain.page.locator('#code').fill(String(Number(a) + Number(b)));
    await plain.page.locator('#portal-ask button[type=submit]').click();
    await plain.page.locator('#chat-body').fill('One more word');
    await plain.page.locator('#chat-form button[type=submit]').click();
    await bubble(plain.page, 'One more word').waitFor();
    await plain.leave();
  });

  test('the settings are within reach of everybody: companies, contacts, portals [R168, R169, R170, R181, R183]', async () => {
    const { page } = agent;
    await page.goto('/agent/settings/portals/new');
    await accessible(page, 'a new portal');
    await page.locator('#portal-company').selectOption({ index: 1 });
    await page.locator('#portal-subdomain').fill('LePhare');
    await page.getByRole('button', { name: 'Save' }).click();
    await reads(page.locator('#portal-form'), 'Free');
    await page.locator('[data-fill]').first().click();
    const name = await page.locator('#portal-subdomain').inputValue();
    await page.locator('[data-hue-slider]').press('ArrowRight');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(/\/portals\/\d+/);
    await reads(page.locator('#codes'), name);
    await accessible(page, 'a portal');
    for (const [path, words] of [['portals', 'Le Phare'], ['companies', 'Acme'], ['contacts', 'Contacts']]) {
      await page.goto(`/agent/settings/${path}`);
      await reads(page.locator('main'), words);
      await accessible(page, path);
      await fits(page, path, [360, 390]);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});
