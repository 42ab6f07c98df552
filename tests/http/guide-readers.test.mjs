// Who reads a guide, and what stands around it in the reader's language.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines } from '../lib/desk.mjs';
import { between, decode } from '../lib/html.mjs';
import { House } from '../lib/house.mjs';
import { publish, write } from '../lib/guides.mjs';

onBothEngines(describe, 'readers of guides', (engine) => {
  let house, abel, mia, visitor, category;
  before(async () => {
    house = await House.open(engine);
    abel = house.agent('Abel Agent', 'abel@desk.example');
    mia = house.customer('Mia Member', 'mia@member.example');
    visitor = new Browserless(house.desk.web);
    category = Number(house.sql('select id from guide_category'));
  });
  after(() => house.close());

  const guide = (fields) => publish(abel, { category, title: 'A guide', body: 'Some words.', ...fields });

  test('what is for agents only is never public, and a page for members says that there is a way in [R011, R024]', async () => {
    const id = await guide({ title: 'Inside', body: 'Quiet.', internal: 'on' });
    assert.equal((await visitor.get(`/guides/${id}`)).status, 404);
    assert.equal((await mia.get(`/guides/${id}`)).status, 404);
    assert.equal((await abel.get(`/guides/${id}`)).status, 200);
    const members = await guide({ title: 'For members', body: 'Hello.', public: undefined });
    const page = await (await visitor.get(`/guides/${members}?lang=en`)).text();
    assert.match(decode(page), new RegExp(`/sign-in\\?next=%2Fguides%2F${members}%3Flang%3Den`));
    assert.doesNotMatch(await (await mia.get('/guides/999999')).text(), /sign-in/);
  });

  test('before and after a guide come those of the reader’s language, others only where there is none', async () => {
    const own = Number(house.sql("insert into guide_category (code, name_en, icon, position) values ('row', 'Row', 'book-open', 99) returning id"));
    const ids = [];
    for (const title of ['Row 1', 'Row 2', 'Row 3']) ids.push(await guide({ category: own, title, body: 'x' }));
    assert.equal((await write(abel, ids[0], { lang: 'fr', category: own, title: 'Rang 1', body: 'x' })).status, 303);
    visitor.cookies.set('language', 'fr');
    const page = await visitor.text(`/guides/${ids[1]}?lang=fr`);
    assert.match(between(page, 'guide-next', '</nav>'), /Rang 1[\s\S]*Row 3/);
    assert.doesNotMatch(await visitor.text(`/guides/${ids[0]}?lang=en`), /only in|seulement/);
    visitor.cookies.set('language', 'en');
    assert.doesNotMatch(between(await visitor.text(`/guides/${ids[0]}?lang=fr`), '<h1', '<article'), /callout/, 'a guide in both languages exists in both');
  });
});
