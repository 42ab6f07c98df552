// Habits that a compiler does not hold.
import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { crates, files, places, product, read } from '../lib/tree.mjs';

const LINES_MAX = 500;
const SOURCES = ['.rs', '.mjs', '.js', '.css', '.ftl', '.sql'];

describe('source files', () => {
  test(`none is longer than ${LINES_MAX} lines`, () => {
    const long = [...files('crates', SOURCES), ...files('tests', SOURCES), ...files('docs', ['.md'])]
      .map((path) => [path, read(path).split('\n').length - 1])
      .filter(([, lines]) => lines > LINES_MAX);
    assert.deepEqual(long, []);
  });

  test('nothing in the product ends the process by surprise', () => {
    const found = files('crates', ['.rs'])
      .flatMap((path) => places(path, product(path), /\.unwrap\(\)|\.expect\(|\b(panic|todo|unimplemented)!/))
      // A constant that the compiler has checked cannot surprise anybody.
      .filter((place) => !/const \w+: \w+ = NonZero\w+::new\(\d+\)\.unwrap\(\);/.test(place));
    assert.deepEqual(found, []);
  });

  test('nothing is left for later without being said where people look', () => {
    const all = [...files('crates', SOURCES), ...files('tests', SOURCES)].filter((path) => !path.startsWith('tests/project/'));
    assert.deepEqual(all.flatMap((path) => places(path, read(path), /\b(TODO|FIXME|XXX|HACK)\b/)), []);
  });

  test('every crate forbids unsafe code and takes the workspace’s lints', () => {
    for (const crate of crates()) {
      const entry = files(`crates/${crate}/src`, ['.rs']).find((path) => /src\/(lib|main)\.rs$/.test(path));
      assert.match(read(entry), /^#!\[forbid\(unsafe_code\)\]$/m, entry);
      assert.match(read(`crates/${crate}/Cargo.toml`), /^\[lints\]\nworkspace = true$/m, crate);
    }
  });

  test('pages load nothing from other machines', () => {
    const found = [...files('crates/web/assets', ['.css', '.js']), ...files('crates/web/src', ['.rs'])]
      .flatMap((path) => places(path, path.endsWith('.rs') ? product(path) : read(path), /(src|href)=\\?"https?:|url\(\s*["']?https?:|import .*["']https?:|@import/));
    assert.deepEqual(found, []);
  });
});
