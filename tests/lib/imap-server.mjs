// A mailbox at another provider: a real Dovecot of our own, in a temporary folder and on a free port.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from './desk.mjs';
import { Imap, answers } from './imap.mjs';

const DOVECOT = '/usr/sbin/dovecot';
export const PASSWORD = 'très "secret" \\ mot';
/** Of who puts mail in, whatever the desk's password is. */
const MASTER = 'master';

const CONF = ({ folder, port, tlsPort, capability, tls, oauth }) => `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = ${tls ? 'yes' : 'no'}
${tls ? `ssl_cert = <${folder}/certificate.pem\nssl_key = <${folder}/key.pem` : ''}
disable_plaintext_auth = no
auth_mechanisms = plain login${oauth ? ' xoauth2' : ''}
mail_location = maildir:${folder}/mail/%u
mail_uid = mail
mail_gid = mail
first_valid_uid = 1
first_valid_gid = 1
auth_username_format = %Lu
${capability ? `imap_capability = ${capability}` : ''}
${oauth ? `passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = ${folder}/oauth.conf
}` : ''}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%Lu ${folder}/passwords
}
userdb {
  driver = static
  args = uid=mail gid=mail home=${folder}/mail/%u allow_all_users=yes
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tls ? tlsPort : 0}
    ssl = yes
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
`;

/** Who vouches for certificates of "localhost"; `certificate` is the file that makes others believe it. */
export function authority(folder) {
  const openssl = (...args) => execFileSync('openssl', args, { stdio: 'ignore' });
  const [certificate, key] = [join(folder, 'authority.pem'), join(folder, 'authority-key.pem')];
  const days = ['-days', '2'];
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...days, '-subj', '/CN=Authority', '-keyout', key, '-out', certificate);
  return {
    certificate,
    issue(target) {
      const at = (name) => join(target, name);
      openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-keyout', at('key.pem'), '-out', at('request.pem'));
      writeFileSync(at('names'), 'subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n');
      openssl('x509', '-req', '-in', at('request.pem'), '-CA', certificate, '-CAkey', key, '-CAcreateserial', ...days, '-extfile', at('names'), '-out', at('certificate.pem'));
    },
  };
}

export class ImapServer {
  /** Starts it. Without IDLE its capabilities are those of 1996; `oauth` takes tokens that a provider knows; `tls` is an authority, or true for one of its own. */
  static async start({ user = 'support@desk.example', idle = true, tls = false, oauth } = {}) {
    if (!existsSync(DOVECOT)) throw new Error('Dovecot is missing (Debian: apt-get install dovecot-imapd)');
    const server = new ImapServer();
    Object.assign(server, { user, folder: mkdtempSync(join(tmpdir(), 'guichet-imap-')), port: await freePort(), tlsPort: await freePort() });
    chmodSync(server.folder, 0o755);
    mkdirSync(join(server.folder, 'mail'));
    execFileSync('chown', ['mail:mail', join(server.folder, 'mail')]);
    if (tls) {
      (tls.issue ? tls : authority(server.folder)).issue(server.folder);
    }
    if (oauth) writeFileSync(join(server.folder, 'oauth.conf'), `introspection_mode = auth\nintrospection_url = ${oauth}/introspect?token=\nusername_attribute = email\nactive_attribute = active\nactive_value = true\n`);
    server.password(PASSWORD);
    writeFileSync(join(server.folder, 'dovecot.conf'), CONF({ folder: server.folder, port: server.port, tlsPort: server.tlsPort, tls, oauth, capability: idle ? '' : 'IMAP4rev1' }));
    await server.go();
    return server;
  }

  /** The password of its user from now on. */
  password(password) {
    const line = (user, word) => `${user}:{PLAIN}${word.replaceAll(':', '')}::::::\n`;
    writeFileSync(join(this.folder, 'passwords'), line(this.user, password) + line('other@desk.example', MASTER));
  }

  async go() {
    this.process = spawn(DOVECOT, ['-F', '-c', join(this.folder, 'dovecot.conf')], { stdio: 'ignore' });
    this.exit ??= () => this.process?.kill();
    process.on('exit', this.exit);
    try {
      await until(`port ${this.port} answers`, () => answers(this.port));
    } catch (error) { throw new Error(`${error.message}\n${this.log}`); }
  }

