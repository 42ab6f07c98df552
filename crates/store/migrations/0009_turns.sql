-- When an agent's turn was last, for rules that give tickets to a team in turn.
alter table person add column turn_at bigint not null default 0;
