// The arrows between the rooms point down only, and every room keeps to its subject.
import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { crates, files, places, product, read } from '../lib/tree.mjs';

/** Which rooms of the house a room may use. */
const BELOW = {
  guichet: ['web', 'mail', 'import', 'desk', 'markup', 'store'],
  web: ['import', 'desk', 'markup', 'store'],
  mail: ['desk', 'markup', 'store'],
  import: ['desk', 'markup', 'store'],
  desk: ['markup', 'store'],
  markup: [],
  store: [],
};

/** Crates with one home. */
const HOMES = {
  'a database driver': [/^(rusqlite|libsqlite3-sys|tokio-postgres|postgres-types|sqlx|diesel)$/, ['store']],
  'serving HTTP': [/^(axum|axum-extra|hyper|tower|tower-http|http)$/, ['web']],
  // Mail asks providers for tokens to sign in with.
  'asking by HTTP': [/^reqwest$/, ['web', 'mail']],
  'mail': [/^(lettre|mail-parser|mail-builder|mail-auth|smtp-proto|async-imap)$/, ['mail']],
  'HTML pages': [/^maud$/, ['web', 'markup']],
  'templates that people write': [/^minijinja$/, ['markup']],
  'HTML of strangers': [/^ammonia$/, ['markup']],
};

/** The names of a crate's dependencies. */
function dependencies(crate) {
  const sections = read(`crates/${crate}/Cargo.toml`).split(/^\[/m);
  return sections
    .filter((section) => section.startsWith('dependencies]'))
    .flatMap((section) => section.split('\n').slice(1).map((line) => line.match(/^([\w-]+)/)?.[1]).filter(Boolean));
}

describe('rooms', () => {
  test('every crate has its place', () => {
    assert.deepEqual(crates().sort(), Object.keys(BELOW).sort());
  });

  for (const [crate, below] of Object.entries(BELOW)) {
    test(`${crate} uses only what lies below it`, () => {
      const used = dependencies(crate).filter((name) => name in BELOW);
      assert.deepEqual(used.filter((name) => !below.includes(name)), []);
    });
  }

  for (const [subject, [pattern, homes]] of Object.entries(HOMES)) {
    test(`${subject}: only in ${homes.join(' and ')}`, () => {
      const strangers = Object.keys(BELOW)
        .filter((crate) => !homes.includes(crate))
        .flatMap((crate) => dependencies(crate).filter((name) => pattern.test(name)).map((name) => `${crate} names ${name}`));
      assert.deepEqual(strangers, []);
    });
  }

  test('doors write nothing by themselves: every change goes through the desk', () => {
    const found = ['web', 'mail', 'import'].flatMap((crate) =>
      files(`crates/${crate}/src`, ['.rs']).flatMap((path) =>
        places(path, product(path), /\b(insert into|delete from|update \w+ set)\b|store\(\)\s*\.write\(/)));
    assert.deepEqual(found, []);
  });

  test('the desk reads the clock in one place', () => {
    const found = files('crates/desk/src', ['.rs'])
      .filter((path) => path !== 'crates/desk/src/time.rs')
      .flatMap((path) => places(path, product(path), /\b(Timestamp|Zoned|SystemTime|Instant)::now\(/));
    assert.deepEqual(found, []);
  });

  test('only the store opens a transaction or speaks the dialect of one engine', () => {
    const found = ['desk', 'web', 'mail', 'guichet'].flatMap((crate) =>
      files(`crates/${crate}/src`, ['.rs']).flatMap((path) =>
        places(path, product(path), /["\s](begin immediate|pragma \w|to_tsquery|tsvector|fts5|for update skip locked)/i)));
    assert.deepEqual(found, []);
  });
});
