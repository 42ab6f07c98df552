// A message in the wrong ticket, put right with the keyboard alone; looked at in both languages.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { until } from '../lib/desk.mjs';
import { closeBrowser, somebody } from '../lib/browser.mjs';
import { accessible } from '../lib/axe.mjs';
import { House } from '../lib/house.mjs';
import { buildMail } from '../lib/mime.mjs';
import { sendMail } from '../lib/smtp-client.mjs';

after(closeBrowser);

describe('a message that belongs elsewhere', () => {
  let house, abel, ticket, astray;
  before(async () => {
    house = await House.open('sqlite');
    abel = house.agent('Abel Agent', 'abel@desk.example');
    const write = async (mail) => {
      await sendMail(house.desk.smtp, buildMail({ from: 'Mia Martin <mia@customer.example>', ...mail }), { from: 'mia@customer.example', to: mail.to });
      return until('it is read', () => house.sql(`select ticket_id || ' ' || id from message where rfc_id = '${mail.id}'`));
    };
    [ticket] = (await write({ to: 'support@desk.example', id: 'a@customer.example', subject: 'Invoice', text: 'My invoice is wrong.' })).split(' ');
    await write({ to: 'support@desk.example', id: 'b@customer.example', subject: 'Parking permit', text: 'May I park here?' });
    const token = house.sql(`select token from ticket where id = ${ticket}`);
    [, astray] = (await write({ to: `support+${token}@desk.example`, id: 'c@customer.example', subject: 'The printer burns', text: 'Something else: the printer burns.' })).split(' ');
  });
  after(() => house.close());

  const at = async (options) => {
    const one = await somebody(house.desk, undefined, options);
    await one.context.addCookies([{ name: 'guichet', value: abel.cookies.get('guichet'), url: house.desk.web }]);
    return one;
  };

  test('becomes a ticket of its own from its menu, and comes back by Undo, without a mouse', async () => {
    const { page, leave } = await at();
    await page.goto(`/agent/tickets/${ticket}`);
    const message = page.locator(`#message_${astray}`);
    await message.getByRole('button', { name: 'This belongs elsewhere…' }).focus();
    await page.keyboard.press('Enter');
    const item = page.getByRole('button', { name: 'Into a ticket of its own' });
    await item.waitFor();
    await accessible(page, 'the menu of a message');
    if (process.env.GUICHET_TEST_SHOTS) await page.screenshot({ path: `${process.env.GUICHET_TEST_SHOTS}/menu.png` });
    await item.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'The printer burns', level: 1 }).waitFor();
    await page.getByText('Message moved').waitFor();
    await page.getByRole('button', { name: 'Undo' }).first().focus();
    await page.keyboard.press('Enter');
    await until('it is back', () => house.sql(`select ticket_id from message where id = ${astray}`) === ticket);
    await leave();
  });

  for (const [lang, look] of [['en', { dark: true }], ['fr', { phone: true }], ['fr', {}]]) {
    test(`the page of tickets to choose from has no barriers (${lang}, ${JSON.stringify(look)})`, async () => {
      house.sql(`update person set language = '${lang}' where id = ${abel.id}`);
      const { page, leave } = await at({ lang, ...look });
      await page.goto(`/agent/tickets/${ticket}/messages/${astray}/move`);
      await page.getByRole('heading', { level: 1, name: lang === 'fr' ? 'Où ranger ce message' : 'Where does this message belong?' }).waitFor();
      await accessible(page, 'where a message belongs');
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'nothing is wider than the window');
      if (process.env.GUICHET_TEST_SHOTS) await page.screenshot({ path: `${process.env.GUICHET_TEST_SHOTS}/move-${lang}-${Object.keys(look)}.png` });
      await leave();
    });
  }
});
