// Every page address with everybody who may come. What is expected follows from two facts: who may
// enter (the table of `guichet routes`), and what the address is about (the table below).
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines, run } from '../lib/desk.mjs';
import { between } from '../lib/html.mjs';
import { publish } from '../lib/guides.mjs';
import { ask, comment, member } from '../lib/community.mjs';
import { House } from '../lib/house.mjs';
import { HELD, LINKS, MAILS, PORTALS, SCHEDULED, file, form, multipart, page, ticket, fixed } from '../lib/matrix.mjs';

/** What an address is about: `[subject, request]`. */
const ABOUT = {
  'GET /': ['nothing', page(fixed('/'))],
  'GET /healthz': ['nothing', page(fixed('/healthz'))],
  'GET /sign-in': ['nothing', page(fixed('/sign-in'))],
  'POST /sign-in': ['nothing', form(fixed('/sign-in'), { address: 'x@x.example', password: 'wrong' })],
  'POST /sign-in/link': ['nothing', form(fixed('/sign-in/link'), { address: 'x@x.example' })],
  'GET /sign-in/{token}': ['a dead token', page(fixed('/sign-in/unknown'))],
  'POST /sign-out': ['nothing', form(fixed('/sign-out'))],
  'GET /setup/{token}': ['a dead token', page(fixed('/setup/unknown'))],
  'POST /setup/{token}': ['a dead token', form(fixed('/setup/unknown'))],
  'POST /language': ['nothing', form(fixed('/language'), { code: 'en' })],
  'GET /live': ['the ticket', (world, person) => stream(person, `/live?topics=question:${world.ticket}`), { hidden: 403 }],
  'GET /files/{token}': ['the ticket', page((world) => world.file)],
  'GET /f/{code}': ['a dead token', page(fixed('/f/unknown'))],
  'GET /tickets': ['nothing', page(fixed('/tickets'))],
  'GET /tickets/new': ['nothing', page(fixed('/tickets/new'))],
  'POST /tickets': ['nothing', multipart(fixed('/tickets'), { subject: '' })],
  'GET /tickets/{id}': ['the own ticket', page((world) => `/tickets/${world.ticket}`)],
  'POST /tickets/{id}/messages': ['the own ticket', multipart((world) => `/tickets/${world.ticket}/messages`, { body: 'more' })],
  'GET /t/{code}': ['nothing', page((world) => world.link)],
  'GET /t/{code}/solved': ['nothing', page((world) => `${world.link}/solved`)],
  'POST /t/{code}/messages': ['nothing', multipart((world) => `${world.link}/messages`, { body: 'more' })],
  'GET /sign-up': ['nothing', page(fixed('/sign-up'))],
  'POST /sign-up': ['nothing', form(fixed('/sign-up'), { name: '' })],
  'GET /terms': ['nothing', page(fixed('/terms'))],
  'GET /privacy': ['nothing', page(fixed('/privacy'))],
  'GET /cookies': ['nothing', page(fixed('/cookies'))],
  'GET /agent/settings/mails': ['nothing', page(fixed('/agent/settings/mails'))],
  'POST /agent/settings/mails': ['nothing', form(fixed('/agent/settings/mails'), { colour: '#000000' })],
  'GET /agent/settings/mails/{kind}': ['nothing', page(fixed('/agent/settings/mails/answer'))],
  'POST /agent/settings/mails/{kind}': ['nothing', form(fixed('/agent/settings/mails/answer'), { action: 'preview', body: 'x' })],
  ...PORTALS,
  ...SCHEDULED,
  ...LINKS,
  'GET /agent/settings/plans': ['nothing', page(fixed('/agent/settings/plans'))],
  'POST /agent/settings/plans': ['nothing', form(fixed('/agent/settings/plans'), {})],
  'POST /agent/settings/plans/{id}': ['nothing', form(fixed('/agent/settings/plans/1'), { name: 'Standard' })],
  'POST /agent/tickets/{id}/plan': ['the ticket', form(ticket('/plan'), { plan: '1' })],
  'POST /welcome': ['nothing', form(fixed('/welcome'), {})],
  'GET /agent/settings/legal': ['nothing', page(fixed('/agent/settings/legal'))],
  'POST /agent/settings/legal': ['nothing', form(fixed('/agent/settings/legal'), {})],
  'GET /community': ['the community', page(fixed('/community')), { hidden: 'asked to sign in' }],
  'GET /community/rules': ['nothing', page(fixed('/community/rules'))],
  'POST /community/rules': ['nothing', form(fixed('/community/rules'), {})],
  'GET /community/digest': ['nothing', page(fixed('/community/digest'))],
  'POST /community/digest': ['nothing', form(fixed('/community/digest'), { digest: '' })],
  'GET /community/{id}': ['the community', page((world) => `/community/${world.topic}`), { hidden: 'asked to sign in' }],
  'POST /community/{id}/comments': ['nothing', multipart((world) => `/community/${world.topic}/comments`, { body: '' })],
  'POST /community/{id}/follow': ['nothing', form((world) => `/community/${world.topic}/follow`, { level: 'normal' })],
  'POST /community/{id}/answer': ['the own topic', form((world) => `/community/${world.topic}/answer`, (world) => ({ kind: 'accept', post: world.post })), { hidden: 403 }],
  'POST /community/{id}/private': ['a post of somebody else', async (world, person) => {
    const answer = await person.post(`/community/${world.topic}/private`);
    world.house.sql(`update ticket set visibility = 'public' where id = ${world.topic}`);
    return answer;
  }, { hidden: 403 }],
  'POST /community/posts/{id}/react': ['nothing', form((world) => `/community/posts/${world.post}/react`, { kind: 'helpful' })],
  'GET /community/posts/{id}/report': ['nothing', page((world) => `/community/posts/${world.post}/report`)],
  'POST /community/posts/{id}/report': ['nothing', form((world) => `/community/posts/${world.post}/report`, {})],
  'GET /community/posts/{id}/edit': ['a post of somebody else', page((world) => `/community/posts/${world.post}/edit`)],
  'POST /community/posts/{id}/edit': ['a post of somebody else', form((world) => `/community/posts/${world.post}/edit`, { body: '' })],
  'POST /community/{id}/moderate': ['nothing', form((world) => `/community/${world.topic}/moderate`, { act: 'pin' })],
  'GET /community/{id}/lock': ['nothing', page((world) => `/community/${world.topic}/lock`)],
  'POST /community/{id}/lock': ['nothing', multipart((world) => `/community/${world.topic}/lock`, { summary: 'x'.repeat(6000) })],
  'GET /c/{key}': ['nothing', page(fixed('/c/thekey'))],
  'POST /c/{key}': ['nothing', form(fixed('/c/thekey'), {})],
  'GET /tickets/similar': ['nothing', page(fixed('/tickets/similar?q=secret'))],
  'GET /agent/dashboard': ['nothing', page(fixed('/agent/dashboard'))],
  'GET /agent/moderation': ['nothing', page(fixed('/agent/moderation'))],
  'POST /agent/moderation/posts/{id}/settle': ['nothing', form((world) => `/agent/moderation/posts/${world.post}/settle`, {})],
  'GET /agent/moderation/posts/{id}': ['nothing', page((world) => `/agent/moderation/posts/${world.post}`)],
  'POST /agent/moderation/posts/{id}': ['nothing', form((world) => `/agent/moderation/posts/${world.post}`, { act: 'x' })],
  'GET /agent/moderation/people': ['nothing', page(fixed('/agent/moderation/people'))],
  'GET /agent/moderation/people/{id}': ['nothing', page((world) => `/agent/moderation/people/${world.olga}`)],
  'POST /agent/moderation/people/{id}': ['nothing', form((world) => `/agent/moderation/people/${world.olga}`, { act: 'x' })],
  'GET /agent/moderation/log': ['nothing', page(fixed('/agent/moderation/log'))],
  'POST /agent/moderation/log/{id}/undo': ['nothing', form(fixed('/agent/moderation/log/9999999/undo'))],
  ...MAILS,
  'GET /agent/tickets/{id}/publish': ['the ticket', page(ticket('/publish'))],
  'POST /agent/tickets/{id}/publish': ['the ticket', form(ticket('/publish'), { subject: '' })],
  'GET /agent/settings/ready': ['nothing', page(fixed('/agent/settings/ready'))],
  'POST /agent/settings/ready': ['nothing', form(fixed('/agent/settings/ready'), { name: '' })],
  'GET /guides': ['nothing', page(fixed('/guides'))],
  'GET /guides/faq': ['nothing', page(fixed('/guides/faq'))],
  'GET /guides/search': ['nothing', page(fixed('/guides/search?q=x'))],
  'GET /guides/category/{id}': ['a guide for members', page(fixed('/guides/category/1'))],
  'GET /guides/files/{token}': ['a guide for agents', page((world) => world.picture)],
  'GET /guides/{id}': ['a guide for members', page((world) => `/guides/${world.members}`)],
  'POST /guides/{id}/vote': ['a guide for members', form((world) => `/guides/${world.members}/vote`, { helpful: 'yes' })],
  'GET /guides/{id}/edit': ['a guide for agents', page((world) => `/guides/${world.agents}/edit`)],
  'POST /guides/{id}/edit': ['a guide for agents', multipart((world) => `/guides/${world.agents}/edit`, { title: '' })],
  'POST /guides/{id}/draft': ['a guide for agents', multipart((world) => `/guides/${world.agents}/draft`, { title: 'Draft' })],
  'POST /guides/{id}/files': ['a guide for agents', multipart((world) => `/guides/${world.agents}/files`, {}, file)],
  'GET /guides/{id}/versions': ['a guide for agents', page((world) => `/guides/${world.agents}/versions?lang=en`)],
  'POST /guides/{id}/revert': ['a guide for agents', form((world) => `/guides/${world.agents}/revert`, { lang: 'en', version: 1 })],
  'GET /g/{token}': ['a dead token', page(fixed('/g/unknown'))],
  'GET /e/{token}': ['a dead token', page(fixed('/e/unknown'))],
  'GET /guides/own': ['nothing', page(fixed('/guides/own'))],
  'GET /e/search': ['nothing', page(fixed('/e/search?q=x'))],
  'GET /embed.js': ['nothing', page(fixed('/embed.js'))],
  'GET /sitemap.xml': ['nothing', page(fixed('/sitemap.xml'))],
  'GET /feed.xml': ['nothing', page(fixed('/feed.xml'))],
  'GET /robots.txt': ['nothing', page(fixed('/robots.txt'))],
  'GET /agent/guides': ['nothing', page(fixed('/agent/guides'))],
  'POST /agent/guides/{id}/act': ['nothing', form((world) => `/agent/guides/${world.agents}/act`, { action: 'publish', lang: 'en' })],
  'GET /agent/guides/edits/{id}': ['nothing', page((world) => `/agent/guides/edits/${world.edit}`)],
  'POST /agent/guides/edits/{id}': ['nothing', (world, person) => {
    const edit = world.house.sql(`insert into guide_edit (language, person_id, state, title, source, fields, base, updated_at) values ('en', ${world.olga}, 'suggested', 'Other idea', 'Words', '{}', 0, 0) returning id`);
    return person.post(`/agent/guides/edits/${edit}`, { action: 'decline' });
  }],
  'GET /agent/tickets/{id}/guides': ['the ticket', page(ticket('/guides'))],
  'GET /agent/settings/features': ['nothing', page(fixed('/agent/settings/features'))],
  'POST /agent/settings/features': ['nothing', form(fixed('/agent/settings/features'), { member_writing: 'direct', sign_up: 'yes' })],
  'GET /agent/settings/guides': ['nothing', page(fixed('/agent/settings/guides'))],
  'POST /agent/settings/guides': ['nothing', form(fixed('/agent/settings/guides'), { name_en: '' })],
  'POST /agent/settings/guides/categories/{id}': ['nothing', form(fixed('/agent/settings/guides/categories/1'), { name_en: '', action: 'save' })],
  'POST /agent/settings/guides/words': ['nothing', form(fixed('/agent/settings/guides/words'), { synonyms: '', guide_sites: '' })],
  'GET /agent/settings/guides/export': ['nothing', page(fixed('/agent/settings/guides/export'))],
  'POST /agent/settings/guides/import': ['nothing', multipart(fixed('/agent/settings/guides/import'), {}, file)],
  'GET /agent': ['nothing', page(fixed('/agent'))],
  'GET /agent/views/{view}': ['nothing', page(fixed('/agent/views/open'))],
  'GET /agent/search': ['nothing', page(fixed('/agent/search?q=secret'))],
  'GET /agent/palette': ['nothing', page(fixed('/agent/palette?q=secret'))],
  'GET /agent/tickets/new': ['nothing', page(fixed('/agent/tickets/new'))],
  'POST /agent/tickets': ['nothing', form(fixed('/agent/tickets'), {})],
  'POST /agent/tickets/bulk': ['the ticket', form(fixed('/agent/tickets/bulk'), (world) => ({ ids: world.ticket, action: 'priority:high' }))],
  'GET /agent/tickets/{id}': ['the ticket', page(ticket())],
  'POST /agent/tickets/{id}/messages': ['the ticket', multipart(ticket('/messages'), { kind: 'note', body: 'noted' })],
  'POST /agent/tickets/{id}/assignment': ['the ticket', form(ticket('/assignment'), { assignee: '' })],
  'POST /agent/tickets/{id}/status': ['the ticket', form(ticket('/status'), { status: 'open' })],
  'POST /agent/tickets/{id}/type': ['the ticket', form(ticket('/type'), { type: 1 })],
  'POST /agent/tickets/{id}/project': ['the ticket', form(ticket('/project'), { project: '' })],
  'POST /agent/tickets/{id}/due': ['the ticket', form(ticket('/due'), { due_on: '' })],
  'POST /agent/tickets/{id}/estimate': ['the ticket', form(ticket('/estimate'), { estimate: '' })],
  'GET /agent/projects': ['nothing', page(fixed('/agent/projects'))],
  'POST /agent/projects': ['nothing', form(fixed('/agent/projects'), { name: '' })],
  'GET /agent/projects/new': ['nothing', page(fixed('/agent/projects/new'))],
  'GET /agent/projects/{id}': ['nothing', page((world) => `/agent/projects/${world.project}`)],
  'POST /agent/projects/{id}': ['nothing', form((world) => `/agent/projects/${world.project}`, { name: '' })],
  'POST /agent/tickets/{id}/priority': ['the ticket', form(ticket('/priority'), { priority: 'high' })],
  'POST /agent/tickets/{id}/department': ['the ticket', form(ticket('/department'), (world) => ({ department: world.department }))],
  'POST /agent/tickets/{id}/place': ['the ticket', async (world, person) => {
    const answer = await person.post(`/agent/tickets/${world.ticket}/place`, { place: 'trash' });
    await world.house.admin.post(`/agent/tickets/${world.ticket}/place`, { place: '' });
    return answer;
  }],
  'GET /agent/tickets/{id}/merge': ['the ticket', page(ticket('/merge'))],
  'POST /agent/tickets/{id}/merge': ['the ticket', form(ticket('/merge'))],
  'GET /agent/tickets/{id}/split': ['the ticket', page(ticket('/split'))],
  'POST /agent/tickets/{id}/split': ['the ticket', form(ticket('/split'), { subject: '' })],
  'GET /agent/tickets/{id}/why': ['the ticket', page(ticket('/why'))],
  'GET /agent/tickets/{id}/replies': ['the ticket', page(ticket('/replies'))],
  'POST /agent/tickets/{id}/tags': ['the ticket', form(ticket('/tags'), { tag: 'tag' })],
  'POST /agent/tickets/{id}/tags/remove': ['the ticket', form(ticket('/tags/remove'), { tag: 'tag' })],
  'POST /agent/tickets/{id}/draft': ['the ticket', form(ticket('/draft'), { body: 'draft' })],
  'POST /agent/tickets/{id}/files': ['the ticket', multipart(ticket('/files'), {}, file)],
  'POST /agent/files/{id}/remove': ['something of the admin', async (world, person) => {
    const upload = await (await world.house.admin.postForm(`/agent/tickets/${world.ticket}/files`, {}, file)).json();
    return person.post(`/agent/files/${upload.id}/remove`);
  }],
  'POST /agent/tickets/{id}/presence': ['the ticket', form(ticket('/presence'), { state: 'typing' })],
  'POST /agent/undo/{change}': ['something of the admin', async (world, person) => {
    await world.house.admin.post(`/agent/tickets/${world.ticket}/priority`, { priority: 'low' });
    await world.house.admin.post(`/agent/tickets/${world.ticket}/priority`, { priority: 'urgent' });
    return person.post(`/agent/undo/${world.house.sql("select max(id) from event where kind = 'priority_changed'")}`);
  }],
  'GET /agent/profile': ['nothing', page(fixed('/agent/profile'))],
  'POST /agent/profile': ['nothing', form(fixed('/agent/profile'), { name: '' })],
  'POST /agent/profile/password': ['nothing', form(fixed('/agent/profile/password'), { password: 'short' })],
  'POST /agent/mail/{id}/retry': ['the ticket', (world, person) => {
    // Another try, so that the answer to one that is under way does not count.
    world.house.sql(`update outbox set state = 'failed', attempts = attempts + 1 where id = ${world.mail}`);
    return person.post(`/agent/mail/${world.mail}/retry`);
  }],
  'GET /agent/settings': ['nothing', page(fixed('/agent/settings'))],
  'GET /agent/settings/views': ['nothing', page(fixed('/agent/settings/views'))],
  'POST /agent/settings/views': ['nothing', form(fixed('/agent/settings/views'), { name: '' })],
  'GET /agent/settings/views/new': ['nothing', page(fixed('/agent/settings/views/new'))],
  'GET /agent/settings/views/{id}': ['something of the admin', page((world) => `/agent/settings/views/${world.view}`)],
  'POST /agent/settings/views/{id}': ['something of the admin', form((world) => `/agent/settings/views/${world.view}`, { name: '' })],
  'POST /agent/settings/views/{id}/act': ['something of the admin', form((world) => `/agent/settings/views/${world.view}/act`, { action: 'up' })],
  'POST /agent/settings/views/default/{view}': ['nothing', form(fixed('/agent/settings/views/default/mine'), { action: 'show' })],
  'GET /agent/settings/replies': ['nothing', page(fixed('/agent/settings/replies'))],
  'POST /agent/settings/replies': ['nothing', form(fixed('/agent/settings/replies'), { body: '' })],
  'POST /agent/settings/replies/{id}': ['the service', form((world) => `/agent/settings/replies/${world.canned}`, { body: '' })],
  'POST /agent/settings/grants/{id}': ['a grant of the agent', form((world) => `/agent/settings/grants/${world.grant}`, { body: 'Yours, Abel' })],
  'GET /agent/settings/services': ['nothing', page(fixed('/agent/settings/services'))],
  'POST /agent/settings/services': ['nothing', form(fixed('/agent/settings/services'), { name: '' })],
  'POST /agent/settings/services/{id}': ['nothing', form((world) => `/agent/settings/services/${world.house.service}`, { name: '' })],
  'POST /agent/settings/services/{id}/departments': ['nothing', form((world) => `/agent/settings/services/${world.house.service}/departments`, { name: '' })],
  'POST /agent/settings/departments/{id}': ['nothing', form((world) => `/agent/settings/departments/${world.department}`, { name: '' })],
  'GET /agent/settings/types': ['nothing', page(fixed('/agent/settings/types'))],
  'POST /agent/settings/types': ['nothing', form(fixed('/agent/settings/types?family=task'), { name: '' })],
  'GET /agent/settings/types/{id}': ['nothing', page(fixed('/agent/settings/types/1'))],
  'POST /agent/settings/types/{id}': ['nothing', form(fixed('/agent/settings/types/1'), { name: '' })],
  'POST /agent/settings/types/{id}/statuses': ['nothing', form(fixed('/agent/settings/types/1/statuses'), { action: 'add' })],
  'GET /agent/settings/statuses/{id}/delete': ['nothing', page(fixed('/agent/settings/statuses/1/delete'))],
  'POST /agent/settings/statuses/{id}/delete': ['nothing', form(fixed('/agent/settings/statuses/1/delete'), { to: 1 })],
  'GET /agent/settings/addresses': ['nothing', page(fixed('/agent/settings/addresses'))],
  'POST /agent/settings/addresses': ['nothing', form(fixed('/agent/settings/addresses'), { address: '' })],
  'POST /agent/settings/addresses/{id}/test': ['nothing', form(fixed('/agent/settings/addresses/1/test'), { to: '' })],
  'GET /agent/settings/doctor': ['nothing', page(fixed('/agent/settings/doctor'))],
  'POST /agent/settings/doctor': ['nothing', form(fixed('/agent/settings/doctor'), { what: 'mail' })],
  'GET /agent/settings/agents': ['nothing', page(fixed('/agent/settings/agents'))],
  'POST /agent/settings/agents': ['nothing', form(fixed('/agent/settings/agents'), { address: '' })],
  'GET /agent/settings/agents/{id}': ['nothing', page((world) => `/agent/settings/agents/${world.abel}`)],
  'POST /agent/settings/agents/{id}': ['nothing', form((world) => `/agent/settings/agents/${world.abel}`, { role: 'agent' })],
  'POST /agent/settings/agents/{id}/grants': ['nothing', form((world) => `/agent/settings/agents/${world.abel}/grants`, { reach: 'desk' })],
  'GET /agent/settings/filters': ['nothing', page(fixed('/agent/settings/filters'))],
  'POST /agent/settings/filters': ['nothing', form(fixed('/agent/settings/filters'), { name: '' })],
  'POST /agent/settings/filters/{id}': ['nothing', form((world) => `/agent/settings/filters/${world.filter}`, { name: '' })],
  'GET /agent/settings/automations': ['nothing', page(fixed('/agent/settings/automations'))],
  'POST /agent/settings/automations': ['nothing', form(fixed('/agent/settings/automations'), { action: 'save' })],
  'GET /agent/settings/automations/new': ['nothing', page(fixed('/agent/settings/automations/new'))],
  'GET /agent/settings/automations/{id}': ['nothing', page(fixed('/agent/settings/automations/1'))],
  'POST /agent/settings/automations/{id}': ['nothing', form(fixed('/agent/settings/automations/1'), { action: 'save' })],
  'POST /agent/settings/automations/{id}/act': ['nothing', form(fixed('/agent/settings/automations/1/act'), { action: 'up' })],
  'GET /agent/settings/automations/{id}/runs': ['nothing', page(fixed('/agent/settings/automations/1/runs'))],
  'POST /agent/settings/automations/{id}/runs/{run}/undo': ['nothing', form(fixed('/agent/settings/automations/1/runs/9999/undo'))],
  'GET /agent/settings/blocked': ['nothing', page(fixed('/agent/settings/blocked'))],
  'POST /agent/settings/blocked/{id}': ['nothing', (world, person) => {
    world.house.sql(`insert into blocked_sender (person_id, blocked_at) values (${world.olga}, 0) on conflict do nothing`);
    return person.post(`/agent/settings/blocked/${world.olga}`);
  }],
  'GET /agent/mail': ['nothing', page(fixed('/agent/mail'))],
  'POST /agent/mail/keeping': ['nothing', form(fixed('/agent/mail/keeping'), { days: '' })],
  ...HELD,
  'POST /agent/mail/halt/end': ['nothing', (world, person) => (world.house.sql(`insert into setting (name, value) values ('mail_halt', '{"since":1,"until":9000000000000000,"tries":1,"reason":"x"}') on conflict (name) do update set value = excluded.value`), person.post('/agent/mail/halt/end'))],
  'POST /agent/mail/limits': ['nothing', form(fixed('/agent/mail/limits'), { minute: '', hour: '', day: '' })],
  'POST /agent/mail/providers/try': ['nothing', (world, person) => (world.house.sql(`insert into provider_hold (provider, state, since, until_at, tries, reason) values ('gmail.com', 'holding', 1, 9000000000000000, 1, 'x') on conflict (provider) do update set state = 'holding', probe_id = null`), person.post('/agent/mail/providers/try', { provider: 'gmail.com' }))],
  'POST /agent/mail/pauses/{id}/resume': ['nothing', (world, person) => {
    const pause = world.house.sql(`insert into mail_pause (address, began_at, last_at) values ('x${person.id ?? 0}-${Math.random()}@desk.example', 1, 1) returning id`);
    return person.post(`/agent/mail/pauses/${pause}/resume`); }],
};

