// Chats as visitors and agents have them without a browser: a desk with a portal, requests, what both sides see.
import assert from 'node:assert/strict';
import { Browserless, until } from './desk.mjs';
import { House } from './house.mjs';
import { textOf } from './html.mjs';
import { prove, securityCode } from './visitor.mjs';

const PATIENCE_MS = 20_000;
let count = 0;

/** A desk that believes its proxy, so that each visitor comes from a place of their own. */
export const openHouse = (engine, serve = {}) => House.open(engine, { serve: { args: ['--trusted-proxies', '127.0.0.1'], ...serve } });

/** Somebody from a place where nobody else is. */
export function visitor(house) {
  const one = new Browserless(house.desk.web);
  const from = `10.${(count += 1) >> 16 & 255}.${count >> 8 & 255}.${count & 255}`;
  const { request } = one;
  one.request = (path, options = {}) => request.call(one, path, { ...options, headers: { 'x-forwarded-for': from, ...options.headers } });
  return one;
}

/** A company and its portal: {id, company, department, subdomain}. */
export async function addPortal(house, subdomain, fields = {}) {
  const name = fields.name ?? `${subdomain[0].toUpperCase()}${subdomain.slice(1)}`;
  const made = await house.admin.post('/agent/settings/companies', { name, domains: `${subdomain}.example` });
  assert.equal(made.status, 303, `the company: ${made.status}`);
  const company = Number(house.sql(`select id from company where name = '${name}'`));
  const department = fields.department ?? house.department;
  const answer = await house.admin.postForm('/agent/settings/portals', { company, subdomain, domain: '', active: 'yes', name, hue: 262, chroma: 150,
    language: 'en', welcome: '', guides: 'yes', community: 'yes', sites: '', ...fields, department });
  assert.equal(answer.status, 303, `the portal: ${answer.status}`);
  const id = Number(answer.headers.get('location').match(/\/agent\/settings\/portals\/(\d+)/)[1]);
  return { id, company, department, subdomain, name };
}

/** An agent of companies, and of nothing else. */
export function companyAgent(house, name, address, companies) {
  const agent = house.agent(name, address, []);
  for (const company of companies) house.sql(`insert into agent_grant (person_id, company_id) values (${agent.id}, ${company})`);
  return agent;
}

export async function become(agent, act) {
  assert.equal((await agent.post('/agent/availability', { act })).status, 303, act);
}

/** What visitors see of a portal: online, offline, inactive. */
export const viewOf = async (who, portal) => (await who.text(`/p/${portal.subdomain}`)).match(/data-view="(\w+)"/)[1];

/** The form of a portal as a visitor sends it; gives the response. */
export async function send(who, portal, fields = {}, files = {}) {
  const html = await who.text(`/p/${portal.subdomain}`);
  const code = html.includes('name="challenge"') ? securityCode(html) : undefined;
  const answered = code ? { challenge: code.challenge, proof: prove(code) } : {};
  return who.postForm(`/p/${portal.subdomain}`, { want: 'chat', name: 'Vera Visitor', address: '', page: '', identity: '', website: '', body: 'Is somebody there?', ...answered, ...fields }, files);
}

