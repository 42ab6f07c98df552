// An admin makes an automation: with the mouse, by keyboard, on a phone, without JavaScript.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { closeBrowser, somebody } from '../lib/browser.mjs';
import { accessible } from '../lib/axe.mjs';
import { counts, reads } from '../lib/agents.mjs';
import { House } from '../lib/house.mjs';

after(closeBrowser);

describe('an automation is made', () => {
  let house, clara;
  before(async () => {
    house = await House.open('sqlite');
    clara = house.customer('Clara Customer', 'clara@customer.example');
    for (const subject of ['Printer on fire', 'Printer empty', 'Chair']) await house.ask(clara, { subject });
  });
  after(() => house.close());
  const admin = async (options) => {
    const one = await somebody(house.desk, undefined, options);
    await one.context.addCookies([{ name: 'guichet', value: house.admin.cookies.get('guichet'), url: house.desk.web }]);
    return one.page;
  };
  const value = (page, name) => page.locator(`[name="${name}"]`);

  test('the form shows only the value that the chosen property takes; trying stays while others work', async () => {
    const page = await admin();
    await page.goto('/agent/settings/automations/new');
    await page.locator('#rule-name').fill('Printers');
    assert.ok(await value(page, 'g0.0.value').isVisible());
    await value(page, 'g0.0.property').selectOption('priority');
    assert.ok(await value(page, 'g0.0.priority').isVisible());
    assert.ok(!(await value(page, 'g0.0.value').isVisible()));
    await value(page, 'g0.0.property').selectOption('subject');
    await value(page, 'g0.0.operator').selectOption('contains');
    await value(page, 'g0.0.value').fill('printer');
    await value(page, 's0.deed').selectOption('priority');
    assert.ok(await value(page, 's0.priority').isVisible());
    assert.ok(!(await value(page, 's0.en').isVisible()));
    await value(page, 's0.priority').selectOption('high');
    await page.locator('aside button[value=try]').click();
    await reads(page.locator('#tried'), /2\s*would match|would match\s*2/);
    assert.equal(await page.locator('body').getAttribute('data-live'), null, 'no news replaces what was typed and tried');
    await accessible(page, 'trying an automation');
    await house.ask(clara, { subject: 'Printer three' });
    await reads(page.locator('#tried .diff-list').first(), 'Printer empty');
    assert.equal(await page.locator('#rule-name').inputValue(), 'Printers');
    await page.locator('.savebar button[value=save]').click();
    await reads(page.locator('#rules'), 'Printers');
    await accessible(page, 'automations');
  });

  test('Enter in a field saves; buttons are reached by keyboard', async () => {
    const page = await admin();
    await page.goto(`/agent/settings/automations/${house.sql("select id from rule where name = 'Printers'")}`);
    await page.locator('#rule-name').fill('All printers');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/automations');
    await reads(page.locator('#rules'), 'All printers');
  });

  test('on a phone, without JavaScript, in French: a line is added, the rule is tried and saved', async () => {
    const page = await admin({ phone: true, scripts: false, lang: 'fr' });
    await page.goto('/agent/settings/automations/new');
    await page.locator('#rule-name').fill('Chaises');
    await value(page, 'g0.0.property').selectOption('subject');
    await value(page, 'g0.0.operator').selectOption('is');
    await value(page, 'g0.0.value').fill('chair');
    await page.locator('button[value="line:0"]').last().click();
    await counts(page.locator('.cond-test'), 2);
    assert.equal(await value(page, 'g0.0.value').inputValue(), 'chair');
    await value(page, 's0.deed').selectOption('add_tag');
    await value(page, 's0.tag').fill('mobilier');
    await page.locator('button[value=try]').click();
    await reads(page.locator('#tried'), 'mobilier');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.ok(!wide, 'nothing is wider than the phone');
    await page.locator('.savebar button[value=save]').click();
    await reads(page.locator('#rules'), 'Chaises');
  });
});
