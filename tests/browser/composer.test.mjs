// Writing: rich text, drafts, files, notes, and taking back.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onBothEngines, startDemo, until } from '../lib/desk.mjs';
import { closeBrowser, somebody } from '../lib/browser.mjs';
import { PICTURE, ask, counts, editor, lastMessage, messages, openTicket, reads, send, toast, transfer } from '../lib/agents.mjs';

after(closeBrowser);

onBothEngines(describe, 'writing', (engine) => {
  let desk;
  before(async () => { desk = await startDemo({ engine, undoSeconds: 60 }); });
  after(() => desk.stop());

  test('an answer reaches the customer as rich as it was written', async () => {
    const ticket = await ask(desk, { subject: 'Rich text' });
    const agent = await somebody(desk, 'agent');
    const { page } = agent;
    await openTicket(page, ticket);
    await editor(page).click();
    await page.keyboard.type('Hello, this is ');
    await page.keyboard.press('Control+b');
    await page.keyboard.type('bold');
    await page.keyboard.press('Control+b');
    await page.keyboard.press('Enter');
    await page.locator('[data-format-bar]').click();
    await page.locator('[data-format=list]').click();
    await editor(page).focus();
    await page.keyboard.type('first');
    await page.keyboard.press('Enter');
    await page.keyboard.type('second');
    await send(page).click();
    await counts(messages(page), 2);
    const customer = await somebody(desk, 'customer');
    await customer.page.goto(`/tickets/${ticket}`);
    const body = lastMessage(customer.page).locator('.msg-body');
    assert.equal(await body.locator('b, strong').innerText(), 'bold');
    assert.deepEqual(await body.locator('ul > li').allInnerTexts(), ['first', 'second']);
    assert.equal(await body.locator('ul').evaluate((list) => getComputedStyle(list).listStyleType), 'disc');
    await customer.leave();
    await agent.leave();
  });

  test('a link is made from the bar over the selection', async () => {
    const ticket = await ask(desk, { subject: 'A link' });
    const agent = await somebody(desk, 'agent');
    const { page } = agent;
    await openTicket(page, ticket);
    await editor(page).click();
    await page.keyboard.type('manual');
    await page.keyboard.press('Control+a');
    await page.locator('.bubble-bar [data-format=link]').click();
    await page.keyboard.type('example.org/manual');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Enter');
    await counts(messages(page), 2);
    const link = lastMessage(page).locator('.msg-body a');
    assert.equal(await link.innerText(), 'manual');
    assert.equal(await link.getAttribute('href'), 'https://example.org/manual');
    await agent.leave();
  });

  test('what is pasted loses its looks and whatever runs', async () => {
    const ticket = await ask(desk, { subject: 'Pasting' });
    const agent = await somebody(desk, 'agent');
    const { page } = agent;
    await openTicket(page, ticket);
    await editor(page).click();
    await transfer(editor(page), 'paste', { text: 'x', html: `<style>p{color:red}</style>
      <p style="color:red" onclick="alert(1)">red <b>bold</b> <a href="javascript:alert(1)">bad</a> <a href="https://example.org/">good</a></p>
      <script>document.title='run'</script><img src=x onerror="document.title='run'"><iframe src="https://example.org"></iframe>
      <table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>` });
    const written = await editor(page).innerHTML();
    assert.doesNotMatch(written, /style|onclick|script|onerror|iframe|<img|color/i);
    assert.match(written, /<b>bold<\/b>/);
    assert.match(await editor(page).innerText(), /a b\s+c d/, 'cells and rows stay apart');
    await send(page).click();
    await counts(messages(page), 2);
    const html = await lastMessage(page).locator('.msg-body').innerHTML();
    assert.match(html, /href="https:\/\/example\.org\/"/);
    assert.doesNotMatch(html, /javascript:|onclick|style=/i);
    assert.doesNotMatch(html, /(<br>|<p>\s*<\/p>|<div>\s*<\/div>)\s*$/, 'no empty lines at the end');
    assert.notEqual(await page.title(), 'run');
    await agent.leave();
  });

  test('a draft survives a reload, and leaving at once', async () => {
    const ticket = await ask(desk, { subject: 'Drafts' });
    const agent = await somebody(desk, 'agent');
    const { page } = agent;
    await openTicket(page, ticket);
    await editor(page).click();
    await page.keyboard.type('Half an answer');
    await reads(page.locator('[data-draft-state]'), 'Draft saved');
    await page.reload();
    await reads(editor(page), 'Half an answer');
    await editor(page).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' and more');
    await page.goto('/agent/views/mine');
    await until('the last words are there too', async () => {
      await openTicket(page, ticket);
      return (await editor(page).innerText()).includes('Half an answer and more');
    });
    await agent.leave();
  });

  test('a draft waits for its writer in another browser', async () => {
    const ticket = await ask(desk, { subject: 'Two places' });
    const office = await somebody(desk, 'agent');
    await openTicket(office.page, ticket);
    await editor(office.page).click();
    await office.page.keyboard.type('Begun at the office');
    await reads(office.page.locator('[data-draft-state]'), 'Draft saved');
    const train = await somebody(desk, 'agent', { phone: true });
    await openTicket(train.page, ticket);
    await reads(editor(train.page), 'Begun at the office');
    await train.leave();
    await office.leave();
  });

  test('files go up by button, drop and paste, and one can be taken off', async () => {
    const ticket = await ask(desk, { subject: 'Files' });
    const agent = await somebody(desk, 'agent');
    const { page } = agent;
    await openTicket(page, ticket);
    const chooser = page.waitForEvent('filechooser');
    await page.locator('[data-pick]').click();
    await (await chooser).setFiles([{ name: 'by-button.txt', mimeType: 'text/plain', buffer: Buffer.from('one') }]);
    const chips = page.locator('form.composer .file[data-state=done]');
    await counts(chips, 1);
    await transfer(editor(page), 'drop', { files: [{ name: 'by-drop.pdf', type: 'application/pdf', content: '%PDF-1.4' }] });
    await counts(chips, 2);
    await transfer(editor(page), 'paste', { files: [{ name: 'by-paste.png', type: 'image/png', content: PICTURE }] });
    await counts(chips, 3);
    await page.getByRole('button', { name: 'Remove by-drop.pdf' }).click();
    await counts(chips, 2);
    await editor(page).click();
    await page.keyboard.type('Two files');
    await send(page).click();
    await counts(messages(page), 2);
    assert.deepEqual(await lastMessage(page).locator('.file .truncate').allInnerTexts(), ['by-button.txt', 'by-paste.png']);
    assert.equal(await chips.count(), 0);
    // The picture is seen without opening it.
    const picture = lastMessage(page).locator('.file img');
    await picture.scrollIntoViewIfNeeded();
    await picture.evaluate((image) => image.decode());
    assert.equal(await picture.evaluate((image) => image.naturalWidth), 1);
    const customer = await somebody(desk, 'customer');
    await customer.page.goto(`/tickets/${ticket}`);
    const preview = lastMessage(customer.page).locator('.files img');
    await preview.scrollIntoViewIfNeeded();
    await preview.evaluate((image) => image.decode());
    const download = customer.page.waitForEvent('download');
    await lastMessage(customer.page).locator('a.file', { hasText: 'by-button.txt' }).click();
    assert.equal((await download).suggestedFilename(), 'by-button.txt');
    await customer.leave();
    await agent.leave();
  });

  test('a note is for the team only', async () => {
    const ticket = await ask(desk, { subject: 'Notes' });
    const agent = await somebody(desk, 'agent');
    const { page } = agent;
    await openTicket(page, ticket);
    await page.getByText('Note', { exact: true }).click();
    assert.equal(await page.locator('form.composer').getAttribute('data-mode'), 'note');
    await editor(page).click();
    await page.keyboard.type('Between us');
    await page.getByRole('button', { name: 'Add note' }).click();
    await counts(messages(page), 2);
    assert.equal(await lastMessage(page).getAttribute('data-kind'), 'note');
    const customer = await somebody(desk, 'customer');
    await customer.page.goto(`/tickets/${ticket}`);
    await counts(messages(customer.page), 1);
    assert.doesNotMatch(await customer.page.content(), /Between us/);
    await customer.leave();
    await agent.leave();
  });

  test('an answer sent is in the conversation at once and can close the ticket', async () => {
    const ticket = await ask(desk, { subject: 'Send and close' });
    const agent = await somebody(desk, 'agent');
    const { page } = agent;
    await openTicket(page, ticket);
    await editor(page).click();
    await page.keyboard.type('Done');
    await page.locator('[popovertarget=send-menu]').click();
    await page.getByRole('button', { name: 'Send and close' }).click();
    await counts(messages(page), 2);
    await reads(page.locator('#close-form'), 'Reopen');
    await until('the composer is empty', async () => (await editor(page).innerText()).trim() === '');
    await agent.leave();
  });

  for (const [how, undo] of [['its button', (page) => toast(page).getByRole('button', { name: 'Undo' }).click()], ['Z', (page) => page.keyboard.press('z')]]) {
    test(`an answer is taken back by ${how}, and its text returns to the composer`, async () => {
      const ticket = await ask(desk, { subject: 'Too fast' });
      const agent = await somebody(desk, 'agent');
      const { page } = agent;
      await openTicket(page, ticket);
      await editor(page).click();
      await page.keyboard.type('Sent too early');
      await page.keyboard.press('Control+Enter');
      await counts(messages(page), 2);
      await reads(toast(page), 'Sent');
      await page.locator('main').focus();
      await undo(page);
      await counts(messages(page), 1);
      await reads(toast(page), 'Taken back');
      await reads(editor(page), 'Sent too early');
      await agent.leave();
    });
  }
});
