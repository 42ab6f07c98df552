// Mails to customers in the desk's own words: kept, tried on real tickets, refused with a reason, and never in the way of
// a mail.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Browserless, onBothEngines, until } from '../lib/desk.mjs';
import { decode, errorOf, fieldValue, textOf } from '../lib/html.mjs';
import { House, follow, plain } from '../lib/house.mjs';
import { securityCode } from '../lib/visitor.mjs';

const HERE = '/agent/settings/mails';

onBothEngines(describe, "customers' mails", (engine) => {
  let house, abel, number = 0;
  before(async () => {
    house = await House.open(engine, { serve: { undoSeconds: 0 } });
    abel = house.agent('Abel Agent', 'abel@desk.example');
  });
  after(() => house.close());

  const write = (mail, fields, person = house.admin) => person.post(`${HERE}/${mail}`, { lang: 'en', action: 'save', ...fields });
  /** The standard words come into the form, and count when they are saved. */
  const reset = async (mail, lang = 'en') => {
    const form = await (await write(mail, { lang, action: 'reset' })).text();
    return write(mail, { lang, subject: fieldValue(form, 'subject'), body: fieldValue(form, 'body') });
  };
  /** A customer asks and Abel answers; gives the ticket and the mail that left. */
  const answered = async ({ name = 'Clara Customer', subject = 'A question', words = 'Because.', html = '', language = '' } = {}) => {
    const address = `customer${number += 1}@customer.example`;
    const customer = house.customer(name.replaceAll("'", "''"), address);
    if (language) house.sql(`update person set language = '${language}' where id = ${customer.id}`);
    const ticket = await house.ask(customer, { subject, body: 'Why is it so?' });
    await house.answer(abel, ticket, html || words, html ? { format: 'html' } : {});
    return { ticket, customer, mail: plain(await house.mail(`the answer to ${address}`, (one) => one.includes(address) && plain(one).includes(words))) };
  };
  const subjectOf = (mail) => mail.match(/^Subject: (.*)$/m)[1];

  test('an admin writes the words of a mail in both languages, and gets the standard back [R192]', async () => {
    const list = textOf(await house.admin.text(HERE));
    for (const name of ['Answer', 'Acknowledgement', 'Message of a rule', 'Link to sign in', 'Account ready']) assert.match(list, new RegExp(name));
    const standard = fieldValue(await house.admin.text(`${HERE}/answer?lang=en`), 'body');
    assert.match(standard, /\{\{ answer \}\}/);
    await follow(house.admin, await write('answer', { subject: '[{{ ticket.number }}] {{ ticket.subject }}', body: 'Dear {{ customer.first_name }},\n\n{{ answer }}\n\n**[Open it]({{ ticket.link }})**\n\n---\n\nHouse of {{ organisation }}' }));
    await follow(house.admin, await write('answer', { lang: 'fr', subject: 'Rép. : {{ ticket.subject }}', body: 'Cher {{ customer.name }},\n\n{{ answer }}' }));
    assert.match(await house.admin.text(HERE), /English · own words[\s\S]*Français · own words/);
    const english = await answered({ words: 'It left this morning.' });
    assert.equal(subjectOf(english.mail), `[${english.ticket}] A question`);
    assert.match(english.mail, /Dear Clara,\r?\n\r?\nIt left this morning\.\r?\n\r?\nOpen it <http:\S+\/t\/[^\s>]+>\r?\n\r?\n-- \r?\nHouse of/);
    assert.match(english.mail, /<a class="btn" href="http:[^"]*\/t\/[^"]*" style="display:inline-block/, 'a bold link is a button');
    const french = await answered({ words: 'Parti ce matin.', language: 'fr' });
    assert.match(french.mail, /Cher Clara Customer,\r?\n\r?\nParti ce matin\./);
    assert.match(textOf(await (await write('answer', { action: 'reset' })).text()), /Save to use them/);
    assert.equal(house.sql("select count(*) from mail_template"), '2', 'nothing is lost by a click');
    await follow(house.admin, await reset('answer'));
    await follow(house.admin, await reset('answer', 'fr'));
    assert.equal(fieldValue(await house.admin.text(`${HERE}/answer?lang=en`), 'body'), standard);
    const again = await answered();
    assert.equal(subjectOf(again.mail), 'Re: A question');
    assert.match(again.mail, /You wrote\r?\n\r?\n> Why is it so\?/);
  });

  test('what people are called is never markup in a mail', async () => {
    await follow(house.admin, await write('answer', { subject: 'For {{ customer.name }}', body: 'Dear {{ customer.name }},\n\n{{ answer }}' }));
    const { mail } = await answered({ name: '*Eve* <b>x</b> [y](http://evil.example) {{ site }}', words: 'Hello Eve.' });
    assert.match(mail, /Dear \*Eve\* <b>x<\/b> \[y\]\(http:\/\/evil\.example\) \{\{ site \}\},/);
    assert.match(mail, /Dear \*Eve\* &lt;b&gt;x&lt;\/b&gt; \[y\]\(http:\/\/evil\.example\)/);
    assert.doesNotMatch(mail, /href="http:\/\/evil/);
    await reset('answer');
  });

  test('words that make no mail are refused, with what and where, and kept in the form [R192]', async () => {
    const bad = [
      ['{{ answer }}\n\n{{ custmer.name }}', /no placeholder “custmer\.name”/],
      ['Hello', /“answer” is missing/],
      ['{% if last_words %}{{ answer }}{% endif %}', /“answer” is missing, or a condition/],
      ['{{ answer }}\n{{ organisation', /Line 2: braces/],
      ['{{ answer }}{% for x in answer %}{% endfor %}', /Line 1: only a placeholder/],
      ["{{ answer }}{{ 'x' * 100000000 }}", /Line 1: only a placeholder/],
      ['![{{ organisation }}]({{ answer }})', /“answer” is missing/],
      ['', /needed/],
      [`{{ answer }}${'x'.repeat(10_001)}`, /long/],
      [`{% if site %}${'{%elif site%}'.repeat(5000)}{% endif %}{{ answer }}`, /long/],
    ];
    for (const [body, problem] of bad) {
      const refused = await write('answer', { subject: 'Re: {{ ticket.subject }}', body });
      assert.equal(refused.status, 422, body.slice(0, 60));
      const page = await refused.text();
      assert.match(decode(errorOf(page, 'body') ?? textOf(page)), problem);
      assert.equal(fieldValue(page, 'body').trim(), body, 'what was typed is kept');
    }
    const both = await (await write('answer', { lang: 'fr', subject: '{{ tickt }} {{ answer }}', body: '{{ answer }} {{ answr }}' })).text();
    assert.match(textOf(both), /“tickt”[\s\S]*“answer”[\s\S]*“answr”/, 'a block is no subject');
    for (const body of [`{% if site %}${'{%elif site%}'.repeat(20_000)}{% endif %}{{ answer }}`, Array.from({ length: 90_000 }, (_, at) => `{{a${at.toString(26).replace(/\d/g, 'z')}}}`).join('')]) {
      assert.equal((await write('answer', { action: 'preview', subject: 's', body })).status, 422, 'measured before it is taken apart');
      assert.equal((await write('answer', { subject: 's', body })).status, 422);
    }
    assert.equal(house.sql("select count(*) from mail_template where kind = 'answer'"), '0');
    assert.equal((await write('nothing', { subject: 'x', body: 'y' })).status, 404);
  });

  test('the preview shows a real ticket and opens nothing [R192]', async () => {
    const { ticket } = await answered({ name: 'Real Rita', subject: 'Real trouble', words: 'A real answer.' });
    const show = (fields) => write('answer', { action: 'preview', subject: 'Re: {{ ticket.subject }}', body: 'For {{ customer.name }}:\n\n{{ answer }}\n\n[Go]({{ ticket.link }})', ...fields });
    const shown = await show({ ticket: `#${ticket}` });
    assert.equal(shown.status, 200);
    const policy = shown.headers.get('content-security-policy');
    assert.match(policy, /default-src 'none'.*frame-ancestors 'self'/);
    const html = await shown.text();
    assert.match(html, /For Real Rita:<\/p>\s*<p>A real answer\./);
    assert.match(html, new RegExp(`/tickets/${ticket}"`));
    assert.doesNotMatch(html, /\/t\//, 'no link that opens without a password');
    const text = await show({ ticket, action: 'text' });
    assert.match(text.headers.get('content-type'), /text\/plain/);
    assert.match(await text.text(), /^Re: Real trouble\n\nFor Real Rita:\n\nA real answer\./);
    assert.match(await (await show({})).text(), /Real Rita/, 'without a number, the newest that was answered');
    for (const [fields, problem] of [[{ ticket: '999999' }, /not known here/], [{ ticket: 'x' }, /number/i], [{ body: '{{ answer }} {{ x }}' }, /no placeholder/]]) {
      const told = await show(fields);
      assert.equal(told.status, 422);
      assert.match(textOf(await told.text()), problem);
    }
    await follow(house.admin, await write('answer', { ticket: 'x', subject: 'Re: {{ ticket.subject }}', body: '{{ answer }} saved' }));
    await reset('answer');
    const account = await (await write('account', { action: 'preview', subject: 's', body: '[In]({{ sign_in.link }})' })).text();
    assert.match(account, /\/sign-in"/);
  });

  test('a test goes to whoever writes the words, and saves nothing [R192]', async () => {
    const { ticket } = await answered({ name: 'Tested Tom' });
    const sent = await write('answer', { action: 'test', ticket, subject: 'Try {{ ticket.subject }}', body: 'Trial for {{ customer.name }}\n\n{{ answer }}\n\n[Go]({{ ticket.link }})' });
    assert.equal(sent.status, 200);
    const page = await sent.text();
    assert.match(textOf(page), /on its way to ada@desk\.example/);
    assert.match(fieldValue(page, 'body'), /Trial for/, 'what was typed is kept');
    const mail = plain(await house.mail('the test', (one) => plain(one).includes('Trial for Tested Tom')));
    assert.match(mail, /^To: .*ada@desk\.example/m);
    assert.doesNotMatch(mail, /^To: .*customer|^Cc:/m);
    assert.doesNotMatch(mail, /\/t\//);
    assert.equal(house.sql("select count(*) from mail_template"), '0');
    await until('nothing of it stays', () => house.sql("select count(*) from outbox where kind = 'trial' and detail <> ''") === '0');
    assert.equal((await write('answer', { action: 'test', ticket: '999999', subject: 'x', body: '{{ answer }}' })).status, 422);
    assert.equal((await write('answer', { action: 'test', subject: 'x', body: 'no answer' })).status, 422);
  });

  test('the mail to a new member is a template and may point to the help centre [R022]', async () => {
    await follow(house.admin, await write('account', { subject: 'Hello at {{ organisation }}', body: 'Welcome, {{ customer.address }}.\n\n**[Come in]({{ sign_in.link }})**\n\n{% if help_centre %}Guides: [here]({{ help_centre }}){% else %}No guides.{% endif %}' }));
    const join = async (address) => {
      const visitor = new Browserless(house.desk.web);
      const html = await visitor.text('/sign-up');
      const code = securityCode(html);
      const versions = { terms: html.match(/name="terms" value="(\d+)"/)[1], privacy: html.match(/name="privacy" value="(\d+)"/)[1] };
      const answer = await visitor.post('/sign-up', { name: 'Nora', mail: address, accept: 'yes', ...versions, challenge: code.challenge, code: code.sum });
      assert.equal(answer.status, 200);
    };
    await join('nora@new.example');
    const mail = plain(await house.mail('the account mail', (one) => one.includes('nora@new.example')));
    assert.match(mail, /Welcome, nora/);
    assert.match(mail, /Come in <http:\S+\/sign-in\/[\w-]+\?next=\/>/);
    assert.match(mail, /Guides: here <http:\S+\/guides>/);
    await house.admin.post('/agent/settings/features', { member_writing: 'direct', sign_up: 'yes', hide_help_desk: 'yes' });
    await join('otto@new.example');
    assert.match(plain(await house.mail('the second', (one) => plain(one).includes('No guides.'))), /Welcome, otto/);
    await house.admin.post('/agent/settings/features', { member_writing: 'direct', sign_up: 'yes' });
    await until('no token stays', () => house.sql("select count(*) from outbox where kind = 'account' and detail <> ''") === '0');
    await reset('account');
  });

  test('an answer keeps its links and lists wherever its placeholder stands', async () => {
    await follow(house.admin, await write('answer', { subject: 's', body: 'Dear {{ customer.first_name }}, {{ answer }}\n{{ signature }} See [our guides](/guides) or {{ site }}.' }));
    const { mail } = await answered({ words: 'the manual', html: '<p>See <a href="https://docs.example/x">the manual</a>:</p><ul><li>one</li></ul>' });
    assert.match(mail, /Dear Clara,\r?\n\r?\nSee the manual <https:\/\/docs\.example\/x>:\r?\n\r?\n- one/);
    assert.match(mail, /<a class="lnk" href="http:[^"]*\/guides"/, 'a path is one of this site');
    await reset('answer');
  });

  test('no mail waits for its looks: words that cannot be used give way to the standard', async () => {
    house.sql(`insert into mail_template (kind, language, subject, body, person_id, at) values ('answer', 'en', '{{ gone }}', '{{ answer }} {% for %}', ${house.admin.id}, 0)`);
    const { mail } = await answered({ words: 'Still arrives.' });
    assert.equal(subjectOf(mail), 'Re: A question');
    await reset('answer');
  });

  test('a rule’s own words stand in a template of theirs', async () => {
    await follow(house.admin, await write('rule_message', { subject: 'From us', body: '{{ message }}\n\nYours, {{ organisation }}' }));
    const { customer } = await answered();
    house.sql(`insert into outbox (kind, ticket_id, person_id, detail, rfc_id, state, due_at, created_at)
               select 'acknowledgement', max(id), ${customer.id}, '{"en":"We work on it <now>.","fr":"x"}', 'r@desk.example', 'queued', 0, 0 from ticket`);
    // Something that is queued properly wakes the sender.
    await write('sign_in', { action: 'test', subject: 'x', body: '{{ sign_in.link }}' });
    const mail = plain(await house.mail('the words of the rule', (one) => plain(one).includes('We work on it')));
    assert.match(mail, /We work on it <now>\.\r?\n\r?\nYours, /);
    assert.match(mail, /We work on it &lt;now&gt;\./);
    await reset('rule_message');
  });

  test('the colour carries white words, or is refused [R192]', async () => {
    const light = await house.admin.post(HERE, { colour: '#ffee00' });
    assert.equal(light.status, 422);
    const page = await light.text();
    assert.match(errorOf(page, 'colour'), /darker/);
    assert.equal(fieldValue(page, 'colour'), '#ffee00');
    for (const colour of ['red', '#12', '', '#000000"><script>']) assert.equal((await house.admin.post(HERE, { colour })).status, 422, colour);
    await follow(house.admin, await house.admin.post(HERE, { colour: '#0B6F56' }));
    const { mail } = await answered();
    assert.match(mail, /background:#0b6f56/);
  });

  test('only admins design mails', async () => {
    for (const path of [HERE, `${HERE}/answer`]) {
      assert.equal((await abel.get(path)).status, 403);
      assert.equal((await abel.post(path, { colour: '#000000', action: 'preview' })).status, 403);
      assert.notEqual((await new Browserless(house.desk.web).get(path)).status, 200);
    }
  });
});
