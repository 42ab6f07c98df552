// A mail server that the desk relays to: it keeps what it gets, and behaves as badly as it is told to.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { readMail } from './mime.mjs';

/** How long a mail may take to come, in milliseconds. */
const COMING_LIMIT = 20_000;

/**
 * `mails` are those it has taken (250), `arrived` also those whose end it has seen without saying so.
 * Each is {from, to, content, mail} with `mail` as readMail gives it.
 */
export class Sink {
  mails = []; arrived = []; #waiting = new Set(); #sockets = new Set();

  /**
   * What it answers: a function (stage, letter, address) with stage MAIL, RCPT, DATA, CONTENT (the first bytes of a
   * mail) or END (after its last dot). It gives nothing (all is well), an answer such as '451 …', 'drop' (hangs up) or 'hang'
   * (never answers).
   */
  behaviour = () => undefined;

  static async start(port = 0) {
    const sink = new Sink();
    await sink.listen(port);
    return sink;
  }

  async listen(port = this.port ?? 0) {
    this.server = createServer((socket) => this.#talk(socket));
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = this.server.address().port;
  }

  /** The relay's address for the desk. */
  get relay() { return `smtp://127.0.0.1:${this.port}`; }

  #talk(socket) {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    let text = ''; let letter; let inside = false; let begun = false;
    const fresh = () => ({ from: undefined, to: [] });
    const step = (stage, fine, address) => {
      const wanted = this.behaviour(stage, letter, address);
      if (wanted === 'drop') { socket.destroy(); return false; }
      if (wanted === 'hang') return false;
      if (wanted ?? fine) socket.write(`${wanted ?? fine}\r\n`);
      return !wanted;
    };
    const command = (line) => {
      const verb = line.slice(0, 4).toUpperCase();
      const address = line.match(/<([^>]*)>/)?.[1];
      if (verb === 'EHLO') socket.write('250-sink.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 PIPELINING\r\n');
      else if (verb === 'MAIL') { letter = { ...fresh(), from: address }; step('MAIL', '250 OK'); }
      else if (verb === 'RCPT') { if (step('RCPT', '250 OK', address)) letter.to.push(address); }
      else if (verb === 'DATA') { inside = step('DATA', '354 Go on'); begun = false; }
      else if (verb === 'QUIT') socket.end('221 Bye\r\n');
      else { letter = fresh(); socket.write('250 OK\r\n'); }
    };
    const ended = (content) => {
      letter.content = Buffer.from(content.replace(/^\.\./gm, '.'), 'latin1');
      letter.mail = readMail(letter.content);
      this.arrived.push(letter);
      if (step('END', '250 Taken')) this.#take(letter);
    };
    socket.write('220 sink.example ESMTP\r\n');
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (;;) {
        if (inside) {
          if (!begun) { begun = true; if (this.behaviour('CONTENT', letter) === 'drop') return void socket.destroy(); }
          const end = `\r\n${text}`.indexOf('\r\n.\r\n');
          if (end < 0) return;
          const content = text.slice(0, end);
          text = text.slice(end + 3);
          inside = false;
          ended(content);
        } else {
          const end = text.indexOf('\r\n');
          if (end < 0) return;
          const line = text.slice(0, end);
          text = text.slice(end + 2);
          command(line);
        }
      }
    });
  }

  #take(letter) {
    this.mails.push(letter);
    for (const waiting of this.#waiting) waiting();
  }

  /** The mails that were taken for an address. */
  to(address) { return this.mails.filter((letter) => letter.to.includes(address)); }

  /** The first mail that fits, as soon as it has come. */
  coming(what, fits) {
    return new Promise((done, fail) => {
      const look = () => {
        const found = this.mails.find(fits);
        if (!found) return false;
        clearTimeout(limit);
        this.#waiting.delete(look);
        done(found);
        return true;
      };
      const limit = setTimeout(() => {
        this.#waiting.delete(look);
        fail(new Error(`waited too long for ${what}; came: ${this.mails.map((letter) => `${letter.to} “${letter.mail.header('subject')}”`).join(', ')}`));
      }, COMING_LIMIT);
      if (!look()) this.#waiting.add(look);
    });
  }

  /** Closes the door and every conversation. */
  async stop() {
    for (const socket of this.#sockets) socket.destroy();
    if (this.server.listening) await new Promise((done) => this.server.close(done));
  }
}
