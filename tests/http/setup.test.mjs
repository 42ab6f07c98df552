import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, Installation, onBothEngines } from '../lib/desk.mjs';
import { errorOf, fieldValue, textOf } from '../lib/html.mjs';

const RIGHT = { organisation: 'Zoë & Cie', name: 'Ada Admin', address: 'ada@desk.example', password: 'correct horse battery',
  service: 'Support', department: 'General', desk_address: 'support@desk.example', language: 'en' };
const linkOf = (desk) => new URL(desk.setupLink).pathname;

onBothEngines(describe, 'first set-up', (engine) => {
  let place, desk, visitor;
  before(async () => {
    place = await Installation.create(engine);
    desk = await place.serve();
    visitor = new Browserless(desk.web);
  });
  after(async () => { await desk.stop(); place.remove(); });

  test('an empty desk says that it is not set up, and shows the way to nobody', async () => {
    const home = await visitor.text('/');
    assert.match(textOf(home), /not set up yet/);
    assert.doesNotMatch(home, /\/setup\//);
    assert.equal((await visitor.get('/setup/AAAAAAAAAAAAAAAAAAAAAAAA')).status, 404);
    assert.equal((await visitor.post('/setup/AAAAAAAAAAAAAAAAAAAAAAAA', RIGHT)).status, 404);
  });

  test('the form speaks the language of the browser', async () => {
    const page = await (await visitor.get(linkOf(desk), { headers: { 'accept-language': 'fr' } })).text();
    assert.match(page, /<html lang="fr"/);
    assert.equal(fieldValue(page, 'language'), 'fr');
  });

  test('an empty form comes back with an error next to each field', async () => {
    const answer = await visitor.post(linkOf(desk), {});
    assert.equal(answer.status, 422);
    const page = await answer.text();
    for (const name of ['organisation', 'name', 'address', 'password', 'service', 'department', 'desk_address'])
      assert.ok(errorOf(page, name), `nothing is said about ${name}`);
  });

  test('a form with mistakes keeps what was typed', async () => {
    const typed = { ...RIGHT, name: 'Ada "A" <Admin>', address: 'not an address', desk_address: 'support@' };
    const answer = await visitor.post(linkOf(desk), typed);
    assert.equal(answer.status, 422);
    const page = await answer.text();
    assert.match(errorOf(page, 'address'), /not a mail address/);
    assert.match(errorOf(page, 'desk_address'), /not a mail address/);
    assert.equal(errorOf(page, 'organisation'), null);
    for (const name of ['organisation', 'name', 'address', 'service', 'department', 'desk_address'])
      assert.equal(fieldValue(page, name), typed[name]);
  });

  test('a short password is refused', async () => {
    const answer = await visitor.post(linkOf(desk), { ...RIGHT, password: 'short' });
    assert.equal(answer.status, 422);
    assert.match(errorOf(await answer.text(), 'password'), /too short/);
  });

  test('after a restart there is a new link and the old one is dead', async () => {
    const old = linkOf(desk);
    await desk.stop();
    desk = await place.serve();
    assert.notEqual(linkOf(desk), old);
    assert.equal((await visitor.get(old)).status, 404);
    assert.equal((await visitor.get(linkOf(desk))).status, 200);
  });

  test('two people with the same link at the same moment make one desk, and the link works no more', async () => {
    const tries = ['ada', 'eve'].map((name) => {
      const person = new Browserless(desk.web);
      return person.post(linkOf(desk), { ...RIGHT, name, address: `${name}@desk.example` }).then((answer) => ({ person, answer }));
    });
    const done = await Promise.all(tries);
    assert.deepEqual(done.map(({ answer }) => answer.status).sort(), [303, 404]);
    const { person, answer } = done.find((one) => one.answer.status === 303);
    assert.equal(answer.headers.get('location'), '/agent/settings/addresses');
    assert.match(textOf(await person.text('/agent/views/open')), /Zoë & Cie.*General/s);
    assert.equal((await visitor.get(linkOf(desk))).status, 404);
    assert.equal((await visitor.post(linkOf(desk), RIGHT)).status, 404);
    assert.match(textOf(await visitor.text('/')), /How can we help/);
  });
});

onBothEngines(describe, 'first set-up with long values', (engine) => {
  test('values that are too long are refused next to their field', async (t) => {
    const place = await Installation.create(engine);
    const desk = await place.serve();
    t.after(async () => { await desk.stop(); place.remove(); });
    const visitor = new Browserless(desk.web);
    for (const name of ['address', 'desk_address', 'password', 'service', 'department', 'name', 'organisation']) {
      const long = /address/.test(name) ? `${'a'.repeat(300)}@desk.example` : 'x'.repeat(5000);
      const answer = await visitor.post(linkOf(desk), { ...RIGHT, [name]: long });
      assert.equal(answer.status, 422, name);
      assert.ok(errorOf(await answer.text(), name), name);
    }
  });
});
