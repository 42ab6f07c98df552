-- Of a mail to several: whom it did not reach, a line each: address and status code (RFC 3463).
alter table outbox add column unreached text not null default '';
