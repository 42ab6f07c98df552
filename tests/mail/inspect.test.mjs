// `guichet mail inspect`: the whole corpus, the exit codes, and bounds that hostile mail cannot break.
import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { BINARY, run } from '../lib/desk.mjs';

const CORPUS = new URL('../../crates/mail/corpus/', import.meta.url).pathname;
/** The contract's bounds for any message up to 25 MiB. */
const SECONDS = 2; const KIBIBYTES = 512 * 1024; const LARGEST = 25 * 1024 * 1024;
const KEYS = ['from', 'reply_to', 'to', 'cc', 'subject', 'message_id', 'in_reply_to', 'references', 'date', 'text', 'reply', 'html', 'attachments', 'automatic', 'auto_reply_allowed', 'bounce', 'language', 'warnings'];
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])( *\.|$)/i;

/** Inspects bytes. Gives {code, bytes, stderr, seconds of processor, peak in KiB}. */
async function inspect(args, input) {
  // The kernel's own account of the process; a clock would measure the machine's other work.
  const child = spawn('python3', ['-c', 'import resource, subprocess, sys\ncode = subprocess.run(sys.argv[1:]).returncode\nu = resource.getrusage(resource.RUSAGE_CHILDREN)\nsys.stderr.write("\\n%f %d" % (u.ru_utime + u.ru_stime, u.ru_maxrss))\nsys.exit(code)', BINARY, 'mail', 'inspect', ...args]);
  const [out, errors] = [[], []];
  child.stdout.on('data', (chunk) => out.push(chunk));
  child.stderr.on('data', (chunk) => errors.push(chunk));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const code = await new Promise((done) => child.on('close', done));
  const [seconds, peak] = Buffer.concat(errors).toString().split('\n').at(-1).split(' ').map(Number);
  return { code, bytes: Buffer.concat(out), stderr: Buffer.concat(errors).toString(), seconds, peak };
}

function* strings(value) {
  if (typeof value === 'string') yield value;
  else if (value && typeof value === 'object') for (const inner of Object.values(value)) yield* strings(inner);
}

function parse(bytes) {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  assert.ok(text.endsWith('\n') && !text.slice(0, -1).includes('\n'), 'one object on one line, and nothing else');
  return JSON.parse(text);
}

/** What holds for every answer. */
function problemsOfAny(got) {
  const problems = [];
  for (const key of KEYS) if (!(key in got)) problems.push(`no key ${key}`);
  for (const text of strings(got)) if (/[\x00-\x08\x0b-\x1f]/.test(text)) problems.push(`control character in ${JSON.stringify(text.slice(0, 80))}`);
  for (const { filename } of got.attachments) {
    const unsafe = !filename || filename.startsWith('.') || /[/\\\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]/.test(filename) || DEVICE.test(filename) || Buffer.byteLength(filename) > 200;
    if (unsafe) problems.push(`unsafe filename ${JSON.stringify(filename)}`);
  }
  return problems;
}

const shown = (value) => (JSON.stringify(value) ?? 'nothing').slice(0, 600);
const same = (one, other) => { try { assert.deepStrictEqual(one, other); return true; } catch { return false; } };

/** The rules of the corpus, see its README. */
function problemsOf(got, wanted) {
  const problems = problemsOfAny(got);
  const names = got.attachments.map((attachment) => attachment.filename);
  const compare = (what, one, other) => { if (!same(one, other)) problems.push(`${what}\n      got  ${shown(one)}\n      want ${shown(other)}`); };
  const rules = {
    warns: (wish) => compare('warnings', got.warnings.length > 0, wish),
    filenames_have: (parts) => { for (const part of parts) if (!names.some((name) => name.includes(part))) problems.push(`no filename with ${part}: ${shown(names)}`); },
    filenames_lack: (parts) => { for (const part of parts) if (names.some((name) => name.includes(part))) problems.push(`a filename with ${part}: ${shown(names)}`); },
    attachments_subset: (list) => {
      compare('number of attachments', got.attachments.length, list.length);
      list.forEach((entry, at) => { for (const [key, value] of Object.entries(entry)) compare(`attachment ${at} ${key}`, got.attachments[at]?.[key], value); });
    },
    bounce_subset: (entry) => { for (const [key, value] of Object.entries(entry)) compare(`bounce ${key}`, got.bounce?.[key], value); },
  };
  for (const [key, wish] of Object.entries(wanted)) {
    const [, name, kind] = key.match(/^(\w+)_(has|lacks)$/) ?? [];
    if (rules[key]) rules[key](wish);
    else if (kind) {
      for (const part of wish) if ((got[name] ?? '').includes(part) !== (kind === 'has')) problems.push(`${name} ${kind === 'has' ? 'lacks' : 'has'} ${shown(part)}: ${shown(got[name])}`);
    } else compare(key, got[key], wish);
  }
  return problems;
}

