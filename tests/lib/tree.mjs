// The project's own files, for the tests that read them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = new URL('../..', import.meta.url).pathname;

/** Made by others: package folders, builds, vendored code, mails as they came. */
const FOREIGN = new Set(['node_modules', '.venv', 'target', '.git', 'vendor', 'corpus', 'gen']);

/** Paths (from the root, with slashes) of all files under `folder` that end in one of `endings`. */
export function files(folder, endings) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return FOREIGN.has(entry.name) ? [] : files(path, endings);
      return endings.some((ending) => entry.name.endsWith(ending)) && entry.name !== 'l10n.rs' ? [path] : [];
    })
    .sort();
}

export const read = (path) => readFileSync(join(ROOT, path), 'utf8');

/** The names of the workspace's crates. */
export const crates = () => readdirSync(join(ROOT, 'crates'));

/** A Rust file without its tests: what comes after `#[cfg(test)]` stands at the end of a file. */
export function product(path) {
  if (/(^|[/_])tests\.rs$/.test(path)) return '';
  return read(path).split(/^\s*#\[cfg\(test\)\]/m)[0];
}

/** Where `pattern` is found in `text`, as `path:line: text`. */
export function places(path, text, pattern) {
  return text.split('\n').flatMap((line, at) => (pattern.test(line) ? [`${path}:${at + 1}: ${line.trim()}`] : []));
}
