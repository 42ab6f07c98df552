// The customer's mail system: a real Postfix and a real Dovecot of our own, in a temporary folder and on free ports.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from './desk.mjs';
import { Imap, answers } from './imap.mjs';
import { readMail } from './mime.mjs';

const POSTFIX = '/usr/sbin/postfix';
const DOVECOT = '/usr/sbin/dovecot';
const PASSWORD = 'secret';

/** Why it cannot run here, or nothing. */
export function missing() {
  if (!existsSync(POSTFIX)) return 'Postfix is missing (Debian: apt-get install postfix)';
  if (!existsSync(DOVECOT) || !existsSync('/usr/lib/dovecot/lmtp') || !existsSync('/usr/lib/dovecot/imap')) return 'Dovecot is missing (Debian: apt-get install dovecot-imapd dovecot-lmtpd)';
  return process.getuid() === 0 ? undefined : 'Postfix can only be started by root';
}

const MASTER = (port) => `
127.0.0.1:${port} inet n - n - - smtpd
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       1       1       qmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
trace     unix  -       -       n       -       0       bounce
verify    unix  -       -       n       -       1       verify
flush     unix  n       -       n       1000?   0       flush
proxymap  unix  -       -       n       -       -       proxymap
smtp      unix  -       -       n       -       -       smtp
relay     unix  -       -       n       -       -       smtp
lmtp      unix  -       -       n       -       -       lmtp
error     unix  -       -       n       -       -       error
retry     unix  -       -       n       -       -       error
discard   unix  -       -       n       -       -       discard
local     unix  -       n       n       -       -       local
virtual   unix  -       n       n       -       -       virtual
anvil     unix  -       -       n       -       1       anvil
scache    unix  -       -       n       -       1       scache
showq     unix  n       -       n       -       -       showq
tlsmgr    unix  -       -       n       1000?   1       tlsmgr
postlog   unix-dgram n  -       n       -       1       postlogd
`;

const MAIN = ({ folder, lmtp, domain, deskPort }) => `
compatibility_level = 3.6
queue_directory = ${folder}/postfix/queue
data_directory = ${folder}/postfix/data
maillog_file = ${folder}/postfix.log
maillog_file_prefixes = ${folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.${domain}
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
local_recipient_maps =
smtpd_relay_restrictions = permit_mynetworks, reject
smtp_dns_support_level = disabled
smtp_host_lookup = native
virtual_mailbox_domains = ${domain}
virtual_mailbox_maps = static:known
virtual_transport = lmtp:inet:127.0.0.1:${lmtp}
# All other mail goes to the desk, which refuses what is not its own.
default_transport = smtp:[127.0.0.1]:${deskPort}
relay_transport = smtp:[127.0.0.1]:${deskPort}
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
`;

const DOVECOT_CONF = ({ folder, imap, lmtp }) => `
base_dir = ${folder}/dovecot/run
state_dir = ${folder}/dovecot/state
log_path = ${folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${folder}/mail/%u
mail_uid = mail
mail_gid = mail
first_valid_uid = 1
first_valid_gid = 1
auth_username_format = %Lu
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=mail gid=mail home=${folder}/mail/%u allow_all_users=yes
}
service imap-login {
  inet_listener imap {
    port = ${imap}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtp}
  }
}
`;

export class MailSystem {
  /** Starts it: `domain` has the customers, all other mail goes to the desk at `deskPort`. */
  static async start({ domain = 'customer.example', deskPort }) {
    const system = new MailSystem();
    system.folder = mkdtempSync(join(tmpdir(), 'guichet-mail-'));
    // Postfix and Dovecot run as users of their own, who must be able to go in.
    chmodSync(system.folder, 0o755);
    const [smtp, imap, lmtp] = [await freePort(), await freePort(), await freePort()];
    Object.assign(system, { smtp: { host: '127.0.0.1', port: smtp }, imapPort: imap });
    const facts = { folder: system.folder, smtp, imap, lmtp, domain, deskPort };
    for (const name of ['postfix', 'postfix/etc', 'postfix/queue', 'postfix/data', 'dovecot', 'mail']) mkdirSync(join(system.folder, name));
    execFileSync('chown', ['postfix', join(system.folder, 'postfix/data')]);
    execFileSync('chown', ['mail:mail', join(system.folder, 'mail')]);
    writeFileSync(join(system.folder, 'postfix/etc/main.cf'), MAIN(facts));
    writeFileSync(join(system.folder, 'postfix/etc/master.cf'), MASTER(smtp));
    writeFileSync(join(system.folder, 'dovecot/dovecot.conf'), DOVECOT_CONF(facts));
    system.exit = () => system.#end();
    process.on('exit', system.exit);
    system.dovecot = spawn(DOVECOT, ['-F', '-c', join(system.folder, 'dovecot/dovecot.conf')], { stdio: 'ignore' });
    system.#postfix('start');
    await Promise.all([smtp, imap, lmtp].map((port) => until(`port ${port} answers`, () => answers(port))));
    return system;
  }

  /** Where the desk sends its mail. */
  get relay() { return `smtp://127.0.0.1:${this.smtp.port}`; }

  #postfix(verb) {
    const done = spawnSync(POSTFIX, ['-c', join(this.folder, 'postfix/etc'), verb], { encoding: 'utf8' });
    if (done.status !== 0 && verb === 'start') throw new Error(`postfix: ${done.stderr}${this.log}`);
  }

  /** What both have logged. */
  get log() {
    return ['postfix.log', 'dovecot.log'].map((name) => join(this.folder, name)).filter(existsSync).map((path) => readFileSync(path, 'utf8')).join('\n');
  }

  /** The mails of somebody's inbox, read over IMAP, the oldest first. */
  async inbox(user) {
    const imap = await Imap.open(this.imapPort);
    await imap.ask(`LOGIN "${user}" "${PASSWORD}"`);
    const [, count] = (await imap.ask('SELECT INBOX')).text.match(/\* (\d+) EXISTS/) ?? [];
    const mails = [];
    for (let at = 1; at <= Number(count ?? 0); at++) mails.push(readMail((await imap.ask(`FETCH ${at} BODY[]`)).literals[0]));
    await imap.ask('LOGOUT');
    return mails;
  }

  /** A mail of somebody's inbox, as soon as it is there. */
  async arrives(user, what, fits) {
    try {
      return await until(`${what} is in the inbox of ${user}`, async () => (await this.inbox(user)).find(fits), 60_000);
    } catch (error) { throw new Error(`${error.message}\n${this.log}`); }
  }

  #end() {
    if (this.ended) return;
    this.ended = true;
    process.off('exit', this.exit);
    try { this.#postfix('abort'); } catch { /* it never started */ }
    this.dovecot?.kill();
  }

  async stop() {
    const gone = this.dovecot && new Promise((done) => this.dovecot.on('exit', done));
    this.#end();
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
