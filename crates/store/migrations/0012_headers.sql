-- What stood in the head of a mail, for rules that ask: a line for each field, without what transport added.
alter table message add column headers text not null default '';
