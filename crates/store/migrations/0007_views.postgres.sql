-- A text for comparing: lower case, without accents, single spaces. SQLite has the same as a function of the store.
create function folded(value text) returns text language sql immutable parallel safe as $$
  select trim(regexp_replace(
    lower(replace(replace(replace(replace(
      regexp_replace(normalize(value, nfkd), '[\u0300-\u036f]', '', 'g'),
      'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'ß', 'ss')),
    '\s+', ' ', 'g'))
$$;
