// Searching the help centre: what people type, what it finds, the same on both engines; taking guides out and in.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Browserless, ENGINES, onBothEngines, run, until } from '../lib/desk.mjs';
import { errorOf, textOf } from '../lib/html.mjs';
import { House, follow } from '../lib/house.mjs';
import { hits, publish } from '../lib/guides.mjs';

const GUIDES = [
  ['Connect to the Wi-Fi', 'Choose the network Phare and type your password.'],
  ['Print and scan', 'Send the document to the printer and badge at it.'],
  ['Opening hours', 'The front desk opens at eight. At night you need a badge.'],
  ['Get your badge', 'Your badge opens the doors. A lost badge is blocked in a minute.'],
  ['Parking', 'The car park is open day and night. Hold your badge to the reader.'],
];
const FRENCH = [
  ['Réserver une salle', 'Les salles se réservent à la demi-heure. Annulez jusqu’à deux heures avant.'],
  ['Retrouver ses factures', 'Toutes les factures sont dans votre espace, l’été comme l’hiver.'],
];
/** What each engine finds, for comparing them. */
const found = new Map();

onBothEngines(describe, 'searching guides', (engine) => {
  let house, abel, visitor, category;
  before(async () => {
    house = await House.open(engine);
    abel = house.agent('Abel Agent', 'abel@desk.example');
    category = Number(house.sql('select id from guide_category'));
    for (const [title, body] of GUIDES) await publish(abel, { category, title, body });
    for (const [title, body] of FRENCH) await publish(abel, { category, title, body, lang: 'fr' });
    await publish(abel, { category, title: 'A film about badges', body: '[Watch](https://vimeo.com/123456)', kind: 'video' });
    await publish(abel, { category, title: 'How do I get a badge?', body: 'At the front desk.', kind: 'faq' });
    visitor = new Browserless(house.desk.web);
  });
  after(() => house.close());

  const search = async (words, lang = 'en', rest = '') => {
    visitor.cookies.set('language', lang);
    return hits(await visitor.text(`/guides/search?q=${encodeURIComponent(words)}${rest}`));
  };

  test('fewer than two letters are refused with a message, and what was typed stays [R029]', async () => {
    for (const words of ['', ' ', 'b', ' b ', '?!']) {
      const answer = await visitor.get(`/guides/search?q=${encodeURIComponent(words)}`);
      const html = await answer.text();
      assert.equal(answer.status, 422, words);
      assert.match(errorOf(html, 'q'), /./);
    }
    assert.match(await visitor.text('/guides/search?q=b'), /name="q" value="b"/);
    assert.equal((await visitor.get('/guides/search?q=wi')).status, 200);
    for (const words of ['x'.repeat(300), 'a\0b', '"\'*:()&|! OR AND -', '%00']) assert.ok([200, 422].includes((await visitor.get(`/guides/search?q=${encodeURIComponent(words)}`)).status), words);
  });

  test('a question in a whole sentence finds what its words say, and small words of the other language are no small words [R027]', async () => {
    const long = 'Good morning to all of you at the front office, could you please be so kind as to tell me what I have to do when I would like to send a document to the printer?';
    assert.equal((await search(long))[0], 'Print and scan');
    assert.equal((await search(`${long} ${'and so on '.repeat(40)}`))[0], 'Print and scan', 'as long as it likes');
    assert.equal((await visitor.get(`/guides/search?q=${'x'.repeat(1001)}`)).status, 422);
    await publish(abel, { category, title: 'Leave a comment', body: 'Below each answer of portal.example.org.' });
    assert.deepEqual(await search('comment'), ['Leave a comment']);
    assert.deepEqual(await search('how to comment on it'), ['Leave a comment']);
    assert.deepEqual(await search('comment retrouver mes factures', 'fr'), ['Retrouver ses factures']);
    for (const part of ['portal', 'example org', 'portal.example.org']) assert.deepEqual(await search(part), ['Leave a comment'], part);
    for (const form of ['réservée', 'reservees', 'réserver', 'réservation']) assert.deepEqual(await search(form, 'fr'), ['Réserver une salle'], form);
  });

  test('slips of short words and of words with endings are undone [R027]', async () => {
    for (const [slip, title] of [['bage', 'Get your badge'], ['bagde', 'Get your badge'], ['parkng', 'Parking'], ['prnter', 'Print and scan'], ['scn', 'Print and scan'], ['pasword', 'Connect to the Wi-Fi']]) {
      const found = await search(slip);
      assert.ok(found.includes(title), `${slip}: ${found}`);
    }
    assert.ok((await search('fatcures', 'fr')).includes('Retrouver ses factures'));
    assert.equal((await visitor.get(`/guides/search?q=${'abcdefghij'.repeat(30)}`)).status, 200);
  });

  test('articles, questions and films are found, the closest first [R027, R030]', async () => {
    const badge = await search('badge');
    assert.equal(badge[0], 'Get your badge');
    assert.ok(badge.includes('A film about badges') && badge.includes('How do I get a badge?') && badge.includes('Parking'));
    assert.deepEqual(await search('badge', 'en', '&kind=video'), ['A film about badges']);
    assert.equal((await search('lost badge'))[0], 'Get your badge');
    assert.equal((await search('what time does the front desk open at night'))[0], 'Opening hours');
    found.set(engine, await Promise.all(['badge', 'lost badge', 'front desk night', 'doors', 'prnter', 'park'].map((words) => search(words))));
    if (found.size === ENGINES.length) for (const one of found.values()) assert.deepEqual(one, found.get(engine), 'both engines rank the same');
  });

  test('accents, word forms and elisions do not matter', async () => {
    for (const words of ['reservation de salles', 'RÉSERVER', 'reserver', 'réservent']) assert.equal((await search(words, 'fr'))[0], 'Réserver une salle', words);
    for (const words of ['facture', 'factures', 'l’hiver', 'hiver']) assert.equal((await search(words, 'fr'))[0], 'Retrouver ses factures', words);
    assert.equal((await search('printing scanned documents'))[0], 'Print and scan');
  });

  test('slips of the keyboard are understood, and said', async () => {
    for (const [typed, wanted] of [['badhe', 'Get your badge'], ['bagde', 'Get your badge'], ['abdge', 'Get your badge'], ['prnter', 'Print and scan'], ['pasword', 'Connect to the Wi-Fi']]) {
      const html = await visitor.text(`/guides/search?q=${typed}`);
      assert.equal(hits(html)[0], wanted, typed);
    }
    assert.match(textOf(await visitor.text('/guides/search?q=badhe')), /Shown for: badge/);
    assert.deepEqual(await search('xylophone'), []);
  });

  test('an unfinished word finds while it is typed', async () => {
    const typing = async (words) => {
      const answer = await visitor.request(`/guides/search?typing=1&q=${words}`, { headers: { 'x-requested-with': 'fetch' } });
      return textOf(await answer.text());
    };
    assert.match(await typing('ba'), /Get your badge/);
    assert.match(await typing('pass'), /Connect to the Wi-Fi/);
    assert.match(await typing('lost bad'), /Get your badge/);
    assert.match(await typing('b'), /too short|least|2/i);
  });

  test('agents find guides from the palette', async () => {
    const found = await (await abel.get('/agent/palette?q=lost+bad')).json();
    assert.ok(found.some((entry) => entry.group === 'Guides' && entry.label === 'Get your badge' && /^\/guides\/\d+-/.test(entry.href)));
  });

  test('words that an admin declared the same find one another', async () => {
    assert.deepEqual(await search('wlan'), []);
    await follow(house.admin, await house.admin.post('/agent/settings/guides/words', { synonyms: 'wifi, wi-fi, wlan\ncar park, garage, parking place', guide_sites: '' }));
    assert.equal((await search('wlan'))[0], 'Connect to the Wi-Fi');
    assert.equal((await search('garage'))[0], 'Parking');
    assert.equal((await search('where is the garage'))[0], 'Parking');
  });

  test('what was searched for is marked in a piece of the text', async () => {
    const html = await visitor.text('/guides/search?q=blocked');
    assert.match(html, /A lost badge is <mark>blocked<\/mark> in a minute/);
    const id = await publish(abel, { category, title: 'Long', body: `${'filler '.repeat(200)} needle <b>x</b> ${'filler '.repeat(200)}` });
    const long = await visitor.text('/guides/search?q=needle');
    assert.match(long, /… [^<]*<mark>needle<\/mark> &lt;b&gt;x[^…]* …/);
    assert.ok(id);
  });

  test('what people did not find is told to agents [R028]', async () => {
    for (let time = 0; time < 3; time += 1) await search('Unicorn stable');
    await search('badge');
    for (let time = 0; time < 3; time += 1) await search('blocked silly');
    await visitor.request('/guides/search?typing=1&q=unicor', { headers: { 'x-requested-with': 'fetch' } });
    const gaps = await until('the searches to be counted', async () => {
      const list = textOf((await abel.text('/agent/guides')).split('id="gaps"')[1] ?? '');
      return list.includes('unicorn stable 3') && list;
    });
    assert.doesNotMatch(gaps, /badge|unicor /);
    assert.match(await visitor.text('/'), /href="\/guides\/search\?q=badge"/, 'what is found often is offered');
    assert.doesNotMatch(await visitor.text('/'), /silly/, 'but nobody writes on the front page by searching');
  });

  const files = (folder) => Object.fromEntries(readdirSync(folder, { recursive: true }).map(String).filter((name) => statSync(join(folder, name)).isFile())
    .sort().map((name) => [name, readFileSync(join(folder, name), 'base64')]));

  test('all guides leave as Markdown with their files and come back the same, here and elsewhere', async () => {
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAYAAAC56t6BAAAAEklEQVR4nGP4z8DwHwwZgAAAQuAF+8xkq0YAAAAASUVORK5CYII=', 'base64');
    const { name } = await (await abel.postForm('/guides/new/files', {}, { file: { name: 'map.png', type: 'image/png', content: png } })).json();
    const id = await publish(abel, { category, title: 'Map: "quoted" & \'more\'', body: `![Map](files/${name})\n\n- a\n- b`, public: undefined, internal: 'on' });
    await publish(abel, { category, title: 'Map: "quoted" & \'more\'', body: 'Again.', locked: 'on' });
    await abel.post(`/agent/guides/${id}/act`, { action: 'unpublish', lang: 'en' });
    const folder = join(house.installation.folder, 'out');
    const first = await run(['guides', 'export', ...house.installation.options, folder]);
    assert.equal(first.code, 0, first.stderr);
    const exported = files(folder);
    assert.ok(Object.keys(exported).some((path) => path.endsWith(name)));
    const again = await run(['guides', 'import', ...house.installation.options, folder]);
    assert.match(again.stdout, /^0 taken in, \d+ here already, 0 refused/);
    const elsewhere = await House.open(engine);
    try {
      const options = elsewhere.installation.options;
      const taken = await run(['guides', 'import', ...options, folder]);
      assert.equal(taken.code, 0, taken.stderr);
      const copy = join(elsewhere.installation.folder, 'out');
      await run(['guides', 'export', ...options, copy]);
      assert.deepEqual(files(copy), exported);
    } finally {
      await elsewhere.close();
    }
    assert.equal(relative(folder, join(folder, 'x')), 'x');
  });

  test('any folder of Markdown comes in, and a search tells title, id, score and piece', async () => {
    const folder = join(house.installation.folder, 'in');
    mkdirSync(join(folder, 'recipes'), { recursive: true });
    mkdirSync(join(folder, 'Getting Started'), { recursive: true });
    for (const place of ['recipes', 'Getting Started']) writeFileSync(join(folder, place, 'index.md'), `# Intro to ${place}\n\nWelcome.`);
    writeFileSync(join(folder, 'recipes', 'd17.md'), '# Apple pie\n\nBake the apples for an hour.');
    writeFileSync(join(folder, 'recipes', 'd18.fr.md'), '---\ntitle: Tarte aux pommes\n---\n\nCuire les pommes une heure.');
    writeFileSync(join(folder, 'd19.md'), 'Only words about ovens.');
    writeFileSync(join(folder, 'empty.md'), '# Nothing');
    const taken = await run(['guides', 'import', ...house.installation.options, folder]);
    assert.match(taken.stdout, /^5 taken in, 0 here already, 1 refused/);
    assert.match(taken.stderr, /empty\.md: required/);
    const ask = async (...args) => JSON.parse((await run(['search', ...house.installation.options, '--json', ...args])).stdout);
    const [pie] = await ask('baking apples');
    assert.deepEqual([pie.title, pie.id, pie.lang], ['Apple pie', 'd17', 'en']);
    assert.ok(pie.score > 0 && /apples/.test(pie.snippet));
    assert.equal((await ask('pommes', '--lang', 'fr'))[0].id, 'd18');
    assert.equal((await ask('ovens'))[0].title, 'd19');
    assert.deepEqual((await ask('intro')).map(({ title }) => title).sort(), ['Intro to Getting Started', 'Intro to recipes'], 'the same name in two folders is two guides');
    assert.equal((await ask('badge', '--limit', '2')).length, 2);
    assert.deepEqual(await ask('xylophone'), []);
    assert.notEqual((await run(['search', ...house.installation.options, 'x'])).code, 0);
  });

  test('an admin takes all guides out and in as one file', async () => {
    const zip = Buffer.from(await (await house.admin.get('/agent/settings/guides/export')).arrayBuffer());
    assert.equal(zip.subarray(0, 2).toString(), 'PK');
    const answer = await house.admin.postForm('/agent/settings/guides/import', {}, { file: { name: 'guides.zip', type: 'application/zip', content: zip } });
    assert.match(textOf(await answer.text()), /0 taken in, \d+ here already/);
    const bad = await house.admin.postForm('/agent/settings/guides/import', {}, { file: { name: 'guides.zip', type: 'application/zip', content: 'no zip' } });
    assert.equal(bad.status, 422);
  });
});
