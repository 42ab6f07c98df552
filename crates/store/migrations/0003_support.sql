-- What is archived takes no new tickets and stands in no menu; its tickets stay.
alter table service    add column archived_at bigint;
alter table department add column archived_at bigint;

-- A grant may also be for the tickets of a company.
alter table agent_grant add column company_id bigint references company (id);
alter table agent_grant add column signature  text not null default '';  -- sanitised HTML; '' takes the person's own

-- Where tickets are besides the lists: '' in the lists, spam, trash, merged, gone.
alter table ticket add column place       text    not null default '';
alter table ticket add column placed_at   bigint;
alter table ticket add column merged_into bigint  references ticket (id);
alter table ticket add column important   boolean not null default false; -- high or urgent: first in every list
alter table ticket add column company_id  bigint  references company (id); -- the requester's when it was opened
update ticket set important = true where priority >= 2;
update ticket set company_id = (select p.company_id from person p where p.id = requester_id);

drop index ticket_open;
drop index ticket_unassigned;
drop index ticket_by_assignee;
drop index ticket_by_dept;
drop index ticket_by_status;
create index ticket_open        on ticket (important, updated_at, id) where status <> 'closed' and place = '';
create index ticket_unassigned  on ticket (important, updated_at, id) where status <> 'closed' and place = '' and assignee_id is null;
create index ticket_by_assignee on ticket (assignee_id, important, updated_at, id) where status <> 'closed' and place = '';
create index ticket_by_dept     on ticket (department_id, important, updated_at, id) where status <> 'closed' and place = '';
create index ticket_by_status   on ticket (status, important, updated_at, id) where place = '';
create index ticket_closed      on ticket (updated_at, id) where status = 'closed' and place = '';
create index ticket_placed      on ticket (place, updated_at, id) where place <> '';
create index ticket_merged      on ticket (merged_into) where merged_into is not null;
create index ticket_trashed     on ticket (placed_at, id) where place = 'trash';

-- Whose tickets are spam from now on.
create table blocked_sender (
  person_id  bigint primary key references person (id),
  ticket_id  bigint references ticket (id),          -- the ticket that was called spam
  blocked_by bigint references person (id),
  blocked_at bigint not null
);

create table canned_reply (
  id         {id},
  service_id bigint not null references service (id),
  name       text   not null,
  html       text   not null,                         -- sanitised, with [placeholders]
  used       bigint not null default 0,
  created_at bigint not null
);
create index canned_reply_by_service on canned_reply (service_id, name);

-- Rules for new tickets, in order; every one that matches applies.
create table creation_filter (
  id         {id},
  name       text    not null,
  position   bigint  not null,
  enabled    boolean not null default true,
  element    text    not null,                        -- sender, subject, content
  operator   text    not null,                        -- is, is_not, contains, contains_not, starts, ends
  value      text    not null,
  action     text    not null,                        -- assign, department, important, tag, close, spam, delete
  argument   text    not null default '',             -- a person's or department's id, a tag
  created_at bigint  not null
);
create index creation_filter_in_order on creation_filter (position, id);

-- Which messages a merge or split moved, so that it can be taken back.
create table message_move (
  event_id    bigint not null references event (id),
  message_id  bigint not null references message (id),
  from_ticket bigint not null references ticket (id),
  to_ticket   bigint not null references ticket (id),
  primary key (event_id, message_id)
);

create index inbound_by_message on inbound (message_id) where message_id is not null;

-- Security codes that were used; each is good once.
create table spent_challenge (
  id         text   primary key,
  expires_at bigint not null
);
create index spent_challenge_expired on spent_challenge (expires_at);
