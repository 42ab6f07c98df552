import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines, startDemo } from '../lib/desk.mjs';
import { errorOf, fieldValue, hasField, textOf } from '../lib/html.mjs';
import { House, plain } from '../lib/house.mjs';

const PASSWORD = 'correct horse battery';
const stranger = (house) => new Browserless(house.desk.web);

onBothEngines(describe, 'signing in', (engine) => {
  let house;
  before(async () => { house = await House.open(engine); });
  after(() => house.close());

  test('the password of the set-up page signs in, with a cookie that scripts cannot read', async () => {
    const ada = stranger(house);
    const answer = await ada.post('/sign-in', { address: ' Ada@Desk.Example ', password: PASSWORD });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), '/agent');
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('guichet='));
    assert.match(cookie, /; HttpOnly/);
    assert.match(cookie, /; SameSite=Lax/);
    assert.match(cookie, /; Path=\//);
    assert.equal((await ada.get('/agent/views/open')).status, 200);
  });

  test('a wrong password and an unknown address get the same answer', async () => {
    const answers = [];
    for (const address of ['ada@desk.example', 'nobody@desk.example']) {
      const person = stranger(house);
      const answer = await person.post('/sign-in', { address, password: 'wrong wrong wrong' });
      assert.equal(answer.status, 422);
      assert.equal(person.cookies.has('guichet'), false);
      const page = await answer.text();
      assert.equal(fieldValue(page, 'address'), address);
      assert.match(textOf(page), /E-mail or password not recognised/);
      answers.push(textOf(page));
    }
    assert.equal(answers[0], answers[1]);
  });

  test('somebody who is not signed in is asked to, and comes back to where they wanted to go', async () => {
    const ada = stranger(house);
    const asked = await ada.get('/agent/views/closed');
    assert.equal(asked.headers.get('location'), '/sign-in?next=/agent/views/closed');
    const form = await ada.text(asked.headers.get('location'));
    assert.equal(fieldValue(form, 'next'), '/agent/views/closed');
    const answer = await ada.post('/sign-in', { address: 'ada@desk.example', password: PASSWORD, next: '/agent/views/closed' });
    assert.equal(answer.headers.get('location'), '/agent/views/closed');
  });

  test('signing in never leads to another site', async () => {
    house.admin.cookies.delete('flash');
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '\\\\evil.example', '/\t/evil.example', 'javascript:alert(1)']) {
      const answer = await stranger(house).post('/language', { code: 'en', back: next });
      assert.equal(answer.headers.get('location'), '/', next);
    }
    const answer = await stranger(house).post('/sign-in', { address: 'ada@desk.example', password: PASSWORD, next: '//evil.example' });
    assert.equal(answer.headers.get('location'), '/agent');
  });

  test('a mailed link signs a customer in', async () => {
    const address = 'anna.lind@customer.example';
    house.addPerson('Anna Lind', address);
    const anna = stranger(house);
    const asked = await anna.post('/sign-in/link', { address: address.toUpperCase() });
    assert.equal(asked.status, 200);
    assert.match(textOf(await asked.text()), /a link is on its way/);
    const mail = await house.mail('the link is mailed', (text) => text.includes(address));
    const link = plain(mail).match(new RegExp(`${house.desk.web}(/sign-in/[\\w-]+)`))[1];
    const answer = await anna.get(link);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), '/tickets');
    assert.match(textOf(await anna.text('/tickets')), /My questions/);
  });

  test('an unknown address gets the same words and no mail', async () => {
    const person = stranger(house);
    const known = await (await person.post('/sign-in/link', { address: 'ada@desk.example' })).text();
    await house.mail('the known one is mailed', (text) => text.includes('ada@desk.example'));
    const mails = house.mails().length;
    const unknown = await (await person.post('/sign-in/link', { address: 'unknown@desk.example' })).text();
    assert.equal(textOf(known), textOf(unknown));
    // A second mail to a known address has to wait behind any mail to the unknown one.
    await person.post('/sign-in/link', { address: 'ada@desk.example' });
    await house.mail('the next one is mailed', (text) => text.includes('ada@desk.example') && house.mails().length > mails);
    assert.equal(house.mails().some((text) => text.includes('unknown@desk.example')), false);
    const bad = await person.post('/sign-in/link', { address: 'no address' });
    assert.equal(bad.status, 422);
    assert.match(errorOf(await bad.text(), 'address'), /not a mail address/);
  });

  test('a link that is old, used up or invented says so and signs nobody in', async () => {
    const address = 'old.link@customer.example';
    house.addPerson('Old Link', address);
    const person = stranger(house);
    await person.post('/sign-in/link', { address });
    const mail = await house.mail('the link is mailed', (text) => text.includes(address));
    const link = plain(mail).match(/\/sign-in\/[\w-]+/)[0];
    for (let use = 0; use < 5; use += 1) assert.equal((await stranger(house).get(link)).status, 303);
    const usedUp = await person.get(link);
    assert.equal(usedUp.status, 404);
    assert.equal(fieldValue(await usedUp.text(), 'address'), '');
    house.sql('update sign_in_link set uses_left = 9, expires_at = 1');
    for (const path of [link, '/sign-in/AAAA', '/sign-in/%00', `/sign-in/${'a'.repeat(5000)}`]) {
      assert.equal((await person.get(path)).status, 404, path.slice(0, 40));
      assert.equal(person.cookies.has('guichet'), false);
    }
  });

  test('forged cookies are strangers', async () => {
    const real = house.admin.cookies.get('guichet');
    const forged = ['', 'x', real.slice(0, -1), `${real}A`, real.toUpperCase(), "' or 1=1 --", '%00', 'é'.repeat(10), 'a'.repeat(4000)];
    for (const value of forged) {
      const answer = await stranger(house).get('/agent/views/open', { headers: { cookie: `guichet=${encodeURI(value)}` } });
      assert.equal(answer.status, 303, value.slice(0, 20));
      assert.equal(answer.headers.get('location'), '/sign-in?next=/agent/views/open');
    }
  });

  test('an expired session is over', async () => {
    const person = house.session(house.admin.id);
    assert.equal((await person.get('/agent/views/open')).status, 200);
    house.sql(`update session set expires_at = 1 where created_at = 0 and person_id = ${house.admin.id}`);
    assert.equal((await person.get('/agent/views/open')).status, 303);
  });

  test('somebody who is no longer with us is signed out at once', async () => {
    const agent = house.agent('Gone Agent', 'gone@desk.example');
    assert.equal((await agent.get('/agent/views/open')).status, 200);
    house.sql(`update person set disabled_at = 1 where id = ${agent.id}`);
    assert.equal((await agent.get('/agent/views/open')).status, 303);
  });

  test('signing out ends the session, not only the cookie', async () => {
    const person = house.session(house.admin.id);
    const token = person.cookies.get('guichet');
    const answer = await person.post('/sign-out');
    assert.equal(answer.headers.get('location'), '/');
    assert.equal(person.cookies.has('guichet'), false);
    const thief = await stranger(house).get('/agent/views/open', { headers: { cookie: `guichet=${token}` } });
    assert.equal(thief.status, 303);
  });

  test('a first password needs no other; a new one needs the current, and ends all other sessions', async () => {
    const [FIRST, SECOND] = ['a first long password', 'another long password'];
    const here = house.agent('Nora New', 'nora@desk.example');
    const change = (fields) => here.post('/agent/profile/password', fields);
    assert.equal(hasField(await here.text('/agent/profile'), 'current'), false);
    const short = await change({ password: 'short' });
    assert.equal(short.status, 422);
    assert.match(errorOf(await short.text(), 'password'), /too short/);
    assert.equal((await change({ password: FIRST })).status, 303);
    assert.equal(hasField(await here.text('/agent/profile'), 'current'), true);
    const elsewhere = house.session(here.id);
    for (const current of ['', 'not my password']) {
      const wrong = await change({ current, password: SECOND });
      assert.equal(wrong.status, 422);
      assert.ok(errorOf(await wrong.text(), 'current'));
    }
    assert.equal((await elsewhere.get('/agent/profile')).status, 200);
    assert.equal((await change({ current: FIRST, password: SECOND })).status, 303);
    assert.equal((await here.get('/agent/profile')).status, 200);
    assert.equal((await elsewhere.get('/agent/profile')).status, 303);
    for (const [password, status] of [[FIRST, 422], [SECOND, 303]])
      assert.equal((await stranger(house).post('/sign-in', { address: 'nora@desk.example', password })).status, status);
  });
});

describe('too many tries', () => {
  test('one account is protected after ten, others are not affected', async (t) => {
    const desk = await startDemo();
    t.after(() => desk.stop());
    const tryOnce = (address) => new Browserless(desk.web).post('/sign-in', { address, password: 'guess guess guess' });
    for (let round = 0; round < 10; round += 1) assert.equal((await tryOnce('Camille.Roy@nordlys.example')).status, 422);
    const refused = await tryOnce('camille.roy@nordlys.example');
    assert.equal(refused.status, 429);
    const page = await refused.text();
    assert.match(errorOf(page, 'password'), /Too many tries/);
    assert.equal(fieldValue(page, 'address'), 'camille.roy@nordlys.example');
    assert.equal((await tryOnce('ines.haddad@nordlys.example')).status, 422);
  });
});
