// The community in a browser: as a member without scripts, as a moderator by keyboard, on a phone in French, live.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startDemo } from '../lib/desk.mjs';
import { closeBrowser, somebody } from '../lib/browser.mjs';
import { accessible, fits } from '../lib/axe.mjs';
import { counts, reads } from '../lib/agents.mjs';

after(closeBrowser);

describe('the community in a browser', () => {
  let desk;
  before(async () => { desk = await startDemo(); });
  after(() => desk.stop());
  const posts = (page) => page.locator('.post');
  const open = async (page, words) => {
    await page.goto('/community');
    await page.goto(await page.locator('.qlist a', { hasText: words }).first().getAttribute('href'));
  };

  test('without scripts: a question for everybody, an answer, a quotation, a report [R032, R037]', async () => {
    const member = await somebody(desk, 'customer', { scripts: false });
    const { page } = member;
    await page.goto('/community');
    await page.getByRole('link', { name: 'Ask the community' }).click();
    assert.ok(await page.locator('[name=visibility][value=public]').isChecked());
    await page.locator('select[name=department]').selectOption({ label: 'Front desk' });
    await page.locator('#subject').fill('Is there a sewing machine?');
    await page.locator('#body').fill('Mine broke.\n\nFor one evening.');
    await page.locator('select[name=category]').selectOption({ label: 'Life here' });
    await page.getByRole('button', { name: 'Send' }).click();
    await page.waitForURL(/\/community\/\d+/);
    await reads(page.locator('.crumbs'), 'Life here');
    await open(page, 'phone booth');
    await posts(page).nth(1).getByRole('link', { name: 'Quote' }).click();
    const typed = await page.locator('#comment-body').inputValue();
    assert.match(typed, /^> .* wrote:\n> /);
    const before = await posts(page).count();
    await page.locator('#comment-body').fill(`${typed}Exactly.`);
    await page.getByRole('button', { name: 'Reply', exact: true }).click();
    await counts(posts(page), before + 1);
    assert.equal(await posts(page).last().locator('blockquote').count(), 1);
    await posts(page).nth(2).getByRole('link', { name: 'Report' }).click();
    await page.locator('select[name=rule]').selectOption('4');
    await page.getByRole('button', { name: 'Report it' }).click();
    await reads(page.locator('#toasts'), 'The moderators know');
    await member.leave();
  });

  test('by keyboard: a moderator closes a topic with a ready text and a summary [R059, R061, R064, R065, R066]', async () => {
    const moderator = await somebody(desk, 'agent');
    const { page } = moderator;
    await open(page, 'Who feeds the terrace cat');
    await page.locator('#modbar').getByRole('link', { name: 'Lock' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/lock$/);
    await page.locator('#summary').fill('- To be replaced.');
    await page.locator('#choose').focus();
    await page.keyboard.type('Conf');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#fill-0').waitFor();
    await accessible(page, 'a ready text that is filled in');
    assert.equal(await page.locator('#summary').inputValue(), '- To be replaced.', 'what was typed stays');
    await page.locator('#summary').fill('');
    await page.locator('#fill-0').focus();
    await page.keyboard.type('everybody');
    await page.locator('#summary').focus();
    await page.keyboard.type('- The cat is fed by the front desk.');
    await page.getByRole('button', { name: 'Lock the topic' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.ready-fill [aria-invalid=true]').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'fill-1', 'what is empty has the focus');
    assert.equal(await page.locator('#summary').inputValue(), '- The cat is fed by the front desk.');
    await page.keyboard.type('talk about the matter');
    await page.locator('#fill-2').focus();
    await page.keyboard.type('the front desk feeds it');
    await page.getByRole('button', { name: 'Lock the topic' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/community\/\d+$/);
    await reads(page.locator('#topic-head'), 'Locked');
    await reads(page.locator('.locked').first(), 'The cat is fed by the front desk.');
    await reads(posts(page).last(), 'Hello everybody');
    assert.equal(await page.locator('#comment').count(), 0);
    await moderator.leave({ except: /422/ });
  });

  test('quoting keeps what is written already, and a reply stays in sight', async () => {
    const member = await somebody(desk, 'customer');
    const { page } = member;
    await open(page, 'Badge refused');
    await page.locator('#comment-body').fill('First of all:');
    await posts(page).nth(1).getByRole('link', { name: 'Quote' }).click();
    await page.waitForFunction(() => document.querySelector('#comment-body').value.includes('\n> '));
    assert.match(await page.locator('#comment-body').inputValue(), /^First of all:\n\n> .* wrote:\n> /);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'comment-body');
    const before = await posts(page).count();
    await page.keyboard.type('So it is.');
    await page.getByRole('button', { name: 'Reply', exact: true }).click();
    await counts(posts(page), before + 1);
    await page.waitForFunction(() => { const box = [...document.querySelectorAll('.post')].at(-1).getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight; });
    await member.leave();
  });

  test('a new reply appears to whoever reads the topic, who keeps what they are writing', async () => {
    const [reader, writer] = [await somebody(desk, 'customer'), await somebody(desk, 'agent')];
    await open(reader.page, 'Badge refused');
    const before = await posts(reader.page).count();
    await reader.page.locator('#comment-body').fill('I am just writing');
    await open(writer.page, 'Badge refused');
    await writer.page.locator('#comment-body').fill('The gate works again.');
    await writer.page.getByRole('button', { name: 'Reply', exact: true }).click();
    await counts(posts(reader.page), before + 1);
    await reads(posts(reader.page).last(), 'The gate works again.');
    assert.equal(await reader.page.locator('#comment-body').inputValue(), 'I am just writing');
    await reader.leave();
    await writer.leave();
  });

  test('while a question is typed, guides and topics near it are named', async () => {
    const member = await somebody(desk, 'customer');
    const { page } = member;
    await page.goto('/tickets/new');
    await page.locator('#subject').pressSequentially('badge refused gate');
    await page.locator('#similar a[href^="/guides/"]').first().waitFor();
    await page.locator('#similar a[href^="/community/"]', { hasText: 'Badge refused' }).waitFor();
    await accessible(page, 'the form with its suggestions');
    await member.leave();
  });

  test('one click is one vote, and stays where the reader is', async () => {
    const member = await somebody(desk, 'customer');
    const { page } = member;
    await open(page, 'Badge refused');
    const button = posts(page).nth(1).locator('button[value=helpful]');
    await button.click();
    await page.locator('.post').nth(1).locator('button[value=helpful][aria-pressed=true]').waitFor();
    await button.click();
    await page.locator('.post').nth(1).locator('button[value=helpful][aria-pressed=false]').waitFor();
    await member.leave();
  });

  test('an agent gives a question to somebody from its row, by keyboard [R049, R050]', async () => {
    const agent = await somebody(desk, 'admin');
    const { page } = agent;
    await page.goto('/agent/views/questions');
    const row = page.locator('.row:has(.assign:has-text("Unassigned"))').first();
    const id = await row.getAttribute('id');
    await row.locator('.assign').focus();
    await page.keyboard.press('Enter');
    await page.locator(`#${id} .menu button`).first().focus();
    const name = (await page.locator(`#${id} .menu button`).first().innerText()).split('\n').pop().trim();
    await page.keyboard.press('Enter');
    await reads(page.locator(`#${id} .assign`), name);
    await agent.leave();
  });

  test('a ticket is made public with what is personal taken out', async () => {
    const agent = await somebody(desk, 'admin');
    const { page } = agent;
    await page.goto('/agent/views/open');
    await page.locator('.row:not(:has([title="Others can read it"])) .row-link').first().click();
    await page.waitForURL(/\/agent\/tickets\/\d+/);
    const id = page.url().match(/tickets\/(\d+)/)[1];
    await page.goto(`/agent/tickets/${id}/publish`);
    await accessible(page, 'making a ticket public');
    await page.getByRole('button', { name: 'Make it public' }).click();
    await page.waitForURL(/\/community\/\d+/);
    await reads(page.locator('#topic-head'), 'A member');
    await agent.leave();
  });

  for (const [name, look] of [['phone, dark, French', { phone: true, dark: true, lang: 'fr' }], ['wide, light, French', { lang: 'fr' }]]) {
    test(`${name}: topics and the dashboard fit`, async () => {
      const agent = await somebody(desk, 'admin', look);
      const { page } = agent;
      await open(page, 'Dogs on Fridays');
      await reads(page.locator('.locked').first(), 'Ce sujet est verrouillé');
      await fits(page, 'a topic', [page.viewportSize().width]);
      await page.goto('/agent/dashboard');
      await reads(page.locator('h1'), 'Tableau de bord');
      await fits(page, 'the dashboard', [page.viewportSize().width]);
      await agent.leave();
    });
  }
});
