// Writing and reading guides as people do, for the tests of the help centre.
import assert from 'node:assert/strict';

/** Saves a guide by its form; gives the answer. Agents' switches are those of a new guide unless said otherwise. */
export function write(person, guide, { lang = 'en', category, ...fields }) {
  const all = { lang, action: 'publish', base: 0, public: 'on', kind: 'guide', category, ...fields };
  for (const [name, value] of Object.entries(all)) if (value === undefined || value === false) delete all[name];
  return person.postForm(`/guides/${guide}/edit`, all);
}

/** Saves a new guide, and gives its number. */
export async function publish(person, fields) {
  const answer = await write(person, 'new', fields);
  assert.equal(answer.status, 303, await answer.text());
  return Number(answer.headers.get('location').match(/^\/guides\/(\d+)/)[1]);
}

/** The version that a form is about. */
export const baseOf = (html) => Number(html.match(/name="base" value="(\d+)"/)[1]);

/** The public link of a guide, from its form. */
export const linkOf = (html) => html.match(/\/g\/([\w-]{16})</)?.[1];

/** Titles of the hits of a page of results. */
export const hits = (html) => [...html.matchAll(/<li(?: lang="\w+")?><h2><a href="[^"]*">([\s\S]*?)<\/a>/g)].map((found) => found[1].replace(/<[^>]+>/g, ''));

/** Titles of a list of guides. */
export const titles = (html) => [...html.matchAll(/<li id="guide-\d+">[\s\S]*?<a [^>]*>([\s\S]*?)<\/a>/g)].map((found) => found[1].replace(/<[^>]+>/g, ''));
