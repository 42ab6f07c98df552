-- Held mail that a person looks at, and may put aside.
alter table inbound add column subject text not null default '';         -- of held and discarded mail
drop index inbound_kept;
create index inbound_kept on inbound (received_at) where state in ('done', 'duplicate', 'discarded') and raw_sha256 <> '';
create index inbound_discarded on inbound (id) where state = 'discarded';
