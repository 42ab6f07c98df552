-- Programs that act for an agent.
create table api_token (
  id           {id},
  person_id    bigint not null references person (id),
  name         text   not null,
  token_hash   text   not null unique,
  scopes       text   not null,                     -- read write configure
  created_at   bigint not null,
  last_used_at bigint,
  revoked_at   bigint
);
create index api_token_by_person on api_token (person_id, id);

-- What a request with an idempotency key was answered: the same key gets the same answer.
create table api_answer (
  token_id     bigint not null references api_token (id),
  key          text   not null,
  request_hash text   not null,
  status       bigint not null,
  body         text   not null,
  created_at   bigint not null,
  primary key (token_id, key)
);
create index api_answer_old on api_answer (created_at);

-- Who is told about events. Each webhook reads the event log at its own pace, from its cursor on.
create table webhook (
  id           {id},
  name         text    not null,
  url          text    not null,
  secret       text    not null,                    -- signs what is sent (Standard Webhooks)
  kinds        text    not null default '',         -- kinds of events; empty: all about tickets
  enabled      boolean not null default true,
  cursor       bigint  not null,                    -- the newest event that was delivered or passed over
  attempts     bigint  not null default 0,          -- of the event that comes next
  due_at       bigint  not null default 0,
  failing_since bigint,
  created_at   bigint  not null
);

create table webhook_delivery (
  id         {id},
  webhook_id bigint not null references webhook (id),
  event_id   bigint not null references event (id),
  at         bigint not null,
  status     bigint not null,                       -- 0: no answer came
  answer     text   not null default '',            -- its beginning, or why there was none
  millis     bigint not null
);
create index webhook_delivery_by_hook on webhook_delivery (webhook_id, id);
