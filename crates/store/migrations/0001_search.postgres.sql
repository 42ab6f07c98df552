create table message_search (message_id bigint primary key, terms tsvector not null);
create index message_search_terms on message_search using gin (terms) with (fastupdate = off);
