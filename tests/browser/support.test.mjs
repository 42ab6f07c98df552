// The whole story of a support with two agents who see different things, an admin and a visitor; in both languages.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { until } from '../lib/desk.mjs';
import { closeBrowser, somebody } from '../lib/browser.mjs';
import { accessible } from '../lib/axe.mjs';
import { counts, editor, lastMessage, messages, reads, send, toast } from '../lib/agents.mjs';
import { House, plain } from '../lib/house.mjs';

after(closeBrowser);

const WORDS = {
  en: { addService: 'Add a service', add: 'Add', department: 'Name of the department', addDepartment: 'Add department', firstName: 'First name', checked: 'Security code checked', send: 'Send', settings: 'Settings',
    important: 'Important', close: 'Close ticket', save: 'Save as canned response', closed: 'Closed', merged: 'Merged', back: 'Taken back', name: 'Name', agents: 'Agents & permissions', services: 'Services & departments', whole: 'All of' },
  fr: { addService: 'Ajouter un service', add: 'Ajouter', department: 'Nom du département', addDepartment: 'Ajouter un département', firstName: 'Prénom', checked: 'Code de sécurité vérifié', send: 'Envoyer', settings: 'Réglages',
    important: 'Importants', close: 'Clore le ticket', save: 'Enregistrer comme réponse pré-enregistrée', closed: 'Clos', merged: 'Fusionné', back: 'Annulé', name: 'Nom', agents: 'Agents et droits', services: 'Services et départements', whole: 'Tout' },
};

/** A browser for somebody of a house. */
async function at(house, person, options) {
  const one = await somebody(house.desk, undefined, options);
  if (person) await one.context.addCookies([{ name: 'guichet', value: person.cookies.get('guichet'), url: house.desk.web }]);
  return one;
}

