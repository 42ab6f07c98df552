// A small IMAP client.
import { connect } from 'node:net';

/** Whether somebody answers at a port of this machine. */
export function answers(port) {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => { socket.destroy(); done(true); });
    socket.on('error', () => done(false));
  });
}

/** As much IMAP as reading needs: one command after the other, with literals. */
export class Imap {
  #text = ''; #wake = () => {}; #number = 0;

  static async open(port) {
    const imap = new Imap();
    imap.socket = connect(port, '127.0.0.1');
    imap.socket.on('data', (chunk) => { imap.#text += chunk.toString('latin1'); imap.#wake(); });
    imap.socket.on('error', (error) => { imap.error = error; imap.#wake(); });
    imap.socket.on('close', () => { imap.error ??= new Error('the IMAP server hung up'); imap.#wake(); });
    await imap.#until(/^\* OK.*\r\n/);
    return imap;
  }

  async #until(pattern) {
    for (;;) {
      const found = this.#text.match(pattern);
      if (found) { this.#text = this.#text.slice(found.index + found[0].length); return found; }
      if (this.error) throw this.error;
      await new Promise((done) => { this.#wake = done; });
    }
  }

  async ask(command) {
    const tag = `a${++this.#number}`;
    this.socket.write(`${tag} ${command}\r\n`);
    let text = '';
    const literals = [];
    for (;;) {
      const [line] = await this.#until(/^[^\r\n]*\r\n/);
      text += line;
      const size = Number(line.match(/\{(\d+)\}\r\n$/)?.[1] ?? 0);
      if (size) literals.push(Buffer.from((await this.#until(new RegExp(`^[\\s\\S]{${size}}`)))[0], 'latin1'));
      if (!line.startsWith(`${tag} `)) continue;
      if (!line.startsWith(`${tag} OK`)) throw new Error(`${command}: ${line}`);
      return { text, literals };
    }
  }

  /** Puts a mail into a folder, as if its server had got it at `date`. */
  async append(folder, bytes, date) {
    const tag = `a${++this.#number}`;
    const when = date ? ` "${imapDate(date)}"` : '';
    this.socket.write(`${tag} APPEND "${folder}"${when} {${bytes.length}}\r\n`);
    await this.#until(/^\+[^\r\n]*\r\n/);
    this.socket.write(Buffer.concat([bytes, Buffer.from('\r\n')]));
    for (;;) {
      const [line] = await this.#until(/^[^\r\n]*\r\n/);
      if (line.startsWith(`${tag} OK`)) return;
      if (line.startsWith(`${tag} `)) throw new Error(line);
    }
  }
}

function imapDate(date) {
  const [, day, month, year, time] = date.toUTCString().match(/(\d+) (\w+) (\d+) ([\d:]+)/);
  return `${day.padStart(2, '0')}-${month}-${year} ${time} +0000`;
}
