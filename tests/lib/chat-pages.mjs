// Visitors and agents of chats in a real browser: who opens what, and what they do there.
import { somebody } from './browser.mjs';
import { until } from './desk.mjs';
import { editor } from './agents.mjs';

let count = 0;

/** Somebody with a browser: an agent by their session, or a visitor from a place where nobody else is. */
export async function at(house, person, options = {}) {
  const from = `10.9.${(count += 1) >> 8}.${count & 255}`;
  const one = await somebody(house.desk, undefined, { extraHTTPHeaders: { 'x-forwarded-for': from }, ...options });
  if (person) await one.context.addCookies([{ name: 'guichet', value: person.cookies.get('guichet'), url: house.desk.web }]);
  return one;
}

/** Fills the form of a portal, in a page or a frame. */
export async function fillIn(place, body, { name = 'Vera Visitor', address = '' } = {}) {
  await place.locator('#portal-name').fill(name);
  if (address) await place.locator('#portal-address').fill(address);
  await place.locator('#portal-body').fill(body);
  await place.locator('[data-done]:not([hidden])').waitFor();
}

/** Sends it. */
export const sendIt = (place) => place.locator('#portal-ask button[type=submit]').click();

/** A visitor opens a portal and starts a chat: {page, context, leave, code, ticket}. */
export async function asks(house, portal, body, { fields = {}, frame = false, ...options } = {}) {
  const visitor = await at(house, undefined, options);
  await visitor.page.goto(`/p/${portal.subdomain}${frame ? '?frame=1' : ''}`);
  await fillIn(visitor.page, body, fields);
  await sendIt(visitor.page);
  await visitor.page.waitForURL(/\/chat\//);
  const [, code] = visitor.page.url().match(/\/chat\/([^?]+)/);
  const ticket = Number(house.sql(`select id from ticket where token = '${code.split('.')[0]}'`));
  return Object.assign(visitor, { code, ticket });
}

/** An agent's page of a chat, ready to be written in. */
export async function opens(house, agent, ticket, options) {
  const one = await at(house, agent, options);
  await one.page.goto(`/agent/chats/${ticket}`);
  await editor(one.page).waitFor();
  return one;
}

/** A visitor and an agent who talk: {visitor, agent, ticket}. */
export async function talk(house, portal, person, body, options) {
  const visitor = await asks(house, portal, body, options);
  await person.post(`/agent/chats/${visitor.ticket}/act`, { act: 'take', to: '' });
  const agent = await opens(house, person, visitor.ticket);
  await visitor.page.locator('[data-chat=open]').waitFor();
  return { visitor, agent, ticket: visitor.ticket };
}

/** The bubbles that the desk has taken. */
export const said = (page) => page.locator('#chat-messages > [data-message]');
export const field = (page) => page.locator('#chat-body');

/** The words of the bubbles, without who said them. */
export const words = (page) => page.locator('#chat-messages > li .chat-text').evaluateAll((all) => all.map((one) => {
  const copy = one.cloneNode(true);
  copy.querySelectorAll('.sr-only').forEach((hidden) => hidden.remove());
  return copy.textContent.trim();
}));

/** Waits until these words stand there exactly once, as the desk has them. */
export const once = (page, text) => until(`“${text}” is there once`, async () => {
  const [all, local] = [await words(page), await page.locator('#chat-messages > li[data-local]').count()];
  return !local && all.filter((one) => one === text).length === 1;
});

/** Sends a line by keyboard. */
export async function types(place, text) {
  await place.click();
  await place.page().keyboard.type(text);
  await place.page().keyboard.press('Enter');
}
