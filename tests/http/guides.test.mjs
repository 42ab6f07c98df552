// The help centre over HTTP: who reads and writes what, the order of titles, versions, suggestions, languages, links.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines, until } from '../lib/desk.mjs';
import { between, decode, errorOf, fieldValue, textOf, toast } from '../lib/html.mjs';
import { House, follow } from '../lib/house.mjs';
import { baseOf, linkOf, publish, titles, write } from '../lib/guides.mjs';

onBothEngines(describe, 'guides', (engine) => {
  let house, abel, mia, max, visitor, category;
  before(async () => {
    house = await House.open(engine);
    abel = house.agent('Abel Agent', 'abel@desk.example');
    mia = house.customer('Mia Member', 'mia@member.example');
    max = house.customer('Max Member', 'max@member.example');
    visitor = new Browserless(house.desk.web);
    category = Number(house.sql('select id from guide_category'));
  });
  after(() => house.close());

  const guide = (fields, person = abel) => publish(person, { category, title: 'A guide', body: 'Some words.', ...fields });
  const setting = (fields) => house.admin.post('/agent/settings/features', { member_writing: 'direct', sign_up: 'yes', ...fields });
  const status = async (person, path) => (await person.get(path)).status;

  test('an agent creates a guide of title and text, and everybody reads it [R001, R002, R005, R014, R016]', async () => {
    const page = await abel.text('/agent/guides?part=&category=');
    assert.match(page, /href="\/guides\/new\/edit"/);
    const id = await guide({ title: '  Get your   badge ', body: '## First\n\nCome to the *front desk*.\n\n## Then\n\nDone.' });
    for (const person of [abel, mia, visitor]) {
      const html = await person.text(`/guides/${id}`);
      assert.match(html, /<h1>Get your {3}badge<\/h1>|<h1>Get your badge<\/h1>/);
      assert.match(html, /Come to the <em>front desk<\/em>/);
      assert.match(textOf(between(html, 'id="toc-h"', '</nav>')), /First Then/);
    }
    assert.match(await mia.text('/'), /Get your/);
    assert.match(await abel.text(`/guides/${id}/edit`), /## First/, 'its form has the text');
    const refused = await write(abel, 'new', { category, title: ' ', body: ' ' });
    assert.equal(refused.status, 422);
    assert.match(errorOf(await refused.text(), 'title'), /needed/);
  });

  test('what is wrong is said next to its field and nothing that was typed is lost', async () => {
    for (const [fields, field, words] of [
      [{ title: 'x'.repeat(201), body: 'Kept words' }, 'title', /too long/],
      [{ title: 'Kept', body: ' ' }, 'body', /needed/],
      [{ title: 'Kept', body: 'y'.repeat(200_001) }, 'body', /too long/],
      [{ title: 'Kept', body: '![x](files/gone.png)' }, 'body', /not here/],
      [{ title: 'Kept', body: 'Kept words', category: 999 }, 'category', /./],
      [{ title: 'Kept', body: 'Kept words', action: 'schedule', publish_at: '2001-01-01T10:00' }, 'publish_at', /passed/],
    ]) {
      const answer = await write(abel, 'new', { category, ...fields });
      const html = await answer.text();
      assert.equal(answer.status, 422, field);
      assert.match(errorOf(html, field), words);
      assert.equal(decode(fieldValue(html, 'title')), fields.title);
      assert.equal(fieldValue(html, 'body').trim(), fields.body.trim());
    }
  });

  test('titles stand as people count and spell, whatever the order they came in [R003, R004]', async () => {
    await house.admin.post('/agent/settings/guides', { name_en: 'Sorted', icon: 'wifi', action: 'save' });
    const own = Number(house.sql("select id from guide_category where name_en = 'Sorted'"));
    const sorted = ['1. One', '2. Two', '10. Ten', 'A. Plan', 'B. Bill', 'Eau', 'Écran', 'Zoo'];
    for (const title of [...sorted].reverse()) await guide({ title, category: own });
    assert.deepEqual(titles(await visitor.text(`/guides/category/${own}`)), sorted);
    const front = between(await visitor.text('/'), `href="/guides/category/${own}"`, '</section>');
    assert.match(textOf(front), /8 1\. One 2\. Two 10\. Ten/, 'the front page counts and names the first');
  });

  test('lists go on where a page ends, without gap or repetition', async () => {
    await house.admin.post('/agent/settings/guides', { name_en: 'Many', icon: 'wifi', action: 'save' });
    const own = Number(house.sql("select id from guide_category where name_en = 'Many'"));
    const wanted = Array.from({ length: 60 }, (_, at) => `Page ${Math.floor(at / 2)}`);
    for (const title of wanted) await guide({ title, category: own });
    const seen = [];
    let path = `/guides/category/${own}`;
    while (path) {
      const html = await visitor.text(path);
      seen.push(...[...html.matchAll(/<li id="guide-(\d+)"/g)].map((found) => found[1]));
      const next = html.match(/rel="next" href="([^"]+)"/)?.[1];
      path = next && `/guides/category/${own}${decode(next)}`;
    }
    assert.equal(seen.length, 60);
    assert.equal(new Set(seen).size, 60);
  });

  test('public, members only, agents only: on every page, in search, feed and site map [R011, R017, R024]', async () => {
    await house.admin.post('/agent/settings/guides', { name_en: 'Quokkas', icon: 'wifi', action: 'save' });
    const own = Number(house.sql("select id from guide_category where name_en = 'Quokkas'"));
    const open = await guide({ title: 'Quokka public', category: own });
    const members = await guide({ title: 'Quokka members', public: undefined, category: own });
    const agents = await guide({ title: 'Quokka agents', public: undefined, internal: 'on', category: own });
    const sees = { visitor: [open], member: [open, members], agent: [open, members, agents] };
    for (const [role, person] of Object.entries({ visitor, member: mia, agent: abel })) {
      for (const id of [open, members, agents]) {
        const wanted = sees[role].includes(id) ? 200 : 404;
        assert.equal(await status(person, `/guides/${id}`), wanted, `${role} ${id}`);
      }
      const found = await person.text('/guides/search?q=quokka');
      const listed = [found, await person.text(`/guides/category/${own}`)].map((html) => ['public', 'members', 'agents'].filter((one) => textOf(html).includes(`Quokka ${one}`)).length);
      assert.deepEqual(listed, [sees[role].length, sees[role].length], role);
    }
    for (const path of ['/feed.xml', '/sitemap.xml']) {
      const text = await (await abel.get(path)).text();
      assert.match(text, /quokka.public/i);
      assert.doesNotMatch(text, /quokka.(members|agents)/i, path);
    }
  });

  test('the public link opens without signing in, dies when unticked and comes back new [R011, R012]', async () => {
    const id = await guide({ title: 'Linked' });
    const first = linkOf(await abel.text(`/guides/${id}/edit`));
    assert.ok(first, 'public by default, with a link');
    assert.equal(await status(visitor, `/g/${first}`), 200);
    await write(abel, id, { category, title: 'Linked', body: 'Some words.', base: 1, public: undefined });
    assert.equal(linkOf(await abel.text(`/guides/${id}/edit`)), undefined);
    for (const person of [visitor, mia, abel]) assert.equal(await status(person, `/g/${first}`), 404);
    await write(abel, id, { category, title: 'Linked', body: 'Some words.', base: 1 });
    const second = linkOf(await abel.text(`/guides/${id}/edit`));
    assert.notEqual(second, first);
    assert.equal(await status(visitor, `/g/${first}`), 404);
    assert.equal(await status(visitor, `/g/${second}`), 200);
  });

  test('members write and edit, but not a locked guide; agents’ switches are not theirs [R010, R018, R019]', async () => {
    const own = await guide({ title: 'By a member' }, mia);
    assert.match(await max.text(`/guides/${own}`), /By a member/);
    const form = await max.text(`/guides/${own}/edit`);
    assert.doesNotMatch(form, /name="locked"/);
    assert.equal((await write(max, own, { category, title: 'By two members', body: 'More.', base: baseOf(form), locked: 'on', internal: 'on', public: undefined })).status, 303);
    assert.match(await visitor.text(`/guides/${own}`), /By two members/, 'still public');
    await write(abel, own, { category, title: 'By two members', body: 'More.', base: 2, locked: 'on' });
    assert.equal(await status(max, `/guides/${own}/edit`), 403);
    assert.equal((await write(max, own, { category, title: 'No', body: 'No', base: 2 })).status, 403);
    assert.doesNotMatch(await max.text(`/guides/${own}`), /Edit this guide/);
    assert.equal((await visitor.get(`/guides/${own}/edit`)).status, 303, 'a visitor is asked to sign in');
  });

  test('members can be asked for approval, or not write at all [R018, R019, R201]', async () => {
    const id = await guide({ title: 'Careful', body: 'One line.\n\nAnother line.' });
    await setting({ member_writing: 'approval' });
    const form = await mia.text(`/guides/${id}/edit`);
    assert.match(form, /value="suggest"/);
    assert.equal((await write(mia, id, { category, title: 'Careful', body: 'Mine', base: 1 })).status, 403, 'not directly');
    await follow(mia, await write(mia, id, { category, title: 'Careful', body: 'One line.\n\nAnother line, better.', base: 1, action: 'suggest' }));
    assert.doesNotMatch(await visitor.text(`/guides/${id}`), /better/);
    const list = await abel.text('/agent/guides');
    assert.match(between(list, 'href="/agent/guides"', '</a>'), /class="count">1</, 'the menu counts what waits');
    const edit = between(list, 'id="suggested"', '</section>').match(/\/agent\/guides\/edits\/(\d+)/)[1];
    assert.match(await abel.text(`/agent/guides/edits/${edit}`), /<ins>[^<]*better/);
    await follow(abel, await abel.post(`/agent/guides/edits/${edit}`, { action: 'accept' }));
    assert.match(await visitor.text(`/guides/${id}`), /better[\s\S]*/);
    assert.match(await visitor.text(`/guides/${id}`), /Updated by Mia Member/);
    assert.equal((await abel.post(`/agent/guides/edits/${edit}`, { action: 'accept' })).status, 303, 'twice changes nothing');
    assert.equal(house.sql(`select version from guide_text where guide_id = ${id}`), '2');
    await follow(mia, await write(mia, 'new', { category, title: 'Refused idea', body: 'Hm', action: 'suggest' }));
    const second = between(await abel.text('/agent/guides'), 'id="suggested"', '</section>').match(/edits\/(\d+)/)[1];
    assert.match(textOf(await mia.text('/guides/own')), /Refused idea[^·]*· English Waits for somebody to read it[\s\S]*Careful[\s\S]*Published/);
    await abel.post(`/agent/guides/edits/${second}`, { action: 'decline', because: 'Known already' });
    assert.match(textOf(await mia.text('/guides/own')), /Refused idea[\s\S]*sent back: Known already Draft/);
    assert.doesNotMatch(await max.text('/guides/own'), /Refused idea/);
    assert.doesNotMatch(await visitor.text('/guides/search?q=refused'), /Refused idea/);
    await setting({ member_writing: 'off' });
    assert.equal(await status(mia, `/guides/${id}/edit`), 403);
    assert.equal(await status(mia, '/guides/new/edit'), 403);
    assert.equal(await status(abel, `/guides/${id}/edit`), 200);
    await setting({});
  });

  test('every save is a version with author and difference, and goes back with one click [R019]', async () => {
    const id = await guide({ title: 'Version one', body: 'The gate opens at six.\n\nAlways.' }, mia);
    await write(max, id, { category, title: 'Version two', body: 'The gate opens at seven.\n\nAlways.', base: 1 });
    const page = await mia.text(`/guides/${id}/versions`);
    const second = between(page, 'id="version-2"', '</li>');
    assert.match(second, /Max Member/);
    assert.match(second, /<del>six<\/del><ins>seven<\/ins>|<del>[^<]*six[^<]*<\/del>[\s\S]*<ins>[^<]*seven/);
    const blame = textOf(between(await mia.text(`/guides/${id}/versions?blame=1`), 'class="table blame"', '</table>'));
    assert.match(blame, /Max Member .*The gate opens at seven\. Mia Member .*Always\./);
    await follow(mia, await mia.post(`/guides/${id}/revert`, { lang: 'en', version: 1 }));
    const back = await visitor.text(`/guides/${id}`);
    assert.match(back, /Version one/);
    assert.match(back, /at six/);
    assert.match(await mia.text(`/guides/${id}/versions`), /Version 3[\s\S]*brings version 1 back/);
    assert.equal(await status(visitor, `/guides/${id}/versions`), 303);
    assert.equal((await mia.post(`/guides/${id}/revert`, { lang: 'en', version: 99 })).status, 404);
  });

  test('two people who edit different lines lose nothing; of the same lines both are shown', async () => {
    const id = await guide({ title: 'Together', body: 'First line.\n\nSecond line.\n\nThird line.' });
    await write(mia, id, { category, title: 'Together', body: 'First line by Mia.\n\nSecond line.\n\nThird line.', base: 1 });
    const merged = await follow(max, await write(max, id, { category, title: 'Together', body: 'First line.\n\nSecond line.\n\nThird line by Max.', base: 1 }));
    assert.match(toast(merged), /together with what somebody else wrote/);
    assert.match(merged, /First line by Mia[\s\S]*Third line by Max/);
    const conflict = await write(abel, id, { category, title: 'Together', body: 'First line by Abel.\n\nSecond line.\n\nThird line.', base: 1 });
    assert.equal(conflict.status, 409);
    const page = await conflict.text();
    assert.match(page, /Max Member changed the same lines/);
    assert.match(fieldValue(page, 'body'), /First line by Abel/, 'what was typed is kept');
    assert.match(await visitor.text(`/guides/${id}`), /by Mia/, 'nothing was overwritten');
    assert.equal((await write(abel, id, { category, title: 'Together', body: 'Decided.', base: baseOf(page) })).status, 303);
  });

  test('drafts keep themselves, for their writer alone, and go when published', async () => {
    const id = await guide({ title: 'Drafted' });
    assert.equal((await mia.postForm(`/guides/${id}/draft`, { lang: 'en', title: 'Half a thou', body: 'Not yet', base: 1, category })).status, 204);
    assert.match(await mia.text(`/guides/${id}/edit`), /Half a thou/);
    assert.doesNotMatch(await max.text(`/guides/${id}/edit`), /Half a thou/);
    assert.doesNotMatch(await visitor.text(`/guides/${id}`), /Half/);
    await house.crash();
    assert.match(await mia.text(`/guides/${id}/edit`), /Half a thou/, 'a crash loses no draft');
    await write(mia, id, { category, title: 'A whole thought', body: 'Now', base: 1 });
    assert.doesNotMatch(await mia.text(`/guides/${id}/edit`), /Half a thou|Your draft/);
    await mia.postForm('/guides/new/draft', { lang: 'en', title: 'Begun', body: 'x', base: 0, category });
    assert.match(await mia.text('/guides/new/edit'), /Begun/);
    assert.equal((await write(mia, 'new', { title: '', body: '', action: 'discard' })).status, 303);
    assert.doesNotMatch(await mia.text('/guides/new/edit'), /Begun/);
  });

  test('a guide is published at its time, by itself', async () => {
    const at = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 16);
    await follow(abel, await write(abel, 'new', { category, title: 'Tomorrow’s news', body: 'Soon.', action: 'schedule', publish_at: at }));
    assert.match(textOf(between(await abel.text('/agent/guides'), 'id="scheduled"', '</section>')), /Tomorrow’s news/);
    assert.doesNotMatch(await visitor.text('/guides/search?q=news'), /Tomorrow/);
    house.sql("update guide_edit set publish_at = 1 where state = 'scheduled'");
    await until('the guide to be published', async () => (await visitor.text('/guides/search?q=news')).includes('Tomorrow'));
    assert.equal(house.sql("select count(*) from guide_edit where state = 'scheduled'"), '0');
  });

  test('both languages stand side by side, and what is missing or outdated is said', async () => {
    const id = await guide({ title: 'Opening hours', body: 'From eight.' });
    visitor.cookies.set('language', 'fr');
    assert.match(await visitor.text(`/guides/${id}`), /n’existe pour l’instant qu’en English/);
    const form = await abel.text(`/guides/${id}/edit?lang=fr`);
    assert.match(form, /There is no text in this language yet/);
    assert.match(fieldValue(form, 'body'), /From eight/, 'the other text is there to translate');
    await write(abel, id, { lang: 'fr', category, title: 'Horaires', body: 'Dès huit heures.', in_step: 'on' });
    let page = await visitor.text(`/guides/${id}`);
    assert.match(page, /<h1>Horaires<\/h1>/);
    assert.match(page, /hreflang="en"/);
    await write(abel, id, { category, title: 'Opening hours', body: 'From nine.', base: 1 });
    page = await visitor.text(`/guides/${id}`);
    assert.match(page, /pas à jour/);
    assert.match(textOf(between(await abel.text('/agent/guides?part=untranslated'), `id="guide-${id}"`, '</li>')), /Français · outdated/);
    await write(abel, id, { lang: 'fr', category, title: 'Horaires', body: 'Dès neuf heures.', base: 1, in_step: 'on' });
    assert.doesNotMatch(await visitor.text(`/guides/${id}`), /pas à jour/);
    await write(abel, id, { category, title: 'Opening hours', body: 'From ten.', base: 2 });
    await write(abel, id, { lang: 'fr', category, title: 'Horaires', body: 'Dès neuf heures !', base: 2 });
    assert.match(await visitor.text(`/guides/${id}`), /pas à jour/, 'a small correction does not catch up');
    assert.match(await visitor.text(`/guides/${id}?lang=en`), /From ten/);
    visitor.cookies.delete('language');
  });

  test('a text that an agent took from readers is not there for members, and comes back only by an agent', async () => {
    const id = await guide({ title: 'English stays', body: 'Fine.' });
    await write(abel, id, { lang: 'fr', category, title: 'Secret retiré', body: 'Retiré.', in_step: 'on' });
    await abel.post(`/agent/guides/${id}/act`, { action: 'unpublish', lang: 'fr' });
    assert.doesNotMatch(await mia.text(`/guides/${id}/edit?lang=fr`), /Retiré/);
    assert.doesNotMatch(await mia.text(`/guides/${id}/edit?lang=en`), /Retiré/);
    assert.equal(await status(mia, `/guides/${id}/versions?lang=fr`), 404);
    for (const base of [0, 1]) assert.equal((await write(mia, id, { lang: 'fr', category, title: 'Mine', body: 'Mine', base })).status, 404);
    assert.equal((await mia.post(`/guides/${id}/revert`, { lang: 'fr', version: 1 })).status, 404);
    await abel.post(`/guides/${id}/revert`, { lang: 'fr', version: 1 });
    assert.doesNotMatch(await visitor.text(`/guides/${id}?lang=fr`), /Retiré/, 'going back publishes nothing');
    await abel.post(`/agent/guides/${id}/act`, { action: 'publish', lang: 'fr' });
    assert.match(await visitor.text(`/guides/${id}?lang=fr`), /Retiré/);
  });

  test('what one agent decided is not set back by a form, a draft or a schedule from before', async () => {
    const id = await guide({ title: 'Rights' });
    const was = decode((await abel.text(`/guides/${id}/edit`)).match(/name="was" value="([^"]*)"/)[1]);
    await follow(abel, await write(abel, id, { category, title: 'Rights', body: 'Later.', base: 1, was, action: 'schedule', publish_at: '2099-01-01T10:00' }));
    await write(house.admin, id, { category, title: 'Rights', body: 'Some words.', base: 1, public: undefined, internal: 'on', locked: 'on' });
    assert.equal(await status(visitor, `/guides/${id}`), 404);
    await write(abel, id, { category, title: 'Rights!', body: 'Some words.', base: 1, was, featured: 'on' });
    assert.equal(await status(mia, `/guides/${id}`), 404, 'a form from before');
    assert.equal(house.sql(`select featured from guide where id = ${id}`).replace('t', '1'), '1', 'what was changed counts');
    house.sql("update guide_edit set publish_at = 1 where state = 'scheduled'");
    await until('the text to be published', async () => (await abel.text(`/guides/${id}`)).includes('Later.'));
    assert.equal(await status(mia, `/guides/${id}`), 404, 'a schedule from before');
    assert.equal(house.sql(`select link from guide where id = ${id}`), '');
  });

  test('a text that would take for ever to read is refused at once, and so is one to merge', async () => {
    for (const body of ['>'.repeat(50_000), '- '.repeat(5000) + 'x']) {
      const answer = await write(mia, 'new', { category, title: 'Deep', body });
      assert.equal(answer.status, 422);
      assert.match(errorOf(await answer.text(), 'body'), /too deep/);
      assert.equal((await write(mia, 'new', { category, title: 'Deep', body, action: 'preview' })).status, 200);
    }
    const lines = (word) => Array.from({ length: 15_000 }, (_, at) => `${word}${at}`).join('\n');
    const id = await guide({ title: 'Long', body: lines('a') });
    await write(abel, id, { category, title: 'Long', body: lines('b'), base: 1 });
    assert.equal((await write(mia, id, { category, title: 'Long', body: lines('c'), base: 1 })).status, 409);
    assert.equal(await status(mia, `/guides/${id}/versions?blame=1`), 200);
    const html = await write(mia, 'new', { category, title: 'Tags', body: '<ol><li>a</li></ol>'.repeat(20_000), format: 'html', action: 'preview' });
    assert.equal(html.status, 200);
  });

  test('a suggestion that is declined goes back to its writer with the reason', async () => {
    await setting({ member_writing: 'approval' });
    const id = await guide({ title: 'Almost' });
    await write(mia, id, { category, title: 'Almost', body: 'My idea.', base: 1, action: 'suggest' });
    const edit = between(await abel.text('/agent/guides'), 'id="suggested"', '</section>').match(/edits\/(\d+)/)[1];
    await abel.post(`/agent/guides/edits/${edit}`, { action: 'decline', because: 'Too short' });
    const form = await mia.text(`/guides/${id}/edit?lang=en`);
    assert.match(form, /My idea\./);
    assert.match(form, /sent back: Too short/);
    await setting({});
  });

  test('a deleted guide is gone everywhere for 30 days and comes back [R015]', async () => {
    const id = await guide({ title: 'Wombat rules' });
    const link = linkOf(await abel.text(`/guides/${id}/edit`));
    assert.equal((await mia.post(`/agent/guides/${id}/act`, { action: 'bin' })).status, 403);
    await follow(abel, await abel.post(`/agent/guides/${id}/act`, { action: 'bin' }));
    for (const path of [`/guides/${id}`, `/g/${link}`, `/e/${link}`]) assert.equal(await status(visitor, path), 404, path);
    assert.doesNotMatch(await mia.text('/guides/search?q=wombat'), /Wombat rules/);
    assert.match(await abel.text('/agent/guides?part=bin'), /Wombat rules/);
    await abel.post(`/agent/guides/${id}/act`, { action: 'back' });
    assert.equal(await status(visitor, `/g/${link}`), 200);
    assert.match(await mia.text('/guides/search?q=wombat'), /Wombat/);
    await abel.post(`/agent/guides/${id}/act`, { action: 'unpublish', lang: 'en' });
    assert.equal(await status(mia, `/guides/${id}`), 404);
    assert.match(await abel.text('/agent/guides?part=unpublished'), /Wombat rules/);
  });

  test('after 30 days in the bin a guide and its files are forgotten, and nothing else', async () => {
    const { name, url } = await (await abel.postForm('/guides/new/files', {}, { file: { name: 'old.txt', type: 'text/plain', content: `old ${engine}` } })).json();
    const old = await guide({ title: 'Long gone', body: `[Old](files/${name})` });
    const kept = await guide({ title: 'Still in the bin' });
    for (const id of [old, kept]) await abel.post(`/agent/guides/${id}/act`, { action: 'bin' });
    await mia.post(`/guides/${kept}/vote`, { helpful: 'yes' });
    house.sql(`update guide set trashed_at = 1 where id = ${old}`);
    await house.crash();
    await until('the bin to be emptied', () => house.sql(`select count(*) from guide where id = ${old}`) === '0');
    const bin = await abel.text('/agent/guides?part=bin');
    assert.match(bin, /Still in the bin/);
    assert.doesNotMatch(bin, /Long gone/);
    assert.equal(await status(abel, url), 404);
  });

  test('pictures and documents are served to whoever reads the guide, and to nobody else [R006, R007]', async () => {
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAYAAAC56t6BAAAAEklEQVR4nGP4z8DwHwwZgAAAQuAF+8xkq0YAAAAASUVORK5CYII=', 'base64');
    const up = await mia.postForm('/guides/new/files', {}, { file: { name: 'The Map.png', type: 'image/png', content: png } });
    const { name, url, kind, width, height } = await up.json();
    assert.deepEqual([kind, width, height], ['image', 2, 3]);
    assert.match(name, /^the-map-[0-9a-f]{8}\.png$/);
    assert.equal(await status(mia, url), 200, 'its writer sees it at once');
    for (const person of [visitor, max]) assert.equal(await status(person, url), 404, 'nobody else before the guide is there');
    const bare = await write(mia, 'new', { category, title: 'With a map', body: `![](files/${name})` });
    assert.match(errorOf(await bare.text(), 'body'), /description/);
    const id = await guide({ title: 'With a map', body: `![Turn left](files/${name} "Here")\n\n[The plan](files/${name})` }, mia);
    const html = await visitor.text(`/guides/${id}`);
    assert.match(html, new RegExp(`<figure><img src="${url}" alt="Turn left" loading="lazy" decoding="async" width="2" height="3"><figcaption>Here`));
    const file = await visitor.get(url);
    assert.equal(file.status, 200);
    assert.match(file.headers.get('content-security-policy'), /sandbox/);
    const part = await visitor.request(url, { headers: { range: 'bytes=0-3' } });
    assert.equal(part.status, 206);
    assert.equal(Buffer.from(await part.arrayBuffer()).length, 4);
    await write(abel, id, { category, title: 'With a map', body: `![Turn left](files/${name} "Here")\n\n[The plan](files/${name})`, base: 1, public: undefined });
    assert.equal(await status(visitor, url), 404);
    assert.equal(await status(max, url), 200);
    const page = await mia.postForm(`/guides/${id}/edit`, { lang: 'en', title: 'With a map', body: 'Text', base: 1, action: 'files', category },
      { files: { name: 'notes.txt', type: 'text/plain', content: 'words' } });
    assert.match(fieldValue(await page.text(), 'body'), /\[notes-[0-9a-f]{8}\.txt\]\(files\/notes-/, 'without scripts files come with the form');
  });

  test('what an editor sends becomes what a guide may say, and nothing acts', async () => {
    const body = '<h1>Big</h1><p onclick="x()">Text <script>alert(1)</script><a href="javascript:x()">bad</a></p><img src="https://evil.example/x.png"><div class="callout" data-tone="warning"><p>Care</p></div>';
    const id = await guide({ title: '<b>Bold?</b>', body, format: 'html' });
    const html = await visitor.text(`/guides/${id}`);
    const prose = between(html, 'class="prose"', 'id="helpful"');
    assert.match(prose, /<h2 id="h-big">Big<\/h2>/);
    assert.match(prose, /data-tone="warning"[\s\S]*Care/);
    assert.doesNotMatch(prose, /script|onclick|javascript|evil/);
    assert.match(html, /<h1>&lt;b&gt;Bold\?&lt;\/b&gt;<\/h1>/);
    assert.doesNotMatch(between(html, 'application/ld+json', '</script>'), /<b>/);
    assert.match(html, /<h1>&lt;b/);
  });

  test('hidden from members, it is hidden everywhere, also by address [R020, R201]', async () => {
    const id = await guide({ title: 'Vanishing' });
    const link = linkOf(await abel.text(`/guides/${id}/edit`));
    const paths = ['/guides', '/guides/faq', '/guides/search?q=vanishing', `/guides/category/${category}`, `/guides/${id}`, `/g/${link}`, `/e/${link}`, '/e/search?q=vanishing', `/guides/${id}/edit`, '/guides/new/edit'];
    await setting({ hide_help_desk: 'yes' });
    for (const path of paths) assert.equal(await status(mia, path), 404, path);
    for (const path of paths.slice(0, 8)) assert.equal(await status(visitor, path), 404, path);
    assert.equal((await write(mia, id, { category, title: 'No', body: 'No', base: 1 })).status, 404);
    for (const path of ['/feed.xml', '/sitemap.xml']) assert.doesNotMatch(await visitor.text(path), /vanishing/i);
    const home = await mia.text('/');
    assert.doesNotMatch(home, /Vanishing|href="\/guides/);
    assert.match(home, /href="\/tickets\/new"/, 'asking stays');
    assert.equal(await status(abel, `/guides/${id}`), 200, 'agents keep it');
    await setting({});
    assert.equal(await status(mia, `/guides/${id}`), 200);
    assert.match(await mia.text('/'), /href="\/guides"/);
  });

  test('questions and answers have pages of their own and one for all, marked up for machines [R025, R026]', async () => {
    const id = await guide({ title: 'Is there <parking>?', body: 'Yes, below.', kind: 'faq' });
    const page = await visitor.text('/guides/faq');
    assert.match(textOf(between(page, `id="faq-${id}"`, '</details>')), /Is there <parking>\? Yes, below\./);
    for (const html of [page, await visitor.text(`/guides/${id}`)]) {
      const data = JSON.parse(html.match(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/)[1]);
      assert.equal(data['@type'], 'FAQPage');
      assert.ok(data.mainEntity.some((one) => one.name === 'Is there <parking>?' && one.acceptedAnswer.text === 'Yes, below.'));
    }
    assert.match(await visitor.text('/'), /href="\/guides\/faq"/);
    assert.deepEqual(titles(await visitor.text('/guides?kind=faq')), ['Is there &lt;parking&gt;?']);
  });

  test('readers say whether it helped, once each, and agents read why not', async () => {
    const id = await guide({ title: 'Voted' });
    await mia.post(`/guides/${id}/vote`, { helpful: 'yes', lang: 'en' });
    await mia.post(`/guides/${id}/vote`, { helpful: 'yes', lang: 'en' });
    const other = new Browserless(house.desk.web);
    const answer = await follow(other, await other.post(`/guides/${id}/vote`, { helpful: 'no', lang: 'en' }));
    assert.match(answer, /What is missing or wrong/);
    await other.post(`/guides/${id}/vote`, { helpful: 'no', lang: 'en', comment: 'The <photo> is old' });
    assert.match(await visitor.text(`/guides/${id}`), /1 of 2 readers said yes/);
    assert.match(textOf(await abel.text(`/guides/${id}/edit`)), /Helpful 1 \/ 2[\s\S]*The <photo> is old/);
    assert.equal((await other.post(`/guides/${id}/vote`, { helpful: 'no', comment: 'x'.repeat(1100) })).status, 422);
    const ticket = await mia.postForm('/tickets', { subject: 'Still stuck', body: 'Help', department: house.department, guide: id });
    assert.equal(ticket.status, 303);
    assert.match(textOf(await abel.text(`/guides/${id}/edit`)), /Tickets all the same 1/);
  });

  test('a page is kept by browsers until it changes', async () => {
    const id = await guide({ title: 'Kept' });
    const reader = new Browserless(house.desk.web);
    const first = await reader.get(`/guides/${id}`);
    const mark = first.headers.get('etag');
    assert.match(first.headers.get('cache-control'), /public/);
    const again = await reader.request(`/guides/${id}`, { headers: { 'if-none-match': mark } });
    assert.equal(again.status, 304);
    await write(abel, id, { category, title: 'Kept', body: 'Changed.', base: 1 });
    assert.equal((await reader.request(`/guides/${id}`, { headers: { 'if-none-match': mark } })).status, 200);
    assert.match((await mia.get(`/guides/${id}`)).headers.get('cache-control'), /private/);
  });

  test('an agent puts a guide into an answer, and makes one of a ticket', async () => {
    const id = await guide({ title: 'Reset the turnstile', body: 'Hold the **red** button.' });
    await guide({ title: 'Turnstile secrets', body: 'For us.', public: undefined, internal: 'on' });
    const ticket = await house.ask(mia, { subject: 'The turnstile is stuck', body: 'It does not turn.' });
    const offered = await (await abel.get(`/agent/tickets/${ticket}/guides`)).json();
    assert.equal(offered[0].name, 'Reset the turnstile');
    assert.match(offered[0].html, new RegExp(`href="${house.desk.web}/g/${linkOf(await abel.text(`/guides/${id}/edit`))}"`));
    assert.match(offered[1].html, /<strong>red<\/strong>|<b>red<\/b>/);
    assert.ok(!offered.some(({ name }) => name.includes('secrets')), 'customers get no link to what only agents read');
    const typed = await (await abel.get(`/agent/tickets/${ticket}/guides?q=quokka`)).json();
    assert.ok(typed.every(({ name }) => /Quokka/.test(name)) && typed.length > 0);
    await house.answer(abel, ticket, 'Press the red button for ten seconds.');
    await house.answer(abel, ticket, 'Never tell them.', { kind: 'note' });
    const form = await abel.text(`/guides/new/edit?ticket=${ticket}`);
    assert.equal(fieldValue(form, 'title'), 'The turnstile is stuck');
    assert.match(fieldValue(form, 'body'), /> It does not turn\.[\s\S]*Press the red button/);
    assert.doesNotMatch(form, /Never tell them/);
    const own = house.agent('Nora Narrow', 'nora@desk.example', [house.addDepartment('Far away', 'Other')]);
    assert.equal(await status(own, `/guides/new/edit?ticket=${ticket}`), 404);
  });

  test('categories: named in both languages, moved, deleted only when empty [R023, R028, R031]', async () => {
    await follow(house.admin, await house.admin.post('/agent/settings/guides', { name_en: 'Tips', name_fr: 'Astuces', about_en: 'Short ones', icon: 'lightbulb', action: 'save' }));
    const id = Number(house.sql("select id from guide_category where name_en = 'Tips'"));
    assert.equal((await house.admin.post('/agent/settings/guides', { name_en: ' ', action: 'save' })).status, 422);
    const held = await guide({ title: 'A tip', category: id });
    const reader = new Browserless(house.desk.web);
    reader.cookies.set('language', 'fr');
    assert.match(await reader.text(`/guides/category/${id}`), /<h1>Astuces<\/h1>/);
    assert.match(await reader.text('/guides'), /A tip/);
    const busy = await house.admin.post(`/agent/settings/guides/categories/${id}`, { action: 'delete' });
    assert.equal(busy.status, 422);
    assert.match(await busy.text(), /still holds guides/);
    await house.admin.post(`/agent/settings/guides/categories/${id}`, { action: 'up' });
    house.sql(`delete from guide_term; delete from guide_version; delete from guide_text where guide_id = ${held}; delete from guide where id = ${held}`);
    assert.equal((await house.admin.post(`/agent/settings/guides/categories/${id}`, { action: 'delete' })).status, 303);
    assert.equal(await status(reader, `/guides/category/${id}`), 404);
    assert.equal((await abel.post('/agent/settings/guides', { name_en: 'Mine' })).status, 403);
  });
});
