-- The ledger counts what has left a mailbox without reading the rest of it.
create index mailbox_mail_left on mailbox_mail (mailbox_id) where not there and inbound_id is not null;
