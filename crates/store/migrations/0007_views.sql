-- Lists that agents made: a filter, an order, what the rows show.
create table saved_view (
  id         {id},
  owner_id   bigint  not null references person (id),
  name       text    not null,
  shared     boolean not null default false,        -- everybody on the desk has it
  position   bigint  not null,
  definition text    not null,                      -- conditions, order, columns, board
  created_at bigint  not null
);
create index saved_view_shared   on saved_view (position, id) where shared;
create index saved_view_by_owner on saved_view (owner_id, position, id);

-- Open and settled tickets in one list, by their last activity.
create index ticket_by_activity on ticket (updated_at, id) where place = '';
