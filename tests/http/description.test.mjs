// Schemathesis asks the API everything that its description allows, and much that it does not: no answer may be one
// that the description does not know, and nothing may fail inside.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { onBothEngines } from '../lib/desk.mjs';
import { House } from '../lib/house.mjs';

const PROGRAM = fileURLToPath(new URL('../.venv/bin/schemathesis', import.meta.url));

onBothEngines(describe, 'the description of the API', (engine) => {
  let house, token;
  before(async () => {
    house = await House.open(engine);
    const clara = house.customer('Clara Customer', 'clara@customer.example');
    for (let number = 0; number < 5; number++) await house.ask(clara, { subject: `Question ${number}` });
    const made = await house.admin.post('/agent/settings/tokens', [['name', 'Description'], ...['read', 'write', 'configure'].map((scope) => ['scope', scope])]);
    token = (await made.text()).match(/id="token-secret">([^<]+)/)[1];
  });
  after(() => house.close());

  test('holds for whatever is asked', () => {
    // What the description cannot say (a department that exists) is refused with 422, so that check is left out.
    const { status, stdout, stderr, error } = spawnSync(PROGRAM, ['run', `${house.desk.web}/api/v1/openapi.json`, '-H', `Authorization: Bearer ${token}`,
      '--phases', 'examples,coverage,fuzzing', '--max-examples', '15', '--seed', '4821', '--exclude-checks', 'positive_data_acceptance', '--no-color'],
    { encoding: 'utf8', cwd: house.installation.folder, timeout: 240_000, maxBuffer: 1 << 26 });
    assert.equal(error, undefined, 'bin/test installs Schemathesis');
    assert.equal(status, 0, `${stdout}\n${stderr}`);
  });
});
