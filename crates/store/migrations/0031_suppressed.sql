-- Addresses that no mail goes to by itself, as a list.
alter table person add column returned_at bigint not null default 0;     -- since when; 0: before this was kept
create index person_returned on person (returned_at, id) where returned <> '';
