// Reads the desk's tables where no page shows the sums.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const READ_SQLITE = `import json, sqlite3, sys
db = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True, timeout=20)
db.row_factory = sqlite3.Row
print(json.dumps([dict(row) for row in db.execute(sys.argv[2])]))`;

/** Never blocks: the tests' own mail server lives in this process too. */
async function output(program, args) {
  return (await promisify(execFile)(program, args, { maxBuffer: 1 << 28 })).stdout;
}

/** The rows of a query as objects, on either engine. */
export async function rows(installation, sql) {
  if (installation.database) {
    const json = await output('psql', ['-X', '-At', '-d', installation.database, '-c', `select coalesce(json_agg(q), '[]') from (${sql}) q`]);
    return JSON.parse(json);
  }
  const path = join(installation.folder, 'guichet.db');
  // Node has SQLite since version 22; before, Python has it.
  const sqlite = await import('node:sqlite').catch(() => undefined);
  if (!sqlite) return JSON.parse(await output('python3', ['-c', READ_SQLITE, path, sql]));
  const database = new sqlite.DatabaseSync(path, { readOnly: true });
  try { return database.prepare(sql).all(); } finally { database.close(); }
}

/** Changes the tables behind the desk's back. */
export async function change(installation, sql) {
  if (installation.database) await output('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', installation.database, '-c', sql]);
  else await output('sqlite3', ['-cmd', '.timeout 20000', join(installation.folder, 'guichet.db'), sql]);
}
