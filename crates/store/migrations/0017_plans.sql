-- What customers have with the organisation, and what they are told when they sign in.
create table plan (
  id         {id},
  name       text    not null,
  welcome_en text    not null default '',           -- Markdown
  welcome_fr text    not null default '',
  is_default boolean not null default false         -- of everybody without another one; exactly one
);
create unique index plan_by_name on plan (lower(name));
create unique index plan_default on plan (is_default) where is_default;
insert into plan (name, is_default) values ('Standard', true);

alter table person add column plan_id bigint references plan (id);
create index person_by_plan on person (plan_id) where plan_id is not null;

-- The welcome of this sign-in is still to be put away.
alter table session add column welcome boolean not null default false;
