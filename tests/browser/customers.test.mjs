// Customers: with scripts switched off, in French, and on the first day of a desk.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Installation, startDemo } from '../lib/desk.mjs';
import { closeBrowser, somebody } from '../lib/browser.mjs';
import { PICTURE, ask, counts, lastMessage, messages, reads } from '../lib/agents.mjs';

after(closeBrowser);

describe('customers', () => {
  let desk;
  before(async () => { desk = await startDemo(); });
  after(() => desk.stop());

  test('without scripts: a question with a file, the answer, and that it is solved', async () => {
    const customer = await somebody(desk, 'customer', { scripts: false });
    const { page } = customer;
    await page.goto('/');
    await page.getByRole('link', { name: 'Ask a question' }).first().click();
    await page.locator('select[name=department]').selectOption({ label: 'Front desk' });
    await page.locator('input[name=visibility][value=private]').check();
    await page.locator('input[name=subject]').fill('No scripts here');
    await page.locator('textarea[name=body]').fill('It hums.\n\nLoudly.');
    await page.locator('input[type=file]').setInputFiles([{ name: 'hum.png', mimeType: 'image/png', buffer: PICTURE }]);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.waitForURL(/\/tickets\/\d+$/);
    assert.equal(await page.locator('h1').innerText(), 'No scripts here');
    assert.match(await messages(page).locator('.msg-body').innerText(), /It hums\.\s*\n\s*Loudly\./);
    assert.equal(await page.locator('.msg img[alt="hum.png"], .msg .file').count(), 1);
    await page.locator('textarea[name=body]').fill('It stopped.');
    await page.locator('input[type=file]').setInputFiles([{ name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from('quiet') }]);
    await page.locator('#reply').getByRole('button', { name: 'Send' }).click();
    await counts(messages(page), 2);
    await reads(lastMessage(page), 'log.txt');
    await page.locator('textarea[name=body]').fill('Thank you.');
    await page.locator('button[name=settle]').click();
    await counts(messages(page), 3);
    await reads(page.locator('.track [aria-current]'), 'Settled');
    await customer.leave();
  });

  test('without scripts: a visitor who is not known yet asks, and is asked who they are', async () => {
    const visitor = await somebody(desk, undefined, { scripts: false });
    const { page } = visitor;
    await page.goto('/tickets/new');
    await page.locator('input[name=address]').fill('first.time@visitor.example');
    await page.locator('select[name=department]').selectOption({ label: 'Events' });
    const [, a, b] = (await page.locator('label[for=code]').innerText()).match(/(\d+) \+ (\d+)/);
    await page.locator('input[name=code]').fill(String(Number(a) + Number(b)));
    await page.locator('input[name=subject]').fill('May I visit?');
    await page.locator('textarea[name=body]').fill('Next week.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('input[name=first_name]').fill('First');
    await page.locator('input[name=last_name]').fill('Time');
    assert.equal(await page.locator('input[name=subject]').inputValue(), 'May I visit?', 'nothing typed is lost');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('a[href^="/t/"]').click();
    await reads(messages(page), 'Next week.');
    await visitor.leave({ except: /422/ });
  });

  test('without scripts: an agent answers too', async () => {
    const ticket = await ask(desk, { subject: 'Plain agent' });
    const agent = await somebody(desk, 'agent', { scripts: false });
    const { page } = agent;
    await page.goto(`/agent/tickets/${ticket}`);
    await page.locator('textarea[name=body]').fill('Plain words & <tags>');
    await page.locator('form.composer button[type=submit]:visible').first().click();
    await counts(messages(page), 2);
    await reads(lastMessage(page), 'Plain words & <tags>');
    await agent.leave();
  });

  test('a form that is wrong says so beside the field and keeps what was typed', async () => {
    const visitor = await somebody(desk, undefined);
    const { page } = visitor;
    await page.goto('/tickets/new');
    await page.locator('form:has(textarea[name=body])').evaluate((form) => { form.noValidate = true; });
    await page.locator('textarea[name=body]').fill('Only words');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('[aria-invalid=true]').first().waitFor();
    const described = await page.locator('[aria-invalid=true]').first().getAttribute('aria-describedby');
    assert.ok((await page.locator(`#${described.split(' ').find((id) => id.startsWith('error'))}`).innerText()).length > 5);
    assert.equal(await page.locator('textarea[name=body]').inputValue(), 'Only words');
    await visitor.leave({ except: /422/ });
  });

  test('pages are in French for who reads French, with French typography and dates', async () => {
    const customer = await somebody(desk, 'customer', { lang: 'fr' });
    const { page } = customer;
    for (const path of ['/', '/tickets', '/tickets/new']) {
      await page.goto(path);
      assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
      // What members wrote is in their own words.
      await page.locator('.qlist').evaluateAll((all) => all.forEach((list) => list.remove()));
      const text = await page.locator('body').innerText();
      assert.doesNotMatch(text, /My questions|Ask a question|Sign out|Settled|Send\b/);
      assert.doesNotMatch(text, /[A-Za-zÀ-ÿ][!?;]|\p{L}'\p{L}/u, `typography of ${path}`);
    }
    await customer.leave();
    const agent = await somebody(desk, 'agent', { lang: 'fr' });
    await agent.page.goto('/agent/views/open');
    assert.equal(await agent.page.locator('html').getAttribute('lang'), 'fr');
    const chrome = await agent.page.locator('nav.sidenav, .topbar, .filterbar, .group-head').allInnerTexts();
    assert.doesNotMatch(chrome.join('\n'), /Unassigned|Waiting|Closed|Newest|Earlier|Today/);
    await agent.context.request.post('/language', { form: { code: 'en', back: '/healthz' } });
    await agent.leave();
  });

  test('a visitor changes the language and stays on the page', async () => {
    const visitor = await somebody(desk, undefined);
    const { page } = visitor;
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Français' }).click();
    await page.waitForURL('**/sign-in');
    assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
    await visitor.leave();
  });

  test('dates read day first, before and after the scripts have run', async () => {
    const customer = await somebody(desk, 'customer');
    const plain = await somebody(desk, 'customer', { scripts: false });
    for (const { page } of [customer, plain]) {
      await page.goto('/tickets');
      const dates = await page.locator('main time').allInnerTexts();
      assert.ok(dates.length > 0);
      for (const date of dates) assert.doesNotMatch(date, /^[A-Z][a-z]+ \d/);
      assert.ok(dates.some((date) => /^\d+ [A-Z][a-z]+/.test(date)), dates.join(', '));
    }
    await plain.leave();
    await customer.leave();
  });

  test('a wrong password is refused in place, without saying whether the account exists', async () => {
    const visitor = await somebody(desk, undefined);
    const { page } = visitor;
    await page.goto('/sign-in');
    const words = [];
    for (const address of ['nobody@nowhere.example', 'camille.roy@nordlys.example']) {
      await page.locator('input[type=email]').first().fill(address);
      await page.locator('input[type=password]').fill('wrong password');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.locator('.error, [role=alert]').first().waitFor();
      words.push(await page.locator('.error, [role=alert]').first().innerText());
      assert.equal(await page.locator('input[type=email]').first().inputValue(), address);
    }
    assert.equal(words[0], words[1]);
    await visitor.leave({ except: /4\d\d/ });
  });
});

describe('the first day', () => {
  test('a new desk is set up through its page, and then works', async () => {
    const installation = await Installation.create();
    const desk = await installation.serve();
    try {
      const owner = await somebody(desk);
      const { page } = owner;
      await page.goto('/');
      assert.ok((await page.locator('h1').innerText()).length > 0);
      await page.goto(new URL(desk.setupLink).pathname);
      const fill = { name: 'Ada Admin', address: 'ada@desk.example', password: 'correct horse battery', organisation: 'Test & Cie',
        service: 'Support', department: 'General', desk_address: 'support@desk.example' };
      for (const [name, value] of Object.entries(fill)) await page.locator(`input[name=${name}]`).fill(value);
      await page.locator('form#setup button[type=submit]').click();
      // The first thing to see is where mail goes.
      await page.waitForURL('**/agent/settings/addresses');
      await reads(page.locator('#addresses code').first(), 'support@desk.example');
      await page.goto('/agent/views/mine');
      await reads(page.locator('.sidenav'), 'Test & Cie');
      // The list is empty and says what to do.
      assert.equal(await page.locator('.empty h2').count(), 1);
      await owner.leave();
    } finally {
      await desk.stop();
      installation.remove();
    }
  });
});
