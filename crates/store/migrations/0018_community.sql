-- Public tickets. visibility: private, public, held (public once a moderator has agreed).
alter table ticket add column topic_category_id bigint references guide_category (id);
alter table ticket add column anonymous   boolean not null default false; -- the requester's name is not shown in public
alter table ticket add column pinned      boolean not null default false;
alter table ticket add column locked_at   bigint;                         -- nobody adds anything any more
alter table ticket add column locked_by   bigint  references person (id);
alter table ticket add column summary     text    not null default '';    -- Markdown, shown with a locked topic
alter table ticket add column accepted_id bigint  references message (id);
alter table ticket add column official_id bigint  references message (id);
alter table ticket add column comments    bigint  not null default 0;     -- that the community sees
alter table ticket add column answered    boolean not null default false; -- by somebody else than who asked
alter table ticket add column topic_at    bigint  not null default 0;     -- the newest thing that the community sees
alter table ticket add column views       bigint  not null default 0;
create index topic_newest      on ticket (pinned, topic_at, id) where visibility = 'public' and place = '';
create index topic_by_category on ticket (topic_category_id, pinned, topic_at, id) where visibility = 'public' and place = '';
create index topic_unanswered  on ticket (topic_at, id)
  where visibility = 'public' and place = '' and not answered and category <> 'closed';
create index topic_held        on ticket (id) where visibility = 'held';
create index ticket_of_category on ticket (topic_category_id) where topic_category_id is not null;
-- Members' questions, for the agents' lists and counters.
create index question_open     on ticket (important, updated_at, id) where channel = 'web' and category <> 'closed' and place = '';
create index question_settled  on ticket (updated_at, id) where channel = 'web' and category = 'closed' and place = '';
create index question_recent   on ticket (created_at, id) where channel = 'web' and place = '';

create index ticket_late        on ticket (due_on, id) where category <> 'closed' and place = '' and due_on is not null;

-- What others see of a message. withheld: held (until a moderator has read it), hidden (by one, with a reason),
-- internal (left out when its ticket became public).
alter table message add column withheld         text   not null default '';
alter table message add column withheld_because text   not null default '';
alter table message add column withheld_by      bigint references person (id);
alter table message add column edited_at        bigint;
alter table message add column edited_by        bigint references person (id);
alter table attachment add column withheld boolean not null default false;
create index message_held on message (id) where withheld = 'held';

-- A message as it was before a moderator changed it.
create table message_version (
  id         {id},
  message_id bigint not null references message (id),
  html       text   not null,
  quoted     text   not null,
  text       text   not null,
  subject    text   not null default '',            -- the ticket's, if that was changed with it
  because    text   not null default '',
  person_id  bigint not null references person (id),
  at         bigint not null
);
create index message_version_of on message_version (message_id, id);

create table reaction (
  message_id bigint not null references message (id),
  person_id  bigint not null references person (id),
  kind       text   not null,                       -- helpful, thanks, me_too
  at         bigint not null,
  primary key (message_id, person_id, kind)
);

-- What somebody chose for one ticket: watch (every comment), mute (none). Without a row: what they took part in.
create table topic_follow (
  ticket_id bigint not null references ticket (id),
  person_id bigint not null references person (id),
  level     text   not null,
  primary key (ticket_id, person_id)
);
create index topic_follow_by_person on topic_follow (person_id, ticket_id);

-- Stands in mails about a ticket to one person: answers and one-click unsubscribing come back with it.
create table topic_key (
  key       text   primary key,
  ticket_id bigint not null references ticket (id),
  person_id bigint not null references person (id),
  unique (ticket_id, person_id)
);
create index outbox_about_topic on outbox (person_id, ticket_id, created_at) where kind = 'comment';

create table report (
  id         {id},
  ticket_id  bigint not null references ticket (id),
  message_id bigint not null references message (id),
  person_id  bigint not null references person (id),
  rule       bigint,                                -- the number of the rule that was broken
  words      text   not null default '',
  at         bigint not null,
  settled_at bigint,
  settled_by bigint references person (id)
);
create unique index report_open on report (message_id, person_id) where settled_at is null;
create index report_waiting on report (id) where settled_at is null;
create index report_of_person on report (person_id, at);

-- Measures against a person: warning, slow, silence, ban, removal. Open until it ends or is lifted.
create table sanction (
  id          {id},
  person_id   bigint not null references person (id),
  kind        text   not null,
  because     text   not null,
  rule        bigint,
  ticket_id   bigint references ticket (id),
  message_id  bigint references message (id),
  address_key text   not null,                      -- the person's address without what mail systems ignore
  by_id       bigint references person (id),
  at          bigint not null,
  until       bigint,
  lifted_at   bigint
);
create index sanction_of on sanction (person_id, id);
create index sanction_by_address on sanction (address_key) where lifted_at is null;

-- What moderators did; the event says when, who, why.
create table moderation (
  event_id  bigint primary key references event (id),
  person_id bigint references person (id)           -- whom it was about
);
create index moderation_of_person on moderation (person_id, event_id) where person_id is not null;

-- Texts that moderators have ready.
create table ready_text (
  id         {id},
  code       text   not null default '',            -- of those that every desk begins with
  language   text   not null,
  name       text   not null,
  text       text   not null,
  used       bigint not null default 0,
  deleted_at bigint
);

-- Search over public tickets, as over guides.
create table topic_index (
  ticket_id bigint primary key references ticket (id),
  language  text   not null,
  words     bigint not null
);
create index topic_index_words on topic_index (language, ticket_id, words);
create table topic_term (
  language  text   not null,
  term      {key}  not null,
  ticket_id bigint not null references ticket (id),
  times     bigint not null,
  words     bigint not null,
  primary key (language, term, ticket_id)
);
create index topic_term_by_ticket on topic_term (ticket_id);

-- How often somebody gets a mail with what is new: daily, weekly, or never.
alter table person add column digest    text   not null default '';
alter table person add column digest_at bigint not null default 0;
create index person_by_digest on person (digest, digest_at) where digest <> '';

-- What somebody should look at, for the dashboard.
create index outbox_failed on outbox (id) where state in ('failed', 'unsure');
