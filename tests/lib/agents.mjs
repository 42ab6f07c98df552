// What agents do in a browser, and the questions that customers put to them.
import { Browserless, until } from './desk.mjs';

/** A question of the demo's customer by the web form; gives its number. */
export async function ask(desk, { subject, body = 'Hello', files = {} }) {
  const customer = await Browserless.signedIn(desk, 'customer');
  const department = (await customer.text('/tickets/new')).match(/<option value="(\d+)"/)[1];
  const answer = await customer.postForm('/tickets', { department, subject, body }, files);
  if (answer.status !== 303) throw new Error(`asking answered ${answer.status}: ${await answer.text()}`);
  return Number(answer.headers.get('location').match(/\d+/)[0]);
}

/** The customer writes again. */
export async function askMore(desk, ticket, body) {
  const customer = await Browserless.signedIn(desk, 'customer');
  const answer = await customer.postForm(`/tickets/${ticket}/messages`, { body });
  if (answer.status !== 303) throw new Error(`writing answered ${answer.status}`);
}

/** Opens a ticket and waits until its composer is ready to be written in. */
export async function openTicket(page, ticket) {
  await page.goto(`/agent/tickets/${ticket}?view=open`);
  await editor(page).waitFor();
}

export const editor = (page) => page.locator('form.composer .composer-body[contenteditable]');
export const messages = (page) => page.locator('#thread > li:not([data-optimistic]) .msg');
export const lastMessage = (page) => messages(page).last();
export const toast = (page) => page.locator('#toasts .toast').last();
export const send = (page) => page.locator('form.composer button[type=submit]:visible').first();

/** Waits until a locator has this text. */
export const reads = (locator, text) => until(`it reads ${text}`, async () => (await locator.allInnerTexts()).some((found) => (text instanceof RegExp ? text.test(found) : found.includes(text))));

/** Waits until a locator matches exactly `count` elements. */
export const counts = (locator, count) => until(`there are ${count}`, async () => (await locator.count()) === count);

/** Pastes or drops onto an element: {html, text, files: [{name, type, content}]}. */
export async function transfer(locator, event, { html, text, files = [] }) {
  await locator.evaluate((element, [type, { html, text, files }]) => {
    const data = new DataTransfer();
    if (html) data.setData('text/html', html);
    if (text) data.setData('text/plain', text);
    for (const { name, type: kind, bytes } of files) data.items.add(new File([new Uint8Array(bytes)], name, { type: kind }));
    const options = { bubbles: true, cancelable: true };
    if (type === 'paste') return element.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: data }));
    element.dispatchEvent(new DragEvent('dragover', { ...options, dataTransfer: data }));
    return element.dispatchEvent(new DragEvent('drop', { ...options, dataTransfer: data }));
  }, [event, { html, text, files: files.map(({ name, type, content }) => ({ name, type, bytes: [...Buffer.from(content)] })) }]);
}

/** A picture of one red dot. */
export const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');
