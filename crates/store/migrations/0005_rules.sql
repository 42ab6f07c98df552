-- Automations. What a rule says is a tree, kept as JSON; what it is found by has columns.
create table rule (
  id           {id},
  position     bigint  not null,
  name         text    not null default '',          -- empty: a built-in rule, named in the reader's language
  builtin      text    not null default '',          -- acknowledge, wait_for_customer, wait_for_agent
  enabled      boolean not null default true,
  version      bigint  not null default 1,
  wakes_on     text    not null,                     -- the trigger
  definition   text    not null,                     -- trigger, wait, conditions, steps
  edited_by    text    not null default '',
  edited_at    bigint  not null
);
create index rule_by_trigger on rule (wakes_on, position, id);

-- Every version that was saved.
create table rule_version (
  rule_id    bigint  not null references rule (id),
  version    bigint  not null,
  name       text    not null,
  enabled    boolean not null,
  definition text    not null,
  edited_by  text    not null,
  edited_at  bigint  not null,
  primary key (rule_id, version)
);

-- What a rule did: its events are those of the ticket with this cause.
create table rule_run (
  id        {id},
  rule_id   bigint not null references rule (id),
  version   bigint not null,
  ticket_id bigint not null references ticket (id),
  event_id  bigint not null references event (id),
  at        bigint not null
);
create index rule_run_by_rule   on rule_run (rule_id, id);
create index rule_run_by_ticket on rule_run (ticket_id, rule_id, at);

-- What waits for its time: a newer event of the same kind starts the clock again.
create table rule_wait (
  rule_id   bigint not null references rule (id),
  ticket_id bigint not null references ticket (id),
  event_id  bigint not null references event (id),
  due_at    bigint not null,
  primary key (rule_id, ticket_id)
);
create index rule_wait_due on rule_wait (due_at);

-- For trying a rule on what has happened.
create index event_by_kind on event (kind, at, id);

insert into rule (position, builtin, enabled, wakes_on, definition, edited_at) values
(1, 'acknowledge', (select not exists (select 1 from setting where name = 'acknowledgement' and value <> 'on')), 'opened',
 '{"trigger":"opened","wait_minutes":0,"conditions":{"mode":"all","of":[{"property":"machine","operator":"is","value":"no"},{"property":"author","operator":"is_not","value":"agent"}]},"steps":[{"deed":"acknowledge"}]}', 0),
(2, 'wait_for_customer', true, 'agent_replied',
 '{"trigger":"agent_replied","wait_minutes":0,"conditions":{"mode":"all","of":[{"property":"status_chosen","operator":"is","value":"no"}]},"steps":[{"deed":"status","argument":"waiting_customer"}]}', 0),
(3, 'wait_for_agent', true, 'customer_replied',
 '{"trigger":"customer_replied","wait_minutes":0,"conditions":{"mode":"all","of":[{"property":"machine","operator":"is","value":"no"}]},"steps":[{"deed":"status","argument":"waiting_agent"}]}', 0);
insert into rule_version (rule_id, version, name, enabled, definition, edited_by, edited_at)
select id, version, name, enabled, definition, edited_by, edited_at from rule;