/** Does `work` for every item, as many at once as there are processors. */
async function each(items, work) {
  const pile = [...items];
  await Promise.all(Array.from({ length: availableParallelism() }, async () => { while (pile.length) await work(pile.shift()); }));
}

describe('mail inspect', () => {
  test('understands every mail of the corpus as its author wishes', async () => {
    const names = readdirSync(CORPUS).filter((name) => name.endsWith('.eml')).map((name) => name.slice(0, -4));
    assert.ok(names.length > 500, `${names.length} mails`);
    const failures = [];
    await each(names, async (name) => {
      const { code, stdout, stderr } = await run(['mail', 'inspect', join(CORPUS, `${name}.eml`), '--json']);
      const problems = code === 0 ? problemsOf(parse(Buffer.from(stdout)), JSON.parse(readFileSync(join(CORPUS, `${name}.json`), 'utf8'))) : [`exit ${code}: ${stderr}`];
      if (problems.length) failures.push(`${name}\n    ${problems.join('\n    ')}`);
    });
    assert.deepEqual(failures, [], `${failures.length} of ${names.length} mails\n${failures.join('\n')}`);
  });

  test('gives the same for standard input, with any line ends, and every time', async () => {
    const path = join(CORPUS, readdirSync(CORPUS).filter((name) => name.endsWith('.eml'))[0]);
    const mail = 'From: Zoé <zoe@example.org>\nSubject: =?utf-8?q?caf=C3=A9?=\nDate: Mon, 2 Mar 2026 09:15:00 +0100\n\nHello.\nBye.\n';
    const [file, again] = [await run(['mail', 'inspect', path, '--json']), await run(['mail', 'inspect', path, '--json'])];
    assert.equal(file.stdout, again.stdout);
    assert.equal((await run(['mail', 'inspect', '-', '--json'], { input: readFileSync(path) })).stdout, file.stdout);
    const answers = await Promise.all([mail, mail.replaceAll('\n', '\r\n'), mail.replaceAll('\n', '\r'), `From zoe@example.org Mon Mar  2 09:15:00 2026\n${mail}`, `\ufeff${mail}`].map((input) => run(['mail', 'inspect', '-', '--json'], { input })));
    for (const { code, stdout } of answers) {
      assert.equal(code, 0);
      const got = JSON.parse(stdout);
      assert.deepEqual([got.subject, got.text, got.date, got.from.address], ['café', 'Hello.\nBye.\n', '2026-03-02T09:15:00+01:00', 'zoe@example.org']);
    }
  });

  test('exits with 0 for any bytes, 1 for none, 2 for wrong arguments', async () => {
    for (const input of ['x', '\n', '\0', 'From ', Buffer.from([0xff, 0xfe, 0, 1]), Buffer.alloc(5000, 0), ':'.repeat(500), Buffer.from([0xef, 0xbb, 0xbf])]) {
      const { code, stdout } = await run(['mail', 'inspect', '-', '--json'], { input });
      assert.equal(code, 0, JSON.stringify(input));
      assert.deepEqual(problemsOfAny(JSON.parse(stdout)), []);
    }
    for (const [args, input] of [[['-', '--json'], ''], [['/nowhere/at/all.eml', '--json']], [[tmpdir(), '--json']]]) {
      const { code, stdout, stderr } = await run(['mail', 'inspect', ...args], { input });
      assert.deepEqual([code, stdout], [1, ''], args.join(' '));
      assert.ok(stderr.length > 0, 'says why');
    }
    for (const args of [[], ['--json'], ['a.eml', 'b.eml'], ['a.eml', '--yaml']]) assert.equal((await run(['mail', 'inspect', ...args])).code, 2, args.join(' '));
  });

  test('shows the same to people, without --json', async () => {
    const { code, stdout } = await run(['mail', 'inspect', '-'], { input: 'From: Zoe <zoe@example.org>\nSubject: For people\n\nHello.\n' });
    assert.equal(code, 0);
    for (const words of ['zoe@example.org', 'For people', 'Hello.']) assert.ok(stdout.includes(words), stdout);
  });

  test('needs no database, no folder and no configuration', async () => {
    const env = { GUICHET_DATA: '/proc/nowhere', GUICHET_DATABASE: 'postgres://nobody@nowhere.example/none', GUICHET_CONFIG: '/nowhere.toml' };
    assert.equal((await run(['mail', 'inspect', '-', '--json'], { input: 'Subject: x\n\ny\n', env })).code, 0);
  });
});

