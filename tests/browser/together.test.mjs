// Two people at once: the second sees everything without reloading, and nothing moves under their hands.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onBothEngines, startDemo, until } from '../lib/desk.mjs';
import { closeBrowser, somebody } from '../lib/browser.mjs';
import { ask, askMore, counts, editor, lastMessage, messages, openTicket, reads, send } from '../lib/agents.mjs';

after(closeBrowser);

const row = (page, ticket) => page.locator(`#row-${ticket}`);
const top = (locator) => locator.evaluate((element) => element.getBoundingClientRect().top);

onBothEngines(describe, 'together', (engine) => {
  let desk;
  before(async () => { desk = await startDemo({ engine }); });
  after(() => desk.stop());

  test('a new ticket joins a list that is at its top', async () => {
    const agent = await somebody(desk, 'agent');
    await agent.page.goto('/agent/views/open');
    await agent.page.waitForFunction(() => performance.getEntriesByType('resource').length > 0);
    const ticket = await ask(desk, { subject: 'Seen at once' });
    await row(agent.page, ticket).waitFor();
    await reads(row(agent.page, ticket), 'Seen at once');
    await agent.leave();
  });

  test('while somebody reads further down, new tickets wait behind a button', async () => {
    const agent = await somebody(desk, 'agent');
    const { page } = agent;
    await page.goto('/agent/views/open');
    const rows = page.locator('.row');
    const focused = rows.nth(25);
    await focused.locator('.row-link').focus();
    await focused.scrollIntoViewIfNeeded();
    const id = await focused.getAttribute('id');
    const before = await top(page.locator(`#${id}`));
    await ask(desk, { subject: 'Waits its turn' });
    await page.locator('.new-rows').waitFor();
    await reads(page.locator('.new-rows'), '1 new');
    assert.equal(await top(page.locator(`#${id}`)), before, 'the line stayed where it was');
    assert.equal(await page.evaluate(() => document.activeElement.closest('.row').id), id, 'the focus stayed');
    await page.locator('.new-rows').click();
    await reads(rows, 'Waits its turn');
    await agent.leave();
  });

  test('selected tickets stay selected when news arrives', async () => {
    const agent = await somebody(desk, 'agent');
    const { page } = agent;
    await page.goto('/agent/views/open');
    await page.locator('.row input[name=ids]').nth(1).check();
    const chosen = await page.locator('.row:has(:checked)').getAttribute('id');
    await ask(desk, { subject: 'During a selection' });
    await page.locator('.new-rows').waitFor();
    assert.equal(await page.locator('.row:has(:checked)').getAttribute('id'), chosen);
    await reads(page.locator('.bulkbar'), '1 selected');
    await agent.leave();
  });

  test('the status, the assignee and the counts follow in the row of another browser', async () => {
    const ticket = await ask(desk, { subject: 'Follow me' });
    const watcher = await somebody(desk, 'agent');
    await watcher.page.goto('/agent/views/open');
    await reads(row(watcher.page, ticket), 'Follow me');
    const admin = await somebody(desk, 'admin');
    await openTicket(admin.page, ticket);
    await admin.page.keyboard.press('s');
    await admin.page.locator('.menu:popover-open').getByRole('button', { name: 'Waiting on customer' }).click();
    await row(watcher.page, ticket).locator('[data-status=customer]').waitFor();
    await admin.page.keyboard.press('a');
    await admin.page.locator('.menu:popover-open .menu-item').first().click();
    await row(watcher.page, ticket).locator('.row-end [aria-label="Camille Roy"], .row-end [title="Camille Roy"]').waitFor();
    await admin.leave();
    await watcher.leave();
  });

  test('answers and properties arrive while somebody writes, who keeps text, focus and place', async () => {
    const ticket = await ask(desk, { subject: 'Both at it', body: 'line\n'.repeat(80) });
    const writer = await somebody(desk, 'agent');
    const { page } = writer;
    await openTicket(page, ticket);
    const pane = page.locator('#conversation');
    await pane.evaluate((element) => { element.scrollTop = 40; });
    await editor(page).click();
    await page.keyboard.type('I am in the middle of a sen');
    const place = await pane.evaluate((element) => element.scrollTop);
    await askMore(desk, ticket, 'One more thing');
    await counts(messages(page), 2);
    await page.locator('.new-below').waitFor();
    assert.equal(await pane.evaluate((element) => element.scrollTop), place, 'the conversation stayed where it was');
    const admin = await somebody(desk, 'admin');
    await openTicket(admin.page, ticket);
    await admin.page.keyboard.press('p');
    await admin.page.locator('.menu:popover-open').getByRole('button', { name: 'Urgent' }).click();
    await reads(page.locator('#details'), 'Urgent');
    await page.keyboard.type('tence');
    await reads(editor(page), 'I am in the middle of a sentence');
    assert.ok(await editor(page).evaluate((element) => element.contains(document.activeElement)), 'the focus stayed');
    await page.locator('.new-below').click();
    await reads(lastMessage(page), 'One more thing');
    await admin.leave();
    await writer.leave();
  });

  test('one sees that the other is replying, and that they stopped', async () => {
    const ticket = await ask(desk, { subject: 'Who answers' });
    const first = await somebody(desk, 'agent');
    await openTicket(first.page, ticket);
    const second = await somebody(desk, 'admin');
    await openTicket(second.page, ticket);
    await editor(second.page).click();
    await second.page.keyboard.type('Let me');
    await reads(first.page.locator('#composer-notices'), 'Camille Roy is replying');
    await first.page.locator('#presence .avatar').waitFor();
    await second.page.keyboard.type(' answer');
    await send(second.page).click();
    await reads(lastMessage(first.page), 'Let me answer');
    await until('the notice is gone', async () => (await first.page.locator('#composer-notices .collision').count()) === 0);
    await second.leave();
    await first.leave();
  });

  test('an answer to a conversation that moved is refused, keeps its text, and leaves the second time', async () => {
    const ticket = await ask(desk, { subject: 'Crossing' });
    const agent = await somebody(desk, 'agent');
    const { page } = agent;
    await openTicket(page, ticket);
    await page.route('**/live?**', (route) => route.abort());
    await page.reload();
    await editor(page).click();
    await page.keyboard.type('An answer to the first message');
    await askMore(desk, ticket, 'Forget that, it is something else');
    await send(page).click();
    await reads(page.locator('#composer-notices'), /wrote meanwhile/);
    await reads(lastMessage(page), 'Forget that, it is something else');
    await reads(editor(page), 'An answer to the first message');
    await counts(messages(page), 2);
    await send(page).click();
    await counts(messages(page), 3);
    await reads(lastMessage(page), 'An answer to the first message');
    await agent.leave({ except: /409|ERR_FAILED/ });
  });

  test('the customer sees the answer without reloading', async () => {
    const ticket = await ask(desk, { subject: 'Waiting here' });
    const customer = await somebody(desk, 'customer', { phone: true });
    await customer.page.goto(`/tickets/${ticket}`);
    await customer.page.locator('#reply textarea').fill('By the way');
    const agent = await somebody(desk, 'agent');
    await openTicket(agent.page, ticket);
    await editor(agent.page).click();
    await agent.page.keyboard.type('Here you are');
    await send(agent.page).click();
    await reads(lastMessage(customer.page), 'Here you are');
    assert.equal(await customer.page.locator('#reply textarea').inputValue(), 'By the way');
    await agent.leave();
    await customer.leave();
  });
});
