// Designing mails in a real browser: the preview follows the typing, placeholders go where the caret is, and the page
// keeps what was typed. What members see when they sign in.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessible, fits } from '../lib/axe.mjs';
import { closeBrowser, somebody } from '../lib/browser.mjs';
import { House } from '../lib/house.mjs';

const HERE = '/agent/settings/mails';
const WIDTHS = [320, 390, 768, 1024, 1440];

after(closeBrowser);

describe('mails in the browser', () => {
  let house, clara;
  before(async () => {
    house = await House.open('sqlite', { serve: { undoSeconds: 0 } });
    const abel = house.agent('Abel Agent', 'abel@desk.example');
    clara = house.customer('Clara Customer', 'clara@customer.example');
    const ticket = await house.ask(clara, { subject: 'Where is it?', body: 'Waiting since Tuesday.' });
    await house.answer(abel, ticket, 'It left this morning.');
  });
  after(() => house.close());

  const at = async (person, options) => {
    const one = await somebody(house.desk, undefined, options);
    await one.context.addCookies([{ name: 'guichet', value: person.cookies.get('guichet'), url: house.desk.web }]);
    return one;
  };
  const shown = (page) => page.frameLocator('[data-mail-frame]:not(.coming)').locator('body');

  test('the preview follows the typing; placeholders go where the caret is; by keyboard alone [R192]', async () => {
    const { page, leave } = await at(house.admin);
    await page.goto(`${HERE}`);
    await page.goto(`${HERE}/answer?lang=en`);
    await shown(page).getByText('It left this morning.').filter({ visible: true }).waitFor();
    await accessible(page, 'a mail and its words');
    const words = page.locator('#body');
    await words.focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('Dear ');
    await page.locator('[data-puts="{{ customer.first_name }}"]').focus();
    await page.keyboard.press('Enter');
    assert.match(await words.inputValue(), /^Dear \{\{ customer\.first_name \}\}/);
    await page.keyboard.type(',\n\n');
    await shown(page).getByText('Dear Clara,').filter({ visible: true }).waitFor();
    await page.getByRole('button', { name: 'Show it as plain text' }).click();
    await shown(page).getByText('-- ').filter({ visible: true }).waitFor();
    await page.getByRole('button', { name: 'Show the mail' }).click();
    await shown(page).getByRole('link', { name: 'See the whole conversation' }).click();
    assert.match(page.url(), /mails\/answer/, 'a link in the preview leads nowhere');
    await page.getByRole('button', { name: 'Send me a test' }).click();
    await page.locator('#tested').waitFor();
    assert.match(await words.inputValue(), /^Dear /, 'what was typed stays');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('#toasts').getByText('Saved').waitFor();
    await page.getByRole('button', { name: 'Back to the standard' }).waitFor();
    assert.match(await words.inputValue(), /^Dear /);
    await page.getByRole('button', { name: 'Back to the standard' }).click();
    await page.locator('#reset-note').waitFor();
    assert.match(await words.inputValue(), /^\{\{ answer/);
    await page.goBack();
    assert.match(page.url(), /mails$/, 'previews leave no trace in the history');
    await leave();
  });

  test('a fault is said next to the field and in the place of the mail [R192]', async () => {
    const { page, leave } = await at(house.admin);
    await page.goto(`${HERE}/sign_in?lang=en`);
    await page.locator('#body').fill('{{ nothing }}');
    await shown(page).getByText('There is no placeholder').filter({ visible: true }).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('#error-body').getByText('is missing').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'body');
    assert.equal(await page.locator('#body').inputValue(), '{{ nothing }}');
    await accessible(page, 'refused words');
    await leave({ except: /422/ });
  });

  test('a preview that cannot be had is said, and the next one comes', async () => {
    const { page, context, leave } = await at(house.admin);
    await page.goto(`${HERE}/answer?lang=en`);
    await page.locator('#body').fill(`{{ answer }}\n\n${'A line.\n\n'.repeat(40)}the end`);
    await shown(page).getByText('the end').filter({ visible: true }).waitFor();
    const tall = await page.locator('[data-mail-frame]').evaluate((frame) => frame.offsetHeight);
    await context.setOffline(true);
    await page.locator('#body').fill('{{ answer }} offline');
    await page.locator('#toasts .toast').first().waitFor();
    assert.equal(await page.locator('[data-mail-frame]').count(), 1);
    await context.setOffline(false);
    await page.locator('#body').fill('{{ answer }} online');
    await shown(page).getByText('online').filter({ visible: true }).waitFor();
    const low = await page.locator('[data-mail-frame]').evaluate((frame) => frame.offsetHeight);
    assert.ok(low < tall, `${low} px for less than ${tall} px held`);
    await leave({ except: /ERR_INTERNET_DISCONNECTED|chrome-error/ });
  });

  test('on a phone, in French, in the dark', async () => {
    const { page, leave } = await at(house.admin, { phone: true, dark: true, lang: 'fr' });
    for (const path of [HERE, `${HERE}/account`, '/agent/settings/plans']) {
      await page.goto(path);
      await fits(page, path, WIDTHS);
      await accessible(page, path);
    }
    await leave();
  });

  test('a member is welcomed, on a phone and without scripts, until they put it away [R021]', async () => {
    house.sql("update plan set welcome_fr = 'Voyez nos [guides](/guides).'");
    for (const options of [{ phone: true, dark: true, lang: 'fr' }, { scripts: false, lang: 'fr' }]) {
      house.sql(`update session set welcome = true where person_id = ${clara.id}`);
      const { page, leave } = await at(clara, options);
      await page.goto('/tickets');
      const welcome = page.getByRole('region', { name: 'Bienvenue' });
      await welcome.getByRole('link', { name: 'guides' }).waitFor();
      if (options.phone) {
        await fits(page, 'the welcome', WIDTHS);
        await accessible(page, 'the welcome');
        await page.goto('/tickets/new?department=1');
        await page.locator('[name=subject]').fill('Half a question');
      }
      await welcome.getByRole('button').click();
      if (options.phone) assert.equal(await page.locator('[name=subject]').inputValue(), 'Half a question', 'what was typed stays');
      else await page.waitForURL('**/tickets');
      await welcome.waitFor({ state: 'detached' });
      await leave();
    }
  });
});