/** A program with the token of the person, if they can have one. */
const program = (method, path, body) => (world, person) => person.request(typeof path === 'function' ? path(world) : `/api/v1${path}`, { method,
  headers: { ...(person.token && { authorization: `Bearer ${person.token}` }) }, ...(body && { body: JSON.stringify(typeof body === 'function' ? body(world) : body) }) });
const api = (rest) => (world) => `/api/v1/tickets/${world.ticket}${rest}`;
const hook = (rest) => (world) => `/api/v1/webhooks/${world.hook}${rest}`;
Object.assign(ABOUT, {
  'GET /api': ['nothing', page(fixed('/api'))],
  'GET /api/v1/openapi.json': ['nothing', page(fixed('/api/v1/openapi.json'))],
  'GET /api/v1/me': ['nothing', program('GET', '/me')],
  'GET /api/v1/services': ['nothing', program('GET', '/services')],
  'GET /api/v1/types': ['nothing', program('GET', '/types')],
  'GET /api/v1/agents': ['nothing', program('GET', '/agents')],
  'GET /api/v1/guides': ['nothing', program('GET', '/guides')],
  'GET /api/v1/guides/search': ['nothing', program('GET', '/guides/search?q=words')],
  'GET /api/v1/guides/{id}': ['a guide for agents', program('GET', (world) => `/api/v1/guides/${world.agents}?lang=en`)],
  'POST /api/v1/guides': ['nothing', program('POST', '/guides', { language: 'en', title: '', markdown: '', category: 1 })],
  'PUT /api/v1/guides/{id}': ['a guide for agents', program('PUT', (world) => `/api/v1/guides/${world.agents}`, { language: 'en', title: '', markdown: '', category: 1 })],
  'DELETE /api/v1/guides/{id}': ['nothing', program('DELETE', (world) => `/api/v1/guides/${world.members}`)],
  'GET /api/v1/views': ['nothing', program('GET', '/views')],
  'GET /api/v1/search': ['nothing', program('GET', '/search?q=secret')],
  'GET /api/v1/tickets': ['nothing', program('GET', '/tickets')],
  'POST /api/v1/tickets': ['nothing', program('POST', '/tickets', { requester: { address: 'x' }, subject: '' })],
  'GET /api/v1/tickets/{id}': ['the ticket', program('GET', api(''))],
  'PATCH /api/v1/tickets/{id}': ['the ticket', program('PATCH', api(''), { priority: 'high' })],
  'GET /api/v1/tickets/{id}/messages': ['the ticket', program('GET', api('/messages'))],
  'POST /api/v1/tickets/{id}/messages': ['the ticket', program('POST', api('/messages'), { kind: 'note', text: 'noted' })],
  'GET /api/v1/tickets/{id}/events': ['the ticket', program('GET', api('/events'))],
  'POST /api/v1/tickets/{id}/merge': ['the ticket', program('POST', api('/merge'), (world) => ({ into: world.ticket }))],
  'POST /api/v1/tickets/{id}/split': ['the ticket', program('POST', api('/split'), { subject: '', messages: [] })],
  'POST /api/v1/undo/{change}': ['something of the admin', async (world, person) => {
    await world.house.admin.post(`/agent/tickets/${world.ticket}/priority`, { priority: 'low' });
    await world.house.admin.post(`/agent/tickets/${world.ticket}/priority`, { priority: 'urgent' });
    return program('POST', `/undo/${world.house.sql("select max(id) from event where kind = 'priority_changed'")}`)(world, person);
  }],
  'GET /api/v1/files/{token}': ['the ticket', program('GET', (world) => `/api/v1${world.file}`)],
  'POST /api/v1/views': ['nothing', program('POST', '/views', { name: '', conditions: { mode: 'all', of: [] } })],
  'GET /api/v1/views/{id}': ['something of the admin', program('GET', (world) => `/api/v1/views/${world.view}`)],
  'PUT /api/v1/views/{id}': ['something of the admin', program('PUT', (world) => `/api/v1/views/${world.view}`, { name: '', conditions: { mode: 'all', of: [] } })],
  'DELETE /api/v1/views/{id}': ['something of the admin', (world, person) => program('DELETE', `/views/${world.house.sql(`insert into saved_view (owner_id, name, position, definition, created_at) values (${world.house.admin.id}, 'Gone', 0, '{"conditions":{"mode":"all","of":[]},"order":"newest"}', 0) returning id`)}`)(world, person)],
  'GET /api/v1/canned': ['nothing', program('GET', '/canned')],
  'POST /api/v1/canned': ['nothing', program('POST', '/canned', (world) => ({ service: world.house.service, name: '', html: '' }))],
  'PUT /api/v1/canned/{id}': ['the service', program('PUT', (world) => `/api/v1/canned/${world.canned}`, (world) => ({ service: world.house.service, name: '', html: '' }))],
  'DELETE /api/v1/canned/{id}': ['the service', (world, person) => program('DELETE', `/canned/${world.house.sql(`insert into canned_reply (service_id, name, html, created_at) values (${world.house.service}, 'Gone', '<p>x</p>', 0) returning id`)}`)(world, person)],
  'GET /api/v1/projects': ['nothing', program('GET', '/projects')],
  'POST /api/v1/projects': ['nothing', program('POST', '/projects', { name: '' })],
  'GET /api/v1/projects/{id}': ['nothing', program('GET', (world) => `/api/v1/projects/${world.project}`)],
  'PATCH /api/v1/projects/{id}': ['nothing', program('PATCH', (world) => `/api/v1/projects/${world.project}`, { name: '' })],
  'GET /api/v1/topics': ['nothing', program('GET', '/topics')],
  'GET /api/v1/topics/{id}': ['nothing', program('GET', (world) => `/api/v1/topics/${world.topic}`)],
  'POST /api/v1/topics/{id}/comments': ['nothing', program('POST', (world) => `/api/v1/topics/${world.topic}/comments`, { html: '' })],
  'POST /api/v1/topics/{id}/moderation': ['nothing', program('POST', (world) => `/api/v1/topics/${world.topic}/moderation`, { act: 'x' })],
  'POST /api/v1/posts/{id}/moderation': ['nothing', program('POST', (world) => `/api/v1/posts/${world.post}/moderation`, { act: 'x' })],
  'POST /api/v1/people/{id}/sanctions': ['nothing', program('POST', (world) => `/api/v1/people/${world.olga}/sanctions`, { measure: 'x', because: 'y' })],
  'GET /api/v1/people': ['nothing', program('GET', '/people?address=olga@customer.example')],
  'POST /api/v1/people': ['nothing', program('POST', '/people', { address: 'x' })],
  'GET /api/v1/people/{id}': ['the ticket', program('GET', (world) => `/api/v1/people/${world.olga}`)],
  'GET /api/v1/webhooks': ['nothing', program('GET', '/webhooks')],
  'POST /api/v1/webhooks': ['nothing', program('POST', '/webhooks', { name: '', url: '' })],
  'PUT /api/v1/webhooks/{id}': ['nothing', program('PUT', hook(''), { name: '', url: '' })],
  'DELETE /api/v1/webhooks/{id}': ['nothing', (world, person) => program('DELETE', `/webhooks/${world.house.sql("insert into webhook (name, url, secret, cursor, enabled, created_at) values ('Gone', 'http://127.0.0.1:9/', 'whsec_eA==', 0, false, 0) returning id")}`)(world, person)],
  'GET /api/v1/webhooks/{id}/deliveries': ['nothing', program('GET', hook('/deliveries'))],
  'POST /api/v1/webhooks/{id}/replay': ['nothing', program('POST', hook('/replay'), { from: 99999999 })],
  'POST /agent/settings/automations/{id}/runs/undo': ['nothing', form(fixed('/agent/settings/automations/1/runs/undo'))],
  'GET /agent/settings/imports': ['nothing', page(fixed('/agent/settings/imports'))],
  'POST /agent/settings/imports': ['nothing', multipart(fixed('/agent/settings/imports'), { what: 'tickets' })],
  'GET /agent/settings/imports/{id}': ['nothing', page((world) => `/agent/settings/imports/${world.import}`)],
  'POST /agent/settings/imports/{id}': ['nothing', form((world) => `/agent/settings/imports/${world.import}`, { action: 'pause' })],
  'GET /agent/settings/hours': ['nothing', page(fixed('/agent/settings/hours'))],
  'POST /agent/settings/hours': ['nothing', form(fixed('/agent/settings/hours'), { always: 'yes' })],
  'GET /agent/settings/tokens': ['nothing', page(fixed('/agent/settings/tokens'))],
  'POST /agent/settings/tokens': ['nothing', form(fixed('/agent/settings/tokens'), { name: '' })],
  'POST /agent/settings/tokens/{id}/end': ['something of the admin', (world, person) => person.post(`/agent/settings/tokens/${world.house.sql(`insert into api_token (person_id, name, token_hash, scopes, created_at) values (${world.house.admin.id}, 'Any', 'hash ' || (select coalesce(max(id), 0) from api_token), 'read', 0) returning id`)}/end`)],
  'GET /agent/settings/webhooks': ['nothing', page(fixed('/agent/settings/webhooks'))],
  'POST /agent/settings/webhooks': ['nothing', form(fixed('/agent/settings/webhooks'), { name: '' })],
  'GET /agent/settings/webhooks/{id}': ['nothing', page((world) => `/agent/settings/webhooks/${world.hook}`)],
  'POST /agent/settings/webhooks/{id}': ['nothing', form((world) => `/agent/settings/webhooks/${world.hook}`, { name: '' })],
});

