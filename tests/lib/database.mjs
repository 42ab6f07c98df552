// Reads the desk's tables where no page shows the sums.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const READ_SQLITE = `import json, sqlite3, sys
db = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True, timeout=20)
db.row_factory = sqlite3.Row
print(json.dumps([dict(row) for row in db.execute(sys.argv[2])]))`;

function output(program, args) {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`${program}: ${done.error ?? done.stderr}`);
  return done.stdout;
}

/** The rows of a query as objects, on either engine. */
export async function rows(installation, sql) {
  if (installation.database) {
    const json = output('psql', ['-X', '-At', '-d', installation.database, '-c', `select coalesce(json_agg(q), '[]') from (${sql}) q`]);
    return JSON.parse(json);
  }
  const path = join(installation.folder, 'guichet.db');
  // Node has SQLite since version 22; before, Python has it.
  const sqlite = await import('node:sqlite').catch(() => undefined);
  if (!sqlite) return JSON.parse(output('python3', ['-c', READ_SQLITE, path, sql]));
  const database = new sqlite.DatabaseSync(path, { readOnly: true });
  try { return database.prepare(sql).all(); } finally { database.close(); }
}
