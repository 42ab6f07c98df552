// Requests of the permission matrix: what an address is about (`[subject, request]`), and how it is asked.
import { inOnePiece } from './house.mjs';

export const file = { file: { name: 'a.txt', type: 'text/plain', content: 'text' } };
export const form = (path, fields = {}) => (world, person) => person.post(path(world), typeof fields === 'function' ? fields(world) : fields);
export const multipart = (path, fields = {}, files = {}) => async (world, person) => person.request(path(world), { method: 'POST', ...await inOnePiece(fields, files) });
export const json = (path) => (world, person) => person.request(path(world), { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
export const page = (path) => (world, person) => person.get(path(world));
export const ticket = (rest = '') => (world) => `/agent/tickets/${world.ticket}${rest}`;
export const fixed = (path) => () => path;

/** A message of the ticket that came by mail. */
function mailOf({ house, ticket: number, inbound }) {
  const first = house.sql(`select min(id) from message where ticket_id = ${number}`);
  house.sql(`update message set raw_sha256 = (select raw_sha256 from inbound where id = ${inbound}) where id = ${first}`);
  return first;
}

/** A message's mail, and what may be done with it. */
export const MAILS = {
  'GET /agent/tickets/{id}/messages/{message}/source': ['the ticket', (world, person) => page(ticket(`/messages/${mailOf(world)}/source`))(world, person)],
  'GET /agent/tickets/{id}/messages/{message}/look': ['the ticket', (world, person) => page(ticket(`/messages/${mailOf(world)}/look`))(world, person)],
  'GET /agent/tickets/{id}/messages/{message}/look.html': ['the ticket', (world, person) => page(ticket(`/messages/${mailOf(world)}/look.html`))(world, person)],
  'GET /agent/tickets/{id}/messages/{message}/mail.eml': ['the ticket', (world, person) => page(ticket(`/messages/${mailOf(world)}/mail.eml`))(world, person)],
  'POST /agent/tickets/{id}/messages/{message}/read-again': ['the ticket', (world, person) => form(ticket(`/messages/${mailOf(world)}/read-again`), {})(world, person)],
  'GET /agent/tickets/{id}/messages/{message}/move': ['the ticket', (world, person) => page(ticket(`/messages/${mailOf(world)}/move`))(world, person)],
  'POST /agent/tickets/{id}/messages/{message}/move': ['the ticket', (world, person) => form(ticket(`/messages/${mailOf(world)}/move`), { ticket: '' })(world, person)],
  'GET /agent/tickets/{id}/messages/{message}/pictures/{number}': ['a dead token', (world, person) => page(ticket(`/messages/${mailOf(world)}/pictures/0`))(world, person)],
};

/** The link to a file that was too large for its mail. */
export const LINKS = {
  'POST /agent/tickets/{id}/files/{file}/link': ['the ticket', (world, person) => {
    const token = world.file.match(/files\/([^?]+)/)[1];
    const id = world.house.sql(`update attachment set link_until = 1, message_id = coalesce(message_id, (select min(id) from message where ticket_id = ${world.ticket})) where token = '${token}' returning id`);
    return form(ticket(`/files/${id}/link`), { decision: 'end' })(world, person);
  }],
};

/** A mail of the ledger that waits for a person. */
const held = (request) => (world, person) => {
  world.house.sql(`update inbound set state = 'held' where id = ${world.inbound}`);
  return request(world, person);
};

/** Held mail, and what may be done with it. */
export const HELD = {
  'GET /agent/mail/suppressed': ['nothing', page(fixed('/agent/mail/suppressed'))],
  'POST /agent/mail/suppressed': ['nothing', form(fixed('/agent/mail/suppressed'), { address: '' })],
  'POST /agent/mail/suppressed/{person}/release': ['nothing', (world, person) => {
    world.house.sql(`update person set returned = '5.1.1' where id = ${world.olga}`);
    return person.post(`/agent/mail/suppressed/${world.olga}/release`);
  }],
  'GET /agent/mail/inbound/{id}': ['nothing', held(page((world) => `/agent/mail/inbound/${world.inbound}`))],
  'POST /agent/mail/inbound/{id}': ['nothing', held(form((world) => `/agent/mail/inbound/${world.inbound}`, { decision: 'none' }))],
  'GET /agent/mail/inbound/{id}/mail.eml': ['nothing', held(page((world) => `/agent/mail/inbound/${world.inbound}/mail.eml`))],
  'POST /agent/mail/inbound/{id}/release': ['nothing', held(form((world) => `/agent/mail/inbound/${world.inbound}/release`))],
};

/** Answers that leave later. */
export const SCHEDULED = {
  'GET /agent/scheduled': ['nothing', page(fixed('/agent/scheduled'))],
  'POST /agent/tickets/{id}/scheduled/{scheduled}': ['the ticket', (world, person) => {
    const scheduled = world.house.sql(`insert into scheduled_reply (ticket_id, person_id, html, text, goal, seen, send_at, created_at)
      select ${world.ticket}, min(id), '<p>later</p>', 'later', '', 0, 9000000000000000, 0 from person where role = 'admin' returning id`);
    return form(ticket(`/scheduled/${scheduled}`), { decision: 'take_back' })(world, person);
  }],
};

/** Companies, portals and chats. */
export const PORTALS = {
  'GET /p/{portal}': ['nothing', page(fixed('/p/acme'))],
  'POST /p/{portal}': ['nothing', multipart(fixed('/p/acme'), { want: 'message', body: '' })],
  'GET /p/{portal}/brand.css': ['nothing', page(fixed('/p/acme/brand.css'))],
  'GET /p/{portal}/logo': ['a dead token', page(fixed('/p/acme/logo'))],
  'GET /p/{portal}/example': ['nothing', page(fixed('/p/acme/example'))],
  'GET /chat/{code}': ['nothing', page((world) => `/chat/${world.code}`)],
  'POST /chat/{code}': ['nothing', form((world) => `/chat/${world.code}`, { wish: 'rate', stars: 9 })],
  'GET /chat/{code}/news': ['nothing', page((world) => `/chat/${world.code}/news`)],
  'POST /chat/{code}/messages': ['nothing', multipart((world) => `/chat/${world.code}/messages`, { body: '' })],
  'POST /chat/{code}/alive': ['nothing', form((world) => `/chat/${world.code}/alive`, { newest: -1 })],
  'GET /chat/{code}/signals': ['nothing', page((world) => `/chat/${world.code}/signals`)],
  'POST /chat/{code}/signals': ['nothing', json((world) => `/chat/${world.code}/signals`)],
  'GET /agent/chats': ['nothing', page(fixed('/agent/chats'))],
  'GET /agent/chats/{id}': ['the ticket', page((world) => `/agent/chats/${world.ticket}`)],
  'GET /agent/chats/{id}/news': ['the ticket', page((world) => `/agent/chats/${world.ticket}/news`)],
  'POST /agent/chats/{id}/act': ['the ticket', form((world) => `/agent/chats/${world.ticket}/act`, { act: 'invite', to: 'x' })],
  'POST /agent/chats/{id}/alive': ['the ticket', form((world) => `/agent/chats/${world.ticket}/alive`, { newest: -1 })],
  'GET /agent/chats/{id}/signals': ['the ticket', page((world) => `/agent/chats/${world.ticket}/signals`)],
  'POST /agent/chats/{id}/signals': ['the ticket', (world, person) => {
    // What was done to the ticket before has ended its chat.
    world.house.sql("update chat set state = 'open'");
    return json(() => `/agent/chats/${world.ticket}/signals`)(world, person);
  }],
  'POST /agent/availability': ['nothing', form(fixed('/agent/availability'), { act: 'unavailable' })],
  'POST /agent/availability/alive': ['nothing', form(fixed('/agent/availability/alive'))],
  'GET /agent/settings/contacts': ['nothing', page(fixed('/agent/settings/contacts'))],
  'POST /agent/settings/contacts': ['nothing', form(fixed('/agent/settings/contacts'), { kind: 'mail', address: '' })],
  'POST /agent/settings/contacts/{id}': ['a contact of the agent', form((world) => `/agent/settings/contacts/${world.contact}`, { action: 'on' })],
  'GET /agent/settings/companies': ['nothing', page(fixed('/agent/settings/companies'))],
  'POST /agent/settings/companies': ['nothing', form(fixed('/agent/settings/companies'), { name: '' })],
  'POST /agent/settings/companies/{id}': ['nothing', form((world) => `/agent/settings/companies/${world.company}`, { name: '' })],
  'GET /agent/settings/mailboxes': ['nothing', page(fixed('/agent/settings/mailboxes'))],
  'POST /agent/settings/mailboxes': ['nothing', form(fixed('/agent/settings/mailboxes'), { host: '' })],
  'GET /agent/settings/mailboxes/consent': ['nothing', page(fixed('/agent/settings/mailboxes/consent'))],
  'POST /agent/settings/mailboxes/{id}': ['nothing', form((world) => `/agent/settings/mailboxes/${world.mailbox}`, { host: '' })],
  'POST /agent/settings/mailboxes/{id}/act': ['nothing', form((world) => `/agent/settings/mailboxes/${world.mailbox}/act`, { action: 'look' })],
  'POST /agent/settings/mailboxes/{id}/consent': ['nothing', form((world) => `/agent/settings/mailboxes/${world.mailbox}/consent`)],
  'GET /agent/settings/signing': ['nothing', page(fixed('/agent/settings/signing'))],
  'POST /agent/settings/signing': ['nothing', form(fixed('/agent/settings/signing'), { what: 'own' })],
  'POST /agent/settings/signing/{id}': ['nothing', form((world) => `/agent/settings/signing/${world.signingKey}`, { action: 'stop' })],
  'POST /agent/settings/addresses/{id}': ['nothing', form(fixed('/agent/settings/addresses/1'), { name: '', naming: '' })],
  'GET /agent/settings/portals': ['nothing', page(fixed('/agent/settings/portals'))],
  'POST /agent/settings/portals': ['nothing', multipart(fixed('/agent/settings/portals'), { subdomain: '' })],
  'GET /agent/settings/portals/new': ['nothing', page(fixed('/agent/settings/portals/new'))],
  'POST /agent/settings/portals/relays': ['nothing', form(fixed('/agent/settings/portals/relays'), { relays: '' })],
  'GET /agent/settings/portals/{id}': ['nothing', page((world) => `/agent/settings/portals/${world.portal}`)],
  'POST /agent/settings/portals/{id}': ['nothing', multipart((world) => `/agent/settings/portals/${world.portal}`, { subdomain: '' })],
  'POST /agent/settings/portals/{id}/switch': ['nothing', form((world) => `/agent/settings/portals/${world.portal}/switch`, { active: 'yes' })],
};
