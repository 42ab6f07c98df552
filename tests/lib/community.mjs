// Members, topics and posts of the community, as its pages make and show them.
import assert from 'node:assert/strict';
import { textOf } from './html.mjs';

/** A signed-in customer who has accepted the rules as every desk begins with them. */
export function member(house, name, address) {
  const one = house.customer(name, address);
  house.sql(`insert into acceptance (person_id, kind, version, at) values (${one.id}, 'rules', 0, 0)`);
  return one;
}

/** The switches of the features page, as most tests want them: open questions, and nobody counts as new. */
export const features = (house, fields = {}) => house.admin.post('/agent/settings/features', {
  sign_up: 'yes', member_writing: 'direct', trusted_after: '0', watched_words: '', ...fields });

/** Somebody asks everybody; gives the number of the topic. */
export async function ask(house, person, subject, body = 'Does anybody know?', fields = {}, files = {}) {
  const answer = await person.postForm('/tickets', { subject, body, department: house.department, visibility: 'public', ...fields }, files);
  assert.equal(answer.status, 303, `asking answered ${answer.status}`);
  const place = answer.headers.get('location').match(/^\/(community|tickets)\/(\d+)$/);
  return Object.assign(new Number(place[2]), { place: place[1] });
}

/** A comment; gives the response. */
export const comment = (person, topic, body, fields = {}, files = {}) => person.postForm(`/community/${topic}/comments`, { body, ...fields }, files);

/** The posts of a topic's page: {id, text, html}. */
export const posts = (html) => [...html.matchAll(/<article class="post" id="post_(\d+)"[\s\S]*?<\/article>/g)]
  .map((found) => ({ id: Number(found[1]), html: found[0], text: textOf(found[0].match(/<div class="post-body">([\s\S]*?)<\/div><footer/)[1]) }));

/** The words of each post. */
export const words = async (person, topic) => posts(await person.text(`/community/${topic}`)).map((post) => post.text);

/** The numbers of the topics of a list. */
export const topicIds = (html) => [...html.matchAll(/<li><a href="\/community\/(\d+)/g)].map((found) => Number(found[1]));
