-- Mailboxes on other servers, which the desk fetches mail from.
create table mailbox (
  id            {id},
  address_id    bigint  not null references desk_address (id), -- of mail that names none of the desk's addresses
  host          text    not null,
  port          bigint  not null,
  security      text    not null,                 -- tls, starttls, none
  login         text    not null,
  secret        text    not null,                 -- sealed: the password, or the secret of the application
  folder        text    not null,
  afterwards    text    not null,                 -- what becomes of a fetched mail there: keep, move, delete
  moved_to      text    not null default '',
  results_of    text    not null default '',      -- the name under which its server writes Authentication-Results
  since         bigint  not null,                 -- what the server got earlier is not fetched
  history_until bigint  not null,                 -- what it got earlier is mail of the past: nobody is answered
  begun_in      bigint  not null default 0,       -- the numbering that the first look has found
  begun_after   bigint  not null default 0,       -- its highest number then: whatever follows is new, whatever its date
  active        boolean not null default true,
  revision      bigint  not null default 1,       -- grows with each change of the above

  -- Sign-in by OAuth 2.0; empty for a password.
  client_id     text    not null default '',
  authorize_url text    not null default '',
  token_url     text    not null default '',
  scope         text    not null default '',
  permit        text    not null default '',      -- sealed: what the provider gave for signing in
  consent_state text    not null default '',      -- hash of the state of a consent that is under way
  consent       text    not null default '',      -- sealed: what that consent will be exchanged with

  -- What was seen of it.
  state         text    not null default 'new',   -- new, watching, polling, failing
  trouble       text    not null default '',      -- code:words of the server
  failing_since bigint,
  looked_at     bigint,                           -- its folder was compared with the ledger
  on_server     bigint  not null default 0,       -- mails in the folder then
  older         bigint  not null default 0,       -- of these, from before `since` and never listed
  lag           bigint,                           -- microseconds that the newest mail lay there
  folders       text    not null default '',      -- a line each
  uid_validity  bigint  not null default 0,
  leased_by     text    not null default '',
  leased_until  bigint  not null default 0
);
create unique index mailbox_by_consent on mailbox (consent_state) where consent_state <> '';
create index mailbox_by_address on mailbox (address_id);

-- Every mail that the desk has seen in a mailbox, by its number there (RFC 9051, 2.3.1.1).
create table mailbox_mail (
  mailbox_id   bigint  not null references mailbox (id),
  uid_validity bigint  not null,
  uid          bigint  not null,
  inbound_id   bigint  references inbound (id),
  reason       text    not null default '',       -- why it is not in the ledger: older, too_large
  there        boolean not null default true,     -- it is still in the folder
  settled      boolean not null default false,    -- what should become of it there has been done
  primary key (mailbox_id, uid_validity, uid)
);
create index mailbox_mail_there on mailbox_mail (mailbox_id, inbound_id) where there;
create index mailbox_mail_unsettled on mailbox_mail (mailbox_id, uid_validity, uid) where there and not settled;

-- Who held the mail before it came here, as far as its word about the sender is believed.
alter table inbound add column results_of text not null default '';
