-- The help centre: categories of guides, each guide in one or both languages, every save a version.
create table guide_category (
  id          {id},
  code        text    not null unique,              -- its folder in an export
  name_en     text    not null default '',
  name_fr     text    not null default '',
  about_en    text    not null default '',
  about_fr    text    not null default '',
  icon        text    not null,
  position    bigint  not null
);

-- Somewhere to begin.
insert into guide_category (code, name_en, name_fr, icon, position) values ('general', 'General', 'Général', 'book-open', 1);

create table guide (
  id          {id},
  code        text    not null unique,              -- its file in an export
  category_id bigint  not null references guide_category (id),
  kind        text    not null,                     -- guide, faq, video
  readers     text    not null,                     -- public, members, agents
  locked      boolean not null default false,       -- members cannot edit it
  featured    boolean not null default false,
  link        text    not null default '',          -- the token of its public link; none while it is not public
  created_by  bigint  not null references person (id),
  created_at  bigint  not null,
  trashed_at  bigint
);
create index guide_by_category on guide (category_id) where trashed_at is null;
create unique index guide_by_link on guide (link) where link <> '';
create index guide_trashed on guide (trashed_at) where trashed_at is not null;

-- A guide in one language, as it is published; what is being written stands in guide_edit.
create table guide_text (
  id           {id},
  guide_id     bigint not null references guide (id),
  language     text   not null,
  title        text   not null,
  sort_key     {key}  not null,                     -- the title as lists sort it
  source       text   not null,                     -- Markdown
  html         text   not null,
  text         text   not null,                     -- the words, for search and previews
  words        bigint not null,                     -- terms in the index
  version      bigint not null,
  person_id    bigint not null references person (id),
  updated_at   bigint not null,
  changed_at   bigint not null,                     -- when it last said something new
  settled_at   bigint not null,                     -- when it last said the same as the other language
  published_at bigint,                              -- nothing: only those who write see it
  unique (guide_id, language)
);
create index guide_text_sorted on guide_text (sort_key, id);
create index guide_text_words on guide_text (language, words) where published_at is not null;
create index guide_text_updated on guide_text (updated_at, id);

create table guide_version (
  text_id   bigint not null references guide_text (id),
  version   bigint not null,
  title     text   not null,
  source    text   not null,
  person_id bigint not null references person (id),
  at        bigint not null,
  reverts   bigint,                                 -- the version that it brings back
  primary key (text_id, version)
);

-- What somebody is writing: a draft, a text that waits for its time, a suggestion that waits for an agent.
create table guide_edit (
  id         {id},
  guide_id   bigint references guide (id),          -- none: a guide that is not there yet
  language   text   not null,
  person_id  bigint not null references person (id),
  state      text   not null,                       -- draft, suggested, scheduled, accepted, declined
  title      text   not null,
  source     text   not null,
  fields     text   not null,                       -- the rest of the form, as JSON
  base       bigint not null,                       -- the version that it was written on
  because    text   not null default '',            -- why it was declined, or not published in time
  publish_at bigint,
  updated_at bigint not null
);
create unique index guide_edit_draft on guide_edit (person_id, coalesce(guide_id, 0), language) where state = 'draft';
create index guide_edit_of_guide on guide_edit (guide_id, state);
create index guide_edit_suggested on guide_edit (updated_at, id) where state = 'suggested';
create index guide_edit_scheduled on guide_edit (publish_at, id) where state = 'scheduled';

-- Pictures and documents of guides; without a guide while the first text is being written.
create table guide_file (
  id           {id},
  token        text   not null unique,
  guide_id     bigint references guide (id),
  name         text   not null,                     -- as the text names it
  person_id    bigint not null references person (id),
  file_sha256  text   not null,
  content_type text   not null,
  size         bigint not null,
  width        bigint,
  height       bigint,
  created_at   bigint not null
);
create unique index guide_file_by_name on guide_file (guide_id, name) where guide_id is not null;
create index guide_file_waiting on guide_file (person_id) where guide_id is null;
create index guide_file_by_content on guide_file (substr(file_sha256, 1, 8));

-- Which terms stand in which text, how often; a term of the title counts for several. Both engines rank from it.
create table guide_term (
  language text   not null,
  term     {key}  not null,
  text_id  bigint not null references guide_text (id),
  times    bigint not null,
  words    bigint not null,                         -- of the text, so that ranking reads nothing else
  primary key (language, term, text_id)
);
create index guide_term_by_text on guide_term (text_id);

-- Whether a guide helped.
create table guide_vote (
  text_id bigint  not null references guide_text (id),
  reader  text    not null,                         -- who, once each: a person, or a mark of the browser
  helpful boolean not null,
  comment text    not null default '',
  at      bigint  not null,
  primary key (text_id, reader)
);

-- How often a guide was read, by day.
create table guide_reading (
  guide_id bigint not null references guide (id),
  day      bigint not null,                         -- since 1970
  reads    bigint not null,
  primary key (guide_id, day)
);
create index guide_reading_by_day on guide_reading (day, guide_id);

-- What was searched for, by day, and what it found.
create table guide_query (
  language text   not null,
  query    {key}  not null,                         -- folded
  day      bigint not null,
  times    bigint not null,
  found    bigint not null,                         -- results of the last time
  primary key (day, language, query)
);

-- Tickets that somebody opened after reading a guide.
create table guide_ticket (
  guide_id  bigint not null references guide (id),
  ticket_id bigint not null references ticket (id),
  at        bigint not null,
  primary key (guide_id, ticket_id)
);