/** Who comes, in growing rights; the ticket is Olga's. */
const RANK = { visitor: 0, other: 1, olga: 1, restricted: 2, agent: 2, admin: 3 };
const NEEDED = { public: 0, signed_in: 1, agent: 2, admin: 3, token_read: 2, token_write: 2, token_configure: 3 };
const FOUND = {
  nothing: () => true,
  'a dead token': () => false,
  'the ticket': (who) => ['olga', 'agent', 'admin'].includes(who),
  'the own ticket': (who) => who === 'olga',
  'the community': (who) => who !== 'visitor',
  'the own topic': (who) => ['olga', 'restricted', 'agent', 'admin'].includes(who),
  'a post of somebody else': (who) => ['restricted', 'agent', 'admin'].includes(who),
  'a guide for members': (who) => who !== 'visitor',
  'a guide for agents': (who) => ['restricted', 'agent', 'admin'].includes(who),
  'the service': (who) => ['agent', 'admin'].includes(who),
  'a contact of the agent': (who) => who === 'agent',
  'a grant of the agent': (who) => ['agent', 'admin'].includes(who),
  'something of the admin': (who) => who === 'admin',
};

/** The one rule. Statuses of success are 2xx, 3xx, and 422 for a form that comes back. */
function expected(access, [subject, , { hidden = 404 } = {}], who) {
  if (access.startsWith('token_') && RANK[who] < 2) return '401';
  if (RANK[who] < NEEDED[access]) return who === 'visitor' ? 'asked to sign in' : '403';
  return FOUND[subject](who) ? 'let in' : String(hidden);
}

