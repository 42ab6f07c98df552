// Imports: a file is looked at, mapped, taken in to its end whatever happens, and makes nothing twice.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines, until } from '../lib/desk.mjs';
import { between, errorOf, messages, properties, rowIds, textOf, timeline } from '../lib/html.mjs';
import { House, inOnePiece } from '../lib/house.mjs';

const HERE = '/agent/settings/imports';
const CSV = `Ticket ID;Objet;Description;Requester Email;Requester;Organization;Group;Status;Priority;Assignee;Tags;Created at
101;Étiquettes en double;Chaque étiquette sort deux fois.;clara@acme.example;Clara Acme;Acme;Elsewhere;Solved;High;abel@desk.example;"printer, label";2024-03-04 09:30:00 UTC
102;Badge lost;"I lost it,
near the door.";Omar <OMAR@globex.example>;Omar;Globex;Nowhere;Pending;Urgent;somebody@gone.example;;04/03/2024 10:00
103;No address;Who asks?;not an address;;;;Open;;;;2024-03-05
104;Wrong day;When?;clara@acme.example;;;;Open;;;;someday
105;;;dora@acme.example;Dora;Acme;;;;;;
106;Too many;x;clara@acme.example;;;;;;;;2024-03-05;more;values
`;

onBothEngines(describe, 'imports', (engine) => {
  let house, abel;
  before(async () => {
    house = await House.open(engine);
    house.addDepartment('Elsewhere');
    abel = house.agent('Abel Agent', 'abel@desk.example');
  });
  after(() => house.close());

  const bring = async (content, { what = 'tickets', name = 'old.csv' } = {}) => {
    const answer = await house.admin.request(HERE, { method: 'POST', ...await inOnePiece({ what }, { file: { name, type: 'text/plain', content } }) });
    assert.equal(answer.status, 303, await answer.text());
    return Number(answer.headers.get('location').split('/').at(-1));
  };
  const page = (id) => house.admin.text(`${HERE}/${id}`);
  /** The form of a draft as a browser sends it, with some columns chosen otherwise. */
  const mapped = async (id, changes = {}) => {
    const html = await page(id);
    const form = between(html, 'id="import-map"', '</form>');
    const fields = {};
    for (const [, name, options] of form.matchAll(/<select[^>]* name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g))
      fields[name] = options.match(/value="([^"]*)" selected/)?.[1] ?? options.match(/value="([^"]*)"/)?.[1] ?? '';
    return { ...fields, ...changes };
  };
  const start = async (id, changes = {}) => house.admin.post(`${HERE}/${id}`, { ...await mapped(id, changes), action: 'start' });
  const done = (id, state = 'done') => until(`import ${id} is ${state}`, async () => {
    const html = await page(id);
    return html.includes(`data-state="${state}"`) && html;
  });
  const tally = (html) => [...between(html, 'id="import-tally"', '</dl>').matchAll(/<dd>(\d+)<\/dd>/g)].map((found) => Number(found[1]));
  const take = async (content, options, changes) => {
    const id = await bring(content, options);
    const answer = await start(id, changes);
    assert.equal(answer.status, 303, textOf(await answer.text()));
    return { id, html: await done(id) };
  };
  const count = (table, where = 'true') => Number(house.sql(`select count(*) from ${table} where ${where}`));

  test('columns are guessed, what would become of each record is shown, and nothing is written [R095]', async () => {
    const before = count('ticket');
    const id = await bring(CSV);
    const html = await page(id);
    const chosen = await mapped(id);
    assert.deepEqual(Object.entries(chosen).filter(([name]) => /^c\d/.test(name)).map(([, value]) => value),
      ['id', 'subject', 'body', 'address', 'name', 'company', 'department', 'status', 'priority', 'assignee', 'tags', 'created_at']);
    const look = textOf(between(html, 'id="import-look"', '</main>'));
    assert.match(look, /2 of 6 records can be taken in/);
    assert.match(look, /clara@acme\.example Étiquettes en double 4 Mar 2024 Elsewhere Closed 1/);
    assert.match(look, /omar@globex\.example Badge lost 4 Mar 2024/);
    assert.match(look, /Department: Nowhere × 1/);
    assert.match(look, /Assignee: somebody@gone\.example × 1/);
    assert.match(look, /Record 3 .*This is not a mail address/);
    assert.match(look, /Record 4 .*no date/);
    assert.match(look, /Record 6 .*more values/);
    assert.equal(count('ticket'), before);
    assert.equal((await house.admin.post(`${HERE}/${id}`, { action: 'cancel' })).status, 303);
    assert.match(await done(id, 'cancelled'), /ended/);
    assert.equal(house.sql(`select file_sha256 from import where id = ${id}`), '', 'the file is forgotten');
  });

  test('tickets come as they were: people, days, status, tags; nobody is mailed and no rule runs [R095]', async () => {
    const sent = count('outbox');
    const { html } = await take(CSV);
    assert.deepEqual(tally(html), [2, 0, 4, 6], 'made, known, refused, together');
    assert.match(textOf(between(html, 'id="import-problems"', '</ul>')), /Record 3 .* Record 4 .* Record 5 Subject: This is needed.* Record 6/);
    const ticket = Number(house.sql("select id from ticket where subject = 'Étiquettes en double'"));
    const shown = await house.page(abel, ticket);
    const beside = properties(shown);
    assert.deepEqual([beside.status, beside.priority, beside.assignee, beside.department, beside.tags], ['Closed', 'High', 'Abel Agent', 'Elsewhere', ['label', 'printer']]);
    assert.match(textOf(shown), /Clara Acme .*4 Mar 2024/);
    assert.match(timeline(shown).join('\n'), /Clara Acme opened the ticket because it was imported from old\.csv/);
    assert.doesNotMatch(timeline(shown).join('\n'), /Rule/);
    const omar = Number(house.sql("select id from ticket where subject = 'Badge lost'"));
    assert.equal(properties(await house.page(abel, omar)).status, 'Waiting on customer');
    assert.match(messages(await house.page(abel, omar))[0].text ?? textOf(await house.page(abel, omar)), /near the door/);
    assert.equal(house.sql(`select c.name from person p join company c on c.id = p.company_id where p.address = 'omar@globex.example'`), 'Globex');
    assert.equal(count('outbox'), sent, 'no mail');
    assert.deepEqual(rowIds(await abel.text('/agent/search?q=etiquettes')), [ticket], 'and it is found');
  });

  test('the same file twice changes nothing; more of the same system adds what is new [R095]', async () => {
    const tickets = count('ticket');
    const people = count('person');
    const { html } = await take(CSV);
    assert.deepEqual(tally(html), [0, 2, 4, 6]);
    assert.equal(count('ticket'), tickets);
    assert.equal(count('person'), people);
    const more = await take(`${CSV}107;One more;New.;clara@acme.example;;;;;;;;2024-03-06\n`, { name: 'newer.csv' });
    assert.deepEqual(tally(more.html), [1, 2, 4, 7]);
    const other = await take(CSV, { name: 'other.csv' }, { source: 'another system' });
    assert.deepEqual(tally(other.html), [2, 0, 4, 6], 'numbers of another system are others');
  });

  test('conversations in JSON keep who said what and when, notes stay inside [R095]', async () => {
    const content = JSON.stringify({ tickets: [{ id: 9, subject: 'Talk', requester: { email: 'clara@acme.example', name: 'Clara' }, created_at: '2023-01-02T10:00:00Z', tags: ['a', 'b'],
      comments: [
        { body: 'It broke.', author: { email: 'clara@acme.example' }, created_at: '2023-01-02T10:00:00Z' },
        { html_body: '<p>We <b>look</b>.<script>bad()</script></p>', author: { email: 'abel@desk.example' }, public: true, created_at: '2023-01-02T11:00:00Z' },
        { body: 'Odd case.', author: { email: 'gone@desk.example', name: 'Gone Agent' }, public: false, created_at: '2023-01-02T11:30:00Z' },
        { body: 'Thank you!', author: { email: 'clara@acme.example' }, created_at: '2023-01-03T08:00:00Z' },
      ] }] });
    const { html } = await take(content, { name: 'talk.json' });
    assert.deepEqual(tally(html), [1, 0, 0, 1]);
    const ticket = Number(house.sql("select id from ticket where subject = 'Talk'"));
    const shown = await house.page(abel, ticket);
    assert.match(textOf(shown), /It broke\..*We look.*Gone Agent:.*Odd case\..*Thank you!/s);
    assert.doesNotMatch(shown, /bad\(\)/);
    const clara = house.session(Number(house.sql("select id from person where address = 'clara@acme.example'")));
    const theirs = await clara.text(`/tickets/${ticket}`);
    assert.match(theirs, /Thank you!/);
    assert.doesNotMatch(theirs, /Odd case/);
    assert.match(house.sql(`select updated_at from ticket where id = ${ticket}`), /^16727/);
  });

  test('what was internal stays internal however it is said, and nobody speaks in another’s name [R095]', async () => {
    house.agent('Marie Martin', 'marie@desk.example');
    const content = JSON.stringify({ errors: [], tickets: [{ id: 'n1', subject: 'Notes', requester: { email: 'clara@acme.example' }, created_at: '2023-01-02T10:00:00Z', description: 'Question <config>x</config>',
      comments: [
        { body: 'One', private: 1, author: { email: 'x@old.example' } }, { body: 'Two', is_public: '0' }, { body: 'Three', visibility: 'internal' },
        { body: 'I am a customer', author: { email: 'marie@gmail.example', name: 'Marie Martin' } },
        { body: 'I was an agent', from: 'Old Agent <old@gone.example>', sender: 'Agent' },
      ] }] });
    const id = await bring(content, { name: 'notes.json' });
    assert.match(textOf(await page(id)), /Notes 2 Jan 2023 \S+ Open 6 3 internal/);
    assert.equal((await start(id)).status, 303);
    await done(id);
    const ticket = Number(house.sql("select id from ticket where subject = 'Notes'"));
    const clara = house.session(Number(house.sql("select id from person where address = 'clara@acme.example'")));
    const theirs = textOf(await clara.text(`/tickets/${ticket}`));
    for (const words of ['One', 'Two', 'Three']) assert.ok(!theirs.includes(words), words);
    assert.match(theirs, /<config>x<\/config>/);
    assert.match(theirs, /Old Agent ?: I was an agent/);
    const authors = house.sql(`select p.address || ' ' || m.side from message m join person p on p.id = m.author_id where m.ticket_id = ${ticket} and m.text like '%a customer'`);
    assert.equal(authors, 'marie@gmail.example customer');
  });

  test('a mailbox in any order is threaded; it never closes what is alive, nor moves it into the past', async () => {
    const mia = house.customer('Mia Alive', 'alive@mail.example');
    const alive = await house.ask(mia, { subject: 'Alive' });
    const token = house.sql(`select token from ticket where id = ${alive}`);
    const before = house.sql(`select updated_at || preview || category from ticket where id = ${alive}`);
    const mail = (id, subject, date, more) => `From x@y Mon\nFrom: Alive <alive@mail.example>\nTo: support+${subject === 'Alive' ? token : ''}@desk.example\nSubject: ${subject}\nMessage-ID: <${id}@box.example>\nDate: ${date}\n${more}\nWords of ${id}.\n\n`;
    const box = mail('b2', 'Re: Turned', 'Wed, 4 Jan 2023 09:00:00 +0000', 'In-Reply-To: <b1@box.example>\n')
      + mail('b1', 'Turned', 'Tue, 3 Jan 2023 09:00:00 +0000 (CET)', '') + mail('b3', 'Alive', 'Mon, 2 Jan 2023 09:00:00 +0000', `References: <${token}.1@desk.example>\n`);
    const id = await bring(box, { name: 'turned.mbox' });
    assert.equal((await start(id, { otherwise: 'closed' })).status, 303);
    await done(id);
    await until('every mail is understood', async () => Number(house.sql(`select count(*) from inbound where import_id = ${id} and state = 'received'`)) === 0);
    const turned = Number(house.sql("select id from ticket where subject = 'Turned'"));
    assert.equal(messages(await house.page(abel, turned)).length, 2);
    assert.equal(house.sql(`select updated_at || preview || category from ticket where id = ${alive}`), before);
    assert.equal(messages(await house.page(abel, alive)).length, 2);
  });

  test('what was deleted comes again; dates with slashes are read as the file means them', async () => {
    const content = 'id,subject,body,email,company,created\nd1,Slashes,x,clara@acme.example,ACME,03/25/2024 10:00\nd2,Ambiguous,x,fresh@acme.example,acme,03/04/2024\n';
    const first = await bring(content, { name: 'us.csv' });
    assert.equal((await mapped(first)).dates, 'month', 'guessed');
    assert.match(textOf(await page(first)), /Slashes 25 Mar 2024.*Ambiguous 4 Mar 2024/);
    const companies = count('company');
    assert.equal((await start(first, { source: 'us' })).status, 303);
    assert.deepEqual(tally(await done(first)), [2, 0, 0, 2]);
    assert.equal(count('company'), companies, 'ACME is Acme');
    const ticket = Number(house.sql("select id from ticket where subject = 'Slashes'"));
    await house.admin.post('/agent/tickets/bulk', { ids: ticket, action: 'place:trash' });
    assert.deepEqual(tally((await take(content, { name: 'us.csv' }, { source: 'us' })).html), [1, 1, 0, 2]);
    const long = await take(`id,subject,body,email,company\nl1,Long,x,clara@acme.example,"${'y'.repeat(5000)}"\n`, { name: 'long.csv' }, { source: 'long' }).catch(async (error) => error.message);
    assert.match(String(long), /No record of this file can be taken in/);
  });

  test('people and companies are taken once, and nobody who is here is changed [R095]', async () => {
    const people = await take('e-mail,full name,organisation,language,job title\nnew@acme.example,New Person,Acme,fr-FR,Buyer\nabel@desk.example,Somebody Else,,,\nnew@acme.example,Again,,,\nbad,,,,\n', { what: 'people', name: 'people.csv' });
    assert.deepEqual(tally(people.html), [1, 2, 1, 4]);
    assert.equal(house.sql("select name || ' ' || language || ' ' || title from person where address = 'new@acme.example'"), 'New Person fr Buyer');
    assert.equal(house.sql("select name || ' ' || role from person where address = 'abel@desk.example'"), 'Abel Agent agent');
    const companies = await take('[{"name": "Acme"}, {"name": "Initech", "domains": ["https://www.initech.example/", "x.example"]}, {"name": ""}]', { what: 'companies', name: 'companies.json' });
    assert.deepEqual(tally(companies.html), [1, 1, 1, 3]);
    assert.equal(house.sql("select d.domain from company_domain d join company c on c.id = d.company_id where c.name = 'Initech'"), 'initech.example');
  });

  test('a mailbox becomes tickets of the past, threaded, and the sum is that of the ledger [R095]', async () => {
    const mail = (id, subject, date, more = '') => `From x@y Mon\nFrom: Mia <mia@mail.example>\nTo: support@desk.example\nSubject: ${subject}\nMessage-ID: <${id}@mail.example>\nDate: ${date}\n${more}\nWords of ${id}.\n\n`;
    const box = mail('one', 'Old mail', 'Tue, 3 Jan 2023 09:00:00 +0000') + mail('two', 'Re: Old mail', 'Wed, 4 Jan 2023 09:00:00 +0000', 'References: <one@mail.example>\n') + mail('three', 'Another', 'Thu, 5 Jan 2023 09:00:00 +0000');
    const sent = count('outbox');
    const bring2 = async () => {
      const id = await bring(box, { name: 'old.mbox', what: 'tickets' });
      assert.equal((await start(id, { otherwise: 'closed' })).status, 303);
      await done(id);
      return until('every mail is understood', async () => {
        const html = await page(id);
        const [, , , together, more] = tally(html);
        return more === undefined && together === 3 && html;
      });
    };
    assert.deepEqual(tally(await bring2()), [3, 0, 0, 3]);
    const ticket = Number(house.sql("select id from ticket where subject = 'Old mail'"));
    assert.equal(messages(await house.page(abel, ticket)).length, 2);
    assert.equal(properties(await house.page(abel, ticket)).status, 'Closed');
    assert.match(house.sql(`select updated_at from ticket where id = ${ticket}`), /^1672[78]/);
    assert.equal(count('outbox'), sent, 'nobody is answered');
    assert.deepEqual(tally(await bring2()), [0, 3, 0, 3]);
  });

  test('a crash loses nothing and makes nothing twice; it can be paused and ended', async () => {
    const rows = Array.from({ length: 2500 }, (_, i) => `${i},Many ${i},Text ${i},many${i % 50}@bulk.example`);
    const content = `id,subject,body,email\n${rows.join('\n')}\n`;
    const id = await bring(content, { name: 'many.csv' });
    assert.equal((await start(id, { source: 'bulk' })).status, 303);
    await until('some are in', () => Number(house.sql(`select position from import where id = ${id}`)) > 0);
    await house.crash();
    const now = house.session(house.admin.id);
    Object.assign(house.admin, { base: now.base, cookies: now.cookies });
    house.admin = Object.assign(now, { id: house.admin.id });
    const html = await done(id);
    assert.deepEqual(tally(html), [2500, 0, 0, 2500]);
    assert.equal(count('ticket', "subject like 'Many %'"), 2500);
    const second = await bring(content, { name: 'many.csv' });
    assert.equal((await start(second, { source: 'stopped' })).status, 303);
    await house.admin.post(`${HERE}/${second}`, { action: 'pause' });
    const state = house.sql(`select state from import where id = ${second}`);
    if (state === 'paused') {
      const held = house.sql(`select position from import where id = ${second}`);
      await house.admin.post(`${HERE}/${second}`, { action: 'resume' });
      await until('it goes on', () => Number(house.sql(`select position from import where id = ${second}`)) > Number(held) || house.sql(`select state from import where id = ${second}`) === 'done');
    }
    await house.admin.post(`${HERE}/${second}`, { action: 'cancel' });
    const [made, , , together] = tally(await until('it is over', async () => { const found = await page(second); return /data-state="(done|cancelled)"/.test(found) && found; }));
    assert.equal(made, together);
    assert.equal(count('import_key', "space = 'ticket:stopped'"), made);
  });

  test('what cannot be read or taken is said; agents have no imports', async () => {
    for (const [content, words] of [['[1, 2', /neither CSV nor JSON/], ['a,b\n', /nothing in this file/], ['{"a": 1}{', /./]]) {
      const html = await page(await bring(content, { name: 'odd' }));
      assert.match(textOf(html), words);
    }
    const none = await house.admin.request(HERE, { method: 'POST', ...await inOnePiece({ what: 'tickets' }) });
    assert.equal(none.status, 422);
    assert.match(errorOf(await none.text(), 'file'), /needed/);
    const id = await bring('email,subject\nbad,x\n');
    const answer = await start(id);
    assert.equal(answer.status, 422);
    assert.match(textOf(await answer.text()), /No record of this file can be taken in/);
    assert.equal((await abel.get(HERE)).status, 403);
    assert.equal((await abel.post(`${HERE}/${id}`, { action: 'start' })).status, 403);
  });

  test('webhooks are told nothing of the past', async () => {
    assert.equal(count('event', "kind = 'ticket_opened' and because like 'import:%' and written_at is null"), 0);
    assert.ok(count('event', "kind = 'ticket_opened' and because like 'import:%'") > 2500);
  });
});
