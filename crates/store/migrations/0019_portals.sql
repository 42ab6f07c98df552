-- A company has any number of domains, and a domain one company: the one that had it first.
create table company_domain (
  domain     text   primary key,                    -- lower case
  company_id bigint not null references company (id)
);
create index company_domain_by_company on company_domain (company_id);
insert into company_domain (domain, company_id)
  select domain, min(id) from company where domain <> '' group by domain;
drop index company_by_domain;
alter table company drop column domain;
drop index company_by_name;
create index company_by_name on company (lower(name), id);

-- Where the people of a company reach the desk. A company has one at most.
create table portal (
  id            {id},
  company_id    bigint  not null unique references company (id),
  subdomain     text    not null unique,            -- as the domain name system has it: ASCII, lower case
  domain        text    not null default '',        -- of the company's own
  active        boolean not null,
  name          text    not null,
  hue           bigint  not null,                   -- of the accent colour, in degrees
  chroma        bigint  not null,                   -- of the accent colour, in thousandths
  language      text    not null default '',        -- '' follows the browser
  welcome       text    not null default '',
  guides        boolean not null default true,      -- which parts it shows
  community     boolean not null default true,
  sites         text    not null default '',        -- that may show it in their pages, a line each; '' for all
  department_id bigint  not null references department (id),
  secret        text    not null,                   -- the host site signs with it who its visitors are
  logo_sha256   text    not null default '',
  logo_type     text    not null default '',
  created_at    bigint  not null
);
create unique index portal_by_domain on portal (domain) where domain <> '';
create index portal_by_department on portal (department_id);

-- Whether an agent takes chat requests.
create table availability (
  person_id bigint  primary key references person (id),
  available boolean not null default false,
  seen_at   bigint  not null default 0,             -- a page of theirs was open
  left_at   bigint,                                 -- the desk ended it, and they have not read that yet
  sounds    text    not null default 'request message',
  desktop   boolean not null default true           -- notices of the browser
);
create index availability_on on availability (person_id) where available;

-- Ways on which agents hear of a chat request.
create table contact_method (
  id         {id},
  person_id  bigint  not null references person (id),
  kind       text    not null,                      -- mail, webhook
  address    text    not null,
  enabled    boolean not null default true,
  created_at bigint  not null,
  unique (person_id, kind, address)
);

-- What goes out on those that are no mail.
create table contact_notice (
  id        {id},
  method_id bigint not null references contact_method (id),
  ticket_id bigint not null references ticket (id),
  due_at    bigint not null,
  tries     bigint not null default 0,
  done_at   bigint,
  error     text   not null default '',
  unique (method_id, ticket_id)
);
create index contact_notice_due on contact_notice (due_at) where done_at is null;

-- A ticket that began in a portal as a conversation at once.
create table chat (
  ticket_id    bigint primary key references ticket (id),
  portal_id    bigint not null references portal (id),
  state        text   not null,                     -- waiting, open, ended, missed
  page         text   not null default '',          -- where the visitor was
  browser      text   not null default '',
  identity     text   not null,                     -- how we know the visitor: signed, session, typed, none
  requested_at bigint not null,
  taken_at     bigint,
  ended_at     bigint,
  ended_by     text   not null default '',          -- agent, visitor, desk
  seen_at      bigint not null,                     -- the visitor's page was open
  visitor_read bigint not null default 0,           -- newest message that the visitor has seen
  agent_read   bigint not null default 0,
  mailed       bigint not null default 0,           -- newest answer that also went out by mail
  rating       bigint,                              -- 1 to 5
  opinion      text   not null default ''
);
create index chat_live on chat (state, requested_at) where state in ('waiting', 'open');
create index chat_unmailed on chat (ended_at) where state in ('ended', 'missed');
create index chat_by_portal on chat (portal_id, requested_at);

-- Other agents in a chat.
create table chat_agent (
  ticket_id bigint not null references chat (ticket_id),
  person_id bigint not null references person (id),
  primary key (ticket_id, person_id)
);
create index chat_agent_by_person on chat_agent (person_id);

-- Marks of what a visitor has sent, so that nothing stands there twice when a connection broke.
create table chat_sent (
  ticket_id  bigint not null references chat (ticket_id),
  mark       text   not null,
  message_id bigint not null,
  primary key (ticket_id, mark)
);

-- How two browsers find each other to show a screen. Forgotten when the chat ends.
create table chat_signal (
  id        {id},
  ticket_id bigint not null references chat (ticket_id),
  side      text   not null,                        -- customer, agent: who says it
  body      text   not null,
  at        bigint not null
);
create index chat_signal_by_ticket on chat_signal (ticket_id, id);
