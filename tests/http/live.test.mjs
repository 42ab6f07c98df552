import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines, until } from '../lib/desk.mjs';
import { messages, textOf } from '../lib/html.mjs';
import { House } from '../lib/house.mjs';

const PATIENCE_MS = 10_000;

/** A page that listens: `next()` gives each message as {topic, id, lastEventId}. */
class Listener {
  static async open(person, topics, { after, lastEventId } = {}) {
    const listener = new Listener();
    listener.stopping = new AbortController();
    listener.answer = await person.get(`/live?topics=${topics}${after === undefined ? '' : `&after=${after}`}`,
      { signal: listener.stopping.signal, headers: lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) } });
    listener.status = listener.answer.status;
    listener.lines = listener.read();
    return listener;
  }
  async* read() {
    let text = '';
    for await (const chunk of this.answer.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
        const fields = Object.fromEntries(text.slice(0, end).split('\n').map((line) => line.split(/: ?(.*)/s).slice(0, 2)));
        if (fields.data) yield { ...JSON.parse(fields.data), lastEventId: fields.id };
      }
    }
  }
  /** The next message; fails when none comes for long. */
  async next() {
    let alarm;
    const silence = new Promise((_, fail) => { alarm = setTimeout(() => fail(new Error('nothing came')), PATIENCE_MS); });
    try { return (await Promise.race([this.lines.next(), silence])).value; } finally { clearTimeout(alarm); }
  }
  /** The next change of a topic; what only passes (a mail on its way, somebody typing) has the number 0. */
  async about(topic, passing = false) {
    for (;;) {
      const message = await this.next();
      assert.ok(message, 'the stream ended');
      if (message.topic === topic && (message.id > 0 || passing)) return message;
    }
  }
  close() { this.stopping.abort(); }
}

const newestOf = async (person, path) => Number((await person.text(path)).match(/data-event="(\d+)"/)[1]);

