// A PostgreSQL cluster of our own in a temporary folder, from the distribution's programs.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let cluster;
let count = 0;

function programs() {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
  if (!found) throw new Error('PostgreSQL server programs are missing (Debian: apt-get install postgresql)');
  return found;
}

/** PostgreSQL refuses to run as root: then it runs as the distribution's `postgres` user. */
function as(bin, program, args) {
  const root = process.getuid() === 0;
  const [command, ...rest] = root ? ['runuser', '-u', 'postgres', '--', join(bin, program), ...args] : [join(bin, program), ...args];
  const done = spawnSync(command, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.status !== 0) throw new Error(`${program}: ${done.stderr || done.stdout}`);
  return done.stdout;
}

function start() {
  const bin = programs();
  const folder = mkdtempSync(join(tmpdir(), 'guichet-pg-'));
  if (process.getuid() === 0) execFileSync('chown', ['postgres', folder]);
  const data = join(folder, 'data');
  as(bin, 'initdb', ['-D', data, '-U', 'guichet', '-A', 'trust', '-E', 'UTF8', '--locale=C']);
  // Sockets only: no port to collide with. Durability stays on, as in production.
  as(bin, 'pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', `-c listen_addresses='' -c unix_socket_directories='${folder}' -c max_connections=200`, 'start']);
  const stop = () => {
    try { as(bin, 'pg_ctl', ['-D', data, '-m', 'immediate', 'stop']); } catch { /* gone already */ }
    rmSync(folder, { recursive: true, force: true });
  };
  process.on('exit', stop);
  return { folder, bin };
}

/** The address of a new empty database. */
export async function newDatabase() {
  cluster ??= start();
  const name = `test_${process.pid}_${++count}`;
  as(cluster.bin, 'psql', ['-h', cluster.folder, '-U', 'guichet', '-d', 'postgres', '-c', `create database ${name}`]);
  return `postgres://guichet@${encodeURIComponent(cluster.folder)}/${name}`;
}
