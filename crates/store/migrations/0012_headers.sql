-- What stood in the head of a mail, for rules that ask: a line for each field, without what transport added.
alter table message add column headers text not null default '';

-- What rules wrote to somebody lately.
create index outbox_by_rule on outbox (person_id, created_at) where kind = 'reply' and detail = 'rule';
