// The help centre in a real browser: searching while typing, writing with the editor, on a phone, without scripts, and
// guides inside the page of another site.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { accessible, fits } from '../lib/axe.mjs';
import { closeBrowser, somebody } from '../lib/browser.mjs';
import { until } from '../lib/desk.mjs';
import { linkOf, publish, write } from '../lib/guides.mjs';
import { House } from '../lib/house.mjs';

const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAYAAAC56t6BAAAAEklEQVR4nGP4z8DwHwwZgAAAQuAF+8xkq0YAAAAASUVORK5CYII=', 'base64');

after(closeBrowser);

describe('guides in the browser', () => {
  let house, abel, mia, category;
  before(async () => {
    house = await House.open('sqlite');
    abel = house.agent('Abel Agent', 'abel@desk.example');
    mia = house.customer('Mia Member', 'mia@member.example');
    category = Number(house.sql('select id from guide_category'));
    await publish(abel, { category, title: 'Get your badge', body: 'At the front desk.' });
    await publish(abel, { category, title: 'A lost badge', body: 'Write to us.' });
  });
  after(() => house.close());

  const at = async (person, options) => {
    const one = await somebody(house.desk, undefined, options);
    if (person) await one.context.addCookies([{ name: 'guichet', value: person.cookies.get('guichet'), url: house.desk.web }]);
    return one;
  };
  const body = (page) => page.locator('.editor-prose');
  const opened = async (page, path) => {
    await page.goto(path);
    await page.locator('form[data-rich-ready]').waitFor();
  };

  test('hits come while typing, arrows walk through them, Escape closes them', async () => {
    const { page, leave } = await at();
    await page.goto('/');
    await page.locator('#q').pressSequentially('bad');
    await page.locator('[data-hits] li').nth(1).waitFor();
    assert.match(await page.locator('[data-hits-status]').textContent(), /2 results/);
    await accessible(page, 'hits while typing');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/guides\/\d+-/);
    await page.goBack();
    await page.locator('#q').fill('badg');
    await page.locator('[data-hits] li').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[data-hits]').waitFor({ state: 'hidden' });
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/guides\/search\?q=badg/);
    await leave();
  });

  test('an agent writes a guide: formats by selection, links, shortcuts, steps, a table, a callout [R008, R009]', async () => {
    const { page, leave } = await at(abel);
    await opened(page, '/guides/new/edit');
    await accessible(page, 'a new guide');
    await page.locator('#title').fill('Open the gate');
    await body(page).click();
    await page.keyboard.type('Hold the badge still.');
    await page.keyboard.press('Shift+Home');
    const bar = page.locator('.bubble-bar');
    await bar.waitFor();
    await bar.getByRole('button', { name: 'Bold' }).click();
    await bar.getByRole('button', { name: 'Link' }).click();
    await bar.locator('[data-link]').fill('https://example.org/gate');
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('## Then');
    assert.equal(await body(page).locator('h2').textContent().then((text) => text.replaceAll('\u200b', '')), 'Then');
    await page.keyboard.press('Enter');
    await page.keyboard.type('1. Drive');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Stop');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.press('/');
    await page.locator('#insert').waitFor();
    await page.locator('#insert').getByText('Warning').click();
    await page.keyboard.press('Shift+End');
    await page.keyboard.type('Low gate');
    await page.locator('[popovertarget=insert]').click();
    await page.locator('#insert').getByText('Table').click();
    await body(page).locator('table').waitFor();
    await page.locator('[data-save]').click();
    await page.waitForURL(/\/guides\/\d+-open-the-gate/);
    const prose = page.locator('.prose');
    assert.equal(await prose.locator('a[href="https://example.org/gate"]').textContent(), 'Hold the badge still.');
    assert.equal(await prose.locator('strong').first().textContent(), 'Hold the badge still.');
    assert.equal(await prose.locator('h2').textContent(), 'Then');
    assert.deepEqual(await prose.locator('ol.steps > li').allTextContents().then((all) => all.map((one) => one.trim())), ['Drive', 'Stop']);
    assert.match(await prose.locator('.callout[data-tone=warning]').textContent(), /Low gate/);
    assert.equal(await prose.locator('table th').count(), 2);
    await leave();
  });

  test('blocks by keyboard: cells and rows by Tab, out of a callout by Enter, the menu at the line, a link that is changed', async () => {
    const { page, leave } = await at(abel);
    await opened(page, '/guides/new/edit');
    await body(page).click();
    await page.keyboard.type('First');
    await page.keyboard.press('Enter');
    await page.keyboard.press('/');
    const menu = page.locator('#insert');
    await menu.waitFor();
    // Both in one look: the page may still be coming to rest.
    await page.waitForFunction(() => {
      const [box, line] = ['#insert', '.editor-prose p:last-of-type'].map((one) => document.querySelector(one).getBoundingClientRect());
      return Math.abs(box.x - line.x) < 40 && Math.min(Math.abs(box.top - line.bottom), Math.abs(box.bottom - line.top)) < 40;
    });
    await page.keyboard.press('Escape');
    assert.match(await body(page).textContent(), /First\u200b?\/$/, 'the sign stays');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('/');
    await page.keyboard.type('ta');
    await page.keyboard.press('Enter');
    for (const word of ['Day', 'Hour', 'Monday', 'eight', 'Tuesday', 'nine', 'Friday', 'ten']) {
      await page.keyboard.type(word);
      if (word !== 'ten') await page.keyboard.press('Tab');
    }
    assert.deepEqual((await body(page).locator('th, td').allTextContents()).map((text) => text.replaceAll('\u200b', '')), ['Day', 'Hour', 'Monday', 'eight', 'Tuesday', 'nine', 'Friday', 'ten']);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.type('Saturday');
    await body(page).locator('> p').last().click();
    await page.keyboard.press('/');
    await page.keyboard.type('ti');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Keep calm.');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Below.');
    assert.equal((await body(page).locator('.callout').textContent()).replaceAll('\u200b', '').trim(), 'Keep calm.');
    await page.keyboard.type(' https');
    await page.keyboard.press('Control+Shift+ArrowLeft');
    const bar = page.locator('.bubble-bar');
    await bar.getByRole('button', { name: 'Link' }).click();
    const address = bar.locator('[data-link]');
    await address.fill('javascript:alert(1)');
    await page.keyboard.press('Enter');
    assert.equal(await address.getAttribute('aria-invalid'), 'true', 'what leads nowhere is not taken');
    await address.fill('example.org/one');
    await page.keyboard.press('Enter');
    await body(page).locator('a').dblclick();
    await bar.getByRole('button', { name: 'Link' }).click();
    assert.equal(await address.inputValue(), 'https://example.org/one', 'the address is there to be changed');
    await address.fill('https://example.org/two');
    await page.keyboard.press('Enter');
    assert.deepEqual(await body(page).locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))), ['https://example.org/two']);
    await leave();
  });

  test('on a phone an agent decides about a guide below its text; agents only is never public', async () => {
    const { page, leave } = await at(abel, { phone: true });
    await opened(page, '/guides/new/edit');
    await page.locator('#title').fill('For us alone');
    await body(page).click();
    await page.keyboard.type('Quiet words.');
    await page.locator('#category').scrollIntoViewIfNeeded();
    assert.ok(await page.locator('#category').isVisible());
    await page.locator('[name=internal]').check();
    assert.equal(await page.locator('[name=public]').isChecked(), false);
    await fits(page, 'the editor with what is decided', [320, 390, 768]);
    await accessible(page, 'the editor on a phone');
    await leave();
  });

  test('whoever says that a guide did not help stays where they are and may say why', async () => {
    const { page, leave } = await at();
    const guide = await publish(abel, { category, title: 'A long one', body: `${'Line.\n\n'.repeat(80)}End.` });
    await page.goto(`/guides/${guide}-a-long-one`);
    await page.getByRole('button', { name: 'No' }).click();
    await page.locator('#comment').waitFor();
    await page.waitForFunction(() => document.activeElement.id === 'comment');
    assert.ok(await page.evaluate(() => scrollY) > 500);
    await page.keyboard.type('The end is missing');
    await page.locator('#vote-comment button').click();
    await page.waitForFunction(() => document.activeElement.id === 'help-h');
    await leave();
  });

  test('a picture goes up with its progress and must be described; what is unfinished keeps itself [R006, R007]', async () => {
    const { page, leave } = await at(abel);
    await opened(page, '/guides/new/edit');
    await page.locator('#title').fill('With a picture');
    await body(page).click();
    await page.keyboard.type('Look:');
    await page.locator('[data-pick-files]').setInputFiles({ name: 'The map.png', mimeType: 'image/png', buffer: PICTURE });
    await page.locator('#describe').waitFor();
    await accessible(page, 'describing a picture');
    await page.keyboard.press('Escape');
    // The text has the focus again.
    await page.waitForFunction(() => document.activeElement.matches('.editor-prose'));
    await page.locator('figure[data-undescribed]').waitFor();
    await page.locator('[data-save]').focus();
    await page.keyboard.press('Enter');
    await page.locator('#describe[open]').waitFor();
    await page.keyboard.type('The way');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement.matches('.editor-prose'));
    await body(page).locator('img').click();
    await page.locator('#describe-alt').fill('The way to the gate');
    await page.locator('#describe-caption').fill('Turn right');
    const kept = page.waitForResponse((one) => one.request().postData()?.includes('The way to the gate'));
    await page.locator('[data-picture-done]').click();
    await kept;
    await page.locator('[data-draft-state]').getByText(/saved/i).waitFor();
    await opened(page, '/guides/new/edit');
    assert.equal(await body(page).locator('img').getAttribute('alt'), 'The way to the gate', 'the draft is back');
    await page.locator('[data-save]').click();
    await page.waitForURL(/with-a-picture/);
    const picture = page.locator('.prose figure img');
    assert.equal(await picture.getAttribute('alt'), 'The way to the gate');
    assert.ok(await picture.evaluate((one) => one.decode().then(() => one.naturalWidth === 2)));
    assert.equal(await page.locator('.prose figcaption').textContent(), 'Turn right');
    await leave({ except: /422/ });
  });

  test('what comes from Word keeps its structure and loses its looks', async () => {
    const { page, leave } = await at(abel);
    await opened(page, '/guides/new/edit');
    await body(page).click();
    await body(page).evaluate((root) => {
      const data = new DataTransfer();
      data.setData('text/html', `<html xmlns:o="urn:x"><body><style>p{color:red}</style><h1 style="color:red" class="MsoTitle">Rules</h1>
        <p class="MsoNormal" style="mso-x:y"><b><span style="font-size:20pt">Bold</span></b> text<o:p></o:p></p>
        <ul><li><p>One</p></li><li><p>Two</p></li></ul><table><tr><td><p>A</p></td><td>B</td></tr></table><img src="https://evil.example/x.png"></body></html>`);
      root.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await body(page).locator('li').nth(1).waitFor();
    const html = await body(page).innerHTML();
    assert.doesNotMatch(html, /style=|Mso|evil|color/);
    assert.deepEqual(await body(page).locator('li').allTextContents(), ['One', 'Two']);
    assert.deepEqual((await body(page).locator('td').allTextContents()).map((text) => text.trim()), ['A', 'B']);
    await page.locator('#title').fill('Pasted');
    await page.locator('[data-save]').click();
    await page.waitForURL(/pasted/);
    assert.match(await page.locator('.prose').innerHTML(), /<h2 id="h-rules">Rules<\/h2>[\s\S]*<strong>Bold<\/strong> text/);
    await leave();
  });

  test('a member edits on a phone, in French, in the dark; without scripts as Markdown', async () => {
    const id = await publish(abel, { category, title: 'Bike room', body: 'Left of the ramp.' });
    const phone = await at(mia, { phone: true, dark: true, lang: 'fr' });
    await opened(phone.page, `/guides/${id}/edit?lang=en`);
    await accessible(phone.page, 'editing on a phone');
    await fits(phone.page, 'editing on a phone', [360, 390]);
    await body(phone.page).tap();
    await phone.page.keyboard.press('Control+End');
    await phone.page.keyboard.type(' Deux places.');
    await phone.page.locator('[data-save]').tap();
    await phone.page.waitForURL(/bike-room/);
    await phone.leave();
    const plain = await at(mia, { scripts: false });
    await plain.page.goto(`/guides/${id}/edit?lang=en`);
    assert.match(await plain.page.locator('#body').inputValue(), /Left of the ramp\. Deux places\./);
    await plain.page.locator('#body').fill('**Right** of the ramp.');
    await plain.page.locator('[data-save]').click();
    assert.equal(await plain.page.locator('.prose strong').textContent(), 'Right');
    await plain.page.goto('/guides/search?q=bike');
    await plain.page.locator('.hits a').first().click();
    await plain.page.getByRole('button', { name: 'Yes' }).click();
    await plain.page.getByText('Thank you').waitFor();
    await plain.leave();
  });

  test("the agents' list shows a suggestion as it comes [R018]", async () => {
    const { page, leave } = await at(abel);
    house.sql("insert into setting (name, value) values ('member_writing', 'approval')");
    const listening = page.waitForResponse(/\/live\?topics=guides/);
    await page.goto('/agent/guides');
    await listening;
    const guide = await publish(abel, { category, title: 'Hours', body: 'From nine.' });
    const sent = await write(mia, guide, { title: 'Opening hours', body: 'From nine.', base: 1, kind: undefined, public: undefined, category: undefined, action: 'suggest' });
    assert.equal(sent.status, 303, await sent.text());
    await page.getByRole('link', { name: 'Opening hours' }).waitFor();
    await leave();
  });

  test('an agent puts a guide into an answer by keyboard', async () => {
    const ticket = await house.ask(mia, { subject: 'I lost my badge', body: 'Where do I get another one?' });
    const { page, leave } = await at(abel);
    await page.goto(`/agent/tickets/${ticket}`);
    await page.getByRole('button', { name: 'Insert a guide' }).click();
    const picker = page.locator(`#guides-${ticket}`);
    await picker.locator('[role=option]').first().waitFor();
    await page.keyboard.type('lost');
    await picker.locator('[role=option]').filter({ hasText: 'A lost badge' }).first().waitFor();
    await accessible(page, 'choosing a guide');
    await page.keyboard.press('Enter');
    const link = page.locator('.composer [role=textbox] a');
    assert.match(await link.getAttribute('href'), /\/g\/[\w-]{16}$/);
    await leave();
  });

  test('a guide and a search stand in the page of another site, as high as they are, where that is allowed [R013]', async () => {
    const body = Array.from({ length: 60 }, (_, at) => `Line ${at} of a long guide.`).join('\n\n');
    const id = await publish(abel, { category, title: 'Embedded', body });
    const link = linkOf(await abel.text(`/guides/${id}/edit`));
    const script = await (await abel.get('/embed.js')).text();
    assert.ok(script.length < 8000, `${script.length} bytes`);
    const site = createServer((request, response) => {
      response.setHeader('content-type', 'text/html');
      response.setHeader('content-security-policy', `default-src 'none'; script-src ${house.desk.web}; frame-src ${house.desk.web}`);
      response.end(`<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1><script async src="${house.desk.web}/embed.js" data-guide="${link}"></script><script async src="${house.desk.web}/embed.js" data-search data-lang="fr"></script>`);
    });
    await new Promise((resolve) => { site.listen(0, '127.0.0.1', resolve); });
    const elsewhere = `http://127.0.0.1:${site.address().port}/`;
    try {
      const { page, leave, context } = await at();
      await page.goto(elsewhere, { waitUntil: 'domcontentloaded' });
      const guide = page.frameLocator('iframe').first();
      await guide.getByText('Line 59').waitFor();
      await page.waitForFunction(() => document.querySelector('iframe').offsetHeight > 1500);
      assert.equal(await page.locator('iframe').first().getAttribute('title'), 'Embedded');
      const search = page.frameLocator('iframe').nth(1);
      await search.getByRole('searchbox').fill('badge');
      await search.getByRole('searchbox').press('Enter');
      await search.getByText('A lost badge').waitFor();
      assert.deepEqual(await context.cookies(), [], 'no cookie');
      await leave();
      await house.admin.post('/agent/settings/guides/words', { guide_sites: 'https://www.example.org' });
      const refused = await at();
      await refused.page.goto(elsewhere, { waitUntil: 'domcontentloaded' });
      await until('the frame to be refused', () => refused.complaints.some((text) => /frame-ancestors/.test(text)));
      await refused.leave({ except: /frame-ancestors|Framing/ });
      await house.admin.post('/agent/settings/guides/words', { guide_sites: elsewhere });
      const allowed = await at();
      await allowed.page.goto(elsewhere, { waitUntil: 'domcontentloaded' });
      await allowed.page.frameLocator('iframe').first().getByText('Line 59').waitFor();
      await allowed.leave();
    } finally {
      site.close();
    }
  });
});
