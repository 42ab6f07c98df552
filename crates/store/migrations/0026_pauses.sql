-- Where what answers by itself fell silent: towards a person, or from an address of the desk.
create table mail_pause (
  id         {id},
  person_id  bigint references person (id),
  address    text   not null default '',
  began_at   bigint not null,
  last_at    bigint not null,                       -- when a mail was last held back
  held       bigint not null default 0,             -- mails that did not go out
  ended_at   bigint                                 -- somebody resumed it, or it was quiet for long
);
create unique index mail_pause_of_person  on mail_pause (person_id) where ended_at is null and person_id is not null;
create unique index mail_pause_of_address on mail_pause (address) where ended_at is null and address <> '';
create index mail_pause_ended_person  on mail_pause (person_id, ended_at) where person_id is not null;
create index mail_pause_ended_address on mail_pause (address, ended_at) where address <> '';
create index mail_pause_old on mail_pause (last_at);
-- What went out by itself lately.
create index outbox_automatic on outbox (created_at) where kind = 'acknowledgement' or kind = 'reply' and detail = 'rule';
