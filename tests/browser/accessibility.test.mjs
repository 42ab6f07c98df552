// Every page, in light and dark, wide and narrow, with its menus and dialogs open: no barriers for
// anybody, nothing wider than the window.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Installation, startDemo } from '../lib/desk.mjs';
import { closeBrowser, somebody } from '../lib/browser.mjs';
import { accessible, fits, still } from '../lib/axe.mjs';
import { PICTURE, ask, editor, openTicket, toast } from '../lib/agents.mjs';

const WIDTHS = [360, 390, 480, 640, 768, 896, 1024, 1200, 1440, 1600];
const LOOKS = [['light, wide', {}], ['dark, wide', { dark: true }], ['light, phone', { phone: true }], ['dark, phone', { dark: true, phone: true }]];

after(closeBrowser);

describe('pages without barriers', () => {
  let desk; let ticket; let rich; let topic;
  before(async () => {
    desk = await startDemo({ undoSeconds: 60 });
    ticket = await ask(desk, { subject: 'A question with a very long subject that does not want to end and goes on and on, Donaudampfschifffahrtsgesellschaft',
      body: `${'word '.repeat(60)}\n\nhttps://example.org/${'a'.repeat(300)}\n\n  indented`, files: { upload: { name: 'picture.png', type: 'image/png', content: PICTURE } } });
    rich = await richTicket(desk);
    topic = await topics(desk);
  });
  after(() => desk.stop());

  const agentPages = () => ['/agent/dashboard', '/agent/views/questions', '/agent/views/settled-questions', '/agent/moderation', '/agent/moderation/log', '/agent/moderation/people', `/agent/moderation/people/${topic.banned}`, `/agent/moderation/posts/${topic.post}`, `/agent/tickets/${ticket}/publish`, `/community/${topic.open}`, `/community/${topic.open}/lock`, `/community/${topic.locked}`, `/community/posts/${topic.post}/edit`, '/agent/settings/ready', '/agent/views/mine', '/agent/views/open', '/agent/views/unassigned', '/agent/views/closed?order=oldest',
    `/agent/tickets/${ticket}`, `/agent/tickets/${rich}`, '/agent/search', '/agent/search?q=wi-fi', '/agent/search?q=nothinglikethat',
    '/agent/views/open?as=board', '/agent/views/type-4?as=board', '/agent/guides', '/agent/guides?part=untranslated', '/guides/2/edit', '/guides/new/edit', '/agent/projects', '/agent/projects/new', '/agent/projects/1', '/agent/views/project-1', '/agent/views/project-1?as=board', '/agent/views/project-1?as=timeline', '/agent/views/project-3?as=timeline', '/agent/tickets/new', '/agent/profile', '/agent/mail', '/agent/mail/suppressed', '/agent/tickets/99999999', '/agent/views/spam', '/agent/views/trash',
    `/agent/tickets/${rich}/merge`, `/agent/tickets/${rich}/split`, `/agent/tickets/${rich}/why`, ...['services', 'agents', 'agents/2', 'filters', 'automations', 'automations/1', 'automations/new', 'automations/1/runs', 'replies', 'blocked', 'types', 'types/4', 'statuses/2/delete', 'addresses', 'signing', 'views', 'views/new', 'tokens', 'webhooks', 'hours', 'imports', 'guides', 'features', 'legal', 'mails', 'mails/answer', 'mails/account', 'plans'].map((page) => `/agent/settings/${page}`)];
  const customerPages = () => ['/community', '/community?part=unanswered', '/community?q=badge', '/community/rules', `/community/${topic.open}`, `/community/${topic.locked}`, `/community/posts/${topic.post}/report`, '/community/digest', '/tickets/new?open=1', '/', '/tickets', `/tickets/${ticket}`, `/tickets/${rich}`, '/tickets/new', '/agent/views/mine',
    '/guides', '/guides/2', '/guides/2?lang=fr', '/guides/2/edit', '/guides/new/edit', '/guides/2/versions', '/guides/2/versions?blame=1'];
  const visitorPages = ['/community', '/community/rules', '/c/nothing', '/', '/api', '/sign-in', '/tickets/new', '/nothing-here', '/t/not-a-token', '/guides', '/guides/2', '/guides/15', '/guides/faq', '/guides/category/2', '/guides/search?q=badge', '/guides/search?q=zzzz', '/guides?kind=faq', '/e/search?q=badge', '/sign-up', '/terms', '/privacy', '/cookies'];

  for (const [name, look] of LOOKS) {
    for (const [who, pages] of [['admin', agentPages], ['customer', customerPages], [undefined, () => visitorPages]]) {
      test(`${who ?? 'visitor'}: ${name}`, async () => {
        const reader = await somebody(desk, who, { ...look, reducedMotion: 'reduce' });
        for (const path of pages()) {
          await reader.page.goto(path);
          await accessible(reader.page, path);
        }
        await reader.leave({ except: /40[34]/ });
      });
    }
  }

  for (const [name, look] of LOOKS) {
    test(`menus and dialogs of the agents’ pages: ${name}`, async () => {
      const reader = await somebody(desk, 'admin', { ...look, reducedMotion: 'reduce' });
      const { page } = reader;
      await openTicket(page, rich);
      const menus = await page.locator('.menu[popover]').evaluateAll((all) => all.map(({ id }) => id));
      assert.ok(menus.length >= 6);
      for (const id of menus) {
        const shown = await page.evaluate((id) => {
          const opener = [...document.querySelectorAll(`[popovertarget="${id}"]`)].find((button) => button.checkVisibility());
          opener?.click();
          return Boolean(opener);
        }, id);
        if (!shown) continue;
        await accessible(page, `menu ${id}`);
        await fits(page, `menu ${id}`, [page.viewportSize().width]);
        await page.evaluate((id) => document.getElementById(id).hidePopover(), id);
      }
      for (const id of ['keys', 'palette', 'details-sheet']) {
        await page.evaluate((id) => document.getElementById(id).showModal(), id);
        if (id === 'palette') await page.locator('#palette [role=option]').first().waitFor();
        await accessible(page, `dialog ${id}`);
        await page.evaluate((id) => document.getElementById(id).close(), id);
      }
      await editor(page).click();
      await page.keyboard.type('Some words');
      await page.keyboard.press('Alt+F10');
      await accessible(page, 'the format bar');
      await page.keyboard.press('Escape');
      await page.locator('form.composer button[type=submit]:visible').first().click();
      await toast(page).getByRole('button', { name: 'Undo' }).waitFor();
      await accessible(page, 'a toast');
      const [above, below] = [await toast(page).boundingBox(), await page.locator('form.composer').boundingBox()];
      assert.ok(above.y + above.height <= below.y + 1, 'the toast leaves the composer free');
      await page.goto('/agent/views/open');
      await page.locator('.row input[name=ids]').first().evaluate((box) => box.click());
      await accessible(page, 'the selection');
      for (const id of ['bulk-assign', 'bulk-status', 'bulk-priority', 'bulk-tag']) {
        await page.locator(`[popovertarget=${id}]`).click();
        await accessible(page, `menu ${id}`);
        await page.evaluate((id) => document.getElementById(id).hidePopover(), id);
      }
      await page.locator('[data-clear-selection]').click();
      if (look.phone) await page.locator('.tabbar [popovertarget=nav]').click();
      await page.locator('[popovertarget=me-menu]').click();
      await accessible(page, 'the own menu');
      await reader.leave();
    });
  }

  test('wrong forms: the message is tied to its field', async () => {
    const reader = await somebody(desk, undefined, { reducedMotion: 'reduce' });
    const { page } = reader;
    await page.goto('/tickets/new');
    await page.locator('form:has(textarea[name=body])').evaluate((form) => { form.noValidate = true; form.requestSubmit(); });
    await page.locator('[aria-invalid=true]').first().waitFor();
    await accessible(page, 'a wrong question');
    await page.goto('/sign-in');
    await page.locator('#sign-in').evaluate((form) => { form.noValidate = true; });
    await page.locator('#sign-in input[type=email]').fill('a@b.example');
    await page.locator('#sign-in input[type=password]').fill('wrong');
    await page.locator('#sign-in button[type=submit]').first().click();
    await page.locator('[aria-invalid=true], [role=alert]').first().waitFor();
    await accessible(page, 'a wrong password');
    await reader.leave({ except: /4\d\d/ });
  });

  test('nothing is wider than the window, from 360 to 1600 pixels, in English and French', async () => {
    for (const lang of ['en', 'fr']) {
      for (const [who, pages] of [['admin', agentPages], ['customer', customerPages], [undefined, () => visitorPages]]) {
        const reader = await somebody(desk, who, { lang });
        for (const path of pages()) {
          await reader.page.goto(path);
          await fits(reader.page, `${path} (${lang})`, WIDTHS);
        }
        await reader.leave({ except: /40[34]/ });
      }
    }
  });

  test('at 400 % zoom (320 pixels) everything is there and can be reached', async () => {
    for (const [who, pages] of [['admin', agentPages], ['customer', customerPages], [undefined, () => visitorPages]]) {
      const reader = await somebody(desk, who, { viewport: { width: 320, height: 256 } });
      const { page } = reader;
      for (const path of pages()) {
        await page.goto(path);
        await fits(page, path, [320]);
        const heading = page.locator('h1').first();
        await heading.scrollIntoViewIfNeeded();
        assert.ok(await heading.isVisible(), `the heading of ${path}`);
      }
      if (who === 'admin') {
        await openTicket(page, ticket);
        await editor(page).click();
        await page.keyboard.type('Still room');
        const submit = page.locator('form.composer button[type=submit]:visible').first();
        await submit.scrollIntoViewIfNeeded();
        assert.ok(await submit.isVisible());
        const box = await submit.boundingBox();
        assert.ok(box.y >= 0 && box.y + box.height <= 256, 'the button to send is on the screen');
      }
      await reader.leave({ except: /40[34]/ });
    }
  });

  test('who wants less motion gets none', async () => {
    const reader = await somebody(desk, 'admin', { reducedMotion: 'reduce' });
    const { page } = reader;
    await openTicket(page, ticket);
    await page.keyboard.press('?');
    await page.locator('dialog#keys[open]').waitFor();
    const longest = await page.evaluate(() => Math.max(0, ...document.getAnimations().map((animation) => {
      const { duration, iterations } = animation.effect.getComputedTiming();
      return iterations === Infinity ? Infinity : duration;
    })));
    assert.ok(longest <= 10, `an animation of ${longest} ms`);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), 'auto');
    await reader.leave();
  });

  test('the focus is always seen, and dialogs give it back', async () => {
    const reader = await somebody(desk, 'admin');
    const { page } = reader;
    await page.goto('/agent/views/open');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip-link');
    for (let steps = 0; steps < 30; steps += 1) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(() => {
        const element = document.activeElement;
        const style = getComputedStyle(element);
        const marked = style.outlineStyle !== 'none' || element.closest('.row')?.matches(':has(.row-link:focus-visible)');
        return { marked, what: element.outerHTML.slice(0, 120) };
      });
      assert.ok(seen.marked, `no focus ring on ${seen.what}`);
    }
    const opener = page.locator('[commandfor=keys]').first();
    await opener.focus();
    await page.keyboard.press('Enter');
    await page.locator('dialog#keys[open]').waitFor();
    await page.keyboard.press('Escape');
    await still(page);
    assert.ok(await opener.evaluate((button) => button === document.activeElement));
    await reader.leave();
  });

  test('targets for fingers are large enough', async () => {
    const reader = await somebody(desk, 'customer', { phone: true });
    const { page } = reader;
    for (const path of customerPages().slice(0, 5)) {
      await page.goto(path);
      const small = await page.locator('button:visible, .btn:visible, .input:visible, .select:visible').evaluateAll((all) => all
        .map((element) => ({ box: element.getBoundingClientRect(), what: element.outerHTML.slice(0, 90) }))
        .filter(({ box }) => box.height < 36 || box.width < 36).map(({ what, box }) => `${Math.round(box.width)}×${Math.round(box.height)} ${what}`));
      assert.deepEqual(small, [], path);
    }
    await reader.leave();
  });
});

