// Mails with looks of their own, read in a real browser: in the ticket their words are readable in light and dark, and as
// designed they have their own colours on their own paper, and do nothing.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { closeBrowser, somebody } from '../lib/browser.mjs';
import { accessible, fits } from '../lib/axe.mjs';
import { until } from '../lib/desk.mjs';
import { House } from '../lib/house.mjs';
import { buildMail } from '../lib/mime.mjs';
import { sendMail } from '../lib/smtp-client.mjs';

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const NEWSLETTER = `<table width="600" bgcolor="#f4f4f4" cellpadding="20"><tr><td bgcolor="#ffffff" style="font-family:Arial">
  <img src="https://shop.example/logo.png" width="200" height="80" alt="The shop"><img src="https://shop.example/open.gif" width="1" height="1" alt="">
  <h1 style="color:#003366">Autumn offers</h1><p style="color:#333333">Dear customer, all lamps are cheaper.</p></td></tr>
  <tr><td bgcolor="#003366" style="color:#ffffff;padding:20px"><font color="#ffffff">White words on a dark ground.</font></td></tr>
  <tr><td><img src="cid:lamp@shop" alt="A lamp" width="40" height="40"> <a href="https://shop.example/leave">Leave this list</a></td></tr></table>
  <p>My answer: <font color="blue">blue words</font>, <font color="black">black words</font>.</p>`;
/** What the browser says of styles that the page's policy keeps out, and of a shop that is not there. */
const STYLES = /^error: Applying inline style|pictures\/\d+\)$/;

after(closeBrowser);

describe('mails with looks of their own', () => {
  let house, ticket, message;
  before(async () => {
    house = await House.open('sqlite');
    const id = 'offers@shop.example';
    const file = { name: 'lamp.png', type: 'image/png', content: PIXEL, id: 'lamp@shop', inline: true };
    await sendMail(house.desk.smtp, buildMail({ from: 'The shop <mia@shop.example>', to: 'support@desk.example', id, subject: 'Autumn offers', html: NEWSLETTER, files: [file] }), { from: 'mia@shop.example', to: 'support@desk.example' });
    [ticket, message] = (await until('it is read', () => house.sql(`select ticket_id || ' ' || id from message where rfc_id = '${id}'`))).split(' ');
  });
  after(() => house.close());

  const at = async (options) => {
    const one = await somebody(house.desk, undefined, options);
    await one.context.addCookies([{ name: 'guichet', value: house.admin.cookies.get('guichet'), url: house.desk.web }]);
    return one;
  };
  const shoot = async (page, name) => {
    if (process.env.GUICHET_TEST_SHOTS) await page.screenshot({ path: `${process.env.GUICHET_TEST_SHOTS}/${name}.png` });
  };

  for (const [name, options] of [['light', {}], ['dark, phone, French', { dark: true, phone: true, lang: 'fr' }]]) {
    test(`in the ticket their words are readable: ${name}`, async () => {
      const { page, leave } = await at(options);
      await page.goto(`/agent/tickets/${ticket}`);
      const body = page.locator(`#message_${message} .msg-body`).first();
      await body.waitFor();
      const looks = await body.evaluate((body) => ({
        grounds: [...body.querySelectorAll('[bgcolor]')].map((one) => getComputedStyle(one).backgroundColor),
        white: getComputedStyle(body.querySelector('font')).color === getComputedStyle(body).color,
        blue: getComputedStyle(body.querySelector('font[color=blue]')).color,
        black: getComputedStyle(body.querySelector('font[color=black]')).color === getComputedStyle(body).color,
        holes: [...body.querySelectorAll('img:not([src])')].map((one) => one.getBoundingClientRect().height > 40),
      }));
      assert.deepEqual(new Set(looks.grounds), new Set(['rgba(0, 0, 0, 0)']), 'no ground stays under words of another colour');
      assert.ok(looks.white, 'white words are words');
      assert.equal(looks.blue === 'rgb(0, 0, 255)', !options.dark, 'a colour that says something stays, or gives way to one for the dark');
      assert.equal(looks.black, Boolean(options.dark), 'black words are not lost in the dark');
      assert.deepEqual(looks.holes, [false, false], 'a picture that is not loaded leaves no hole');
      await accessible(page, `a newsletter, ${name}`);
      await shoot(page, `reading-${options.lang ?? 'en'}`);
      await leave({ except: STYLES });
    });
  }

  test('as designed they have their own colours and pictures, and run nothing', async () => {
    const { page, leave } = await at({ dark: true });
    await page.goto(`/agent/tickets/${ticket}`);
    await page.locator(`#message_${message}`).getByRole('link', { name: 'As designed' }).click();
    const paper = page.frameLocator('iframe.mail-look');
    await paper.getByText('Autumn offers').waitFor();
    const looks = await paper.locator('body').evaluate((body) => ({
      paper: getComputedStyle(body).backgroundColor,
      heading: getComputedStyle(body.querySelector('h1')).color,
      ground: getComputedStyle(body.querySelector('td[bgcolor="#003366"]')).backgroundColor,
      own: body.querySelector('img[alt="A lamp"]').naturalWidth,
    }));
    assert.deepEqual(looks, { paper: 'rgb(255, 255, 255)', heading: 'rgb(0, 51, 102)', ground: 'rgb(0, 51, 102)', own: 1 });
    const alone = await page.request.get(`/agent/tickets/${ticket}/messages/${message}/look.html`);
    const policy = alone.headers()['content-security-policy'];
    assert.match(policy, /^sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'/);
    assert.doesNotMatch(policy, /script/);
    assert.doesNotMatch(await alone.text(), /\ssrc="https?:/, 'nothing is asked of who sent it');
    await accessible(page, 'a mail as designed');
    await fits(page, 'a mail as designed', [320, 390, 768, 1440]);
    await shoot(page, 'look');
    await page.getByRole('link', { name: 'Show pictures' }).click();
    const source = await paper.locator('img[alt="The shop"]').getAttribute('src');
    assert.equal(source, `/agent/tickets/${ticket}/messages/${message}/pictures/0`);
    await page.getByRole('link', { name: 'Source' }).click();
    await page.locator('pre.source').waitFor();
    await leave({ except: STYLES });
  });

  test('a held mail is looked at and put aside, with the keyboard, on a phone in the dark', async () => {
    await sendMail(house.desk.smtp, buildMail({ from: 'support@desk.example', to: 'support@desk.example', id: 'own@desk.example', subject: 'From ourselves', text: 'Round and round.' }), { from: 'support@desk.example', to: 'support@desk.example' });
    await until('it is held', () => house.sql("select id from inbound where state = 'held'"));
    const { page, leave } = await at({ phone: true, dark: true, lang: 'fr' });
    await page.goto('/agent/mail');
    await accessible(page, 'the ledger with a held mail');
    await shoot(page, 'ledger-phone');
    await page.getByRole('link', { name: 'From ourselves', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Round and round.').first().waitFor();
    await accessible(page, 'a held mail');
    await fits(page, 'a held mail', [320, 390, 768, 1440]);
    await shoot(page, 'held');
    await page.getByRole('button', { name: 'Mettre de côté' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('#toasts').getByText('mis de côté').waitFor();
    await page.getByRole('button', { name: 'Reprendre' }).waitFor();
    await leave();
  });
});
