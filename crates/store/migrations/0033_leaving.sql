-- What waits for somebody is found when mail to them must not leave any more.
create index outbox_waiting_for on outbox (person_id) where state = 'queued';

-- Until when the link in the mail of its message opens a file that was too large for it; 0 for none, or one that left
-- before this was kept.
alter table attachment add column link_until bigint not null default 0;
