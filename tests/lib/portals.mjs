// Portals as admins set them up and as visitors find them: the form, hosts, sites that vouch for their visitors.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer, request } from 'node:http';
import { securityCode, prove } from './visitor.mjs';
import { decode, textOf } from './html.mjs';

export const PORTALS = '/agent/settings/portals';
export const COMPANIES = '/agent/settings/companies';
export const CONTACTS = '/agent/settings/contacts';

/** A company; gives its number. */
export async function addCompany(house, name, domains = '') {
  const answer = await house.admin.post(COMPANIES, { name, domains });
  assert.equal(answer.status, 303, `the company: ${answer.status}`);
  return Number(house.sql(`select max(id) from company where name = '${name}'`));
}

/** The form of a portal as it begins, with other fields. Left out (undefined) is what a browser would not send. */
export const portalFields = (house, fields = {}) => Object.fromEntries(Object.entries({
  company: '', subdomain: '', domain: '', active: 'yes', name: '', hue: 262, chroma: 150, language: 'en', welcome: '', guides: 'yes', community: 'yes',
  sites: '', department: house.department, ...fields }).filter(([, value]) => value !== undefined));

/** An admin adds a portal; gives the response. */
export const addingPortal = (house, fields, files) => house.admin.postForm(PORTALS, portalFields(house, fields), files);

/** The number of the portal that a form led to. */
export const portalOf = (answer) => Number(answer.headers.get('location').match(/\/agent\/settings\/portals\/(\d+)/)[1]);

/** An admin sends the form of a portal with some fields changed; gives the response. */
export const changingPortal = (house, portal, fields = {}, files = {}) => house.admin.postForm(`${PORTALS}/${portal.id}`, portalFields(house, {
  subdomain: portal.subdomain, name: portal.name, department: portal.department ?? house.department, ...fields }), files);

/** The same, when it must be taken. */
export async function changePortal(house, portal, fields, files) {
  const answer = await changingPortal(house, portal, fields, files);
  assert.equal(answer.status, 303, `changing answered ${answer.status}`);
}

/** An admin switches a portal on or off. */
export async function flip(house, portal, active) {
  assert.equal((await house.admin.post(`${PORTALS}/${portal.id}/switch`, { active: active ? 'yes' : '' })).status, 303);
}

/** The names that a form proposes instead. */
export const proposed = (html) => [...html.matchAll(/<button[^>]*data-fill="#portal-subdomain"[^>]*data-value="([^"]+)"/g)].map((found) => found[1]);

/** Asks by another name of the machine: {status, headers, text}. */
export function atHost(house, host, path, { method = 'GET', headers = {}, body } = {}) {
  const { hostname, port } = new URL(house.desk.web);
  return new Promise((done, fail) => {
    const asked = request({ hostname, port, path, method, headers: { host, ...headers } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk) => { text += chunk; });
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, text }));
      answer.on('error', fail);
    });
    asked.on('error', fail);
    asked.end(body);
  });
}

/** The title of a page: its portal, or the desk. */
export const titleOf = (html) => decode(html.match(/<title>([\s\S]*?)<\/title>/)[1]).trim();

/** What visitors see on a page: online, offline, inactive. */
export const viewIn = (html) => html.match(/data-view="(\w+)"/)?.[1];

/** The sites that may frame an answer. */
export const ancestors = (answer) => answer.headers.get('content-security-policy')?.match(/frame-ancestors ([^;]*)/)?.[1].trim();

/** The security code of a portal's page, answered; nothing when it asks none. */
export function answered(html) {
  if (!html.includes('name="challenge"')) return {};
  const code = securityCode(html);
  return { challenge: code.challenge, proof: prove(code) };
}

/** The code for other sites on a portal's page. */
export const snippet = (html, kind) => textOf(html.match(new RegExp(`<pre[^>]* id="code-${kind}"[^>]*>([\\s\\S]*?)</pre>`))[1]);

/** The secret that a portal's page shows. */
export const secretOf = async (house, portal) => (await house.admin.text(`${PORTALS}/${portal.id}`)).match(/id="portal-secret"[^>]*>([^<]+)</)[1];

/** Seconds from now, as tokens count. */
export const inSeconds = (seconds) => Math.floor(Date.now() / 1000) + seconds;

/** A token as sites make them; `header` and `algorithm` as forgers do. */
export function token(secret, claims, { header = { alg: 'HS256', typ: 'JWT' }, algorithm = 'sha256' } = {}) {
  const part = (data) => Buffer.from(JSON.stringify(data)).toString('base64url');
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${algorithm ? createHmac(algorithm, secret).update(signed).digest('base64url') : ''}`;
}

/** An address that is told of requests; keeps what it is told. */
export async function listener() {
  const state = { got: [], status: 200 };
  const server = createServer((asked, answer) => {
    let body = '';
    asked.setEncoding('utf8');
    asked.on('data', (chunk) => { body += chunk; });
    asked.on('end', () => {
      state.got.push({ method: asked.method, headers: asked.headers, body });
      answer.writeHead(state.status).end();
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return Object.assign(state, { url: `http://127.0.0.1:${server.address().port}/topic`,
    close: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }) });
}

/** How the menu of an agent stands: nothing without one. */
export function menuOf(html) {
  if (!html.includes('id="availability"')) return undefined;
  const pressed = html.match(/<button class="menu-item"[^>]*value="(available|unavailable)" aria-pressed="true"/)?.[1];
  const switches = Object.fromEntries([...html.matchAll(/<input type="checkbox" role="switch" name="(\w+)" value="(\w+)"( checked)?>/g)]
    .map(([, name, value, checked]) => [name === 'contact' ? `contact${value}` : name, Boolean(checked)]));
  const signals = html.match(/<div id="chat-signals"[^>]*>/)[0];
  return { pressed, switches, waiting: Number(signals.match(/data-waiting="(\d+)"/)[1]), rings: /data-ring\b/.test(signals), knocks: /data-knock\b/.test(signals) };
}