/** What a visitor knows of their chat, and does in it. */
export class Chat {
  constructor(house, who, code) {
    this.house = house;
    this.who = who;
    this.code = code;
    this.path = `/chat/${code}`;
    this.ticket = Number(house.sql(`select id from ticket where token = '${code.split('.')[0]}'`));
    this.agentPath = `/agent/chats/${this.ticket}`;
  }
  page() { return this.who.text(this.path); }
  news(after = 0) { return this.who.text(`${this.path}/news?after=${after}`); }
  /** Says something with a mark of its own, as the script does; gives the response. */
  say(body, { mark = `mark-${count += 1}`, files = {}, ...fields } = {}) { return this.who.postForm(`${this.path}/messages`, { body, mark, ...fields }, files); }
  /** Says something that must be taken; gives the number of the message. */
  async says(body, options) {
    const answer = await this.say(body, options);
    assert.equal(answer.status, 200, `saying answered ${answer.status}`);
    return (await answer.json()).message;
  }
  wish(wish, fields = {}) { return this.who.post(this.path, { wish, ...fields }); }
  async wishes(wish, fields) { assert.equal((await this.wish(wish, fields)).status, 303, wish); }
  alive(fields) { return this.who.post(`${this.path}/alive`, { newest: -1, ...fields }); }
  act(agent, act, to = '') { return agent.post(`${this.agentPath}/act`, { act, to }); }
  async acts(agent, act, to) {
    const answer = await this.act(agent, act, to);
    assert.equal(answer.status, 303, `${act} answered ${answer.status}`);
    return answer.headers.get('location');
  }
  /** An agent writes from the chat; gives the number of the message. */
  async answers(agent, body, { files = {}, ...fields } = {}) {
    const answer = await this.house.answer(agent, this.ticket, body, { from: 'chat', files, ...fields });
    assert.equal(answer.status, 303, `answering answered ${answer.status}`);
    assert.equal(answer.headers.get('location'), this.agentPath);
    return Number(this.house.sql(`select max(id) from message where ticket_id = ${this.ticket}`));
  }
  /** A column of the chat. */
  get(column) { return this.house.sql(`select ${column} from chat where ticket_id = ${this.ticket}`); }
  state() { return this.get('state'); }
  /** The visitor's page was closed so many seconds ago. */
  left(seconds) { this.house.sql(`update chat set seen_at = seen_at - ${seconds * 1_000_000} where ticket_id = ${this.ticket}`); }
  /** A message was written so many seconds ago. */
  old(message, seconds) { this.house.sql(`update message set created_at = created_at - ${seconds * 1_000_000} where id = ${message}`); }
  category() { return this.house.sql(`select category from ticket where id = ${this.ticket}`); }
  becomes(state) { return until(`the chat is ${state}`, () => this.state() === state); }
}

/** A visitor starts a chat; gives it. */
export async function start(house, portal, fields = {}, { who = visitor(house), files = {} } = {}) {
  const answer = await send(who, portal, fields, files);
  assert.equal(answer.status, 303, `starting answered ${answer.status}`);
  return new Chat(house, who, answer.headers.get('location').match(/^\/chat\/([^?]+)$/)[1]);
}

/** A chat that an agent has taken. */
export async function talking(house, portal, agent, fields) {
  const chat = await start(house, portal, fields);
  await chat.acts(agent, 'take');
  return chat;
}

/** The bubbles of a chat's page: {id, own, note, text, html}. */
export const bubbles = (html) => [...html.matchAll(/<li ([^>]*\bid="message_(\d+)"[^>]*)>([\s\S]*?)<\/li>(?=<li [^>]*\bid="message_|<\/ol>)/g)].map((found) => ({
  id: Number(found[2]), own: /class="\s*out\b/.test(found[1]), note: found[1].includes('data-kind="note"'), html: found[3],
  text: textOf(found[3].replace(/^[\s\S]*?<div class="chat-text"[^>]*><span class="sr-only">[\s\S]*?<\/span>/, '')) }));

/** The words of the bubbles. */
export const said = (html) => bubbles(html).map((bubble) => bubble.text);

/** What stands below the bubbles. */
export const below = (html) => textOf(html.slice(html.indexOf('id="chat-state"')).replace(/^[^>]*>/, ''));

/** The numbers of the chats in an agent's list: {waiting, listed}. */
export async function queue(agent) {
  const html = await agent.text('/agent/chats');
  const all = (pattern) => [...html.matchAll(pattern)].map((found) => Number(found[1]));
  return { html, waiting: all(/<li class="request" id="request_(\d+)"/g), listed: all(/<a class="chat-row" id="chat_(\d+)"/g) };
}

/** Follows topics while something is done; gives the first news about one of them. */
export async function hears(who, topic, act, code = '') {
  const stopping = new AbortController();
  const alarm = setTimeout(() => stopping.abort(new Error(`nothing was heard of ${topic}`)), PATIENCE_MS);
  const query = new URLSearchParams({ topics: topic, after: '9000000000000000', ...(code && { code }) });
  try {
    const answer = await who.get(`/live?${query}`, { signal: stopping.signal });
    assert.equal(answer.status, 200, topic);
    await act();
    let text = '';
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const found = text.match(/^data: ?(\{.*\})$/m);
      if (found) return JSON.parse(found[1]);
    }
    throw new Error('the stream ended');
  } finally {
    clearTimeout(alarm);
    stopping.abort();
  }
}

/** The status that following answers with. */
export async function followed(who, topic, code = '') {
  const stopping = new AbortController();
  const query = new URLSearchParams({ topics: topic, ...(code && { code }) });
  const { status } = await who.get(`/live?${query}`, { signal: stopping.signal });
  stopping.abort();
  return status;
}
