-- The lists of agents who see a part of the desk: one range of an index for each department, company and person.
drop index ticket_by_status;
create index ticket_by_status          on ticket (status, important, updated_at, id) where status <> 'closed' and place = '';
create index ticket_by_company         on ticket (company_id, important, updated_at, id) where company_id is not null and status <> 'closed' and place = '';
create index ticket_closed_by_dept     on ticket (department_id, updated_at, id) where status = 'closed' and place = '';
create index ticket_closed_by_company  on ticket (company_id, updated_at, id) where company_id is not null and status = 'closed' and place = '';
create index ticket_closed_by_assignee on ticket (assignee_id, updated_at, id) where assignee_id is not null and status = 'closed' and place = '';

-- What a ticket that is emptied leaves in the ledger.
create index inbound_duplicate on inbound (ticket_id) where state = 'duplicate';

-- Whether a content is still used, before it is forgotten. A message's mail stands in the ledger too.
create index attachment_unsent     on attachment (ticket_id) where message_id is null;
create index attachment_by_content on attachment (substr(file_sha256, 1, 8));
create index inbound_by_content    on inbound (substr(raw_sha256, 1, 8)) where raw_sha256 <> '';
