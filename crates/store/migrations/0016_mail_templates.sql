-- Mails to customers in words of the desk's own; what is missing is as every desk begins.
create table mail_template (
  kind      text   not null,                        -- answer, acknowledgement, rule_message, sign_in, account
  language  text   not null,                        -- en, fr
  subject   text   not null,
  body      text   not null,                        -- Markdown with placeholders
  person_id bigint not null references person (id),
  at        bigint not null,
  primary key (kind, language)
);

create index guide_version_author on guide_version (person_id, at);
