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
-- The guides before and after one in its category are found in the order of titles.
create index guide_text_order on guide_text (language, sort_key, id) where published_at is not null;
-- What somebody wrote, for themselves.
create index guide_edit_of_person on guide_edit (person_id, updated_at, id);
