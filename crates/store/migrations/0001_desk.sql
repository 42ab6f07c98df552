-- Times are microseconds since 1970 in UTC. Ids never leave the desk where they could be guessed to
-- some use: links for customers carry random tokens.

create table setting (
  name  text primary key,
  value text not null
);

-- People ---------------------------------------------------------------------------------------

create table company (
  id         {id},
  name       text   not null,
  domain     text   not null default '',
  created_at bigint not null
);
create index company_by_domain on company (domain, id) where domain <> '';

create table person (
  id            {id},
  name          text    not null,
  address       text    not null unique,            -- lower case
  role          text    not null default 'customer', -- customer, agent, admin
  company_id    bigint  references company (id),
  language      text    not null default '',        -- '' follows the browser
  time_zone     text    not null default '',
  title         text    not null default '',
  signature     text    not null default '',        -- sanitised HTML
  password_hash text,
  keys_off      boolean not null default false,     -- single-key shortcuts switched off
  notify_mail   boolean not null default true,
  created_at    bigint  not null,
  disabled_at   bigint
);
create index person_by_role on person (role) where role <> 'customer';
create index person_by_company on person (company_id) where company_id is not null;

create table session (
  token_hash text   primary key,
  person_id  bigint not null references person (id),
  created_at bigint not null,
  expires_at bigint not null
);
create index session_by_person on session (person_id);

create table sign_in_link (
  token_hash text   primary key,
  person_id  bigint not null references person (id),
  created_at bigint not null,
  expires_at bigint not null,
  uses_left  bigint not null
);

-- Where tickets go -----------------------------------------------------------------------------

create table service (
  id         {id},
  name       text   not null,
  position   bigint not null,
  created_at bigint not null
);

create table department (
  id         {id},
  service_id bigint not null references service (id),
  name       text   not null,
  position   bigint not null,
  created_at bigint not null
);
create index department_by_service on department (service_id);

create table desk_address (
  id            {id},
  address       text   not null unique,             -- lower case
  name          text   not null default '',         -- the sender's name on answers
  department_id bigint not null references department (id)
);

-- A null department is all of the service; a null service is the whole desk.
create table agent_grant (
  id            {id},
  person_id     bigint  not null references person (id),
  service_id    bigint  references service (id),
  department_id bigint  references department (id),
  notify_new    boolean not null default false
);
create index agent_grant_by_person on agent_grant (person_id);

-- Tickets --------------------------------------------------------------------------------------

create table ticket (
  id             {id},
  token          text   not null unique,            -- in links and reply addresses of this ticket
  subject        text   not null,
  requester_id   bigint not null references person (id),
  department_id  bigint not null references department (id),
  assignee_id    bigint references person (id),
  status         text   not null,                   -- new, open, waiting_agent, waiting_customer, closed
  priority       bigint not null default 1,         -- 0 low, 1 normal, 2 high, 3 urgent
  channel        text   not null,                   -- mail, web, agent
  visibility     text   not null default 'private',
  language       text   not null default '',
  address        text   not null default '',        -- the desk's address that answers
  related_id     bigint references ticket (id),     -- the ticket a mail pretended to belong to
  created_at     bigint not null,
  updated_at     bigint not null,                   -- last message or note
  closed_at      bigint,
  preview        text   not null default '',        -- beginning of the last message
  last_message_id bigint not null default 0,
  last_side      text   not null default 'customer', -- whose public message is the newest: customer, agent
  public_at      bigint not null,                   -- the newest public message
  messages       bigint not null default 0,
  revision       bigint not null default 1          -- grows with every change
);
create index ticket_open        on ticket (updated_at, id) where status <> 'closed';
create index ticket_unassigned  on ticket (updated_at, id) where status <> 'closed' and assignee_id is null;
create index ticket_by_assignee on ticket (assignee_id, updated_at, id) where status <> 'closed';
create index ticket_by_dept     on ticket (department_id, updated_at, id) where status <> 'closed';
create index ticket_by_status   on ticket (status, updated_at, id);
create index ticket_by_requester on ticket (requester_id, public_at, id);
create index ticket_related     on ticket (related_id) where related_id is not null;

create table ticket_tag (
  ticket_id bigint not null references ticket (id),
  tag       text   not null,
  primary key (ticket_id, tag)
);
create index ticket_tag_by_tag on ticket_tag (tag, ticket_id);

-- Others than the requester who take part by mail.
create table participant (
  ticket_id bigint not null references ticket (id),
  person_id bigint not null references person (id),
  primary key (ticket_id, person_id)
);
create index participant_by_person on participant (person_id, ticket_id);

