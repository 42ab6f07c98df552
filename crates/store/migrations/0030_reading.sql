-- What agents see of special mails.
alter table attachment add column card       text not null default '';   -- what an invitation or a person's card says, JSON
alter table message    add column protection text not null default '';   -- pgp-signed, pgp-encrypted, smime-…; '' for neither
