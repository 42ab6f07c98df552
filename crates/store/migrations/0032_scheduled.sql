-- Answers that leave later. A row is there until its answer leaves or goes back into the composer.
create table scheduled_reply (
  id         {id},
  ticket_id  bigint not null references ticket (id),
  person_id  bigint not null references person (id),   -- whose answer it is
  html       text   not null,                          -- sanitised
  text       text   not null,
  goal       text   not null,                          -- the status to set then; empty for none
  seen       bigint not null,                          -- the newest message that its author had read
  send_at    bigint not null,
  kept       text   not null default '',               -- why it did not leave at its time
  created_at bigint not null
);
create index scheduled_reply_due on scheduled_reply (send_at, id) where kept = '';
create index scheduled_reply_by_ticket on scheduled_reply (ticket_id);
create index scheduled_reply_by_person on scheduled_reply (person_id, send_at);

-- A file without a message waits in a composer, or for the time of its answer.
alter table attachment add column scheduled_id bigint references scheduled_reply (id);
create index attachment_scheduled on attachment (scheduled_id) where scheduled_id is not null;