const top = (type) => `From: a@b.example\r\nSubject: hostile\r\nMIME-Version: 1.0\r\nContent-Type: ${type}\r\n`;
const fill = (text, size = LARGEST - 4096) => text.repeat(Math.ceil(size / text.length)).slice(0, size);
const nested = (depth) => Array.from({ length: depth }, (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`).join('');

/** Mails that are made to take for ever, or all memory. */
const HOSTILE = {
  'multiparts 20,000 deep': () => `From: a@b.example\r\nMIME-Version: 1.0\r\n${nested(20_000)}Content-Type: text/plain\r\n\r\nthe core\r\n`,
  'messages inside messages, 20,000 deep': () => `From: a@b.example\r\n${'Content-Type: message/rfc822\r\n\r\n'.repeat(20_000)}Subject: core\r\n\r\ncore\r\n`,
  '10,000 parts': () => `${top('multipart/mixed; boundary=b')}\r\n${'--b\r\nContent-Type: text/plain\r\n\r\npart\r\n'.repeat(10_000)}--b--\r\n`,
  '10,000 attachments with names': () => `${top('multipart/mixed; boundary=b')}\r\n${'--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="same.pdf"\r\n\r\npart\r\n'.repeat(10_000)}--b--\r\n`,
  'a million empty parts': () => `${top('multipart/mixed; boundary=b')}\r\n${fill('--b\r\n\r\n\r\n')}`,
  'boundaries that are almost the boundary': () => `${top(`multipart/mixed; boundary=${'-'.repeat(70)}`)}\r\n${fill('-'.repeat(71) + '\r\n')}`,
  'one header of 20 MB': () => `Subject: ${fill('word ', 20_000_000)}\r\n\r\nbody\r\n`,
  'one header of 20 MB, folded': () => `Subject: x${fill('\r\n word', 20_000_000)}\r\n\r\nbody\r\n`,
  'a million headers': () => `${fill('X-A: b\r\n', 20_000_000)}\r\nbody\r\n`,
  'References without end': () => `References: ${fill('<a@b.example> ', 20_000_000)}\r\n\r\nbody\r\n`,
  'recipients without end': () => `To: ${fill('"a, b" <a@b.example>, ', 20_000_000)}\r\n\r\nbody\r\n`,
  'comments in comments in an address': () => `From: ${'('.repeat(5_000_000)}a@b.example${')'.repeat(5_000_000)}\r\n\r\nbody\r\n`,
  'quotes and backslashes in an address': () => `From: ${fill('"\\', 10_000_000)}\r\n\r\nbody\r\n`,
  'encoded words without end': () => `Subject: ${fill('=?utf-8?B?w6k=?= ', 20_000_000)}\r\n\r\nbody\r\n`,
  'parameter continuations without end': () => `${top(`text/plain; ${Array.from({ length: 200_000 }, (_, at) => `name*${at}*=x`).join('; ')}`)}\r\nbody\r\n`,
  '25 MB of base64': () => `${top('application/octet-stream')}Content-Transfer-Encoding: base64\r\n\r\n${fill(`${'QUJD'.repeat(19)}\r\n`)}`,
  '25 MB of base64 text on one line': () => `${top('text/plain')}Content-Transfer-Encoding: base64\r\n\r\n${fill('QUJD')}`,
  '25 MB of quoted-printable': () => `${top('text/plain; charset=utf-8')}Content-Transfer-Encoding: quoted-printable\r\n\r\n${fill('=C3=A9=\r\n')}`,
  '25 MB of words': () => `${top('text/plain')}\r\n${fill('word after word\r\n')}`,
  '25 MB on one line': () => `${top('text/plain')}\r\n${fill('x')}`,
  '25 MB of flowed text': () => `${top('text/plain; format=flowed; delsp=yes')}\r\n${fill('>>> flowed \r\n')}`,
  'quotes of any depth': () => `${top('text/plain')}\r\n${Array.from({ length: 5000 }, (_, at) => '>'.repeat(at % 4000) + ' text').join('\r\n')}`,
  'a line of 20 million quotes': () => `${top('text/plain')}\r\n${'>'.repeat(20_000_000)} x\r\n`,
  'beginnings of attribution lines': () => `${top('text/plain')}\r\n${fill('On Mon, Mar 2, 2026 at 9:15, Zoe <z@example.org>\r\n')}`,
  'attribution lines without end': () => `${top('text/plain')}\r\n${fill('On Mon, Mar 2, 2026, Zoe <z@example.org> wrote:\r\n> x\r\n\r\n')}`,
  'header blocks without end': () => `${top('text/plain')}\r\n${fill('From: a\r\nSent: b\r\nTo: c\r\n')}`,
  'signatures without end': () => `${top('text/plain')}\r\n${fill('-- \r\nx\r\n')}`,
  'HTML 300,000 deep': () => `${top('text/html')}\r\n${'<div>'.repeat(300_000)}x`,
  'quotes of HTML, 100,000 deep': () => `${top('text/html')}\r\n${'<blockquote type="cite"><p>x</p>'.repeat(100_000)}`,
  'tables in tables': () => `${top('text/html')}\r\n${fill('<table><tr><td>x')}`,
  'formatting that never closes': () => `${top('text/html')}\r\n${fill('<a href=x><b><i><font color=red>', 2_000_000)}${fill('<p>', 2_000_000)}`,
  'HTML with an attribute of 20 MB': () => `${top('text/html')}\r\n<p title="${fill('x ', 20_000_000)}">x</p>`,
  'HTML with a million attributes': () => `${top('text/html')}\r\n<p ${fill('a=b ', 10_000_000)}>x</p>`,
  'HTML comments and half tags': () => `${top('text/html')}\r\n${fill('<!--<')}`,
  'character references without end': () => `${top('text/html')}\r\n${fill('&amp')}`,
  'styles without end': () => `${top('text/html')}\r\n<p style="${fill('color:red;', 10_000_000)}">x</p>${fill('<p style="a:b(c(d(">', 5_000_000)}`,
  'uuencode blocks without end': () => `${top('text/plain')}\r\n${fill('begin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n')}`,
  'uuencode that never ends': () => `${top('text/plain')}\r\nbegin 644 a.txt\r\n${fill(`M${'!'.repeat(60)}\r\n`)}`,
  'a winmail.dat of lies': () => `${top('application/ms-tnef; name=winmail.dat')}Content-Transfer-Encoding: base64\r\n\r\n${Buffer.concat([Buffer.from('789f3e220100', 'hex'), Buffer.alloc(4_000_000, Buffer.from('020590060008000000ffffff7f', 'hex'))]).toString('base64')}\r\n`,
  'delivery reports without end': () => `${top('multipart/report; report-type=delivery-status; boundary=b')}\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n${fill('Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n', 20_000_000)}--b--\r\n`,
  'nothing but NUL': () => fill('\0'),
  'nothing but line ends': () => fill('\r\n'),
  'random bytes': () => { let seed = 7; return Buffer.from(Array.from({ length: 4_000_000 }, () => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed >> 16; })); },
};

describe('mail inspect has bounds', () => {
  // A debug build is many times slower; the contract is about the one that people run.
  const slowness = /\/release\//.test(BINARY) ? 1 : Number(process.env.GUICHET_TEST_SLOWNESS ?? 10);
  for (const [name, make] of Object.entries(HOSTILE)) {
    test(`for ${name}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'guichet-inspect-'));
      try {
        const mail = make();
        assert.ok(mail.length <= LARGEST, `${mail.length} bytes`);
        writeFileSync(join(folder, 'mail.eml'), mail, typeof mail === 'string' ? 'latin1' : undefined);
        const { code, bytes, stderr, seconds, peak } = await inspect([join(folder, 'mail.eml'), '--json']);
        assert.equal(code, 0, stderr);
        assert.deepEqual(problemsOfAny(parse(bytes)), []);
        assert.ok(seconds <= SECONDS * slowness, `${seconds} s`);
        assert.ok(peak <= KIBIBYTES, `${peak} KiB`);
      } finally { rmSync(folder, { recursive: true }); }
    });
  }
});
