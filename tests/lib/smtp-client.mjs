// Raw SMTP and LMTP conversations: every byte is the test's own.
import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** How long a server may take for an answer, in milliseconds: only a hang reaches it. */
const ANSWER_LIMIT = 60_000;

/** A connection to a mail server that broke before the awaited answer. */
export class ConnectionLost extends Error {}

/** One conversation. `await say('…')` sends a line and gives the answer: {code, lines, text}. */
export class Conversation {
  #waiting = []; #answers = []; #text = ''; #lines = []; #over = false;

  /** Connects and hears the greeting. */
  static async open({ host = '127.0.0.1', port }) {
    const conversation = new Conversation();
    const socket = connectPlain(port, host);
    conversation.#listen(socket);
    conversation.greeting = await conversation.answer();
    return conversation;
  }

  #listen(socket) {
    this.socket = socket;
    this.ended = new Promise((done) => { socket.on('close', () => { this.#finish(); done(); }); });
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      this.#text += chunk.toString('utf8');
      let end;
      while ((end = this.#text.indexOf('\r\n')) >= 0) {
        this.#line(this.#text.slice(0, end));
        this.#text = this.#text.slice(end + 2);
      }
    });
  }

  #line(line) {
    this.#lines.push(line);
    if (line[3] === '-') return;
    const answer = { code: Number(line.slice(0, 3)), lines: this.#lines.map((one) => one.slice(4)), text: this.#lines.join('\n') };
    this.#lines = [];
    const waiting = this.#waiting.shift();
    if (waiting) waiting.done(answer); else this.#answers.push(answer);
  }

  #finish() {
    this.#over = true;
    for (const { fail } of this.#waiting.splice(0)) fail(new ConnectionLost('the connection was closed'));
  }

  /** The next answer. */
  answer() {
    if (this.#answers.length) return Promise.resolve(this.#answers.shift());
    if (this.#over) return Promise.reject(new ConnectionLost('the connection was closed'));
    return new Promise((done, fail) => {
      const limit = setTimeout(() => fail(new Error('no answer from the mail server')), ANSWER_LIMIT);
      const settle = (then) => (value) => { clearTimeout(limit); then(value); };
      this.#waiting.push({ done: settle(done), fail: settle(fail) });
    });
  }

  /** Sends bytes as they are. */
  raw(bytes) { this.socket.write(bytes); }

  /** Sends a line and gives its answer. */
  say(line) { this.raw(`${line}\r\n`); return this.answer(); }

  /** Says hello, names sender and recipients, and DATA. Gives the last answer: 354 when all went well. */
  async begin({ from = 'zoe@customer.example', to = 'support@desk.example', hello = 'EHLO client.example', options = '' } = {}) {
    if (hello) await this.say(hello);
    await this.say(`MAIL FROM:<${from}>${options}`);
    for (const one of [to].flat()) {
      const known = await this.say(`RCPT TO:<${one}>`);
      if (known.code !== 250) return known;
    }
    return this.say('DATA');
  }

  /** Sends content after DATA: with dots stuffed, and the end. Gives the answer. */
  content(bytes) {
    const text = Buffer.from(bytes).toString('latin1').replace(/^\./gm, '..');
    this.raw(Buffer.from(text.endsWith('\r\n') ? text : `${text}\r\n`, 'latin1'));
    this.raw('.\r\n');
    return this.answer();
  }

  /** STARTTLS; the certificate is not checked, it is given as `certificate`. `also` is sent in clear with the command. */
  async startTls(also = '') {
    this.raw(`STARTTLS\r\n${also}`);
    const answer = await this.answer();
    if (answer.code !== 220) return answer;
    const plain = this.socket;
    plain.removeAllListeners('data');
    plain.removeAllListeners('close');
    const socket = connectTls({ socket: plain, rejectUnauthorized: false });
    await new Promise((done, fail) => { socket.once('secureConnect', done); socket.once('error', fail); });
    this.certificate = socket.getPeerCertificate();
    this.#text = ''; this.#lines = []; this.#answers = [];
    this.#listen(socket);
    return answer;
  }

  /** Says goodbye and waits until the server has closed. */
  async quit() { const answer = await this.say('QUIT'); this.socket.end(); await this.ended; return answer; }

  /** Breaks the connection without a word. */
  drop() { this.socket.destroy(); return this.ended; }
}

/** Hands one mail over and gives the last answer. */
export async function sendMail(server, bytes, envelope = {}) {
  const conversation = await Conversation.open(server);
  const ready = await conversation.begin(envelope);
  const answer = ready.code === 354 ? await conversation.content(bytes) : ready;
  await conversation.quit();
  return answer;
}
