-- Terms and privacy policy, every version; and who accepted which.
create table legal_text (
  kind      text   not null,                        -- terms, privacy
  version   bigint not null,
  source_en text   not null,                        -- Markdown
  source_fr text   not null,
  person_id bigint not null references person (id),
  at        bigint not null,
  primary key (kind, version)
);

create table acceptance (
  person_id bigint not null references person (id),
  kind      text   not null,
  version   bigint not null,                        -- 0: the words that every desk begins with
  at        bigint not null,
  primary key (person_id, kind, version)
);
