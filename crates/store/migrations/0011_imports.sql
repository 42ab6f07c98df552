-- Files of other systems that become tickets, people and companies, in steps that survive a crash.
create table import (
  id          {id},
  name        text   not null,                      -- of the file
  file_sha256 text   not null,                      -- empty once nothing needs it any more
  size        bigint not null,
  what        text   not null,                      -- tickets, people, companies, mails
  definition  text   not null default '',           -- which column is what, as JSON
  state       text   not null,                      -- draft, running, paused, done, cancelled
  position    bigint not null default 0,            -- records that are dealt with
  made        bigint not null default 0,
  known       bigint not null default 0,            -- were there already
  refused     bigint not null default 0,
  person_id   bigint not null references person (id),
  created_at  bigint not null,
  finished_at bigint
);
create index import_running on import (id) where state = 'running';

-- What was refused, and why; the first of them.
create table import_problem (
  import_id bigint not null references import (id),
  number    bigint not null,                        -- of the record, from 1
  problem   text   not null,                        -- field and code: created_at:date
  primary key (import_id, number)
);

-- What a record of a file became, so that the same record makes nothing twice.
create table import_key (
  space     text   not null,                        -- which system numbers like this
  key       text   not null,
  target    bigint not null,
  primary key (space, key)
);

-- Mail of the past: nobody is answered, and it happened when it was written.
alter table inbound add column import_id bigint references import (id);
alter table inbound add column history   text not null default ''; -- what its new ticket is: open, closed
create index inbound_of_import on inbound (import_id, state) where import_id is not null;

-- When it was really written, of what was written into the past: no webhook is told.
alter table event add column written_at bigint;

create index company_by_name on company (lower(name));