  /** It goes away, with all its connections. */
  async halt() {
    const gone = new Promise((done) => { this.process.on('exit', done); });
    this.process.kill('SIGTERM');
    await gone;
    process.off('exit', this.exit);
    await until(`port ${this.port} is silent`, async () => !await answers(this.port));
  }

  get log() {
    const path = join(this.folder, 'dovecot.log');
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  get #maildir() { return join(this.folder, 'mail', this.user); }

  /** Puts mails into a folder of the user. */
  async put(mails, { folder = 'INBOX', date } = {}) {
    await this.#talk(async (imap) => { for (const mail of [mails].flat()) await imap.append(folder, mail, date); });
  }

  /** Something as the user. */
  async do(...commands) {
    return this.#talk(async (imap) => {
      const answers = [];
      for (const command of commands) answers.push((await imap.ask(command)).text);
      return answers;
    });
  }

  async #talk(work) {
    const imap = await Imap.open(this.port);
    try {
      const words = Buffer.from(`\0${this.user}\0${this.current ?? PASSWORD}`).toString('base64');
      await imap.ask(`AUTHENTICATE PLAIN ${words}`);
      return await work(imap);
    } finally { imap.socket.destroy(); }
  }

  /** What is in a folder: `[{uid, flags}]`. */
  async list(folder = 'INBOX') {
    const [, text] = await this.do(`EXAMINE "${folder}"`, 'UID FETCH 1:* (FLAGS)').catch(() => ['', '']);
    return [...text.matchAll(/FETCH \(UID (\d+) FLAGS \(([^)]*)\)/g)].map(([, uid, flags]) => ({ uid: Number(uid), flags }));
  }

  /** Its numbering is lost, as after a restore from a backup: the same mails get others. */
  async renumber() {
    await this.halt();
    for (const name of readdirSync(this.#maildir)) {
      if (name.startsWith('dovecot')) rmSync(join(this.#maildir, name), { recursive: true });
    }
    writeFileSync(join(this.#maildir, 'dovecot-uidlist'), '3 V4000000 N1 G0123456789abcdef0123456789abcdef\n');
    execFileSync('chown', ['mail:mail', join(this.#maildir, 'dovecot-uidlist')]);
    await this.go();
  }

  /** A folder gets another name. */
  rename(from, to) { renameSync(join(this.#maildir, `.${from}`), join(this.#maildir, `.${to}`)); }

  async stop() {
    if (this.process.exitCode === null) await this.halt();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A provider of tokens (RFC 6749), which Dovecot asks whether they are good. */
export class Provider {
  static async start() {
    const provider = new Provider();
    Object.assign(provider, { asked: [], good: new Set(), refresh: new Set(), count: 0 });
    provider.server = createServer(async (request, response) => {
      const url = new URL(request.url, 'http://x');
      const json = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      if (url.pathname === '/introspect') {
        const token = (request.headers.authorization ?? '').replace(/^Bearer /, '') || url.searchParams.get('token');
        return provider.good.has(token) ? json(200, { active: true, email: provider.user }) : json(400, { active: false });
      }
      let body = '';
      for await (const chunk of request) body += chunk;
      const form = Object.fromEntries(new URLSearchParams(body));
      provider.asked.push(form);
      const fine = form.client_secret === 'app secret' && (form.grant_type === 'authorization_code' ? form.code === 'the code' : provider.refresh.delete(form.refresh_token));
      if (!fine) return json(400, { error: 'invalid_grant', error_description: 'The consent has ended.' });
      const [access_token, refresh_token] = [`access-${++provider.count}`, `refresh-${provider.count}`];
      provider.good.add(access_token);
      provider.refresh.add(refresh_token);
      return json(200, { access_token, refresh_token, expires_in: 3600 });
    });
    await new Promise((listening) => { provider.server.listen(0, '127.0.0.1', listening); });
    provider.url = `http://127.0.0.1:${provider.server.address().port}`;
    return provider;
  }

  stop() { this.server.closeAllConnections(); this.server.close(); }
}
