// docs/features.md: every row of the specification once, and only proofs that exist.
import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, files, read } from '../lib/tree.mjs';

const ROWS = 201;
const ids = Array.from({ length: ROWS }, (_, at) => `R${String(at + 1).padStart(3, '0')}`);
const lines = read('docs/features.md').split('\n').filter((line) => /^\| R\d+/.test(line));
const rows = lines.map((line) => {
  const [id, name, proofs, ...rest] = line.slice(1, line.lastIndexOf('|')).split('|').map((cell) => cell.trim());
  return { id, name, proofs: proofs === '–' ? [] : [...(proofs ?? '').matchAll(/`([^`]+)`/g)].map(([, proof]) => proof), cell: proofs, rest };
});

/** The names of a file's tests, as they are written there. */
function names(path) {
  const text = read(path);
  if (path.endsWith('.rs')) return [...text.matchAll(/#\[test\]\s*(?:#\[[^\]]*\]\s*)*fn (\w+)/g)].map(([, name]) => name);
  return [...text.matchAll(/\btest\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g)]
    .map(([, single, double, template]) => (single ?? double ?? template).replaceAll(/\\(.)/g, '$1'));
}

describe('the map of features', () => {
  test('names every row once, in order', () => {
    assert.deepEqual(rows.map((row) => row.id), ids);
    for (const row of rows) assert.ok(row.name && row.rest.length === 0, row.id);
  });

  test('a row has proofs or a dash', () => {
    for (const row of rows) {
      const written = row.proofs.length ? row.proofs.map((proof) => `\`${proof}\``).join(', ') : '–';
      assert.equal(row.cell, written, row.id);
    }
  });

  test('every proof exists', () => {
    const unknown = rows.flatMap((row) => row.proofs.filter((proof) => {
      const at = proof.indexOf(': ');
      const file = proof.slice(0, at);
      const path = file.endsWith('.rs') ? `crates/${file}` : `tests/${file}`;
      return at < 0 || !existsSync(join(ROOT, path)) || !names(path).includes(proof.slice(at + 2));
    }).map((proof) => `${row.id}: ${proof}`));
    assert.deepEqual(unknown, []);
  });

  test('a test that names a row stands in that row', () => {
    const missing = files('tests', ['.test.mjs']).filter((path) => !path.startsWith('tests/project/')).flatMap((path) =>
      names(path).flatMap((name) => (name.match(/\[(R\d{3}(?:, R\d{3})*)\]/)?.[1].split(', ') ?? []).flatMap((id) => {
        const proof = `${path.slice('tests/'.length)}: ${name}`;
        return rows.find((row) => row.id === id)?.proofs.includes(proof) ? [] : [`${id}: ${proof}`];
      })));
    assert.deepEqual(missing, []);
  });
});
