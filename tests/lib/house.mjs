// A desk of our own with people in it: one admin from the set-up page, and agents and customers.
import { execFileSync } from 'node:child_process';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { Browserless, Installation, until } from './desk.mjs';

const YEAR = 365 * 24 * 3600 * 1_000_000;

export class House {
  /** A set-up desk; mail leaves to a folder. `serve` are the options of `Installation.serve`. */
  static async open(engine, { serve = {}, setUp = {} } = {}) {
    const house = new House();
    house.installation = await Installation.create(engine);
    house.sent = join(house.installation.folder, 'sent');
    house.serve = { relay: `file:${house.sent}`, ...serve };
    house.desk = await house.installation.serve(house.serve);
    house.admin = await house.installation.setUp(house.desk, setUp);
    house.admin.id = Number(house.sql("select id from person where role = 'admin'"));
    house.department = Number(house.sql('select id from department'));
    house.service = Number(house.sql('select id from service'));
    return house;
  }

  /** Ends the desk; no request may have made it panic. */
  async close() {
    await this.desk.stop();
    this.installation.remove();
    assert.doesNotMatch(this.desk.process.errors, /panicked|RUST_BACKTRACE/);
  }

  /** Power fails, and comes back. */
  async crash() {
    await this.desk.stop('SIGKILL');
    this.desk = await this.installation.serve(this.serve);
  }

  /** Runs a statement, for what has no page yet; gives its one value. */
  sql(statement) {
    const { database, folder } = this.installation;
    const [program, args] = database
      ? ['psql', [database, '-qtAX', '-v', 'ON_ERROR_STOP=1', '-c', statement]]
      : ['sqlite3', ['-cmd', '.timeout 20000', join(folder, 'guichet.db'), statement]];
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  }

  /** Another department, in another service if `service` is a new one's name. */
  addDepartment(name, service) {
    const id = service
      ? this.sql(`insert into service (name, position, created_at) values ('${service}', 9, 0) returning id`)
      : this.service;
    return Number(this.sql(`insert into department (service_id, name, position, created_at) values (${id}, '${name}', 9, 0) returning id`));
  }

  /** A session as signing in makes it; the sign-in pages have tests of their own. */
  session(id) { return this.sessions([id])[0]; }

  /** The same for many people, in one go. */
  sessions(ids) {
    const tokens = ids.map(() => randomBytes(24).toString('base64url'));
    const rows = ids.map((id, at) => `('${createHash('sha256').update(tokens[at]).digest('hex')}', ${id}, 0, ${Date.now() * 1000 + YEAR})`);
    this.sql(`insert into session (token_hash, person_id, created_at, expires_at) values ${rows.join(', ')}`);
    return ids.map((id, at) => {
      const person = new Browserless(this.desk.web);
      person.cookies.set('guichet', tokens[at]);
      person.id = id;
      return person;
    });
  }

  addPerson(name, address, role = 'customer') {
    return Number(this.sql(`insert into person (name, address, role, created_at) values ('${name}', '${address}', '${role}', 0) returning id`));
  }

  /** A signed-in customer. */
  customer(name, address) {
    return Object.assign(this.session(this.addPerson(name, address)), { name, address });
  }

  /** A signed-in agent: of the whole desk, or of some departments. */
  agent(name, address, departments) {
    const id = this.addPerson(name, address, 'agent');
    const grants = departments ?? ['null'];
    for (const department of grants)
      this.sql(`insert into agent_grant (person_id, department_id) values (${id}, ${department})`);
    return Object.assign(this.session(id), { name, address });
  }

  /** The link that opens a ticket for a person who takes part in it, as our mails carry it. */
  link(ticket, person = this.sql(`select requester_id from ticket where id = ${ticket}`)) {
    return `/t/${this.signed(`${this.sql(`select token from ticket where id = ${ticket}`)}.${person}`)}`;
  }

  /** The page of a chat, as its visitor has it. */
  chat(ticket) {
    return `/chat/${this.signed(this.sql(`select token || '.' || requester_id || '.chat' from ticket where id = ${ticket}`))}`;
  }

  signed(claim) {
    const secret = this.sql("select value from setting where name = 'link_secret'");
    return `${claim}.${createHmac('sha256', secret).update(claim).digest().subarray(0, 16).toString('base64url')}`;
  }

  /** A customer asks on the page; gives the ticket's number. */
  async ask(customer, { subject, body = 'Please help.', department = this.department } = {}, files = {}) {
    const answer = await customer.postForm('/tickets', { subject, body, department }, files);
    assert.equal(answer.status, 303, `asking answered ${answer.status}`);
    return Number(answer.headers.get('location').match(/^\/tickets\/(\d+)$/)[1]);
  }

  /** The page of a ticket as an agent sees it. */
  page(agent, ticket) { return agent.text(`/agent/tickets/${ticket}`); }

  /** An agent's answer or note; gives the response. */
  answer(agent, ticket, body, { files = {}, ...fields } = {}) {
    return agent.postForm(`/agent/tickets/${ticket}/messages`, { kind: 'reply', body, ...fields }, files);
  }

  /** All mails that left, the oldest first, as text. */
  mails() {
    if (!existsSync(this.sent)) return [];
    return readdirSync(this.sent).sort().map((name) => readFileSync(join(this.sent, name), 'utf8'));
  }

  /** Waits for a mail that left. */
  mail(what, wanted) { return until(what, () => this.mails().find(wanted)); }
}

/** The page after a redirect. */
export async function follow(person, answer) {
  assert.equal(answer.status, 303);
  return person.text(answer.headers.get('location'));
}

/** The readable text of a mail: quoted-printable undone. */
export function plain(mail) {
  const bytes = mail.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** A form with files as the options of a request, sent in one piece; fields may be pairs, for names that repeat. */
export async function inOnePiece(fields = {}, files = {}) {
  const form = new FormData();
  for (const [name, value] of Symbol.iterator in fields ? fields : Object.entries(fields)) form.append(name, value);
  for (const [name, file] of Object.entries(files)) form.append(name, new Blob([file.content], { type: file.type }), file.name);
  const sent = new Response(form);
  return { headers: { 'content-type': sent.headers.get('content-type') }, body: Buffer.from(await sent.arrayBuffer()) };
}
