// A desk with its relay: mail goes in by SMTP, agents answer on the pages, what leaves is in the sink.
import assert from 'node:assert/strict';
import { Installation, until } from './desk.mjs';
import { buildMail, mailbox, newMessageId } from './mime.mjs';
import { readTicket, ticketNumbers } from './pages.mjs';
import { sendMail } from './smtp-client.mjs';
import { Sink } from './smtp-sink.mjs';

export const ADDRESS = 'support@desk.example';
export const AGENT = { name: 'Ada Admin', address: 'ada@desk.example' };

let count = 0;

/** Somebody who never wrote before. */
export function somebody(name = 'Zoé Martin') {
  const address = `person${++count}@customer.example`;
  return { name, address, mailbox: mailbox(name, address) };
}

/** A subject that no other ticket has. */
export function newSubject(words) { return `${words} no. ${++count}`; }

export class MailDesk {
  /** Starts a desk that is set up. Options: undoSeconds, args, relay (instead of the sink), ports ([web, smtp]). */
  static async open(engine, { relay, ports, ...options } = {}) {
    const desk = new MailDesk();
    desk.installation = await Installation.create(engine);
    if (ports) desk.installation.ports = ports;
    desk.sink = relay ? undefined : await Sink.start();
    desk.options = { relay: relay ?? desk.sink.relay, ...options };
    desk.running = await desk.installation.serve(desk.options);
    desk.admin = await desk.installation.setUp(desk.running, { deskAddress: ADDRESS });
    if (desk.sink) {
      desk.welcome = await desk.sink.coming('the mail for whoever sets a desk up', () => true);
      desk.sink.mails.length = 0;
    }
    return desk;
  }

  get smtp() { return this.running.smtp; }

  /** Hands raw bytes over and expects that they are taken. */
  async take(bytes, envelope = {}) {
    const answer = await sendMail(this.smtp, bytes, envelope);
    assert.equal(answer.code, 250, answer.text);
  }

  /** Somebody writes to the desk. Gives the Message-ID. */
  async write(who, mail, envelope = {}) {
    const id = mail.id ?? newMessageId();
    await this.take(buildMail({ from: who.mailbox, to: ADDRESS, text: 'Please help.', ...mail, id }), { from: who.address, ...envelope });
    return id;
  }

  /** The ticket with this subject, as soon as it is there. */
  async ticket(subject) {
    const [number] = await until(`there is a ticket “${subject}”`, async () => {
      const found = await ticketNumbers(this.admin, subject);
      return found.length && found;
    });
    return this.read(number);
  }

  /** Somebody writes, and the ticket of it. */
  async newTicket(who, mail, envelope) {
    const id = await this.write(who, mail, envelope);
    return { ...await this.ticket(mail.subject), rfcId: id };
  }

  read(number) { return readTicket(this.admin, number); }

  /** The ticket as soon as it is as wished. */
  reads(number, what, wish) {
    return until(what, async () => {
      const ticket = await this.read(number);
      return wish(ticket) && ticket;
    });
  }

  /** An agent writes into a ticket, as the form does. Gives the answer of the server. */
  async say(number, fields, files = {}) {
    const answer = await this.admin.postForm(`/agent/tickets/${number}/messages`, { kind: 'reply', format: 'html', seen: (await this.read(number)).seen, ...fields }, files);
    assert.equal(answer.status, 303, `the answer was not taken: ${answer.status}`);
    return answer;
  }

  /** An agent answers, and the mail of it. */
  async answer(number, html, files) {
    const mark = `mark${++count}x`;
    await this.say(number, { body: `${html}<p>${mark}</p>` }, files);
    return this.sink.coming(`the answer ${mark}`, (letter) => letter.mail.text.includes(mark));
  }

  /** Waits until every accepted mail has been settled. */
  async settled() {
    return until('no mail waits to be read', async () => {
      const sums = await this.ledger();
      return sums['Being read'] === 0 && sums;
    }, 120_000);
  }

  /** The sums of the mail ledger's page, by their names, and whether it says that they agree. */
  async ledger() {
    const page = await this.admin.text('/agent/mail');
    const sums = Object.fromEntries([...page.matchAll(/<dt>([^<]+)<\/dt><dd>(\d+)<\/dd>/g)].map(([, name, number]) => [name, Number(number)]));
    return { ...sums, agree: page.includes('Every accepted mail is accounted for'), page };
  }

  async stop() {
    await this.running?.stop();
    await this.sink?.stop();
    this.installation.remove();
  }
}
