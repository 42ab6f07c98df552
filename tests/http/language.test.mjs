import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines } from '../lib/desk.mjs';
import { decode, fieldValue, pieces, textOf } from '../lib/html.mjs';
import { publish, write } from '../lib/guides.mjs';
import { ask as askAll, comment, member } from '../lib/community.mjs';
import { House } from '../lib/house.mjs';

/** Words that are the same in both languages, or say which language it is. */
const SAME = new Set(['guichet', 'language', 'flash', 'vote', 'Guides', 'Guide', 'guide', 'Public', '· English', '· Français', 'Markdown', 'EMAIL', 'SUBJECT', 'STATUS', 'CREATED_AT', 'English', 'minutes', 'Action', 'Versions', 'Français', 'Guichet', 'Message', 'Ctrl', 'Ctrl K', 'Esc', 'Services', 'Service', 'Suggestions', 'Messages', 'Condition', 'Tickets', 'Agent', 'Note', 'Code', 'Menu', 'Pages', 'E-mail', 'Signature', 'TXT', 'esc', 'Actions', 'Question', 'Conversation', 'https://', 'Type', 'Ticket', 'Suggestion', 'Webhooks', '(§ 1)', 'Moderation']);

/** All that a page says to eyes and to screen readers; what people wrote is marked with `¤`. */
const said = (html) => [...pieces(html), ...[...html.matchAll(/\s(?:aria-label|title|placeholder|alt|data-label[\w-]*|data-palette)="([^"]+)"/g)].map((found) => decode(found[1]).trim())];
const isWord = (piece) => /\p{L}{2}/u.test(piece) && !/¤|^127\.0\.0\.1:|^turn:|\.example$|^[a-z]+-(?:help|on|www|2)$|@|^\{\{|^ticket\.[a-z_]+$|^whsec_|^Connection refused|^\d+ ms$|OpenAPI|openapi|^\d+ (?:messages?|tickets|guides?|minutes?)$|^https?:|^<(?:iframe|script)|^(· )?[vV]ersion \d+$/.test(piece) && !SAME.has(piece.replace(/[«»“”:.,;!?()\u00a0\u202f ]+$/u, ''));

onBothEngines(describe, 'languages', (engine) => {
  let house, clara, agent, ticket;
  before(async () => {
    house = await House.open(engine);
    house.sql("update service set name = '¤service'");
    house.sql("update plan set name = '¤plan', welcome_en = '¤welcome'");
    house.sql("insert into plan (name) values ('¤other plan')");
    house.sql("update department set name = '¤department'");
    house.sql("update setting set value = '¤organisation' where name = 'organisation'");
    house.sql("update desk_address set name = '¤team'");
    house.sql(`update person set name = '¤admin' where id = ${house.admin.id}`);
    clara = house.customer('¤clara', 'clara@customer.example');
    agent = house.agent('¤agent', 'agent@desk.example');
    ticket = await house.ask(clara, { subject: '¤subject', body: '¤body' }, { upload: { name: '¤file.txt', type: 'text/plain', content: 'x' } });
    await house.ask(clara, { subject: '¤closed', body: '¤body' });
    await house.admin.post('/agent/tickets/bulk', { ids: [ticket], action: 'tag', tag: '¤tag' });
    await house.answer(agent, ticket, '¤answer');
    await house.answer(agent, ticket, '¤note', { kind: 'note' });
    await clara.postForm(`/tickets/${ticket}/messages`, { body: '¤more' });
    await house.admin.post('/agent/settings/webhooks', { name: '¤hook', url: 'http://127.0.0.1:9/¤' });
    await house.admin.post('/agent/settings/views', { name: '¤view', shared: 'yes', g0: 'all', 'g0.0.property': 'assignee', 'g0.0.operator': 'is', 'g0.0.assignee': 'me', action: 'save' });
    for (const content of ['EMAIL,SUBJECT,STATUS,CREATED_AT\n¤bad,¤,,\na@b.example,¤,¤,x\nc@d.example,¤,¤,2020-01-01\n', '[', 'From x\nFrom: ¤@x.example\n\n¤\n'])
      await house.admin.postForm('/agent/settings/imports', { what: 'tickets' }, { file: { name: '¤file', type: 'text/plain', content } });
    await agent.post('/agent/projects', { name: '¤project', description: '¤about', due_on: '2020-01-01' });
    await agent.post('/agent/projects', { name: '¤empty' });
    house.sql("update guide_category set name_en = '¤category', name_fr = ''");
    await publish(agent, { category: 1, title: '¤guide', body: '## ¤one\n\n¤text\n\n## ¤two' });
    await publish(agent, { category: 1, title: '¤members', body: '¤text', public: undefined, lang: 'fr' });
    await publish(agent, { category: 1, title: '¤question', body: '¤answer', kind: 'faq', featured: 'on' });
    await write(clara, 1, { category: 1, title: '¤guide', body: '¤changed', base: 1 });
    await clara.postForm('/guides/new/draft', { lang: 'en', title: '¤draft', body: '¤', category: 1 });
    await write(agent, 'new', { category: 1, title: '¤later', body: '¤', action: 'schedule', publish_at: '2099-01-01T10:00' });
    await write(agent, 'new', { category: 1, title: '¤suggested', body: '¤', action: 'suggest' });
    house.sql("insert into guide_query (language, query, day, times, found) values ('en', '¤gap', 99999, 3, 0)");
    for (const [what, fields] of [['project', { project: 1 }], ['due', { due_on: '2020-01-01' }], ['estimate', { estimate: '2' }], ['estimate', { estimate: '' }], ['due', { due_on: '' }], ['due', { due_on: '2020-01-01' }], ['estimate', { estimate: '2' }], ['assignment', { assignee: 'me' }], ['priority', { priority: 'urgent' }], ['status', { status: 'closed' }], ['status', { status: 'open' }]])
      await house.admin.post(`/agent/tickets/${ticket}/${what}`, fields);
  });
  after(() => house.close());

  const inLanguage = (person, path, language, options = {}) => person.request(path, { ...options, headers: { 'accept-language': language } });
  const langOf = async (person, header, path = '/') => (await (await person.get(path, { headers: header ? { 'accept-language': header } : {} })).text()).match(/<html lang="(\w+)"/)[1];

  test('no page has a text that is the same in English and in French', async () => {
    const visitor = new Browserless(house.desk.web);
    const link = house.link(ticket);
    const other = member(house, '¤other', 'other@customer.example');
    house.sql(`insert into acceptance (person_id, kind, version, at) values (${clara.id}, 'rules', 0, 0)`);
    const topic = await askAll(house, clara, '¤topic', '¤asked');
    await comment(other, topic, '¤comment');
    const post2 = Number(house.sql(`select max(id) from message where ticket_id = ${topic}`));
    await clara.post(`/community/posts/${post2}/report`, { words: '¤', rule: '1' });
    const closed = await askAll(house, other, '¤closed topic', '¤asked');
    await comment(clara, closed, '¤comment');
    const hidden = Number(house.sql(`select max(id) from message where ticket_id = ${closed}`));
    await agent.post(`/agent/moderation/posts/${hidden}`, { act: 'hide', because: '¤', rule: '1' });
    await agent.postForm(`/community/${closed}/lock`, { summary: '¤', because: '¤' });
    for (const act of ['pin', 'unpin', 'move']) await agent.post(`/community/${topic}/moderate`, { act, category: '1' });
    const banned = member(house, '¤banned', 'banned@customer.example');
    for (const act of ['warning', 'slow', 'silence', 'ban', 'removal']) await agent.post(`/agent/moderation/people/${banned.id}`, { act, because: '¤', days: '3', sure: 'yes' });
    house.sql(`update topic_key set key = 'thekey' where ticket_id = ${topic} and person_id = ${clara.id}`);
    const post = (fields) => ({ method: 'POST', body: new URLSearchParams(fields) });
    const form = (fields) => { const body = new FormData(); for (const [name, value] of Object.entries(fields)) body.append(name, value); return { method: 'POST', body }; };
    const company = house.sql("insert into company (name, created_at) values ('¤company', 0), ('¤other company', 0) returning id").split('\n')[0];
    const portals = ['off', 'on'].map((name) => house.sql(`insert into portal (company_id, subdomain, active, name, hue, chroma, department_id, secret, created_at)
      values (${Number(company) + (name === 'on' ? 0 : 1)}, '${name}', ${name === 'on'}, '¤portal', 172, 92, ${house.department}, '¤', 0) returning id`));
    const chatWith = async (state) => {
      const chat = await house.ask(clara, { subject: `¤${state}`, body: '¤' });
      const now = Date.now() * 1000;
      house.sql(`insert into chat (ticket_id, portal_id, state, identity, requested_at, seen_at, ended_at) values (${chat}, ${portals[1]}, '${state}', 'typed', ${now}, ${now}, ${['ended', 'missed'].includes(state) ? now : 'null'})`);
      return [[visitor, house.chat(chat)], [visitor, house.chat(chat), form({ wish: 'rate' })], [agent, `/agent/chats/${chat}`], [agent, `/agent/tickets/${chat}`]];
    };
    house.sql(`insert into contact_method (person_id, kind, address, created_at) values (${agent.id}, 'webhook', 'https://¤', 0)`);
    await agent.post('/agent/availability', { act: 'available' });
    const pages = [
      ...(await Promise.all(['waiting', 'open', 'ended', 'missed'].map(chatWith))).flat(),
      ...['on', 'off', 'on?frame=1', 'off?frame=1', 'on/example', 'nobody'].map((rest) => [visitor, `/p/${rest}`]), [visitor, '/p/on', form({ want: 'message' })], [visitor, '/p/off', form({ want: 'message' })],
      [agent, '/agent/chats'], [agent, '/agent/settings/contacts'], [agent, '/agent/settings/contacts', post({ kind: 'webhook', address: 'x' })],
      ...['companies', 'portals', 'portals/new', `portals/${portals[0]}`, `portals/${portals[1]}`].map((page) => [house.admin, `/agent/settings/${page}`]),
      [house.admin, '/agent/settings/companies', post({ name: '', domains: 'x' })], [house.admin, `/agent/settings/companies/${company}`, post({ action: 'delete' })],
      [house.admin, '/agent/settings/portals', form({ subdomain: 'on' })], [house.admin, '/agent/settings/portals', form({ subdomain: 'www', domain: 'x', company })], [house.admin, '/agent/settings/portals', form({ subdomain: '-' })],
      [visitor, '/'], [visitor, '/sign-in'], [visitor, '/sign-in', post({ address: '¤@x.example', password: 'wrong' })], [visitor, '/sign-in/link', post({ address: '¤x@x.example' })],
      [visitor, '/sign-in/link', post({ address: '¤' })], [visitor, '/sign-in/unknown'], [visitor, '/tickets/new'], [visitor, '/tickets', form({ address: '¤@new.example' })], [visitor, link], [visitor, '/nothing'],
      [clara, '/'], [clara, '/tickets'], [clara, '/tickets/new'], [clara, `/tickets/${ticket}`], [clara, '/tickets', form({ subject: '' })], [clara, `/tickets/${ticket}/messages`, form({ body: '' })], [clara, '/agent'], [clara, '/tickets/999'],
      ...['mine', 'unassigned', 'waiting-agent', 'waiting-customer', 'open', 'closed', 'open?as=board', 'view-1', 'view-1?as=board', 'project-1', 'project-1?as=board', 'project-1?as=timeline', 'project-2?as=timeline', 'type-1', `department-${house.department}`, `service-${house.service}`].map((view) => [agent, `/agent/views/${view}`]),
      [agent, '/agent/search'], [agent, '/agent/search?q=%C2%A4subject'], [agent, '/agent/search?q=%C2%A4zzyzx'], [agent, '/agent/tickets/new'], [agent, '/agent/tickets', post({})], [agent, `/agent/tickets/${ticket}`],
      [agent, `/agent/tickets/${ticket}/messages`, form({ body: '' })], [agent, '/agent/profile'], [agent, '/agent/profile', post({ name: '' })], [agent, '/agent/profile/password', post({ password: 'short' })],
      [agent, '/agent/projects'], [agent, '/agent/projects/new'], [agent, '/agent/projects/1'], [agent, '/agent/projects', post({ name: '', due_on: 'x' })], [agent, `/agent/tickets/${ticket}/due`, post({ due_on: 'x' })], [agent, `/agent/tickets/${ticket}/estimate`, post({ estimate: 'x' })],
      ...['', '?kind=faq', '/1', '/2', '/faq', '/category/1', '/search?q=%C2%A4guide', '/search?q=a', '/search?q=%C2%A4zzyzx', '/1/edit', '/new/edit', '/1/versions?lang=en', '/1/versions?lang=en&blame=1'].map((rest) => [clara, `/guides${rest}`]),
      [visitor, '/sign-up'], [visitor, '/sign-up', post({ name: '', mail: 'x', terms: '0', privacy: '0' })], [visitor, '/terms'], [visitor, '/privacy'], [visitor, '/cookies'], [house.admin, '/agent/settings/legal'], [visitor, '/e/search?q=%C2%A4zzyzx'], [visitor, '/e/search?q=a'], [visitor, '/guides/1'], [clara, '/guides/1?said=no'], [clara, '/guides/own'], [clara, '/guides/new/edit', form({ title: '' })], [agent, '/guides/1/edit'], [agent, '/guides/2/edit?lang=en'], [agent, '/guides/1/edit', form({ lang: 'en', title: '¤guide', body: '¤mine', base: '1' })],
      [agent, '/guides/1/edit', form({ lang: 'en', title: '¤guide', body: '¤mine', action: 'preview' })], [agent, '/guides/1/edit', form({ lang: 'en', title: '¤', body: '![¤](files/¤)', base: '2', category: '1', action: 'publish' })], [agent, '/agent/guides'], [agent, '/agent/guides?part=bin'], [agent, '/agent/guides/edits/2'], [agent, '/agent/guides/edits/3'],
      [house.admin, '/agent/settings/mails'], [house.admin, '/agent/settings/mails', post({ colour: '#ffffff' })], ...['answer', 'acknowledgement', 'rule_message', 'sign_in', 'account'].flatMap((mail) => [[house.admin, `/agent/settings/mails/${mail}`], [house.admin, `/agent/settings/mails/${mail}`, post({ lang: 'fr', subject: '', body: '{{ x }} {% if %}' })]]), [house.admin, '/agent/settings/mails/answer', post({ subject: '¤', body: '{{ zz }}{{ answer }}', action: 'preview' })], [house.admin, '/agent/settings/plans'], [house.admin, '/agent/settings/plans', post({ name: '' })], [house.admin, '/agent/settings/plans/1', post({ action: 'delete' })], [house.admin, '/agent/settings/guides'], [house.admin, '/agent/settings/features'], [house.admin, '/agent/settings/guides', post({ name_en: '' })], [house.admin, '/agent/settings/guides/words', post({ guide_sites: '¤' })], [house.admin, '/agent/settings/guides/categories/1', post({ action: 'delete' })],
      [house.admin, '/agent/mail'], [house.admin, '/agent/mail/suppressed'], [agent, '/agent/tickets/999'], [agent, '/agent/views/spam'], [agent, '/agent/views/trash'],
      [agent, `/agent/tickets/${ticket}/merge`], [agent, `/agent/tickets/${ticket}/merge`, post({})], [agent, `/agent/tickets/${ticket}/split`], [agent, `/agent/tickets/${ticket}/split`, post({ subject: '' })],
      [agent, '/agent/dashboard'], [house.admin, '/agent/dashboard'], [agent, '/agent/views/questions'], [agent, '/agent/views/settled-questions'], [agent, '/agent/settings/ready', post({})],
      ...['', '/log', '/people', `/people/${clara.id}`, `/posts/${post2}`].map((rest) => [agent, `/agent/moderation${rest}`]), [agent, `/agent/moderation/posts/${post2}`, post({ act: 'ban', because: '', days: '0' })], [agent, `/agent/moderation/posts/${post2}/settle`, post({ act: 'hide' })],
      [agent, `/agent/tickets/${ticket}/publish`], [agent, `/community/${topic}`], [agent, `/community/${topic}/lock`], [agent, `/community/posts/${post2}/edit`], [agent, `/community/${closed}`],
      ...['', '?part=mine', '?part=unanswered&category=99', '?q=%C2%A4zzyzx', `/${topic}`, `/${closed}`, '/digest', `/posts/${post2}/report`].map((rest) => [clara, `/community${rest}`]), [clara, `/community/posts/${post2}/report`, form({})], [clara, `/community/${topic}/comments`, form({ body: '' })], [clara, `/community/${closed}/comments`, form({ body: '¤' })],
      [visitor, '/community/rules'], [house.customer('¤new', 'new@customer.example'), '/community/rules'], [visitor, '/c/thekey'], [banned, '/community'],
      [agent, '/agent/settings/replies'], [agent, '/agent/settings/replies', post({})],
      ...['services', 'agents', `agents/${agent.id}`, 'filters', 'automations', 'automations/1', 'automations/2', 'automations/new', 'automations/1/runs', 'blocked', 'types', 'types/1', 'types/4', 'statuses/2/delete', 'addresses', 'views', 'views/new', 'views/1', 'tokens', 'webhooks', 'webhooks/1', 'hours', 'imports', 'imports/1', 'imports/2', 'imports/3'].map((page) => [house.admin, `/agent/settings/${page}`]),
      ...['services', 'agents', 'filters', 'automations', 'types?family=task', 'types/1', 'addresses', 'addresses/1/test'].map((page) => [house.admin, `/agent/settings/${page}`, post({ name: '', address: '' })]),
      [visitor, '/api'], [agent, '/agent/settings/tokens', post({ name: '' })], [house.admin, '/agent/settings/webhooks', post({ name: '', url: 'x' })], [house.admin, '/agent/settings/webhooks/1', post({ action: 'replay', from: 'x' })],
      [house.admin, '/agent/settings/types/1/statuses', post({ action: 'add' })], [agent, '/agent/settings/views', post({ name: '' })], [agent, `/agent/tickets/${ticket}/why`],
      [house.admin, '/agent/settings/automations/1', post({ action: 'try', trigger: 'opened', g0: 'any', period: '0', 's0.deed': 'status', 's0.status': 'closed' })],
    ];
    const untranslated = [];
    for (const [person, path, options] of pages) {
      const texts = await Promise.all(['en', 'fr'].map(async (language) => {
        const html = await (await inLanguage(person, path, language, options)).text();
        assert.match(html, new RegExp(`<html lang="${language}"`), `${path} in ${language}`);
        // What is in one language whoever reads it says so.
        return said(html.replace(/<div class="prose" lang="en">[\s\S]*<\/div>/, '').replace(/<(h\d|div|option|textarea)\b[^>]* lang="(?:en|fr)"[^>]*>[\s\S]*?<\/\1>/g, ''));
      }));
      const french = new Set(texts[1]);
      for (const piece of new Set(texts[0])) if (french.has(piece) && isWord(piece)) untranslated.push(`${path}: ${piece}`);
    }
    assert.equal(untranslated.join('\n'), '');
  });

  test('the palette speaks the language of its reader', async () => {
    const labels = async (language) => (await (await inLanguage(agent, '/agent/palette?q=', language)).json()).map((entry) => entry.label).filter(isWord);
    const [english, french] = [await labels('en'), await labels('fr')];
    assert.ok(english.length >= 6);
    assert.deepEqual(english.filter((label) => french.includes(label)), []);
  });

  test('a visitor reads the language of the browser', async () => {
    const visitor = () => new Browserless(house.desk.web);
    for (const [header, wanted] of [['fr', 'fr'], ['fr-CA,fr;q=0.9,en;q=0.8', 'fr'], ['en-GB,fr;q=0.5', 'en'], ['de,fr;q=0.8,en;q=0.5', 'fr'], ['en;q=0.3,fr;q=0.9', 'fr'], ['de', 'en'],
      ['*', 'en'], ['', 'en'], ['FR', 'fr'], [',;q=;;', 'en'], ['é', 'en'], ['x'.repeat(3000), 'en']])
      assert.equal(await langOf(visitor(), encodeURI(header)), wanted, header.slice(0, 40));
  });

  test('a visitor chooses a language, which stays and leads back', async () => {
    const visitor = new Browserless(house.desk.web);
    const answer = await visitor.post('/language', { code: 'fr', back: '/tickets/new' });
    assert.equal(answer.headers.get('location'), '/tickets/new');
    assert.equal(await langOf(visitor, 'en', '/tickets/new'), 'fr');
    for (const code of ['de', '', 'en; Path=/']) assert.equal((await visitor.post('/language', { code })).status, 400);
    assert.equal((await visitor.get('/language')).status, 404);
    assert.equal(await langOf(visitor, 'en'), 'fr');
  });

  test('who is signed in chooses once for every browser', async () => {
    await clara.post('/language', { code: 'fr' });
    const elsewhere = house.session(clara.id);
    assert.equal(await langOf(elsewhere, 'en', '/tickets'), 'fr');
    await elsewhere.post('/language', { code: 'en' });
    assert.equal(await langOf(house.session(clara.id), 'fr', '/tickets'), 'en');
  });

  test('the profile has the language, the time zone and the rest, and keeps them', async () => {
    const answer = await agent.post('/agent/profile', { name: '¤agent', language: 'fr', time_zone: 'America/Montreal', signature: 'Bien à vous', format: 'text', keys_off: 'true', notify_mail: 'true' });
    assert.equal(answer.status, 303);
    const html = await (await inLanguage(agent, '/agent/profile', 'en')).text();
    assert.match(html, /<html lang="fr"/);
    assert.equal(fieldValue(html, 'time_zone'), 'America/Montreal');
    assert.equal(fieldValue(html, 'signature').trim(), 'Bien à vous');
    assert.match(html, /<body[^>]*data-keys="off"/);
    assert.match(textOf(html), /Enregistré/);
    for (const wrong of [{ name: '' }, { name: '¤agent', time_zone: 'Mars/Olympus' }]) assert.equal((await agent.post('/agent/profile', wrong)).status, 422);
    assert.equal(fieldValue(await agent.text('/agent/profile'), 'time_zone'), 'America/Montreal');
  });
});
