// An admin takes a file in and an agent plans tickets: with the mouse, by keyboard, on a phone, without JavaScript, in French.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessible, fits } from '../lib/axe.mjs';
import { reads, toast } from '../lib/agents.mjs';
import { closeBrowser, somebody } from '../lib/browser.mjs';
import { until } from '../lib/desk.mjs';
import { House } from '../lib/house.mjs';

after(closeBrowser);

describe('imports and plans', () => {
  let house, clara, abel;
  before(async () => {
    house = await House.open('sqlite');
    clara = house.customer('Clara Customer', 'clara@customer.example');
    abel = house.agent('Abel Agent', 'abel@desk.example');
  });
  after(() => house.close());
  const at = async (person, options) => {
    const one = await somebody(house.desk, undefined, options);
    await one.context.addCookies([{ name: 'guichet', value: person.cookies.get('guichet'), url: house.desk.web }]);
    return one;
  };
  const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  const csv = 'id;subject;body;email;status\n1;Old printer;It was broken;old@customer.example;solved\n2;Bad row;No address;nothing;\n';

  test('a file is looked at, mapped and taken in, and the page says by itself when it is done', async () => {
    const one = await at(house.admin);
    const { page } = one;
    await page.goto('/agent/settings/imports');
    await page.locator('#file').setInputFiles(file('old.csv', csv));
    await page.locator('#import-form button[type=submit]').click();
    await page.locator('#import-map').waitFor();
    await accessible(page, 'mapping a file');
    await reads(page.locator('#import-look'), /1 of 2 records can be taken in/);
    await page.getByLabel('body').selectOption('');
    await page.locator('button[value=look]').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/imports\/\d+$/);
    assert.equal(await page.getByLabel('body').inputValue(), '');
    await page.locator('button[value=start]').click();
    await page.locator('#import-state[data-state=done]').waitFor();
    await accessible(page, 'the report of an import');
    await reads(page.locator('#import-problems'), /Record 2/);
    await one.leave();
  });

  test('the same on a phone without JavaScript, dark and in French', async () => {
    const one = await at(house.admin, { phone: true, dark: true, lang: 'fr', scripts: false });
    const { page } = one;
    await page.goto('/agent/settings/imports');
    await page.locator('#file').setInputFiles(file('ancien.csv', csv));
    await page.locator('#import-form button[type=submit]').click();
    await reads(page.locator('#import-look'), /1 enregistrements? sur 2/);
    await Promise.all([page.waitForEvent('load'), page.locator('button[value=start]').click()]);
    await until('it is done', async () => {
      await page.goto(page.url());
      return page.locator('#import-state[data-state=done]').count();
    });
    await reads(page.locator('#import-tally'), /Déjà là/);
    await one.leave();
  });

  test('an agent makes a project by keyboard, files and plans a ticket, and sees it in the picture of time', async () => {
    const ticket = await house.ask(clara, { subject: 'Plan me' });
    const one = await at(abel);
    const { page } = one;
    await page.goto('/agent/views/open');
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.waitForURL(/\/agent\/projects$/);
    await page.getByRole('link', { name: 'New project' }).first().click();
    await page.locator('#name').fill('Moving house');
    await page.keyboard.press('Enter');
    await page.waitForURL(/project-\d+$/);
    await page.goto(`/agent/tickets/${ticket}`);
    await page.locator('[popovertarget=side-project-menu]').click();
    await page.locator('#side-project-menu').getByRole('button', { name: 'Moving house' }).click();
    await reads(toast(page), /Planned/);
    await page.locator('[popovertarget=side-due-menu]').click();
    await page.locator('#side-due').fill('2031-12-24');
    await page.locator('#side-due-menu button[type=submit]').click();
    await reads(page.locator('[popovertarget=side-due-menu]'), /24 Dec 2031/);
    await page.locator('[popovertarget=side-estimate-menu]').click();
    await page.locator('#side-estimate').fill('much');
    await page.keyboard.press('Enter');
    await reads(page.locator('#error-estimate').first(), /looks like/);
    await page.getByRole('link', { name: 'Show the project' }).first().click();
    await page.getByRole('link', { name: 'Timeline' }).click();
    await reads(page.locator('.plan-row'), /Plan me/);
    await accessible(page, 'the picture of time');
    await fits(page, 'the picture of time', [1440, 900, 390]);
    await one.leave({ except: /422/ });
  });
});