for (const [lang, words] of Object.entries(WORDS)) {
  describe(`a support for several courses (${lang})`, () => {
    let house, abel, admin, visitor, rita, link;
    before(async () => {
      house = await House.open('sqlite', { setUp: {} });
      house.sql(`update person set language = '${lang}'`);
      abel = house.agent('Abel Agent', 'abel@desk.example', [house.department]);
      house.sql(`update person set language = '${lang}'`);
      admin = await at(house, house.admin, { lang });
    });
    after(() => house.close());
    const menu = (page) => page.locator('.menu:popover-open');

    test('the admin adds a course with its department, and an agent for it with a signature [R075, R076, R078, R079, R082]', async () => {
      const { page } = admin;
      await page.goto('/agent/views/mine');
      await page.getByRole('link', { name: words.settings, exact: true }).click();
      await page.getByRole('heading', { name: words.services, level: 1 }).waitFor();
      const form = page.locator('#form-new-service');
      await form.locator('input').fill('Course');
      await form.getByRole('button', { name: words.add }).click();
      const card = page.locator('.card', { has: page.locator('input[value="Course"]') });
      await card.getByLabel(words.department).last().fill('Exams');
      await card.getByRole('button', { name: words.addDepartment }).click();
      await card.locator('input[value="Exams"]').waitFor();
      await accessible(page, 'services');
      await page.getByRole('link', { name: words.agents }).click();
      await page.locator('#address').fill('rita@desk.example');
      await page.locator('#name').fill('Rita Restricted');
      await page.locator('#new-agent button').click();
      await page.locator('#reach').selectOption({ label: 'Exams' });
      await page.locator('#new-grant input[name=notify_new]').check();
      await page.locator('#new-grant button').click();
      const signature = page.locator('#grants [role=textbox]');
      await signature.click();
      await page.keyboard.type('Rita of the ');
      await page.keyboard.press('Control+b');
      await page.keyboard.type('exams');
      await page.locator('#grants form button[type=submit]').last().click();
      await until('the signature is kept', () => /Rita of the(&nbsp;|\s)<b>exams<\/b>/.test(house.sql('select signature from agent_grant order by id desc limit 1')));
      assert.match(await signature.innerText(), /Rita of the\sexams/, 'and stays on the page');
      await accessible(page, 'an agent');
      rita = house.session(Number(house.sql("select id from person where address = 'rita@desk.example'")));
      house.sql(`update person set language = '${lang}'`);
    });

    test('the agent makes a canned response ready for her course [R106]', async () => {
      const one = await at(house, rita, { lang });
      const { page } = one;
      await page.goto('/agent/settings');
      await page.locator('#form-new [name=canned_name]').fill('Ready soon');
      await page.locator('#form-new [role=textbox]').click();
      await page.keyboard.type('Hello {first name}, it is ready in [how many] days.');
      await page.locator('#form-new button[type=submit]').click();
      await page.locator('.card', { hasText: 'Ready soon' }).waitFor();
      assert.equal(await page.locator('#form-new [role=textbox]').innerText(), '\n', 'the form is empty again');
      await accessible(page, 'canned responses');
      await one.leave();
    });

    test('a visitor on a phone asks: address, name because it is new, course, department, code [R087, R088, R089, R093]', async () => {
      visitor = await at(house, undefined, { lang, phone: true });
      const { page } = visitor;
      await page.goto('/tickets/new');
      assert.equal(await page.getByLabel(words.firstName).count(), 0);
      await page.locator('#address').fill('nora@visitor.example');
      await page.locator('#subject').focus();
      await page.getByLabel(words.firstName).fill('Nora');
      await page.locator('#last_name').fill('New');
      await page.locator('#service').selectOption({ label: 'Course' });
      assert.deepEqual(await page.locator('#department option').allInnerTexts(), ['Exams']);
      await page.locator('#subject').fill('My mark is missing');
      await page.locator('#body').fill('Of the exam in June.');
      await reads(page.locator('#security'), words.checked);
      assert.equal(await page.locator('#code').isVisible(), false);
      await accessible(page, 'the form');
      await page.getByRole('button', { name: words.send }).click();
      await page.locator('a[href^="/t/"]').click();
      await reads(messages(page), 'Of the exam in June.');
      link = new URL(page.url()).pathname;
    });

    test('it exists for her agent, at once, and not for the other [R081, R083]', async () => {
      const [one, other] = [await at(house, rita, { lang }), await at(house, abel, { lang })];
      await one.page.goto('/agent/views/open');
      await one.page.locator('.row', { hasText: 'My mark is missing' }).waitFor();
      await other.page.goto('/agent/views/open');
      assert.equal(await other.page.locator('.row').count(), 0);
      assert.doesNotMatch(await other.page.locator('nav').first().innerText(), /Course|Exams/);
      await house.mail('Rita is told', (mail) => /rita@desk/.test(mail));
      await Promise.all([one.leave(), other.leave()]);
    });

    test('she answers with "/", the placeholder holds the answer back until it is filled, and it closes [R108, R109, R110]', async () => {
      const one = await at(house, rita, { lang });
      const { page } = one;
      const ticket = house.sql("select id from ticket where subject = 'My mark is missing'");
      await page.goto(`/agent/tickets/${ticket}`);
      await editor(page).click();
      await page.keyboard.press('/');
      await reads(menu(page), 'Hello Nora, it is ready in [how many] days.');
      await accessible(page, 'the picker');
      await page.keyboard.type('soon');
      await page.keyboard.press('Enter');
      await reads(editor(page), 'Hello Nora');
      await send(page).click();
      assert.equal(await messages(page).count(), 1, 'a placeholder is open');
      await page.keyboard.type('two');
      await page.getByLabel(words.close, { exact: true }).check();
      await page.getByLabel(words.save, { exact: true }).check();
      await page.locator('[name=canned_name]').fill('Ready in two');
      await page.keyboard.press('Control+Enter');
      await counts(messages(page), 2);
      assert.match(await lastMessage(page).innerText(), /Hello Nora, it is ready in two days\./);
      await reads(toast(page), words.closed);
      assert.equal(await page.locator('[name=close]').isChecked(), false, 'the next answer starts anew');
      assert.equal(house.sql("select used from canned_reply where name = 'Ready soon'"), '1');
      assert.match(house.sql("select html from canned_reply where name = 'Ready in two'"), /it is ready in two days/);
      const mail = plain(await house.mail('it leaves', (text) => /nora@visitor/.test(text) && plain(text).includes('in two days')));
      assert.match(mail, /Rita of the(&nbsp;|\s)<b>exams<\/b>/);
      await visitor.page.goto(link);
      await reads(messages(visitor.page), 'ready in two days');
      await visitor.leave();
      await one.leave();
    });

    test('transferred by keyboard to the other department it is the other agent’s, and no longer hers [R115]', async () => {
      const [one, other] = [await at(house, rita, { lang }), await at(house, abel, { lang })];
      const clara = house.customer('Clara', 'clara@customer.example');
      const exams = house.sql("select id from department where name = 'Exams'");
      const ticket = await house.ask(clara, { subject: 'Wrong door', department: exams });
      await other.page.goto('/agent/views/open');
      await one.page.goto(`/agent/tickets/${ticket}`);
      await editor(one.page).waitFor();
      await one.page.keyboard.press('t');
      await menu(one.page).getByRole('button', { name: 'General' }).click();
      await other.page.locator('.row', { hasText: 'Wrong door' }).waitFor();
      await one.page.waitForURL('**/agent/views/open');
      assert.equal(await one.page.locator('.row', { hasText: 'Wrong door' }).count(), 0);
      assert.equal((await one.context.request.get(`/agent/tickets/${ticket}`)).status(), 404);
      await one.page.keyboard.press('z');
      await one.page.locator('.row', { hasText: 'Wrong door' }).waitFor();
      await other.page.locator('.row', { hasText: 'Wrong door' }).waitFor({ state: 'detached' });
      await Promise.all([one.leave(), other.leave()]);
    });

    test('by keyboard: important, spam, deleted, each taken back; two tickets merged, and parted [R112, R113, R114]', async () => {
      const other = await at(house, abel, { lang });
      const { page } = other;
      const clara = house.session(Number(house.sql("select id from person where address = 'clara@customer.example'")));
      const [first, second] = [await house.ask(clara, { subject: 'The first', body: 'First words' }), await house.ask(clara, { subject: 'The second', body: 'Second words' })];
      await page.goto(`/agent/tickets/${first}?view=open`);
      await editor(page).waitFor();
      await page.keyboard.press('i');
      await until('it is important', () => house.sql(`select priority from ticket where id = ${first}`) === '2');
      await page.locator('#toasts form[action*="/undo/"]').waitFor();
      const place = () => house.sql(`select place from ticket where id = ${second}`);
      for (const [key, wanted] of [['!', 'spam'], ['#', 'trash']]) {
        await page.goto(`/agent/tickets/${second}?view=open`);
        await editor(page).waitFor();
        await page.keyboard.press(key);
        await until(`it is in ${wanted}`, () => place() === wanted);
        await page.locator('#toasts form[action*="/undo/"]').last().waitFor();
        await page.keyboard.press('z');
        await until('it is back', () => place() === '');
      }
      await page.goto('/agent/views/open');
      await reads(page.locator('.rows, .list, main').first(), words.important);
      assert.match(await page.locator('.row').first().innerText(), /The first/);
      await page.locator('.row', { hasText: 'The first' }).locator('.row-link').click();
      await editor(page).waitFor();
      await page.keyboard.press('m');
      await page.getByLabel(/The second/).check();
      await accessible(page, 'merging');
      await page.locator('#merge button[type=submit]').click();
      await counts(messages(page), 2);
      await reads(toast(page), words.merged);
      await page.locator('#thread .event form button').click();
      await counts(messages(page), 1);
      await page.goto(`/agent/tickets/${second}`);
      await reads(messages(page), 'Second words');
      await other.leave();
    });

    test('nothing was wrong on the admin’s pages', () => admin.leave());
  });
}
