-- Where a message was before: what answers it follows it.
create index message_move_by_message on message_move (message_id);