describe('pages of the first day without barriers', () => {
  for (const [name, look] of LOOKS) {
    test(name, async () => {
      const installation = await Installation.create();
      const desk = await installation.serve();
      try {
        const owner = await somebody(desk, undefined, { ...look, reducedMotion: 'reduce' });
        for (const path of ['/', new URL(desk.setupLink).pathname]) {
          await owner.page.goto(path);
          await accessible(owner.page, path);
          await fits(owner.page, path, WIDTHS);
        }
        await owner.leave({ except: /40[34]/ });
      } finally {
        await desk.stop();
        installation.remove();
      }
    });
  }
});

/** A conversation with everything an answer can hold. */
async function richTicket(desk) {
  const ticket = await ask(desk, { subject: 'Everything' });
  const agent = await somebody(desk, 'admin');
  await openTicket(agent.page, ticket);
  const sent = await agent.page.evaluate(async (ticket) => {
    const data = new FormData();
    data.set('kind', 'reply');
    data.set('format', 'html');
    data.set('body', `<h2>Heading</h2><p>Words with <b>bold</b>, <i>italic</i>, <code>code</code> and <a href="https://example.org/">a link</a>.</p>
      <ul><li>one<ul><li>inner</li></ul></li></ul><ol><li>first</li></ol><blockquote>quoted</blockquote><pre>${'preformatted '.repeat(20)}</pre>
      <table border="1"><tr><th>${'wide'.repeat(60)}</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>`);
    return (await fetch(`/agent/tickets/${ticket}/messages`, { method: 'POST', body: data })).status;
  }, ticket);
  assert.equal(sent, 200);
  await agent.leave();
  return ticket;
}

