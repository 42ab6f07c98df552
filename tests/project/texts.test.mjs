// Texts for people: the same in both languages, and none that nobody reads.
import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, crates, files, product, read } from '../lib/tree.mjs';

const LANGUAGES = ['en', 'fr'];
const rooms = crates().filter((crate) => existsSync(join(ROOT, 'crates', crate, 'locales')));

/** All messages of a room in a language: key → its variables. */
function messages(crate, language) {
  const out = new Map();
  const twice = [];
  for (const path of files(`crates/${crate}/locales/${language}`, ['.ftl'])) {
    let key;
    for (const line of read(path).split('\n')) {
      const start = line.match(/^([a-zA-Z][\w-]*)\s*=/);
      if (start) {
        key = start[1];
        if (out.has(key)) twice.push(`${path}: ${key}`);
        out.set(key, new Set());
      } else if (line.startsWith('#') || !/^\s/.test(line)) {
        key = line.trim() === '' ? key : undefined;
      }
      if (key) for (const [, name] of line.matchAll(/\$([a-zA-Z][\w-]*)/g)) out.get(key).add(name);
    }
  }
  return { out, twice };
}

describe('texts', () => {
  for (const crate of rooms) {
    const [english, french] = LANGUAGES.map((language) => messages(crate, language));

    test(`${crate}: no key is there twice`, () => {
      assert.deepEqual([...english.twice, ...french.twice], []);
    });

    test(`${crate}: every key is there in both languages`, () => {
      assert.ok(english.out.size > 0);
      assert.deepEqual([...english.out.keys()].filter((key) => !french.out.has(key)), [], 'missing in French');
      assert.deepEqual([...french.out.keys()].filter((key) => !english.out.has(key)), [], 'missing in English');
    });

    test(`${crate}: both languages use the same variables`, () => {
      const different = [...english.out].filter(([key, variables]) =>
        french.out.has(key) && [...variables].sort().join() !== [...french.out.get(key)].sort().join());
      assert.deepEqual(different.map(([key]) => key), []);
    });

    test(`${crate}: every text is used`, () => {
      const code = files(`crates/${crate}/src`, ['.rs']).map(product).join('\n');
      const used = new Set([...code.matchAll(/\bmsg_[a-z0-9_]+/g)].map(([name]) => name));
      const others = LANGUAGES.flatMap((language) => files(`crates/${crate}/locales/${language}`, ['.ftl']).map(read)).join('\n');
      const unused = [...english.out.keys()].filter((key) =>
        !used.has(`msg_${key.replaceAll('-', '_').toLowerCase()}`) && !others.includes(`{ ${key} }`));
      assert.deepEqual(unused, []);
    });
  }
});
