// Companies: their names and domains, who belongs to them, and when they can be let go.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines } from '../lib/desk.mjs';
import { addPortal, companyAgent, openHouse, visitor } from '../lib/chats.mjs';
import { between, textOf } from '../lib/html.mjs';
import { COMPANIES, addCompany } from '../lib/portals.mjs';
import { askAsVisitor } from '../lib/visitor.mjs';

onBothEngines(describe, 'companies', (engine) => {
  let house, abel;
  before(async () => {
    house = await openHouse(engine);
    abel = house.agent('Abel Agent', 'abel@desk.example');
  });
  after(() => house.close());

  const save = (id, name, domains) => house.admin.post(`${COMPANIES}/${id}`, { name, domains, action: 'save' });
  const forget = (id) => house.admin.post(`${COMPANIES}/${id}`, { action: 'delete' });
  const wrong = (html, field) => textOf(html.match(new RegExp(`<p class="error" id="wrong-${field}">([\\s\\S]*?)</p>`))?.[1] ?? '');
  const domains = (id) => house.sql(`select domain from company_domain where company_id = ${id} order by domain`).split('\n').filter(Boolean);
  const card = async (id) => textOf(between(await house.admin.text(COMPANIES), `id="company-${id}"`, '</section>'));
  /** Somebody asks for the first time; gives the company that they and their ticket belong to. */
  const belongs = async (address) => {
    const answer = await askAsVisitor(visitor(house), { first_name: 'New', last_name: 'Person', address, department: house.department, subject: 'Hello', body: 'Is this the place?' });
    assert.equal(answer.status, 200, address);
    return house.sql(`select coalesce(p.company_id, 0) || ' ' || coalesce(t.company_id, 0) from ticket t join person p on p.id = t.requester_id
      where t.id = (select max(id) from ticket)`);
  };

  test('a company has any number of domains; whoever asks from one of them belongs to it', async () => {
    const acme = await addCompany(house, 'Acme', ' acme.example, @ACME.test\nacme.example;shop.acme.example. ');
    assert.deepEqual(domains(acme), ['acme.example', 'acme.test', 'shop.acme.example']);
    for (const address of ['ana@acme.example', 'Ana@Acme.TEST', 'ana@shop.acme.example']) assert.equal(await belongs(address), `${acme} ${acme}`, address);
    for (const address of ['ana@other.acme.example', 'ana@notacme.example', 'ana@example', 'acme.example@else.example']) assert.equal(await belongs(address), '0 0', address);
    const shown = await card(acme);
    assert.match(shown, /Acme 3 people acme\.example, acme\.test, shop\.acme\.example · No portal yet: add one/);
    assert.match(shown, /Agents of this company: none of its own/);
    companyAgent(house, 'Carl Company', 'carl@desk.example', [acme]);
    await addPortal(house, 'portalled');
    assert.match(await card(acme), /Agents of this company: Carl Company/);
  });

  test('a company is renamed, and its domains change', async () => {
    const company = await addCompany(house, 'Before', 'before.example');
    assert.equal((await save(company, 'After & <b>Co</b>', 'after.example')).status, 303);
    assert.match(await card(company), /After & <b>Co<\/b> 0 people after\.example/, 'words are words');
    assert.equal(await belongs('one@before.example'), '0 0');
    assert.equal(await belongs('one@after.example'), `${company} ${company}`);
    assert.equal((await save(company, 'After', '')).status, 303);
    assert.match(await card(company), /No domain/);
    assert.equal(house.sql("select count(*) from person where address = 'one@after.example' and company_id is not null"), '1', 'who belongs to it stays');
  });

  test('whoever was known before their company belongs to it once its domain is there', async () => {
    assert.equal(await belongs('early@late.example'), '0 0');
    const company = await addCompany(house, 'Late', 'late.example');
    assert.equal(await belongs('early@late.example'), `${company} ${company}`);
    const moved = await addCompany(house, 'Moved');
    assert.equal(await belongs('early@moved.example'), '0 0');
    assert.equal((await save(moved, 'Moved', 'moved.example')).status, 303);
    assert.equal(await belongs('early@moved.example'), `${moved} ${moved}`);
  });

  test('a domain has one company; what was typed is kept', async () => {
    const first = await addCompany(house, 'First', 'first.example');
    const second = await addCompany(house, 'Second', 'second.example');
    for (const typed of ['first.example', '@FIRST.example', 'new.example first.example.']) {
      const refused = await house.admin.post(COMPANIES, { name: 'Third', domains: typed });
      assert.equal(refused.status, 422, typed);
      const html = await refused.text();
      assert.match(wrong(html, 'domains-new'), /./);
      assert.ok(textOf(between(html, 'id="form-company-new"', '</form>')).includes(typed), 'kept');
      assert.match(html, /value="Third"/);
    }
    const moved = await save(second, 'Second', 'second.example first.example');
    assert.equal(moved.status, 422);
    assert.match(wrong(await moved.text(), `domains-${second}`), /./);
    assert.deepEqual([domains(first), domains(second)], [['first.example'], ['second.example']]);
    assert.equal((await save(first, 'First', '')).status, 303);
    assert.equal((await save(second, 'Second', 'first.example')).status, 303, 'it is free once it is given up');
    assert.equal((await save(second, 'Second', 'first.example')).status, 303, 'one’s own is not taken');
    const both = await Promise.all(['One', 'Other'].map((name) => house.admin.post(COMPANIES, { name, domains: 'race.example' })));
    assert.deepEqual(both.map((answer) => answer.status).sort(), [303, 422], 'two at once: one has it');
  });

  test('names and domains that cannot be are refused', async () => {
    const before = house.sql('select count(*) from company');
    const many = Array.from({ length: 51 }, (_, at) => `many${at}.example`).join(' ');
    for (const [fields, field] of [[{ name: ' ' }, 'name'], [{ name: 'x'.repeat(300) }, 'name'], [{ name: 'Bad', domains: 'nonsense' }, 'domains'], [{ name: 'Bad', domains: 'ana@acme.example' }, 'domains'],
      [{ name: 'Bad', domains: '-a.example' }, 'domains'], [{ name: 'Bad', domains: 'a..example' }, 'domains'], [{ name: 'Bad', domains: '<b>.example' }, 'domains'], [{ name: 'Bad', domains: many }, 'domains']]) {
      const refused = await house.admin.post(COMPANIES, fields);
      assert.equal(refused.status, 422, JSON.stringify(fields).slice(0, 80));
      assert.match(wrong(await refused.text(), `${field}-new`), /./, JSON.stringify(fields).slice(0, 80));
    }
    assert.equal(house.sql('select count(*) from company'), before);
    assert.equal((await save(999999, 'Nobody', '')).status, 404);
    assert.equal((await forget(999999)).status, 404);
  });

  test('a company that something belongs to is not deleted; one without is', async () => {
    const free = await addCompany(house, 'Free', 'free.example');
    const used = { people: await addCompany(house, 'People', 'people.example'), grants: await addCompany(house, 'Grants'), tickets: await addCompany(house, 'Tickets', 'tickets.example') };
    await belongs('ana@people.example');
    await belongs('ana@tickets.example');
    house.sql(`update person set company_id = null where company_id = ${used.tickets}`);
    companyAgent(house, 'Gina Granted', 'gina@desk.example', [used.grants]);
    used.portal = (await addPortal(house, 'inuse')).company;
    for (const [by, id] of Object.entries(used)) {
      const refused = await forget(id);
      assert.equal(refused.status, 422, by);
      assert.match(wrong(await refused.text(), `name-${id}`), /./, by);
      assert.equal(house.sql(`select count(*) from company where id = ${id}`), '1', by);
    }
    assert.deepEqual(domains(used.people), ['people.example'], 'it keeps its domains');
    assert.equal((await forget(free)).status, 303);
    assert.equal(house.sql(`select count(*) from company where id = ${free}`), '0');
    assert.equal(domains(await addCompany(house, 'Heir', 'free.example')).length, 1, 'its domain is free');
  });

  test('companies are found by name, whatever is typed, page by page', async () => {
    house.sql(`insert into company (name, created_at) values ${Array.from({ length: 60 }, (_, at) => `('Listed ${String(at).padStart(2, '0')}', 0)`).join(', ')}`);
    house.sql("insert into company (name, created_at) values ('Zebra', 0)");
    const named = (html) => [...html.matchAll(/<h2 id="company-title-\d+">([^<]+)</g)].map((found) => found[1]);
    assert.deepEqual(named(await house.admin.text(`${COMPANIES}?q=zEb`)), ['Zebra']);
    for (const words of ["'; drop table company; --", '%00', '\\']) assert.deepEqual(named(await house.admin.text(`${COMPANIES}?q=${encodeURIComponent(words)}x`)), [], words);
    const first = await house.admin.text(`${COMPANIES}?q=listed`);
    const next = first.match(/<a class="btn" href="(\/agent\/settings\/companies\?[^"]*after=[^"]+)"/)[1].replaceAll('&amp;', '&');
    const all = [...named(first), ...named(await house.admin.text(next))];
    assert.deepEqual(all, Array.from({ length: 60 }, (_, at) => `Listed ${String(at).padStart(2, '0')}`));
  });

  test('companies are for admins', async () => {
    const before = house.sql('select count(*) from company');
    const company = await addCompany(house, 'Kept', 'kept.example');
    for (const person of [abel, house.customer('Clara Customer', 'clara@customer.example'), visitor(house)]) {
      for (const answer of [await person.get(COMPANIES), await person.post(COMPANIES, { name: 'Mine' }), await person.post(`${COMPANIES}/${company}`, { action: 'delete' }), await person.post(`${COMPANIES}/${company}`, { name: 'Mine', domains: '' })])
        assert.ok(answer.status === 403 || answer.headers.get('location')?.startsWith('/sign-in'), `${person.name}: ${answer.status}`);
    }
    assert.equal(house.sql('select count(*) from company'), String(Number(before) + 1));
    assert.match(await card(company), /Kept 0 people kept\.example/);
  });
});