function seen(answer) {
  if (answer.status === 303 && answer.headers.get('location').startsWith('/sign-in')) return 'asked to sign in';
  if (answer.status < 400 || answer.status === 422) return 'let in';
  return String(answer.status);
}

async function stream(person, path) {
  const stop = new AbortController();
  const answer = await person.get(path, { signal: stop.signal });
  stop.abort();
  return answer;
}

onBothEngines(describe, 'who may do what', (engine) => {
  let house, people, world, routes;
  before(async () => {
    const printed = await run(['routes']);
    assert.equal(printed.code, 0, printed.stderr);
    routes = JSON.parse(printed.stdout);
    house = await House.open(engine);
    const elsewhere = house.addDepartment('Elsewhere', 'Another service');
    people = {
      visitor: new Browserless(house.desk.web), other: house.customer('Oscar Other', 'oscar@customer.example'),
      olga: house.customer('Olga Owner', 'olga@customer.example'),
      restricted: house.agent('Rita Restricted', 'rita@desk.example', [elsewhere]),
      agent: house.agent('Abel Agent', 'abel@desk.example'), admin: house.admin };
    for (const who of ['restricted', 'agent', 'admin']) {
      const scopes = [['name', who], ...['read', 'write', ...(who === 'admin' ? ['configure'] : [])].map((scope) => ['scope', scope])];
      people[who].token = (await (await people[who].post('/agent/settings/tokens', scopes)).text()).match(/id="token-secret">([^<]+)/)[1];
    }
    const number = await house.ask(people.olga, { subject: 'My secret' }, file);
    const delivered = await run(['mail', 'deliver', ...house.installation.options, '--to', 'support@desk.example'],
      { input: 'From: someone@else.example\r\nTo: support@desk.example\r\nSubject: By mail\r\n\r\nHello\r\n' });
    assert.equal(delivered.code, 0, delivered.stderr);
    const up = await (await people.admin.postForm('/guides/new/files', {}, file)).json();
    const members = await publish(people.admin, { category: 1, title: 'For members', body: 'Words', public: undefined });
    const agents = await publish(people.admin, { category: 1, title: 'For agents', body: `[Text](files/${up.name})`, public: undefined, internal: 'on' });
    for (const one of [people.olga, people.other]) house.sql(`insert into acceptance (person_id, kind, version, at) values (${one.id}, 'rules', 0, 0)`);
    const topic = await ask(house, people.olga, 'An open question');
    const poster = member(house, 'Paula Poster', 'paula@customer.example');
    await comment(poster, topic, 'An answer.');
    house.sql(`insert into topic_key (key, ticket_id, person_id) values ('thekey', ${topic}, ${poster.id})`);
    const company = house.sql("insert into company (name, created_at) values ('Acme', 0) returning id");
    const portal = house.sql(`insert into portal (company_id, subdomain, active, name, hue, chroma, department_id, secret, created_at) values (${company}, 'acme', true, 'Acme', 172, 92, ${house.department}, 's', 0) returning id`);
    house.sql(`insert into chat (ticket_id, portal_id, state, identity, requested_at, seen_at) values (${number}, ${portal}, 'open', 'none', 0, ${Date.now() * 1000})`);
    const mailbox = house.sql("insert into mailbox (address_id, host, port, security, login, secret, folder, afterwards, since, history_until, active, client_id, authorize_url) values ((select min(id) from desk_address), 'imap.invalid', 993, 'tls', 'x', '', 'INBOX', 'keep', 0, 0, false, 'desk', 'https://id.example/authorize') returning id");
    const signingKey = house.sql("insert into signing_key (domain, selector, algorithm, public_key, secret, made_at) values ('desk.example', 's1', 'rsa', 'AAAA', '', 0) returning id");
    world = { house, company, mailbox, signingKey, portal, code: house.chat(number).slice(6), contact: house.sql(`insert into contact_method (person_id, kind, address, created_at) values (${people.agent.id}, 'mail', 'a@a.example', 0) returning id`), topic: Number(topic), post: house.sql(`select max(id) from message where ticket_id = ${topic}`), ticket: number, members, agents, picture: up.url,
      edit: house.sql(`insert into guide_edit (language, person_id, state, title, source, fields, base, updated_at) values ('en', ${people.olga.id}, 'suggested', 'Idea', 'Words', '{}', 0, 0) returning id`), department: house.department,
      link: house.link(number), abel: people.agent.id, olga: people.olga.id,
      grant: house.sql(`select id from agent_grant where person_id = ${people.agent.id}`),
      canned: house.sql(`insert into canned_reply (service_id, name, html, created_at) values (${house.service}, 'Hello', '<p>Hello</p>', 0) returning id`),
      filter: house.sql("insert into creation_filter (name, position, element, operator, value, action, created_at) values ('None', 1, 'subject', 'is', 'nothing at all', 'close', 0) returning id"),
      hook: house.sql("insert into webhook (name, url, secret, cursor, enabled, created_at) values ('None', 'http://127.0.0.1:9/', 'whsec_eA==', 0, false, 0) returning id"),
      view: house.sql(`insert into saved_view (owner_id, name, position, definition, created_at) values (${house.admin.id}, 'Own', 0, '{"conditions":{"mode":"all","of":[]},"order":"newest"}', 0) returning id`),
      import: house.sql(`insert into import (name, file_sha256, size, what, state, person_id, created_at) values ('old.csv', '', 1, 'tickets', 'done', ${house.admin.id}, 0) returning id`),
      project: house.sql("insert into project (name, created_at) values ('Plan', 0) returning id"),
      file: `/files/${house.sql('select token from attachment')}`,
      mail: house.sql(`select max(id) from outbox where ticket_id = ${number}`), inbound: house.sql('select max(id) from inbound') };
  });
  after(() => house.close());

  test('every route of the product is in the table, and nothing else', () => {
    assert.deepEqual(Object.keys(ABOUT).sort(), routes.map((route) => `${route.method} ${route.path}`).sort());
    for (const route of routes) assert.ok(route.access in NEEDED, `${route.path} has the unknown access ${route.access}`);
  });

  test('every cell of the matrix is as the one rule says', async () => {
    const wrong = [];
    for (const { method, path, access } of routes) {
      const about = ABOUT[`${method} ${path}`];
      if (!about) continue;
      for (const [who, person] of Object.entries(people)) {
        // A session of their own for whoever signs out.
        const visitor = path === '/sign-out' && person.id ? house.session(person.id) : person;
        const answer = await about[1](world, visitor);
        const result = seen(answer);
        await answer.body?.cancel().catch(() => {});
        const wanted = expected(access, about, who);
        if (result !== wanted) wrong.push(`${method} ${path} as ${who}: ${result}, not ${wanted}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  test("other people's tickets do not exist: the same answer as for a number that nobody has", async () => {
    for (const who of ['other', 'restricted']) {
      const person = people[who];
      const space = who === 'other' ? '/tickets' : '/agent/tickets';
      const [theirs, nobodys] = await Promise.all([person.get(`${space}/${world.ticket}`), person.get(`${space}/999999`)]);
      assert.deepEqual([theirs.status, nobodys.status], [404, 404]);
      assert.equal(await theirs.text(), await nobodys.text());
    }
  });

  test('an agent of some departments sees only their tickets, in lists, counts, search and palette', async () => {
    for (const path of ['/agent/views/open', '/agent/views/unassigned', `/agent/views/department-${house.department}`,
      '/agent/search?q=secret', `/agent/search?q=${world.ticket}`, '/agent/palette?q=secret']) {
      assert.doesNotMatch(await people.restricted.text(path), /My secret|Olga/, path);
      assert.match(await people.agent.text(path), /My secret/, path);
    }
    assert.match(await people.restricted.text('/agent/views/open'), /href="\/agent\/views\/open"[\s\S]*?class="count">0</);
  });

  test('a ticket that an agent has stays open to them when it moves on, until it is taken away', async () => {
    const { restricted, olga, admin } = people;
    const elsewhere = house.sql("select id from department where name = 'Elsewhere'");
    const moving = await house.ask(olga, { subject: 'Moves on', department: elsewhere });
    const assign = (assignee) => admin.post(`/agent/tickets/${moving}/assignment`, { assignee });
    assert.equal((await assign(restricted.id)).status, 303);
    assert.equal((await admin.post(`/agent/tickets/${moving}/department`, { department: house.department })).status, 303);
    assert.equal((await restricted.get(`/agent/tickets/${moving}`)).status, 200);
    assert.equal((await assign('')).status, 303);
    assert.equal((await restricted.get(`/agent/tickets/${moving}`)).status, 404);
  });

  test('nobody is given a ticket that they have no permission for, and nobody is offered for it [R115]', async () => {
    const { restricted, agent, admin } = people;
    const menu = between(await admin.text(`/agent/tickets/${world.ticket}`), 'id="side-assignee-menu"', '</form>');
    assert.match(menu, /Abel Agent/);
    assert.doesNotMatch(menu, /Rita Restricted/);
    assert.equal((await admin.post(`/agent/tickets/${world.ticket}/assignment`, { assignee: restricted.id })).status, 400);
    assert.equal(house.sql(`select count(*) from ticket where assignee_id = ${restricted.id}`), '0');
    assert.equal((await admin.post(`/agent/tickets/${world.ticket}/assignment`, { assignee: agent.id })).status, 303);
    await admin.post(`/agent/tickets/${world.ticket}/assignment`, { assignee: '' });
  });

  test('a bulk action with one ticket that is out of reach does nothing at all', async () => {
    const { restricted, olga, admin } = people;
    const elsewhere = house.sql("select id from department where name = 'Elsewhere'");
    const own = await house.ask(olga, { subject: 'In reach', department: elsewhere });
    const answer = await restricted.post('/agent/tickets/bulk', { ids: [own, world.ticket], action: 'status:closed' });
    assert.equal(answer.status, 404);
    assert.equal(house.sql(`select count(*) from ticket where category = 'closed' and id in (${own}, ${world.ticket})`), '0');
    assert.equal((await admin.post('/agent/tickets/bulk', { ids: [own, 999999], action: 'status:closed' })).status, 404);
    assert.equal(house.sql(`select category from ticket where id = ${own}`), 'open');
  });
});
