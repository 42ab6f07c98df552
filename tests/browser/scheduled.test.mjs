// An answer for later, written with the keyboard alone, sent and taken back; looked at in both languages.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { until } from '../lib/desk.mjs';
import { closeBrowser, somebody } from '../lib/browser.mjs';
import { accessible } from '../lib/axe.mjs';
import { House } from '../lib/house.mjs';

after(closeBrowser);

describe('answers for later in a browser', () => {
  let house, abel, ticket;
  before(async () => {
    house = await House.open('sqlite');
    abel = house.agent('Abel Agent', 'abel@desk.example');
    const clara = house.customer('Clara Customer', 'clara@customer.example');
    ticket = await house.ask(clara, { subject: 'The lift is stuck', body: 'Between two floors.' });
  });
  after(() => house.close());

  const at = async (options) => {
    const one = await somebody(house.desk, undefined, options);
    await one.context.addCookies([{ name: 'guichet', value: abel.cookies.get('guichet'), url: house.desk.web }]);
    return one;
  };
  const shot = async (page, name) => {
    if (process.env.GUICHET_TEST_SHOTS) await page.screenshot({ path: `${process.env.GUICHET_TEST_SHOTS}/scheduled-${name}.png` });
  };
  const narrow = async (page) => assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'nothing is wider than the window');

  test('by keyboard: written, scheduled, taken back by Undo with every word, scheduled again and sent now', async () => {
    const { page, leave } = await at();
    await page.goto(`/agent/tickets/${ticket}`);
    const editor = page.locator('.composer [contenteditable]');
    await editor.waitFor();
    await editor.focus();
    await page.keyboard.type('A technician comes on Monday.');
    const schedule = async () => {
      await page.getByRole('button', { name: 'Other ways to send' }).focus();
      await page.keyboard.press('Enter');
      const item = page.getByRole('button', { name: 'Tomorrow morning' });
      await item.waitFor();
      await item.focus();
      return item;
    };
    await schedule();
    await accessible(page, 'the ways to send');
    await shot(page, 'menu');
    await page.keyboard.press('Enter');
    await page.getByText('The answer leaves at its time').waitFor();
    const card = page.locator('#scheduled .scheduled');
    await card.getByText('A technician comes on Monday.').waitFor();
    await page.locator('#send-menu').waitFor({ state: 'hidden' });
    assert.equal(await page.locator('#thread > li[data-optimistic]').count(), 0, 'it is no message');
    assert.equal((await editor.innerText()).trim(), '', 'the composer is empty');
    await accessible(page, 'a ticket with an answer for later');
    await shot(page, 'ticket');
    await page.getByRole('button', { name: 'Undo' }).first().focus();
    await page.keyboard.press('Enter');
    await card.waitFor({ state: 'detached' });
    await editor.getByText('A technician comes on Monday.').waitFor();
    await schedule();
    await page.keyboard.press('Enter');
    await card.getByRole('button', { name: 'Send now' }).focus();
    await page.keyboard.press('Enter');
    await card.waitFor({ state: 'detached' });
    await page.locator('#thread').getByText('A technician comes on Monday.').waitFor();
    await leave();
  });

  test('a moment that has passed is refused beside its field, in the open menu, and nothing is lost', async () => {
    const { page, leave } = await at();
    await page.goto(`/agent/tickets/${ticket}`);
    await page.locator('.composer [contenteditable]').click();
    await page.keyboard.type('Too late.');
    await page.getByRole('button', { name: 'Other ways to send' }).click();
    await page.getByLabel('Day and time').fill('2020-01-01T08:00');
    await page.getByRole('button', { name: 'Schedule', exact: true }).click();
    await page.locator('#send-menu').getByText('This moment has passed').waitFor();
    assert.equal(await page.getByLabel('Day and time').inputValue(), '2020-01-01T08:00');
    assert.match(await page.locator('.composer [contenteditable]').innerText(), /Too late\./);
    await accessible(page, 'a moment that was refused');
    await shot(page, 'refused');
    // News come in; what was typed stays, and why it was refused.
    await house.answer(house.admin, ticket, 'Noted.', { kind: 'note' });
    await page.locator('#thread').getByText('Noted.').waitFor();
    assert.ok(await page.locator('#send-menu').getByText('This moment has passed').isVisible());
    assert.equal(await page.getByLabel('Day and time').inputValue(), '2020-01-01T08:00');
    await leave({ except: /422/ });
  });

  test('one that was kept says why where its author looks, live, and a colleague’s words wait in no menu', async () => {
    const kept = house.sql(`insert into scheduled_reply (ticket_id, person_id, html, text, goal, seen, send_at, created_at)
      values (${ticket}, ${abel.id}, '<p>Is it solved?</p>', 'Is it solved?', '', 0, ${Date.now() + 2000}000, 0) returning id`);
    const { page, leave } = await at();
    await page.goto('/agent/scheduled');
    await page.getByText('Is it solved?').waitFor();
    await page.getByText('Somebody wrote meanwhile').waitFor();
    await accessible(page, 'the scheduled answers');
    await shot(page, 'list');
    await page.locator(`#scheduled_${kept}`).getByRole('button', { name: 'Back into the composer' }).click();
    await page.locator('.composer [contenteditable]').getByText('Is it solved?').waitFor();
    await until('it is gone', () => house.sql(`select count(*) from scheduled_reply where id = ${kept}`) === '0');
    await leave();
  });

  for (const [lang, look] of [['fr', { phone: true, dark: true }], ['en', { phone: true }], ['fr', {}]]) {
    test(`fits and has no barriers (${lang}, ${JSON.stringify(look)})`, async () => {
      house.sql(`update person set language = '${lang}' where id = ${abel.id}`);
      const later = house.sql(`insert into scheduled_reply (ticket_id, person_id, html, text, goal, seen, send_at, created_at, kept)
        values (${ticket}, ${abel.id}, '<p>Bonjour !</p>', 'Bonjour', '', 0, ${Date.now() + 86_400_000}000, 0, 'news') returning id`);
      const { page, leave } = await at({ lang, ...look });
      await page.goto('/agent/scheduled');
      await page.locator(`#scheduled_${later}`).waitFor();
      await accessible(page, 'the scheduled answers');
      await narrow(page);
      const name = `${lang}-${Object.keys(look).join('-')}`;
      await shot(page, `list-${name}`);
      await page.goto(`/agent/tickets/${ticket}`);
      await page.locator(`#scheduled_${later}`).scrollIntoViewIfNeeded();
      await accessible(page, 'a ticket with an answer for later');
      await narrow(page);
      await shot(page, `ticket-${name}`);
      await page.locator('.composer [contenteditable]').click();
      await page.getByRole('button', { name: lang === 'fr' ? 'Autres façons d’envoyer' : 'Other ways to send' }).click();
      await page.getByLabel(lang === 'fr' ? 'Jour et heure' : 'Day and time').focus();
      await accessible(page, 'the ways to send');
      const menu = await page.locator('#send-menu').boundingBox();
      const { width, height } = page.viewportSize();
      assert.ok(menu.x >= 0 && menu.y >= 0 && menu.x + menu.width <= width && menu.y + menu.height <= height, 'the menu stays in sight while its field has the focus');
      await shot(page, `menu-${name}`);
      await leave();
      house.sql(`delete from scheduled_reply where id = ${later}`);
    });
  }
});
