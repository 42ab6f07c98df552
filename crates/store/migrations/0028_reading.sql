-- What agents see of special mails.
alter table attachment add column card       text not null default '';   -- what an invitation or a person's card says, JSON
alter table message    add column protection text not null default '';   -- pgp-signed, pgp-encrypted, smime-…; '' for neither
-- Mails that became something and are still kept as they came, for those that go after a time.
create index inbound_kept on inbound (received_at) where state in ('done', 'duplicate') and raw_sha256 <> '';
