-- Whose mail comes back: what their mail server said (RFC 3463), '' while nothing did.
alter table person add column returned text not null default '';
