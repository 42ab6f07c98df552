// Joining: an account with what is accepted, the mail with how to sign in, terms and privacy as versions, cookies.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines } from '../lib/desk.mjs';
import { decode, errorOf, fieldValue, textOf } from '../lib/html.mjs';
import { House, follow, plain } from '../lib/house.mjs';
import { securityCode } from '../lib/visitor.mjs';

onBothEngines(describe, 'joining', (engine) => {
  let house, number = 0;
  before(async () => { house = await House.open(engine, { serve: { args: ['--trusted-proxies', '127.0.0.1'] } }); });
  after(() => house.close());

  /** A visitor from an address of their own: other tests must not slow this one down. */
  const stranger = () => {
    const one = new Browserless(house.desk.web);
    const from = `203.0.113.${number += 1}`;
    const { request } = one;
    one.request = (path, options = {}) => request.call(one, path, { ...options, headers: { ...options.headers, 'x-forwarded-for': from } });
    return one;
  };
  const versions = (html) => ({ terms: html.match(/name="terms" value="(\d+)"/)[1], privacy: html.match(/name="privacy" value="(\d+)"/)[1] });
  /** Fills the form in as a person does. */
  const join = async (fields, one = stranger(), before = async () => {}) => {
    const html = await one.text('/sign-up');
    const code = securityCode(html);
    await before();
    return one.post('/sign-up', { name: 'Nora New', mail: 'nora@new.example', accept: 'yes', ...versions(html), challenge: code.challenge, code: code.sum, ...fields });
  };
  const accepted = (address) => house.sql(`select count(*) from acceptance a join person p on p.id = a.person_id where p.address = '${address}'`);

  test('whoever signs up accepts terms and privacy policy, with links to both [R197]', async () => {
    const html = await new Browserless(house.desk.web).text('/sign-up');
    assert.match(html, /href="\/terms"/);
    assert.match(html, /href="\/privacy"/);
    const refused = await join({ accept: '' });
    assert.equal(refused.status, 422);
    const page = await refused.text();
    assert.match(errorOf(page, 'accept'), /accept/);
    assert.equal(fieldValue(page, 'name'), 'Nora New', 'what was typed is kept');
    assert.equal(house.sql("select count(*) from person where address = 'nora@new.example'"), '0');
    assert.equal((await join({})).status, 200);
    assert.equal(accepted('nora@new.example'), '3', 'terms, privacy and the rules of the community');
  });

  test('a message with the login comes by mail, and its link signs in [R198]', async () => {
    const mail = plain(await house.mail('the mail to Nora', (one) => /To:.*nora@new\.example/.test(one)));
    assert.match(mail, /Your login is your e-mail address: nora@new\.example/);
    assert.match(mail, new RegExp(`${house.desk.web}/guides`), 'it points to the guides');
    const link = mail.match(/\/sign-in\/[\w-]+\?next=\//)[0];
    const nora = new Browserless(house.desk.web);
    assert.match(await follow(nora, await nora.get(link)), /Nora/);
    assert.equal((await nora.get('/tickets')).status, 200);
  });

  test('the answer is the same for an address that is known, and nothing is accepted in their name', async () => {
    house.customer('Carl Known', 'carl@known.example');
    const [fresh, known] = [await join({ mail: 'fresh@new.example' }), await join({ name: 'Not Carl', mail: 'Carl@Known.example' })];
    assert.deepEqual([fresh.status, known.status], [200, 200]);
    assert.equal(await fresh.text(), await known.text());
    assert.equal(accepted('carl@known.example'), '0');
    assert.equal(house.sql("select name from person where address = 'carl@known.example'"), 'Carl Known');
    assert.match(plain(await house.mail('the mail to Carl', (one) => /carl@known\.example/.test(one))), /Hello Carl Known/);
  });

  test('what is wrong is said next to its field', async () => {
    for (const [fields, field] of [[{ name: ' ' }, 'name'], [{ name: 'x'.repeat(200) }, 'name'], [{ mail: 'nothing' }, 'mail'], [{ mail: '' }, 'mail'], [{ code: '1' }, 'code']]) {
      const answer = await join(fields);
      assert.equal(answer.status, 422, field);
      assert.match(errorOf(await answer.text(), field), /./);
    }
    assert.equal((await join({ website: 'http://spam.example', mail: 'robot@spam.example' })).status, 303);
    assert.equal(house.sql("select count(*) from person where address = 'robot@spam.example'"), '0');
  });

  test('terms are versions: a change while somebody reads them is read again [R197]', async () => {
    const visitor = new Browserless(house.desk.web);
    assert.match(textOf(await visitor.text('/terms')), /has not written terms of its own/);
    const change = (terms) => house.admin.post('/agent/settings/legal', { terms_en: terms, terms_fr: '', privacy_en: 'We keep **little**.', privacy_fr: '' });
    const late = await join({ mail: 'late@new.example' }, stranger(), () => change('Be kind.\n\n<script>x</script>'));
    assert.equal(late.status, 422);
    assert.match(errorOf(await late.text(), 'accept'), /changed meanwhile/);
    const page = await visitor.text('/terms');
    assert.match(page, /<p>Be kind\.<\/p>/);
    assert.doesNotMatch(page, /<script>x/);
    assert.match(await visitor.text('/privacy'), /<strong>little<\/strong>/);
    assert.equal((await join({ mail: 'late@new.example' })).status, 200);
    assert.equal(house.sql("select version from acceptance a join person p on p.id = a.person_id where p.address = 'late@new.example' and kind = 'terms'"), '1');
    await change('Be kind.\n\n<script>x</script>');
    assert.equal(house.sql("select max(version) from legal_text where kind = 'terms'"), '1', 'saving the same is no version');
    assert.match(textOf(await house.admin.text('/agent/settings/legal')), /Version 1, accepted by 1/);
    assert.equal(decode(fieldValue(await house.admin.text('/agent/settings/legal'), 'privacy_en')).trim(), 'We keep **little**.');
  });

  test('no cookie needs consent, so nothing asks for it, and a page says so [R199]', async () => {
    const visitor = new Browserless(house.desk.web);
    const page = textOf(await visitor.text('/cookies'));
    assert.match(page, /nothing to consent to/);
    for (const name of ['guichet', 'language', 'flash', 'vote']) assert.match(page, new RegExp(`\\b${name}\\b`));
    assert.match(await visitor.text('/cookies'), /href="\/privacy"/);
    for (const path of ['/', '/guides', '/sign-up', '/tickets/new']) {
      const answer = await visitor.get(path);
      assert.equal(answer.headers.get('set-cookie'), null, path);
    }
    assert.match(await visitor.text('/'), /<footer[\s\S]*href="\/cookies"/);
  });

  test('an admin switches it off', async () => {
    await house.admin.post('/agent/settings/features', { member_writing: 'direct' });
    const visitor = stranger();
    assert.equal((await visitor.get('/sign-up')).status, 404);
    assert.equal((await visitor.post('/sign-up', { name: 'X', mail: 'x@x.example', accept: 'yes' })).status, 404);
    await house.admin.post('/agent/settings/features', { member_writing: 'direct', sign_up: 'yes' });
    assert.equal((await visitor.get('/sign-up')).status, 200);
  });
});
