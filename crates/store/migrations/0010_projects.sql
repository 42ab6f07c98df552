-- What is planned together: a project holds tickets, tasks and features. Days are counted from 1970.
create table project (
  id          {id},
  name        text   not null,
  description text   not null default '',
  due_on      bigint,
  closed_at   bigint,
  created_at  bigint not null
);

alter table ticket add column project_id bigint references project (id);
alter table ticket add column due_on     bigint;
alter table ticket add column estimate   bigint;    -- minutes

-- Its list, its settled ones, and its plan with what the sums need. Tickets in no project are in none of them.
create index ticket_in_project on ticket (project_id, important, updated_at, id)
  where category <> 'closed' and place = '' and project_id is not null;
create index ticket_done_in_project on ticket (project_id, updated_at, id)
  where category = 'closed' and place = '' and project_id is not null;
create index ticket_plan on ticket (project_id, due_on, id, category, estimate)
  where place = '' and project_id is not null;
