// A name server whose every record is the test's own, by UDP.
import { createSocket } from 'node:dgram';

const TYPES = { A: 1, PTR: 12, MX: 15, TXT: 16 };

/** Writes a name as labels. */
const labels = (name) => Buffer.concat([...name.split('.').filter(Boolean).map((label) => Buffer.from([label.length, ...Buffer.from(label)])), Buffer.from([0])]);

const RECORDS = {
  A: (value) => Buffer.from(value.split('.').map(Number)),
  PTR: (value) => labels(value),
  MX: (value) => Buffer.concat([Buffer.from([0, 10]), labels(value)]),
  TXT: (value) => Buffer.concat(value.match(/.{1,255}/gs).map((part) => Buffer.from([part.length, ...Buffer.from(part)]))),
};

/** Starts one. A name that is `silent` gets no answer, nor does what is below it. `records` is {'name': {TXT: [...], A: [...]}} and may change; gives {address, close}. */
export async function nameServer(records) {
  const socket = createSocket('udp4');
  socket.on('message', (asked, peer) => {
    const parts = [];
    let at = 12;
    while (asked[at]) { parts.push(asked.toString('latin1', at + 1, at + 1 + asked[at])); at += asked[at] + 1; }
    const name = parts.join('.').toLowerCase();
    if (Object.keys(records).some((one) => records[one]?.silent && `.${name}`.endsWith(`.${one}`))) return;
    const question = asked.subarray(12, at + 5);
    const type = Object.keys(TYPES).find((name) => TYPES[name] === asked.readUInt16BE(at + 1));
    const entry = records[name];
    const values = (type && entry?.[type]) ?? [];
    const answers = values.map((value) => {
      const data = RECORDS[type](value);
      const head = Buffer.from([0xc0, 12, 0, TYPES[type], 0, 1, 0, 0, 0, 60, data.length >> 8, data.length & 255]);
      return Buffer.concat([head, data]);
    });
    const head = Buffer.from([asked[0], asked[1], 0x84 | (asked[2] & 1), entry ? 0x80 : 0x83, 0, 1, 0, answers.length, 0, 0, 0, 0]);
    socket.send(Buffer.concat([head, question, ...answers]), peer.port, peer.address);
  });
  await new Promise((listening) => { socket.bind(0, '127.0.0.1', listening); });
  return { address: `127.0.0.1:${socket.address().port}`, close: () => socket.close() };
}
