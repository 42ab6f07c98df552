// Starts the real binary and talks to it as people and programs do.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { newDatabase } from './postgres.mjs';

export const BINARY = resolve(process.env.GUICHET_BIN ?? new URL('../../target/release/guichet', import.meta.url).pathname);

/** Both engines, or the one named in GUICHET_TEST_ENGINE. */
export const ENGINES = process.env.GUICHET_TEST_ENGINE ? [process.env.GUICHET_TEST_ENGINE] : ['sqlite', 'postgres'];

/** Runs `body(engine)` inside `describe` once for each storage engine. */
export function onBothEngines(describe, name, body) {
  for (const engine of ENGINES) describe(`${name} (${engine})`, () => body(engine));
}

function readLine(child, pattern, errors) {
  return new Promise((done, fail) => {
    let text = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const found = text.match(pattern);
      if (found) done(found);
    });
    child.on('exit', (code) => fail(new Error(`guichet ended with ${code}: ${errors()}`)));
  });
}

class Process {
  constructor(args, env = {}) {
    this.errors = '';
    this.child = spawn(BINARY, args, { env: { ...process.env, GUICHET_LOG: 'warn', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stderr.setEncoding('utf8');
    this.child.stderr.on('data', (chunk) => { this.errors += chunk; });
    this.ended = new Promise((done) => this.child.on('exit', (code, signal) => done(signal ?? code)));
  }
  line(pattern) { return readLine(this.child, pattern, () => this.errors); }
  /** Ends the process politely, or at once with SIGKILL. */
  async stop(signal = 'SIGTERM') {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    return this.ended;
  }
}

/**
 * The demo desk on free ports. Gives {web, smtp: {host, port}, address, signIn: {admin, agent, customer}, stop}.
 * Options: engine ('sqlite' | 'postgres'), relay ('smtp://127.0.0.1:PORT'), undoSeconds, args.
 */
export async function startDemo({ engine = 'sqlite', relay, undoSeconds = 0, args = [] } = {}) {
  const database = engine === 'postgres' ? ['--database', await newDatabase()] : [];
  const process = new Process(['demo', '--json', '--listen', '127.0.0.1:0', '--smtp-listen', '127.0.0.1:0',
    '--undo-seconds', String(undoSeconds), ...(relay ? ['--relay', relay] : []), ...database, ...args]);
  const ready = JSON.parse((await process.line(/^(\{.*\})\n/m))[1]);
  const [host, port] = ready.smtp.split(':');
  return { web: ready.web, smtp: { host, port: Number(port) }, address: ready.address, signIn: ready.sign_in, process,
    stop: (signal) => process.stop(signal) };
}

/** A data folder (and database) that survives restarts of `serve`. */
export class Installation {
  constructor(engine) { this.engine = engine; this.folder = mkdtempSync(join(tmpdir(), 'guichet-test-')); }
  static async create(engine = 'sqlite') {
    const installation = new Installation(engine);
    if (engine === 'postgres') installation.database = await newDatabase();
    return installation;
  }
  get options() { return ['--data', this.folder, ...(this.database ? ['--database', this.database] : [])]; }
  /** Starts `guichet serve`; ports are chosen once and kept. */
  async serve({ relay, undoSeconds = 0, args = [], env = {}, smtpHost = '127.0.0.1' } = {}) {
    this.ports ??= [await freePort(), await freePort()];
    const [web, smtp] = this.ports;
    const process = new Process(['serve', ...this.options, '--listen', `127.0.0.1:${web}`, '--smtp-listen', `${smtpHost}:${smtp}`,
      '--undo-seconds', String(undoSeconds), ...(relay ? ['--relay', relay] : []), ...args], env);
    const desk = { web: `http://127.0.0.1:${web}`, smtp: { host: '127.0.0.1', port: smtp }, process, stop: (s) => process.stop(s) };
    const setup = process.line(/(http:\/\/\S+\/setup\/\S+)/).then((found) => found[1]).catch(() => undefined);
    await healthy(desk.web, process);
    // A desk that is set up prints no link; one that is not has printed it before it answers.
    desk.setupLink = this.isSetUp ? undefined : await setup;
    return desk;
  }
  /** Sets an empty desk up through its page; gives a signed-in admin. */
  async setUp(desk, { deskAddress = 'support@desk.example' } = {}) {
    const admin = new Browserless(desk.web);
    const answer = await admin.post(new URL(desk.setupLink).pathname, {
      organisation: 'Test & Cie', name: 'Ada Admin', address: 'ada@desk.example', password: 'correct horse battery',
      service: 'Support', department: 'General', desk_address: deskAddress, language: 'en' });
    if (answer.status !== 303) throw new Error(`set-up answered ${answer.status}: ${await answer.text()}`);
    this.isSetUp = true;
    return admin;
  }
  remove() { rmSync(this.folder, { recursive: true, force: true }); }
}

async function healthy(web, process) {
  for (;;) {
    if (process.child.exitCode !== null) throw new Error(`guichet ended: ${process.errors}`);
    try { if ((await fetch(`${web}/healthz`)).ok) return; } catch { /* not listening yet */ }
    await new Promise((done) => setImmediate(done));
  }
}

export async function freePort() {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** A person without a browser: keeps cookies, follows nothing by itself. */
export class Browserless {
  constructor(web) { this.web = web; this.cookies = new Map(); }
  static async signedIn(desk, who) {
    const person = new Browserless(desk.web);
    await person.get(new URL(desk.signIn[who]).pathname);
    return person;
  }
  async request(path, options = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(this.web + path, { redirect: 'manual', ...options, headers: { ...(cookie && { cookie }), ...options.headers } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      if (/max-age=0/i.test(line)) this.cookies.delete(name); else this.cookies.set(name, value);
    }
    return answer;
  }
  get(path, options) { return this.request(path, options); }
  /** Posts an ordinary form; values may be lists, fields may be pairs. */
  post(path, fields = {}, options = {}) {
    const body = new URLSearchParams();
    for (const [name, value] of Symbol.iterator in fields ? fields : Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
    return this.request(path, { method: 'POST', body, ...options });
  }
  /** Posts a form with files: {name: {name, type, content}}. */
  postForm(path, fields = {}, files = {}) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
    for (const [name, file] of Object.entries(files)) body.append(name, new Blob([file.content], { type: file.type }), file.name);
    return this.request(path, { method: 'POST', body });
  }
  async text(path) { return (await this.get(path)).text(); }
}

/** Waits until `probe` gives something, asking again as fast as the desk answers; fails after `limitMs`. */
export async function until(what, probe, limitMs = 20_000) {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited too long until ${what}`);
    await new Promise((done) => setImmediate(done));
  }
}

/** Runs a guichet command to its end. */
export async function run(args, { input, env = {} } = {}) {
  const child = spawn(BINARY, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = ''; let stderr = '';
  child.stdout.on('data', (chunk) => { stdout += chunk; });
  child.stderr.on('data', (chunk) => { stderr += chunk; });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const code = await new Promise((done) => child.on('close', done));
  return { code, stdout, stderr };
}
