// The full circle with a real mail system: Postfix and Dovecot on the customer's side.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { freePort, onBothEngines } from '../lib/desk.mjs';
import { ADDRESS, MailDesk, newSubject } from '../lib/mail-desk.mjs';
import { MailSystem, missing } from '../lib/mailsystem.mjs';
import { buildMail, newMessageId } from '../lib/mime.mjs';
import { sendMail } from '../lib/smtp-client.mjs';

onBothEngines(describe, 'the full circle through Postfix and Dovecot', (engine) => {
  let desk; let system;
  before(async () => {
    const reason = missing();
    if (reason) throw new Error(reason);
    const ports = [await freePort(), await freePort()];
    system = await MailSystem.start({ deskPort: ports[1] });
    desk = await MailDesk.open(engine, { ports, relay: system.relay });
  });
  after(async () => { await desk?.stop(); await system?.stop(); });

  /** Somebody sends from her mail program, by her own mail server. */
  async function send(who, mail, to = ADDRESS) {
    const id = mail.id ?? newMessageId();
    const answer = await sendMail(system.smtp, buildMail({ from: who.mailbox, to, ...mail, id }), { from: who.address, to });
    assert.equal(answer.code, 250, answer.text);
    return id;
  }
  const person = (name) => { const address = `${name.toLowerCase()}.${engine}@customer.example`; return { name, address, mailbox: `${name} <${address}>` }; };

  test('a customer writes, an agent answers, she reads it, answers with the quote, and it joins the ticket [R099, R142, R145]', async () => {
    const zoe = person('Zoe');
    const subject = newSubject('La porte du garage');
    const id = await send(zoe, { subject, text: 'Bonjour,\nla porte du garage ne s’ouvre plus depuis ce matin, pouvez-vous m’aider ?\nMerci,\nZoé' });
    const ticket = await desk.ticket(subject);
    assert.equal(ticket.requester.address, zoe.address);

    const acknowledgement = await system.arrives(zoe.address, 'the acknowledgement', (mail) => /auto-replied/.test(mail.header('Auto-Submitted')));
    assert.ok(acknowledgement.header('Subject').includes(subject));

    await desk.say(ticket.number, { body: '<p>Bonjour Zoé,</p><p>la porte est <b>réparée</b>. L’été est là.</p>' }, { upload: { name: 'porte.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.4 porte') } });
    const answer = await system.arrives(zoe.address, 'the answer', (mail) => mail.text.includes('la porte est'));
    assert.deepEqual(answer.ids('In-Reply-To'), [id]);
    assert.ok(answer.text.includes('réparée') && answer.html.includes('réparée'));
    assert.deepEqual(answer.files.map((file) => [file.name, file.content.toString()]), [['porte.pdf', '%PDF-1.4 porte']]);
    assert.equal((await desk.read(ticket.number)).status, 'Waiting on customer');

    const replyTo = answer.header('Reply-To').match(/<(.*)>/)[1];
    const quote = answer.text.trimEnd().split('\n').map((line) => `> ${line}`).join('\n');
    await send(zoe, {
      subject: `Re: ${subject}`, inReplyTo: answer.ids('Message-ID')[0], references: [...answer.ids('References'), answer.ids('Message-ID')[0]],
      text: `Parfait, merci beaucoup !\n\nLe sam. 21 nov. 2026 à 10:00, Ada Admin (Test & Cie) <${ADDRESS}> a écrit :\n\n${quote}\n`,
    }, replyTo);
    const now = await desk.reads(ticket.number, 'her answer is there', (one) => one.messages.length === 3);
    assert.equal(now.messages[2].text, 'Parfait, merci beaucoup !');
    assert.ok(now.messages[2].quoted.includes('la porte est'), 'the quote is folded, not lost');
    assert.equal(now.status, 'Waiting on agent');

    await desk.say(ticket.number, { body: '<p>Avec plaisir.</p>', then: 'closed' });
    const last = await system.arrives(zoe.address, 'the last answer', (mail) => mail.text.includes('Avec plaisir.'));
    assert.ok(last.ids('References').includes(id) && last.ids('References').includes(answer.ids('Message-ID')[0]), 'one thread from beginning to end');
    assert.equal((await system.inbox(zoe.address)).length, 3, 'three mails, none twice');
  });

  test('an answer in HTML as Gmail writes it joins by its headers alone, and its quote is folded', async () => {
    const max = person('Max');
    const subject = newSubject('Invoice');
    await send(max, { subject, text: 'Where is my invoice?' });
    const ticket = await desk.ticket(subject);
    await desk.say(ticket.number, { body: '<p>It was sent on Monday.</p>' });
    const answer = await system.arrives(max.address, 'the answer', (mail) => mail.text.includes('on Monday'));
    await send(max, {
      subject: `Re: ${subject}`, inReplyTo: answer.ids('Message-ID')[0], references: [answer.ids('Message-ID')[0]],
      text: `I found it.\n\nOn Sat, Nov 21, 2026 at 10:00 AM Ada <${ADDRESS}> wrote:\n\n> It was sent on Monday.\n`,
      html: `<div dir="ltr">I <b>found</b> it.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Sat, Nov 21, 2026 at 10:00 AM Ada &lt;${ADDRESS}&gt; wrote:<br></div><blockquote class="gmail_quote">${answer.html}</blockquote></div>`,
    });
    const now = await desk.reads(ticket.number, 'the answer is there', (one) => one.messages.length === 3);
    assert.equal(now.messages[2].text, 'I found it.');
    assert.ok(now.messages[2].html.includes('<b>found</b>'));
    assert.ok(now.messages[2].quoted.includes('on Monday'));
  });

  test('an address that the desk does not have comes back to the sender, from her own server', async () => {
    const lea = person('Lea');
    await send(lea, { subject: 'Nobody there', text: 'Hello?' }, 'nobody@desk.example');
    const bounce = await system.arrives(lea.address, 'the bounce', (mail) => /mailer-daemon/i.test(mail.header('From')));
    assert.match(bounce.text, /550[\s\S]*No\s+such\s+address/);
  });

  test('a bounce of the agent’s answer becomes a note on the ticket', async () => {
    const ghost = { name: 'Ghost', address: `ghost.${engine}@unreachable.example`, mailbox: `Ghost <ghost.${engine}@unreachable.example>` };
    const subject = newSubject('From nowhere');
    // The customer's mail comes in, but there is no way back to her address.
    await sendMail(system.smtp, buildMail({ from: ghost.mailbox, to: ADDRESS, subject, text: 'Can you read me?' }), { from: ghost.address, to: ADDRESS });
    const ticket = await desk.ticket(subject);
    const bounces = (one) => one.messages.filter((message) => message.automatic === 'Delivery report' && message.note);
    // The acknowledgement bounces first: it must be read before the answer is taken.
    await desk.reads(ticket.number, 'the acknowledgement has bounced', (one) => bounces(one).length === 1);
    await desk.say(ticket.number, { body: '<p>We can.</p>' });
    // Her server knows no such address, so the answer leaves only when somebody wants it to.
    await desk.admin.post((await desk.admin.text(`/agent/tickets/${ticket.number}`)).match(/action="(\/agent\/mail\/\d+\/retry)"/)[1]);
    const now = await desk.reads(ticket.number, 'the answer has bounced', (one) => bounces(one).length === 2);
    assert.match(now.messages.find((message) => message.note).text, /No such address here/);
    assert.equal(now.status, 'Waiting on agent', 'nobody has read the answer');
  });
});
