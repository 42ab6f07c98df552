-- How a person lets held mail in.
alter table inbound add column apart boolean not null default false;     -- as a ticket of its own, whatever it answers
alter table inbound add column sender text not null default '';          -- whose it is, where the mail does not say