onBothEngines(describe, 'live updates', (engine) => {
  let house, clara, oscar, agent, rita, ticket, other;
  const open = [];
  before(async () => {
    house = await House.open(engine);
    clara = house.customer('Clara Customer', 'clara@customer.example');
    oscar = house.customer('Oscar Other', 'oscar@customer.example');
    agent = house.agent('Abel Agent', 'abel@desk.example');
    rita = house.agent('Rita Restricted', 'rita@desk.example', [house.addDepartment('Elsewhere')]);
    ticket = await house.ask(clara, { subject: 'Live' });
    other = await house.ask(oscar, { subject: 'Another' });
  });
  after(async () => { for (const listener of open) listener.close(); await house.close(); });
  const listen = async (...how) => {
    const listener = await Listener.open(...how);
    open.push(listener);
    return listener;
  };
  const upToDate = async (person, topics) => listen(person, topics, { after: Number(house.sql('select max(id) from event')) });

  test('what a customer writes reaches the agents who look at it: names of topics, no content', async () => {
    const listener = await upToDate(agent, `tickets,ticket:${ticket}`);
    assert.equal(listener.status, 200);
    assert.match(listener.answer.headers.get('content-type'), /text\/event-stream/);
    await clara.postForm(`/tickets/${ticket}/messages`, { body: 'My secret words' });
    const message = await listener.about(`ticket:${ticket}`);
    assert.deepEqual(Object.keys(message).sort(), ['id', 'lastEventId', 'topic']);
    assert.equal(message.lastEventId, String(message.id));
    assert.match(textOf(await house.page(agent, ticket)), /My secret words/);
  });

  test('every kind of change is announced', async () => {
    const listener = await upToDate(agent, `ticket:${ticket}`);
    for (const [what, fields] of [['assignment', { assignee: 'me' }], ['status', { status: 'waiting_customer' }], ['status', { status: 'closed' }], ['priority', { priority: 'high' }], ['tags', { tag: 'live' }],
      ['tags/remove', { tag: 'live' }]]) {
      await house.admin.post(`/agent/tickets/${ticket}/${what}`, fields);
      assert.ok(await listener.about(`ticket:${ticket}`), what);
    }
    await house.answer(house.admin, ticket, 'A note', { kind: 'note' });
    await listener.about(`ticket:${ticket}`);
  });

  test('a new ticket reaches the lists of agents', async () => {
    const listener = await upToDate(agent, 'tickets');
    await house.ask(clara, { subject: 'A new one' });
    assert.equal((await listener.next()).topic, 'tickets');
  });

  test('the answer of an agent reaches the customer, by account', async () => {
    const listener = await upToDate(clara, `question:${ticket}`);
    await house.answer(agent, ticket, 'An answer');
    await listener.about(`question:${ticket}`);
    assert.match(messages(await clara.text(`/tickets/${ticket}`)).at(-1).text, /An answer/);
  });

  test('nobody follows what they may not see', async () => {
    const visitor = new Browserless(house.desk.web);
    for (const [person, topics] of [[visitor, `ticket:${ticket}`], [visitor, `question:${ticket}`], [visitor, 'tickets'], [visitor, ''], [oscar, `question:${ticket}`], [rita, `ticket:${ticket}`], [rita, `question:${ticket}`], [clara, `question:${other}`],
      [clara, 'inbound'], [clara, 'outbox'], [agent, 'nonsense'], [agent, 'ticket:x'], [agent, 'ticket:999999'], [agent, 'ticket:99999999999999999999']])
      assert.equal((await listen(person, topics)).status, 403, topics);
  });

  test('a customer follows neither the desk as a whole nor what agents do among themselves', async () => {
    for (const topics of ['tickets', `ticket:${ticket}`, 'inbound', 'typing']) assert.equal((await listen(clara, topics)).status, 403, topics);
    const listener = await upToDate(clara, `question:${ticket}`);
    await house.answer(agent, ticket, 'Among us', { kind: 'note' });
    await house.admin.post(`/agent/tickets/${ticket}/tags`, { tag: 'among us' });
    await house.admin.post(`/agent/tickets/${ticket}/presence`, { state: 'typing' });
    const inside = Number(house.sql('select max(id) from event'));
    await house.answer(agent, ticket, 'For you');
    assert.ok((await listener.about(`question:${ticket}`, true)).id > inside, 'the first that is heard is the answer');
  });

  test('asked for several, one gets only those that one may see', async () => {
    const listener = await upToDate(clara, `question:${other},question:${ticket}`);
    assert.equal(listener.status, 200);
    await house.answer(agent, other, 'For Oscar');
    await house.answer(agent, ticket, 'For Clara');
    assert.equal((await listener.next()).topic, `question:${ticket}`);
  });

  test('after a pause the page hears once that it missed something, and nothing when it did not', async () => {
    const known = await newestOf(agent, `/agent/tickets/${ticket}`);
    await clara.postForm(`/tickets/${ticket}/messages`, { body: 'During the pause' });
    const resumed = await listen(agent, `ticket:${ticket}`, { lastEventId: known, after: 0 });
    const missed = await resumed.next();
    assert.equal(missed.topic, `ticket:${ticket}`);
    assert.ok(missed.id > known);
    const current = await listen(agent, `ticket:${ticket}`, { lastEventId: house.sql('select max(id) from event') });
    await house.admin.post(`/agent/tickets/${ticket}/priority`, { priority: 'low' });
    const first = await current.about(`ticket:${ticket}`);
    assert.ok(first.id > missed.id, 'only what came since');
    const odd = await listen(agent, `ticket:${ticket}`, { lastEventId: 'x' });
    assert.equal(odd.status, 200);
  });

  test('a page that was drawn before a change hears of it even when it connects late', async () => {
    const drawn = await newestOf(agent, '/agent/views/open');
    await house.ask(clara, { subject: 'Between drawing and listening' });
    const listener = await listen(agent, 'tickets', { after: drawn });
    assert.equal((await listener.next()).topic, 'tickets');
  });

  test('colleagues see who is there and who is writing', async () => {
    const listener = await upToDate(agent, `ticket:${ticket}`);
    assert.equal((await house.admin.post(`/agent/tickets/${ticket}/presence`, { state: 'viewing' })).status, 204);
    await listener.about(`ticket:${ticket}`, true);
    await until('it is shown', async () => /aria-label="Ada Admin is viewing"/.test(await house.page(agent, ticket)));
    await house.admin.post(`/agent/tickets/${ticket}/presence`, { state: 'typing' });
    await listener.about(`ticket:${ticket}`, true);
    await until('it is shown', async () => /Ada Admin is replying/.test(textOf(await house.page(agent, ticket))));
    assert.match(await agent.text('/agent/views/open'), /Ada Admin is replying/);
    assert.doesNotMatch(await house.page(house.admin, ticket), /Ada Admin is (replying|viewing)/);
    assert.doesNotMatch(await clara.text(`/tickets/${ticket}`), /Ada Admin is (replying|viewing)/);
  });

  test('the streams of many pages end when the desk stops', async () => {
    const listener = await upToDate(agent, 'tickets');
    await house.desk.stop();
    await assert.rejects(async () => { while (await listener.next()) { /* until it ends */ } throw new Error('ended'); });
    house.desk = await house.installation.serve(house.serve);
  });
});
