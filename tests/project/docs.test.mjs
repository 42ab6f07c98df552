// What the documents say is there.
import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { ROOT, files, read } from '../lib/tree.mjs';

const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...files('docs', ['.md'])];

describe('documents', () => {
  test('every link to a file leads to one', () => {
    const dead = documents.flatMap((path) =>
      [...read(path).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map(([, target]) => target)
        .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(ROOT, normalize(join(dirname(path), target)))))
        .map((target) => `${path}: ${target}`));
    assert.deepEqual(dead, []);
  });

  test('every file of the project that they name exists', () => {
    const dead = documents.filter((path) => path !== 'docs/features.md').flatMap((path) =>
      [...read(path).matchAll(/`((?:crates|tests|docs|bin)\/[\w./-]+\w)`/g)]
        .map(([, target]) => target)
        .filter((target) => !existsSync(join(ROOT, target)))
        .map((target) => `${path}: ${target}`));
    assert.deepEqual(dead, []);
  });

  test('the options of the operations manual are the options of the program', () => {
    const options = read('crates/guichet/src/cli.rs').match(/struct Options \{[\s\S]*?\n\}/)[0];
    const program = [...options.matchAll(/env = "(\w+)"/g)].map(([, name]) => name);
    const keys = [...read('crates/guichet/src/config.rs').match(/struct File \{[\s\S]*?\n\}/)[0].matchAll(/^ {4}(\w+):/gm)].map(([, key]) => key);
    const table = read('docs/operations.md').split('\n').filter((line) => /^\| `--/.test(line)).map((line) => line.split('|').map((cell) => cell.trim()));
    assert.deepEqual(table.map((row) => row[2].replaceAll('`', '')).sort(), program.sort());
    assert.deepEqual(table.map((row) => row[3].replaceAll('`', '')).filter(Boolean).sort(), keys.sort());
    for (const row of table) assert.equal(row[2], `\`GUICHET_${row[1].match(/--([\w-]+)/)[1].replaceAll('-', '_').toUpperCase()}\``);
  });

  test('pictures are small enough to load at once', () => {
    for (const path of files('docs/images', ['.png'])) assert.ok(statSync(join(ROOT, path)).size <= 150 * 1024, path);
  });
});