/** An open and a locked topic of the demonstration, one of its posts, and somebody who is banned; the customer accepts the rules. */
async function topics(desk) {
  const agent = await somebody(desk, 'admin');
  await agent.page.goto('/community');
  const find = async (words) => Number((await agent.page.locator('.qlist a', { hasText: words }).getAttribute('href')).match(/\d+/)[0]);
  const [open, locked] = [await find('Badge refused'), await find('Dogs on Fridays')];
  await agent.page.goto(`/community/${open}`);
  const post = Number((await agent.page.locator('.post').nth(1).getAttribute('id')).match(/\d+/)[0]);
  await agent.page.goto('/agent/moderation/people');
  const banned = Number((await agent.page.locator('.mod-list a').first().getAttribute('href')).match(/\d+$/)[0]);
  await agent.leave();
  const customer = await somebody(desk, 'customer');
  await customer.page.goto('/community/rules');
  if (await customer.page.locator('#accept-rules').count()) {
    await customer.page.check('[name=accept]');
    await customer.page.click('#accept-rules button');
    await customer.page.waitForURL('**/community');
  }
  await customer.page.goto(`/community/posts/${post}/report`);
  await customer.page.fill('#words', 'Please look at this one');
  await customer.page.click('#report button');
  await customer.page.waitForURL(`**/community/${open}**`);
  await customer.leave();
  return { open, locked, post, banned };
}
