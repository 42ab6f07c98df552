-- Mail that leaves in turn: what people wait for before what many get.
alter table outbox add column urgency bigint not null default 1;        -- 0 at once, 1 about one ticket, 2 to many
alter table outbox add column waits_for text not null default '';       -- the provider that takes no more for now
drop index outbox_due;
create index outbox_turn on outbox (waits_for, urgency, due_at, id) where state = 'queued';

-- Providers that have said that they take too much from us.
create table provider_hold (
  provider {key}  primary key,                       -- gmail.com stands for all its names
  state    text   not null,                          -- holding; draining: what waited goes back to its turn; over
  since    bigint not null,
  until_at bigint not null,                          -- when one mail finds out, then when holding was over
  tries    bigint not null,
  reason   text   not null,
  probe_id bigint                                    -- the mail that finds out
);
create index provider_hold_open on provider_hold (provider) where state <> 'over';
create index provider_hold_over on provider_hold (until_at) where state = 'over';

-- Mails handed to the relay, in sixtieths of each span that is limited; 'turns' counts them all.
create table relay_use (
  span     text   not null,                          -- minute, hour, day, turns
  began_at bigint not null,
  used     bigint not null,
  primary key (span, began_at)
);
