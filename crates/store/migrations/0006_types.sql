-- What kinds of tickets there are, and the steps that each kind goes through.
create table ticket_type (
  id         {id},
  family     text    not null,                      -- ticket, task, feature
  builtin    text    not null default '',           -- names a type that nobody renamed, in the reader's language
  name       text    not null default '',
  icon       text    not null,
  position   bigint  not null,
  enabled    boolean not null default false,
  created_at bigint  not null
);

create table status (
  id         {id},
  type_id    bigint  not null references ticket_type (id),
  name       text    not null default '',           -- empty: its category's name, in the reader's language
  customer   text    not null default '',           -- what customers read; empty: the usual words
  category   text    not null,                      -- new, open, waiting_agent, waiting_customer, closed
  shape      text    not null default '',           -- which sign it bears; empty: its category's
  position   bigint  not null,
  is_default boolean not null default false,        -- new tickets of the type begin here
  retired_to bigint  references status (id)         -- deleted; where its tickets go
);
create index status_by_type on status (type_id, position, id);

insert into ticket_type (family, builtin, icon, position, enabled, created_at) values
('ticket',  'ticket',     'mail',                 0, true,  0),
('ticket',  'question',   'circle-question-mark', 1, false, 0),
('ticket',  'problem',    'triangle-alert',       2, false, 0),
('ticket',  'suggestion', 'lightbulb',            3, false, 0),
('ticket',  'order',      'shopping-bag',         4, false, 0),
('task',    'task',       'circle-check',         0, false, 0),
('feature', 'feature',    'sparkles',             0, false, 0);
insert into status (type_id, category, position, is_default) select id, 'open',             0, true  from ticket_type;
insert into status (type_id, category, position)             select id, 'waiting_agent',    1 from ticket_type;
insert into status (type_id, category, position)             select id, 'waiting_customer', 2 from ticket_type;
insert into status (type_id, category, position)             select id, 'closed',           3 from ticket_type;

-- A ticket's category stands beside its status, because lists and indexes live from it.
alter table ticket rename column status to category;
alter table ticket add column type_id   bigint references ticket_type (id);
alter table ticket add column status_id bigint references status (id);
update ticket set type_id = 1, status_id = (
  select s.id from status s
  where s.type_id = 1 and s.category = case when ticket.category = 'new' then 'open' else ticket.category end);
update ticket set category = 'open' where category = 'new';
create index ticket_by_step on ticket (status_id, important, updated_at, id) where place = '';
create index ticket_away_by_step on ticket (status_id) where place <> '';
create index ticket_by_type on ticket (type_id, important, updated_at, id) where category <> 'closed' and place = '';

-- An address may open tickets of one type. The one that was named last stands for the type.
alter table desk_address add column type_id       bigint references ticket_type (id);
alter table desk_address add column named_at      bigint not null default 0;
alter table desk_address add column received_at   bigint;
alter table desk_address add column received_from text not null default '';
alter table desk_address add column test_rfc_id   text not null default ''; -- the Message-ID of the newest test
alter table desk_address add column test_to       text not null default '';
alter table desk_address add column test_sent_at  bigint;
alter table desk_address add column test_back_at  bigint;
