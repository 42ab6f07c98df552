create virtual table message_search using fts5 (
  terms, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '2 3', detail = 'none'
);
