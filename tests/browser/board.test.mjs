// Views and boards as agents use them: cards drawn with the mouse and carried by keyboard; statuses brought into order.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessible } from '../lib/axe.mjs';
import { closeBrowser, somebody } from '../lib/browser.mjs';
import { reads } from '../lib/agents.mjs';
import { until } from '../lib/desk.mjs';
import { House } from '../lib/house.mjs';

after(closeBrowser);

describe('a board', () => {
  let house, abel, tickets;
  before(async () => {
    house = await House.open('sqlite');
    const clara = house.customer('Clara Customer', 'clara@customer.example');
    abel = house.agent('Abel Agent', 'abel@desk.example');
    tickets = [await house.ask(clara, { subject: 'First' }), await house.ask(clara, { subject: 'Second' })];
  });
  after(() => house.close());
  const at = async (person, options) => {
    const one = await somebody(house.desk, undefined, options);
    await one.context.addCookies([{ name: 'guichet', value: person.cookies.get('guichet'), url: house.desk.web }]);
    return one;
  };
  const category = (ticket) => house.sql(`select category from ticket where id = ${ticket}`);
  const lane = (page, code) => page.locator(`[data-lane="${code}"]`);

  test('a card is drawn into another column with the mouse, and taken back', async () => {
    const one = await at(abel);
    const { page } = one;
    await page.goto('/agent/views/open');
    await page.getByRole('link', { name: 'Show as a board' }).click();
    await page.locator('#board').waitFor();
    await accessible(page, 'a board');
    const grip = page.locator(`#card-${tickets[0]} [data-card-grip]`);
    await grip.hover();
    await page.mouse.down();
    const box = await lane(page, 'waiting_customer').boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + 60, { steps: 5 });
    assert.equal(await page.locator('[data-over]').getAttribute('data-lane'), 'waiting_customer');
    await page.mouse.up();
    await lane(page, 'waiting_customer').locator(`#card-${tickets[0]}`).waitFor();
    await until('it is kept', () => category(tickets[0]) === 'waiting_customer');
    await page.locator('#toasts form[action*="/undo/"] button').click();
    await until('it is taken back', () => category(tickets[0]) === 'open');
    await lane(page, 'open').locator(`#card-${tickets[0]}`).waitFor();
    await one.leave();
  });

  test('a card is carried by keyboard, said aloud, put back with Escape, and dropped', async () => {
    const one = await at(abel);
    const { page } = one;
    await page.goto('/agent/views/open?as=board');
    const grip = page.locator(`#card-${tickets[1]} [data-card-grip]`);
    await grip.focus();
    await page.keyboard.press('Space');
    await reads(page.locator('#board-says'), 'Open, column 1 of 4');
    await page.keyboard.press('ArrowRight');
    await reads(page.locator('#board-says'), 'Waiting on agent, column 2 of 4');
    await page.keyboard.press('Escape');
    await reads(page.locator('#board-says'), 'Back where it was');
    assert.equal(category(tickets[1]), 'open');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await until('it is kept', () => category(tickets[1]) === 'waiting_agent');
    await lane(page, 'waiting_agent').locator(`#card-${tickets[1]}`).waitFor();
    await one.leave();
  });

  test('what somebody else moves moves on the board', async () => {
    const one = await at(abel);
    await one.page.goto('/agent/views/open?as=board');
    await lane(one.page, 'open').locator(`#card-${tickets[0]}`).waitFor();
    await house.admin.post(`/agent/tickets/${tickets[0]}/status`, { status: 'waiting_agent' });
    await lane(one.page, 'waiting_agent').locator(`#card-${tickets[0]}`).waitFor();
    await one.leave();
  });

  test('a view is made from a list in French on a phone, and stands in the menu', async () => {
    const one = await at(abel, { phone: true, lang: 'fr' });
    const { page } = one;
    await page.goto('/agent/views/mine');
    await page.getByRole('link', { name: 'Faire une vue de cette liste' }).click();
    await page.locator('#view-name').fill('À moi et urgent');
    await page.locator('button[value="line:0"]').last().click();
    await page.locator('[name="g0.2.property"]').selectOption('priority');
    await page.locator('[name="g0.2.priority"]').selectOption('urgent');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.ok(!wide, 'nothing is wider than the phone');
    await accessible(page, 'the form of a view');
    await page.locator('.savebar button[value=save]').click();
    await page.waitForURL('**/views/view-*');
    await reads(page.locator('h1'), 'À moi et urgent');
    await one.leave();
  });

  test('statuses are brought into order by keyboard and by mouse', async () => {
    const one = await at(house.admin);
    const { page } = one;
    await page.goto('/agent/settings/types/1');
    const order = () => house.sql('select category from status where type_id = 1 order by position').replaceAll('\n', ' ');
    assert.equal(order(), 'open waiting_agent waiting_customer closed');
    const grips = page.locator('[data-grip]');
    await grips.nth(1).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await reads(page.locator('#status-form [data-says]'), 'Place 3 of 4');
    await page.keyboard.press('Space');
    await page.locator('#status-form button[value=save]').last().click();
    await until('the order is kept', () => order() === 'open waiting_customer waiting_agent closed');
    await page.waitForLoadState();
    await page.locator('[data-grip]').nth(2).hover();
    await page.mouse.down();
    const first = await page.locator('.sortable > li').nth(2).boundingBox();
    await page.mouse.move(first.x + 20, first.y + 4, { steps: 6 });
    await page.mouse.up();
    await page.locator('#status-form button[value=save]').last().click();
    await until('the order is kept', () => order() === 'open waiting_agent waiting_customer closed');
    await one.leave();
  });
});
