-- The ledger adds up for each address of the desk.
alter table inbound add column address_id bigint references desk_address (id);
update inbound set address_id = (
  select min(a.id) from desk_address a
  where lower(inbound.envelope_to) = a.address or lower(inbound.envelope_to) like replace(a.address, '@', '+%@')
);
create index inbound_by_address on inbound (address_id, state, received_at);