create table message (
  id         {id},
  ticket_id  bigint not null references ticket (id),
  author_id  bigint not null references person (id),
  kind       text   not null,                       -- reply, note, auto (an automatic answer of the desk)
  side       text   not null,                       -- customer, agent
  channel    text   not null,                       -- mail, web
  html       text   not null,                       -- sanitised, what the author newly wrote
  quoted     text   not null default '',            -- sanitised, the history below it
  text       text   not null,
  created_at bigint not null,
  rfc_id     text   not null default '',            -- Message-ID without brackets
  raw_sha256 text   not null default '',            -- the mail as it came
  automatic  text   not null default 'none',
  thread_why text   not null default '',            -- how the mail found its ticket
  withdrawn_at bigint                               -- undone before it was sent
);
create index message_by_ticket on message (ticket_id, id);
create index message_by_rfc_id on message (rfc_id) where rfc_id <> '';
create index message_by_author on message (author_id, id);

-- A file without a message waits in the composer of the person who uploaded it.
create table attachment (
  id           {id},
  token        text    not null unique,
  ticket_id    bigint  references ticket (id),
  message_id   bigint  references message (id),
  person_id    bigint  references person (id),
  file_sha256  text    not null,
  name         text    not null,
  content_type text    not null,                    -- found by looking at the content
  size         bigint  not null,
  inline       boolean not null default false,
  content_id   text    not null default '',
  created_at   bigint  not null
);
create index attachment_by_message on attachment (message_id) where message_id is not null;
create index attachment_waiting on attachment (person_id, ticket_id) where message_id is null;

create table draft (
  person_id  bigint not null references person (id),
  ticket_id  bigint not null references ticket (id),
  kind       text   not null,
  html       text   not null,
  saved_at   bigint not null,
  primary key (person_id, ticket_id)
);
create index draft_by_ticket on draft (ticket_id);

-- Which message an agent has seen last.
create table ticket_seen (
  person_id  bigint not null references person (id),
  ticket_id  bigint not null references ticket (id),
  message_id bigint not null,
  primary key (person_id, ticket_id)
);

-- What happened --------------------------------------------------------------------------------

create table event (
  id         {id},
  change_id  bigint not null default 0,             -- first event of the same change; undo takes them together
  at         bigint not null,
  actor_kind text   not null,                       -- person, rule, mail, system
  actor_id   bigint,
  actor_name text   not null default '',
  kind       text   not null,
  ticket_id  bigint references ticket (id),
  message_id bigint references message (id),
  cause_id   bigint references event (id),
  because    text   not null default '',            -- a reason people read, as code and argument
  before     text   not null default '',
  after      text   not null default '',
  undone_at  bigint
);
create index event_by_ticket on event (ticket_id, id);
create index event_by_change on event (change_id);

-- Mail -----------------------------------------------------------------------------------------

create table file_content (
  sha256  text   primary key,
  content {blob} not null
);

-- One row for every mail that was accepted: on the server = tickets + duplicates + held.
create table inbound (
  id            {id},
  raw_sha256    text   not null,
  size          bigint not null,
  received_at   bigint not null,
  via           text   not null,                    -- smtp, lmtp, pipe
  peer          text   not null default '',
  envelope_from text   not null default '',
  envelope_to   text   not null,
  state         text   not null,                    -- received, done, duplicate, held
  reason        text   not null default '',
  fingerprint   text   not null default '',
  ticket_id     bigint references ticket (id),
  message_id    bigint references message (id)
);
create index inbound_waiting on inbound (id) where state = 'received';
create index inbound_held on inbound (id) where state = 'held';
create index inbound_by_fingerprint on inbound (fingerprint) where fingerprint <> '';

create table outbox (
  id         {id},
  kind       text   not null,                       -- reply, acknowledgement, notification, sign_in
  ticket_id  bigint references ticket (id),
  message_id bigint references message (id),
  person_id  bigint not null references person (id),
  detail     text   not null default '',            -- what the kind needs besides: a link, a cause
  rfc_id     text   not null,
  state      text   not null,                       -- queued, claimed, sending, sent, failed, unsure, cancelled
  attempts   bigint not null default 0,
  due_at     bigint not null,
  created_at bigint not null,
  sent_at    bigint,
  error      text   not null default ''
);
create index outbox_due on outbox (due_at, id) where state = 'queued';
create index outbox_leased on outbox (state, due_at) where state in ('claimed', 'sending');
create index outbox_by_message on outbox (message_id) where message_id is not null;
create index outbox_acknowledged on outbox (person_id, created_at) where kind = 'acknowledgement';
create unique index outbox_by_rfc_id on outbox (rfc_id);
