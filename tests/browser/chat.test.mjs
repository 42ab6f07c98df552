// A visitor and an agent in two browsers: from the request to the rating, and what can go wrong between them.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PICTURE, counts, editor, reads, transfer } from '../lib/agents.mjs';
import { closeBrowser } from '../lib/browser.mjs';
import { asks, at, field, fillIn, once, said, sendIt, talk, types, words } from '../lib/chat-pages.mjs';
import { addPortal, become, companyAgent, openHouse } from '../lib/chats.mjs';
import { until } from '../lib/desk.mjs';
import { publish } from '../lib/guides.mjs';
import { flip } from '../lib/portals.mjs';

/** Browsers say that a page which nobody has touched may not ring. */
const SILENT = /AudioContext was not allowed/;
/** What browsers say of a desk that is away. */
const AWAY = /ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_CONNECTION_RESET|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_NETWORK_CHANGED|AudioContext was not allowed/;

after(closeBrowser);

describe('a visitor and an agent in browsers', () => {
  let house, acme, abel, nora;
  before(async () => {
    house = await openHouse('sqlite');
    acme = await addPortal(house, 'acme');
    abel = house.agent('Abel Agent', 'abel@desk.example');
    nora = companyAgent(house, 'Nora Next', 'nora@desk.example', [acme.company]);
    await become(abel, 'available');
  });
  after(() => house.close());

  const kept = (ticket, text) => Number(house.sql(`select count(*) from message where ticket_id = ${ticket} and html like '%${text}%'`));
  const sent = (page, text) => page.locator('#chat-messages > [data-message]', { hasText: text });
  const kind = (page, value) => page.locator(`.composer [name=kind][value=${value}]`).evaluate((radio) => radio.click());

  test('a request joins the list without reloading; taking, talking, typing and seeing by keyboard [R162, R177, R191]', async () => {
    const agent = await at(house, abel);
    await agent.page.goto('/agent/chats');
    await reads(agent.page.locator('#chat-queue'), 'Nobody waits');
    const loaded = await agent.page.evaluate(() => { globalThis.stayed = true; return performance.timeOrigin; });
    const visitor = await asks(house, acme, 'The tea is cold.');
    await reads(visitor.page.locator('#chat-state'), 'You are next');
    const request = agent.page.locator(`#request_${visitor.ticket}`);
    await request.waitFor();
    await reads(request, 'The tea is cold.');
    await reads(agent.page.locator('#chat-alert'), 'Somebody waits for a chat');
    assert.equal(await agent.page.evaluate(() => globalThis.stayed && performance.timeOrigin), loaded, 'the page was not loaded again');
    await request.getByRole('button', { name: 'Take it: Vera Visitor' }).focus();
    await agent.page.keyboard.press('Enter');
    await agent.page.waitForURL(`**/agent/chats/${visitor.ticket}**`);
    await reads(visitor.page.locator('#chat-head'), 'Abel Agent is here');

    await editor(agent.page).waitFor();
    await editor(agent.page).click();
    await agent.page.keyboard.type('Which cup?');
    await agent.page.keyboard.press('Enter');
    await sent(visitor.page, 'Which cup?').waitFor();
    await counts(sent(agent.page, 'Which cup?'), 1);
    await reads(agent.page.locator('#chat-state'), 'Seen');
    assert.equal(await editor(agent.page).innerText().then((text) => text.replaceAll('\u200b', '').trim()), '', 'the composer is empty again');

    await field(visitor.page).click();
    await visitor.page.keyboard.type('The green one');
    await agent.page.locator('#chat-state .chat-typing').waitFor();
    await visitor.page.keyboard.press('Shift+Enter');
    await visitor.page.keyboard.type('with the spots');
    assert.equal(await field(visitor.page).inputValue(), 'The green one\nwith the spots');
    await visitor.page.keyboard.press('Enter');
    await sent(agent.page, /The green one\s*with the spots/).waitFor();
    await counts(agent.page.locator('#chat-state .chat-typing'), 0);
    await reads(visitor.page.locator('#chat-state'), 'Seen');
    assert.equal(await field(visitor.page).inputValue(), '');
    assert.ok(await field(visitor.page).evaluate((one) => one === document.activeElement), 'the cursor stays in the field');
    await agent.page.keyboard.type('One mo');
    await visitor.page.locator('#chat-state .chat-typing').waitFor();
    await reads(visitor.page.locator('#chat-state'), 'Abel Agent is typing');
    await agent.leave({ except: SILENT });
    await visitor.leave();
  });

  test('in an answer too, Shift and Enter begins a new line', async () => {
    const { visitor, agent } = await talk(house, acme, abel, 'Two lines, please');
    await editor(agent.page).click();
    await agent.page.keyboard.type('The first');
    await agent.page.keyboard.press('Shift+Enter');
    await agent.page.keyboard.type('The second');
    assert.equal(await said(agent.page).count(), 1, 'nothing was sent yet');
    await agent.page.keyboard.press('Enter');
    await said(visitor.page).nth(1).waitFor();
    assert.match(await said(visitor.page).nth(1).locator('.chat-text').innerText(), /The first\s*\n\s*The second/);
    await agent.leave({ except: SILENT });
    await visitor.leave();
  });

  test('a note stays among agents, a canned response and a guide go into an answer [R196]', async () => {
    assert.equal((await house.admin.post('/agent/settings/replies', { canned_name: 'Cups', service: house.service, body: 'Cups stand at the left.' })).status, 303);
    const category = Number(house.sql('select id from guide_category'));
    await publish(abel, { category, title: 'How to warm tea', body: 'With water.' });
    const { visitor, agent, ticket } = await talk(house, acme, abel, 'How to warm tea?');
    await kind(agent.page, 'note');
    await types(editor(agent.page), 'He always asks that');
    await sent(agent.page, 'He always asks that').and(agent.page.locator('[data-kind=note]')).waitFor();
    await kind(agent.page, 'reply');
    await editor(agent.page).click();
    await agent.page.keyboard.press('/');
    const canned = agent.page.locator(`#canned-${ticket}`);
    await canned.locator('[role=option]', { hasText: 'Cups' }).waitFor();
    await agent.page.keyboard.press('Enter');
    await reads(editor(agent.page), 'Cups stand at the left.');
    await agent.page.keyboard.press('Enter');
    await sent(visitor.page, 'Cups stand at the left.').waitFor();
    await counts(sent(agent.page, 'Cups stand at the left.'), 1);
    await agent.page.getByRole('button', { name: 'Insert a guide' }).click();
    const guides = agent.page.locator(`#guides-${ticket}`);
    await guides.locator('[role=option]', { hasText: 'How to warm tea' }).first().waitFor();
    await agent.page.keyboard.press('Enter');
    await editor(agent.page).locator('a').waitFor();
    await editor(agent.page).click();
    await agent.page.keyboard.press('Control+End');
    await agent.page.keyboard.press('Enter');
    const link = said(visitor.page).last().locator('a', { hasText: 'How to warm tea' });
    await link.waitFor();
    assert.match(await link.getAttribute('href'), /\/g\/[\w-]{16}$/);
    assert.doesNotMatch((await words(visitor.page)).join('\n'), /always asks/);
    assert.doesNotMatch(await visitor.page.content(), /always asks/);
    await visitor.page.reload();
    await sent(visitor.page, 'Cups stand at the left.').waitFor();
    assert.doesNotMatch(await visitor.page.content(), /always asks/);
    await agent.leave({ except: SILENT });
    await visitor.leave();
  });

  test('a visitor sends files by choosing and by pasting', async () => {
    const { visitor, agent } = await talk(house, acme, abel, 'Look at this');
    await visitor.page.locator('#chat-form input[type=file]').setInputFiles([
      { name: 'The cup.png', mimeType: 'image/png', buffer: PICTURE }, { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Cold.') }]);
    const [picture, file] = [agent.page.getByRole('img', { name: 'The cup.png' }), agent.page.locator('#chat-messages a.file', { hasText: 'notes.txt' })];
    await picture.waitFor();
    await file.waitFor();
    await picture.evaluate((one) => { one.loading = 'eager'; return one.decode(); });
    assert.equal(await (await agent.context.request.get(await file.getAttribute('href'))).text(), 'Cold.');
    await visitor.page.getByRole('img', { name: 'The cup.png' }).waitFor();
    await counts(visitor.page.locator('#chat-messages > li[data-local]'), 0);
    await transfer(field(visitor.page), 'paste', { files: [{ name: 'pasted.png', type: 'image/png', content: PICTURE }] });
    await agent.page.getByRole('img', { name: 'pasted.png' }).waitFor();
    await counts(visitor.page.getByRole('img', { name: 'pasted.png' }), 1);
    await agent.leave({ except: SILENT });
    await visitor.leave();
  });

  test('what a visitor writes without a network is kept, also over a reload, and goes out once', async () => {
    const { visitor, agent, ticket } = await talk(house, acme, abel, 'Hello?');
    const { page, context } = visitor;
    await context.setOffline(true);
    await types(field(page), 'Written in a tunnel');
    await types(field(page), 'And another');
    await reads(page.locator('#chat-messages > li[data-failed]').first(), 'Not sent yet');
    assert.equal(kept(ticket, 'tunnel'), 0);
    await context.setOffline(false);
    for (const text of ['Written in a tunnel', 'And another']) for (const side of [page, agent.page]) await once(side, text);
    assert.deepEqual([kept(ticket, 'tunnel'), kept(ticket, 'And another')], [1, 1]);
    assert.deepEqual((await words(page)).slice(-2), ['Written in a tunnel', 'And another'], 'in their order');
    let through = false;
    await context.route(/\/messages$/, (route) => (through ? route.continue() : route.abort()));
    await types(field(page), 'Kept over a reload');
    await page.locator('#chat-messages > li[data-failed]', { hasText: 'Kept over a reload' }).waitFor();
    await page.reload();
    await page.locator('#chat-messages > li[data-local]', { hasText: 'Kept over a reload' }).waitFor();
    through = true;
    for (const side of [page, agent.page]) await once(side, 'Kept over a reload');
    assert.equal(kept(ticket, 'Kept over a reload'), 1);
    await agent.leave({ except: SILENT });
    await visitor.leave({ except: AWAY });
  });

  test('an answer that is lost on its way does not make a message two', async () => {
    const { visitor, agent, ticket } = await talk(house, acme, abel, 'Hello?');
    let lost = 0;
    await visitor.context.route(/\/messages$/, async (route) => {
      const answer = await route.fetch();
      lost += 1;
      return lost === 1 ? route.abort() : route.fulfill({ response: answer });
    });
    await types(field(visitor.page), 'Did you get it?');
    await until('it was sent again', () => lost === 2);
    for (const side of [visitor.page, agent.page]) await once(side, 'Did you get it?');
    assert.equal(kept(ticket, 'Did you get it?'), 1);
    await agent.leave({ except: SILENT });
    await visitor.leave({ except: AWAY });
  });

  test('the desk dies and comes back while both write: each message is there once, and nobody reloads', async () => {
    const { visitor, agent, ticket } = await talk(house, acme, abel, 'Before the storm');
    await house.desk.stop('SIGKILL');
    await types(field(visitor.page), 'During the storm');
    await visitor.page.locator('#chat-messages > li[data-failed]').waitFor();
    await types(editor(agent.page), 'Are you there?');
    await agent.page.locator('#chat-messages > [data-optimistic][data-failed]').waitFor();
    await reads(editor(agent.page), 'Are you there?');
    house.desk = await house.installation.serve(house.serve);
    for (const side of [visitor.page, agent.page]) await once(side, 'During the storm');
    await editor(agent.page).click();
    await agent.page.keyboard.press('Control+End');
    await agent.page.keyboard.press('Enter');
    for (const side of [visitor.page, agent.page]) await once(side, 'Are you there?');
    assert.deepEqual([kept(ticket, 'During the storm'), kept(ticket, 'Are you there')], [1, 1]);
    await agent.leave({ except: AWAY });
    await visitor.leave({ except: AWAY });
  });

  test('handed over, ended, rated: each side sees it at once [R191]', async () => {
    await become(nora, 'available');
    const { visitor, agent, ticket } = await talk(house, acme, abel, 'A long story');
    const next = await at(house, nora);
    await next.page.goto('/agent/chats');
    await agent.page.getByRole('button', { name: 'Hand over' }).click();
    await agent.page.locator('#hand-over button[name=to]', { hasText: 'Nora Next' }).first().focus();
    await agent.page.keyboard.press('Enter');
    await agent.page.locator('#toasts', { hasText: 'Handed over' }).waitFor();
    await next.page.locator(`#chat_${ticket}`).click();
    await editor(next.page).waitFor();
    await types(editor(next.page), 'I go on here.');
    await once(visitor.page, 'I go on here.');
    await field(visitor.page).fill('I was just going to say');
    await next.page.getByRole('button', { name: 'End chat' }).click();
    await reads(visitor.page.locator('#chat-state'), 'has ended');
    await counts(field(visitor.page), 0);
    await reads(next.page.locator('#chat-state'), 'has ended');
    await visitor.page.locator('.chat-stars input').first().focus();
    for (let press = 0; press < 3; press += 1) await visitor.page.keyboard.press('ArrowRight');
    await visitor.page.locator('#chat-opinion').fill('Quick.');
    await visitor.page.getByRole('button', { name: 'Send the rating' }).click();
    await reads(visitor.page.locator('#chat-state'), '4 out of 5');
    await reads(next.page.locator('#chat-state'), /Rated 4 of 5\. “Quick\.”/);
    await visitor.page.getByRole('link', { name: 'Start a new conversation' }).click();
    await visitor.page.waitForURL(/\/p\/acme/);
    assert.equal(await visitor.page.locator('#portal-body').inputValue(), 'I was just going to say', 'what was being typed begins the next one');
    await become(nora, 'unavailable');
    for (const one of [agent, next, visitor]) await one.leave({ except: SILENT });
  });

  test('when one agent hands over to another, the visitor reads who is there now', async () => {
    const { visitor, agent, ticket } = await talk(house, acme, abel, 'Who are you?');
    await reads(visitor.page.locator('#chat-head'), 'Abel Agent is here');
    assert.equal((await abel.post(`/agent/chats/${ticket}/act`, { act: 'agent', to: nora.id })).status, 303);
    await reads(visitor.page.locator('#chat-head'), 'Nora Next is here');
    await agent.leave({ except: SILENT });
    await visitor.leave();
  });

  test('the visitor ends it, and the agent is told', async () => {
    const { visitor, agent, ticket } = await talk(house, acme, abel, 'Thank you already');
    await visitor.page.locator('#chat-head').getByRole('button', { name: 'End' }).click();
    await reads(visitor.page.locator('#chat-state'), 'has ended');
    await reads(agent.page.locator('#chat-state'), 'has ended');
    await reads(agent.page.locator('.dock'), 'over');
    assert.equal(house.sql(`select state from chat where ticket_id = ${ticket}`), 'ended');
    await agent.leave({ except: SILENT });
    await visitor.leave();
  });

  test('an open portal page follows who is there and the switch, and keeps what is typed [R172, R173, R174, R188, R189, R190]', async () => {
    const visitor = await at(house);
    const { page } = visitor;
    const shows = (view) => page.locator(`[data-view=${view}]`).waitFor();
    const typed = async () => {
      assert.equal(await page.locator('#portal-name').inputValue(), 'Vera Visitor');
      assert.equal(await page.locator('#portal-body').inputValue(), 'Half a ques');
    };
    await page.goto('/p/acme');
    await shows('online');
    await page.evaluate(() => { globalThis.stayed = true; });
    await page.locator('#portal-name').fill('Vera Visitor');
    await page.locator('#portal-body').click();
    await page.keyboard.type('Half a ques');
    await become(abel, 'unavailable');
    await shows('offline');
    await reads(page.locator('#contact-title'), 'Leave us a message');
    await typed();
    assert.ok(await page.locator('#portal-body').evaluate((one) => one === document.activeElement), 'the cursor stays');
    assert.equal(await page.locator('#portal-address').getAttribute('required'), '', 'an answer needs an address now');
    await flip(house, acme, false);
    await shows('inactive');
    await reads(page.locator('#contact'), 'Service unavailable');
    await counts(page.locator('#portal-ask'), 0);
    await become(abel, 'available');
    await flip(house, acme, true);
    await shows('online');
    await typed();
    await flip(house, acme, false);
    await shows('inactive');
    await page.reload();
    await shows('inactive');
    await flip(house, acme, true);
    await shows('online');
    await typed();
    await page.locator('[data-done]:not([hidden])').waitFor();
    await page.locator('#portal-ask button[type=submit]').click();
    await page.waitForURL(/\/chat\//);
    assert.deepEqual(await words(page), ['Half a ques']);
    await visitor.leave();
  });

  test('who sends in the moment in which everybody leaves keeps the words and may leave them as a message [R189]', async () => {
    const visitor = await at(house, undefined);
    const { page, context } = visitor;
    // The news of it does not reach this page.
    await context.route(/\/live\?/, (route) => route.abort());
    await page.goto('/p/acme');
    await fillIn(page, 'Too late?');
    await become(abel, 'unavailable');
    await sendIt(page);
    await reads(page.locator('#portal-ask [role=alert]'), 'Everybody has just left');
    assert.equal(await page.locator('#portal-body').inputValue(), 'Too late?');
    await page.locator('#portal-address').fill('vera@visitor.example');
    await page.locator('[data-done]:not([hidden])').waitFor();
    await sendIt(page);
    await page.getByRole('heading', { name: 'We have your message' }).waitFor();
    await become(abel, 'available');
    await visitor.leave({ except: /409|ERR_FAILED/ });
  });

  test('whoever closed all pages takes no requests any more, is told so, and is back with a click [R176, R177, R178]', async () => {
    const gone = await at(house, abel);
    await gone.page.goto('/agent/chats');
    await gone.leave({ except: SILENT });
    const standing = () => house.sql(`select available from availability where person_id = ${abel.id}`);
    assert.equal(standing(), '1');
    house.sql(`update availability set seen_at = seen_at - 200000000 where person_id = ${abel.id}`);
    await until('the desk notices', () => standing() === '0');
    const agent = await at(house, abel);
    await agent.page.goto('/agent/chats');
    const banner = agent.page.locator('form.banner', { hasText: 'because no page of yours was open' });
    await banner.waitFor();
    await reads(agent.page.locator('#availability-console'), 'Unavailable');
    await banner.getByRole('button', { name: 'Available again' }).click();
    await banner.waitFor({ state: 'detached' });
    await reads(agent.page.locator('#availability-console'), /^\s*Available/);
    assert.equal(standing(), '1');
    await agent.leave({ except: SILENT });
  });

  test('the status menu by keyboard: available or not, and how one is told [R176, R180, R182]', async () => {
    const agent = await at(house, nora);
    const { page } = agent;
    await page.goto('/agent/chats');
    await page.locator('#availability-console').focus();
    await page.keyboard.press('Enter');
    await page.locator('#availability button[value=available]').focus();
    await page.keyboard.press('Enter');
    await reads(page.locator('#availability-console'), /^\s*Available/);
    await page.locator('#availability-console').click();
    const sound = page.locator('#availability [name=request_sound]');
    const before = await sound.isChecked();
    await sound.focus();
    await page.keyboard.press('Space');
    await page.locator('#availability button[value=wishes]').click();
    await until('it is kept', () => house.sql(`select sounds from availability where person_id = ${nora.id}`).includes('request') !== before);
    await page.reload();
    assert.equal(await page.locator('#chat-signals[data-ring]').count(), Number(!before));
    await become(nora, 'unavailable');
    await reads(page.locator('#availability-console'), 'Unavailable');
    await agent.leave({ except: SILENT });
  });

  test('a visitor shows the screen, the agent sees it, the visitor stops; whoever does not agree shows nothing', async () => {
    const { visitor, agent } = await talk(house, acme, abel, 'See for yourself');
    const share = visitor.page.getByRole('button', { name: 'Show my screen' });
    visitor.page.once('dialog', (dialog) => dialog.dismiss());
    await share.click();
    assert.equal(await visitor.page.locator('.chat-sharing').count(), 0);
    visitor.page.on('dialog', (dialog) => dialog.accept());
    await share.click();
    await visitor.page.locator('.chat-sharing', { hasText: 'being shown' }).waitFor();
    const video = agent.page.locator('#screen video');
    await video.waitFor();
    await agent.page.waitForFunction(() => document.querySelector('#screen video').videoWidth > 0 && document.querySelector('#screen video').srcObject.active);
    await types(field(visitor.page), 'Do you see it?');
    await once(agent.page, 'Do you see it?');
    assert.ok(await video.isVisible(), 'talking goes on beside it');
    await visitor.page.getByRole('button', { name: 'Stop showing' }).click();
    await video.waitFor({ state: 'hidden' });
    assert.equal(await video.evaluate((one) => one.srcObject), null);
    await visitor.page.locator('.chat-sharing').waitFor({ state: 'detached' });
    await share.click();
    await agent.page.waitForFunction(() => document.querySelector('#screen video').videoWidth > 0);
    await agent.page.locator('[data-screen-stop]').click();
    await visitor.page.locator('.chat-sharing').waitFor({ state: 'detached' });
    await agent.leave({ except: SILENT });
    await visitor.leave();
  });

  test('two agents reach for one request: one has it, the other is told', async () => {
    await become(nora, 'available');
    const both = [await at(house, abel), await at(house, nora)];
    for (const { page } of both) await page.goto('/agent/chats');
    const visitor = await asks(house, acme, 'Who is first?');
    for (const { page } of both) await page.locator(`#request_${visitor.ticket}`).waitFor();
    await both[0].page.locator(`#request_${visitor.ticket} .take`).click();
    await both[0].page.waitForURL(`**/agent/chats/${visitor.ticket}**`);
    await both[1].page.locator(`#request_${visitor.ticket}`).waitFor({ state: 'detached' });
    const late = await nora.post(`/agent/chats/${visitor.ticket}/act`, { act: 'take', to: '' });
    await both[1].page.goto(late.headers.get('location'));
    await reads(visitor.page.locator('#chat-head'), 'Abel Agent is here');
    await become(nora, 'unavailable');
    for (const one of [...both, visitor]) await one.leave({ except: SILENT });
  });
});
