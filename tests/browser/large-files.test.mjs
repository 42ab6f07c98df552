// Files that are too large for a mail: the composer says so before, the message afterwards.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { closeBrowser, somebody } from '../lib/browser.mjs';
import { accessible } from '../lib/axe.mjs';
import { House } from '../lib/house.mjs';

after(closeBrowser);

describe('large files in a browser', () => {
  let house, ticket;
  before(async () => {
    house = await House.open('sqlite', { serve: { args: ['--sent-bytes-max', '1000000'] } });
    ticket = await house.ask(house.customer('Clara Customer', 'clara@customer.example'), { subject: 'Send me the plans' });
  });
  after(() => house.close());

  test('are announced as links while they are attached, and ended on the message', async () => {
    const { page, context, leave } = await somebody(house.desk);
    await context.addCookies([...house.admin.cookies].map(([name, value]) => ({ name, value, url: house.desk.web })));
    await page.goto(`/agent/tickets/${ticket}`);
    const hint = page.getByText('Together too large for a mail');
    const attach = (name, size) => page.locator('.composer input[type=file]').setInputFiles({ name, mimeType: 'application/pdf', buffer: Buffer.alloc(size, 'x') });
    const chips = page.locator('.composer .file[data-state=done]');
    await page.locator('.composer [contenteditable]').fill('Here they are.');
    await attach('small.pdf', 300_000);
    await chips.nth(0).waitFor();
    assert.equal(await hint.isVisible(), false, 'one alone fits');
    await attach('large.pdf', 400_000);
    await hint.waitFor();
    await accessible(page, 'files that are too large for a mail');
    await page.reload();
    await hint.waitFor();
    await page.getByRole('button', { name: 'Remove large.pdf' }).click();
    await hint.waitFor({ state: 'hidden' });
    await attach('huge.pdf', 900_000);
    await hint.waitFor();
    await page.getByRole('button', { name: /^Send(?! )/ }).first().click();
    await hint.waitFor({ state: 'hidden' });
    const line = page.getByText('huge.pdf left as a link that opens until');
    await line.waitFor();
    await accessible(page, 'a message with a file behind a link');
    await page.getByRole('button', { name: 'End the link (huge.pdf)' }).click();
    await page.getByText('huge.pdf left as a link that opens no more').waitFor();
    await page.getByRole('button', { name: 'Let it open again (huge.pdf)' }).click();
    await line.waitFor();
    await leave();
  });
});
