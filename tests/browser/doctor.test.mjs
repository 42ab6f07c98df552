// The set-up doctor in a browser: it shows what it finds as it comes, records are copied, on any screen and in both languages.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessible, fits } from '../lib/axe.mjs';
import { closeBrowser, somebody } from '../lib/browser.mjs';
import { startDemo } from '../lib/desk.mjs';

const PAGE = '/agent/settings/doctor';
const WIDTHS = [360, 390, 768, 1024, 1440];

after(closeBrowser);

describe('set-up doctor in the browser', () => {
  let desk;
  before(async () => { desk = await startDemo(); });
  after(() => desk.stop());

  test('an examination is begun by a click, and the open page follows until it is complete', async () => {
    const { page, context, leave } = await somebody(desk, 'admin');
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(PAGE);
    await page.getByText('Nothing has been examined').waitFor();
    await page.getByRole('button', { name: 'Examine now' }).click();
    await page.locator('#doctor-state .callout').waitFor({ timeout: 40_000 });
    await page.locator('[data-code="database_works"]').waitFor();
    await page.locator('[data-code="relay_folder"]').waitFor();
    await accessible(page, 'the doctor');
    await fits(page, 'the doctor', WIDTHS);
    const copy = page.locator('.doctor-record [data-copy]').last();
    if (await copy.count()) {
      await copy.click();
      const value = await page.locator('.doctor-record dd code').last().textContent();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), value);
    }
    await leave();
  });

  test('also on a phone, in the dark, in French', async () => {
    const { page, leave } = await somebody(desk, 'admin', { phone: true, dark: true, lang: 'fr' });
    await page.goto(PAGE);
    await page.getByRole('heading', { name: 'Courrier sortant' }).waitFor();
    await accessible(page, 'the doctor on a phone');
    await fits(page, 'the doctor on a phone', [360, 390]);
    await leave();
  });

  test('without scripts the page shows what has come when it is loaded again', async () => {
    const { page, leave } = await somebody(desk, 'admin', { scripts: false });
    await page.goto(PAGE);
    await page.getByRole('button', { name: 'Examine now' }).click();
    await page.getByRole('heading', { name: 'Outgoing mail' }).or(page.getByRole('link', { name: 'Show what has come' })).first().waitFor();
    await leave();
  });
});
