// Plans of customers and what they are welcomed with, each time that they sign in.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines } from '../lib/desk.mjs';
import { between, errorOf, textOf } from '../lib/html.mjs';
import { House, follow, plain } from '../lib/house.mjs';

const HERE = '/agent/settings/plans';

onBothEngines(describe, 'plans', (engine) => {
  let house, abel, number = 0;
  before(async () => {
    house = await House.open(engine);
    abel = house.agent('Abel Agent', 'abel@desk.example');
  });
  after(() => house.close());

  /** Somebody signs in by a mailed link, as members do. */
  const signedIn = async (address) => {
    const one = new Browserless(house.desk.web);
    const before = new Set(house.mails());
    assert.equal((await one.post('/sign-in/link', { address })).status, 200);
    const mail = plain(await house.mail(`the link for ${address}`, (text) => !before.has(text) && text.includes(address)));
    await one.get(mail.match(/\/sign-in\/[\w-]+/)[0]);
    return one;
  };
  const customer = (language = 'en') => {
    const address = `member${number += 1}@customer.example`;
    const id = house.addPerson(`Member ${number}`, address);
    house.sql(`update person set language = '${language}' where id = ${id}`);
    return { id, address };
  };
  const idOf = (name) => Number(house.sql(`select id from plan where name = '${name}'`));
  const change = (name, fields) => house.admin.post(`${HERE}/${idOf(name)}`, { name, action: 'save', ...fields });
  const welcome = (html) => (html.includes('<section class="welcome"') ? between(html, '<section class="welcome"', '</section>') : '');

  test('a plan welcomes its people at each login, and may point to the help desk [R021]', async () => {
    const mia = customer();
    assert.equal(welcome(await (await signedIn(mia.address)).text('/')), '', 'nobody is welcomed without words');
    await follow(house.admin, await change('Standard', { welcome_en: 'Look into our **[guides](/guides)** first.\n\n<script>x</script>', welcome_fr: 'Voyez nos [guides](/guides).' }));
    const first = await signedIn(mia.address);
    for (const path of ['/', '/tickets', '/guides']) {
      const shown = welcome(await first.text(path));
      assert.match(shown, /<strong><a href="\/guides">guides<\/a><\/strong>/, path);
      assert.doesNotMatch(shown, /<script>x/);
    }
    const away = await first.post('/welcome', { back: '/tickets' });
    assert.equal(away.headers.get('location'), '/tickets');
    assert.equal(welcome(await first.text('/tickets')), '', 'it stays away');
    assert.match(welcome(await (await signedIn(mia.address)).text('/')), /guides/, 'until the next login');
    assert.match(welcome(await (await signedIn(customer('fr').address)).text('/')), /Voyez nos/);
    assert.equal((await first.post('/welcome', { back: '//evil.example' })).headers.get('location'), '/');
    assert.equal((await new Browserless(house.desk.web).post('/welcome', {})).status, 303, 'and nothing happens to visitors');
    assert.equal(welcome(await abel.text('/')), '', 'agents are no members');
  });

  test('each plan has words of its own; an agent gives plans from a ticket [R021]', async () => {
    await follow(house.admin, await house.admin.post(HERE, { name: 'Schools', welcome_en: 'Dear school.' }));
    const mia = customer();
    const ticket = await house.ask(house.session(mia.id), { subject: 'Which plan?' });
    assert.match(await house.page(abel, ticket), /Standard/);
    await follow(abel, await abel.post(`/agent/tickets/${ticket}/plan`, { plan: idOf('Schools') }));
    assert.match(welcome(await (await signedIn(mia.address)).text('/')), /Dear school\./);
    assert.match(textOf(await house.admin.text(HERE)), /Schools 1 person/);
    assert.match(welcome(await (await signedIn(customer('fr').address)).text('/')), /Voyez nos/, 'others keep theirs');
    assert.equal((await abel.post(`/agent/tickets/${ticket}/plan`, { plan: '999' })).status, 400);
    const again = await abel.post(`/agent/tickets/${ticket}/plan`, { plan: idOf('Schools') });
    assert.doesNotMatch(await follow(abel, again), /\/agent\/undo\//, 'no undo is offered that does not exist');
    assert.equal(house.sql("select count(*) from event where after like 'plan_of:%'"), '1', 'the same again is no news');
    assert.equal((await abel.post(`/agent/tickets/${ticket}/plan`, { plan: 'x' })).status, 400);
    await follow(abel, await abel.post(`/agent/tickets/${ticket}/plan`, { plan: idOf('Standard') }));
    assert.equal(house.sql(`select coalesce(plan_id, 0) from person where id = ${mia.id}`), '0', 'the default plan is nobody’s own');
  });

  test('programs give plans by name', async () => {
    const made = await house.admin.post('/agent/settings/tokens', [['name', 'Shop'], ['scope', 'read'], ['scope', 'write']]);
    const token = (await made.text()).match(/id="token-secret">(guichet_[\w-]+)</)[1];
    const add = (body) => fetch(`${house.desk.web}/api/v1/people`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const first = await add({ address: `shop${engine}@customer.example`, plan: 'schools' });
    assert.equal(first.status, 200);
    assert.equal((await first.json()).plan, 'Schools');
    assert.equal((await (await add({ address: `shop${engine}@customer.example` })).json()).plan, 'Schools', 'left out, nothing changes');
    assert.equal((await add({ address: `shop${engine}@customer.example`, plan: 'gold' })).status, 422);
    assert.equal(house.sql(`select count(*) from person where address = 'gold@customer.example'`), '0');
    // An agent of one department: whom they add has the plan at once; who is not theirs stays as they are.
    const rita = house.agent('Rita Reach', 'rita@desk.example', [house.department]);
    const own = await rita.post('/agent/settings/tokens', [['name', 'Own'], ['scope', 'read'], ['scope', 'write']]);
    const hers = (await own.text()).match(/id="token-secret">(guichet_[\w-]+)</)[1];
    const asRita = (body) => fetch(`${house.desk.web}/api/v1/people`, { method: 'POST', headers: { authorization: `Bearer ${hers}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    assert.equal((await (await asRita({ address: 'fresh@customer.example', plan: 'Schools' })).json()).plan, 'Schools');
    assert.equal((await asRita({ address: `shop${engine}@customer.example`, plan: 'standard' })).status, 422);
  });

  test('plans are named, told apart and let go', async () => {
    for (const [fields, field] of [[{ name: '' }, 'name'], [{ name: 'x'.repeat(300) }, 'name'], [{ name: 'SCHOOLS' }, 'name'], [{ name: 'Schoöls' }, 'name'], [{ name: 'Long', welcome_en: 'x'.repeat(4001) }, 'welcome_en']]) {
      const refused = await house.admin.post(HERE, fields);
      assert.equal(refused.status, 422, field);
      assert.match(errorOf(await refused.text(), `${field}-new`) ?? '', /./, field);
    }
    const mia = customer();
    house.sql(`update person set plan_id = ${idOf('Schools')} where id = ${mia.id}`);
    const standard = idOf('Standard');
    const last = await house.admin.post(`${HERE}/${standard}`, { action: 'delete' });
    assert.equal(last.status, 422);
    assert.match(textOf(await last.text()), /Give them another first/);
    await follow(house.admin, await house.admin.post(`${HERE}/${idOf('Schools')}`, { action: 'default' }));
    assert.equal(house.sql('select count(*) from person where plan_id is not null'), '0', 'nobody has the default plan as their own');
    house.sql(`update person set plan_id = ${standard} where id = ${mia.id}`);
    for (const instead of ['', '999', standard]) assert.equal((await house.admin.post(`${HERE}/${standard}`, { action: 'delete', instead })).status, 422, String(instead));
    await follow(house.admin, await house.admin.post(`${HERE}/${standard}`, { action: 'delete', instead: idOf('Schools') }));
    assert.equal(house.sql('select count(*) from plan where is_default'), '1');
    assert.match(welcome(await (await signedIn(mia.address)).text('/')), /Dear school/);
    assert.equal((await house.admin.post(`${HERE}/${standard}`, { action: 'delete' })).status, 404);
    assert.equal((await abel.get(HERE)).status, 403);
  });
});
